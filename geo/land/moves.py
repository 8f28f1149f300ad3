"""Moves between neighbouring cells, and which of them a river, a wall or a hazard blocks.

A move is the straight segment between two cell centres. It is blocked if it meets (touches or
crosses) a blocking line or polygon; a cell is inside a polygon only if its centre is. So a thin
river stops walkers without becoming a cell wide, and a polygon of any size keeps its effect.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Literal

import numba
import numpy as np
import numpy.typing as npt
import shapely
from rasterio.features import rasterize

from geo.grid import Grid

# The first eight moves reach the 8 neighbours, the first sixteen the knight's moves too, all 32 those
# of (1, 3) and (2, 3). Rows grow southwards. Bit k of a mask stands for move k; the move back is OPPOSITE[k].
MOVE_ROWS: Final = np.array(
    [-1, 0, 0, 1, -1, -1, 1, 1, -2, -2, -1, -1, 1, 1, 2, 2, -3, -3, -1, -1, 1, 1, 3, 3, -3, -3, -2, -2, 2, 2, 3, 3],
    dtype=np.int64,
)
MOVE_COLUMNS: Final = np.array(
    [0, -1, 1, 0, -1, 1, -1, 1, -1, 1, -2, 2, -2, 2, -1, 1, -1, 1, -3, 3, -3, 3, -1, 1, -2, 2, -3, 3, -3, 3, -2, 2],
    dtype=np.int64,
)
OPPOSITE: Final = np.array(
    [
        3,
        2,
        1,
        0,
        7,
        6,
        5,
        4,
        15,
        14,
        13,
        12,
        11,
        10,
        9,
        8,
        23,
        22,
        21,
        20,
        19,
        18,
        17,
        16,
        31,
        30,
        29,
        28,
        27,
        26,
        25,
        24,
    ],
    dtype=np.int64,
)

Neighbours = Literal[8, 16, 32]
BlockedMoves = npt.NDArray[np.uint8] | npt.NDArray[np.uint16] | npt.NDArray[np.uint32]
_MASK_TYPE: Final[dict[int, type[np.unsignedinteger[Any]]]] = {8: np.uint8, 16: np.uint16, 32: np.uint32}
_REACH: Final = {8: 1, 16: 2, 32: 3}  # cells; how far the moves go along one axis


def no_blocked_moves(grid: Grid, neighbours: Neighbours = 16) -> BlockedMoves:
    """A mask that blocks nothing, shape of the grid, of one bit for each move."""
    return np.zeros(grid.shape, dtype=_MASK_TYPE[neighbours])


def blocked_moves(grid: Grid, shapes: Sequence[shapely.Geometry], neighbours: Neighbours = 16) -> BlockedMoves:
    """The moves that meet any of the lines and polygons, as one mask per cell, shape of the grid.

    ``shapes`` are in the grid's CRS. Bit k of a cell is set if its move k is blocked; the bit of
    the move back is set in the other cell too.
    """
    blocked = no_blocked_moves(grid, neighbours)
    starts, ends = _edges(grid, shapes)
    bit: Any = np.left_shift(1, np.arange(neighbours), dtype=np.int64).astype(blocked.dtype)
    rows, columns, opposite_bit = MOVE_ROWS[:neighbours], MOVE_COLUMNS[:neighbours], bit[OPPOSITE[:neighbours]]
    _block_crossing(blocked, starts, ends, rows, columns, bit, opposite_bit, _REACH[neighbours])
    _block_inside(blocked, cells_inside(grid, shapes), rows, columns, bit, opposite_bit)
    return blocked


def move_count_of(blocked: BlockedMoves) -> int:
    """How many moves a mask has bits for: 8, 16 or 32."""
    return 8 * blocked.dtype.itemsize


def cells_inside(grid: Grid, shapes: Sequence[shapely.Geometry]) -> npt.NDArray[np.bool_]:
    """Whether each cell's centre lies in one of the polygons, shape of the grid. Lines hold nothing."""
    polygons = [shape for shape in shapes if shapely.get_dimensions(shape) == 2 and not shape.is_empty]  # noqa: PLR2004
    if not polygons:
        return np.zeros(grid.shape, dtype=np.bool_)
    burnt = rasterize(polygons, out_shape=grid.shape, transform=grid.affine, fill=0, default_value=1, dtype="uint8")
    return np.asarray(burnt == 1)


