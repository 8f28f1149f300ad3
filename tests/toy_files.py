"""Small files for tests: rasters and layers written in a line."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import rasterio
from affine import Affine
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.faults import Faults
from geo.grid import Grid

UTM = CRS.from_epsg(32636)
LON_LAT = CRS.from_epsg(4326)


def a_grid(rows: int = 4, columns: int = 4, *, size: float = 100.0, left: float = 0.0, top: float = 400.0) -> Grid:
    """A projected grid of square cells."""
    return Grid(shape=(rows, columns), affine=Affine(size, 0, left, 0, -size, top), crs=UTM)


def a_geographic_grid(
    rows: int = 4, columns: int = 4, *, size: float = 0.01, left: float = 35.0, top: float = 10.0
) -> Grid:
    """A geographic grid of square-degree cells."""
    return Grid(shape=(rows, columns), affine=Affine(size, 0, left, 0, -size, top), crs=LON_LAT)


def write_raster(
    path: Path,
    values: object,
    grid: Grid,
    *,
    nodata: float | None = None,
    dtype: str = "float32",
    unit: str | None = None,
    bands: int = 1,
) -> Path:
    """Write the same values into each band of a GeoTIFF on the grid."""
    array = np.asarray(values, dtype=dtype)
    form = {"driver": "GTiff", "height": array.shape[0], "width": array.shape[1], "count": bands, "dtype": dtype}
    with rasterio.open(path, "w", crs=grid.crs.to_wkt(), transform=grid.affine, nodata=nodata, **form) as dataset:
        for band in range(1, bands + 1):
            dataset.write(array, band)
            if unit is not None:
                dataset.set_band_unit(band, unit)
    return path


def write_layer(path: Path, shapes: list[BaseGeometry | None], *, crs: object = 4326, **columns: list[object]) -> Path:
    """Write shapes with their columns as a layer, its format by the ending."""
    frame = gpd.GeoDataFrame(columns or {"number": range(len(shapes))}, geometry=shapes, crs=crs)
    frame.to_file(path)
    return path


def told(faults: Faults) -> str:
    """All faults in one text."""
    return "\n".join(f"{fault.severity}: {fault}" for fault in faults)
