"""The bounds: of every cell of a table the interval that an outsider can derive from the cells that are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from accessibility.highs import Floats
from accessibility.protection.atom_classes import AtomClasses
from accessibility.protection.cube import CountTable, Mask
from accessibility.protection.polytope import Goal, Polytope


def told_cells(table: CountTable, is_shown: Mask) -> Mask:
    """Of each cell whether its count follows from the shown ones by adding alone.

    A cell is told with its parts, if all those are told in which anybody can be; and a part is told with
    its whole, if nobody can be in any of the other parts, since both are then the same people. Such a
    count is never smaller than what is shown. Cells where nobody can be are not told: they are no secret.
    """
    is_possible = table.is_possible_cell()
    told = is_shown & is_possible
    while True:
        before = int(told.sum())
        for axis in range(1, told.ndim):
            _tell_along(told, is_possible, axis)
        _tell_over_units(told, is_possible, table)
        if int(told.sum()) == before:
            return told


def independent_cells(table: CountTable, is_told: Mask) -> Mask:
    """Of each told cell whether it says more than the told parts of it do."""
    is_possible = table.is_possible_cell()
    is_silent = is_told | ~is_possible
    follows = np.zeros_like(is_told)
    for axis in range(1, is_told.ndim):
        whole, parts = _whole_and_parts(axis, is_told.ndim)
        follows[whole] |= is_silent[parts].all(axis=axis, keepdims=True)
    parent = table.units.parent[1:]
    open_parts = np.zeros(is_told.shape, dtype=np.int64)
    np.add.at(open_parts, parent, (~is_silent[1:]).astype(np.int64))
    is_whole = ~table.units.is_leaf
    follows[is_whole] |= open_parts[is_whole] == 0
    return np.asarray(is_told & ~follows, dtype=np.bool_)


def _whole_and_parts(axis: int, ndim: int) -> tuple[tuple[slice, ...], tuple[slice, ...]]:
    whole = tuple(slice(-1, None) if at == axis else slice(None) for at in range(ndim))
    parts = tuple(slice(0, -1) if at == axis else slice(None) for at in range(ndim))
    return whole, parts


def _tell_along(told: Mask, is_possible: Mask, axis: int) -> None:
    """Tells along one dimension, in place."""
    whole, parts = _whole_and_parts(axis, told.ndim)
    can_be = is_possible[parts]
    told[whole] |= is_possible[whole] & (told[parts] | ~can_be).all(axis=axis, keepdims=True)
    is_only = can_be.sum(axis=axis, keepdims=True) == 1
    told[parts] |= can_be & is_only & told[whole]


def _tell_over_units(told: Mask, is_possible: Mask, table: CountTable) -> None:
    """Tells between each unit and its children, in place: upward from the leaves, then downward."""
    parent = table.units.parent
    open_parts = np.zeros(told.shape, dtype=np.int64)
    possible_parts = np.zeros(told.shape, dtype=np.int64)
    has_parts = ~table.units.is_leaf
    for row in range(len(parent) - 1, -1, -1):
        if has_parts[row]:
            told[row] |= is_possible[row] & (open_parts[row] == 0)
        if row:
            open_parts[parent[row]] += is_possible[row] & ~told[row]
            possible_parts[parent[row]] += is_possible[row]
    for row in range(1, len(parent)):
        told[row] |= is_possible[row] & told[parent[row]] & (possible_parts[parent[row]] == 1)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Told:
    """What else is told of the atoms: ``low <= rows @ atoms <= high``; rows is (facts, atoms) of ones."""

    rows: sp.csr_array
    low: Floats
    high: Floats


def exact_bounds(  # noqa: PLR0913 - each is one thing that the outsider knows
    table: CountTable,
    is_shown: Mask,
    *,
    point: npt.NDArray[np.int64] | None = None,
    shown_low: npt.NDArray[np.generic] | None = None,
    shown_high: npt.NDArray[np.generic] | None = None,
    also: Sequence[Told] = (),
) -> tuple[Floats, Floats]:
    """The least and greatest count of every cell that agree with all that is told, as two cubes.

    The shown cells are taken at the exact counts of ``point`` (the table's own, if absent), atoms where nobody
    can be as 0. ``shown_low`` and ``shown_high``, cubes, are for an outsider who knows of each shown cell only
    that it lies between them, inclusive, as when counts are rounded. ``also`` are further facts.
    Both must hold for ``point``. Greatest is inf where nothing bounds a cell. Linear bounds: for counts
    with three and more dimensions whole numbers may be narrower.
    """
    atoms = table.counts if point is None else np.asarray(point, dtype=np.int64)
    sums = table.margin_sums()
    is_exact = shown_low is None and shown_high is None
    is_told = independent_cells(table, told_cells(table, is_shown)) if is_exact else is_shown
    rows = sums[np.flatnonzero(is_told)]
    exact = np.asarray(rows @ atoms.ravel().astype(np.float64))
    low = exact if shown_low is None else shown_low[is_told].astype(np.float64)
    high = exact if shown_high is None else shown_high[is_told].astype(np.float64)
    facts = [Told(rows=rows, low=low, high=high), *also]
    low, high, _ = bounds_of(sums, facts, is_possible=table.is_possible.ravel(), point=atoms.ravel())
    shape = table.cube_shape
    return low.reshape(shape), high.reshape(shape)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class JointTable:
    """Several tables over the same people, such as areas and grid cells that cut across each other.

    The people are told apart by all the tables at once: *joint atoms*. ``atom_of[t]`` is int64 (joint atoms,):
    which atom of table t, in C order, each joint atom lies in. ``counts`` is int64 (joint atoms,): how many
    people are in each; every table's counts are the sums of these.
    """

    tables: tuple[CountTable, ...]
    atom_of: tuple[npt.NDArray[np.int64], ...]
    counts: npt.NDArray[np.int64]

    def __post_init__(self) -> None:
        for number, (table, atoms) in enumerate(zip(self.tables, self.atom_of, strict=True)):
            sums = np.bincount(atoms, weights=self.counts, minlength=table.counts.size)
            if not np.array_equal(sums, table.counts.ravel()):
                raise ValueError(f"the joint counts do not add up to those of table {number}")

    def joint_sums(self, number: int) -> sp.csr_array:
        """Which joint atoms make up each cell of a table: (cells, joint atoms) of ones."""
        atoms = self.atom_of[number]
        into = sp.csr_array(
            (np.ones(len(atoms)), (atoms, np.arange(len(atoms)))),
            shape=(self.tables[number].counts.size, len(atoms)),
        )
        return sp.csr_array(self.tables[number].margin_sums() @ into)

    @property
    def is_possible(self) -> Mask:
        """Of each joint atom whether every table says that somebody may be there."""
        is_possible = np.ones(len(self.counts), dtype=np.bool_)
        for table, atoms in zip(self.tables, self.atom_of, strict=True):
            is_possible &= table.is_possible.ravel()[atoms]
        return is_possible


def exact_bounds_joint(joint: JointTable, are_shown: Sequence[Mask]) -> tuple[tuple[Floats, Floats], ...]:
    """The exact interval of every cell of each table, given the shown cells of all of them together."""
    facts = []
    for number, (table, is_shown) in enumerate(zip(joint.tables, are_shown, strict=True)):
        is_told = independent_cells(table, told_cells(table, is_shown))
        rows = joint.joint_sums(number)[np.flatnonzero(is_told)]
        values = np.asarray(rows @ joint.counts.astype(np.float64))
        facts.append(Told(rows=rows, low=values, high=values))
    sums = sp.csr_array(sp.vstack([joint.joint_sums(number) for number in range(len(joint.tables))]))
    low, high, _ = bounds_of(sums, facts, is_possible=joint.is_possible, point=joint.counts)
    ends = np.cumsum([0, *(int(np.prod(table.cube_shape)) for table in joint.tables)])
    return tuple(
        (low[start:end].reshape(table.cube_shape), high[start:end].reshape(table.cube_shape))
        for table, start, end in zip(joint.tables, ends[:-1], ends[1:], strict=True)
    )


def bounds_of(
    sums: sp.csr_array,
    facts: Sequence[Told],
    *,
    is_possible: Mask,
    point: npt.NDArray[np.int64],
    goal: Goal | None = None,
) -> tuple[Floats, Floats, int]:
    """The range of each sum of atoms given facts that hold at ``point``, see ``Polytope.ranges``.

    Third, how many linear programs were solved for it: over classes of atoms that the facts do not tell apart, and
    once for all sums of the same reach. Facts and sums are of ones.
    """
    columns = np.flatnonzero(is_possible)
    rows = sp.csr_array(sp.csr_array(sp.vstack([fact.rows for fact in facts]))[:, columns])
    low = np.concatenate([fact.low for fact in facts])
    high = np.concatenate([fact.high for fact in facts])
    classes = AtomClasses.of(rows)
    polytope = Polytope(classes.rows(rows), low, high, point=classes.people(point[columns]))
    reach = classes.reach(sp.csr_array(sums[:, columns]))
    first, group = reach.first_of_each()
    if goal is not None:
        width, from_zero = np.zeros(len(first)), np.zeros(len(first), dtype=np.bool_)
        np.maximum.at(width, group, goal.width)
        np.logical_or.at(from_zero, group, goal.from_zero)
        goal = Goal(width=width, from_zero=from_zero)
    least, greatest = polytope.ranges(reach.some(first), goal)
    return least[group], greatest[group], polytope.solved
