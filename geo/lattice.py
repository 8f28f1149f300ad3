"""A lattice over a grid: its points in another CRS, projected exactly each kilometre and straight between."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
from pyproj import CRS, Transformer

from geo.grid import Grid

Doubles = npt.NDArray[np.float64]

_LATTICE_M: Final = 1000.0  # between two exactly projected points the projection is a straight line to some centimetres


class Lattice:
    """Where rows of a grid's points lie in another CRS; ``x`` and ``y`` are those of the exact points."""

    def __init__(self, grid: Grid, crs: CRS) -> None:
        width_m, height_m = grid.cell_size_m
        middle = grid.shape[0] // 2
        self._rows = _lines(grid.shape[0], height_m[middle])
        self._columns = _lines(grid.shape[1], width_m[middle])
        transformer = Transformer.from_crs(grid.crs, crs, always_xy=True)
        self.x, self.y = transformer.transform(
            *np.meshgrid(
                grid.affine.c + grid.affine.a * self._columns,
                grid.affine.f + grid.affine.e * self._rows,
            )
        )

    def along(self, row: float, columns: Doubles) -> tuple[Doubles, Doubles]:
        """X and y of the points at a fractional row, 0.5 being the first row's centres, and fractional columns."""
        above = min(int(np.searchsorted(self._rows, row, side="right")) - 1, len(self._rows) - 2)
        way = (row - self._rows[above]) / (self._rows[above + 1] - self._rows[above])
        x = np.interp(columns, self._columns, (1 - way) * self.x[above] + way * self.x[above + 1])
        y = np.interp(columns, self._columns, (1 - way) * self.y[above] + way * self.y[above + 1])
        return x, y


def _lines(count: int, cell_m: float) -> Doubles:
    """Rows or columns, from 0 to ``count``, where the projection is worked out exactly."""
    step = max(1, int(_LATTICE_M / cell_m))
    return np.append(np.arange(0, count, step), count).astype(np.float64)
