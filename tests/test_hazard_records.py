"""Hazard records: every row accounted for, words mapped, days and sizes read, points as circles."""

import datetime as dt
import json
import tomllib
from dataclasses import asdict, fields

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from affine import Affine
from hazard_rows import DAY, layer_of, records_of, square
from pyproj import CRS, Geod

from geo.faults import Faults
from geo.grid import Grid
from geo.hazards.account import tell_odd_areas
from geo.hazards.layer import read_hazard_areas
from geo.hazards.records import HazardForm
from geo.hazards.state import open_on
from geo.hazards.status import OPEN_STATUS, RELEASED_STATUS, status_word

OPEN = {"status": "open"}
PARTS = ("without_geometry", "became_empty_by_repair", "points_unused", "open", "released", "not_yet_reported")
GRID = Grid(shape=(10, 10), affine=Affine(0.01, 0, 30, 0, -0.01, 10.1), crs=CRS.from_epsg(4326))


def read_file(layer, path, **form):
    """The records of a layer that went through a file, and what was told."""
    layer.to_file(path)
    faults = Faults()
    return read_hazard_areas(path, form=HazardForm(**form), as_of=DAY, where=path.name, faults=faults), faults


def whats(faults):
    return [fault.what for fault in faults]


def test_every_row_of_a_file_is_in_one_part_of_the_account(tmp_path):
    bow = shapely.Polygon([(30, 11), (30.01, 11.01), (30.01, 11), (30, 11.01)])
    flat = shapely.Polygon([(30, 12), (30.01, 12), (30.02, 12), (30, 12)])
    rows = [
        {"id": "a", "status": "open"},
        {"id": "b", "status": "cleared"},
        {"id": "c", "status": "open", "reported_on": "2027-01-01"},
        {"id": "d", "status": "open", "reported_on": "2010-01-01"},
        {"id": "d", "status": "reduced", "reported_on": "2020-01-01"},
        {"id": "e", "status": "open"},
        {"id": "f", "status": "open"},
        {"id": "g", "status": "open", "area_m2": 100.0},
        {"id": "h", "status": "open"},
        {"id": "i", "status": "open"},
        {"id": "a", "status": "open"},
    ]
    shapes = [square(place) for place in range(5)]
    shapes += [bow, flat, shapely.Point(30, 13), shapely.Point(30, 14), None, square(0)]
    records, faults = read_file(layer_of(rows, shapes), tmp_path / "h.gpkg")
    assert not faults.errors
    counts = records.counts
    assert {part: getattr(counts, part) for part in (*PARTS, "superseded")} == {
        "without_geometry": 1,
        "became_empty_by_repair": 1,
        "points_unused": 1,
        "open": 4,
        "released": 2,
        "not_yet_reported": 1,
        "superseded": 1,
    }
    assert sum(getattr(counts, part) for part in (*PARTS, "superseded")) == counts.read == 11
    assert (counts.repaired, counts.circles, counts.repeated) == (2, 1, 1)
    assert len(records.areas) == counts.open + counts.released + counts.not_yet_reported + counts.superseded
    assert counts.by_status == {"cleared": 1, "open": 6, "reduced": 1}
    assert sum(counts.by_kind.values()) == len(records.areas)
    assert records.areas["row"].tolist() == [1, 2, 3, 4, 5, 6, 8, 11]


def test_the_account_is_plain_enough_for_json():
    records, _ = records_of([OPEN], grid=GRID)
    account = asdict(records.counts)
    assert json.loads(json.dumps(account)) == account
    assert set(account) == {field.name for field in fields(records.counts)}


def test_records_have_all_columns_and_say_what_is_unknown():
    records, faults = records_of([OPEN])
    assert len(faults) == 0
    [area] = records.areas.to_dict("records")
    assert {key: area[key] for key in ("id", "kind", "status", "name", "evidence", "geometry_quality", "source")} == {
        "id": "1",
        "kind": "unknown",
        "status": "open",
        "name": "unknown",
        "evidence": "unknown",
        "geometry_quality": "unknown",
        "source": "unknown",
    }
    assert pd.isna([area["reported_on"], area["released_on"], area["surveyed_on"], area["reported_area_m2"]]).all()
    assert records.areas.crs.to_epsg() == 4326


