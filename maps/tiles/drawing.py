"""Raster tiles drawn from the class rasters of a release."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from geo.errors import ReleaseError
from maps.tiles.index import MADE_ANEW
from maps.tiles.layers import RasterLayer
from maps.tiles.mercator import HALF_WORLD_M
from maps.tiles.palettes import TILE_PIXELS, grey_png, palette_of, palette_png

if TYPE_CHECKING:
    import rasterio

MAX_ZOOM: Final = 22
_NOTHING: Final = 1e-6  # of a tile: what rounding may leave of one that only touches the raster


def is_tile(z: int, x: int, y: int) -> bool:
    """Whether there is such a tile: z from 0 to 22, x and y from 0 to below 2^z."""
    return 0 <= z <= MAX_ZOOM and 0 <= x < 2**z and 0 <= y < 2**z


def raster_tile(path: Path, z: int, x: int, y: int, *, layer: RasterLayer) -> bytes | None:
    """The PNG of a tile of a published class raster, None where the raster has nothing of it.

    The file is opened anew for each tile, so that one that was replaced is never drawn from. Raises ReleaseError
    for a file that is not there or cannot be read.
    """
    codes = read_codes(path, z, x, y)
    return None if codes is None else paint(layer.lookup[codes], layer)


def paint(classes: npt.NDArray[np.uint8], layer: RasterLayer) -> bytes:
    """The PNG of classes of a layer, one pixel for each: with its palette, or of grey values where it has none."""
    return grey_png(classes) if layer.palette is None else palette_png(classes, layer.palette)


def read_codes(path: Path, z: int, x: int, y: int) -> npt.NDArray[np.uint8] | None:
    """The published codes of a tile's 256 x 256 pixels, by the nearest cell; None outside the raster."""
    import rasterio  # noqa: PLC0415 - the library takes a moment to load

    if not path.is_file():
        raise ReleaseError(f"{path.name} is missing from the release. {MADE_ANEW}")
    try:
        with rasterio.open(path, driver="GTiff") as raster:
            return _read_tile(raster, z, x, y)
    except (rasterio.errors.RasterioError, OSError, ValueError) as error:
        raise ReleaseError(f"{path.name} of the release cannot be read. {MADE_ANEW}") from error


def _read_tile(raster: rasterio.DatasetReader, z: int, x: int, y: int) -> npt.NDArray[np.uint8] | None:
    """A tile of a raster whose pixels are those of one zoom: so they are halved or doubled, and never warped."""
    from rasterio.windows import Window  # noqa: PLC0415

    affine = raster.transform
    side = 2 * HALF_WORLD_M / 2**z / affine.a  # of the tile, in pixels of the raster
    column = x * side - (affine.c + HALF_WORLD_M) / affine.a
    row = y * side - (HALF_WORLD_M - affine.f) / affine.a
    left, right = max(column, 0.0), min(column + side, float(raster.width))
    top, bottom = max(row, 0.0), min(row + side, float(raster.height))
    if right - left < _NOTHING * side or bottom - top < _NOTHING * side:
        return None
    rows = slice(*_pixels(top - row, bottom - row, side))
    columns = slice(*_pixels(left - column, right - column, side))
    codes = np.zeros((TILE_PIXELS, TILE_PIXELS), np.uint8)
    shape = (rows.stop - rows.start, columns.stop - columns.start)
    codes[rows, columns] = raster.read(1, window=Window(left, top, right - left, bottom - top), out_shape=shape)
    return codes


def _pixels(first: float, end: float, side: float) -> tuple[int, int]:
    """Where a stretch of a tile begins and ends in its pixels; one pixel at least."""
    begin = min(round(first / side * TILE_PIXELS), TILE_PIXELS - 1)
    return begin, max(begin + 1, round(end / side * TILE_PIXELS))


def blank_png(*, is_grey: bool = False) -> bytes:
    """A tile where a layer has nothing, the same bytes each time: transparent, or all 0 for one of grey values."""
    nothing = np.zeros((TILE_PIXELS, TILE_PIXELS), np.uint8)
    return grey_png(nothing) if is_grey else palette_png(nothing, palette_of(()))
