"""Which moves lines and polygons block, and which cells lie inside them: of all together, or of each by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numba
import numpy as np
import numpy.typing as npt
import shapely

from geo.grid import Grid
from geo.land.moves import MOVE_COLUMNS, MOVE_ROWS, OPPOSITE, BlockedMoves, Neighbours, no_blocked_moves

Ints = npt.NDArray[np.int64]
_AREAL: Final = 2  # dimensions of a polygon
_REACH: Final = {8: 1, 16: 2, 32: 3}  # cells; how far the moves go along one axis


@dataclass(frozen=True, slots=True, kw_only=True)
class BlocksByShape:
    """What each of several shapes blocks by itself; entries ``start[i]`` to ``start[i + 1]`` are those of shape i.

    An entry for each cell some of whose moves the shape blocks: ``cell`` int64; ``mask`` those moves,
    as in a mask of the whole grid; ``is_inside`` whether the cell's centre lies in the shape.
    """

    start: Ints
    cell: Ints
    mask: BlockedMoves
    is_inside: npt.NDArray[np.bool_]

    def dense(self, grid: Grid) -> tuple[BlockedMoves, npt.NDArray[np.bool_]]:
        """The blocked moves and the cells inside of all shapes together, two arrays of the shape of the grid."""
        blocked, is_inside = np.zeros(grid.cell_count, self.mask.dtype), np.zeros(grid.cell_count, np.bool_)
        np.bitwise_or.at(blocked, self.cell, self.mask)
        is_inside[self.cell[self.is_inside]] = True
        return blocked.reshape(grid.shape), is_inside.reshape(grid.shape)


class _Edges(NamedTuple):
    """The edges of shapes as (column, row) in which cell centres are whole numbers; those of lines are no ring."""

    shape_start: Ints
    from_x: npt.NDArray[np.float64]
    from_y: npt.NDArray[np.float64]
    to_x: npt.NDArray[np.float64]
    to_y: npt.NDArray[np.float64]
    is_ring: npt.NDArray[np.bool_]


class _Moves(NamedTuple):
    """The moves of a neighbourhood, their bits, the bits of the moves back, and how far they reach in cells."""

    row: Ints
    column: Ints
    bit: BlockedMoves
    opposite_bit: BlockedMoves
    reach: int


def blocks_by_shape(grid: Grid, shapes: Sequence[shapely.Geometry], neighbours: Neighbours = 16) -> BlocksByShape:
    """What each shape blocks by itself. ``shapes``: valid lines and polygons in the grid's CRS."""
    blocked = no_blocked_moves(grid, neighbours)
    start, cell, mask, is_inside = _block_each(blocked, _edges(grid, shapes), _moves(neighbours))
    return BlocksByShape(start=start, cell=cell, mask=mask, is_inside=is_inside)


def blocked_moves(grid: Grid, shapes: Sequence[shapely.Geometry], neighbours: Neighbours = 16) -> BlockedMoves:
    """The moves that meet any of the lines and polygons, as one mask per cell, shape of the grid.

    ``shapes`` are in the grid's CRS. Bit k of a cell is set if its move k is blocked; the bit of
    the move back is set in the other cell too.
    """
    blocked, is_inside = no_blocked_moves(grid, neighbours), np.zeros(grid.shape, np.bool_)
    _block_all(blocked, is_inside, _edges(grid, shapes), _moves(neighbours))
    return blocked


def cells_inside(grid: Grid, shapes: Sequence[shapely.Geometry]) -> npt.NDArray[np.bool_]:
    """Whether each cell's centre lies in one of the polygons, shape of the grid. Lines hold nothing.

    A centre on the very outline may count as either; its moves are blocked in any case.
    """
    is_inside = np.zeros(grid.shape, np.bool_)
    _fill_all(is_inside, _edges(grid, shapes))
    return is_inside


def _moves(neighbours: Neighbours) -> _Moves:
    bit: Any = np.left_shift(1, np.arange(neighbours), dtype=np.int64)
    bit = bit.astype({8: np.uint8, 16: np.uint16, 32: np.uint32}[neighbours])
    return _Moves(
        row=MOVE_ROWS[:neighbours],
        column=MOVE_COLUMNS[:neighbours],
        bit=bit,
        opposite_bit=bit[OPPOSITE[:neighbours]],
        reach=_REACH[neighbours],
    )


