"""Travel networks as a draw has them: other speeds, waits and hazards over what no draw changes, which is kept once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from threading import Lock
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from accessibility.inputs import Inputs
from accessibility.profiles import limit_minutes_of, path_kmh
from accessibility.runs import travel_rules
from accessibility.search import Direction, FixedWays, TravelNetwork, TravelRules, fix_ways, lay_network
from accessibility.uncertainty.draw import Draw
from accessibility.uncertainty.drawn_hazards import DrawnHazards
from accessibility.uncertainty.factors import check_factors
from accessibility.worlds import Ground, World, read_land_classes, read_speeds_of_roads
from geo.errors import InputFaults
from geo.faults import Faults
from geo.land import MODES, Land
from geo.roads import ArcClasses, arc_classes, at_speeds

Value = TypeVar("Value")
Floats = npt.NDArray[np.float64]
_ON_FOOT = (MODES["walk"], MODES["flat"])


class DrawnNetworks:
    """The networks of the worlds of a study in any draw, for any number of threads.

    What draws share is made when it is first asked for, once for each land, roads and hazards, and kept; of a draw
    nothing is kept. The classes of the land are read again at the beginning.

    Raises InputFaults if the files of the land have changed since and cannot be read.
    """

    def __init__(self, inputs: Inputs) -> None:
        faults = Faults()
        classes = read_land_classes(inputs.study, inputs.ground.grid, faults=faults)
        if classes is None:
            raise InputFaults(faults.errors)
        self._inputs, self._classes = inputs, classes
        self._lock = Lock()
        self._kept: dict[tuple[object, ...], Any] = {}

    @property
    def kept_count(self) -> int:
        """How many things that draws share have been made so far."""
        return len(self._kept)

    def of(self, world: World, direction: Direction, *, has_hazards: bool, draw: Draw) -> TravelNetwork:
        """The network of a world in a draw, equal to that without a draw if all factors are 1 and all areas there.

        Vehicles go by the factor of their road's class, people on foot by that of their profile, on land times that
        of its class or cover; nothing becomes passable or impassable. A profile with a wait of its own keeps it.
        The limit of a profile that can walk so many metres lasts as long as they take. Areas are there or not.

        Raises InputError for a factor that is not a number, or beyond what a speed can be.
        """
        check_factors(draw)
        ground = world.ground
        rules = self._rules(world, direction, draw)
        fixed = self._fixed(world, direction)
        land, roads, hazards = ground.land, ground.roads, None
        if has_hazards and ground.hazards is not None:
            held = self._once("hazards", (ground,), lambda: self._lay_by_area(world))
            land, roads, hazards = held.of(draw)
        slow = self._slowness(ground, world.profile.name, draw)
        connector_s = roads.connector_s
        if not isinstance(slow, float):
            connector_s = connector_s * slow.ravel()[roads.walk_cell]
        elif slow != 1.0:
            connector_s = connector_s * slow
        roads = at_speeds(
            roads,
            self._arc_classes(ground),
            class_factors=draw.road_class,
            walk_factor=draw.walk_speed.get(world.profile.name, 1.0),
            connector_s=connector_s,
        )
        is_changed = not isinstance(slow, float) or slow != 1.0
        return fixed.at(land.slowed(slow) if is_changed else land, roads, rules=rules, hazards=hazards)

    def _rules(self, world: World, direction: Direction, draw: Draw) -> TravelRules:
        """The rules of a world with the wait and the limit of a draw."""
        rules = travel_rules(self._inputs, world, direction)
        if draw.boarding_wait_minutes is not None and world.profile.boarding_wait_minutes is None:
            rules = replace(rules, boarding_wait_minutes=draw.boarding_wait_minutes)
        walk = draw.walk_speed.get(world.profile.name, 1.0)
        if world.profile.walk_limit_m is None or walk == 1.0:
            return rules
        season = world.place.season
        walked_kmh = self._once(
            "path",
            (season,),
            lambda: path_kmh(read_speeds_of_roads(self._inputs.study, season, faults=Faults())),
        )
        limit = limit_minutes_of(world.profile, path_kmh=walked_kmh * walk)
        limits = [self._inputs.study.travel.limit_minutes, world.place.scenario.daily_limit_minutes, limit]
        return replace(rules, limit_minutes=min(each for each in limits if each is not None))

    def _fixed(self, world: World, direction: Direction) -> FixedWays:
        """What no draw changes of the network of a world; worlds over the same land and roads share it."""
        ground = world.ground
        rules = replace(travel_rules(self._inputs, world, direction), boarding_wait_minutes=0.0, limit_minutes=None)
        return self._once(
            "ways",
            (ground.land, ground.roads),
            lambda: fix_ways(lay_network(ground.land, ground.roads, rules=rules)),
            rules=rules,
        )

    def _arc_classes(self, ground: Ground) -> ArcClasses:
        return self._once("classes", (ground.network, ground.roads), lambda: arc_classes(ground.network, ground.roads))

    def _lay_by_area(self, world: World) -> DrawnHazards:
        study, ground = self._inputs.study, world.ground
        policy = world.place.scenario.hazard_roads or (study.hazards.roads if study.hazards is not None else "open")
        tolerance_m = study.hazards.overlap_tolerance_m if study.hazards is not None else 0.0
        return DrawnHazards.lay(ground, road_policy=policy, overlap_tolerance_m=tolerance_m, in_use=self._inputs.in_use)

    def _slowness(self, ground: Ground, profile: str, draw: Draw) -> float | Floats:
        """What a draw multiplies the pace of each cell by; one number where it is the same for all."""
        land, slow = ground.land, self._classes.slowness(draw.land_class, ground.grid.shape)
        walk = draw.walk_speed.get(profile, 1.0)
        if walk == 1.0:
            return slow
        on_foot = self._once("on foot", (land,), lambda: _is_on_foot(land))
        if on_foot is True:
            return slow / walk
        return slow / np.where(on_foot, walk, 1.0)

    def _once(
        self,
        name: str,
        owners: tuple[object, ...],
        make: Callable[[], Value],
        *,
        rules: TravelRules | None = None,
    ) -> Value:
        """What is kept of some owners, told apart by identity, made by the first who asks while the others wait."""
        key = (name, *(id(owner) for owner in owners), rules)
        with self._lock:
            if key not in self._kept:
                self._kept[key] = owners, make()  # the owners too, so that no other takes their number
            value: Value = self._kept[key][1]
            return value


def _is_on_foot(land: Land) -> bool | npt.NDArray[np.bool_]:
    """Whether each cell is crossed on foot; True if all are that can be crossed at all."""
    is_on_foot = np.isin(land.mode, _ON_FOOT)
    return True if is_on_foot[land.is_passable].all() else is_on_foot
