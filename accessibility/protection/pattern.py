"""The pattern: which cells of a table are hidden so far, and what an outsider can still derive."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from accessibility.highs import Floats
from accessibility.protection.atom_classes import AtomClasses
from accessibility.protection.bounds import independent_cells, told_cells
from accessibility.protection.cube import CountTable, Mask
from accessibility.protection.polytope import Goal, Polytope
from accessibility.protection.rules import Rules

_TOLERANCE: Final = 1e-6
_POOL: Final = 2000  # solutions kept; more cost more to look through than to solve anew


class Pattern:
    """A pattern of one table that cells can be hidden in and shown again.

    Atoms that no pattern tells apart are one *class*: what is shown by any pattern is made up of whole classes.
    Cells of the same classes are one *group*, told or hidden together; cells that can never be told are too if they
    reach the same classes, since then nothing can be derived of one and not of the other. All arrays go by
    group. Values are those of the core, all that is secret:

    ``reach``        of each group the classes that lie within it and those that it touches
    ``tellable``     the groups that some pattern tells: the rows of the polytope
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
        is_possible, wanted, counts = table.is_possible_cell(), table.is_wanted(), table.cells()
        self.cells = np.flatnonzero(is_possible)  # of the flat cube
        columns = np.flatnonzero(table.is_possible.ravel())
        sums = sp.csr_array(table.margin_sums()[self.cells][:, columns])
        can_be_told = told_cells(table, (wanted & (counts >= rules.k)) | known).ravel()[self.cells]
        classes = AtomClasses.of(sp.csr_array(sums[can_be_told]))
        every = classes.reach(sums)
        first, self._group = every.first_of_each()
        self.reach = every.some(first)
        self.core = classes.people(core.ravel()[columns])
        self.least = self.reach.within @ self.core
        self.value = self.reach.touching @ self.core  # of what can be told its count, of all else the most it can be
        self.tellable = np.unique(self._group[can_be_told])
        self.k = float(rules.k)
        self.is_small = self.groups_of(counts < rules.k)
        self.is_known = self.groups_of(known)
        is_wanted, is_refused = self.groups_of(wanted), self.groups_of(wanted & ~may_show)
        is_tellable = np.zeros(len(first), dtype=np.bool_)
        is_tellable[self.tellable] = True
        self.may_hide = is_tellable & is_wanted & ~is_refused & ~self.is_small & ~self.is_known
        self.weight = self._weights(counts.ravel()[self.cells][first])
        self.is_hidden = np.zeros(len(first), dtype=np.bool_)
        self.is_forced = np.zeros(len(first), dtype=np.bool_)
        self.widest_low = self.least.copy()  # the least values found with everything hidden that can be
        self._known = known
        self._wanted = wanted
        self.rows = sp.csr_array(self.reach.touching[self.tellable])
        free = np.full(len(self.tellable), np.inf)
        self.polytope = Polytope(self.rows, -free, free, point=self.core)
        self._lows = np.empty((_POOL, len(first)))  # of each group in each of the last solutions found
        self._highs = np.empty((_POOL, len(first)))
        self._found = 0
        self._refresh()

    def groups_of(self, mask: Mask) -> Mask:
        """Of each group whether the mask has any of its cells."""
        found = np.zeros(int(self._group.max(initial=-1)) + 1, dtype=np.bool_)
        np.logical_or.at(found, self._group, mask.ravel()[self.cells])
        return found

    def _weights(self, counts: npt.NDArray[np.int64]) -> Floats:
        """What is lost with each group that is hidden.

        1 for the smallest cell of all dimensions, 1 more for each doubling of the count, and 1 more for each
        dimension over which it sums, since those are the cells that are read first.
        """
        places = np.unravel_index(self.cells, self._table.cube_shape)
        sums_over = np.zeros(len(self.cells))
        for axis in range(1, len(places)):
            sums_over += places[axis] == self._table.cube_shape[axis] - 1
        most = np.zeros(len(counts))
        np.maximum.at(most, self._group, sums_over)
        return np.asarray(1.0 + most + np.log2(np.maximum(counts / self.k, 1.0)))

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
        is_held = self.groups_of(independent_cells(self._table, told))[self.tellable]
        value = self.value[self.tellable]
        self.polytope.hold(np.where(is_held, value, -np.inf), np.where(is_held, value, np.inf))
        found = min(self._found, _POOL)
        held = self.tellable[is_held]
        agrees = (np.abs(self._lows[:found, held] - self.value[held]) < _TOLERANCE).all(axis=1)
        self.low = np.minimum(self.least, self._lows[:found][agrees].min(axis=0, initial=np.inf))
        self.high = np.maximum(self.value, self._highs[:found][agrees].max(axis=0, initial=-np.inf))

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

    def failing(self) -> Mask:
        """Of each group whether an outsider comes too close to it."""
        return self._failing(None)

    def is_safe_showing(self, group: int) -> bool:
        """Whether nothing fails; those are asked first that a group which has just been shown is most of."""
        sizes = np.diff(self.reach.touching.indptr)
        return not self._failing(self.reach.touching @ self._classes_of(group) / sizes).any()

    def _failing(self, suspicion: Floats | None) -> Mask:
        must_hold = ~self.is_told
        goal = Goal(width=np.where(must_hold, self.k, 0.0), from_zero=must_hold & self.is_small, suspicion=suspicion)
        self.low, self.high = self.polytope.ranges(
            self.reach, goal, found=(self.low.copy(), self.high.copy()), each=self.keep
        )
        return goal.is_open(self.low, self.high)

    def _classes_of(self, group: int) -> Floats:
        classes = np.zeros(self.reach.touching.shape[1])
        touching = self.reach.touching
        classes[touching.indices[touching.indptr[group] : touching.indptr[group + 1]]] = 1.0
        return classes

    def keep(self, solution: Floats) -> None:
        """Widens the ranges by a solution that agrees with all that is told, and remembers it."""
        low, high = self.reach.within @ solution, self.reach.touching @ solution
        self._lows[self._found % _POOL], self._highs[self._found % _POOL] = low, high
        self._found += 1
        np.minimum(self.low, low, out=self.low)
        np.maximum(self.high, high, out=self.high)
