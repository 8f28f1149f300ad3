"""The GeoPackage of access: areas once, a layer for each run, styles that QGIS finds, the same bytes each time."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from xml.etree import ElementTree as ET

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
from need_on_disk import AREAS, need_tables
from shapely.geometry import MultiPolygon, box
from test_workbook import MANIFEST

from accessibility.release.access_layers import write_access_layers, write_gaps_style
from accessibility.release.map_styles import minutes_style, people_style, qml_of, share_style, sld_of

LAYERS = ["physical-rehab_no-hazards", "physical-rehab_hazards", "psychosocial_no-hazards", "psychosocial_hazards"]
SLD = "{http://www.opengis.net/sld}"
OGC = "{http://www.opengis.net/ogc}"


@pytest.fixture(scope="module")
def areas():
    shapes = [box(0, 0, 1, 1), MultiPolygon([box(2, 0, 3, 1), box(4, 0, 5, 1)])]
    frame = {"area_id": [each for each, _ in AREAS], "area_name": [name for _, name in AREAS], "population": [1.0, 1.0]}
    return gpd.GeoDataFrame(frame, geometry=shapes, crs="EPSG:4326")


@pytest.fixture(scope="module")
def need():
    return need_tables(hazards=("no-hazards", "hazards"))


@pytest.fixture(scope="module")
def path(tmp_path_factory, need, areas):
    path = tmp_path_factory.mktemp("layers") / "access.gpkg"
    write_access_layers(path, need, areas, MANIFEST)
    return path


def rows(path, query, *values):
    with closing(sqlite3.connect(path)) as package:
        return package.execute(query, values).fetchall()


def test_there_is_one_layer_for_each_run_named_by_what_tells_the_runs_apart(path):
    layers = dict(map(tuple, pyogrio.list_layers(path)))
    without_place = {"measures": None, "layer_styles": None}
    assert layers == {"areas": "MultiPolygon", **without_place} | dict.fromkeys(LAYERS, "MultiPolygon")


def test_names_of_layers_tell_all_that_differs_and_stay_distinct(tmp_path, areas):
    need = need_tables(
        pillars=("глаза", "уши"),
        profiles=("default", "walk-wheelchair"),
        seasons=("dry", "wet"),
        hazards=("no-hazards",),
    )
    write_access_layers(tmp_path / "a.gpkg", need, areas, MANIFEST)
    named = [name for name, kind in pyogrio.list_layers(tmp_path / "a.gpkg") if kind and name != "areas"]
    assert sorted(named)[:3] == ["run_default_dry", "run_default_dry_5", "run_default_wet"]
    assert len(set(named)) == 8


def test_a_layer_joins_the_shapes_with_the_measures_of_its_run(path, areas):
    layer = gpd.read_file(path, layer="physical-rehab_no-hazards").set_index("area_id")
    assert layer.crs == "EPSG:4326"
    assert layer.geometry.geom_equals(areas.set_index("area_id").geometry).all()
    lower = layer.loc["a2"]
    assert lower["share_within_threshold"] == pytest.approx(0.7)
    assert lower["share_within_60_min"] == pytest.approx(0.4)
    assert lower["people"] == 1000
    assert lower["median_minutes"] == 110
    assert np.isinf(lower["worst_decile_mean_minutes"])
    assert (lower["people_town"], lower["share_town"]) == (400, 1)
    assert lower["people_city"] == 0
    assert pd.isna(lower["share_city"])
    assert (lower["hazards"], lower["as_of"]) == ("no-hazards", "2026-01-01")
    held = gpd.read_file(path, layer="physical-rehab_hazards").set_index("area_id")
    assert held.loc["a2", "share_within_threshold"] == pytest.approx(0.4)


def test_shapes_are_kept_once(path):
    kinds = dict(
        rows(path, "SELECT name, type FROM sqlite_master WHERE name IN (SELECT table_name FROM gpkg_contents)")
    )
    tables = dict.fromkeys(("areas", "measures", "layer_styles"), "table")
    assert kinds == tables | dict.fromkeys(LAYERS, "view")


def test_styles_are_a_registered_table_since_qgis_looks_for_no_other(path):
    assert "layer_styles" in dict(map(tuple, pyogrio.list_layers(path)))


def test_each_layer_says_unit_denominator_day_and_disclaimers(path):
    for name, words in rows(path, "SELECT table_name, description FROM gpkg_contents"):
        assert "as of 2026-01-01" in words.lower()
        assert "No recorded hazard does not mean safe. Not for navigation." in words
        if name in LAYERS:
            assert "Shares are parts, from 0 to 1, of the column people" in words
            assert "within 120 min, one way" in words


def test_each_layer_has_the_extent_of_the_areas(path):
    found = rows(path, "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE data_type = 'features'")
    assert found == [(0, 0, 5, 1)] * 5


def test_qgis_finds_one_default_style_and_a_second_one_for_each_layer(path):
    found = rows(
        path,
        "SELECT f_table_name, styleName, useAsDefault FROM layer_styles WHERE f_table_catalog = '' AND "
        "f_table_schema = '' AND f_geometry_column = 'geom'",
    )
    assert found == [
        row for name in LAYERS for row in ((name, "share within threshold", 1), (name, "median minutes", 0))
    ]


def test_a_style_is_xml_whose_rules_have_symbols_and_columns_of_the_layer(path):
    for name, qml, sld in rows(path, "SELECT f_table_name, styleQML, styleSLD FROM layer_styles"):
        columns = set(gpd.read_file(path, layer=name).columns)
        renderer = ET.fromstring(qml).find("renderer-v2")  # noqa: S314 - ours
        assert renderer.get("type") == "RuleRenderer"
        symbols = {symbol.get("name") for symbol in renderer.iter("symbol")}
        ruled = [rule for rule in renderer.iter("rule") if rule.get("symbol") is not None]
        assert [rule.get("symbol") for rule in ruled] == sorted(symbols, key=int)
        assert {rule.get("filter").split('"')[1] for rule in ruled} <= columns
        described = ET.fromstring(sld)  # noqa: S314 - ours
        assert described.find(f"{SLD}NamedLayer/{SLD}Name").text == name
        assert len(list(described.iter(f"{SLD}Rule"))) == len(ruled)
        assert {each.text for each in described.iter(f"{OGC}PropertyName")} <= columns


def test_a_legend_says_its_unit(path):
    titles = {title for (title,) in rows(path, "SELECT description FROM layer_styles")}
    assert titles == {"People within 120 min of care (% of all people)", "Median way to care, one way (minutes)"}


def holds(each, value):
    """Whether a value is in a class, as its filter says; None is unknown."""
    if each.low is None and each.high is None:
        return value is None
    low = -np.inf if each.low is None else float(each.low)
    high = np.inf if each.high is None else float(each.high)
    return value is not None and low < value <= high


@pytest.mark.parametrize("value", [0.0, 0.1, 0.2, 0.2000001, 0.8, 1.0, None])
def test_each_share_is_in_exactly_one_class(value):
    classes = share_style("x", title="t").classes
    [own] = [each for each in classes if holds(each, value)]
    expected = "no data, or nobody" if value is None else f"{max(np.ceil(value * 5) * 20 - 20, 0):.0f} to"
    assert own.label.startswith(expected)


@pytest.mark.parametrize(
    ("value", "label"),
    [
        (0.0, "up to 30 min"),
        (30.0, "up to 30 min"),
        (30.1, "30 to 60 min"),
        (241.0, "over 240 min"),
        (np.inf, "no way"),
    ],
)
def test_each_median_is_in_exactly_one_class(value, label):
    [own] = [each for each in minutes_style("m", [30.0, 60.0, 240.0], title="t").classes if holds(each, value)]
    assert own.label == label


def test_what_is_not_known_is_hatched_and_no_way_looks_otherwise():
    classes = {each.label: each for each in minutes_style("m", [30.0], title="t").classes}
    assert classes["no data, or nobody"].fill == "b_diagonal"
    assert classes["no way"].fill == "cross"
    assert {each.fill for label, each in classes.items() if "min" in label} == {"solid"}
    drawn = qml_of(minutes_style("m", [30.0], title="t"))
    assert 'filter="&quot;m&quot; IS NULL"' in drawn
    assert drawn.count('<prop k="style" v="b_diagonal"/>') == 1
    assert "PropertyIsNull" in sld_of(minutes_style("m", [30.0], title="t"), "layer")


def test_more_is_lighter_for_shares_and_darker_for_people_beyond():
    def lights(style):
        colours = [np.frombuffer(bytes.fromhex(each.colour[1:]), np.uint8) for each in style.classes[:-1]]
        return [float(colour @ np.array([0.299, 0.587, 0.114])) for colour in colours]

    assert lights(share_style("x", title="t")) == sorted(lights(share_style("x", title="t")))
    assert lights(people_style("x", title="t")) == sorted(lights(people_style("x", title="t")), reverse=True)


def test_markup_in_a_title_stays_text():
    style = share_style("x", title='<b>"A" & B</b>')
    [legend] = [each for each in ET.fromstring(qml_of(style)).iter("rule") if each.get("key") == "legend"]  # noqa: S314
    assert legend.get("label") == '<b>"A" & B</b>'


def test_regions_have_a_style_beside_them(tmp_path):
    write_gaps_style(tmp_path / "gaps.qml")
    labels = [each.get("label") for each in ET.parse(tmp_path / "gaps.qml").iter("rule") if each.get("symbol")]  # noqa: S314
    assert labels == [
        "up to 1,000 people",
        "1,000 to 5,000 people",
        "5,000 to 20,000 people",
        "over 20,000 people",
        "no data, or nobody",
    ]


def test_the_same_tables_give_the_same_bytes_over_a_file_that_is_there(tmp_path, path, need, areas):
    again = tmp_path / "access.gpkg"
    again.write_bytes(b"something else")
    write_access_layers(again, need, areas, MANIFEST)
    assert again.read_bytes() == path.read_bytes()


def test_its_times_are_the_studys_day(path):
    assert {day for (day,) in rows(path, "SELECT last_change FROM gpkg_contents")} == {"2026-01-01T00:00:00.000Z"}
    assert {day for (day,) in rows(path, "SELECT update_time FROM layer_styles")} == {"2026-01-01T00:00:00.000Z"}


def test_a_sound_database_is_written(path):
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]
    assert rows(path, "PRAGMA foreign_key_check") == []


def test_a_table_without_a_threshold_share_has_no_class_but_no_data(tmp_path, need, areas):
    access = need.access[need.access["measure"] != "beyond_threshold_share"]
    write_access_layers(tmp_path / "a.gpkg", replace(need, access=access), areas, MANIFEST)
    assert gpd.read_file(tmp_path / "a.gpkg", layer=LAYERS[0])["share_within_threshold"].isna().all()
