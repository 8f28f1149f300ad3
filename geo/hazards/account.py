"""What is told of hazard areas: their states on the day, their sizes, and where they lie."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from geo.faults import Faults
from geo.grid import Grid
from geo.hazards.shapes import geodesic_area_km2, parts_inside, union_km2
from geo.hazards.status import RELEASED_STATUS, UNKNOWN
from geo.layers import list_names, name_rows
from geo.units import SQUARE_METRES_PER_KM2

_SIZE_FACTOR = 2.0
_LEAST_TOLD_KM2 = 1e-6  # a square metre; less is the noise of coordinates


def tell_states(areas: gpd.GeoDataFrame, state: npt.NDArray[np.str_], *, where: str, faults: Faults) -> None:
    """Tell how many areas are released, and what rows of one id are: its states over time, or its parts."""
    released, there = int((state == "released").sum()), int((state != "superseded").sum())
    if released:
        faults.notice(
            where=where,
            which="status",
            what=f"{released:,} of {there:,} areas are released and block nothing",
            do="Nothing, unless their status is out of date",
        )
    is_superseded = state == "superseded"
    if is_superseded.any():
        faults.notice(
            where=where,
            which=f"id, {name_rows(areas.index, is_superseded)}",
            what=f"{int(is_superseded.sum()):,} of {len(areas):,} rows are earlier states of areas that have a later "
            f"one; {_beyond_km2(areas, state):,.2f} km2 of those then open lie beyond what holds now and block nothing",
            do="Give parts of one area the same reported_on, and different areas different ids",
        )
    is_part = areas["id"].duplicated(keep=False) & (areas["id"] != UNKNOWN) & np.isin(state, ["open", "released"])
    is_part &= areas["id"].where(is_part).duplicated(keep=False)
    if is_part.any():
        faults.notice(
            where=where,
            which=f"id, {name_rows(areas.index, is_part)}",
            what=f"{areas['id'][is_part].nunique():,} ids stand for several rows that no day of report tells apart; "
            "they are taken as the parts of one area",
            do="Nothing, unless these are different areas, or states of one that need their reported_on",
        )


def tell_sizes(areas: gpd.GeoDataFrame, *, where: str, faults: Faults) -> None:
    """Tell polygons that are more than twice, or less than half, as large as the size reported for them."""
    reported_km2 = areas["reported_area_m2"].to_numpy() / SQUARE_METRES_PER_KM2
    drawn_km2 = areas["area_km2"].to_numpy()
    is_known = ~np.isnan(reported_km2)
    factor = np.ones(len(areas))
    factor[is_known] = np.maximum(reported_km2[is_known], drawn_km2[is_known]) / np.maximum(
        np.minimum(reported_km2[is_known], drawn_km2[is_known]), 1e-12
    )
    is_odd = factor > _SIZE_FACTOR
    is_odd &= ~areas["geometry_quality"].isin(["circle_from_area", "point_only"]).to_numpy()
    if is_odd.any():
        worst = int(np.argmax(np.where(is_odd, factor, 0)))
        faults.notice(
            where=where,
            which=f"area_m2, {name_rows(areas.index, is_odd)}",
            what=f"{int(is_odd.sum()):,} of {int(is_known.sum()):,} reported sizes differ from the drawn ones by more "
            f"than a factor of {_SIZE_FACTOR:g}; the worst is {areas['id'].iloc[worst]!r} with "
            f"{areas['reported_area_m2'].iloc[worst]:,.0f} m2 reported and "
            f"{drawn_km2[worst] * SQUARE_METRES_PER_KM2:,.0f} m2 drawn",
            do="Check both; the drawn shapes are used",
        )


def tell_places(is_on_grid: npt.NDArray[np.bool_] | None, *, where: str, faults: Faults) -> None:
    """Tell open areas that lie outside the grid; that all of them do is an error."""
    if is_on_grid is None or is_on_grid.all():
        return
    if not is_on_grid.any():
        faults.error(
            where=where,
            which="geometry",
            what=f"none of the {len(is_on_grid):,} open areas lies on the grid",
            do="Check the layer's CRS and the order of its coordinates, or the grid's bounds",
        )
        return
    faults.notice(
        where=where,
        which="geometry",
        what=f"{int((~is_on_grid).sum()):,} of {len(is_on_grid):,} open areas lie wholly outside the grid and "
        "change nothing",
        do="Nothing, unless the grid should be larger",
    )


def tell_odd_areas(  # noqa: PLR0913 - what is held against what
    areas: gpd.GeoDataFrame,
    *,
    grid: Grid,
    is_land: npt.NDArray[np.bool_],
    zone: npt.NDArray[np.int32],
    where: str,
    faults: Faults,
) -> None:
    """Tell areas with their inner point where there is no land data, such as the sea, or in no area of the study.

    ``is_land`` and ``zone`` (the row of the study's area, or -1) have the shape of the grid. An area
    outside the grid is not asked; the reader tells those.
    """
    points = areas.geometry.representative_point().to_crs(grid.crs)
    cell = grid.cell_at(points.x.to_numpy(), points.y.to_numpy())
    is_asked = cell >= 0
    is_sea, is_abroad = np.zeros(len(areas), np.bool_), np.zeros(len(areas), np.bool_)
    is_sea[is_asked] = ~is_land.ravel()[cell[is_asked]]
    is_abroad[is_asked] = zone.ravel()[cell[is_asked]] < 0
    for is_odd, what, do in (
        (is_sea, "lie where there is no land data, such as in the sea", "Check their coordinates, or the land's data"),
        (is_abroad & ~is_sea, "lie in no area of the study, such as in another country", "Check their coordinates"),
    ):
        if is_odd.any():
            named = [repr(identity) for identity in areas["id"][is_odd]]
            faults.notice(
                where=where,
                which=f"ids {list_names(named)}",
                what=f"{int(is_odd.sum()):,} of {len(areas):,} areas {what}, as to a point inside them",
                do=do,
            )


def tell_released_land(
    open_areas: gpd.GeoDataFrame, released_land: gpd.GeoSeries, *, is_subtracted: bool, where: str, faults: Faults
) -> float:
    """Tell how much of the open areas lies in land that other layers call released, in km2, which is given back.

    The authority decides: the areas stay open as they are, unless that land is subtracted.
    """
    shapes = open_areas.geometry.to_numpy()
    rows, shared = parts_inside(shapes, released_land.to_numpy())
    overlap_km2 = union_km2(shared)
    if overlap_km2 > _LEAST_TOLD_KM2:
        fate = "is subtracted from them" if is_subtracted else "stays hazardous"
        do = (
            "Nothing, if these layers are up to date"
            if is_subtracted
            else ("Ask the authority which holds; subtract_released = true in [hazards] takes it out")
        )
        faults.notice(
            where=where,
            which="released_layers",
            what=f"{overlap_km2:,.2f} of the {union_km2(shapes):,.2f} km2 of open areas, in {len(rows):,} of "
            f"{len(shapes):,}, lie in released land; it {fate}",
            do=do,
        )
    return overlap_km2


def _beyond_km2(areas: gpd.GeoDataFrame, state: npt.NDArray[np.str_]) -> float:
    """How much land earlier open states cover that the states which hold, of the same id, do not."""
    was_open = (state == "superseded") & ~areas["status"].isin(RELEASED_STATUS).to_numpy()
    holding = areas[np.isin(state, ["open", "released"])]
    shapes_now = {identity: rows.geometry.to_numpy() for identity, rows in holding.groupby("id", sort=False)}
    beyond = [
        shapely.difference(shapely.union_all(earlier.geometry.to_numpy()), shapely.union_all(shapes_now[identity]))
        for identity, earlier in areas[was_open].groupby("id", sort=False)
    ]
    left = [shape for shape in beyond if shapely.area(shape) > 0]
    return float(geodesic_area_km2(left).sum()) if left else 0.0
