"""The audit: whether what is shown of a table lets an outsider come too close to any count that is not."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

import numpy as np
import numpy.typing as npt

from accessibility.protection.bounds import Told, bounds_of, independent_cells, told_cells
from accessibility.protection.cube import CountTable, Mask
from accessibility.protection.polytope import Goal
from accessibility.protection.rules import Rules


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Audit:
    """What an audit found.

    ``cells_checked`` is how many cells were looked at and ``is_every_cell`` whether those are all there are.
    ``narrowest_width`` is the width that every checked interval is known to have at least; inf if none was
    checked. ``failing`` is int64 (failing cells, axes): their places in the cube. ``programs_solved`` counts
    linear programs. ``already_failing`` is how many cells fail by what was known before: they are not among the
    failing ones, since what is shown tells nothing new.
    """

    cells_checked: int
    is_every_cell: bool
    narrowest_width: float
    failing: npt.NDArray[np.int64]
    programs_solved: int
    duration_s: float
    already_failing: int = 0

    @property
    def is_safe(self) -> bool:
        """Whether no checked cell fails that did not fail before."""
        return len(self.failing) == 0


def audit(  # noqa: PLR0913 - each is one thing that the outsider knows
    table: CountTable,
    is_shown: Mask,
    rules: Rules,
    *,
    core: npt.NDArray[np.int64] | None = None,
    known: Mask | None = None,
    only: Mask | None = None,
) -> Audit:
    """What an outsider who takes every shown cell at its exact count can derive of all the others.

    ``core``, of the shape of the counts and never above them, are the people who were in all earlier releases
    unchanged; the outsider is taken to know everyone else exactly. ``known`` are the cells told earlier. ``only``
    limits the check to some cells.

    A cell that is possible and does not follow from the told ones by adding fails if its interval is narrower
    than k, or if its count is below k and the outsider can tell that somebody of the core is in it. A cell that
    is shown, was not told earlier and is below k fails as well. Where nothing is shown that does not follow from the
    known cells, whoever knows these and the changes learns nothing, so what fails did so before.
    """
    start = perf_counter()
    core = table.counts if core is None else core
    known = np.zeros(table.cube_shape, dtype=np.bool_) if known is None else known
    is_possible = table.is_possible_cell()
    is_small = table.cells() < rules.k
    is_told = told_cells(table, is_shown | known)
    must_hold = is_possible & ~is_told
    checked = must_hold if only is None else must_hold & only
    failing = is_possible & is_shown & ~known & is_small
    width, solved = np.empty(0), 0
    if checked.any():
        sums = table.margin_sums()
        rows = sums[np.flatnonzero(independent_cells(table, is_told))]
        values = np.asarray(rows @ core.ravel().astype(np.float64))
        goal = Goal(width=np.full(int(checked.sum()), float(rules.k)), from_zero=is_small[checked])
        low, high, solved = bounds_of(
            sums[np.flatnonzero(checked)],
            [Told(rows=rows, low=values, high=values)],
            is_possible=table.is_possible.ravel(),
            point=core.ravel(),
            goal=goal,
        )
        width = high - low
        failing[checked] = goal.is_open(low, high)
    already = 0
    if known.any() and not (is_possible & is_shown & ~told_cells(table, known)).any():
        is_open = failing & must_hold
        already = int(is_open.sum())
        failing &= ~is_open
    return Audit(
        cells_checked=int(checked.sum()),
        is_every_cell=bool((checked == must_hold).all()),
        narrowest_width=round(float(width.min(initial=np.inf)), 6),
        failing=np.argwhere(failing),
        programs_solved=solved,
        duration_s=perf_counter() - start,
        already_failing=already,
    )
