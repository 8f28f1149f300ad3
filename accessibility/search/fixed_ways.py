"""What of a network no speed changes, kept once, so that other speeds, waits and hazards are laid quickly over it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from accessibility.search.arcs import arc_order
from accessibility.search.engine import CLOSED, key_steps
from accessibility.search.graph import arc_seconds, arcs_closed, build_graph
from accessibility.search.network import TravelNetwork, at_pace, moves_kept
from accessibility.search.rules import TravelRules, check_roads, check_rules
from geo.errors import InputError
from geo.hazards import Hazards
from geo.land import Land, move_count_of
from geo.roads import RoadsOnGrid
from geo.units import seconds_from_minutes

_FREE_RULES: Final = ("boarding_wait_minutes", "limit_minutes")


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedWays:
    """A network without hazards, with the order of its arcs. Never changed, so for any number of threads.

    ``arc``, ``door``: the row of the road graph of each arc and each door of the ways.
    """

    network: TravelNetwork
    arc: npt.NDArray[np.int64]
    door: npt.NDArray[np.int64]

    def at(
        self, land: Land, roads: RoadsOnGrid, *, rules: TravelRules, hazards: Hazards | None = None
    ) -> TravelNetwork:
        """The network of the same land and roads at other speeds: equal to ``lay_network`` of these, to the last bit.

        ``land`` differs in the pace of passable cells alone, ``roads`` in finite times, ``rules`` in the wait and
        the limit. The open moves and the arcs' ends are shared.

        Raises InputError for anything else that differs, where it shows, and for paces and times that cannot be.
        """
        base = self.network
        self._check(land, roads, rules)
        if land is not base.land:
            _check_pace(land)
        check_rules(rules, land)
        check_roads(roads, cell_count=base.grid.cell_count)
        keys = key_steps(arc_seconds(roads, boarding_wait_s=seconds_from_minutes(rules.boarding_wait_minutes)))
        free = base.ways.arcs._replace(arc_key=keys[self.arc], door_key=keys[self.door])
        ways = at_pace(base.ways._replace(arcs=free), land)
        network = replace(base, land=land, roads=roads, rules=rules, ways=ways)
        if hazards is None:
            return network
        base.check_hazards(hazards)
        keys[arcs_closed(roads, hazards)] = CLOSED
        arcs = free._replace(arc_key=keys[self.arc], door_key=keys[self.door])
        mask = base.land_moves & ~moves_kept(hazards.blocked, rules.neighbours).ravel()
        return replace(network, hazards=hazards, ways=ways._replace(open_moves=mask, arcs=arcs))

    def _check(self, land: Land, roads: RoadsOnGrid, rules: TravelRules) -> None:
        base = self.network
        told = {name: getattr(base.rules, name) for name in _FREE_RULES}
        if replace(rules, **told) != base.rules:
            raise InputError("only the wait and the limit of the rules may differ; lay a network for other rules")
        if land.pace.shape != base.land.pace.shape or move_count_of(land.blocked) != move_count_of(base.land.blocked):
            raise InputError("the land has another grid or other moves than that of the network; lay it anew")
        same = ("vehicle_s", "walk_s", "connector_s", "may_board")
        if any(getattr(roads, name).shape != getattr(base.roads, name).shape for name in same):
            raise InputError("the roads have other arcs or nodes than those of the network; lay them anew")
        for name in ("vehicle_s", "walk_s"):
            times, before = getattr(roads, name), getattr(base.roads, name)
            if times is not before and (np.isfinite(times) != np.isfinite(before)).any():
                raise InputError(f"{name} is finite on other roads than before; a speed opens or closes no road")


def fix_ways(network: TravelNetwork) -> FixedWays:
    """What of a network no speed changes, its hazards aside."""
    free = network if network.hazards is None else network.with_hazards(None)
    graph = build_graph(
        free.roads,
        cell_count=free.grid.cell_count,
        hazards=None,
        boarding_wait_s=0.0,
        is_towards=free.rules.direction == "to",
    )
    arc, door = arc_order(graph, free.nodes, grid=free.grid)
    return FixedWays(network=free, arc=arc, door=door)


def _check_pace(land: Land) -> None:
    least = float(np.fmin.reduce(land.pace, axis=None))
    if least <= 0:
        raise InputError(f"a pace of {least:g} s/m is none; give seconds per metre above 0")
