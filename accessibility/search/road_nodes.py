"""Least times at the nodes of the roads, beside those of the cells: what a way costs from where a road is reached."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from accessibility.search.engine import key_steps, seconds_and_rows
from accessibility.search.least_time import TravelTime, answer_of
from accessibility.search.nearest import NearestCentres, nearest_keys, nearest_of_cells
from accessibility.search.network import TravelNetwork
from accessibility.search.sources import Sources, check_sources
from accessibility.search.state import SearchState

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class NearestAtNodes:
    """The nearest centres of every road node, reached or left on foot there, the nearest first; shapes (nodes, k).

    ``seconds``: float64, inf where no further centre is reached. ``centre``: int32, its row, -1 there.
    """

    seconds: Doubles
    centre: npt.NDArray[np.int32]


def least_times_with_nodes(network: TravelNetwork, sources: Sources) -> tuple[TravelTime, Doubles]:
    """What ``least_times`` gives, and the seconds at every node of the roads, shape (roads.node_count,).

    A traveller comes to the node on foot, or leaves it so, and boards or alights there if that is quicker; the wait
    is in it. inf where there is no way, or none within the limit. Raises InputError as ``least_times`` does.
    """
    check_sources(network, sources)
    search = SearchState(network)
    search.offer(sources.cell, sources.keys)
    search.settle()
    seconds, _ = seconds_and_rows(search.keys[nodes_on_foot(network)])
    return answer_of(network, search, is_over=True), seconds


def nearest_with_nodes(
    network: TravelNetwork, sources: Sources, *, count: int
) -> tuple[NearestCentres, NearestAtNodes]:
    """What ``nearest_centres`` gives, and the same at every node of the roads. Raises InputError as that does."""
    keys = nearest_keys(network, sources, count=count)
    seconds, centre = seconds_and_rows(np.ascontiguousarray(keys[nodes_on_foot(network)]))
    return nearest_of_cells(network, keys), NearestAtNodes(seconds=seconds, centre=centre)


def nodes_on_foot(network: TravelNetwork) -> npt.NDArray[np.int64]:
    """Where each node of the roads, on foot, stands among the nodes of the network's ways."""
    return np.asarray(network.grid.cell_count + network.nodes.place[: network.roads.node_count])


def whole_ticks(seconds: Doubles) -> Doubles:
    """The seconds that a search takes for arcs of these: whole ticks, at least one; inf stays."""
    ticks, _ = seconds_and_rows(key_steps(np.where(np.isinf(seconds), 0.0, seconds)))
    return np.where(np.isinf(seconds), np.inf, ticks)
