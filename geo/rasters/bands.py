"""Rasters: their grids and bands, and reading them on another grid without losing what they say."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal
from zipfile import BadZipFile, ZipFile

import numpy as np
import numpy.typing as npt
import rasterio
from affine import Affine
from pyproj import CRS, Transformer
from rasterio.errors import NotGeoreferencedWarning, RasterioError
from rasterio.io import DatasetReader
from rasterio.warp import Resampling, reproject
from rasterio.windows import Window

from geo.errors import InputError
from geo.faults import Faults
from geo.grid import Grid
from geo.rasters.spread import cell_size_ratio, have_same_crs, spread

Floats = npt.NDArray[np.floating]

# Formats that hold their own numbers. Formats that point at other files (VRT and the like) stay shut.
DRIVER_BY_ENDING: Final = {".tif": "GTiff", ".tiff": "GTiff", ".hgt": "SRTMHGT", ".asc": "AAIGrid"}

# Numbers that stand for "nothing here" in the wild and are no value of anything we read.
STAND_INS: Final = (-999.0, -9999.0, -99999.0, -999999.0, -32767.0, -32768.0, -2147483647.0, -2147483648.0)
_HUGE: Final = 1e30  # no value of anything we read; the greatest float32 is 3.4e38
_WHOLE: Final = 1e-6  # cells
_TELLING: Final = {"unit", "units", "description", "imagedescription", "title", "abstract", "comment", "quantity"}
_MARGIN: Final = 2  # cells read beyond the grid, so that its edge has neighbours


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """The first band of a raster, or of the part of it near a grid.

    ``data`` has the shape of ``grid`` and is float32, float64 where the raster's own type needs it;
    NaN where the raster has nothing. Scale and offset are applied. ``nodata`` is the declared number.
    ``words`` is what the file says about its values: unit, description, telling tags.
    """

    data: Floats
    grid: Grid
    dtype: str
    nodata: float | None
    words: str


def grid_of_raster(path: Path, *, where: str, faults: Faults) -> Grid | None:
    """Read the raster's own grid; None, with the faults told, if it cannot be one."""
    dataset = _open(path, where=where, faults=faults)
    if dataset is None:
        return None
    with dataset:
        return _grid(dataset, where=where, faults=faults)


def read_band(  # noqa: PLR0913 - a reader always says where it is and to whom it tells
    path: Path,
    *,
    where: str,
    faults: Faults,
    near: Grid | None = None,
    absent: Sequence[float] = (),
    beyond: Literal["error", "notice"] = "error",
) -> Band | None:
    """Read the first band, whole or the part that covers ``near``; None, with the faults told, if unusable.

    ``absent`` lists numbers that mean "nothing" whether the file declares them or not. A raster
    that does not meet ``near`` is an error or a notice as ``beyond`` says.
    """
    dataset = _open(path, where=where, faults=faults)
    if dataset is None:
        return None
    with dataset:
        grid = _grid(dataset, where=where, faults=faults)
        if grid is None:
            return None
        if near is not None:
            part = part_near(grid, near)
            if part is None:
                tell = faults.error if beyond == "error" else faults.notice
                tell(
                    where=where,
                    which="",
                    what=f"the raster ({_box(grid)}) does not meet the study's grid ({_box(near)})",
                    do="Check the file and its coordinate system",
                )
                return None
        else:
            part = (slice(0, grid.shape[0]), slice(0, grid.shape[1]))
        if dataset.count > 1:
            faults.notice(
                where=where,
                which="band 1",
                what=f"the raster has {dataset.count} bands and only the first is read",
                do="Give a file with the one band that is meant, if it is not the first",
            )
        try:
            band = _read(dataset, grid, part, absent=absent)
        except (RasterioError, OSError, ValueError, MemoryError) as error:
            faults.error(
                where=where,
                which="",
                what=f"the raster cannot be read to its end ({_reason(error)})",
                do="Fetch or write the file again",
            )
            return None
    return band if _values_are_sound(band, where=where, faults=faults) else None


def read_on_grid(
    path: Path, grid: Grid, *, how: Literal["average", "majority", "nearest"], where: str, faults: Faults
) -> Floats | None:
    """Read a raster onto the grid, NaN where it has nothing; None, with the faults told, if unusable.

    The same cells, or whole cells of a larger or smaller raster, are copied as they are. Otherwise
    ``average`` weighs by shared area, ``majority`` takes the commonest class (the first met of
    equals), ``nearest`` the value at the cell's centre. float32, or float64 where the raster needs it.
    """
    band = read_band(path, where=where, faults=faults, near=grid)
    return None if band is None else put_on_grid(band, grid, how=how)


