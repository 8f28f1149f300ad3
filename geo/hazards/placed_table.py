"""Hazard areas from tables: rows placed by coordinates, and polygons where turning points draw them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import CRS

from geo.faults import Faults
from geo.grid import LON_LAT
from geo.hazards.datums import crs_of_text
from geo.hazards.place_columns import PlaceColumns
from geo.hazards.places import Places, read_places
from geo.hazards.traverses import polygons_of_turning_points
from geo.hazards.turning_points import TurningPoints
from geo.layers import check_ids, list_names, need_column, read_table, texts_of

_OURS: Final = ("geometry", "placed_by", "precision_m")


def read_placed_table(  # noqa: PLR0913 - a reader always says where it is and to whom it tells
    path: Path,
    *,
    columns: PlaceColumns,
    crs: str | None,
    id_column: str | None,
    turning_points: TurningPoints | None,
    where: str,
    faults: Faults,
) -> gpd.GeoDataFrame | None:
    """The rows of a CSV with their geometry on WGS 84 (EPSG:4326); None, with every fault told, on an error.

    All its columns, and three more: ``geometry``, a polygon where turning points draw one, else a
    point, None where the row says no place; ``placed_by``, "coordinates" or "turning points", or missing;
    ``precision_m``, the side of the MGRS square that the point stands for, NaN where there is none.
    The index is named ``row`` and counts as a spreadsheet does. ``crs`` (None: WGS 84) is that of both
    tables: degrees and UTM with a zone are on its datum, eastings without one in itself.
    """
    before = len(faults.errors)
    table = read_table(path, where=where, faults=faults)
    known_crs = crs_of_text(crs, where=where, faults=faults) if crs is not None else None
    if table is None or len(faults.errors) > before:
        return None
    ids = _ids(table, id_column, is_needed=turning_points is not None, where=where, faults=faults)
    _tell_our_columns(table, where=where, faults=faults)
    places = read_places(table, columns, known_crs, where=where, faults=faults)
    if places is None or len(faults.errors) > before:
        return None
    if not places.columns and turning_points is None:
        faults.error(
            where=where,
            which="row 1",
            what=f"no column says where a row is; the columns are {list_names([str(name) for name in table.columns])}",
            do="Call them lon and lat, easting, northing and zone, or mgrs, or name those that are meant",
        )
        return None
    shapes: npt.NDArray[np.object_] = np.full(len(table), None, dtype=object)
    shapes[places.is_known] = shapely.points(places.lon[places.is_known], places.lat[places.is_known])
    is_drawn = np.zeros(len(table), dtype=np.bool_)
    if turning_points is not None and ids is not None:
        drawn = _drawn(places, ids, known_crs, turning_points, faults=faults)
        if drawn is None:
            return None
        is_drawn = ids.isin(list(drawn)).to_numpy(dtype=np.bool_)
        for row in np.flatnonzero(is_drawn):
            shapes[row] = drawn[ids.iloc[row]]
    placed_by: npt.NDArray[np.object_] = np.full(len(table), None, dtype=object)
    placed_by[places.is_known] = "coordinates"
    placed_by[is_drawn] = "turning points"
    return gpd.GeoDataFrame(
        table.assign(placed_by=placed_by, precision_m=np.where(is_drawn, np.nan, places.precision_m)),
        geometry=shapes,
        crs=LON_LAT,
    )


def _ids(
    table: pd.DataFrame, id_column: str | None, *, is_needed: bool, where: str, faults: Faults
) -> pd.Series[str] | None:
    """The ids of the rows as texts; None if they are not asked for, or, told, if they are not sound."""
    if is_needed:
        column = id_column or "id"
        return texts_of(table[column]) if check_ids(table, column, where=where, faults=faults) else None
    if id_column is not None:
        need_column(table, id_column, where=where, faults=faults)
    return None


def _tell_our_columns(table: pd.DataFrame, *, where: str, faults: Faults) -> None:
    taken = [name for name in _OURS if name in table.columns]
    if taken:
        faults.error(
            where=where,
            which="row 1",
            what=f"the column {', '.join(taken)} has a name that is kept for what is found out of the table",
            do="Give it another name",
        )


def _drawn(
    places: Places, ids: pd.Series[str], crs: CRS | None, turning_points: TurningPoints, *, faults: Faults
) -> dict[str, shapely.Polygon | shapely.MultiPolygon] | None:
    """The polygons by id; those of the areas that have turning points."""
    references = {
        area: (float(lon), float(lat)) if is_known else None
        for area, lon, lat, is_known in zip(ids, places.lon, places.lat, places.is_known, strict=True)
    }
    return polygons_of_turning_points(turning_points, references, crs, faults=faults)
