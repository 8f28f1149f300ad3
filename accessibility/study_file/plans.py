"""The study file's ``[[plans]]``: how many sites, for how much, for whom, and what must not be missed."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StrictBool, field_validator, model_validator

from accessibility.never_weights import WHY_REFUSED, is_never_a_weight
from accessibility.study_file.scenarios import Slug
from accessibility.study_file.tables import NotNegative, Positive, Table

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class FloorTable(Table):
    """``[[plans.floors]]``: at least so large a share within the minutes, of a group, of one area, or of each area.

    Just one of ``group`` (a key of a group of people), ``area`` (an id) and ``each_area`` (true).
    """

    least_share: Share
    group: str | None = None
    area: str | None = None
    each_area: StrictBool = False

    @model_validator(mode="after")
    def _is_of_one(self) -> Self:
        if (self.group is not None) + (self.area is not None) + self.each_area != 1:
            raise ValueError("a floor is for just one of group, area and each_area = true; name one of them")
        if self.group is not None and is_never_a_weight(self.group):
            raise ValueError(f"a floor for {self.group!r} is refused: {WHY_REFUSED}; name a group by sex, age or need")
        return self


class PlanTable(Table):
    """``[[plans]]``: one plan for one run of the study.

    ``pillars``: what the sites give, all those of the candidates if left out. ``people``: the group that is counted,
    ``need`` for those who need each pillar. ``within_minutes`` None: the threshold of ``[gaps]``. ``scenario`` and
    ``season``: the run that it starts from. ``release_hazards``: of how many clusters of hazard areas the release is
    planned together with the sites. ``most_seconds``: how long it is worked on at most; the best so far is kept.
    """

    name: Slug
    title: str | None = None
    objective: Literal[
        "most-people", "least-minutes", "least-worst", "fewest-sites", "backup", "capacity", "worst-decile"
    ] = "most-people"
    pillars: Annotated[tuple[str, ...], Field(min_length=1)] | None = None
    people: str = "everyone"
    sites: Annotated[int, Field(ge=1, le=1000, strict=True)] | None = None
    budget: NotNegative | None = None
    within_minutes: Positive | None = None
    floors: tuple[FloorTable, ...] = ()
    worst_decile_first: StrictBool = False
    backup_weight: Share = 0.5
    release_hazards: Annotated[int, Field(ge=0, le=20, strict=True)] = 0
    scenario: Slug = "base"
    season: Slug | None = None
    most_seconds: Positive = 60.0
    draws: Annotated[int, Field(ge=0, le=1000, strict=True)] = 20

    @field_validator("people", mode="after")
    @classmethod
    def _is_no_cause(cls, value: str) -> str:
        if is_never_a_weight(value):
            raise ValueError(f"people = {value!r} is refused: {WHY_REFUSED}; count everyone, or those in need")
        return value

    @model_validator(mode="after")
    def _is_limited(self) -> Self:
        if self.sites is None and self.budget is None and self.objective != "fewest-sites":
            raise ValueError("neither sites nor budget limits the plan; write how many sites, or how much money")
        return self
