"""Geometries of a layer: wrong, missing, broken, odd or repeated ones, each counted and told."""

from __future__ import annotations

from typing import Final, Literal

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import Transformer

from geo.faults import Faults
from geo.grid import Grid
from geo.layers.tables import name_rows

GeometryKind = Literal["point", "line", "polygon", "any"]

_TYPES: Final = {
    "point": {"Point", "MultiPoint"},
    "line": {"LineString", "MultiLineString", "LinearRing"},
    "polygon": {"Polygon", "MultiPolygon"},
}
_MOST_LAT: Final = 90.0
_MOST_LON: Final = 360.0


def tell_wrong_types(frame: gpd.GeoDataFrame, geometry: GeometryKind, *, where: str, faults: Faults) -> None:
    """Tell features that are not of the expected kind of geometry, as an error."""
    if geometry == "any":
        return
    kinds = frame.geometry.geom_type
    is_wrong = ~kinds.isin(_TYPES[geometry]) & kinds.notna() & ~frame.geometry.is_empty
    if is_wrong.any():
        found = ", ".join(sorted(set(kinds[is_wrong])))
        faults.error(
            where=where,
            which=name_rows(frame.index, is_wrong),
            what=f"{_count(is_wrong, frame)} are {found} where a {geometry} is expected",
            do=f"Give a layer of {geometry}s",
        )


def without_empty(
    frame: gpd.GeoDataFrame, *, empty: Literal["drop", "error"], where: str, faults: Faults
) -> gpd.GeoDataFrame:
    """The features that have a place; the others are counted, as a notice or an error."""
    bounds = frame.geometry.bounds.to_numpy()
    is_missing = frame.geometry.isna().to_numpy()
    is_void = (frame.geometry.is_empty.to_numpy() | ~np.isfinite(bounds).all(axis=1)) & ~is_missing
    for is_bad, what in ((is_missing, "no geometry"), (is_void, "an empty geometry")):
        if is_bad.any():
            tell = faults.error if empty == "error" else faults.notice
            tell(
                where=where,
                which=name_rows(frame.index, is_bad),
                what=f"{_count(is_bad, frame)} have {what}" + ("" if empty == "error" else " and are left out"),
                do="Give them their place, or delete them",
            )
    return frame[~(is_missing | is_void)]


def repaired(frame: gpd.GeoDataFrame, *, where: str, faults: Faults) -> tuple[gpd.GeoDataFrame, int]:
    """The features with polygons made valid and lines without length left out, both told; how many were invalid."""
    shapes = frame.geometry.to_numpy()
    dimension = shapely.get_dimensions(shapes)
    is_polygon = dimension == 2  # noqa: PLR2004 - surfaces have two dimensions
    is_short = (dimension == 1) & (shapely.length(shapes) == 0)
    is_invalid = is_polygon & ~shapely.is_valid(shapes)
    is_lost = np.zeros(len(frame), dtype=np.bool_)
    if is_invalid.any():
        # By structure, what a ring covers twice stays covered: a hazard gets no hole from a crossed edge.
        repaired = shapely.make_valid(shapes[is_invalid], method="structure", keep_collapsed=False)
        area, area_before = float(shapely.area(repaired).sum()), float(shapely.area(shapes[is_invalid]).sum())
        is_lost[np.flatnonzero(is_invalid)[shapely.is_empty(repaired)]] = True
        frame = frame.copy()
        shapes = shapes.copy()
        shapes[is_invalid] = repaired
        frame = frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=frame.crs))
        change = f"by {area / area_before - 1:+.2%}" if area_before > 0 else "from nothing"
        faults.notice(
            where=where,
            which=name_rows(frame.index, is_invalid),
            what=f"{int(is_invalid.sum()):,} of {len(frame):,} polygons are invalid (their edges cross or touch) "
            f"and were repaired, which changed their area {change}",
            do="Check them against their source",
        )
    for is_bad, what in ((is_lost, "polygons have no area"), (is_short, "lines have no length")):
        if is_bad.any():
            faults.notice(
                where=where,
                which=name_rows(frame.index, is_bad),
                what=f"{int(is_bad.sum()):,} of {len(frame):,} {what} and are left out",
                do="Draw them again, or delete them",
            )
    return frame[~(is_lost | is_short)], int(is_invalid.sum())


def single_points(frame: gpd.GeoDataFrame, *, where: str, faults: Faults) -> gpd.GeoDataFrame:
    """Points of one place each; a feature with several is an error."""
    is_many = shapely.get_num_geometries(frame.geometry.to_numpy()) > 1
    if is_many.any():
        faults.error(
            where=where,
            which=name_rows(frame.index, is_many),
            what=f"{_count(is_many, frame)} hold several points where one is expected",
            do="Split them so that each place is its own feature",
        )
        return frame
    return frame.set_geometry(shapely.get_geometry(frame.geometry.to_numpy(), 0), crs=frame.crs)


