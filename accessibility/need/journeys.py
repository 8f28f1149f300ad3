"""Journeys: the way there and back, what fits into a day, and what a year of visits costs in hours and fares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from accessibility.need.demand import PeopleTime
from geo.units import hours_from_minutes

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visits:
    """How often people go in a year, how long they stay, and the longest journey of one day, inclusive."""

    per_year: float
    stay_minutes: float
    day_trip_minutes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fares:
    """What a traveller pays: for each way, and for each hour of it; in ``currency``."""

    per_trip: float
    per_hour: float
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundTrips:
    """The way there and back of each home. Shapes: (homes,).

    ``minutes``: inf where one of the two ways has no answer. ``has_other_centre``: the nearest centre to come
    back from is another than that to go to, so that the minutes are the least that both ways together can take,
    and the true round trip may be longer.
    """

    minutes: Doubles
    has_other_centre: npt.NDArray[np.bool_]

    @property
    def is_reached(self) -> npt.NDArray[np.bool_]:
        """Whether both ways have an answer."""
        return np.isfinite(self.minutes)


def round_trips(there: PeopleTime, back: PeopleTime | None) -> RoundTrips:
    """There and back; without ``back``, the times from the centres, the way back takes as long as the way there."""
    if back is None:
        return RoundTrips(minutes=2 * there.minutes, has_other_centre=np.zeros(len(there.minutes), np.bool_))
    minutes = there.minutes + back.minutes
    return RoundTrips(minutes=minutes, has_other_centre=np.isfinite(minutes) & (there.nearest != back.nearest))


def is_day_trip(round_trip_minutes: Doubles, visits: Visits) -> npt.NDArray[np.bool_]:
    """Whether there, stay and back fit into one day, inclusive; false where there is no way."""
    return round_trip_minutes + visits.stay_minutes <= visits.day_trip_minutes


def yearly_hours(round_trip_minutes: Doubles, visits: Visits) -> Doubles:
    """Hours a year that one person spends on visits: there, stay and back; inf where there is no way."""
    return hours_from_minutes(visits.per_year * (round_trip_minutes + visits.stay_minutes))


def yearly_fares(round_trip_minutes: Doubles, visits: Visits, fares: Fares, *, companions: int) -> Doubles:
    """What the person and the companions pay in a year, in the currency of the fares; inf where there is no way."""
    hours = hours_from_minutes(np.where(np.isfinite(round_trip_minutes), round_trip_minutes, 0.0))
    paid = visits.per_year * (1 + companions) * (2 * fares.per_trip + fares.per_hour * hours)
    return np.where(np.isfinite(round_trip_minutes), paid, np.inf)
