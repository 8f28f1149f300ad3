"""Traverses: polygons of areas from their turning points, walked leg by leg and closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import CRS, Geod, Proj

from geo.faults import Faults
from geo.hazards.turning_points import Points, TurningPoints, read_turning_points
from geo.layers import list_names, name_rows

Place = tuple[float, float]  # longitude and latitude

_EARTH: Final = Geod(ellps="WGS84")
_FEWEST: Final = 3
_LEAST_AREA_M2: Final = 1.0
_REPEAT_M: Final = 1.0  # a last point this near the first is the first
_MISCLOSURE_M: Final = 50.0
_MISCLOSURE_SHARE: Final = 0.05
_OFF_M: Final = 10.0  # a leg may end so far from the coordinates beside it, or this share of its length
_OFF_SHARE: Final = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What is told of all areas together once they are walked."""

    off: list[int] = field(default_factory=list)
    misclosures: list[str] = field(default_factory=list)
    crossed: list[str] = field(default_factory=list)


def polygons_of_turning_points(
    turning_points: TurningPoints, references: Mapping[str, Place | None], crs: CRS | None, *, faults: Faults
) -> dict[str, shapely.Polygon | shapely.MultiPolygon] | None:
    """The polygon (lon/lat on WGS 84) of each area that has turning points; None, with every fault told, on an error.

    ``references`` are the places (lon, lat) of the areas of the main table by their id, None where they
    have none. A leg is a geodesic from the point before, the first from the reference, which is no vertex.
    A last point within 1 m of the first repeats it; a last leg that ends within 50 m and 5 % of the
    perimeter of it closes the polygon, and how far it misses is told. Crossed edges are repaired and told.
    """
    before = len(faults.errors)
    where = turning_points.where
    points = read_turning_points(turning_points, crs, faults=faults)
    if points is None:
        return None
    _tell_strangers(points, references, where=where, faults=faults)
    grid_north = _convergence(crs) if turning_points.bearings == "grid" and crs is not None else None
    told = _Told()
    polygons: dict[str, shapely.Polygon | shapely.MultiPolygon] = {}
    for area, numbers in pd.Series(points.area).groupby(points.area, sort=False).indices.items():
        if area not in references:
            continue
        walked = _walked(points, numbers, references[area], grid_north, told)
        if walked is None:
            faults.error(
                where=where,
                which=f"area {area}, row {points.rows[numbers[0]]}",
                what="its first point has a bearing and distance, but the main table has no place to start from",
                do="Give the area's reference point in the main table, or the first point's coordinates",
            )
            continue
        is_last_walked = not points.places.is_known[numbers[-1]]
        ring = _without_closing_point(area, walked, told, is_last_walked=is_last_walked)
        which = f"area {area}, {name_rows(points.rows[numbers], [True] * len(numbers))}"
        polygon = _polygon(area, ring, told, which=which, where=where, faults=faults)
        if polygon is not None:
            polygons[area] = polygon
    _tell(told, points.rows, where=where, faults=faults)
    return polygons if len(faults.errors) == before else None


def _walked(
    points: Points,
    numbers: npt.NDArray[np.int64],
    reference: Place | None,
    grid_north: Callable[[float, float], float] | None,
    told: _Told,
) -> npt.NDArray[np.float64] | None:
    """The points of one area in their order, shape (points, 2); None if it has nowhere to start from."""
    places = np.full((len(numbers), 2), np.nan)
    place = reference
    for row, number in enumerate(numbers):
        bearing, distance_m = float(points.bearing_degrees[number]), float(points.distance_m[number])
        end: Place | None = None
        if place is not None and not np.isnan(distance_m):
            true_bearing = bearing + (grid_north(*place) if grid_north is not None else 0.0)
            lon, lat, _ = _EARTH.fwd(*place, true_bearing, distance_m)
            end = (float(lon), float(lat))
        if points.places.is_known[number]:
            place = (float(points.places.lon[number]), float(points.places.lat[number]))
            if end is not None and _apart_m(place, end) > max(_OFF_M, _OFF_SHARE * distance_m):
                told.off.append(int(number))
        else:
            place = end
        if place is None:
            return None
        places[row] = place
    return places


