"""Filling: which polygon holds the centre of each cell, row by row, by the rule of GDAL's rasterize."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, NamedTuple

import numba
import numpy as np
import numpy.typing as npt
import shapely

from geo.grid import Grid

_BANDS: Final = 16


class _Outlines(NamedTuple):
    """All rings in cells, one after another: whether an edge leads on from each point, and whether it turns left.

    ``start`` is where each part's points begin, ``shape`` whose it is.
    """

    x: npt.NDArray[np.float64]
    y: npt.NDArray[np.float64]
    is_edge: npt.NDArray[np.bool_]
    is_turned: npt.NDArray[np.bool_]
    start: npt.NDArray[np.int64]
    shape: npt.NDArray[np.int64]


class _Band(NamedTuple):
    """Some rows of the grid, and those among them, from above to below, that a part reaches."""

    zone: npt.NDArray[np.int32]
    first_row: int
    above: int
    below: int


def fill_polygons(shapes: npt.NDArray[Any], grid: Grid, *, nothing: int) -> npt.NDArray[np.int32]:
    """The row of the polygon that holds each cell's centre, the lowest of several; ``nothing`` where none does.

    ``shapes``: polygons, of one part or several, in the grid's CRS. The same cells as GDAL's
    rasterize, centres that lie on an edge included: each part is filled for itself, its rings by turns;
    an edge counts from its upper end to before its lower one, and a centre on a left edge is out, on a
    right one in.
    Bands of rows are filled side by side; what each of them holds depends on no other.
    """
    parts, shape_of_part = shapely.get_parts(shapes, return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    affine = grid.affine
    x = -affine.c / affine.a + points[:, 0] * (1 / affine.a)  # as GDAL turns its transform around
    y = -affine.f / affine.e + points[:, 1] * (1 / affine.e)
    is_edge = ring[1:] == ring[:-1]
    start = np.searchsorted(part_of_ring[ring], np.arange(len(parts) + 1))
    is_turned = shapely.is_ccw(rings)[ring]
    outlines = _Outlines(x=x, y=y, is_edge=is_edge, is_turned=is_turned, start=start, shape=shape_of_part)
    zone = np.empty(grid.shape, np.int32)
    cuts = [grid.shape[0] * band // _BANDS for band in range(_BANDS + 1)]

    def fill(band: int) -> None:
        _fill_band(zone[cuts[band] : cuts[band + 1]], cuts[band], outlines, nothing)

    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as workers:
        list(workers.map(fill, range(_BANDS)))
    return zone


@numba.njit(cache=True, nogil=True)
def _fill_band(zone: Any, first_row: Any, outlines: Any, nothing: Any) -> None:
    """Fill some rows of the grid with all parts, the first one last, so that it stays."""
    zone[:] = nothing
    counts, crossings = np.zeros(len(zone) + 1, np.int64), np.empty(64, np.int64)
    for part in range(len(outlines.start) - 2, -1, -1):
        top, bottom = np.inf, -np.inf
        for point in range(outlines.start[part], outlines.start[part + 1]):
            top, bottom = min(top, outlines.y[point]), max(bottom, outlines.y[point])
        above, below = max(0.0, np.floor(top) - first_row), min(float(len(zone)), np.floor(bottom) + 1 - first_row)
        if above < below:
            band = _Band(zone=zone, first_row=first_row, above=int(above), below=int(below))
            total = _count_crossings(band, outlines, part, counts)
            if total > len(crossings):
                crossings = np.empty(2 * total, np.int64)
            _fill_part(band, outlines, part, counts, crossings)


@numba.njit(cache=True, nogil=True)
def _count_crossings(band: Any, outlines: Any, part: Any, counts: Any) -> Any:
    """How often a part's edges cross the middle of rows; ``counts`` becomes where each row's crossings begin."""
    counts[band.above : band.below + 1] = 0
    for point in range(outlines.start[part], outlines.start[part + 1] - 1):
        if outlines.is_edge[point]:
            begin, end = _rows_of(outlines.y[point], outlines.y[point + 1], band)
            for row in range(begin, end):
                counts[row] += 1
    total = 0
    for row in range(band.above, band.below + 1):
        before = total
        total += counts[row]
        counts[row] = before
    return total


@numba.njit(cache=True, nogil=True)
def _fill_part(band: Any, outlines: Any, part: Any, counts: Any, crossings: Any) -> None:
    """Fill a part in the rows of a band: between its crossings with each row's middle, by turns."""
    x, y, shape = outlines.x, outlines.y, outlines.shape[part]
    for point in range(outlines.start[part], outlines.start[part + 1] - 1):
        if not outlines.is_edge[point]:
            continue
        upper, lower = (point, point + 1) if y[point] < y[point + 1] else (point + 1, point)
        begin, end = _rows_of(y[point], y[point + 1], band)
        for row in range(begin, end):
            down = row + band.first_row + 0.5 - y[upper]
            across = down * (x[lower] - x[upper]) / (y[lower] - y[upper]) + x[upper]
            crossings[counts[row]] = int(np.floor(across + 0.5))
            counts[row] += 1
        _fill_level_edge(band, outlines, point, shape)
    begin = 0
    for row in range(band.above, band.below):
        end = counts[row]
        _sort(crossings, begin, end)
        for place in range(begin, end - 1, 2):
            _fill_span(band.zone[row], crossings[place], crossings[place + 1], shape)
        begin = end


@numba.njit(cache=True, nogil=True)
def _rows_of(y: Any, other_y: Any, band: Any) -> Any:
    """The rows of a band whose middle an edge crosses: from its upper end to before its lower one."""
    return _row_from(min(y, other_y), band), _row_from(max(y, other_y), band)


@numba.njit(cache=True, nogil=True)
def _row_from(y: Any, band: Any) -> Any:
    """The first row whose middle lies at y or below it, kept within the band."""
    row = np.ceil(y - 0.5)
    if row + 0.5 < y:  # rounding
        row += 1
    return int(min(max(row - band.first_row, float(band.above)), float(band.below)))


@numba.njit(cache=True, nogil=True)
def _fill_level_edge(band: Any, outlines: Any, point: Any, shape: Any) -> None:
    """Fill the centres that lie on a level edge along the foot of its ring, which no crossing finds."""
    x, y = outlines.x, outlines.y
    row = y[point] - 0.5 - band.first_row
    if y[point] == y[point + 1] and 0 <= row < len(band.zone) and row == np.floor(row):
        left, right = (point, point + 1) if outlines.is_turned[point] else (point + 1, point)
        if x[left] < x[right]:
            _fill_span(band.zone[int(row)], int(np.floor(x[left] + 0.5)), int(np.floor(x[right] + 0.5)), shape)


@numba.njit(cache=True, nogil=True)
def _fill_span(cells: Any, begin: Any, end: Any, shape: Any) -> None:
    """Fill some cells of a row, as far as the grid reaches."""
    for column in range(max(begin, 0), min(end, len(cells))):
        cells[column] = shape


@numba.njit(cache=True, nogil=True)
def _sort(values: Any, begin: Any, end: Any) -> None:
    """Sort a stretch in place; most are two or four long."""
    if end - begin > 64:  # noqa: PLR2004
        values[begin:end] = np.sort(values[begin:end])
        return
    for place in range(begin + 1, end):
        value, before = values[place], place - 1
        while before >= begin and values[before] > value:
            values[before + 1] = values[before]
            before -= 1
        values[before + 1] = value
