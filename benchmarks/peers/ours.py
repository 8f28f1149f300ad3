"""Our own searches on the benchmarks' worlds: figures like the peers', and answers to hold beside theirs."""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from affine import Affine
from pyproj import CRS

from accessibility.search import LiveAnswer, Sources, TravelNetwork, TravelRules, lay_network, least_times
from accessibility.search.engine.nearest_kernel import settle_nearest
from accessibility.search.engine.ticks import UNREACHED, keys_of, seconds_and_rows
from accessibility.search.state import SearchState
from geo.grid import Grid
from geo.land import MODES, Land, lay_land
from geo.roads import RoadNetwork, RoadsOnGrid, lay_roads, no_roads

CELL_M = 100.0
PLACES = 20  # at which a centre is added to an answer


def grid_of(rows: int, columns: int) -> Grid:
    """Cells of 100 m."""
    affine = Affine(CELL_M, 0, 500_000, 0, -CELL_M, 5_000_000)
    return Grid(shape=(rows, columns), affine=affine, crs=CRS.from_epsg(32633))


def land_of(world: Any, *, mode: str, neighbours: Any, river: bool = False) -> Land:
    """The surface as land; with a river across it, whose moves are blocked, where asked for."""
    pace = world["pace"]
    grid = grid_of(*pace.shape)
    elevation_m = world["elevation_m"] if mode == "walk" else None
    barriers = []
    if river:
        import shapely  # noqa: PLC0415 - needed here alone

        left, bottom, right, top = grid.bounds
        x = np.linspace(left, right, 2000)
        middle = (bottom + top) / 2 + (top - bottom) / 5 * np.sin((x - left) / (right - left) * 25)
        barriers = [shapely.LineString(np.column_stack([x, middle]))]
    modes = np.full(pace.shape, MODES[mode], np.uint8)
    return lay_land(grid, pace=pace, mode=modes, elevation_m=elevation_m, barriers=barriers, neighbours=neighbours)


def sources_of(cells: Any) -> Sources:
    """Each a centre of its own."""
    return Sources(cell=cells, row=np.arange(len(cells), dtype=np.int32))


def taken(search: Callable[[], Any], runs: int) -> tuple[list[float], Any]:
    """CPU seconds of several runs after one that is not counted, and the last answer."""
    figures, answer = [], None
    for run in range(runs + 1):
        answer = None
        begin = time.process_time()
        answer = search()
        if run:
            figures.append(time.process_time() - begin)
    return figures, answer


def memory_of(search: Callable[[], Any]) -> float:
    """MB by which the process grows at most while it searches, as the system counts them."""
    status = Path("/proc/self/status")
    if not status.exists():
        return float("nan")

    def kilobytes(name: str) -> float:
        line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith(name))
        return float(line.split()[1])

    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the greatest is what it is now
    before = kilobytes("VmRSS")
    search()
    return (kilobytes("VmHWM") - before) / 1000


def surface(  # noqa: PLR0913 - what is searched, and how often
    world: Any,
    answer: Path,
    runs: int,
    *,
    mode: str,
    neighbours: Any,
    roads: int = 0,
) -> dict[str, Any]:
    """A search over a surface: laying its ground, and searching on it; with roads and a river where asked for."""
    rules = TravelRules(neighbours=neighbours, corner_crossing="allow")
    corner = {"pace": world["pace"][:64, :64], "elevation_m": world["elevation_m"][:64, :64]}
    small, small_roads = ground_of(corner, mode=mode, neighbours=neighbours, roads=min(roads, 100))
    nowhere = sources_of(np.flatnonzero(np.isfinite(small.pace))[:1])
    least_times(lay_network(small, small_roads, rules=rules), nowhere)  # compiles
    land, on_grid = ground_of(world, mode=mode, neighbours=neighbours, roads=roads)
    sources = sources_of(world["source"])
    memory_mb = memory_of(lambda: least_times(lay_network(land, on_grid, rules=rules), sources))
    laid_s, network = taken(lambda: lay_network(land, on_grid, rules=rules), runs)
    cpu_s, found = taken(lambda: least_times(network, sources), runs)
    np.save(answer, found.seconds)
    return {
        "cpu_s": cpu_s,
        "laid_cpu_s": laid_s,
        "memory_mb": memory_mb,
        "reached": int(np.isfinite(found.seconds).sum()),
        "edges": len(on_grid.arc_from) // 2,
    }


