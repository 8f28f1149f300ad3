"""Where survivors are counted: the unit and the band of minutes of each, from the true place and in memory alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from accessibility.need import OUTSIDE_ID, adopt_people
from custody.records import SurvivorRecord
from custody.release_ground import ReleaseGround, RunOnGround, check_agreement
from custody.units import UnitsOnGrid
from geo.grid import Grid

NO_WAY_BAND: Final = "no_way"
PLACE_UNKNOWN_BAND: Final = "place_unknown"
NEAREST_HOME_M: Final = 5000.0

# What became of a record; all but PLACED are in no table.
PLACED: Final = 0
BY_AREA_ALONE: Final = 1
OUTSIDE_GRID: Final = 2
FAR_FROM_HOMES: Final = 3
AREA_NOT_THERE: Final = 4

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HomeBands:
    """The bands of a run in which people live: of each populated cell, and of each leaf.

    ``cell``, ``band``: int64, one entry for each populated cell. ``people``: float64 (leaves, bands without
    PLACE_UNKNOWN_BAND), how many live there; by the population alone, so for all to see.
    """

    cell: Ints
    band: Ints
    people: npt.NDArray[np.float64]

    @property
    def is_home(self) -> npt.NDArray[np.bool_]:
        """Of each leaf and band whether anybody lives there."""
        return np.asarray(self.people > 0, dtype=np.bool_)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Placement:
    """Of each record what became of it, its leaf and its band; -1 where it is in no table.

    ``is_moved``: whether it is counted at the nearest home, since nobody lives where it points to, or
    nobody of its unit in its band. Printing it tells nothing.
    """

    fate: Ints
    leaf: Ints
    band: Ints
    is_moved: npt.NDArray[np.bool_]

    def __repr__(self) -> str:
        return "Placement(...)"


def band_names(bands_minutes: Sequence[float]) -> tuple[str, ...]:
    """The bands of minutes, each without those before it, then NO_WAY_BAND; a bound belongs to the band below it.

    >>> band_names([30.0, 60.0])
    ('within_30_min', '30_to_60_min', 'beyond_60_min', 'no_way')
    """
    first, last = bands_minutes[0], bands_minutes[-1]
    between = [f"{low:g}_to_{high:g}_min" for low, high in pairwise(bands_minutes)]
    return (f"within_{first:g}_min", *between, f"beyond_{last:g}_min", NO_WAY_BAND)


def band_of_minutes(minutes: npt.NDArray[np.float64], bands_minutes: Sequence[float]) -> Ints:
    """The number of the band of each time; inf has the last one, NO_WAY_BAND."""
    band = np.searchsorted(np.asarray(bands_minutes), minutes, side="left")
    return np.where(np.isfinite(minutes), band, len(bands_minutes) + 1).astype(np.int64)


def find_home_bands(ground: ReleaseGround, run: RunOnGround, units: UnitsOnGrid) -> HomeBands:
    """Where people live, by leaf and band. Raises ReleaseError if the tier's own table says otherwise."""
    cell = np.flatnonzero(ground.people.ravel() > 0)
    minutes = minutes_of_cells(ground, run, cell)
    people = ground.people.ravel()[cell]
    within = np.array([people[minutes <= band].sum() for band in ground.bands_minutes])
    check_agreement(ground, run.run, within)
    band = band_of_minutes(minutes, ground.bands_minutes)
    leaf = units.leaf.ravel()[cell]
    by_band = np.zeros((len(units.units.leaf_rows), len(ground.bands_minutes) + 2))
    np.add.at(by_band, (leaf[leaf >= 0], band[leaf >= 0]), people[leaf >= 0])
    return HomeBands(cell=cell, band=band, people=by_band)


def minutes_of_cells(ground: ReleaseGround, run: RunOnGround, cell: Ints) -> npt.NDArray[np.float64]:
    """The minutes of whoever lives in each of these distinct cells, inf without an answer.

    As for all people of a study: a cell on a barrier or without land data takes the answer of the nearest
    passable one, and nobody inside a hazard has one.
    """
    lives = np.zeros(ground.grid.cell_count)
    lives[cell] = 1.0
    demand = adopt_people(lives.reshape(ground.grid.shape), run.land, within_m=ground.adopt_within_m)
    minutes = np.full(ground.grid.cell_count, np.inf)
    is_answered = demand.answer_cell >= 0
    minutes[demand.home_cell[is_answered]] = run.minutes.ravel()[demand.answer_cell[is_answered]]
    if run.is_inside_hazard is not None:
        minutes[run.is_inside_hazard.ravel()] = np.inf
    return minutes[cell]


