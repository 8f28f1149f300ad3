"""Following a change in a settled answer, with a note of all that it touches, so that it can all be taken back.

First the keys fall that rested on what is closed, then what is left leads on to them and along what
is opened. No more nodes are touched than are allowed, and the work comes in turns, between which it
can be called off.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from accessibility.search.engine.compiling import compiled, lean
from accessibility.search.engine.steps import key_step, step_ticks
from accessibility.search.engine.ticks import CLOSED, MAX_CENTRES, UNREACHED, Keys
from accessibility.search.engine.ways import Arcs, Ways, doors_at

Ints = npt.NDArray[np.int64]

_ROW_MASK: Final = np.uint64(MAX_CENTRES)
_COUNT, _SIZE, _BEYOND = 0, 1, 2  # of ``Notes.state``


class Notes(NamedTuple):
    """What a change has touched: nodes and their keys before; and the heap of nodes to be expanded.

    ``state``: how many nodes are noted, how many entries the heap has, whether something lies beyond the bound.
    """

    is_noted: npt.NDArray[np.bool_]
    node: Ints
    before: Keys
    heap_key: Keys
    heap_node: Ints
    state: Ints


@compiled
def fall(ways: Ways, first: Ints, is_row_closed: npt.NDArray[np.bool_], keys: Keys, notes: Notes, most: int) -> bool:
    """Take back the keys of these nodes and of all that rest on them; whether these are few enough.

    Of a row that is closed all fall, of others those to which a way leads from one that has fallen in just the
    time that they have; they may have another way that is as quick.
    """
    for place in range(len(first)):
        if keys[first[place]] != UNREACHED and not _drop(first[place], keys, notes, most):
            return False
    done = 0
    while done < notes.state[_COUNT]:
        node, key = notes.node[done], notes.before[done]
        done += 1
        is_whole = is_row_closed[np.int64(key & _ROW_MASK)]
        if node < ways.cell_count:
            row = node // ways.columns
            for move in range(ways.move_count):
                if not (np.int64(ways.open_moves[node]) >> move) & 1:
                    continue
                other = np.int64(np.uint64(node) + ways.move_offset[move])
                if not _may_rest(keys[other], key):
                    continue
                is_resting = is_whole
                if not is_resting:
                    is_resting = keys[other] == key + key_step(step_ticks(ways, np.uint64(node), move, row))
                if is_resting and not _drop(other, keys, notes, most):
                    return False
            begin, end = doors_at(ways.arcs, row, node)
            for door in range(begin, end):
                other, step = ways.arcs.door_node[door], ways.arcs.door_key[door]
                is_resting = step < CLOSED and _may_rest(keys[other], key) and (is_whole or keys[other] == key + step)
                if is_resting and not _drop(other, keys, notes, most):
                    return False
        else:
            road_node = node - ways.cell_count
            for arc in range(ways.arcs.arc_start[road_node], ways.arcs.arc_start[road_node + 1]):
                other, step = ways.arcs.arc_node[arc], ways.arcs.arc_key[arc]
                is_resting = step < CLOSED and _may_rest(keys[other], key) and (is_whole or keys[other] == key + step)
                if is_resting and not _drop(other, keys, notes, most):
                    return False
    return True


@lean
def _may_rest(other_key: np.uint64, key: np.uint64) -> bool:
    """Whether a node's key can have come from another's: later, and to the same centre."""
    return key < other_key < UNREACHED and (other_key & _ROW_MASK) == (key & _ROW_MASK)


@lean
def _drop(node: int, keys: Keys, notes: Notes, most: int) -> bool:
    """Take a node's key away; False if that is one too many."""
    count = notes.state[_COUNT]
    if count >= most:
        return False
    notes.is_noted[node] = True
    notes.node[count], notes.before[count] = node, keys[node]
    notes.state[_COUNT] = count + 1
    keys[node] = UNREACHED
    return True


@compiled
def give_back(ways: Ways, incoming: Arcs, nodes: Ints, keys: Keys, notes: Notes, bound: np.uint64) -> None:
    """Give nodes that have fallen the least key that leads to them from any that has one.

    ``incoming``: the arcs turned round; in place of a key the number of each, arcs first and doors after them.
    The heap must have room for them.
    """
    arc_count = np.uint64(len(ways.arcs.arc_key))
    for place in range(len(nodes)):
        node, least = nodes[place], UNREACHED
        if node < ways.cell_count:
            row = node // ways.columns
            for move in range(ways.move_count):  # a move is open both ways or neither; the way back is its opposite
                other = np.int64(np.uint64(node) - ways.move_offset[move])
                if not 0 <= other < ways.cell_count or not (np.int64(ways.open_moves[other]) >> move) & 1:
                    continue
                if keys[other] < least:
                    step = key_step(step_ticks(ways, np.uint64(other), move, row - ways.move_row[move]))
                    least = min(least, keys[other] + step)
            begin, end = doors_at(incoming, row, node)
            for door in range(begin, end):
                least = _led(ways, keys, incoming.door_node[door], incoming.door_key[door], arc_count, least)
        else:
            road_node = node - ways.cell_count
            for arc in range(incoming.arc_start[road_node], incoming.arc_start[road_node + 1]):
                least = _led(ways, keys, incoming.arc_node[arc], incoming.arc_key[arc], arc_count, least)
        if least < keys[node]:
            if least > bound:
                notes.state[_BEYOND] = 1
            else:
                keys[node] = least
                _push(least, node, notes)


