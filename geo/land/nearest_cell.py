"""The nearest cell that a traveller can stand in: for people, centres and roads that lie on none."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from pyproj import Transformer
from scipy.ndimage import binary_erosion
from scipy.spatial import cKDTree

from geo.grid import Grid
from geo.land.surface import Land


class NearestPassableCell:
    """Looks up the passable cell whose centre is nearest, by straight lines through the ellipsoid.

    A chord of 5 km is 0.1 mm shorter than its arc, so the distances are ground distances.
    """

    def __init__(self, land: Land) -> None:
        self._grid = land.grid
        self._is_passable = land.is_passable
        # the nearest to a point in no passable cell borders on what is impassable, or on what lies off the grid
        is_edge = land.is_passable & ~binary_erosion(land.is_passable, np.ones((3, 3)))
        self._edge_cells = np.flatnonzero(is_edge)
        rows, columns = np.divmod(self._edge_cells, land.grid.shape[1])
        points = metric_points(land.grid, land.grid.centre_x[columns], land.grid.centre_y[rows])
        self._tree = cKDTree(points) if len(points) else None

    def of(
        self,
        x: npt.NDArray[np.float64],
        y: npt.NDArray[np.float64],
        *,
        within_m: float,
        own: npt.NDArray[np.int64] | None = None,
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
        """Cell and distance in metres from each point of the grid's CRS to the cell's centre.

        A point in a passable cell gets that cell. Otherwise the nearest one whose centre is at most
        ``within_m`` away; -1 and inf where there is none, or where a coordinate is not finite.
        ``own``: the cell of each point where it is known better than by coordinates, as on a border.
        """
        if own is None:
            own = self._grid.cell_at(x, y)
        cell = np.full(len(own), -1, np.int64)
        distance_m = np.full(len(own), np.inf)
        is_home = own >= 0
        is_home[is_home] = self._is_passable.ravel()[own[is_home]]
        cell[is_home] = own[is_home]
        points = metric_points(self._grid, x, y)
        rows, columns = np.divmod(own[is_home], self._grid.shape[1])
        centres = metric_points(self._grid, self._grid.centre_x[columns], self._grid.centre_y[rows])
        distance_m[is_home] = np.linalg.norm(points[is_home] - centres, axis=1)
        is_homeless = ~is_home & np.isfinite(points).all(axis=1)
        if self._tree is not None and is_homeless.any():
            away_m, place = self._tree.query(points[is_homeless])
            is_near = away_m <= within_m
            cell[is_homeless] = np.where(is_near, self._edge_cells[np.minimum(place, len(self._edge_cells) - 1)], -1)
            distance_m[is_homeless] = np.where(is_near, away_m, np.inf)
        return cell, distance_m


def metric_points(grid: Grid, x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Points in metres: x, y of a projected grid, x, y, z through the ellipsoid of a geographic one."""
    if not grid.is_geographic:
        return np.column_stack([x, y])
    geocentric = Transformer.from_crs(4979, 4978, always_xy=True)
    lon, lat = grid.to_lon_lat(x, y)
    return np.column_stack(geocentric.transform(lon, lat, np.zeros(len(lon))))
