"""What is told of reach: models of the answers, for a run as published and for a what-if."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field


class AreaReach(BaseModel):
    """Who reaches care of the people of one area, of those outside all areas, or of all."""

    id: Annotated[str, Field(description="The id of the area; outside and total are the two others.")]
    name: str
    kind: Literal["area", "outside", "total"]
    people: float
    no_way: Annotated[float, Field(description="People with no way to care.")]
    inside_hazards: Annotated[float, Field(description="People who live inside a recorded hazard.")]
    on_barrier: Annotated[float, Field(description="People on a barrier, too far from passable land.")]
    no_land_data: Annotated[float, Field(description="People where nothing is known of the land.")]
    beyond_limit: Annotated[float, Field(description="People beyond the limit of the search.")]
    within: Annotated[list[float], Field(description="People within each of steps_minutes, inclusive and cumulative.")]
    median_minutes: Annotated[float | None, Field(description="Half of the people are within it; null has a status.")]
    median_minutes_status: Literal["reached", "no_way", "unknown"]


class Reach(BaseModel):
    """Who reaches care within each step of travel time."""

    steps_minutes: Annotated[list[float], Field(description="The steps, rising; each is inclusive.")]
    bands_minutes: list[float]
    total: AreaReach
    areas: Annotated[list[AreaReach], Field(description="Every area, then those outside all; they add up to total.")]


class ReachTold(Reach):
    """The reach of a run as published."""

    release: str
    tier: str
    version: str
    run: str
    as_of: str | None
    threshold_minutes: float
    denominator: Annotated[str, Field(description="Of whom all figures are.", examples=["people of the study"])]
    population_year: int | None
    disclaimers: list[str]


class WhatIfReach(BaseModel):
    """Who reaches care within each step before the changes of a what-if and after them."""

    id: str
    release: str
    tier: str
    version: str
    run: str
    revision: Annotated[int, Field(description="Which changes it is of.")]
    as_of: str | None
    threshold_minutes: float
    denominator: Annotated[str, Field(description="Of whom all figures are.", examples=["people of the study"])]
    population_year: int | None
    before: Reach
    after: Reach
    disclaimers: list[str]
