"""The routes of tiles: what each answers, to whom, for how long, and how it refuses."""

import shutil
from urllib.parse import urlsplit

import mapbox_vector_tile
import pytest
import rasterio
from fastapi.testclient import TestClient
from rasterio.io import MemoryFile

from api.app import make_app
from api.settings import Settings
from maps.tiles import blank_png

RUN = "physical-rehab.default.base.all-year.to.hazards"
CHANGE = "meadow-released.physical-rehab.default.to"
ROOT = "/releases/valley/tiles"
TILE = "10/426/367"
WARNING = "No recorded hazard does not mean safe; not for navigation."


@pytest.fixture(scope="module")
def client(served_folder, tmp_path_factory):
    settings = Settings(releases=served_folder, state=tmp_path_factory.mktemp("state"))
    with TestClient(make_app(settings)) as client:
        yield client


@pytest.fixture
def broken(served_folder, tmp_path):
    """A client of a copy of the release, and its public folder, to be damaged."""
    shutil.copytree(served_folder / "valley", tmp_path / "releases/valley", ignore=shutil.ignore_patterns("analyst"))
    shutil.copytree(served_folder / "valley/analyst", tmp_path / "releases/valley/analyst")
    settings = Settings(releases=tmp_path / "releases", state=tmp_path / "state")
    with TestClient(make_app(settings), raise_server_exceptions=False) as client:
        yield client, tmp_path / "releases/valley/public"


def path_of(address):
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def problem_of(answer, status):
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.json()["detail"]


def test_the_list_of_tile_sets_leads_to_all_of_them(client):
    told = client.get(ROOT).json()
    assert told["warning"] == WARNING
    assert [each["layer"] for each in told["raster"]] == [
        *("minutes", "status", "gaps", "steps", "marks", "certainty", "difference")
    ]
    assert {each["layer"] for each in told["vector"]} == {"areas", "gaps", "centres", "hazards", "places", "roads"}
    for each in told["raster"]:
        for link in ("tilejson", "legend"):
            assert client.get(path_of(each[link]).replace("{run}", each["runs"][0])).status_code == 200
    runs, sure, differences = (
        {run for each in told["raster"] if each["layer"] == layer for run in each["runs"]}
        for layer in ("steps", "certainty", "difference")
    )
    assert RUN in sure < runs
    assert {each["id"] for each in told["comparisons"]} == differences
    (change,) = (each for each in told["comparisons"] if each["id"] == CHANGE)
    assert change["before"] == RUN
    assert change["after"] == RUN.replace(".base.", ".meadow-released.")
    assert {side for each in told["comparisons"] for side in (each["before"], each["after"])} <= runs
    for each in told["vector"]:
        assert client.get(path_of(each["tilejson"])).status_code == 200
        assert client.get(path_of(each["pmtiles"])).content[:7] == b"PMTiles"


@pytest.mark.parametrize(
    ("layer", "run"), [("minutes", RUN), ("gaps", RUN), ("marks", RUN), ("certainty", RUN), ("difference", CHANGE)]
)
def test_a_raster_tilejson_leads_to_pictures_with_a_palette(client, layer, run):
    told = client.get(f"{ROOT}/raster/{layer}/{run}/tilejson.json").json()
    west, south, east, north = told["bounds"]
    assert (told["tilejson"], told["minzoom"], told["maxzoom"]) == ("3.0.0", 0, 10)
    assert west < told["center"][0] < east and south < told["center"][1] < north  # noqa: PT018 - one place
    assert "CC0-1.0" in told["attribution"]
    assert WARNING in told["description"]
    (address,) = told["tiles"]
    assert address.startswith("http://testserver/")
    tile = client.get(path_of(address).format(z=10, x=426, y=367))
    assert tile.headers["content-type"] == "image/png"
    assert "immutable" in tile.headers["cache-control"]
    with MemoryFile(tile.content) as memory, memory.open() as picture:
        assert picture.shape == (256, 256)
        assert picture.read(1).any()
        assert len(picture.colormap(1)) <= 256


def test_addresses_are_those_the_server_is_told_to_have(served_folder, tmp_path):
    settings = Settings(releases=served_folder, state=tmp_path, public_url="https://maps.example.org/care/")
    with TestClient(make_app(settings)) as client:
        told = client.get(f"{ROOT}/vector/gaps/tilejson.json").json()
    assert told["tiles"][0].startswith(
        "https://maps.example.org/care/releases/valley/tiles/vector/gaps/{z}/{x}/{y}.mvt?v="
    )


def test_beyond_the_bounds_a_picture_is_blank_and_a_vector_tile_is_no_content(client):
    assert client.get(f"{ROOT}/raster/minutes/{RUN}/10/0/0.png").content == blank_png()
    answer = client.get(f"{ROOT}/vector/gaps/10/0/0.mvt")
    assert (answer.status_code, answer.content) == (204, b"")


