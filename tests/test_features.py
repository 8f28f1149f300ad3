"""Features of a tier: what they tell, ids that last, and asking by place and property."""

import json
import shutil
import threading

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import InputError, ReleaseError
from maps.features import LAYERS, KeptLayers, boxes_of, days_of, layers_in, read_layer, select, unit_of
from maps.shown_columns import shown_columns

PUBLISHES = {"hazards_published": True}


@pytest.fixture(scope="module")
def tier(sample_release):
    return sample_release / "public"


@pytest.fixture(scope="module")
def gaps(tier):
    return read_layer(tier, LAYERS["gaps"], tier="public", as_of="2026-01-01")


def written(layer):
    return [json.loads(feature) for feature in layer.features_json(range(layer.count))]


@pytest.mark.parametrize("name", LAYERS)
def test_ids_are_unique_and_made_of_the_key(tier, name):
    layer = read_layer(tier, LAYERS[name], tier="public", as_of="")
    assert len(set(layer.ids)) == layer.count > 0
    key = LAYERS[name].key[0]
    if key in layer.columns:
        assert all(str(value) in each for value, each in zip(layer.columns[key], layer.ids, strict=True))


def test_an_id_stays_when_the_rows_are_shuffled(tier, tmp_path):
    tables = shutil.copytree(tier / "tables", tmp_path / "tables")
    rows = pd.read_csv(tables / "regions.csv", dtype=str, keep_default_na=False)
    rows.sample(frac=1, random_state=1).to_csv(tables / "regions.csv", index=False)
    before, after = (
        {feature["id"]: feature for feature in written(read_layer(folder, LAYERS["regions"], tier="public", as_of=""))}
        for folder in (tier, tmp_path)
    )
    assert before == after


def test_only_shown_columns_are_told_and_what_is_made_of_them(tier):
    for name, layer in LAYERS.items():
        told = read_layer(tier, layer, tier="public", as_of="2026-01-01").columns
        made = {"run", "as_of"} | {column for column in told if column.endswith("_status")}
        assert set(told) - made == set(shown_columns(layer.table, "public", told)) - made, name


def test_a_higher_tier_is_told_more_of_hazards(tier):
    public, analyst = (
        read_layer(tier, LAYERS["hazards"], tier=name, as_of="").columns.keys() for name in ("public", "analyst")
    )
    assert public < analyst
    assert "source" in analyst - public


def test_a_tier_without_hazards_has_no_layer_that_tells_of_them(tier):
    names = {layer.name for layer in layers_in(tier, {"hazards_published": False})}
    assert names == {"areas", "access", "gaps", "regions", "centres", "places"}
    assert {layer.name for layer in layers_in(tier, {})} == names
    assert {layer.name for layer in layers_in(tier, PUBLISHES)} == set(LAYERS)


def test_minutes_have_a_status_and_json_has_no_nan(tier):
    layer = read_layer(tier, LAYERS["access"], tier="public", as_of="")
    minutes = layer.columns["median_minutes"]
    for feature, value in zip(written(layer), minutes, strict=True):
        told = feature["properties"]
        expected = "no_way" if np.isinf(value) else "not_known" if np.isnan(value) else "known"
        assert told["median_minutes_status"] == expected
        assert (told["median_minutes"] is None) == (expected != "known")


def test_shapes_have_seven_decimals_and_turn_left(gaps):
    coordinates = shapely.get_coordinates(gaps.shapes)
    assert np.array_equal(coordinates, np.round(coordinates, 7))
    assert all(part.exterior.is_ccw for part in shapely.get_parts(gaps.shapes))


def test_each_region_has_the_outline_of_its_gap(tier, gaps):
    regions = read_layer(tier, LAYERS["regions"], tier="public", as_of="")
    assert regions.ids == gaps.ids
    assert all(shapely.equals(regions.shapes, gaps.shapes))


degrees = st.floats(-29.99, -29.63)
heights = st.floats(45.0, 45.25)


@settings(max_examples=40)
@given(st.tuples(degrees, degrees), st.tuples(heights, heights))
def test_a_box_finds_what_each_shape_by_itself_says(gaps, across, up):
    (west, east), (south, north) = sorted(across), sorted(up)
    box = shapely.box(west, south, east, north)
    found = select(gaps, boxes=boxes_of(f"{west!r},{south!r},{east!r},{north!r}"))
    assert found.tolist() == [row for row, shape in enumerate(gaps.shapes) if shape.intersects(box)]


def test_filters_are_held_together(gaps):
    both = select(gaps, equal={"pillar": "physical_rehab", "hazards": "hazards"})
    pillar, hazards = select(gaps, equal={"pillar": "physical_rehab"}), select(gaps, equal={"hazards": "hazards"})
    assert both.tolist() == sorted(set(pillar) & set(hazards))
    assert 0 < len(both) < len(pillar)
    assert select(gaps, equal={"gap_id": "1"}).size == select(gaps, equal={"gap_id": "01"}).size > 0


@pytest.mark.parametrize(
    ("name", "value"), [("gap_id", "one"), ("gap_id", "9" * 30), ("gap_id", "1.0"), ("people", "NaN"), ("people", "x")]
)
def test_a_filter_that_cannot_stand_in_its_column_is_refused(gaps, name, value):
    with pytest.raises(InputError, match=name):
        select(gaps, equal={name: value})


def test_a_day_of_a_moment_is_its_day():
    assert days_of("2026-01-01T23:59:59Z") == days_of("2026-01-01")


def test_units_are_told_by_names():
    assert unit_of("people_newly_within_60_min") == "people"
    assert unit_of("reported_area_m2") == "m²"
    assert unit_of("share_within") == "share from 0 to 1"


def test_a_broken_file_is_told_as_such(tier, tmp_path):
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "gaps.gpkg").write_bytes((tier / "tables" / "gaps.gpkg").read_bytes()[:5000])
    with pytest.raises(ReleaseError, match=r"gaps\.gpkg"):
        read_layer(tmp_path, LAYERS["gaps"], tier="public", as_of="")


def test_layers_are_kept_up_to_their_bytes_and_the_oldest_goes(gaps):
    kept = KeptLayers(2 * gaps.size_bytes)
    reads = []
    for key in ("a", "b", "a", "c", "a", "b"):
        kept.get(key, lambda key=key: reads.append(key) or gaps)
    assert reads == ["a", "b", "c", "b"]
    assert kept.held_bytes == 2 * gaps.size_bytes


def test_a_layer_larger_than_the_room_is_given_and_not_kept(gaps):
    kept = KeptLayers(10)
    assert kept.get("a", lambda: gaps) is gaps
    assert kept.held_bytes == 0


def test_threads_that_ask_at_one_time_read_once(gaps):
    kept, reads, together = KeptLayers(10**9), [], threading.Barrier(4)

    def ask():
        together.wait(10)
        kept.get("a", lambda: reads.append(1) or gaps)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert reads == [1]