def test_sizes_are_those_on_the_ellipsoid_without_the_holes():
    holed = shapely.Polygon(square(0).exterior.coords, [square(0.25, lat=10.0025, side=0.005).exterior.coords])
    records, _ = records_of([OPEN, OPEN], [holed, shapely.MultiPolygon([square(0), square(5)])])
    geod = Geod(ellps="WGS84")
    outer, inner = (
        abs(geod.geometry_area_perimeter(shape)[0]) for shape in (square(0), square(0.25, lat=10.0025, side=0.005))
    )
    np.testing.assert_allclose(records.areas["area_km2"], [(outer - inner) / 1e6, 2 * outer / 1e6], rtol=1e-9)


def test_land_under_two_open_areas_counts_once():
    records, _ = records_of([OPEN, OPEN, {"status": "cleared"}], [square(0), square(0), square(5)])
    assert records.counts.union_km2 == pytest.approx(records.areas["area_km2"][0])
    assert records.counts.repeated == 1


def test_a_status_word_is_the_same_whatever_its_case_and_spelling():
    records, _ = records_of([{"status": " OPEN "}, {"status": "Canceled"}, {"status": "cancelled"}])
    assert records.areas["status"].tolist() == ["open", "cancelled", "cancelled"]
    assert not OPEN_STATUS & RELEASED_STATUS
    assert all(status_word(word) == word for word in OPEN_STATUS | RELEASED_STATUS)


@pytest.mark.parametrize("word", ["expired", "uncleared", "not cleared", "partially reduced", "inactive", "suspended"])
def test_a_word_that_does_not_say_whether_land_is_released_is_never_guessed(word):
    records, faults = records_of([OPEN, {"status": word}])
    assert records is None
    [error] = faults.errors
    assert error.which == "status, feature 2"
    assert f'"{word}" = "open"' in error.do


def test_odd_statuses_are_told_with_their_counts_and_the_line_that_maps_them():
    _, faults = records_of([{"status": word} for word in ("Aktivno", "Otvoren", "Aktivno")])
    [error] = faults.errors
    assert error.what == "'Aktivno' (2 areas), 'Otvoren' (1 area) are no known statuses"
    assert 'statuses = {"Aktivno" = "open", "Otvoren" = "open"}' in error.do


def test_the_line_that_is_proposed_maps_the_statuses():
    _, faults = records_of([{"status": 'so "called"'}])
    start = faults.errors[0].do.index("statuses = ")
    mapping = tomllib.loads(faults.errors[0].do[start:].split(";")[0])["statuses"]
    records, faults = records_of([{"status": 'so "called"'}], statuses=mapping)
    assert not faults.errors
    assert records.areas["status"].tolist() == ["open"]


def test_words_of_the_layer_are_mapped_to_ours_whatever_their_case():
    rows = [{"status": "aktivno", "kind": "Suspected Minefield"}, {"status": "Razminirano", "kind": "Battle area"}]
    mapping = {"Aktivno": "open", "Razminirano": "Cleared"}
    records, faults = records_of(rows, statuses=mapping, kinds={"suspected minefield": "SHA"})
    assert records.areas["status"].tolist() == ["open", "cleared"]
    assert records.areas["kind"].tolist() == ["SHA", "Battle area"]
    assert whats(faults) == ["1 of 2 areas are released and block nothing"]


def test_a_mapping_that_no_row_needs_is_told_with_the_nearest_word():
    _, faults = records_of([{"status": "Aktivno"}], statuses={"Aktivno": "open", "Aktivan": "open"})
    [told] = faults.notices
    assert (told.which, told.what) == ("[hazards.statuses] Aktivan", "no row has this word (did you mean 'Aktivno'?)")


def test_an_empty_status_takes_the_default_which_is_told():
    records, faults = records_of([OPEN, {"status": None}], default_status="suspected", default_kind="SHA")
    assert records.areas["status"].tolist() == ["open", "suspected"]
    assert records.areas["kind"].tolist() == ["SHA", "SHA"]
    assert "1 of 2 areas say no status and count as suspected" in whats(faults)


def test_odd_evidence_counts_as_unknown_where_nothing_goes_by_it_and_is_an_error_where_something_does():
    rows = [{"status": "open", "evidence": "Direct"}, {"status": "open", "evidence": "hearsay"}]
    records, faults = records_of(rows)
    assert records.areas["evidence"].tolist() == ["direct", "unknown"]
    assert whats(faults) == ["'hearsay' (1) is no known evidence and counts as unknown"]
    for form in ({"columns": {"evidence": "evidence"}}, {"needed": frozenset({"evidence"})}):
        records, faults = records_of(rows, **form)
        assert records is None
        assert faults.errors[0].which == "evidence, feature 2"


