"""Arrays of a ground on disk in open formats, equal ones once: rasters as COGs, lists as Parquet."""

from __future__ import annotations

import hashlib
from pathlib import Path
from threading import RLock
from typing import Any, Final
from weakref import WeakValueDictionary

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import rasterio
import shapely

from geo.errors import ReleaseError
from geo.grid import Grid
from geo.rasters import write_cog

SHEETS: Final = "sheets"
_DIGITS: Final = 16  # of a name; a study has some hundred arrays
_AGAIN: Final = "Run the study again with this version of nearcare"
Array = npt.NDArray[Any]


class SheetsWriter:
    """Writes arrays below a folder and names each by its content, so that equal ones share a file."""

    def __init__(self, folder: Path, grid: Grid) -> None:
        self._folder, self._grid = folder, grid
        self._named: dict[int, tuple[Array, str]] = {}
        (folder / SHEETS).mkdir()

    def put(self, array: Array, *, what: str, unit: str = "") -> str:
        """The name of the file that holds an array, which is written unless an equal one is there.

        An array of the shape of the grid becomes a raster, one of one or two dimensions a table; every bit stays.
        """
        if id(array) not in self._named:  # the array is kept, so that no other takes its number
            digest = hashlib.sha256(f"{array.dtype.str}{array.shape}".encode() + np.ascontiguousarray(array).tobytes())
            self._named[id(array)] = (array, self._write(array, digest.hexdigest()[:_DIGITS], what, unit))
        return self._named[id(array)][1]

    def put_shapes(self, shapes: Any, *, what: str) -> str:
        """The name of the GeoParquet that holds geometries of the grid's CRS, in their order."""
        digest = hashlib.sha256(b"".join(shapely.to_wkb(np.asarray(shapes, dtype=object)).tolist()))
        name = f"{SHEETS}/{what}-{digest.hexdigest()[:_DIGITS]}.parquet"
        frame = gpd.GeoDataFrame(geometry=list(shapes), crs=self._grid.crs.to_wkt())
        frame.to_parquet(self._folder / name)
        return name

    def _write(self, array: Array, digest: str, what: str, unit: str) -> str:
        is_raster = array.shape == self._grid.shape
        name = f"{SHEETS}/{what}-{digest}.{'tif' if is_raster else 'parquet'}"
        path = self._folder / name
        if path.exists():
            return name
        if is_raster:
            plain = array.astype(np.uint8) if array.dtype == np.bool_ else array
            nodata = float("nan") if array.dtype.kind == "f" else None
            write_cog(path, plain, self._grid, nodata=nodata, description=what.replace("_", " "), unit=unit)
        else:
            columns = array[:, None] if array.ndim == 1 else array
            frame = pd.DataFrame({f"{what}_{row}": columns[:, row] for row in range(columns.shape[1])})
            frame.to_parquet(path, index=False, compression="zstd")
        return name


class SheetsReader:
    """Reads arrays of a ground; one that somebody still holds is not read twice. For any number of threads."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._lock = folder, RLock()
        self._held: WeakValueDictionary[tuple[str, str], Array] = WeakValueDictionary()

    def get(self, name: str, dtype: str = "") -> Array:
        """An array by its name, of that type if one is given. Raises ReleaseError for a file that cannot be read."""
        with self._lock:
            found = self._held.get((name, dtype))
            if found is None:
                found = self._read(self._path(name))
                found = found.astype(dtype) if dtype else found
                found.flags.writeable = False
                self._held[name, dtype] = found
            return found

    def shapes(self, name: str) -> tuple[shapely.Geometry, ...]:
        """Geometries by the name of their file."""
        try:
            return tuple(gpd.read_parquet(self._path(name)).geometry)
        except (OSError, ValueError) as error:
            raise self._unreadable(name) from error

    def _read(self, path: Path) -> Array:
        try:
            if path.suffix == ".tif":
                with rasterio.open(path, driver="GTiff") as raster:
                    band: Array = raster.read(1)
                    return band
            frame = pd.read_parquet(path)
        except (OSError, ValueError, rasterio.errors.RasterioError) as error:
            raise self._unreadable(path.name) from error
        columns = [frame[column].to_numpy() for column in frame.columns]
        return columns[0].copy() if len(columns) == 1 else np.column_stack(columns)

    def _path(self, name: str) -> Path:
        path = (self._folder / name).resolve()
        if not path.is_relative_to(self._folder.resolve()):
            raise self._unreadable(name)
        return path

    def _unreadable(self, name: str) -> ReleaseError:
        return ReleaseError(f"{self._folder.name}/{name} cannot be read, which what-ifs need. {_AGAIN}")