@lean
def _led(ways: Ways, keys: Keys, other: int, number: np.uint64, arc_count: np.uint64, least: np.uint64) -> np.uint64:
    """The lesser of a key and of that by an arc, told by its number, from another node."""
    if keys[other] == UNREACHED:
        return least
    step = ways.arcs.arc_key[number] if number < arc_count else ways.arcs.door_key[number - arc_count]
    return least if step >= CLOSED else min(least, keys[other] + step)


@compiled
def offer_each(nodes: Ints, offered: Keys, keys: Keys, notes: Notes, bound: np.uint64, most: int) -> bool:
    """Offer nodes keys, as sources do; whether few enough are touched."""
    is_few = True
    for place in range(len(nodes)):
        is_few &= _offer(nodes[place], offered[place], keys, notes, bound, most)
    return is_few


@compiled
def offer_along(
    ways: Ways,
    cell: Ints,
    moves: Ints,
    arc: Ints,
    arc_tail: Ints,
    door: Ints,
    keys: Keys,
    notes: Notes,
    bound: np.uint64,
    most: int,
) -> bool:
    """Offer what opened or quicker ways lead to; ``moves``: the bits of each cell's; whether few enough are touched."""
    is_few = True
    for place in range(len(cell)):
        node = cell[place]
        if keys[node] > bound:
            continue
        row = node // ways.columns
        for move in range(ways.move_count):
            if (moves[place] >> move) & 1:
                step = key_step(step_ticks(ways, np.uint64(node), move, row))
                other = np.int64(np.uint64(node) + ways.move_offset[move])
                is_few &= _offer(other, keys[node] + step, keys, notes, bound, most)
    for place in range(len(arc)):
        tail, step = arc_tail[place], ways.arcs.arc_key[arc[place]]
        if keys[tail] <= bound and step < CLOSED:
            head = ways.arcs.arc_node[arc[place]]
            is_few &= _offer(head, keys[tail] + step, keys, notes, bound, most)
    for place in range(len(door)):
        tail, step = ways.arcs.door_cell[door[place]], ways.arcs.door_key[door[place]]
        if keys[tail] <= bound and step < CLOSED:
            head = ways.arcs.door_node[door[place]]
            is_few &= _offer(head, keys[tail] + step, keys, notes, bound, most)
    return is_few


@compiled
def resting_heads(ways: Ways, cell: Ints, moves: Ints, arc: Ints, arc_tail: Ints, door: Ints, keys: Keys) -> Ints:
    """The nodes whose key came by one of these ways, which are still as they were; ``moves``: bits by cell."""
    found = np.empty(len(cell) * ways.move_count + len(arc) + len(door), np.int64)
    count = 0
    for place in range(len(cell)):
        node = cell[place]
        if keys[node] == UNREACHED:
            continue
        row = node // ways.columns
        for move in range(ways.move_count):
            if (moves[place] >> move) & 1:
                other = np.int64(np.uint64(node) + ways.move_offset[move])
                if keys[other] == keys[node] + key_step(step_ticks(ways, np.uint64(node), move, row)):
                    found[count] = other
                    count += 1
    for place in range(len(arc)):
        tail, step, head = arc_tail[place], ways.arcs.arc_key[arc[place]], ways.arcs.arc_node[arc[place]]
        if keys[tail] != UNREACHED and step < CLOSED and keys[head] == keys[tail] + step:
            found[count] = head
            count += 1
    for place in range(len(door)):
        tail, step = ways.arcs.door_cell[door[place]], ways.arcs.door_key[door[place]]
        head = ways.arcs.door_node[door[place]]
        if keys[tail] != UNREACHED and step < CLOSED and keys[head] == keys[tail] + step:
            found[count] = head
            count += 1
    return found[:count].copy()


