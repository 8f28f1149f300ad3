"""Profiles in the study file: who travels and how, by a table of ours, one of the study's own, or a mix."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from accessibility.study_file.scenarios import Slug
from accessibility.study_file.tables import NotNegative, Positive, Table

Share = Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)]


class ProfileTable(Table):
    """``[[profiles]]``: a name alone is the shipped profile of that name; each key changes what it is based on.

    ``based_on``: a shipped profile, or a .csv beside the study. ``mix``: the share of people by the names of
    other profiles of the study.
    """

    name: Slug
    title: Annotated[str, Field(min_length=1)] | None = None
    based_on: Annotated[str, Field(min_length=1)] | None = None
    mix: dict[Slug, Share] | None = None
    walk_speed_factor: Annotated[float, Field(gt=0, le=3, allow_inf_nan=False)] | None = None
    vehicle: bool | None = None
    walk_limit_m: Positive | None = None
    slope_limit_percent: Positive | None = None
    off_road: bool | None = None
    closed_road_classes: tuple[str, ...] | None = None
    closed_surfaces: tuple[str, ...] | None = None
    closed_smoothness: tuple[str, ...] | None = None
    boarding_wait_minutes: NotNegative | None = None
    companions: Annotated[int, Field(ge=0, le=10)] | None = None
    fare_per_trip: NotNegative | None = None
    fare_per_hour: NotNegative | None = None
    currency: Annotated[str, Field(min_length=1)] | None = None

    @property
    def spelled_out(self) -> dict[str, Any]:
        """The parameters that the study itself gives, by their names."""
        return self.model_dump(exclude={"name", "title", "based_on", "mix"}, exclude_none=True)

    @property
    def file(self) -> Path | None:
        """The .csv that it is based on, as written; None for a shipped profile."""
        is_file = self.based_on is not None and Path(self.based_on).suffix.lower() == ".csv"
        return Path(self.based_on or "") if is_file else None

    @model_validator(mode="after")
    def _is_a_profile_or_a_mix(self) -> Self:
        others = [key for key in ("based_on", *self.spelled_out) if getattr(self, key) is not None]
        if self.mix is not None and others:
            raise ValueError(
                f"a mix has no {others[0]} of its own; put it into the profiles that it mixes, or remove mix"
            )
        if self.mix is not None and not self.mix:
            raise ValueError("the mix names no profile; write mix = {vehicle = 0.56, trans-tibial = 0.44}")
        return self
