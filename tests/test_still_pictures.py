"""Still pictures: at each known place the colour of its class, what may be shown over it, and nothing else."""

import io
import json
import shutil

import numpy as np
import pytest
import rasterio
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pyproj import Transformer
from release_on_disk import BANDS, CENTRES, GEOGRAPHIC, HAZARD, THRESHOLD, write_tier

from api.app import make_app
from api.settings import Settings
from geo.errors import InputError
from maps.classes import classify_cells, minutes_classes, rgb, threshold_classes
from maps.stills import Overlay, draw_still, frame_of, read_still, read_still_layers
from maps.tiles import raster_layer, read_index, run_file, threshold_layer, write_tiles

RUN = "physical-rehab.default.base.all-year.to.hazards"
FREE = "physical-rehab.default.base.all-year.to.no-hazards"
DIMENSIONS = dict(
    zip(
        ("pillar", "profile", "scenario", "season", "direction", "hazards"),
        ("physical_rehab", "default", "base", "all-year", "to", "hazards"),
        strict=True,
    )
)
GROUND = (244, 245, 247)
NOTHING = Overlay(areas=np.empty(0, object), hazards=None, centres=np.empty(0, object))


@pytest.fixture(scope="module")
def tier(tmp_path_factory):
    folder = write_tier(tmp_path_factory.mktemp("still") / "public")
    write_tiles(folder)
    return folder


def pixels_of(png):
    with Image.open(io.BytesIO(png)) as picture:
        assert picture.mode == "RGB"
        assert not picture.info
        return np.asarray(picture)


def drawn(tier, layer, *, run=RUN, overlay=NOTHING, width=1200):
    frame = frame_of(read_index(tier).bounds, width=width)
    return frame, pixels_of(draw_still([(read_still(tier / run_file(run), frame), layer)], frame, overlay))


def middles(frame):
    """The pixel at the middle of each cell, as rows and columns of the picture."""
    _, affine = GEOGRAPHIC
    row, column = np.indices((40, 60))
    lon, lat = affine @ (column.ravel() + 0.5, row.ravel() + 0.5)
    at = frame.pixels(*Transformer.from_crs(4326, 3857, always_xy=True).transform(lon, lat)).astype(int)
    return at[:, 1], at[:, 0]


@pytest.mark.parametrize("threshold", [15.0, 60.0, 75.0, 120.0, 240.0, 480.0])
def test_each_cell_has_the_colour_of_its_class_at_the_threshold(tier, threshold):
    frame, pixels = drawn(tier, threshold_layer(read_index(tier).classes, threshold))
    with rasterio.open(tier / "runs/physical-rehab/default/base/all-year/to/hazards/travel_minutes.tif") as raster:
        minutes = raster.read(1).ravel()
    with rasterio.open(tier / "runs/physical-rehab/default/base/all-year/to/hazards/status.tif") as raster:
        status = raster.read(1).ravel()
    found = pixels[middles(frame)]
    classes = threshold_classes(BANDS, threshold)
    limits = (*(band for band in BANDS if band < threshold), threshold)
    codes = classify_cells(minutes, status, bands_minutes=limits)
    colours = {each.code: {rgb(each.colour), *({rgb(each.stripe)} if each.stripe else ())} for each in classes}
    assert set(codes[status == 1].tolist()) >= {1}
    assert all(
        tuple(map(int, pixel)) in colours.get(int(code), {GROUND}) for pixel, code in zip(found, codes, strict=True)
    )
    assert ((found == rgb("#440154")).all(axis=1) == ((status == 1) & (minutes > threshold))).all()


@given(st.sampled_from([(30.0, 60.0), BANDS, tuple(float(each) for each in range(20, 260, 20))]), st.floats(1, 600))
def test_a_threshold_keeps_the_colours_of_the_bands_below_it(bands, threshold):
    classes = threshold_classes(bands, threshold)
    plain = minutes_classes(bands)
    within = [each for each in classes if each.slug.startswith("within")]
    inner = sum(band < threshold for band in bands)
    assert len(within) == inner + 1
    if threshold <= bands[-1]:
        assert [each.colour for each in within] == [each.colour for each in plain[: inner + 1]]
    assert within[-1].slug == f"within-{threshold:g}-min"
    beyond = classes[len(within)]
    assert (beyond.colour, beyond.slug) == ("#440154", f"beyond-{threshold:g}-min")
    assert [each.slug for each in classes[len(within) + 1 :]] == [each.slug for each in plain[len(bands) + 1 :]]
    assert len({each.colour for each in classes}) == len(classes)


def test_a_longer_threshold_never_takes_a_place_out_of_reach(tier):
    classes, before = read_index(tier).classes, None
    for step in raster_layer("steps", classes).edges_minutes:
        _, pixels = drawn(tier, threshold_layer(classes, step), width=300)
        beyond = (pixels == rgb("#440154")).all(axis=-1)
        assert before is None or not (beyond & ~before).any()
        before = beyond


def test_a_threshold_that_is_no_step_is_refused_with_the_steps(tier):
    with pytest.raises(InputError, match="ask for one of 15, 30, 45"):
        threshold_layer(read_index(tier).classes, 31.0)


