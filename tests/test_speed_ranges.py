"""Ranges of speeds: read from the tables with their source, told as factors, and refused where they cannot be."""

import numpy as np
import pytest
from small_study import SmallStudy
from study_runs import inputs_of

from accessibility.profiles import read_profile_table
from accessibility.uncertainty import SpeedRange, speed_ranges
from geo.faults import Faults
from geo.land import find_land_speeds, read_land_speeds
from geo.roads import read_road_speeds
from geo.shipped import data_folder
from geo.value_range import ValueRange

LAND = "class,label,speed_kmh,mode,speed_min_kmh,speed_max_kmh\n"
ROADS = "key,value,vehicle_kmh,walk_kmh,vehicle_min_kmh,vehicle_max_kmh,source,source_date,certainty"
PROFILE = "parameter,value,low,high,unit,source,source_date,certainty\n"


def read(reader, tmp_path, text, name="own.csv"):
    """What a reader makes of a text, and what it tells."""
    path, faults = tmp_path / name, Faults()
    path.write_text(text, encoding="utf-8")
    return reader(path, where=name, faults=faults), [str(fault) for fault in faults]


def test_ranges_of_the_land_are_read_with_their_source(tmp_path):
    header = LAND.replace("\n", ",source,certainty,range_source,range_certainty\n")
    rows = "1,grass,4,walk,3,5,us,V,them,M\n2,forest,3,walk,2,,us,V,,\n3,lake,0,walk,,,us,V,,\n"
    speeds, told = read(read_land_speeds, tmp_path, header + rows)
    assert told == []
    assert {name: speed.range_kmh for name, speed in speeds.items()} == {
        "1": ValueRange(low=3, high=5, source="them", certainty="M"),
        "2": ValueRange(low=2, high=3, source="us", certainty="V"),
        "3": None,
    }
    named = read(read_land_speeds, tmp_path, LAND + "1,grass,4,walk,3,5\n")[0]["1"].range_kmh
    assert named == ValueRange(low=3, high=5, source="own.csv", certainty="")


@pytest.mark.parametrize(
    ("row", "part"),
    [
        ("1,a,4,walk,5,3", "row 2, column 'speed_min_kmh': the range is upside down"),
        ("1,a,4,walk,5,6", "row 2, column 'speed_kmh': the speed is outside its range"),
        ("1,a,4,walk,2,3", "row 2, column 'speed_kmh': the speed is outside its range"),
        ("1,a,4,walk,0,5", "row 2, column 'speed_min_kmh': the speed is not above 0 and at most 200 km/h"),
        ("1,a,4,walk,-1,5", "row 2, column 'speed_min_kmh': the speed is not above 0"),
        ("1,a,4,walk,2,201", "row 2, column 'speed_max_kmh': the speed is not above 0 and at most 200 km/h"),
        ("1,a,4,walk,slow,5", "row 2, column 'speed_min_kmh': the value is not a number"),
        ("1,a,4,walk,2,inf", "row 2, column 'speed_max_kmh': the value is not a number"),
        ("1,a,0,walk,2,5", "row 2, column 'speed_kmh': a barrier has no range of speeds"),
    ],
)
def test_a_bad_range_of_the_land_is_refused_with_its_row(tmp_path, row, part):
    speeds, told = read(read_land_speeds, tmp_path, LAND + row + "\n")
    assert speeds is None
    assert any(part in fault for fault in told), told


def test_faults_of_ranges_are_told_with_the_others(tmp_path):
    header = LAND.replace("\n", ",range_certainty\n")
    speeds, told = read(read_land_speeds, tmp_path, header + "1,a,4,fly,5,3,\n2,b,4,walk,3,5,Z\n")
    assert speeds is None
    assert len(told) == 3
    assert any("column 'range_certainty': the mark is no certainty" in fault for fault in told)


def test_ranges_of_roads_are_kept_by_class(tmp_path):
    rows = [
        ROADS + ",range_source,range_certainty",
        "highway,primary,60,5,40,,us,2026,V,them,M",
        "highway,track,10,5,5,20,us,2026,A,,",
        "highway,path,0,5,0,,us,2026,A,,",
        "highway,service,10,5,,,us,2026,A,,",
        "surface,mud,10,,5,20,us,2026,A,,",
    ]
    speeds, told = read(read_road_speeds, tmp_path, "\n".join(rows) + "\n")
    assert told == []
    assert speeds.range_kmh == {
        "primary": ValueRange(low=40, high=60, source="them", certainty="M"),
        "track": ValueRange(low=5, high=20, source="us", certainty="A"),
    }


@pytest.mark.parametrize(
    ("row", "part"),
    [
        ("highway,x,30,5,0,50,s,2020,V", "row 2: a range that begins at 0 is a road without vehicles"),
        ("highway,x,30,5,50,40,s,2020,V", "row 2: vehicle_kmh is outside its range"),
        ("highway,x,30,5,-1,40,s,2020,V", "row 2, column vehicle_min_kmh: '-1' is negative"),
        ("highway,x,30,5,nan,40,s,2020,V", "row 2, column vehicle_min_kmh: 'nan' is not a number"),
    ],
)
def test_a_bad_range_of_a_road_is_refused_with_its_row(tmp_path, row, part):
    speeds, told = read(read_road_speeds, tmp_path, ROADS + "\n" + row + "\n")
    assert speeds is None
    assert any(part in fault for fault in told), told
    header = ROADS + ",range_certainty\n"
    told = read(read_road_speeds, tmp_path, header + "highway,x,30,5,20,40,s,2020,V,Z\n")[1]
    assert "row 2, column range_certainty: 'Z' is no certainty" in told[0]


