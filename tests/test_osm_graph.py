"""Roads from osmnx graphs: what comes of their edges, and what is told."""

from collections import Counter

import networkx as nx
import osmnx
import pytest
import shapely
from toy_roads import PLACES, osm_text, read, told

from geo.faults import Faults
from geo.roads.network import link_length_m
from geo.roads.osm_graph import network_from_graph
from geo.roads.speeds import read_road_speeds


def graph_of(*edges, crs="EPSG:4326"):
    graph = nx.MultiDiGraph(crs=crs)
    for number, (x, y) in enumerate(PLACES.values()):
        graph.add_node(number, x=43 + x / 100, y=-12 + y / 100)
    names = list(PLACES)
    for start, end, data in edges:
        graph.add_edge(names.index(start), names.index(end), **data)
    return graph


def read_graph(graph):
    faults = Faults()
    speeds = read_road_speeds("rural-dry", where="", faults=faults)
    return *network_from_graph(graph, speeds=speeds, where="graph", faults=faults), faults


def test_edge_and_its_way_back_are_one_link():
    road = {"highway": "primary", "osmid": 7}
    network, counts, _ = read_graph(graph_of(("a", "b", road), ("b", "a", road), ("b", "c", road)))
    assert network.forward_kmh.tolist() == [65, 65]
    assert network.backward_kmh.tolist() == [65, 0]
    assert network.source_id.tolist() == [7, 7]
    assert counts.one_way_links == 1


def test_edges_with_geometry_pair_by_their_line():
    line = shapely.LineString([(43, -12), (43.005, -11.99), (43.01, -12)])
    road = {"highway": "track", "osmid": 7, "geometry": line}
    back = {**road, "geometry": line.reverse()}
    network, _, _ = read_graph(
        graph_of(("a", "b", road), ("b", "a", back), ("a", "b", {"highway": "path", "osmid": 8}))
    )
    assert network.link_count == 2
    assert network.vertex_start.tolist() == [0, 3, 5]
    assert network.node_count == 2


def test_merged_edge_takes_the_slowest_and_is_told():
    road = {
        "highway": ["primary", "track"],
        "osmid": [7, 8],
        "maxspeed": ["50", "10"],
        "access": ["yes", "no"],
        "foot": "yes",
    }
    network, _, faults = read_graph(graph_of(("a", "b", road)))
    assert (network.forward_kmh[0], network.walk_kmh[0]) == (0, 5)
    assert network.road_class == ("track",)
    assert "1 edge: they merge ways" in told(faults)


def test_graph_without_crs_or_direction_is_refused():
    road = {"highway": "track", "osmid": 7}
    assert "no CRS" in told(read_graph(graph_of(("a", "b", road), crs=None))[2])
    assert "not directed" in told(read_graph(graph_of(("a", "b", road)).to_undirected())[2])


@pytest.mark.filterwarnings("ignore")
def test_graph_of_osmnx_has_the_roads_of_the_file(tmp_path, monkeypatch):
    monkeypatch.setattr(osmnx.settings, "useful_tags_way", [*osmnx.settings.useful_tags_way, "surface"])
    path = tmp_path / "roads.osm"
    ways = [("abc", {"highway": "primary", "surface": "gravel"}), ("dbe", {"highway": "primary", "oneway": "yes"})]
    path.write_text(osm_text(ways), encoding="utf-8")
    osmnx.save_graphml(osmnx.graph_from_xml(path, retain_all=True), tmp_path / "roads.graphml")
    of_file, _, _ = read(path)
    of_graph, _, faults = read(tmp_path / "roads.graphml")
    assert not faults.errors
    assert of_graph.link_count == of_file.link_count == 4
    assert Counter(of_graph.forward_kmh + of_graph.backward_kmh) == Counter(of_file.forward_kmh + of_file.backward_kmh)
    assert link_length_m(of_graph).sum() == pytest.approx(link_length_m(of_file).sum())
