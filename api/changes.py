"""Changes of a country as callers send them, at once or as a job: a run of the base scenario, and what is changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

if TYPE_CHECKING:
    from accessibility import live

MOST_CHANGES: Final = 50
_LONGEST_ID: Final = 200
_MOST_PILLARS: Final = 50
_FASTEST_KMH: Final = 300.0
_LARGEST_ROAD: Final = 2**53  # whole numbers in JSON are exact up to here

Id = Annotated[str, StringConstraints(min_length=1, max_length=_LONGEST_ID, pattern=r"^[^\x00-\x1f\x7f]+$")]
Lon = Annotated[float, Field(strict=True, ge=-180, le=180, allow_inf_nan=False, description="Degrees east, WGS 84.")]
Lat = Annotated[float, Field(strict=True, ge=-90, le=90, allow_inf_nan=False, description="Degrees north, WGS 84.")]
RoadId = Annotated[
    int,
    Field(
        strict=True,
        ge=-_LARGEST_ROAD,
        le=_LARGEST_ROAD,
        description="The road's id in its source, as of OpenStreetMap.",
    ),
    BeforeValidator(lambda value: int(value) if isinstance(value, float) and value.is_integer() else value),  # as JSON
]
Pillars = Annotated[
    tuple[Id, ...],
    Field(min_length=1, max_length=_MOST_PILLARS, description="The pillars and services that the centre then offers."),
]


class Sent(BaseModel):
    """What is sent; a key that is not known is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AddCentre(Sent):
    """A centre that is not there yet."""

    kind: Literal["add_centre"]
    id: Annotated[Id, Field(description="A name of your own that no centre of the release has.")]
    lon: Lon
    lat: Lat
    pillars: Pillars


class MoveCentre(Sent):
    """A centre that stands elsewhere."""

    kind: Literal["move_centre"]
    id: Id
    lon: Lon
    lat: Lat


class UpgradeCentre(Sent):
    """A centre that offers more."""

    kind: Literal["upgrade_centre"]
    id: Id
    pillars: Pillars


class CloseCentre(Sent):
    """A centre that is closed."""

    kind: Literal["close_centre"]
    id: Id


class ReleaseHazard(Sent):
    """A hazard area that is cleared and released."""

    kind: Literal["release_hazard"]
    area_id: Id


class OpenRoad(Sent):
    """A road that is closed, or that hazards cut, and is opened."""

    kind: Literal["open_road"]
    road_id: RoadId


class UpgradeRoad(Sent):
    """A road that vehicles go along at another speed."""

    kind: Literal["upgrade_road"]
    road_id: RoadId
    speed_kmh: Annotated[
        float, Field(strict=True, gt=0, le=_FASTEST_KMH, allow_inf_nan=False, description="Kilometres an hour.")
    ]


Change = Annotated[
    AddCentre | MoveCentre | UpgradeCentre | CloseCentre | ReleaseHazard | OpenRoad | UpgradeRoad,
    Field(discriminator="kind"),
]
Changes = Annotated[
    tuple[Change, ...],
    Field(max_length=MOST_CHANGES, description="What is changed, in any order; nothing changed is the base itself."),
]

_RUN: Final = "physical-rehab.default.base.all-year.to.hazards"
_ADDED: Final[dict[str, Any]] = {
    "kind": "add_centre",
    "id": "new-clinic",
    "lon": -29.79,
    "lat": 45.15,
    "pillars": ["physical_rehab"],
}


class Dimensions(Sent):
    """A run of the base scenario by its dimensions; one that is left out must have one value only."""

    pillar: Id
    profile: Id | None = None
    scenario: Literal["base"] = "base"
    season: Id | None = None
    direction: Literal["to", "from"] | None = None
    hazards: Literal["hazards", "no-hazards"] | None = None


class Asked(Sent):
    """A what-if: a run of the base scenario, and what is changed."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra={"examples": [{"run": _RUN, "changes": [_ADDED]}]},
    )

    run: Annotated[Id | Dimensions, Field(description="The id of a run, as /releases/{release}/runs lists them.")]
    changes: Changes


class Changed(Sent):
    """Other changes of the same what-if."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra={"examples": [{"changes": [_ADDED]}]})

    changes: Changes


def live_changes(changes: Sequence[Change]) -> list[live.Change]:
    """The same changes as the live country takes them."""
    from accessibility import live  # noqa: PLC0415 - the libraries take a second to load

    kinds = {
        AddCentre: live.AddCentre,
        MoveCentre: live.MoveCentre,
        UpgradeCentre: live.UpgradeCentre,
        CloseCentre: live.CloseCentre,
        ReleaseHazard: live.ReleaseHazard,
        OpenRoad: live.OpenRoad,
        UpgradeRoad: live.UpgradeRoad,
    }
    return [kinds[type(change)](**change.model_dump(exclude={"kind"})) for change in changes]
