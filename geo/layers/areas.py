"""Areas: the units in which results are told, and which of them holds each cell."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from geo.faults import Faults
from geo.grid import LON_LAT, Grid
from geo.layers.filling import fill_polygons
from geo.layers.tables import check_ids, name_rows, need_column, texts_of
from geo.layers.vectors import read_layer
from geo.units import SQUARE_METRES_PER_KM2
from geo.zones import zone_sums

OUTSIDE: Final = -1
_EQUAL_AREA: Final = "EPSG:6933"  # cylindrical equal area on WGS 84, between 86 S and 86 N
_SLIVER_SHARE: Final = 0.001  # of the smaller area; less is the noise of simplified borders
_TOLD_PAIRS: Final = 5
_STRAIGHT_DEGREES: Final = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Areas:
    """The areas of a study in the order of their file; ``frame`` has their shapes in EPSG:4326.

    ``ids`` are distinct. ``parents`` is None where the file names no column for them. ``zone`` is
    int32 (rows, cols): the row of the area that holds the cell's centre, the lowest of several, or -1.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    parents: tuple[str, ...] | None
    frame: gpd.GeoDataFrame
    zone: npt.NDArray[np.int32]


def one_area(grid: Grid) -> Areas:
    """The single area "all", which holds every cell."""
    box = shapely.box(*grid.bounds)
    if not grid.is_geographic:
        box = shapely.segmentize(box, max(grid.affine.a, -grid.affine.e))
    frame = gpd.GeoDataFrame({"id": ["all"], "name": ["all"]}, geometry=[box], crs=grid.crs.to_wkt()).to_crs(LON_LAT)
    return Areas(ids=("all",), names=("all",), parents=None, frame=frame, zone=np.zeros(grid.shape, dtype=np.int32))


def read_areas(  # noqa: PLR0913 - a reader always says where it is and to whom it tells
    path: Path,
    grid: Grid,
    *,
    id: str,  # noqa: A002 - the study file calls it so
    name: str,
    where: str,
    faults: Faults,
    parent: str | None = None,
    layer: str | None = None,
) -> Areas | None:
    """Read the areas and lay them on the grid; None, with the faults told, if they cannot be used.

    Overlaps beyond a sliver and areas without a cell are told and kept. An area without a name is
    told and called by its id.
    """
    shapes = read_layer(path, geometry="polygon", where=where, faults=faults, layer=layer, grid=grid, empty="error")
    if shapes is None:
        return None
    is_sound = check_ids(shapes, id, where=where, faults=faults)
    others = [column for column in (name, parent) if column is not None]
    for column in others:
        is_sound = need_column(shapes, column, where=where, faults=faults) and is_sound
    if not is_sound:
        return None
    for column in others:
        missing = shapes[column].isna()
        if missing.any():
            faults.notice(
                where=where,
                which=name_rows(shapes.index, missing),
                what=f"{int(missing.sum())} of {len(shapes)} areas have no {column} and are told by their id",
                do=f"Fill in {column}",
            )
            shapes[column] = shapes[column].astype(object).where(~missing, shapes[id])
    ids = _texts(shapes, id)
    zone = area_of_cells(shapes, grid)
    cells = zone_sums(zone, [], len(ids)).cells
    if not cells.any():
        faults.error(
            where=where,
            which="",
            what="no area holds the centre of any cell",
            do="Check the areas' coordinates, or take a finer grid",
        )
        return None
    _tell_overlaps(shapes, ids, where=where, faults=faults)
    repeats = shapes[name].astype(str).str.strip().duplicated(keep=False)
    if repeats.any():
        faults.notice(
            where=where,
            which=f"{name_rows(shapes.index, repeats)}, column {name}",
            what=f"{int(repeats.sum())} of {len(ids)} areas share their name with another one",
            do="Make the names distinct if readers should tell them apart; the answers are by id",
        )
    if not cells.all():
        faults.notice(
            where=where,
            which=name_rows(shapes.index, cells == 0),
            what=f"{int((cells == 0).sum())} of {len(ids)} areas hold no cell's centre, so that nobody lives there",
            do="Take a finer grid or wider bounds, or leave these areas out",
        )
    frame = shapes.to_crs(LON_LAT).reset_index(drop=True)
    return Areas(
        ids=ids,
        names=_texts(shapes, name),
        parents=None if parent is None else _texts(shapes, parent),
        frame=frame,
        zone=zone,
    )


def area_of_cells(shapes: gpd.GeoDataFrame, grid: Grid) -> npt.NDArray[np.int32]:
    """The row of the polygon that holds each cell's centre, the lowest of several, -1 for none."""
    outlines = shapes.geometry
    if not outlines.crs.equals(grid.crs, ignore_axis_order=True):
        if outlines.crs.is_geographic:  # a long straight edge is no straight line in another projection
            outlines = outlines.segmentize(_STRAIGHT_DEGREES)
        outlines = outlines.to_crs(grid.crs.to_wkt())
    return fill_polygons(outlines.to_numpy(), grid, nothing=OUTSIDE)


def area_km2(shapes: gpd.GeoSeries) -> npt.NDArray[np.float64]:
    """Area on the ground of each shape in km2, by an equal-area projection."""
    return np.asarray(shapes.to_crs(_EQUAL_AREA).area, dtype=np.float64) / SQUARE_METRES_PER_KM2


def _texts(frame: gpd.GeoDataFrame, column: str) -> tuple[str, ...]:
    return tuple(texts_of(frame[column]))


def _tell_overlaps(shapes: gpd.GeoDataFrame, ids: tuple[str, ...], *, where: str, faults: Faults) -> None:
    flat = shapes.geometry.to_crs(_EQUAL_AREA).to_numpy()
    pairs: Any = shapely.STRtree(flat).query(flat, predicate="intersects")
    pairs = pairs[:, pairs[0] < pairs[1]]
    shared_km2 = shapely.area(shapely.intersection(flat[pairs[0]], flat[pairs[1]])) / SQUARE_METRES_PER_KM2
    own_km2 = shapely.area(flat) / SQUARE_METRES_PER_KM2
    is_real = shared_km2 > _SLIVER_SHARE * np.minimum(own_km2[pairs[0]], own_km2[pairs[1]])
    told = sorted(zip(-shared_km2[is_real], *pairs[:, is_real], strict=True))
    for shared, one, other in told[:_TOLD_PAIRS]:
        faults.notice(
            where=where,
            which=f"{shapes.index.name}s {shapes.index[one]} and {shapes.index[other]}",
            what=f"areas {ids[one]!r} and {ids[other]!r} overlap by {-shared:,.2f} km2; cells there go to the first",
            do="Mend their borders",
        )
    if len(told) > _TOLD_PAIRS:
        faults.notice(
            where=where,
            which="",
            what=f"{len(told) - _TOLD_PAIRS} more pairs of areas overlap",
            do="Mend their borders",
        )
