"""Counterfactual worlds: what a run would be asked of if some of what lengthens its ways were cured.

Each is a question, the same for all runs and sets of cures that come to the same: then it is searched once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np

from accessibility.inputs import Inputs
from accessibility.need import Centres
from accessibility.profiles import Profile, limit_minutes_of, path_kmh
from accessibility.runs import Run, travel_rules
from accessibility.search import Direction, TravelRules
from accessibility.study_file import BASE_SCENARIO, ReasonsTable, ScenarioTable, SeasonTable
from accessibility.worlds import World, read_speeds_of_roads
from geo.errors import InputError
from geo.faults import Faults
from geo.hazards import RoadPolicy
from geo.land import Land
from geo.roads import RoadNetwork, link_length_m

NETWORK_FACTORS = ("hazards", "closure", "road-season", "day", "profile")

_ARRAYS = (
    "link_from",
    "link_to",
    "vertex_start",
    "vertices",
    "forward_kmh",
    "backward_kmh",
    "walk_kmh",
    "is_boardable",
    "is_bridge",
    "is_tunnel",
    "class_row",
    "source_id",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What a run asks: of which world, pillar and direction, with or without hazards."""

    world: World
    pillar: str
    direction: Direction
    has_hazards: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LandKey:
    """The land of a question: its speed, the files of its barriers in their order, and what a profile changes of it."""

    speed_factor: float
    barriers: tuple[Path, ...]
    on_land: tuple[object, ...]
    profile: Profile = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadsKey:
    """The roads of a question: ``number`` is that of their network among the different ones of a study."""

    number: int
    network: RoadNetwork = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class HazardsKey:
    """The hazards of a question: what a scenario changes of them, and the areas and the policy that follow."""

    as_of: dt.date | None
    released: tuple[str, ...]
    added: Path | None
    roads: RoadPolicy | None
    areas: gpd.GeoDataFrame = field(compare=False)
    policy: RoadPolicy = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TerrainKey:
    """Land and roads of a question, and what is closed of the roads, by id and by the shapes of a file."""

    land: LandKey
    roads: RoadsKey
    closed_roads: tuple[int, ...]
    closures: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One search: over what, by which rules, to which centres. Equal questions have the same answer to the bit.

    ``rows``: of the centres, those that would serve the pillar wherever people can reach them.
    """

    terrain: TerrainKey
    hazards: HazardsKey | None
    rules: TravelRules
    ids: tuple[str, ...]
    rows: tuple[int, ...]
    centres: Centres = field(compare=False)


def case_of(run: Run) -> Case:
    """What a run asks."""
    return Case(world=run.world, pillar=run.pillar, direction=run.direction, has_hazards=run.has_hazards)


class Counterfactuals:
    """The questions of a study: what each case would be asked with some factors cured. Nothing is laid here."""

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs
        self.table = inputs.study.reasons or ReasonsTable()
        self.base = {
            (world.key[1], world.profile.name): world for world in inputs.worlds if world.key[0] == BASE_SCENARIO
        }
        self.seasons: dict[str, SeasonTable] = {world.key[1]: world.place.season for world in self.base.values()}
        self.reference = self._reference()
        self._path_kmh = {
            name: path_kmh(read_speeds_of_roads(inputs.study, season, faults=Faults()))
            for name, season in self.seasons.items()
        }
        self._serving: dict[tuple[int, str, str], frozenset[int]] = {}
        self._kept: list[World] = []  # so that no other centres take the number of theirs
        self._networks: list[RoadNetwork] = []
        self._number: dict[int, int] = {}
        self.quickest_roads, self.quickest_land = self._quickest_roads(), self._quickest_land()

    def question(self, case: Case, cured: Iterable[str]) -> Question:
        """What a case is asked with these factors cured; those that change no network may be among them."""
        factors, world = frozenset(cured), case.world
        scenario = world.place.scenario
        profile = world.profile if "profile" not in factors or self.reference is None else self.reference
        roads_season = self.quickest_roads if "road-season" in factors else world.key[1]
        land_season = self.quickest_land if "day" in factors else world.key[1]
        is_open = "closure" in factors
        serving = self._rows_serving(world, scenario, case.pillar)
        if is_open:
            serving |= self._rows_serving(world, None, case.pillar)
        return Question(
            terrain=TerrainKey(
                land=self._land_key(scenario, land_season, profile, is_open=is_open),
                roads=self._roads_key(self.base[roads_season, profile.name]),
                closed_roads=() if is_open else scenario.closed_roads,
                closures=None if is_open else scenario.closures,
            ),
            hazards=self.hazards_key(world) if case.has_hazards and "hazards" not in factors else None,
            rules=self._rules(case, profile, roads_season, has_daily_limit="day" not in factors),
            ids=world.centres.ids,
            rows=tuple(sorted(serving)),
            centres=world.centres,
        )

    def terrain_key(self, world: World) -> TerrainKey:
        """The land and the roads of a world of the study as they are."""
        scenario, season = world.place.scenario, world.key[1]
        return TerrainKey(
            land=self._land_key(scenario, season, world.profile, is_open=False),
            roads=self._roads_key(self.base[season, world.profile.name]),
            closed_roads=scenario.closed_roads,
            closures=scenario.closures,
        )

    def hazards_key(self, world: World) -> HazardsKey | None:
        """The hazards of a world; None if none is open there."""
        scenario, table, areas = world.place.scenario, self.inputs.study.hazards, world.ground.hazard_areas
        if table is None or areas is None or world.ground.hazards is None:
            return None
        return HazardsKey(
            as_of=scenario.hazards_as_of,
            released=scenario.released,
            added=scenario.added_hazards,
            roads=scenario.hazard_roads,
            areas=areas,
            policy=scenario.hazard_roads or table.roads,
        )

    def _land_key(self, scenario: ScenarioTable, season: str, profile: Profile, *, is_open: bool) -> LandKey:
        own, named = self.inputs.study.land.barriers, self.table.boundaries
        of_season = self.seasons[season]
        kept = tuple(path for path in own if not (is_open and path in named))
        further = () if is_open else scenario.barriers
        return LandKey(
            speed_factor=of_season.land_speed_factor,
            barriers=(*kept, *of_season.barriers, *further),
            on_land=profile.on_land,
            profile=profile,
        )

    def _roads_key(self, world: World) -> RoadsKey:
        """The network of a world, numbered among those that differ in their arrays."""
        network = world.ground.network
        if id(network) not in self._number:
            alike = (place for place, other in enumerate(self._networks) if _are_alike(network, other))
            number = next(alike, len(self._networks))
            if number == len(self._networks):
                self._networks.append(network)
            self._number[id(network)] = number
        number = self._number[id(network)]
        return RoadsKey(number=number, network=self._networks[number])

    def _rows_serving(self, world: World, scenario: ScenarioTable | None, pillar: str) -> frozenset[int]:
        """The rows of a pillar's centres in a scenario, None for the base, wherever they stand."""
        is_base = scenario is None or scenario.name == BASE_SCENARIO
        key = (id(world.centres), BASE_SCENARIO if scenario is None else scenario.name, pillar)
        if key not in self._serving:
            self._kept.append(world)
            if scenario is None or is_base:
                serving = world.centres.serving_in(None)
            else:
                changed, closed = scenario.centre_pillars, scenario.closed_centres
                serving = world.centres.serving_in(scenario.name, pillars=changed, closed=closed)
            self._serving[key] = frozenset(serving.rows_serving(pillar).tolist())
        return self._serving[key]

    def _rules(self, case: Case, profile: Profile, roads_season: str, *, has_daily_limit: bool) -> TravelRules:
        limits = [self.inputs.study.travel.limit_minutes]
        limits.append(limit_minutes_of(profile, path_kmh=self._path_kmh[roads_season]))
        if has_daily_limit:
            limits.append(case.world.place.scenario.daily_limit_minutes)
        limit_minutes = min((limit for limit in limits if limit is not None), default=None)
        rules = travel_rules(self.inputs, self.base[roads_season, profile.name], case.direction)
        return replace(rules, limit_minutes=limit_minutes)

    def _reference(self) -> Profile | None:
        """The reference profile: the one named, else the first with a vehicle; None if nobody has one."""
        profiles, name = self.inputs.profiles, self.table.reference_profile
        if name is None:
            return next((profile for profile in profiles if profile.has_vehicle), None)
        found = next((profile for profile in profiles if profile.name == name), None)
        if found is None:
            raise InputError(f"there is no profile {name!r} in the study; check_reasons tells it before")
        return found

    def _quickest_roads(self) -> str:
        """The season whose roads are quickest, the first of equals: the length of all times the speed of vehicles.

        By the roads of the reference profile, or of the first where nobody has a vehicle; then by the speed on foot.
        """
        profile = self.reference or self.inputs.profiles[0]
        speeds: dict[str, tuple[float, float]] = {}
        for season in self.seasons:
            network = self.base[season, profile.name].ground.network
            length_m = link_length_m(network)
            ridden_kmh = network.forward_kmh + network.backward_kmh
            speeds[season] = float(length_m @ ridden_kmh), float(length_m @ network.walk_kmh)
        return max(self.seasons, key=lambda season: speeds[season])

    def _quickest_land(self) -> str:
        """The season whose land is quickest, the first of equals: by the speed of all cells that can be crossed.

        Then by how many moves are open between them.
        """
        lands = {season: self.base[season, self.inputs.profiles[0].name].ground.land for season in self.seasons}
        quickness = {season: _quickness(land) for season, land in lands.items()}
        return max(self.seasons, key=lambda season: quickness[season])


def all_cases(inputs: Inputs, worlds: Sequence[World], pillars: Sequence[str]) -> list[Case]:
    """Every case that a study asks, without hazards before with them."""
    return [
        Case(world=world, pillar=pillar, direction=direction, has_hazards=has_hazards)
        for pillar in pillars
        for direction in inputs.study.travel.directions
        for world in worlds
        for has_hazards in ((False, True) if world.ground.hazards is not None else (False,))
    ]


def _quickness(land: Land) -> tuple[float, int]:
    is_passable = land.is_passable
    speed = float((1.0 / land.pace[is_passable]).sum())
    held: Any = np.bitwise_count(land.blocked[is_passable])
    return speed, -int(held.sum(dtype=np.int64))


def _are_alike(one: RoadNetwork, other: RoadNetwork) -> bool:
    """Whether two networks lay the same roads, whatever their tags."""
    if one is other:
        return True
    return (
        one.node_count == other.node_count
        and one.road_class == other.road_class
        and all(np.array_equal(getattr(one, name), getattr(other, name)) for name in _ARRAYS)
    )