def _without_closing_point(
    area: str, walked: npt.NDArray[np.float64], told: _Told, *, is_last_walked: bool
) -> npt.NDArray[np.float64]:
    """The points without the last, if that is the first once more."""
    gap_m = _apart_m(walked[-1], walked[0])
    if len(walked) > 1 and gap_m <= _REPEAT_M:
        return walked[:-1]
    perimeter_m = float(_EARTH.line_length(walked[:, 0], walked[:, 1]))
    is_closing = is_last_walked and len(walked) > _FEWEST
    if is_closing and gap_m <= min(_MISCLOSURE_M, _MISCLOSURE_SHARE * perimeter_m):
        told.misclosures.append(f"{area} by {gap_m:.1f} m ({gap_m / perimeter_m:.1%} of its perimeter)")
        return walked[:-1]
    return walked


def _polygon(  # noqa: PLR0913 - a fault says where and which
    area: str, ring: npt.NDArray[np.float64], told: _Told, *, which: str, where: str, faults: Faults
) -> shapely.Polygon | shapely.MultiPolygon | None:
    if len(ring) < _FEWEST:
        what = f"it has {len(ring)} turning point{'' if len(ring) == 1 else 's'} and needs 3"
        faults.error(where=where, which=which, what=what, do="Give all of its turning points")
        return None
    polygon = shapely.Polygon(ring)
    if not polygon.is_valid:
        # By structure, what a ring covers twice stays covered: a hazard gets no hole from a crossed edge.
        polygon = shapely.make_valid(polygon, method="structure", keep_collapsed=False)
        told.crossed.append(area)
    if polygon.is_empty or abs(_EARTH.geometry_area_perimeter(polygon)[0]) < _LEAST_AREA_M2:
        what = "its turning points lie in one line"
        faults.error(where=where, which=which, what=what, do="Check their coordinates, bearings and distances")
        return None
    return polygon


def _apart_m(one: npt.ArrayLike, other: npt.ArrayLike) -> float:
    return float(_EARTH.inv(*np.asarray(one, dtype=np.float64), *np.asarray(other, dtype=np.float64))[2])


def _convergence(crs: CRS) -> Callable[[float, float], float]:
    """By longitude and latitude, the degrees by which grid north lies east of true north."""
    projection = Proj(crs.source_crs if crs.is_bound else crs)
    return lambda lon, lat: float(projection.get_factors(lon, lat).meridian_convergence)


def _tell_strangers(points: Points, references: Mapping[str, Place | None], *, where: str, faults: Faults) -> None:
    given = list(dict.fromkeys(points.area))
    strange = [area for area in given if area not in references]
    if strange:
        is_strange = np.isin(points.area, strange)
        tell = faults.error if len(strange) == len(given) else faults.notice
        tell(
            where=where,
            which=f"area {list_names(strange)}",
            what=f"{len(strange):,} of {len(given):,} areas with turning points are not in the main table "
            f"({int(is_strange.sum()):,} points) and are not used",
            do="Add them to the main table, or correct their ids",
        )
    without = [area for area in references if area not in given]
    if without:
        faults.notice(
            where=where,
            which=f"area {list_names(without)}",
            what=f"{len(without):,} of {len(references):,} areas of the main table have no turning points "
            "and stay points",
            do="Add their turning points if they are known",
        )


def _tell(told: _Told, rows: pd.Index[Any], *, where: str, faults: Faults) -> None:
    if told.misclosures:
        faults.notice(
            where=where,
            which="closing legs",
            what=f"{len(told.misclosures):,} areas do not close: {list_names(told.misclosures)}; "
            "they are closed at their first point",
            do="Check bearings and distances; give a last point that is a vertex of its own by coordinates",
        )
    if told.off:
        off = sorted(rows[told.off])
        faults.notice(
            where=where,
            which=name_rows(pd.Index(off, name=rows.name), [True] * len(off)),
            what=f"{len(off):,} points lie more than 10 m and 5 % of the leg from where their bearing and "
            "distance lead; their coordinates are used",
            do="Check the bearings and their north, the distances, and the datum",
        )
    if told.crossed:
        faults.notice(
            where=where,
            which=f"area {list_names(told.crossed)}",
            what=f"the edges of {len(told.crossed):,} areas cross or touch, and were repaired",
            do="Check the order of their turning points",
        )
