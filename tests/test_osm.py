"""Roads from OSM files and graphs: what connects, who may pass, and what is told."""

import json
from datetime import date

import networkx as nx
import numpy as np
import pytest
from toy_roads import PLACES, osm_text, read, told

from geo.errors import InputError
from geo.roads.network import check_network, link_length_m, no_roads, segment_length_m


@pytest.fixture
def roads(tmp_path):
    def build(*ways, **options):
        path = tmp_path / "roads.osm"
        path.write_text(osm_text(ways, **options), encoding="utf-8")
        return read(path)

    return build


def place_of(network, link, *, last=False):
    vertex = network.vertex_start[link + 1] - 1 if last else network.vertex_start[link]
    return tuple(np.round(network.vertices[vertex], 6))


def test_ways_connect_at_a_shared_node(roads):
    network, counts, _ = roads(("abc", {"highway": "primary"}), ("dbe", {"highway": "track"}))
    assert (network.link_count, network.node_count) == (4, 5)
    assert np.bincount(np.concatenate([network.link_from, network.link_to])).max() == 4
    assert (counts.ways_read, counts.ways_used, counts.links) == (2, 2, 4)


def test_overpass_does_not_connect(roads):
    network, counts, _ = roads(("ac", {"highway": "primary"}), ("de", {"highway": "primary", "bridge": "yes"}))
    assert (network.link_count, network.node_count) == (2, 4)
    assert network.is_boardable.tolist() == [True, False]
    assert network.is_bridge.tolist() == [False, True]
    assert not network.is_tunnel.any()
    assert counts.bridges == 1


def test_a_tunnel_is_told_from_a_bridge(roads):
    network, _, _ = roads(("ab", {"highway": "primary", "tunnel": "yes"}), ("bc", {"highway": "primary"}))
    assert network.is_tunnel.tolist() == [True, False]
    assert not network.is_bridge.any()


def test_way_is_not_cut_where_only_an_unused_way_meets_it(roads):
    network, _, _ = roads(("abc", {"highway": "primary"}), ("db", {"highway": "construction"}))
    assert network.link_count == 1
    assert network.vertex_start.tolist() == [0, 3]


def test_node_of_a_link_is_the_place_of_its_vertex(roads):
    network, _, _ = roads(("abc", {"highway": "primary"}), ("dbe", {"highway": "track"}))
    place = {}
    for link in range(network.link_count):
        for node, last in ((network.link_from[link], False), (network.link_to[link], True)):
            assert place.setdefault(int(node), place_of(network, link, last=last)) == place_of(network, link, last=last)


def test_one_way_has_no_speed_against_it(roads):
    network, counts, _ = roads(
        ("ab", {"highway": "primary", "oneway": "yes"}), ("bc", {"highway": "primary", "oneway": "-1"})
    )
    assert network.forward_kmh.tolist() == [65, 0]
    assert network.backward_kmh.tolist() == [0, 65]
    assert network.walk_kmh.tolist() == [5, 5]
    assert counts.one_way_links == 2


def test_roundabout_is_one_way_and_closed(roads):
    network, _, _ = roads(
        ("abdga", {"highway": "residential", "junction": "roundabout"}), ("bc", {"highway": "residential"})
    )
    ring = network.source_id == 1
    assert (network.backward_kmh[ring] == 0).all()
    assert (network.forward_kmh[ring] == 25).all()
    assert network.link_count == 3


def test_way_that_meets_itself_is_cut_there(roads):
    network, _, _ = roads(("abdgbc", {"highway": "track"}))
    assert network.link_count == 3
    assert (network.link_from == network.link_to).sum() == 1


def test_repeated_node_changes_nothing(roads):
    once, _, _ = roads(("abc", {"highway": "track"}))
    twice, _, _ = roads(("aabbcc", {"highway": "track"}))
    assert np.array_equal(once.vertices, twice.vertices)
    assert twice.link_count == 1


def test_two_nodes_at_one_place_make_a_link_of_no_length(roads):
    network, _, _ = roads(("ax", {"highway": "track"}), places={"a": (0, 0), "x": (0, 0)})
    assert link_length_m(network).tolist() == [0.0]


def test_ferry_sails_its_length_in_its_duration(roads):
    network, counts, faults = roads(("ah", {"route": "ferry", "duration": "00:30"}), ("hc", {"highway": "primary"}))
    hours = link_length_m(network)[0] / 1000 / network.forward_kmh[0]
    assert hours == pytest.approx(0.5)
    assert network.walk_kmh[0] == network.backward_kmh[0] == network.forward_kmh[0]
    assert not network.is_boardable[0]
    assert network.node_count == 3
    assert (counts.ferries_used, counts.ferries_unused) == (1, 0)
    assert "ferry" not in told(faults)


