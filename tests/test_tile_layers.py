"""The layers of raster tiles: every published code is read out as the class it stands for."""

import io
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from geo.errors import ReleaseError
from maps.classes import classify_cells, minutes_classes, rgb
from maps.tiles import RASTER_LAYERS, legend_of, legend_svg, paint, raster_layer
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
    code = classify_cells(np.array([np.nan]), np.array([status]), bands_minutes=code_edges((30.0, 60.0), 120.0))
    assert raster_layer("status", summary).lookup[code] == [status]
    slugs = {each.code: each.slug for each in raster_layer("status", summary).classes}
    on_map = {each.code: each.slug for each in minutes_classes((30.0, 60.0))}
    for name in ("minutes", "steps", "marks"):
        shown = {each.code: each.slug for each in raster_layer(name, summary).classes}
        assert shown[int(raster_layer(name, summary).lookup[code][0])] == slugs[status]
    assert on_map[int(raster_layer("minutes", summary).lookup[code][0])] == slugs[status]
    assert raster_layer("steps", summary).lookup[code + IN_REGION] == [248 + status]


def test_an_underserved_region_is_told_from_what_lies_beyond_the_threshold_elsewhere():
    layer = raster_layer("gaps", summary_of((30.0, 60.0, 120.0), 60.0))
    slug = {each.code: each.slug for each in layer.classes}
    last = len(layer.edges_minutes)
    no_way, hazard = last + 2, last + 3
    codes = np.array([4, 5, 5 + IN_REGION, 4 + IN_REGION, no_way, no_way + IN_REGION, hazard + IN_REGION])
    assert [slug[int(code)] for code in layer.lookup[codes]] == [
        "within-threshold",
        "elsewhere",
        "region",
        "within-threshold",
        "elsewhere-no-way",
        "region-no-way",
        "inside-hazard",
    ]


@given(bands_of_minutes, st.integers(1, 700), st.lists(st.floats(0, 800, width=32), min_size=1, max_size=20))
def test_a_step_holds_what_is_up_to_it_and_over_the_one_before(bands, threshold, minutes):
    layer = raster_layer("steps", summary_of(bands, float(threshold)))
    edges = np.array(layer.edges_minutes)
    minutes = np.array([*minutes, *edges], np.float32)
    codes = classify_cells(minutes, np.ones(len(minutes), np.uint8), bands_minutes=layer.edges_minutes)
    step = layer.lookup[codes].astype(int)
    bounds = np.array([-np.inf, *edges, np.inf])
    assert (bounds[step - 1] < minutes).all()
    assert (minutes <= bounds[step]).all()
    assert {*bands, float(threshold), 15.0, 480.0} <= set(edges)
    assert not raster_layer("marks", summary_of(bands, float(threshold))).lookup[codes].any()


def test_the_steps_of_an_index_are_those_its_codes_were_drawn_with():
    layer = raster_layer("steps", summary_of((30.0, 60.0), 60.0) | {"steps_minutes": [20, 30, 60]})
    assert layer.edges_minutes == (20.0, 30.0, 60.0)
    assert [int(code) for code in layer.lookup[[0, 1, 3, 4, 5, 9, 10]]] == [0, 1, 3, 4, 250, 254, 0]


def test_more_steps_than_codes_can_tell_are_refused(monkeypatch):
    monkeypatch.setattr("maps.tiles.layers.reach_steps", lambda *_: tuple(range(1, 124)))
    with pytest.raises(ReleaseError, match="123 steps, and tiles tell 121 apart"):
        code_edges((30.0,), 60.0)


def test_what_the_edge_could_change_is_hatched_over_its_share_and_alone():
    layer = raster_layer("certainty", summary_of((30.0, 60.0), 45.0))
    (edge,) = (each for each in layer.classes if each.slug == "edge")
    hatched = np.unique(layer.lookup[layer.lookup >= edge.code])
    assert hatched.tolist() == [8, 9, 10, 11, 12]
    for code in hatched.tolist():
        with Image.open(io.BytesIO(paint(np.full((8, 8), code, np.uint8), layer))) as picture:
            shown = np.asarray(picture.convert("RGBA")).reshape(-1, 4)
        of_edge = (shown[:, :3] == rgb(edge.stripe)).all(axis=1) & (shown[:, 3] == 255)
        assert of_edge.sum() == 16
        rest = {tuple(map(int, pixel)) for pixel in shown[~of_edge]}
        below = [each for each in layer.classes if each.code == code - 8]
        colours = {(*rgb(c), 255) for each in below for c in (each.colour, each.stripe) if c is not None}
        assert rest == (colours or {(0, 0, 0, 0)})


@pytest.mark.parametrize("name", RASTER_LAYERS)
def test_a_code_that_nothing_has_is_drawn_as_nothing(name):
    layer = raster_layer(name, summary_of((30.0, 60.0), 45.0))
    known = {each.code for each in layer.classes}
    known |= {9, 10, 11, 12} if name == "certainty" else set()  # shares of draws, with the edge hatched over them
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
    assert all((each.stripe if each.is_clear else each.colour) in svg for each in layer.classes)
    assert (f"({layer.unit})" in svg) == (layer.unit is not None)
    assert json.dumps(legend.note)
