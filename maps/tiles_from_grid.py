"""Web tiles of cells in memory: which cell each pixel of a tile shows, for any grid, and what is drawn there."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt
from affine import Affine
from pyproj import CRS, Transformer

from accessibility.live import Picture
from geo.grid import LON_LAT, Grid
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
from maps.tiles import DIFFERENCE, MARKS, MAX_ZOOM, STEPS, TILE_PIXELS, RasterLayer, paint

LIVE_LAYERS: Final = ("minutes", "status", STEPS, MARKS, DIFFERENCE)
_HALF_EQUATOR_M: Final = 20_037_508.342789244  # of EPSG:3857: 6378137 * pi
_WEB_MERCATOR: Final = CRS.from_epsg(3857)
_MOST_KEPT: Final = 128  # tiles whose cells are kept: 256 KiB each, 32 MiB in all

Cells = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellAnswers:
    """What was found for some cells, of one shape: minutes, NaN without; and status, as a release has it."""

    minutes: npt.NDArray[np.float32]
    status: npt.NDArray[np.uint8]


def picture_tile(picture: Picture, layer: RasterLayer, z: int, x: int, y: int) -> bytes | None:
    """The PNG of a tile of a picture after changes, None where it has nothing. ``layer``: one of LIVE_LAYERS.

    Classes and colours are those of the published tiles.
    """
    cells = cells_of_tile(picture.grid, z, x, y)
    return None if cells is None else paint(picture_codes(picture, layer, cells), layer)


def picture_codes(picture: Picture, layer: RasterLayer, cells: Cells) -> npt.NDArray[np.uint8]:
    """The class code of a layer for each pixel; 0 outside."""
    after = answers_after(picture, cells)
    if layer.name == DIFFERENCE:
        return difference_codes(answers_before(picture, cells), after)
    return layer.lookup[classify_cells(after.minutes, after.status, bands_minutes=layer.edges_minutes)]


def answers_before(picture: Picture, cells: Cells) -> CellAnswers:
    """What the base answers for each pixel's cell."""
    at = np.maximum(cells, 0)
    return _answers(picture.base.minutes[at], picture.base.status[at], cells)


def answers_after(picture: Picture, cells: Cells) -> CellAnswers:
    """What is answered for each pixel's cell after the changes."""
    at = np.maximum(cells, 0)
    minutes, status, changed = picture.base.minutes[at], picture.base.status[at], picture.cells
    if len(changed.cell):
        place = np.minimum(np.searchsorted(changed.cell, at), len(changed.cell) - 1)
        is_changed = changed.cell[place] == at
        minutes[is_changed] = changed.minutes[place[is_changed]]
        status[is_changed] = changed.status[place[is_changed]]
    return _answers(minutes, status, cells)


def difference_codes(before: CellAnswers, after: CellAnswers) -> npt.NDArray[np.uint8]:
    """The class of what became of each pixel, as ``maps.difference_classes`` has them; 0 outside."""
    had, has = before.status == STATUS_REACHED, after.status == STATUS_REACHED
    was, then = before.minutes, after.minutes
    change = np.full(was.shape, CHANGE_NO_MINUTES, np.uint8)
    change[had & has] = CHANGE_SAME
    change[had & has & (then < was)] = CHANGE_QUICKER
    change[had & has & (then > was)] = CHANGE_SLOWER
    change[~had & has] = CHANGE_RECONNECTED
    change[had & ~has] = CHANGE_CUT_OFF
    change[(before.status == STATUS_OUTSIDE) & (after.status == STATUS_OUTSIDE)] = 0
    gained = np.subtract(was, then, where=had & has, out=np.zeros(was.shape, np.float32))
    return classify_change(gained, change)


def cells_of_tile(grid: Grid, z: int, x: int, y: int) -> Cells | None:
    """The cell that holds the centre of each pixel, (256, 256), -1 outside the grid; None if the tile has no cell.

    A centre on the edge between two cells belongs to the one to its right or below. The answer is
    kept for the next who asks, and is not to be written to.
    """
    return _cells_of_tile(_Frame.of(grid), z, x, y)


