"""Spreading cell values from one grid over another by shared area, so that nothing is lost or made.

On a common CRS rows and columns overlap independently: the shares are two small sparse matrices and
exact. Between two CRS each source cell is cut into sub-points, which land in the cells that hold them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy import sparse

from geo.grid import Grid
from geo.lattice import Lattice

Floats = npt.NDArray[np.floating]
Doubles = npt.NDArray[np.float64]

_SNAP = 1e-6  # cells; an edge nearer than this to a line of the grid lies on it
_ROWS_AT_ONCE = 512


def have_same_crs(one: Grid, other: Grid) -> bool:
    """Whether both grids speak of the same coordinates."""
    return bool(one.crs.equals(other.crs, ignore_axis_order=True))


def cell_size_ratio(source: Grid, grid: Grid) -> float:
    """Size of a source cell in cells of the grid, along the axis where it is larger, at mid-height."""
    ratios = []
    for mine, theirs in zip(source.cell_size_m, grid.cell_size_m, strict=True):
        ratios.append(float(mine[len(mine) // 2] / theirs[len(theirs) // 2]))
    return max(ratios)


def spread(layers: Sequence[Floats], source: Grid, grid: Grid, *, sub_points: int) -> tuple[list[Doubles], Doubles]:
    """Each layer's sums on the grid, and what of each layer lies outside it, shape (layers,).

    The layers have the source's shape and no NaN. Sum on the grid plus outside equals the sum of
    the layer up to rounding. ``sub_points`` a side cut each source cell where the CRS differ.
    """
    if source.is_aligned_with(grid):
        return [layer.astype(np.float64) for layer in layers], np.zeros(len(layers))
    if have_same_crs(source, grid):
        return _spread_by_shares(layers, source, grid)
    return _spread_by_points(layers, source, grid, sub_points=sub_points)


def overlap_shares(edges: Doubles, count: int) -> sparse.csr_array:
    """Share of each source interval that lies in each of ``count`` unit cells, shape (count, intervals).

    ``edges`` rises and is measured in cells of the target. A column sums to 1 where the interval
    lies within, to less where it sticks out.
    """
    nearest = np.rint(edges)
    edges = np.where(np.abs(edges - nearest) < _SNAP, nearest, edges)
    first = np.floor(edges[:-1]).astype(np.int64)
    pieces = np.maximum(np.ceil(edges[1:]).astype(np.int64) - first, 1)
    interval = np.repeat(np.arange(len(pieces)), pieces)
    within = np.arange(len(interval)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    cell = first[interval] + within
    length = np.minimum(edges[interval + 1], cell + 1) - np.maximum(edges[interval], cell)
    share = length / np.diff(edges)[interval]
    is_inside = (cell >= 0) & (cell < count) & (share > 0)
    places = (cell[is_inside], interval[is_inside])
    return sparse.csr_array((share[is_inside], places), shape=(count, len(pieces)))


def _spread_by_shares(layers: Sequence[Floats], source: Grid, grid: Grid) -> tuple[list[Doubles], Doubles]:
    column_edges, row_edges = grid.fractional(
        source.affine.c + source.affine.a * np.arange(source.shape[1] + 1),
        source.affine.f + source.affine.e * np.arange(source.shape[0] + 1),
    )
    by_row = overlap_shares(row_edges, grid.shape[0])
    by_column = overlap_shares(column_edges, grid.shape[1])
    row_inside, column_inside = by_row.sum(axis=0), by_column.sum(axis=0)
    sums = [np.zeros(grid.shape) for _ in layers]
    outside = np.zeros(len(layers))
    by_row_columns = by_row.tocsc()
    cuts = [*range(0, source.shape[0], _ROWS_AT_ONCE), source.shape[0]]
    for start, stop in pairwise(cuts):
        is_out = 1.0 - np.outer(row_inside[start:stop], column_inside)
        is_out[np.abs(is_out) < _SNAP**2] = 0.0
        for number, layer in enumerate(layers):
            block = layer[start:stop].astype(np.float64)
            outside[number] += float((block * is_out).sum())
            narrowed = (by_column @ block.T).T
            sums[number] += by_row_columns[:, start:stop] @ narrowed
    return sums, outside


def _spread_by_points(
    layers: Sequence[Floats], source: Grid, grid: Grid, *, sub_points: int
) -> tuple[list[Doubles], Doubles]:
    sums = [np.zeros(grid.cell_count) for _ in layers]
    outside = np.zeros(len(layers))
    is_used = np.zeros(source.shape, dtype=np.bool_)
    for layer in layers:
        is_used |= layer != 0
    for row, columns, cells in _landings(is_used, source, grid, sub_points=sub_points):
        is_inside = cells >= 0
        for number, layer in enumerate(layers):
            parts = np.repeat(layer[row, columns].astype(np.float64) / sub_points**2, sub_points)
            np.add.at(sums[number], cells[is_inside], parts[is_inside])
            outside[number] += float(parts[~is_inside].sum())
    return [total.reshape(grid.shape) for total in sums], outside


def _landings(
    is_used: npt.NDArray[np.bool_], source: Grid, grid: Grid, *, sub_points: int
) -> Iterator[tuple[int, npt.NDArray[np.int64], npt.NDArray[np.int64]]]:
    """For each line of sub-points: the source row, its used columns, the grid's cell of each sub-point or -1."""
    offsets = (np.arange(sub_points) + 0.5) / sub_points
    lattice = Lattice(source, grid.crs)
    for row in np.flatnonzero(is_used.any(axis=1)):
        columns = np.flatnonzero(is_used[row])
        places = (columns[:, None] + offsets).ravel()
        for offset in offsets:
            x, y = lattice.along(row + offset, places)
            yield int(row), columns, grid.cell_at(x, y)
