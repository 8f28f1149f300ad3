"""Least travel time from every place to its nearest centre, or from the centres to every place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from accessibility.search.engine import NO_CENTRE, Keys, seconds_and_rows
from accessibility.search.network import TravelNetwork, lay_network
from accessibility.search.rules import TravelRules
from accessibility.search.sources import Sources, check_sources
from accessibility.search.state import SearchState
from geo.grid import Grid
from geo.hazards import Hazards
from geo.land import Land
from geo.roads import RoadsOnGrid
from geo.units import minutes_from_seconds

OUTSIDE: Final = 0
REACHED: Final = 1
NO_WAY: Final = 2
INSIDE_HAZARD: Final = 3
BARRIER: Final = 4
NO_LAND_DATA: Final = 5
BEYOND_LIMIT: Final = 6


@dataclass(frozen=True, kw_only=True)
class TravelTime:
    """The answer for every cell of a grid; all arrays have its shape.

    ``seconds``: float64, whole multiples of 2**-20 s, inf where there is no answer. ``nearest``:
    int32, row of the centre, -1 where there is none; equal times go to the lowest row. ``status``:
    uint8, one of the constants of this module.
    """

    grid: Grid
    seconds: npt.NDArray[np.float64]
    nearest: npt.NDArray[np.int32]
    status: npt.NDArray[np.uint8]

    @cached_property
    def minutes(self) -> npt.NDArray[np.float64]:
        """Minutes, inf where there is no answer."""
        return minutes_from_seconds(self.seconds)


def travel_time(
    land: Land,
    roads: RoadsOnGrid,
    centre_cells: npt.NDArray[np.int64],
    *,
    centre_rows: npt.NDArray[np.int32],
    rules: TravelRules,
    hazards: Hazards | None = None,
) -> TravelTime:
    """Least time between every cell and its nearest centre over the surface and the roads together.

    ``centre_cells`` holds the cell of each centre, all passable, and ``centre_rows`` the row that
    ``nearest`` names it by. Without ``hazards`` nothing is blocked by them. For many searches over
    the same ground, lay the network once and use ``least_times``.
    """
    network = lay_network(land, roads, rules=rules, hazards=hazards)
    return least_times(network, Sources(cell=centre_cells, row=centre_rows))


def least_times(network: TravelNetwork, sources: Sources) -> TravelTime:
    """Least time between every cell and its nearest source. Without any source there is no way from anywhere.

    Raises InputError for a source outside the grid, on an impassable cell, or with an impossible
    row or start.
    """
    check_sources(network, sources)
    search = SearchState(network)
    search.offer(sources.cell, sources.keys)
    search.settle()
    return answer_of(network, search, is_over=True)


def answer_of(network: TravelNetwork, search: SearchState, *, is_over: bool = False) -> TravelTime:
    """The cells' answers of a settled search with their status; what has no minutes has no centre either.

    ``is_over``: the search is not needed any more, and its memory becomes the answer's.
    """
    grid, land, hazards = network.grid, network.land, network.hazards
    cells = slice(0, grid.cell_count)
    is_beyond = search.nodes_beyond()[cells].reshape(grid.shape) if search.is_beyond else None
    seconds, nearest = seconds_and_rows(search.keys[cells].reshape(grid.shape), in_place=is_over)
    status = np.where(nearest == NO_CENTRE, np.uint8(NO_WAY), np.uint8(REACHED))
    if is_beyond is not None:
        status[is_beyond] = BEYOND_LIMIT
    if hazards is not None:
        status[hazards.is_inside] = INSIDE_HAZARD
    status[~land.is_passable] = BARRIER
    status[~land.has_data] = NO_LAND_DATA
    is_unanswered = status != REACHED
    seconds[is_unanswered], nearest[is_unanswered] = np.inf, NO_CENTRE
    return TravelTime(grid=grid, seconds=seconds, nearest=nearest, status=status)


def minutes_of_keys(keys: Keys) -> npt.NDArray[np.float64]:
    """The minutes in keys of a search, inf where unreached; of any shape."""
    return minutes_from_seconds(seconds_and_rows(np.ascontiguousarray(keys))[0])


def answer_by_key(keys: Keys, *, in_seconds: bool = False) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int32]]:
    """The minutes (or seconds) in keys of a search, inf where unreached, and the rows of the centres, -1 there."""
    seconds, rows = seconds_and_rows(np.ascontiguousarray(keys))
    return (seconds if in_seconds else minutes_from_seconds(seconds)), rows
