"""The layers of raster tiles: every published code is read out as the class it stands for."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.classes import classify_cells, minutes_classes
from maps.tiles import RASTER_LAYERS, legend_of, legend_svg, raster_layer
from maps.tiles.layers import IN_REGION, code_edges

MANIFEST = {
    "study": {"name": "Valley", "as_of": "2026-01-01"},
    "inputs": [
        {"source": "A <b>bold</b> source", "licence": "CC0-1.0"},
        {"source": "A <b>bold</b> source", "licence": "CC0-1.0"},
        {"source": None, "licence": None},
    ],
}
bands_of_minutes = st.lists(st.integers(1, 600), min_size=1, max_size=12, unique=True).map(
    lambda found: tuple(float(band) for band in sorted(found))
)


def summary_of(bands, threshold):
    return {"bands_minutes": list(bands), "threshold_minutes": threshold}


@given(bands_of_minutes, st.integers(1, 700), st.lists(st.floats(0, 800, width=32), min_size=1, max_size=20))
def test_minutes_read_out_of_codes_are_those_of_the_map(bands, threshold, minutes):
    minutes = np.array(minutes, np.float32)
    status = np.ones(len(minutes), np.uint8)
    codes = classify_cells(minutes, status, bands_minutes=code_edges(bands, float(threshold)))
    layer = raster_layer("minutes", summary_of(bands, float(threshold)))
    assert (layer.lookup[codes] == classify_cells(minutes, status, bands_minutes=bands)).all()
    assert (layer.lookup[codes + IN_REGION] == layer.lookup[codes]).all()


@given(bands_of_minutes, st.integers(1, 700), st.lists(st.floats(0, 800, width=32), min_size=1, max_size=20))
def test_a_gap_begins_just_beyond_the_threshold_whatever_the_bands_are(bands, threshold, minutes):
    minutes = np.array([*minutes, threshold], np.float32)
    codes = classify_cells(minutes, np.ones(len(minutes), np.uint8), bands_minutes=code_edges(bands, float(threshold)))
    layer = raster_layer("gaps", summary_of(bands, float(threshold)))
    assert ((layer.lookup[codes] == 1) == (minutes <= threshold)).all()


@pytest.mark.parametrize("status", range(2, 7))
def test_a_status_without_minutes_is_that_status_in_every_layer(status):
    summary = summary_of((30.0, 60.0), 120.0)
    code = classify_cells(np.array([np.nan]), np.array([status]), bands_minutes=(30.0, 60.0, 120.0))
    assert raster_layer("status", summary).lookup[code] == [status]
    slugs = {each.code: each.slug for each in raster_layer("status", summary).classes}
    on_map = {each.code: each.slug for each in minutes_classes((30.0, 60.0))}
    assert on_map[int(raster_layer("minutes", summary).lookup[code][0])] == slugs[status]


def test_an_underserved_region_is_told_from_what_lies_beyond_the_threshold_elsewhere():
    layer = raster_layer("gaps", summary_of((30.0, 60.0, 120.0), 60.0))
    slug = {each.code: each.slug for each in layer.classes}
    codes = np.array([2, 3, 3 + IN_REGION, 2 + IN_REGION, 5, 5 + IN_REGION, 6 + IN_REGION])
    assert [slug[int(code)] for code in layer.lookup[codes]] == [
        "within-threshold",
        "elsewhere",
        "region",
        "within-threshold",
        "elsewhere-no-way",
        "region-no-way",
        "inside-hazard",
    ]


@pytest.mark.parametrize("name", RASTER_LAYERS)
def test_a_code_that_nothing_has_is_drawn_as_nothing(name):
    layer = raster_layer(name, summary_of((30.0, 60.0), 45.0))
    known = {each.code for each in layer.classes}
    assert layer.lookup[0] == 0
    assert set(np.unique(layer.lookup).tolist()) <= known | {0}
    assert layer.lookup[200] == 0


@pytest.mark.parametrize("name", RASTER_LAYERS)
def test_a_legend_names_its_unit_its_sources_and_the_warning_as_text(name):
    layer = raster_layer(name, summary_of((30.0, 60.0), 45.0))
    legend = legend_of(layer, MANIFEST, maxzoom=9)
    assert legend.sources == ("A <b>bold</b> source (CC0-1.0)",)
    assert legend.as_of == "2026-01-01"
    svg = legend_svg(legend)
    assert "No recorded hazard does not mean safe; not for navigation." in svg
    assert "<b>" not in svg
    assert all(each.colour in svg for each in layer.classes)
    assert (f"({layer.unit})" in svg) == (layer.unit is not None)
    assert json.dumps(legend.note)
