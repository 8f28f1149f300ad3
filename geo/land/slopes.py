"""Moves that are too steep for some people."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from geo.grid import Grid
from geo.land.moves import MOVE_COLUMNS, MOVE_ROWS, OPPOSITE, BlockedMoves, move_count_of

_PERCENT = 100.0


def with_steep_moves(
    blocked: BlockedMoves,
    grid: Grid,
    elevation_m: npt.NDArray[np.float32],
    *,
    limit_percent: float,
    is_on_foot: npt.NDArray[np.bool_],
) -> BlockedMoves:
    """The blocked moves, and with them those steeper than a limit, up or down; inclusive: at the limit a move is open.

    The slope is the difference of the heights of the two end cells over the ground length of the move, as
    in a search; where a height is unknown the move is level. Moves between two cells that nobody crosses
    on foot (``is_on_foot``, shape of the grid) stay as they are.
    """
    steep = blocked.copy()
    height = elevation_m.astype(np.float64)
    rows, columns = grid.shape
    for move in range(move_count_of(blocked)):
        down, right = int(MOVE_ROWS[move]), int(MOVE_COLUMNS[move])
        if down < 0 or (down == 0 and right < 0) or down >= rows or abs(right) >= columns:
            continue  # the other end sets both bits
        length_m = grid.step_length_m(rows=down, columns=right)[: rows - down, None]
        here = np.s_[: rows - down, max(0, -right) : columns - max(0, right)]
        there = np.s_[down:, max(0, right) : columns - max(0, -right)]
        with np.errstate(invalid="ignore"):
            is_steep = _PERCENT * np.abs(height[there] - height[here]) > limit_percent * length_m
        is_steep &= is_on_foot[here] | is_on_foot[there]
        steep[here] |= np.where(is_steep, _bit(blocked, move), blocked.dtype.type(0))
        steep[there] |= np.where(is_steep, _bit(blocked, int(OPPOSITE[move])), blocked.dtype.type(0))
    return steep


def all_moves_blocked(blocked: BlockedMoves) -> BlockedMoves:
    """A mask of the same shape that blocks every move."""
    return np.full_like(blocked, np.iinfo(blocked.dtype).max)


def _bit(blocked: BlockedMoves, move: int) -> np.unsignedinteger:
    return blocked.dtype.type(1 << move)
