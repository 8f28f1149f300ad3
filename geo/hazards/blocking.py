"""Hazards: suspected and confirmed areas, and what each blocks off and on the roads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import shapely

from geo.grid import Grid
from geo.hazards.road_overlaps import arcs_along, road_overlaps
from geo.land import BlockedMoves, Neighbours, blocked_moves, cells_inside, segments_meet
from geo.roads import RoadsOnGrid

RoadPolicy = Literal["open", "recorded", "cut"]

# IMSMA's states of an area: what is open blocks; released land does not.
OPEN_STATUS: Final = frozenset({"open", "active", "suspected", "confirmed"})
RELEASED_STATUS: Final = frozenset({"closed", "cancelled", "canceled", "reduced", "cleared", "released", "completed"})


@dataclass(frozen=True, kw_only=True)
class Hazards:
    """What the open hazard areas block on one grid and its roads.

    ``shapes``: polygons in the grid's CRS. ``blocked``: the moves that meet one. ``is_inside``: cells
    whose centre lies in one. By node, arc and connector of the roads: ``is_node_inside``,
    ``is_arc_cut``, ``is_connector_blocked``.
    """

    shapes: tuple[shapely.Geometry, ...]
    blocked: BlockedMoves
    is_inside: npt.NDArray[np.bool_]
    is_node_inside: npt.NDArray[np.bool_]
    is_arc_cut: npt.NDArray[np.bool_]
    is_connector_blocked: npt.NDArray[np.bool_]


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

    ``open``: roads pass. ``cut``: no road passes where ``road_overlaps`` with the united shapes cuts it.
    ``recorded``: as ``cut``, except where the road is within the tolerance of a line of ``in_use``.
    ``neighbours`` are those of the land.
    """
    is_node_inside = np.zeros(roads.node_count, np.bool_)
    tree = shapely.STRtree(np.asarray(shapes, dtype=object))
    if len(shapes):
        points = shapely.points(roads.node_xy)
        is_node_inside[np.unique(tree.query(points, predicate="intersects")[0])] = True
    is_arc_cut = np.zeros(len(roads.arc_from), np.bool_)
    if road_policy != "open" and len(shapes):
        areas = shapely.get_parts(shapely.union_all(np.asarray(shapes, dtype=object)))
        is_arc_cut[road_overlaps(grid, roads, areas, tolerance_m=overlap_tolerance_m).arc] = True
        if road_policy == "recorded" and len(in_use):
            cut = np.flatnonzero(is_arc_cut)
            is_arc_cut[cut] = ~arcs_along(grid, roads, cut, in_use, tolerance_m=overlap_tolerance_m)
    return Hazards(
        shapes=tuple(shapes),
        blocked=blocked_moves(grid, shapes, neighbours),
        is_inside=cells_inside(grid, shapes),
        is_node_inside=is_node_inside,
        is_arc_cut=is_arc_cut,
        is_connector_blocked=segments_meet(roads.connector_start, roads.connector_end, shapes),
    )