@pytest.mark.parametrize("place", ["23/0/0", "-1/0/0", "2/4/0", "2/0/4", "2/-1/0", f"10/{2**80}/0"])
@pytest.mark.parametrize("tile", [f"raster/minutes/{RUN}/{{}}.png", "vector/gaps/{}.mvt"])
def test_the_place_of_a_tile_that_cannot_be_is_a_404(client, tile, place):
    assert "2^z" in problem_of(client.get(f"{ROOT}/{tile.format(place)}"), 404)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"raster/minutes/{RUN}/a/0/0.png", 400),
        (f"raster/minutes/{RUN}/NaN/0/0.png", 400),
        (f"raster/minutes/{RUN}/1.5/0/0.png", 400),
        (f"raster/nothing/{RUN}/{TILE}.png", 400),
        (f"raster/minutes/{RUN}x/{TILE}.png", 404),
        (f"raster/minutes/{CHANGE}/{TILE}.png", 404),
        (f"raster/difference/{RUN}/{TILE}.png", 404),
        (f"raster/minutes/..%2F..%2F{RUN}/{TILE}.png", 404),
        (f"raster/minutes/..../{TILE}.png", 400),
        (f"raster/minutes/{'a.' * 400}a/{TILE}.png", 400),
        (f"raster/minutes/{RUN}/legend?f=pdf", 400),
        (f"raster/minutes/{RUN}/tilejson.json?v=nothing", 400),
        (f"raster/minutes/{RUN}/tilejson.json?v=000000000000", 404),
        ("vector/regions/tilejson.json", 404),
        ("vector/..%2Fmanifest/tilejson.json", 404),
        ("vector/..pmtiles", 400),
        ("vector/index.pmtiles", 404),
        (f"vector/areas/{TILE}.mvt?run={RUN}", 404),
        (f"vector/gaps/{TILE}.mvt?run=a.b.c.d.e.f", 404),
        (f"vector/gaps/{TILE}.mvt?run=/vsicurl/x", 400),
    ],
)
def test_what_cannot_be_asked_is_a_problem_that_says_what_to_do(client, path, status):
    assert problem_of(client.get(f"{ROOT}/{path}"), status)


def test_a_tier_that_a_caller_may_not_see_is_not_there(client):
    for path in (ROOT, f"{ROOT}/raster/minutes/{RUN}/{TILE}.png", f"{ROOT}/vector/gaps.pmtiles"):
        hidden = problem_of(client.get(path, params={"tier": "analyst"}), 404)
        assert hidden == problem_of(client.get(path, params={"tier": "partner"}), 404)
    told = client.get(f"{ROOT}/vector/gaps/tilejson.json", params={"tier": "public"}).json()
    assert told["tiles"][0].endswith("&tier=public")


@pytest.mark.parametrize(
    "path", [f"raster/minutes/{RUN}/{TILE}.png", f"vector/gaps/{TILE}.mvt", "vector/gaps.pmtiles", ""]
)
def test_what_a_caller_has_is_not_sent_again(client, path):
    address = f"{ROOT}/{path}".rstrip("/")
    tag = client.get(address).headers["etag"]
    again = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)