def _edges(grid: Grid, shapes: Sequence[shapely.Geometry]) -> _Edges:
    parts, of_shape = shapely.get_parts(np.asarray(shapes, dtype=object), return_index=True)
    is_areal = shapely.get_dimensions(parts) == _AREAL
    rings, of_part = shapely.get_rings(parts[is_areal], return_index=True)
    lines = np.concatenate([rings, parts[~is_areal]])
    shape = np.concatenate([of_shape[is_areal][of_part], of_shape[~is_areal]])
    order = np.argsort(shape, kind="stable")
    is_ring = (np.arange(len(lines)) < len(rings))[order]
    points, line = shapely.get_coordinates(lines[order], return_index=True)
    column, row = grid.fractional(points[:, 0], points[:, 1])
    is_edge = line[1:] == line[:-1]
    edge_line = line[1:][is_edge]
    return _Edges(
        shape_start=np.searchsorted(shape[order][edge_line], np.arange(len(shapes) + 1)).astype(np.int64),
        from_x=column[:-1][is_edge] - 0.5,
        from_y=row[:-1][is_edge] - 0.5,
        to_x=column[1:][is_edge] - 0.5,
        to_y=row[1:][is_edge] - 0.5,
        is_ring=is_ring[edge_line],
    )


@numba.njit(cache=True, nogil=True)
def _turn(ax: float, ay: float, bx: float, by: float, px: float, py: float) -> float:
    """Twice the signed area of the triangle a, b, p: which side of the line a-b the point p lies on."""
    return (bx - ax) * (py - ay) - (by - ay) * (px - ax)


@numba.njit(cache=True, nogil=True)
def segments_touch(ax: float, ay: float, bx: float, by: float, px: float, py: float, qx: float, qy: float) -> bool:
    """Whether the closed segments a-b and p-q have a point in common."""
    p_side = _turn(ax, ay, bx, by, px, py)
    q_side = _turn(ax, ay, bx, by, qx, qy)
    a_side = _turn(px, py, qx, qy, ax, ay)
    b_side = _turn(px, py, qx, qy, bx, by)
    if p_side == 0 and q_side == 0 and a_side == 0 and b_side == 0:
        return (
            min(ax, bx) <= max(px, qx)
            and min(px, qx) <= max(ax, bx)
            and min(ay, by) <= max(py, qy)
            and min(py, qy) <= max(ay, by)
        )
    is_apart_of_ab = (p_side > 0 and q_side > 0) or (p_side < 0 and q_side < 0)
    is_apart_of_pq = (a_side > 0 and b_side > 0) or (a_side < 0 and b_side < 0)
    return not is_apart_of_ab and not is_apart_of_pq


@numba.njit(cache=True, nogil=True)
def _span_near_row(ax: float, ay: float, bx: float, by: float, row: int, reach: int) -> tuple[float, float]:
    """Least and greatest x of the part of segment a-b that moves starting in this row can reach."""
    low_y, high_y = row - reach, row + reach
    if ay == by:
        return min(ax, bx), max(ax, bx)
    from_share = (low_y - ay) / (by - ay)
    to_share = (high_y - ay) / (by - ay)
    low_share = min(1.0, max(0.0, min(from_share, to_share)))
    high_share = min(1.0, max(0.0, from_share, to_share))
    low_x = ax + (bx - ax) * low_share
    high_x = ax + (bx - ax) * high_share
    return min(low_x, high_x), max(low_x, high_x)


