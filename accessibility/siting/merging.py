"""Merged demand: entries that every plan serves alike are one, whose people add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from accessibility.siting.limits import Pairs
from accessibility.siting.problem import Doubles, Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """Groups of entries. ``pairs``: by group; ``group``: int64 (entries,), -1 of those that were left out.

    ``first``: int64 (groups,), an entry of each.
    """

    pairs: Pairs
    group: Whole
    first: Whole

    def __len__(self) -> int:
        return len(self.first)

    def added_up(self, values: Doubles) -> Doubles:
        """The sums of the values of each group's entries, float64 (groups,)."""
        is_in = self.group >= 0
        added = np.bincount(self.group[is_in], weights=values[is_in], minlength=len(self.first))
        return added.astype(np.float64)


def merge_alike(
    pairs: Pairs,
    is_in: npt.NDArray[np.bool_],
    *,
    by_pair: Sequence[npt.NDArray[np.generic]] = (),
    by_entry: Sequence[npt.NDArray[np.generic]] = (),
) -> Merged:
    """Merge the entries of ``is_in`` that have the same candidates and the same values ``by_pair`` and ``by_entry``.

    Groups are numbered in the order of their first entries.
    """
    group = np.full(len(is_in), -1, np.int64)
    first: list[int] = []
    seen: dict[tuple[bytes, ...], int] = {}
    start = pairs.start
    for entry in np.flatnonzero(is_in).tolist():
        part = slice(start[entry], start[entry + 1])
        key = (
            pairs.candidate[part].tobytes(),
            *(values[part].tobytes() for values in by_pair),
            *(values[entry].tobytes() for values in by_entry),
        )
        number = seen.setdefault(key, len(first))
        if number == len(first):
            first.append(entry)
        group[entry] = number
    chosen = np.array(first, np.int64)
    length = np.diff(start)[chosen] if len(chosen) else np.empty(0, np.int64)
    place = _ranges(start[chosen], length)
    return Merged(
        pairs=Pairs(
            start=np.concatenate([[0], np.cumsum(length)]).astype(np.int64),
            candidate=pairs.candidate[place],
            minutes=pairs.minutes[place],
        ),
        group=group,
        first=chosen,
    )


def _ranges(start: Whole, length: Whole) -> Whole:
    """The numbers of several ranges, one after another."""
    if not len(length):
        return np.empty(0, np.int64)
    ends = np.cumsum(length)
    return np.arange(ends[-1]) - np.repeat(ends - length, length) + np.repeat(start, length)
