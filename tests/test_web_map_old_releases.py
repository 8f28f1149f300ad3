"""The web map of releases that are old, broken or being replaced: a sentence that says what to do, never a fault."""

import re
import shutil

import pytest
from fastapi.testclient import TestClient
from sample_study import read_json
from served_releases import change, linked

from api.app import make_app
from api.settings import Settings
from api.web_map import routes

RUN = "physical-rehab.default.base.all-year.to.no-hazards"
LACKS = {
    "no-tiles": ["tiles"],
    "no-archives": ["tiles/runs", "tiles/roads.pmtiles", "tiles/centres.pmtiles"],
    "no-reach": ["tables/reach.parquet"],
    "no-places": ["tables/places.parquet", "tables/roads.parquet"],
    "first-kind": [
        "tiles",
        *(f"tables/{name}.parquet" for name in ("reach", "places", "roads")),
        "tables/data_age.csv",
    ],
}
CUT = {
    "cut-index": ["tiles/index.json"],
    "cut-reach": ["tables/reach.parquet"],
    "cut-areas": ["tables/areas.parquet"],
    "cut-outlines": ["tables/areas.gpkg"],
    "cut-tables": ["tables/centres.csv", "tables/data_age.csv", "tables/intervals.csv"],
}
GOES_ON = {"no-reach", "no-places", "no-archives", "cut-outlines", "cut-tables", "no-steps"}
"""Their map is shown all the same."""
ASKED = (
    *("map", "embed", "map?layer=difference", "basemap", "search?q=a", f"reach?run={RUN}", "tiles"),
    *("picture.png?width=200", "picture.png?width=200&layer=certainty", f"point?lon=-29.75&lat=45.15&run={RUN}"),
    *(f"tiles/raster/{layer}/{RUN}/0/0/0.png" for layer in ("steps", "marks", "certainty")),
    *(f"tiles/vector/{layer}/0/0/0.mvt" for layer in ("roads", "places", "centres")),
    *(f"tiles/vector/gaps/0/0/0.mvt?run={RUN}", "tiles/vector/roads.pmtiles", "tiles/vector/places/tilejson.json"),
)
BROWSER = {"Accept": "text/html", "Accept-Language": "es"}


@pytest.fixture(scope="module")
def served(served_folder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("old")
    shutil.copytree(served_folder / "valley", folder / "replaced")  # links would change what other servers stand on
    for name in (*LACKS, *CUT, "no-steps"):
        linked(folder / "replaced", folder / name)
    for name, files in LACKS.items():
        for path in (folder / name / "public" / each for each in files):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for name, files in CUT.items():
        for path in (folder / name / "public" / each for each in files):
            content = path.read_bytes()
            path.unlink()  # the same file on the disk as in the other releases
            path.write_bytes(content[: len(content) // 3])
    path = folder / "no-steps" / "public" / "summary.json"
    told = read_json(path)
    path.unlink()
    shutil.copy(served_folder / "valley" / "public" / "summary.json", path)
    change(path, steps_minutes=None)
    assert "steps_minutes" in told
    return folder


@pytest.fixture(scope="module")
def client(served, tmp_path_factory):
    settings = Settings(releases=served, state=tmp_path_factory.mktemp("state"), public_units_per_minute=1_000_000)
    with TestClient(make_app(settings), base_url="http://127.0.0.1", raise_server_exceptions=False) as running:
        yield running


@pytest.mark.parametrize("release", [*LACKS, *CUT, "no-steps"])
def test_what_an_old_or_broken_release_lacks_is_told_in_a_sentence(client, release):
    answers = {}
    for asked in ASKED:
        answer = client.get(f"/releases/{release}/{asked}")
        answers[asked] = answer.status_code
        assert answer.status_code in {200, 204, 404, 503}, (asked, answer.text[:300])
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == "application/problem+json"
            assert len(answer.json()["detail"].split()) > 5, asked
        if asked in {"map", "embed"}:
            page = client.get(f"/releases/{release}/{asked}", headers=BROWSER)
            assert page.status_code == answer.status_code
            assert '<html lang="es"' in page.text
            assert len(re.sub(r"<[^>]+>", " ", page.text.split("<main")[1]).split()) > 20
    assert (answers["map"] == 200) == (release in GOES_ON)
    assert release in {"no-places", "no-steps", "cut-tables"} or {404, 503} & set(answers.values())


def test_a_release_whose_summary_tells_no_steps_has_those_of_its_bands(client):
    told = client.get(f"/releases/no-steps/reach?run={RUN}")
    assert told.status_code == 200
    assert told.json()["steps_minutes"] == client.get(f"/releases/no-places/reach?run={RUN}").json()["steps_minutes"]


def test_a_page_of_a_release_that_is_replaced_meanwhile_is_none_of_two_versions(client, served, monkeypatch):
    def replace_first(*told, **named):
        path = served / "replaced/public/manifest.json"
        content = path.read_text("utf-8")
        path.unlink()
        path.write_text(content.replace('"created_utc": "20', '"created_utc": "19'), "utf-8")
        monkeypatch.undo()
        return draw(*told, **named)

    draw = routes.draw_web_map
    before = client.get("/releases/replaced/map")
    monkeypatch.setattr(routes, "draw_web_map", replace_first)
    page = client.get("/releases/replaced/map", headers=BROWSER)
    assert page.status_code == 503
    assert page.headers["retry-after"]
    assert 'href="/releases/replaced/map"' in page.text
    after = client.get("/releases/replaced/map")
    assert (before.status_code, after.status_code) == (200, 200)
    assert before.headers["etag"] != after.headers["etag"]
    old = re.search(r'"version":"([0-9a-f]{12})"', before.text)[1]
    for path in (f"reach?run={RUN}", "basemap?", "search?q=a", "picture.png?width=200"):
        gone = client.get(f"/releases/replaced/{path}&v={old}")
        assert gone.status_code == 404
        assert old in gone.json()["detail"]