def test_a_vector_tile_is_the_same_packed_and_plain(client):
    packed = client.get(f"{ROOT}/vector/gaps/9/213/183.mvt", headers={"Accept-Encoding": "gzip"})
    plain = client.get(f"{ROOT}/vector/gaps/9/213/183.mvt", headers={"Accept-Encoding": "identity, gzip;q=0"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content
    assert packed.headers["etag"] != plain.headers["etag"]
    assert "Accept-Encoding" in packed.headers["vary"]


def test_a_tile_for_one_run_holds_what_the_published_tile_has_of_it(client):
    def regions(query):
        answer = client.get(f"{ROOT}/vector/gaps/8/106/91.mvt{query}")
        features = mapbox_vector_tile.decode(answer.content)["gaps"]["features"]
        return {
            (each["properties"]["gap_id"], each["properties"]["people"])
            for each in features
            if [each["properties"][name] for name in ("pillar", "scenario", "hazards")]
            == ["physical_rehab", "base", "hazards"]
        }, len(features)

    (all_of_it, count), (drawn, drawn_count) = regions(""), regions(f"?run={RUN}")
    assert drawn == all_of_it
    assert len(drawn) == drawn_count < count


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [("bytes=0-126", 0, 127), ("bytes=100-", 100, None), ("bytes=-50", -50, None), ("bytes=5-5", 5, 6)],
)
def test_a_range_gives_those_bytes(client, asked, start, end):
    whole = client.get(f"{ROOT}/vector/gaps.pmtiles").content
    part = client.get(f"{ROOT}/vector/gaps.pmtiles", headers={"Range": asked})
    assert part.status_code == 206
    assert part.content == whole[start:end]
    first = start % len(whole)
    assert part.headers["content-range"] == f"bytes {first}-{first + len(part.content) - 1}/{len(whole)}"


@pytest.mark.parametrize(
    "asked", ["bytes=0-1,5-6", "bytes=5-4", "bytes=", "bytes=a-b", "lines=0-1", "bytes=-", "bytes=0-1" * 500]
)
def test_several_ranges_and_what_is_none_give_the_whole_file(client, asked):
    answer = client.get(f"{ROOT}/vector/gaps.pmtiles", headers={"Range": asked})
    assert answer.status_code == 200
    assert len(answer.content) == int(answer.headers["content-length"])


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=-0", "bytes=99999999-999999999"])
def test_a_range_beyond_the_end_is_a_416_that_names_the_size(client, asked):
    answer = client.get(f"{ROOT}/vector/gaps.pmtiles", headers={"Range": asked})
    assert "bytes" in problem_of(answer, 416)
    assert answer.headers["content-range"].startswith("bytes */")


def test_head_tells_the_size_of_a_file_and_reads_none_of_it(client, monkeypatch):
    whole = client.get(f"{ROOT}/vector/gaps.pmtiles")
    monkeypatch.setattr("api.tiles.files._chunks", None)
    monkeypatch.setattr("api.tiles.files._AT_ONCE", -1)  # so that reading anything fails
    told = client.head(f"{ROOT}/vector/gaps.pmtiles", headers={"Range": "bytes=0-9"})
    assert (told.status_code, told.content) == (200, b"")
    for name in ("content-length", "content-type", "etag", "accept-ranges", "cache-control"):
        assert told.headers[name] == whole.headers[name]
    assert int(told.headers["content-length"]) == len(whole.content)
    known = client.head(f"{ROOT}/vector/gaps.pmtiles", headers={"If-None-Match": whole.headers["etag"]})
    assert known.status_code == 304


def test_a_range_of_another_version_gives_the_whole_file(client):
    address = f"{ROOT}/vector/gaps.pmtiles"
    tag = client.get(address).headers["etag"]
    same = client.get(address, headers={"Range": "bytes=0-9", "If-Range": tag})
    other = client.get(address, headers={"Range": "bytes=0-9", "If-Range": '"other"'})
    assert (same.status_code, other.status_code) == (206, 200)


@pytest.mark.parametrize("layer", ["minutes", "status", "nearest"])
def test_a_raster_of_a_run_is_the_file_of_the_release(client, served_folder, layer):
    name = {"minutes": "travel_minutes"}.get(layer, layer)
    file = served_folder / f"valley/public/runs/{RUN.replace('.', '/')}/{name}.tif"
    answer = client.get(f"/releases/valley/rasters/{RUN}/{layer}.tif")
    assert answer.content == file.read_bytes()
    assert f'filename="valley.{RUN}.{layer}.tif"' in answer.headers["content-disposition"]
    with rasterio.open(file) as expected, MemoryFile(answer.content) as memory, memory.open() as found:
        assert found.crs == expected.crs
    problem_of(client.get(f"/releases/valley/rasters/{RUN}x/{layer}.tif"), 404)
    problem_of(client.get(f"/releases/valley/rasters/{RUN}/underserved_share.tif"), 400)


@pytest.mark.parametrize(
    ("file", "path"),
    [
        (f"tiles/runs/{RUN}.tif", f"tiles/raster/minutes/{RUN}/{TILE}.png"),
        ("tiles/gaps.pmtiles", f"tiles/vector/gaps/{TILE}.mvt"),
        ("tiles/gaps.pmtiles", "tiles/vector/gaps.pmtiles"),
        ("tables/gaps.gpkg", f"tiles/vector/gaps/{TILE}.mvt?run={RUN}"),
        (f"runs/{RUN.replace('.', '/')}/status.tif", f"rasters/{RUN}/status.tif"),
    ],
)
def test_a_file_that_went_missing_or_was_cut_is_told_without_a_traceback(broken, file, path):
    client, folder = broken
    whole = (folder / file).read_bytes()
    (folder / file).write_bytes(whole[: len(whole) // 4])
    cut = client.get(f"/releases/valley/{path}")
    assert cut.status_code == 503 or cut.content == whole[: len(whole) // 4]
    (folder / file).unlink()
    missing = client.get(f"/releases/valley/{path}")
    assert missing.status_code in {404, 503}
    assert missing.headers["content-type"] == "application/problem+json"
    assert "Traceback" not in missing.text


def test_a_release_published_without_tiles_says_so(broken):
    client, folder = broken
    shutil.rmtree(folder / "tiles")
    assert "no tiles" in problem_of(client.get(ROOT), 404)
    assert client.get(f"/releases/valley/rasters/{RUN}/status.tif").status_code == 200
    (folder / "tiles").mkdir()
    (folder / "tiles/index.json").write_text("{")
    assert "index.json" in problem_of(client.get(ROOT), 503)


def test_a_legend_is_told_as_values_and_as_a_picture(client):
    told = client.get(f"{ROOT}/raster/minutes/{RUN}/legend").json()
    assert (told["unit"], told["as_of"], told["warning"]) == ("min", "2026-01-01", WARNING)
    assert told["classes"][0]["label"] == "Up to 30 min"
    picture = client.get(f"{ROOT}/raster/minutes/{RUN}/legend?f=svg")
    assert picture.headers["content-type"].startswith("image/svg+xml")
    assert WARNING in picture.text
