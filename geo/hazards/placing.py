"""Where a hazard file says that its areas are: polygons, points with a size, or rows of a table with coordinates."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from geo.faults import Faults
from geo.grid import LON_LAT, Grid
from geo.hazards.datums import tell_datum_shift
from geo.hazards.placed_table import read_placed_table
from geo.hazards.records import HazardForm
from geo.layers import LayerCounts, checked_layer, name_rows, read_counted_layer


def read_placed(
    path: Path, *, form: HazardForm, where: str, faults: Faults, grid: Grid | None
) -> tuple[gpd.GeoDataFrame | None, LayerCounts]:
    """The rows of a layer of polygons and points, or of a CSV by its coordinates, and what became of them."""
    if path.suffix.lower() == ".csv":
        table = read_placed_table(
            path,
            columns=form.places,
            crs=form.crs,
            id_column=form.columns.get("id"),
            turning_points=form.turning_points,
            where=where,
            faults=faults,
        )
        if table is None:
            return None, LayerCounts()
        return checked_layer(table, geometry="any", where=where, faults=faults, grid=grid)
    if path.suffix.lower() == ".xlsx":  # as a layer of points it would lose zones, squares and turning points
        faults.error(
            where=where, which="", what="hazards are not read from a workbook", do="Save the sheet as CSV UTF-8"
        )
        return None, LayerCounts()
    layer, counts = read_counted_layer(path, layer=form.layer, geometry="any", where=where, faults=faults, grid=grid)
    if layer is not None and not layer.crs.equals(LON_LAT, ignore_axis_order=True):
        bounds = layer.to_crs(LON_LAT).total_bounds
        if np.isfinite(bounds).all():
            west, south, east, north = (float(edge) for edge in bounds)
            tell_datum_shift(layer.crs, (west, south, east, north), where=where, faults=faults)
    return layer, counts


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