def ground_of(world: Any, *, mode: str, neighbours: Any, roads: int) -> tuple[Land, RoadsOnGrid]:
    """Land with about so many pieces of road, and a river across it if there are any."""
    land = land_of(world, mode=mode, neighbours=neighbours, river=roads > 0)
    network = lattice(land.grid, roads) if roads else no_roads()
    return land, lay_roads(network, land, connect_within_m=0)


def lattice(grid: Grid, edges: int) -> RoadNetwork:
    """Roads in a lattice whose nodes are moved at random, of about so many pieces once they are split at the cells."""
    random = np.random.default_rng(5)
    rows, columns = grid.shape
    # A link of n cells is split into 1.13 n + 2 pieces, so that s x s nodes have 2.26 columns s + 4 s s of them.
    side = max(2, int((((2.26 * columns) ** 2 + 16 * edges) ** 0.5 - 2.26 * columns) / 8))
    x, y = np.meshgrid(np.linspace(5, columns - 5, side), np.linspace(5, rows - 5, side))
    x, y = (axis + random.uniform(-0.3, 0.3, axis.shape) * columns / side for axis in (x, y))
    node = np.arange(side * side).reshape(side, side)
    start = np.concatenate([node[:, :-1].ravel(), node[:-1].ravel()])
    end = np.concatenate([node[:, 1:].ravel(), node[1:].ravel()])
    lon, lat = grid.to_lon_lat(grid.affine.c + grid.affine.a * x.ravel(), grid.affine.f + grid.affine.e * y.ravel())
    count = len(start)
    vertices = np.empty((2 * count, 2))
    vertices[0::2], vertices[1::2] = (np.column_stack([lon[end_], lat[end_]]) for end_ in (start, end))
    speed_kmh = random.choice([15.0, 25.0, 40.0, 60.0], count)
    return RoadNetwork(
        node_count=side * side,
        link_from=start.astype(np.int32),
        link_to=end.astype(np.int32),
        vertex_start=np.arange(0, 2 * count + 1, 2),
        vertices=vertices,
        forward_kmh=speed_kmh,
        backward_kmh=np.where(random.random(count) < 0.1, 0.0, speed_kmh),  # noqa: PLR2004
        walk_kmh=np.full(count, 5.0),
        is_boardable=random.random(count) < 0.95,  # noqa: PLR2004
        is_bridge=np.zeros(count, np.bool_),
        is_tunnel=np.zeros(count, np.bool_),
        road_class=("road",),
        class_row=np.zeros(count, np.int16),
        source_id=np.arange(count),
    )


def two_threads(world: Any, _answer: Path, runs: int) -> dict[str, Any]:
    """Wall seconds of one search, and of two at once on two threads."""
    land = land_of(world, mode="flat", neighbours=8)
    network = lay_network(land, lay_roads(no_roads(), land, connect_within_m=0), rules=TravelRules(neighbours=8))
    sources = sources_of(world["source"])
    figures: dict[str, list[float]] = {"one_s": [], "two_s": []}
    least_times(network, sources)
    for _ in range(runs):
        for name, count in (("one_s", 1), ("two_s", 2)):
            threads = [threading.Thread(target=least_times, args=(network, sources)) for _ in range(count)]
            begin = time.perf_counter()
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            figures[name].append(time.perf_counter() - begin)
    return figures


def added_centre(world: Any, _answer: Path, runs: int) -> dict[str, Any]:
    """CPU seconds of a search from nothing, and of adding and closing a centre at 20 places."""
    land = land_of(world, mode="flat", neighbours=8)
    network = lay_network(land, lay_roads(no_roads(), land, connect_within_m=0), rules=TravelRules(neighbours=8))
    sources = sources_of(world["source"])
    full_s, answer = taken(lambda: LiveAnswer(network, sources), runs)
    figures: dict[str, list[float]] = {"full_s": full_s, "add_s": [], "close_s": []}
    cells = np.random.default_rng(3).choice(np.flatnonzero(np.isfinite(world["pace"])), PLACES + 1)
    for place, cell in enumerate(cells):
        more = sources_of(np.append(world["source"], cell))
        for name, to in (("add_s", more), ("close_s", sources)):
            begin = time.process_time()
            answer.change(sources=to)
            if place:
                figures[name].append(time.process_time() - begin)
    return figures


