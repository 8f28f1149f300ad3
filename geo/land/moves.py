"""Moves between neighbouring cells, and which of them a river, a wall or a hazard blocks.

A move is the straight segment between two cell centres. It is blocked if it meets (touches or
crosses) a blocking line or polygon; a cell is inside a polygon only if its centre is. So a thin
river stops walkers without becoming a cell wide, and a polygon of any size keeps its effect.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt
import shapely

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


def no_blocked_moves(grid: Grid, neighbours: Neighbours = 16) -> BlockedMoves:
    """A mask that blocks nothing, shape of the grid, of one bit for each move."""
    return np.zeros(grid.shape, dtype=_MASK_TYPE[neighbours])


def move_count_of(blocked: BlockedMoves) -> int:
    """How many moves a mask has bits for: 8, 16 or 32."""
    return 8 * blocked.dtype.itemsize


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
