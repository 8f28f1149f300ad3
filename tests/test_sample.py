"""The made-up valley is what its script writes, and holds what its README tells."""

import csv
import json
import tomllib
from itertools import pairwise
from pathlib import Path

import numpy as np
import osmium
import pytest
import rasterio
import shapely
from pyproj import Geod
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components, dijkstra

from scripts.make_sample.files import make_sample

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "data" / "sample"
RASTERS = ("elevation.tif", "land_cover.tif", "population.tif")
VECTORS = ("areas", "centres", "hazards", "lake", "river")
PILLARS = {
    "emergency_care",
    "continuing_care",
    "physical_rehab",
    "psychosocial",
    "social_inclusion",
    "economic_inclusion",
}
LONGEST_BYTES = 1_000_000
EARTH = Geod(ellps="WGS84")


def read_raster(name):
    with rasterio.open(SAMPLE / name) as raster:
        return raster.read(1), raster.transform, raster.nodata


def read_features(name):
    features = json.loads((SAMPLE / f"{name}.geojson").read_text(encoding="utf-8"))["features"]
    return {f["properties"]["id"]: (f["properties"], shapely.geometry.shape(f["geometry"])) for f in features}


def read_table(name):
    with (SAMPLE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def people():
    values, _, nodata = read_raster("population.tif")
    return np.where(values == nodata, 0.0, values.astype(float))


@pytest.fixture(scope="module")
def middles():
    values, affine, _ = read_raster("population.tif")
    column, row = np.meshgrid(np.arange(values.shape[1]) + 0.5, np.arange(values.shape[0]) + 0.5)
    return affine.c + affine.a * column, affine.f + affine.e * row


@pytest.fixture(scope="module")
def osm():
    """Places by name, ways as (tags, node ids), and lon/lat by node id."""
    places, ways, points = {}, [], {}
    for thing in osmium.FileProcessor(str(SAMPLE / "roads.osm")):
        if thing.is_node():
            points[thing.id] = (thing.location.lon, thing.location.lat)
            if "place" in thing.tags:
                places[thing.tags["name"]] = points[thing.id]
        elif thing.is_way():
            ways.append((dict(thing.tags), [node.ref for node in thing.nodes]))
    return places, ways, points


@pytest.fixture(scope="module")
def passable():
    cover, _, nodata = read_raster("land_cover.tif")
    speeds = {int(row["class"]): float(row["speed_kmh"]) for row in read_table("land_speeds.csv")}
    return np.isin(cover, [value for value, speed in speeds.items() if speed > 0]) & (cover != nodata)


def walked_graph(passable, middles, obstacles):
    """Minutes of each step between the eight neighbours, cells row by row; open steps alone.

    Level ground speed 4 km/h with Tobler's slope factor; a step is blocked if its segment meets an
    obstacle, or if it squeezes between two impassable cells.
    """
    lon, lat = middles
    height = read_raster("elevation.tif")[0].astype(float)
    rows, columns = passable.shape
    cell = np.arange(rows * columns).reshape(rows, columns)
    wall = shapely.union_all(obstacles)
    shapely.prepare(wall)
    start, stop, minutes = [], [], []
    for down, right in ((0, 1), (1, 0), (1, 1), (1, -1)):
        here = (slice(0, rows - down), slice(max(0, -right), columns - max(0, right)))
        there = (slice(down, rows), slice(max(0, right), columns - max(0, -right)))
        is_open = passable[here] & passable[there]
        if down and right:
            is_open &= passable[here[0], there[1]] | passable[there[0], here[1]]
        one, other = cell[here][is_open], cell[there][is_open]
        ends = np.stack([lon.flat[one], lat.flat[one], lon.flat[other], lat.flat[other]], axis=1).reshape(-1, 2, 2)
        is_free = ~shapely.intersects(wall, shapely.linestrings(ends))
        one, other, ends = one[is_free], other[is_free], ends[is_free]
        length_m = EARTH.inv(ends[:, 0, 0], ends[:, 0, 1], ends[:, 1, 0], ends[:, 1, 1])[2]
        rise = (height.flat[other] - height.flat[one]) / length_m
        for origin, target, slope in ((one, other, rise), (other, one, -rise)):
            speed_kmh = 4.0 * np.exp(-3.5 * np.abs(slope + 0.05)) / np.exp(-0.175)
            start.append(origin)
            stop.append(target)
            minutes.append(length_m / 1000.0 / speed_kmh * 60.0)
    shape = (rows * columns, rows * columns)
    where = (np.concatenate(start), np.concatenate(stop))
    return coo_array((np.concatenate(minutes), where), shape=shape).tocsr()


def nearest_cell(middles, point):
    lon, lat = middles
    return int(np.argmin((lon - point[0]) ** 2 * 0.5 + (lat - point[1]) ** 2))


def obstacles(*, with_hazards):
    shapes = [shape for name in ("river", "lake") for _, shape in read_features(name).values()]
    if with_hazards:
        shapes += [shape for row, shape in read_features("hazards").values() if row["status"] == "open"]
    return shapes


def is_within_km(middles, point, radius_km):
    lon, lat = middles
    _, _, length_m = EARTH.inv(lon, lat, np.full(lon.shape, point[0]), np.full(lat.shape, point[1]))
    return length_m <= radius_km * 1000.0


@pytest.fixture(scope="module")
def remade(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample")
    make_sample(folder)
    return folder


def test_every_file_but_two_is_written_by_the_script(remade):
    by_hand = {"README.md", "study.toml"}
    assert {path.name for path in SAMPLE.iterdir()} == {path.name for path in remade.iterdir()} | by_hand


def test_text_files_are_written_again_byte_for_byte(remade):
    for path in remade.iterdir():
        if path.suffix != ".tif":
            assert path.read_bytes() == (SAMPLE / path.name).read_bytes(), path.name


@pytest.mark.parametrize("name", RASTERS)
def test_rasters_are_written_again_cell_for_cell(remade, name):
    with rasterio.open(remade / name) as new, rasterio.open(SAMPLE / name) as old:
        np.testing.assert_array_equal(new.read(), old.read())
        for key in ("dtype", "nodata", "crs", "transform", "width", "height", "count"):
            assert new.profile[key] == old.profile[key]
        assert new.tags()["SOURCE"] == old.tags()["SOURCE"]


def test_sample_is_smaller_than_a_megabyte():
    assert sum(path.stat().st_size for path in SAMPLE.iterdir()) < LONGEST_BYTES


def test_every_file_says_that_it_is_made_up():
    for path in SAMPLE.iterdir():
        if path.suffix == ".tif":
            with rasterio.open(path) as raster:
                assert "synthetic" in raster.tags()["SOURCE"]
        elif path.name != "land_speeds.csv":
            assert "synthetic" in path.read_text(encoding="utf-8").lower(), path.name


def test_study_names_files_that_are_there():
    study = tomllib.loads((SAMPLE / "study.toml").read_text(encoding="utf-8"))
    named = [study[table]["path"] for table in ("areas", "roads", "hazards", "centres", "population")]
    named += [study["land"]["land_cover"], study["land"]["speeds"], *study["land"]["elevation"]]
    named += [*study["land"]["barriers"], study["grid"]["like"]]
    assert all((SAMPLE / name).is_file() for name in named)
    assert study["hazards"]["publish"] is True


def test_rasters_share_one_geographic_grid():
    grids = []
    for name in RASTERS:
        with rasterio.open(SAMPLE / name) as raster:
            grids.append((raster.shape, raster.transform, raster.crs.to_epsg()))
    assert grids[0][2] == 4326
    assert grids[0] == grids[1] == grids[2]


def test_every_class_has_a_speed_and_every_speed_a_class():
    cover, _, nodata = read_raster("land_cover.tif")
    assert set(np.unique(cover)) - {nodata} == {int(row["class"]) for row in read_table("land_speeds.csv")}


def test_shares_of_each_area_and_of_the_whole_add_up():
    rows = read_table("shares.csv")
    assert {row["area_id"] for row in rows} == {*read_features("areas"), ""}
    for area in {row["area_id"] for row in rows}:
        assert sum(round(1000 * float(row["share"])) for row in rows if row["area_id"] == area) == 1000
    bands = {(row["age_from"], row["age_to"]) for row in rows}
    assert bands == {("0", "4"), ("5", "11"), ("12", "17"), ("18", "59"), ("60", "")}


def test_about_sixty_thousand_people_a_third_of_them_in_town(people, middles, osm):
    assert people.sum() == pytest.approx(60_000, rel=0.01)
    assert people[is_within_km(middles, osm[0]["Quelmar"], 2.0)].sum() == pytest.approx(20_000, rel=0.05)


def test_some_people_stand_on_water_near_the_shore(people, middles, passable):
    cover, _, _ = read_raster("land_cover.tif")
    wet = np.flatnonzero((cover == 5) & (people > 0))
    assert people.flat[wet].sum() == 3 * 36.0
    for cell in wet:
        near = is_within_km(middles, (middles[0].flat[cell], middles[1].flat[cell]), 0.5)
        assert (near & passable).any()


def test_some_land_is_unknown():
    cover, _, nodata = read_raster("land_cover.tif")
    assert 0 < (cover == nodata).sum() < 50


def way_with(osm, **wanted):
    found = [(tags, nodes) for tags, nodes in osm[1] if wanted.items() <= tags.items()]
    assert found, wanted
    return found


def line_of(osm, nodes):
    return shapely.LineString([osm[2][node] for node in nodes])


def test_overpass_crosses_without_a_junction(osm):
    ((_, over),) = way_with(osm, highway="trunk", bridge="yes", layer="1")
    below = [way for way in way_with(osm, highway="tertiary") if line_of(osm, way[1]).crosses(line_of(osm, over))]
    assert len(below) == 1
    assert not set(over) & set(below[0][1])


def test_only_bridges_and_the_ferry_cross_water(osm):
    water = shapely.union_all(obstacles(with_hazards=False))
    crossing = [tags for tags, nodes in osm[1] if line_of(osm, nodes).intersects(water)]
    kinds = sorted(tags.get("highway", tags.get("route")) for tags in crossing)
    assert kinds == ["ferry", "footway", "primary", "tertiary"]
    assert all("bridge" in tags or tags.get("route") == "ferry" for tags in crossing)


def test_streets_in_town_are_a_one_way_pair(osm):
    (_, east), (_, west) = way_with(osm, oneway="yes", highway="primary")
    assert east[-1] == west[0]
    assert osm[2][east[0]][0] < osm[2][east[-1]][0]


def test_roundabout_is_closed(osm):
    ((_, ring),) = way_with(osm, junction="roundabout")
    assert ring[0] == ring[-1]
    assert shapely.is_ccw(line_of(osm, ring))


def test_track_footbridge_mph_and_ferry_are_there(osm):
    way_with(osm, highway="track", tracktype="grade3")
    way_with(osm, highway="footway", bridge="yes")
    way_with(osm, maxspeed="30 mph")
    way_with(osm, route="ferry", duration="00:20")
    way_with(osm, highway="service", access="private")


def test_all_ways_are_one_network(osm):
    number = {node: i for i, node in enumerate(osm[2])}
    links = np.array([(number[a], number[b]) for _, nodes in osm[1] for a, b in pairwise(nodes)]).T
    graph = coo_array((np.ones(links.shape[1]), links), shape=(len(number), len(number)))
    part = connected_components(graph, directed=False)[1]
    used = {part[number[node]] for _, nodes in osm[1] for node in nodes}
    assert len(used) == 1


def test_no_road_comes_near_kesta(osm):
    roads = shapely.union_all([line_of(osm, nodes) for _, nodes in osm[1]])
    assert shapely.distance(roads, shapely.Point(osm[0]["Kesta"])) > 0.02
    assert not roads.intersects(read_features("hazards")["SHA-3"][1])


def test_six_centres_on_passable_ground_leave_one_pillar_out(middles, passable):
    centres = read_features("centres")
    assert len(centres) == 6
    assert {row["pillar"] for row, _ in centres.values()} == PILLARS - {"social_inclusion"}
    assert all(passable.flat[nearest_cell(middles, (point.x, point.y))] for _, point in centres.values())


def test_hazards_are_suspected_confirmed_and_one_is_closed():
    hazards = read_features("hazards")
    assert sorted(row["kind"] for row, _ in hazards.values()) == ["CHA"] * 2 + ["SHA"] * 5
    assert [key for key, (row, _) in hazards.items() if row["status"] == "closed"] == ["SHA-4"]
    assert all(shape.is_valid for _, shape in hazards.values())


def test_some_people_live_inside_an_open_hazard(people, middles):
    shape = read_features("hazards")["SHA-2"][1]
    assert people[shapely.contains_xy(shape, *middles)].sum() > 20


def test_areas_do_not_overlap_and_leave_a_strip_with_people(people, middles):
    shapes = [shape for _, shape in read_features("areas").values()]
    covered = sum(shapely.contains_xy(shape, *middles).astype(int) for shape in shapes)
    assert covered.max() == 1
    is_outside = covered == 0
    assert is_outside[:, :2].all()
    assert not is_outside[:, 3:].any()
    assert 0 < people[is_outside].sum() < 500


def test_survivors_are_synthetic_and_nameless():
    rows = read_table("survivors.csv")
    assert [row["id"] for row in rows] == [f"S-{number:04d}" for number in range(1, 401)]
    assert {row["synthetic"] for row in rows} == {"true"}
    assert {row["source"] for row in rows} == {"synthetic"}
    assert {row["place_precision"] for row in rows} == {"exact_100m"}
    assert not any(row["area_id"] for row in rows)
    assert {pillar for row in rows for pillar in row["need_pillars"].split(";")} <= PILLARS | {"none"}
    assert not {"name", "birth_date", "address", "phone", "cause"} & set(rows[0])


def test_survivors_live_in_the_valley_and_no_closer_than_a_hundred_metres_can_tell():
    for row in read_table("survivors.csv"):
        assert -30 <= float(row["lon"]) <= -29.625
        assert 45 <= float(row["lat"]) <= 45.25
        assert len(row["lon"].split(".")[1]) <= 3
        assert len(row["lat"].split(".")[1]) <= 3


@pytest.fixture(scope="module")
def road_head(osm):
    ((_, nodes),) = [way for way in osm[1] if way[0].get("highway") == "track"]
    return osm[2][nodes[-1]]


def parts_of(passable, middles, shapes):
    return connected_components(walked_graph(passable, middles, shapes), directed=False)[1]


def test_about_420_people_live_there(people, middles, osm):
    assert people[is_within_km(middles, osm[0]["Kesta"], 1.0)].sum() == pytest.approx(420, abs=10)


def test_hazards_leave_its_people_no_way_on_foot(people, middles, passable, osm, road_head):
    part = parts_of(passable, middles, obstacles(with_hazards=True))
    home = part[nearest_cell(middles, osm[0]["Kesta"])]
    assert home != part[nearest_cell(middles, road_head)]
    assert people.flat[part == home].sum() == pytest.approx(420, abs=10)


def test_upper_meadow_alone_is_what_cuts_it_off(middles, passable, osm, road_head):
    others = [
        shape for key, (row, shape) in read_features("hazards").items() if row["status"] == "open" and key != "SHA-3"
    ]
    part = parts_of(passable, middles, [*obstacles(with_hazards=False), *others])
    assert part[nearest_cell(middles, osm[0]["Kesta"])] == part[nearest_cell(middles, road_head)]


def test_without_hazards_the_track_is_within_ninety_minutes(middles, passable, osm, road_head):
    graph = walked_graph(passable, middles, obstacles(with_hazards=False))
    minutes = dijkstra(graph, indices=nearest_cell(middles, osm[0]["Kesta"]))
    assert 30 < minutes[nearest_cell(middles, road_head)] < 90


def test_cliffs_are_closed_even_where_corners_may_be_crossed(middles, passable, osm):
    gap = read_features("hazards")["SHA-3"][1]
    free = passable & ~shapely.intersects(gap, shapely.points(*middles))
    rows, columns = free.shape
    reached = np.zeros_like(free)
    reached.flat[nearest_cell(middles, osm[0]["Kesta"])] = True
    while True:
        grown = reached.copy()
        for down in (-1, 0, 1):
            for right in (-1, 0, 1):
                grown |= np.roll(reached, (down, right), axis=(0, 1)) & free
        if (grown == reached).all():
            break
        reached = grown
    assert reached.sum() < rows * columns / 50
