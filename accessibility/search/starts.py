"""A search that starts at nodes of any kind: cells, and road nodes on foot or in a vehicle."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from accessibility.search.engine import keys_of, seconds_and_rows
from accessibility.search.network import TravelNetwork
from accessibility.search.state import SearchState

Ints = npt.NDArray[np.int64]
Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Starts:
    """Where a search starts, each after some seconds; three pairs of arrays of one length.

    ``cell``: passable cells. ``on_foot``, ``riding``: nodes of the roads, numbered as in RoadsOnGrid, at which
    the way begins on foot or in a vehicle. Seconds are finite, 0 or more; a node may stand in it more than once.
    """

    cell: Ints
    cell_s: Doubles
    on_foot: Ints
    on_foot_s: Doubles
    riding: Ints
    riding_s: Doubles


def least_seconds(network: TravelNetwork, starts: Starts) -> Doubles:
    """Seconds between each cell and the nearest of the starts, in the network's direction; shape of the grid.

    inf where there is no way within the rules' limit. Impassable cells and those inside hazards are reached by
    no way. Raises InputError for seconds that are negative, not finite, or longer than a search can tell.
    """
    cell_count, node_count = network.grid.cell_count, network.roads.node_count
    place = network.nodes.place
    search = SearchState(network)
    for nodes, seconds in (
        (starts.cell, starts.cell_s),
        (cell_count + place[:node_count][starts.on_foot], starts.on_foot_s),
        (cell_count + place[node_count:][starts.riding], starts.riding_s),
    ):
        search.offer(nodes, keys_of(seconds, np.zeros(len(nodes), np.int64)))
    search.settle()
    cells = search.keys[:cell_count].reshape(network.grid.shape)
    return seconds_and_rows(np.ascontiguousarray(cells))[0]
