"""Room at centres: who is served at the nearest centre, who goes on to the next, and who finds no room at all.

Everybody asks the nearest centre first. A centre that more people ask than it has room for serves the same share of
the askers of each home; those turned away all go on to their next nearest at once, and so on. What room a centre has
given away it keeps given: whoever comes in a later round shares what is left. That is the simplest rule that needs
no order of homes and tells nobody who was served to leave again. Ours; certainty A.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from accessibility.capacity import sums_by
from accessibility.reasons.envelope import excess_minutes
from geo.errors import InputError

Floats = npt.NDArray[np.float64]
NO_CENTRE = -1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rationing:
    """Where the people of each home find room.

    ``served_share``, (homes, k), 0 to 1: of a home's people, served at their nearest, second nearest, ... centre.
    ``left_share``, (homes,): who finds no room at any of them; of each home they all add up to 1 within 1e-12.
    Where nobody lives it is what somebody there would find. ``served_per_year``, (centres,): the people whom each
    centre serves, never above its capacity but for what is rounded (1e-12 of it).
    """

    served_share: Floats
    left_share: Floats
    served_per_year: Floats


def people_with_room(
    minutes: npt.ArrayLike,
    centre: npt.ArrayLike,
    people_per_year: npt.ArrayLike,
    capacity_per_year: npt.ArrayLike,
) -> Rationing:
    """Share out the room of all centres, in as many rounds as homes name centres.

    ``minutes`` and ``centre``, (homes, k): the nearest centres of each home, by minutes; -1 and inf where there is no
    further one. ``people_per_year``, (homes,): those who ask. ``capacity_per_year``, (centres,): 0 serves nobody, inf
    everybody; NaN is unknown and never full, so put in what to assume of it before. The order of homes changes no bit
    of it, nor do homes where nobody asks. Raises InputError for shapes that do not fit, centres that are not there or
    asked twice by one home, minutes that fall or are unknown, and amounts that are negative; unknown people too.
    """
    times, asked = _ways(minutes, centre)
    people, capacity = _amounts(people_per_year, capacity_per_year)
    _check_amounts(people, capacity, homes=len(times))
    _check_ways(times, asked, centre_count=len(capacity))
    room = np.where(np.isnan(capacity), np.inf, capacity)
    count = len(room)
    served = np.zeros(times.shape)
    served_per_year = np.zeros(count)
    left = np.ones(len(people))
    for rank in range(times.shape[1]):
        rows = np.flatnonzero(asked[:, rank] != NO_CENTRE)
        there = asked[rows, rank]
        asking = people[rows] * left[rows]
        askers = sums_by(there[asking > 0], asking[asking > 0], count=count)
        # nobody asks: whoever did would find room where any is left
        ratio = np.where(room > 0, 1.0, 0.0)
        is_short = askers > room
        ratio[is_short] = room[is_short] / askers[is_short]
        served[rows, rank] = left[rows] * ratio[there]
        left[rows] -= served[rows, rank]
        given = np.minimum(askers, room)
        served_per_year += given
        room = np.where(is_short, 0.0, room - given)
    return Rationing(served_share=served, left_share=left, served_per_year=served_per_year)


def expected_excess(
    minutes: npt.ArrayLike, rationing: Rationing, *, threshold_minutes: float, most_minutes: float
) -> Floats:
    """By home the mean over its people of how far beyond the threshold their way is, (homes,).

    Who finds no room counts as ``most_minutes`` on the way. ``minutes`` as they were given to ``people_with_room``;
    errors as in ``excess_minutes``.
    """
    times = np.asarray(minutes, dtype=np.float64)
    if times.shape != rationing.served_share.shape:
        raise InputError(
            f"the minutes have shape {times.shape} and the shares {rationing.served_share.shape}; give the minutes "
            "from which the room was shared out"
        )
    beyond = excess_minutes(times, threshold_minutes=threshold_minutes, most_minutes=most_minutes)
    total = rationing.left_share * (most_minutes - threshold_minutes)
    for rank in range(times.shape[1]):
        total = total + rationing.served_share[:, rank] * beyond[:, rank]
    return total


def share_within(minutes: npt.ArrayLike, rationing: Rationing, *, threshold_minutes: float) -> Floats:
    """By home the share of its people who find room at a centre within the threshold, inclusive, (homes,)."""
    is_within = np.asarray(minutes, dtype=np.float64) <= threshold_minutes
    total = np.zeros(len(rationing.left_share))
    for rank in range(is_within.shape[1]):
        total = total + np.where(is_within[:, rank], rationing.served_share[:, rank], 0.0)
    return total


def _ways(minutes: npt.ArrayLike, centre: npt.ArrayLike) -> tuple[Floats, npt.NDArray[np.int64]]:
    times = np.asarray(minutes, dtype=np.float64)
    asked: npt.NDArray[Any] = np.asarray(centre)
    if times.ndim != 2 or times.shape != asked.shape:  # noqa: PLR2004 - homes and ranks
        raise InputError(
            f"the minutes have shape {times.shape} and the centres {asked.shape}; give both as (homes, nearest centres)"
        )
    if asked.size and asked.dtype.kind not in "iu":
        raise InputError("the centres are no whole numbers; give the row of each centre, -1 where there is none")
    return times, asked.astype(np.int64)


def _amounts(people_per_year: npt.ArrayLike, capacity_per_year: npt.ArrayLike) -> tuple[Floats, Floats]:
    return np.asarray(people_per_year, dtype=np.float64), np.asarray(capacity_per_year, dtype=np.float64)


def _check_amounts(people: Floats, capacity: Floats, *, homes: int) -> None:
    if people.shape != (homes,):
        raise InputError(f"people of shape {people.shape} are given for {homes:,} homes; give one number for each home")
    if capacity.ndim != 1:
        raise InputError(f"the capacity has shape {capacity.shape}; give one number for each centre")
    if not (np.isfinite(people).all() and (people >= 0).all()):
        raise InputError("the people of some homes are unknown, negative or not finite; give 0 where nobody asks")
    if (capacity < 0).any():
        row = int(np.flatnonzero(capacity < 0)[0])
        raise InputError(f"the capacity of centre {row} is negative ({capacity[row]:g}); give 0 or more")


def _check_ways(times: Floats, asked: npt.NDArray[np.int64], *, centre_count: int) -> None:
    is_none = asked == NO_CENTRE
    is_odd = (asked < NO_CENTRE) | (asked >= centre_count)
    if is_odd.any():
        odd = int(asked[is_odd][0])
        raise InputError(f"a home asks centre {odd}, and there are {centre_count:,}; give rows from 0, or -1 for none")
    if not np.array_equal(is_none, np.isinf(times)) or not (times >= 0).all():
        raise InputError(
            "some minutes are unknown, negative, or do not fit their centre; give finite minutes with every centre, "
            "and -1 with inf where there is none"
        )
    falls = (times[:, 1:] < times[:, :-1]).any(axis=1)
    if falls.any():
        home = int(np.flatnonzero(falls)[0])
        raise InputError(f"the centres of home {home} do not stand by minutes; give the nearest first")
    for first, second in combinations(range(asked.shape[1]), 2):
        if ((asked[:, first] == asked[:, second]) & ~is_none[:, first]).any():
            raise InputError("a home asks one centre twice; give each of its nearest centres once")
