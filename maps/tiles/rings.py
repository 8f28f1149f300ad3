"""Rings of polygons as the commands of a vector tile, for all features of a tile at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from maps.tiles.varints import zigzag

_MOVE_TO_ONE: Final = 9
_LINE_TO: Final = 2
_CLOSE: Final = 15
_FEWEST: Final = 3  # corners of a ring
_RING_NUMBERS: Final = 3  # of a ring beside two for each corner: the commands move, line and close

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Commands:
    """The numbers of all features' geometries; ``starts``: where those of each begin, with the end as one more.

    ``feature``: which of the given geometries each is; those with nothing to be seen are left out.
    """

    numbers: Ints
    starts: Ints
    feature: Ints


def ring_commands(polygons: npt.NDArray[np.object_], *, origin: tuple[float, float], step_m: float) -> Commands:
    """The commands of polygons in EPSG:3857, in steps from the upper left corner of a tile, y downward.

    Corners that fall on one point are one; a ring that has no area left is left out, and a hole with its outer ring.
    Outer rings run clockwise as seen, holes the other way (Mapbox Vector Tile 2.1, 4.3.4.4).
    """
    parts, feature_of_part = shapely.get_parts(polygons, return_index=True)
    is_polygon = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    parts, feature_of_part = parts[is_polygon], feature_of_part[is_polygon]
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    corners, ring_of_corner = shapely.get_coordinates(rings, return_index=True)
    x = np.rint((corners[:, 0] - origin[0]) / step_m).astype(np.int64)
    y = np.rint((origin[1] - corners[:, 1]) / step_m).astype(np.int64)
    is_outer = np.ones(len(rings), bool)
    is_outer[1:] = part_of_ring[1:] != part_of_ring[:-1]
    x, y, ring, lengths = _distinct(x, y, ring_of_corner.astype(np.int64), len(rings))
    area = _doubled_areas(x, y, ring, len(rings))
    is_seen = (lengths >= _FEWEST) & (area != 0)
    outer_of_ring = np.maximum.accumulate(np.where(is_outer, np.arange(len(rings)), 0))
    is_seen &= is_seen[outer_of_ring] if len(rings) else is_seen
    x, y, ring = _turned(x, y, ring, lengths=lengths, is_turned=(area > 0) != is_outer)
    is_kept = is_seen[ring]
    return _written(
        x[is_kept],
        y[is_kept],
        lengths[is_seen],
        feature=feature_of_part[part_of_ring[is_seen]].astype(np.int64),
    )


def _distinct(x: Ints, y: Ints, ring: Ints, count: int) -> tuple[Ints, Ints, Ints, Ints]:
    """The corners without those that repeat the one before, the closing ones among them; and how many each ring has."""
    is_new = np.ones(len(x), bool)
    is_new[1:] = (x[1:] != x[:-1]) | (y[1:] != y[:-1]) | (ring[1:] != ring[:-1])
    x, y, ring = x[is_new], y[is_new], ring[is_new]
    lengths = np.bincount(ring, minlength=count)
    ends = np.cumsum(lengths) - 1
    firsts = ends - lengths + 1
    closes = ends[(lengths > 1) & (x[ends] == x[firsts]) & (y[ends] == y[firsts])] if len(x) else ends[:0]
    is_open = np.ones(len(x), bool)
    is_open[closes] = False
    ring = ring[is_open]
    return x[is_open], y[is_open], ring, np.bincount(ring, minlength=count)


def _nexts(ring: Ints, lengths: Ints) -> Ints:
    """The place of the corner after each, around its ring."""
    after = np.arange(1, len(ring) + 1)
    ends = np.cumsum(lengths)
    has_any = lengths > 0
    after[ends[has_any] - 1] = (ends - lengths)[has_any]
    return after


def _doubled_areas(x: Ints, y: Ints, ring: Ints, count: int) -> Ints:
    """Twice the signed area of each ring, by the surveyor's formula; positive is clockwise with y downward."""
    after = _nexts(ring, np.bincount(ring, minlength=count))
    area = np.zeros(count, np.int64)
    np.add.at(area, ring, x * y[after] - x[after] * y)
    return area


def _turned(
    x: Ints, y: Ints, ring: Ints, *, lengths: Ints, is_turned: npt.NDArray[np.bool_]
) -> tuple[Ints, Ints, Ints]:
    """The corners with those of some rings the other way around."""
    ends = np.cumsum(lengths)
    place = np.arange(len(ring))
    mirrored = (ends - lengths)[ring] + ends[ring] - 1 - place
    order = np.where(is_turned[ring], mirrored, place)
    return x[order], y[order], ring


def _written(x: Ints, y: Ints, lengths: Ints, *, feature: Ints) -> Commands:
    """Rings one after the other as numbers: move to the first corner, line through the others, close."""
    sizes = 2 * lengths + _RING_NUMBERS
    begins = np.cumsum(sizes) - sizes
    ring = np.repeat(np.arange(len(lengths)), lengths)
    place = np.arange(len(x)) - (np.cumsum(lengths) - lengths)[ring]
    is_first = np.ones(len(x), bool)
    is_first[1:] = feature[ring][1:] != feature[ring][:-1]
    delta = [np.diff(values, prepend=0) for values in (x, y)]
    numbers = np.empty(int(sizes.sum()), np.int64)
    at = begins[ring] + np.where(place == 0, 1, 2 + 2 * place)
    for beside, (steps, values) in enumerate(zip(delta, (x, y), strict=True)):
        numbers[at + beside] = zigzag(np.where(is_first, values, steps))
    numbers[begins] = _MOVE_TO_ONE
    numbers[begins + 3] = (lengths - 1) << 3 | _LINE_TO
    numbers[begins + sizes - 1] = _CLOSE
    is_new = np.ones(len(feature), bool)
    is_new[1:] = feature[1:] != feature[:-1]
    return Commands(
        numbers=numbers, starts=np.append(begins[is_new], len(numbers)).astype(np.int64), feature=feature[is_new]
    )
