"""A stack of rasters in one file, written band by band, that holds blocks only where there is something."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import numpy as np
import numpy.typing as npt
import rasterio
from rasterio.windows import Window

from geo.errors import InputError, ReleaseError
from geo.grid import Grid

_BLOCK: Final = 256


class RasterStack:
    """A GeoTIFF of float32 bands with NaN for nothing, open for writing in a ``with`` block.

    The file is there once the block has ended without an error; an earlier one stays until then.
    Raises ReleaseError where the file cannot be written, InputError for a band that does not fit.
    """

    def __init__(self, path: Path, grid: Grid, *, descriptions: Sequence[str], unit: str) -> None:
        if not descriptions:
            raise InputError("a stack without a band cannot be written; give at least one")
        self._path, self._grid = path, grid
        self._partial = path.with_name(f".{path.name}-unfinished")
        try:
            self._file = rasterio.open(
                self._partial,
                "w",
                driver="GTiff",
                dtype="float32",
                count=len(descriptions),
                height=grid.shape[0],
                width=grid.shape[1],
                crs=grid.crs.to_wkt(),
                transform=grid.affine,
                nodata=float("nan"),
                tiled=True,
                blockxsize=_BLOCK,
                blockysize=_BLOCK,
                interleave="band",
                compress="deflate",
                predictor=3,
                sparse_ok=True,
                bigtiff="if_safer",
            )
        except (rasterio.errors.RasterioError, OSError) as error:
            raise ReleaseError(f"{path.name} cannot be written ({error}); check the folder") from error
        for band, description in enumerate(descriptions, start=1):
            self._file.set_band_description(band, description)
            self._file.set_band_unit(band, unit)

    def write(self, band: int, values: npt.NDArray[np.float32]) -> None:
        """Write a band, from 1; blocks without a number are left out of the file."""
        if values.shape != self._grid.shape:
            raise InputError(f"a band of shape {values.shape} does not fit a grid of shape {self._grid.shape}")
        has_value = np.isfinite(values)
        try:
            for row in range(0, values.shape[0], _BLOCK):
                if not has_value[row : row + _BLOCK].any():
                    continue
                for column in range(0, values.shape[1], _BLOCK):
                    block = np.s_[row : row + _BLOCK, column : column + _BLOCK]
                    if has_value[block].any():
                        height, width = values[block].shape
                        self._file.write(values[block], band, window=Window(column, row, width, height))
        except (rasterio.errors.RasterioError, OSError) as error:
            raise ReleaseError(f"{self._path.name} cannot be written ({error}); check the space left") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._file.close()
            if error is None:
                self._partial.replace(self._path)
        except (rasterio.errors.RasterioError, OSError) as cause:
            raise ReleaseError(f"{self._path.name} cannot be written ({cause}); check the space left") from cause
        finally:
            self._partial.unlink(missing_ok=True)