def segments_meet(
    starts: npt.NDArray[np.float64], ends: npt.NDArray[np.float64], shapes: Sequence[shapely.Geometry]
) -> npt.NDArray[np.bool_]:
    """Whether each segment meets any of the lines and polygons, shape (segments,).

    ``starts`` and ``ends`` are x, y of shape (segments, 2), in the CRS of the shapes.
    """
    is_met = np.zeros(len(starts), dtype=np.bool_)
    if len(starts) and len(shapes):
        segments = shapely.linestrings(np.stack([starts, ends], axis=1))
        is_met[np.unique(shapely.STRtree(np.asarray(shapes)).query(segments, predicate="intersects")[0])] = True
    return is_met


def _edges(grid: Grid, shapes: Sequence[shapely.Geometry]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Every edge of the shapes as (column, row) in which cell centres are whole numbers, two arrays (edges, 2)."""
    lines: list[shapely.Geometry] = []
    for shape in shapely.get_parts(np.asarray(shapes, dtype=object)):
        lines.extend(shapely.get_rings(shape) if shapely.get_dimensions(shape) == 2 else [shape])  # noqa: PLR2004
    if not lines:
        return np.empty((0, 2)), np.empty((0, 2))
    points, line = shapely.get_coordinates(lines, return_index=True)
    column, row = grid.fractional(points[:, 0], points[:, 1])
    centred = np.column_stack([column - 0.5, row - 0.5])
    is_edge = line[1:] == line[:-1]
    return np.ascontiguousarray(centred[:-1][is_edge]), np.ascontiguousarray(centred[1:][is_edge])


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
def _block_crossing(
    blocked: BlockedMoves,
    starts: npt.NDArray[np.float64],
    ends: npt.NDArray[np.float64],
    move_rows: npt.NDArray[np.int64],
    move_columns: npt.NDArray[np.int64],
    bit: BlockedMoves,
    opposite_bit: BlockedMoves,
    reach: int,
) -> None:
    """Set the bits of all moves that meet one of the edges."""
    rows, columns = blocked.shape
    for edge in range(len(starts)):
        ax, ay = starts[edge, 0], starts[edge, 1]
        bx, by = ends[edge, 0], ends[edge, 1]
        first = max(0, int(min(np.floor(ay), np.floor(by))) - reach)
        last = min(rows - 1, int(np.ceil(max(ay, by))) + reach)
        for row in range(first, last + 1):
            low_x, high_x = _span_near_row(ax, ay, bx, by, row, reach)
            left = max(0, int(np.floor(low_x)) - reach)
            right = min(columns - 1, int(np.ceil(high_x)) + reach)
            for column in range(left, right + 1):
                for move in range(len(move_rows)):
                    if move_rows[move] < 0 or (move_rows[move] == 0 and move_columns[move] < 0):
                        continue  # the other end sets both bits
                    to_row, to_column = row + move_rows[move], column + move_columns[move]
                    if to_row >= rows or to_column < 0 or to_column >= columns:
                        continue
                    if segments_touch(ax, ay, bx, by, column, row, to_column, to_row):
                        blocked[row, column] |= bit[move]
                        blocked[to_row, to_column] |= opposite_bit[move]


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
def _block_inside(
    blocked: BlockedMoves,
    is_inside: npt.NDArray[np.bool_],
    move_rows: npt.NDArray[np.int64],
    move_columns: npt.NDArray[np.int64],
    bit: BlockedMoves,
    opposite_bit: BlockedMoves,
) -> None:
    """Set the bits of all moves that start or end in a cell that is inside."""
    rows, columns = blocked.shape
    for row in range(rows):
        for column in range(columns):
            if not is_inside[row, column]:
                continue
            for move in range(len(move_rows)):
                blocked[row, column] |= bit[move]
                to_row, to_column = row + move_rows[move], column + move_columns[move]
                if 0 <= to_row < rows and 0 <= to_column < columns:
                    blocked[to_row, to_column] |= opposite_bit[move]
