"""The ground of a study: its grid, land, roads and hazards, read and laid."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError
from rasterio.transform import from_origin

from accessibility.hazard_records import read_hazard_records
from accessibility.study_file import GridTable, StudyFile
from accessibility.study_hazards import HazardsTable
from geo.errors import InputError
from geo.faults import Faults
from geo.grid import LON_LAT, Grid
from geo.hazards import Hazards, buffered, lay_hazards, open_on
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
from geo.progress import Progress
from geo.rasters import grid_of_raster, read_cover_fractions, read_elevation, read_land_cover, read_on_grid
from geo.roads import RoadCounts, RoadNetwork, RoadsOnGrid, lay_roads, no_counts, no_roads, read_road_speeds, read_roads

_ARCSECONDS_PER_DEGREE = 3600.0
_QUARTER_TURN, _HALF_TURN = 90.0, 180.0
_MOST_CELLS = 1_000_000_000
Pace = tuple[npt.NDArray[np.float64], npt.NDArray[np.uint8]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What travel happens on. ``hazards`` and ``hazard_areas`` (open ones, grid's CRS) are None without any."""

    grid: Grid
    land: Land
    network: RoadNetwork
    road_counts: RoadCounts
    roads: RoadsOnGrid
    hazards: Hazards | None
    hazard_areas: gpd.GeoDataFrame | None


def read_grid(table: GridTable, study: StudyFile, *, faults: Faults) -> Grid | None:
    """The grid of a study: that of a raster, or cells of a resolution that fill the bounds."""
    if table.like is not None:
        return grid_of_raster(study.located(table.like), where=str(table.like), faults=faults)
    left, bottom, right, top = table.bounds or (0.0, 0.0, 0.0, 0.0)
    try:
        crs = CRS.from_user_input(table.crs) if table.crs is not None else LON_LAT
        if table.resolution_arcsec is not None:
            size = table.resolution_arcsec / _ARCSECONDS_PER_DEGREE
        else:
            size = table.resolution_m or 0.0
        if not _are_bounds_sound(table, crs, study, faults=faults):
            return None
        rows, columns = np.ceil((top - bottom) / size - 1e-9), np.ceil((right - left) / size - 1e-9)
        if rows * columns > _MOST_CELLS:
            what = f"the grid would have {rows:,.0f} x {columns:,.0f} cells, more than {_MOST_CELLS:,}"
            faults.error(where=study.file_name, which="[grid]", what=what, do="Take larger cells or smaller bounds")
            return None
        shape = (max(1, int(rows)), max(1, int(columns)))
        return Grid(shape=shape, affine=from_origin(left, top, size, size), crs=crs)
    except CRSError:
        what = f"{table.crs!r} is no known coordinate system"
        do = 'Write its EPSG code, such as crs = "EPSG:32738"'
        faults.error(where=study.file_name, which="[grid] crs", what=what, do=do)
    except InputError as problem:
        what, _, do = str(problem).partition("; ")
        faults.error(where=study.file_name, which="[grid]", what=what, do=do[:1].upper() + do[1:])
    return None


def _are_bounds_sound(table: GridTable, crs: CRS, study: StudyFile, *, faults: Faults) -> bool:
    """Whether resolution, bounds and CRS speak of one kind of coordinates; if not, that is told."""
    is_on_globe = table.bounds is not None and _is_on_globe(*table.bounds)
    if crs.is_geographic is (table.resolution_m is not None):
        which, what = "[grid]", "resolution_m needs a projected crs and resolution_arcsec a geographic one"
        do = "Change the resolution or the crs"
    elif crs.is_geographic and not is_on_globe:
        which, what = "[grid] bounds", f"the bounds {table.bounds} reach off the globe"
        do = "Write degrees: left, bottom, right, top, longitudes first"
    elif crs.is_projected and is_on_globe:
        which, what = "[grid] bounds", f"the bounds {table.bounds} look like degrees, but {table.crs} has other units"
        do = f"Write left, bottom, right, top in the metres of {table.crs}, or take resolution_arcsec without a crs"
    else:
        return True
    faults.error(where=study.file_name, which=which, what=what, do=do)
    return False


def _is_on_globe(left: float, bottom: float, right: float, top: float) -> bool:
    return -_HALF_TURN <= left < right <= 2 * _HALF_TURN and -_QUARTER_TURN <= bottom < top <= _QUARTER_TURN


