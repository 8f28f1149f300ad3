"""The pattern: which cells of a table are hidden so far, and what an outsider can still derive."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from accessibility.protection.bounds import first_of_each, independent_cells, told_cells
from accessibility.protection.cube import CountTable, Mask
from accessibility.protection.polytope import Goal, Polytope
from accessibility.protection.rules import Rules
from accessibility.protection.solver import Floats

Indices = npt.NDArray[np.int64]
_TOLERANCE: Final = 1e-6
_POOL: Final = 2000  # solutions kept; more cost more to look through than to solve anew


class Pattern:
    """A pattern of one table that cells can be hidden in and shown again.

    Cells of the same possible atoms are one *group*, told or hidden together. All arrays go by group, as
    do the row numbers of the polytope. Values are those of the core, all that is secret:

    ``may_hide``     wanted, large enough and allowed: shown unless hidden
    ``is_known``     told earlier: stays told
    ``is_forced``    has to be shown, since hidden it could not be protected
    ``is_hidden``    of the groups in ``may_hide`` whether they are hidden now
    """

    def __init__(
        self,
        table: CountTable,
        rules: Rules,
        *,
        core: npt.NDArray[np.int64] | None = None,
        known: Mask | None = None,
        may_show: Mask | None = None,
    ) -> None:
        """The pattern that shows all it may; absent masks: nothing known, everything may be shown."""
        self._table = table
        core = table.counts if core is None else core
        known = np.zeros(table.cube_shape, dtype=np.bool_) if known is None else known
        may_show = np.ones(table.cube_shape, dtype=np.bool_) if may_show is None else may_show
        is_possible = table.is_possible_cell()
        columns = np.flatnonzero(table.is_possible.ravel())
        self.cells = np.flatnonzero(is_possible)  # of the flat cube
        every = sp.csr_array(table.margin_sums()[self.cells][:, columns])
        first, self._group = first_of_each(every)
        self.sums = sp.csr_array(every[first])
        self.core = np.asarray(core.ravel()[columns], dtype=np.float64)
        self.value = np.asarray(self.sums @ self.core)
        self.count = table.cells().ravel()[self.cells][first]
        self.k = float(rules.k)
        self.is_small = self.count < rules.k
        wanted = table.is_wanted()
        self.is_known = self.groups_of(known)
        is_wanted, is_refused = self.groups_of(wanted), self.groups_of(wanted & ~may_show)
        self.may_hide = is_wanted & ~is_refused & ~self.is_small & ~self.is_known
        self.weight = self._weights(first)
        self.is_hidden = np.zeros(len(first), dtype=np.bool_)
        self.is_forced = np.zeros(len(first), dtype=np.bool_)
        self.widest_low = self.value.copy()  # the least values found with everything hidden that can be
        self._known = known
        self._wanted = wanted
        free = np.full(len(first), np.inf)
        self.polytope = Polytope(self.sums, -free, free, point=self.core)
        self._values = np.empty((_POOL, len(first)))  # of each group in each of the last solutions found
        self._found = 0
        self._refresh()

    def groups_of(self, mask: Mask) -> Mask:
        """Of each group whether the mask has any of its cells."""
        found = np.zeros(int(self._group.max(initial=-1)) + 1, dtype=np.bool_)
        np.logical_or.at(found, self._group, mask.ravel()[self.cells])
        return found

    def _weights(self, first: Indices) -> Floats:
        """What is lost with each group that is hidden.

        1 for the smallest cell of all dimensions, 1 more for each doubling of the count, and 1 more for each
        dimension over which it sums, since those are the cells that are read first.
        """
        places = np.unravel_index(self.cells, self._table.cube_shape)
        sums_over = np.zeros(len(self.cells))
        for axis in range(1, len(places)):
            sums_over += places[axis] == self._table.cube_shape[axis] - 1
        most = np.zeros(len(first))
        np.maximum.at(most, self._group, sums_over)
        return np.asarray(1.0 + most + np.log2(np.maximum(self.count / self.k, 1.0)))

    @property
    def shown(self) -> Mask:
        """The cells that are shown, as a cube."""
        return self._cube(self.is_forced | (self.may_hide & ~self.is_hidden))

    def _cube(self, groups: Mask) -> Mask:
        """The wanted cells of groups."""
        mask = np.zeros(self._table.cube_shape, dtype=np.bool_)
        mask.ravel()[self.cells] = groups[self._group]
        return np.asarray(mask & self._wanted)

    @property
    def loss(self) -> float:
        """The weight of all that is hidden though it might have been shown."""
        return float(self.weight[self.is_hidden].sum())

    @property
    def is_certain(self) -> Mask:
        """Of each group whether it has to be safe in every pattern that hides it.

        It need not if it is never wanted, but may follow from others by adding in some patterns.
        """
        with_all = told_cells(self._table, self._cube(self.is_forced | self.may_hide) | self._known)
        return self.may_hide | ~self.groups_of(with_all)

    def set_hidden(self, is_hidden: Mask) -> None:
        """Another pattern; solutions found before are kept where they agree with it."""
        self.is_hidden = is_hidden & self.may_hide
        self._refresh()

    def _refresh(self) -> None:
        told = told_cells(self._table, self.shown | self._known)
        self.is_told = self.groups_of(told)
        self._is_held = self.groups_of(independent_cells(self._table, told))
        self.polytope.hold(np.where(self._is_held, self.value, -np.inf), np.where(self._is_held, self.value, np.inf))
        values = self._values[: self._found]
        agrees = (np.abs(values[:, self._is_held] - self.value[self._is_held]) < _TOLERANCE).all(axis=1)
        self.low = np.minimum(self.value, values[agrees].min(axis=0, initial=np.inf))
        self.high = np.maximum(self.value, values[agrees].max(axis=0, initial=-np.inf))

    def must_show(self, groups: Mask) -> None:
        """Takes groups out of those that may be hidden; they are shown from now on."""
        self.may_hide &= ~groups
        self.is_forced |= groups
        self.set_hidden(self.is_hidden)

    def in_words(self, groups: Mask) -> list[str]:
        """The cells of groups, each by its unit and categories."""
        words = []
        for cell in self.cells[groups[self._group]]:
            unit, *places = np.unravel_index(cell, self._table.cube_shape)
            parts = [
                f"{dimension.name} {dimension.categories[place]}"
                for dimension, place in zip(self._table.dimensions, places, strict=True)
                if place < len(dimension.categories)
            ]
            words.append(", ".join([f"unit {self._table.units.ids[unit]}", *parts]))
        return words

    def failing(self, *, is_one_enough: bool = False) -> Mask:
        """Of each group whether an outsider comes too close to it; with ``is_one_enough`` of the first alone."""
        must_hold = ~self.is_told
        goal = Goal(
            width=np.where(must_hold, self.k, 0.0),
            from_zero=must_hold & self.is_small,
            is_one_failure_enough=is_one_enough,
        )
        self.low, self.high = self.polytope.ranges(
            self.sums, goal, found=(self.low.copy(), self.high.copy()), each=self.keep
        )
        return goal.is_open(self.low, self.high)

    def keep(self, solution: Floats) -> None:
        """Widens the ranges by a solution that agrees with all that is told, and remembers it."""
        values = self.sums @ solution
        self._values[self._found % _POOL] = values
        self._found += 1
        np.minimum(self.low, values, out=self.low)
        np.maximum(self.high, values, out=self.high)
