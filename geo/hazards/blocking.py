"""Hazards: suspected and confirmed areas, and what each blocks off and on the roads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer

from geo.grid import Grid
from geo.land import BlockedMoves, Neighbours, blocked_moves, cells_inside, segments_meet
from geo.roads import RoadsOnGrid, arc_lines

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

    ``open``: roads pass. ``cut``: no road passes where it runs deeper inside than the tolerance.
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
        is_arc_cut = _arcs_deep_inside(grid, roads, shapes, tolerance_m=overlap_tolerance_m)
        if road_policy == "recorded" and len(in_use):
            is_arc_cut &= ~_arcs_along(grid, roads, is_arc_cut, in_use, tolerance_m=overlap_tolerance_m)
    return Hazards(
        shapes=tuple(shapes),
        blocked=blocked_moves(grid, shapes, neighbours),
        is_inside=cells_inside(grid, shapes),
        is_node_inside=is_node_inside,
        is_arc_cut=is_arc_cut,
        is_connector_blocked=segments_meet(roads.connector_start, roads.connector_end, shapes),
    )


def _arcs_deep_inside(
    grid: Grid, roads: RoadsOnGrid, shapes: Sequence[shapely.Geometry], *, tolerance_m: float
) -> npt.NDArray[np.bool_]:
    """Arcs that somewhere run inside the union of the areas, farther than the tolerance from its edge."""
    union = shapely.union_all(np.asarray(shapes, dtype=object))
    lines = arc_lines(roads, np.arange(len(roads.arc_from)))
    shapely.prepare(union)
    is_inside = np.asarray(shapely.intersects(union, lines), dtype=np.bool_)
    core = shapely.buffer(_to_metric(grid, union), -tolerance_m)
    shapely.prepare(core)
    is_inside[is_inside] = shapely.intersects(core, _to_metric(grid, lines[is_inside]))
    return is_inside


def _arcs_along(
    grid: Grid,
    roads: RoadsOnGrid,
    is_candidate: npt.NDArray[np.bool_],
    in_use: Sequence[shapely.Geometry],
    *,
    tolerance_m: float,
) -> npt.NDArray[np.bool_]:
    """Candidate arcs that lie wholly within the tolerance of the lines of roads in use."""
    near = shapely.buffer(_to_metric(grid, shapely.union_all(np.asarray(in_use, dtype=object))), tolerance_m)
    shapely.prepare(near)
    is_along = np.zeros(len(roads.arc_from), np.bool_)
    arcs = np.flatnonzero(is_candidate)
    is_along[arcs] = shapely.covers(near, _to_metric(grid, arc_lines(roads, arcs)))
    return is_along


def _to_metric(grid: Grid, shapes: Any) -> Any:
    """A shape of the grid's CRS, or an array of them, in metres."""
    if not grid.is_geographic:
        return shapes
    transformer = Transformer.from_crs(grid.crs, grid.metric_crs, always_xy=True)
    return shapely.transform(shapes, lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1])))
