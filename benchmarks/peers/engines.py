"""One peer engine on one world, in a process of its own: prints its figures as JSON and saves its answer.

Run by the Python that has the peers; imports nothing of nearcare.
"""

from __future__ import annotations

import argparse
import importlib
import json
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

CELL_M = 100.0
Answer = Any


def skimage_mcp(world: Any) -> Callable[[], Answer]:
    """scikit-image's MCP_Geometric; costs below 0 are impassable."""
    graph = importlib.import_module("skimage.graph")
    pace = world["pace"]
    costs = np.where(np.isfinite(pace), pace * CELL_M, -1.0)
    starts = list(zip(*np.divmod(world["source"], pace.shape[1]), strict=True))
    return lambda: graph.MCP_Geometric(costs).find_costs(starts)[0]


def xarray_spatial(world: Any) -> Callable[[], Answer]:
    """xarray-spatial's cost_distance; NaN is impassable, the answer is float32."""
    xarray, spatial = importlib.import_module("xarray"), importlib.import_module("xrspatial")
    pace = world["pace"]
    raster = np.zeros(pace.shape)
    raster.ravel()[world["source"]] = 1
    places = {"y": np.arange(pace.shape[0]) * CELL_M, "x": np.arange(pace.shape[1]) * CELL_M}
    source, friction = (
        xarray.DataArray(values, dims=("y", "x"), coords=places)
        for values in (raster, np.where(np.isfinite(pace), pace, np.nan))
    )
    return lambda: spatial.cost_distance(source, friction).values


def scipy_dijkstra(world: Any) -> Callable[[], Answer]:
    """Scipy's dijkstra on an explicit graph of 8 neighbours, the graph's building included."""
    sparse, csgraph = importlib.import_module("scipy.sparse"), importlib.import_module("scipy.sparse.csgraph")
    pace = world["pace"]

    def search() -> Answer:
        rows, columns = pace.shape
        cell = np.arange(rows * columns).reshape(pace.shape)
        tails, heads, seconds = [], [], []
        for down, right in ((0, 1), (1, 0), (1, 1), (1, -1)):
            here = np.s_[: rows - down, max(0, -right) : columns - max(0, right)]
            there = np.s_[down:, max(0, right) : columns + min(0, right)]
            step = (pace[here] + pace[there]) * (CELL_M * np.hypot(down, right) / 2)
            is_open = np.isfinite(step)
            tails.append(cell[here][is_open])
            heads.append(cell[there][is_open])
            seconds.append(step[is_open])
        ends = (np.concatenate(tails), np.concatenate(heads))
        graph = sparse.csr_array((np.concatenate(seconds), ends), shape=(pace.size, pace.size))
        answer = csgraph.dijkstra(graph, directed=False, indices=world["source"], min_only=True)
        return answer.reshape(pace.shape)

    return search


def scipy_roads(world: Any) -> Callable[[], Answer]:
    """Scipy's dijkstra over roads, from all sources at once."""
    sparse, csgraph = importlib.import_module("scipy.sparse"), importlib.import_module("scipy.sparse.csgraph")
    count = len(world["x"])
    graph = sparse.csr_array((world["seconds"], (world["start"], world["end"])), shape=(count, count))
    both = (graph + graph.T).tocsr()
    return lambda: csgraph.dijkstra(both, indices=world["source"], min_only=True)


def igraph_roads(world: Any) -> Callable[[], Answer]:
    """Igraph's Dijkstra over roads, from a node joined to all sources at no time."""
    igraph = importlib.import_module("igraph")
    count, source = len(world["x"]), world["source"]
    links = np.concatenate(
        [np.column_stack([world["start"], world["end"]]), np.column_stack([np.full(len(source), count), source])]
    )
    weights = np.concatenate([world["seconds"], np.zeros(len(source))])
    graph = igraph.Graph(n=count + 1, edges=links)
    return lambda: np.array(graph.distances(source=count, weights=weights)[0][:count])


def networkit_roads(world: Any) -> Callable[[], Answer]:
    """Networkit's Dijkstra over roads, from a node joined to all sources at no time."""
    networkit = importlib.import_module("networkit")
    networkit.setNumberOfThreads(1)
    count, source = len(world["x"]), world["source"]
    graph = networkit.Graph(count + 1, weighted=True)
    ends = (
        np.concatenate([world["start"], np.full(len(source), count)]).astype(np.uint64),
        np.concatenate([world["end"], source]).astype(np.uint64),
    )
    graph.addEdges((np.concatenate([world["seconds"], np.zeros(len(source))]), ends), checkMultiEdge=False)

    def search() -> Answer:
        found = networkit.distance.Dijkstra(graph, count, storePaths=False)
        found.run()
        seconds = np.array(found.getDistances()[:count])
        return np.where(seconds > 1e300, np.inf, seconds)  # noqa: PLR2004 - its word for unreached

    return search


def pandana_roads(world: Any) -> Callable[[], Answer]:
    """Pandana's nearest points over contraction hierarchies; their building is told apart."""
    return _pandana(world, 1)


def pandana_roads_5(world: Any) -> Callable[[], Answer]:
    """The five nearest by pandana; the answer is that to the fifth."""
    return _pandana(world, 5)


def _pandana(world: Any, count: int) -> Callable[[], Answer]:
    pandana, pandas = importlib.import_module("pandana"), importlib.import_module("pandas")
    start, end, seconds = (pandas.Series(world[name]) for name in ("start", "end", "seconds"))
    begin = time.process_time()
    network = pandana.Network(
        pandas.Series(world["x"]), pandas.Series(world["y"]), start, end, seconds.to_frame("seconds"), twoway=True
    )
    source, reach = world["source"], float(world["reach_s"])
    network.set_pois("centres", reach, count, pandas.Series(world["x"][source]), pandas.Series(world["y"][source]))
    FIGURES["build_cpu_s"] = time.process_time() - begin

    def search() -> Answer:
        seconds = network.nearest_pois(reach, "centres", num_pois=count)[count].to_numpy()
        return np.where(seconds >= reach, np.inf, seconds)

    return search


FIGURES: dict[str, Any] = {}


def main() -> None:
    """Run one engine and tell CPU seconds of each run, and peak memory beyond what its inputs took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("engine")
    parser.add_argument("world", type=Path)
    parser.add_argument("answer", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    search = globals()[options.engine](np.load(options.world))
    before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    figures: list[float] = []
    for _ in range(options.runs + 1):  # the first compiles, and is not counted
        begin = time.process_time()
        answer = search()
        figures.append(time.process_time() - begin)
    peak_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    np.save(options.answer, answer)
    print(json.dumps({**FIGURES, "cpu_s": figures[1:], "memory_mb": (peak_kb - before_kb) / 1000}))


if __name__ == "__main__":
    main()
