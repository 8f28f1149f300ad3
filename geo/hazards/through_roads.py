"""Roads that pass through an area from one side to another, and what they leave of it on either side."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import networkx as nx
import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

_ROAD_WIDTH_M: Final = 0.002  # what a road takes of an area that it divides
_BESIDE_M: Final = 0.003  # how far from its middle line a road's two sides are looked at
_AHEAD_M: Final = 10.0  # how far a road is looked along to see which way it goes on
_OUTSIDE: Final = -1  # the node beyond the edges of a plot; nodes below are places on the edges
_ROUGHLY_M: Final = 0.01  # how exactly a circle in a polygon is sought
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Shapes = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadPieces:
    """Pieces of road that meet plots of land, one entry for each pair of the two.

    ``plot``: its row. ``line``: the piece, in metres. ``start``, ``end``: the nodes at the line's first
    and last point. ``is_settled``: whether it need not be asked of this piece whether it passes through.
    """

    plot: Ints
    line: Shapes
    start: Ints
    end: Ints
    is_settled: Bools


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stays:
    """The stays of pieces in plots, each by itself; ``start`` and ``end`` are below -1 where it begins at an edge."""

    piece: Ints
    plot: Ints
    line: Shapes
    start: Ints
    end: Ints
    is_settled: Bools


def passes_through(plots: Shapes, pieces: RoadPieces, *, tolerance_m: float) -> Bools:
    """Whether each piece belongs to a road that passes through its plot with a thick part of it on either side.

    ``plots``: polygons in metres. Thick is what holds a circle as wide as the tolerance, to some
    millimetres, and a road counts only if it meets such a circle. Roads hang together at common
    nodes, not where they cross. Where they fork, a piece is cut if all roads that hang together
    leave a thick part on its left and on its right, or if the road that goes straight on from it
    both ways does so by itself.
    """
    half_m = max(tolerance_m / 2 - 2 * _ROAD_WIDTH_M, 0.0)
    asked = np.unique(pieces.plot[~pieces.is_settled])
    plot, of_plot = shapely.get_parts(plots[asked], return_index=True)
    wide = shapely.buffer(shapely.buffer(plot, -half_m), half_m)
    is_wide = ~shapely.is_empty(wide)
    plot, wide, of_plot = plot[is_wide], wide[is_wide], of_plot[is_wide]
    stays = _stays(plot, asked[of_plot], pieces)
    is_through = np.zeros(len(pieces.plot), np.bool_)
    shapely.prepare(wide)
    is_in_wide = np.asarray(shapely.intersects(wide[stays.plot], stays.line), dtype=np.bool_)
    for group in _groups(stays):
        cut = _cut_of(plot[stays.plot[group[0]]], stays, group, is_in_wide, half_m)
        is_through[stays.piece[cut]] = True
    return is_through


def _stays(plot: Shapes, row_of_plot: Ints, pieces: RoadPieces) -> _Stays:
    """The stays of the pieces in polygons, each of which is part of the plot of a row."""
    start, end = _nodes(pieces)
    order = np.argsort(pieces.plot, kind="stable")
    first, last = (np.searchsorted(pieces.plot[order], row_of_plot, side=side) for side in ("left", "right"))
    part = np.repeat(np.arange(len(plot)), last - first)
    place = np.arange(len(part)) - np.repeat(np.cumsum(last - first) - (last - first), last - first)
    piece = order[first[part] + place]
    shapely.prepare(plot)
    is_met = shapely.intersects(plot[part], pieces.line[piece])
    part, piece = part[is_met], piece[is_met]
    inside = shapely.intersection(plot[part], pieces.line[piece])
    is_many = shapely.get_type_id(inside) == shapely.GeometryType.MULTILINESTRING
    inside[is_many] = shapely.line_merge(inside[is_many])
    line, pair = shapely.get_parts(inside, return_index=True)
    is_line = (shapely.get_type_id(line) == shapely.GeometryType.LINESTRING) & (shapely.length(line) > _ROAD_WIDTH_M)
    line, part, piece = line[is_line], part[pair[is_line]], piece[pair[is_line]]
    outline = shapely.boundary(plot)
    nodes = []
    for number, end_of_line in enumerate((0, -1)):
        point = shapely.get_point(line, end_of_line)
        to_start, to_end = (shapely.distance(point, shapely.get_point(pieces.line[piece], at)) for at in (0, -1))
        node = np.where(to_start <= to_end, start[piece], end[piece])
        is_on_edge = shapely.distance(outline[part], point) <= _ROAD_WIDTH_M
        nodes.append(np.where(is_on_edge, _OUTSIDE - 1 - number - 2 * np.arange(len(line)), node))
    return _Stays(piece=piece, plot=part, line=line, start=nodes[0], end=nodes[1], is_settled=pieces.is_settled[piece])


def _nodes(pieces: RoadPieces) -> tuple[Ints, Ints]:
    """The nodes at the pieces' ends, where those that are joined by a piece of no length are one."""
    nodes, row = np.unique(np.concatenate([pieces.start, pieces.end]), return_inverse=True)
    start, end = row[: len(pieces.start)], row[len(pieces.start) :]
    short = np.flatnonzero(shapely.length(pieces.line) <= _ROAD_WIDTH_M)
    joints = coo_array((np.ones(len(short)), (start[short], end[short])), shape=(len(nodes), len(nodes)))
    _, label = connected_components(joints, directed=False)
    return label[start].astype(np.int64), label[end].astype(np.int64)


