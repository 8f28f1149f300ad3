"""Cloud-optimised GeoTIFFs: how rasters leave the house."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import rasterio
from rasterio.enums import Resampling
from rasterio.io import MemoryFile
from rasterio.rio.overview import get_maximum_overview_level
from rasterio.shutil import copy
from rio_cogeo.profiles import cog_profiles

from geo.errors import InputError, ReleaseError
from geo.grid import Grid

_PREDICTOR_BY_KIND: Final = {"f": 3, "i": 2, "u": 2}


def write_cog(  # noqa: PLR0913 - a raster on disk says all of this of itself
    path: Path,
    array: npt.NDArray[np.generic],
    grid: Grid,
    *,
    nodata: float | None,
    description: str,
    unit: str = "",
    tags: Mapping[str, str] | None = None,
    overviews: Literal["nearest", "average", "mode"] = "nearest",
) -> None:
    """Write a band as a COG: tiled, deflated, with overviews; the same input gives the same bytes.

    ``overviews``: "nearest" keeps classes and rows true, "average" suits quantities and skips nodata.
    Raises InputError if the array does not fit the grid, or if its type or nodata cannot be written.
    """
    if array.shape != grid.shape:
        raise InputError(
            f"an array of shape {array.shape} does not fit a grid of shape {grid.shape}; give one that does"
        )
    predictor = _PREDICTOR_BY_KIND.get(array.dtype.kind)
    if predictor is None or array.dtype.itemsize > 8 or array.dtype == np.float16:  # noqa: PLR2004 - bytes
        raise InputError(f"an array of {array.dtype} cannot be written as a raster; turn it into numbers first")
    if nodata is not None and array.dtype.kind in "iu" and not _fits(nodata, array.dtype):
        raise InputError(f"nodata {nodata} does not fit into {array.dtype}; choose one that does")
    profile = {**cog_profiles["deflate"], "predictor": predictor}
    form = {
        **{name: value for name, value in profile.items() if name != "compress"},  # the copy compresses
        "dtype": array.dtype.name,
        "count": 1,
        "height": grid.shape[0],
        "width": grid.shape[1],
        "crs": grid.crs.to_wkt(),
        "transform": grid.affine,
        "nodata": nodata,
    }
    tile = min(int(profile["blockxsize"]), int(profile["blockysize"]))
    levels = get_maximum_overview_level(grid.shape[1], grid.shape[0], minsize=tile)
    try:
        with MemoryFile() as source, MemoryFile() as done:
            with source.open(**form) as plain:
                plain.write(array, 1)
                plain.build_overviews([2**level for level in range(1, levels + 1)], Resampling[overviews])
                plain.set_band_description(1, description)
                plain.set_band_unit(1, unit)
                plain.update_tags(**{**(tags or {}), "OVERVIEW_RESAMPLING": overviews.upper()})
            with source.open() as plain:  # copied with its overviews, so that they come first in the file
                copy(plain, done.name, copy_src_overviews=True, **profile)
            path.write_bytes(done.getbuffer())
    except (rasterio.errors.RasterioError, OSError) as error:
        raise ReleaseError(f"{path.name} cannot be written ({error}); check the folder and the space left") from error


def _fits(number: float, dtype: np.dtype[np.generic]) -> bool:
    limits = np.iinfo(dtype.name)
    return float(number).is_integer() and limits.min <= number <= limits.max
