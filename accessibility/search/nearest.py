"""The several nearest centres of every place, in one search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from accessibility.search.engine import NO_CENTRE, UNREACHED, Keys, seconds_and_rows, settle_nearest
from accessibility.search.network import TravelNetwork
from accessibility.search.sources import Sources, check_sources
from accessibility.search.state import SearchState
from geo.errors import InputError
from geo.grid import Grid

MOST_NEAREST: Final = 5


@dataclass(frozen=True, kw_only=True)
class NearestCentres:
    """The nearest centres of every cell, the nearest first. Shapes: (k, rows, columns).

    ``seconds``: float64, inf where no further centre is reached. ``centre``: int32, its row, -1
    there. The centres of a cell differ; equal times stand in the order of the rows.
    """

    grid: Grid
    seconds: npt.NDArray[np.float64]
    centre: npt.NDArray[np.int32]


def nearest_centres(network: TravelNetwork, sources: Sources, *, count: int) -> NearestCentres:
    """The ``count`` nearest centres of every cell, at most 5.

    Each time is to the bit that of a search for that centre alone; sources that share a row are one
    centre. Raises InputError as ``least_times`` does, and for a count that is not 1 to 5.
    """
    return nearest_of_cells(network, nearest_keys(network, sources, count=count))


def nearest_of_cells(network: TravelNetwork, keys: Keys) -> NearestCentres:
    """What keys of ``nearest_keys`` say of the cells."""
    grid, count = network.grid, keys.shape[1]
    cells = np.ascontiguousarray(keys[: grid.cell_count].T).reshape(count, *grid.shape)
    seconds, centre = seconds_and_rows(cells)
    is_unanswered = ~network.land.is_passable
    if network.hazards is not None:
        is_unanswered = is_unanswered | network.hazards.is_inside
    seconds[:, is_unanswered], centre[:, is_unanswered] = np.inf, NO_CENTRE
    return NearestCentres(grid=grid, seconds=seconds, centre=centre)


def nearest_keys(network: TravelNetwork, sources: Sources, *, count: int) -> Keys:
    """The keys of the nearest centres of every node of the network, cells first; shape (nodes, count)."""
    if not 1 <= count <= MOST_NEAREST:
        raise InputError(f"{count} nearest centres are asked for; a search gives 1 to {MOST_NEAREST}")
    check_sources(network, sources)
    least = SearchState(network)
    keys = np.full((len(least.keys), count), UNREACHED)
    key_marks = np.zeros(len(least.keys), np.uint8)
    for place in np.argsort(sources.keys, kind="stable"):
        node, key = int(sources.cell[place]), sources.keys[place]
        rows = seconds_and_rows(keys[node])[1]
        free = np.flatnonzero(keys[node] == UNREACHED)
        if key <= least.bound and len(free) and seconds_and_rows(np.array([key]))[1][0] not in rows:
            keys[node, free[0]] = key
            key_marks[node] |= np.uint8(1 << int(free[0]))
    least.offer(sources.cell, sources.keys)
    settle_nearest(network.ways, keys, key_marks, least.flags, least.tile_key, least.bound)
    return keys