@compiled
def settle_some(ways: Ways, keys: Keys, notes: Notes, bound: np.uint64, most: int, turns: int) -> int:
    """Expand so many nodes at most: 0 when none is left, 1 when there are more, 2 when too many are touched.

    It also ends when the heap is nearly full, which then needs more room.
    """
    room = len(notes.heap_key) - ways.move_count - ways.arcs.most - 1
    while notes.state[_SIZE] > 0:
        if turns <= 0 or notes.state[_SIZE] >= room:
            return 1
        turns -= 1
        key, node = notes.heap_key[0], notes.heap_node[0]
        _pop(notes)
        if key != keys[node]:
            continue
        if node < ways.cell_count:
            row = node // ways.columns
            open_moves = np.int64(ways.open_moves[node])
            for move in range(ways.move_count):
                if (open_moves >> move) & 1:
                    other = np.int64(np.uint64(node) + ways.move_offset[move])
                    if keys[other] > key:
                        step = key_step(step_ticks(ways, np.uint64(node), move, row))
                        if not _offer(other, key + step, keys, notes, bound, most):
                            return 2
            begin, end = doors_at(ways.arcs, row, node)
            for door in range(begin, end):
                step = ways.arcs.door_key[door]
                if step < CLOSED and not _offer(ways.arcs.door_node[door], key + step, keys, notes, bound, most):
                    return 2
        else:
            road_node = node - ways.cell_count
            for arc in range(ways.arcs.arc_start[road_node], ways.arcs.arc_start[road_node + 1]):
                step = ways.arcs.arc_key[arc]
                if step < CLOSED and not _offer(ways.arcs.arc_node[arc], key + step, keys, notes, bound, most):
                    return 2
    return 0


@lean
def _offer(node: int, key: np.uint64, keys: Keys, notes: Notes, bound: np.uint64, most: int) -> bool:
    """Give a node a key if it is less than what it has and within the bound; False if that is one node too many."""
    if key >= keys[node]:
        return True
    if key > bound:
        notes.state[_BEYOND] = 1
        return True
    if not notes.is_noted[node]:
        count = notes.state[_COUNT]
        if count >= most:
            return False
        notes.is_noted[node] = True
        notes.node[count], notes.before[count] = node, keys[node]
        notes.state[_COUNT] = count + 1
    keys[node] = key
    _push(key, node, notes)
    return True


@lean
def _push(key: np.uint64, node: int, notes: Notes) -> None:
    place = notes.state[_SIZE]
    notes.state[_SIZE] = place + 1
    while place > 0:
        above = (place - 1) >> 2
        if notes.heap_key[above] <= key:
            break
        notes.heap_key[place], notes.heap_node[place] = notes.heap_key[above], notes.heap_node[above]
        place = above
    notes.heap_key[place], notes.heap_node[place] = key, node


@lean
def _pop(notes: Notes) -> None:
    """Take the first entry, which has been read, off the heap; each entry has up to four below it."""
    size = notes.state[_SIZE] - 1
    notes.state[_SIZE] = size
    key, node = notes.heap_key[size], notes.heap_node[size]
    place = 0
    while True:
        child = 4 * place + 1
        if child >= size:
            break
        least = child
        for other in range(child + 1, min(child + 4, size)):
            if notes.heap_key[other] < notes.heap_key[least]:
                least = other
        if notes.heap_key[least] >= key:
            break
        notes.heap_key[place], notes.heap_node[place] = notes.heap_key[least], notes.heap_node[least]
        place = least
    notes.heap_key[place], notes.heap_node[place] = key, node


@compiled
def take_back(keys: Keys, notes: Notes) -> None:
    """Give every node that was touched the key that it had."""
    for place in range(notes.state[_COUNT]):
        keys[notes.node[place]] = notes.before[place]
        notes.is_noted[notes.node[place]] = False


@compiled
def count_rows(keys: Keys, count: int) -> Ints:
    """How many keys go to the centre of each row."""
    found = np.zeros(count, np.int64)
    for node in range(len(keys)):
        if keys[node] != UNREACHED:
            found[np.int64(keys[node] & _ROW_MASK)] += 1
    return found


def new_notes(node_count: int, most: int) -> Notes:
    """Notes of nothing, for at most so many nodes."""
    return Notes(
        is_noted=np.zeros(node_count, np.bool_),
        node=np.empty(most, np.int64),
        before=np.empty(most, np.uint64),
        heap_key=np.empty(1, np.uint64),
        heap_node=np.empty(1, np.int64),
        state=np.zeros(3, np.int64),
    )


def cleared(notes: Notes, *, room: int) -> Notes:
    """The same notes, taken back, with a heap that has room for so many."""
    notes.state[:] = 0
    return with_room(notes, room)


def with_room(notes: Notes, room: int) -> Notes:
    """The notes with a heap that has room for so many; what is in it stays."""
    size = int(notes.state[_SIZE])
    if len(notes.heap_key) >= room:
        return notes
    grown: list[Any] = [np.empty(room, np.uint64), np.empty(room, np.int64)]
    grown[0][:size], grown[1][:size] = notes.heap_key[:size], notes.heap_node[:size]
    return notes._replace(heap_key=grown[0], heap_node=grown[1])


def touched(notes: Notes) -> tuple[Ints, Keys, bool]:
    """The nodes that were touched, their keys before, and whether something lies beyond the bound."""
    count = int(notes.state[_COUNT])
    return notes.node[:count].copy(), notes.before[:count].copy(), bool(notes.state[_BEYOND])
