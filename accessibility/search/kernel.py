"""The search itself: a heap over cells and road nodes, in numba.

Cells are nodes 0 to C - 1 and move to their neighbours by the rules below; all other ways (roads,
ferries, walks to a road, boarding) are arcs of one graph in compressed rows. Nodes leave the heap
in the order of (seconds, label), so equal times go to the lowest label.
"""

from __future__ import annotations

from typing import Final

import numba
import numpy as np
import numpy.typing as npt

# Where a node is: its place in the heap, or one of these.
UNSEEN: Final = -1
SETTLED: Final = -2

_WALK: Final = 0
_CYCLE: Final = 1

# Tobler 1993: v = 6 exp(-3.5 |S + 0.05|) km/h; relative to its speed on the flat.
_TOBLER_STEEPNESS: Final = 3.5
_TOBLER_OFFSET: Final = 0.05
_TOBLER_FLAT: Final = float(np.exp(-_TOBLER_STEEPNESS * _TOBLER_OFFSET))

# A rider and bicycle for the power balance: rolling (c_rr), climbing and air drag (c_d A rho / 2)
# at the power that keeps the table's speed on the flat. 15 km/h falls to 3.8 km/h on a 5 % climb.
_BICYCLE_WEIGHT_N: Final = 90.0 * 9.81
_BICYCLE_ROLLING: Final = 0.008
_BICYCLE_DRAG_KG_M: Final = 0.5 * 1.225 * 0.6
_BICYCLE_TOP_M_S: Final = 40.0 / 3.6


@numba.njit(cache=True, nogil=True)
def tobler_factor(slope: float) -> float:
    """Walking speed on a slope (rise over run along the way) over the speed on the flat."""
    return float(np.exp(-_TOBLER_STEEPNESS * abs(slope + _TOBLER_OFFSET)) / _TOBLER_FLAT)


@numba.njit(cache=True, nogil=True)
def bicycle_factor(slope: float, flat_m_s: float) -> float:
    """Cycling speed on a slope over the speed on the flat, by a power balance, capped at 40 km/h downhill."""
    rolling_n = _BICYCLE_WEIGHT_N * _BICYCLE_ROLLING
    power_w = (rolling_n + _BICYCLE_DRAG_KG_M * flat_m_s**2) * flat_m_s
    force_n = rolling_n + _BICYCLE_WEIGHT_N * slope
    top_m_s = max(_BICYCLE_TOP_M_S, flat_m_s)
    low, high = 0.0, top_m_s
    if (force_n + _BICYCLE_DRAG_KG_M * top_m_s**2) * top_m_s <= power_w:
        return top_m_s / flat_m_s
    for _ in range(60):  # bisection: the power needed grows with the speed where it is positive
        middle = (low + high) / 2
        if (force_n + _BICYCLE_DRAG_KG_M * middle**2) * middle <= power_w:
            low = middle
        else:
            high = middle
    return low / flat_m_s


@numba.njit(cache=True, nogil=True)
def _speed_factor(mode: int, slope: float, pace: float) -> float:
    if mode == _WALK:
        return tobler_factor(slope)
    if mode == _CYCLE:
        return bicycle_factor(slope, 1.0 / pace)
    return 1.0


@numba.njit(cache=True, nogil=True)
def _is_before(seconds: npt.NDArray[np.float64], label: npt.NDArray[np.int32], one: int, other: int) -> bool:
    if seconds[one] != seconds[other]:
        return bool(seconds[one] < seconds[other])
    if label[one] != label[other]:
        return bool(label[one] < label[other])
    return one < other


@numba.njit(cache=True, nogil=True)
def _sift_up(
    heap: npt.NDArray[np.int32],
    place: npt.NDArray[np.int32],
    at: int,
    seconds: npt.NDArray[np.float64],
    label: npt.NDArray[np.int32],
) -> None:
    node = heap[at]
    while at > 0:
        parent = (at - 1) // 4
        if not _is_before(seconds, label, node, heap[parent]):
            break
        heap[at] = heap[parent]
        place[heap[at]] = at
        at = parent
    heap[at] = node
    place[node] = at


@numba.njit(cache=True, nogil=True)
def _sift_down(
    heap: npt.NDArray[np.int32],
    place: npt.NDArray[np.int32],
    size: int,
    seconds: npt.NDArray[np.float64],
    label: npt.NDArray[np.int32],
) -> None:
    at = 0
    node = heap[0]
    while True:
        first = 4 * at + 1
        if first >= size:
            break
        best = first
        for child in range(first + 1, min(first + 4, size)):
            if _is_before(seconds, label, heap[child], heap[best]):
                best = child
        if not _is_before(seconds, label, heap[best], node):
            break
        heap[at] = heap[best]
        place[heap[at]] = at
        at = best
    heap[at] = node
    place[node] = at


