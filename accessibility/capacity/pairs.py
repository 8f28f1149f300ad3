"""Pairs of places and centres: who reaches whom, and in how many minutes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from geo.errors import InputError

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Every origin with every centre that it reaches, by origin and then by centre, each pair once.

    ``origin``: int64, 0 to ``origin_count`` - 1. ``centre``: int32, 0 to ``centre_count`` - 1.
    ``minutes``: float64, 0 or more and finite: a way that is not there is no pair. An origin or a
    centre may be in no pair at all. ``make_pairs`` makes them of arrays in any order.
    """

    origin: npt.NDArray[np.int64]
    centre: npt.NDArray[np.int32]
    minutes: Floats
    origin_count: int
    centre_count: int

    def __len__(self) -> int:
        return len(self.origin)

    def only(self, is_kept: npt.NDArray[np.bool_]) -> Pairs:
        """The pairs for which ``is_kept`` holds; rows of origins and centres stay."""
        if is_kept.all():
            return self
        return Pairs(
            origin=self.origin[is_kept],
            centre=self.centre[is_kept],
            minutes=self.minutes[is_kept],
            origin_count=self.origin_count,
            centre_count=self.centre_count,
        )


def make_pairs(
    origin: npt.ArrayLike, centre: npt.ArrayLike, minutes: npt.ArrayLike, *, origin_count: int, centre_count: int
) -> Pairs:
    """The pairs of three arrays in any order; those of infinite minutes are no pairs and are left out.

    The order in which they are given leaves no trace. Raises InputError for arrays that differ in
    length, rows that are not there, minutes that are unknown or negative, and a pair given twice.
    """
    rows, columns = _rows(origin, "origin", origin_count), _rows(centre, "centre", centre_count)
    times = np.asarray(minutes, np.float64)
    if times.ndim != 1 or not len(rows) == len(columns) == len(times):
        raise InputError(
            f"{rows.size:,} origins, {columns.size:,} centres and {times.size:,} minutes are given; "
            "give one of each for every pair"
        )
    is_impossible = ~(times >= 0)
    if is_impossible.any():
        place = int(np.flatnonzero(is_impossible)[0])
        raise InputError(
            f"{int(is_impossible.sum()):,} pairs have minutes that are negative or unknown, first that of origin "
            f"{rows[place]} and centre {columns[place]} ({times[place]}); give 0 or more, inf where there is no way"
        )
    is_reached = np.isfinite(times)
    if not is_reached.all():
        rows, columns, times = rows[is_reached], columns[is_reached], times[is_reached]
    key = rows * centre_count + columns
    if (key[1:] <= key[:-1]).any():
        order = np.argsort(key, kind="stable")
        key, rows, columns, times = key[order], rows[order], columns[order], times[order]
    is_repeated = key[1:] == key[:-1]
    if is_repeated.any():
        place = int(np.flatnonzero(is_repeated)[0])
        raise InputError(
            f"{int(is_repeated.sum()):,} pairs are given twice, first origin {rows[place]} with centre "
            f"{columns[place]}; give the least minutes of each pair once"
        )
    return Pairs(
        origin=rows,
        centre=columns.astype(np.int32),
        minutes=times + 0.0,  # -0.0 is 0.0
        origin_count=origin_count,
        centre_count=centre_count,
    )


def _rows(rows: npt.ArrayLike, name: str, count: int) -> npt.NDArray[np.int64]:
    """Rows as int64, all of them there."""
    given: npt.NDArray[Any] = np.asarray(rows)
    if given.ndim != 1 or (given.size and given.dtype.kind not in "iu"):
        raise InputError(f"the {name}s are no list of whole numbers; give the row of the {name} of each pair")
    if given.size and (given.min() < 0 or given.max() >= count):
        raise InputError(
            f"a pair names {name} {int(given.min() if given.min() < 0 else given.max())}, and there are {count:,}; "
            f"give rows from 0 to {count - 1}"
        )
    return given.astype(np.int64)


def check_amounts(amounts: npt.ArrayLike, count: int, *, name: str, unknown: str) -> Floats:
    """Amounts of people or of capacity, one each. Raises InputError for others; ``unknown`` says what to do then."""
    given = np.asarray(amounts, np.float64)
    if given.shape != (count,):
        raise InputError(f"the {name} has shape {given.shape} and the pairs know {count:,} of them; give one for each")
    for is_odd, what, do in (
        (np.isnan(given), "is unknown", unknown),
        (given < 0, "is negative", "give 0 or more"),
        ((given > _MOST) | ((given > 0) & (given < _LEAST)), "is beyond all measure", "check its unit"),
    ):
        if is_odd.any():
            rows = np.flatnonzero(is_odd)
            raise InputError(
                f"the {name} of {len(rows):,} of {count:,} {what}, first that of row {rows[0]} ({given[rows[0]]}); {do}"
            )
    return given


_MOST, _LEAST = 1e100, 1e-100  # so that no product or ratio of two leaves what a float can hold
