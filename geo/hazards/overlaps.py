"""Which roads hazard areas cut: where one runs deep inside an area, or passes through from side to side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer

from geo.grid import Grid
from geo.hazards.through_roads import RoadPieces, passes_through
from geo.roads import RoadsOnGrid, arc_lines

_LONGEST_EDGE_DEGREES: Final = 0.005  # a longer edge is not straight enough in metres
_NO_LENGTH_M: Final = 0.002  # a piece no longer is a point, and cut where the rest of its road is
_NO_LENGTH_DEGREES: Final = 2e-8


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadOverlaps:
    """The arcs that areas cut, as pairs of an area and an arc, sorted by area and then by arc."""

    area: npt.NDArray[np.int64]
    arc: npt.NDArray[np.int64]


def road_overlaps(
    grid: Grid, roads: RoadsOnGrid, shapes: Sequence[shapely.Geometry], *, tolerance_m: float
) -> RoadOverlaps:
    """Which arcs each area cuts. ``shapes``: disjoint, valid polygons in the grid's CRS; areas are rows of it.

    An overlap that a shift of the area's edge by less than the tolerance would undo never cuts. So an
    arc is cut where it runs deeper inside than the tolerance, or where its road passes through the
    area and leaves on both of its sides a part at least as thick as the tolerance. A road that skims
    along inside an edge divides off a sliver and is not cut, nor is one across an area, or a neck of
    one, that itself is thinner. A road that ends inside is judged by its depth alone, so that a
    larger area may cut less of it; it leads nobody out of the area. Without tolerance each arc that
    meets the interior is cut; touching an edge is no overlap.

    Bridges and tunnels pass over and under the land and are never cut, nor are ferries; whether they
    are safe is for the authority to say. They carry a road through all the same.
    """
    piece_of_arc, first_arc = _pieces(roads)
    lines = arc_lines(roads, first_arc)
    start, end = _ends(roads, lines, first_arc)
    is_point = shapely.length(lines) <= (_NO_LENGTH_DEGREES if grid.is_geographic else _NO_LENGTH_M)
    lines[is_point] = shapely.get_point(lines[is_point], 0)  # GEOS takes a line of no length for nothing
    areas = np.asarray(shapes, dtype=object)
    shapely.prepare(areas)
    area, piece = (rows.astype(np.int64) for rows in shapely.STRtree(lines).query(areas, predicate="intersects"))
    is_inside = ~shapely.touches(areas[area], lines[piece])
    area, piece = area[is_inside], piece[is_inside]
    is_above = roads.is_above[first_arc[piece]]
    is_cut = ~is_above
    if tolerance_m > 0 and len(area):
        kept, plot = np.unique(area, return_inverse=True)
        plots, line = to_metric(grid, areas[kept]), to_metric(grid, lines[piece])
        is_deep = _meets(shapely.buffer(plots, -tolerance_m), plot, line)
        pieces = RoadPieces(
            plot=plot, line=line, start=start[piece], end=end[piece], is_settled=is_deep | is_above | is_point[piece]
        )
        is_cut &= is_deep | passes_through(plots, pieces, tolerance_m=tolerance_m)
        stay = np.unique(np.column_stack([area, roads.arc_link[first_arc[piece]]]), axis=0, return_inverse=True)[1]
        ends = np.stack([start[piece], end[piece]]) + roads.node_count * stay.ravel()
        is_cut |= is_point[piece] & ~is_above & np.isin(ends, ends[:, is_cut]).any(axis=0)
    return _by_arc(area[is_cut], piece[is_cut], piece_of_arc)


def arcs_along(
    grid: Grid,
    roads: RoadsOnGrid,
    arcs: npt.NDArray[np.int64],
    lines: Sequence[shapely.Geometry],
    *,
    tolerance_m: float,
) -> npt.NDArray[np.bool_]:
    """Which of these arcs lie wholly within the tolerance of lines in the grid's CRS, one value for each arc."""
    near = shapely.buffer(to_metric(grid, shapely.union_all(np.asarray(lines, dtype=object))), tolerance_m)
    shapely.prepare(near)
    return np.asarray(shapely.covers(near, to_metric(grid, arc_lines(roads, arcs))), dtype=np.bool_)


def to_metric(grid: Grid, shapes: Any) -> Any:
    """A shape of the grid's CRS, or an array of them, in metres."""
    if not grid.is_geographic:
        return shapes
    transformer = Transformer.from_crs(grid.crs, grid.metric_crs, always_xy=True)
    fine = np.array(shapes, dtype=object)
    is_long = shapely.length(fine) > _LONGEST_EDGE_DEGREES
    fine[is_long] = shapely.segmentize(fine[is_long], _LONGEST_EDGE_DEGREES)
    return shapely.transform(
        fine if fine.ndim else fine[()], lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))
    )


def _pieces(roads: RoadsOnGrid) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The piece of road that each arc runs along, and the first arc of each piece: an arc and its way back share it."""
    order = np.lexsort((roads.arc_span[:, 1], roads.arc_span[:, 0], roads.arc_link))
    span, link = roads.arc_span[order], roads.arc_link[order]
    is_other = (span[1:] != span[:-1]).any(axis=1) | (link[1:] != link[:-1])
    is_first = np.concatenate([[True], is_other])[: len(order)]
    piece = np.empty(len(order), np.int64)
    piece[order] = np.cumsum(is_first) - 1
    return piece, order[is_first]


def _meets(shapes: npt.NDArray[np.object_], row: npt.NDArray[np.int64], lines: Any) -> npt.NDArray[np.bool_]:
    """Whether each line meets the shape of its row."""
    shapely.prepare(shapes)
    return np.asarray(shapely.intersects(shapes[row], lines), dtype=np.bool_)


def _ends(
    roads: RoadsOnGrid, lines: npt.NDArray[np.object_], arcs: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The nodes at the first and at the last point of the arcs' lines."""
    first = shapely.get_coordinates(shapely.get_point(lines, 0))
    one, other = roads.arc_from[arcs].astype(np.int64), roads.arc_to[arcs].astype(np.int64)
    to_one, to_other = (np.hypot(*(first - roads.node_xy[node]).T) for node in (one, other))
    is_along = to_one <= to_other
    return np.where(is_along, one, other), np.where(is_along, other, one)


def _by_arc(
    area: npt.NDArray[np.int64], piece: npt.NDArray[np.int64], piece_of_arc: npt.NDArray[np.int64]
) -> RoadOverlaps:
    """Pairs of an area and a piece as pairs of an area and an arc."""
    arcs = np.argsort(piece_of_arc, kind="stable")
    first, last = (np.searchsorted(piece_of_arc[arcs], piece, side=side) for side in ("left", "right"))
    count = last - first
    pair = np.repeat(np.arange(len(piece)), count)
    arc = arcs[np.arange(len(pair)) - np.repeat(np.cumsum(count) - count, count) + first[pair]]
    order = np.lexsort((arc, area[pair]))
    return RoadOverlaps(area=area[pair][order], arc=arc[order].astype(np.int64))