def _groups(stays: _Stays) -> list[Ints]:
    """Stays that hang together and lie on ways from edge to edge, as rows, if one of them at least is to be asked."""
    by_plot = np.argsort(stays.plot, kind="stable")
    groups: list[Ints] = []
    for rows in np.split(by_plot, np.flatnonzero(np.diff(stays.plot[by_plot])) + 1):
        if not stays.is_settled[rows].all():
            groups += [group for group in _through(stays, rows) if not stays.is_settled[group].all()]
    return groups


def _through(stays: _Stays, rows: Ints) -> list[Ints]:
    """Those of the stays in one plot that lie on a way from edge to edge, by what hangs together."""
    graph: Any = nx.Graph()
    for row, start, end in zip(rows.tolist(), stays.start[rows].tolist(), stays.end[rows].tolist(), strict=True):
        graph.add_edges_from([((row,), start), ((row,), end)])
        graph.add_edges_from((_OUTSIDE, node) for node in (start, end) if node < _OUTSIDE)
    blocks = [block for block in nx.biconnected_components(graph) if _OUTSIDE in block]
    found = [sorted(node[0] for node in block if isinstance(node, tuple)) for block in blocks]
    return [np.array(block, np.int64) for block in sorted(found) if len(block)]


def _cut_of(land: shapely.Geometry, stays: _Stays, group: Ints, is_in_wide: Bools, half_m: float) -> Ints:
    """The rows of a group that are cut, of those that are to be asked."""
    is_cut = _is_between(land, stays.line[group], half_m) & is_in_wide[group]
    others = group[~is_cut & ~stays.is_settled[group]]
    cut = group[is_cut].tolist()
    if len(others) and _has_forks(stays, group):
        at_node = defaultdict(list)
        for row in group.tolist():
            at_node[int(stays.start[row])].append(row)
            at_node[int(stays.end[row])].append(row)
        is_cut_by: dict[frozenset[int], bool] = {}
        for row in others.tolist():
            road = frozenset(_straight_road(stays, row, at_node))
            if road and road not in is_cut_by:
                members = np.array(sorted(road))
                is_met = bool(is_in_wide[members].any())
                is_cut_by[road] = is_met and bool(_is_between(land, stays.line[members], half_m).all())
            if road and is_cut_by[road]:
                cut.append(row)
    return np.array(cut, np.int64)


def _has_forks(stays: _Stays, group: Ints) -> bool:
    _, count = np.unique(np.concatenate([stays.start[group], stays.end[group]]), return_counts=True)
    return bool((count > 2).any())  # noqa: PLR2004 - the one that comes and the one that goes


