"""The travel network: land, roads and hazards laid out once for any number of searches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

import numba
import numpy as np
import numpy.typing as npt

from accessibility.search.graph import build_graph
from accessibility.search.open_moves import open_moves
from accessibility.search.stencil import stencil_of
from accessibility.search.steps import MIXED
from accessibility.search.ticks import CLOSED, ROW_BITS, TICKS_PER_SECOND, Keys, key_steps
from accessibility.search.ways import Ways
from geo.errors import InputError
from geo.grid import Grid
from geo.hazards import Hazards
from geo.land import MODES, Land, Neighbours, move_count_of
from geo.roads import RoadsOnGrid
from geo.units import seconds_from_minutes

Direction = Literal["to", "from"]
CornerCrossing = Literal["forbid", "allow"]

TILE_BITS: Final = 7  # cells of a tile along a side, as a power of two: its keys stay in the second-level cache
_MOST_NODES: Final = 1 << 31
_LEVEL_8: Final = 8
_SHORTER: Final = 0.1  # the quantile of paces that a bucket is as wide as
_MOST_BUCKET_BITS: Final = 31  # so that the horizon stays within the range
_SAMPLE: Final = 10_000  # cells or arcs that the width of a bucket is taken from
_SLOPED_MODES: Final = (MODES["walk"], MODES["cycle"])


@dataclass(frozen=True, slots=True, kw_only=True)
class TravelRules:
    """How people move: to or from the centre, over 8, 16 or 32 neighbours, and what they wait and cross.

    ``corner_crossing`` "forbid" closes a diagonal step between two barrier cells.
    ``limit_minutes``: beyond it a place counts as not reached; inclusive; None is no limit.
    """

    direction: Direction = "to"
    neighbours: Neighbours = 16
    corner_crossing: CornerCrossing = "forbid"
    boarding_wait_minutes: float = 0.0
    limit_minutes: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TravelNetwork:
    """Everything that a search goes over, for one direction and set of rules.

    ``road_node``: int64, by road node (on foot, then riding) its place among the nodes of ``ways``.
    """

    grid: Grid
    land: Land
    roads: RoadsOnGrid
    hazards: Hazards | None
    rules: TravelRules
    ways: Ways
    road_node: npt.NDArray[np.int64]


def lay_network(land: Land, roads: RoadsOnGrid, *, rules: TravelRules, hazards: Hazards | None = None) -> TravelNetwork:
    """The network of a land and its roads; without ``hazards`` nothing is blocked by them.

    Raises InputError for a grid that is too large, paces and heights that nobody could travel at,
    rules that contradict the land, and roads that take no possible time.
    """
    grid = land.grid
    _check_rules(rules, land)
    _check_land(land, node_count=2 * roads.node_count)
    _check_roads(roads)
    stencil = stencil_of(rules.neighbours)
    blocked = land.blocked if hazards is None else land.blocked | hazards.blocked
    mask = open_moves(land, stencil, blocked=blocked, is_corner_crossing_allowed=rules.corner_crossing == "allow")
    length_m = np.stack(
        [
            grid.step_length_m(rows=int(down), columns=int(right))
            for down, right in zip(stencil.rows, stencil.columns, strict=True)
        ],
        axis=1,
    )
    mode_everywhere = _mode_everywhere(land)
    is_level = mode_everywhere not in (MIXED, *_SLOPED_MODES) or _is_level(land)
    node_tile, road_node, tile_node_start = _nodes_by_tile(grid, roads)
    arcs = _arcs_of(roads, grid=grid, hazards=hazards, rules=rules, road_node=road_node)
    columns = grid.shape[1]
    cells = stencil.pair_cells[..., 0] * columns + stencil.pair_cells[..., 1]
    ways = Ways(
        rows=grid.shape[0],
        columns=columns,
        cell_count=grid.cell_count,
        move_count=rules.neighbours,
        open_moves=mask,
        pace=land.pace.ravel(),
        mode=land.mode.ravel(),
        elevation_m=land.elevation_m.ravel(),
        move_row=stencil.rows,
        move_column=stencil.columns,
        move_offset=(stencil.rows * columns + stencil.columns).astype(np.uint64),
        pair_count=stencil.pair_count,
        pair_first=cells[..., 0].astype(np.uint64),
        pair_second=cells[..., 1].astype(np.uint64),
        pair_share=stencil.pair_share,
        length_ticks=length_m * TICKS_PER_SECOND,
        length_m=length_m,
        rise_sign=-1.0 if rules.direction == "to" else 1.0,
        is_level=is_level,
        mode_everywhere=mode_everywhere,
        is_plain=is_level and rules.neighbours == _LEVEL_8 and _least_step_ticks(land, length_m) >= 1,
        node_tile=node_tile,
        tile_node_start=tile_node_start,
        bucket_bits=_bucket_bits(land, length_m, arcs["arc_key"]),
        **arcs,
    )
    return TravelNetwork(
        grid=grid, land=land, roads=roads, hazards=hazards, rules=rules, ways=ways, road_node=road_node
    )


def tile_shape(grid: Grid) -> tuple[int, int]:
    """How many tiles a grid has from top to bottom and from left to right."""
    return -(-grid.shape[0] >> TILE_BITS), -(-grid.shape[1] >> TILE_BITS)


def _check_rules(rules: TravelRules, land: Land) -> None:
    if rules.neighbours > move_count_of(land.blocked):
        raise InputError(
            f"a search over {rules.neighbours} neighbours needs land laid for as many; this one has "
            f"{move_count_of(land.blocked)}"
        )
    if not 0 <= rules.boarding_wait_minutes < np.inf:
        raise InputError(f"a boarding wait of {rules.boarding_wait_minutes} minutes is none; give 0 or more")
    if rules.limit_minutes is not None and not rules.limit_minutes >= 0:
        raise InputError(f"a limit of {rules.limit_minutes} minutes is none; give 0 or more, or leave it out")


def _check_land(land: Land, *, node_count: int) -> None:
    total = land.grid.cell_count + node_count
    if total >= _MOST_NODES:
        raise InputError(
            f"the grid and its roads have {total:,} nodes and a search holds {_MOST_NODES - 1:,}; "
            "use larger cells or a smaller area"
        )
    is_impossible = (land.pace <= 0) & ~np.isnan(land.pace)
    if is_impossible.any():
        row, column = (int(place) for place in np.argwhere(is_impossible)[0])
        raise InputError(
            f"{int(is_impossible.sum())} cells have a pace of 0 or less, first that of row {row}, column {column}; "
            "give seconds per metre above 0, inf for a barrier, NaN for no data"
        )
    if np.isinf(land.elevation_m).any():
        raise InputError("a height is infinite; give metres, NaN where it is unknown")


def _check_roads(roads: RoadsOnGrid) -> None:
    for name, seconds in (("vehicle", roads.vehicle_s), ("walk", roads.walk_s), ("connector", roads.connector_s)):
        is_impossible = ~(seconds >= 0)
        if is_impossible.any():
            arc = int(np.flatnonzero(is_impossible)[0])
            raise InputError(
                f"{int(is_impossible.sum())} {name} times of the roads are negative or unknown, first that of arc "
                f"{arc} ({seconds[arc]} s); give 0 or more, inf where nobody passes"
            )


def _mode_everywhere(land: Land) -> int:
    """The mode of all cells that have land data, or MIXED."""
    low, high = int(land.mode.min()), int(land.mode.max())
    if low == high:
        return low
    known = land.mode[land.has_data]
    return int(known[0]) if len(known) and (known == known[0]).all() else MIXED


def _is_level(land: Land) -> bool:
    low, high = np.fmin.reduce(land.elevation_m, axis=None), np.fmax.reduce(land.elevation_m, axis=None)
    return bool(np.isnan(low) or low == high)


def _least_step_ticks(land: Land, length_m: npt.NDArray[np.float64]) -> float:
    """Ticks of a step over the shortest length at the quickest pace."""
    return float(np.nanmin(length_m, initial=np.inf) * np.fmin.reduce(land.pace, axis=None) * TICKS_PER_SECOND)


def _bucket_bits(land: Land, length_m: npt.NDArray[np.float64], arc_key: Keys) -> int:
    """The power of two, in ticks, near the time of the shorter steps of the land, or of the roads if it has none."""
    pace = land.pace.ravel()[:: max(1, land.pace.size // _SAMPLE)]
    pace = pace[np.isfinite(pace)]
    if len(pace):
        ticks = float(np.quantile(pace, _SHORTER) * np.nanmin(length_m, initial=np.inf)) * TICKS_PER_SECOND
    else:
        steps = arc_key[:: max(1, len(arc_key) // _SAMPLE)]
        ticks = float(np.median(steps[steps < CLOSED] >> np.uint64(ROW_BITS))) if (steps < CLOSED).any() else 1.0
    return int(np.clip(np.log2(max(ticks, 1.0)), 0, _MOST_BUCKET_BITS)) if np.isfinite(ticks) else 0


def _nodes_by_tile(
    grid: Grid, roads: RoadsOnGrid
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Tile of each road node in their new order, new place by old node, and where each tile's nodes begin.

    The node on foot and the one riding lie side by side. One beyond the grid belongs to the nearest tile.
    """
    x, y = grid.fractional(roads.node_xy[:, 0], roads.node_xy[:, 1])
    row = np.clip(np.nan_to_num(y), 0, grid.shape[0] - 1).astype(np.int64)
    column = np.clip(np.nan_to_num(x), 0, grid.shape[1] - 1).astype(np.int64)
    down, across = tile_shape(grid)
    tile = (row >> TILE_BITS) * across + (column >> TILE_BITS)
    order = np.argsort(tile * (1 << 2 * TILE_BITS) + (row % (1 << TILE_BITS) << TILE_BITS) + column % (1 << TILE_BITS))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    starts = 2 * np.searchsorted(tile[order], np.arange(down * across + 1))
    return np.repeat(tile[order], 2), np.concatenate([2 * rank, 2 * rank + 1]), starts


