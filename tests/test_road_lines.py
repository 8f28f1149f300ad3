"""Roads from layers of lines: what connects, what is left out, and what is told."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import LineString, MultiLineString, Point

from geo.faults import Faults
from geo.roads.lines import loose_ends
from geo.roads.network import check_network, link_length_m
from geo.roads.source import read_roads
from geo.roads.speeds import read_road_speeds


def read(path, **options):
    faults = Faults()
    speeds = read_road_speeds("rural-dry", where="", faults=faults)
    network, counts = read_roads(path, speeds=speeds, where=path.name, faults=faults, **options)
    check_network(network)
    return network, counts, faults


@pytest.fixture
def roads(tmp_path):
    def build(lines, *, name="roads.gpkg", crs="EPSG:4326", **columns):
        columns = {"highway": "primary", **columns}
        path = tmp_path / name
        gpd.GeoDataFrame({**columns, "geometry": lines}, index=range(len(lines)), crs=crs).to_file(path)
        return read(path)

    return build


def line(*points):
    return LineString([(43 + x / 100, -12 + y / 100) for x, y in points])


def told(faults):
    return "\n".join(f"{fault.severity}: {fault}" for fault in faults)


CROSS = [line((0, 0), (1, 0), (2, 0)), line((1, 1), (1, 0), (1, -1))]


@pytest.mark.parametrize("name", ["roads.gpkg", "roads.geojson", "roads.shp", "roads.fgb"])
def test_lines_connect_at_a_shared_vertex_in_every_format(roads, name):
    network, counts, faults = roads(CROSS, name=name)
    assert (network.link_count, network.node_count) == (4, 5)
    assert counts.ways_used == 2
    assert not faults.errors


def test_lines_that_cross_without_a_vertex_do_not_connect(roads):
    network, _, faults = roads([line((0, 0), (2, 0)), line((1, 1), (1, -1))])
    assert (network.link_count, network.node_count) == (2, 4)
    assert "do not connect" not in told(faults)


def test_line_end_on_another_line_without_a_vertex_is_told(roads):
    network, _, faults = roads([line((0, 0), (2, 0)), line((1, 1), (1, 0.00001)), line((0.5, 1), (0.5, 0.01))])
    assert loose_ends(network).tolist() == [1]
    assert "1 line end, row 1: they end within 1 m" in told(faults)


def test_vertices_equal_to_a_ten_millionth_degree_connect(roads):
    near = LineString([(43.01 + 2e-8, -12), (43.02, -12)])
    far = LineString([(43.01 + 2e-7, -12), (43.01, -12.01)])
    network, _, _ = roads([line((0, 0), (1, 0)), near, far])
    assert network.node_count == 5


def test_columns_are_read_as_tags(roads):
    network, counts, _ = roads(
        [line((0, 0), (1, 0)), line((1, 0), (2, 0)), line((2, 0), (3, 0)), line((3, 0), (4, 0))],
        highway=["primary", "track", "motorway", None],
        surface=["gravel", None, None, None],
        oneway=["yes", "no", None, None],
        bridge=[None, "yes", None, None],
        maxspeed=[30.0, np.nan, np.nan, np.nan],
        route=[None, None, None, "ferry"],
        duration=[None, None, None, "01:00"],
    )
    assert network.forward_kmh[:3].tolist() == [30, 15, 90]
    assert network.backward_kmh[:3].tolist() == [0, 15, 0]
    assert network.is_boardable.tolist() == [True, False, False, False]
    assert network.walk_kmh[3] == pytest.approx(link_length_m(network)[3] / 1000)
    assert (counts.bridges, counts.ferries_used) == (1, 1)


def test_columns_of_booleans_and_whole_numbers_are_understood(roads):
    network, counts, faults = roads(
        CROSS, oneway=[True, False], bridge=[False, True], maxspeed=pd.array([40, None], dtype="Int64")
    )
    assert network.forward_kmh.tolist() == [40, 40, 65, 65]
    assert network.backward_kmh.tolist() == [0, 0, 65, 65]
    assert counts.bridges == 1
    assert not faults.errors


def test_parts_of_a_multi_line_are_ways_of_one_row(roads):
    network, counts, _ = roads([MultiLineString([line((0, 0), (1, 0)), line((2, 0), (3, 0))])])
    assert network.source_id.tolist() == [0, 0]
    assert (counts.ways_read, network.node_count) == (2, 4)


def test_projected_layer_is_brought_to_lon_lat(roads):
    straight = roads(CROSS)[0]
    path_lines = gpd.GeoSeries(CROSS, crs="EPSG:4326").to_crs("EPSG:32738")
    network, _, _ = roads(list(path_lines), crs="EPSG:32738", name="utm.gpkg")
    assert np.allclose(network.vertices, straight.vertices, atol=1e-7)
    assert network.node_count == straight.node_count


def test_rows_that_are_no_sound_line_are_counted_and_told(roads):
    same = LineString([(43, -12), (43, -12)])
    off = LineString([(43, -12), (430, -12)])
    network, counts, faults = roads(
        [CROSS[0], None, Point(43, -12), same, off, CROSS[1]],
        highway=["primary", "primary", "primary", "primary", "primary", None],
        name="roads.geojson",
    )
    assert network.source_id.tolist() == [0]
    assert (counts.ways_read, counts.ways_used) == (6, 1)
    assert "row 1: not used: the geometry is empty" in told(faults)
    assert "row 2: not used: no lines but 'Point' (1)" in told(faults)
    assert "2 rows (3, 4): not used: the line is invalid or off the globe" in told(faults)
    assert "row 5: not used: no value in highway" in told(faults)


def test_layer_without_highway_is_refused_with_its_columns(tmp_path):
    path = tmp_path / "roads.gpkg"
    gpd.GeoDataFrame({"fclass": ["primary"]}, geometry=CROSS[:1], crs="EPSG:4326").to_file(path)
    network, _, faults = read(path)
    assert network.link_count == 0
    assert "no column highway; its columns are fclass" in told(faults.errors)


def test_layer_without_crs_is_refused(tmp_path):
    path = tmp_path / "roads.shp"
    gpd.GeoDataFrame({"highway": ["primary"]}, geometry=CROSS[:1], crs="EPSG:4326").to_file(path)
    path.with_suffix(".prj").unlink()
    assert "no coordinate system" in told(read(path)[2].errors)


def test_layer_must_be_named_where_there_are_several(tmp_path):
    path = tmp_path / "roads.gpkg"
    for layer in ("north", "south"):
        gpd.GeoDataFrame({"highway": ["track"]}, geometry=CROSS[:1], crs="EPSG:4326").to_file(path, layer=layer)
    assert "several layers: north, south" in told(read(path)[2].errors)
    assert "no layer east" in told(read(path, layer="east")[2].errors)
    assert read(path, layer="south")[0].link_count == 1


def test_file_that_is_no_layer_is_refused_in_words(tmp_path):
    path = tmp_path / "roads.gpkg"
    path.write_bytes(b"noise")
    assert "not a GeoPackage" in told(read(path)[2].errors)
    assert "no such file" in told(read(tmp_path / "absent.gpkg")[2].errors)


def test_columns_that_are_absent_are_told(roads):
    _, _, faults = roads(CROSS)
    assert "no column oneway, bridge, tunnel, access, maxspeed" in told(faults)
    assert "not one road has surface, tracktype, smoothness" in told(faults)


def test_layer_of_comoros_has_the_lengths_of_the_osm_file(shared_data):
    of_layer = read(shared_data / "comoros/input/roads.gpkg")[1]
    of_file = read(shared_data / "comoros/raw/osm/comores-latest.osm.pbf")[1]
    assert of_layer.ways_used == 4378
    total = sum(of_layer.km_by_class.values())
    assert sum(of_file.km_by_class.values()) == pytest.approx(total, rel=0.01)
    for road_class, km in of_layer.km_by_class.items():
        closed_km = {"service": 1.0, "track": 1.0}.get(
            road_class, 0.0
        )  # nine private ways, which the layer cannot tell
        assert of_file.km_by_class[road_class] == pytest.approx(km, rel=1e-6, abs=closed_km)
