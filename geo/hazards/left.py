"""What is left blocked of clusters of touching areas when some of these are released, found near them alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import shapely

from geo.grid import Grid
from geo.hazards.blocking import Hazards, HeldByCluster, RoadPolicy, held_by_cluster, things_met
from geo.hazards.clusters import cluster_touching
from geo.hazards.overlaps import arcs_along, road_overlaps
from geo.land import BlocksByShape, blocks_by_shape, move_count_of
from geo.roads import RoadsOnGrid, arc_lines

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBlocks:
    """What clusters block, each by itself, as in Hazards."""

    moves: BlocksByShape
    nodes: HeldByCluster
    arcs: HeldByCluster
    connectors: HeldByCluster


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadRule:
    """By which rule hazards cut roads. ``in_use``: lines in the grid's CRS; ``tolerance_m`` as in ``lay_hazards``."""

    policy: RoadPolicy
    tolerance_m: float
    in_use: tuple[shapely.Geometry, ...]


def blocks_left(  # noqa: PLR0913 - whose blocks, and by which rule
    grid: Grid,
    roads: RoadsOnGrid,
    hazards: Hazards,
    *,
    clusters: Sequence[int],
    shapes: Sequence[shapely.Geometry],
    rule: RoadRule,
    arc_bounds: npt.NDArray[np.float64] | None = None,
) -> HeldBlocks:
    """What ``lay_hazards`` of these areas alone would block. ``shapes``: the areas of ``clusters`` that are left.

    ``arc_bounds`` as ``bounds_of_arcs`` gives it, needed where the rule cuts roads.
    """
    _, parts = cluster_touching(shapes)
    node, connector = _items(hazards.nodes, clusters), _items(hazards.connectors, clusters)
    nodes = things_met(shapely.points(roads.node_xy[node]), parts)
    ends = np.stack([roads.connector_start[connector], roads.connector_end[connector]], axis=1)
    connectors = things_met(shapely.linestrings(ends) if len(ends) else np.empty(0, object), parts)
    arcs = held_by_cluster(np.empty(0, np.int64), np.empty(0, np.int64), len(parts))
    if rule.policy != "open" and parts and arc_bounds is not None and len(arc_bounds):
        arcs = _arcs_cut(grid, roads, parts, rule, arc_bounds)
    return HeldBlocks(
        moves=blocks_by_shape(grid, parts, move_count_of(hazards.blocked)),  # type: ignore[arg-type]
        nodes=replace(nodes, item=node[nodes.item]),
        arcs=arcs,
        connectors=replace(connectors, item=connector[connectors.item]),
    )


def bounds_of_arcs(roads: RoadsOnGrid) -> npt.NDArray[np.float64]:
    """Left, bottom, right and top of each arc in the grid's CRS, shape (arcs, 4)."""
    return np.asarray(shapely.bounds(arc_lines(roads, np.arange(len(roads.arc_from)))), dtype=np.float64)


def _arcs_cut(
    grid: Grid, roads: RoadsOnGrid, parts: Sequence[shapely.Geometry], rule: RoadRule, bounds: npt.NDArray[np.float64]
) -> HeldByCluster:
    left, bottom, right, top = shapely.total_bounds(np.asarray(parts, dtype=object))
    is_near = (bounds[:, 0] <= right) & (bounds[:, 2] >= left) & (bounds[:, 1] <= top) & (bounds[:, 3] >= bottom)
    arc = np.flatnonzero(is_near)
    names = ("arc_from", "arc_to", "vehicle_s", "walk_s", "arc_link", "is_above", "arc_span", "is_closed")
    near = replace(roads, **{name: getattr(roads, name)[arc] for name in names})
    cut = road_overlaps(grid, near, parts, tolerance_m=rule.tolerance_m)
    is_kept = np.ones(len(cut.arc), np.bool_)
    if rule.policy == "recorded" and len(rule.in_use):
        is_kept = ~arcs_along(grid, near, cut.arc, rule.in_use, tolerance_m=rule.tolerance_m)
    return held_by_cluster(cut.area[is_kept], arc[cut.arc[is_kept]], len(parts))


def _items(held: HeldByCluster, clusters: Sequence[int]) -> Ints:
    """The items that some of these clusters hold, each once, rising."""
    found = [held.item[held.start[cluster] : held.start[cluster + 1]] for cluster in clusters]
    return np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)
