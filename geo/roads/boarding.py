"""Where the roads run over the grid, and where a traveller may join or leave them.

A link is split in each cell it enters, at the point nearest to the cell's centre; there, and at
junctions, it may be boarded. Motorways, bridges, tunnels and ferries are entered at their ends.
"""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np
import numpy.typing as npt

from geo.grid import Grid
from geo.land import Land, NearestPassableCell, segments_meet
from geo.roads.network import RoadNetwork, segment_length_m
from geo.roads.tags import FERRY
from geo.units import pace_s_per_m

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadsOnGrid:
    """The road network split at the cells, with the walks between cells and roads.

    Nodes 0 to ``node_count`` - 1 are the junctions, then the boarding points; ``may_board`` says
    by node whether a vehicle may be boarded or left there, ``node_xy`` where it is (grid's CRS).

    Arcs, each in its direction of travel: ``arc_from``, ``arc_to`` int32; ``vehicle_s`` and
    ``walk_s`` float64, inf where that traveller may not pass; ``arc_link`` int32, the link of the
    network; ``is_above`` bool, whether it is a bridge, tunnel or ferry and touches no land between
    its ends; ``arc_span`` (arcs, 2), where on ``vertex_xy`` it begins and ends, as vertex plus share
    of the segment, always along the link; ``is_closed`` whether nobody passes, by
    vehicle or on foot.

    Connectors, each a walk between a cell's centre and a node, both ways alike: ``walk_cell``
    int64, ``walk_node`` int32, ``connector_s`` float64, ``connector_start`` and ``connector_end``
    (connectors, 2) in the grid's CRS. ``unconnected_count`` boarding points have no passable cell
    near enough, or a barrier lies between.
    """

    node_count: int
    node_xy: Floats
    may_board: npt.NDArray[np.bool_]
    vertex_xy: Floats
    arc_from: npt.NDArray[np.int32]
    arc_to: npt.NDArray[np.int32]
    vehicle_s: Floats
    walk_s: Floats
    arc_link: npt.NDArray[np.int32]
    is_above: npt.NDArray[np.bool_]
    arc_span: Floats
    is_closed: npt.NDArray[np.bool_]
    walk_cell: npt.NDArray[np.int64]
    walk_node: npt.NDArray[np.int32]
    connector_s: Floats
    connector_start: Floats
    connector_end: Floats
    unconnected_count: int