def test_ferry_in_several_links_keeps_its_duration(roads):
    network, _, _ = roads(("abc", {"route": "ferry", "duration": "PT20M"}), ("bd", {"highway": "footway"}))
    of_ferry = network.source_id == 1
    hours = link_length_m(network)[of_ferry] / 1000 / network.walk_kmh[of_ferry]
    assert of_ferry.sum() == 2
    assert hours.sum() == pytest.approx(1 / 3)


def test_ferry_closed_to_vehicles_takes_walkers(roads):
    network, _, _ = roads(("ab", {"route": "ferry", "duration": "12", "motor_vehicle": "no"}))
    assert network.forward_kmh[0] == 0
    assert network.walk_kmh[0] > 0


def test_ferry_without_duration_links_nothing_and_is_named(roads):
    network, counts, faults = roads(
        ("ab", {"highway": "primary"}),
        ("bc", {"route": "ferry", "name": "Long Crossing"}),
        ("bd", {"route": "ferry", "duration": "two hours"}),
    )
    assert network.link_count == 1
    assert (counts.ferries_used, counts.ferries_unused) == (0, 2)
    assert "ferry way 2 (Long Crossing)" in told(faults)
    assert "'two hours' cannot be read" in told(faults)
    assert not faults.errors


def test_ferry_of_impossible_speed_is_told(roads):
    _, _, faults = roads(("ah", {"route": "ferry", "duration": "1"}))
    assert "sails at" in told(faults)


def test_private_way_is_not_used_and_counted(roads):
    network, counts, faults = roads(("ab", {"highway": "primary"}), ("bc", {"highway": "service", "access": "private"}))
    assert network.source_id.tolist() == [1]
    assert sum(counts.skipped.values()) == 1
    assert "1 way: not used: closed to all" in told(faults)


def test_unknown_unit_of_maxspeed_is_an_error_that_names_the_way(roads):
    _, _, faults = roads(*[("ab", {"highway": "primary", "maxspeed": "50 leagues"})] * 7)
    assert len(faults.errors) == 1
    assert "7 ways (1, 2, 3, 4, 5 and 2 others)" in told(faults)


def test_values_not_known_are_told_once_with_their_counts(roads):
    _, _, faults = roads(
        ("ab", {"highway": "primary", "surface": "goudron"}),
        ("bc", {"highway": "primary", "surface": "goudron"}),
        ("ch", {"highway": "primary", "surface": "ciment"}),
        ("ad", {"highway": "bus_stop"}),
    )
    assert "3 ways: surface has values" in told(faults)
    assert "'goudron' (2), 'ciment' (1)" in told(faults)
    assert "'bus_stop' (1)" in told(faults)
    assert not faults.errors


def test_used_and_skipped_ways_add_up_to_those_read(roads):
    _, counts, _ = roads(
        ("ab", {"highway": "primary"}),
        ("abda", {"highway": "pedestrian", "area": "yes"}),
        ("bc", {"highway": "proposed"}),
        ("a", {"highway": "track"}),
        ("bc", {"route": "ferry"}),
        ("xy", {"highway": "track"}),
    )
    assert (counts.ways_used, counts.ways_read) == (1, 6)
    assert sum(counts.skipped.values()) == 5


def test_way_cut_at_the_edge_keeps_the_parts_inside(roads):
    network, _, faults = roads(("abxchf", {"highway": "primary"}), ("xa", {"highway": "track"}))
    assert network.link_count == 2
    assert network.vertex_start.tolist() == [0, 2, 5]
    assert "1 of their nodes are not in the file" in told(faults)


def test_ferry_cut_at_the_edge_is_not_used(roads):
    network, counts, faults = roads(("ab", {"highway": "primary"}), ("bcx", {"route": "ferry", "duration": "1:00"}))
    assert network.link_count == 1
    assert counts.ferries_unused == 1
    assert "holds only a part" in told(faults)


def test_nodes_after_the_ways_are_found(roads):
    ways = (("abc", {"highway": "primary"}), ("dbe", {"highway": "track"}))
    first, _, _ = roads(*ways)
    late, _, _ = roads(*ways, ways_first=True)
    assert np.array_equal(first.vertices, late.vertices)


def test_backward_is_forward_unless_one_way(shared_data):
    network, counts, _ = read(shared_data / "comoros/raw/osm/comores-latest.osm.pbf")
    differs = network.forward_kmh != network.backward_kmh
    assert ((network.forward_kmh == 0) | (network.backward_kmh == 0))[differs].all()
    assert differs.sum() == counts.one_way_links


