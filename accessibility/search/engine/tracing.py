"""Tracing a way back through settled keys, compiled."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from accessibility.search.engine.compiling import compiled, lean
from accessibility.search.engine.steps import key_step, step_ticks
from accessibility.search.engine.ticks import UNREACHED, Keys
from accessibility.search.engine.ways import Arcs, Ways, doors_at


@compiled
def trace(
    ways: Ways,
    incoming: Arcs,
    keys: Keys,
    node: int,
    source_node: npt.NDArray[np.int64],
    source_key: Keys,
) -> npt.NDArray[np.int64]:
    """The nodes from one back to the source of its key, each time one from which a way leads to exactly that key.

    The last is -1 if there is none, which keys that fit the ways never lead to.
    """
    nodes = [np.int64(node)]
    while True:
        node = nodes[-1]
        key = keys[node]
        if is_source(source_node, source_key, node, key):
            return np.array(nodes)
        earlier = node_before(ways, incoming, keys, node, key)
        nodes.append(np.int64(earlier))
        if earlier < 0:
            return np.array(nodes)


@lean
def is_source(source_node: npt.NDArray[np.int64], source_key: Keys, node: int, key: np.uint64) -> bool:
    """Whether a source gives a node this key. ``source_node`` is sorted."""
    place = np.searchsorted(source_node, node)
    while place < len(source_node) and source_node[place] == node:
        if source_key[place] == key:
            return True
        place += 1
    return False


@lean
def node_before(ways: Ways, incoming: Arcs, keys: Keys, node: int, key: np.uint64) -> int:
    """A node from which a way leads to a node's key; -1 if there is none."""
    if node >= ways.cell_count:
        road_node = node - ways.cell_count
        for arc in range(incoming.arc_start[road_node], incoming.arc_start[road_node + 1]):
            other = incoming.arc_node[arc]
            if keys[other] != UNREACHED and keys[other] + incoming.arc_key[arc] == key:
                return other
        return -1
    row = node // ways.columns
    for move in range(ways.move_count):
        other = np.int64(np.uint64(node) - ways.move_offset[move])
        if not 0 <= other < ways.cell_count or not (np.int64(ways.open_moves[other]) >> move) & 1:
            continue
        if keys[other] < key:
            step = key_step(step_ticks(ways, np.uint64(other), move, row - ways.move_row[move]))
            if keys[other] + step == key:
                return other
    first, last = doors_at(incoming, row, node)
    for door in range(first, last):
        other = incoming.door_node[door]
        if keys[other] != UNREACHED and keys[other] + incoming.door_key[door] == key:
            return other
    return -1