@numba.njit(cache=True, nogil=True)
def _offer(
    node: int,
    offered_s: float,
    offered_label: int,
    heap: npt.NDArray[np.int32],
    place: npt.NDArray[np.int32],
    size: int,
    seconds: npt.NDArray[np.float64],
    label: npt.NDArray[np.int32],
) -> int:
    """Give an unsettled node a time if it is better, by seconds and then by label; the heap's new size."""
    if offered_s > seconds[node] or (offered_s == seconds[node] and offered_label >= label[node] >= 0):
        return size
    seconds[node], label[node] = offered_s, offered_label
    if place[node] == UNSEEN:
        heap[size], place[node] = node, size
        size += 1
    _sift_up(heap, place, place[node], seconds, label)
    return size


@numba.njit(cache=True, nogil=True)
def least_seconds(
    *,
    rows: int,
    columns: int,
    pace: npt.NDArray[np.float64],
    mode: npt.NDArray[np.uint8],
    elevation_m: npt.NDArray[np.float32],
    is_passable: npt.NDArray[np.bool_],
    blocked: npt.NDArray[np.uint16],
    step_m: npt.NDArray[np.float64],
    move_rows: npt.NDArray[np.int64],
    move_columns: npt.NDArray[np.int64],
    move_count: int,
    is_corner_crossing_allowed: bool,
    is_towards: bool,
    arc_start: npt.NDArray[np.int64],
    arc_node: npt.NDArray[np.int32],
    arc_seconds: npt.NDArray[np.float64],
    source_node: npt.NDArray[np.int64],
    source_label: npt.NDArray[np.int32],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int32]]:
    """Seconds and label of the nearest source for every node, inf and -1 where there is no way.

    Cell arrays are flat, of length ``rows * columns``; ``step_m`` has shape (moves, rows). With
    ``is_towards`` times are from each node to the source, and the arcs given are turned round;
    otherwise from the source to each node. Blocked bits hold for a move and its way back.
    """
    node_count = len(arc_start) - 1
    cell_count = rows * columns
    seconds = np.full(node_count, np.inf)
    label = np.full(node_count, -1, np.int32)
    place = np.full(node_count, UNSEEN, np.int32)
    heap = np.empty(node_count, np.int32)
    size = 0
    for source in range(len(source_node)):
        size = _offer(source_node[source], 0.0, source_label[source], heap, place, size, seconds, label)

    while size > 0:
        node = heap[0]
        size -= 1
        if size > 0:
            heap[0] = heap[size]
            place[heap[0]] = 0
            _sift_down(heap, place, size, seconds, label)
        place[node] = SETTLED
        here, here_label = seconds[node], label[node]

        if node < cell_count:
            row, column = node // columns, node % columns
            for move in range(move_count):
                if blocked[node] >> np.uint16(move) & np.uint16(1):
                    continue
                down, right = move_rows[move], move_columns[move]
                to_row, to_column = row + down, column + right
                if to_row < 0 or to_row >= rows or to_column < 0 or to_column >= columns:
                    continue
                other = to_row * columns + to_column
                if place[other] == SETTLED or not is_passable[other]:
                    continue
                length_m = step_m[move, row]
                rise_m = np.float64(elevation_m[other]) - np.float64(elevation_m[node])
                if is_towards:
                    rise_m = -rise_m
                slope = 0.0 if np.isnan(rise_m) else rise_m / length_m
                if abs(down) + abs(right) <= 2 and max(abs(down), abs(right)) == 1:
                    if down != 0 and right != 0 and not is_corner_crossing_allowed:
                        beside = row * columns + to_column
                        above = to_row * columns + column
                        if not np.isfinite(pace[beside]) and not np.isfinite(pace[above]):
                            continue
                    step = pace[node] / _speed_factor(mode[node], slope, pace[node])
                    step += pace[other] / _speed_factor(mode[other], slope, pace[other])
                    step *= length_m / 2
                else:  # a knight's move, a quarter in each of the four cells it crosses
                    if abs(down) == 2:
                        first = (row + down // 2) * columns + column
                        second = first + right
                    else:
                        first = row * columns + column + right // 2
                        second = first + down * columns
                    if not np.isfinite(pace[first]) or not np.isfinite(pace[second]):
                        continue
                    step = pace[node] / _speed_factor(mode[node], slope, pace[node])
                    step += pace[first] / _speed_factor(mode[first], slope, pace[first])
                    step += pace[second] / _speed_factor(mode[second], slope, pace[second])
                    step += pace[other] / _speed_factor(mode[other], slope, pace[other])
                    step *= length_m / 4
                size = _offer(other, here + step, here_label, heap, place, size, seconds, label)

        for arc in range(arc_start[node], arc_start[node + 1]):
            other = int(arc_node[arc])
            if place[other] != SETTLED:
                size = _offer(other, here + arc_seconds[arc], here_label, heap, place, size, seconds, label)

    return seconds, label
