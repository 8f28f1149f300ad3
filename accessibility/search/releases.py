"""What releasing hazard areas opens: tried on a settled answer, one release at a time, and taken back or kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from accessibility.search.arcs import arc_places
from accessibility.search.engine import TILE_BITS, Keys, open_moves_without, open_up
from accessibility.search.graph import arcs_held, build_graph
from accessibility.search.network import TravelNetwork, moves_kept
from accessibility.search.sources import Sources, check_sources
from accessibility.search.state import SearchState
from geo.units import seconds_from_minutes

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What a release makes quicker: cells, their keys before and after, and everything that it rests on or touches.

    ``tiles``: numbers of the tiles in which a node became quicker or a way opened. Two releases
    without a common tile do not change one another's gain.
    """

    cell: Ints
    before: Keys
    after: Keys
    tiles: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldWays:
    """What each cluster closes, and what it is without. Never changed.

    Moves: ``cell``, ``cell_cluster``, ``cell_mask``, one entry for each cell and cluster, sorted by cell;
    the cells of cluster i are ``cluster_cell[cell_start[i]:cell_start[i + 1]]``. Arcs of the road
    graph: those of cluster i are ``cluster_arc[arc_start[i]:arc_start[i + 1]]``; of each arc
    ``times_held`` how many clusters close it, ``place`` where it is among the arcs, or if ``is_door``
    the doors, of the ways, ``tail`` and ``head`` the nodes. By place, the keys without hazards.
    """

    cell: Ints
    cell_cluster: Ints
    cell_mask: npt.NDArray[Any]
    cell_start: Ints
    cluster_cell: Ints
    arc_start: Ints
    cluster_arc: Ints
    times_held: Ints
    place: Ints
    tail: Ints
    head: Ints
    is_door: npt.NDArray[np.bool_]
    free_arc_key: Keys
    free_door_key: Keys


class ReleaseTrials:
    """A settled answer with hazards, in which clusters of areas are released.

    After each release that is kept it equals a search from nothing without those clusters, to the last
    bit. Not for two threads at once; ``copy`` gives one of its own.
    """

    def __init__(self, network: TravelNetwork, sources: Sources) -> None:
        check_sources(network, sources)
        if network.hazards is None:
            raise AssertionError("without hazards there is nothing to release")
        self.network = network
        self.is_released = np.zeros(len(network.hazards.shapes), np.bool_)
        state = SearchState(network)
        state.offer(sources.cell, sources.keys)
        state.settle()
        self.keys, self._bound = state.keys, state.bound
        self._is_noted = np.zeros(len(self.keys), np.bool_)
        self._held = held_ways(network)
        self._times_held = self._held.times_held.copy()
        self._ways = _own_ways(network.ways)

    def copy(self) -> ReleaseTrials:
        """The same answer, to be changed by itself."""
        other = ReleaseTrials.__new__(ReleaseTrials)
        other.network, other._held, other._bound = self.network, self._held, self._bound  # noqa: SLF001
        other.is_released, other.keys = self.is_released.copy(), self.keys.copy()
        other._is_noted = np.zeros_like(self._is_noted)  # noqa: SLF001
        other._times_held, other._ways = self._times_held.copy(), _own_ways(self._ways)  # noqa: SLF001
        return other

    def release(self, clusters: Iterable[int], *, is_kept: bool = False) -> Opened:
        """What becomes quicker if these clusters are released too; they stay so only if ``is_kept``."""
        chosen = np.array(sorted(set(clusters)), np.int64)
        chosen = chosen[~self.is_released[chosen]]
        held, arcs = self._held, self._ways.arcs
        is_open = self.is_released.copy()
        is_open[chosen] = True
        cell = np.unique(_items(held.cell_start, held.cluster_cell, chosen))
        moves = open_moves_without(
            cell,
            self.network.land_moves[cell],
            np.searchsorted(held.cell, cell),
            np.searchsorted(held.cell, cell, side="right"),
            held.cell_cluster,
            held.cell_mask,
            is_open,
        )
        pairs = _items(held.arc_start, held.cluster_arc, chosen)
        np.subtract.at(self._times_held, pairs, 1)
        opened = np.unique(pairs)
        opened = opened[self._times_held[opened] == 0]
        arc, door = opened[~held.is_door[opened]], held.place[opened[held.is_door[opened]]]
        arc, tail = held.place[arc], held.tail[arc]
        cell_before = self._ways.open_moves[cell]
        arc_before, door_before = arcs.arc_key[arc], arcs.door_key[door]
        node, before = open_up(
            self._ways,
            cell,
            moves,
            arc,
            tail,
            held.free_arc_key[arc],
            door,
            held.free_door_key[door],
            self.keys,
            self._is_noted,
            self._bound,
        )
        after = self.keys[node]
        if is_kept:
            self.is_released = is_open
        else:
            self.keys[node] = before
            self._ways.open_moves[cell] = cell_before
            arcs.arc_key[arc], arcs.door_key[door] = arc_before, door_before
            np.add.at(self._times_held, pairs, 1)
        is_cell = node < self._ways.cell_count
        heads = np.concatenate([node, cell, tail, arcs.arc_node[arc], arcs.door_cell[door], arcs.door_node[door]])
        return Opened(cell=node[is_cell], before=before[is_cell], after=after[is_cell], tiles=self.tiles_of(heads))

    def tiles_of(self, nodes: Ints) -> frozenset[int]:
        """The tiles that nodes lie in."""
        ways = self._ways
        across = -(-ways.columns >> TILE_BITS)
        is_cell = nodes < ways.cell_count
        row, column = np.divmod(nodes[is_cell], ways.columns)
        of_cells = np.unique((row >> TILE_BITS) * across + (column >> TILE_BITS))
        of_roads = np.unique(ways.node_tile[nodes[~is_cell] - ways.cell_count])
        return frozenset(of_cells.tolist()) | frozenset(of_roads.tolist())


