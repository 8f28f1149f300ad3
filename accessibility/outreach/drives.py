"""Drives: how long a vehicle takes between places over the roads of a season, and how far that is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from geo.grid import Grid
from geo.hazards import Hazards
from geo.land import metric_points
from geo.roads import RoadsOnGrid
from geo.units import METRES_PER_KM, minutes_from_seconds

Doubles = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
NEAR_ROAD_M: Final = 1000.0  # a base or a named place is no farther from the road where a vehicle waits for it
_LEAST_S: Final = 1e-6  # of an arc: one of no time at all would be none to the library
_NO_NODE: Final = -9999  # what the library writes where a way begins


class Roadway:
    """The roads of a season as a vehicle goes over them, and where it may stop.

    A vehicle keeps to arcs that carry one and are neither closed nor cut by a hazard, and stops where one may be
    boarded outside hazards. ``cell``, ``node``: the passable cells from which such a place is reached on foot,
    rising, and the nearest of these places to each.
    """

    def __init__(self, grid: Grid, roads: RoadsOnGrid, hazards: Hazards | None) -> None:
        is_open = np.isfinite(roads.vehicle_s) & ~roads.is_closed
        if hazards is not None:
            is_open &= ~hazards.is_arc_cut
        arcs = np.flatnonzero(is_open)
        start, end, seconds = roads.arc_from[arcs], roads.arc_to[arcs], np.maximum(roads.vehicle_s[arcs], _LEAST_S)
        order = np.lexsort((seconds, end, start))  # of several between two nodes the quickest counts
        start, end, seconds, arcs = start[order], end[order], seconds[order], arcs[order]
        is_first = np.append(True, (start[1:] != start[:-1]) | (end[1:] != end[:-1])) if len(arcs) else is_open[:0]
        start, end, arcs = start[is_first], end[is_first], arcs[is_first]
        shape = (roads.node_count, roads.node_count)
        self._seconds = sp.csr_array((seconds[is_first], (start, end)), shape=shape)
        self._km = sp.csr_array((_arc_km(grid, roads)[arcs], (start, end)), shape=shape)
        may_stop = roads.may_board.copy()
        is_driven = np.zeros(roads.node_count, np.bool_)
        is_driven[start] = is_driven[end] = True
        may_stop &= is_driven
        is_walked = may_stop[roads.walk_node]
        if hazards is not None:
            may_stop &= ~hazards.is_node_inside
            is_walked &= ~hazards.is_connector_blocked & ~hazards.is_inside.ravel()[roads.walk_cell]
            is_walked &= ~hazards.is_node_inside[roads.walk_node]
        self._stopping = np.flatnonzero(may_stop)
        self._grid, self._node_xy = grid, roads.node_xy
        cell, node, walk_s = roads.walk_cell[is_walked], roads.walk_node[is_walked], roads.connector_s[is_walked]
        order = np.lexsort((node, walk_s, cell))
        self.cell, first = np.unique(cell[order], return_index=True)
        self.node: Whole = node[order][first].astype(np.int64)

    def node_near(self, x: Doubles, y: Doubles) -> Whole:
        """The nearest place where a vehicle may stop, at most ``NEAR_ROAD_M`` from each point; -1 without any."""
        if not len(self._stopping) or not len(x):
            return np.full(len(x), -1, np.int64)
        tree = cKDTree(metric_points(self._grid, *self._node_xy[self._stopping].T))
        away_m, row = tree.query(metric_points(self._grid, x, y))
        near = self._stopping[np.minimum(row, len(self._stopping) - 1)]
        return np.where(away_m <= NEAR_ROAD_M, near, -1).astype(np.int64)

    def is_reached(self, bases: Sequence[int]) -> npt.NDArray[np.bool_]:
        """Whether a vehicle gets from some base to each of ``cell``, and from there back to some base."""
        if not len(bases) or not len(self.node):
            return np.zeros(len(self.node), np.bool_)
        out = dijkstra(self._seconds, indices=list(bases), min_only=True)
        back = dijkstra(sp.csr_array(self._seconds.T), indices=list(bases), min_only=True)
        return np.asarray(np.isfinite(out[self.node]) & np.isfinite(back[self.node]))

    def minutes(self, bases: Sequence[int], stops: Sequence[int]) -> Doubles:
        """Minutes between some nodes, bases first, from row to column: float64, inf where no vehicle gets there.

        From one base to another nobody drives on a tour: inf as well.
        """
        nodes, first = np.array([*bases, *stops], np.int64), len(bases)
        minutes = np.full((len(nodes), len(nodes)), np.inf)
        np.fill_diagonal(minutes, 0.0)
        back = sp.csr_array(self._seconds.T)
        for place, node in enumerate(stops, start=first):
            minutes[place] = minutes_from_seconds(dijkstra(self._seconds, indices=node)[nodes])
            minutes[:first, place] = minutes_from_seconds(dijkstra(back, indices=node)[nodes[:first]])
        return minutes

    def km(self, start: int, end: int) -> float:
        """The km of the quickest way between two nodes; inf where there is none."""
        seconds, before = dijkstra(self._seconds, indices=start, return_predecessors=True)
        if not np.isfinite(seconds[end]):
            return float("inf")
        way = [end]
        while before[way[-1]] != _NO_NODE:
            way.append(int(before[way[-1]]))
        return float(self._km[way[1:], way[:-1]].sum()) if len(way) > 1 else 0.0


def _arc_km(grid: Grid, roads: RoadsOnGrid) -> Doubles:
    """The length of each arc along the vertices of its road."""
    if not len(roads.arc_from):
        return np.empty(0)
    points = metric_points(grid, *roads.vertex_xy.T)
    along_m = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    at_m = np.interp(roads.arc_span, np.arange(len(along_m)), along_m)
    return np.asarray(np.abs(at_m[:, 1] - at_m[:, 0]) / METRES_PER_KM)
