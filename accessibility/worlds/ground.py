"""The ground of a world: its grid, land, roads and hazards, laid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import shapely

from accessibility.profiles import roads_for
from accessibility.study_file import HazardsTable, StudyFile
from accessibility.worlds.terrain import Terrain
from geo.faults import Faults
from geo.grid import Grid
from geo.hazards import UNKNOWN, Hazards, RoadPolicy, lay_hazards, slow_factors
from geo.land import Land
from geo.layers import read_layer
from geo.roads import RoadCounts, RoadNetwork, RoadsOnGrid


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What travel happens on.

    ``hazard_areas``: the open areas, grid's CRS, with ``policy`` and ``slow_factor``, None without any
    layer. ``hazards``: what those that block close; None if no area blocks or slows. ``held_land``,
    ``held_roads``: land and roads with hazards, slower where areas slow people down, else the same.
    """

    grid: Grid
    land: Land
    network: RoadNetwork
    road_counts: RoadCounts
    roads: RoadsOnGrid
    hazards: Hazards | None
    hazard_areas: gpd.GeoDataFrame | None
    held_land: Land
    held_roads: RoadsOnGrid

    def without_hazards(self) -> Ground:
        """The same ground where no hazard was ever recorded."""
        return replace(self, hazards=None, hazard_areas=None, held_land=self.land, held_roads=self.roads)

    @property
    def blocking_areas(self) -> gpd.GeoDataFrame | None:
        """The areas that block, with their cluster among the hazards' shapes; None if none blocks or slows."""
        if self.hazards is None or self.hazard_areas is None:
            return None
        blocking = self.hazard_areas[self.hazard_areas["policy"] == "block"]
        return blocking.assign(cluster=self.hazards.cluster)

    def blocking_ids(self) -> list[list[str]]:
        """The ids of the areas of each cluster; of one without, its row in the file."""
        blocking = self.blocking_areas
        if blocking is None or self.hazards is None:
            return []
        ids: list[list[str]] = [[] for _ in self.hazards.shapes]
        for identity, row, cluster in zip(blocking["id"], blocking["row"], blocking["cluster"], strict=True):
            ids[cluster].append(identity if identity != UNKNOWN else f"row {row}")
        return ids


def lay_ground(
    study: StudyFile,
    terrain: Terrain,
    areas: gpd.GeoDataFrame | None,
    *,
    road_policy: RoadPolicy,
    in_use: Sequence[shapely.Geometry],
) -> Ground:
    """The ground of a terrain and the areas that are open on it, if there are any."""
    grid, table = terrain.land.grid, study.hazards
    hazards, held_land, held_roads = None, terrain.land, terrain.roads
    if areas is not None and table is not None and (areas["policy"] != "ignore").any():
        blocking, slowing = areas[areas["policy"] == "block"], areas[areas["policy"] == "slow"]
        hazards = lay_hazards(
            grid,
            terrain.roads,
            list(blocking.geometry),
            road_policy=road_policy,
            overlap_tolerance_m=table.overlap_tolerance_m,
            in_use=in_use,
            neighbours=study.travel.neighbours,
        )
        if len(slowing):
            factor = slow_factors(grid, list(slowing.geometry), slowing["slow_factor"].tolist())
            held_land = replace(terrain.land, pace=terrain.land.pace * factor)
            connect_within_m = study.roads.connect_within_m if study.roads is not None else 0.0
            held_roads = roads_for(terrain.profile, terrain.network, held_land, connect_within_m=connect_within_m)
            held_roads = replace(held_roads, is_closed=terrain.roads.is_closed)
    return Ground(
        grid=grid,
        land=terrain.land,
        network=terrain.network,
        road_counts=terrain.road_counts,
        roads=terrain.roads,
        hazards=hazards,
        hazard_areas=areas,
        held_land=held_land,
        held_roads=held_roads,
    )


def read_lines_in_use(table: HazardsTable, study: StudyFile, grid: Grid, *, faults: Faults) -> list[shapely.Geometry]:
    """The lines of the roads recorded in use, in the grid's CRS; none if the study names no layer."""
    if table.in_use is None:
        return []
    layer = read_layer(study.located(table.in_use), where=str(table.in_use), faults=faults, geometry="line", grid=grid)
    return [] if layer is None else list(layer.geometry.to_crs(grid.crs))
