"""Layers: GeoPackage, FlatGeobuf and shapefiles, whose tables tell nothing of persons and reach nowhere."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from api.inspection.refusals import RefusedError, plain, refuse_persons

_MOST_TABLES: Final = 1000
_SHAPE: Final = b"\x00\x00\x27\x0a"
_DBASE: Final = frozenset({0x02, 0x03, 0x30, 0x31, 0x43, 0x63, 0x83, 0x8B, 0xCB, 0xF5})
# What the standard's own triggers, views and extensions are called; source: OGC 12-128r18, annexes D and F.
_TRIGGERS: Final = re.compile(
    r"rtree_\w+_(insert|update\d?|delete)|trigger_(insert|delete)_feature_count_\w+|gpkg_\w+|\w+_zoom_\w+", re.ASCII
)
_VIEWS: Final = frozenset({"st_spatial_ref_sys", "st_geometry_columns"})
_EXTENSIONS: Final = re.compile(
    r"gpkg_(rtree_index|schema|metadata|crs_wkt\w*|geom_\w+|related_tables)|related_tables|gdal_aspatial", re.ASCII
)
_AGAIN: Final = "save the layer anew, for example with ogr2ogr NEW.gpkg OLD.gpkg"
_CALLS: Final = re.compile(
    r"\b(attach|load_extension|readfile|writefile|gdal_\w+|ogr_\w+|spatialite\w*)\b", re.IGNORECASE
)


def look_at_geopackage(path: Path) -> dict[str, Any]:
    """The layers of a GeoPackage, which must hold its own features and no programs."""
    with path.open("rb") as file:
        head = file.read(72)
    if not head.startswith(b"SQLite format 3\0") or head[68:70] != b"GP":
        raise RefusedError("it is no GeoPackage, though its name says so", "save the layer as GeoPackage")
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)) as database:
            columns = _columns_of(database)
    except (sqlite3.Error, UnicodeDecodeError):
        raise RefusedError("it is no sound GeoPackage", _AGAIN) from None
    refuse_persons(columns)
    return {"layers": [plain(name) for name in columns_of_layers(path, "GPKG")][:100]}


def look_at_flatgeobuf(path: Path) -> dict[str, Any]:
    """The layer of a FlatGeobuf file."""
    return _look_through(path, b"fgb\x03fgb", "FlatGeobuf")


def look_at_shape(path: Path) -> dict[str, Any]:
    """The shapes of a shapefile or their index; the tables are in another file of it."""
    with path.open("rb") as file:
        head = file.read(32)
    if not head.startswith(_SHAPE) or int.from_bytes(head[28:32], "little") != 1000:  # noqa: PLR2004 - its version
        raise RefusedError("it is no part of a shapefile, though its name says so", "send the layer as GeoPackage")
    if 2 * int.from_bytes(head[24:28], "big") > path.stat().st_size:
        raise RefusedError("it is cut", "send the whole file again")
    return {}


def look_at_dbf(path: Path) -> dict[str, Any]:
    """The columns of a shapefile's table. Source: dBASE III, the structure of a table file."""
    with path.open("rb") as file:
        head = file.read(32)
        if len(head) < 32 or head[0] not in _DBASE:  # noqa: PLR2004 - the length of its head
            raise RefusedError("it is no table of a shapefile", "send the layer as GeoPackage")
        described = file.read(max(int.from_bytes(head[8:10], "little") - 33, 0))
    rows, size = int.from_bytes(head[4:8], "little"), int.from_bytes(head[10:12], "little")
    if rows * size > path.stat().st_size:
        raise RefusedError("it is cut", "send the whole file again")
    fields = [described[start : start + 11] for start in range(0, len(described) - 31, 32)]
    columns = [field.split(b"\0")[0].decode("utf-8", "replace") for field in fields]
    refuse_persons(columns)
    return {"columns": [plain(column) for column in columns][:100], "rows": rows}


def columns_of_layers(path: Path, driver: str) -> dict[str, list[str]]:
    """The columns of each layer. Raises RefusedError for what GDAL cannot read, or reads with another driver."""
    import pyogrio  # noqa: PLC0415 - only where it is needed
    from pyogrio.errors import DataLayerError, DataSourceError  # noqa: PLC0415

    found = {}
    try:
        for name, _ in pyogrio.list_layers(path):
            told = pyogrio.read_info(path, layer=str(name))
            if told.get("driver", driver) != driver:
                raise RefusedError("it is not what its ending says", _AGAIN)
            found[str(name)] = [str(column) for column in told["fields"]]
    except (DataSourceError, DataLayerError, ValueError) as error:
        if isinstance(error, RefusedError):
            raise
        raise RefusedError("it cannot be read as a layer", _AGAIN) from None
    if not found:
        raise RefusedError("it has no layer", _AGAIN)
    return found


def _look_through(path: Path, beginning: bytes, driver: str) -> dict[str, Any]:
    with path.open("rb") as file:
        if not file.read(len(beginning)) == beginning:
            raise RefusedError(f"it is no {driver}, though its name says so", "save the layer as GeoPackage")
    layers = columns_of_layers(path, driver)
    for columns in layers.values():
        refuse_persons(columns)
    return {"layers": [plain(name) for name in layers][:100]}


def _columns_of(database: sqlite3.Connection) -> list[str]:
    """The columns of every table; refuses triggers, views and tables that do more than hold rows."""
    database.execute("PRAGMA trusted_schema = OFF")
    database.execute("PRAGMA query_only = ON")
    database.execute("PRAGMA temp_store = MEMORY")
    database.execute("PRAGMA mmap_size = 0")
    made = [
        (str(kind), str(name), str(sql or ""))
        for kind, name, sql in database.execute("SELECT type, name, sql FROM sqlite_master")
    ]
    if len(made) > _MOST_TABLES:
        raise RefusedError(f"it has {len(made):,} tables and the like", _AGAIN)
    for kind, name, sql in made:
        _check_made(kind, name, sql)
    tables = [name for kind, name, _ in made if kind == "table"]
    if "gpkg_extensions" in tables:
        for (name,) in database.execute("SELECT DISTINCT extension_name FROM gpkg_extensions LIMIT 100"):
            if not _EXTENSIONS.fullmatch(str(name)):
                raise RefusedError(f"it needs the extension {plain(str(name))!r}, which is not taken", _AGAIN)
    return [column for table in tables for column in _columns_in(database, table)]


def _check_made(kind: str, name: str, sql: str) -> None:
    if kind == "trigger" and not _TRIGGERS.fullmatch(name):
        raise RefusedError(f"it has a trigger {plain(name)!r} of its own", _AGAIN)
    if kind == "view" and name not in _VIEWS:
        raise RefusedError(f"it has a view {plain(name)!r}, which may show what is not in it", _AGAIN)
    words = sql.lower().split()
    is_virtual = words[:3] == ["create", "virtual", "table"]
    if is_virtual and not re.search(r"\busing\s+\"?rtree\b", sql, re.IGNORECASE):
        raise RefusedError(f"its table {plain(name)!r} takes its rows from elsewhere", _AGAIN)
    if kind in {"trigger", "view", "index"} and _CALLS.search(sql):
        raise RefusedError(f"its {kind} {plain(name)!r} calls what no layer needs", _AGAIN)


def _columns_in(database: sqlite3.Connection, table: str) -> Iterator[str]:
    quoted = table.replace('"', '""')
    for _, name, _, _, _, _, hidden in database.execute(f'PRAGMA table_xinfo("{quoted}")'):
        if hidden in {2, 3}:
            raise RefusedError(f"its table {plain(table)!r} has columns that are worked out", _AGAIN)
        yield str(name)
