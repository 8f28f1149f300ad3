"""The ground of questions, laid once each: what a world of the study has already is taken from there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import shapely

from accessibility.need import Centres, Demand, adopt_people, cells_of_centres
from accessibility.profiles import land_for, roads_for
from accessibility.reasons.counterfactuals import Counterfactuals, HazardsKey, LandKey, Question, TerrainKey
from accessibility.search import Sources
from accessibility.worlds import Terrain, lay_ground, read_barriers
from geo.faults import Faults
from geo.hazards import Hazards
from geo.land import Land, lay_land
from geo.layers import read_layer
from geo.roads import RoadsOnGrid, close_roads

Shapes = tuple[shapely.Geometry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """What a question goes over: land and roads as they are with its hazards, and these, None where it has none."""

    land: Land
    roads: RoadsOnGrid
    hazards: Hazards | None


class LaidGrounds:
    """Lands, roads and hazards by what they are made of. Files of barriers and closures are read once each.

    Not for two threads at once.
    """

    def __init__(self, counterfactuals: Counterfactuals) -> None:
        self._of, self._inputs = counterfactuals, counterfactuals.inputs
        self._lands: dict[LandKey, Land] = {}
        self._roads: dict[TerrainKey, RoadsOnGrid] = {}
        self._grounds: dict[tuple[TerrainKey, HazardsKey | None], Laid] = {}
        self._bare: dict[tuple[float, tuple[Path, ...]], Land] = {}
        self._shapes: dict[Path, Shapes] = {}
        self._demands: dict[int, tuple[Land, Demand]] = {}
        self._cells: dict[tuple[int, tuple[str, ...]], npt.NDArray[np.int64]] = {}
        for world in self._inputs.worlds:
            ground, terrain = world.ground, counterfactuals.terrain_key(world)
            self._lands.setdefault(terrain.land, ground.land)
            self._roads.setdefault(terrain, ground.roads)
            hazards = counterfactuals.hazards_key(world)
            if hazards is not None and self._is_of(terrain, ground.land, ground.roads):
                held = Laid(land=ground.held_land, roads=ground.held_roads, hazards=ground.hazards)
                self._grounds.setdefault((terrain, hazards), held)
            self._demands.setdefault(id(ground.land.is_inside_barrier), (ground.land, world.demand))

    def ground_of(self, question: Question) -> Laid:
        """The ground of a question."""
        key = (question.terrain, question.hazards)
        if key not in self._grounds:
            land, roads = self._land_of(question.terrain.land), self._roads_of(question.terrain)
            self._grounds[key] = Laid(land=land, roads=roads, hazards=None)
            if question.hazards is not None:
                self._grounds[key] = self._hold(question.terrain, question.hazards, land, roads)
        return self._grounds[key]

    def demand_on(self, question: Question) -> Demand:
        """The people on the land of a question; the homes are those of every world."""
        land, study = self._land_of(question.terrain.land), self._inputs.study
        key = id(land.is_inside_barrier)
        if key not in self._demands:
            people = self._inputs.population.people
            self._demands[key] = (land, adopt_people(people, land, within_m=study.land.adopt_within_m))
        return self._demands[key][1]

    def sources_of(self, question: Question) -> Sources:
        """The centres of a question that people can reach on its land."""
        land = self._land_of(question.terrain.land)
        cell = self._cells_on(land, question.centres)[list(question.rows)]
        rows = np.array(question.rows, np.int32)
        return Sources(cell=cell[cell >= 0], row=rows[cell >= 0])

    def _is_of(self, terrain: TerrainKey, land: Land, roads: RoadsOnGrid) -> bool:
        return self._lands[terrain.land] is land and self._roads[terrain] is roads

    def _cells_on(self, land: Land, centres: Centres) -> npt.NDArray[np.int64]:
        key = (id(land.is_inside_barrier), centres.ids)
        if key not in self._cells:
            within_m = self._inputs.study.land.adopt_within_m
            self._cells[key] = cells_of_centres(centres, land, within_m=within_m)[0]
        return self._cells[key]

    def _land_of(self, key: LandKey) -> Land:
        if key not in self._lands:
            of_bare = (key.speed_factor, key.barriers)
            if of_bare not in self._bare:
                surface = self._inputs.surface
                self._bare[of_bare] = lay_land(
                    self._inputs.ground.grid,
                    pace=surface.pace / key.speed_factor,
                    mode=surface.mode,
                    elevation_m=surface.elevation_m,
                    barriers=[shape for path in key.barriers for shape in self._barriers_in(path)],
                    neighbours=self._inputs.study.travel.neighbours,
                )
            self._lands[key] = land_for(key.profile, self._bare[of_bare])
        return self._lands[key]

    def _roads_of(self, key: TerrainKey) -> RoadsOnGrid:
        if key not in self._roads:
            study = self._inputs.study
            within_m = study.roads.connect_within_m if study.roads is not None else 0.0
            land = self._land_of(key.land)
            roads = roads_for(key.land.profile, key.roads.network, land, connect_within_m=within_m)
            if key.closed_roads or key.closures is not None:
                links = np.flatnonzero(np.isin(key.roads.network.source_id, key.closed_roads)).tolist()
                roads = close_roads(roads, links=links, shapes=self._closures_in(key.closures))
            self._roads[key] = roads
        return self._roads[key]

    def _hold(self, terrain: TerrainKey, hazards: HazardsKey, land: Land, roads: RoadsOnGrid) -> Laid:
        laid = Terrain(
            profile=terrain.land.profile,
            land=land,
            network=terrain.roads.network,
            road_counts=self._inputs.ground.road_counts,
            roads=roads,
        )
        study, in_use = self._inputs.study, self._inputs.in_use
        ground = lay_ground(study, laid, hazards.areas, road_policy=hazards.policy, in_use=in_use)
        return Laid(land=ground.held_land, roads=ground.held_roads, hazards=ground.hazards)

    def _barriers_in(self, path: Path) -> Shapes:
        if path not in self._shapes:  # its faults were told when the worlds were laid
            grid = self._inputs.ground.grid
            self._shapes[path] = read_barriers(self._inputs.study, (path,), grid, faults=Faults()) or ()
        return self._shapes[path]

    def _closures_in(self, path: Path | None) -> Shapes:
        if path is None:
            return ()
        if path not in self._shapes:
            grid, located = self._inputs.ground.grid, self._inputs.study.located(path)
            layer = read_layer(located, where=str(path), faults=Faults(), geometry="any", grid=grid)
            self._shapes[path] = () if layer is None else tuple(layer.geometry.to_crs(grid.crs))
        return self._shapes[path]
