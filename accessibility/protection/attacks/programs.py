"""Margin solving: the exact range of hidden figures over all tables that agree with what is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from accessibility.highs import Floats
from accessibility.protection.attacks.differences import narrow
from accessibility.protection.attacks.outsider import TOLERANCE, Outsider
from accessibility.protection.bounds import Told, bounds_of
from accessibility.protection.cube import CountTable, Mask
from accessibility.protection.polytope import Goal
from accessibility.protection.units import Units

WHOLE_UP_TO_CELLS: Final = 2000
_UNITS_OF_SAMPLE: Final = 10  # of each kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """What margin solving gave: how many hidden cells were tried, which may be a sample, and two kinds of success.

    ``inferred``: cells that can be told to fewer than k. ``proven``: cells of fewer than k of which it is sure that
    somebody is in them, or that nobody is.
    """

    tried: int
    inferred: int
    proven: int
    is_sample: bool


def solve_margins(outsider: Outsider) -> Solved:
    """Solves the whole table up to some 2,000 cells; beyond, a sample of units, each beside its parent and the rest.

    Whoever looks at these alone uses less than is told, so what gives way there gives way. The sample holds the
    units that differencing comes closest to, and others drawn with a fixed seed.
    """
    is_hidden = outsider.is_hidden
    if is_hidden.size <= WHOLE_UP_TO_CELLS or outsider.truth.units.is_leaf.all():
        found = _solve(outsider, is_hidden)
        return Solved(
            tried=int(is_hidden.sum()), inferred=int(found[0].sum()), proven=int(found[1].sum()), is_sample=False
        )
    inferred, proven, tried = (np.zeros_like(is_hidden) for _ in range(3))
    for row, trio in _families(outsider):
        asked = np.zeros_like(trio.is_told)
        asked[1] = is_hidden[row]
        of_inferred, of_proven = _solve(trio, asked)
        inferred[row], proven[row], tried[row] = of_inferred[1], of_proven[1], asked[1]
    return Solved(
        tried=int(tried.sum()),
        inferred=int(inferred.sum()),
        proven=int(proven.sum()),
        is_sample=bool((tried != is_hidden).any()),
    )


def ranges(outsider: Outsider) -> tuple[Floats, Floats]:
    """The exact range of every cell of a small table, as two cubes."""
    truth = outsider.truth
    low, high, _ = bounds_of(
        truth.margin_sums(),
        [_facts(outsider)],
        is_possible=truth.is_possible.ravel(),
        point=truth.counts.ravel(),
    )
    return low.reshape(truth.cube_shape), high.reshape(truth.cube_shape)


def _solve(outsider: Outsider, asked: Mask) -> tuple[Mask, Mask]:
    """Of each cell of a table whether it is inferred, and whether presence or absence in it is proven."""
    inferred, proven = np.zeros_like(asked), np.zeros_like(asked)
    if not asked.any():
        return inferred, proven
    truth, k, is_small = outsider.truth, outsider.k, outsider.is_small[asked]
    low, high, _ = bounds_of(
        truth.margin_sums()[np.flatnonzero(asked)],
        [_facts(outsider)],
        is_possible=truth.is_possible.ravel(),
        point=truth.counts.ravel(),
        goal=Goal(width=np.full(int(asked.sum()), float(k)), from_zero=is_small),
    )
    inferred[asked] = (high - low < k - TOLERANCE) | (is_small & (low > TOLERANCE))
    proven[asked] = is_small & ((low > TOLERANCE) | (high < TOLERANCE))
    return inferred, proven


def _facts(outsider: Outsider) -> Told:
    is_told = outsider.is_told
    rows = outsider.truth.margin_sums()[np.flatnonzero(is_told)]
    return Told(rows=rows, low=outsider.low[is_told], high=outsider.high[is_told])


def _families(outsider: Outsider) -> Iterator[tuple[int, Outsider]]:
    """Who looks at one unit of the sample alone: beside its parent and the rest of that, as far as these are known.

    The row of the unit, and the table of the three in the order parent, unit, rest. Each of its cells is known to lie
    between the bounds that differencing gives.
    """
    table, shape = outsider.truth, outsider.is_told.shape
    low, high = narrow(table.units, outsider.low, outsider.high, over_units=True, over_axes=range(1, len(shape)))
    is_hidden, cells, is_possible = outsider.is_hidden, table.cells(), table.is_possible_cell()
    width = np.where(is_hidden, high - low, np.inf).reshape(shape[0], -1).min(axis=1)
    narrowest = np.argsort(width[1:], kind="stable") + 1
    drawn = np.random.default_rng(0).permutation(np.arange(1, shape[0]))
    inner = tuple(slice(0, -1) for _ in shape[1:])
    for row in dict.fromkeys([*narrowest[:_UNITS_OF_SAMPLE].tolist(), *drawn[:_UNITS_OF_SAMPLE].tolist()]):
        parent = int(table.units.parent[row])
        others = table.units.children_of(parent)
        others = others[others != row]
        trio = CountTable(
            units=_TRIO,
            dimensions=table.dimensions,
            counts=np.stack([cells[row][inner], cells[others].sum(axis=0)[inner]]),
            is_possible=np.stack([is_possible[row][inner], is_possible[others].any(axis=0)[inner]]),
            shows=table.shows,
        )
        yield (
            row,
            replace(
                outsider,
                truth=trio,
                is_told=np.ones(trio.cube_shape, dtype=np.bool_),
                low=np.stack([low[parent], low[row], low[others].sum(axis=0)]),
                high=np.stack([high[parent], high[row], high[others].sum(axis=0)]),
                is_small=np.stack([outsider.is_small[parent], outsider.is_small[row], np.zeros_like(is_hidden[row])]),
            ),
        )


_TRIO: Final = Units(
    ids=("parent", "unit", "rest"),
    names=("", "", ""),
    parent=np.array([-1, 0, 0], dtype=np.int64),
    people=np.full(3, np.nan),
    merged_ids=((), (), ()),
)
