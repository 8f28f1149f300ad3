"""The proof: what is told of a large table so far, and of every cell the range that is proven of it.

All arrays are (units, cells of one unit) or (leaves, atoms of one unit), in the table's order; the last cell of a
unit is its total. A range is kept as the least and the greatest *change* of the true count: the change in some
table that an outsider cannot tell from the true one. So it can only be too narrow, never too wide.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from accessibility.highs import Floats
from accessibility.protection.bounds import told_cells
from accessibility.protection.cube import CountTable, Mask
from accessibility.protection.pool import MOST_KINDS, Pool, kinds_of
from accessibility.protection.rules import Rules
from geo.errors import UnsafeTableError

TOLERANCE: Final = 1e-6
LEAST_POOL: Final = 3  # leaves
MOST_TABLES: Final = 60  # that a leaf's splits are proven with; more find hardly anything more
FIRST_WITNESSES: Final = 60  # changes of a pool that are kept whatever they reach
RESERVE_K: Final = 4.0  # of each kind of people a pool should hold so many k, if it can
# the share of its people that a family keeps in its pool: measured on 500 areas of 60 people, less than 0.3 lets the
# other leaves show less, and more does not let them show more
RESERVE_SHARE: Final = 0.3


@dataclass(slots=True, kw_only=True, eq=False)
class Family:
    """A parent's leaves: those in the pool, and those that show more than their total.

    A leaf that has no other leaf beside it is a family of its own, and its own ``unit``. ``leaves`` are the rows of
    the units, ``stock`` (leaves, atoms) the people of the core in a table that agrees with all that is told. Of the
    pool: ``people`` (atoms,), ``people_sums`` (cells,), and changes of it that are possible: ``moves`` and
    ``keys`` are made up for by other families, ``witnesses`` by other leaves of this one as well.
    """

    unit: int
    leaves: npt.NDArray[np.int64]  # unit rows
    in_pool: Mask
    stock: Floats  # (leaves, atoms)
    possible: Mask
    by_split: Mask  # of each leaf whether it shows nested sums only
    keys: list[Floats] = field(default_factory=list)  # of the changes of the parent those that reach furthest
    witnesses: list[Floats] = field(default_factory=list)  # changes of the pool, from its stock
    moves: list[Floats] = field(default_factory=list)  # changes of the parent
    pool: Pool | None = None
    reach: Floats | None = None
    tables: Floats | None = None
    joining: list[int] = field(default_factory=list)
    people_sums: Floats = field(default_factory=lambda: np.zeros(0))
    people: Floats = field(default_factory=lambda: np.zeros(0))


def _part_lists(sizes: list[int]) -> list[tuple[int, npt.NDArray[np.int64]]]:
    """Every cell of a unit that sums over a dimension, with the cells that it is the sum of."""
    numbers = np.arange(int(np.prod([size + 1 for size in sizes]))).reshape([size + 1 for size in sizes])
    lines = [np.moveaxis(numbers, axis, -1).reshape(-1, size + 1) for axis, size in enumerate(sizes)]
    return [(int(line[-1]), line[:-1]) for part in lines for line in part]


class Proof:
    """What is told of a table, and what is proven of the rest."""

    def __init__(
        self, table: CountTable, rules: Rules, *, core: npt.NDArray[np.int64], known: Mask, may_show: Mask
    ) -> None:
        """The pattern that shows all it may; nothing is proven yet."""
        self.table, self.k = table, float(rules.k)
        units = table.units
        self.parent = units.parent
        self.size = len(units.ids)
        self.leaf_rows = units.leaf_rows
        cats = [len(d.categories) for d in table.dimensions]
        # which atoms of a unit make up each of its cells: (cells, atoms) of ones
        self.margins: Floats = np.ones((1, 1))
        for size in cats:
            self.margins = np.asarray(np.kron(self.margins, np.vstack([np.eye(size), np.ones((1, size))])))
        self.types, self.atoms = self.margins.shape
        shape = (self.size, self.types)
        self.count = table.cells().reshape(shape)
        self.core = core.reshape(len(self.leaf_rows), -1).astype(np.float64)
        core_cells = np.asarray(table.cube_of(core)).reshape(shape)
        self.drop = np.where(self.count < self.k, core_cells, 0).astype(np.float64)
        self.core_cells = core_cells
        self.possible_leaf = table.is_possible.reshape(len(self.leaf_rows), -1)
        self.possible = table.is_possible_cell().reshape(shape)
        self.known = known.reshape(shape) & self.possible
        self.eligible = table.is_wanted().reshape(shape) & self.possible & may_show.reshape(shape)
        self.eligible &= self.count >= self.k
        self.shown = self.eligible.copy()
        self.low = np.zeros(shape)
        self.high = np.zeros(shape)
        self.total = self.types - 1
        over = sum(np.indices([n + 1 for n in cats])[j] == n for j, n in enumerate(cats)) if cats else np.zeros(())
        self.weight = 1.0 + np.ravel(over)[None, :] + np.log2(np.maximum(self.count / self.k, 1.0))
        self.part_lists = _part_lists(cats)
        self.solved = 0
        self.random = np.random.default_rng(0)
        self.children: list[list[int]] = [[] for _ in range(self.size)]
        for row in range(1, self.size):
            self.children[self.parent[row]].append(row)
        self.families: dict[int, Family] = {}
        self.leaf_number = {int(row): number for number, row in enumerate(self.leaf_rows)}
        self._gather_families()
        siblings = np.zeros(shape, dtype=np.int64)
        np.add.at(siblings, self.parent[1:], self.possible[1:].astype(np.int64))
        # of each cell whether nobody can be in that of any sibling, so that it is told with the parent's
        self.is_only = self.possible & (siblings[self.parent] == 1)
        # a parent's rare people must be able to become k, so that any of its leaves can have k of them
        self.aim = np.full(shape, -np.inf)
        for unit in self.families:
            self.aim[unit] = np.where(self.count[unit] < self.k, self.k - core_cells[unit], -np.inf)
        self.families_below: list[list[int]] = [[] for _ in range(self.size)]
        for unit in self.families:
            for row in self.and_above(unit):
                self.families_below[row].append(unit)
        self.below_set = [frozenset(x) for x in self.families_below]
        self.retell()

    def _gather_families(self) -> None:
        for row in range(self.size):
            children = self.children[row] if self.size > 1 else [0]
            mine = [unit for unit in children if unit in self.leaf_number and self.possible[unit, self.total]]
            if mine:
                numbers = [self.leaf_number[unit] for unit in mine]
                # a leaf without other leaves beside it is its own parent: all that it shows are constraints
                unit = row if len(mine) > 1 else mine[0]
                self.families[unit] = Family(
                    unit=unit,
                    leaves=np.array(mine),
                    in_pool=np.ones(len(mine), dtype=np.bool_),
                    stock=self.core[numbers].copy(),
                    possible=self.possible_leaf[numbers],
                    by_split=np.zeros(len(mine), dtype=np.bool_),
                )

    def and_above(self, unit: int) -> list[int]:
        """A unit and all that it is part of."""
        rows = [unit]
        while rows[-1]:
            rows.append(int(self.parent[rows[-1]]))
        return rows

    def retell(self) -> None:
        """Find anew what follows from the shown cells by adding."""
        cube = (self.shown | self.known).reshape(self.table.cube_shape)
        self.told = told_cells(self.table, cube).reshape(self.shown.shape)

    def retell_unit(self, unit: int) -> None:
        """Find anew what is told of one unit."""
        told, possible = self.shown[unit] | self.known[unit], self.possible[unit]
        if unit:
            told |= self.told[self.parent[unit]] & self.is_only[unit]
        while True:
            now = told.copy()
            for whole, parts in self.part_lists:
                mine = parts[possible[parts]]
                if now[whole] and len(mine) == 1:
                    now[mine] = True
                elif possible[whole] and now[mine].all():
                    now[whole] = True
            if (now == told).all():
                break
            told = now
        self.told[unit] = told

    def fixed(self, unit: int) -> npt.NDArray[np.int64]:
        """The cells of a unit that an outsider is told."""
        return np.flatnonzero(self.shown[unit] | self.known[unit])

    def is_open(self) -> Mask:
        """Of each cell whether it must not be told and is not yet proven safe."""
        wide = self.high - self.low >= self.k - TOLERANCE
        return self.possible & ~self.told & ~(wide & (self.low <= -self.drop + TOLERANCE))

    def open_of(self, unit: int) -> npt.NDArray[np.int64]:
        """The cells of a unit that are still to be widened."""
        low, high = self.low[unit], self.high[unit]
        done = (
            (high - low >= self.k - TOLERANCE)
            & (low <= -self.drop[unit] + TOLERANCE)
            & (high >= self.aim[unit] - TOLERANCE)
        )
        return np.flatnonzero(self.possible[unit] & ~self.told[unit] & ~done)

    def is_done(self, unit: int, m: int) -> bool:
        """Whether a cell is safe, and reaches as far as other cells need it to."""
        return self.is_safe(unit, m) and self.high[unit, m] >= self.aim[unit, m] - TOLERANCE

    def is_safe(self, unit: int, m: int) -> bool:
        """Whether a cell is proven safe."""
        low, high = self.low[unit, m], self.high[unit, m]
        return bool(high - low >= self.k - TOLERANCE and low <= -self.drop[unit, m] + TOLERANCE)

    def hide(self, unit: int, m: int) -> None:
        """Hide a shown cell."""
        self.shown[unit, m] = False
        self.told[unit, m] = False

    def note(self, unit: int, change: Floats) -> None:
        """Widen the ranges of a unit by one change of its cells that is possible."""
        np.minimum(self.low[unit], change, out=self.low[unit])
        np.maximum(self.high[unit], change, out=self.high[unit])

    def hide_all(self) -> None:
        """Show nothing: of each cell anything could be true then."""
        self.shown[:] = False
        self.told[:] = False
        self.low = -self.core_cells.astype(np.float64)
        self.high = np.full(self.low.shape, np.inf)

    def demote(self, f: Family, i: int, *, total: bool = False) -> None:
        """Show no more than the total of a leaf, and not even that with ``total``; it joins the pool if it can."""
        unit = f.leaves[i]
        has_total = self.shown[unit, self.total] and not total
        self.shown[unit] = False
        self.shown[unit, self.total] = has_total
        if not self.known[unit, : self.total].any():
            f.in_pool[i] = True
        f.pool = None
        self.retell_unit(unit)

    def settle(self, f: Family) -> None:
        """Choose the pool: the leaves that lose least for what they bring, until it is large enough."""
        shows = self.shown[f.leaves] | self.known[f.leaves]
        f.in_pool = ~shows[:, : self.total].any(axis=1) | (f.unit == f.leaves[0])
        if f.unit == f.leaves[0]:
            return
        sizes = f.stock.sum(axis=1)
        told_total = self.shown[f.leaves, self.total] & ~self.known[f.leaves, : self.total].any(axis=1)
        f.by_split = told_total
        can = ~f.in_pool & ~self.known[f.leaves, : self.total].any(axis=1)
        need = np.minimum(RESERVE_K * self.k, f.stock.sum(axis=0)) - f.stock[f.in_pool].sum(axis=0)
        loss = np.maximum((self.weight[f.leaves] * self.shown[f.leaves])[:, : self.total].sum(axis=1), 1.0)
        while can.any():
            people = sizes[f.in_pool].sum()
            if f.in_pool.sum() >= LEAST_POOL and people >= RESERVE_K * self.k and people >= RESERVE_SHARE * sizes.sum():
                break
            gain = np.minimum(np.maximum(need, 0.0), f.stock).sum(axis=1) + 1e-3
            i = int(np.argmax(np.where(can, gain / loss, -1.0)))
            can[i] = False
            need -= f.stock[i]
            self.demote(f, i)
        self.settle_rest(f)

    def settle_rest(self, f: Family) -> None:
        """Hide totals until those that are hidden cannot be told from the others."""
        if f.unit == f.leaves[0]:
            return
        while True:
            has_total = self.shown[f.leaves, self.total] | self.known[f.leaves, self.total]
            rest = f.in_pool & ~has_total
            if not rest.any() or (rest.sum() > 1 and f.stock[rest].sum() >= self.k):
                return
            if not self.grow_rest(f):
                return

    def grow_rest(self, f: Family) -> bool:
        """Hide the total of the smallest leaf that shows one; False if there is none."""
        sizes = f.stock.sum(axis=1)
        can = self.shown[f.leaves, self.total] & ~self.known[f.leaves].any(axis=1)
        order = sorted(np.flatnonzero(can), key=lambda i: (not f.in_pool[i], sizes[i]))
        if not order:
            return False
        self.demote(f, int(order[0]), total=True)
        return True

    def pool_of(self, f: Family) -> Pool:
        """The pool as it is now."""
        if f.pool is None:
            if len(kinds_of(f.possible[f.in_pool])) > MOST_KINDS:
                self._free(f)
            rows = f.leaves[f.in_pool]
            f.tables = None
            f.pool = Pool(
                totals=f.stock[f.in_pool].sum(axis=1),
                is_possible=f.possible[f.in_pool],
                has_total=self.shown[rows, self.total] | self.known[rows, self.total],
            )
            f.people = np.maximum(self.core_of(f) - f.stock[~f.in_pool].sum(axis=0), 0.0)
            f.people_sums = self.margins @ f.people
        return f.pool

    def _free(self, f: Family) -> None:
        """Hide the totals of a pool of more kinds of people than can be reckoned with."""
        for i in np.flatnonzero(f.in_pool).tolist():
            if self.known[f.leaves[i], self.total]:
                raise UnsafeTableError([f"unit {self.table.units.ids[f.leaves[i]]}"])
            if self.shown[f.leaves[i], self.total]:
                self.demote(f, i, total=True)

    def people(self, f: Family) -> Floats:
        """The people of the pool by atom."""
        self.pool_of(f)
        return f.people

    def core_of(self, f: Family) -> Floats:
        """The people of all leaves by atom."""
        return np.asarray(self.core[[self.leaf_number[int(unit)] for unit in f.leaves]].sum(axis=0), dtype=np.float64)

    def keep(self, f: Family, change: Floats) -> bool:
        """Keep a change of the pool if it widens what its leaves may hold; whether it does."""
        have, new = f.people_sums, self.margins @ change
        if f.reach is None:
            f.reach = np.zeros((3, self.types))
        most, least, others = f.reach
        rest = new[-1] - new
        is_narrow = most - least < self.k
        is_held = (self.drop[f.unit] > 0) & (have + least > TOLERANCE)
        widens = (new > most + TOLERANCE) & (is_narrow | (have + most < self.k))
        widens |= (new < least - TOLERANCE) & (is_narrow | is_held)
        widens |= (rest > others + TOLERANCE) & (have[-1] - have + others < self.k)
        if not widens.any() and len(f.witnesses) >= FIRST_WITNESSES:
            return False
        f.witnesses.append(change)
        np.maximum(most, new, out=most)
        np.minimum(least, new, out=least)
        np.maximum(others, rest, out=others)
        return True

    def tables_of(self, f: Family) -> Floats:
        """The fewest changes of a pool found, none first, in which it has as much of everyone as in any."""
        if f.tables is None:
            changes = np.array([np.zeros(self.atoms), *f.keys])
            most = np.minimum((f.people + changes) @ self.margins.T, self.k)
            chosen, have = [0], most[0].copy()
            while len(chosen) < MOST_TABLES:
                gain = np.maximum(most - have, 0.0).sum(axis=1)
                best = int(np.argmax(gain))
                if gain[best] < TOLERANCE:
                    break
                chosen.append(best)
                np.maximum(have, most[best], out=have)
            f.tables = changes[chosen]
        return f.tables