def test_centres_of_the_run_and_open_hazard_areas_are_drawn_where_they_are(tier):
    layers = read_still_layers(tier, "public", shows_hazards=True)
    layer = threshold_layer(read_index(tier).classes, THRESHOLD)
    frame, bare = drawn(tier, layer)
    _, pixels = drawn(tier, layer, overlay=layers.overlay(DIMENSIONS))
    rows, columns = middles(frame)
    for pillar, _, _, row, column, _ in CENTRES:
        at = rows[row * 60 + column], columns[row * 60 + column]
        around = pixels[at[0] - 8 : at[0] + 9, at[1] - 8 : at[1] + 9]
        assert (around == 255).all(axis=-1).any() == (pillar == "physical_rehab")
    cells = np.zeros((40, 60), bool)
    cells[HAZARD] = True
    inside = pixels[rows[cells.ravel()], columns[cells.ravel()]]
    assert ((inside != bare[rows[cells.ravel()], columns[cells.ravel()]]).any(axis=1)).any()
    red = (pixels == (179, 18, 18)).all(axis=-1)
    assert red.sum() > 100
    hidden = read_still_layers(tier, "public", shows_hazards=False)
    assert hidden.hazards is None
    _, without = drawn(tier, layer, overlay=hidden.overlay(DIMENSIONS))
    assert not (without == (179, 18, 18)).all(axis=-1).any()


def test_centres_of_a_what_if_stand_where_it_puts_them(tier):
    layers = read_still_layers(tier, "public", shows_hazards=False)
    base = len(layers.overlay(DIMENSIONS).centres)
    moved = layers.overlay(DIMENSIONS, moved={"new": (8.1, 49.0), "c2": None, "c3": (8.1, 49.05)})
    assert base == 2
    assert len(moved.centres) == 2
    x, y = Transformer.from_crs(4326, 3857, always_xy=True).transform(8.1, 49.0)
    assert any(abs(each.x - x) < 1 and abs(each.y - y) < 1 for each in moved.centres)


@pytest.mark.parametrize("bounds", [(8.0, 40.0, 8.2, 49.0), (8.0, 49.0, 30.0, 49.1), (8.0, 48.9, 8.4, 49.1)])
def test_a_frame_holds_its_bounds_with_square_pixels_and_no_extreme_shape(bounds):
    frame = frame_of(bounds, width=800)
    assert frame.width == 800
    assert 0.4 * 800 <= frame.height <= 1.25 * 800
    west, south, east, north = frame.bounds_m
    assert (north - south) / frame.height == pytest.approx((east - west) / frame.width)
    x, y = Transformer.from_crs(4326, 3857, always_xy=True).transform([bounds[0], bounds[2]], [bounds[1], bounds[3]])
    assert west < x[0] < x[1] < east
    assert south < y[0] < y[1] < north


@pytest.fixture(scope="module")
def client(tier, tmp_path_factory):
    place = tmp_path_factory.mktemp("served")
    for release, shows in (("open", True), ("silent", False)):
        folder = place / "releases" / release
        folder.mkdir(parents=True)
        if shows:
            shutil.copytree(tier, folder / "public")
        else:
            write_tier(folder / "public", hazards_published=False)
            write_tiles(folder / "public")
        (folder / "manifest.json").write_text(json.dumps({"nearcare_version": "0", "tiers": ["public"]}))
        (folder / "ground").mkdir()
    settings = Settings(releases=place / "releases", state=place / "state")
    with TestClient(make_app(settings)) as client:
        yield client


def test_the_picture_of_a_release_is_that_of_its_first_run_and_threshold(client):
    answer = client.get("/releases/open/picture.png")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "image/png"
    assert pixels_of(answer.content).shape[1] == 960
    told = client.get(f"/releases/open/picture.png?run={RUN}&threshold=120&layer=minutes&width=960")
    assert told.content == answer.content
    assert told.headers["etag"] == answer.headers["etag"]
    again = client.get("/releases/open/picture.png", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/releases/open/picture.png?threshold=30")
    assert other.content != answer.content
    assert other.headers["etag"] != answer.headers["etag"]


def test_a_tier_without_published_hazards_has_none_in_its_picture(client):
    shown = pixels_of(client.get(f"/releases/open/picture.png?run={RUN}").content)
    silent = pixels_of(client.get("/releases/silent/picture.png").content)
    for red in ((179, 18, 18), rgb("#b3312c")):
        assert (shown == red).all(axis=-1).any()
        assert not (silent == red).all(axis=-1).any()
    assert client.get(f"/releases/silent/picture.png?run={RUN}").status_code == 404


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("threshold=31", 400, "ask for one of 15, 30"),
        ("threshold=31&layer=status", 400, "ask for one of 15, 30"),
        ("threshold=nan", 400, "threshold"),
        ("threshold=-15", 400, "threshold"),
        ("width=199", 400, "width"),
        ("width=1601", 400, "width"),
        ("layer=gaps", 400, "layer"),
        ("colour=red", 400, "no parameter"),
        (f"run={RUN}x", 404, "no run"),
        ("run=../../x", 400, "run"),
        ("layer=difference", 404, "not compared"),
        ("layer=certainty", 404, "Nobody asked how sure"),
        ("v=000000000000", 404, "version"),
    ],
)
def test_a_picture_that_cannot_be_is_refused_with_what_to_do(client, query, status, said):
    answer = client.get(f"/releases/open/picture.png?{query}")
    assert answer.status_code == status
    assert said in answer.json()["detail"]
