"""Raster tiles drawn from the class rasters of a release."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
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
    with _opened(path) as raster:
        return _read_tile(raster, z, x, y)


def read_codes_between(
    path: Path, bounds_m: tuple[float, float, float, float], *, shape: tuple[int, int]
) -> npt.NDArray[np.uint8]:
    """The published codes in a rectangle, rows by columns; 0 outside the raster.

    ``bounds_m``: west, south, east and north in EPSG:3857. Only the overview that the pixels need is read.
    """
    with _opened(path) as raster:
        affine = raster.transform
        west, south, east, north = bounds_m
        columns, rows = (
            (east - west) / affine.a,
            (north - south) / affine.a,
        )  # in the raster's pixels
        return _read(raster, ((west - affine.c) / affine.a, (affine.f - north) / affine.a), (columns, rows), shape)[0]


@contextmanager
def _opened(path: Path) -> Iterator[rasterio.DatasetReader]:
    """A class raster of a release. Raises ReleaseError for one that is missing or cannot be read."""
    import rasterio  # noqa: PLC0415 - the library takes a moment to load

    if not path.is_file():
        raise ReleaseError(f"{path.name} is missing from the release. {MADE_ANEW}")
    try:
        with rasterio.open(path, driver="GTiff") as raster:
            yield raster
    except (rasterio.errors.RasterioError, OSError, ValueError) as error:
        raise ReleaseError(f"{path.name} of the release cannot be read. {MADE_ANEW}") from error


def _read_tile(raster: rasterio.DatasetReader, z: int, x: int, y: int) -> npt.NDArray[np.uint8] | None:
    """A tile of a raster whose pixels are those of one zoom: so they are halved or doubled, and never warped."""
    affine = raster.transform
    side = 2 * HALF_WORLD_M / 2**z / affine.a  # of the tile, in pixels of the raster
    corner = (x * side - (affine.c + HALF_WORLD_M) / affine.a, y * side - (HALF_WORLD_M - affine.f) / affine.a)
    codes, is_there = _read(raster, corner, (side, side), (TILE_PIXELS, TILE_PIXELS))
    return codes if is_there else None


def _read(
    raster: rasterio.DatasetReader, corner: tuple[float, float], size: tuple[float, float], shape: tuple[int, int]
) -> tuple[npt.NDArray[np.uint8], bool]:
    """The codes of a rectangle, and whether the raster has any of it.

    ``corner``: its upper left column and row, ``size``: columns and rows, both in pixels of the raster.
    """
    from rasterio.windows import Window  # noqa: PLC0415

    (column, row), (across, down) = corner, size
    codes = np.zeros(shape, np.uint8)
    left, right = max(column, 0.0), min(column + across, float(raster.width))
    top, bottom = max(row, 0.0), min(row + down, float(raster.height))
    if right - left < _NOTHING * across or bottom - top < _NOTHING * down:
        return codes, False
    rows = slice(*_pixels(top - row, bottom - row, down, shape[0]))
    columns = slice(*_pixels(left - column, right - column, across, shape[1]))
    asked = (rows.stop - rows.start, columns.stop - columns.start)
    codes[rows, columns] = raster.read(1, window=Window(left, top, right - left, bottom - top), out_shape=asked)
    return codes, True


def _pixels(first: float, end: float, side: float, pixels: int) -> tuple[int, int]:
    """Where a stretch of a side begins and ends in its pixels; one pixel at least."""
    begin = min(round(first / side * pixels), pixels - 1)
    return begin, max(begin + 1, round(end / side * pixels))


def blank_png(*, is_grey: bool = False) -> bytes:
    """A tile where a layer has nothing, the same bytes each time: transparent, or all 0 for one of grey values."""
    nothing = np.zeros((TILE_PIXELS, TILE_PIXELS), np.uint8)
    return grey_png(nothing) if is_grey else palette_png(nothing, palette_of(()))
