"""Patterns of large tables (draft)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import reduce
from time import perf_counter
from typing import Final

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from accessibility.protection.audit import Audit
from accessibility.protection.bounds import told_cells
from accessibility.protection.chains import merge_chains, merge_mask
from accessibility.protection.cube import CountTable, Mask
from accessibility.protection.pool import Pool
from accessibility.protection.program import Program
from accessibility.protection.rules import Rules
from accessibility.protection.solver import Floats
from accessibility.protection.splits import Splits
from geo.errors import UnsafeTableError
from geo.progress import Progress, silent

_TOL: Final = 1e-6
RESERVE_K = 4.0
RESERVE_SHARE = 0.3
MOST_BLOCKS = 10
PARTNERS = 2
FIRST_WITNESSES = 60
BREAKDOWN_K = 1e9
MOST_PROGRAMS = 250
MOST_TABLES = 60


@dataclass(slots=True, eq=False)
class Family:
    """A parent's leaves: those in the pool, and those that show more than their total."""

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


@dataclass(slots=True, eq=False)
class Question:
    """A program, whose rows stand for cells, and how its solutions read."""

    program: Program
    owners: list[list[tuple[int, int]]]
    weights: Callable[[int, Floats], Floats]
    observe: Callable[[Floats], None]
    offset: Callable[[int, int, float, float], float]  # of a change of a cell: the least weighted sum


