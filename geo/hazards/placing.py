"""Where a hazard file says that its areas are: polygons, points with a size, or rows of a table with coordinates."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final, Literal

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Geod

from geo.faults import Faults
from geo.grid import LON_LAT, Grid
from geo.layers import LayerCounts, name_rows, read_counted_layer

Bearings = Literal["true", "magnetic", "grid"]

_WGS84: Final = Geod(ellps="WGS84")
_VERTICES: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceColumns:
    """Which columns of a table hold the coordinates; those left out are not used."""

    lon: str | None = None
    lat: str | None = None
    easting: str | None = None
    northing: str | None = None
    zone: str | None = None
    mgrs: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TurningPointColumns(PlaceColumns):
    """Which columns of a table of turning points hold the area, the order, the kind, and the leg to each point."""

    id: str | None = None
    order: str | None = None
    kind: str | None = None
    bearing: str | None = None
    distance_m: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TurningPoints:
    """A table of the corners of areas, and how its bearings are meant."""

    path: Path
    columns: TurningPointColumns
    bearings: Bearings = "true"
    declination_degrees: float = 0.0


def read_placed_table(  # noqa: PLR0913 - a reader always says where it is and to whom it tells
    path: Path,
    *,
    columns: PlaceColumns,
    crs: str,
    turning_points: TurningPoints | None,
    where: str,
    faults: Faults,
    grid: Grid | None = None,
) -> tuple[gpd.GeoDataFrame | None, LayerCounts]:
    """The points of a CSV with lon and lat, and what became of its rows; other coordinates are an error."""
    others = [field.name for field in fields(columns) if field.name not in {"lon", "lat"}]
    asked = [name for name in others if getattr(columns, name) is not None]
    if asked or turning_points is not None or crs != LON_LAT.to_string():
        faults.error(
            where=where,
            which=f"[hazards.columns] {asked[0]}" if asked else "[hazards]",
            what="a table is read by lon and lat in EPSG:4326 alone in this version",
            do="Give a layer with its coordinate system, or columns lon and lat",
        )
        return None, LayerCounts()
    return read_counted_layer(
        path, geometry="point", where=where, faults=faults, lon=columns.lon, lat=columns.lat, grid=grid
    )


def circles_of_areas(points: npt.NDArray[Any], size_m2: npt.ArrayLike) -> npt.NDArray[np.object_]:
    """A polygon of the given size around each point of EPSG:4326, as round as 64 corners make it."""
    size = np.asarray(size_m2, dtype=np.float64)
    radius_m = np.sqrt(2 * size / (_VERTICES * np.sin(2 * np.pi / _VERTICES)))
    azimuth = np.linspace(360, 0, _VERTICES, endpoint=False)
    lon, lat, _ = _WGS84.fwd(
        np.repeat(shapely.get_x(points), _VERTICES),
        np.repeat(shapely.get_y(points), _VERTICES),
        np.tile(azimuth, len(size)),
        np.repeat(radius_m, _VERTICES),
    )
    corners = np.column_stack([lon, lat]).reshape(len(size), _VERTICES, 2)
    return np.array([*shapely.polygons(corners), None], dtype=object)[:-1]


def single_points(frame: gpd.GeoDataFrame, *, where: str, faults: Faults) -> npt.NDArray[np.object_] | None:
    """The shapes with points of one place each; None, with the error told, where a feature has several or is a line."""
    shapes = frame.geometry.to_numpy()
    kinds = frame.geometry.geom_type
    is_wrong = ~kinds.isin(["Point", "MultiPoint", "Polygon", "MultiPolygon"])
    is_many = (kinds == "MultiPoint").to_numpy() & (shapely.get_num_geometries(shapes) > 1)
    found = ", ".join(sorted(set(kinds[is_wrong])))
    for is_bad, what, do in (
        (is_wrong.to_numpy(), f"are {found} where a polygon is expected", "Give a layer of polygons"),
        (is_many, "hold several points where one is expected", "Split them so that each place is its own feature"),
    ):
        if is_bad.any():
            count = f"{int(is_bad.sum()):,} of {len(frame):,} {frame.index.name}s"
            faults.error(where=where, which=name_rows(frame.index, is_bad), what=f"{count} {what}", do=do)
    if is_wrong.any() or is_many.any():
        return None
    is_point = shapely.get_dimensions(shapes) == 0
    shapes = shapes.copy()
    shapes[is_point] = shapely.get_geometry(shapes[is_point], 0)
    return np.asarray(shapes, dtype=object)
