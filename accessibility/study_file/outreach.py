"""The study file's ``[outreach]``: a mobile team, where it starts, how long it works and how often it comes."""

from __future__ import annotations

from typing import Annotated, Final, Self

from pydantic import Field, StrictBool, StrictInt, model_validator

from accessibility.study_file.tables import NotNegative, Positive, Table

_MINUTES_PER_HOUR: Final = 60.0


class OutreachTable(Table):
    """``[outreach]``: without this table no tours are planned.

    The team starts from ``bases`` (ids of centres; those of ``pillar`` if left out) by the vehicles of ``profile``
    (the first that has one). ``days_per_month``: of each of ``teams``; a day has ``hours_per_day`` for drives and
    work together. A day at one stop without a drive, after ``set_up_minutes``, is enough for ``people_per_day``.
    Of the people in need, each asks for ``visits_per_year``; a stop serves those within ``within_minutes`` of it.
    ``nights_away``: how many nights in a row it may stay away at most, 0 is home every evening; a night is spent at a
    stop if ``overnight_anywhere``, else at another base alone. ``most_seconds``: of the search for tours in a season.
    ``currency`` of the costs: that of ``[candidates]`` if left out, or USD.
    """

    pillar: str | None = None
    bases: tuple[str, ...] | None = None
    profile: str | None = None
    days_per_month: Annotated[StrictInt, Field(ge=1, le=31)] = 12
    hours_per_day: Annotated[float, Field(gt=0, le=24)] = 9.0
    teams: Annotated[StrictInt, Field(ge=1, le=50)] = 1
    people_per_day: Positive = 20.0
    visits_per_year: Positive = 2.0
    set_up_minutes: NotNegative = 30.0
    within_minutes: Positive = 60.0
    most_stops: Annotated[StrictInt, Field(ge=1, le=500)] = 40
    nights_away: Annotated[StrictInt, Field(ge=0, le=14)] = 2
    overnight_anywhere: StrictBool = True
    cost_per_day: NotNegative | None = None
    cost_per_km: NotNegative | None = None
    cost_per_night: NotNegative | None = None
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] | None = None
    most_seconds: Positive = 30.0

    @model_validator(mode="after")
    def _leaves_time_for_visits(self) -> Self:
        if self.set_up_minutes >= self.day_minutes:
            raise ValueError(
                f"set_up_minutes {self.set_up_minutes:g} take all of hours_per_day {self.hours_per_day:g}; write a "
                "longer day or a shorter set-up"
            )
        return self

    @property
    def day_minutes(self) -> float:
        """Minutes of a day for drives and work together."""
        return self.hours_per_day * _MINUTES_PER_HOUR

    @property
    def visit_minutes(self) -> float:
        """How long a visit takes: a whole day at one stop, after its set-up, shared by the people of a day."""
        return (self.day_minutes - self.set_up_minutes) / self.people_per_day