def tell_odd_places(frame: gpd.GeoDataFrame, grid: Grid | None, *, where: str, faults: Faults) -> None:
    """Tell features that are off the globe or, with a grid, outside it.

    Features that lie in the grid only with their axes swapped are an error, and points all of which
    lie outside; lines and polygons all of which lie outside are a notice.
    """
    bounds = frame.geometry.bounds.to_numpy()
    if frame.crs.is_geographic:
        most = np.abs(bounds)
        is_off = np.any(most > [_MOST_LON, _MOST_LAT, _MOST_LON, _MOST_LAT], axis=1)
        if is_off.any():
            first = frame.geometry.iloc[int(np.argmax(is_off))].bounds
            is_lon_lat_turned = bool(np.all(most[is_off] <= [_MOST_LAT, _MOST_LON, _MOST_LAT, _MOST_LON]))
            faults.error(
                where=where,
                which=name_rows(frame.index, is_off),
                what=f"{_count(is_off, frame)} lie off the globe, the first at {first[0]:.6g}, {first[1]:.6g}",
                do="Swap longitude and latitude"
                if is_lon_lat_turned
                else "Give degrees, or set the coordinate system the numbers are in",
            )
            return
    if grid is None:
        return
    box = _box_in(grid, frame)
    _tell_zeros(frame, bounds, box, where=where, faults=faults)
    is_inside, is_turned = _meets(bounds, box), _meets(bounds[:, [1, 0, 3, 2]], box)
    is_point = shapely.get_dimensions(frame.geometry.to_numpy()) == 0
    is_swapped = is_turned & ~is_inside & (is_point | (not is_inside.any()))
    if is_swapped.any():
        faults.error(
            where=where,
            which=name_rows(frame.index, is_swapped),
            what=f"{_count(is_swapped, frame)} lie in the study's grid only if their axes "
            "(longitude and latitude) are swapped",
            do="Swap the two columns, or the axes of the layer",
        )
    elif not is_inside.any():
        # A place must be somewhere; a stretch of land may well have no river or hazard of the layer.
        tell = faults.error if is_point.any() else faults.notice
        tell(
            where=where,
            which="",
            what=f"none of the {len(frame):,} {frame.index.name}s lies in the study's grid",
            do="Check the coordinates, the coordinate system and the grid's bounds",
        )


def _tell_zeros(
    frame: gpd.GeoDataFrame,
    bounds: npt.NDArray[np.float64],
    box: tuple[float, float, float, float],
    *,
    where: str,
    faults: Faults,
) -> None:
    """Tell points at exactly 0, 0, unless that is a place in the grid."""
    is_zero = (bounds == 0).all(axis=1)
    if is_zero.any() and not _meets(np.zeros((1, 4)), box)[0]:
        faults.notice(
            where=where,
            which=name_rows(frame.index, is_zero),
            what=f"{_count(is_zero, frame)} lie at 0, 0, which many programs write for a place that they do not know",
            do="Give them their coordinates, or delete them",
        )


def _box_in(grid: Grid, frame: gpd.GeoDataFrame) -> tuple[float, float, float, float]:
    """The grid's bounds in the frame's CRS."""
    transformer = Transformer.from_crs(grid.crs, frame.crs, always_xy=True)
    return transformer.transform_bounds(*grid.bounds, densify_pts=21)


def _meets(bounds: npt.NDArray[np.float64], box: tuple[float, float, float, float]) -> npt.NDArray[np.bool_]:
    left, bottom, right, top = box
    return (bounds[:, 0] <= right) & (bounds[:, 2] >= left) & (bounds[:, 1] <= top) & (bounds[:, 3] >= bottom)


def _count(is_one: npt.ArrayLike, frame: gpd.GeoDataFrame) -> str:
    """How many features of all, in words."""
    return f"{int(np.asarray(is_one).sum()):,} of {len(frame):,} {frame.index.name}s"


def tell_repeats(frame: gpd.GeoDataFrame, *, where: str, faults: Faults) -> None:
    """Tell features with exactly the geometry of an earlier one, as a notice."""
    shapes = pd.Series(shapely.to_wkb(shapely.normalize(frame.geometry.to_numpy())), index=frame.index)
    repeats = shapes.duplicated()
    if repeats.any():
        faults.notice(
            where=where,
            which=name_rows(frame.index, repeats),
            what=f"{_count(repeats, frame)} have exactly the geometry of an earlier one; all are kept",
            do="Delete the repeats if they are the same thing",
        )
