"""A base world of a live ground: land, roads and hazards as the study laid them, loaded when they are needed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from threading import RLock
from typing import Any

import numpy as np
import numpy.typing as npt

from accessibility.live.sheets import SheetsReader
from accessibility.live.writing import HELD_KINDS, LAND_SHEETS, ROAD_SHEETS
from accessibility.need import Demand, home_cells
from accessibility.search import Direction, TravelNetwork, TravelRules, lay_network
from geo.grid import Grid
from geo.hazards import Hazards, HeldByCluster, RoadRule, bounds_of_arcs
from geo.land import BlocksByShape, Land, NearestPassableCell
from geo.roads import RoadsOnGrid

_DTYPES = {
    "is_inside_barrier": "bool",
    "pace": "float64",
    "elevation_m": "float32",
    "mode": "uint8",
    "may_board": "bool",
    "is_above": "bool",
    "is_closed": "bool",
}


class LiveWorld:
    """One profile in one season. For any number of threads; what is loaded stays as long as the world is held."""

    def __init__(
        self, grid: Grid, named: Mapping[str, Any], hazards: Mapping[str, Any] | None, sheets: SheetsReader
    ) -> None:
        self._grid, self._named, self._rule, self._sheets = grid, named, hazards, sheets
        self._networks: dict[tuple[Direction, bool], TravelNetwork] = {}
        self._laid: dict[str, Any] = {}
        self._lock = RLock()

    @property
    def centre_cells(self) -> list[int]:
        """The cell of each centre of the base, -1 where nobody gets to it."""
        return list(self._named["centre_cells"])

    def network(self, direction: Direction, *, has_hazards: bool) -> TravelNetwork:
        """The network of the world, as the study searched it."""
        with self._lock:
            if (direction, has_hazards) not in self._networks:
                held = "held_" if has_hazards else ""
                network = lay_network(
                    self._land(f"{held}land"),
                    self._roads(f"{held}roads"),
                    rules=TravelRules(direction=direction, **self._named["rules"][direction]),
                )
                self._networks[direction, has_hazards] = network.with_hazards(self.hazards) if has_hazards else network
            return self._networks[direction, has_hazards]

    def demand(self, people: npt.NDArray[np.float64]) -> Demand:
        """The people of the world, home by home."""
        named, home = self._named["demand"], home_cells(people)
        moved = self._sheets.get(named["moved"], "int64")
        answer, adopted_m, status = home.copy(), np.zeros(len(home)), np.zeros(len(home), np.uint8)
        answer[moved] = self._sheets.get(named["answer_cell"], "int64")
        adopted_m[moved] = self._sheets.get(named["adopted_m"], "float64")
        status[moved] = self._sheets.get(named["home_status"], "uint8")
        return Demand(
            home_cell=home,
            people=people.ravel()[home],
            answer_cell=answer,
            adopted_m=adopted_m,
            home_status=status,
        )

    def links(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """By link of the roads: its id in the source, and the vehicles' speed along and against it in km/h."""
        named = self._named["links"]
        return (
            self._sheets.get(named["source_id"], "int64"),
            self._sheets.get(named["forward_kmh"], "float64"),
            self._sheets.get(named["backward_kmh"], "float64"),
        )

    def make_ready(self, *, has_hazards: bool) -> None:
        """Lay what a change may need, so that the first one takes no longer than others."""
        with self._lock:
            _ = self.nearest_passable
            if has_hazards and self.road_rule.policy != "open":
                _ = self.arc_bounds

    @cached_property
    def nearest_passable(self) -> NearestPassableCell:
        """Where a centre counts from that stands on no passable cell."""
        return NearestPassableCell(self._land("land"))

    @property
    def bytes_held(self) -> int:
        """The memory of what is loaded."""
        held: dict[int, int] = {}
        for network in self._networks.values():
            arrays = [network.land_moves, *network.ways, *network.ways.arcs, network.nodes.place]
            arrays += [getattr(network.roads, name) for name in ROAD_SHEETS]
            arrays += [getattr(network.land, name) for name in LAND_SHEETS]
            arrays += [network.land.has_data, network.land.is_passable]
            if network.hazards is not None:
                arrays += [network.hazards.blocked, network.hazards.is_inside]
            held |= {each.ctypes.data: each.nbytes for each in arrays if isinstance(each, np.ndarray)}
        return sum(held.values())

    @property
    def land(self) -> Land:
        """The land without hazards."""
        return self._land("land")

    @cached_property
    def road_rule(self) -> RoadRule:
        """By which rule hazards cut roads."""
        rule = self._rule
        if rule is None:
            raise AssertionError("without hazards no road is cut")
        return RoadRule(
            policy=rule["road_policy"],
            tolerance_m=float(rule["overlap_tolerance_m"]),
            in_use=self._sheets.shapes(rule["in_use"]),
        )

    @cached_property
    def arc_bounds(self) -> npt.NDArray[np.float64]:
        """The bounds of the arcs of the roads with hazards."""
        return bounds_of_arcs(self._roads("held_roads"))

    @cached_property
    def hazards(self) -> Hazards:
        """What the open areas block."""
        named, roads = self._named["hazards"], self._roads("held_roads")
        get = self._sheets.get
        moves = BlocksByShape(
            start=get(named["moves_start"], "int64"),
            cell=get(named["moves_cell"], "int64"),
            mask=get(named["moves_mask"]),
            is_inside=get(named["moves_is_inside"], "bool"),
        )
        held = {
            kind: HeldByCluster(start=get(named[f"{kind}_start"], "int64"), item=get(named[f"{kind}_item"], "int64"))
            for kind in HELD_KINDS
        }
        blocked, is_inside = moves.dense(self._grid)
        return Hazards(
            shapes=self._sheets.shapes(named["shapes"]),
            cluster=get(named["cluster"], "int64"),
            blocked=blocked,
            is_inside=is_inside,
            is_node_inside=_any_of(held["nodes"], roads.node_count),
            is_arc_cut=_any_of(held["arcs"], len(roads.arc_from)),
            is_connector_blocked=_any_of(held["connectors"], len(roads.walk_cell)),
            moves=moves,
            **held,
        )

    def _land(self, name: str) -> Land:
        named = self._named[name]
        key = repr(sorted(named.items()))
        with self._lock:
            if key not in self._laid:  # with hazards it is the same unless some area slows
                sheets = {sheet: self._sheets.get(named[sheet], _DTYPES.get(sheet, "")) for sheet in LAND_SHEETS}
                self._laid[key] = Land(grid=self._grid, barriers=(), **sheets)
            land: Land = self._laid[key]
            return land

    def _roads(self, name: str) -> RoadsOnGrid:
        named = self._named[name]
        key = repr(sorted(named.items()))
        with self._lock:
            if key not in self._laid:
                sheets: dict[str, Any] = {
                    sheet: self._sheets.get(named[sheet], _DTYPES.get(sheet, "")) for sheet in ROAD_SHEETS
                }
                counts: dict[str, Any] = {count: int(named[count]) for count in ("node_count", "unconnected_count")}
                self._laid[key] = RoadsOnGrid(**sheets, **counts)
            roads: RoadsOnGrid = self._laid[key]
            return roads


def _any_of(held: HeldByCluster, count: int) -> npt.NDArray[np.bool_]:
    is_held = np.zeros(count, np.bool_)
    is_held[held.item] = True
    return is_held
