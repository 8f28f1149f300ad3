"""A month of a mobile team: its bases and stops, the drives between them, and the tours that it goes on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.errors import InputError

Doubles = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """What is asked of a team. Places are numbered: ``base_count`` bases first, then the stops.

    ``drive_minutes``: float64 (places, places), from row to column, 0 from a place to itself, inf where no vehicle
    gets there. ``visits``: float64 (stops,), asked for in a month, 0 or more. Each takes ``visit_minutes``, and each
    day at a stop begins with ``set_up_minutes``. A day has ``day_minutes`` for drives and work together, inclusive;
    a tour ends at the base where it began, with at most ``nights_away`` nights in a row: at the stops if
    ``may_sleep_at_stops``, else at other bases alone. Each of ``teams`` has ``days`` days.
    """

    base_count: int
    drive_minutes: Doubles
    visits: Doubles
    visit_minutes: float
    set_up_minutes: float
    day_minutes: float
    nights_away: int
    may_sleep_at_stops: bool
    teams: int
    days: int

    def __post_init__(self) -> None:
        """Raise InputError for drives and visits that do not fit together, or that cannot be."""
        places = self.base_count + len(self.visits)
        if self.drive_minutes.shape != (places, places):
            raise InputError(
                f"drive_minutes has shape {self.drive_minutes.shape} for {places} places; give one from each to each"
            )
        if not (self.drive_minutes >= 0).all() or np.diagonal(self.drive_minutes).any():
            raise InputError("a drive is negative or unknown, or one from a place to itself takes time; give 0 there")
        if not ((self.visits >= 0) & np.isfinite(self.visits)).all():
            raise InputError("a stop is asked for visits below 0 or without end; give a number of 0 or more")
        if not 0 <= self.set_up_minutes < self.day_minutes < np.inf or not 0 < self.visit_minutes < np.inf:
            raise InputError("a day leaves no time for visits after set-up; give a longer day or a shorter set-up")

    @property
    def stop_count(self) -> int:
        """How many stops there are."""
        return len(self.visits)

    @property
    def most_days(self) -> int:
        """How many days a tour may last."""
        return self.nights_away + 1

    def place(self, stop: int) -> int:
        """The place that a stop is."""
        return self.base_count + stop


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """The work at each stop in equal pieces, none of which is split over two days; arrays have one entry a stop.

    ``count``: int64, 0 where no tour gets there or no visit is asked for. ``visits``: float64, those of one piece.
    ``base``: int64, from where a tour to this stop alone is shortest, -1 where none is possible.
    """

    count: Whole
    visits: Doubles
    base: Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """A drive from one place to the next, 0 minutes where the team stays, and the work done there afterwards.

    ``day`` of the tour, from 1. ``work_minutes``: with set-up. ``is_night_away``: whether it sleeps at ``end`` then.
    """

    day: int
    start: int
    end: int
    drive_minutes: float
    work_minutes: float
    visits: float
    is_night_away: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tour:
    """A tour from a base and back: the stop of each piece of work in its order, and the legs, day by day."""

    base: int
    stops: tuple[int, ...]
    legs: tuple[Leg, ...]

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return self.legs[-1].day

    @property
    def drive_minutes(self) -> float:
        """Minutes behind the wheel, all days together."""
        return float(sum(leg.drive_minutes for leg in self.legs))

    @property
    def visits(self) -> float:
        """The visits of the whole tour."""
        return float(sum(leg.visits for leg in self.legs))


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthPlan:
    """The tours of each team in their order. ``visits``: float64 (stops,), what each stop gets in a month.

    ``most_visits``: no plan can give more in all; ``is_stopped``: whether time ran out before all was tried.
    ``cut_tours``: how many of the tours that the library found could not be kept day by day, and were cut.
    """

    tours: tuple[tuple[Tour, ...], ...]
    visits: Doubles
    most_visits: float
    is_stopped: bool
    cut_tours: int

    @property
    def gap_share(self) -> float:
        """By how large a share of ``most_visits`` the plan may be below the best there is; 0 where nothing is asked."""
        return 0.0 if self.most_visits <= 0 else max(0.0, 1.0 - float(self.visits.sum()) / self.most_visits)