def cells_between(grid: Grid, bounds_m: tuple[float, float, float, float], *, shape: tuple[int, int]) -> Cells:
    """The cell that holds the centre of each pixel of a rectangle, rows by columns, -1 outside the grid.

    ``bounds_m``: west, south, east and north in EPSG:3857.
    """
    west, south, east, north = bounds_m
    rows, columns = shape
    x_m = west + (np.arange(columns) + 0.5) * (east - west) / columns
    y_m = north - (np.arange(rows) + 0.5) * (north - south) / rows
    found = _cells_at(_Frame.of(grid), x_m, y_m)
    return np.full(shape, -1, np.int32) if found is None else found


def lon_lat_bounds(grid: Grid) -> tuple[float, float, float, float]:
    """West, south, east, north of a grid in degrees, as a web map can show it."""
    west, south, east, north = _mercator_bounds(_Frame.of(grid))
    lon, lat = Transformer.from_crs(_WEB_MERCATOR, LON_LAT, always_xy=True).transform([west, east], [south, north])
    return float(lon[0]), float(lat[0]), float(lon[1]), float(lat[1])


@dataclass(frozen=True, slots=True)
class _Frame:
    """A grid as a key: two grids that are alike are one."""

    shape: tuple[int, int]
    affine: Affine
    crs: CRS

    @classmethod
    def of(cls, grid: Grid) -> _Frame:
        return cls(grid.shape, grid.affine, grid.crs)

    @property
    def grid(self) -> Grid:
        return Grid(shape=self.shape, affine=self.affine, crs=self.crs)


@lru_cache(maxsize=_MOST_KEPT)
def _cells_of_tile(frame: _Frame, z: int, x: int, y: int) -> Cells | None:
    span_m = 2 * _HALF_EQUATOR_M / 2**z
    middle = (np.arange(TILE_PIXELS) + 0.5) * span_m / TILE_PIXELS
    return _cells_at(frame, -_HALF_EQUATOR_M + x * span_m + middle, _HALF_EQUATOR_M - y * span_m - middle)


def _cells_at(frame: _Frame, x_m: npt.NDArray[np.float64], y_m: npt.NDArray[np.float64]) -> Cells | None:
    """The cell at each crossing of columns and rows, not to be written to; None if there is none."""
    grid = frame.grid
    west, south, east, north = _mercator_bounds(frame)
    # far from a grid its projection may give a place that is on it: what lies outside its bounds is not asked
    columns = np.flatnonzero((x_m >= west) & (x_m <= east))
    rows = np.flatnonzero((y_m >= south) & (y_m <= north))
    if len(columns) == 0 or len(rows) == 0:
        return None
    across, down = np.meshgrid(x_m[columns], y_m[rows])
    found = grid.cell_at(*Transformer.from_crs(_WEB_MERCATOR, grid.crs, always_xy=True).transform(across, down))
    if not (found >= 0).any():
        return None
    cells = np.full((len(y_m), len(x_m)), -1, np.int32)
    cells[np.ix_(rows, columns)] = found
    cells.flags.writeable = False
    return cells


@lru_cache(maxsize=_MOST_KEPT)
def _mercator_bounds(frame: _Frame) -> tuple[float, float, float, float]:
    """West, south, east, north of the grid in EPSG:3857, in its metres, cut where web maps end."""
    to_mercator = Transformer.from_crs(frame.crs, _WEB_MERCATOR, always_xy=True)
    found = to_mercator.transform_bounds(*frame.grid.bounds, densify_pts=101)
    west, south, east, north = (min(max(edge, -_HALF_EQUATOR_M), _HALF_EQUATOR_M) for edge in found)
    return west, south, east, north


def _answers(minutes: npt.NDArray[np.float32], status: npt.NDArray[np.uint8], cells: Cells) -> CellAnswers:
    status[cells < 0] = STATUS_OUTSIDE
    return CellAnswers(minutes=minutes, status=status)


def finest_zoom(grid: Grid) -> int:
    """The least zoom at which a pixel is no larger than a cell; a deeper one shows nothing more."""
    west, south, east, north = _mercator_bounds(_Frame.of(grid))
    cell_m = min((east - west) / grid.shape[1], (north - south) / grid.shape[0])
    zoom = math.ceil(math.log2(2 * _HALF_EQUATOR_M / TILE_PIXELS / cell_m))
    return min(max(zoom, 0), MAX_ZOOM)
