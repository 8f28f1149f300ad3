"""Vector tiles drawn on demand: a layer of polygons or points as Mapbox Vector Tile 2.1, for what is not published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from maps.tiles.drawn_layers import DrawnLayer
from maps.tiles.mercator import HALF_WORLD_M
from maps.tiles.rings import Commands, ring_commands
from maps.tiles.varints import field, varint, varints, zigzag

EXTENT: Final = 4096
BUFFER: Final = 80  # steps beyond the tile's edge, so that outlines are not seen there
_POINT, _POLYGON = 1, 3
_MOVE_TO_ONE: Final = 9


def drawn_layer(name: str, rows: gpd.GeoDataFrame) -> DrawnLayer:
    """A layer of polygons or points, made ready once for many tiles; columns that are absent in a row are not told."""
    geometries = rows.geometry.to_crs(3857).to_numpy()
    columns = pd.DataFrame(rows.drop(columns=rows.geometry.name))
    return DrawnLayer(name=name, geometries=geometries, boxes=shapely.bounds(geometries), columns=columns)


def drawn_tile(
    layer: DrawnLayer, z: int, x: int, y: int, *, chosen: npt.NDArray[np.bool_] | None = None
) -> bytes | None:
    """The tile of the rows of a layer that are ``chosen`` (all if None); None where there is nothing to be seen."""
    tile_m = 2 * HALF_WORLD_M / 2**z
    left, top, step_m = x * tile_m - HALF_WORLD_M, HALF_WORLD_M - y * tile_m, tile_m / EXTENT
    beyond = BUFFER * step_m
    box = (left - beyond, top - tile_m - beyond, left + tile_m + beyond, top + beyond)
    is_near = (
        (layer.boxes[:, 0] <= box[2])
        & (layer.boxes[:, 2] >= box[0])
        & (layer.boxes[:, 1] <= box[3])
        & (layer.boxes[:, 3] >= box[1])
    )
    (near,) = np.nonzero(is_near if chosen is None else is_near & chosen)
    if not len(near):
        return None
    geometries, boxes = layer.geometries[near], layer.boxes[near]
    if shapely.get_type_id(geometries[0]) == shapely.GeometryType.POINT:
        commands, kind = _point_commands(geometries, origin=(left, top), step_m=step_m), _POINT
    else:
        clipped = geometries.copy()
        is_cut = (boxes[:, 0] < box[0]) | (boxes[:, 1] < box[1]) | (boxes[:, 2] > box[2]) | (boxes[:, 3] > box[3])
        clipped[is_cut] = shapely.clip_by_rect(geometries[is_cut], *box)
        commands, kind = ring_commands(clipped, origin=(left, top), step_m=step_m), _POLYGON
    if not len(commands.feature):
        return None
    return field(3, _layer(layer.name, commands, layer.columns.iloc[near[commands.feature]], kind=kind))


def rows_equal(layer: DrawnLayer, equal: Mapping[str, str]) -> npt.NDArray[np.bool_] | None:
    """Which rows have these texts in these columns, None for all; a column that is not there has no text."""
    if not equal:
        return None
    chosen = np.ones(len(layer.geometries), bool)
    for name, text in equal.items():
        if name not in layer.columns:
            return np.zeros_like(chosen)
        chosen &= (layer.columns[name] == text).to_numpy(dtype=bool)
    return chosen


def _point_commands(points: npt.NDArray[np.object_], *, origin: tuple[float, float], step_m: float) -> Commands:
    count = len(points)
    numbers = np.empty((count, 3), np.int64)
    numbers[:, 0] = _MOVE_TO_ONE
    numbers[:, 1] = zigzag(np.rint((shapely.get_x(points) - origin[0]) / step_m).astype(np.int64))
    numbers[:, 2] = zigzag(np.rint((origin[1] - shapely.get_y(points)) / step_m).astype(np.int64))
    return Commands(numbers=numbers.ravel(), starts=np.arange(count + 1) * 3, feature=np.arange(count))


def _layer(name: str, commands: Commands, columns: pd.DataFrame, *, kind: int) -> bytes:
    """The message of a layer: its name, features, keys, values, extent and version."""
    tags, tag_starts, values = _tags(columns)
    geometry, starts = varints(commands.numbers)
    cuts = starts[commands.starts].tolist()
    tag_bytes, starts = varints(tags)
    tag_cuts = starts[tag_starts].tolist()
    typed = bytes((3 << 3, kind, 4 << 3 | 2))
    parts = [field(1, name.encode())]
    for begin, end, tag_begin, tag_end in zip(cuts[:-1], cuts[1:], tag_cuts[:-1], tag_cuts[1:], strict=True):
        feature = (
            b"\x12"
            + varint(tag_end - tag_begin)
            + tag_bytes[tag_begin:tag_end]
            + typed
            + varint(end - begin)
            + geometry[begin:end]
        )
        parts += (b"\x12", varint(len(feature)), feature)
    parts += [field(3, str(key).encode()) for key in columns.columns]
    parts += values
    parts.append(varint(5 << 3) + varint(EXTENT) + varint(15 << 3) + varint(2))
    return b"".join(parts)


def _tags(columns: pd.DataFrame) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], list[bytes]]:
    """Pairs of key and value of all features, where those of each begin, with the end, and the values' fields."""
    rows, count = columns.shape
    places = np.full((rows, count), -1, np.int64)
    values: list[bytes] = []
    known = 0
    for column in range(count):
        codes, found = pd.factorize(columns.iloc[:, column])
        places[:, column] = np.where(codes < 0, -1, codes + known)
        known += len(found)
        values.append(_values(found))
    is_told = places >= 0
    pairs = np.empty((rows, count, 2), np.int64)
    pairs[:, :, 0], pairs[:, :, 1] = np.arange(count), places
    starts = np.zeros(rows + 1, np.int64)
    np.cumsum(2 * is_told.sum(axis=1), out=starts[1:])
    return pairs[is_told].ravel(), starts, values


def _values(found: Any) -> bytes:
    """The fields of the values of a column."""
    if not pd.api.types.is_float_dtype(found):
        return b"".join(field(4, _value(each)) for each in found.tolist())
    fields = np.empty((len(found), 11), np.uint8)
    fields[:, :3] = (4 << 3 | 2, 9, 3 << 3 | 1)
    fields[:, 3:] = np.asarray(found, "<f8").reshape(-1, 1).view(np.uint8)
    return fields.tobytes()


def _value(value: Any) -> bytes:
    """The message of a value: a text, a truth or a whole number."""
    if isinstance(value, bool):
        return bytes((7 << 3, value))
    if isinstance(value, int):
        return varint(6 << 3) + varint((value << 1) ^ (value >> 63))
    return field(1, str(value).encode())