def _is_between(land: shapely.Geometry, lines: Shapes, half_m: float) -> Bools:
    """Whether each of the lines, which together divide the land, has a thick part of it on either side."""
    road = shapely.buffer(shapely.union_all(lines), _ROAD_WIDTH_M / 2, quad_segs=1)
    sides = shapely.get_parts(shapely.difference(land, road))
    thick = sides[_is_thick(sides, half_m)]
    is_between = np.ones(len(lines), np.bool_)
    for points in _beside(lines):
        is_between &= shapely.contains_xy(thick[:, None], points[:, 0], points[:, 1]).any(axis=0)
    return is_between


def _is_thick(sides: Shapes, half_m: float) -> Bools:
    """Whether each polygon holds a circle of this radius.

    GEOS now and then erodes all of one that does, so what is gone is asked in another way.
    """
    bounds = shapely.bounds(sides)
    is_large = (bounds[:, 2:] - bounds[:, :2]).min(axis=1, initial=np.inf) > 2 * half_m
    is_thick = np.asarray(is_large & (shapely.area(sides) > np.pi * half_m**2), dtype=np.bool_)
    rows = np.flatnonzero(is_thick)
    is_eroded = shapely.is_empty(shapely.buffer(sides[rows], -half_m))
    doubtful = rows[is_eroded]
    radius_m = shapely.length(shapely.maximum_inscribed_circle(sides[doubtful], tolerance=_ROUGHLY_M))
    is_thick[doubtful] = radius_m >= half_m + _ROUGHLY_M
    return is_thick


def _beside(lines: Shapes) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Points on the left and on the right of lines, close to the middle of the longest segment of each."""
    left, right = np.empty((len(lines), 2)), np.empty((len(lines), 2))
    for row, line in enumerate(lines):
        points = shapely.get_coordinates(line)
        start, end = max(pairwise(points), key=lambda pair: float(np.hypot(*(pair[1] - pair[0]))))
        along = (end - start) / np.hypot(*(end - start))
        aside = _BESIDE_M * np.array([-along[1], along[0]])
        left[row], right[row] = (start + end) / 2 + aside, (start + end) / 2 - aside
    return left, right


def _straight_road(stays: _Stays, row: int, at_node: dict[int, list[int]]) -> list[int]:
    """The stays that a road goes through which goes straight on from one of them both ways; none if it meets itself."""
    start, end = int(stays.start[row]), int(stays.end[row])
    ahead, behind = (_straight_on(stays, row, node, at_node) for node in (end, start))
    if start == end or not ahead or not behind or ahead.keys() & behind.keys():
        return []
    return [row, *(other for way in (ahead, behind) for other in way.values() if other != row)]


def _straight_on(stays: _Stays, row: int, node: int, at_node: dict[int, list[int]]) -> dict[int, int]:
    """The nodes that a road passes which goes straight on from an end of a stay to an edge, each with the stay into it.

    Nothing if it ends inside or meets itself.
    """
    passed = {node: row}
    while node > _OUTSIDE:
        heading = -_leaving(stays, row, node)
        ways = [other for other in at_node[node] if other != row]
        if not ways:
            return {}
        row = max(ways, key=lambda other: float(heading @ _leaving(stays, other, node)))
        node = int(stays.end[row] if stays.start[row] == node else stays.start[row])
        if node in passed:
            return {}
        passed[node] = row
    return passed


def _leaving(stays: _Stays, row: int, node: int) -> npt.NDArray[np.float64]:
    """The direction in which a stay leaves a node at one of its ends, of length 1."""
    line = stays.line[row]
    reach_m = min(_AHEAD_M, line.length)
    near, far = (0.0, reach_m) if stays.start[row] == node else (line.length, line.length - reach_m)
    ahead = np.subtract(*shapely.get_coordinates([line.interpolate(far), line.interpolate(near)]))
    return np.asarray(ahead / max(float(np.hypot(*ahead)), _ROAD_WIDTH_M))
