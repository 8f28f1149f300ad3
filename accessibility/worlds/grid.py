"""The grid of a study: that of a raster, or cells of a resolution that fill the bounds."""

from __future__ import annotations

import numpy as np
from pyproj import CRS
from pyproj.exceptions import CRSError
from rasterio.transform import from_origin

from accessibility.study_file import GridTable, StudyFile
from geo.errors import InputError
from geo.faults import Faults
from geo.grid import LON_LAT, Grid
from geo.rasters import grid_of_raster

_ARCSECONDS_PER_DEGREE = 3600.0
_QUARTER_TURN, _HALF_TURN = 90.0, 180.0
_MOST_CELLS = 1_000_000_000


def read_grid(table: GridTable, study: StudyFile, *, faults: Faults) -> Grid | None:
    """The grid of a study: that of a raster, or cells of a resolution that fill the bounds."""
    if table.like is not None:
        return grid_of_raster(study.located(table.like), where=str(table.like), faults=faults)
    left, bottom, right, top = table.bounds or (0.0, 0.0, 0.0, 0.0)
    try:
        crs = CRS.from_user_input(table.crs) if table.crs is not None else LON_LAT
        if table.resolution_arcsec is not None:
            size = table.resolution_arcsec / _ARCSECONDS_PER_DEGREE
        else:
            size = table.resolution_m or 0.0
        if not _are_bounds_sound(table, crs, study, faults=faults):
            return None
        rows, columns = np.ceil((top - bottom) / size - 1e-9), np.ceil((right - left) / size - 1e-9)
        if rows * columns > _MOST_CELLS:
            what = f"the grid would have {rows:,.0f} x {columns:,.0f} cells, more than {_MOST_CELLS:,}"
            faults.error(where=study.file_name, which="[grid]", what=what, do="Take larger cells or smaller bounds")
            return None
        shape = (max(1, int(rows)), max(1, int(columns)))
        return Grid(shape=shape, affine=from_origin(left, top, size, size), crs=crs)
    except CRSError:
        what = f"{table.crs!r} is no known coordinate system"
        do = 'Write its EPSG code, such as crs = "EPSG:32738"'
        faults.error(where=study.file_name, which="[grid] crs", what=what, do=do)
    except InputError as problem:
        what, _, do = str(problem).partition("; ")
        faults.error(where=study.file_name, which="[grid]", what=what, do=do[:1].upper() + do[1:])
    return None


def _are_bounds_sound(table: GridTable, crs: CRS, study: StudyFile, *, faults: Faults) -> bool:
    """Whether resolution, bounds and CRS speak of one kind of coordinates; if not, that is told."""
    is_on_globe = table.bounds is not None and _is_on_globe(*table.bounds)
    if crs.is_geographic is (table.resolution_m is not None):
        which, what = "[grid]", "resolution_m needs a projected crs and resolution_arcsec a geographic one"
        do = "Change the resolution or the crs"
    elif crs.is_geographic and not is_on_globe:
        which, what = "[grid] bounds", f"the bounds {table.bounds} reach off the globe"
        do = "Write degrees: left, bottom, right, top, longitudes first"
    elif crs.is_projected and is_on_globe:
        which, what = "[grid] bounds", f"the bounds {table.bounds} look like degrees, but {table.crs} has other units"
        do = f"Write left, bottom, right, top in the metres of {table.crs}, or take resolution_arcsec without a crs"
    else:
        return True
    faults.error(where=study.file_name, which=which, what=what, do=do)
    return False


def _is_on_globe(left: float, bottom: float, right: float, top: float) -> bool:
    return -_HALF_TURN <= left < right <= 2 * _HALF_TURN and -_QUARTER_TURN <= bottom < top <= _QUARTER_TURN
