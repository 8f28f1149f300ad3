"""Candidates that the study file names by a rule: upgrades of centres, towns, and a regular grid of points."""

from __future__ import annotations

from itertools import chain
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from accessibility.candidates.drafts import Draft, Offer
from accessibility.inputs import Inputs
from accessibility.need import Centres, Demand, key_of, level_labels
from accessibility.study_file import SpacedTable, TownTable, UpgradeTable
from geo.faults import Faults
from geo.grid import Grid
from geo.land import Land, metric_points
from geo.layers import KINDS, list_names, nearest_name
from geo.units import METRES_PER_KM

AROUND_TOWN_M: Final = METRES_PER_KM  # whose people are counted for a town that says no number
MOST_POINTS: Final = 5000  # of the regular grid; more than anybody plans over, and days of work for a solver
MOST_LOOKED_AT: Final = 40 * MOST_POINTS  # before those without people near are left out
UPGRADES: Final = "[[candidates.upgrades]]"
TOWNS: Final = "[candidates.towns]"
GRID: Final = "[candidates.grid]"

Doubles = npt.NDArray[np.float64]


def upgrades(table: UpgradeTable, number: int, offer: Offer, inputs: Inputs, *, faults: Faults) -> list[Draft]:
    """An upgrade of each centre of the base of some levels and pillars, in the order of the centres.

    ``number``: which of the tables it is, from 1. A level is meant by its key in the taxonomy or as the centres' own
    column has it. One that no centre has, a pillar that none serves, or both together, are errors.
    """
    centres, which = inputs.centres, f"{UPGRADES} {number}"
    here = [row for row in range(len(centres)) if not centres.scenario[row]]
    levels = [{key_of(centres.levels[row]), centres.records[row].level} - {""} for row in range(len(centres))]
    before = len(faults.errors)
    for key, said, known in (
        ("levels", [key_of(level) for level in table.levels or ()], chain.from_iterable(levels[row] for row in here)),
        ("of_pillars", table.of_pillars or (), chain.from_iterable(centres.pillars[row] for row in here)),
    ):
        _check_known(inputs, f"{which} {key}", said, sorted(set(known)), "that of any centre", faults=faults)
    if len(faults.errors) > before:
        return []
    wanted = None if table.levels is None else {key_of(level) for level in table.levels}
    pillars = None if table.of_pillars is None else set(table.of_pillars)
    rows = [
        row
        for row in here
        if (wanted is None or levels[row] & wanted) and (pillars is None or pillars & set(centres.pillars[row]))
    ]
    if not rows:
        faults.error(
            where=inputs.study.file_name,
            which=which,
            what=f"none of the {len(here):,} centres has one of these levels and one of these pillars",
            do="Name levels and of_pillars that some centre has together, or leave one of them out",
        )
    suffix = "" if number == 1 else f"-{number}"
    return [
        Draft(
            identity=f"upgrade-{centres.ids[row]}{suffix}",
            name=centres.names[row],
            kind="upgrade",
            offer=offer,
            x=float(centres.xy[row, 0]),
            y=float(centres.xy[row, 1]),
            centre=row,
            named_by=which,
        )
        for row in rows
    ]


def adds_anything(offer: Offer, centres: Centres, row: int) -> bool:
    """Whether an offer gives a centre a pillar, service, task, room or higher level that it is not known to have."""
    record = centres.records[row]
    levels = ["", *reversed(level_labels())]
    return (
        bool(set(offer.served(record, centres.services)) - set(centres.pillars[row]))
        or any(record.does(task) is not True for task in offer.tasks)
        or offer.capacity_per_year > 0
        or levels.index(offer.level) > levels.index(record.level)
    )


def towns(table: TownTable, offer: Offer, inputs: Inputs, *, faults: Faults) -> list[Draft]:
    """The places of ``[places]`` of some kinds and with so many people, inclusive, in the order of their file.

    Of a place that says no number the people within 1 km are counted, and told. A study without places, a kind
    that is not known, and tables that no place meets are errors.
    """
    places, where = inputs.named_places, inputs.study.file_name
    if places is None:
        do = "Add [places] with the path of a layer of towns, or an OSM file, or take [candidates.towns] out"
        faults.error(where=where, which=TOWNS, what="the study names no places", do=do)
        return []
    kinds = [key_of(kind) for kind in table.kinds or ()]
    if not _check_known(inputs, f"{TOWNS} kinds", kinds, list(KINDS), "any of the known kinds of place", faults=faults):
        return []
    is_kind = np.array([table.kinds is None or kind in kinds for kind in places.kinds], np.bool_)
    people, is_unknown = places.people, np.isnan(places.people)
    if table.min_people > 0 and (is_kind & is_unknown).any():
        around = people_within(inputs.ground.grid, inputs.demand, places.xy, within_m=AROUND_TOWN_M)
        people = np.where(is_unknown, around, people)
        faults.notice(
            where=where,
            which=f"{TOWNS} min_people",
            what=f"{int((is_kind & is_unknown).sum()):,} of {int(is_kind.sum()):,} places say no number of people; "
            f"those who live within {AROUND_TOWN_M:g} m of them were counted",
            do="Name their column with [places] people if there is one",
        )
    is_meant = is_kind & ((people >= table.min_people) | (table.min_people <= 0))
    if not is_meant.any():
        faults.error(
            where=where,
            which=TOWNS,
            what=f"none of the {len(is_kind):,} places is of these kinds and has {table.min_people:g} people",
            do=f"Lower min_people, or name other kinds; there are {list_names(sorted(set(places.kinds) - {''}))}",
        )
    return [
        Draft(
            identity=f"town-{row + 1}",
            name=places.names[row],
            kind="town",
            offer=offer,
            x=float(places.xy[row, 0]),
            y=float(places.xy[row, 1]),
            named_by=TOWNS,
        )
        for row in np.flatnonzero(is_meant).tolist()
    ]


