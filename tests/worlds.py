"""Small worlds for tests: random land, roads and hazards, and an oracle that builds the graph move by move."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import shapely
from affine import Affine
from pyproj import CRS
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from accessibility.search.graph import build_graph
from accessibility.search.rules import TravelRules
from geo.grid import Grid
from geo.hazards.blocking import Hazards, RoadPolicy, lay_hazards
from geo.land.moves import MOVE_COLUMNS, MOVE_ROWS, Neighbours
from geo.land.surface import Land, lay_land
from geo.roads.boarding import RoadsOnGrid, lay_roads
from geo.roads.network import RoadNetwork, no_roads

CELL_M = 100.0


def metric_grid(rows: int, columns: int) -> Grid:
    """Cells of 100 m in UTM 33 N, near 45 N."""
    return Grid(
        shape=(rows, columns), affine=Affine(CELL_M, 0, 500_000, 0, -CELL_M, 5_000_000), crs=CRS.from_epsg(32633)
    )


def degree_grid(rows: int, columns: int, *, top: float = 49.0) -> Grid:
    """Cells of 3 arc-seconds from 10 E."""
    size = 3 / 3600
    return Grid(shape=(rows, columns), affine=Affine(size, 0, 10.0, 0, -size, top), crs=CRS.from_epsg(4326))


def flat_land(
    grid: Grid, *, speed_kmh: float = 3.6, barriers: tuple[shapely.Geometry, ...] = (), neighbours: Neighbours = 16
) -> Land:
    """Level land that is walked at one speed; 3.6 km/h is one second per metre."""
    return lay_land(
        grid,
        pace=np.full(grid.shape, 3.6 / speed_kmh),
        mode=np.zeros(grid.shape, np.uint8),
        barriers=barriers,
        neighbours=neighbours,
    )


def roads_from_lines(
    grid: Grid,
    lines: list[list[tuple[float, float]]],
    *,
    vehicle_kmh: float = 36.0,
    backward_kmh: float | None = None,
    walk_kmh: float = 3.6,
    is_boardable: list[bool] | None = None,
    is_bridge: list[bool] | None = None,
) -> RoadNetwork:
    """Links along points in (column, row) as real numbers; equal end points are one junction."""
    nodes: dict[tuple[float, float], int] = {}
    starts, vertices, link_from, link_to = [0], [], [], []
    for line in lines:
        xy = [grid.affine @ point for point in line]
        lon, lat = grid.to_lon_lat([point[0] for point in xy], [point[1] for point in xy])
        vertices.extend(zip(lon, lat, strict=True))
        starts.append(len(vertices))
        link_from.append(nodes.setdefault(line[0], len(nodes)))
        link_to.append(nodes.setdefault(line[-1], len(nodes)))
    count = len(lines)
    return RoadNetwork(
        node_count=len(nodes),
        link_from=np.array(link_from, np.int32),
        link_to=np.array(link_to, np.int32),
        vertex_start=np.array(starts, np.int64),
        vertices=np.array(vertices, np.float64).reshape(-1, 2),
        forward_kmh=np.full(count, vehicle_kmh),
        backward_kmh=np.full(count, vehicle_kmh if backward_kmh is None else backward_kmh),
        walk_kmh=np.full(count, walk_kmh),
        is_boardable=np.array(is_boardable if is_boardable is not None else [True] * count, np.bool_),
        is_bridge=np.array(is_bridge if is_bridge is not None else [False] * count, np.bool_),
        is_tunnel=np.zeros(count, np.bool_),
        road_class=("road",),
        class_row=np.zeros(count, np.int16),
        source_id=np.arange(count, dtype=np.int64),
    )


@dataclass(frozen=True, kw_only=True)
class World:
    """Land with roads and hazards on it."""

    land: Land
    roads: RoadsOnGrid
    hazards: Hazards | None = None


def random_world(
    seed: int,
    *,
    rows: int = 9,
    columns: int = 11,
    has_hazards: bool = True,
    neighbours: Neighbours = 32,
    mode: int | None = None,
) -> World:
    """Hilly land with barrier and empty cells, a river, some roads, two hazards; of every mode unless one is named."""
    random = np.random.default_rng(seed)
    grid = metric_grid(rows, columns) if seed % 2 else degree_grid(rows, columns)
    pace = random.uniform(0.5, 2.0, grid.shape)
    pace[random.random(grid.shape) < 0.12] = np.inf
    pace[random.random(grid.shape) < 0.08] = np.nan
    elevation = random.uniform(0, 60, grid.shape).astype(np.float32)
    elevation[random.random(grid.shape) < 0.05] = np.nan
    land = lay_land(
        grid,
        pace=pace,
        mode=random.integers(*((0, 4) if mode is None else (mode, mode + 1)), grid.shape).astype(np.uint8),
        elevation_m=elevation,
        barriers=(shape_at(grid, random_points(random, 3, rows, columns)),),
        neighbours=neighbours,
    )
    lines = [random_points(random, 3, rows, columns) for _ in range(3)]
    lines[1][0] = lines[0][-1]
    network = roads_from_lines(grid, lines, vehicle_kmh=40, backward_kmh=[0.0, 40.0][seed % 2])
    roads = lay_roads(network, land, connect_within_m=250)
    hazards = None
    if has_hazards:
        shapes = [shape_at(grid, random_points(random, 4, rows, columns)).convex_hull for _ in range(2)]
        policy: RoadPolicy = "cut" if seed % 3 == 0 else "open"
        hazards = lay_hazards(grid, roads, shapes, road_policy=policy, overlap_tolerance_m=5.0, neighbours=neighbours)
    return World(land=land, roads=roads, hazards=hazards)


def random_points(random: np.random.Generator, count: int, rows: int, columns: int) -> list[tuple[float, float]]:
    """Points as (column, row), a little beyond the grid too."""
    return [
        (round(float(random.uniform(-0.5, columns + 0.5)), 3), round(float(random.uniform(-0.5, rows + 0.5)), 3))
        for _ in range(count)
    ]


def shape_at(grid: Grid, points: list[tuple[float, float]]) -> shapely.Geometry:
    """A line along points given as (column, row)."""
    return shapely.LineString([grid.affine @ point for point in points])


def random_centres(world: World, seed: int, count: int = 3) -> npt.NDArray[np.int64]:
    """Different passable cells."""
    random = np.random.default_rng(seed + 1000)
    return random.permutation(np.flatnonzero(world.land.is_passable))[:count].astype(np.int64)


def oracle_seconds(
    world: World, centres: npt.NDArray[np.int64], rules: TravelRules, *, has_hazards: bool
) -> npt.NDArray[np.float64]:
    """Seconds from every node to each centre (or from it), shape (centres, cells), by scipy on an explicit graph.

    The moves between cells are written anew, one by one, from the rules of the travel model.
    """
    land, hazards = world.land, world.hazards if has_hazards else None
    rows, columns = land.grid.shape
    graph = build_graph(
        world.roads,
        cell_count=land.grid.cell_count,
        hazards=hazards,
        boarding_wait_s=rules.boarding_wait_minutes * 60,
        is_towards=False,
    )
    node_count = land.grid.cell_count + 2 * world.roads.node_count
    least: dict[tuple[int, int], float] = {}
    for tail, head, seconds in zip(graph.tail.tolist(), graph.head.tolist(), graph.seconds.tolist(), strict=True):
        if np.isfinite(seconds):
            least[tail, head] = min(least.get((tail, head), np.inf), seconds)
    blocked = land.blocked | hazards.blocked if hazards else land.blocked
    for row in range(rows):
        for column in range(columns):
            for move in range(rules.neighbours):
                to_row, to_column = row + int(MOVE_ROWS[move]), column + int(MOVE_COLUMNS[move])
                if not (0 <= to_row < rows and 0 <= to_column < columns) or int(blocked[row, column]) >> move & 1:
                    continue
                seconds = step_seconds(land, (row, column), (to_row, to_column), rules)
                if np.isfinite(seconds):
                    least[row * columns + column, to_row * columns + to_column] = seconds
    tail, head = np.array(list(least)).T
    weights = np.maximum(np.array(list(least.values())), 1e-12)  # scipy drops arcs of zero
    matrix = csr_array((weights, (tail, head)), shape=(node_count, node_count))
    answer = dijkstra(matrix.T if rules.direction == "to" else matrix, indices=centres)
    return np.asarray(answer[:, : land.grid.cell_count])


def step_seconds(land: Land, start: tuple[int, int], end: tuple[int, int], rules: TravelRules) -> float:
    """Seconds of one move between cells; inf if it is not allowed."""
    crossed = crossed_cells(start, end)
    if rules.corner_crossing == "forbid":
        for pair in squeezed_cells(start, end):
            if not any(np.isfinite(land.pace[cell]) for cell in pair):
                return np.inf
    if (
        not all(np.isfinite(land.pace[cell]) for cell in crossed)
        or not land.is_passable[start]
        or not land.is_passable[end]
    ):
        return np.inf
    length_m = ground_length_m(land.grid, start, end)
    rise_m = float(land.elevation_m[end]) - float(land.elevation_m[start])
    slope = 0.0 if np.isnan(rise_m) else rise_m / length_m
    return length_m * sum(share * cell_pace(land, cell, slope) for cell, share in crossed.items())


def crossed_cells(start: tuple[int, int], end: tuple[int, int]) -> dict[tuple[int, int], float]:
    """The cells that the straight line between two centres crosses, with the shares of its length."""
    shares = _crossed(end[0] - start[0], end[1] - start[1])[0]
    return {(start[0] + row, start[1] + column): share for (row, column), share in shares.items()}


def squeezed_cells(start: tuple[int, int], end: tuple[int, int]) -> list[list[tuple[int, int]]]:
    """For each corner of cells that the line passes through, the cells there that it does not cross."""
    pairs = _crossed(end[0] - start[0], end[1] - start[1])[1]
    return [[(start[0] + row, start[1] + column) for row, column in pair] for pair in pairs]


@cache
def _crossed(down: int, right: int) -> tuple[dict[tuple[int, int], float], list[list[tuple[int, int]]]]:
    """Both of the above from (0, 0), by shapely."""
    line = shapely.LineString([(0, 0), (down, right)])
    rows, columns = range(min(0, down), max(0, down) + 1), range(min(0, right), max(0, right) + 1)
    parts = {(row, column): line.intersection(square((row, column))).length for row in rows for column in columns}
    shares = {cell: length / line.length for cell, length in parts.items() if length > 1e-9}
    pairs = []
    for row, column in ((row, column) for row in rows[:-1] for column in columns[:-1]):
        if line.distance(shapely.Point(row + 0.5, column + 0.5)) < 1e-9:
            four = [(row, column), (row, column + 1), (row + 1, column), (row + 1, column + 1)]
            pairs.append([cell for cell in four if cell not in shares])
    return shares, pairs


def square(cell: tuple[int, int]) -> shapely.Geometry:
    """A cell as a square of (row, column)."""
    return shapely.box(cell[0] - 0.5, cell[1] - 0.5, cell[0] + 0.5, cell[1] + 0.5)


def ground_length_m(grid: Grid, start: tuple[int, int], end: tuple[int, int]) -> float:
    """Length between two cells' centres: straight on a projected grid, a geodesic on a geographic one."""
    xy = [(grid.centre_x[column], grid.centre_y[row]) for row, column in (start, end)]
    if not grid.is_geographic:
        return float(np.hypot(xy[1][0] - xy[0][0], xy[1][1] - xy[0][1]))
    return float(grid.geod.inv(*xy[0], *xy[1])[2])


def cell_pace(land: Land, cell: tuple[int, int], slope: float) -> float:
    """Seconds per metre in a cell on a slope along the way."""
    pace, mode = float(land.pace[cell]), int(land.mode[cell])
    if mode == 0:
        return pace / (np.exp(-3.5 * abs(slope + 0.05)) / np.exp(-0.175))
    if mode == 1:
        return 1 / bicycle_m_s(1 / pace, slope)
    return pace


def bicycle_m_s(flat_m_s: float, slope: float) -> float:
    """The speed at which 90 kg with rolling 0.008 and drag area 0.6 need the power of the flat, at most 40 km/h."""
    weight_n, drag = 90 * 9.81, 0.5 * 1.225 * 0.6
    power_w = (weight_n * 0.008 + drag * flat_m_s**2) * flat_m_s
    roots = np.roots([drag, 0, weight_n * (0.008 + slope), -power_w])
    speed = max(root.real for root in roots if abs(root.imag) < 1e-9)
    return float(min(speed, max(40 / 3.6, flat_m_s)))


def nowhere_roads(land: Land) -> RoadsOnGrid:
    """A land without a road."""
    return lay_roads(no_roads(), land, connect_within_m=0)
