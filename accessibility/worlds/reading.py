"""The worlds of a study: the base and its scenarios, in every season that each is looked at in, for every profile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import shapely

from accessibility.need import Centres, Demand, adopt_people
from accessibility.profiles import Profile, land_for, limit_minutes_of, network_for, path_kmh
from accessibility.study_file import ALL_YEAR, BASE_SCENARIO, ScenarioTable, SeasonTable, StudyFile
from accessibility.worlds.centres import (
    Placements,
    accept_centres,
    read_every_centre,
    tell_moved_and_lost,
    tell_off_the_roads,
)
from accessibility.worlds.chosen_profiles import ChosenProfiles, check_modes_of_land
from accessibility.worlds.ground import Ground, lay_ground, read_lines_in_use
from accessibility.worlds.hazard_records import areas_on, read_hazard_records
from accessibility.worlds.scenario_files import check_changes
from accessibility.worlds.scenario_terrain import terrain_of
from accessibility.worlds.terrain import (
    Surface,
    Terrain,
    is_network_on_grid,
    lay_bare_land,
    read_barriers,
    read_network,
    read_speeds_of_roads,
    read_surface,
    terrain_for,
)
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
    """Ground, centres and people of one scenario in one season, as the people of a profile travel.

    ``centres`` are the same rows in every world of a study; one that is closed, or not there yet,
    serves no pillar. ``limit_minutes``: the longest way that the day and the profile allow, None for any.
    """

    place: Place
    profile: Profile
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
    ``demands``: the people, laid once for each set of barriers.
    """

    study: StudyFile
    grid: Grid
    surface: Surface
    records: HazardRecords | None
    read_centres: Centres
    placements: Placements
    population: PopulationOnGrid
    in_use: tuple[shapely.Geometry, ...]
    demands: dict[int, Demand] = field(default_factory=dict)


def places_of(study: StudyFile) -> list[Place]:
    """Every scenario in each of its seasons, the base first, seasons in the order of the study."""
    seasons = study.seasons or (_WHOLE_YEAR,)
    return [
        Place(scenario=scenario, season=season)
        for scenario in (_BASE, *study.scenarios)
        for season in seasons
        if scenario.seasons is None or season.name in scenario.seasons
    ]


def read_worlds(  # noqa: PLR0913 - what is read once, and who is told
    study: StudyFile,
    grid: Grid,
    population: PopulationOnGrid | None,
    chosen: ChosenProfiles,
    *,
    faults: Faults,
    progress: Progress,
) -> tuple[Sheets, list[World]] | None:
    """Every world of a study, all of the first profile first, of each the base in its first season first.

    None if anything has an error, all told.
    """
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
    terrains = None
    if surface is None:
        read_network(study, faults=faults)
    else:
        check_modes_of_land(chosen, surface, study, faults=faults)
        terrains = _lay_terrains(study, surface, grid, chosen.profiles, faults=faults, progress=progress)
    placements = None
    if centres is not None and terrains is not None:
        lands = [terrains[season.name, chosen.profiles[0].name].land for season in study.seasons or (_WHOLE_YEAR,)]
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
    laid: list[World] = []
    for place in places_of(study):
        progress(f"laying {place.scenario.name} in {place.season.name}", 0.0)
        laid += _lay_place(place, sheets, [terrains[place.season.name, each.name] for each in chosen.profiles], faults)
    if len(faults.errors) > before:
        return None
    return sheets, [world for profile in chosen.profiles for world in laid if world.profile is profile]


def _lay_terrains(  # noqa: PLR0913 - what is laid, and who is told
    study: StudyFile,
    surface: Surface,
    grid: Grid,
    profiles: Sequence[Profile],
    *,
    faults: Faults,
    progress: Progress,
) -> dict[tuple[str, str], Terrain] | None:
    """The terrain of each season and profile, by their names; where nothing differs they share land and roads."""
    terrains: dict[tuple[str, str], Terrain] = {}
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
        bare = lay_bare_land(study, surface, grid, land_speed_factor=season.land_speed_factor, barriers=barriers)
        terrains |= {(season.name, name): each for name, each in _terrains_for(study, bare, network, profiles).items()}
    return terrains if len(terrains) == len(study.seasons or (_WHOLE_YEAR,)) * len(profiles) else None


