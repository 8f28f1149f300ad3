"""The ground in the study file: its grid, its areas, its land and its roads."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from accessibility.study_file.faults import did_you_mean
from accessibility.study_file.tables import NotNegative, Positive, Sourced, Table
from geo.roads import DEFAULT_ROAD_SPEEDS

Bounds = tuple[float, float, float, float]

COVERS = (
    "tree",
    "shrub",
    "grass",
    "crops",
    "bare",
    "built_up",
    "moss_lichen",
    "snow",
    "seasonal_water",
    "permanent_water",
)


class GridTable(Table):
    """``[grid]``: like a raster, or a resolution with bounds."""

    like: Path | None = None
    resolution_m: Positive | None = None
    resolution_arcsec: Positive | None = None
    crs: str | None = None
    bounds: Bounds | None = None

    @model_validator(mode="after")
    def _is_one_of_three(self) -> Self:
        ways = [self.like is not None, self.resolution_m is not None, self.resolution_arcsec is not None]
        if sum(ways) != 1:
            raise ValueError(
                "the grid is not given in exactly one way; write one of like, resolution_m, resolution_arcsec"
            )
        if self.like is not None and (self.crs or self.bounds):
            raise ValueError("like already says the crs and the bounds; remove crs and bounds")
        if self.like is None and self.bounds is None:
            raise ValueError("bounds is missing; write bounds = [left, bottom, right, top]")
        if self.resolution_m is not None and self.crs is None:
            raise ValueError('crs is missing; write the projected CRS of the bounds, such as crs = "EPSG:32738"')
        if self.bounds is not None and not (self.bounds[0] < self.bounds[2] and self.bounds[1] < self.bounds[3]):
            raise ValueError(
                "bounds do not rise; write left, bottom, right, top, left less than right and bottom less than top"
            )
        return self


class AreasTable(Sourced):
    """``[areas]``: the areas that answers are given for."""

    path: Path
    layer: str | None = None
    id: str
    name: str
    parent: str | None = None


class LandTable(Sourced):
    """``[land]``: how fast people cross the land off the roads, heights and barriers."""

    land_cover: Path | None = None
    cover_fractions: dict[str, Path] | None = None
    speed_kmh: Annotated[float, Field(gt=0, le=200, allow_inf_nan=False)] | None = None
    friction: Path | None = None
    friction_unit: Literal["min/m", "s/m"] | None = None
    speeds: str | None = None
    elevation: tuple[Path, ...] = ()
    barriers: tuple[Path, ...] = ()
    adopt_within_m: NotNegative = 500.0

    @model_validator(mode="after")
    def _is_one_of_four(self) -> Self:
        ways = [self.land_cover, self.cover_fractions, self.speed_kmh, self.friction]
        if sum(way is not None for way in ways) != 1:
            raise ValueError(
                "the land is not given in exactly one way; write land_cover, cover_fractions, speed_kmh or friction"
            )
        if self.land_cover is not None and self.speeds is None:
            raise ValueError(
                'speeds is missing; name a table of class,label,speed_kmh,mode, as in speeds = "speeds.csv"'
            )
        if self.friction is not None and self.friction_unit is None:
            raise ValueError('friction_unit is missing; write friction_unit = "min/m" or "s/m", it is never guessed')
        if self.friction is not None and self.elevation:
            raise ValueError("friction already holds the slopes; remove elevation, or give land_cover instead")
        if self.friction is None and self.friction_unit is not None:
            raise ValueError("friction_unit stands without friction; remove it or name the friction raster")
        if self.speeds is not None and self.land_cover is None and self.cover_fractions is None:
            raise ValueError("speeds needs land_cover or cover_fractions; remove it or name one of them")
        for name in self.cover_fractions or {}:
            if name not in COVERS:
                raise ValueError(
                    f"cover_fractions has no cover {name!r}{did_you_mean(name, COVERS)}; use {', '.join(COVERS)}"
                )
        return self


class RoadsTable(Sourced):
    """``[roads]``: OSM or a line layer, with a table of speeds by class."""

    path: Path
    layer: str | None = None
    speeds: str = DEFAULT_ROAD_SPEEDS
    connect_within_m: NotNegative = 500.0