@pytest.mark.parametrize(
    "value",
    ["2021-09-14", "2021/9/14", "2021-09-14T23:59:00Z", dt.date(2021, 9, 14), pd.Timestamp("2021-09-14 23:59")],
)
def test_days_are_read_from_every_form_that_leaves_no_doubt(value):
    records, faults = records_of([{"status": "open", "surveyed_on": value}])
    assert len(faults) == 0
    assert records.areas["surveyed_on"][0] == pd.Timestamp(2021, 9, 14)


@pytest.mark.parametrize("value", ["14/09/2021", "14.9.2021", "2021", "2021-13-01", "yesterday"])
def test_days_that_could_be_read_in_two_ways_are_an_error(value):
    records, faults = records_of([OPEN, {"status": "open", "reported_on": value}])
    assert records is None
    assert faults.errors[0].which == "reported_on, feature 2"
    assert repr(value) in faults.errors[0].what


def test_a_release_before_the_report_is_an_error():
    row = {"status": "cleared", "reported_on": "2020-01-02", "released_on": "2020-01-01"}
    records, faults = records_of([row])
    assert records is None
    assert whats(faults.errors) == ["1 of 1 areas were released before they were reported"]
    assert records_of([row | {"released_on": "2020-01-02"}])[0] is not None


def test_the_report_of_a_release_may_follow_it():
    rows = [
        {"id": "a", "status": "open", "reported_on": "2010-01-01"},
        {"id": "a", "status": "cleared", "reported_on": "2020-02-01", "released_on": "2020-01-01"},
    ]
    records, _ = records_of(rows)
    assert (records.counts.released, records.counts.superseded) == (1, 1)


def test_days_yet_to_come_are_told():
    rows = [
        {"status": "open", "reported_on": "2026-01-02"},
        {"status": "cleared", "released_on": "2026-01-02"},
        {"status": "open", "surveyed_on": "2026-01-02"},
        {"status": "open", "released_on": "2026-01-01"},
    ]
    _, faults = records_of(rows)
    for words in ("reported after 2026-01-01", "released after 2026-01-01", "surveyed after", "count as released"):
        assert sum(words in what and what.startswith("1 of 4 areas") for what in whats(faults.notices)) == 1


def test_a_reported_size_more_than_twice_the_drawn_one_is_told():
    drawn_m2 = records_of([OPEN])[0].areas["area_km2"][0] * 1e6
    sizes = [None, drawn_m2, 1.99 * drawn_m2, 2.01 * drawn_m2, drawn_m2 / 3]
    _, faults = records_of(
        [{"id": name, "status": "open", "area_m2": size} for name, size in zip("abcde", sizes, strict=True)]
    )
    [told] = faults.notices
    assert told.which == "area_m2, features 4 and 5"
    assert told.what.startswith("2 of 4 reported sizes differ")
    assert "the worst is 'e'" in told.what


def test_sizes_that_are_no_number_are_an_error_and_those_of_nothing_are_unknown():
    records, faults = records_of([OPEN, {"status": "open", "area_m2": "1,200"}])
    assert records is None
    assert faults.errors[0].which == "area_m2, feature 2"
    records, faults = records_of([{"status": "open", "area_m2": -1.0}])
    assert np.isnan(records.areas["reported_area_m2"][0])
    assert whats(faults) == ["1 of 1 sizes are 0 or less and count as unknown"]


def test_a_point_with_a_size_becomes_a_circle_of_that_size_whatever_it_calls_itself():
    rows = [{"status": "open", "area_m2": 10_000.0, "geometry_quality": "surveyed"}, OPEN]
    records, faults = records_of(rows, [shapely.Point(30, 10), square(1)])
    circle = records.areas.iloc[0]
    assert circle["area_km2"] == pytest.approx(0.01, rel=1e-4)
    assert circle["geometry_quality"] == "circle_from_area"
    assert circle.geometry.centroid.distance(shapely.Point(30, 10)) < 1e-7
    assert "1 of 2 areas are points with a size and became circles of that size (circle_from_area)" in whats(faults)


def test_a_point_without_a_size_is_used_only_with_a_radius():
    rows, shapes = [OPEN, OPEN], [shapely.Point(30, 10), square(1)]
    records, faults = records_of(rows, shapes)
    assert records.areas["row"].tolist() == [2]
    assert whats(faults) == ["1 of 2 areas are points without a size and stay unused"]
    records, _ = records_of(rows, shapes, point_radius_m=100)
    assert records.areas["geometry_quality"].tolist() == ["point_only", "unknown"]
    assert records.areas["area_km2"][0] == pytest.approx(np.pi * 0.01, rel=1e-4)