def _terrains_for(
    study: StudyFile, bare: Land, network: tuple[RoadNetwork, RoadCounts], profiles: Sequence[Profile]
) -> dict[str, Terrain]:
    """The terrain of each profile on the land and the roads of a season."""
    lands: dict[tuple[object, ...], Land] = {}
    networks: dict[tuple[object, ...], RoadNetwork] = {}
    laid: dict[tuple[object, ...], Terrain] = {}
    terrains = {}
    for profile in profiles:
        both = (profile.on_land, profile.on_roads)
        if profile.on_land not in lands:
            lands[profile.on_land] = land_for(profile, bare)
        if profile.on_roads not in networks:
            networks[profile.on_roads] = network_for(profile, network[0])
        if both not in laid:
            pair = (networks[profile.on_roads], network[1])
            laid[both] = terrain_for(profile, study, lands[profile.on_land], pair)
        terrains[profile.name] = replace(laid[both], profile=profile)
    return terrains


def _lay_place(place: Place, sheets: Sheets, terrains: Sequence[Terrain], faults: Faults) -> list[World]:
    """The worlds of a scenario in a season, one for the terrain of each profile; none after an error."""
    study, scenario = sheets.study, place.scenario
    before = len(faults.errors)
    told = Faults()
    laid: dict[tuple[int, int], Terrain | None] = {}
    for terrain in terrains:
        key = (id(terrain.land), id(terrain.roads))
        if key not in laid:
            each = Faults() if laid else told  # what is wrong with a scenario is so for every profile
            laid[key] = terrain_of(study, scenario, place.season, terrain, sheets.surface, faults=each)
    areas = None
    if study.hazards is not None and sheets.records is not None:
        areas = areas_on(study.hazards, study, sheets.records, scenario, grid=sheets.grid, faults=told)
    faults.take(told)
    if len(faults.errors) > before:
        return []
    policy = scenario.hazard_roads or (study.hazards.roads if study.hazards is not None else "open")
    grounds = {
        key: lay_ground(study, terrain, areas, road_policy=policy, in_use=sheets.in_use)
        for key, terrain in laid.items()
        if terrain is not None
    }
    told = Faults()
    worlds = [
        _lay_world(place, sheets, terrain.profile, grounds[id(terrain.land), id(terrain.roads)], faults=told)
        for terrain in terrains
    ]
    faults.take(told)
    return worlds


def _lay_world(place: Place, sheets: Sheets, profile: Profile, ground: Ground, *, faults: Faults) -> World:
    study = sheets.study
    told = Faults()
    centres = _centres_of(place, sheets, ground.land, faults=told)
    if not profile.crosses_land and place.scenario.name == BASE_SCENARIO:
        tell_off_the_roads(centres, ground.roads, study, which=f"[[profiles]] {profile.name}", faults=told)
    faults.take(told)
    walked_kmh = path_kmh(read_speeds_of_roads(study, place.season, faults=Faults()))
    limits = [study.travel.limit_minutes, place.scenario.daily_limit_minutes]
    limits.append(limit_minutes_of(profile, path_kmh=walked_kmh))
    return World(
        place=place,
        profile=profile,
        ground=ground,
        centres=centres,
        demand=_demand_on(ground.land, sheets),
        limit_minutes=min((limit for limit in limits if limit is not None), default=None),
    )


def _demand_on(land: Land, sheets: Sheets) -> Demand:
    """The people on a land; the same where seasons and profiles change nothing of where one can stand.

    Paces differ, but which cells have one does not: barriers alone do, and lands with the same share the array.
    """
    key = id(land.is_inside_barrier)  # the worlds keep it, so that no other takes its number
    if key not in sheets.demands:
        sheets.demands[key] = adopt_people(sheets.population.people, land, within_m=sheets.study.land.adopt_within_m)
    return sheets.demands[key]


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
