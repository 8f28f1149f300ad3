"""What the routes of tiles answer with."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

Bounds = tuple[float, float, float, float]


class VectorLayer(BaseModel):
    """A layer in the tiles of a set: its columns with their types."""

    id: str
    description: str
    minzoom: int
    maxzoom: int
    fields: Annotated[dict[str, str], Field(description="Number, String or Boolean by column.")]


class TileJson(BaseModel):
    """TileJSON 3.0."""

    tilejson: str = "3.0.0"
    name: str
    description: str
    version: Annotated[str, Field(description="The version of the scheme of these tiles.")] = "1.0.0"
    release_version: Annotated[str, Field(description="The version of the release, which the tiles' addresses carry.")]
    attribution: Annotated[str, Field(description="Sources and licences of the release's inputs, as HTML text.")]
    scheme: str = "xyz"
    tiles: list[str]
    minzoom: int
    maxzoom: int
    bounds: Annotated[Bounds, Field(description="West, south, east, north in degrees.")]
    center: Annotated[tuple[float, float, int], Field(description="Longitude, latitude, zoom.")]
    legend: Annotated[str | None, Field(description="The warning that goes with the tiles.")] = None
    legend_url: str | None = None
    vector_layers: list[VectorLayer] | None = None


class RasterSets(BaseModel):
    """The runs for which there are tiles of a layer."""

    layer: str
    title: str
    runs: list[str]
    tilejson: Annotated[str, Field(description="The address of the TileJSON; put the id of a run for {run}.")]
    legend: Annotated[str, Field(description="The address of the legend; put the id of a run for {run}.")]


class ComparedRuns(BaseModel):
    """A run of a comparison, for which there are tiles of the layer difference."""

    id: Annotated[str, Field(description="The id that stands for {run} in the addresses of the layer difference.")]
    title: str
    before: Annotated[str | None, Field(description="The id of the run before.")]
    after: Annotated[str | None, Field(description="The id of the run after: that of the scenario.")]


class WholeRasters(BaseModel):
    """The rasters of the runs as they were computed, on the grid of the study."""

    layer: str
    runs: list[str]
    raster: Annotated[
        str, Field(description="The address of the cloud-optimised GeoTIFF; put the id of a run for {run}.")
    ]


class VectorSets(BaseModel):
    """A vector tile set: by tile, and whole as PMTiles."""

    layer: str
    features: int
    minzoom: int
    maxzoom: int
    fields: dict[str, str]
    tilejson: str
    pmtiles: str


class TileSetsAnswer(BaseModel):
    """The tile sets of a release."""

    release: str
    tier: str
    version: str
    warning: str
    raster: list[RasterSets]
    comparisons: Annotated[
        list[ComparedRuns], Field(description="Of which two runs each difference is; a run is after in one at most.")
    ]
    vector: list[VectorSets]
    whole: Annotated[list[WholeRasters], Field(description="Rasters that GIS programs read by /vsicurl/.")]
