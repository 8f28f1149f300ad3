"""Roads from osmnx graphs: Overpass downloads held in memory, and GraphML files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import networkx as nx
import numpy as np
import numpy.typing as npt
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from geo.faults import Faults
from geo.grid import LON_LAT
from geo.roads.links import network_from_ways
from geo.roads.network import RoadCounts, RoadNetwork, no_counts, no_roads
from geo.roads.notices import count_of
from geo.roads.speeds import RoadSpeeds
from geo.roads.tags import CLOSED_ACCESS, FERRY, TAG_KEYS
from geo.roads.ways import RoadWays, TagTable

_ACCESS_KEYS: Final = ("access", "vehicle", "motor_vehicle", "foot")


@dataclass(slots=True, kw_only=True)
class _Road:
    """An edge of the graph, together with the one that is its way back, if there is one."""

    ends: tuple[Any, Any]
    line: npt.NDArray[np.float64]
    data: dict[str, Any]
    is_two_way: bool = False


def read_graphml(path: Path, *, speeds: RoadSpeeds, where: str, faults: Faults) -> tuple[RoadNetwork, RoadCounts]:
    """Roads of a graph that osmnx has saved; empty with an error among the faults if it is none."""
    import osmnx  # noqa: PLC0415  two seconds that only this reader should pay

    if not path.is_file():
        faults.error(where=where, which="", what="there is no such file", do="Check the path")
        return no_roads(), no_counts()
    try:
        graph = osmnx.load_graphml(path)
    except (ValueError, KeyError, TypeError, AttributeError, SyntaxError, nx.NetworkXException) as error:
        what = f"it is not a graph saved by osmnx ({' '.join(str(error).split())})"
        faults.error(where=where, which="", what=what, do="Save it with osmnx.save_graphml")
        return no_roads(), no_counts()
    return network_from_graph(graph, speeds=speeds, where=where, faults=faults)


def network_from_graph(
    graph: nx.MultiDiGraph, *, speeds: RoadSpeeds, where: str, faults: Faults
) -> tuple[RoadNetwork, RoadCounts]:
    """Roads of an osmnx graph, simplified or not.

    One-ways are those of the graph: an edge without its way back. Junctions are its nodes.
    Where simplification merged ways of different tags, the slowest and the closed count.
    """
    fault = _fault_of_graph(graph)
    if fault:
        what, do = fault
        faults.error(where=where, which="", what=what, do=do)
        return no_roads(), no_counts()
    roads = _pair_edges(graph)
    merged = sum(any(len(_texts(road.data.get(key))) > 1 for key in TAG_KEYS if key != "oneway") for road in roads)
    if merged:
        what = (
            "they merge ways of different tags; the slowest class, the lowest limit and any closure count for the whole"
        )
        do = "Make the graph with simplify=False to keep them apart"
        faults.notice(where=where, which=count_of(merged, "edge"), what=what, do=do)
    return network_from_ways(_ways_of(graph, roads), speeds=speeds, where=where, faults=faults)


def _fault_of_graph(graph: nx.MultiDiGraph) -> tuple[str, str] | None:
    """What is wrong with the graph as a whole, and what to do."""
    if not graph.is_directed():
        return "the graph is not directed, so one-ways are lost", "Give the graph as osmnx made it"
    try:
        CRS.from_user_input(graph.graph.get("crs"))
    except CRSError:
        return "the graph names no CRS that can be read", "Set graph.graph['crs'], 'EPSG:4326' for lon/lat"
    if any("x" not in data or "y" not in data for _, data in graph.nodes(data=True)):
        return "a node of the graph has no x or y", "Give the graph as osmnx made it"
    return None


def _pair_edges(graph: nx.MultiDiGraph) -> list[_Road]:
    """The edges in the graph's order, each way back joined to its way there."""
    roads: dict[tuple[object, ...], _Road] = {}
    for start, end, data in graph.edges(data=True):
        if "geometry" in data:
            line = np.asarray(data["geometry"].coords, dtype=np.float64)[:, :2]
        else:
            line = np.array([[graph.nodes[node][axis] for axis in ("x", "y")] for node in (start, end)], np.float64)
        ids = tuple(sorted(_texts(data.get("osmid"))))
        back = roads.get((ids, end, start, line[::-1].tobytes()))
        if back is not None:
            back.is_two_way = True
        else:
            roads[(ids, start, end, line.tobytes())] = _Road(ends=(start, end), line=line, data=data)
    return list(roads.values())


def _ways_of(graph: nx.MultiDiGraph, roads: list[_Road]) -> RoadWays:
    table = TagTable()
    number = {node: row for row, node in enumerate(graph.nodes)}
    size = np.array([len(road.line) for road in roads], np.int64)
    start = np.concatenate([[0], np.cumsum(size)]).astype(np.int64)
    node_id = -1 - np.arange(start[-1])  # a vertex inside an edge is shared with nobody
    node_id[start[:-1]] = [number[road.ends[0]] for road in roads]
    node_id[start[1:] - 1] = [number[road.ends[1]] for road in roads]
    lines = np.concatenate([road.line for road in roads]) if roads else np.empty((0, 2))
    transformer = Transformer.from_crs(CRS.from_user_input(graph.graph["crs"]), LON_LAT, always_xy=True)
    return RoadWays(
        tag_row=np.array([table.row(tuple(_values_of(road))) for road in roads], np.int32),
        tags=table.tags(),
        source_id=np.array([_number(road.data.get("osmid")) for road in roads], np.int64),
        row_name="edge",
        vertex_start=start,
        node_id=node_id,
        vertices=np.column_stack(transformer.transform(lines[:, 0], lines[:, 1])),
    )


def _values_of(road: _Road) -> Iterator[str | None]:
    for key in TAG_KEYS:
        texts = _texts(road.data.get(key))
        if key == "oneway":
            yield "no" if road.is_two_way else "yes"
        elif key in _ACCESS_KEYS and len(texts) > 1:
            yield next((text for text in texts if text in CLOSED_ACCESS), texts[0])
        else:
            yield ";".join(texts) or None
    is_ferry = FERRY in _texts(road.data.get("route"))
    yield "; ".join(_texts(road.data.get("name"))) or None if is_ferry else None


def _texts(value: object) -> list[str]:
    """A tag's value or values as texts without repeats; empty if there is none."""
    values = value if isinstance(value, (list, tuple, set)) else [value]
    texts = [_text(item) for item in values if item is not None and item == item]  # noqa: PLR0124  NaN is not itself
    return list(dict.fromkeys(text for text in texts if text))


def _text(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value).strip()


def _number(osmid: object) -> int:
    """The first OSM id of an edge; -1 if it has none."""
    texts = _texts(osmid)
    return int(texts[0]) if texts and texts[0].lstrip("-").isdigit() else -1
