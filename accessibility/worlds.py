"""The worlds of a study: the base and its scenarios, each in every season that it is looked at in."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import shapely

from accessibility.ground import Ground, lay_ground, read_lines_in_use
from accessibility.hazard_records import areas_on, read_added_areas, read_hazard_records
from accessibility.need import Centres, Demand, adopt_people, centres_from_layer, place_centres
from accessibility.scenario_faults import check_scenarios, tell_unknown
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
from geo.faults import Faults
from geo.grid import Grid
from geo.hazards import HazardRecords
from geo.layers import read_layer
from geo.progress import Progress
from geo.rasters import PopulationOnGrid
from geo.roads import RoadCounts, RoadNetwork, close_roads

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
    """What is read once and laid anew in each world. ``records`` is None in a study without hazards."""

    study: StudyFile
    grid: Grid
    surface: Surface
    records: HazardRecords | None
    centres: Centres
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
    check_scenarios(study, faults=faults)
    progress("reading the land", 0.0)
    surface = read_surface(study, grid, faults=faults)
    progress("reading the hazards", 0.0)
    records, in_use = None, None
    if study.hazards is not None:
        records = read_hazard_records(study.hazards, study, faults=faults, grid=grid)
        in_use = read_lines_in_use(study.hazards, study, grid, faults=faults)
    centres = _read_centres(study, grid, faults=faults)
    progress("reading the roads", 0.0)
    terrains = None if surface is None else _lay_terrains(study, surface, grid, faults=faults, progress=progress)
    if surface is None:
        read_network(study, faults=faults)
    if len(faults.errors) > before or surface is None or terrains is None or centres is None or population is None:
        return None
    sheets = Sheets(
        study=study,
        grid=grid,
        surface=surface,
        records=records,
        centres=centres,
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


def _read_centres(study: StudyFile, grid: Grid, *, faults: Faults) -> Centres | None:
    """The centres of the base, then those that scenarios add, which serve no pillar until they are there."""
    layers = [(study.centres, "")]
    layers += [
        (study.centres.model_copy(update={"path": scenario.added_centres, "layer": None}), scenario.name)
        for scenario in study.scenarios
        if scenario.added_centres is not None
    ]
    read: list[Centres] = []
    for table, scenario in layers:
        where = str(table.path)
        layer = read_layer(
            study.located(table.path), layer=table.layer, where=where, faults=faults, geometry="point", grid=grid
        )
        prefix = f"{scenario}-" if scenario else ""  # rows are counted from 1 in each layer
        centres = None if layer is None else centres_from_layer(layer, table, grid, faults=faults, row_prefix=prefix)
        if centres is not None:
            read.append(replace(centres, scenario=(scenario,) * len(centres)))
    if len(read) < len(layers):
        return None
    centres = read[0].joined(read[1:])
    repeated = sorted({identity for identity in centres.ids if centres.ids.count(identity) > 1})
    if repeated and len(read) > 1:
        what = f"the centres that scenarios add have ids that others have: {', '.join(map(repr, repeated[:5]))}"
        faults.error(where=study.file_name, which="[[scenarios]]", what=what, do="Give each centre its own id")
        return None
    return centres


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
    terrain = _terrain_of(place, sheets, terrains[place.season.name], faults=told)
    areas = None
    if study.hazards is not None and sheets.records is not None:
        added = read_added_areas(study.hazards, study, scenario.added_hazards, grid=sheets.grid, faults=told)
        areas = areas_on(
            study.hazards,
            sheets.records,
            scenario.hazards_as_of or study.study.as_of,
            grid=sheets.grid,
            released=scenario.released,
            added=added,
            which=f"[[scenarios]] {scenario.name} released",
            study=study,
            faults=told,
        )
    faults.take(told)
    if terrain is None or len(faults.errors) > before:
        return None
    policy = scenario.hazard_roads or (study.hazards.roads if study.hazards is not None else "open")
    ground = lay_ground(study, terrain, areas, road_policy=policy, in_use=sheets.in_use)
    centres = _centres_of(place, sheets, ground, base, faults=faults)
    if centres is None:
        return None
    is_same_land = base is not None and base.ground.land is terrain.land
    demand = (
        base.demand
        if base is not None and is_same_land
        else adopt_people(sheets.population.people, terrain.land, within_m=study.land.adopt_within_m)
    )
    limits = [limit for limit in (study.travel.limit_minutes, scenario.daily_limit_minutes) if limit is not None]
    return World(place=place, ground=ground, centres=centres, demand=demand, limit_minutes=min(limits, default=None))


def _terrain_of(place: Place, sheets: Sheets, terrain: Terrain, *, faults: Faults) -> Terrain | None:
    """The season's terrain with what the scenario closes; None after an error."""
    study, scenario = sheets.study, place.scenario
    barriers = read_barriers(study, scenario.barriers, sheets.grid, faults=faults)
    closures: list[shapely.Geometry] = []
    if scenario.closures is not None:
        where = str(scenario.closures)
        path = study.located(scenario.closures)
        layer = read_layer(path, where=where, faults=faults, geometry="any", grid=sheets.grid)
        closures = [] if layer is None else list(layer.geometry.to_crs(sheets.grid.crs))
    ids = terrain.network.source_id
    unknown = {str(source_id): None for source_id in scenario.closed_roads if source_id not in ids}
    if study.roads is not None:
        tell_unknown(
            study,
            f"[[scenarios]] {scenario.name} closed_roads",
            "road",
            unknown,
            where=str(study.roads.path),
            faults=faults,
        )
    if barriers is None or faults.errors:
        return None
    if barriers:
        network = terrain.network, terrain.road_counts
        factor = place.season.land_speed_factor
        further = read_barriers(study, place.season.barriers, sheets.grid, faults=Faults()) or ()
        terrain = lay_terrain(
            study, sheets.surface, network, sheets.grid, land_speed_factor=factor, barriers=(*further, *barriers)
        )
    if not closures and not scenario.closed_roads:
        return terrain
    links = np.flatnonzero(np.isin(ids, scenario.closed_roads)).tolist()
    roads = close_roads(terrain.roads, links=links, shapes=closures)
    if not roads.is_closed.any():
        faults.notice(
            where=str(scenario.closures),
            which=f"[[scenarios]] {scenario.name} closures",
            what="no road meets what it draws, so nothing is closed",
            do="Check its coordinates",
        )
    return replace(terrain, roads=roads)


