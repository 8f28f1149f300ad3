"""Large tables: a pattern by pools and splits, and the proof of it on every cell.

The principle: a range found by moving only some people, while all that is told stays as it is, lies within the exact
range that an outsider can derive. So a cell whose range so found is k wide is proven safe without a program over
the whole table. The moves are of four kinds, each cheap:

1. In every *family*, the leaves of one parent, some leaves show their total at most: the *pool* (see ``pool``).
   Some of these hide even that: the *rest*. What is proven of a leaf in a pool is in closed form.
2. The pools of a few families change among each other, by a linear program of a few hundred variables under all
   that their parents and those above show (see ``questions``). That proves the cells of all units
   above the leaves; what is in the way is hidden, the cheapest first.
3. The other leaves show nested sums, each of which has to be proven beside the rest in closed form (see ``splits``):
   built up from the total, the most telling first. A leaf that shows cells told earlier is asked by a program.
4. Rare people are changed into the pools first, so that they can be moved at all (see ``swaps``).

What cannot be proven is widened by showing less: a leaf joins the pool, a leaf of the pool hides its total, in the
end a parent hides cells. Hiding only gives more freedom, so whatever was proven before stays proven, and it ends:
with nothing shown all is safe.

What is given up: sums that cut across each other in one leaf (by sex and by age, say) are not both shown, of each
family some three tenths of the people are in leaves that show totals at most, and the loss is not proven least.
"""

from __future__ import annotations

from time import perf_counter
from typing import Final

import numpy as np
import numpy.typing as npt

from accessibility.highs import Floats
from accessibility.protection.auditing import Audit
from accessibility.protection.chains import merge_chains, merge_mask
from accessibility.protection.cube import CountTable, Mask
from accessibility.protection.proof import TOLERANCE, Family, Proof
from accessibility.protection.questions import leaf_question, pools_question, pursue
from accessibility.protection.rules import Rules
from accessibility.protection.splits import Splits
from accessibility.protection.swaps import shift
from geo.errors import UnsafeTableError
from geo.progress import Progress, silent

_MOST_BLOCKS: Final = 10  # pools in one question
_ALL_BLOCKS: Final = 4  # up to so many, all pools are asked together
_PARTNERS: Final = 2  # other families that a unit changes people with
_MOST_ROUNDS: Final = 30
_MOST_TRIES: Final = 2  # with other partners, before a unit is widened by showing less below it


