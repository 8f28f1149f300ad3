"""Tiles of steps, marks and certainty: cell by cell what the rasters of the run say, as numbers and as colours."""

import io
import json

import numpy as np
import pytest
import rasterio
from fastapi.testclient import TestClient
from PIL import Image
from pyproj import Transformer

from api.app import make_app
from api.settings import Settings
from geo.errors import ReleaseError
from maps.classes import rgb
from maps.tiles import blank_png, read_index

RUN = "physical-rehab.default.base.all-year.to.hazards"
PLACE = "runs/physical-rehab/default/base/all-year/to/hazards"
UNDRAWN = "physical-rehab.default.bridge-closed.all-year.to.hazards"
ROOT = "/releases/valley/tiles/raster"
HALF_M = 20_037_508.342789244
STEPS = [*range(15, 481, 15)]
STATUS_CODES = {2: 250, 3: 251, 4: 252, 5: 253, 6: 254}


@pytest.fixture(scope="module")
def client(served_folder, tmp_path_factory):
    settings = Settings(releases=served_folder, state=tmp_path_factory.mktemp("state"))
    with TestClient(make_app(settings)) as client:
        yield client


@pytest.fixture(scope="module")
def cells(served_folder):
    """Minutes, status, share of draws and what the edge could change of each cell, and where its middle is."""
    found = []
    for name in ("travel_minutes", "status", "underserved_share", "could_change"):
        with rasterio.open(served_folder / f"valley/public/{PLACE}/{name}.tif") as raster:
            found.append(raster.read(1).ravel())
            shape, affine, crs = raster.shape, raster.transform, raster.crs
    row, column = np.indices(shape)
    x, y = affine @ (column.ravel() + 0.5, row.ravel() + 0.5)
    return *found, *Transformer.from_crs(crs, 3857, always_xy=True).transform(x, y)


def pixels_at(client, layer, x, y, *, zoom=12):
    """The pixel of a layer's tiles at each place, and the mode of the pictures."""
    span = 2 * HALF_M / 2**zoom
    column, row = (x + HALF_M) / span, (HALF_M - y) / span
    found, modes = [None] * len(x), set()
    for tile in {(int(c), int(r)) for c, r in zip(column, row, strict=True)}:
        answer = client.get(f"{ROOT}/{layer}/{RUN}/{zoom}/{tile[0]}/{tile[1]}.png")
        assert answer.status_code == 200
        with Image.open(io.BytesIO(answer.content)) as picture:
            modes.add(picture.mode)
            pixels = np.asarray(picture if picture.mode == "L" else picture.convert("RGBA"))
        for place in np.flatnonzero((column.astype(int) == tile[0]) & (row.astype(int) == tile[1])):
            at = int((row[place] - tile[1]) * 256), int((column[place] - tile[0]) * 256)
            found[place] = pixels[at]
    return np.array(found), modes


def test_a_step_s_code_is_there_exactly_where_the_minutes_are_up_to_it_and_over_the_one_before(client, cells):
    minutes, status, _, _, x, y = cells
    found, modes = pixels_at(client, "steps", x, y)
    assert modes == {"L"}
    bounds = np.array([-np.inf, *STEPS, np.inf])
    for code in range(1, len(STEPS) + 2):
        is_it = (status == 1) & (minutes > bounds[code - 1]) & (minutes <= bounds[code])
        assert ((found == code) == is_it).all()
    for each, code in STATUS_CODES.items():
        assert ((found == code) == (status == each)).all()
    assert ((found == 0) == (status == 0)).all()
    assert len(set(found.tolist()) & set(range(1, 9))) > 5
    legend = client.get(f"{ROOT}/steps/{RUN}/legend").json()
    assert legend["steps_minutes"] == STEPS
    by_slug = {each["slug"]: each["code"] for each in legend["classes"]}
    assert [by_slug[f"within-{step}-min"] for step in STEPS] == [*range(1, 33)]
    assert (by_slug["beyond-480-min"], by_slug["no-way"], by_slug["beyond-limit"]) == (33, 250, 254)


def test_marks_are_clear_exactly_where_there_are_minutes_or_no_ground(client, cells):
    _, status, _, _, x, y = cells
    found, modes = pixels_at(client, "marks", x, y)
    assert modes == {"P"}
    assert ((found[:, 3] == 0) == (status <= 1)).all()
    colours = {}
    for each in client.get(f"{ROOT}/marks/{RUN}/legend").json()["classes"]:
        colours[each["code"]] = {rgb(colour) for colour in (each["colour"], each["stripe"]) if colour}
    assert set(colours) == {2, 3, 4, 5, 6}
    for code in set(status.tolist()) - {0, 1}:
        assert {tuple(pixel) for pixel in found[status == code, :3].tolist()} == colours[code]


def test_certainty_has_the_colour_of_its_share_and_is_hatched_where_the_edge_could_change_it(client, cells):
    _, _, share, edge, x, y = cells
    found, _ = pixels_at(client, "certainty", x, y)
    told = {each["slug"]: each for each in client.get(f"{ROOT}/certainty/{RUN}/legend").json()["classes"]}
    assert told["edge"]["is_clear"]
    pink = (found[:, :3] == rgb(told["edge"]["stripe"])).all(axis=1)
    assert pink.any()
    assert not pink[edge != 1].any()
    bare = ~pink
    assert ((found[:, 3] == 0) == ~np.isfinite(share))[bare].all()
    for slug, low, high in (("surely-within", 0, 0.1), ("rather-within", 0.1, 0.5), ("surely-beyond", 0.9, 1.1)):
        is_it = bare & np.isfinite(share) & (share >= low - 1e-6) & (share < high - 1e-6)
        colours = {rgb(colour) for colour in (told[slug]["colour"], told[slug]["stripe"]) if colour}
        assert {tuple(pixel) for pixel in found[is_it, :3].tolist()} == colours


def test_certainty_that_nobody_asked_for_is_not_there_and_says_so(client):
    for path in ("tilejson.json", "legend", "9/213/183.png"):
        answer = client.get(f"{ROOT}/certainty/{UNDRAWN}/{path}")
        assert answer.status_code == 404
        assert "Nobody asked how sure" in answer.json()["detail"]
    assert "no run" in client.get(f"{ROOT}/certainty/a.b.c.d.e.f/legend").json()["detail"]


def test_beyond_the_bounds_steps_are_all_0(client):
    content = client.get(f"{ROOT}/steps/{RUN}/10/0/0.png").content
    assert content == blank_png(is_grey=True)
    with Image.open(io.BytesIO(content)) as picture:
        assert (picture.mode, picture.size, picture.getextrema()) == ("L", (256, 256), (0, 0))
    assert len(content) < 200


def test_an_index_of_another_format_is_told_to_be_made_anew(served_folder, tmp_path):
    (tmp_path / "tiles").mkdir()
    told = json.loads((served_folder / "valley/public/tiles/index.json").read_text())
    assert told["classes"]["steps_minutes"] == STEPS
    (tmp_path / "tiles/index.json").write_text(json.dumps(told | {"format": 1}))
    with pytest.raises(ReleaseError, match=r"format 1.*Make the release anew"):
        read_index(tmp_path)