class Large:
    def __init__(self, table: CountTable, rules: Rules, *, core: npt.NDArray[np.int64], known: Mask, may_show: Mask):
        self.table, self.rules, self.k = table, rules, float(rules.k)
        units = table.units
        self.parent = units.parent
        self.size = len(units.ids)
        self.leaf_rows = units.leaf_rows
        cats = [len(d.categories) for d in table.dimensions]
        self.margins = reduce(np.kron, [np.vstack([np.eye(n), np.ones((1, n))]) for n in cats], np.ones((1, 1)))
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
        numbers = np.arange(self.types).reshape([n + 1 for n in cats])
        self.part_lists = []
        for axis in range(len(cats)):
            moved = np.moveaxis(numbers, axis, -1).reshape(-1, cats[axis] + 1)
            self.part_lists += [(int(line[-1]), line[:-1]) for line in moved]
        self.solved = 0
        self.random = np.random.default_rng(0)
        self.children: list[list[int]] = [[] for _ in range(self.size)]
        for row in range(1, self.size):
            self.children[self.parent[row]].append(row)
        self.ancestors_of: dict[int, tuple[int, ...]] = {}
        self.families: dict[int, Family] = {}
        leaf_number = {int(row): i for i, row in enumerate(self.leaf_rows)}
        self.leaf_number = leaf_number
        for row in range(self.size):
            if self.size == 1:
                mine = [0]
            else:
                mine = [c for c in self.children[row] if c in leaf_number and self.possible[c, self.total]]
            if mine:
                numbers = [leaf_number[c] for c in mine]
                # a leaf without other leaves beside it is its own parent: all that it shows are constraints
                unit = row if len(mine) > 1 else mine[0]
                self.families[unit] = Family(
                    unit,
                    np.array(mine),
                    np.ones(len(mine), bool),
                    self.core[numbers].copy(),
                    self.possible_leaf[numbers],
                    np.zeros(len(mine), bool),
                )
        # a parent's rare people must be able to become k, so that any of its leaves can have k of them
        self.aim = np.full(shape, -np.inf)
        for unit in self.families:
            self.aim[unit] = np.where(self.count[unit] < self.k, self.k - core_cells[unit], -np.inf)
        self.families_below: list[list[int]] = [[] for _ in range(self.size)]
        for f in self.families:
            row = f
            while row >= 0:
                self.families_below[row].append(f)
                row = int(self.parent[row]) if row else -1
        self.below_set = [frozenset(x) for x in self.families_below]
        self.retell()

    # -- state
    def retell(self) -> None:
        cube = (self.shown | self.known).reshape(self.table.cube_shape)
        self.told = told_cells(self.table, cube).reshape(self.shown.shape)

    def fixed(self, unit: int) -> npt.NDArray[np.int64]:
        return np.flatnonzero(self.shown[unit] | self.known[unit])

    def is_open(self) -> Mask:
        wide = self.high - self.low >= self.k - _TOL
        return self.possible & ~self.told & ~(wide & (self.low <= -self.drop + _TOL))

    def open_of(self, unit: int) -> npt.NDArray[np.int64]:
        low, high = self.low[unit], self.high[unit]
        done = (high - low >= self.k - _TOL) & (low <= -self.drop[unit] + _TOL) & (high >= self.aim[unit] - _TOL)
        return np.flatnonzero(self.possible[unit] & ~self.told[unit] & ~done)

    def is_done(self, unit: int, m: int) -> bool:
        return self.is_safe(unit, m) and self.high[unit, m] >= self.aim[unit, m] - _TOL

    def is_safe(self, unit: int, m: int) -> bool:
        low, high = self.low[unit, m], self.high[unit, m]
        return bool(high - low >= self.k - _TOL and low <= -self.drop[unit, m] + _TOL)

    def hide(self, unit: int, m: int) -> None:
        self.shown[unit, m] = False
        self.told[unit, m] = False

    def note(self, unit: int, change: Floats) -> None:
        np.minimum(self.low[unit], change, out=self.low[unit])
        np.maximum(self.high[unit], change, out=self.high[unit])

    # -- pools
    def demote(self, f: Family, i: int, *, total: bool = False) -> None:
        unit = f.leaves[i]
        has_total = self.shown[unit, self.total] and not total
        self.shown[unit] = False
        self.shown[unit, self.total] = has_total
        if not self.known[unit, : self.total].any():
            f.in_pool[i] = True
        f.pool = None
        self.told[unit] &= self.shown[unit] | self.known[unit]

    def settle(self, f: Family) -> None:
        shows = self.shown[f.leaves] | self.known[f.leaves]
        f.in_pool = ~shows[:, : self.total].any(axis=1) | (f.unit == f.leaves[0])
        if f.unit == f.leaves[0]:
            return
        sizes = f.stock.sum(axis=1)
        told_total = self.shown[f.leaves, self.total] & ~self.known[f.leaves, : self.total].any(axis=1)
        f.by_split = (self.count[f.leaves, self.total] < self.by_program) & told_total
        can = ~f.in_pool & ~self.known[f.leaves, : self.total].any(axis=1)
        need = np.minimum(RESERVE_K * self.k, f.stock.sum(axis=0)) - f.stock[f.in_pool].sum(axis=0)
        loss = np.maximum((self.weight[f.leaves] * self.shown[f.leaves])[:, : self.total].sum(axis=1), 1.0)
        while can.any():
            people = sizes[f.in_pool].sum()
            if f.in_pool.sum() >= 3 and people >= RESERVE_K * self.k and people >= RESERVE_SHARE * sizes.sum():
                break
            gain = np.minimum(np.maximum(need, 0.0), f.stock).sum(axis=1) + 1e-3
            i = int(np.argmax(np.where(can, gain / loss, -1.0)))
            can[i] = False
            need -= f.stock[i]
            self.demote(f, i)
        self.settle_rest(f)

    def settle_rest(self, f: Family) -> None:
        if f.unit == f.leaves[0]:
            return
        while True:
            has_total = self.shown[f.leaves, self.total] | self.known[f.leaves, self.total]
            rest = f.in_pool & ~has_total
            if not rest.any() or (rest.sum() >= 2 and f.stock[rest].sum() >= self.k):
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
        self.demote(f, order[0], total=True)
        return True

    def pool_of(self, f: Family) -> Pool:
        if f.pool is None:
            rows = f.leaves[f.in_pool]
            f.tables = None
            f.pool = Pool(
                stock=f.stock[f.in_pool],
                is_possible=f.possible[f.in_pool],
                has_total=(self.shown | self.known)[rows, self.total],
            )
            f.people = np.maximum(self.core_of(f) - f.stock[~f.in_pool].sum(axis=0), 0.0)
            f.people_sums = self.margins @ f.people
        return f.pool

    # base shift: the pool's own stock by atom is kept as stock sum + shift
    def people(self, f: Family) -> Floats:
        self.pool_of(f)
        return f.people

    def core_of(self, f: Family) -> Floats:
        return self.core[[self.leaf_number[int(u)] for u in f.leaves]].sum(axis=0)

    # -- leaves that show more than a total
    def leaf_question(self, f: Family, i: int, *, with_moves: bool) -> Question:
        unit = int(f.leaves[i])
        pool = self.pool_of(f)
        people, stock = self.people(f), f.stock[i]
        n = self.atoms
        moves = np.array([*f.keys, *f.moves][:40]) if with_moves and f.moves else np.zeros((0, n))
        can_pool = pool.can_hold if len(pool.is_possible) else np.zeros(n, bool)
        fixed = self.fixed(unit)
        own = self.margins[fixed]
        both = people + stock
        into = np.hstack([-np.eye(n), moves.T])  # pool = both + into @ (x, lambda)
        blocks = [np.hstack([own, np.zeros((len(own), len(moves)))]), into]
        lows = [own @ stock, -both]
        highs = [own @ stock, np.where(can_pool, np.inf, -both)]
        if len(pool.is_possible):
            rows, low, high = pool.limits()
            blocks.append(rows @ into)
            lows.append(low - rows @ both)
            highs.append(high - rows @ both)
        if len(moves):
            blocks.append(np.hstack([np.zeros((1, n)), np.ones((1, len(moves)))]))
            lows.append(np.array([-np.inf]))
            highs.append(np.array([1.0]))
        upper = np.where(f.possible[i], np.maximum(both, 0) + 20 * self.k, 0.0)
        program = Program(
            sp.csr_array(np.vstack(blocks)),
            np.concatenate(lows),
            np.concatenate(highs),
            lower=np.zeros(n + len(moves)),
            upper=np.concatenate([upper, np.ones(len(moves))]),
            liftable=len(fixed),
        )
        base = self.core[self.leaf_number[unit]]

        def observe(solution: Floats) -> None:
            self.note(unit, self.margins @ (solution[:n] - base))
            if len(pool.is_possible):
                self.keep(f, both + into @ solution - people)

        def weights(_unit: int, atoms: Floats) -> Floats:
            return np.concatenate([atoms, np.zeros(len(moves))])

        def offset(_unit: int, m: int, sign: float, change: float) -> float:
            return sign * float(self.core_cells[unit, m]) + change

        return Question(program, [[(unit, int(m))] for m in fixed], weights, observe, offset)

    def keep(self, f: Family, change: Floats) -> bool:
        """Keep a change of the pool that widens what its leaves may hold."""
        have, new = f.people_sums, self.margins @ change
        if f.reach is None:
            f.reach = np.zeros((2, self.types))
        inside, outside = f.reach
        rest = new[-1] - new
        if len(f.witnesses) < FIRST_WITNESSES or ((have + inside < self.k) & (new > inside + _TOL)).any() or (
            (have[-1] - have + outside < self.k) & (rest > outside + _TOL)
        ).any():
            f.witnesses.append(change)
            np.maximum(inside, new, out=inside)
            np.maximum(outside, rest, out=outside)
            return True
        return False

    def pursue(self, q: Question, unit: int, *, broad: int = 0) -> list[int]:
        """Widen every open cell of a unit, hiding what stands in the way; what cannot be widened is given back."""
        stuck: list[int] = []
        for _ in range(broad):
            todo = self.open_of(unit)
            if len(todo) < 4:
                break
            signs = self.random.uniform(0.2, 1.0, len(todo)) * self.random.choice([-1.0, 1.0], len(todo))
            q.observe(q.program.greatest(q.weights(unit, signs @ self.margins[todo])))
        while True:
            todo = [m for m in self.open_of(unit) if m not in stuck]
            if not todo:
                break
            m = int(todo[0])
            if not self.widen(q, unit, m):
                stuck.append(m)
        self.solved += q.program.solved
        q.program.solved = 0
        return stuck

    def widen(self, q: Question, unit: int, m: int) -> bool:
        weights = q.weights(unit, self.margins[m])
        value = float(self.core_cells[unit, m])
        while not self.is_done(unit, m):
            if self.low[unit, m] > -self.drop[unit, m] + _TOL:
                q.observe(q.program.greatest(-weights))
                if self.low[unit, m] > -self.drop[unit, m] + _TOL:
                    if not self.lift(q, -weights, q.offset(unit, m, -1.0, self.drop[unit, m])):
                        return False
                    continue
            if self.high[unit, m] < max(self.k + self.low[unit, m], self.aim[unit, m]) - _TOL:
                q.observe(q.program.greatest(weights))
                goal = max(self.k + self.low[unit, m], self.aim[unit, m])
                if self.high[unit, m] < goal - _TOL:
                    if not self.lift(q, weights, q.offset(unit, m, 1.0, goal)):
                        self.aim[unit, m] = -np.inf
                        return self.is_safe(unit, m)
        return True

    def lift(self, q: Question, weights: Floats, least: float) -> bool:
        """Hide the cheapest shown cells so that the weighted sum can be at least so much."""
        prices = np.full(len(q.owners), np.inf)
        for row, cells in enumerate(q.owners):
            if all(self.shown[c] and not self.known[c] for c in cells):
                prices[row] = sum(self.weight[c] for c in cells)
        rows = q.program.cheapest_lifts(weights, least, prices)
        if rows is None or not len(rows):
            return False
        for row in rows:
            for unit, m in q.owners[row]:
                self.hide(unit, m)
            q.program.lift(int(row))
        return True

    # -- pools among each other
    def pools_question(self, families: list[int]) -> Question:
        n, k = self.atoms, len(families)
        blocks = [self.families[f] for f in families]
        starts = np.array([self.people(f) for f in blocks])
        rows, lows, highs = [], [], []
        owners: list[list[tuple[int, int]]] = []
        seen: dict[tuple[frozenset[int], int], int] = {}
        chosen = frozenset(families)
        uppers: set[int] = set()
        for f in families:
            row = f
            while row >= 0:
                uppers.add(row)
                row = int(self.parent[row]) if row else -1
        for unit in sorted(uppers):
            inside = self.below_set[unit] & chosen
            at = [j for j, f in enumerate(families) if f in inside]
            for m in self.fixed(unit):
                key = (inside, int(m))
                if key in seen:
                    owners[seen[key]].append((unit, int(m)))
                    continue
                seen[key] = len(owners)
                row_ = np.zeros((k, n))
                row_[at] = self.margins[m]
                rows.append(row_.ravel())
                value = float(self.margins[m] @ starts[at].sum(axis=0))
                lows.append(value)
                highs.append(value)
                owners.append([(unit, int(m))])
        extra = []
        upper = np.zeros((k, n))
        for j, f in enumerate(blocks):
            pool = self.pool_of(f)
            upper[j] = np.where(pool.can_hold, starts[j] + 20 * self.k, 0.0)
            more, low, high = pool.limits()
            wide = np.zeros((len(more), k, n))
            wide[:, j] = more
            extra.append(wide.reshape(len(more), -1))
            lows.extend(low)
            highs.extend(high)
        matrix = sp.csr_array(np.vstack([np.array(rows).reshape(len(rows), k * n), *extra]))
        program = Program(matrix, np.array(lows), np.array(highs), lower=np.zeros(k * n), upper=upper.ravel(), liftable=len(owners))
        wheres = {u: [j for j, f in enumerate(families) if f in self.below_set[u]] for u in uppers}

        def observe(solution: Floats) -> None:
            change = solution.reshape(k, n) - starts
            for unit, at in wheres.items():
                self.note(unit, self.margins @ change[at].sum(axis=0))
            for f, each in zip(blocks, change, strict=True):
                if np.abs(each).max() > _TOL:
                    if self.keep(f, each):
                        f.keys.append(each)
                        f.tables = None
                    if len(f.moves) < 200:
                        f.moves.append(each)

        def weights(unit: int, atoms: Floats) -> Floats:
            full = np.zeros((k, n))
            full[wheres[unit]] = atoms
            return full.ravel()

        def offset(unit: int, m: int, sign: float, change: float) -> float:
            return sign * float(self.margins[m] @ starts[wheres[unit]].sum(axis=0)) + change

        return Question(program, owners, weights, observe, offset)

    def blocks_for(self, unit: int, todo: npt.NDArray[np.int64]) -> list[int]:
        below = [f for f in self.families_below[unit] if self.families[f].in_pool.any()]
        everyone = [f for f in self.families if self.families[f].in_pool.any()]
        if len(everyone) <= 4:
            return everyone
        stock = {f: self.people(self.families[f]) for f in everyone}
        chosen: list[int] = []
        for m in todo:
            holders = [f for f in below if self.margins[m] @ stock[f] > _TOL]
            if not self.drop[unit, m]:
                holders = sorted(holders, key=lambda f: -(self.margins[m] @ stock[f]))[:2]
            new = [f for f in holders if f not in chosen]
            if chosen and len(chosen) + len(new) > MOST_BLOCKS:
                continue
            chosen += new
        others = [f for f in below if f not in chosen]
        self.random.shuffle(others)
        chosen += sorted(others, key=lambda f: -stock[f].sum())[: max(0, 2 - len(chosen))]
        parent = int(self.parent[unit]) if unit else -1
        near = [f for f in (self.families_below[parent] if unit else []) if f in stock and f not in chosen]
        near = [near[i] for i in self.random.permutation(len(near))[:PARTNERS]]
        far = [f for f in everyone if f not in chosen and f not in near]
        far = [far[i] for i in self.random.permutation(len(far))[: max(0, PARTNERS - len(near))]]
        return chosen + near + far

    # -- the stages
    def shift(self) -> None:
        """Move people of rare kinds out of the leaves that show much into the pools, in a table that agrees as well."""
        for f in self.families.values():
            rare_counts = self.count[f.unit] < self.k
            atoms = (self.margins.sum(axis=1) == 1) & rare_counts
            rare = self.margins[atoms].sum(axis=0)
            for i in np.flatnonzero(~f.in_pool):
                if f.stock[i] @ rare < _TOL or not f.in_pool.any():
                    continue
                if f.by_split[i]:
                    self.swap_out(f, i, rare > 0)
                    continue
                q = self.leaf_question(f, i, with_moves=False)
                weights = q.weights(int(f.leaves[i]), -rare)
                while True:
                    solution = q.program.greatest(weights)
                    if solution[: self.atoms] @ rare < _TOL:
                        f.stock[i] = np.maximum(solution[: self.atoms], 0)
                        f.pool = None
                        break
                    if not self.lift(q, weights, 0.0):
                        if not self.known[f.leaves[i], : self.total].any():
                            self.demote(f, i)
                            f.stock[i] = self.core[self.leaf_number[int(f.leaves[i])]]
                        else:
                            f.stock[i] = np.maximum(solution[: self.atoms], 0)
                            f.pool = None
                        break
                self.solved += q.program.solved
            if f.in_pool.any() and not f.in_pool.all():
                self.stock_up(f, rare > 0)

    def swap_out(self, f: Family, i: int, rare: Mask) -> None:
        """Change rare people of a leaf for others of the pool; what tells these apart will not be shown."""
        self.pool_of(f)
        for atom in np.flatnonzero(rare & (f.stock[i] > _TOL)):
            number = f.stock[i, atom]
            _, other = self.swap_loss(f, i, int(atom), number, rare)
            if other < 0:
                self.demote(f, i)
                f.stock[i] = self.core[self.leaf_number[int(f.leaves[i])]]
                return
            self.swap(f, i, int(atom), other, number)

    def swap_loss(self, f: Family, i: int, atom: int, number: float, rare: Mask) -> tuple[float, int]:
        """Whom of the pool to change for people of a leaf, and the weight of what could then not be shown; -1 if nobody."""
        unit, pool = int(f.leaves[i]), self.pool_of(f)
        kind = pool.kinds[:, atom] > 0
        can = f.possible[i] & ~rare & (f.people >= number + self.k * (~rare[atom])) & (pool.kinds[kind] > 0).any(axis=0)
        can[atom] = False
        if not can.any():
            return np.inf, -1
        apart = self.margins != self.margins[:, [atom]]
        lost = np.where(can, np.where(self.shown[unit], self.weight[unit], 0.0) @ apart, np.inf)
        other = int(np.argmin(lost))
        return float(lost[other]), other

    def swap(self, f: Family, i: int, atom: int, other: int, number: float) -> None:
        self.shown[f.leaves[i], self.margins[:, atom] != self.margins[:, other]] = False
        f.stock[i, atom] -= number
        f.stock[i, other] += number
        f.people[atom] += number
        f.people[other] -= number
        f.people_sums = self.margins @ f.people

    def stock_up(self, f: Family, rare: Mask) -> None:
        """Change people of whom the pool is short for others of it, where that costs the least."""
        pool = self.pool_of(f)
        for atom in np.flatnonzero(~rare & pool.can_hold & (f.people < self.k)):
            donors = [i for i in np.flatnonzero(f.by_split & ~f.in_pool) if f.stock[i, atom] > _TOL]
            ways = sorted((*self.swap_loss(f, i, int(atom), 1.0, rare), i) for i in donors)
            for _, other, i in ways:
                number = min(f.stock[i, atom], self.k - f.people[atom], max(f.people[other] - self.k, 0.0))
                if other >= 0 and number > 0:
                    self.swap(f, i, int(atom), other, number)

    def build(self, f: Family, i: int) -> None:
        """Show what a leaf can show beyond its total; it joins the pool if that is nothing."""
        unit, pool = int(f.leaves[i]), self.pool_of(f)
        tables = f.people + self.tables_of(f)
        splits = Splits(pool, tables, f.stock[i], f.possible[i], self.margins)
        told = np.zeros(self.types, dtype=np.bool_)
        told[self.total] = True
        base, drop, possible = self.core_cells[unit], self.drop[unit], self.possible[unit]

        def is_enough(low: Floats, high: Floats) -> Mask:
            return (high - low >= self.k - _TOL) & (low - base <= -drop + _TOL)

        best = splits.ranges(possible & ~told, is_enough)
        if (possible & ~told & ~is_enough(*best)).any():
            self.join(f, i)
            return
        for cells in self.candidates(unit):
            if told[list(cells)].all():
                continue
            new = splits.split(cells)
            if new is None:
                continue
            now = told.copy()
            now[list(cells)] = True
            now = self.close(now, possible)
            is_open = possible & ~now
            ranges = new.ranges(is_open, is_enough)
            if not (is_open & ~is_enough(*ranges)).any():
                splits, told, best = new, now, ranges
        shown = told & self.eligible[unit]
        if shown.sum() <= 1:
            self.join(f, i)
            return
        self.shown[unit], self.told[unit] = shown, told
        np.minimum(self.low[unit], best[0] - base, out=self.low[unit])
        np.maximum(self.high[unit], best[1] - base, out=self.high[unit])

    def tables_of(self, f: Family) -> Floats:
        """The fewest changes of a pool found, none first, in which it has as much of everyone as in any."""
        if f.tables is None:
            changes = np.array([np.zeros(self.atoms), *f.keys])
            most = np.minimum((f.people + changes) @ self.margins.T, self.k)
            chosen, have = [0], most[0].copy()
            while len(chosen) < MOST_TABLES:
                gain = np.maximum(most - have, 0.0).sum(axis=1)
                best = int(np.argmax(gain))
                if gain[best] < _TOL:
                    break
                chosen.append(best)
                np.maximum(have, most[best], out=have)
            f.tables = changes[chosen]
        return f.tables

    def join(self, f: Family, i: int) -> None:
        f.joining.append(i)

    def candidates(self, unit: int) -> list[tuple[int, ...]]:
        """What might be shown of a leaf, the most telling first: cells, and all parts of a cell together."""
        can = self.shown[unit]
        found = [(float(self.weight[unit, m]), (int(m),)) for m in np.flatnonzero(can)]
        ok = can | ~self.possible[unit]
        for whole, parts in self.part_lists:
            if can[whole] and ok[parts].all():
                mine = parts[self.possible[unit, parts]]
                if len(mine) > 1:
                    found.append((float(self.weight[unit, mine].sum()) + 0.5, tuple(mine.tolist())))
        return [cells for _, cells in sorted(found, key=lambda each: -each[0])]

    def close(self, told: Mask, possible: Mask) -> Mask:
        """With the cells that follow from their parts."""
        while True:
            now = told.copy()
            for whole, parts in self.part_lists:
                if not now[whole] and possible[whole] and (now[parts] | ~possible[parts]).all():
                    now[whole] = True
            if (now == told).all():
                return now
            told = now

    def solve_uppers(self) -> None:
        uppers = [u for u in range(self.size) if (self.children[u] or u in self.families) and self.possible[u, self.total]]
        for unit in reversed(uppers):
            tries = 0
            while True:
                todo = self.open_of(unit)
                todo = todo[np.argsort(self.count[unit, todo], kind="stable")]
                if not len(todo):
                    break
                blocks = self.blocks_for(unit, todo)
                if not any(f in self.below_set[unit] for f in blocks):
                    self.unstick(unit, todo)
                    continue
                q = self.pools_question(blocks)
                covered = self.drop[unit] - self.margins @ sum(
                    (self.people(self.families[f]) for f in blocks if f in self.below_set[unit]), np.zeros(self.atoms)
                ) <= _TOL
                keep = self.told[unit].copy()
                self.told[unit] |= ~covered  # later, with other pools
                stuck = self.pursue(q, unit, broad=6)
                later = ~covered & ~keep
                self.told[unit, later] = False
                if stuck:
                    tries += 1
                    if tries > 2:
                        self.unstick(unit, np.array(stuck))
                elif not covered[todo].any():
                    self.unstick(unit, todo)

    def unstick(self, unit: int, stuck: npt.NDArray[np.int64]) -> None:
        """Make the pools below larger, by showing less of some leaves."""
        below = [self.families[f] for f in self.families_below[unit]]
        for only_holders in (True, False):
            found = False
            for f in below:
                for i in np.flatnonzero(~f.in_pool):
                    if self.known[f.leaves[i], : self.total].any():
                        continue
                    if only_holders and not (self.margins[stuck] @ f.stock[i] > _TOL).any():
                        continue
                    self.demote(f, i)
                    f.stock[i] = self.core[self.leaf_number[int(f.leaves[i])]]
                    found = True
            if found:
                for f in below:
                    self.settle_rest(f)
                return
        if any([self.grow_rest(f) for f in below]):
            return
        if any([self.grow_rest(f) for f in self.families.values()]):
            return
        # hide whatever is shown of the same people here and above
        row, found = unit, False
        while row >= 0:
            overlap = (self.margins @ self.margins[stuck].sum(axis=0)) > 0
            can = self.shown[row] & ~self.known[row] & overlap
            found |= bool(can.any())
            self.shown[row] &= ~can
            self.told[row] &= ~can
            row = int(self.parent[row]) if row else -1
        if found:
            return
        can = self.shown & ~self.known
        if can.any():
            self.shown &= ~can
            self.told = self.known.copy()
            return
        raise UnsafeTableError([f"unit {self.table.units.ids[unit]}"])

    def solve_leaves(self) -> None:
        for f in self.families.values():
            for i in np.flatnonzero(~f.in_pool):
                unit = int(f.leaves[i])
                if not len(self.open_of(unit)):
                    continue
                if f.by_split[i]:
                    self.build(f, int(i))
                    continue
                q = self.leaf_question(f, i, with_moves=True)
                stuck = self.pursue(q, unit, broad=8)
                if stuck:
                    if self.known[unit, : self.total].any():
                        self.unstick(f.unit, np.array(stuck))
                        continue
                    self.demote(f, i)
                    f.stock[i] = self.core[self.leaf_number[unit]]

            for i in f.joining:
                self.demote(f, i)
                f.stock[i] = self.core[self.leaf_number[int(f.leaves[i])]]
            f.joining.clear()

    def fill_pools(self) -> None:
        """Where a pool is short of some people, bring them from a leaf that shows more, or from afar."""
        for f in self.families.values():
            if not f.in_pool.any() or f.in_pool.all():
                continue
            for i in np.argsort(-f.stock.sum(axis=1) * ~f.in_pool, kind="stable")[:3]:
                if f.in_pool[i] or f.by_split[i]:
                    continue
                self.pool_of(f)
                have = f.people_sums + (0 if f.reach is None else f.reach[0])
                short = (have < self.k) & (self.margins @ f.stock[i] > 0)
                if not short.any():
                    break
                q = self.leaf_question(f, i, with_moves=True)
                for m in np.flatnonzero(short):
                    q.observe(q.program.greatest(q.weights(0, -self.margins[m])))
                self.solved += q.program.solved

    def solve_pools(self) -> None:
        for f in self.families.values():
            if f.unit == f.leaves[0]:
                continue
            for _ in range(4 * len(f.leaves) + 8):
                self.spread(f)
                rows = f.leaves[f.in_pool]
                bad = [int(u) for u in rows if len(self.open_of(int(u)))]
                if not bad:
                    break
                has_total = np.array([self.shown[u, self.total] and not self.known[u, self.total] for u in bad])
                if has_total.any():
                    for u, has in zip(bad, has_total, strict=True):
                        if has:
                            self.demote(f, int(np.flatnonzero(f.leaves == u)[0]), total=True)
                    self.settle_rest(f)
                    continue
                if self.grow_rest(f):
                    continue
                m = self.open_of(bad[0])
                self.unstick(f.unit, m)
                break

    def spread(self, f: Family) -> None:
        pool = self.pool_of(f)
        rows = f.leaves[f.in_pool]
        people = self.people(f)
        for change in [np.zeros(self.atoms), *f.witnesses]:
            wide = self.high[rows] - self.low[rows] >= self.k - _TOL
            done = wide & (self.low[rows] <= -self.drop[rows] + _TOL)
            todo = np.flatnonzero((self.possible[rows] & ~self.told[rows] & ~done).any(axis=1))
            if not len(todo):
                return
            low, high = pool.ranges(people + change, self.margins, todo)
            base = self.core_cells[rows[todo]]
            np.minimum(self.low[rows[todo]], low - base, out=low)
            np.maximum(self.high[rows[todo]], high - base, out=high)
            self.low[rows[todo]], self.high[rows[todo]] = low, high

    def run(self, progress: Progress = silent) -> None:
        totals = np.sort(self.count[self.leaf_rows, self.total])[::-1]
        self.by_program = max(BREAKDOWN_K * self.k, totals[min(MOST_PROGRAMS, len(totals) - 1)])
        for f in self.families.values():
            self.settle(f)
        self.retell()
        self.shift()
        for _ in range(30):
            self.retell()
            if not self.is_open().any():
                return
            self.solve_uppers()
            self.solve_leaves()
            self.fill_pools()
            self.solve_pools()
        raise ArithmeticError("the heuristic did not come to an end")


