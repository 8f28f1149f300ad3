"""Which runs a chapter tells in full, which beside them, and how to ask for what a study did not ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from maps.release_cells import read_json
from maps.release_values import Tier
from maps.run_key import BASE_SCENARIO, RunKey
from maps.sentences import list_questions, run_label
from maps.words import lowered
from maps.worlds import profile_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A run with its name in words."""

    key: RunKey
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The runs that a chapter tells: ``leads`` in full, one of each pillar and direction; ``others`` beside them."""

    leads: tuple[Asked, ...]
    others: tuple[Asked, ...]


def chosen_runs(tier: Tier, is_told: Callable[[RunKey], bool]) -> Chosen:
    """The runs of which something is told, in the order of the release; mixes of profiles after them.

    Of each pillar and direction the first run of the study as it stands leads, hazards as recorded
    before hazards released; where only scenarios are told, the first of them. A mix leads nothing.
    """
    labels = {run.key: run_label(run, question) for question in list_questions(tier) for run in question.runs}
    every = [Asked(key=key, label=label) for key, label in labels.items() if is_told(key)]
    leads: dict[tuple[str, str], Asked] = {}
    for asked in sorted(every, key=lambda asked: asked.key.scenario != BASE_SCENARIO):
        leads.setdefault((asked.key.pillar, asked.key.direction), asked)
    first = [asked for asked in every if asked in leads.values()]
    mixed = {mix: part for mix, part in _mixes(tier).items() if is_told(mix)}
    others = [asked for asked in every if asked not in first]
    others += [Asked(key=mix, label=_mixed_label(mix, part, labels[part], tier)) for mix, part in mixed.items()]
    return Chosen(leads=tuple(first), others=tuple(others))


def mixed_keys(tier: Tier) -> set[RunKey]:
    """The keys of the mixes of profiles of a tier, which have tables alone."""
    return set(_mixes(tier))


def _mixes(tier: Tier) -> dict[RunKey, RunKey]:
    """The key of each mix with that of a run that is a part of it."""
    found: dict[RunKey, RunKey] = {}
    for mix in read_json(tier.folder / "summary.json").get("mixes") or []:
        for run in tier.runs:
            if run.key.profile in mix["parts"]:
                found.setdefault(replace(run.key, profile=str(mix["name"])), run.key)
    return found


def _mixed_label(mix: RunKey, part: RunKey, label: str, tier: Tier) -> str:
    """The label of a part with the name of the mix for that of its profile; before it where it is not named."""
    own, name = profile_name(part.profile, tier), profile_name(mix.profile, tier)
    for said, instead in ((own, name), (lowered(own), lowered(name))):
        if said in label:
            return label.replace(said, instead, 1)
    return f"{name}: {label}"


def how_to_ask(tier: Tier, table: str, gives: str) -> str:
    """One sentence for a chapter without files: what to add to the study file, or that this tier holds none."""
    if tier.parameters.get(table) is not None:
        return f"The study asks for {gives} with the table [{table}], but this tier of its release holds none of it."
    return f"This study did not ask for {gives}: a table [{table}] in its study file does, and it is told here then."
