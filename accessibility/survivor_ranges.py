"""Ranges of what protected tables tell of survivors: from told figures and their sums alone, never from a record.

What is found here anybody can find who has the table, so that it tells nothing new. It is never narrower than
what an outsider can derive; what would need a search for the narrowest range is left wider.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from accessibility.protection import HELD, IMPOSSIBLE, Design, ProtectedTable, ProtectedTables

Floats = npt.NDArray[np.float64]
_MOST_ROUNDS: Final = 50  # each makes ranges narrower or ends it; to stop early only leaves them wider


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ToldRanges:
    """The least and the greatest count of each cell on one day: cubes of the design; ``high`` is inf if nothing bounds.

    ``is_told``: whether the cell's own figure is of that day. ``fits``: False where the figures contradict each
    other, and then no range means anything.
    """

    day: dt.date
    low: Floats
    high: Floats
    is_told: npt.NDArray[np.bool_]
    fits: bool


def figure_range(told: ProtectedTables, value: int) -> tuple[int, int]:
    """The least and greatest count that a told figure can stand for, both inclusive.

    A count goes to one of the two multiples of the base next to it, and none below k is told.
    """
    return max(value - told.rounding_base + 1, told.k), value + told.rounding_base - 1


def day_of_figure(table: ProtectedTable, cell: tuple[int, ...]) -> dt.date:
    """The day of the records that a figure is of."""
    day: dt.date = table.as_of[cell].astype("datetime64[D]").item()
    return day


def told_ranges(told: ProtectedTables, table: ProtectedTable) -> Iterator[ToldRanges]:
    """The ranges on each day that figures of a table are of, the day of the records first.

    A held figure stands for its own day and bounds nothing on another. Where noise was added no figure bounds a count,
    and there are no ranges. Cells in which nobody can be hold nobody on every day.
    """
    if table.noise_epsilon is not None:
        return
    days = {told.as_of, *(day.item() for day in np.unique(table.as_of[table.status == HELD]))}
    for day in sorted(days, reverse=True):
        is_told = table.is_told & (table.as_of == np.datetime64(day))
        low, high = np.zeros(table.status.shape), np.full(table.status.shape, np.inf)
        least = np.maximum(table.values - told.rounding_base + 1, told.k)
        low[is_told], high[is_told] = least[is_told], table.values[is_told] + told.rounding_base - 1
        high[table.status == IMPOSSIBLE] = 0.0
        for _ in range(_MOST_ROUNDS):
            before = low.copy(), high.copy()
            _narrow(told.design, low, high)
            if (low > high).any() or (np.array_equal(low, before[0]) and np.array_equal(high, before[1])):
                break
        yield ToldRanges(day=day, low=low, high=high, is_told=is_told, fits=bool((low <= high).all()))


def _narrow(design: Design, low: Floats, high: Floats) -> None:
    """One round, in place: each whole against the sum of its parts, over places and over categories."""
    for axis in range(1, low.ndim):
        lows, highs = np.moveaxis(low, axis, 0), np.moveaxis(high, axis, 0)  # views
        _narrow_sum(lows, highs, parts=np.arange(len(lows) - 1), whole=len(lows) - 1)
    for row in np.flatnonzero(~design.units.is_leaf):
        _narrow_sum(low, high, parts=design.units.children_of(int(row)), whole=int(row))


def _narrow_sum(low: Floats, high: Floats, *, parts: npt.NDArray[np.int64], whole: int) -> None:
    """Narrow a whole and its parts, in place; rows of ``low`` and ``high`` are the cells."""
    part_low, part_high = low[parts], high[parts]
    low[whole] = np.maximum(low[whole], part_low.sum(axis=0))
    high[whole] = np.minimum(high[whole], part_high.sum(axis=0))
    high[parts] = np.minimum(part_high, high[whole] - (part_low.sum(axis=0) - part_low))
    # the others at their greatest; endless if any other is
    is_endless = np.isinf(part_high)
    bounded = np.where(is_endless, 0.0, part_high)
    others = bounded.sum(axis=0) - bounded
    has_endless = is_endless.sum(axis=0) - is_endless > 0
    low[parts] = np.maximum(part_low, np.where(has_endless, 0.0, low[whole] - others))


def share_range(
    inside: tuple[float, float], outside: tuple[float, float], whole: tuple[float, float]
) -> tuple[float, float]:
    """The least and greatest share inside, from ranges of the people inside, outside and together; NaN of nobody.

    >>> share_range((10, 14), (10, 14), (20, 28))
    (0.4166666666666667, 0.5833333333333333)
    >>> share_range((0, float("inf")), (10, 14), (20, 40))
    (0.3, 0.75)
    """
    least = _least_share(inside, outside, whole)
    greatest = 1 - _least_share(outside, inside, whole)
    return least, greatest


def _least_share(inside: tuple[float, float], outside: tuple[float, float], whole: tuple[float, float]) -> float:
    """The least share inside: as few inside and as many outside as the ranges allow together."""
    few, many = inside[0], min(outside[1], whole[1] - inside[0])
    if few + many < whole[0]:
        few = whole[0] - many
    if np.isinf(many):
        return 0.0
    return few / (few + many) if few + many > 0 else float("nan")
