"""Seasons, scenarios and comparisons in the study file: what differs from the study as it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from accessibility.run_dimensions import BASE_SCENARIO
from accessibility.study_file.tables import Positive, Table

ALL_YEAR: Final = "all-year"
Slug = Annotated[str, Field(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]


class SeasonTable(Table):
    """``[[seasons]]``: what the weather does to roads, land and rivers."""

    name: Slug
    title: str | None = None
    road_speeds: str | None = None
    closed_surfaces: tuple[str, ...] = ()
    closed_tracktypes: tuple[str, ...] = ()
    land_speed_factor: Annotated[float, Field(gt=0, le=1)] = 1.0
    barriers: tuple[Path, ...] = ()


class ScenarioTable(Table):
    """``[[scenarios]]``: a named world that differs from the base in hazards, roads, centres or hours."""

    name: Slug
    title: str | None = None
    seasons: Annotated[tuple[Slug, ...], Field(min_length=1)] | None = None
    hazards_as_of: dt.date | None = None
    released: tuple[str, ...] = ()
    added_hazards: Path | None = None
    hazard_roads: Literal["open", "recorded", "cut"] | None = None
    closed_centres: tuple[str, ...] = ()
    added_centres: Path | None = None
    centre_pillars: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    closed_roads: tuple[int, ...] = ()
    closures: Path | None = None
    barriers: tuple[Path, ...] = ()
    daily_limit_minutes: Positive | None = None

    @property
    def changes_hazards(self) -> bool:
        """Whether hazards differ from those of the base."""
        return bool(self.hazards_as_of or self.released or self.added_hazards or self.hazard_roads)

    @model_validator(mode="after")
    def _is_a_change(self) -> Self:
        if self.name == BASE_SCENARIO:
            raise ValueError(f"the name {BASE_SCENARIO} stands for the study as it is; choose another name")
        changes = self.model_dump(exclude={"name", "title", "seasons"})
        if not any(changes.values()):
            raise ValueError("the scenario changes nothing; name what it changes, or remove it")
        both = [identity for identity in self.centre_pillars if identity in self.closed_centres]
        if both:
            raise ValueError(f"centre {both[0]!r} is closed and given pillars; name it in one of the two")
        return self


class RunChoice(Table):
    """A side of a comparison: which scenario, in which season, with or without hazards."""

    scenario: Slug = BASE_SCENARIO
    season: Slug | None = None
    hazards: Literal["hazards", "no-hazards"] = "hazards"


class ComparisonTable(Table):
    """``[[comparisons]]``: two runs held beside one another."""

    name: Slug
    title: str | None = None
    before: RunChoice = RunChoice()
    after: RunChoice


def comparison_name(scenario: str, season: str, seasons: Sequence[str]) -> str:
    """What the comparison of a scenario with the base is called, in a season of a study.

    >>> comparison_name("flood", "wet", ["dry", "wet"]), comparison_name("flood", "all-year", ["all-year"])
    ('flood-wet', 'flood')
    """
    return scenario if len(seasons) == 1 else f"{scenario}-{season}"


class ClearanceTable(Table):
    """``[clearance]``: whether areas are ranked by what releasing them gives, and how many are released in steps."""

    rank: bool = True
    most_released: Annotated[int, Field(ge=1, le=100)] = 10
