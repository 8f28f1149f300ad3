"""What the chapters ask of a release: each pillar and direction, by profile and season, for the study as it stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from maps.need.values import EVERYONE, WHOLE, GroupAccess, NeedTables
from maps.release_values import Tier
from maps.run_key import RunKey
from maps.sentences import base_questions, hazards_label
from maps.table_facts import people_source
from maps.words import lowered
from maps.worlds import pillar_name, profile_name, season_name

KINDS: Final = ("sex", "age", "sex-age", "settlement", "need")
KIND_LABELS: Final[Mapping[str, str]] = {
    "everyone": "everyone",
    "sex": "sex",
    "age": "age",
    "sex-age": "sex and age",
    "settlement": "settlement",
    "need": "need",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One pillar and direction; ``runs`` differ by profile and season alone, the first is that of the figures.

    ``names``: what tells each run from the others, in words.
    """

    label: str
    runs: tuple[RunKey, ...]
    names: Mapping[RunKey, str]

    @property
    def lead(self) -> RunKey:
        """The run whose figures by group and area are shown."""
        return self.runs[0]


def list_asks(tier: Tier, told: Iterable[RunKey]) -> tuple[Ask, ...]:
    """What is asked of the runs that some table tells of, in the order of the release.

    Of a run with hazards as recorded and one without, the first is taken where it is told. A mix of profiles,
    which has tables alone, follows the runs of the release.
    """
    known = dict.fromkeys(told)
    found: dict[tuple[str, str], list[RunKey]] = {}
    labels: dict[tuple[str, str], str] = {}
    directions = {run.key.direction for run in tier.runs}
    for question in base_questions(tier):
        run = next((run for run in question.runs if run.key in known), None)
        if run is None:
            continue
        key = (run.key.pillar, run.key.direction)
        found.setdefault(key, []).append(run.key)
        said = [pillar_name(run.key.pillar, tier)]
        if len(directions) > 1:
            said.append("to the centre" if run.key.direction == "to" else "from the centre")
        if any(each.has_hazards for each in tier.runs):
            said.append(hazards_label(run))
        labels.setdefault(key, ", ".join(said))
    profiles = {run.key.profile for run in tier.runs}
    for key, runs in found.items():
        asked = {(run.scenario, run.season, run.hazards) for run in runs}
        mixed = (each for each in known if each.profile not in profiles and (each.pillar, each.direction) == key)
        runs += [each for each in mixed if (each.scenario, each.season, each.hazards) in asked]
    return tuple(Ask(label=labels[key], runs=tuple(runs), names=_names(runs, tier)) for key, runs in found.items())


def _names(runs: Sequence[RunKey], tier: Tier) -> dict[RunKey, str]:
    """Profile and season by their titles, as far as they differ."""
    names = {}
    for run in runs:
        said = []
        if len({each.profile for each in runs}) > 1:
            said.append(profile_name(run.profile, tier))
        if len({each.season for each in runs}) > 1:
            season = season_name(run.season, tier)
            said.append(lowered(season) if said else season)
        names[run] = ", ".join(said)
    return names


def run_name(run: RunKey, ask: Ask) -> str:
    """What tells a run of an ask from the others; everyone, where it is the only one."""
    return ask.names[run] or "Everyone"


def of_lead(ask: Ask) -> str:
    """What the figures of an ask are of, to follow its label; empty where it has one run."""
    return f", {lowered(ask.names[ask.lead])}" if ask.names[ask.lead] else ""


def whole_rows(need: NeedTables, run: RunKey) -> dict[str, GroupAccess]:
    """The rows of all areas together, by group."""
    return {row.group: row for row in need.access.get(run, ()) if row.area_kind == WHOLE}


def everyone_of(need: NeedTables, run: RunKey) -> GroupAccess | None:
    """The row of everyone in all areas; None where it is not told."""
    return whole_rows(need, run).get(EVERYONE)


def group_sources(need: NeedTables, kinds: Collection[str], tier: Tier) -> str:
    """Where the groups of some kinds are from, beside the people themselves; empty where that is all."""
    people = people_source(tier)
    found = dict.fromkeys(group.source for group in need.groups if group.kind in kinds and group.source)
    return "; ".join(source for source in found if source not in people)


def groups_of_kind(need: NeedTables, kind: str) -> tuple[str, ...]:
    """The keys of the groups of a kind, in their order."""
    return tuple(group.key for group in need.groups if group.kind == kind)