def _arcs_of(
    roads: RoadsOnGrid,
    *,
    grid: Grid,
    hazards: Hazards | None,
    rules: TravelRules,
    road_node: npt.NDArray[np.int64],
) -> dict[str, Any]:
    """The arcs of the roads as ``Ways`` wants them: by road node, and by cell those that lead to a road."""
    cell_count = grid.cell_count
    graph = build_graph(
        roads,
        cell_count=cell_count,
        hazards=hazards,
        boarding_wait_s=seconds_from_minutes(rules.boarding_wait_minutes),
        is_towards=rules.direction == "to",
    )
    tail, head = (_renamed(end, cell_count, road_node) for end in (graph.tail, graph.head))
    key = key_steps(graph.seconds)
    is_door = tail < cell_count
    door = np.flatnonzero(is_door)
    door = door[np.argsort(tail[door], kind="stable")]
    arc_start, arcs = _by_tail(tail - cell_count, len(road_node))
    return {
        "arc_start": arc_start,
        "arc_node": head[arcs],
        "arc_key": key[arcs],
        "door_row_start": np.searchsorted(tail[door] // grid.shape[1], np.arange(grid.shape[0] + 1)).astype(np.int64),
        "door_cell": tail[door],
        "door_node": head[door],
        "door_key": key[door],
        "most_arcs": max(int(np.diff(arc_start).max(initial=0)), _longest_run(tail[door])),
    }


@numba.njit(cache=True, nogil=True)
def _by_tail(tail: npt.NDArray[np.int64], node_count: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Where the arcs of each node begin, and the arcs in the order of their tails; negative tails are left out."""
    start = np.zeros(node_count + 1, np.int64)
    for arc in range(len(tail)):
        if tail[arc] >= 0:
            start[tail[arc] + 1] += 1
    for node in range(node_count):
        start[node + 1] += start[node]
    free, order = start.copy(), np.empty(start[node_count], np.int64)
    for arc in range(len(tail)):
        if tail[arc] >= 0:
            order[free[tail[arc]]] = arc
            free[tail[arc]] += 1
    return start, order


def _longest_run(values: npt.NDArray[np.int64]) -> int:
    """How often the most frequent of sorted values occurs."""
    starts = np.flatnonzero(np.diff(values, prepend=-1, append=-1)) if len(values) else np.zeros(1, np.int64)
    return int(np.diff(starts).max(initial=0))


def _renamed(node: npt.NDArray[np.int64], cell_count: int, road_node: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Nodes with the road nodes in their order by tile; cells keep their number."""
    renamed = node.copy()
    is_road = node >= cell_count
    renamed[is_road] = cell_count + road_node[node[is_road] - cell_count]
    return renamed
