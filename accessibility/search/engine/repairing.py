"""Repairing an answer after a change of the ways: which keys still hold, and what takes the place of the others.

A key holds if some way into its node leads to exactly that key. After Ramalingam and Reps (1996),
"An incremental algorithm for a generalization of the shortest-path problem": the nodes that the
change touches are looked at in the order of their keys; one that does not hold takes with it those
that rested on it alone. Since no arc is free, a node only ever rests on nodes of lesser keys, which
have been looked at before.
"""

from __future__ import annotations

import heapq
from typing import Final

import numpy as np
import numpy.typing as npt

from accessibility.search.engine.compiling import compiled, lean
from accessibility.search.engine.kernel import MARKED
from accessibility.search.engine.steps import key_step, step_ticks
from accessibility.search.engine.ticks import CLOSED, UNREACHED, Keys
from accessibility.search.engine.ways import Arcs, Ways, doors_at, tile_of

_WAITING: Final = np.uint8(4)  # on the list of nodes to be looked at
_FALLEN: Final = np.uint8(8)  # its key does not hold any more


@compiled
def repair(
    ways: Ways,
    incoming: Arcs,
    touched: npt.NDArray[np.int64],
    source_node: npt.NDArray[np.int64],
    source_key: Keys,
    keys: Keys,
    flags: npt.NDArray[np.uint8],
    tile_key: Keys,
    bound: np.uint64,
) -> tuple[int, bool]:
    """Take back the keys that no longer hold, and give and mark what the changed ways lead to.

    How many fell, and whether something was not given as it lies beyond the bound.

    ``touched``: every node into which some way has changed or whose source has. ``source_node`` is
    sorted. ``incoming``: the arcs turned round. What is marked is then settled as in any search.
    """
    todo = [(keys[touched[0]], touched[0])]
    todo.clear()
    fallen = [touched[0]]
    fallen.clear()
    for place in range(len(touched)):
        node = touched[place]
        if keys[node] != UNREACHED and not flags[node] & _WAITING:
            flags[node] |= _WAITING
            heapq.heappush(todo, (keys[node], node))
    while len(todo) > 0:
        key, node = heapq.heappop(todo)
        flags[node] &= ~_WAITING
        if flags[node] & _FALLEN or keys[node] != key:
            continue
        if _least_offer(ways, incoming, node, source_node, source_key, keys, flags) <= key:
            continue  # it holds, or falls further when its ways are given below
        flags[node] |= _FALLEN
        fallen.append(node)
        if node < ways.cell_count:
            row = node // ways.columns
            for move in range(ways.move_count):
                if (np.int64(ways.open_moves[node]) >> move) & 1:
                    other = np.int64(np.uint64(node) + ways.move_offset[move])
                    if key < keys[other] < UNREACHED:
                        step = key_step(step_ticks(ways, np.uint64(node), move, row))
                        _follow(other, key + step, keys, flags, todo)
            first, last = doors_at(ways.arcs, row, node)
            for door in range(first, last):
                _follow(ways.arcs.door_node[door], key + ways.arcs.door_key[door], keys, flags, todo)
        else:
            road_node = node - ways.cell_count
            for arc in range(ways.arcs.arc_start[road_node], ways.arcs.arc_start[road_node + 1]):
                _follow(ways.arcs.arc_node[arc], key + ways.arcs.arc_key[arc], keys, flags, todo)
    for node in fallen:
        keys[node] = UNREACHED
    is_beyond = False
    for place in range(len(touched)):
        is_beyond |= _give(ways, incoming, touched[place], source_node, source_key, keys, flags, tile_key, bound)
    for node in fallen:
        flags[node] &= ~_FALLEN
        is_beyond |= _give(ways, incoming, node, source_node, source_key, keys, flags, tile_key, bound)
    return len(fallen), is_beyond


@compiled
def _follow(other: int, key: np.uint64, keys: Keys, flags: npt.NDArray[np.uint8], todo: list[tuple[int, int]]) -> None:
    """Put a node on the list if its key rested on this way into it."""
    if key == keys[other] and not flags[other] & (_WAITING | _FALLEN):
        flags[other] |= _WAITING
        heapq.heappush(todo, (keys[other], other))


@compiled
def _give(
    ways: Ways,
    incoming: Arcs,
    node: int,
    source_node: npt.NDArray[np.int64],
    source_key: Keys,
    keys: Keys,
    flags: npt.NDArray[np.uint8],
    tile_key: Keys,
    bound: np.uint64,
) -> bool:
    """Give a node the least key that leads to it, if less than what it has, and mark it; whether it is beyond."""
    key = _least_offer(ways, incoming, node, source_node, source_key, keys, flags)
    if key >= keys[node]:
        return False
    if key > bound:
        return True
    keys[node] = key
    flags[node] |= MARKED
    tile = tile_of(ways, node)
    tile_key[tile] = min(tile_key[tile], key)
    return False


@lean
def _least_offer(
    ways: Ways,
    incoming: Arcs,
    node: int,
    source_node: npt.NDArray[np.int64],
    source_key: Keys,
    keys: Keys,
    flags: npt.NDArray[np.uint8],
) -> np.uint64:
    """The least key that a source or a way from a node that has not fallen leads to; UNREACHED if there is none."""
    least = UNREACHED
    place = np.searchsorted(source_node, node)
    while place < len(source_node) and source_node[place] == node:
        least = min(least, source_key[place])
        place += 1
    if node < ways.cell_count:
        row = node // ways.columns
        for move in range(ways.move_count):  # a move is open both ways or neither; the way back is its opposite
            other = np.int64(np.uint64(node) - ways.move_offset[move])
            if not 0 <= other < ways.cell_count or not (np.int64(ways.open_moves[other]) >> move) & 1:
                continue
            if keys[other] < least and not flags[other] & _FALLEN:
                step = key_step(step_ticks(ways, np.uint64(other), move, row - ways.move_row[move]))
                least = min(least, keys[other] + step)
        first, last = doors_at(incoming, row, node)
        for door in range(first, last):
            least = _less(least, keys, flags, incoming.door_node[door], incoming.door_key[door])
    else:
        road_node = node - ways.cell_count
        for arc in range(incoming.arc_start[road_node], incoming.arc_start[road_node + 1]):
            least = _less(least, keys, flags, incoming.arc_node[arc], incoming.arc_key[arc])
    return least


@lean
def _less(least: np.uint64, keys: Keys, flags: npt.NDArray[np.uint8], other: int, step: np.uint64) -> np.uint64:
    """The lesser of a key and of that by an arc from another node."""
    if keys[other] == UNREACHED or flags[other] & _FALLEN or step >= CLOSED:
        return least
    return min(least, keys[other] + step)
