"""The worlds of a study: the base and its scenarios, each in every season that it is looked at in."""

from __future__ import annotations

from dataclasses import dataclass

import shapely

from accessibility.ground import Ground, lay_ground, read_lines_in_use
from accessibility.hazard_records import areas_on, read_hazard_records
from accessibility.need import Centres, Demand, adopt_people
from accessibility.scenario_files import check_changes
from accessibility.scenario_terrain import terrain_of
from accessibility.study_file import StudyFile
from accessibility.study_scenarios import ALL_YEAR, BASE_SCENARIO, ScenarioTable, SeasonTable
from accessibility.terrain import (
    Surface,
    Terrain,
    is_network_on_grid,
    lay_terrain,
    read_barriers,
    read_network,
    read_surface,
)
from accessibility.world_centres import Placements, accept_centres, read_every_centre, tell_moved_and_lost
from geo.faults import Faults
from geo.grid import Grid
from geo.hazards import HazardRecords
from geo.land import Land
from geo.progress import Progress
from geo.rasters import PopulationOnGrid
from geo.roads import RoadCounts, RoadNetwork

_BASE = ScenarioTable.model_construct(name=BASE_SCENARIO)
_WHOLE_YEAR = SeasonTable(name=ALL_YEAR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A scenario in a season: the names of a world, and what is written of it in the study file."""

    scenario: ScenarioTable
    season: SeasonTable

    @property
    def key(self) -> tuple[str, str]:
        """The names of scenario and season."""
        return self.scenario.name, self.season.name


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Ground, centres and people of one scenario in one season.

    ``centres`` are the same rows in every world of a study; one that is closed, or not there yet,
    serves no pillar. ``limit_minutes``: the longest way that the day allows, None for any.
    """

    place: Place
    ground: Ground
    centres: Centres
    demand: Demand
    limit_minutes: float | None

    @property
    def key(self) -> tuple[str, str]:
        """The names of scenario and season."""
        return self.place.key


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheets:
    """What is read once and laid anew in each world. ``records`` is None in a study without hazards.

    ``read_centres``: those of all layers; ``placements``: the accepted ones, on the land of each world.
    """

    study: StudyFile
    grid: Grid
    surface: Surface
    records: HazardRecords | None
    read_centres: Centres
    placements: Placements
    population: PopulationOnGrid
    in_use: tuple[shapely.Geometry, ...]


def places_of(study: StudyFile) -> list[Place]:
    """Every scenario in each of its seasons, the base first, seasons in the order of the study."""
    seasons = study.seasons or (_WHOLE_YEAR,)
    return [
        Place(scenario=scenario, season=season)
        for scenario in (_BASE, *study.scenarios)
        for season in seasons
        if scenario.seasons is None or season.name in scenario.seasons
    ]


def read_worlds(
    study: StudyFile, grid: Grid, population: PopulationOnGrid | None, *, faults: Faults, progress: Progress
) -> tuple[Sheets, list[World]] | None:
    """Every world of a study, the base in its first season first; None if anything has an error, all told."""
    before = len(faults.errors)
    progress("reading the land", 0.0)
    surface = read_surface(study, grid, faults=faults)
    progress("reading the hazards", 0.0)
    records, in_use = None, None
    if study.hazards is not None:
        records = read_hazard_records(study.hazards, study, faults=faults, grid=grid)
        in_use = read_lines_in_use(study.hazards, study, grid, faults=faults)
    centres = read_every_centre(study, grid, faults=faults)
    progress("reading the roads", 0.0)
    terrains = None if surface is None else _lay_terrains(study, surface, grid, faults=faults, progress=progress)
    if surface is None:
        read_network(study, faults=faults)
    placements = None
    if centres is not None and terrains is not None:
        lands = [terrain.land for terrain in terrains.values()]
        placements = accept_centres(centres, lands, study, faults=faults)
    if (
        len(faults.errors) > before
        or surface is None
        or terrains is None
        or centres is None
        or placements is None
        or population is None
    ):
        check_changes(study, records, faults=faults)
        return None
    sheets = Sheets(
        study=study,
        grid=grid,
        surface=surface,
        records=records,
        read_centres=centres,
        placements=placements,
        population=population,
        in_use=tuple(in_use or ()),
    )
    worlds: list[World] = []
    for place in places_of(study):
        progress(f"laying {place.scenario.name} in {place.season.name}", 0.0)
        world = _lay_world(place, sheets, terrains, worlds[0] if worlds else None, faults=faults)
        if world is not None:
            worlds.append(world)
    return (sheets, worlds) if len(faults.errors) == before else None


def _lay_terrains(
    study: StudyFile, surface: Surface, grid: Grid, *, faults: Faults, progress: Progress
) -> dict[str, Terrain] | None:
    """The terrain of each season; what a season changes nothing of is that of the season before."""
    terrains: dict[str, Terrain] = {}
    networks: dict[tuple[object, ...], tuple[RoadNetwork, RoadCounts] | None] = {}
    for season in study.seasons or (_WHOLE_YEAR,):
        told = Faults()  # a file that is read for each season is told of once
        roads = (season.road_speeds, season.closed_surfaces, season.closed_tracktypes)
        if roads not in networks:
            network = read_network(study, faults=told, season=season)
            if network is not None and not networks and not is_network_on_grid(network[0], grid, study, faults=told):
                network = None
            networks[roads] = network
        barriers = read_barriers(study, season.barriers, grid, faults=told)
        faults.take(told)
        network = networks[roads]
        if network is None or barriers is None:
            continue
        progress("laying the roads", 0.0)
        terrains[season.name] = lay_terrain(
            study, surface, network, grid, land_speed_factor=season.land_speed_factor, barriers=barriers
        )
    return terrains if len(terrains) == len(study.seasons or (_WHOLE_YEAR,)) else None


def _lay_world(
    place: Place,
    sheets: Sheets,
    terrains: dict[str, Terrain],
    base: World | None,
    *,
    faults: Faults,
) -> World | None:
    study, scenario = sheets.study, place.scenario
    before = len(faults.errors)
    told = Faults()
    terrain = terrain_of(study, scenario, place.season, terrains[place.season.name], sheets.surface, faults=told)
    areas = None
    if study.hazards is not None and sheets.records is not None:
        areas = areas_on(study.hazards, study, sheets.records, scenario, grid=sheets.grid, faults=told)
    faults.take(told)
    if terrain is None or len(faults.errors) > before:
        return None
    policy = scenario.hazard_roads or (study.hazards.roads if study.hazards is not None else "open")
    ground = lay_ground(study, terrain, areas, road_policy=policy, in_use=sheets.in_use)
    told = Faults()
    centres = _centres_of(place, sheets, terrain.land, faults=told)
    faults.take(told)
    is_same_land = base is not None and base.ground.land is terrain.land
    demand = (
        base.demand
        if base is not None and is_same_land
        else adopt_people(sheets.population.people, terrain.land, within_m=study.land.adopt_within_m)
    )
    limits = [limit for limit in (study.travel.limit_minutes, scenario.daily_limit_minutes) if limit is not None]
    return World(place=place, ground=ground, centres=centres, demand=demand, limit_minutes=min(limits, default=None))


def _centres_of(place: Place, sheets: Sheets, land: Land, *, faults: Faults) -> Centres:
    """The centres as they are in a world: all accepted rows, those that are closed or not there serving no pillar."""
    study, scenario = sheets.study, place.scenario
    name = None if scenario.name == BASE_SCENARIO else scenario.name
    accepted = sheets.placements.centres
    serving = accepted.serving_in(name, pillars=scenario.centre_pillars, closed=scenario.closed_centres)
    placed = sheets.placements.on(serving, land)
    seasons = f"[[seasons]] {place.season.name}"
    which = seasons if name is None else f"[[scenarios]] {name}, {place.season.name}"
    tell_moved_and_lost(serving, placed, study, which=which, faults=faults)
    return placed