def large_pattern(  # noqa: PLR0913 - as optimal_pattern
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
    work = Proof(
        merged,
        rules,
        core=merged.counts if core is None else core[numbers],
        known=merge_mask(known, row_of, size),
        may_show=~merge_mask(~may_show, row_of, size),
    )
    try:
        _run(work, progress)
    except UnsafeTableError:
        if work.known.any():
            raise
        work.hide_all()
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


def _run(work: Proof, progress: Progress = silent) -> None:
    """Hide and prove until nothing is open."""
    for f in work.families.values():
        work.settle(f)
    work.retell()
    shift(work)
    for number in range(_MOST_ROUNDS):
        work.retell()
        progress("hiding what stands in the way of safety", number / _MOST_ROUNDS)
        if not work.is_open().any():
            return
        _solve_uppers(work)
        _solve_leaves(work)
        _fill_pools(work)
        _solve_pools(work)
    raise ArithmeticError("the heuristic did not come to an end")


def _solve_uppers(work: Proof) -> None:
    """Widen the cells of all units above the leaves, the lowest units first."""
    uppers = [u for u in range(work.size) if (work.children[u] or u in work.families) and work.possible[u, work.total]]
    for unit in reversed(uppers):
        tries = 0
        while True:
            todo = work.open_of(unit)
            todo = todo[np.argsort(work.count[unit, todo], kind="stable")]
            if not len(todo):
                break
            blocks = _blocks_for(work, unit, todo)
            if not any(f in work.below_set[unit] for f in blocks):
                _unstick(work, unit, todo)
                continue
            q = pools_question(work, blocks)
            covered = (
                work.drop[unit]
                - work.margins
                @ sum(
                    (work.people(work.families[f]) for f in blocks if f in work.below_set[unit]), np.zeros(work.atoms)
                )
                <= TOLERANCE
            )
            keep = work.told[unit].copy()
            work.told[unit] |= ~covered  # later, with other pools
            stuck = pursue(work, q, unit, broad=6)
            later = ~covered & ~keep
            work.told[unit, later] = False
            if stuck:
                tries += 1
                if tries > _MOST_TRIES:
                    _unstick(work, unit, np.array(stuck))
            elif not covered[todo].any():
                _unstick(work, unit, todo)


def _blocks_for(work: Proof, unit: int, todo: npt.NDArray[np.int64]) -> list[int]:
    """The families whose pools to ask together: those that hold the people in question, and some to change with."""
    below = [f for f in work.families_below[unit] if work.families[f].in_pool.any()]
    everyone = [f for f in work.families if work.families[f].in_pool.any()]
    if len(everyone) <= _ALL_BLOCKS:
        return everyone
    stock = {f: work.people(work.families[f]) for f in everyone}
    chosen: list[int] = []
    for m in todo:
        holders = [f for f in below if work.margins[m] @ stock[f] > TOLERANCE]
        if not work.drop[unit, m]:
            holders = sorted(holders, key=lambda f: -(work.margins[m] @ stock[f]))[:2]
        new = [f for f in holders if f not in chosen]
        if chosen and len(chosen) + len(new) > _MOST_BLOCKS:
            continue
        chosen += new
    others = [f for f in below if f not in chosen]
    work.random.shuffle(others)
    chosen += sorted(others, key=lambda f: -stock[f].sum())[: max(0, 2 - len(chosen))]
    parent = int(work.parent[unit]) if unit else -1
    near = [f for f in (work.families_below[parent] if unit else []) if f in stock and f not in chosen]
    near = [near[i] for i in work.random.permutation(len(near))[:_PARTNERS]]
    far = [f for f in everyone if f not in chosen and f not in near]
    far = [far[i] for i in work.random.permutation(len(far))[: max(0, _PARTNERS - len(near))]]
    return chosen + near + far


def _unstick(work: Proof, unit: int, stuck: npt.NDArray[np.int64]) -> None:
    """Show less so that the cells of a unit may move: first of the leaves below, then of totals, then above."""
    below = [work.families[f] for f in work.families_below[unit]]
    if _enlarge_pools(work, below, stuck, only_holders=True) or _enlarge_pools(work, below, stuck, only_holders=False):
        return
    for families in (below, list(work.families.values())):
        grown = [work.grow_rest(f) for f in families]  # each of them, not only the first
        if any(grown):
            return
    overlaps = (work.margins @ work.margins[stuck].sum(axis=0)) > 0
    is_part = np.zeros((work.size, 1), dtype=np.bool_)
    is_part[work.and_above(unit)] = True
    for can in (work.shown & ~work.known & is_part & overlaps, work.shown & ~work.known):
        if can.any():
            work.shown &= ~can
            work.told &= ~can
            return
    raise UnsafeTableError([f"unit {work.table.units.ids[unit]}"])


def _enlarge_pools(work: Proof, families: list[Family], stuck: npt.NDArray[np.int64], *, only_holders: bool) -> bool:
    """Let leaves join the pools, all or those that hold people of the stuck cells; False if there are none."""
    is_found = False
    for f in families:
        for i in np.flatnonzero(~f.in_pool).tolist():
            if work.known[f.leaves[i], : work.total].any():
                continue
            if only_holders and not (work.margins[stuck] @ f.stock[i] > TOLERANCE).any():
                continue
            _join(work, f, int(i))
            is_found = True
    if is_found:
        for f in families:
            work.settle_rest(f)
    return is_found


def _join(work: Proof, f: Family, i: int) -> None:
    """Let a leaf join the pool with the people that it truly has."""
    work.demote(f, i)
    f.stock[i] = work.core[work.leaf_number[int(f.leaves[i])]]


def _solve_leaves(work: Proof) -> None:
    """Find what the leaves outside the pools can show."""
    for f in work.families.values():
        for i in np.flatnonzero(~f.in_pool).tolist():
            unit = int(f.leaves[i])
            if not len(work.open_of(unit)):
                continue
            if f.by_split[i]:
                _build(work, f, int(i))
                continue
            q = leaf_question(work, f, i, with_moves=True)
            stuck = pursue(work, q, unit, broad=8)
            if stuck:
                if work.known[unit, : work.total].any():
                    _unstick(work, f.unit, np.array(stuck))
                    continue
                _join(work, f, int(i))

        for i in f.joining:
            _join(work, f, int(i))
        f.joining.clear()


def _build(work: Proof, f: Family, i: int) -> None:
    """Show what a leaf can show beyond its total; it joins the pool if that is nothing."""
    unit, pool = int(f.leaves[i]), work.pool_of(f)
    tables = f.people + work.tables_of(f)
    splits = Splits(pool, tables, f.stock[i], f.possible[i], work.margins)
    told = np.zeros(work.types, dtype=np.bool_)
    told[work.total] = True
    base, drop, possible = work.core_cells[unit], work.drop[unit], work.possible[unit]

    def is_enough(low: Floats, high: Floats) -> Mask:
        return np.asarray((high - low >= work.k - TOLERANCE) & (low - base <= -drop + TOLERANCE), dtype=np.bool_)

    best = splits.ranges(possible & ~told, is_enough)
    if (possible & ~told & ~is_enough(*best)).any():
        f.joining.append(i)
        return
    for cells in _candidates(work, unit):
        if told[list(cells)].all():
            continue
        new = splits.split(cells)
        if new is None:
            continue
        now = told.copy()
        now[list(cells)] = True
        now = _close(work, now, possible)
        is_open = possible & ~now
        ranges = new.ranges(is_open, is_enough)
        if not (is_open & ~is_enough(*ranges)).any():
            splits, told, best = new, now, ranges
    shown = told & work.eligible[unit]
    if shown.sum() <= 1:
        f.joining.append(i)
        return
    work.shown[unit], work.told[unit] = shown, told
    np.minimum(work.low[unit], best[0] - base, out=work.low[unit])
    np.maximum(work.high[unit], best[1] - base, out=work.high[unit])


def _candidates(work: Proof, unit: int) -> list[tuple[int, ...]]:
    """What might be shown of a leaf, the most telling first: cells, and all parts of a cell together."""
    can = work.shown[unit]
    found = [(float(work.weight[unit, m]), (int(m),)) for m in np.flatnonzero(can)]
    ok = can | ~work.possible[unit]
    for whole, parts in work.part_lists:
        if can[whole] and ok[parts].all():
            mine = parts[work.possible[unit, parts]]
            if len(mine) > 1:
                found.append((float(work.weight[unit, mine].sum()) + 0.5, tuple(mine.tolist())))
    return [cells for _, cells in sorted(found, key=lambda each: -each[0])]


def _close(work: Proof, told: Mask, possible: Mask) -> Mask:
    """With the cells that follow from their parts."""
    while True:
        now = told.copy()
        for whole, parts in work.part_lists:
            if not now[whole] and possible[whole] and (now[parts] | ~possible[parts]).all():
                now[whole] = True
        if (now == told).all():
            return now
        told = now


def _fill_pools(work: Proof) -> None:
    """Where a pool is short of some people, bring them from a leaf that shows more, or from afar."""
    for f in work.families.values():
        if not f.in_pool.any() or f.in_pool.all():
            continue
        for i in np.argsort(-f.stock.sum(axis=1) * ~f.in_pool, kind="stable")[:3]:
            if f.in_pool[i] or f.by_split[i]:
                continue
            work.pool_of(f)
            have = f.people_sums + (0 if f.reach is None else f.reach[0])
            short = (have < work.k) & (work.margins @ f.stock[i] > 0)
            if not short.any():
                break
            q = leaf_question(work, f, i, with_moves=True)
            for m in np.flatnonzero(short):
                q.observe(q.program.greatest(q.weights(0, -work.margins[m])))
            work.solved += q.program.solved


def _solve_pools(work: Proof) -> None:
    """Prove the leaves of the pools, and show less where that fails."""
    for f in work.families.values():
        if f.unit == f.leaves[0]:
            continue
        for _ in range(4 * len(f.leaves) + 8):
            _spread(work, f)
            rows = f.leaves[f.in_pool]
            bad = [int(u) for u in rows if len(work.open_of(int(u)))]
            if not bad:
                break
            has_total = np.array([work.shown[u, work.total] and not work.known[u, work.total] for u in bad])
            if has_total.any():
                for u, has in zip(bad, has_total, strict=True):
                    if has:
                        work.demote(f, int(np.flatnonzero(f.leaves == u)[0]), total=True)
                work.settle_rest(f)
                continue
            if work.grow_rest(f):
                continue
            m = work.open_of(bad[0])
            _unstick(work, f.unit, m)
            break


def _spread(work: Proof, f: Family) -> None:
    """Prove what can be proven of the leaves of a pool in the tables that it may turn into."""
    pool = work.pool_of(f)
    rows = f.leaves[f.in_pool]
    people = work.people(f)
    for change in [np.zeros(work.atoms), *f.witnesses]:
        wide = work.high[rows] - work.low[rows] >= work.k - TOLERANCE
        done = wide & (work.low[rows] <= -work.drop[rows] + TOLERANCE)
        is_todo = work.possible[rows] & ~work.told[rows] & ~done
        if not is_todo.any():
            return
        leaves, cells = np.flatnonzero(is_todo.any(axis=1)), np.flatnonzero(is_todo.any(axis=0))
        low, high = pool.ranges(people + change, work.margins[cells], leaves)
        place = np.ix_(rows[leaves], cells)
        work.low[place] = np.minimum(work.low[place], low - work.core_cells[place])
        work.high[place] = np.maximum(work.high[place], high - work.core_cells[place])