def lay_roads(network: RoadNetwork, land: Land, *, connect_within_m: float) -> RoadsOnGrid:
    """The roads split at the cells of the land's grid and connected to them.

    A boarding point in an impassable cell is connected to the nearest passable cell whose centre
    is at most ``connect_within_m`` away. The walk is at that cell's pace, and there is none if its
    segment meets a barrier.
    """
    grid = land.grid
    x, y = grid.from_lon_lat(network.vertices[:, 0], network.vertices[:, 1])
    along_m = _length_along_m(network)
    point_link, point_at, point_cell = _boarding_points(network, grid, x, y)
    point_xy = _at(np.column_stack([x, y]), point_at)
    point_m = _at(along_m[:, None], point_at)[:, 0]
    point_node = network.node_count + np.arange(len(point_link))

    ends_at = np.column_stack([network.vertex_start[:-1], network.vertex_start[1:] - 1])
    link = np.concatenate([np.arange(network.link_count), point_link, np.arange(network.link_count)])
    at = np.concatenate([ends_at[:, 0], point_at, ends_at[:, 1]])
    metres = np.concatenate([along_m[ends_at[:, 0]], point_m, along_m[ends_at[:, 1]]])
    node = np.concatenate([network.link_from, point_node, network.link_to])
    kind = np.repeat([0, 1, 2], [network.link_count, len(point_link), network.link_count])
    order = np.lexsort((at, kind, link))
    link, at, metres, node = link[order], at[order], metres[order], node[order]
    is_piece = link[1:] == link[:-1]
    piece_link = link[:-1][is_piece].astype(np.int32)
    length_m = np.maximum(0.0, (metres[1:] - metres[:-1])[is_piece])
    span = np.column_stack([at[:-1][is_piece], at[1:][is_piece]])
    start, end = node[:-1][is_piece], node[1:][is_piece]

    node_xy = np.empty((network.node_count, 2))
    vertex_xy = np.column_stack([x, y])
    node_xy[network.link_from], node_xy[network.link_to] = vertex_xy[ends_at[:, 0]], vertex_xy[ends_at[:, 1]]
    may_board = np.zeros(network.node_count, np.bool_)
    may_board[network.link_from[network.is_boardable]] = True
    may_board[network.link_to[network.is_boardable]] = True

    is_ferry = np.array([name == FERRY for name in network.road_class], np.bool_)[network.class_row]
    is_above = (network.is_bridge | network.is_tunnel | is_ferry)[piece_link]
    forward_s = _duration_s(length_m, network.forward_kmh[piece_link])
    backward_s = _duration_s(length_m, network.backward_kmh[piece_link])
    on_foot_s = _duration_s(length_m, network.walk_kmh[piece_link])
    cell, connector_s, cell_xy = _connectors(land, point_xy, point_cell, connect_within_m=connect_within_m)
    is_kept = np.isfinite(connector_s) & ~segments_meet(cell_xy, point_xy, land.barriers)
    return RoadsOnGrid(
        node_count=network.node_count + len(point_link),
        node_xy=np.concatenate([node_xy, point_xy]),
        may_board=np.concatenate([may_board, np.ones(len(point_link), np.bool_)]),
        vertex_xy=vertex_xy,
        arc_from=np.concatenate([start, end]).astype(np.int32),
        arc_to=np.concatenate([end, start]).astype(np.int32),
        vehicle_s=np.concatenate([forward_s, backward_s]),
        walk_s=np.concatenate([on_foot_s, on_foot_s]),
        arc_link=np.concatenate([piece_link, piece_link]),
        is_above=np.concatenate([is_above, is_above]),
        arc_span=np.concatenate([span, span]),
        is_closed=np.zeros(2 * len(span), np.bool_),
        walk_cell=cell[is_kept],
        walk_node=point_node[is_kept].astype(np.int32),
        connector_s=connector_s[is_kept],
        connector_start=cell_xy[is_kept],
        connector_end=point_xy[is_kept],
        unconnected_count=int(np.count_nonzero(~is_kept)),
    )


def _length_along_m(network: RoadNetwork) -> Floats:
    """Ground length from the link's first vertex to each vertex, shape (vertices,)."""
    if not len(network.vertices):
        return np.empty(0)
    step_m = segment_length_m(network.vertices)
    total_m = np.concatenate([[0.0], np.cumsum(step_m)])
    first = np.repeat(network.vertex_start[:-1], np.diff(network.vertex_start))
    return np.asarray(total_m - total_m[first])


def _at(values: Floats, at: Floats) -> Floats:
    """Values between vertices: ``at`` is vertex plus share of the way to the next, shape (points, ...)."""
    vertex = np.minimum(at.astype(np.int64), max(len(values) - 2, 0))
    share = (at - vertex)[:, None]
    return np.asarray(values[vertex] * (1 - share) + values[np.minimum(vertex + 1, len(values) - 1)] * share)


def _duration_s(length_m: Floats, speed_kmh: Floats) -> Floats:
    """Seconds; inf where the speed is 0."""
    with np.errstate(invalid="ignore"):
        return np.where(speed_kmh > 0, length_m * pace_s_per_m(speed_kmh), np.inf)


def _boarding_points(
    network: RoadNetwork, grid: Grid, x: Floats, y: Floats
) -> tuple[npt.NDArray[np.int64], Floats, npt.NDArray[np.int64]]:
    """Link, place (vertex plus share) and cell of every boarding point, in order along the links.

    The cell is the one that the link runs through there: where its nearest point lies on the
    border, the coordinates alone would as well give the neighbour.
    """
    column, row = grid.fractional(x, y)
    width_m, height_m = grid.cell_size_m
    counted = np.zeros(network.link_count + 1, np.int64)
    arguments = (network.vertex_start, network.is_boardable, column, row, width_m, height_m, grid.shape[1])
    counted[1:] = _find_boarding_points(*arguments, np.empty(0), np.empty(0, np.int64))
    at, cell = np.empty(counted.sum()), np.empty(counted.sum(), np.int64)
    _find_boarding_points(*arguments, at, cell)
    return np.repeat(np.arange(network.link_count), counted[1:]), at, cell


