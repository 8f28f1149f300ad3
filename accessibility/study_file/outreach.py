"""The study file's ``[outreach]``: a mobile team, where it starts, how long it works and how often it comes."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictBool, StrictInt

from accessibility.study_file.tables import NotNegative, Positive, Table


class OutreachTable(Table):
    """``[outreach]``: without this table no tours are planned.

    The team starts from ``bases`` (ids of centres; those of ``pillar`` if left out), works ``days_per_month`` of
    ``hours_per_day`` with ``teams``, sees ``people_per_day`` and needs ``set_up_minutes`` at each stop. Of the people
    in need ``visits_per_year`` each, a stop serves those within ``walk_minutes`` of it. ``nights_away``: how many
    nights in a row it may stay away at most, 0 is home every evening.
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
    most_seconds: Positive = 30.0
