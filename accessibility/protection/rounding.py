"""Controlled rounding: told counts as multiples of a base that still add up, drawn by a key.

Each count goes to one of the two multiples next to it, and a multiple stays. A cell by itself goes up
when its draw is below its share, the part of the base that it has above the lower multiple, so that its mean over
all keys is its count. Cells that are tied by a sum which a reader can check walk together (see
``random_walk``), so that the sums hold and the means stay. What the walk leaves open, in three dimensions or
where a great many cells hang together, and what is tied to fixed figures, is decided by a mixed-integer
program: the sums hold, closest to the draws; there the means are only nearly right. Where no
additive rounding exists, as beside held figures, the fewest sums are broken, and told; where more than
some thousand cells hang together and none is found, the sums over places are kept and
those over categories given up, and told.

Additive rounding by keeping means on the way: Cox, L. H. (1987), A constructive procedure for
unbiased controlled rounding, Journal of the American Statistical Association 82 (398), 520-524,
https://doi.org/10.1080/01621459.1987.10478455. What is rounded is protected already: rounding only
takes away from what is told, and its key guards the rounding alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
import scipy.optimize
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from accessibility.protection.cube import CountTable, Cube, Mask
from accessibility.protection.draws import draws, subkey
from accessibility.protection.random_walk import walk_to_whole
from accessibility.protection.relations import told_relations

# Bounds on work in steps and not in seconds, so that the same counts always give the same figures.
_WALKED: Final = 300_000
_NODES: Final = 200
_NODES_FOR_FEWEST: Final = 1
_HALF: Final = 0.5  # a tree leaves nothing between 0 and 1
_TINY: Final = 1e-6
_LARGE: Final = 5_000  # tied cells up to which the fewest broken sums are sought

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fixed:
    """Figures that are decided already, such as held ones: where, and the multiples that they stay at."""

    is_fixed: Mask
    values: Cube


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rounded:
    """Rounded counts: ``values`` is a cube, 0 without a meaning where nothing is shown.

    ``relations`` is how many sums a reader can check, ``broken`` (sums,) the flat cell of each sum that
    does not hold. ``is_fewest`` is False where it was not sought to the end whether fewer, broken by no
    more than now, would do.
    """

    values: Cube
    relations: int
    broken: Numbers
    is_fewest: bool


def round_counts(  # noqa: PLR0913 -- what, where, how, and what is decided
    counts: Cube,
    is_shown: Mask,
    table: CountTable,
    *,
    base: int,
    key: bytes,
    fixed: Fixed | None = None,
) -> Rounded:
    """The counts of the shown cells as multiples of ``base``, additive wherever a reader can check.

    ``counts`` is a cube of true counts; no other count than those of shown cells is looked at. Where
    ``fixed``, its values are taken. The same key and counts always give the same.
    """
    counts = np.where(is_shown, counts, 0).astype(np.int64)
    steps, rest = np.divmod(counts.ravel(), base)
    steps = steps.copy()
    is_free = is_shown.ravel() & (rest > 0)
    if fixed is not None:
        is_held = is_shown & fixed.is_fixed
        if (fixed.values[is_held] % base).any():
            raise ValueError("fixed values must be multiples of the rounding base")
        steps[is_held.ravel()] = fixed.values[is_held] // base
        is_free &= ~is_held.ravel()
    share, draw, second_draw = (np.zeros(counts.size) for _ in range(3))
    share[is_free] = rest[is_free] / base
    draw[is_free] = draws(table, is_free.reshape(counts.shape), key=subkey(key, "first"))
    is_up = is_free & (draw < share)

    relations, is_over_places = told_relations(table, is_shown)
    is_tied = is_free & (np.bincount(relations.indices, minlength=counts.size) > 0)
    tied = _parts_first(is_tied.reshape(counts.shape))
    second_draw[is_tied] = draws(table, is_tied.reshape(counts.shape), key=subkey(key, "second"))
    whole = _Knot(
        sums=sp.csc_array(relations[:, tied]),
        missing=-(relations @ steps),
        is_over_places=is_over_places,
        share=share[tied],
        draw=draw[tied],
        second_draw=second_draw[tied],
    )
    is_fewest = True
    for columns, knot in _knots(whole):
        is_up[tied[columns]], is_sure = _decide(knot)
        is_fewest &= is_sure
    values = (steps + is_up) * base
    sums = np.flatnonzero(relations @ values)
    at_sum = sp.csr_array(relations[sums] < 0)
    return Rounded(
        values=values.reshape(counts.shape),
        relations=relations.shape[0],
        broken=at_sum.indices.astype(np.int64),
        is_fewest=is_fewest,
    )


def round_each(counts: Cube, is_shown: Mask, table: CountTable, *, base: int, key: bytes) -> Cube:
    """Every shown cell rounded by itself: parts need not add up, but the mean of each is its count.

    For counts that do not add up in the first place, such as noisy ones.
    """
    steps, rest = np.divmod(np.where(is_shown, counts, 0), base)
    steps[is_shown] += draws(table, is_shown, key=key) < rest[is_shown] / base
    return np.asarray(steps * base, dtype=np.int64)


def _parts_first(is_tied: Mask) -> Numbers:
    """The flat numbers of cells, children before parents and categories before ALL."""
    place = np.argwhere(is_tied)
    all_count = (place[:, 1:] == np.array(is_tied.shape[1:]) - 1).sum(axis=1)
    return np.flatnonzero(is_tied)[np.lexsort((all_count, -place[:, 0]))]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Knot:
    """Free cells that hang together by sums: (sums, cells), what the sums miss, shares, and draws for each stage.

    ``is_over_places`` (sums,): the sum is of a unit's children, not of categories.
    """

    sums: sp.csc_array
    missing: Numbers
    is_over_places: Mask
    share: Floats
    draw: Floats
    second_draw: Floats

    def part(self, is_in: Mask, decided: Floats) -> _Knot:
        """What is left to decide of a knot when the other cells are decided."""
        sums = self.sums[:, np.flatnonzero(is_in)]
        missing = np.rint(self.missing - self.sums[:, np.flatnonzero(~is_in)] @ decided[~is_in]).astype(np.int64)
        return replace(
            self,
            sums=sums,
            missing=missing,
            share=decided[is_in],
            draw=self.draw[is_in],
            second_draw=self.second_draw[is_in],
        )


def _knots(knot: _Knot) -> Iterator[tuple[Numbers, _Knot]]:
    """The parts of a knot that hang together, each with its columns in order."""
    sums = sp.csr_array(knot.sums)
    joined = sp.csr_array(abs(sums.T) @ abs(sums))
    _, labels = connected_components(joined, directed=False)
    order = np.argsort(labels, kind="stable")
    for columns in np.split(order, np.flatnonzero(np.diff(labels[order])) + 1):
        if columns.size:
            part = knot.sums[:, columns]
            rows = np.unique(part.indices)
            yield (
                columns,
                _Knot(
                    sums=sp.csc_array(sp.csr_array(part)[rows]),
                    missing=knot.missing[rows],
                    is_over_places=knot.is_over_places[rows],
                    share=knot.share[columns],
                    draw=knot.draw[columns],
                    second_draw=knot.second_draw[columns],
                ),
            )


def _decide(knot: _Knot) -> tuple[Mask, bool]:
    """Which cells of a knot go up; and whether no other choice is known to break fewer sums."""
    if (np.abs(knot.sums @ knot.share - knot.missing) < _TINY).all():
        walked = walk_to_whole(knot.sums, knot.share, knot.draw, most_work=_WALKED)
        is_open = (walked > 0) & (walked < 1)
        is_up = walked > 0
        if not is_open.any():
            return is_up, True
        rest = knot.part(is_open, walked)
        is_up[is_open], is_additive = _closest(rest)
        if is_additive:
            return is_up, True
        if knot.share.size > _LARGE:
            return _over_places(knot), False
    is_up, is_additive = _closest(knot)
    return (is_up, True) if is_additive else _break_fewest(knot)


def _over_places(knot: _Knot) -> Mask:
    """A choice that keeps the sums over places and gives up those over categories: each category is then a tree."""
    is_up = knot.draw < knot.share
    rows = np.flatnonzero(knot.is_over_places)
    trees = replace(
        knot,
        sums=sp.csc_array(sp.csr_array(knot.sums)[rows]),
        missing=knot.missing[rows],
        is_over_places=knot.is_over_places[rows],
    )
    for columns, tree in _knots(trees):
        if tree.sums.shape[0]:
            is_up[columns] = walk_to_whole(tree.sums, tree.share, tree.draw, most_work=_WALKED) > _HALF
    return is_up


def _closest(knot: _Knot) -> tuple[Mask, bool]:
    """The additive choice that is closest to the draws; and whether one was found."""
    cost = knot.second_draw - knot.share
    found = scipy.optimize.milp(
        cost,
        integrality=np.ones(cost.size),
        bounds=scipy.optimize.Bounds(0, 1),
        constraints=scipy.optimize.LinearConstraint(knot.sums, knot.missing, knot.missing),
        options={"node_limit": _NODES, "mip_rel_gap": 0.0},
    )
    return (cost < 0, False) if found.x is None else (_is_one(found.x), True)


def _break_fewest(knot: _Knot) -> tuple[Mask, bool]:
    """The choice that breaks the fewest sums, by one step each if that can be, and of those one close to the draws."""
    parts = np.asarray(np.abs(knot.sums).sum(axis=1)) + np.abs(knot.missing)
    for most_off in (np.minimum(parts, 1), parts):  # no sum can be off by more than its parts
        is_up, is_sure, is_found = _break_by(knot, most_off.astype(np.float64))
        if is_found:
            break
    return is_up, is_sure


def _break_by(knot: _Knot, most_off: Floats) -> tuple[Mask, bool, bool]:
    """The choice of fewest broken sums, each off by a bound at most; whether that is sure; whether there is any."""
    cost = knot.second_draw - knot.share
    sums, cells = knot.sums.shape
    slack = sp.diags_array(most_off)
    one_sum = 1.0 + np.abs(cost).sum()  # one more broken sum costs more than any choice of cells gains
    found = scipy.optimize.milp(
        np.concatenate([cost, np.full(sums, one_sum)]),
        integrality=np.ones(cells + sums),
        bounds=scipy.optimize.Bounds(0, 1),
        constraints=[
            scipy.optimize.LinearConstraint(sp.hstack([knot.sums, -slack]), -np.inf, knot.missing),
            scipy.optimize.LinearConstraint(sp.hstack([knot.sums, slack]), knot.missing, np.inf),
        ],
        options={"node_limit": _NODES_FOR_FEWEST, "mip_rel_gap": 0.0},
    )
    if found.x is None:
        return cost < 0, False, False
    return _is_one(found.x[:cells]), bool(found.success), True


def _is_one(solution: Floats) -> Mask:
    return np.asarray(np.rint(solution) == 1)