@numba.njit(cache=True, nogil=True)
def _find_boarding_points(
    vertex_start: npt.NDArray[np.int64],
    is_boardable: npt.NDArray[np.bool_],
    column: Floats,
    row: Floats,
    width_m: Floats,
    height_m: Floats,
    columns: int,
    at: Floats,
    cell_of: npt.NDArray[np.int64],
) -> npt.NDArray[np.int64]:
    """How many boarding points each link has; ``at`` and ``cell_of`` are filled for each unless they are empty.

    A segment with an end that has no coordinates on the grid has none.
    """
    count = np.zeros(len(is_boardable), np.int64)
    found = 0
    for link in range(len(is_boardable)):
        if not is_boardable[link]:
            continue
        visited, nearest_at, nearest_m = np.int64(-1), 0.0, np.inf  # the cell that the link is in
        for vertex in range(vertex_start[link], vertex_start[link + 1] - 1):
            x, y = column[vertex], row[vertex]
            dx, dy = column[vertex + 1] - x, row[vertex + 1] - y
            share = 0.0 if np.isfinite(dx) and np.isfinite(dy) else 1.0
            while share < 1.0:
                end = min(_next_border(x, dx, share), _next_border(y, dy, share))
                middle = (share + end) / 2
                cell_column, cell_row = np.floor(x + dx * middle), np.floor(y + dy * middle)
                cell = np.int64(-1)
                if 0 <= cell_column < columns and 0 <= cell_row < len(width_m):
                    cell = np.int64(cell_row) * columns + np.int64(cell_column)
                if cell != visited:
                    if visited >= 0:
                        if len(at):
                            at[found], cell_of[found] = nearest_at, visited
                        found += 1
                        count[link] += 1
                    visited, nearest_m = cell, np.inf
                if cell >= 0:
                    east_m, south_m = width_m[np.int64(cell_row)], height_m[np.int64(cell_row)]
                    to_x, to_y = (cell_column + 0.5 - x) * east_m, (cell_row + 0.5 - y) * south_m
                    along_x, along_y = dx * east_m, dy * south_m
                    square = along_x**2 + along_y**2
                    best = (to_x * along_x + to_y * along_y) / square if square > 0 else share
                    best = min(max(best, share), end)
                    away_m = np.hypot(to_x - best * along_x, to_y - best * along_y)
                    if away_m < nearest_m:
                        nearest_at, nearest_m = vertex + best, away_m
                share = end
        if visited >= 0:
            if len(at):
                at[found], cell_of[found] = nearest_at, visited
            found += 1
            count[link] += 1
    return count


@numba.njit(cache=True, nogil=True)
def _next_border(start: float, delta: float, share: float) -> float:
    """The share of the way, beyond the given one and at most 1, at which a cell's border is crossed."""
    if delta == 0:
        return 1.0
    here = start + delta * share
    border = np.floor(here) + 1 if delta > 0 else np.ceil(here) - 1
    crossing = (border - start) / delta
    if crossing <= share:  # rounding left us on the border itself: go on to the next one
        crossing = (border + (1 if delta > 0 else -1) - start) / delta
    return float(min(1.0, crossing))


def _connectors(
    land: Land, point_xy: Floats, point_cell: npt.NDArray[np.int64], *, connect_within_m: float
) -> tuple[npt.NDArray[np.int64], Floats, Floats]:
    """For each boarding point the cell it connects to (-1: none), the seconds of the walk, and where it starts."""
    grid = land.grid
    nearest = NearestPassableCell(land)
    cell, distance_m = nearest.of(point_xy[:, 0], point_xy[:, 1], within_m=connect_within_m, own=point_cell)
    seconds = np.full(len(cell), np.inf)
    is_near = cell >= 0
    seconds[is_near] = distance_m[is_near] * land.pace.ravel()[cell[is_near]]
    rows, columns = np.divmod(np.maximum(cell, 0), grid.shape[1])
    start = np.column_stack([grid.centre_x[columns], grid.centre_y[rows]])
    return cell, seconds, start
