"""Circles for areas of which only a point and a size are recorded."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Geod

from geo.errors import InputError

_EARTH: Final = Geod(ellps="WGS84")
_VERTICES: Final = 72


def circles_of_areas(points: npt.NDArray[np.object_], size_m2: npt.NDArray[np.float64]) -> npt.NDArray[np.object_]:
    """Polygons of 72 vertices around lon/lat points, whose own geodesic area is the size.

    To within 1e-4 of it up to 100,000 km2, where the earth's curve begins to count.
    None where there is no point or the size is NaN. Across the date line longitudes go on beyond 180.
    Raises InputError for a size that is not above 0 or not finite.
    """
    size = np.asarray(size_m2, dtype=np.float64)
    if np.any((size <= 0) | np.isinf(size)):
        raise InputError("a size is not above 0 m2, or infinite; give the size of each area, or leave it empty")
    circles: npt.NDArray[np.object_] = np.full(len(points), None, dtype=object)
    is_missing = shapely.is_missing(points) | shapely.is_empty(points)
    for row in np.flatnonzero(~is_missing & np.isfinite(size)):
        circles[row] = _circle(points[row].x, points[row].y, float(size[row]))
    return circles


def _circle(lon: float, lat: float, size_m2: float) -> shapely.Polygon:
    turn = 2 * np.pi / _VERTICES
    radius_m = np.sqrt(2 * size_m2 / (_VERTICES * np.sin(turn)))  # of the polygon, not of a circle around it
    # pyproj numbers bearings clockwise; a shell is drawn the other way round.
    bearing_degrees = -np.degrees(turn * np.arange(_VERTICES))
    start_lon, start_lat = np.full(_VERTICES, lon), np.full(_VERTICES, lat)
    vertex_lon, vertex_lat, _ = _EARTH.fwd(start_lon, start_lat, bearing_degrees, np.full(_VERTICES, radius_m))
    vertex_lon = lon + (np.asarray(vertex_lon) - lon + 180) % 360 - 180
    return shapely.Polygon(np.column_stack([vertex_lon, vertex_lat]))
