"""What the answers of this wing look like, for the description of the API."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.links import Link

Links = Annotated[list[Link], Field(description="Where to go from here.")]
Warned = Annotated[str, Field(description="What stands on every answer.", examples=["Not for navigation."])]


class Landing(BaseModel):
    """The landing page (OGC API Features, 7.2)."""

    title: str
    description: str
    warning: Warned
    links: Links


class Conformance(BaseModel):
    """The conformance classes that are met (7.4)."""

    conformsTo: Annotated[list[str], Field(min_length=1)]
    links: Links


class SpatialExtent(BaseModel):
    """Where the features are, in degrees: west, south, east, north."""

    bbox: list[list[float]]
    crs: Literal["http://www.opengis.net/def/crs/OGC/1.3/CRS84"]


class TemporalExtent(BaseModel):
    """The day as of which the features are told."""

    interval: list[list[str | None]]
    trs: Literal["http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"]


class Extent(BaseModel):
    """Where and when; a part that no feature has is left out."""

    spatial: SpatialExtent | None = None
    temporal: TemporalExtent | None = None


class PropertyTold(BaseModel):
    """A property that features have and that they can be asked by, as ``?name=value``."""

    name: str
    type: Literal["string", "number", "integer", "boolean"]
    unit: Annotated[str | None, Field(description="Its unit; null where it has none.", examples=["min"])]


class Collection(BaseModel):
    """A collection of features (7.14)."""

    id: Annotated[str, Field(examples=["sample.gaps"])]
    title: str
    description: str
    extent: Extent
    itemType: Literal["feature"]
    crs: list[str]
    storageCrs: str
    feature_count: int
    properties: list[PropertyTold]
    attribution: Annotated[str, Field(description="Whom the data are from.")]
    licences: list[str]
    release: str
    tier: str
    version: str
    warning: Warned
    links: Links


class Collections(BaseModel):
    """The collections that the caller may see (7.13)."""

    collections: list[Collection]
    warning: Warned
    links: Links


class Queryables(BaseModel):
    """The properties that the features of a collection have and can be asked by, as a JSON Schema."""

    model_config = ConfigDict(extra="allow", populate_by_name=True)

    type: Literal["object"]
    title: str
    properties: dict[str, Any]
    additionalProperties: Literal[False]


class Feature(BaseModel):
    """A feature as GeoJSON has it (RFC 7946); null is a number that is not known, or minutes where there is no way."""

    type: Literal["Feature"]
    id: Annotated[str, Field(examples=["C-01"])]
    geometry: dict[str, Any] | None
    properties: dict[str, Any]
    warning: str | None = None
    links: Annotated[list[Link] | None, Field(description="Of one feature by itself.")] = None


class FeatureCollection(BaseModel):
    """A page of features (7.16)."""

    type: Literal["FeatureCollection"]
    timeStamp: Annotated[str, Field(examples=["2026-01-01T00:00:00Z"])]
    numberMatched: int
    numberReturned: int
    warning: Warned
    links: Links
    features: list[Feature]


class ReleaseTold(BaseModel):
    """A release as the caller sees it."""

    model_config = ConfigDict(extra="allow")

    id: Annotated[str, Field(examples=["sample"])]
    title: str
    study: str
    country: str | None
    as_of: str | None
    created_utc: str
    nearcare_version: str
    version: str
    tier: str
    tiers: Annotated[list[str], Field(description="The tiers that the caller may look at with ?tier=.")]
    hazards_published: bool
    bands_minutes: list[float]
    threshold_minutes: float
    bounds: Annotated[list[float] | None, Field(description="West, south, east, north.")]
    people: float | None
    disclaimers: list[str]
    sources: list[dict[str, str | None]]
    links: Links


class Releases(BaseModel):
    """The releases that the caller may see."""

    releases: list[ReleaseTold]
    warning: Warned
    links: Links


class RunTold(BaseModel):
    """A run of a release with its headline figures; minutes are null where there are none, and the status says why."""

    id: Annotated[str, Field(examples=["physical-rehab.default.base.all-year.to.hazards"])]
    title: str
    pillar: str
    profile: str
    scenario: str
    season: str
    direction: str
    hazards: str
    population: float | None
    population_beyond_threshold: float | None
    median_minutes: float | None
    median_minutes_status: Literal["known", "no_way", "not_known"]
    gap_count: int
    people_in_gaps: float | None
    links: Links


class Runs(BaseModel):
    """The runs of a release."""

    release: str
    tier: str
    version: str
    threshold_minutes: float
    runs: list[RunTold]
    disclaimers: list[str]
    links: Links
