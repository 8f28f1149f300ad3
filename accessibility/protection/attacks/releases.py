"""Subtraction of releases: what two of them together tell of those who came or went between."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from accessibility.protection.attacks.differences import narrow
from accessibility.protection.attacks.outsider import TOLERANCE, Outsider
from accessibility.protection.cube import Cube, Mask


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Glimpse:
    """One release as it was told: cubes of the design.

    ``is_told``: whether a figure is told, afresh or held; ``values`` the figures; ``as_of``, datetime64[D], the day
    that each is of. ``low`` and ``high``: between which counts that figure says the cell to be on its day,
    inclusive; without a meaning where not told. ``counts``, for the judge alone: the true counts, of a held figure
    those of its day where the release is an earlier one.
    """

    day: np.datetime64
    is_told: Mask
    values: Cube
    as_of: npt.NDArray[np.datetime64]
    low: npt.NDArray[np.float64]
    high: npt.NDArray[np.float64]
    counts: Cube

    @property
    def is_fresh(self) -> Mask:
        """Of each cell whether what is told is of the day of the release."""
        return np.asarray(self.is_told & (self.as_of == self.day), dtype=np.bool_)


def moved_visibly(before: Glimpse, now: Glimpse, *, k: int) -> tuple[Mask, Mask]:
    """Of each cell told in both whether it changed by fewer than k, and whether what is told of it moved.

    A figure that moves with such a change, in value, date or status, tells somebody who knows all but one person
    whether that one is counted; so does one that stands still where any other change would have moved it.
    """
    is_tried = before.is_told & now.is_told & (np.abs(now.counts - before.counts) < k)
    has_moved = (now.values != before.values) | (now.as_of != before.as_of)
    return is_tried, is_tried & has_moved


def changes_proven(outsider: Outsider, before: Glimpse, now: Glimpse) -> tuple[Mask, Mask]:
    """Of each possible cell whether it changed by 1 to k-1, and whether subtraction proves that it changed.

    All figures of both releases are subtracted from each other as far as they are told afresh, wholes and parts alike.
    """
    table, k = outsider.truth, outsider.k
    is_possible = table.is_possible_cell()
    axes = range(1, is_possible.ndim)
    bounds = []
    for glimpse in (before, now):
        is_known = glimpse.is_fresh & is_possible
        low = np.where(is_known, glimpse.low, 0.0)
        high = np.where(is_known, glimpse.high, np.where(is_possible, np.inf, 0.0))
        bounds.append(narrow(table.units, low, high, over_units=True, over_axes=axes))
    (low_then, high_then), (low_now, high_now) = bounds
    least, most = narrow(table.units, low_now - high_then, high_now - low_then, over_units=True, over_axes=axes)
    change = np.abs(now.counts - before.counts)
    is_tried = is_possible & (change > 0) & (change < k)
    return is_tried, is_tried & ((least > TOLERANCE) | (most < -TOLERANCE))
