"""Which moves of each cell are open: every rule about barriers, corners and blocked lines, in one mask."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from accessibility.search.engine import compiled
from accessibility.search.stencil import Stencil
from geo.land import BlockedMoves, Land


def open_moves(
    land: Land, stencil: Stencil, *, blocked: BlockedMoves, is_corner_crossing_allowed: bool
) -> npt.NDArray[Any]:
    """Bit k of a cell says whether its move k is allowed, flat, in the smallest type that holds all moves.

    A move is open if both its ends are passable, no cell that it crosses is a barrier or without
    land data, its line meets nothing that blocks, and, unless corners may be crossed, it does not
    squeeze between two cells that are. ``blocked`` has a bit for each move of the stencil.
    """
    count = len(stencil.rows)
    mask = np.zeros(land.grid.shape, {8: np.uint8, 16: np.uint16, 32: np.uint32}[count])
    bit = np.left_shift(1, np.arange(count), dtype=np.int64).astype(mask.dtype)
    is_crossable = np.isfinite(land.pace)
    _open(mask, bit, blocked, land.is_passable, is_crossable, stencil, is_corner_crossing_allowed)
    return mask.ravel()


@compiled
def _open(
    mask: npt.NDArray[Any],
    bit: npt.NDArray[Any],
    blocked: BlockedMoves,
    is_passable: npt.NDArray[np.bool_],
    is_crossable: npt.NDArray[np.bool_],
    stencil: Stencil,
    is_corner_crossing_allowed: bool,  # noqa: FBT001 - a compiled kernel takes its arguments by place
) -> None:
    rows, columns = mask.shape
    none = bit[0] ^ bit[0]
    for row in range(rows):
        for move in range(len(bit)):
            down, right = stencil.rows[move], stencil.columns[move]
            first, last = max(0, -right), min(columns, columns - right)
            if not 0 <= row + down < rows or first >= last:
                continue
            is_open = is_passable[row, first:last] & is_passable[row + down, first + right : last + right]
            for pair in range(1, stencil.pair_count[move]):
                for one in range(2):
                    to_row, to_column = stencil.pair_cells[move, pair, one]
                    is_open &= is_crossable[row + to_row, first + to_column : last + to_column]
            if not is_corner_crossing_allowed:
                for corner in range(stencil.corner_count[move]):
                    (row_a, column_a), (row_b, column_b) = stencil.corner_cells[move, corner]
                    is_open &= (
                        is_crossable[row + row_a, first + column_a : last + column_a]
                        | is_crossable[row + row_b, first + column_b : last + column_b]
                    )
            line, shown = mask[row, first:last], bit[move]
            for place in range(last - first):
                line[place] |= shown if is_open[place] else none
        line, held = mask[row], blocked[row]
        for place in range(columns):
            line[place] &= ~held[place]