def put_on_grid(band: Band, grid: Grid, *, how: Literal["average", "majority", "nearest", "bilinear"]) -> Floats:
    """Put a band on the grid as read_on_grid does; ``bilinear`` is for a band coarser than the grid."""
    offset = whole_cell_offset(band.grid, grid)
    if offset is not None:
        return _paste(band.data, grid.shape, offset)
    if how == "average":
        total, weight = add_up(band, grid)
        with np.errstate(invalid="ignore"):
            return np.where(weight > 0, total / weight, np.nan).astype(band.data.dtype)
    ways = {"majority": Resampling.mode, "nearest": Resampling.nearest, "bilinear": Resampling.bilinear}
    target = np.full(grid.shape, np.nan, dtype=band.data.dtype)
    reproject(
        band.data,
        target,
        src_transform=band.grid.affine,
        src_crs=band.grid.crs.to_wkt(),
        src_nodata=np.nan,
        dst_transform=grid.affine,
        dst_crs=grid.crs.to_wkt(),
        dst_nodata=np.nan,
        resampling=ways[how],
    )
    return target


def add_up(band: Band, grid: Grid) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Sum of value times shared area, and of shared area, in each cell of the grid; areas in source cells."""
    is_there = ~np.isnan(band.data)
    # Half a cell of the grid between sub-points: no cell, however turned, falls between them.
    sub_points = max(1, math.ceil(2 * cell_size_ratio(band.grid, grid)))
    layers = [np.where(is_there, band.data, 0), is_there.astype(np.float32)]
    (total, weight), _ = spread(layers, band.grid, grid, sub_points=sub_points)
    return total, weight


def whole_cell_offset(source: Grid, grid: Grid) -> tuple[int, int] | None:
    """Row and column of the grid's first cell in the source, if both share their lines; None if they do not."""
    if not have_same_crs(source, grid):
        return None
    span = max(*source.shape, *grid.shape)
    for mine, theirs in ((source.affine.a, grid.affine.a), (source.affine.e, grid.affine.e)):
        if abs(mine / theirs - 1) * span > _WHOLE:
            return None
    column, row = (float(part) for part in source.fractional(grid.affine.c, grid.affine.f))
    if abs(column - round(column)) > _WHOLE or abs(row - round(row)) > _WHOLE:
        return None
    return round(row), round(column)


def part_near(source: Grid, grid: Grid) -> tuple[slice, slice] | None:
    """Rows and columns of the source that cover the grid, with a margin; None if they do not meet."""
    box = grid.bounds
    if not have_same_crs(source, grid):
        transformer = Transformer.from_crs(grid.crs, source.crs, always_xy=True)
        box = transformer.transform_bounds(*box, densify_pts=21)
        if not all(math.isfinite(side) for side in box):
            return slice(0, source.shape[0]), slice(0, source.shape[1])
    columns, rows = source.fractional([box[0], box[2]], [box[3], box[1]])
    slices = []
    for (low, high), count in zip((rows, columns), source.shape, strict=True):
        if high <= _WHOLE or low >= count - _WHOLE:
            return None
        slices.append(slice(max(0, math.floor(low) - _MARGIN), min(count, math.ceil(high) + _MARGIN)))
    return slices[0], slices[1]


def shifted(grid: Grid, *, rows: int, columns: int, shape: tuple[int, int]) -> Grid:
    """A grid on the same lines that starts so many rows and columns further on."""
    a, _, c, _, e, f = tuple(grid.affine)[:6]
    return Grid(shape=shape, affine=Affine(a, 0.0, c + a * columns, 0.0, e, f + e * rows), crs=grid.crs)


def _paste(values: Floats, shape: tuple[int, int], offset: tuple[int, int]) -> Floats:
    """An array of that shape whose first cell is the values' cell at ``offset``, NaN beyond them."""
    target = np.full(shape, np.nan, dtype=values.dtype)
    from_, into = [], []
    for first, wanted, there in zip(offset, shape, values.shape, strict=True):
        start, stop = max(0, first), min(there, first + wanted)
        from_.append(slice(start, max(start, stop)))
        into.append(slice(start - first, max(start, stop) - first))
    target[into[0], into[1]] = values[from_[0], from_[1]]
    return target


def _open(path: Path, *, where: str, faults: Faults) -> DatasetReader | None:
    if not path.is_file():
        faults.error(where=where, which="", what="there is no such file", do="Check the name and the folder")
        return None
    address, ending = str(path), path.suffix.lower()
    if ending == ".zip":
        inner = _inside_zip(path, where=where, faults=faults)
        if inner is None:
            return None
        address, ending = f"/vsizip/{{{path.resolve()}}}/{inner}", Path(inner).suffix.lower()
    if ending not in DRIVER_BY_ENDING:
        faults.error(
            where=where,
            which="",
            what=f"a raster ending in {ending or 'nothing'} is not read",
            do="Turn it into a GeoTIFF, for example with gdal_translate or rio convert",
        )
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", NotGeoreferencedWarning)
            return rasterio.open(address, driver=DRIVER_BY_ENDING[ending])
    except (RasterioError, OSError) as error:
        faults.error(
            where=where,
            which="",
            what=f"the file cannot be read as a raster ({_reason(error)})",
            do="Fetch or write it again as a GeoTIFF",
        )
        return None


