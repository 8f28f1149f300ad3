"""Class rasters of a release for the web: cells as codes in EPSG:3857, whole tiles of one zoom, as COGs."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import rasterio
import rasterio.shutil
from affine import Affine
from rasterio.enums import Resampling
from rasterio.io import MemoryFile
from rasterio.warp import reproject, transform_bounds

from maps.pictures import LON_LAT, WEB_MERCATOR, ClassRaster, mercator_bounds, pixel_size_m
from maps.tiles.mercator import HALF_WORLD_M
from maps.tiles.palettes import TILE_PIXELS

MOST_ZOOM: Final = 16  # a pixel of 2.4 m at the Equator
_EXACT_PIXELS: Final = 0.05  # how far, in pixels, the edge of a cell may be from its place
_ALMOST: Final = 1.001  # a pixel so little larger than a cell hides none


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The tiles of one zoom that a grid touches: ``left`` and ``top`` are the first, ``columns`` and ``rows`` how many.

    ``bounds``: those of the grid in degrees: west, south, east, north.
    """

    zoom: int
    left: int
    top: int
    columns: int
    rows: int
    bounds: tuple[float, float, float, float]

    @property
    def affine(self) -> Affine:
        """From pixels to metres of EPSG:3857."""
        tile_m = 2 * HALF_WORLD_M / 2**self.zoom
        pixel_m = tile_m / TILE_PIXELS
        return Affine(pixel_m, 0, self.left * tile_m - HALF_WORLD_M, 0, -pixel_m, HALF_WORLD_M - self.top * tile_m)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of pixels."""
        return self.rows * TILE_PIXELS, self.columns * TILE_PIXELS


def frame_of(raster: ClassRaster) -> Frame:
    """The frame of a grid at the zoom whose pixels are no larger than its cells, at most MOST_ZOOM.

    Raises ReleaseError for a grid that no web map can show.
    """
    left_m, bottom_m, right_m, top_m = mercator_bounds(raster)
    pixel_m = min(pixel_size_m(raster, (left_m, bottom_m, right_m, top_m)))
    zoom = min(MOST_ZOOM, max(0, math.ceil(math.log2(2 * HALF_WORLD_M / TILE_PIXELS / (pixel_m * _ALMOST)))))
    tile_m = 2 * HALF_WORLD_M / 2**zoom
    left, top = math.floor((left_m + HALF_WORLD_M) / tile_m), math.floor((HALF_WORLD_M - top_m) / tile_m)
    right, bottom = math.ceil((right_m + HALF_WORLD_M) / tile_m), math.ceil((HALF_WORLD_M - bottom_m) / tile_m)
    west, south, east, north = transform_bounds(WEB_MERCATOR, LON_LAT, left_m, bottom_m, right_m, top_m)
    return Frame(
        zoom=zoom,
        left=left,
        top=top,
        columns=right - left,
        rows=bottom - top,
        bounds=(west, south, east, north),
    )


Coarser = Callable[[npt.NDArray[np.uint8], int], Iterable[npt.NDArray[np.uint8]]]


def write_class_cog(path: Path, raster: ClassRaster, frame: Frame, *, coarser: Coarser | None = None) -> None:
    """Write the codes of a grid as a COG of whole tiles.

    Overviews are what ``coarser`` makes of the codes for so many levels; without it they hold the commonest code,
    outside left aside.
    """
    codes = _warped(raster, frame)
    rows, columns = codes.shape
    profile = {
        "width": columns,
        "height": rows,
        "count": 1,
        "dtype": "uint8",
        "crs": WEB_MERCATOR,
        "transform": frame.affine,
        "nodata": 0,
        "tiled": True,
        "blockxsize": TILE_PIXELS,
        "blockysize": TILE_PIXELS,
    }
    with MemoryFile() as memory:
        with memory.open(driver="GTiff", **profile) as plain:
            plain.write(codes, 1)
        if coarser is not None:
            _write_overviews(memory.name, coarser(codes, _overviews(frame)))
            with rasterio.open(memory.name, "r+") as plain:
                plain.write(codes, 1)
        with memory.open() as plain:
            rasterio.shutil.copy(
                plain,
                path,
                driver="COG",
                blocksize=TILE_PIXELS,
                compress="DEFLATE",
                overview_resampling="MODE",
                overview_count=_overviews(frame),
                sparse_ok=True,
            )


def _write_overviews(name: str, levels: Iterable[npt.NDArray[np.uint8]]) -> None:
    """Give a raster these overviews. GDAL makes them of the raster itself, which holds each enlarged for a moment."""
    for level, coarse in enumerate(levels, start=1):
        side = 2**level
        enlarged = np.repeat(np.repeat(coarse, side, axis=0), side, axis=1)
        with rasterio.open(name, "r+") as plain:
            plain.write(enlarged[: plain.height, : plain.width], 1)
        with rasterio.open(name, "r+") as plain:  # opened anew: GDAL cannot do both while a raster is open
            plain.build_overviews([side], Resampling.nearest)


def _warped(raster: ClassRaster, frame: Frame) -> npt.NDArray[np.uint8]:
    codes = np.zeros(frame.shape, np.uint8)
    reproject(
        raster.code,
        codes,
        src_transform=raster.affine,
        src_crs=raster.crs,
        dst_transform=frame.affine,
        dst_crs=WEB_MERCATOR,
        resampling=Resampling.nearest,
        tolerance=_EXACT_PIXELS,
    )
    return codes


def _overviews(frame: Frame) -> int:
    """How often a frame can be halved until one tile holds it."""
    return min(frame.zoom, max(0, math.ceil(math.log2(max(frame.columns, frame.rows)))))