def _centres_of(place: Place, sheets: Sheets, ground: Ground, base: World | None, *, faults: Faults) -> Centres | None:
    """The centres as they are in a world: all rows of the base, those that are closed serving no pillar."""
    study, scenario, read = sheets.study, place.scenario, sheets.centres
    within_m, where = study.land.adopt_within_m, str(study.centres.path)
    if base is None:
        before = len(faults.errors)
        placed = place_centres(read, ground.land, within_m=within_m, where=where, faults=faults)
        return placed.serving_in(None) if len(faults.errors) == before else None
    every = base.centres
    named = (*scenario.closed_centres, *scenario.centre_pillars)
    unknown = {identity: None for identity in named if identity not in every.ids}
    tell_unknown(study, f"[[scenarios]] {scenario.name}", "centre", unknown, where=where, faults=faults)
    if unknown:
        return None
    centres = every.serving_in(scenario.name, pillars=scenario.centre_pillars, closed=scenario.closed_centres)
    if ground.land is base.ground.land:
        return centres
    told = Faults()
    placed = place_centres(centres, ground.land, within_m=within_m, where=where, faults=told)
    lost = set(centres.ids) - set(placed.ids)
    if lost:
        faults.notice(
            where=where,
            which=f"[[scenarios]] {scenario.name}, {place.season.name}",
            what=f"{len(lost)} of {len(centres):,} centres lie on land that nobody can reach then, and serve nobody",
            do="Check the barriers of the season or scenario",
        )
    return centres.moved_as(placed)
