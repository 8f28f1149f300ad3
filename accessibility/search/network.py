"""The travel network: land, roads and hazards laid out once for any number of searches."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from accessibility.search.arcs import RoadNodes, nodes_by_tile, order_arcs
from accessibility.search.engine import CLOSED, MIXED, PLAIN_NEIGHBOURS, ROW_BITS, TICKS_PER_SECOND, Arcs, Keys, Ways
from accessibility.search.graph import build_graph
from accessibility.search.open_moves import open_moves
from accessibility.search.rules import TravelRules, check_land, check_roads, check_rules
from accessibility.search.stencil import stencil_of
from geo.errors import InputError
from geo.grid import Grid
from geo.hazards import Hazards
from geo.land import MODES, Land, move_count_of
from geo.roads import RoadsOnGrid
from geo.units import seconds_from_minutes

_SHORTER: Final = 0.1  # the quantile of paces that a bucket is as wide as
_MOST_BUCKET_BITS: Final = 31  # so that the horizon stays within the range
_SAMPLE: Final = 10_000  # cells or arcs that the width of a bucket is taken from
_SLOPED_MODES: Final = (MODES["walk"], MODES["cycle"])


@dataclass(frozen=True, slots=True, kw_only=True)
class TravelNetwork:
    """Everything that a search goes over, for one direction and set of rules.

    ``nodes``: where the road nodes stand among the nodes of ``ways``. ``land_moves``: the open moves
    of the land, hazards aside.
    """

    land: Land
    roads: RoadsOnGrid
    hazards: Hazards | None
    rules: TravelRules
    nodes: RoadNodes
    land_moves: npt.NDArray[Any]
    ways: Ways

    @property
    def grid(self) -> Grid:
        """The grid of the land."""
        return self.land.grid

    def with_hazards(self, hazards: Hazards | None) -> TravelNetwork:
        """The same network with other hazards, or none; what they do not touch is shared.

        Raises InputError for hazards that were laid on other roads, another grid, or for fewer neighbours.
        """
        if hazards is not None:
            self.check_hazards(hazards)
        mask, arcs = self.land_moves, _lay_arcs(self.roads, self.nodes, self.grid, rules=self.rules, hazards=hazards)
        if hazards is not None:
            mask = mask & ~moves_kept(hazards.blocked, self.rules.neighbours).ravel()
        return replace(self, hazards=hazards, ways=self.ways._replace(open_moves=mask, arcs=arcs))

    def check_hazards(self, hazards: Hazards) -> None:
        """Raise InputError for hazards that were laid on other roads, another grid, or for fewer neighbours."""
        if (
            hazards.blocked.shape != self.grid.shape
            or len(hazards.is_arc_cut) != len(self.roads.arc_from)
            or len(hazards.is_connector_blocked) != len(self.roads.walk_cell)
            or len(hazards.is_node_inside) != self.roads.node_count
        ):
            raise InputError("the hazards were laid on another grid or other roads; lay them on those of the network")
        if move_count_of(hazards.blocked) < self.rules.neighbours:
            raise InputError(
                f"a search over {self.rules.neighbours} neighbours needs hazards laid for as many; these have "
                f"{move_count_of(hazards.blocked)}"
            )


def lay_network(land: Land, roads: RoadsOnGrid, *, rules: TravelRules, hazards: Hazards | None = None) -> TravelNetwork:
    """The network of a land and its roads; without ``hazards`` nothing is blocked by them.

    Raises InputError for a grid that is too large, paces and heights that nobody could travel at,
    rules that contradict the land, and roads that take no possible time.
    """
    grid = land.grid
    check_rules(rules, land)
    check_land(land, node_count=2 * roads.node_count)
    check_roads(roads, cell_count=grid.cell_count)
    stencil = stencil_of(rules.neighbours)
    mask = open_moves(
        land,
        stencil,
        blocked=moves_kept(land.blocked, rules.neighbours),
        is_corner_crossing_allowed=rules.corner_crossing == "allow",
    )
    steps = zip(stencil.rows, stencil.columns, strict=True)
    length_m = np.stack([grid.step_length_m(rows=int(down), columns=int(right)) for down, right in steps], axis=1)
    mode_everywhere = _mode_everywhere(land)
    is_level = mode_everywhere not in (MIXED, *_SLOPED_MODES) or _is_level(land)
    nodes = nodes_by_tile(grid, roads)
    arcs = _lay_arcs(roads, nodes, grid, rules=rules, hazards=None)
    cells = stencil.pair_cells[..., 0] * grid.shape[1] + stencil.pair_cells[..., 1]
    ways = Ways(
        rows=grid.shape[0],
        columns=grid.shape[1],
        cell_count=grid.cell_count,
        move_count=rules.neighbours,
        open_moves=mask,
        pace=land.pace.ravel(),
        mode=land.mode.ravel(),
        elevation_m=land.elevation_m.ravel(),
        move_row=stencil.rows,
        move_column=stencil.columns,
        move_offset=(stencil.rows * grid.shape[1] + stencil.columns).astype(np.uint64),
        pair_count=stencil.pair_count,
        pair_first=cells[..., 0].astype(np.uint64),
        pair_second=cells[..., 1].astype(np.uint64),
        pair_share=stencil.pair_share,
        length_ticks=length_m * TICKS_PER_SECOND,
        length_m=length_m,
        rise_sign=-1.0 if rules.direction == "to" else 1.0,
        is_level=is_level,
        mode_everywhere=mode_everywhere,
        is_plain=False,
        bucket_bits=0,
        arcs=arcs,
        node_tile=nodes.tile,
        tile_node_start=nodes.tile_start,
    )
    ways = at_pace(ways, land)
    network = TravelNetwork(land=land, roads=roads, hazards=None, rules=rules, nodes=nodes, land_moves=mask, ways=ways)
    return network if hazards is None else network.with_hazards(hazards)


def at_pace(ways: Ways, land: Land) -> Ways:
    """The ways at the pace of a land with the same passable cells, and all in them that follows from it.

    The arcs of the roads, those without hazards, must be set before.
    """
    is_quick = ways.is_level and ways.move_count == PLAIN_NEIGHBOURS
    return ways._replace(
        pace=land.pace.ravel(),
        is_plain=is_quick and _least_step_ticks(land, ways.length_m) >= 1,
        bucket_bits=_bucket_bits(land, ways.length_m, ways.arcs.arc_key),
    )


def moves_kept(blocked: npt.NDArray[Any], neighbours: int) -> npt.NDArray[Any]:
    """A mask with bits for so many moves, of one that may have been laid for more."""
    if move_count_of(blocked) == neighbours:
        return blocked
    kept = np.array((1 << neighbours) - 1, blocked.dtype)
    few: npt.NDArray[Any] = (blocked & kept).astype({8: np.uint8, 16: np.uint16, 32: np.uint32}[neighbours])
    return few


def _lay_arcs(roads: RoadsOnGrid, nodes: RoadNodes, grid: Grid, *, rules: TravelRules, hazards: Hazards | None) -> Arcs:
    graph = build_graph(
        roads,
        cell_count=grid.cell_count,
        hazards=hazards,
        boarding_wait_s=seconds_from_minutes(rules.boarding_wait_minutes),
        is_towards=rules.direction == "to",
    )
    return order_arcs(graph, nodes, grid=grid)


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