def place_records(  # noqa: PLR0913 - who is placed, on what
    records: Sequence[SurvivorRecord],
    ground: ReleaseGround,
    run: RunOnGround,
    units: UnitsOnGrid,
    homes: HomeBands,
    *,
    has_place_unknown: bool,
) -> Placement:
    """The leaf and the band of each record.

    With ``has_place_unknown`` who is known by area alone is counted in PLACE_UNKNOWN_BAND, the last one. Whoever
    would be alone for all to see, because by the population nobody of the unit lives in the band, is
    counted at the nearest home of the unit, or of any where the unit has none, within NEAREST_HOME_M.
    """
    count = len(records)
    fate = np.full(count, PLACED, dtype=np.int64)
    leaf, band = np.full(count, -1, dtype=np.int64), np.full(count, -1, dtype=np.int64)
    by_area = np.array([record.lon is None for record in records], dtype=np.bool_)
    fate[by_area] = BY_AREA_ALONE
    if has_place_unknown and units.leaf_of_area is not None:
        row_of_id = {identity: row for row, identity in enumerate((*ground.area_ids, OUTSIDE_ID))}
        for place in np.flatnonzero(by_area).tolist():
            row = row_of_id.get(records[place].area_id or "", -1)
            leaf[place] = units.leaf_of_area[row] if row >= 0 else -1
            fate[place] = PLACED if leaf[place] >= 0 else AREA_NOT_THERE
            band[place] = len(ground.bands_minutes) + 2 if leaf[place] >= 0 else -1
    points = np.flatnonzero(~by_area)
    at = [records[place] for place in points.tolist()]
    lon = np.array([record.lon for record in at], dtype=np.float64)
    lat = np.array([record.lat for record in at], dtype=np.float64)
    cell = ground.grid.cell_at(*ground.grid.from_lon_lat(lon, lat))
    fate[points[cell < 0]] = OUTSIDE_GRID
    points, cell = points[cell >= 0], cell[cell >= 0]
    distinct, number = np.unique(cell, return_inverse=True)
    own_band = band_of_minutes(minutes_of_cells(ground, run, distinct)[number], ground.bands_minutes)
    own_leaf = units.leaf.ravel()[cell]
    is_moved = (own_leaf < 0) | ~homes.is_home[own_leaf, own_band]
    home = _nearest_homes(ground.grid, cell[is_moved], own_leaf[is_moved], homes, units.leaf.ravel())
    own_leaf[is_moved] = np.where(home >= 0, units.leaf.ravel()[homes.cell[home]], -1)
    own_band[is_moved] = np.where(home >= 0, homes.band[home], -1)
    fate[points[own_leaf < 0]] = FAR_FROM_HOMES
    leaf[points], band[points] = own_leaf, np.where(own_leaf < 0, -1, own_band)
    told = np.zeros(count, dtype=np.bool_)
    told[points] = is_moved & (own_leaf >= 0)
    return Placement(fate=fate, leaf=leaf, band=band, is_moved=told)


def _nearest_homes(grid: Grid, cell: Ints, leaf: Ints, homes: HomeBands, leaf_of_cell: Ints) -> Ints:
    """The populated cell nearest to each cell, in the same leaf if that has one; -1 beyond NEAREST_HOME_M."""
    found = np.full(len(cell), -1, dtype=np.int64)
    home_leaf = leaf_of_cell[homes.cell]
    for own in np.unique(leaf):
        there = np.flatnonzero(home_leaf == own if own >= 0 else home_leaf >= 0)
        asking = np.flatnonzero(leaf == own)
        if not len(there):
            continue
        away_m, place = cKDTree(grid.geocentric_m(homes.cell[there])).query(grid.geocentric_m(cell[asking]))
        found[asking] = np.where(away_m <= NEAREST_HOME_M, there[place], -1)
    return found
