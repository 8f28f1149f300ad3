"""The outsider: what is known of each figure before anything is worked out, and when too much has been."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from accessibility.highs import Floats
from accessibility.protection.bounds import told_cells
from accessibility.protection.cube import CountTable, Cube, Mask

TOLERANCE: Final = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outsider:
    """What somebody who reads a release knows of a table.

    ``truth`` is the table itself: an attack reads its design, and its counts as one table that agrees with
    what is told. ``is_told`` is a bool cube; ``low`` and ``high`` are float cubes: between which counts, inclusive,
    the outsider knows each cell to be. A cell where nobody can be is 0 for all to see, and of any other that is
    not told nothing is known but that it is not negative. ``is_small``, for the judge alone: cells with fewer than
    ``k`` people.
    """

    truth: CountTable
    is_told: Mask
    low: Floats
    high: Floats
    is_small: Mask
    k: int

    @property
    def is_hidden(self) -> Mask:
        """Of each cell whether somebody can be there and it is not told, nor follows from told ones by adding."""
        return np.asarray(self.truth.is_possible_cell() & ~told_cells(self.truth, self.is_told), dtype=np.bool_)

    def is_inferred(self, low: Floats, high: Floats) -> Mask:
        """Of each hidden cell whether these bounds come too close to it.

        Too close is an interval narrower than k, and one that proves somebody to be where fewer than k are. Cells
        that hold the same people as told ones are no secret.
        """
        is_narrow = high - low < self.k - TOLERANCE
        return np.asarray(self.is_hidden & (is_narrow | (self.is_small & (low > TOLERANCE))), dtype=np.bool_)


def reads_counts(truth: CountTable, is_told: Mask, *, k: int) -> Outsider:
    """Who knows every told cell as it is, without rounding: stronger than anybody who reads what is published."""
    counts = truth.cells().astype(np.float64)
    return reads_between(truth, is_told, counts, counts, k=k)


def reads_rounded(truth: CountTable, is_told: Mask, values: Cube, *, base: int, k: int) -> Outsider:
    """Who reads told values that are less than ``base`` off, and knows that no told count is below k."""
    low = np.maximum(values - (base - 1), k).astype(np.float64)
    return reads_between(truth, is_told, low, (values + (base - 1)).astype(np.float64), k=k)


def reads_between(truth: CountTable, is_told: Mask, low: Floats, high: Floats, *, k: int) -> Outsider:
    """Who knows of every told cell between which counts it is."""
    is_possible = truth.is_possible_cell()
    told = is_told & is_possible
    return Outsider(
        truth=truth,
        is_told=told,
        low=np.where(told, low, 0.0),
        high=np.where(told, high, np.where(is_possible, np.inf, 0.0)),
        is_small=truth.cells() < k,
        k=k,
    )


def knows_who_moved(truth: CountTable, is_told: Mask, core: npt.NDArray[np.int64], *, k: int) -> Outsider:
    """Who knows every told cell as it is, and everyone but the core exactly.

    ``core``, of the shape of the counts and never above them, are those who were in every release unchanged. What
    is left to find out is the core alone; the judge still asks where fewer than k people are in all.
    """
    return replace(reads_counts(replace(truth, counts=core), is_told, k=k), is_small=truth.cells() < k)
