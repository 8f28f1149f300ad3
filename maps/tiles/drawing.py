"""Raster tiles drawn from the class rasters of a release."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from geo.errors import ReleaseError
from maps.tiles.index import MADE_ANEW
from maps.tiles.layers import RasterLayer
from maps.tiles.palettes import TILE_PIXELS, palette_of, palette_png

MAX_ZOOM: Final = 22


def is_tile(z: int, x: int, y: int) -> bool:
    """Whether there is such a tile: z from 0 to 22, x and y from 0 to below 2^z."""
    return 0 <= z <= MAX_ZOOM and 0 <= x < 2**z and 0 <= y < 2**z


def raster_tile(path: Path, z: int, x: int, y: int, *, layer: RasterLayer) -> bytes | None:
    """The PNG of a tile of a published class raster, None where the raster has nothing of it.

    The file is opened anew for each tile, so that one that was replaced is never drawn from. Raises ReleaseError
    for a file that is not there or cannot be read.
    """
    codes = read_codes(path, z, x, y)
    return None if codes is None else palette_png(layer.lookup[codes], layer.palette)


def read_codes(path: Path, z: int, x: int, y: int) -> npt.NDArray[np.uint8] | None:
    """The published codes of a tile's 256 x 256 pixels, by the nearest cell; None outside the raster."""
    from rasterio.errors import RasterioError  # noqa: PLC0415 - the libraries take a moment to load
    from rio_tiler.errors import RioTilerError, TileOutsideBounds  # noqa: PLC0415
    from rio_tiler.io import Reader  # noqa: PLC0415

    if not path.is_file():
        raise ReleaseError(f"{path.name} is missing from the release. {MADE_ANEW}")
    try:
        with Reader(str(path)) as source:
            image = source.tile(x, y, z, tilesize=TILE_PIXELS, resampling_method="nearest")
    except TileOutsideBounds:
        return None
    except (RasterioError, RioTilerError, OSError, ValueError) as error:
        raise ReleaseError(f"{path.name} of the release cannot be read. {MADE_ANEW}") from error
    codes: npt.NDArray[np.uint8] = np.where(image.mask > 0, image.data[0], 0).astype(np.uint8)
    return codes


def blank_png() -> bytes:
    """A transparent tile: the same bytes each time."""
    return palette_png(np.zeros((TILE_PIXELS, TILE_PIXELS), np.uint8), palette_of(()))
