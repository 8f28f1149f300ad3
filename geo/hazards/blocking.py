"""Hazards: suspected and confirmed areas, and what each blocks off and on the roads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import shapely

from geo.grid import Grid
from geo.hazards.clusters import cluster_touching
from geo.hazards.overlaps import arcs_along, road_overlaps
from geo.land import BlockedMoves, BlocksByShape, Neighbours, blocks_by_shape
from geo.roads import RoadsOnGrid

RoadPolicy = Literal["open", "recorded", "cut"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldByCluster:
    """What each cluster of areas holds by itself, one kind of thing: items ``start[i]`` to ``start[i + 1]``."""

    start: npt.NDArray[np.int64]
    item: npt.NDArray[np.int64]

    @property
    def cluster(self) -> npt.NDArray[np.int64]:
        """The cluster of each item."""
        return np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))


@dataclass(frozen=True, kw_only=True)
class Hazards:
    """What the open hazard areas block on one grid and its roads.

    ``shapes``: the clusters of touching areas, polygons in the grid's CRS; ``cluster``: that of each
    area that was laid. Together they block ``blocked``, the moves that meet one; ``is_inside``: cells
    whose centre lies in one; by node, arc and connector of the roads ``is_node_inside``,
    ``is_arc_cut``, ``is_connector_blocked``. Each by itself: ``moves``, ``nodes``, ``arcs``, ``connectors``.
    """

    shapes: tuple[shapely.Geometry, ...]
    cluster: npt.NDArray[np.int64]
    blocked: BlockedMoves
    is_inside: npt.NDArray[np.bool_]
    is_node_inside: npt.NDArray[np.bool_]
    is_arc_cut: npt.NDArray[np.bool_]
    is_connector_blocked: npt.NDArray[np.bool_]
    moves: BlocksByShape
    nodes: HeldByCluster
    arcs: HeldByCluster
    connectors: HeldByCluster


def lay_hazards(  # noqa: PLR0913 - each argument is a rule of its own
    grid: Grid,
    roads: RoadsOnGrid,
    shapes: Sequence[shapely.Geometry],
    *,
    road_policy: RoadPolicy,
    overlap_tolerance_m: float,
    in_use: Sequence[shapely.Geometry] = (),
    neighbours: Neighbours = 16,
) -> Hazards:
    """What polygons in the grid's CRS block: moves, boarding, and roads by the policy.

    ``open``: roads pass. ``cut``: no road passes where ``road_overlaps`` with the clusters of touching
    shapes cuts it. ``recorded``: as ``cut``, except where the road is within the tolerance of a line of
    ``in_use``. ``neighbours`` are those of the land.
    """
    cluster, clusters = cluster_touching(shapes)
    moves = blocks_by_shape(grid, clusters, neighbours)
    blocked, is_inside = moves.dense(grid)
    nodes = things_met(shapely.points(roads.node_xy), clusters)
    ends = np.stack([roads.connector_start, roads.connector_end], axis=1)
    connectors = things_met(shapely.linestrings(ends), clusters)
    arcs = held_by_cluster(np.empty(0, np.int64), np.empty(0, np.int64), len(clusters))
    if road_policy != "open" and len(clusters):
        cut = road_overlaps(grid, roads, clusters, tolerance_m=overlap_tolerance_m)
        is_kept = np.ones(len(cut.arc), np.bool_)
        if road_policy == "recorded" and len(in_use):
            is_kept = ~arcs_along(grid, roads, cut.arc, in_use, tolerance_m=overlap_tolerance_m)
        arcs = held_by_cluster(cut.area[is_kept], cut.arc[is_kept], len(clusters))
    return Hazards(
        shapes=clusters,
        cluster=cluster,
        blocked=blocked,
        is_inside=is_inside,
        is_node_inside=any_of(nodes, roads.node_count),
        is_arc_cut=any_of(arcs, len(roads.arc_from)),
        is_connector_blocked=any_of(connectors, len(roads.walk_cell)),
        moves=moves,
        nodes=nodes,
        arcs=arcs,
        connectors=connectors,
    )


def held_by_cluster(cluster: npt.NDArray[np.int64], item: npt.NDArray[np.int64], cluster_count: int) -> HeldByCluster:
    """Pairs of a cluster and an item that it holds, by cluster."""
    order = np.lexsort((item, cluster))
    start = np.searchsorted(cluster[order], np.arange(cluster_count + 1)).astype(np.int64)
    return HeldByCluster(start=start, item=item[order])


def any_of(held: HeldByCluster, count: int) -> npt.NDArray[np.bool_]:
    """Which of so many items some cluster holds."""
    is_held = np.zeros(count, np.bool_)
    is_held[held.item] = True
    return is_held


def things_met(things: Any, clusters: Sequence[shapely.Geometry]) -> HeldByCluster:
    """The points or segments that meet each cluster."""
    if not len(clusters) or not len(things):
        return held_by_cluster(np.empty(0, np.int64), np.empty(0, np.int64), len(clusters))
    item, cluster = shapely.STRtree(np.asarray(clusters, dtype=object)).query(things, predicate="intersects")
    return held_by_cluster(cluster, item, len(clusters))
