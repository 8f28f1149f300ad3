"""What can be given to each process: bounded, and nothing else."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StrictBool

from api.changes import Asked, Id, Pillars, RoadId, Sent

Slug = Annotated[str, Field(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
FilePath = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9_][A-Za-z0-9_. -]*(/[A-Za-z0-9_][A-Za-z0-9_. -]*)*$",
        max_length=200,
        description="A file of the upload, relative to its study.toml.",
    ),
]


class RunStudyInputs(Sent):
    """An uploaded study, and the release that it is to become."""

    upload: Annotated[
        str, Field(pattern="^[A-Za-z0-9_-]+$", max_length=64, description="The id of the upload with study.toml in it.")
    ]
    release: Annotated[Slug, Field(description="The id that the release is served under.", examples=["valley"])]
    replaces: Annotated[StrictBool, Field(description="Whether a release that is there under that id is replaced.")] = (
        False
    )


class Scenario(Sent):
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
    centre_pillars: Annotated[dict[str, Pillars], Field(max_length=1000)] = Field(default_factory=dict)
    closed_roads: Annotated[tuple[RoadId, ...], Field(max_length=10_000, examples=[[109]])] = ()
    closures: FilePath | None = None
    barriers: Annotated[tuple[FilePath, ...], Field(max_length=20)] = ()
    daily_limit_minutes: Annotated[float, Field(gt=0, le=1440, allow_inf_nan=False)] | None = None


class RunScenarioInputs(RunStudyInputs):
    """An uploaded study, one more scenario for it, and the release that both are to become."""

    scenario: Scenario


class WhatIfInputs(Asked):
    """A run of a release, and what is changed in it: as for /releases/{release}/what-ifs."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    release: Annotated[Slug, Field(description="The id of a release, as /releases lists them.", examples=["sample"])]
    tier: Annotated[
        Literal["public", "partner", "analyst"] | None,
        Field(description="The tier to look at; the fullest one that the caller may see if it is not given."),
    ] = None
