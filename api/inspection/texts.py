"""Texts: study files, tables, GeoJSON and the small files of a shapefile, read to their end and not believed."""

from __future__ import annotations

import csv
import json
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from api.inspection.refusals import RefusedError, plain, refuse_persons

_MOST_TOML_BYTES: Final = 512 * 1024
_MOST_JSON_BYTES: Final = 128 * 2**20
_MOST_WORDS_BYTES: Final = 64 * 1024
_MOST_ENCODING_BYTES: Final = 100
_MOST_COLUMNS: Final = 4096
LONGEST_FIELD: Final = 2**20
_BOM: Final = b"\xef\xbb\xbf"
_GEOMETRIES: Final = frozenset(
    {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"}
)
_GEOJSON: Final = _GEOMETRIES | {"FeatureCollection", "Feature"}


def look_at_toml(path: Path) -> dict[str, Any]:
    """The tables of a study file, which must say nothing of survivors."""
    if path.stat().st_size > _MOST_TOML_BYTES:
        raise RefusedError("it is larger than a study file can be", f"send at most {_MOST_TOML_BYTES:,} bytes")
    try:
        content = tomllib.loads(path.read_bytes().removeprefix(_BOM).decode("utf-8"))
    except UnicodeDecodeError:
        raise RefusedError("it is no UTF-8 text", "save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise RefusedError(f"it is not valid TOML ({plain(str(error))})", "correct it") from None
    except RecursionError:
        raise RefusedError("its values lie too deep in each other", "write a study file by hand") from None
    if "survivors" in content:
        raise RefusedError(
            "it has a table [survivors]: survivor records never come here",
            "see nearcare-custody, and send the study without that table",
            is_personal=True,
        )
    return {"tables": [plain(name) for name in content][:50]}


def look_at_csv(path: Path) -> dict[str, Any]:
    """The columns of a table and how many rows it has. What stands in its cells is data, and is not read as more."""
    with path.open("rb") as file:
        head = file.read(4096)
    if b"\0" in head or head.removeprefix(_BOM).lstrip()[:1] in {b"<", b"{"}:
        raise RefusedError("it is no table of text, though its name says so", "save the table as CSV, in UTF-8")
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            columns, rows = _table(file)
    except UnicodeDecodeError:
        raise RefusedError("it is no UTF-8 text", "save it as CSV UTF-8") from None
    except csv.Error as error:
        raise RefusedError(f"it is no sound table ({plain(str(error))})", "save it as CSV again") from None
    refuse_persons(columns)
    return {"columns": [plain(column) for column in columns][:100], "rows": rows}


def _table(lines: Iterable[str]) -> tuple[list[str], int]:
    """The header of a table, be it set apart by commas, semicolons or tabs, and how many rows come after it."""
    said = _bounded(lines)
    first = next((line for line in said if line.strip() and not line.startswith("#")), "")
    separator = max(",;\t", key=first.count)
    header = next(csv.reader([first], delimiter=separator), [])
    if not any(cell.strip() for cell in header):
        raise RefusedError("it has no header", "begin it with a row that names the columns")
    if len(header) > _MOST_COLUMNS:
        raise RefusedError(f"it has {len(header)} columns", f"send a table of at most {_MOST_COLUMNS}")
    return header, sum(1 for _ in csv.reader(said, delimiter=separator))


def _bounded(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        if "\0" in line or len(line) > 4 * LONGEST_FIELD:
            raise RefusedError("it has a line that no table has", "save it as CSV again")
        yield line


def look_at_geojson(path: Path) -> dict[str, Any]:
    """How many features there are, and their properties."""
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.removeprefix(_BOM).lstrip().startswith(b"{"):
        raise RefusedError("it is not GeoJSON, though its name says so", "save the layer as GeoJSON or GeoPackage")
    if path.stat().st_size > _MOST_JSON_BYTES:
        raise RefusedError(
            f"it is GeoJSON of more than {_MOST_JSON_BYTES // 2**20} MiB", "save the layer as GeoPackage, for speed too"
        )
    try:
        content = json.loads(path.read_bytes().removeprefix(_BOM).decode("utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError):
        raise RefusedError("it is no sound JSON in UTF-8", "save the layer again") from None
    except RecursionError:
        raise RefusedError(
            "its values lie too deep in each other", "save the layer again, without such values"
        ) from None
    kind = content.get("type") if isinstance(content, dict) else None
    if not isinstance(kind, str) or kind not in _GEOJSON:
        raise RefusedError("it is JSON, but not GeoJSON", "save the layer as GeoJSON or GeoPackage")
    features = content.get("features") if kind == "FeatureCollection" else [content]
    if not isinstance(features, list) or not all(isinstance(feature, dict) for feature in features):
        raise RefusedError("its features are no list of features", "save the layer again")
    properties: dict[str, None] = {}
    for feature in features:
        properties.update(dict.fromkeys(_keys(feature.get("properties"))))
    refuse_persons(properties)
    return {"features": len(features), "columns": [plain(name) for name in properties][:100]}


def _keys(value: Any) -> Iterator[str]:
    """The names in an object and in the objects within it."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield name
            yield from _keys(each)
    elif isinstance(value, list):
        for each in value:
            yield from _keys(each)


def look_at_words(path: Path) -> dict[str, Any]:
    """A coordinate system or the name of an encoding: a few words of text."""
    if path.stat().st_size > _MOST_WORDS_BYTES:
        raise RefusedError("it is too large to be part of a shapefile", "send the layer as GeoPackage")
    text = path.read_bytes()
    is_ours = text.lstrip()[:6] in {b"GEOGCS", b"PROJCS", b"GEOCCS", b"GEOGCR", b"PROJCR", b"COMPD_", b"BOUNDC"}
    is_ours = is_ours if path.suffix.lower() == ".prj" else len(text) < _MOST_ENCODING_BYTES and b"<" not in text
    if b"\0" in text or not text.isascii() or not is_ours:
        raise RefusedError("it is not what its ending says", "send the layer as GeoPackage")
    return {}
