"""The terrain of a scenario: that of the season, with the roads and the land that the scenario closes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import shapely

from accessibility.study_file import ScenarioTable, SeasonTable, StudyFile
from accessibility.worlds.scenario_faults import tell_unknown
from accessibility.worlds.terrain import Surface, Terrain, lay_terrain, read_barriers
from geo.faults import Faults
from geo.grid import Grid
from geo.layers import list_names, read_layer
from geo.roads import RoadsOnGrid, arc_lines, close_roads, meets_roads


def terrain_of(  # noqa: PLR0913 - what is closed, of what, when
    study: StudyFile,
    scenario: ScenarioTable,
    season: SeasonTable,
    terrain: Terrain,
    surface: Surface,
    *,
    faults: Faults,
) -> Terrain | None:
    """The season's terrain with what the scenario closes; None after an error."""
    before = len(faults.errors)
    grid = terrain.land.grid
    barriers = read_barriers(study, scenario.barriers, grid, faults=faults)
    closures = _read_closures(study, scenario, grid, faults=faults)
    ids = terrain.network.source_id
    unknown = {str(source_id): None for source_id in scenario.closed_roads if source_id not in ids}
    if study.roads is not None:
        which = f"[[scenarios]] {scenario.name} closed_roads"
        tell_unknown(study, which, "road", unknown, where=str(study.roads.path), faults=faults)
    if barriers is None or len(faults.errors) > before:
        return None
    if barriers:
        further = read_barriers(study, season.barriers, grid, faults=Faults()) or ()
        terrain = lay_terrain(
            study,
            surface,
            (terrain.network, terrain.road_counts),
            grid,
            profile=terrain.profile,
            land_speed_factor=season.land_speed_factor,
            barriers=(*further, *barriers),
        )
    if not closures and not scenario.closed_roads:
        return terrain
    links = np.flatnonzero(np.isin(ids, scenario.closed_roads)).tolist()
    _tell_idle(study, scenario, terrain.roads, ids, closures, grid, faults=faults)
    return replace(terrain, roads=close_roads(terrain.roads, links=links, shapes=closures))


def _read_closures(
    study: StudyFile, scenario: ScenarioTable, grid: Grid, *, faults: Faults
) -> tuple[shapely.Geometry, ...]:
    if scenario.closures is None:
        return ()
    path, where = study.located(scenario.closures), str(scenario.closures)
    layer = read_layer(path, where=where, faults=faults, geometry="any", grid=grid)
    return () if layer is None else tuple(layer.geometry.to_crs(grid.crs))


def _tell_idle(  # noqa: PLR0913, PLR0917 - what closes nothing, of what
    study: StudyFile,
    scenario: ScenarioTable,
    roads: RoadsOnGrid,
    ids: npt.NDArray[np.int64],
    closures: tuple[shapely.Geometry, ...],
    grid: Grid,
    *,
    faults: Faults,
) -> None:
    """Tell shapes that meet no road, and roads that lie outside the grid."""
    idle = int((~meets_roads(roads, closures)).sum())
    if idle:
        faults.notice(
            where=str(scenario.closures),
            which=f"[[scenarios]] {scenario.name} closures",
            what=f"{idle:,} of {len(closures):,} shapes meet no road of the grid and close nothing",
            do="Check their coordinates, and draw lines or areas across the roads",
        )
    arcs = np.flatnonzero(np.isin(roads.arc_link, np.flatnonzero(np.isin(ids, scenario.closed_roads))))
    is_on_grid = shapely.intersects(arc_lines(roads, arcs), shapely.box(*grid.bounds))
    on_grid = set(ids[roads.arc_link[arcs[is_on_grid]]].tolist())
    off = [str(source_id) for source_id in scenario.closed_roads if source_id not in on_grid]
    if off:
        faults.notice(
            where=str(study.roads.path) if study.roads is not None else study.file_name,
            which=f"[[scenarios]] {scenario.name} closed_roads",
            what=f"{len(off):,} of {len(scenario.closed_roads):,} roads lie wholly outside the grid: {list_names(off)}",
            do="Check the ids, unless these roads join others on the grid",
        )