def read_ground(study: StudyFile, grid: Grid, *, faults: Faults, progress: Progress) -> Ground | None:
    """Land, roads and hazards on the grid; None if any of it has an error, all of which are told."""
    progress("reading the land", 0.0)
    land = _read_land(study, grid, faults=faults)
    progress("reading the roads", 0.0)
    network = read_network(study, faults=faults)
    is_network_near = network is not None and _is_on_grid(network[0], grid, study, faults=faults)
    progress("reading the hazards", 0.0)
    areas: gpd.GeoDataFrame | None = None
    shapes_in_use: list[shapely.Geometry] = []
    if study.hazards is not None:
        areas = _read_hazards(study.hazards, study, grid, faults=faults)
        shapes_in_use = _read_lines_in_use(study.hazards, study, grid, faults=faults)
    if land is None or network is None or not is_network_near or (study.hazards is not None and areas is None):
        return None
    progress("laying the roads", 0.0)
    connect_within_m = study.roads.connect_within_m if study.roads is not None else 0.0
    roads = lay_roads(network[0], land, connect_within_m=connect_within_m)
    hazards = None
    if study.hazards is not None and study.hazards.policy == "block" and areas is not None:
        progress("laying the hazards", 0.0)
        hazards = lay_hazards(
            grid,
            roads,
            list(areas.geometry),
            road_policy=study.hazards.roads,
            overlap_tolerance_m=study.hazards.overlap_tolerance_m,
            in_use=shapes_in_use,
            neighbours=study.travel.neighbours,
        )
    return Ground(
        grid=grid,
        land=land,
        network=network[0],
        road_counts=network[1],
        roads=roads,
        hazards=hazards,
        hazard_areas=areas,
    )


def _read_land(study: StudyFile, grid: Grid, *, faults: Faults) -> Land | None:
    table = study.land
    surface = _read_pace(study, grid, faults=faults)
    elevation = None
    before = len(faults.errors)
    if table.elevation:
        paths = {str(path): study.located(path) for path in table.elevation}
        elevation = read_elevation(paths, grid, where="[land] elevation", faults=faults)
    barriers: list[shapely.Geometry] = []
    for path in table.barriers:
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
    if surface is None or len(faults.errors) > before:
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
    return lay_land(
        grid,
        pace=pace,
        mode=mode,
        elevation_m=elevation,
        barriers=barriers,
        neighbours=study.travel.neighbours,
    )


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
    name, speeds = read_speeds_of_land(study, faults=faults)
    if table.land_cover is not None:
        classes = read_land_cover(study.located(table.land_cover), grid, where=str(table.land_cover), faults=faults)
        if classes is None or speeds is None:
            return None
        by_class = speeds_of_classes(classes, speeds, where=name, faults=faults)
        return None if by_class is None else pace_of_classes(classes, by_class)
    covers = table.cover_fractions or {}
    paths = {cover: study.located(path) for cover, path in covers.items()}
    fractions = read_cover_fractions(paths, grid, where="[land] cover_fractions", faults=faults)
    by_cover = None if speeds is None else speeds_of_covers(covers, speeds, where=name, faults=faults)
    return None if fractions is None or by_cover is None else pace_of_fractions(fractions, by_cover)


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


def read_network(study: StudyFile, *, faults: Faults) -> tuple[RoadNetwork, RoadCounts] | None:
    """The roads of a study with their counts, empty if it has none; None if their speeds have a fault."""
    table = study.roads
    if table is None:
        return no_roads(), no_counts()
    is_file = Path(table.speeds).suffix.lower() == ".csv"
    source = study.located(Path(table.speeds)) if is_file else table.speeds
    speeds = read_road_speeds(source, where=table.speeds, faults=faults)
    if speeds is None:
        return None
    return read_roads(study.located(table.path), speeds=speeds, where=str(table.path), layer=table.layer, faults=faults)


def _is_on_grid(network: RoadNetwork, grid: Grid, study: StudyFile, *, faults: Faults) -> bool:
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


def _read_hazards(table: HazardsTable, study: StudyFile, grid: Grid, *, faults: Faults) -> gpd.GeoDataFrame | None:
    """The open areas that meet the grid, in its CRS, grown by the buffer."""
    if table.policy == "slow" or table.rules:
        what = "hazards that slow, and rules, are read but not run in this version"
        do = 'Take policy = "block" or "ignore", without rules'
        faults.error(where=study.file_name, which="[hazards]", what=what, do=do)
    records = read_hazard_records(table, study, faults=faults, grid=grid)
    if records is None:
        return None
    areas = open_on(records, study.study.as_of)[["id", "kind", "status", "name", "geometry"]]
    areas = buffered(areas, buffer_m=table.buffer_m, metric_crs=grid.metric_crs).to_crs(grid.crs)
    is_near = shapely.intersects(areas.geometry.to_numpy(), shapely.box(*grid.bounds))
    return areas[is_near].reset_index(drop=True)


def _read_lines_in_use(table: HazardsTable, study: StudyFile, grid: Grid, *, faults: Faults) -> list[shapely.Geometry]:
    if table.in_use is None:
        return []
    layer = read_layer(study.located(table.in_use), where=str(table.in_use), faults=faults, geometry="line", grid=grid)
    return [] if layer is None else list(layer.geometry.to_crs(grid.crs))
