"""Hazards: suspected and confirmed areas, and what each blocks off and on the roads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer

from geo.boarding import RoadsOnGrid
from geo.grid import Grid
from geo.moves import BlockedMoves, blocked_moves, cells_inside, segments_meet

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
) -> Hazards:
    """What polygons in the grid's CRS block: moves, boarding, and roads by the policy.

    ``open``: roads pass. ``cut``: no road passes where it runs deeper inside than the tolerance.
    ``recorded``: as ``cut``, except where the road is within the tolerance of a line of ``in_use``.
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
        blocked=blocked_moves(grid, shapes),
        is_inside=cells_inside(grid, shapes),
        is_node_inside=is_node_inside,
        is_arc_cut=is_arc_cut,
        is_connector_blocked=segments_meet(roads.connector_start, roads.connector_end, shapes),
    )


def arc_lines(roads: RoadsOnGrid, arcs: npt.NDArray[np.int64]) -> npt.NDArray[np.object_]:
    """The pieces of road that the arcs run along, in the grid's CRS, as lines."""
    lines = np.empty(len(arcs), dtype=object)
    for place, arc in enumerate(arcs):
        start, end = roads.arc_span[arc]
        inner = np.arange(int(np.floor(start)) + 1, int(np.ceil(end)))
        points = [_vertex_at(roads, start), *roads.vertex_xy[inner], _vertex_at(roads, end)]
        lines[place] = shapely.LineString(points)
    return lines


def _vertex_at(roads: RoadsOnGrid, at: float) -> npt.NDArray[np.float64]:
    vertex = min(int(at), len(roads.vertex_xy) - 2)
    share = at - vertex
    return np.asarray(roads.vertex_xy[vertex] * (1 - share) + roads.vertex_xy[vertex + 1] * share)


def _arcs_deep_inside(
    grid: Grid, roads: RoadsOnGrid, shapes: Sequence[shapely.Geometry], *, tolerance_m: float
) -> npt.NDArray[np.bool_]:
    """Arcs that somewhere run inside the union of the areas, farther than the tolerance from its edge."""
    metric = _to_metric(grid, shapely.union_all(np.asarray(shapes, dtype=object)))
    core = shapely.buffer(metric, -tolerance_m)
    return _arcs_meeting(grid, roads, np.arange(len(roads.arc_from)), core)


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
    is_along = np.zeros(len(roads.arc_from), np.bool_)
    arcs = np.flatnonzero(is_candidate)
    is_along[arcs] = shapely.covers(near, [_to_metric(grid, line) for line in arc_lines(roads, arcs)])
    return is_along


def _arcs_meeting(
    grid: Grid, roads: RoadsOnGrid, arcs: npt.NDArray[np.int64], core: shapely.Geometry
) -> npt.NDArray[np.bool_]:
    """Arcs that meet the shape, which is in the grid's metric CRS."""
    is_meeting = np.zeros(len(roads.arc_from), np.bool_)
    if core.is_empty or not len(arcs):
        return is_meeting
    lines = np.array([_to_metric(grid, line) for line in arc_lines(roads, arcs)], dtype=object)
    shapely.prepare(core)
    is_meeting[arcs] = shapely.intersects(core, lines)
    return is_meeting


def _to_metric(grid: Grid, shape: shapely.Geometry) -> shapely.Geometry:
    """A shape of the grid's CRS in metres."""
    if not grid.is_geographic:
        return shape
    transformer = Transformer.from_crs(grid.crs, grid.metric_crs, always_xy=True)
    return shapely.transform(shape, lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1])))
