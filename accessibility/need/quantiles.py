"""Quantiles of minutes over everyone of a place, those without an answer last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numba
import numpy as np
import numpy.typing as npt

from geo.errors import InputError

Doubles = npt.NDArray[np.float64]
_ROUNDING: Final = 1e-12  # of all people; a share that sums reach but for rounding is reached


def quantile_minutes(minutes: Doubles, people: Doubles, share: float) -> float:
    """The least minutes within which at least ``share`` of the people are; NaN without people.

    ``minutes`` rise; inf stands for no answer and so comes last.
    """
    reached = np.cumsum(people)
    if not len(people) or reached[-1] <= 0:
        return float("nan")
    place = np.searchsorted(reached, share * reached[-1] * (1 - _ROUNDING))
    return float(minutes[min(place, len(minutes) - 1)])


def quantiles_by_place(
    place: npt.ArrayLike, minutes: npt.ArrayLike, people: npt.ArrayLike, shares: Sequence[float], *, count: int
) -> Doubles:
    """For each share and place the least minutes within which at least that share of its people are.

    ``place``: whole numbers (homes,), from 0 to below ``count``. ``minutes``: (homes,), inf where
    there is no answer; these come last, so that inf is a quantile that has no way. ``people``:
    (homes,), or (groups, homes) for several groups at once, which saves sorting for each of them.
    ``shares`` lie above 0 and up to 1. Gives (shares, count), or (groups, shares, count); NaN where
    nobody of the group lives. The same to the last bit as ``quantile_minutes`` of each place alone.
    Raises InputError for shapes that do not fit, places beyond the count, NaN minutes, shares
    out of range, and people who are negative, NaN or without end.
    """
    place, minutes, people = np.asarray(place), np.asarray(minutes, np.float64), np.asarray(people, np.float64)
    _check(place, minutes, people, shares, count)
    order = order_by_place(place, minutes, count=count)
    ordered_place, ordered_minutes = place[order].astype(np.int64), minutes[order]
    groups = np.atleast_2d(people)
    found = np.empty((len(groups), len(shares), count))
    wanted = np.asarray(shares, np.float64)
    for group, of_group in zip(groups, found, strict=True):
        _quantiles(ordered_place, ordered_minutes, group[order], wanted, of_group)
    return found if people.ndim > 1 else found[0]


def order_by_place(place: npt.NDArray[Any], minutes: Doubles, *, count: int) -> npt.NDArray[np.int64]:
    """The homes by place, then by minutes, equal ones as they stand; as np.lexsort((minutes, place)), in less time."""
    return np.asarray(_count_out(place.astype(np.int64), np.argsort(minutes, kind="stable"), count))


def _check(place: npt.NDArray[Any], minutes: Doubles, people: Doubles, shares: Sequence[float], count: int) -> None:
    if place.ndim != 1 or minutes.shape != place.shape or people.ndim not in {1, 2} or people.shape[-1:] != place.shape:
        raise InputError(
            f"places {place.shape}, minutes {minutes.shape} and people {people.shape} do not fit; "
            "give one of each for each home, or people by group and home"
        )
    if not np.issubdtype(place.dtype, np.integer):
        raise InputError(f"places are {place.dtype}; number them by whole numbers")
    if place.size and not (place.min() >= 0 and place.max() < count):
        raise InputError(
            f"places run from {place.min()} to {place.max()}, not within 0 to {count - 1}; "
            "give those outside all places a number of their own"
        )
    if np.isnan(minutes).any():
        raise InputError(
            f"{int(np.isnan(minutes).sum())} of {len(minutes)} homes have unknown minutes; "
            "leave them out and count them"
        )
    if not (np.isfinite(people).all() and (people >= 0).all()):
        raise InputError("some people are negative, unknown or without end; give numbers of people from 0 up")
    if not all(0 < share <= 1 for share in shares):
        raise InputError(f"the shares {[*shares]} are not all above 0 and up to 1; give shares such as 0.5")


@numba.njit(cache=True, nogil=True)
def _count_out(place: Any, order: Any, count: Any) -> Any:
    """The order, sorted stably by place."""
    first = np.zeros(count + 1, np.int64)
    for home in range(len(place)):
        first[place[home] + 1] += 1
    for number in range(count):
        first[number + 1] += first[number]
    sorted_out = np.empty(len(order), np.int64)
    for home in order:
        number = place[home]
        sorted_out[first[number]] = home
        first[number] += 1
    return sorted_out


@numba.njit(cache=True, nogil=True)
def _quantiles(place: Any, minutes: Any, people: Any, shares: Any, found: Any) -> None:
    """Write (shares, places). People are added up one by one, as np.cumsum does, so that bits agree."""
    found[:] = np.nan
    last = 0
    while last < len(place):
        first, number, everyone = last, place[last], people[last]
        last += 1
        while last < len(place) and place[last] == number:
            everyone += people[last]
            last += 1
        if everyone <= 0:
            continue
        for row in range(len(shares)):
            wanted = shares[row] * everyone * (1 - _ROUNDING)
            home, reached = first, people[first]
            while reached < wanted and home < last - 1:
                home += 1
                reached += people[home]
            found[row, number] = minutes[home]
