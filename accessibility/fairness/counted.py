"""The door of every measure: values and people checked once, and parted into those counted and those left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from accessibility.fairness.measured import Measured, percent_words
from geo.faults import Faults

Floats = npt.NDArray[np.float64]
_WHERE: Final = "fairness"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Counted:
    """The people that a measure is of. ``values`` and ``people`` are float64 (counted,), finite, people above 0.

    ``row``, int64 (counted,), is the place of each in what was given.
    """

    values: Floats
    people: Floats
    row: npt.NDArray[np.int64]
    people_no_way: float
    people_unknown: float

    @property
    def total(self) -> float:
        """All people counted."""
        return float(self.people.sum())

    @property
    def mean(self) -> float:
        """The mean value of those counted, of whom there must be some."""
        return float(self.values @ self.people) / self.total

    def measured(self, value: float, note: str = "") -> Measured:
        """The figure with its people, and in its note the shares of those left out."""
        everyone = self.total + self.people_no_way + self.people_unknown
        left_out = [
            f"{percent_words(people / everyone)} {what} and are left out"
            for people, what in ((self.people_no_way, "have no way"), (self.people_unknown, "are not known"))
            if people > 0
        ]
        return Measured(
            value=value,
            people=self.total,
            people_no_way=self.people_no_way,
            people_unknown=self.people_unknown,
            note="; ".join(part for part in (note, *left_out) if part),
        )

    def of_nobody(self) -> Measured:
        """No figure, for want of people."""
        return self.measured(
            float("nan"), "nobody has a value" if self.people_no_way + self.people_unknown else "nobody"
        )


def count_people(
    values: npt.ArrayLike,
    people: npt.ArrayLike,
    *,
    beside: Mapping[str, npt.ArrayLike] | None = None,
    counts_no_way: bool = False,
) -> Counted:
    """Those whom a measure can be of: with people above 0 and a value that is known and, but for one, not inf.

    ``beside``: further arrays by name, one entry for each value; who is NaN in any of them is unknown too.
    With ``counts_no_way`` inf is a value like others. Raises InputFaults with all that is wrong at once.
    """
    given = {"values": values, "people": people, **(beside or {})}
    arrays = {name: np.asarray(array, dtype=np.float64) for name, array in given.items()}
    check_arrays(arrays)
    number, weight = arrays["values"], arrays["people"]
    is_unknown = np.any([np.isnan(array) for name, array in arrays.items() if name != "people"], axis=0)
    is_no_way = np.isposinf(number) & ~is_unknown
    is_counted = (weight > 0) & ~is_unknown
    if not counts_no_way:
        is_counted &= ~is_no_way
    row = np.flatnonzero(is_counted)
    return Counted(
        values=number[row],
        people=weight[row],
        row=row,
        people_no_way=0.0 if counts_no_way else float(weight[is_no_way].sum()),
        people_unknown=float(weight[is_unknown].sum()),
    )


def check_arrays(arrays: Mapping[str, Floats]) -> None:
    """Raise InputFaults unless all are vectors as long as ``people``, people 0 or more and values not below 0."""
    faults, people, values = Faults(), arrays["people"], arrays.get("values")
    for name, array in arrays.items():
        if array.ndim != 1 or array.shape != people.shape:
            shape = " x ".join(str(size) for size in array.shape) or "a single number"
            _error(faults, name, f"has {shape} entries beside {people.size} of people", "Give one entry for each home")
    if not (people >= 0).all():
        count = int((~(people >= 0)).sum())
        _error(faults, "people", f"{count} entries are negative or not known", "Give each home its people, 0 or more")
    elif np.isinf(people).any():
        _error(faults, "people", "some are infinite", "Give each home its people, a finite number")
    if values is not None and (values < 0).any():
        what = f"{int((values < 0).sum())} entries are below 0"
        _error(faults, "values", what, "Give minutes, supply or shares: 0 or more, inf for no way, NaN for unknown")
    faults.raise_errors()


def check_number(name: str, value: float, *, do: str) -> None:
    """Raise InputFaults unless a number is above 0 and finite."""
    if not 0 < value < np.inf:
        faults = Faults()
        _error(faults, name, f"is {value:g}, not a finite number above 0", do)
        faults.raise_errors()


def refuse(name: str, what: str, do: str) -> None:
    """Raise InputFaults with one fault of what was asked."""
    faults = Faults()
    _error(faults, name, what, do)
    faults.raise_errors()


def _error(faults: Faults, name: str, what: str, do: str) -> None:
    faults.error(where=_WHERE, which=name, what=what, do=do)
