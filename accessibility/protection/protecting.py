"""Protect: the pattern of a table that is safe to publish, its proof, and what is lost by it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from accessibility.protection.auditing import Audit, audit
from accessibility.protection.bounds import told_cells
from accessibility.protection.cube import CountTable, Cube, Mask
from accessibility.protection.large import large_pattern
from accessibility.protection.optimal import greedy_pattern, optimal_pattern
from accessibility.protection.rules import Rules
from accessibility.protection.table_values import Method
from geo.errors import UnsafeTableError
from geo.progress import Progress, silent


class Reason(IntEnum):
    """Why a cell is shown or not. For the data officer alone: that a cell is below k would bound it."""

    SHOWN = 0
    BELOW_K = 1
    DIVERSITY = 2
    COMPLEMENTARY = 3
    NOT_WANTED = 4
    IMPOSSIBLE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class InformationLost:
    """What is hidden of the cells that are wanted and possible, beside hiding just those below k.

    ``cells_share`` and ``people_share`` are the shares of those cells that are hidden, and of the people in them,
    each counted in every cell that he or she is in; NaN if there are none. ``plain_cells_share`` and
    ``plain_people_share`` are the same if only cells below k were hidden, and ``plain_unsafe_cells`` how many
    of the cells hidden so an outsider could tell too closely: all of them if ``is_plain_exact``, else only those that
    follow by subtracting, so at least so many.
    """

    cells_share: float
    people_share: float
    plain_cells_share: float
    plain_people_share: float
    plain_unsafe_cells: int
    is_plain_exact: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Protected:
    """A table with the pattern to publish it by.

    ``is_shown`` and ``reason`` are cubes, the latter uint8 of ``Reason``. ``gap`` is how far the loss may be above
    the least possible, None where that is not known. ``audit`` covers every cell: by exact bounds, and where
    ``method`` is ``pools`` by the ranges that its own moves prove, which lie within the exact ones. ``sample`` is then
    an audit by exact bounds of some cells chosen at random, None if none was made. ``repeats_only``: nothing may be
    told afresh, and what was told before has to be repeated as it was.
    """

    table: CountTable
    rules: Rules
    is_shown: Mask
    reason: npt.NDArray[np.uint8]
    method: Method
    gap: float | None
    audit: Audit
    sample: Audit | None
    information_lost: InformationLost
    repeats_only: bool = False


def protect(  # noqa: PLR0913 - what may be told of a table, and how long that may take
    table: CountTable,
    rules: Rules,
    *,
    is_diverse: Mask | None = None,
    core: Cube | None = None,
    known: Mask | None = None,
    may_show: Mask | None = None,
    exact_up_to_cells: int = 2000,
    greedy_up_to_cells: int = 15_000,
    sample_up_to_cells: int = 100_000,
    most_work: int | None = None,
    progress: Progress = silent,
) -> Protected:
    """The table with a pattern that is safe by the bounds of every cell.

    ``is_diverse`` says of each cell whether its people's needs differ enough for it to be told, ``may_show``
    whether it may be told for all else, such as other tiers; both are cubes, all true if absent. ``core`` and
    ``known`` are as for ``audit``. Tables of up to ``exact_up_to_cells`` cells are searched for the least loss within
    ``most_work`` (see ``optimal_pattern``), those of up to ``greedy_up_to_cells`` hidden greedily, larger
    ones by pools and splits (see ``large_pattern``), of which 20 cells chosen at random are audited by exact bounds
    as well if the table has at most ``sample_up_to_cells``; beyond that one such program takes long.

    Where nothing makes the table safe beside what is known, nothing is told afresh: what was told before is to be
    repeated as it was. Raises UnsafeTableError if nothing is known and nothing makes it safe.
    """
    everything = np.ones(table.cube_shape, dtype=np.bool_)
    known = ~everything if known is None else known
    is_diverse = everything if is_diverse is None else is_diverse
    allowed = is_diverse if may_show is None else is_diverse & may_show
    size = int(np.prod(table.cube_shape))
    method: Method = "search" if size <= exact_up_to_cells else "greedy" if size <= greedy_up_to_cells else "pools"
    gap, found = None, None
    progress("hiding what stands in the way of safety", 0.0)
    try:
        if method == "search":
            is_shown, gap = optimal_pattern(table, rules, core=core, known=known, may_show=allowed, most_work=most_work)
        elif method == "greedy":
            is_shown = greedy_pattern(table, rules, core=core, known=known, may_show=allowed, most_work=most_work)
        else:
            is_shown, found = large_pattern(table, rules, core=core, known=known, may_show=allowed, progress=progress)
    except UnsafeTableError:
        if not known.any():
            raise
        return _repeat(table, rules, is_diverse=is_diverse, core=core, known=known, may_show=allowed, method=method)
    if found is None:
        progress("auditing every cell", 0.5)
        found = audit(table, is_shown, rules, core=core, known=known)
    sample = None
    if method == "pools" and size <= sample_up_to_cells:
        progress("auditing a sample by exact bounds", 0.9)
        only = _some_of(table, is_shown | known)
        sample = audit(table, is_shown, rules, core=core, known=known, only=only)
    if not found.is_safe or (sample is not None and not sample.is_safe):
        raise AssertionError("the pattern does not pass its own audit; nothing may be published by it")
    return Protected(
        table=table,
        rules=rules,
        is_shown=is_shown,
        reason=_reasons(table, rules, is_shown, is_diverse),
        method=method,
        gap=gap,
        audit=found,
        sample=sample,
        information_lost=_information_lost(table, rules, is_shown, is_exact=method == "search"),
    )


def _repeat(  # noqa: PLR0913 - as protect, with every absence filled in
    table: CountTable, rules: Rules, *, is_diverse: Mask, core: Cube | None, known: Mask, may_show: Mask, method: Method
) -> Protected:
    """Nothing afresh: what is known was told before, and stays as it was told, so that nobody learns anything.

    The audit counts what somebody who knows who came and went could derive before; of a very large table a sample.
    """
    is_shown = np.zeros(table.cube_shape, dtype=np.bool_)
    only = _some_of(table, known) if method == "pools" else None
    return Protected(
        table=table,
        rules=rules,
        is_shown=is_shown,
        reason=_reasons(table, rules, known & may_show, is_diverse),
        method=method,
        gap=None,
        audit=audit(table, is_shown, rules, core=core, known=known, only=only),
        sample=None,
        information_lost=_information_lost(table, rules, known & table.is_wanted(), is_exact=method == "search"),
        repeats_only=True,
    )


def plain_pattern(table: CountTable, rules: Rules) -> Mask:
    """What would be shown if only cells below k were hidden: unsafe, for comparison."""
    return np.asarray(table.is_wanted() & table.is_possible_cell() & (table.cells() >= rules.k), dtype=np.bool_)


_SAMPLE_CELLS = 20


def _some_of(table: CountTable, is_told: Mask) -> Mask:
    """Some cells that an outsider must not tell, by a fixed seed."""
    hidden = np.flatnonzero(table.is_possible_cell() & ~told_cells(table, is_told))
    some = np.random.default_rng(0).choice(hidden, size=min(_SAMPLE_CELLS, len(hidden)), replace=False)
    mask = np.zeros(table.cube_shape, dtype=np.bool_)
    mask.ravel()[some] = True
    return mask


def _reasons(table: CountTable, rules: Rules, is_shown: Mask, is_diverse: Mask) -> npt.NDArray[np.uint8]:
    conditions = [
        ~table.is_possible_cell(),
        ~table.is_wanted(),
        is_shown,
        table.cells() < rules.k,
        ~is_diverse,
    ]
    reasons = [Reason.IMPOSSIBLE, Reason.NOT_WANTED, Reason.SHOWN, Reason.BELOW_K, Reason.DIVERSITY]
    return np.select(conditions, [np.uint8(each) for each in reasons], np.uint8(Reason.COMPLEMENTARY))


def _information_lost(table: CountTable, rules: Rules, is_shown: Mask, *, is_exact: bool) -> InformationLost:
    is_wanted = table.is_wanted() & table.is_possible_cell()
    counts, plain = table.cells(), plain_pattern(table, rules)
    cells, people = int(is_wanted.sum()), int(counts[is_wanted].sum())

    def shares(shown: Mask) -> tuple[float, float]:
        hidden = is_wanted & ~shown
        return (
            float(hidden.sum()) / cells if cells else float("nan"),
            float(counts[hidden].sum()) / people if people else float("nan"),
        )

    cells_share, people_share = shares(is_shown)
    plain_cells_share, plain_people_share = shares(plain)
    unsafe = len(audit(table, plain, rules).failing) if is_exact else _subtractable(table, plain)
    return InformationLost(
        cells_share=cells_share,
        people_share=people_share,
        plain_cells_share=plain_cells_share,
        plain_people_share=plain_people_share,
        plain_unsafe_cells=unsafe,
        is_plain_exact=is_exact,
    )


def _subtractable(table: CountTable, is_shown: Mask) -> int:
    """How many hidden cells follow exactly from one sum that is shown with all its other parts."""
    is_possible = table.is_possible_cell()
    told = told_cells(table, is_shown)
    is_open = is_possible & ~told
    follows = np.zeros_like(told)
    for axis in range(1, told.ndim):
        parts = tuple(slice(0, -1) if at == axis else slice(None) for at in range(told.ndim))
        whole = tuple(slice(-1, None) if at == axis else slice(None) for at in range(told.ndim))
        is_only = (is_open[parts].sum(axis=axis, keepdims=True) == 1) & told[whole]
        follows[parts] |= is_open[parts] & is_only
    open_parts = np.zeros(told.shape, dtype=np.int64)
    parent = table.units.parent[1:]
    np.add.at(open_parts, parent, is_open[1:].astype(np.int64))
    follows[1:] |= is_open[1:] & told[parent] & (open_parts[parent] == 1)
    return int(follows.sum())
