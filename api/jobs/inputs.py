"""What can be given to each process: bounded, and nothing else."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool

Slug = Annotated[str, Field(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Id = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]+$", max_length=200)]
FilePath = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9_][A-Za-z0-9_. -]*(/[A-Za-z0-9_][A-Za-z0-9_. -]*)*$",
        max_length=200,
        description="A file of the upload, relative to its study.toml.",
    ),
]
Lon = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Lat = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Pillars = Annotated[tuple[Id, ...], Field(min_length=1, max_length=20)]


class Given(BaseModel):
    """What is given to a process; unknown names are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class RunStudyInputs(Given):
    """An uploaded study, and the release that it is to become."""

    upload: Annotated[
        str, Field(pattern="^[A-Za-z0-9_-]+$", max_length=64, description="The id of the upload with study.toml in it.")
    ]
    release: Annotated[Slug, Field(description="The id that the release is served under.", examples=["valley"])]
    replaces: Annotated[StrictBool, Field(description="Whether a release that is there under that id is replaced.")] = (
        False
    )


class Scenario(Given):
    """A scenario as [[scenarios]] of a study file has it."""

    name: Annotated[Slug, Field(examples=["bridge-closed"])]
    title: Annotated[Id, Field()] | None = None
    seasons: Annotated[tuple[Slug, ...], Field(min_length=1, max_length=20)] | None = None
    hazards_as_of: dt.date | None = None
    released: Annotated[tuple[Id, ...], Field(max_length=1000)] = ()
    added_hazards: FilePath | None = None
    hazard_roads: Literal["open", "recorded", "cut"] | None = None
    closed_centres: Annotated[tuple[Id, ...], Field(max_length=1000)] = ()
    added_centres: FilePath | None = None
    centre_pillars: Annotated[dict[Id, Pillars], Field(max_length=1000)] = Field(default_factory=dict)
    closed_roads: Annotated[
        tuple[Annotated[int, Field(ge=-(2**63), lt=2**63)], ...], Field(max_length=10_000, examples=[[109]])
    ] = ()
    closures: FilePath | None = None
    barriers: Annotated[tuple[FilePath, ...], Field(max_length=20)] = ()
    daily_limit_minutes: Annotated[float, Field(gt=0, le=1440, allow_inf_nan=False)] | None = None


class RunScenarioInputs(RunStudyInputs):
    """An uploaded study, one more scenario for it, and the release that both are to become."""

    scenario: Scenario


class AddCentre(Given):
    """A centre that is not there yet."""

    kind: Literal["add_centre"]
    id: Id
    lon: Lon
    lat: Lat
    pillars: Pillars


class MoveCentre(Given):
    """A centre elsewhere."""

    kind: Literal["move_centre"]
    id: Id
    lon: Lon
    lat: Lat


class UpgradeCentre(Given):
    """A centre that offers more."""

    kind: Literal["upgrade_centre"]
    id: Id
    pillars: Pillars


class CloseCentre(Given):
    """A centre that is there no more."""

    kind: Literal["close_centre"]
    id: Id


class ReleaseHazard(Given):
    """A hazard area released as a whole."""

    kind: Literal["release_hazard"]
    area_id: Id


class OpenRoad(Given):
    """A closed or cut road, open."""

    kind: Literal["open_road"]
    road_id: Annotated[int, Field(ge=-(2**63), lt=2**63)]


class UpgradeRoad(Given):
    """A road on which vehicles go faster."""

    kind: Literal["upgrade_road"]
    road_id: Annotated[int, Field(ge=-(2**63), lt=2**63)]
    speed_kmh: Annotated[float, Field(gt=0, le=200, allow_inf_nan=False)]


Change = Annotated[
    AddCentre | MoveCentre | UpgradeCentre | CloseCentre | ReleaseHazard | OpenRoad | UpgradeRoad,
    Field(discriminator="kind"),
]


class WhatIfInputs(Given):
    """A run of a release, and what is to be another way in it."""

    release: Annotated[Slug, Field(description="The id of a release.", examples=["sample"])]
    run: Annotated[
        str,
        Field(
            pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+){5}$",
            max_length=300,
            description="The id of a run of the base, as /releases/{release}/runs lists them.",
            examples=["physical-rehab.default.base.all-year.to.hazards"],
        ),
    ]
    changes: Annotated[tuple[Change, ...], Field(min_length=1, max_length=50)]
