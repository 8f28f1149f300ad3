"""The centres of a study's worlds: read from every layer once, accepted, and placed on the land of each world."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

import numpy as np
import numpy.typing as npt

from accessibility.need import (
    Centres,
    cells_of_centres,
    centres_from_layer,
    names_of,
    tell_alike_pillars,
    tell_places,
)
from accessibility.study_file import ScenarioTable, StudyFile
from accessibility.worlds.scenario_faults import tell_unknown
from accessibility.worlds.service_faults import check_offered
from geo.faults import Faults
from geo.grid import Grid
from geo.land import Land
from geo.layers import nearest_name, read_layer
from geo.roads import RoadsOnGrid, cells_at_roads

Cells = npt.NDArray[np.int64]


def read_every_centre(study: StudyFile, grid: Grid, *, faults: Faults) -> Centres | None:
    """The centres of the base, then those that scenarios add, not yet placed; None after an error."""
    before = len(faults.errors)
    layers = [(study.centres, "")]
    layers += [
        (study.centres.model_copy(update={"path": scenario.added_centres, "layer": None}), scenario.name)
        for scenario in study.scenarios
        if scenario.added_centres is not None
    ]
    read: list[Centres] = []
    for table, adding in layers:
        where = str(table.path)
        layer = read_layer(
            study.located(table.path), layer=table.layer, where=where, faults=faults, geometry="point", grid=grid
        )
        prefix = f"{adding}-" if adding else ""  # rows are counted from 1 in each layer
        centres = None
        if layer is not None:
            centres = centres_from_layer(layer, table, grid, faults=faults, row_prefix=prefix, as_of=study.study.as_of)
        if centres is not None:
            read.append(replace(centres, scenario=(adding,) * len(centres)))
    if len(read) < len(layers):
        return None
    centres = read[0].joined(read[1:]).offering(study.services)
    repeated = [identity for identity, count in Counter(centres.ids).items() if count > 1]
    if repeated:
        what = f"the centres that scenarios add have ids that others have: {', '.join(map(repr, repeated[:5]))}"
        do = "Give each centre its own id, in a column that [centres] id names"
        faults.error(where=study.file_name, which="[[scenarios]]", what=what, do=do)
    _check_pillars(study, centres, faults=faults)
    check_offered(study, centres, faults=faults)
    for scenario in study.scenarios:
        _check_named(study, scenario, centres, faults=faults)
    return centres if len(faults.errors) == before else None


def _check_pillars(study: StudyFile, centres: Centres, *, faults: Faults) -> None:
    """Tell pillars of several layers or scenarios that are one but for their spelling, and those that nobody knows."""
    read = {*chain.from_iterable(centres.offered), *names_of(study.services)}
    for scenario in study.scenarios:
        given = set(chain.from_iterable(scenario.centre_pillars.values()))
        if given:
            which = f"[[scenarios]] {scenario.name} centre_pillars"
            tell_alike_pillars(given | read, where=study.file_name, which=which, faults=faults, odd=given - read)
    if any(centres.scenario):
        which = "[[scenarios]] added_centres"
        tell_alike_pillars(read, where=study.file_name, which=which, faults=faults, odd=())


def _check_named(study: StudyFile, scenario: ScenarioTable, centres: Centres, *, faults: Faults) -> None:
    """Tell centres that a scenario names and that are not there in it."""
    known = [
        identity
        for identity, adding in zip(centres.ids, centres.scenario, strict=True)
        if adding in {"", scenario.name}
    ]
    for key, named in (("closed_centres", scenario.closed_centres), ("centre_pillars", tuple(scenario.centre_pillars))):
        unknown = {identity: nearest_name(identity, known) for identity in named if identity not in known}
        which = f"[[scenarios]] {scenario.name} {key}"
        tell_unknown(study, which, "centre", unknown, where=str(study.centres.path), faults=faults)


class Placements:
    """The accepted centres of a study, all those that people can reach on the land of some season, and their cells.

    ``centres``: placed on the first land; one that only another season lets people reach has the cell -1.
    """

    def __init__(self, centres: Centres, within_m: float) -> None:
        self.centres, self._within_m = centres, within_m
        self._cells: dict[int, tuple[Land, Cells, npt.NDArray[np.float64]]] = {}

    def on(self, centres: Centres, land: Land) -> Centres:
        """The same rows, however they serve, at the cells that they take on a land.

        Lands that share their cells inside barriers, as those of several profiles do, share these too.
        """
        key = id(land.is_inside_barrier)
        if key not in self._cells:  # the land is kept, so that nothing else takes its number
            self._cells[key] = (land, *cells_of_centres(self.centres, land, within_m=self._within_m))
        _, cell, moved_m = self._cells[key]
        return centres.standing_at(cell, moved_m)


def accept_centres(centres: Centres, lands: Sequence[Land], study: StudyFile, *, faults: Faults) -> Placements | None:
    """The centres that people can reach on some of these lands; None after an error. Each layer is told of apart."""
    before = len(faults.errors)
    within_m = study.land.adopt_within_m
    cells = [cells_of_centres(centres, land, within_m=within_m) for land in lands]
    placed = replace(centres, cell=cells[0][0], moved_m=cells[0][1])
    is_accepted = np.logical_or.reduce([cell >= 0 for cell, _ in cells])
    is_told = (placed.cell >= 0) | ~is_accepted
    paths = {scenario.name: str(scenario.added_centres) for scenario in study.scenarios}
    for adding in dict.fromkeys(centres.scenario):
        is_its = np.array([each == adding for each in centres.scenario])
        where = paths.get(adding, str(study.centres.path))
        tell_places(placed.only(is_its & is_told), lands[0], within_m=within_m, where=where, faults=faults)
    return Placements(placed.only(is_accepted), within_m) if len(faults.errors) == before else None


def tell_off_the_roads(centres: Centres, roads: RoadsOnGrid, study: StudyFile, *, which: str, faults: Faults) -> None:
    """Tell how many centres people who do not cross land cannot get to from any road that they use."""
    serves = np.array([bool(pillars) for pillars in centres.pillars], dtype=np.bool_) & (centres.cell >= 0)
    is_off = serves & ~np.isin(centres.cell, cells_at_roads(roads))
    if is_off.any() and study.roads is not None:
        faults.notice(
            where=str(study.centres.path),
            which=which,
            what=f"{int(is_off.sum()):,} of {int(serves.sum()):,} centres lie farther than "
            f"{study.roads.connect_within_m:g} m from every road that these people use, and none of them gets there",
            do="Check the places, add the missing roads, or raise [roads] connect_within_m",
        )


def tell_moved_and_lost(centres: Centres, placed: Centres, study: StudyFile, *, which: str, faults: Faults) -> None:
    """Tell which centres a season or scenario makes people reach elsewhere than in the base, or not at all.

    ``centres`` stand where they do in the base, ``placed`` are the same rows on the land as it is then.
    """
    serves = np.array([bool(pillars) for pillars in centres.pillars], dtype=np.bool_)
    is_lost = serves & (placed.cell < 0)
    is_moved = serves & (placed.cell >= 0) & (centres.cell >= 0) & (placed.cell != centres.cell)
    for is_meant, words in (
        (is_lost, "lie on land that nobody can reach then, and serve nobody"),
        (is_moved, "lie on land that nobody can cross then, and people reach them at another cell"),
    ):
        if is_meant.any():
            faults.notice(
                where=str(study.centres.path),
                which=which,
                what=f"{int(is_meant.sum())} of {int(serves.sum()):,} centres {words}",
                do="Check the barriers of the season or scenario",
            )