def test_cutting_keeps_the_length(roads):
    line = np.array([[43 + PLACES[name][0] / 100, -12 + PLACES[name][1] / 100] for name in "abdgbc"])
    network, _, _ = roads(("abdgbc", {"highway": "track"}), ("dg", {"highway": "path"}), ("eb", {"highway": "path"}))
    cut = link_length_m(network)[network.source_id == 1]
    assert len(cut) > 2
    assert cut.sum() == pytest.approx(segment_length_m(line).sum(), rel=1e-12)


def test_empty_network_has_no_lengths():
    assert link_length_m(no_roads()).shape == (0,)


def test_network_with_arrays_that_disagree_is_refused(roads):
    network, _, _ = roads(("abc", {"highway": "primary"}))
    network.vertex_start[-1] = 2
    with pytest.raises(InputError, match="vertex_start"):
        check_network(network)


@pytest.mark.parametrize(
    ("name", "content", "part"),
    [
        ("empty.osm.pbf", b"", "the file is empty"),
        ("noise.osm.pbf", b"noise noise noise noise", "not a whole OSM file"),
        ("noise.osm", b"noise", "not a whole OSM file"),
        ("other.osm", b"<?xml version='1.0'?><kml/>", "not a whole OSM file"),
        ("cut.osm", b"<osm version='0.6'><way id='1'>", "not a whole OSM file"),
        ("bare.osm", b"<osm version='0.6'></osm>", "there is not one road in it"),
        ("absent.osm.pbf", None, "there is no such file"),
        ("absent.graphml", None, "there is no such file"),
        ("noise.graphml", b"noise", "not a graph saved by osmnx"),
    ],
)
def test_file_that_is_not_roads_is_refused_in_words(tmp_path, name, content, part):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    network, counts, faults = read(path)
    assert (network.link_count, counts.links) == (0, 0)
    assert part in told(faults)
    assert len(faults.errors) == 1


def test_file_with_no_usable_road_is_refused_with_the_reasons(roads):
    _, _, faults = roads(("ab", {"highway": "proposed"}))
    assert "none of its 1 way can be used" in told(faults.errors)


def test_layer_of_an_osm_file_is_refused(tmp_path):
    path = tmp_path / "roads.osm"
    path.write_text(osm_text([("ab", {"highway": "track"})]), encoding="utf-8")
    _, _, faults = read(path, layer="roads")
    assert "Remove the key layer" in told(faults.errors)


def test_xml_without_the_ending_is_known_by_its_content(tmp_path):
    path = tmp_path / "interpreter"
    text = osm_text([("ab", {"highway": "track"})]).replace(
        '<node id="97"', '<meta osm_base="2024-05-06T07:08:09Z"/><node id="97"'
    )
    path.write_text(text, encoding="utf-8")
    network, counts, _ = read(path)
    assert network.link_count == 1
    assert counts.data_date == date(2024, 5, 6)


def test_comoros_is_read_whole(shared_data):
    network, counts, faults = read(shared_data / "comoros/raw/osm/comores-latest.osm.pbf")
    assert counts.ways_read == 4378 + 3
    assert (counts.ferries_used, counts.ferries_unused, counts.bridges) == (0, 3, 58)
    assert sum("ferry without a duration" in fault.what for fault in faults.notices) == 3
    assert not faults.errors
    assert counts.data_date == date(2021, 4, 8)
    assert sum(counts.km_by_class.values()) == pytest.approx(link_length_m(network).sum() / 1000)
    assert (network.forward_kmh + network.backward_kmh + network.walk_kmh > 0).all()


def test_islands_of_comoros_have_no_link_between_them(shared_data):
    network, _, _ = read(shared_data / "comoros/raw/osm/comores-latest.osm.pbf")
    graph = nx.Graph(zip(network.link_from.tolist(), network.link_to.tolist(), strict=True))
    lon = dict(zip(network.link_from.tolist(), network.vertices[network.vertex_start[:-1], 0], strict=True))
    for part in nx.connected_components(graph):
        spread = [lon[node] for node in part if node in lon]
        assert not spread or max(spread) - min(spread) < 0.4


def test_reading_twice_gives_identical_arrays(shared_data):
    path = shared_data / "sri_lanka_vavuniya/vavuniya.osm.pbf"
    first, _, _ = read(path)
    second, counts, faults = read(path)
    for name in type(first).__slots__:
        assert np.array_equal(getattr(first, name), getattr(second, name)), name
    assert counts.ways_read == 2501
    assert "'Agro Road' (4)" in told(faults)


def test_counts_can_be_written_as_json(roads):
    _, counts, _ = roads(("ab", {"highway": "primary"}))
    assert json.loads(json.dumps(counts.km_by_class)).keys() == {"primary"}
