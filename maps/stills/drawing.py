"""The still picture of a run: classes, area outlines, recorded hazard areas and centres, without any text in it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from PIL import Image, ImageChops, ImageDraw
from pyproj import Transformer

from maps.tiles import Palette, RasterLayer, palette_pixels, read_codes_between

_FLATTEST, _TALLEST = 0.4, 1.25  # of the height, by the width
_BESIDE: Final = 0.03  # of the release, on each side
_FINER: Final = 2  # lines are drawn so many times finer and then made smooth
_GROUND: Final = (244, 245, 247)
_HALO, _LINE = (255, 255, 255, 190), (26, 26, 26, 255)
_HAZARD: Final = (179, 18, 18, 255)  # darker than the cells inside, so that its hatching is seen on them
_HATCH: Final = 12  # pixels of the fine picture from one line of the hatching to the next
_WHITE: Final = (255, 255, 255, 255)

Geometries = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What a still picture shows: its pixels, and west, south, east and north in metres of EPSG:3857."""

    width: int
    height: int
    bounds_m: tuple[float, float, float, float]

    @property
    def pixel_m(self) -> float:
        """The side of a pixel in metres of EPSG:3857."""
        west, _, east, _ = self.bounds_m
        return (east - west) / self.width

    def pixels(self, x_m: npt.ArrayLike, y_m: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """Columns and rows of points, (n, 2), from the upper left corner."""
        west, _, _, north = self.bounds_m
        return np.column_stack(((np.asarray(x_m) - west) / self.pixel_m, (north - np.asarray(y_m)) / self.pixel_m))


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """What is drawn over the classes, in EPSG:3857: outlines of areas, hazard areas if any may be shown, centres."""

    areas: Geometries
    hazards: Geometries | None
    centres: Geometries


def frame_of(bounds: tuple[float, float, float, float], *, width: int) -> Frame:
    """The frame of a release, a little beyond its bounds (west, south, east, north in degrees).

    ``width``: pixels. The height follows the bounds, from 0.4 to 1.25 of the width; of a
    longer country the frame shows more ground on the sides.
    """
    west, south, east, north = bounds
    x, y = Transformer.from_crs(4326, 3857, always_xy=True).transform([west, east], [south, north])
    across, down = (x[1] - x[0]) * (1 + 2 * _BESIDE), (y[1] - y[0]) * (1 + 2 * _BESIDE)
    height = round(width * min(max(down / across, _FLATTEST), _TALLEST))
    pixel_m = max(across / width, down / height)
    middle_x, middle_y = (x[0] + x[1]) / 2, (y[0] + y[1]) / 2
    half_x, half_y = width * pixel_m / 2, height * pixel_m / 2
    return Frame(
        width=width,
        height=height,
        bounds_m=(middle_x - half_x, middle_y - half_y, middle_x + half_x, middle_y + half_y),
    )


def read_still(path: Path, frame: Frame) -> npt.NDArray[np.uint8]:
    """The codes of a published class raster in a frame, (height, width); 0 outside. Raises ReleaseError."""
    return read_codes_between(path, frame.bounds_m, shape=(frame.height, frame.width))


def draw_still(found: Sequence[tuple[npt.NDArray[np.uint8], RasterLayer]], frame: Frame, overlay: Overlay) -> bytes:
    """The PNG of published codes, each (height, width), by their layers, the lowest first; and what lies over them."""
    return draw_classes([(layer.lookup[codes], layer) for codes, layer in found], frame, overlay)


def draw_classes(found: Sequence[tuple[npt.NDArray[np.uint8], RasterLayer]], frame: Frame, overlay: Overlay) -> bytes:
    """The same of classes of the layers, which are no published codes."""
    base = np.full((frame.height, frame.width, 3), _GROUND, np.uint8)
    for codes, layer in found:
        pixels = palette_pixels(codes, _palette_of(layer))
        np.copyto(base, pixels[..., :3], where=pixels[..., 3:] > 0)
    picture = Image.fromarray(base).convert("RGBA")
    picture.alpha_composite(_drawn(frame, overlay))
    content = io.BytesIO()
    picture.convert("RGB").save(content, "PNG", compress_level=6)
    return content.getvalue()


def _palette_of(layer: RasterLayer) -> Palette:
    if layer.palette is None:
        raise AssertionError("a still picture is of a layer with colours")
    return layer.palette


def _drawn(frame: Frame, overlay: Overlay) -> Image.Image:
    """The overlay, transparent elsewhere, drawn finer and made smooth."""
    size = frame.width * _FINER, frame.height * _FINER
    fine = Image.new("RGBA", size, (26, 26, 26, 0))
    pen = ImageDraw.Draw(fine)
    outlines = _rings(frame, _polygons(frame, overlay.areas))
    for colour, width in ((_HALO, 5), (_LINE, 2)):
        for ring in outlines:
            pen.line(ring, fill=colour, width=width)
    if overlay.hazards is not None and len(overlay.hazards):
        _draw_hazards(fine, pen, frame, overlay.hazards)
    radius = 5 * _FINER
    at = frame.pixels(shapely.get_x(overlay.centres), shapely.get_y(overlay.centres)) * _FINER
    for column, row in at:
        for size_here, colour in ((radius + 2, _LINE), (radius, _WHITE), (radius - 5, _LINE)):
            pen.ellipse((column - size_here, row - size_here, column + size_here, row + size_here), fill=colour)
    return fine.reduce(_FINER)


def _draw_hazards(fine: Image.Image, pen: ImageDraw.ImageDraw, frame: Frame, hazards: Geometries) -> None:
    """Hazard areas: a red line around, red lines across; what is too small for them is a red dot."""
    inside = Image.new("1", fine.size, 0)
    fill = ImageDraw.Draw(inside)
    polygons = _polygons(frame, hazards)
    for polygon in polygons[np.argsort(-shapely.area(polygons))]:  # what lies in a hole of another is drawn after it
        outer, *holes = _rings(frame, np.array([polygon], np.object_))
        fill.polygon(outer, fill=1)
        for hole in holes:
            fill.polygon(hole, fill=0)
    row, column = np.ogrid[: fine.height, : fine.width]
    is_line = Image.fromarray((row + column) % _HATCH < _HATCH // 3)
    fine.paste(_HAZARD, mask=ImageChops.logical_and(inside, is_line))
    for ring in _rings(frame, polygons):
        pen.line(ring, fill=_HAZARD, width=4)
    points = hazards[shapely.get_type_id(hazards) == shapely.GeometryType.POINT]
    for column_at, row_at in frame.pixels(shapely.get_x(points), shapely.get_y(points)) * _FINER:
        pen.ellipse((column_at - 6, row_at - 6, column_at + 6, row_at + 6), fill=_HAZARD)


def _rings(frame: Frame, geometries: Geometries) -> list[list[float]]:
    """The rings of geometries, of each the outer first: columns and rows in turn, in pixels of the fine picture."""
    if not len(geometries):
        return []
    corners, ring = shapely.get_coordinates(shapely.get_rings(geometries), return_index=True)
    at = frame.pixels(corners[:, 0], corners[:, 1]) * _FINER
    return [each.ravel().tolist() for each in np.split(at, np.flatnonzero(np.diff(ring)) + 1)]


def _polygons(frame: Frame, geometries: Geometries) -> Geometries:
    """The polygons that are seen, as fine as the pixels."""
    near = geometries[shapely.intersects(geometries, shapely.box(*frame.bounds_m))]
    parts = shapely.get_parts(shapely.simplify(near, frame.pixel_m / 3, preserve_topology=False))
    is_seen = (shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & ~shapely.is_empty(parts)
    seen: Geometries = parts[is_seen]
    return seen
