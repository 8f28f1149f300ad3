"""Opening closed ways in a settled answer: only what becomes quicker is searched, and it can all be taken back."""

from __future__ import annotations

import heapq
from typing import Any

import numpy as np
import numpy.typing as npt

from accessibility.search.engine.compiling import compiled
from accessibility.search.engine.steps import key_step, step_ticks
from accessibility.search.engine.ticks import CLOSED, Keys
from accessibility.search.engine.ways import Ways, doors_at


@compiled
def open_up(
    ways: Ways,
    cell: npt.NDArray[np.int64],
    cell_moves: npt.NDArray[Any],
    arc: npt.NDArray[np.int64],
    arc_tail: npt.NDArray[np.int64],
    arc_key: Keys,
    door: npt.NDArray[np.int64],
    door_key: Keys,
    keys: Keys,
    is_noted: npt.NDArray[np.bool_],
    bound: np.uint64,
) -> tuple[npt.NDArray[np.int64], Keys]:
    """Open ways in place and let the keys fall to what they then are; the nodes that fell, and their keys before.

    ``cell``, ``cell_moves``: cells and all their open moves afterwards. ``arc`` (with the node it
    begins at), ``door``: places among the ways' arcs and doors, and what they then add to a key.
    ``is_noted``: by node, nothing before and after.
    """
    todo = [(keys[0], np.int64(0))]
    todo.clear()
    noted = [np.int64(0)]
    noted.clear()
    before = [keys[0]]
    before.clear()
    opened = np.empty(len(cell), np.int64)
    for place in range(len(cell)):
        opened[place] = np.int64(cell_moves[place]) & ~np.int64(ways.open_moves[cell[place]])
        ways.open_moves[cell[place]] = cell_moves[place]
    for place in range(len(arc)):
        ways.arcs.arc_key[arc[place]] = arc_key[place]
    for place in range(len(door)):
        ways.arcs.door_key[door[place]] = door_key[place]
    for place in range(len(cell)):
        node = cell[place]
        if keys[node] <= bound:
            row = node // ways.columns
            for move in range(ways.move_count):
                if (opened[place] >> move) & 1:
                    step = key_step(step_ticks(ways, np.uint64(node), move, row))
                    other = np.int64(np.uint64(node) + ways.move_offset[move])
                    _offer(other, keys[node] + step, keys, bound, is_noted, noted, before, todo)
    for place in range(len(arc)):
        tail = arc_tail[place]
        if keys[tail] <= bound and arc_key[place] < CLOSED:
            _offer(
                ways.arcs.arc_node[arc[place]], keys[tail] + arc_key[place], keys, bound, is_noted, noted, before, todo
            )
    for place in range(len(door)):
        tail = ways.arcs.door_cell[door[place]]
        if keys[tail] <= bound and door_key[place] < CLOSED:
            head = ways.arcs.door_node[door[place]]
            _offer(head, keys[tail] + door_key[place], keys, bound, is_noted, noted, before, todo)
    while len(todo) > 0:
        key, node = heapq.heappop(todo)
        if key != keys[node]:
            continue
        if node < ways.cell_count:
            row = node // ways.columns
            for move in range(ways.move_count):
                if (np.int64(ways.open_moves[node]) >> move) & 1:
                    other = np.int64(np.uint64(node) + ways.move_offset[move])
                    if keys[other] > key:
                        step = key_step(step_ticks(ways, np.uint64(node), move, row))
                        _offer(other, key + step, keys, bound, is_noted, noted, before, todo)
            first, last = doors_at(ways.arcs, row, node)
            for place in range(first, last):
                if ways.arcs.door_key[place] < CLOSED:
                    head = ways.arcs.door_node[place]
                    _offer(head, key + ways.arcs.door_key[place], keys, bound, is_noted, noted, before, todo)
        else:
            road_node = node - ways.cell_count
            for place in range(ways.arcs.arc_start[road_node], ways.arcs.arc_start[road_node + 1]):
                if ways.arcs.arc_key[place] < CLOSED:
                    head = ways.arcs.arc_node[place]
                    _offer(head, key + ways.arcs.arc_key[place], keys, bound, is_noted, noted, before, todo)
    nodes, old = np.empty(len(noted), np.int64), np.empty(len(noted), np.uint64)
    for place in range(len(noted)):
        nodes[place], old[place] = noted[place], before[place]
        is_noted[nodes[place]] = False
    return nodes, old


@compiled
def _offer(
    node: int,
    key: np.uint64,
    keys: Keys,
    bound: np.uint64,
    is_noted: npt.NDArray[np.bool_],
    noted: Any,
    before: Any,
    todo: Any,
) -> None:
    """Give a node a key if it is less than what it has and within the bound; what it had first is noted."""
    if key >= keys[node] or key > bound:
        return
    if not is_noted[node]:
        is_noted[node] = True
        noted.append(np.int64(node))
        before.append(keys[node])
    keys[node] = key
    heapq.heappush(todo, (key, np.int64(node)))


@compiled
def open_moves_without(
    cell: npt.NDArray[np.int64],
    land_moves: npt.NDArray[Any],
    first_entry: npt.NDArray[np.int64],
    end_entry: npt.NDArray[np.int64],
    entry_cluster: npt.NDArray[np.int64],
    entry_mask: npt.NDArray[Any],
    is_open: npt.NDArray[np.bool_],
) -> npt.NDArray[Any]:
    """The open moves of some cells, by what the clusters that are not open block there.

    ``first_entry``, ``end_entry``: where each cell's entries are in ``entry_cluster`` and ``entry_mask``.
    ``is_open``: by cluster. ``land_moves``: those cells' moves without any hazard.
    """
    moves = land_moves.copy()
    for place in range(len(cell)):
        for entry in range(first_entry[place], end_entry[place]):
            if not is_open[entry_cluster[entry]]:
                moves[place] &= ~entry_mask[entry]
    return moves
