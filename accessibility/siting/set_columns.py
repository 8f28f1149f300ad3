"""Columns that say that none of a set of candidates is chosen, shared by all the demand that waits for that set.

For an entry i and a radius r let S be the candidates that reach i within r. ``z_S >= 1 - sum_{j in S} x_j``,
``0 <= z_S <= 1``: where no candidate of S is chosen, i is without one within r. Of entries with the same S the column
is the same, whatever the radius: demand that the same candidates reach is merged, and the p-median of an entry is a
sum over its radii (Elloumi 2010; Garcia, Labbe and Marin 2011,
doi:10.1287/ijoc.1100.0418). Only z that one wants small are in a program, so none needs to be whole.

Sets are told apart by two sums of 64-bit random numbers of their members; that two of a million sets agree in both by
chance has a probability below 1e-26.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from accessibility.siting.problem import Doubles, SitingProblem, Whole
from accessibility.siting.programs import Program

NEVER: Final = -1  # an existing centre, or one that is required, is within the radius: never without
ALWAYS: Final = -2  # no candidate is: always without


@dataclass(frozen=True, slots=True, kw_only=True)
class Chains:
    """Capped minutes of each entry as ``first[i] + sum step * z[column]`` over the levels of the entry.

    ``entry``, ``step`` (minutes), ``column``: one for each level; a level that no candidate can better is in ``first``.
    """

    first: Doubles
    entry: Whole
    step: Doubles
    column: Whole


class SetColumns:
    """The columns of sets in one program, made when they are asked for."""

    def __init__(
        self, program: Program, problem: SitingProblem, usable: npt.NDArray[np.bool_], sure: npt.NDArray[np.bool_]
    ) -> None:
        """``usable``: bool (m,), the candidates that may be chosen; ``sure``: those that are in every plan."""
        self._program, self._columns = program, dict[tuple[int, int], int]()
        candidate = np.repeat(np.arange(problem.candidate_count), np.diff(problem.start))
        self.now = problem.now_minutes.copy()
        is_sure = sure[candidate]
        np.minimum.at(self.now, problem.entry[is_sure], problem.minutes[is_sure])
        is_open = usable[candidate] & ~is_sure
        entry, minutes, candidate = problem.entry[is_open], problem.minutes[is_open], candidate[is_open]
        order = np.lexsort((candidate, minutes, entry))
        self._entry, self._minutes, self._candidate = entry[order], minutes[order], candidate[order]
        self._tokens = np.random.default_rng(0).integers(0, 2**64, (problem.candidate_count, 2), np.uint64)

    def level_count(self, most_minutes: float) -> int:
        """How many columns chains may take, at most."""
        return int((self._minutes < np.minimum(self.now, most_minutes)[self._entry]).sum())

    def uncovered(self, within_minutes: float) -> Whole:
        """The column of each entry that is 1 where nobody reaches it within so many minutes; NEVER, ALWAYS."""
        column = np.where(self.now <= within_minutes, NEVER, ALWAYS)
        place = np.flatnonzero((self._minutes <= within_minutes) & (column[self._entry] == ALWAYS))
        if not len(place):
            return column
        ends = np.flatnonzero(np.r_[self._entry[place][1:] != self._entry[place][:-1], True])
        begins = np.r_[0, ends[:-1] + 1]
        sums = np.add.reduceat(self._tokens[self._candidate[place]], begins, axis=0)
        column[self._entry[place[begins]]] = self._named(
            sums, place, begins, ends, parent=np.full(len(ends), -1, np.int64)
        )
        return column

    def chains(self, most_minutes: float, is_counted: npt.NDArray[np.bool_]) -> Chains:
        """Capped minutes of the entries that count; ``first`` of the others is 0."""
        base = np.where(is_counted, np.minimum(self.now, most_minutes), 0.0)
        place = np.flatnonzero(self._minutes < base[self._entry])
        if not len(place):
            none = np.empty(0, np.int64)
            return Chains(first=base, entry=none, step=np.empty(0), column=none)
        entry, minutes = self._entry[place], self._minutes[place]
        is_new_entry = np.r_[True, entry[1:] != entry[:-1]]
        is_new_level = is_new_entry | np.r_[True, minutes[1:] != minutes[:-1]]
        begins = np.flatnonzero(is_new_level)
        ends = np.r_[begins[1:] - 1, len(place) - 1]
        running = np.cumsum(self._tokens[self._candidate[place]], axis=0)
        of_entry = np.flatnonzero(is_new_entry)[np.cumsum(is_new_entry) - 1]
        before = np.vstack([np.zeros((1, 2), np.uint64), running])[of_entry]
        sums = (running - before)[ends]
        level_entry = entry[begins]
        is_first = is_new_entry[begins]
        parent = np.where(is_first, -1, np.arange(len(begins)) - 1)
        column = self._named(sums, place, begins, ends, parent=parent)
        after = np.r_[minutes[begins][1:], 0.0]
        is_last = np.r_[is_first[1:], True]
        after[is_last] = base[level_entry[is_last]]
        first = base.copy()
        first[level_entry[is_first]] = minutes[begins][is_first]
        return Chains(first=first, entry=level_entry, step=after - minutes[begins], column=column)

    def _named(self, sums: npt.NDArray[np.uint64], place: Whole, begins: Whole, ends: Whole, *, parent: Whole) -> Whole:
        """Columns of sets, each the pairs ``place[begins:ends + 1]`` and the set before it, ``parent``, -1 for none."""
        _, sample, which = np.unique(sums, axis=0, return_index=True, return_inverse=True)
        keys = [(int(one), int(other)) for one, other in sums[sample]]
        is_new = np.array([key not in self._columns for key in keys])
        made = self._program.add_columns(int(is_new.sum()))
        self._columns.update(
            zip([key for key, new in zip(keys, is_new, strict=True) if new], made.tolist(), strict=True)
        )
        column = np.array([self._columns[key] for key in keys])[which.reshape(-1)]
        rows = sample[is_new]
        lengths = ends[rows] - begins[rows] + 1
        row = np.repeat(np.arange(len(rows)), lengths)
        pair = np.repeat(begins[rows] - np.r_[0, np.cumsum(lengths)[:-1]], lengths) + np.arange(int(lengths.sum()))
        has_parent = parent[rows] >= 0
        self._program.add_rows(
            len(rows),
            np.concatenate([np.arange(len(rows)), row, np.flatnonzero(has_parent)]),
            np.concatenate([made, self._candidate[place[pair]], column[parent[rows][has_parent]]]),
            np.concatenate([np.ones(len(rows) + len(row)), np.full(int(has_parent.sum()), -1.0)]),
            low=np.where(has_parent, 0.0, 1.0),
        )
        return column
