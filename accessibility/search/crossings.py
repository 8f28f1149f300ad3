"""Which clusters of hazard areas lie across the way that people would take if there were none."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from accessibility.search.arcs import turned_round
from accessibility.search.engine import UNREACHED, trace
from accessibility.search.network import TravelNetwork
from accessibility.search.releases import HeldWays, held_ways
from accessibility.search.sources import Sources
from accessibility.search.state import SearchState
from geo.land import MOVE_COLUMNS, MOVE_ROWS

Ints = npt.NDArray[np.int64]


def clusters_across(network: TravelNetwork, sources: Sources, cells: Ints) -> list[frozenset[int]]:
    """For each cell the clusters that block its least-time way without hazards; none where there is no such way.

    Releasing them all gives the cell that way. ``network`` is the one with hazards.
    """
    free = network.with_hazards(None)
    state = SearchState(free)
    state.offer(sources.cell, sources.keys)
    state.settle()
    incoming = turned_round(free.ways)
    order = np.argsort(sources.cell, kind="stable")
    source_cell, source_keys = np.asarray(sources.cell, np.int64)[order], sources.keys[order]
    held = held_ways(network)
    found = []
    for cell in cells.tolist():
        if state.keys[cell] == UNREACHED:
            found.append(frozenset[int]())
            continue
        nodes = trace(free.ways, incoming, state.keys, cell, source_cell, source_keys)
        found.append(_across_moves(network, held, nodes) | _across_arcs(network, held, nodes))
    return found


def _across_moves(network: TravelNetwork, held: HeldWays, nodes: Ints) -> frozenset[int]:
    """The clusters that block a move of a way between cells."""
    ways = network.ways
    is_move = (nodes[:-1] < ways.cell_count) & (nodes[1:] < ways.cell_count)
    here, there = nodes[:-1][is_move], nodes[1:][is_move]
    first = np.searchsorted(held.cell, here)
    is_near = (first < len(held.cell)) & (held.cell[np.minimum(first, len(held.cell) - 1)] == here)
    clusters: set[int] = set()
    for start, cell, other in zip(first[is_near], here[is_near], there[is_near], strict=True):
        (row, column), (to_row, to_column) = divmod(cell, ways.columns), divmod(other, ways.columns)
        moves = (MOVE_ROWS[: ways.move_count] == to_row - row) & (MOVE_COLUMNS[: ways.move_count] == to_column - column)
        move, entry = int(np.flatnonzero(moves)[0]), int(start)
        while entry < len(held.cell) and held.cell[entry] == cell:
            if int(held.cell_mask[entry]) >> move & 1:
                clusters.add(int(held.cell_cluster[entry]))
            entry += 1
    return frozenset(clusters)


def _across_arcs(network: TravelNetwork, held: HeldWays, nodes: Ints) -> frozenset[int]:
    """The clusters that close an arc of a way onto, along or off a road."""
    is_arc = (nodes[:-1] >= network.ways.cell_count) | (nodes[1:] >= network.ways.cell_count)
    pairs = np.stack([nodes[1:][is_arc], nodes[:-1][is_arc]], axis=1)  # the way was searched from its other end
    if not len(pairs) or not len(held.cluster_arc):
        return frozenset()
    node_count = network.ways.cell_count + len(network.ways.node_tile)
    closed = held.tail[held.cluster_arc] * node_count + held.head[held.cluster_arc]
    order = np.argsort(closed, kind="stable")
    wanted = pairs[:, 0] * node_count + pairs[:, 1]
    first, last = (np.searchsorted(closed[order], wanted, side=side) for side in ("left", "right"))
    cluster = np.repeat(np.arange(len(held.arc_start) - 1), np.diff(held.arc_start))[order]
    return frozenset(int(cluster[entry]) for start, end in zip(first, last, strict=True) for entry in range(start, end))
