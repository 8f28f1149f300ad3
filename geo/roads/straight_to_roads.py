"""Straight ways between cells and roads, for people who do not cross the land otherwise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from scipy.ndimage import maximum_filter
from scipy.spatial import cKDTree

from geo.land import Land, metric_points, segments_meet
from geo.roads.boarding import RoadsOnGrid

_PERCENT = 100.0
_PER_CELL = 2.0  # how often in a cell's side a straight way is looked at for ground that nobody can stand on


def join_cells_to_roads(
    roads: RoadsOnGrid, land: Land, *, within_m: float, slope_limit_percent: float | None = None
) -> RoadsOnGrid:
    """The roads with one further connector for each passable cell that no road runs through.

    It is the straight line from the cell's centre to the nearest boarding point of a road that somebody
    passes, on foot or riding, at most ``within_m`` long, at the cell's pace. There is none if the line meets
    a barrier, crosses an impassable cell, or is steeper than the limit (inclusive) by the heights of the cells at
    its two ends; where one is unknown it is level. As each cell has one, and all moves between cells may be
    blocked, nobody can use them to get from one road to another across the land.
    """
    is_kept = _leads_somewhere(roads)
    node = np.unique(roads.walk_node[is_kept])
    if not len(node):
        return roads
    grid = land.grid
    cells = _cells_near(land, roads.walk_cell[is_kept], within_m=within_m)
    if not len(cells):
        return roads
    rows, columns = np.divmod(cells, grid.shape[1])
    start = np.column_stack([grid.centre_x[columns], grid.centre_y[rows]])
    tree = cKDTree(metric_points(grid, *roads.node_xy[node].T))
    away_m, place = tree.query(metric_points(grid, *start.T), distance_upper_bound=np.nextafter(within_m, np.inf))
    is_near = np.isfinite(away_m)
    cells, start, away_m, place = cells[is_near], start[is_near], away_m[is_near], place[is_near]
    end = roads.node_xy[node[place]]
    is_open = ~segments_meet(start, end, land.barriers) & _is_over_passable(land, start, end)
    if slope_limit_percent is not None:
        is_open &= ~_is_steep(land, cells, end, away_m, limit_percent=slope_limit_percent)
    cells, start, end, away_m = cells[is_open], start[is_open], end[is_open], away_m[is_open]
    return replace(
        roads,
        walk_cell=np.concatenate([roads.walk_cell, cells]),
        walk_node=np.concatenate([roads.walk_node, node[place[is_open]]]).astype(np.int32),
        connector_s=np.concatenate([roads.connector_s, away_m * land.pace.ravel()[cells]]),
        connector_start=np.concatenate([roads.connector_start, start]),
        connector_end=np.concatenate([roads.connector_end, end]),
    )


def cells_at_roads(roads: RoadsOnGrid) -> npt.NDArray[np.int64]:
    """The cells from which a connector leads to a road that somebody passes, each once."""
    return np.unique(roads.walk_cell[_leads_somewhere(roads)])


def _leads_somewhere(roads: RoadsOnGrid) -> npt.NDArray[np.bool_]:
    """Whether each connector ends at a road that somebody passes, on foot or riding."""
    is_used = np.zeros(roads.node_count, np.bool_)
    is_passed = np.isfinite(roads.walk_s) | np.isfinite(roads.vehicle_s)
    is_used[roads.arc_from[is_passed]] = True
    is_used[roads.arc_to[is_passed]] = True
    return is_used[roads.walk_node]


def _cells_near(land: Land, joined: npt.NDArray[np.int64], *, within_m: float) -> npt.NDArray[np.int64]:
    """The passable cells without a connector that may have a road within a distance."""
    grid = land.grid
    is_joined = np.zeros(grid.cell_count, np.bool_)
    is_joined[joined] = True
    is_joined = is_joined.reshape(grid.shape)
    width_m, height_m = (float(np.nanmin(sizes)) for sizes in grid.cell_size_m)
    reach = np.minimum(grid.shape, [int(within_m / size_m) + 2 for size_m in (height_m, width_m)])
    near = maximum_filter(is_joined.view(np.uint8), size=(2 * reach + 1).tolist(), mode="constant") > 0
    return np.flatnonzero(near & ~is_joined & land.is_passable).astype(np.int64)


def _is_steep(
    land: Land,
    cells: npt.NDArray[np.int64],
    end: npt.NDArray[np.float64],
    length_m: npt.NDArray[np.float64],
    *,
    limit_percent: float,
) -> npt.NDArray[np.bool_]:
    last = land.grid.cell_at(*end.T)
    height_m = land.elevation_m.ravel().astype(np.float64)
    rise_m = np.where(last >= 0, np.abs(height_m[np.maximum(last, 0)] - height_m[cells]), 0.0)
    with np.errstate(invalid="ignore"):
        return np.asarray(_PERCENT * rise_m > limit_percent * length_m)


def _is_over_passable(
    land: Land, start: npt.NDArray[np.float64], end: npt.NDArray[np.float64]
) -> npt.NDArray[np.bool_]:
    """Whether straight lines run over cells alone that people can stand in; their very end, at the road, may not."""
    grid = land.grid
    from_cell, to_cell = (np.column_stack(grid.fractional(*points.T)) for points in (start, end))
    steps = max(1, int(np.ceil(_PER_CELL * float(np.abs(to_cell - from_cell).max(initial=0.0)))))
    is_open = np.ones(len(start), np.bool_)
    last = grid.cell_at(*end.T)
    is_passable = land.is_passable.ravel()
    for step in range(1, steps):
        at = start + (end - start) * (step / steps)
        cell = grid.cell_at(*at.T)
        is_open &= (cell == last) | ((cell >= 0) & is_passable[np.maximum(cell, 0)])
    return is_open
