"""The search for several nearest centres: as the kernel, but each node holds the least keys to different centres.

A node's keys are sorted and name different centres. A centre that is not among the nearest of a
node is not among those of any node whose way leads through it, so nothing is lost by letting it go.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from accessibility.search.engine.compiling import compiled, lean
from accessibility.search.engine.kernel import (
    BUCKETS,
    ENTRIES_PER_NODE,
    MARKED,
    gather_marked,
    least_tile,
    most_nodes_of,
)
from accessibility.search.engine.steps import key_step, step_ticks
from accessibility.search.engine.ticks import MAX_CENTRES, ROW_BITS, UNREACHED, Keys
from accessibility.search.engine.ways import Ways, doors_at, tile_of

_SHIFT: Final = np.uint64(ROW_BITS)
_ROW_MASK: Final = np.uint64(MAX_CENTRES)
_ONE: Final = np.uint64(1)


@compiled
def settle_nearest(
    ways: Ways,
    keys: Keys,
    key_marks: npt.NDArray[np.uint8],
    flags: npt.NDArray[np.uint8],
    tile_key: Keys,
    bound: np.uint64,
) -> None:
    """Expand marked keys until none is left. ``keys``: (nodes, k); bit i of ``key_marks`` marks a node's key i.

    The others are as for ``settle``. All but ``ways`` are changed in place.
    """
    count = keys.shape[1]
    words = flags.view(np.uint64)
    width = np.uint64(ways.bucket_bits) + _SHIFT
    horizon = np.uint64(BUCKETS) << width
    most_nodes = most_nodes_of(ways)
    most_entries = ENTRIES_PER_NODE * most_nodes
    first = np.zeros(BUCKETS, np.uint32)
    entry_node, entry_next = np.empty(most_entries + 1, np.uint32), np.empty(most_entries + 1, np.uint32)
    marked = np.empty(most_nodes, np.uint32)
    most_ways = ways.move_count + 2 * ways.arcs.most + 1
    way_node, way_step = np.empty(most_ways, np.int64), np.empty(most_ways, np.uint64)

    while True:
        tile = least_tile(tile_key)
        if tile < 0:
            return
        tile_key[tile] = UNREACHED
        marked_count, least = gather_marked(ways, flags, words, np.uint64(tile), marked), UNREACHED
        for place in range(marked_count):
            least = min(least, _least_marked(keys, key_marks, marked[place], UNREACHED)[0])
        start = (least >> _SHIFT) << _SHIFT
        end = start + horizon
        waiting = UNREACHED
        entries, last_bucket = 0, 0
        for place in range(marked_count):
            node = np.int64(marked[place])
            key = _least_marked(keys, key_marks, node, UNREACHED)[0]
            if key >= end:
                waiting = min(waiting, key)
                continue
            bucket = np.int64((key - start) >> width)
            entries += 1
            entry_node[entries], entry_next[entries] = node, first[bucket]
            first[bucket] = entries
            last_bucket = max(last_bucket, bucket)

        bucket_now = 0
        while bucket_now <= last_bucket:
            entry = np.int64(first[bucket_now])
            if entry == 0:
                bucket_now += 1
                continue
            first[bucket_now] = entry_next[entry]
            node = np.int64(entry_node[entry])
            now = start + (np.uint64(bucket_now + 1) << width)
            due = _least_marked(keys, key_marks, node, now)[1]
            if due == 0:
                continue
            key_marks[node] &= ~np.uint8(due)
            if key_marks[node] == 0:
                flags[node] &= ~MARKED
            else:  # a key that is marked for later: it may have had no place of its own in the buckets
                later = _least_marked(keys, key_marks, node, UNREACHED)[0]
                if later >= end or entries == most_entries:
                    waiting = min(waiting, later)
                else:
                    bucket = np.int64((later - start) >> width)
                    entries += 1
                    entry_node[entries], entry_next[entries] = node, first[bucket]
                    first[bucket] = entries
                    last_bucket = max(last_bucket, bucket)
            ways_out = _ways_out(ways, node, way_node, way_step)
            for way in range(ways_out):
                other = way_node[way]
                to_tile = tile_of(ways, other)
                for place in range(count):
                    if not (due >> place) & 1:
                        continue
                    key = keys[node, place] + way_step[way]
                    if key > bound or key >= keys[other, count - 1] or not _insert(keys, key_marks, other, key):
                        continue
                    flags[other] |= MARKED
                    if to_tile != tile:
                        tile_key[to_tile] = min(tile_key[to_tile], key)
                    elif key >= end or entries == most_entries:
                        waiting = min(waiting, key)
                    else:
                        bucket = np.int64((key - start) >> width)
                        entries += 1
                        entry_node[entries], entry_next[entries] = other, first[bucket]
                        first[bucket] = entries
                        last_bucket = max(last_bucket, bucket)
        tile_key[tile] = min(tile_key[tile], waiting)


@lean
def _least_marked(keys: Keys, key_marks: npt.NDArray[np.uint8], node: int, before: np.uint64) -> tuple[np.uint64, int]:
    """The least marked key of a node, and which marked ones are less than a key, as bits."""
    marks, due, least = np.int64(key_marks[node]), 0, UNREACHED
    for place in range(keys.shape[1]):
        if (marks >> place) & 1:
            least = min(least, keys[node, place])
            if keys[node, place] < before:
                due |= 1 << place
    return least, due


@lean
def _insert(keys: Keys, key_marks: npt.NDArray[np.uint8], node: int, key: np.uint64) -> bool:
    """Put a key among those of a node, in its order and marked, unless the node has a lesser one to that centre."""
    count = keys.shape[1]
    row = key & _ROW_MASK
    place = count - 1  # the one that makes room: that to the same centre, else the last
    for held in range(count):
        if keys[node, held] & _ROW_MASK == row and keys[node, held] != UNREACHED:
            place = held
            break
    if key >= keys[node, place]:
        return False
    marks = np.int64(key_marks[node])
    while place > 0 and key < keys[node, place - 1]:
        keys[node, place] = keys[node, place - 1]
        marks = (marks & ~(1 << place)) | (((marks >> (place - 1)) & 1) << place)
        place -= 1
    keys[node, place] = key
    key_marks[node] = np.uint8(marks | (1 << place))
    return True


@lean
def _ways_out(ways: Ways, node: int, way_node: npt.NDArray[np.int64], way_step: Keys) -> int:
    """Fill in where the ways of a node lead and what each adds to a key; how many there are."""
    count = 0
    if node >= ways.cell_count:
        road_node = node - ways.cell_count
        for arc in range(ways.arcs.arc_start[road_node], ways.arcs.arc_start[road_node + 1]):
            way_node[count], way_step[count] = ways.arcs.arc_node[arc], ways.arcs.arc_key[arc]
            count += 1
        return count
    row = node // ways.columns
    for move in range(ways.move_count):
        if (np.int64(ways.open_moves[node]) >> move) & 1:
            way_node[count] = np.int64(np.uint64(node) + ways.move_offset[move])
            way_step[count] = key_step(step_ticks(ways, np.uint64(node), move, row))
            count += 1
    first, last = doors_at(ways.arcs, row, node)
    for door in range(first, last):
        way_node[count], way_step[count] = ways.arcs.door_node[door], ways.arcs.door_key[door]
        count += 1
    return count
