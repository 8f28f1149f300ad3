"""Web tiles of cells in memory: which cell each pixel of a tile shows, for any grid, and the classes drawn there."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from affine import Affine
from pyproj import CRS, Transformer

from geo.grid import Grid
from maps.classes import STATUS_OUTSIDE, STATUS_REACHED, classify_cells
from maps.difference_classes import (
    CHANGE_CUT_OFF,
    CHANGE_NO_MINUTES,
    CHANGE_QUICKER,
    CHANGE_RECONNECTED,
    CHANGE_SAME,
    CHANGE_SLOWER,
    classify_change,
)

TILE_PIXELS: Final = 256
DEEPEST_ZOOM: Final = 22
_HALF_EQUATOR_M: Final = 20_037_508.342789244  # of EPSG:3857: 6378137 * pi
_WEB_MERCATOR: Final = CRS.from_epsg(3857)
_LON_LAT: Final = CRS.from_epsg(4326)
_MOST_KEPT: Final = 128  # tiles whose cells are kept: 256 KiB each, 32 MiB in all

Cells = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class TileAddress:
    """A web tile: zoom, column from the west and row from the north, as XYZ addresses have them."""

    z: int
    x: int
    y: int

    @property
    def is_on_earth(self) -> bool:
        """Whether there is such a tile: 0 to 22, and a column and row that the zoom has."""
        return 0 <= self.z <= DEEPEST_ZOOM and 0 <= self.x < 2**self.z and 0 <= self.y < 2**self.z


def cells_of_tile(grid: Grid, address: TileAddress) -> Cells | None:
    """The cell that holds the centre of each pixel, (256, 256), -1 outside the grid; None if the tile has no cell.

    A centre on the edge between two cells belongs to the one to its right or below. The answer is
    kept for the next who asks, and is not to be written to.
    """
    return _cells_of_tile(grid.shape, tuple(grid.affine)[:6], grid.crs.to_wkt(), address)


@lru_cache(maxsize=_MOST_KEPT)
def _cells_of_tile(
    shape: tuple[int, int], affine: tuple[float, ...], crs_wkt: str, address: TileAddress
) -> Cells | None:
    grid = _grid(shape, affine, crs_wkt)
    west, south, east, north = _mercator_bounds(shape, affine, crs_wkt)
    span_m = 2 * _HALF_EQUATOR_M / 2**address.z
    step_m = span_m / TILE_PIXELS
    x_m = -_HALF_EQUATOR_M + address.x * span_m + (np.arange(TILE_PIXELS) + 0.5) * step_m
    y_m = _HALF_EQUATOR_M - address.y * span_m - (np.arange(TILE_PIXELS) + 0.5) * step_m
    # far from a grid its projection may give a place that is on it: what lies outside its bounds is not asked
    columns = np.flatnonzero((x_m >= west) & (x_m <= east))
    rows = np.flatnonzero((y_m >= south) & (y_m <= north))
    if len(columns) == 0 or len(rows) == 0:
        return None
    across, down = np.meshgrid(x_m[columns], y_m[rows])
    from_mercator = Transformer.from_crs(_WEB_MERCATOR, grid.crs, always_xy=True)
    found = grid.cell_at(*from_mercator.transform(across, down))
    if not (found >= 0).any():
        return None
    cells = np.full((TILE_PIXELS, TILE_PIXELS), -1, np.int32)
    cells[np.ix_(rows, columns)] = found
    cells.flags.writeable = False
    return cells


def minutes_codes(
    minutes: npt.NDArray[np.floating],
    status: npt.NDArray[np.integer],
    cells: Cells,
    *,
    bands_minutes: tuple[float, ...],
) -> npt.NDArray[np.uint8]:
    """The class of minutes of each pixel, as ``maps.classes`` has them; 0 outside. Arrays by cell, of the grid."""
    return classify_cells(_at(minutes, cells, np.nan), _at(status, cells, STATUS_OUTSIDE), bands_minutes=bands_minutes)


def status_codes(status: npt.NDArray[np.integer], cells: Cells) -> npt.NDArray[np.uint8]:
    """The status of each pixel; 0 outside."""
    return _at(status, cells, STATUS_OUTSIDE).astype(np.uint8)


@dataclass(frozen=True, slots=True, kw_only=True)
class CellAnswer:
    """What was found for each cell of a grid: minutes, NaN without; and status, as a release has it."""

    minutes: npt.NDArray[np.floating]
    status: npt.NDArray[np.integer]


def difference_codes(before: CellAnswer, after: CellAnswer, cells: Cells) -> npt.NDArray[np.uint8]:
    """The class of what became of each pixel, as ``maps.difference_classes`` has them; 0 outside."""
    was, then = _at(before.minutes, cells, np.nan), _at(after.minutes, cells, np.nan)
    was_status, then_status = (_at(side.status, cells, STATUS_OUTSIDE) for side in (before, after))
    had, has = was_status == STATUS_REACHED, then_status == STATUS_REACHED
    change = np.full(cells.shape, CHANGE_NO_MINUTES, np.uint8)
    change[had & has] = CHANGE_SAME
    change[had & has & (then < was)] = CHANGE_QUICKER
    change[had & has & (then > was)] = CHANGE_SLOWER
    change[~had & has] = CHANGE_RECONNECTED
    change[had & ~has] = CHANGE_CUT_OFF
    change[(was_status == STATUS_OUTSIDE) & (then_status == STATUS_OUTSIDE)] = 0
    return classify_change(was - then, change)


def lon_lat_bounds(grid: Grid) -> tuple[float, float, float, float]:
    """West, south, east, north of a grid in degrees, as a web map can show it."""
    west, south, east, north = _mercator_bounds(grid.shape, tuple(grid.affine)[:6], grid.crs.to_wkt())
    to_degrees = Transformer.from_crs(_WEB_MERCATOR, _LON_LAT, always_xy=True)
    lon, lat = to_degrees.transform([west, east], [south, north])
    return lon[0], lat[0], lon[1], lat[1]


def finest_zoom(grid: Grid) -> int:
    """The least zoom at which a pixel is no larger than a cell, so that a deeper one shows nothing more."""
    west, south, east, north = _mercator_bounds(grid.shape, tuple(grid.affine)[:6], grid.crs.to_wkt())
    cell_m = min((east - west) / grid.shape[1], (north - south) / grid.shape[0])
    zoom = math.ceil(math.log2(2 * _HALF_EQUATOR_M / TILE_PIXELS / cell_m))
    return min(max(zoom, 0), DEEPEST_ZOOM)


@lru_cache(maxsize=_MOST_KEPT)
def _mercator_bounds(
    shape: tuple[int, int], affine: tuple[float, ...], crs_wkt: str
) -> tuple[float, float, float, float]:
    """West, south, east, north of the grid in EPSG:3857, in its metres, cut where web maps end."""
    grid = _grid(shape, affine, crs_wkt)
    to_mercator = Transformer.from_crs(grid.crs, _WEB_MERCATOR, always_xy=True)
    found = to_mercator.transform_bounds(*grid.bounds, densify_pts=101)
    west, south, east, north = (min(max(edge, -_HALF_EQUATOR_M), _HALF_EQUATOR_M) for edge in found)
    return west, south, east, north


@lru_cache(maxsize=_MOST_KEPT)
def _grid(shape: tuple[int, int], affine: tuple[float, ...], crs_wkt: str) -> Grid:
    return Grid(shape=shape, affine=Affine(*affine), crs=CRS.from_wkt(crs_wkt))


def _at(values: npt.NDArray[Any], cells: Cells, outside: float) -> npt.NDArray[Any]:
    """The value of the cell of each pixel, ``outside`` where there is none."""
    found: npt.NDArray[Any] = values.ravel()[np.maximum(cells, 0)]
    found[cells < 0] = outside
    return found