def grid_points(table: SpacedTable, offer: Offer, inputs: Inputs, *, faults: Faults) -> list[Draft]:
    """Cell centres a spacing apart that are passable and have so many people near, row by row from the top left.

    The spacing is rounded to whole cells, in a geographic grid row by row. Points without the people asked are
    counted and told. A spacing finer than a cell and more than ``MOST_POINTS`` points are errors, as is none.
    """
    ground, where = inputs.ground, inputs.study.file_name
    cells = _spaced_cells(ground.land, table.spacing_m)
    finest_m = max(float(np.nanmax(sizes)) for sizes in ground.grid.cell_size_m)
    fault = ("", "")
    if table.spacing_m < finest_m:
        fault = f"it is finer than the cells, of {finest_m:.0f} m", "Write a wider spacing_m"
    elif len(cells) > MOST_LOOKED_AT:
        fault = f"it has {len(cells):,} points on passable land, which are too many", "Write a wider spacing_m"
    elif not len(cells):
        fault = "no point of the grid lies on passable land", "Write a smaller spacing_m"
    xy = _centres_of(ground.grid, cells)
    has_people = np.ones(len(cells), np.bool_)
    if table.within_m is not None and not fault[0]:
        has_people = people_within(ground.grid, inputs.demand, xy, within_m=table.within_m) >= table.min_people_within_m
        words = f"fewer than {table.min_people_within_m:g} people within {table.within_m:g} m"
        if not has_people.any():
            fault = f"each of its {len(cells):,} points on passable land has {words}", "Lower min_people_within_m"
        elif not has_people.all():
            faults.notice(
                where=where,
                which=GRID,
                what=f"{int((~has_people).sum()):,} of {len(cells):,} points on passable land have {words} and are no "
                "candidates",
                do="Leave it so, unless sites are wanted there too",
            )
    count = int(has_people.sum())
    if count > MOST_POINTS and not fault[0]:
        what = f"it gives {count:,} candidates, and at most {MOST_POINTS:,} are looked at"
        fault = what, "Write a wider spacing_m, or more min_people_within_m"
    if fault[0]:
        faults.error(where=where, which=f"{GRID} spacing_m", what=fault[0], do=fault[1])
        return []
    names = _names_near(inputs, xy)
    return [
        Draft(
            identity=f"grid-{place + 1}",
            name=names[place],
            kind="grid",
            offer=offer,
            x=float(xy[place, 0]),
            y=float(xy[place, 1]),
            named_by=GRID,
        )
        for place in np.flatnonzero(has_people).tolist()
    ]


def people_within(grid: Grid, demand: Demand, xy: Doubles, *, within_m: float) -> Doubles:
    """The people of the cells whose centre is at most so far from each point of the grid's CRS; float64 (points,)."""
    homes = metric_points(grid, *_centres_of(grid, demand.home_cell).T)
    points = metric_points(grid, *xy.T)
    found = np.zeros(len(points))
    if len(homes):
        tree = cKDTree(homes)
        for place, point in enumerate(points):
            found[place] = demand.people[tree.query_ball_point(point, within_m)].sum()
    return found


def _spaced_cells(land: Land, spacing_m: float) -> npt.NDArray[np.int64]:
    grid = land.grid
    width_m, height_m = grid.cell_size_m
    down = max(1, round(spacing_m / float(np.nanmean(height_m))))
    rows = np.arange(down // 2, grid.shape[0], down)
    found = []
    for row in rows.tolist():
        right = max(1, round(spacing_m / float(width_m[row])))
        columns = np.arange(right // 2, grid.shape[1], right)
        found.append(row * grid.shape[1] + columns[land.is_passable[row, columns]])
    return np.concatenate([np.empty(0, np.int64), *found])


def _centres_of(grid: Grid, cells: npt.NDArray[np.int64]) -> Doubles:
    rows, columns = np.divmod(cells, grid.shape[1])
    return np.column_stack([grid.centre_x[columns], grid.centre_y[rows]])


def _names_near(inputs: Inputs, xy: Doubles) -> list[str]:
    """A name for each point: the nearest place, else where it is."""
    grid, places = inputs.ground.grid, inputs.named_places
    if places is not None and len(places.names):
        _, row = cKDTree(metric_points(grid, *places.xy.T)).query(metric_points(grid, *xy.T))
        return [f"near {places.names[each]}" for each in row.tolist()]
    lon, lat = grid.to_lon_lat(*xy.T)
    return [f"point at {x:.3f}, {y:.3f}" for x, y in zip(lon.tolist(), lat.tolist(), strict=True)]


def _check_known(  # noqa: PLR0913 - what is said, of what, and who is told
    inputs: Inputs, which: str, said: list[str] | tuple[str, ...], known: list[str], kind: str, *, faults: Faults
) -> bool:
    odd = [word for word in dict.fromkeys(said) if word not in known]
    if not odd:
        return True
    near = nearest_name(odd[0], known)
    hint = f" (did you mean {near!r}?)" if near else ""
    faults.error(
        where=inputs.study.file_name,
        which=which,
        what=f"{list_names([repr(word) for word in odd])} is not {kind}{hint}",
        do=f"Use {list_names(known)}",
    )
    return False