def _own_ways(ways: Any) -> Any:
    """The same ways, of which what hazards close can be changed."""
    arcs = ways.arcs._replace(arc_key=ways.arcs.arc_key.copy(), door_key=ways.arcs.door_key.copy())
    return ways._replace(open_moves=ways.open_moves.copy(), arcs=arcs)


def _items(start: Ints, item: Ints, chosen: Ints) -> Ints:
    """The items of some clusters."""
    if not len(chosen):
        return np.empty(0, np.int64)
    return np.concatenate([item[start[cluster] : start[cluster + 1]] for cluster in chosen])


def ordered_nodes(node: Ints, network: TravelNetwork) -> Ints:
    """Nodes of the road graph as the ways number them."""
    cells = network.ways.cell_count
    is_road = node >= cells
    ordered = node.copy()
    ordered[is_road] = cells + network.nodes.place[node[is_road] - cells]
    return ordered


def held_ways(network: TravelNetwork) -> HeldWays:
    """What each cluster of the network's hazards closes."""
    hazards, ways = network.hazards, network.ways
    assert hazards is not None  # noqa: S101 - checked by the caller
    moves = hazards.moves
    cluster = np.repeat(np.arange(len(moves.start) - 1), np.diff(moves.start))
    order = np.argsort(moves.cell, kind="stable")
    graph = build_graph(
        network.roads,
        cell_count=ways.cell_count,
        hazards=None,
        boarding_wait_s=seconds_from_minutes(network.rules.boarding_wait_minutes),
        is_towards=network.rules.direction == "to",
    )
    arc_cluster, arc = arcs_held(network.roads, hazards)
    by_cluster = np.lexsort((arc, arc_cluster))
    tail, head = (ordered_nodes(end, network) for end in (graph.tail, graph.head))
    free = network.with_hazards(None).ways.arcs
    return HeldWays(
        cell=moves.cell[order],
        cell_cluster=cluster[order],
        cell_mask=moves_kept(moves.mask, network.rules.neighbours)[order],
        cell_start=moves.start,
        cluster_cell=moves.cell,
        arc_start=np.searchsorted(arc_cluster[by_cluster], np.arange(len(moves.start))).astype(np.int64),
        cluster_arc=arc[by_cluster],
        times_held=np.bincount(arc, minlength=len(tail)).astype(np.int64),
        place=arc_places(graph, network.nodes, grid=network.grid),
        tail=tail,
        head=head,
        is_door=graph.tail < ways.cell_count,
        free_arc_key=free.arc_key,
        free_door_key=free.door_key,
    )
