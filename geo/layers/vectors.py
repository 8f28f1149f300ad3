"""Vector layers and tables of points: read with every fault counted and told, no row lost in silence."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError, FieldError

from geo.faults import Faults
from geo.grid import LON_LAT, Grid
from geo.layers.geometries import (
    GeometryKind,
    repaired,
    single_points,
    tell_odd_places,
    tell_repeats,
    tell_wrong_types,
    without_empty,
)
from geo.layers.sheets import read_sheet
from geo.layers.tables import list_names, name_rows, nearest_name, need_column, read_table

# What a file must begin with. A file that only says where others lie (VRT) does not get past its ending or this.
_BEGINNING: Final = {
    ".gpkg": ("a GeoPackage", b"SQLite format 3\x00"),
    ".geojson": ("GeoJSON", b"{"),
    ".json": ("GeoJSON", b"{"),
    ".shp": ("a shapefile", b"\x00\x00\x27\x0a"),
    ".fgb": ("FlatGeobuf", b"fgb\x03fgb"),
}
_BESIDE_SHAPEFILE: Final = (".shx", ".dbf")
_LON_NAMES: Final = ("lon", "longitude", "long", "lng", "x")
_LAT_NAMES: Final = ("lat", "latitude", "y")


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerCounts:
    """What became of the rows of a layer: ``read`` in all; those left out; how many were invalid and repaired.

    ``became_empty`` lost their whole area or length in the repair, or had none, and are left out as well.
    """

    read: int = 0
    without_geometry: int = 0
    repaired: int = 0
    became_empty: int = 0


def read_layer(  # noqa: PLR0913 - a reader always says where it is and to whom it tells
    path: Path,
    *,
    geometry: GeometryKind,
    where: str,
    faults: Faults,
    layer: str | None = None,
    lon: str | None = None,
    lat: str | None = None,
    grid: Grid | None = None,
    empty: Literal["drop", "error"] = "drop",
) -> gpd.GeoDataFrame | None:
    """Read a layer, or a CSV or XLSX sheet with lon and lat; None, with every fault told, if it cannot be used.

    GeoPackage, GeoJSON, shapefile, FlatGeobuf, CSV or XLSX, in the file's own CRS, without heights. The index
    is named ``feature`` and counts from 1, or ``row`` and counts as a spreadsheet does. Rows
    without geometry are left out and counted in a notice, or an error with ``empty="error"``. Invalid
    polygons are repaired, their polygonal parts kept and the change of area told. With a ``grid``,
    features that lie in it only with their axes swapped are an error, as are points all outside it.
    """
    frame, _ = read_counted_layer(
        path, geometry=geometry, where=where, faults=faults, layer=layer, lon=lon, lat=lat, grid=grid, empty=empty
    )
    return frame


def read_counted_layer(  # noqa: PLR0913 - as read_layer
    path: Path,
    *,
    geometry: GeometryKind,
    where: str,
    faults: Faults,
    layer: str | None = None,
    lon: str | None = None,
    lat: str | None = None,
    grid: Grid | None = None,
    empty: Literal["drop", "error"] = "drop",
) -> tuple[gpd.GeoDataFrame | None, LayerCounts]:
    """As ``read_layer``, with what became of the rows."""
    ending = path.suffix.lower()
    if ending in {".csv", ".xlsx"}:
        if ending == ".csv":
            table = read_table(path, where=where, faults=faults)
        else:
            table = read_sheet(path, sheet=layer, where=where, faults=faults)
        frame = None if table is None else _points_of(table, lon=lon, lat=lat, where=where, faults=faults)
    else:
        frame = _read_features(path, ending, layer, where=where, faults=faults)
    if frame is None:
        return None, LayerCounts()
    return checked_layer(frame, geometry=geometry, where=where, faults=faults, grid=grid, empty=empty)


def checked_layer(  # noqa: PLR0913 - as read_layer
    frame: gpd.GeoDataFrame,
    *,
    geometry: GeometryKind,
    where: str,
    faults: Faults,
    grid: Grid | None = None,
    empty: Literal["drop", "error"] = "drop",
) -> tuple[gpd.GeoDataFrame | None, LayerCounts]:
    """What ``read_layer`` makes of features however they were read, with what became of them."""
    before, read = len(faults.errors), len(frame)
    tell_wrong_types(frame, geometry, where=where, faults=faults)
    frame = without_empty(frame, empty=empty, where=where, faults=faults)
    if len(faults.errors) > before:
        return None, LayerCounts(read=read)
    placed = len(frame)
    with np.errstate(over="ignore", invalid="ignore"):  # wild coordinates are told below
        frame, invalid = repaired(frame, where=where, faults=faults)
    counts = LayerCounts(read=read, without_geometry=read - placed, repaired=invalid, became_empty=placed - len(frame))
    if geometry == "point":
        frame = single_points(frame, where=where, faults=faults)
    if len(frame):
        tell_odd_places(frame, grid, where=where, faults=faults)
        tell_repeats(frame, where=where, faults=faults)
    elif len(faults.errors) == before:
        faults.error(where=where, which="", what="no feature with a usable geometry is left", do="Check the layer")
    return (frame if len(faults.errors) == before else None), counts


def _points_of(
    table: pd.DataFrame, *, lon: str | None, lat: str | None, where: str, faults: Faults
) -> gpd.GeoDataFrame | None:
    lon = lon or _known_column(table, _LON_NAMES, "longitude", where=where, faults=faults)
    lat = lat or _known_column(table, _LAT_NAMES, "latitude", where=where, faults=faults)
    if lon is None or lat is None:
        return None
    are_there = [need_column(table, column, where=where, faults=faults) for column in (lon, lat)]
    if not all(are_there):
        return None
    numbers = {column: pd.to_numeric(table[column], errors="coerce") for column in (lon, lat)}
    is_sound = True
    for column, values in numbers.items():
        is_bad = values.isna() & table[column].notna()
        if is_bad.any():
            is_sound = False
            faults.error(
                where=where,
                which=name_rows(table.index, is_bad),
                what=f"{int(is_bad.sum())} values of {column} are no number, such as {table[column][is_bad].iloc[0]!r}",
                do="Write degrees as decimal numbers with a point",
            )
    if not is_sound:
        return None
    x, y = (values.to_numpy(dtype=np.float64) for values in numbers.values())
    is_known = np.isfinite(x) & np.isfinite(y)
    points: npt.NDArray[np.object_] = np.full(len(table), None, dtype=object)
    points[is_known] = shapely.points(x[is_known], y[is_known])
    return gpd.GeoDataFrame(table, geometry=points, crs=LON_LAT)


def _known_column(table: pd.DataFrame, names: tuple[str, ...], kind: str, *, where: str, faults: Faults) -> str | None:
    columns = [str(column) for column in table.columns]
    found = [column for column in columns if column.lower() in names[:-1]]
    found = found or [column for column in columns if column.lower() == names[-1]]  # x and y only for want of better
    if len(found) == 1:
        return found[0]
    what = f"more than one column may be the {kind}: {', '.join(found)}" if found else f"no column is the {kind}"
    faults.error(
        where=where,
        which="row 1",
        what=f"{what}; the columns are {list_names(columns)}",
        do=f"Call exactly one column {' or '.join(names)}",
    )
    return None


def _read_features(
    path: Path, ending: str, layer: str | None, *, where: str, faults: Faults
) -> gpd.GeoDataFrame | None:
    if not may_be_opened(path, ending, where=where, faults=faults):
        return None
    try:
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            name = _layer_name(path, layer, where=where, faults=faults)
            if name is None:
                return None
            frame = _read_all(path, name, where=where, faults=faults)
    except (DataSourceError, DataLayerError, FieldError, ValueError, shapely.errors.ShapelyError) as error:
        faults.error(
            where=where,
            which="",
            what=f"the layer cannot be read ({str(error).splitlines()[0].partition(';')[0].rstrip('.')})",
            do="Write the file again, for example with ogr2ogr",
        )
        return None
    for text in dict.fromkeys(str(warning.message).splitlines()[0].rstrip(".") for warning in told):
        faults.notice(where=where, which="", what=f"reading it gave a warning ({text})", do="Check the file")
    if not is_placed(frame, where=where, faults=faults):
        return None
    frame.index = pd.RangeIndex(1, len(frame) + 1, name="feature")
    return frame


def is_placed(frame: gpd.GeoDataFrame | pd.DataFrame, *, where: str, faults: Faults) -> bool:
    """Whether there are features, with geometry and a coordinate system."""
    if not isinstance(frame, gpd.GeoDataFrame):
        what, do = "the layer has no geometry", "Give a layer with geometry, or a CSV of points"
    elif not len(frame):
        what, do = "the layer has no feature", "Give a layer with at least one"
    elif frame.crs is None or frame.crs.name.lower().startswith("undefined"):  # what GeoPackage writes for none
        what = "the layer has no coordinate system"
        do = "Set the right one, for example ogr2ogr -a_srs EPSG:4326 NEW FILE, or save it with a .prj"
    elif not (frame.crs.is_geographic or frame.crs.is_projected):
        what = f"the layer's coordinate system, {frame.crs.name}, is not tied to the earth"
        do = "Set the right one, for example ogr2ogr -a_srs EPSG:4326 NEW FILE"
    else:
        return True
    faults.error(where=where, which="", what=what, do=do)
    return False


def may_be_opened(path: Path, ending: str, *, where: str, faults: Faults) -> bool:
    """Whether a file is there, whole, and of a kind that holds its own features; else told."""
    if not path.is_file():
        faults.error(where=where, which="", what="there is no such file", do="Check the name and the folder")
        return False
    if ending not in _BEGINNING:
        faults.error(
            where=where,
            which="",
            what=f"a layer ending in {ending or 'nothing'} is not read",
            do=f"Save it as GeoPackage, or one of {', '.join(_BEGINNING)}, .csv, .xlsx",
        )
        return False
    kind, beginning = _BEGINNING[ending]
    with path.open("rb") as file:
        head = file.read(1024)
    if head.startswith(b"\xef\xbb\xbf"):
        head = head[3:]
    if kind == "GeoJSON":
        head = head.lstrip()
    is_geopackage = kind != "a GeoPackage" or head[68:70] == b"GP"
    if not (head.startswith(beginning) and is_geopackage):
        faults.error(
            where=where,
            which="",
            what=f"the file is not {kind}, though its name says so",
            do="Check the file or rename it",
        )
        return False
    absent = [end for end in _BESIDE_SHAPEFILE if ending == ".shp" and not _has_beside(path, end)]
    if absent:
        faults.error(
            where=where,
            which="",
            what=f"the shapefile lacks its {' and '.join(absent)}",
            do="Put all files of the shapefile together",
        )
        return False
    return True


def _has_beside(path: Path, ending: str) -> bool:
    return any(path.with_suffix(end).is_file() for end in (ending, ending.upper()))


def _layer_name(path: Path, layer: str | None, *, where: str, faults: Faults) -> str | None:
    listed = pyogrio.list_layers(path)
    names = [str(name) for name, kind in listed if kind is not None]
    if layer is not None:
        if layer in names:
            return layer
        nearest = nearest_name(layer, names)
        faults.error(
            where=where,
            which=f"layer {layer!r}",
            what=f"there is no such layer; the layers are {list_names(names)}",
            do=f"Did you mean {nearest!r}? Name an existing layer" if nearest else "Name an existing layer",
        )
        return None
    if len(names) == 1:
        return names[0]
    if names:
        what, do = f"the file has {len(names)} layers: {list_names(names)}", 'Choose one with layer = "NAME"'
    else:
        what, do = "the file has no layer with geometry", "Give a file with one"
    faults.error(where=where, which="", what=what, do=do)
    return None


def _read_all(path: Path, layer: str, *, where: str, faults: Faults) -> Any:
    try:
        return pyogrio.read_dataframe(path, layer=layer, force_2d=True, on_invalid="raise")
    except shapely.errors.GEOSException:
        pass
    closed = pyogrio.read_dataframe(path, layer=layer, force_2d=True, on_invalid="fix")
    as_is = pyogrio.read_dataframe(path, layer=layer, force_2d=True, on_invalid="ignore")
    mended = shapely.is_missing(as_is.geometry.to_numpy()) & ~shapely.is_missing(closed.geometry.to_numpy())
    index = pd.RangeIndex(1, len(closed) + 1, name="feature")
    if mended.any():
        faults.notice(
            where=where,
            which=name_rows(index, mended),
            what=f"{int(mended.sum())} features have broken rings or lines, which were closed",
            do="Check these features",
        )
    return closed