def test_lines_and_clouds_of_points_are_an_error():
    cloud = shapely.MultiPoint([(30, 10), (30, 11)])
    records, faults = records_of([OPEN] * 3, [square(0), shapely.LineString([(30, 10), (30, 11)]), cloud])
    assert records is None
    assert [(error.which, error.what) for error in faults.errors] == [
        ("feature 2", "1 of 3 features are LineString where a polygon is expected"),
        ("feature 3", "1 of 3 features hold several points where one is expected"),
    ]


def test_one_point_in_a_multipoint_is_a_point():
    records, _ = records_of([{"status": "open", "area_m2": 100.0}], [shapely.MultiPoint([(30, 10)])])
    assert records.counts.circles == 1


def test_a_ring_that_runs_the_other_way_is_no_fault_and_has_the_same_size():
    records, faults = records_of([OPEN, OPEN], [square(0), square(0).reverse()])
    assert len(faults) == 0
    assert records.areas["area_km2"][0] == records.areas["area_km2"][1]


def test_the_same_area_in_metres_has_its_place_and_size(tmp_path):
    layer = layer_of([OPEN])
    here, _ = read_file(layer, tmp_path / "degrees.gpkg")
    there, _ = read_file(layer.to_crs("EPSG:32636"), tmp_path / "metres.gpkg")
    assert there.areas["area_km2"][0] == pytest.approx(here.areas["area_km2"][0], rel=1e-9)


def test_open_areas_are_on_the_grid_or_counted_outside():
    rows = [OPEN, OPEN, {"status": "cleared"}]
    records, _ = records_of(rows, [square(0), square(50), square(60)], grid=GRID)
    assert (records.counts.on_grid, records.counts.outside_grid, records.counts.open) == (1, 1, 2)
    assert len(records.areas) == 3


def test_a_table_with_lon_lat_and_size_is_read_by_its_rows(tmp_path):
    (tmp_path / "h.csv").write_text("id,status,lon,lat,area_m2\na,open,30,10,100\nb,open,,,100\n", encoding="utf-8")
    faults = Faults()
    path = tmp_path / "h.csv"
    records = read_hazard_areas(path, form=HazardForm(), as_of=DAY, where="h.csv", faults=faults)
    assert records.areas["row"].tolist() == [2]
    assert (records.counts.read, records.counts.without_geometry, records.counts.circles) == (2, 1, 1)


@pytest.mark.parametrize("name", ["land.osm", "land.osm.pbf", "LAND.OSM.PBF", "land.pbf"])
def test_a_file_of_openstreetmap_is_no_record_of_hazards(tmp_path, name):
    faults = Faults()
    assert read_hazard_areas(tmp_path / name, form=HazardForm(), as_of=DAY, where=name, faults=faults) is None
    assert f"nearcare osm-hazards {name}" in faults.errors[0].do


def test_a_million_vertices_are_read_without_leaving_one_out(tmp_path):
    angle = np.linspace(0, 2 * np.pi, 1_000_000, endpoint=False)
    radius = 0.4 + 0.001 * np.cos(1000 * angle)
    ring = np.column_stack([30 + radius * np.cos(angle), 10 + radius * np.sin(angle)])
    layer = gpd.GeoDataFrame([OPEN], geometry=[shapely.Polygon(ring)], crs="EPSG:4326")
    records, faults = read_file(layer, tmp_path / "coast.gpkg")
    assert not faults.errors
    assert shapely.get_num_coordinates(records.areas.geometry[0]) == 1_000_001
    assert len(open_on(records, DAY)) == 1


def test_areas_in_the_sea_or_abroad_are_told_by_a_point_inside_them():
    records, _ = records_of([OPEN] * 4, [square(0), square(1), square(2), square(50)])
    is_land, zone = np.ones(GRID.shape, np.bool_), np.zeros(GRID.shape, np.int32)
    is_land[:, 1] = False
    zone[:, 1:3] = -1
    faults = Faults()
    tell_odd_areas(records.areas, grid=GRID, is_land=is_land, zone=zone, where="h.gpkg", faults=faults)
    assert [(told.which, told.what[:12]) for told in faults.notices] == [
        ("ids '2'", "1 of 4 areas"),
        ("ids '3'", "1 of 4 areas"),
    ]
    assert "no land data" in faults.notices[0].what
    assert "no area of the study" in faults.notices[1].what
