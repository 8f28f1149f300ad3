"""The tables of road speeds, and what the tags of a way make of them."""

import math
from dataclasses import replace
from functools import cache

import pytest

from geo.faults import Faults
from geo.roads.speeds import cap_from_tag, read_road_speeds, shipped_road_speeds
from geo.roads.tags import duration_s_from_text, use_from_tags

HEADER = "key,value,vehicle_kmh,walk_kmh,source,source_date,certainty\n"
ROAD = "highway,primary,65,5,someone,2020,V\n"


def read(name):
    faults = Faults()
    speeds = read_road_speeds(name, where="speeds.csv", faults=faults)
    return speeds, [str(fault) for fault in faults]


def read_text(tmp_path, text):
    path = tmp_path / "speeds.csv"
    path.write_text(text, encoding="utf-8")
    return read(path)


@cache
def dry():
    return read("rural-dry")[0]


def use(speeds=None, **tags):
    return use_from_tags(tags, speeds=speeds or dry())


@pytest.mark.parametrize("name", ["osrm", "rural-dry", "rural-wet", "worldbank-gost"])
def test_shipped_table_is_without_fault_and_knows_every_class(name):
    speeds, faults = read(name)
    assert faults == []
    assert name in shipped_road_speeds()
    assert speeds.class_kmh.keys() == dry().class_kmh.keys()


def test_wet_is_never_faster_than_dry():
    wet = read("rural-wet")[0]
    assert all(wet.class_kmh[name] <= dry().class_kmh[name] for name in dry().class_kmh)
    assert all(wet.walk_kmh[name] <= dry().walk_kmh[name] for name in dry().walk_kmh)
    for key, caps in dry().cap_kmh.items():
        assert all(wet.cap_kmh[key][value] <= cap for value, cap in caps.items())


def test_unknown_name_is_told_with_the_nearest_one():
    speeds, faults = read("rural-dri")
    assert speeds is None
    assert "Did you mean 'rural-dry'?" in faults[0]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "the file is empty"),
        (HEADER, "there is no highway row"),
        ("key,value,walk_kmh,source,source_date,certainty\n", "column vehicle_kmh: the column is missing"),
        (HEADER.replace("key", "kee"), "column key: the column is missing"),
        (HEADER + ROAD + "hiway,x,1,1,s,2020,V\n", "row 3, column key: 'hiway' is no key"),
        (HEADER + "highway,x,-1,1,s,2020,V\n", "row 2, column vehicle_kmh: '-1' is negative"),
        (HEADER + "highway,x,fast,1,s,2020,V\n", "row 2, column vehicle_kmh: 'fast' is not a number"),
        (HEADER + "highway,x,nan,1,s,2020,V\n", "row 2, column vehicle_kmh: 'nan' is not a number"),
        (HEADER + "highway,x,1,,s,2020,V\n", "row 2: a class needs vehicle_kmh and walk_kmh"),
        (HEADER + ROAD + "surface,mud,10,5,s,2020,V\n", "row 3: a cap does not bind walkers"),
        (HEADER + ROAD + ROAD, "row 3: this key and value stood in a row above"),
        (HEADER + "highway,x,1,1,,2020,V\n", "row 2, column source: has no source"),
        (HEADER + "highway,x,1,1,s,2020,Z\n", "row 2, column certainty: 'Z' is no certainty"),
        (HEADER + "highway,x,1,1,s\n", "row 2: it has 5 cells where the header has 7"),
        (HEADER.replace("\n", ",vehicle_kmh\n"), "two columns have the same name"),
        (HEADER.replace("\n", ",colour\n") + ROAD.replace("\n", ",red\n"), "column colour: the column is not known"),
    ],
)
def test_bad_table_is_refused_with_its_row(tmp_path, text, part):
    speeds, faults = read_text(tmp_path, text)
    assert speeds is None
    assert any(part in fault for fault in faults), faults


def test_speed_outside_its_own_range_is_refused(tmp_path):
    header = HEADER.replace("source,", "vehicle_min_kmh,vehicle_max_kmh,source,")
    assert "outside its range" in read_text(tmp_path, header + "highway,x,30,5,40,50,s,2020,V\n")[1][0]
    assert read_text(tmp_path, header + "highway,x,45,5,40,50,s,2020,V\n")[1] == []


def test_all_faults_of_a_table_are_told_at_once(tmp_path):
    _, faults = read_text(tmp_path, HEADER + "highway,x,fast,1,s,2020,V\nhiway,y,-1,1,s,2020,V\n")
    assert len(faults) >= 3


def test_file_that_is_no_table_is_refused(tmp_path):
    assert "there is no such file" in read(tmp_path / "absent.csv")[1][0]
    path = tmp_path / "binary.csv"
    path.write_bytes(b"\xff\xfe\x00\x00")
    assert "not a table" in read(path)[1][0]


def test_lowest_of_all_speeds_wins():
    assert use(highway="primary").forward_kmh == 65
    assert use(highway="primary", surface="gravel").forward_kmh == 40
    assert use(highway="primary", surface="gravel", smoothness="very_bad").forward_kmh == 20
    assert use(highway="track", tracktype="grade1").forward_kmh == 15
    assert use(highway="primary", surface="mud", tracktype="grade3", smoothness="bad").forward_kmh == 10


def test_maxspeed_lowers_but_never_lifts():
    assert use(highway="primary", maxspeed="30").forward_kmh == 30
    assert use(highway="primary", maxspeed="30 mph").forward_kmh == pytest.approx(48.28, abs=0.01)
    assert use(highway="primary", maxspeed="120").forward_kmh == 65
    assert use(highway="primary", surface="mud", maxspeed="80").forward_kmh == 10
    assert use(highway="primary", maxspeed="50;30").forward_kmh == 30
    assert use(highway="primary", maxspeed="walk").forward_kmh == 5


