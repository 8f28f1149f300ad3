"""The stencil: which cells the straight line of each move crosses, and which corners it touches."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from geo.land import MOVE_COLUMNS, MOVE_ROWS

_HALF: Final = Fraction(1, 2)
MOST_PAIRS: Final = 3


class Stencil(NamedTuple):
    """The first M moves; all arrays begin with M. A cell is given as (rows, columns) from the start.

    The cells that a move crosses come in pairs, the two of a pair being alike seen from either end;
    the first pair is the move's own ends. ``pair_count``: how many pairs. ``pair_cells``:
    (M, 3, 2, 2), pair, which of the two, rows and columns. ``pair_share``: (M, 3), the share of the
    move's length in each of the two. ``corner_count``, ``corner_cells`` (M, 1, 2, 2): the two cells
    that it squeezes between where it passes a corner.
    """

    rows: npt.NDArray[np.int64]
    columns: npt.NDArray[np.int64]
    pair_count: npt.NDArray[np.int64]
    pair_cells: npt.NDArray[np.int64]
    pair_share: npt.NDArray[np.float64]
    corner_count: npt.NDArray[np.int64]
    corner_cells: npt.NDArray[np.int64]


def stencil_of(neighbours: int) -> Stencil:
    """The stencil of 8, 16 or 32 neighbours."""
    count = neighbours
    pair_count, corner_count = np.zeros(count, np.int64), np.zeros(count, np.int64)
    pair_cells, corner_cells = np.zeros((count, MOST_PAIRS, 2, 2), np.int64), np.zeros((count, 1, 2, 2), np.int64)
    pair_share = np.zeros((count, MOST_PAIRS))
    for move in range(count):
        down, right = int(MOVE_ROWS[move]), int(MOVE_COLUMNS[move])
        crossed = cells_crossed(down, right)
        pair_count[move] = len(crossed) // 2
        for pair in range(len(crossed) // 2):
            (first, share), (second, _) = crossed[pair], crossed[-1 - pair]
            pair_cells[move, pair], pair_share[move, pair] = (first, second), float(share)
        for corner, cells in enumerate(corners_passed(down, right)):
            corner_cells[move, corner] = cells
            corner_count[move] = corner + 1
    return Stencil(
        rows=MOVE_ROWS[:count].copy(),
        columns=MOVE_COLUMNS[:count].copy(),
        pair_count=pair_count,
        pair_cells=pair_cells,
        pair_share=pair_share,
        corner_count=corner_count,
        corner_cells=corner_cells,
    )


@cache
def cells_crossed(down: int, right: int) -> tuple[tuple[tuple[int, int], Fraction], ...]:
    """The cells that the segment between two centres crosses, in order, with the share of its length in each.

    >>> [(cell, str(share)) for cell, share in cells_crossed(1, 2)]
    [((0, 0), '1/4'), ((0, 1), '1/4'), ((1, 1), '1/4'), ((1, 2), '1/4')]
    """
    cuts = [Fraction(0), *_border_crossings(down, right), Fraction(1)]
    middles = [(start + end) / 2 for start, end in pairwise(cuts)]
    cells = [(_nearest(middle * down), _nearest(middle * right)) for middle in middles]
    return tuple((cell, end - start) for cell, (start, end) in zip(cells, pairwise(cuts), strict=True))


@cache
def corners_passed(down: int, right: int) -> tuple[tuple[tuple[int, int], tuple[int, int]], ...]:
    """For each corner of cells on the segment, the two cells beside it that it does not cross."""
    corners = []
    for at in _border_crossings(down, right):
        row, column = at * down + _HALF, at * right + _HALF
        if row.denominator == 1 and column.denominator == 1:
            above, left = int(row) - 1, int(column) - 1
            four = {(above, left), (above, left + 1), (above + 1, left), (above + 1, left + 1)}
            first, second = sorted(four - {cell for cell, _ in cells_crossed(down, right)})
            corners.append((first, second))
    return tuple(corners)


def _border_crossings(down: int, right: int) -> list[Fraction]:
    """The shares of the way at which the segment crosses from one cell into another, each once, in order."""
    return sorted(
        {(border + _HALF) / length for length in (abs(down), abs(right)) if length for border in range(length)}
    )


def _nearest(value: Fraction) -> int:
    """The whole number nearest to a value that is never halfway between two."""
    return int((value + _HALF).__floor__())