@numba.njit(cache=True, nogil=True)
def _block_crossing(
    blocked: BlockedMoves, touched: Ints, count: int, edges: _Edges, first_edge: int, end_edge: int, moves: _Moves
) -> tuple[Ints, int]:
    """Set the bits of all moves that meet one of the edges, and list each cell that gets its first bit."""
    rows, columns = blocked.shape
    flat, reach = blocked.reshape(-1), moves.reach
    for edge in range(first_edge, end_edge):
        ax, ay, bx, by = edges.from_x[edge], edges.from_y[edge], edges.to_x[edge], edges.to_y[edge]
        first = max(0, int(min(np.floor(ay), np.floor(by))) - reach)
        last = min(rows - 1, int(np.ceil(max(ay, by))) + reach)
        for row in range(first, last + 1):
            low_x, high_x = _span_near_row(ax, ay, bx, by, row, reach)
            left = max(0, int(np.floor(low_x)) - reach)
            right = min(columns - 1, int(np.ceil(high_x)) + reach)
            for column in range(left, right + 1):
                for move in range(len(moves.row)):
                    if moves.row[move] < 0 or (moves.row[move] == 0 and moves.column[move] < 0):
                        continue  # the other end sets both bits
                    to_row, to_column = row + moves.row[move], column + moves.column[move]
                    if to_row >= rows or to_column < 0 or to_column >= columns:
                        continue
                    if segments_touch(ax, ay, bx, by, column, row, to_column, to_row):
                        cell, other = row * columns + column, to_row * columns + to_column
                        touched, count = _set(flat, cell, moves.bit[move], touched, count)
                        touched, count = _set(flat, other, moves.opposite_bit[move], touched, count)
    return touched, count


@numba.njit(cache=True, nogil=True)
def _set(flat: Any, cell: int, bit: Any, touched: Ints, count: int) -> tuple[Ints, int]:
    """Set a bit of a cell; the first one puts the cell on the list, which grows as it must. An empty list stays so."""
    if flat[cell] == 0 and len(touched):
        if count == len(touched):
            touched = np.concatenate((touched, np.empty_like(touched)))
        touched[count] = cell
        count += 1
    flat[cell] |= bit
    return touched, count


