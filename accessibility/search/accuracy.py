"""How far times over the moves of a grid can exceed those along straight lines, at worst."""

from __future__ import annotations

import numpy as np

from accessibility.search.stencil import stencil_of
from geo.grid import Grid
from geo.land import Neighbours


def neighbourhood_error(grid: Grid, neighbours: Neighbours) -> float:
    """The greatest share by which a way over level, uniform land exceeds the straight line.

    Between two adjacent directions of moves, a way made of both is longest against the line halfway
    between them, by 1 / cos(half the angle) - 1; the widest angle counts, over all rows of the grid.
    It is 0.0824, 0.0275 and 0.0131 for 8, 16 and 32 neighbours on square cells, and more on cells
    that are higher than wide, as those of a geographic grid are away from the equator. Times are
    never too short by it.

    >>> from affine import Affine
    >>> from pyproj import CRS
    >>> square = Grid(shape=(9, 9), affine=Affine(100, 0, 0, 0, -100, 0), crs=CRS.from_epsg(32633))
    >>> round(neighbourhood_error(square, 16), 4)
    0.0275
    """
    stencil = stencil_of(neighbours)
    width_m, height_m = grid.cell_size_m
    ratios = width_m / height_m
    worst = 0.0
    for ratio in (ratios.min(), ratios.max()):
        angles = np.unique(np.arctan2(stencil.rows, stencil.columns * ratio).round(12))
        widest = np.diff(angles, append=angles[0] + 2 * np.pi).max()
        worst = max(worst, float(1 / np.cos(widest / 2) - 1))
    return worst
