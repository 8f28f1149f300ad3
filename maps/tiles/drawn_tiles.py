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
from maps.tiles.varints import field, varint, varint_lengths, varints, zigzag

EXTENT: Final = 4096
BUFFER: Final = 80  # steps beyond the tile's edge, so that outlines are not seen there
_POINT, _POLYGON = 1, 3
_MOVE_TO_ONE: Final = 9
_FEATURE_KEYS: Final = 4  # bytes of a feature beside its tags, its geometry and their sizes: three keys and the type
_LARGEST: Final = 1 << 61  # whole numbers from here on are written one by one


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
    parts = [field(1, name.encode()), _features(commands, tags, tag_starts, kind=kind)]
    parts += [field(3, str(key).encode()) for key in columns.columns]
    parts += values
    parts.append(varint(5 << 3) + varint(EXTENT) + varint(15 << 3) + varint(2))
    return b"".join(parts)


def _features(
    commands: Commands, tags: npt.NDArray[np.int64], tag_starts: npt.NDArray[np.int64], *, kind: int
) -> bytes:
    """The fields of all features. Every key, length and number in them is a varint, so that they are written as one."""
    counts, tag_counts = np.diff(commands.starts), np.diff(tag_starts)
    tag_bytes = _sums(varint_lengths(tags), tag_starts)
    geometry_bytes = _sums(varint_lengths(commands.numbers), commands.starts)
    sizes = _FEATURE_KEYS + varint_lengths(tag_bytes) + tag_bytes + varint_lengths(geometry_bytes) + geometry_bytes
    # of each feature: its key and size; the key and size of its tags, and these; its type; those of its geometry
    begins = np.cumsum(8 + tag_counts + counts) - (8 + tag_counts + counts)
    tails = begins + 4 + tag_counts
    numbers = np.empty(int((8 + tag_counts + counts).sum()), np.int64)
    for place, value in ((begins, 2 << 3 | 2), (begins + 1, sizes), (begins + 2, 2 << 3 | 2), (begins + 3, tag_bytes)):
        numbers[place] = value
    for place, value in ((tails, 3 << 3), (tails + 1, kind), (tails + 2, 4 << 3 | 2), (tails + 3, geometry_bytes)):
        numbers[place] = value
    numbers[np.arange(len(tags)) + np.repeat(begins + 4 - tag_starts[:-1], tag_counts)] = tags
    numbers[np.arange(len(commands.numbers)) + np.repeat(tails + 4 - commands.starts[:-1], counts)] = commands.numbers
    return varints(numbers)[0]


def _sums(lengths: npt.NDArray[np.int64], starts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The sums of stretches that begin at ``starts``, which has the end as one more."""
    until = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=until[1:])
    return until[starts[1:]] - until[starts[:-1]]


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
    if isinstance(found.dtype, np.dtype) and found.dtype.kind == "i" and (abs(found) < _LARGEST).all():
        signed = zigzag(np.asarray(found, np.int64))
        heads = [np.full_like(signed, 4 << 3 | 2), 1 + varint_lengths(signed), np.full_like(signed, 6 << 3)]
        return varints(np.stack([*heads, signed], axis=1).ravel())[0]
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
