"""Questions: linear programs about a few blocks of people, whose every answer is a table that agrees with what is told.

Only the blocks move, so a range found lies within the exact one. A question about a *leaf* lets it change people
with its pool, and its parent turn into what is proven that it may be; one about *pools* lets the pools of
some families change people with each other, under all that their parents and those above show.

What keeps a cell too narrow is lifted by the classical linear program of cell suppression: the cheapest set of shown
cells that people would have to move across (Kelly, Golden and Assad 1992; Fischetti and Salazar 2001).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy.sparse as sp

from accessibility.highs import Floats
from accessibility.protection.program import Program
from accessibility.protection.proof import TOLERANCE, Family, Proof

ROOM_K: Final = 20.0  # so many k more than there are, variables are bounded by: narrower than true, so safe
MOST_MOVES: Final = 200  # kept of one family
MOST_MOVES_ASKED: Final = 80  # put into one question
LEAST_BROAD: Final = 4  # open cells for which one objective over all of them pays


@dataclass(slots=True, eq=False)
class Question:
    """A program, whose rows stand for cells, and how its solutions read."""

    program: Program
    owners: list[list[tuple[int, int]]]
    weights: Callable[[int, Floats], Floats]
    observe: Callable[[Floats], None]
    offset: Callable[[int, int, float, float], float]  # of a change of a cell: the least weighted sum


def leaf_question(work: Proof, f: Family, i: int, *, with_moves: bool) -> Question:
    """How a leaf may change with its pool, and with its parent if ``with_moves``."""
    unit = int(f.leaves[i])
    pool = work.pool_of(f)
    people, stock = work.people(f), f.stock[i]
    n = work.atoms
    moves = np.zeros((0, n))
    if with_moves and f.moves:
        moves = np.array([*work.tables_of(f)[1:], *f.moves][:MOST_MOVES_ASKED])
    can_pool = pool.can_hold if pool.size else np.zeros(n, bool)
    fixed = work.fixed(unit)
    own = work.margins[fixed]
    both = people + stock
    into = np.hstack([-np.eye(n), moves.T])  # pool = both + into @ (x, lambda)
    blocks = [np.hstack([own, np.zeros((len(own), len(moves)))]), into]
    lows = [own @ stock, -both]
    highs = [own @ stock, np.where(can_pool, np.inf, -both)]
    if pool.size:
        rows, low, high = pool.limits()
        blocks.append(rows @ into)
        lows.append(low - rows @ both)
        highs.append(high - rows @ both)
    if len(moves):
        blocks.append(np.hstack([np.zeros((1, n)), np.ones((1, len(moves)))]))
        lows.append(np.array([-np.inf]))
        highs.append(np.array([1.0]))
    upper = np.where(f.possible[i], np.maximum(both, 0) + ROOM_K * work.k, 0.0)
    program = Program(
        sp.csr_array(np.vstack(blocks)),
        np.concatenate(lows),
        np.concatenate(highs),
        lower=np.zeros(n + len(moves)),
        upper=np.concatenate([upper, np.ones(len(moves))]),
        liftable=len(fixed),
    )
    base = work.core[work.leaf_number[unit]]

    def observe(solution: Floats) -> None:
        work.note(unit, work.margins @ (solution[:n] - base))
        if pool.size:
            work.keep(f, both + into @ solution - people)

    def weights(_unit: int, atoms: Floats) -> Floats:
        return np.concatenate([atoms, np.zeros(len(moves))])

    def offset(_unit: int, m: int, sign: float, change: float) -> float:
        return sign * float(work.core_cells[unit, m]) + change

    return Question(program, [[(unit, int(m))] for m in fixed], weights, observe, offset)


def pools_question(work: Proof, families: list[int]) -> Question:  # noqa: C901 - one program and its four readings
    """How the pools of some families may change among each other."""
    n, k = work.atoms, len(families)
    blocks = [work.families[f] for f in families]
    starts = np.array([work.people(f) for f in blocks])
    above = sorted({row for f in families for row in work.and_above(f)})
    wheres = {unit: [at for at, f in enumerate(families) if f in work.below_set[unit]] for unit in above}
    # what several units show of the same blocks is one constraint
    owners: dict[tuple[tuple[int, ...], int], list[tuple[int, int]]] = {}
    for unit in above:
        for m in work.fixed(unit):
            owners.setdefault((tuple(wheres[unit]), int(m)), []).append((unit, int(m)))
    told = np.zeros((len(owners), k, n))
    for row, (inside, m) in enumerate(owners):
        told[row, list(inside)] = work.margins[m]
    values = told.reshape(len(owners), k * n) @ starts.ravel()
    rows, lows, highs = [told.reshape(len(owners), k * n)], [values], [values]
    for at, f in enumerate(blocks):
        limits, low, high = work.pool_of(f).limits()
        wide = np.zeros((len(limits), k, n))
        wide[:, at] = limits
        rows.append(wide.reshape(len(limits), k * n))
        lows.append(low)
        highs.append(high)
    can_hold = np.array([work.pool_of(f).can_hold for f in blocks])
    program = Program(
        sp.csr_array(np.vstack(rows)),
        np.concatenate(lows),
        np.concatenate(highs),
        lower=np.zeros(k * n),
        upper=np.where(can_hold, starts + ROOM_K * work.k, 0.0).ravel(),
        liftable=len(owners),
    )

    def observe(solution: Floats) -> None:
        change = solution.reshape(k, n) - starts
        for unit, at in wheres.items():
            work.note(unit, work.margins @ change[at].sum(axis=0))
        for f, each in zip(blocks, change, strict=True):
            if np.abs(each).max() > TOLERANCE:
                if work.keep(f, each):
                    f.keys.append(each)
                    f.tables = None
                if len(f.moves) < MOST_MOVES:
                    f.moves.append(each)

    def weights(unit: int, atoms: Floats) -> Floats:
        full = np.zeros((k, n))
        full[wheres[unit]] = atoms
        return full.ravel()

    def offset(unit: int, m: int, sign: float, change: float) -> float:
        return sign * float(work.margins[m] @ starts[wheres[unit]].sum(axis=0)) + change

    return Question(program, list(owners.values()), weights, observe, offset)


def pursue(work: Proof, q: Question, unit: int, *, broad: int = 0) -> list[int]:
    """Widen every open cell of a unit, hiding what stands in the way; what cannot be widened is given back."""
    stuck: list[int] = []
    for _ in range(broad):
        todo = work.open_of(unit)
        if len(todo) < LEAST_BROAD:
            break
        signs = work.random.uniform(0.2, 1.0, len(todo)) * work.random.choice([-1.0, 1.0], len(todo))
        q.observe(q.program.greatest(q.weights(unit, signs @ work.margins[todo])))
    while True:
        left = [int(m) for m in work.open_of(unit) if m not in stuck]
        if not left:
            break
        m = left[0]
        if not widen(work, q, unit, m):
            stuck.append(m)
    work.solved += q.program.solved
    q.program.solved = 0
    return stuck


def widen(work: Proof, q: Question, unit: int, m: int) -> bool:
    """Widen one cell as far as it must be, hiding what stands in the way; whether that was possible."""
    weights = q.weights(unit, work.margins[m])
    while not work.is_done(unit, m):
        if work.low[unit, m] > -work.drop[unit, m] + TOLERANCE:
            q.observe(q.program.greatest(-weights))
            if work.low[unit, m] > -work.drop[unit, m] + TOLERANCE:
                if not lift(work, q, -weights, q.offset(unit, m, -1.0, work.drop[unit, m])):
                    return False
                continue
        if work.high[unit, m] < max(work.k + work.low[unit, m], work.aim[unit, m]) - TOLERANCE:
            q.observe(q.program.greatest(weights))
            goal = max(work.k + work.low[unit, m], work.aim[unit, m])
            is_short = work.high[unit, m] < goal - TOLERANCE
            if is_short and not lift(work, q, weights, q.offset(unit, m, 1.0, goal)):
                work.aim[unit, m] = -np.inf  # good to have, but not needed
                return work.is_safe(unit, m)
    return True


def lift(work: Proof, q: Question, weights: Floats, least: float) -> bool:
    """Hide the cheapest shown cells so that the weighted sum can be at least so much."""
    prices = np.full(len(q.owners), np.inf)
    for row, cells in enumerate(q.owners):
        if all(work.shown[c] and not work.known[c] for c in cells):
            prices[row] = sum(work.weight[c] for c in cells)
    rows = q.program.cheapest_lifts(weights, least, prices)
    if rows is None or not len(rows):
        return False
    for row in rows:
        for unit, m in q.owners[row]:
            work.hide(unit, m)
        q.program.lift(int(row))
    return True
