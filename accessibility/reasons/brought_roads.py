"""The nearest road brought to each home: a straight link to it, as fast as that road, and no search of its own.

From where the link ends the way goes on as the search says of that node. Which node it is, geometry alone decides,
so that it is the same whatever else is cured.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from accessibility.search import whole_ticks
from geo.grid import Grid
from geo.hazards import Hazards
from geo.land import metric_points, segments_meet
from geo.roads import RoadNetwork, RoadsOnGrid
from geo.units import minutes_from_seconds, pace_s_per_m, seconds_from_minutes

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadLinks:
    """The link of each home of some; all arrays have one entry a home.

    ``node``: int64, the node of the roads that it leads to. ``seconds``: as a search takes them, inf without a road.
    ``start``, ``end``: (homes, 2), in the grid's CRS.
    """

    node: npt.NDArray[np.int64]
    seconds: Doubles
    start: Doubles
    end: Doubles

    def open_seconds(self, hazards: Hazards | None) -> Doubles:
        """The seconds of each link, inf where it meets a hazard area that blocks, or begins inside of one."""
        if hazards is None:
            return self.seconds
        return np.where(segments_meet(self.start, self.end, hazards.shapes), np.inf, self.seconds)


def bring_roads(roads: RoadsOnGrid, network: RoadNetwork, grid: Grid, home_cell: npt.NDArray[np.int64]) -> RoadLinks:
    """The link of each home: from the centre of its cell to the nearest node where somebody boards or leaves a road.

    ``network``: the one that ``roads`` was laid of, as the people of a profile use it. The link is as fast as
    the quickest road that meets there, riding if any is ridden, either way, else on foot. Roads that are closed, and
    those in hazards, count too: what is closed or held the search says. Barriers do not stop it: a road has
    bridges. Of nodes as near as another it may be any, the same each time.
    """
    rows, columns = np.divmod(home_cell, grid.shape[1])
    start = np.column_stack([grid.centre_x[columns], grid.centre_y[rows]])
    kmh = _speed_at_nodes(roads, network)
    nodes = np.flatnonzero((kmh > 0) & np.isfinite(roads.node_xy).all(axis=1))
    if not len(nodes) or not len(home_cell):
        none = np.zeros(len(home_cell), np.int64)
        return RoadLinks(node=none, seconds=np.full(len(home_cell), np.inf), start=start, end=start)
    tree = cKDTree(metric_points(grid, *roads.node_xy[nodes].T))
    away_m, place = tree.query(metric_points(grid, *start.T))
    node = nodes[place]
    return RoadLinks(
        node=node.astype(np.int64),
        seconds=whole_ticks(away_m * pace_s_per_m(kmh[node])),
        start=start,
        end=roads.node_xy[node],
    )


def minutes_by_links(
    links_s: Doubles, node: npt.NDArray[np.int64], node_seconds: Doubles, *, limit_minutes: float | None
) -> Doubles:
    """Minutes by each home's link and on from its node; inf where there is no way, or none within the limit.

    ``node_seconds``: by node (nodes,), or by node and rank (nodes, k); the minutes have the same last axis.
    """
    along_s = node_seconds[node] if len(node_seconds) else np.full((len(node), *node_seconds.shape[1:]), np.inf)
    seconds = along_s + (links_s if along_s.ndim == 1 else links_s[:, None])
    if limit_minutes is not None:
        seconds = np.where(seconds <= seconds_from_minutes(limit_minutes), seconds, np.inf)
    return minutes_from_seconds(seconds)


def _speed_at_nodes(roads: RoadsOnGrid, network: RoadNetwork) -> Doubles:
    """The speed of the quickest road at each node where one may board, 0 elsewhere and where nobody passes."""
    ridden = np.maximum(network.forward_kmh, network.backward_kmh)
    kmh = np.where(ridden > 0, ridden, network.walk_kmh)[roads.arc_link]
    at_node = np.zeros(roads.node_count)
    is_ridden = np.zeros(roads.node_count)
    for ends in (roads.arc_from, roads.arc_to):
        np.maximum.at(is_ridden, ends, ridden[roads.arc_link])
        np.maximum.at(at_node, ends, kmh)
    at_node = np.where(is_ridden > 0, is_ridden, at_node)
    return np.where(roads.may_board, at_node, 0.0)