def roads_alone(world: Any, answer: Path, runs: int, *, count: int) -> dict[str, Any]:
    """The nearest sources of every road node, over roads alone."""
    network = road_network(world)
    node = network.ways.cell_count + network.nodes.place[: len(world["x"])]
    start = node[world["source"]]
    key = keys_of(np.zeros(len(start)), np.arange(len(start)))

    def one() -> Any:
        search = SearchState(network)
        search.offer(start, key)
        search.settle()
        return search.keys[:, None]

    def several() -> Any:
        search = SearchState(network)
        keys, marks = np.full((len(search.keys), count), UNREACHED), np.zeros(len(search.keys), np.uint8)
        keys[start, 0], marks[start] = key, 1
        search.offer(start, key)
        settle_nearest(network.ways, keys, marks, search.flags, search.tile_key, search.bound)
        return keys

    cpu_s, keys = taken(one if count == 1 else several, runs)
    seconds = seconds_and_rows(keys[node, count - 1])[0]
    np.save(answer, seconds)
    return {"cpu_s": cpu_s, "memory_mb": None, "reach_s": float(seconds[np.isfinite(seconds)].max())}


def road_network(world: Any) -> TravelNetwork:
    """Roads alone: nothing off them can be crossed."""
    x, y, start, end, seconds = (world[name] for name in ("x", "y", "start", "end", "seconds"))
    size = int((x.max() - x.min()) / CELL_M) + 3
    grid = Grid(
        shape=(size, size),
        affine=Affine(CELL_M, 0, x.min() - CELL_M, 0, -CELL_M, y.max() + CELL_M),
        crs=CRS.from_epsg(32633),
    )
    land = lay_land(grid, pace=np.full(grid.shape, np.inf), mode=np.zeros(grid.shape, np.uint8), neighbours=8)
    both_s = np.concatenate([seconds, seconds])
    roads = RoadsOnGrid(
        node_count=len(x),
        node_xy=np.column_stack([x, y]),
        may_board=np.zeros(len(x), np.bool_),
        vertex_xy=np.column_stack([x, y]),
        arc_from=np.concatenate([start, end]).astype(np.int32),
        arc_to=np.concatenate([end, start]).astype(np.int32),
        vehicle_s=np.full(len(both_s), np.inf),
        walk_s=both_s,
        arc_link=np.zeros(len(both_s), np.int32),
        is_above=np.zeros(len(both_s), np.bool_),
        arc_span=np.zeros((len(both_s), 2)),
        is_closed=np.zeros(len(both_s), np.bool_),
        walk_cell=np.empty(0, np.int64),
        walk_node=np.empty(0, np.int32),
        connector_s=np.empty(0),
        connector_start=np.empty((0, 2)),
        connector_end=np.empty((0, 2)),
        unconnected_count=0,
    )
    return lay_network(land, roads, rules=TravelRules(neighbours=8))


JOBS: dict[str, Callable[[Any, Path, int], dict[str, Any]]] = {
    "level-8": lambda world, answer, runs: surface(world, answer, runs, mode="flat", neighbours=8),
    "level-16": lambda world, answer, runs: surface(world, answer, runs, mode="flat", neighbours=16),
    "level-32": lambda world, answer, runs: surface(world, answer, runs, mode="flat", neighbours=32),
    "walk-16": lambda world, answer, runs: surface(world, answer, runs, mode="walk", neighbours=16),
    "roads-8": lambda world, answer, runs: surface(world, answer, runs, mode="flat", neighbours=8, roads=500_000),
    "two-threads": two_threads,
    "added-centre": added_centre,
    "road-1": lambda world, answer, runs: roads_alone(world, answer, runs, count=1),
    "road-5": lambda world, answer, runs: roads_alone(world, answer, runs, count=5),
}


def main() -> None:
    """Run one job and print its figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("job", choices=JOBS)
    parser.add_argument("world", type=Path)
    parser.add_argument("answer", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with np.load(options.world) as stored:
        world = {name: stored[name] for name in stored.files}
    json.dump(JOBS[options.job](world, options.answer, options.runs), sys.stdout)


if __name__ == "__main__":
    main()
