"""What a tier may show of a study: hazards, sensitive centres, scenarios about either, and survivors' tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from accessibility.comparisons import comparisons_of
from accessibility.need import Centres
from accessibility.release import KEPT_BACK, STUDY_ROLE
from accessibility.study_file import ClearanceTable, ComparisonTable, ScenarioTable, StudyFile, SurvivorsTable
from accessibility.survivor_tables import NamedTables
from accessibility.worlds import World, hidden_services
from geo.errors import Fault

_CANDIDATES: Final = "[candidates]"
_REPORTED: Final = "[calibration] reported"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """What one tier may show.

    ``hidden``: the names of scenarios that are left out as a whole: where hazards are not shown those that
    change them, and in the public tier those that name or add a sensitive centre. ``named_tables``: all
    protected tables that the study names. ``hidden_services``, ``hidden_pillars``: those that centres which are
    not shown alone offer.
    """

    tier: str
    study: StudyFile
    shows_hazards: bool
    shows_every_centre: bool
    hidden: frozenset[str]
    named_tables: tuple[NamedTables, ...]
    hidden_services: frozenset[str] = frozenset()
    hidden_pillars: frozenset[str] = frozenset()

    @property
    def shown_study(self) -> StudyFile:
        """The study file as it would be without what is hidden."""
        study = self.study
        scenarios = tuple(scenario for scenario in study.scenarios if scenario.name not in self.hidden)
        names = {table.name for table in self.comparisons()}
        shown = [named.where for named in self.survivors]
        tables = [path for path in study.survivors.tables if str(path) in shown] if study.survivors else []
        update: dict[str, Any] = {
            "survivors": SurvivorsTable(tables=tuple(tables)) if tables else None,
            "scenarios": scenarios,
            "comparisons": tuple(table for table in study.comparisons if table.name in names),
        }
        if not self.shows_every_centre:
            update["services"] = tuple(
                service for service in study.services if service.name not in self.hidden_services
            )
        if not self.shows_hazards:
            update |= {"hazards": None, "clearance": ClearanceTable()}
        plans = tuple(plan for plan in study.plans if plan.scenario not in self.hidden)
        update |= {"plans": plans} if self.shows_plans else {"plans": (), "candidates": None}
        return study.model_copy(update=update | self._shown_questions(scenarios))

    def _shown_questions(self, scenarios: Sequence[ScenarioTable]) -> dict[str, Any]:
        """What the study asks about reasons and certainty, without what names something hidden."""
        study, shown = self.study, {}
        if study.uncertainty is not None:
            drawn = tuple(name for name in study.uncertainty.scenarios if name not in self.hidden)
            chance = study.uncertainty.hazard_chance if self.shows_hazards else {}
            shown["uncertainty"] = study.uncertainty.model_copy(update={"scenarios": drawn, "hazard_chance": chance})
        if study.reasons is not None:
            barriers = {*study.land.barriers, *(path for scenario in scenarios for path in scenario.barriers)}
            barriers |= {path for season in study.seasons for path in season.barriers}
            boundaries = tuple(path for path in study.reasons.boundaries if path in barriers)
            shown["reasons"] = self._of_shown_pillars(study.reasons).model_copy(update={"boundaries": boundaries})
        if study.referral is not None:
            shown["referral"] = self._of_shown_pillars(study.referral)
        return shown

    def _of_shown_pillars(self, table: Any) -> Any:
        """A table with a list of pillars, without those that hidden centres alone serve."""
        if table.pillars is None:
            return table
        return table.model_copy(
            update={"pillars": tuple(pillar for pillar in table.pillars if pillar not in self.hidden_pillars)}
        )

    @property
    def shows_plans(self) -> bool:
        """Whether plans are shown: they rest on the hazards of a study, and are kept back with them."""
        return self.shows_hazards or self.study.hazards is None

    @property
    def survivors(self) -> tuple[NamedTables, ...]:
        """The protected tables that the tier may show."""
        return tuple(named for named in self.named_tables if named.is_for(self.tier))

    @property
    def keeps_back(self) -> bool:
        """Whether the study may say more than the tier; so too where it could, that nobody learns if it does."""
        may_hide_centres = not self.shows_every_centre and self.study.centres.sensitive is not None
        return not self.shows_hazards or may_hide_centres or len(self.survivors) < len(self.named_tables)

    def comparisons(self) -> list[ComparisonTable]:
        """The comparisons of what is shown."""
        return comparisons_of(self.study, shows_hazards=self.shows_hazards, hidden=self.hidden)

    def worlds(self, worlds: Iterable[World]) -> tuple[World, ...]:
        """The worlds that are shown, with the centres that are, and without hazards where they are not."""
        shown = [
            replace(world, centres=self.centres(world.centres)) for world in worlds if world.key[0] not in self.hidden
        ]
        if not self.shows_hazards:
            shown = [replace(world, ground=world.ground.without_hazards()) for world in shown]
        return tuple(shown)

    def centres(self, centres: Centres) -> Centres:
        """The centres that are shown: those of no hidden scenario, and in public none that is sensitive."""
        is_shown = [
            adding not in self.hidden and (self.shows_every_centre or not is_sensitive)
            for adding, is_sensitive in zip(centres.scenario, centres.is_sensitive, strict=True)
        ]
        services = tuple(service for service in centres.services if service.name not in self.hidden_services)
        return replace(centres.only(np.array(is_shown, dtype=np.bool_)), services=services)

    def files(self, described: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """The input files, as the manifest describes them, without those of what is hidden.

        Of a file that holds both, hash and size are kept back: with them a guess of what is hidden could be proven.
        """
        shown = [file for file in described if not self._is_hidden(file["role"])]
        return [{**file, **KEPT_BACK} if self._holds_hidden(file["role"]) else file for file in shown]

    def faults(self, faults: Iterable[Fault], read_centres: Centres) -> list[Fault]:
        """What was found in the inputs, without what the tier may not speak of.

        A notice of a layer counts its rows: of a layer with sensitive centres the public learns none.
        """
        of_hazards = {str(path) for role, path in self.study.files() if self._is_of_hazards(role)}
        of_hidden = {str(path) for role, path in self.study.files() if self._is_hidden(role)}
        of_shown = {str(path) for role, path in self.study.files() if not self._is_hidden(role)}
        kept_back = of_hazards | (of_hidden - of_shown)
        kept_back |= {named.where for named in self.named_tables} - {named.where for named in self.survivors}
        if not self.shows_every_centre and read_centres.is_sensitive.any():
            kept_back.add(str(self.study.centres.path))
            kept_back |= {str(path) for role, path in self.study.files() if role.startswith(_CANDIDATES)}
        hidden_plans = [f"[[plans]] {plan.name}" for plan in self.study.plans if plan.scenario in self.hidden]
        if not self.shows_plans:
            hidden_plans += ["[[plans]]", _CANDIDATES, "[[candidates.upgrades]]", "[candidates.towns]"]
            hidden_plans += ["[candidates.grid]", "[candidates.offer]", "[candidates.columns]"]
        return [
            fault
            for fault in faults
            if fault.where not in kept_back
            and not (self.tier == "public" and fault.is_restricted)
            and not any(_names(fault.which, f"[[scenarios]] {name}") for name in self.hidden)
            and not any(_names(fault.which, which) for which in hidden_plans)
        ]

    def stages(self, stages: Iterable[Any]) -> list[Any]:
        """The stages of this tier, and those that all have in common; none where they also cost what is kept back."""
        if self.keeps_back:
            return []
        return [stage for stage in stages if ":" not in stage.stage or stage.stage.startswith(f"{self.tier}:")]

    def _holds_hidden(self, role: str) -> bool:
        """Whether a file that is shown may hold what is hidden too: study file, centres, reported times."""
        if role == STUDY_ROLE:
            return self.keeps_back
        if role == _REPORTED:  # the times may be those of patients
            return self.tier == "public"
        is_of_centres = role.startswith("[centres]") or role.endswith(" added_centres")
        return is_of_centres and not self.shows_every_centre and self.study.centres.sensitive is not None

    def _is_of_hazards(self, role: str) -> bool:
        is_named = role.startswith("[hazards]") or role.endswith(" added_hazards")
        return is_named and not self.shows_hazards

    def _is_hidden(self, role: str) -> bool:
        """Whether an input file is of the hazards, or of a hidden scenario."""
        is_its = any(role.startswith(f"[[scenarios]] {name} ") for name in self.hidden)
        is_kept = role.startswith(_CANDIDATES) and not self.shows_plans
        return is_its or is_kept or self._is_of_hazards(role)


def disclosure_of(
    tier: str, study: StudyFile, read_centres: Centres, named_tables: tuple[NamedTables, ...]
) -> Disclosure:
    """What a tier may show: all but the public everything, that only published hazards and no sensitive centre."""
    shows_hazards = study.hazards is None or tier != "public" or study.hazards.publish
    hidden = {scenario.name for scenario in study.scenarios if scenario.changes_hazards and not shows_hazards}
    if tier == "public":
        hidden |= {scenario.name for scenario in study.scenarios if _is_about_sensitive(scenario, read_centres)}
    return Disclosure(
        tier=tier,
        study=study,
        shows_hazards=shows_hazards,
        shows_every_centre=tier != "public",
        hidden=frozenset(hidden),
        named_tables=named_tables,
        hidden_services=hidden_services(read_centres) if tier == "public" else frozenset(),
        hidden_pillars=_hidden_pillars(read_centres, hidden, is_public=tier == "public"),
    )


def _hidden_pillars(centres: Centres, hidden: Collection[str], *, is_public: bool) -> frozenset[str]:
    """The pillars and services that only centres offer which are not shown."""
    shown: set[str] = set()
    kept_back: set[str] = set()
    for pillars, adding, is_sensitive in zip(centres.pillars, centres.scenario, centres.is_sensitive, strict=True):
        (kept_back if adding in hidden or (is_public and is_sensitive) else shown).update(pillars)
    return frozenset(kept_back - shown) | (hidden_services(centres) if is_public else frozenset())


def _is_about_sensitive(scenario: ScenarioTable, centres: Centres) -> bool:
    """Whether a scenario closes, changes or adds a sensitive centre."""
    named = {*scenario.closed_centres, *scenario.centre_pillars}
    return any(
        is_sensitive and (identity in named or adding == scenario.name)
        for identity, adding, is_sensitive in zip(centres.ids, centres.scenario, centres.is_sensitive, strict=True)
    )


def _names(which: str, place: str) -> bool:
    """Whether what a fault is about begins with these words, and not with longer ones."""
    return which.startswith(place) and which[len(place) : len(place) + 1] in {"", " ", ","}
