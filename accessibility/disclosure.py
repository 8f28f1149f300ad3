"""What a tier may show of a study: its hazards, its sensitive centres, and the scenarios that are about either."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from accessibility.comparisons import comparisons_of
from accessibility.need import Centres
from accessibility.study_file import StudyFile
from accessibility.study_scenarios import ClearanceTable, ComparisonTable, ScenarioTable
from accessibility.worlds import World
from geo.errors import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """What one tier may show.

    ``hidden``: the names of scenarios that are left out as a whole: where hazards are not shown those that
    change them, and in the public tier those that name or add a sensitive centre.
    """

    tier: str
    study: StudyFile
    shows_hazards: bool
    shows_every_centre: bool
    hidden: frozenset[str]

    @property
    def shown_study(self) -> StudyFile:
        """The study file as it would be without what is hidden."""
        study = self.study
        scenarios = tuple(scenario for scenario in study.scenarios if scenario.name not in self.hidden)
        names = {table.name for table in self.comparisons()}
        update: dict[str, Any] = {
            "scenarios": scenarios,
            "comparisons": tuple(table for table in study.comparisons if table.name in names),
        }
        if not self.shows_hazards:
            update |= {"hazards": None, "clearance": ClearanceTable()}
        return study.model_copy(update=update)

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
        return centres.only(np.array(is_shown, dtype=np.bool_))

    def files(self, described: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """The input files, as the manifest describes them, without those of what is hidden."""
        return [file for file in described if not self._is_hidden(file["role"])]

    def faults(self, faults: Iterable[Fault], read_centres: Centres) -> list[Fault]:
        """What was found in the inputs, without what the tier may not speak of.

        A notice of a layer counts its rows: of a layer with sensitive centres the public learns none.
        """
        of_hazards = {str(path) for role, path in self.study.files() if self._is_of_hazards(role)}
        of_hidden = {str(path) for role, path in self.study.files() if self._is_hidden(role)}
        of_shown = {str(path) for role, path in self.study.files() if not self._is_hidden(role)}
        kept_back = of_hazards | (of_hidden - of_shown)
        if not self.shows_every_centre and read_centres.is_sensitive.any():
            kept_back.add(str(self.study.centres.path))
        return [
            fault
            for fault in faults
            if fault.where not in kept_back
            and not (self.tier == "public" and fault.is_restricted)
            and not any(_names(fault.which, f"[[scenarios]] {name}") for name in self.hidden)
        ]

    def stages(self, stages: Iterable[Any]) -> list[Any]:
        """The stages of this tier, and those that all have in common."""
        return [stage for stage in stages if ":" not in stage.stage or stage.stage.startswith(f"{self.tier}:")]

    def _is_of_hazards(self, role: str) -> bool:
        is_named = role.startswith("[hazards]") or role.endswith(" added_hazards")
        return is_named and not self.shows_hazards

    def _is_hidden(self, role: str) -> bool:
        """Whether an input file is of the hazards, or of a hidden scenario."""
        is_its = any(role.startswith(f"[[scenarios]] {name} ") for name in self.hidden)
        return is_its or self._is_of_hazards(role)


def disclosure_of(tier: str, study: StudyFile, read_centres: Centres) -> Disclosure:
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
    )


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
