"""Swaps: a table that agrees as well and has its rare people in the pools, where they can be moved from.

What an outsider can derive is the same whatever table that agrees with what is told one starts from. Only pools move
when larger units are widened, so people of whom a unit has fewer than k must not sit in leaves that
show much. They are changed for others of the pool, and what would tell the two apart is not shown of that leaf.
"""

from __future__ import annotations

import numpy as np

from accessibility.protection.cube import Mask
from accessibility.protection.proof import TOLERANCE, Family, Proof
from accessibility.protection.questions import leaf_question, lift


def shift(work: Proof) -> None:
    """Move people of rare kinds out of the leaves that show much into the pools, in a table that agrees as well."""
    for f in work.families.values():
        rare_counts = work.count[f.unit] < work.k
        atoms = (work.margins.sum(axis=1) == 1) & rare_counts
        rare = work.margins[atoms].sum(axis=0)
        for i in np.flatnonzero(~f.in_pool).tolist():
            if f.stock[i] @ rare < TOLERANCE or not f.in_pool.any():
                continue
            if f.by_split[i]:
                swap_out(work, f, i, rare > 0)
                continue
            q = leaf_question(work, f, i, with_moves=False)
            weights = q.weights(int(f.leaves[i]), -rare)
            while True:
                solution = q.program.greatest(weights)
                if solution[: work.atoms] @ rare < TOLERANCE:
                    f.stock[i] = np.maximum(solution[: work.atoms], 0)
                    f.pool = None
                    break
                if not lift(work, q, weights, 0.0):
                    if not work.known[f.leaves[i], : work.total].any():
                        work.demote(f, i)
                        f.stock[i] = work.core[work.leaf_number[int(f.leaves[i])]]
                    else:
                        f.stock[i] = np.maximum(solution[: work.atoms], 0)
                        f.pool = None
                    break
            work.solved += q.program.solved
        if f.in_pool.any() and not f.in_pool.all():
            stock_up(work, f, rare > 0)


def swap_out(work: Proof, f: Family, i: int, rare: Mask) -> None:
    """Change rare people of a leaf for others of the pool; what tells these apart will not be shown."""
    work.pool_of(f)
    for atom in np.flatnonzero(rare & (f.stock[i] > TOLERANCE)):
        number = f.stock[i, atom]
        _, other = swap_loss(work, f, i, int(atom), number, rare)
        if other < 0:
            work.demote(f, i)
            f.stock[i] = work.core[work.leaf_number[int(f.leaves[i])]]
            return
        swap(work, f, i, int(atom), other, number)


def swap_loss(  # noqa: PLR0913, PLR0917 - who is changed for whom
    work: Proof, f: Family, i: int, atom: int, number: float, rare: Mask
) -> tuple[float, int]:
    """Whom of the pool to change for people of a leaf, and the weight of what could then not be shown; -1 if nobody."""
    unit, pool = int(f.leaves[i]), work.pool_of(f)
    kind = pool.kinds[:, atom] > 0
    can = f.possible[i] & ~rare & (f.people >= number + work.k * (~rare[atom])) & (pool.kinds[kind] > 0).any(axis=0)
    can[atom] = False
    if not can.any():
        return np.inf, -1
    apart = work.margins != work.margins[:, [atom]]
    lost = np.where(can, np.where(work.shown[unit], work.weight[unit], 0.0) @ apart, np.inf)
    other = int(np.argmin(lost))
    return float(lost[other]), other


def swap(  # noqa: PLR0913, PLR0917 - who is changed for whom
    work: Proof, f: Family, i: int, atom: int, other: int, number: float
) -> None:
    """Change people of a leaf for others of its pool."""
    work.shown[f.leaves[i], work.margins[:, atom] != work.margins[:, other]] = False
    f.stock[i, atom] -= number
    f.stock[i, other] += number
    f.people[atom] += number
    f.people[other] -= number
    f.people_sums = work.margins @ f.people


def stock_up(work: Proof, f: Family, rare: Mask) -> None:
    """Change people of whom the pool is short for others of it, where that costs the least."""
    pool = work.pool_of(f)
    for atom in np.flatnonzero(~rare & pool.can_hold & (f.people < work.k)):
        donors = [i for i in np.flatnonzero(f.by_split & ~f.in_pool).tolist() if f.stock[i, atom] > TOLERANCE]
        ways = sorted((*swap_loss(work, f, i, int(atom), 1.0, rare), i) for i in donors)
        for _, other, i in ways:
            number = min(f.stock[i, atom], work.k - f.people[atom], max(f.people[other] - work.k, 0.0))
            if other >= 0 and number > 0:
                swap(work, f, i, int(atom), other, number)
