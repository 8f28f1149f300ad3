"""An outline of features as a small static picture (SVG), drawn to be seen beside the table that says the same."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

_WIDTH: Final = 480.0
_TALLEST: Final = 480.0
_MARGIN: Final = 8.0
_DOT: Final = 3.0
_MOST_SHAPES: Final = 1000
_LEAST_SPAN_DEGREES: Final = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A picture: its size in pixels, and a path for the shapes. ``is_filled``: whether there are areas in it."""

    width: int
    height: int
    path: str
    is_filled: bool


def outline(shapes: np.ndarray[Any, Any]) -> Outline | None:
    """The outline of at most 1,000 shapes (EPSG:4326), north up; None if none has a place."""
    import shapely  # noqa: PLC0415 - the library takes a moment to load

    drawn = [shape for shape in shapes.tolist() if shape is not None][:_MOST_SHAPES]
    if not drawn:
        return None
    west, south, east, north = (float(edge) for edge in shapely.total_bounds(np.asarray(drawn)))
    squeeze = max(math.cos(math.radians((south + north) / 2)), 0.1)
    span = max((east - west) * squeeze, north - south, _LEAST_SPAN_DEGREES)
    scale = (_WIDTH - 2 * _MARGIN) / span
    height = min((north - south) * scale + 2 * _MARGIN, _TALLEST)

    def placed(points: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        across = (points[:, 0] - west) * squeeze * scale + _MARGIN
        down = (north - points[:, 1]) * scale + _MARGIN
        return np.column_stack((across, down))

    simple = shapely.simplify(shapely.transform(np.asarray(drawn), placed), 0.7)
    parts = shapely.get_parts(simple)
    path = "".join(piece for part in parts.tolist() for piece in _pieces(part))
    return Outline(
        width=math.ceil(_WIDTH),
        height=max(math.ceil(height), math.ceil(4 * _MARGIN)),
        path=path,
        is_filled=any(part.geom_type == "Polygon" for part in parts.tolist()),
    )


def _pieces(part: Any) -> Iterator[str]:
    if part.geom_type == "Point":
        yield (f"M{part.x - _DOT:.1f} {part.y:.1f}a{_DOT} {_DOT} 0 1 0 {2 * _DOT} 0a{_DOT} {_DOT} 0 1 0 {-2 * _DOT} 0Z")
    elif part.geom_type == "Polygon":
        for ring in (part.exterior, *part.interiors):
            yield _line(ring.coords) + "Z"
    else:
        yield _line(part.coords)


def _line(points: Any) -> str:
    return "M" + "L".join(f"{across:.1f} {down:.1f}" for across, down in points)
