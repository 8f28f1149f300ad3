"""The terrain of a study: its land and its roads, as they are or in a season, read and laid."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import shapely

from accessibility.profiles import Profile, land_for, roads_for
from accessibility.study_file import SeasonTable, StudyFile
from geo.faults import Faults
from geo.grid import Grid
from geo.land import (
    DEFAULT_COVER_SPEEDS,
    Land,
    LandSpeed,
    find_land_speeds,
    lay_land,
    pace_of_classes,
    pace_of_fractions,
    pace_of_friction,
    pace_of_speed,
    read_land_speeds,
    speeds_of_classes,
    speeds_of_covers,
)
from geo.layers import read_layer
from geo.rasters import read_cover_fractions, read_elevation, read_land_cover, read_on_grid
from geo.roads import (
    CLOSABLE_KEYS,
    RoadCounts,
    RoadNetwork,
    RoadsOnGrid,
    RoadSpeeds,
    no_counts,
    no_roads,
    read_road_speeds,
    read_roads,
    without_vehicles_on,
)

_QUARTER_TURN = 90.0
_NO_SEASON = SeasonTable(name="none")
Pace = tuple[npt.NDArray[np.float64], npt.NDArray[np.uint8]]
Classes = tuple[npt.NDArray[np.int32], dict[int, LandSpeed]]
Shares = tuple[dict[str, npt.NDArray[np.float32]], dict[str, LandSpeed]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """The land as read, before barriers are laid: pace, mode and heights by cell, and the barriers' shapes."""

    pace: npt.NDArray[np.float64]
    mode: npt.NDArray[np.uint8]
    elevation_m: npt.NDArray[np.float32] | None
    barriers: tuple[shapely.Geometry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terrain:
    """Land and roads on the grid, as the people of a profile cross and use them."""

    profile: Profile
    land: Land
    network: RoadNetwork
    road_counts: RoadCounts
    roads: RoadsOnGrid


def lay_terrain(  # noqa: PLR0913 - what is laid, and what a season changes of it
    study: StudyFile,
    surface: Surface,
    network: tuple[RoadNetwork, RoadCounts],
    grid: Grid,
    *,
    profile: Profile,
    land_speed_factor: float = 1.0,
    barriers: tuple[shapely.Geometry, ...] = (),
) -> Terrain:
    """The terrain of a surface and a profile's network; slower off the roads by a factor, with further barriers."""
    land = lay_bare_land(study, surface, grid, land_speed_factor=land_speed_factor, barriers=barriers)
    return terrain_for(profile, study, land_for(profile, land), network)


def lay_bare_land(
    study: StudyFile,
    surface: Surface,
    grid: Grid,
    *,
    land_speed_factor: float = 1.0,
    barriers: tuple[shapely.Geometry, ...] = (),
) -> Land:
    """The land of a surface before any profile changes it; slower by a factor and with further barriers, if given."""
    return lay_land(
        grid,
        pace=surface.pace / land_speed_factor,
        mode=surface.mode,
        elevation_m=surface.elevation_m,
        barriers=(*surface.barriers, *barriers),
        neighbours=study.travel.neighbours,
    )


def terrain_for(profile: Profile, study: StudyFile, land: Land, network: tuple[RoadNetwork, RoadCounts]) -> Terrain:
    """The terrain of land and network that are a profile's already."""
    connect_within_m = study.roads.connect_within_m if study.roads is not None else 0.0
    roads = roads_for(profile, network[0], land, connect_within_m=connect_within_m)
    return Terrain(profile=profile, land=land, network=network[0], road_counts=network[1], roads=roads)


def read_surface(study: StudyFile, grid: Grid, *, faults: Faults) -> Surface | None:
    """The land of a study; None if any of it has an error, all of which are told."""
    table = study.land
    surface = _read_pace(study, grid, faults=faults)
    elevation = None
    before = len(faults.errors)
    if table.elevation:
        paths = {str(path): study.located(path) for path in table.elevation}
        elevation = read_elevation(paths, grid, where="[land] elevation", faults=faults)
    barriers = read_barriers(study, table.barriers, grid, faults=faults)
    if surface is None or barriers is None or len(faults.errors) > before:
        return None
    pace, mode = surface
    if not np.isfinite(pace).any():
        faults.error(
            where=study.file_name,
            which="[land]",
            what="no cell of the grid can be crossed",
            do="Check the land's rasters and speeds",
        )
        return None
    if elevation is not None:
        _tell_missing_elevation(elevation, pace, faults=faults)
    return Surface(pace=pace, mode=mode, elevation_m=elevation, barriers=barriers)


def read_barriers(
    study: StudyFile, paths: tuple[Path, ...], grid: Grid, *, faults: Faults
) -> tuple[shapely.Geometry, ...] | None:
    """The lines and polygons of layers that nobody crosses off the roads, in the grid's CRS; None after an error."""
    before = len(faults.errors)
    barriers: list[shapely.Geometry] = []
    for path in paths:
        layer = read_layer(study.located(path), where=str(path), faults=faults, geometry="any", grid=grid)
        if layer is None:
            continue
        shapes = list(layer.geometry.to_crs(grid.crs))
        points = [shape for shape in shapes if shapely.get_dimensions(shape) == 0]
        if points:
            faults.error(
                where=str(path),
                which="geometry",
                what=f"{len(points)} of {len(shapes)} barriers are points, which block nothing",
                do="Give barriers as lines or polygons",
            )
        barriers.extend(shapes)
    return None if len(faults.errors) > before else tuple(barriers)


def _tell_missing_elevation(
    elevation_m: npt.NDArray[np.float32], pace: npt.NDArray[np.float64], *, faults: Faults
) -> None:
    is_missing = np.isnan(elevation_m) & np.isfinite(pace)
    if is_missing.any():
        faults.notice(
            where="[land] elevation",
            which="",
            what=f"{int(is_missing.sum())} of {int(np.isfinite(pace).sum())} passable cells have no elevation; "
            "steps to and from them are taken as level",
            do="Add the missing tiles",
        )


def _read_pace(study: StudyFile, grid: Grid, *, faults: Faults) -> Pace | None:
    table = study.land
    if table.speed_kmh is not None:
        return pace_of_speed(grid, table.speed_kmh)
    if table.friction is not None:
        return _read_friction(study, grid, faults=faults)
    if table.land_cover is not None:
        classes = read_land_by_class(study, grid, faults=faults)
        return None if classes is None else pace_of_classes(*classes)
    shares = read_land_by_share(study, grid, faults=faults)
    return None if shares is None else pace_of_fractions(*shares)


def read_land_by_class(study: StudyFile, grid: Grid, *, faults: Faults) -> Classes | None:
    """The class of each cell of a study with land cover, -1 for none, and the speed of each class; None on an error."""
    path = study.land.land_cover
    name, speeds = read_speeds_of_land(study, faults=faults)
    classes = None if path is None else read_land_cover(study.located(path), grid, where=str(path), faults=faults)
    if classes is None or speeds is None:
        return None
    by_class = speeds_of_classes(classes, speeds, where=name, faults=faults)
    return None if by_class is None else (classes, by_class)


def read_land_by_share(study: StudyFile, grid: Grid, *, faults: Faults) -> Shares | None:
    """The share of each cover in each cell, NaN where unknown, and the speed of each cover; None on an error."""
    covers = study.land.cover_fractions or {}
    name, speeds = read_speeds_of_land(study, faults=faults)
    paths = {cover: study.located(path) for cover, path in covers.items()}
    fractions = read_cover_fractions(paths, grid, where="[land] cover_fractions", faults=faults)
    by_cover = None if speeds is None else speeds_of_covers(covers, speeds, where=name, faults=faults)
    return None if fractions is None or by_cover is None else (fractions, by_cover)


def read_speeds_of_land(study: StudyFile, *, faults: Faults) -> tuple[str, dict[str, LandSpeed] | None]:
    """The name of the table of speeds by class or cover, and the table; None for the table if it has a fault."""
    name = study.land.speeds or DEFAULT_COVER_SPEEDS
    return name, read_land_speeds(find_land_speeds(name, study.folder), where=name, faults=faults)


def _read_friction(study: StudyFile, grid: Grid, *, faults: Faults) -> Pace | None:
    path, unit = study.land.friction, study.land.friction_unit
    if path is None or unit is None:
        return None
    friction = read_on_grid(study.located(path), grid, how="average", where=str(path), faults=faults)
    if friction is None:
        return None
    is_free = friction <= 0
    if is_free.any():
        faults.error(
            where=str(path),
            which="values",
            what=f"{int(is_free.sum())} cells have a friction of 0 or less, a way that takes no time",
            do="Set them to nodata if they are barriers",
        )
        return None
    return pace_of_friction(friction.astype(np.float64), unit)


def read_network(
    study: StudyFile, *, faults: Faults, season: SeasonTable = _NO_SEASON
) -> tuple[RoadNetwork, RoadCounts] | None:
    """The roads of a study in a season with their counts, empty if it has none; None if their speeds have a fault."""
    table = study.roads
    if table is None:
        return no_roads(), no_counts()
    speeds = read_speeds_of_roads(study, season, faults=faults)
    if speeds is None:
        return None
    return read_roads(study.located(table.path), speeds=speeds, where=str(table.path), layer=table.layer, faults=faults)


def read_speeds_of_roads(study: StudyFile, season: SeasonTable, *, faults: Faults) -> RoadSpeeds | None:
    """The speeds of the roads in a season; None if the study has no roads, or after an error."""
    table = study.roads
    if table is None:
        return None
    before = len(faults.errors)
    name = season.road_speeds or table.speeds
    source = study.located(Path(name)) if Path(name).suffix.lower() == ".csv" else name
    speeds = read_road_speeds(source, where=name, faults=faults)
    if speeds is None:
        return None
    for key, values in zip(CLOSABLE_KEYS, (season.closed_surfaces, season.closed_tracktypes), strict=True):
        where, which = study.file_name, f"[[seasons]] {season.name} closed_{key}s"
        speeds = without_vehicles_on(speeds, key=key, values=values, where=where, which=which, faults=faults)
    return speeds if len(faults.errors) == before else None


def is_network_on_grid(network: RoadNetwork, grid: Grid, study: StudyFile, *, faults: Faults) -> bool:
    """Whether some road lies on the grid; told as an error if there are roads and none does."""
    if network.link_count == 0 or study.roads is None:
        return True
    lon, lat = network.vertices.T
    if _count_on_grid(network, grid, lon, lat):
        return True
    what, do = "", "Give the roads of the study's country, or check the grid's bounds"
    if (np.abs(lon) <= _QUARTER_TURN).all() and _count_on_grid(network, grid, lat, lon):
        what, do = " unless their axes (longitude and latitude) are swapped", "Swap the axes of the layer"
    faults.error(
        where=str(study.roads.path),
        which="",
        what=f"none of its {network.link_count:,} stretches of road lies in the study's grid{what}",
        do=do,
    )
    return False


def _count_on_grid(network: RoadNetwork, grid: Grid, lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]) -> int:
    """How many links have a bounding box that meets the grid's."""
    x, y = grid.from_lon_lat(lon, lat)
    left, bottom, right, top = grid.bounds
    start = network.vertex_start[:-1]
    is_met = (np.minimum.reduceat(x, start) <= right) & (np.maximum.reduceat(x, start) >= left)
    is_met &= (np.minimum.reduceat(y, start) <= top) & (np.maximum.reduceat(y, start) >= bottom)
    return int(is_met.sum())
