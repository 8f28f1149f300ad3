"""Visits in the study file: how often people travel, how long they stay, and how long a day allows."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from accessibility.study_file.tables import NotNegative, Positive, Table


class VisitsTable(Table):
    """``[visits]``: what a year of care asks of a person.

    ``per_year``: visits; two is what follows from a Cambodian cohort of 14,822 devices for adults after fitting,
    children need more. ``stay_minutes``: at the centre, waiting and treatment; our own proposal. ``day_trip_minutes``:
    the longest way there, stay and way back of one day, inclusive; nine hours lie amid the eight to ten of daylight.
    """

    per_year: Positive = 2.0
    stay_minutes: NotNegative = 120.0
    day_trip_minutes: Positive = 540.0

    @model_validator(mode="after")
    def _leaves_time_to_travel(self) -> Self:
        if self.stay_minutes >= self.day_trip_minutes:
            raise ValueError(
                "stay_minutes leaves no time to travel within day_trip_minutes; make it less, or day_trip_minutes more"
            )
        return self
