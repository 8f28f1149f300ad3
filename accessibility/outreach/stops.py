"""Stops: the places on roads from which most people beyond reach are within a walk or ride of the team."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from accessibility.need import Demand
from accessibility.outreach.drives import NEAR_ROAD_M
from accessibility.search import TravelNetwork, places_reached
from geo.grid import Grid
from geo.land import metric_points
from geo.layers import Places
from geo.progress import Progress, silent

Doubles = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]

_MOST_NAMED: Final = 120  # of named places, and so many in all, are searched from
_MOST_CANDIDATES: Final = 200
_BLOCK_M: Final = 2000.0  # of the cells in a square of about this side one is a candidate
_AROUND_M: Final = 5000.0  # a named place with nobody beyond reach this near is no candidate


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Where a team could stop: cells, each once, and what they are called, "" where they have no name."""

    cell: Whole
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stops:
    """The chosen stops in their order, and who comes to which.

    ``cell``: int64 (stops,). ``home``: int64, the homes within the minutes of a stop, rising, each once;
    ``stop``: int64, the stop that each is nearest to, of several as near the first.
    """

    cell: Whole
    names: tuple[str, ...]
    home: Whole
    stop: Whole


def stop_candidates(
    grid: Grid, places: Places | None, road_cells: Whole, demand: Demand, people: Doubles
) -> Candidates:
    """Named places on the roads, and where there is none near, of each block of cells that on a road with most people.

    ``road_cells``: where a vehicle of the team gets to; a named place stands for the nearest of these within
    ``NEAR_ROAD_M``, and for all within ``_BLOCK_M`` of these. ``people``: float64 (homes,), who is to be reached, 0
    for everyone else. Those with most people around come first.
    """
    is_asked = people > 0
    if not len(road_cells) or not is_asked.any():
        return Candidates(cell=np.empty(0, np.int64), names=())
    names: dict[int, str] = {}
    home_xyz, road_xyz = _points(grid, demand.home_cell[is_asked]), _points(grid, road_cells)
    asked, tree = people[is_asked], cKDTree(home_xyz)
    if places is not None and len(places.names):
        away_m, row = cKDTree(road_xyz).query(metric_points(grid, *places.xy.T))
        around = np.array([asked[near].sum() for near in tree.query_ball_point(road_xyz[row], _AROUND_M)])
        for place in np.lexsort((np.arange(len(row)), -around)):
            if away_m[place] <= NEAR_ROAD_M and around[place] > 0 and len(names) < _MOST_NAMED:
                names.setdefault(int(road_cells[row[place]]), places.names[place])
    on_road = np.zeros(grid.cell_count)
    on_road[demand.home_cell] = people
    block = _blocks(grid, road_cells)
    around = np.array([asked[near].sum() for near in tree.query_ball_point(road_xyz, _BLOCK_M / 2)])
    order = np.lexsort((road_cells, -on_road[road_cells], -around))
    if names:
        near_m, _ = cKDTree(_points(grid, np.array(list(names), np.int64))).query(road_xyz[order])
        order = order[near_m > _BLOCK_M]
    _, first = np.unique(block[order], return_index=True)
    for row in order[np.sort(first)].tolist():
        if len(names) < _MOST_CANDIDATES and around[row] > 0:
            names.setdefault(int(road_cells[row]), "")
    return Candidates(cell=np.array(list(names), np.int64), names=tuple(names.values()))


def choose_stops(  # noqa: PLR0913 - whose ways, how far, and who is told
    network: TravelNetwork,
    candidates: Candidates,
    demand: Demand,
    people: Doubles,
    *,
    within_minutes: float,
    most_stops: int,
    least_people: float = 0.0,
    progress: Progress = silent,
) -> Stops:
    """Stop after stop the candidate with most people within reach of it whom no stop reaches yet.

    The greedy way to the most people covered, at least 1 - 1/e of what as many stops can (Nemhauser, Wolsey and
    Fisher 1978, doi:10.1007/BF01588971). ``people``: float64 (homes,), 0 for whoever is not asked, such as those
    inside hazards. ``within_minutes``: inclusive, in the direction of the network and over its hazards. It ends with
    ``most_stops``, or where no candidate reaches as many as ``least_people`` more.
    """
    count = len(candidates.cell)
    reached: list[tuple[Whole, Doubles]] = []
    asking = np.where(people > 0, demand.answer_cell, -1)
    found = places_reached(network, candidates.cell, asking, within_minutes=within_minutes) if count else ()
    for number, pair in enumerate(found, start=1):
        reached.append(pair)
        progress("searching from possible stops of the mobile team", number / count)
    is_left = people > 0
    chosen: list[int] = []
    gains = np.array([people[home].sum() for home, _ in reached])
    while len(chosen) < most_stops and count:
        best = int(np.argmax(gains))
        if gains[best] <= 0 or gains[best] < least_people:
            break
        chosen.append(best)
        is_left[reached[best][0]] = False
        gains = np.array([people[home[is_left[home]]].sum() for home, _ in reached])
    least, nearest = np.full(len(people), np.inf), np.full(len(people), -1, np.int64)
    for stop, candidate in enumerate(chosen):
        home, minutes = reached[candidate]
        is_nearer = minutes < least[home]
        least[home[is_nearer]], nearest[home[is_nearer]] = minutes[is_nearer], stop
    home = np.flatnonzero(nearest >= 0)
    return Stops(
        cell=candidates.cell[chosen],
        names=tuple(candidates.names[each] for each in chosen),
        home=home,
        stop=nearest[home],
    )


def _points(grid: Grid, cell: Whole) -> Doubles:
    row, column = np.divmod(cell, grid.shape[1])
    return metric_points(grid, grid.centre_x[column], grid.centre_y[row])


def _blocks(grid: Grid, cell: Whole) -> Whole:
    """The number of the block of cells that each cell is in."""
    row, column = np.divmod(cell, grid.shape[1])
    width_m, height_m = (float(np.nanmin(sizes)) for sizes in grid.cell_size_m)
    down, right = (max(1, int(_BLOCK_M / size_m)) for size_m in (height_m, width_m))
    return np.asarray((row // down) * grid.shape[1] + column // right)
