"""The basemap: land and boundaries around a release, cut from world-atlas (Natural Earth, public domain)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

import numpy as np
import shapely

from maps.assets import read_asset_bytes

_WORLD: Final = "world-atlas/countries-10m.json"
_LEAST_MARGIN_DEGREES: Final = 1.0
_MARGIN_SHARE: Final = 0.5
_TOLERANCE_SHARE: Final = 1 / 2_000
_DIGITS: Final = 4
_KEPT_WORLDS: Final = 1
_LEAST_CORNERS: Final = 3
_DEEPEST: Final = 3  # a collection of many of one kind, as make_valid may give it
_MOST_POINTS: Final = 7_000  # of each kind: the whole stays below 60 kB as gzip
_COARSEST_DEGREES: Final = 1.0

_Lines = np.ndarray[Any, Any]


def draw_basemap(bounds: Sequence[float]) -> dict[str, Any]:
    """A GeoJSON FeatureCollection of what lies within half the extent (at least 1 degree) around ``bounds``.

    ``bounds``: west, south, east, north in degrees. Each feature has ``kind``: ``land`` (polygons) or ``boundary``
    (lines between countries, which are all to be drawn dashed: none is judged here). Empty in the open sea.
    """
    west, south, east, north = bounds
    margin = max(_MARGIN_SHARE * max(east - west, north - south), _LEAST_MARGIN_DEGREES)
    seen = shapely.box(west - margin, max(south - margin, -90.0), east + margin, min(north + margin, 90.0))
    tolerance = max(east - west, north - south, _LEAST_MARGIN_DEGREES) * _TOLERANCE_SHARE
    land, boundaries = load_world()
    features = [
        {"type": "Feature", "properties": {"kind": kind}, "geometry": _geometry(found)}
        for kind, shapes in (("land", land), ("boundary", boundaries))
        if not (found := _cut(shapes, seen, tolerance)).is_empty
    ]
    return {"type": "FeatureCollection", "features": features}


def _cut(shapes: np.ndarray[Any, Any], seen: shapely.Polygon, tolerance: float) -> shapely.Geometry:
    """What of the shapes is seen, as one geometry."""
    west, south, east, north = seen.bounds
    edges = shapely.bounds(shapes)
    met = shapes[(edges[:, 0] <= east) & (edges[:, 2] >= west) & (edges[:, 1] <= north) & (edges[:, 3] >= south)]
    clipped = shapely.clip_by_rect(met, west, south, east, north)
    simple = shapely.simplify(clipped, tolerance)
    while int(shapely.get_num_coordinates(simple).sum()) > _MOST_POINTS and tolerance < _COARSEST_DEGREES:
        tolerance *= 2
        simple = shapely.simplify(clipped, tolerance)
    parts = shapely.make_valid(simple)
    wanted = shapes[0].geom_type
    for _ in range(_DEEPEST):
        parts = shapely.get_parts(parts)
    single = [part for part in parts.tolist() if part.geom_type == wanted]
    return shapely.MultiPolygon(single) if wanted == "Polygon" else shapely.MultiLineString(single)


def _geometry(found: shapely.Geometry) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(shapely.to_geojson(found))
    return {"type": told["type"], "coordinates": _rounded(told["coordinates"])}


def _rounded(coordinates: Any) -> Any:
    return [_rounded(each) if isinstance(each, list) else round(each, _DIGITS) for each in coordinates]


@lru_cache(maxsize=_KEPT_WORLDS)
def load_world() -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """The polygons of land and the lines that two countries share, of the whole world (EPSG:4326); takes a second."""
    topology = json.loads(read_asset_bytes(_WORLD))
    scale, shift = (np.array(topology["transform"][name]) for name in ("scale", "translate"))
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in topology["arcs"]]
    countries = topology["objects"]["countries"]["geometries"]
    used = Counter(arc if arc >= 0 else ~arc for each in countries for arc in set(_arcs_of(each.get("arcs", []))))
    shared = [shapely.LineString(arcs[arc]) for arc, count in sorted(used.items()) if count > 1]
    land = [
        shapely.Polygon(rings[0], rings[1:])
        for each in topology["objects"]["land"]["geometries"]
        for members in (each["arcs"] if each["type"] == "MultiPolygon" else [each["arcs"]])
        if (rings := _rings(members, arcs))
    ]
    return np.array(land), np.array(shared)


def _arcs_of(nested: Sequence[Any]) -> Iterator[int]:
    for each in nested:
        if isinstance(each, int):
            yield each
        else:
            yield from _arcs_of(each)


def _rings(members: Sequence[Sequence[int]], arcs: Sequence[_Lines]) -> list[_Lines]:
    """The rings of a polygon, shell first, without those that rounding left with no area; a negative arc runs back."""
    rings = [np.concatenate([arcs[each] if each >= 0 else arcs[~each][::-1] for each in ring]) for ring in members]
    return [ring for ring in rings if len(ring) > _LEAST_CORNERS]
