"""The search itself: keys settle tile by tile, within a tile bucket by bucket, until no way is shorter.

Nothing here decides in what order ways must be found: a node whose key has fallen is marked, and
marked nodes are expanded until none is left. As keys are whole numbers, the end is the same in any
order. The order only saves work: always the tile that holds the least marked key, its nodes by
buckets of time, and no farther ahead than a horizon, while its keys lie in the cache.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from accessibility.search.engine.bits import lowest_bit
from accessibility.search.engine.compiling import compiled
from accessibility.search.engine.steps import key_step, step_ticks
from accessibility.search.engine.ticks import CLOSED, LONGEST_STEP_TICKS, ROW_BITS, UNREACHED, Keys
from accessibility.search.engine.ways import PLAIN_NEIGHBOURS, TILE_BITS, Ways, doors_at

MARKED: Final = np.uint8(1)  # the node's key has fallen since it was last expanded
HAS_DOOR: Final = np.uint8(2)  # the cell has arcs to the roads
BUCKETS: Final = 1024  # how many of them lie before the horizon
ENTRIES_PER_NODE: Final = 4  # of a tile, in its buckets; what finds no place there waits for the tile's next turn

_TILE: Final = 1 << TILE_BITS
_ZERO: Final = np.uint64(0)
_ONE: Final = np.uint64(1)
_TILE_BITS: Final = np.uint64(TILE_BITS)
_SHIFT: Final = np.uint64(ROW_BITS)
_LONGEST_STEP: Final = float(LONGEST_STEP_TICKS)
_ANY_MARKED: Final = np.uint64(0x0101010101010101)  # in eight flags read as one word


@compiled
def gather_marked(
    ways: Ways,
    flags: npt.NDArray[np.uint8],
    words: npt.NDArray[np.uint64],
    tile: np.uint64,
    marked: npt.NDArray[np.uint32],
) -> int:
    """Fill ``marked`` with the marked nodes of a tile; how many there are. ``words``: the flags, eight in one."""
    across = np.uint64((ways.columns + _TILE - 1) >> TILE_BITS)
    top, left = np.int64(tile // across) << TILE_BITS, np.int64(tile % across) << TILE_BITS
    right = min(ways.columns, left + _TILE)
    count = 0
    rows = min(ways.rows, top + _TILE) - top
    for line in range(rows + 1):
        if line < rows:
            begin, end = (top + line) * ways.columns + left, (top + line) * ways.columns + right
        else:
            begin = ways.cell_count + ways.tile_node_start[tile]
            end = ways.cell_count + ways.tile_node_start[tile + _ONE]
        for word in range(begin >> 3, (end + 7) >> 3):
            if not words[np.uint64(word)] & _ANY_MARKED:
                continue
            for node in range(max(begin, word << 3), min(end, (word + 1) << 3)):
                if flags[np.uint64(node)] & MARKED:
                    marked[np.uint64(count)] = node
                    count += 1
    return count


@compiled
def least_tile(tile_key: Keys) -> int:
    """The tile with the least key of a marked node; -1 if none is marked."""
    least, tile = UNREACHED, -1
    for candidate in range(len(tile_key)):
        if tile_key[candidate] < least:
            least, tile = tile_key[candidate], candidate
    return tile


@compiled
def most_nodes_of(ways: Ways) -> int:
    """The most nodes that a tile holds: its cells and road nodes."""
    most = 0
    for tile in range(len(ways.tile_node_start) - 1):
        most = max(most, ways.tile_node_start[tile + 1] - ways.tile_node_start[tile])
    return _TILE * _TILE + most


def _compiled(*, is_plain: bool) -> Any:
    """The kernel for plain ways, or for any: two, since in one they would have too few registers."""

    @compiled
    def settle(
        ways: Ways,
        keys: Keys,
        flags: npt.NDArray[np.uint8],
        tile_key: Keys,
        bound: np.uint64,
    ) -> bool:
        """Expand marked nodes until none is left; whether some way was not followed as it led beyond the bound.

        ``keys`` and ``flags`` are by node, ``flags`` padded to whole words; ``tile_key`` is the least
        key of a marked node by tile, UNREACHED where none is marked. All three are changed in place.
        A key above ``bound`` is given to no node.
        """
        words = flags.view(np.uint64)
        columns, cells = np.uint64(ways.columns), np.uint64(ways.cell_count)
        across = np.uint64((ways.columns + _TILE - 1) >> TILE_BITS)
        width = np.uint64(ways.bucket_bits) + _SHIFT
        horizon = np.uint64(BUCKETS) << width
        most_nodes = most_nodes_of(ways)
        most_entries = ENTRIES_PER_NODE * most_nodes
        # The buckets of one tile: lists of entries, each a node and the next entry's number, 0 for none.
        first = np.zeros(BUCKETS, np.uint32)
        entry_node = np.empty(most_entries + 1, np.uint32)
        entry_next = np.empty(most_entries + 1, np.uint32)
        marked = np.empty(most_nodes, np.uint32)
        # What expanding one node offers: nodes, their new keys, and the tiles they lie in.
        most_offers = max(ways.move_count, ways.arcs.most) + ways.arcs.most
        offered_node, offered_key = np.empty(most_offers + 1, np.uint64), np.empty(most_offers + 1, np.uint64)
        offered_tile = np.empty(most_offers + 1, np.uint64)
        step_key = np.empty(PLAIN_NEIGHBOURS, np.uint64)
        is_beyond = False
        first_inner, last_inner = columns + _ONE, np.uint64(max(0, ways.cell_count - ways.columns - 1))

        while True:
            next_tile = least_tile(tile_key)
            if next_tile < 0:
                return is_beyond
            tile = np.uint64(next_tile)
            tile_key[tile] = UNREACHED
            marked_count, least = gather_marked(ways, flags, words, tile, marked), UNREACHED
            for place in range(marked_count):
                least = min(least, keys[np.uint64(marked[np.uint64(place)])])
            start = (least >> _SHIFT) << _SHIFT
            end = start + horizon
            waiting = UNREACHED  # the least marked key of this tile from the horizon on
            entries, last_bucket = _ZERO, _ZERO
            for place in range(marked_count):
                node = np.uint64(marked[np.uint64(place)])
                key = keys[node]
                if key >= end:
                    waiting = min(waiting, key)
                    continue
                bucket = (key - start) >> width
                entries += _ONE
                entry_node[entries], entry_next[entries] = node, first[bucket]
                first[bucket] = entries
                last_bucket = max(last_bucket, bucket)

            bucket_now = _ZERO
            while bucket_now <= last_bucket:
                entry = np.uint64(first[bucket_now])
                if entry == _ZERO:
                    bucket_now += _ONE
                    continue
                first[bucket_now] = entry_next[entry]
                node = np.uint64(entry_node[entry])
                if not flags[node] & MARKED:
                    continue
                flags[node] &= ~MARKED
                key = keys[node]
                offers = _ZERO

                if node < cells:
                    row = np.uint64(np.uint32(node) // np.uint32(columns))
                    column = node - row * columns
                    open_moves = np.uint64(ways.open_moves[node])
                    if is_plain and first_inner <= node < last_inner:
                        # Without branches: what a closed move would offer is masked at the end.
                        pace = ways.pace[node]
                        better = _ZERO
                        length_ticks = ways.length_ticks[row]
                        for move in range(PLAIN_NEIGHBOURS):
                            bit = np.uint64(move)
                            other = node + ways.move_offset[bit]
                            ticks = (pace + ways.pace[other]) * (0.5 * length_ticks[bit])
                            ticks = ticks if ticks < _LONGEST_STEP else _LONGEST_STEP  # noqa: FURB136 - NaN too
                            new_key = key + (np.uint64(np.int64(ticks + 0.5)) << _SHIFT)
                            step_key[bit] = new_key
                            better |= np.uint64(new_key < keys[other]) << bit
                        better &= open_moves
                        while better:
                            move = lowest_bit(better)
                            better &= better - _ONE
                            offered_node[offers] = node + ways.move_offset[move]
                            offered_key[offers] = step_key[move]
                            offered_tile[offers] = ((row + np.uint64(ways.move_row[move])) >> _TILE_BITS) * across + (
                                (column + np.uint64(ways.move_column[move])) >> _TILE_BITS
                            )
                            offers += _ONE
                    else:
                        for move in range(ways.move_count):
                            bit = np.uint64(move)
                            if not (open_moves >> bit) & _ONE:
                                continue
                            other = node + ways.move_offset[bit]
                            if keys[other] <= key:
                                continue
                            new_key = key + key_step(step_ticks(ways, node, bit, row))
                            if new_key < keys[other]:
                                offered_node[offers], offered_key[offers] = other, new_key
                                offered_tile[offers] = (
                                    (row + np.uint64(ways.move_row[bit])) >> _TILE_BITS
                                ) * across + ((column + np.uint64(ways.move_column[bit])) >> _TILE_BITS)
                                offers += _ONE
                    if flags[node] & HAS_DOOR:
                        first_door, last_door = doors_at(ways.arcs, np.int64(row), np.int64(node))
                        for door in range(first_door, last_door):
                            other, new_key = np.uint64(ways.arcs.door_node[door]), key + ways.arcs.door_key[door]
                            if new_key < keys[other]:
                                offered_node[offers], offered_key[offers] = other, new_key
                                offered_tile[offers] = np.uint64(ways.node_tile[other - cells])
                                offers += _ONE
                else:
                    road_node = node - cells
                    for arc in range(ways.arcs.arc_start[road_node], ways.arcs.arc_start[road_node + _ONE]):
                        other, new_key = (
                            np.uint64(ways.arcs.arc_node[np.uint64(arc)]),
                            key + ways.arcs.arc_key[np.uint64(arc)],
                        )
                        if new_key < keys[other]:
                            offered_node[offers], offered_key[offers] = other, new_key
                            if other < cells:
                                to_row = np.uint64(np.uint32(other) // np.uint32(columns))
                                offered_tile[offers] = (to_row >> _TILE_BITS) * across + (
                                    (other - to_row * columns) >> _TILE_BITS
                                )
                            else:
                                offered_tile[offers] = np.uint64(ways.node_tile[other - cells])
                            offers += _ONE

                offer = _ZERO
                while offer < offers:
                    other, new_key, to_tile = offered_node[offer], offered_key[offer], offered_tile[offer]
                    offer += _ONE
                    if new_key > bound:
                        is_beyond |= new_key < CLOSED
                        continue
                    if new_key >= keys[other]:  # offered twice, by two arcs between the same nodes
                        continue
                    keys[other] = new_key
                    flags[other] |= MARKED
                    if to_tile != tile:
                        tile_key[to_tile] = min(tile_key[to_tile], new_key)
                    elif new_key >= end or entries == most_entries:
                        waiting = min(waiting, new_key)
                    else:
                        bucket = (new_key - start) >> width
                        entries += _ONE
                        entry_node[entries], entry_next[entries] = other, first[bucket]
                        first[bucket] = entries
                        last_bucket = max(last_bucket, bucket)
            tile_key[tile] = min(tile_key[tile], waiting)

    return settle


settle_plain: Final = _compiled(is_plain=True)
settle_any: Final = _compiled(is_plain=False)
