"""The grid: shape, affine and coordinate system in one value, with lengths on the ground."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from affine import Affine
from pyproj import CRS, Geod, Transformer

from geo.errors import CrsError, InputError
from geo.units import SQUARE_METRES_PER_KM2

LON_LAT = CRS.from_epsg(4326)
_GEOCENTRIC = CRS.from_epsg(4978)
_ALIGNED = 1e-6  # cells; two grids whose corners differ by less are the same


@dataclass(frozen=True, kw_only=True)
class Grid:
    """North-up cells, projected (lengths are the affine's own units, metres) or geographic (degrees).

    ``shape`` is (rows, columns); ``affine`` maps (column, row) to (x, y), the origin being the
    outer corner of the first cell. Cells are numbered row by row: ``row * columns + column``.
    """

    shape: tuple[int, int]
    affine: Affine
    crs: CRS

    def __post_init__(self) -> None:
        if self.affine.b != 0 or self.affine.d != 0 or self.affine.a <= 0 or self.affine.e >= 0:
            raise InputError(
                f"the grid with affine {tuple(self.affine)[:6]} is not north-up; "
                "warp the raster to a north-up grid first (gdalwarp does this)"
            )
        if min(self.shape) < 1:
            raise InputError(f"the grid has shape {self.shape}; it needs at least one cell")
        if self.crs.is_geographic:
            degree = self.crs.axis_info[0].unit_name
            if degree != "degree":
                raise CrsError(
                    f"the geographic CRS {self.crs.name} is in {degree}; use one in degrees, such as EPSG:4326"
                )
        elif self.crs.is_projected:
            unit = self.crs.axis_info[0].unit_name
            if unit != "metre":
                raise CrsError(f"the projected CRS {self.crs.name} is in {unit}; use one in metres")
        else:
            raise CrsError(f"the CRS {self.crs.name} is neither projected nor geographic; use one that is")

    @property
    def is_geographic(self) -> bool:
        """Whether coordinates are degrees of longitude and latitude."""
        return bool(self.crs.is_geographic)

    @property
    def cell_count(self) -> int:
        """Rows times columns."""
        return self.shape[0] * self.shape[1]

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top in the grid's CRS."""
        left, top = self.affine.c, self.affine.f
        right, bottom = left + self.shape[1] * self.affine.a, top + self.shape[0] * self.affine.e
        return left, bottom, right, top

    @cached_property
    def centre_x(self) -> npt.NDArray[np.float64]:
        """X of each column's centre, shape (columns,)."""
        return np.asarray(self.affine.c + self.affine.a * (np.arange(self.shape[1]) + 0.5), dtype=np.float64)

    @cached_property
    def centre_y(self) -> npt.NDArray[np.float64]:
        """Y of each row's centre, shape (rows,)."""
        return np.asarray(self.affine.f + self.affine.e * (np.arange(self.shape[0]) + 0.5), dtype=np.float64)

    @cached_property
    def geod(self) -> Geod:
        """The ellipsoid of the CRS; that of WGS 84 where the CRS names none."""
        return self.crs.get_geod() or Geod(ellps="WGS84")

    def is_aligned_with(self, other: Grid) -> bool:
        """Whether both are the same cells, to a millionth of a cell."""
        if self.shape != other.shape or not self.crs.equals(other.crs, ignore_axis_order=True):
            return False
        size = (self.affine.a, -self.affine.e)
        return all(
            abs(mine - theirs) <= _ALIGNED * size[side % 2]
            for side, (mine, theirs) in enumerate(zip(self.bounds, other.bounds, strict=True))
        )

    def cell_at(self, x: npt.ArrayLike, y: npt.ArrayLike) -> npt.NDArray[np.int64]:
        """The cell that holds each point of the grid's CRS; -1 for a point outside.

        A point on the edge between two cells belongs to the one to its right or below.
        """
        column, row = self.fractional(x, y)
        column = np.floor(column)
        row = np.floor(row)
        with np.errstate(invalid="ignore"):
            is_inside = (row >= 0) & (row < self.shape[0]) & (column >= 0) & (column < self.shape[1])
            cell = np.where(is_inside, row * self.shape[1] + column, -1)
        return cell.astype(np.int64)

    def fractional(self, x: npt.ArrayLike, y: npt.ArrayLike) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Column and row as real numbers: (0, 0) is the outer corner of the first cell, (0.5, 0.5) its centre."""
        column = (np.asarray(x, dtype=np.float64) - self.affine.c) / self.affine.a
        row = (np.asarray(y, dtype=np.float64) - self.affine.f) / self.affine.e
        return column, row

    def from_lon_lat(
        self, lon: npt.ArrayLike, lat: npt.ArrayLike
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """X and y in the grid's CRS of points in EPSG:4326."""
        return _transform(LON_LAT, self.crs, lon, lat)

    def to_lon_lat(self, x: npt.ArrayLike, y: npt.ArrayLike) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Lon and lat in EPSG:4326 of points in the grid's CRS."""
        return _transform(self.crs, LON_LAT, x, y)

    def geocentric_m(self, cell: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """The centres of cells in metres from the middle of the earth, (cells, 3)."""
        rows, columns = np.divmod(cell, self.shape[1])
        lon, lat = self.to_lon_lat(self.centre_x[columns], self.centre_y[rows])
        geocentric = Transformer.from_crs(LON_LAT.to_3d(), _GEOCENTRIC, always_xy=True)
        return np.column_stack(geocentric.transform(lon, lat, np.zeros(len(cell))))

    @cached_property
    def metric_crs(self) -> CRS:
        """A CRS in metres for distances near the grid: its own, or an azimuthal equidistant one on its middle."""
        if not self.is_geographic:
            return self.crs
        left, bottom, right, top = self.bounds
        return CRS.from_proj4(
            f"+proj=aeqd +lon_0={(left + right) / 2:.6f} +lat_0={(bottom + top) / 2:.6f} +datum=WGS84 +units=m"
        )

    @cached_property
    def cell_size_m(self) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Width and height of the cells of each row on the ground in metres, two arrays of shape (rows,)."""
        rows = self.shape[0]
        if not self.is_geographic:
            return np.full(rows, self.affine.a), np.full(rows, -self.affine.e)
        zero = np.zeros(rows)
        lat = self.centre_y
        _, _, width_m = self.geod.inv(zero, lat, zero + self.affine.a, lat)
        half = self.affine.e / 2
        _, _, height_m = self.geod.inv(zero, _latitude(lat - half), zero, _latitude(lat + half))
        return np.asarray(width_m), np.asarray(height_m)

    @cached_property
    def cell_area_km2(self) -> npt.NDArray[np.float64]:
        """Area of the cells of each row on the ground in km2, shape (rows,)."""
        width_m, height_m = self.cell_size_m
        return width_m * height_m / SQUARE_METRES_PER_KM2

    def step_length_m(self, *, rows: int, columns: int) -> npt.NDArray[np.float64]:
        """Ground length in metres of a step of so many rows and columns, by the row it starts from.

        Shape (rows of the grid,); NaN where the step leaves the grid. Geodesics on the ellipsoid
        for a geographic grid; a step and its way back have the same length to the last bit.
        """
        length_m = np.full(self.shape[0], np.nan)
        start = np.arange(max(0, -rows), min(self.shape[0], self.shape[0] - rows))
        if not self.is_geographic:
            length_m[start] = np.hypot(columns * self.affine.a, rows * self.affine.e)
            return length_m
        upper, lower = self.centre_y[np.minimum(start, start + rows)], self.centre_y[np.maximum(start, start + rows)]
        zero = np.zeros(len(start))
        _, _, length_m[start] = self.geod.inv(zero, upper, zero + abs(columns) * self.affine.a, lower)
        return length_m


def _latitude(degrees: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.clip(degrees, -90.0, 90.0)


def _transform(
    source: CRS, target: CRS, x: npt.ArrayLike, y: npt.ArrayLike
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    transformer = Transformer.from_crs(source, target, always_xy=True)
    out_x, out_y = transformer.transform(np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64))
    return np.asarray(out_x), np.asarray(out_y)