def test_the_range_of_a_walking_speed_is_kept(tmp_path):
    row = "walk_speed_factor,0.7,{},{},of walking speed,someone,2020,D\n"
    table, told = read(read_profile_table, tmp_path, PROFILE + row.format("0.6", ""))
    assert told == []
    assert table.walk_speed_range == ValueRange(low=0.6, high=0.7, source="someone", certainty="D")
    assert read(read_profile_table, tmp_path, PROFILE + row.format("", ""))[0].walk_speed_range is None
    table, told = read(read_profile_table, tmp_path, PROFILE + row.format("0", "0.8"))
    assert table is None
    assert "row 2, column low: a walking speed of 0 times that of the tables is none" in told[0]


@pytest.mark.parametrize("name", ["rural-dry", "rural-wet", "osrm", "worldbank-gost"])
def test_shipped_ranges_of_roads_hold_their_speed_and_say_where_they_are_from(name):
    speeds = read_road_speeds(name, where=name, faults=Faults())
    assert {"primary", "unclassified", "residential"} <= speeds.range_kmh.keys()
    for road_class, told in speeds.range_kmh.items():
        assert 0 < told.low <= speeds.class_kmh[road_class] <= told.high
        assert told.low < told.high
        assert "OSRM" in told.source or road_class == "track"
        assert told.certainty in ("V", "A")


def test_wet_ranges_are_the_dry_ones_as_factors():
    dry, wet = (read_road_speeds(name, where=name, faults=Faults()) for name in ("rural-dry", "rural-wet"))
    assert dry.range_kmh.keys() == wet.range_kmh.keys()
    for name, told in wet.range_kmh.items():
        for end in ("low", "high"):
            ratios = [getattr(each.range_kmh[name], end) / each.class_kmh[name] for each in (dry, wet)]
            assert ratios[0] == pytest.approx(ratios[1])
        assert told.certainty == "A"


def test_shipped_ranges_of_covers_are_those_of_the_published_tables():
    speeds = read_land_speeds(find_land_speeds("walking-by-cover", data_folder()), where="shipped", faults=Faults())
    told = {name: speed.range_kmh for name, speed in speeds.items() if speed.range_kmh is not None}
    assert {name: (each.low, each.high) for name, each in told.items()} == {
        "tree": (1.62, 4.0),
        "shrub": (3.0, 4.2),
        "crops": (2.5, 3.24),
    }
    assert all("10.1038/s41591-020-1059-1" in each.source and each.certainty == "V" for each in told.values())


def ranges_of(study):
    return {(each.kind, each.name): each for each in speed_ranges(inputs_of(study))}


def test_ranges_of_a_study_are_factors_over_all_seasons(tmp_path):
    study = SmallStudy(tmp_path)
    study.roads = [
        {"highway": "primary"},
        {"highway": "track"},
        {"highway": "path"},
        {"route": "ferry", "duration": "1:00"},
    ]
    study.speeds = LAND + "1,grass,4,walk,2,5\n2,forest,3,walk,,\n3,lake,0,walk,,\n"
    rows = ["highway,primary,40,5,30,60,us,2026,A", "highway,track,10,5,,,us,2026,V", "highway,path,0,5,,,us,2026,V"]
    study.text("wet.csv", "\n".join([ROADS, *rows]) + "\n")
    study.tables["seasons"] = [{"name": "dry"}, {"name": "wet", "road_speeds": "wet.csv"}]
    study.tables["profiles"] = [
        {"name": "trans-tibial"},
        {"name": "walk"},
        {"name": "own", "based_on": "trans-tibial", "walk_speed_factor": 0.9},
    ]
    told = ranges_of(study)
    assert list(told) == [
        ("road class", "primary"),
        ("road class", "track"),
        ("land class", "1"),
        ("land class", "2"),
        ("walking", "trans-tibial"),
        ("walking", "walk"),
        ("walking", "own"),
    ]
    primary, track = told["road class", "primary"], told["road class", "track"]
    assert (primary.low, primary.high) == (pytest.approx(40 / 65), 1.5)
    assert primary.certainty == "A"
    assert primary.source.startswith("least and greatest of OSRM")
    assert primary.source.endswith("; us")
    assert (track.low, track.high, track.certainty) == (pytest.approx(10 / 15), pytest.approx(20 / 15), "V")
    grass = told["land class", "1"]
    assert (grass.low, grass.high, grass.source, grass.certainty) == (0.5, 1.25, "walking.csv", "")
    assert told["land class", "2"] == SpeedRange(kind="land class", name="2", low=None, high=None)
    tibial = told["walking", "trans-tibial"]
    assert (tibial.low, tibial.high, tibial.certainty) == (pytest.approx(6 / 7), pytest.approx(1 / 0.7), "D")
    assert told["walking", "walk"].low is None
    assert told["walking", "own"].low is None


@pytest.mark.parametrize("land", [{"speed_kmh": 4.0}, {"friction": "friction.tif", "friction_unit": "min/m"}])
def test_land_of_one_speed_or_a_friction_surface_is_one_class_without_a_name(tmp_path, land):
    study = SmallStudy(tmp_path)
    study.raster("friction.tif", np.full((20, 20), 0.015))
    study.tables["land"] = land
    told = ranges_of(study)
    assert [name for kind, name in told if kind == "land class"] == [""]
    assert told["land class", ""].low is None


def test_without_roads_there_are_no_road_classes(tmp_path):
    study = SmallStudy(tmp_path)
    del study.tables["roads"]
    assert not [name for kind, name in ranges_of(study) if kind == "road class"]
