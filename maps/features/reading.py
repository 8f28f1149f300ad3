"""Reading a layer of a tier: rows with ids that last, shapes that can be asked by place, and their JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np

from geo.errors import ReleaseError
from maps.features.layers import Layer
from maps.features.properties import STATUS_SUFFIX, Property, as_json, has_status, property_of, statuses
from maps.features.tables import Columns, Shapes, read_table, run_ids
from maps.shown_columns import shown_columns

DECIMALS: Final = 7
_BYTES_PER_VERTEX: Final = 60  # in the shape and written as JSON
_BYTES_PER_CELL: Final = 60
_BYTES_PER_ROW: Final = 500


@dataclass(frozen=True, kw_only=True)
class FeatureLayer:
    """The features of a layer as one tier sees them; row by row in the order of the table.

    ``ids``: of each row, the same in every release that holds the row. ``columns``: what may be seen, with ``run``,
    ``as_of`` and a status beside minutes. ``shapes``: EPSG:4326, outer rings counterclockwise, None where a row has
    none. ``bounds``: west, south, east, north of all shapes; None where there are none. ``as_of``: an ISO day or empty.
    """

    name: str
    ids: tuple[str, ...]
    columns: Columns
    shapes: Shapes
    bounds: tuple[float, float, float, float] | None
    as_of: str
    _written: dict[int, bytes] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many features there are."""
        return len(self.ids)

    @cached_property
    def properties(self) -> tuple[Property, ...]:
        """What the features tell, in the order of the table."""
        return tuple(property_of(name, values) for name, values in self.columns.items())

    @cached_property
    def row_of(self) -> dict[str, int]:
        """The row of each id."""
        return {each: row for row, each in enumerate(self.ids)}

    @cached_property
    def tree(self) -> Any:
        """The shapes, to be asked by place."""
        import shapely  # noqa: PLC0415 - the library takes a moment to load

        return shapely.STRtree(self.shapes)

    @cached_property
    def size_bytes(self) -> int:
        """About how much memory the layer takes, once all of it has been written."""
        import shapely  # noqa: PLC0415 - the library takes a moment to load

        vertices = int(shapely.get_num_coordinates(self.shapes).sum())
        cells = len(self.columns) * self.count
        return vertices * _BYTES_PER_VERTEX + cells * _BYTES_PER_CELL + self.count * _BYTES_PER_ROW

    def features_json(self, rows: Sequence[int]) -> list[bytes]:
        """The GeoJSON of rows; what has been written once is kept."""
        missing = [row for row in rows if row not in self._written]
        if missing:
            self._write(missing)
        return [self._written[row] for row in rows]

    def _write(self, rows: list[int]) -> None:
        import shapely  # noqa: PLC0415 - the library takes a moment to load

        shapes = shapely.to_geojson(self.shapes[rows])
        heads = [f"{json.dumps(name, ensure_ascii=False)}:" for name in self.columns]
        cells = [as_json(values[rows]) for values in self.columns.values()]
        for place, row in enumerate(rows):
            told = ",".join(head + column[place] for head, column in zip(heads, cells, strict=True))
            shape = shapes[place] or "null"
            start = f'{{"type":"Feature","id":{json.dumps(self.ids[row], ensure_ascii=False)}'
            self._written[row] = f'{start},"geometry":{shape},"properties":{{{told}}}}}'.encode()


def read_layer(folder: Path, layer: Layer, *, tier: str, as_of: str) -> FeatureLayer:
    """A layer of a tier folder with what the tier may see. Raises ReleaseError if it cannot be read whole."""
    read, shapes = read_table(folder, layer)
    missing = [name for name in layer.key if name not in read]
    if missing:
        raise ReleaseError(f"{layer.file} of the release lacks the columns {', '.join(missing)}. Make the release anew")
    ids = _ids(layer, read)
    shown = shown_columns(layer.table, tier, read)
    columns: Columns = {"run": _texts(run_ids(read))} if layer.has_runs else {}
    for name in shown:
        columns[name] = read[name]
        if has_status(name) and read[name].dtype.kind == "f":
            columns[name + STATUS_SUFFIX] = statuses(read[name])
    columns.setdefault("as_of", _texts([as_of or None] * len(ids)))
    tidy = _tidy(shapes)
    return FeatureLayer(name=layer.name, ids=ids, columns=columns, shapes=tidy, bounds=_bounds(tidy), as_of=as_of)


def _ids(layer: Layer, columns: Columns) -> tuple[str, ...]:
    """The ids of the rows: run and key, joined by dots. A row without a key, or one told twice, counts on."""
    parts = [columns[name].tolist() for name in layer.key]
    runs = run_ids(columns) if layer.has_runs else None
    made: list[str] = []
    seen: dict[str, int] = {}
    for row in range(len(parts[0])):
        told = [str(part[row]) for part in parts if part[row] not in {None, ""}]
        each = ".".join([*([runs[row]] if runs else []), *told]).replace("/", "-") or "unnamed"
        seen[each] = seen.get(each, 0) + 1
        made.append(each if seen[each] == 1 else f"{each}~{seen[each]}")
    if len(set(made)) != len(made):
        raise ReleaseError(f"{layer.file} of the release has rows that cannot be told apart. Make the release anew")
    return tuple(made)


def _tidy(shapes: Shapes) -> Shapes:
    """Shapes with seven decimals and outer rings counterclockwise (RFC 7946, 3.1.6); empty ones are none."""
    import shapely  # noqa: PLC0415 - the library takes a moment to load

    rounded = shapely.transform(shapes, lambda points: np.round(points, DECIMALS))
    turned = np.asarray(shapely.orient_polygons(rounded))
    turned[shapely.is_empty(turned)] = None
    return turned


def _bounds(shapes: Shapes) -> tuple[float, float, float, float] | None:
    import shapely  # noqa: PLC0415 - the library takes a moment to load

    if not len(shapes):
        return None
    west, south, east, north = (float(edge) for edge in shapely.total_bounds(shapes))
    return None if np.isnan(west) else (west, south, east, north)


def _texts(values: Sequence[str | None]) -> np.ndarray[Any, Any]:
    made = np.empty(len(values), dtype=object)
    made[:] = values
    return made