def large_pattern(
    table: CountTable,
    rules: Rules,
    *,
    core: npt.NDArray[np.int64] | None = None,
    known: Mask | None = None,
    may_show: Mask | None = None,
    progress: Progress = silent,
) -> tuple[Mask, Audit]:
    """The cells to show of a table of any size, and the proof that every other is safe.

    ``core``, ``known`` and ``may_show`` are as for ``optimal_pattern``. The audit's widths are those of the ranges
    that the moves found prove; the exact ranges are as wide or wider. Raises UnsafeTableError if the table is
    unsafe beside what is known.
    """
    start = perf_counter()
    everything = np.ones(table.cube_shape, dtype=np.bool_)
    known = ~everything if known is None else known
    may_show = everything if may_show is None else may_show
    merged, row_of, numbers = merge_chains(table)
    size = len(merged.units.ids)
    work = Large(
        merged,
        rules,
        core=merged.counts if core is None else core[numbers],
        known=merge_mask(known, row_of, size),
        may_show=~merge_mask(~may_show, row_of, size),
    )
    work.run(progress)
    must_hold = work.possible & ~work.told
    width = (work.high - work.low)[must_hold]
    cube = (size, *table.cube_shape[1:])
    times = np.bincount(row_of[row_of >= 0], minlength=size)
    shown = np.zeros(table.cube_shape, dtype=np.bool_)
    there = row_of >= 0
    shown[there] = work.shown.reshape(cube)[row_of[there]]
    failing = np.zeros(table.cube_shape, dtype=np.bool_)
    failing[there] = work.is_open().reshape(cube)[row_of[there]]
    found = Audit(
        cells_checked=int(must_hold.sum(axis=1) @ times),
        is_every_cell=True,
        narrowest_width=float(width.min(initial=np.inf)),
        failing=np.argwhere(failing),
        programs_solved=work.solved,
        duration_s=perf_counter() - start,
    )
    return shown, found