@pytest.mark.parametrize("text", ["none", "signals", "variable", "TD:urban", "national", "0"])
def test_maxspeed_without_a_limit_lowers_nothing(text):
    assert use(highway="primary", maxspeed=text).forward_kmh == 65


@pytest.mark.parametrize(
    ("text", "topic"), [("50 leagues", "maxspeed unit"), ("TD:urban", "maxspeed zone"), ("0", "maxspeed")]
)
def test_maxspeed_that_is_not_understood_is_remarked(text, topic):
    assert use(highway="primary", maxspeed=text).remarks == ((topic, text),)


def test_list_of_surfaces_takes_the_lowest_if_all_are_known():
    speeds = dry()
    assert cap_from_tag(speeds, key="surface", text="concrete; gravel") == 40
    assert cap_from_tag(speeds, key="surface", text="asphalt") == math.inf
    assert cap_from_tag(speeds, key="surface", text="goudron;mud") is None
    assert use(highway="primary", surface="goudron").remarks == (("surface", "goudron"),)


def test_laterite_and_clay_lower_the_speed():
    assert use(highway="primary", surface="laterite").forward_kmh == 40
    assert use(highway="primary", surface="clay").forward_kmh == 30


def test_impassable_road_has_no_vehicles_but_walkers():
    found = use(highway="track", smoothness="impassable")
    assert (found.forward_kmh, found.backward_kmh, found.walk_kmh) == (0, 0, 5)


def test_twice_the_table_is_twice_the_speed_where_no_limit_binds():
    speeds = dry()
    twice = replace(
        speeds,
        class_kmh={name: 2 * speed for name, speed in speeds.class_kmh.items()},
        walk_kmh={name: 2 * speed for name, speed in speeds.walk_kmh.items()},
        cap_kmh={key: {value: 2 * cap for value, cap in caps.items()} for key, caps in speeds.cap_kmh.items()},
    )
    for road_class in speeds.class_kmh:
        for surface in speeds.cap_kmh["surface"]:
            once, doubled = use(highway=road_class, surface=surface), use(twice, highway=road_class, surface=surface)
            assert doubled.forward_kmh == 2 * once.forward_kmh
            assert doubled.walk_kmh == 2 * once.walk_kmh


def test_motorway_is_one_way_without_walkers_or_boarding():
    found = use(highway="motorway")
    assert (found.forward_kmh, found.backward_kmh, found.walk_kmh, found.is_boardable) == (90, 0, 0, False)
    assert use(highway="motorway", oneway="no").backward_kmh == 90
    assert use(highway="motorway_link").backward_kmh == 45
    assert not use(highway="motorway_link").is_boardable


@pytest.mark.parametrize(
    ("oneway", "forward", "backward"),
    [
        ("yes", 65, 0),
        ("1", 65, 0),
        ("-1", 0, 65),
        ("reverse", 0, 65),
        ("no", 65, 65),
        ("reversible", 0, 0),
        ("alternating", 0, 0),
    ],
)
def test_one_way_binds_vehicles_and_not_walkers(oneway, forward, backward):
    found = use(highway="primary", oneway=oneway)
    assert (found.forward_kmh, found.backward_kmh, found.walk_kmh) == (forward, backward, 5)


@pytest.mark.parametrize(
    ("tags", "vehicles", "walkers"),
    [
        ({"access": "private", "motor_vehicle": "yes"}, True, False),
        ({"vehicle": "no", "motor_vehicle": "yes"}, True, True),
        ({"access": "yes", "motor_vehicle": "no"}, False, True),
        ({"access": "no", "foot": "yes"}, False, True),
        ({"access": "destination"}, True, True),
        ({"access": "permissive"}, True, True),
        ({"motor_vehicle": "agricultural;forestry"}, False, True),
        ({"motor_vehicle": "agricultural;destination"}, True, True),
    ],
)
def test_nearer_access_tag_wins_over_the_wider_one(tags, vehicles, walkers):
    found = use(highway="primary", **tags)
    assert (found.forward_kmh > 0, found.walk_kmh > 0) == (vehicles, walkers)


def test_way_closed_to_all_is_not_used():
    assert use(highway="primary", access="private").skipped is not None


def test_bridge_and_tunnel_are_not_boardable():
    assert not use(highway="primary", bridge="viaduct").is_boardable
    assert not use(highway="primary", tunnel="yes").is_boardable
    assert use(highway="primary", bridge="no").is_boardable
    assert use(highway="primary", tunnel="building_passage").is_boardable
    assert use(highway="primary").is_boardable


@pytest.mark.parametrize(
    ("text", "duration_s"),
    [
        ("00:20", 1200),
        ("1:30", 5400),
        ("01:30:30", 5430),
        ("45", 2700),
        ("PT1H30M", 5400),
        ("P1DT1H", 90000),
        ("pt20m", 1200),
        ("", None),
        ("0", None),
        ("00:00", None),
        ("two hours", None),
        ("00:90", None),
        ("P", None),
    ],
)
def test_duration_is_read_or_refused(text, duration_s):
    assert duration_s_from_text(text) == duration_s


@pytest.mark.parametrize("name", shipped_road_speeds())
def test_a_shipped_table_is_read_once_and_a_file_each_time(name, root):
    faults = Faults()
    assert read_road_speeds(name, where="a", faults=faults) is read_road_speeds(name, where="b", faults=faults)
    path = root / "data" / "speeds" / f"{name}.csv"
    once, again = (read_road_speeds(path, where="speeds.csv", faults=faults) for _ in range(2))
    assert once is not again
    assert once == again == read_road_speeds(name, where="a", faults=faults)
