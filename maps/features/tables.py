"""Tables of a tier, read into columns and shapes: GeoPackage, Parquet and CSV alike."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np

from geo.errors import ReleaseError
from maps.features.layers import Layer
from maps.run_key import RUN_COLUMNS

Columns = dict[str, np.ndarray[Any, Any]]
Shapes = np.ndarray[Any, Any]
_ANEW: Final = "Copy the release anew, or take it out of the served folder"
_TEXTS: Final = (
    *RUN_COLUMNS,
    *("id", "name", "level", "area_id", "area_name", "area_kind", "region_name", "places", "area_names"),
    *("main_factor", "reasons_sentence", "change_sentence", "as_of", "parent"),
)


def read_table(folder: Path, layer: Layer) -> tuple[Columns, Shapes]:
    """The columns and the shapes (EPSG:4326, None where a row has none) of a layer. Raises ReleaseError."""
    path = folder / "tables" / layer.file
    try:
        if path.suffix == ".gpkg":
            return _read_geopackage(path, Path(layer.file).stem)
        columns = _read_rows(path)
        if layer.outlines is None:
            return columns, _points(columns)
        file, column = layer.outlines
        outlines, shapes = _read_geopackage(folder / "tables" / file, Path(file).stem)
        shape_of = dict(zip(_keys(outlines, column, with_run=layer.has_runs), shapes, strict=True))
        if not set(RUN_COLUMNS) <= set(outlines):  # one outline for all runs
            rows = [shape_of.get((value,)) for value in columns[layer.key[-1]].tolist()]
        else:
            rows = [shape_of.get(key) for key in _keys(columns, layer.key[-1], with_run=True)]
        return columns, _objects(rows)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise ReleaseError(f"{layer.file} of the release cannot be read whole. {_ANEW}") from error


def run_ids(columns: Columns) -> list[str]:
    """The run of each row: the slugs of its dimensions, joined by dots."""
    from accessibility.need import slug  # noqa: PLC0415 - the libraries take a second to load

    made: dict[tuple[str, ...], str] = {}
    rows = zip(*(columns[name].tolist() for name in RUN_COLUMNS), strict=True)
    return [made.setdefault(row, ".".join(slug(str(part)) for part in row)) for row in rows]


def _keys(columns: Columns, column: str, *, with_run: bool) -> list[tuple[Any, ...]]:
    names = (*RUN_COLUMNS, column) if with_run and set(RUN_COLUMNS) <= set(columns) else (column,)
    return list(zip(*(columns[name].tolist() for name in names), strict=True))


def _read_geopackage(path: Path, layer: str) -> tuple[Columns, Shapes]:
    import pyogrio.raw  # noqa: PLC0415 - the libraries take a second to load
    import shapely  # noqa: PLC0415

    try:
        meta, _, shapes, fields = pyogrio.raw.read(path, layer=layer)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise OSError(str(error)) from error
    columns = {str(name): _plain(values) for name, values in zip(meta["fields"], fields, strict=True)}
    return columns, shapely.from_wkb(shapes)


def _read_rows(path: Path) -> Columns:
    import pandas as pd  # noqa: PLC0415 - the libraries take a second to load

    frame = (
        pd.read_parquet(path)
        if path.suffix == ".parquet"
        else pd.read_csv(path, dtype=dict.fromkeys(_TEXTS, object), keep_default_na=True)
    )
    return {str(name): _plain(frame[name].to_numpy()) for name in frame.columns}


def _plain(values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Numbers and truth values as they are; days as ISO texts; texts, with None for what is not told."""
    if values.dtype.kind in "bif":
        return values
    if values.dtype.kind == "M":
        days = np.datetime_as_string(values, unit="D").astype(object)
        days[np.isnat(values)] = None
        return np.asarray(days)
    return _objects([value if isinstance(value, str | bool) else _told(value) for value in values.tolist()])


def _told(value: Any) -> str | None:
    return None if value is None or value != value else str(value)  # noqa: PLR0124  NaN alone differs from itself


def _objects(rows: list[Any]) -> np.ndarray[Any, Any]:
    made = np.empty(len(rows), dtype=object)
    made[:] = rows
    return made


def _points(columns: Columns) -> Shapes:
    import shapely  # noqa: PLC0415 - the libraries take a second to load

    return np.asarray(shapely.points(columns["lon"].astype(float), columns["lat"].astype(float)))
