"""Where one can leave what a study knows: cells and road nodes at its edge, from which a search starts.

The study knows the land, the roads and the centres of its grid, and of each road that lies in it the whole line.
Beyond may be any land, any road and any centre. Call the study S, and T any larger world that is as S says
within the grid. A way in T that is not one of S has a first move or road, seen from the cell that it begins
at, that S does not have. The node at which it sets out on that is one of these:

- a cell from which a move leads out of the grid (a knight's move does so from the second ring too);
- a road node beyond the grid or on its border, where an unknown road may join;
- the last node of a road before it leaves the grid: beyond, T may board and leave it at points that S has not;
- a point of a road in an impassable cell so near the border that in T the nearest passable cell may lie beyond,
  or the cell that it is joined to now;
- a cell so near the border that a point of a road beyond may be joined to it: that walk is straight, at the
  pace of the cell, and leads at least to the border;
- for those who cross no land, and walk straight to the nearest road alone, also a cell that may be joined to another
  road in T than in S, as one is no longer joined to its cell, and the roads near such a cell.

So with these as the sources of a search over S, all at time 0 but the last ones at the time to the border, no way
of T to or from a cell that leaves S takes less than the search says: a cell that T answers sooner than S has a
time from the edge that is less than its own. The reverse does not hold: what could change need not.
Closures and hazards of a road's last stretch are left out of account, since T may have them farther out.
Where people on impassable cells are adopted from beyond the border is not looked at.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.ndimage import distance_transform_edt, maximum_filter

from accessibility.search import Starts, TravelNetwork, stencil_of
from geo.grid import Grid
from geo.roads import RoadsOnGrid

Claims = npt.NDArray[np.bool_]
Doubles = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_ON_BORDER = 0.01  # cells; what lies so near a border is on it
_SURE = 0.98  # of a distance: the one that roads are joined by is measured in another projection
_LONGEST_S = 86_400.0  # a walk to the border that takes a day on end changes no answer


def starts_at_edge(network: TravelNetwork, *, connect_within_m: float, is_no_data_unknown: bool) -> Starts:
    """Where a way may leave what is known of a network's ground, and after how many seconds.

    ``connect_within_m``: how far from a road in an impassable cell people are joined to it. With
    ``is_no_data_unknown`` cells without land data are as unknown as what lies beyond the grid, though the roads
    across them are known; else nobody can be there, as in the sea.
    """
    land, roads, grid = network.land, network.roads, network.grid
    is_unknown = ~land.has_data if is_no_data_unknown else np.zeros(grid.shape, np.bool_)
    away_m = _least_m_to(is_unknown, grid, is_beyond_too=True)
    half_m = _most_m_to_centre(grid)
    is_rejoined = _nodes_in((~land.is_passable | is_unknown) & (away_m <= connect_within_m + half_m), network)
    joined = np.unique(roads.walk_cell[is_rejoined[roads.walk_node]])
    near = np.flatnonzero(land.is_passable & (away_m <= connect_within_m))
    walk_s = away_m.ravel()[near] * land.pace.ravel()[near]
    near, walk_s = near[walk_s <= _LONGEST_S], walk_s[walk_s <= _LONGEST_S]
    at_once = np.concatenate([_cells_leading_out(network, is_unknown), joined])
    is_edge = ~_is_within(grid, roads.node_xy)
    is_riding_out, is_walking_out = _last_nodes(roads, grid, is_towards=network.rules.direction == "to")
    is_walking_out |= is_edge | is_rejoined
    if _has_straight_walks(network):
        may_join = _cells_joined_elsewhere(network, is_rejoined, within_m=connect_within_m)
        at_once = np.concatenate([at_once, np.flatnonzero(may_join)])
        if is_no_data_unknown:
            may_join.ravel()[near] = True
        is_near = _least_m_to(may_join, grid, is_beyond_too=False) <= connect_within_m + half_m
        is_walking_out |= _nodes_in(is_near, network)
    on_foot, riding = np.flatnonzero(is_walking_out), np.flatnonzero(is_edge | is_riding_out)
    return Starts(
        cell=np.concatenate([at_once, near]),
        cell_s=np.concatenate([np.zeros(len(at_once)), walk_s]),
        on_foot=on_foot,
        on_foot_s=np.zeros(len(on_foot)),
        riding=riding,
        riding_s=np.zeros(len(riding)),
    )


def _has_straight_walks(network: TravelNetwork) -> bool:
    """Whether people cross no land, so that cells without a road are joined straight to the nearest one."""
    blocked = network.land.blocked
    return bool((blocked == np.iinfo(blocked.dtype).max).all())


def _cells_joined_elsewhere(network: TravelNetwork, is_rejoined: Claims, *, within_m: float) -> Claims:
    """Passable cells so near a road node that may lose its cell, that another one may become their nearest."""
    grid, roads = network.grid, network.roads
    cell = grid.cell_at(*roads.node_xy[is_rejoined].T)
    is_there = np.zeros(grid.cell_count, np.bool_)
    is_there[cell[cell >= 0]] = True
    away_m = _least_m_to(is_there.reshape(grid.shape), grid, is_beyond_too=False)
    return np.asarray(network.land.is_passable & (away_m <= within_m + _most_m_to_centre(grid)))


def _cells_leading_out(network: TravelNetwork, is_unknown: Claims) -> Ints:
    """Passable cells with a move that ends in, crosses or passes the corner of what is unknown.

    A move that ends on or crosses a known barrier, or that a known line blocks, is none.
    """
    land, stencil = network.land, stencil_of(network.rules.neighbours)
    reach = int(np.abs(stencil.rows).max())
    unknown = np.pad(is_unknown, reach, constant_values=True)
    is_wall = np.pad(~np.isfinite(land.pace) & ~is_unknown, reach, constant_values=False)
    is_no_end = np.pad(~land.is_passable & ~is_unknown, reach, constant_values=False)
    is_near = maximum_filter(unknown.view(np.uint8), size=2 * reach + 1, mode="constant") > 0
    row, column = np.nonzero(is_near[reach:-reach, reach:-reach] & land.is_passable)
    blocked = land.blocked[row, column]
    leads_out = np.zeros(len(row), np.bool_)
    for move in range(len(stencil.rows)):
        end = row + reach + stencil.rows[move], column + reach + stencil.columns[move]
        is_met, is_open = unknown[end], ~is_no_end[end] & ((blocked >> blocked.dtype.type(move)) & 1 == 0)
        pairs = stencil.pair_cells[move, 1 : stencil.pair_count[move]].reshape(-1, 2)
        for down, right in pairs:
            crossed = row + reach + down, column + reach + right
            is_met, is_open = is_met | unknown[crossed], is_open & ~is_wall[crossed]
        for down, right in stencil.corner_cells[move, : stencil.corner_count[move]].reshape(-1, 2):
            is_met = is_met | unknown[row + reach + down, column + reach + right]
        leads_out |= is_met & is_open
    return np.asarray(row[leads_out] * land.grid.shape[1] + column[leads_out], np.int64)


def _is_within(grid: Grid, xy: Doubles) -> Claims:
    """Whether points lie within the grid and not on its border; what has no place on it does not."""
    column, row = grid.fractional(xy[:, 0], xy[:, 1])
    is_across = (column > _ON_BORDER) & (column < grid.shape[1] - _ON_BORDER)
    return np.asarray(is_across & (row > _ON_BORDER) & (row < grid.shape[0] - _ON_BORDER))


def _last_nodes(roads: RoadsOnGrid, grid: Grid, *, is_towards: bool) -> tuple[Claims, Claims]:
    """Nodes from which a road leads on that leaves the grid before its next node, by vehicle and on foot.

    In the other direction, those to which one leads from beyond.
    """
    is_out = np.concatenate([[0], np.cumsum(~_is_within(grid, roads.vertex_xy))])
    first = np.floor(roads.arc_span[:, 0]).astype(np.int64) + 1
    last = np.ceil(roads.arc_span[:, 1]).astype(np.int64)  # one beyond the last vertex between the ends
    is_node_out = ~_is_within(grid, roads.node_xy)
    leaves = is_out[np.maximum(first, last)] > is_out[first]
    leaves |= is_node_out[roads.arc_from] | is_node_out[roads.arc_to]
    end = roads.arc_from if is_towards else roads.arc_to
    found = []
    for seconds in (roads.vehicle_s, roads.walk_s):
        is_last = np.zeros(roads.node_count, np.bool_)
        is_last[end[leaves & np.isfinite(seconds)]] = True
        found.append(is_last)
    return found[0], found[1]


def _least_m_to(is_target: Claims, grid: Grid, *, is_beyond_too: bool) -> Doubles:
    """No more than the metres from each cell's centre to a target, or to beyond the grid; inf without any."""
    if not (is_beyond_too or is_target.any()):
        return np.full(grid.shape, np.inf)
    width_m, height_m = (float(np.nanmin(sizes)) for sizes in grid.cell_size_m)
    other = np.pad(~is_target, 1, constant_values=not is_beyond_too)
    away_m = distance_transform_edt(other, sampling=(height_m, width_m))[1:-1, 1:-1]
    return np.asarray(np.maximum(0.0, _SURE * away_m - np.hypot(width_m, height_m) / 2))


def _most_m_to_centre(grid: Grid) -> float:
    """Metres from a point of a cell to the cell's centre, at most."""
    width_m, height_m = (float(np.nanmax(sizes)) for sizes in grid.cell_size_m)
    return float(np.hypot(width_m, height_m)) / 2


def _nodes_in(is_cell: Claims, network: TravelNetwork) -> Claims:
    """Road nodes in some cells; one on the border of two cells may be of either."""
    grid, roads = network.grid, network.roads
    column, row = grid.fractional(roads.node_xy[:, 0], roads.node_xy[:, 1])
    is_found = np.zeros(roads.node_count, np.bool_)
    for right in (-_ON_BORDER, _ON_BORDER):
        for down in (-_ON_BORDER, _ON_BORDER):
            at = np.floor(np.stack([np.nan_to_num(row + down, nan=-1.0), np.nan_to_num(column + right, nan=-1.0)]))
            is_on = (at[0] >= 0) & (at[0] < grid.shape[0]) & (at[1] >= 0) & (at[1] < grid.shape[1])
            place = np.where(is_on, at, 0).astype(np.int64)
            is_found |= is_on & is_cell[place[0], place[1]]
    return is_found