@numba.njit(cache=True, nogil=True)
def _runs_inside(edges: _Edges, first_edge: int, end_edge: int, rows: int, columns: int) -> tuple[Ints, Ints, Ints]:
    """Row, first and last column of each run of cells whose centres lie within the rings of some edges.

    In a row the centres between an odd crossing and the next are inside; a ring's end belongs to the
    edge below it alone, so that no crossing counts twice.
    """
    top, bottom = rows, 0
    for edge in range(first_edge, end_edge):
        top = min(top, max(0, int(np.ceil(min(edges.from_y[edge], edges.to_y[edge])))))
        bottom = max(bottom, min(rows, int(np.ceil(max(edges.from_y[edge], edges.to_y[edge])))))
    per_row = np.zeros(max(0, bottom - top) + 1, np.int64)
    for edge in range(first_edge, end_edge):
        if edges.is_ring[edge]:
            low, high = min(edges.from_y[edge], edges.to_y[edge]), max(edges.from_y[edge], edges.to_y[edge])
            for row in range(max(0, int(np.ceil(low))), min(rows, int(np.ceil(high)))):
                per_row[row - top + 1] += 1
    start = np.cumsum(per_row)
    crossing, free = np.empty(start[-1], np.float64), start.copy()
    for edge in range(first_edge, end_edge):
        if edges.is_ring[edge]:
            ax, ay, bx, by = edges.from_x[edge], edges.from_y[edge], edges.to_x[edge], edges.to_y[edge]
            for row in range(max(0, int(np.ceil(min(ay, by)))), min(rows, int(np.ceil(max(ay, by))))):
                crossing[free[row - top]] = ax + (row - ay) / (by - ay) * (bx - ax)
                free[row - top] += 1
    run_row, run_first = np.empty(len(crossing) // 2, np.int64), np.empty(len(crossing) // 2, np.int64)
    run_last, count = np.empty(len(crossing) // 2, np.int64), 0
    for row in range(top, bottom):
        here = np.sort(crossing[start[row - top] : start[row - top + 1]])
        for pair in range(0, len(here) - 1, 2):
            left = max(0, int(np.ceil(max(here[pair], -1.0))))
            right = min(columns - 1, int(np.floor(min(here[pair + 1], columns))))
            if left <= right:
                run_row[count], run_first[count], run_last[count] = row, left, right
                count += 1
    return run_row[:count], run_first[:count], run_last[:count]


@numba.njit(cache=True, nogil=True)
def _block_inside(
    blocked: BlockedMoves, touched: Ints, count: int, edges: _Edges, first_edge: int, end_edge: int, moves: _Moves
) -> tuple[Ints, int, Ints]:
    """Set the bits of all moves that start or end in a cell within the rings; the cells that are inside."""
    rows, columns = blocked.shape
    flat = blocked.reshape(-1)
    run_row, run_first, run_last = _runs_inside(edges, first_edge, end_edge, rows, columns)
    inside, place = np.empty(np.sum(run_last - run_first + 1), np.int64), 0
    for run in range(len(run_row)):
        row = run_row[run]
        for column in range(run_first[run], run_last[run] + 1):
            inside[place] = row * columns + column
            place += 1
            for move in range(len(moves.row)):
                touched, count = _set(flat, row * columns + column, moves.bit[move], touched, count)
                to_row, to_column = row + moves.row[move], column + moves.column[move]
                if 0 <= to_row < rows and 0 <= to_column < columns:
                    other = to_row * columns + to_column
                    touched, count = _set(flat, other, moves.opposite_bit[move], touched, count)
    return touched, count, inside


@numba.njit(cache=True, nogil=True)
def _block_all(blocked: BlockedMoves, is_inside: npt.NDArray[np.bool_], edges: _Edges, moves: _Moves) -> None:
    """Set the bits of all moves that meet one of the shapes, and the cells inside."""
    nothing = np.empty(0, np.int64)
    for shape in range(len(edges.shape_start) - 1):
        first, end = edges.shape_start[shape], edges.shape_start[shape + 1]
        _block_crossing(blocked, nothing, 0, edges, first, end, moves)
        _, _, inside = _block_inside(blocked, nothing, 0, edges, first, end, moves)
        is_inside.reshape(-1)[inside] = True


@numba.njit(cache=True, nogil=True)
def _fill_all(is_inside: npt.NDArray[np.bool_], edges: _Edges) -> None:
    """Set the cells inside one of the shapes."""
    for shape in range(len(edges.shape_start) - 1):
        run_row, run_first, run_last = _runs_inside(
            edges, edges.shape_start[shape], edges.shape_start[shape + 1], is_inside.shape[0], is_inside.shape[1]
        )
        for run in range(len(run_row)):
            is_inside[run_row[run], run_first[run] : run_last[run] + 1] = True


@numba.njit(cache=True, nogil=True)
def _block_each(
    blocked: BlockedMoves, edges: _Edges, moves: _Moves
) -> tuple[Ints, Ints, BlockedMoves, npt.NDArray[np.bool_]]:
    """Start, cell, mask and inside by shape; ``blocked`` is empty before and after."""
    flat = blocked.reshape(-1)
    shape_count = len(edges.shape_start) - 1
    start = np.zeros(shape_count + 1, np.int64)
    cells, masks, insides = np.empty(1024, np.int64), np.empty(1024, blocked.dtype), np.zeros(1024, np.bool_)
    touched, total = np.empty(1024, np.int64), 0
    is_inside_here = np.zeros(len(flat), np.bool_)
    for shape in range(shape_count):
        first, end = edges.shape_start[shape], edges.shape_start[shape + 1]
        touched, count = _block_crossing(blocked, touched, 0, edges, first, end, moves)
        touched, count, inside = _block_inside(blocked, touched, count, edges, first, end, moves)
        while total + count > len(cells):
            cells = np.concatenate((cells, np.empty_like(cells)))
            masks = np.concatenate((masks, np.empty_like(masks)))
            insides = np.concatenate((insides, np.zeros_like(insides)))
        is_inside_here[inside] = True
        for place in range(count):
            cell = touched[place]
            cells[total], masks[total], insides[total] = cell, flat[cell], is_inside_here[cell]
            flat[cell] = 0
            total += 1
        is_inside_here[inside] = False
        start[shape + 1] = total
    return start, cells[:total], masks[:total], insides[:total]
