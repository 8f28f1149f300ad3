"""Reading hazard files: every area as a record, whatever its state, and an account of every row."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.faults import Faults
from geo.grid import LON_LAT, Grid
from geo.hazards.account import tell_places, tell_sizes, tell_states
from geo.hazards.circles import circles_of_areas
from geo.hazards.dates import tell_impossible_days
from geo.hazards.fields import read_fields
from geo.hazards.placing import read_placed, single_points
from geo.hazards.records import HazardCounts, HazardForm, HazardRecords
from geo.hazards.shapes import geodesic_area_km2, subtracted, union_km2
from geo.hazards.state import is_first_state, states_on
from geo.layers import LayerCounts, name_rows

_OSM_ENDINGS: Final = (".osm", ".pbf", ".osm.gz", ".osm.bz2", ".o5m", ".opl")


def read_hazard_areas(  # noqa: PLR0913 - a reader always says where it is and to whom it tells
    path: Path,
    *,
    form: HazardForm,
    as_of: dt.date,
    where: str,
    faults: Faults,
    grid: Grid | None = None,
    released_land: gpd.GeoSeries | None = None,
) -> HazardRecords | None:
    """The hazard areas of a layer of polygons and points, or of a CSV; None, with every fault told, if it is unusable.

    Points become circles by their size. ``as_of`` is the day that the counts and notices speak of, inclusive.
    With a ``grid``, open areas none of which meets it are an error. ``released_land`` (polygons of
    EPSG:4326) is what ``open_on`` takes out of open areas. What OpenStreetMap says of mines is no
    record: its files are refused.
    """
    if path.name.lower().endswith(_OSM_ENDINGS):
        faults.error(
            where=where,
            which="",
            what="OpenStreetMap holds no records of hazards, only candidates that somebody must verify",
            do=f"Run nearcare osm-hazards {where} candidates.gpkg, verify what it writes, and give that",
        )
        return None
    before = len(faults.errors)
    layer, counts = read_placed(path, form=form, where=where, faults=faults, grid=grid)
    if layer is None or len(faults.errors) > before:
        return None
    return records_of_layer(
        layer, counts, form=form, as_of=as_of, where=where, faults=faults, grid=grid, released_land=released_land
    )


def records_of_layer(  # noqa: PLR0913 - as read_hazard_areas
    layer: gpd.GeoDataFrame,
    counts: LayerCounts,
    *,
    form: HazardForm,
    as_of: dt.date,
    where: str,
    faults: Faults,
    grid: Grid | None = None,
    released_land: gpd.GeoSeries | None = None,
) -> HazardRecords | None:
    """As ``read_hazard_areas``, of a layer that is read, with polygons made valid."""
    before = len(faults.errors)
    shapes = single_points(layer, where=where, faults=faults)
    fields = read_fields(layer, form, where=where, faults=faults)
    if fields is None or shapes is None:
        return None
    placed = gpd.GeoSeries(shapes, index=layer.index, crs=layer.crs).to_crs(LON_LAT)
    if not np.isfinite(placed.total_bounds).all():
        is_off = ~np.isfinite(placed.bounds.to_numpy()).all(axis=1)
        what = f"{int(is_off.sum()):,} of {len(layer):,} areas lie where their coordinate system does not reach"
        do = "Check the coordinates and the coordinate system"
        faults.error(where=where, which=name_rows(layer.index, is_off), what=what, do=do)
        return None
    areas, circles = _areas(placed, fields, radius_m=form.point_radius_m, where=where, faults=faults)
    if not len(areas):
        do = "Give polygons, or points with a size"
        faults.error(where=where, which="", what="no feature with a usable geometry is left", do=do)
        return None
    tell_impossible_days(areas, is_first=is_first_state(areas), as_of=as_of, where=where, faults=faults)
    tell_sizes(areas, where=where, faults=faults)
    state = states_on(areas, as_of)
    tell_states(areas, state, where=where, faults=faults)
    is_on_grid = _is_on_grid(areas[state == "open"], grid)
    tell_places(is_on_grid, where=where, faults=faults)
    if len(faults.errors) > before:
        return None
    still_open = areas[state == "open"]
    if released_land is not None:
        still_open = subtracted(still_open, released_land)
    number = {name: int((state == name).sum()) for name in ("open", "released", "not_yet_reported", "superseded")}
    keys = pd.DataFrame({"shape": shapely.to_wkb(areas.geometry.normalize().to_numpy())}, index=areas.index)
    if (areas["id"] != areas["row"].astype(str)).any():  # ids that only number the rows tell nothing apart
        keys["id"] = areas["id"]
    account = HazardCounts(
        read=counts.read,
        without_geometry=counts.without_geometry,
        became_empty_by_repair=counts.became_empty,
        points_unused=len(layer) - len(areas),
        open=number["open"],
        released=number["released"],
        not_yet_reported=number["not_yet_reported"],
        superseded=number["superseded"],
        repaired=counts.repaired,
        circles=circles,
        repeated=int(keys.duplicated().sum()),
        on_grid=None if is_on_grid is None else int(is_on_grid.sum()),
        outside_grid=None if is_on_grid is None else int((~is_on_grid).sum()),
        subtracted_wholly=number["open"] - len(still_open),
        union_km2=union_km2(still_open.geometry),
        by_status=_counted(areas["status"]),
        by_kind=_counted(areas["kind"]),
    )
    return HazardRecords(areas=areas.reset_index(drop=True), counts=account, subtracted=released_land)


def _areas(
    placed: gpd.GeoSeries, fields: pd.DataFrame, *, radius_m: float | None, where: str, faults: Faults
) -> tuple[gpd.GeoDataFrame, int]:
    """The usable areas, points with a size or a stated radius among them as circles, and how many those are."""
    shapes = placed.to_numpy().copy()
    is_point = shapely.get_dimensions(shapes) == 0
    size_m2 = fields["reported_area_m2"].to_numpy()
    is_sized, is_bare = is_point & ~np.isnan(size_m2), is_point & np.isnan(size_m2)
    quality = fields["geometry_quality"].to_numpy(dtype=object).copy()
    shapes[is_sized] = circles_of_areas(shapes[is_sized], size_m2[is_sized])
    quality[is_sized] = "circle_from_area"
    count = f"of {len(placed):,} areas are points"
    if is_sized.any():
        faults.notice(
            where=where,
            which=name_rows(placed.index, is_sized),
            what=f"{int(is_sized.sum()):,} {count} with a size and became circles of that size (circle_from_area)",
            do="Give their polygons if they were ever surveyed",
        )
    if is_bare.any() and radius_m is not None:
        shapes[is_bare] = circles_of_areas(shapes[is_bare], np.full(int(is_bare.sum()), np.pi * radius_m**2))
        quality[is_bare] = "point_only"
        what = f"without a size and became circles of {radius_m:g} m (point_only)"
        do = "Give their polygons or sizes where they are known"
    else:
        what = "without a size and stay unused"
        do = "Give their polygons or sizes, or a radius for all such points in [hazards] point_radius_m"
    if is_bare.any():
        what = f"{int(is_bare.sum()):,} {count} {what}"
        faults.notice(where=where, which=name_rows(placed.index, is_bare), what=what, do=do)
    is_used = ~is_bare if radius_m is None else np.ones(len(placed), np.bool_)
    areas = gpd.GeoDataFrame(fields.assign(geometry_quality=pd.Series(quality, index=fields.index, dtype="str")))
    areas["area_km2"] = 0.0
    areas["row"] = placed.index.to_numpy()
    areas = areas.set_geometry(gpd.GeoSeries(shapes, index=placed.index, crs=LON_LAT))[is_used].copy()
    areas["area_km2"] = geodesic_area_km2(areas.geometry)
    return areas, int((is_point & is_used).sum())


def _is_on_grid(areas: gpd.GeoDataFrame, grid: Grid | None) -> npt.NDArray[np.bool_] | None:
    """Which areas meet the grid; None without one."""
    if grid is None:
        return None
    shapes = areas.geometry.to_crs(grid.crs).to_numpy()
    return np.asarray(shapely.intersects(shapes, shapely.box(*grid.bounds)), dtype=np.bool_)


def _counted(words: pd.Series[str]) -> dict[str, int]:
    return {str(word): int(count) for word, count in sorted(words.value_counts().items())}
