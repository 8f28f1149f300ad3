"""Shapes of hazard areas on the ground: their size, a buffer around them, and released land taken out of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS, Geod

from geo.grid import LON_LAT
from geo.units import SQUARE_METRES_PER_KM2

_WGS84: Final = Geod(ellps="WGS84")
_SQUARE_DEGREES_OF_NOTHING: Final = 0.0


def geodesic_area_km2(shapes: Iterable[shapely.Geometry]) -> npt.NDArray[np.float64]:
    """Size of polygons of EPSG:4326 in km2, on the ellipsoid of WGS 84 with geodesics as edges."""
    parts, owner = shapely.get_parts(np.asarray([*shapes, None], dtype=object)[:-1], return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    is_exterior = np.diff(part, prepend=-1) != 0
    area_m2 = np.zeros(int(owner.max()) + 1 if len(owner) else 0)
    for ring, of_part, adds in zip(rings, part, is_exterior, strict=True):
        lon, lat = shapely.get_coordinates(ring).T
        ring_m2 = abs(_WGS84.polygon_area_perimeter(lon, lat)[0])
        area_m2[owner[of_part]] += ring_m2 if adds else -ring_m2
    return area_m2 / SQUARE_METRES_PER_KM2


def union_km2(shapes: Iterable[shapely.Geometry]) -> float:
    """Size of the union of polygons of EPSG:4326 in km2; what several cover counts once."""
    united = shapely.union_all(np.asarray([*shapes, None], dtype=object)[:-1])
    return 0.0 if shapely.is_empty(united) else float(geodesic_area_km2([united])[0])


def buffered(areas: gpd.GeoDataFrame, *, buffer_m: float, metric_crs: CRS) -> gpd.GeoDataFrame:
    """The areas grown by so many metres, measured in the given CRS; as they are for 0."""
    if buffer_m == 0 or not len(areas):
        return areas
    grown = areas.geometry.to_crs(metric_crs).buffer(buffer_m).to_crs(areas.crs)
    return areas.set_geometry(grown)


def parts_inside(
    shapes: npt.NDArray[np.object_], lands: npt.NDArray[np.object_]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.object_]]:
    """The rows of shapes that share some ground with the union of the lands, and that ground of each."""
    rows, united = _met(shapes, lands)
    shared = shapely.intersection(shapes[rows], united)
    is_ground = shapely.area(shared) > _SQUARE_DEGREES_OF_NOTHING
    return rows[is_ground], _polygons(shared[is_ground])


def subtracted(areas: gpd.GeoDataFrame, lands: gpd.GeoSeries) -> gpd.GeoDataFrame:
    """The areas of EPSG:4326 without the lands, in the same order; one that lies wholly in them is left out.

    Their ``area_km2`` is that of what is left.
    """
    shapes = areas.geometry.to_numpy().copy()
    rows, united = _met(shapes, lands.to_numpy())
    if not len(rows):
        return areas
    left = shapely.difference(shapes[rows], united)
    shapes[rows] = left
    areas = areas.set_geometry(gpd.GeoSeries(shapes, index=areas.index, crs=LON_LAT))
    size_km2 = areas["area_km2"].to_numpy().copy()
    is_left = ~shapely.is_empty(left)
    size_km2[rows[is_left]] = geodesic_area_km2(left[is_left])
    return areas.assign(area_km2=size_km2)[~shapely.is_empty(shapes)].reset_index(drop=True)


def _met(
    shapes: npt.NDArray[np.object_], lands: npt.NDArray[np.object_]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.object_]]:
    """The rows of shapes that meet a land, and of each the union of those that it meets."""
    pairs: Any = shapely.STRtree(lands).query(shapes, predicate="intersects")
    rows, start = np.unique(pairs[0], return_index=True)
    united = np.empty(len(rows), dtype=object)
    for place, met in enumerate(np.split(lands[pairs[1]], start[1:]) if len(rows) else []):
        united[place] = shapely.union_all(met)
    return rows.astype(np.int64), united


def _polygons(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """The polygonal parts of shapes that may hold points and lines where edges touch."""
    kept = np.empty(len(shapes), dtype=object)
    for place, shape in enumerate(shapes):
        parts = shapely.get_parts(shape)
        kept[place] = shapely.union_all(parts[shapely.get_dimensions(parts) == 2])  # noqa: PLR2004 - surfaces
    return kept
