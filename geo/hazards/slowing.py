"""How much areas slow people down who cross them: a factor on the pace of each cell."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import shapely

from geo.grid import Grid


def slow_factors(grid: Grid, shapes: Sequence[shapely.Geometry], factors: Sequence[float]) -> npt.NDArray[np.float64]:
    """What areas multiply the pace of each cell by, shape of the grid; 1 where there is none.

    An area with factor f that covers the share s of a cell gives 1 + (f - 1) s, so that one smaller than
    a cell keeps its effect; of several in a cell the greatest counts. Valid polygons in the grid's CRS.
    """
    slow = np.ones(grid.cell_count)
    for shape, factor in zip(shapes, factors, strict=True):
        cell, slower = slowed_cells(grid, shape, factor)
        slow[cell] = np.maximum(slow[cell], slower)
    return slow.reshape(grid.shape)


def slowed_cells(
    grid: Grid, shape: shapely.Geometry, factor: float
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """The cells near an area, each once, and what it multiplies the pace of each by, as in ``slow_factors``."""
    nothing = np.empty(0, np.int64), np.empty(0)
    if shape.is_empty:
        return nothing
    left, bottom, right, top = shape.bounds
    (first_column, last_column), (first_row, last_row) = grid.fractional([left, right], [top, bottom])
    rows = np.arange(max(0, int(np.floor(first_row))), min(grid.shape[0], int(np.ceil(last_row))))
    columns = np.arange(max(0, int(np.floor(first_column))), min(grid.shape[1], int(np.ceil(last_column))))
    if not len(rows) or not len(columns):
        return nothing
    column, row = (values.ravel() for values in np.meshgrid(columns, rows))
    x, y = grid.affine.c + grid.affine.a * column, grid.affine.f + grid.affine.e * row
    cells = shapely.box(x, y + grid.affine.e, x + grid.affine.a, y)
    shapely.prepare(shape)
    share = shapely.contains(shape, cells).astype(np.float64)
    is_partly = (share == 0) & shapely.intersects(shape, cells)
    parts = shapely.intersection(shape, cells[is_partly])
    share[is_partly] = shapely.area(parts) / (grid.affine.a * -grid.affine.e)
    return row * grid.shape[1] + column, 1 + (factor - 1) * share