def _inside_zip(path: Path, *, where: str, faults: Faults) -> str | None:
    try:
        with ZipFile(path) as archive:
            names = [name for name in archive.namelist() if Path(name).suffix.lower() in DRIVER_BY_ENDING]
    except (BadZipFile, OSError) as error:
        faults.error(
            where=where, which="", what=f"the file is no sound zip archive ({_reason(error)})", do="Fetch it again"
        )
        return None
    if len(names) != 1:
        faults.error(
            where=where,
            which="",
            what=f"the archive holds {len(names)} rasters where one is expected",
            do=f"Unpack it and name the raster ({', '.join(DRIVER_BY_ENDING)}) itself",
        )
        return None
    return names[0]


def _grid(dataset: DatasetReader, *, where: str, faults: Faults) -> Grid | None:
    if dataset.crs is None or not dataset.crs.to_wkt():
        faults.error(
            where=where,
            which="",
            what="the raster has no coordinate system",
            do="Set the right one: gdal_edit.py -a_srs EPSG:32736 FILE, or rio edit-info --crs EPSG:32736 FILE",
        )
        return None
    if any("complex" in dtype for dtype in dataset.dtypes):
        faults.error(
            where=where, which="", what="the raster holds complex numbers", do="Give a raster of plain numbers"
        )
        return None
    try:
        return Grid(shape=dataset.shape, affine=dataset.transform, crs=CRS.from_wkt(dataset.crs.to_wkt()))
    except InputError as error:
        what, _, do = str(error).partition("; ")
        faults.error(where=where, which="", what=what, do=do[:1].upper() + do[1:])
        return None


def _read(dataset: DatasetReader, grid: Grid, part: tuple[slice, slice], *, absent: Sequence[float]) -> Band:
    rows, columns = part
    window = Window.from_slices(rows, columns)
    dtype = np.dtype(dataset.dtypes[0])
    raw = dataset.read(1, window=window)
    values = raw.astype(np.float32 if np.can_cast(dtype, np.float32) else np.float64)
    values[dataset.read_masks(1, window=window) == 0] = np.nan
    for number in absent:
        values[raw == number] = np.nan
    scale, offset = dataset.scales[0], dataset.offsets[0]
    if (scale, offset) != (1.0, 0.0):
        values = values * values.dtype.type(scale) + values.dtype.type(offset)
    tags = {**dataset.tags(), **dataset.tags(1)}
    telling = [str(text) for key, text in tags.items() if _TELLING & set(key.lower().replace("_", " ").split())]
    words = [dataset.units[0], dataset.descriptions[0], *telling]
    return Band(
        data=values,
        grid=shifted(grid, rows=rows.start, columns=columns.start, shape=values.shape),
        dtype=str(dtype),
        nodata=dataset.nodata,
        words=" | ".join(word for word in words if word),
    )


def _values_are_sound(band: Band, *, where: str, faults: Faults) -> bool:
    """Tell infinite values and stand-ins that no declared nodata explains."""
    values = band.data
    infinite = int(np.isinf(values).sum())
    if infinite:
        faults.error(
            where=where,
            which=first_cells(np.isinf(values)),
            what=f"{infinite} cells hold infinity, which is no number of anything",
            do="Write them as nodata",
        )
    if np.isnan(values).all():
        return not infinite
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    suspects = [number for number in STAND_INS if low <= number] if low <= max(STAND_INS) else []
    suspects += [number for number in {low, high} if math.isfinite(number) and abs(number) >= _HUGE]
    found = False
    for number in suspects:
        count = int((values == number).sum())
        if count:
            found = True
            declared = "no nodata is declared" if band.nodata is None else f"the declared nodata is {band.nodata:g}"
            faults.error(
                where=where,
                which=first_cells(values == number),
                what=f"{count} cells hold {number:.10g}, which looks like nodata, but {declared}",
                do=f"Declare it: gdal_edit.py -a_nodata {number:.10g} FILE, or rio edit-info --nodata {number:.10g}",
            )
    return not (infinite or found)


def first_cells(is_one: npt.NDArray[np.bool_]) -> str:
    """Where the first of the marked cells is, in words; rows and columns count from 0."""
    row, column = np.unravel_index(int(np.argmax(is_one)), is_one.shape)
    return f"first at row {row}, column {column}"


def _box(grid: Grid) -> str:
    left, bottom, right, top = grid.bounds
    digits = 3 if grid.is_geographic else 0
    unit = "degrees" if grid.is_geographic else "metres"
    return f"x {left:.{digits}f} to {right:.{digits}f}, y {bottom:.{digits}f} to {top:.{digits}f} {unit}"


def _reason(error: Exception) -> str:
    return str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__
