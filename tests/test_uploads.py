"""Uploads: files of stewards come in whole, looked at and within bounds, or leave nothing behind."""

import datetime as dt
import errno
import hashlib
import json
import os
import shutil
from urllib.parse import quote

import anyio
import pytest
from fastapi.testclient import TestClient
from served_releases import make_release
from sqlalchemy import delete, insert
from uploaded_files import SURVIVORS, a_tiff, features

from api.app import make_app
from api.callers import Tier, audit_rows, new_key
from api.settings import Settings
from api.state import jobs, utc_now
from api.uploads.receiving import Receiving

CSV = b"class,label,speed_kmh,mode\n1,road,4,walk\n"
SMALL = {"largest_upload_bytes": 20_000, "upload_bytes": 30_000, "upload_files": 3, "uploads_per_steward": 3}
NOW = utc_now()


def make_settings(folder, **more):
    served = folder / "served"
    if not served.exists():
        make_release(served / "vale")
    bounds = SMALL | {"uploads_per_steward_bytes": 50_000, "steward_units_per_minute": 1_000_000, "least_free_bytes": 0}
    return Settings(releases=served, state=folder / "state", **(bounds | more))


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    return make_app(make_settings(tmp_path_factory.mktemp("uploads")))


@pytest.fixture(scope="module")
def server(app):
    with TestClient(app) as client:
        yield client


@pytest.fixture
def steward(server, app):
    """The headers of a steward without uploads."""
    assert server
    return bearer(app)


def bearer(app):
    _, secret = new_key(app.state.database, name="a", tier=Tier.STEWARD)
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture
def upload(server, steward):
    """The address of an empty upload, deleted afterwards."""
    address = server.post("/uploads", headers=steward).headers["location"].removeprefix("http://testserver")
    yield address
    server.delete(address, headers=steward)


@pytest.fixture
def put(server, steward, upload):
    def send(name, content, **how):
        return server.put(f"{upload}/files/{name}", content=content, headers=steward | how.pop("headers", {}), **how)

    return send


def files_of(app):
    """All files below the folder of uploads that are no notes about them."""
    folder = app.state.settings.state / "uploads"
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and ".about" not in path.parts)


def is_problem(answer, status):
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
    assert "Traceback" not in answer.text
    assert str(os.sep + "tmp") not in answer.text
    return answer.json()["detail"]


def test_a_file_is_kept_whole_and_told_with_its_hash(server, app, steward, upload, put, tmp_path):
    content = a_tiff(tmp_path / "a.tif").read_bytes()
    sent = put("relief.tif", content)
    assert sent.status_code == 201
    told = server.get(upload, headers=steward).json()
    assert told["files"] == [sent.json()]
    assert sent.json()["sha256"] == hashlib.sha256(content).hexdigest()
    assert sent.json()["inspection"]["coordinate_system"] == "EPSG:4326"
    assert (told["has_study"], told["check"], told["size_bytes"]) == (False, None, len(content))
    assert (app.state.settings.state / upload[1:] / "relief.tif").read_bytes() == content
    assert server.delete(f"{upload}/files/relief.tif", headers=steward).status_code == 204
    assert files_of(app) == []
    is_problem(server.delete(f"{upload}/files/relief.tif", headers=steward), 404)


def test_a_file_sent_again_takes_the_place_of_the_old_one(server, steward, upload, put):
    assert [put("a.csv", CSV).status_code, put("a.csv", CSV * 2).status_code] == [201, 200]
    told = server.get(upload, headers=steward).json()
    assert (told["file_count"], told["size_bytes"]) == (1, 2 * len(CSV))


def test_what_may_do_harm_leaves_nothing_and_is_noted_without_its_name(server, app, steward, upload, put):
    told = is_problem(put("evil.tif", b'<VRTDataset rasterXSize="2">'), 400)
    assert told.startswith("evil.tif is not taken, and nothing of it was kept")
    assert files_of(app) == []
    assert server.get(upload, headers=steward).json()["files"] == []
    row = audit_rows(app.state.database, last=1)[0]
    assert (row["action"], row["outcome"], row["subject"]) == ("upload.file", "refused", f"upload {upload[9:]}")


@pytest.mark.parametrize("what", ["a study with survivors", "a table of persons"])
def test_survivor_records_never_come_in(app, put, what):
    told = is_problem(put(*SURVIVORS[what]), 400)
    assert "survivor records never come here; see nearcare-custody" in told
    assert files_of(app) == []
    row = audit_rows(app.state.database, last=1)[0]
    assert row["outcome"] == "refused: tells of persons"
    assert "father" not in json.dumps(row)


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("...csv", 400),
        ("../../etc/passwd", 404),
        ("a/b.csv", 404),
        ("..\\a.csv", 400),
        (".about.csv", 400),
        ("a..csv", 400),
        ("a\0.csv", 400),
        ("{a}.csv", 400),
        ("<a>.csv", 400),
        ("a b.csv", 400),
        ("http:a.csv", 400),
        ("é.csv", 400),
        ("a" * 120 + ".csv", 400),
        ("a" * 400 + ".csv", 400),
        ("a.vrt", 415),
        ("a.parquet", 415),
        ("csv", 415),
        ("a.csv.gz", 415),
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(put, app, name, status):
    is_problem(put(quote(name, safe=""), CSV), status)
    assert files_of(app) == []


def test_a_file_that_says_that_it_is_too_large_is_refused_at_once(put, app):
    def never():
        raise AssertionError("nothing of it is to be read")
        yield b""

    is_problem(put("a.csv", never(), headers={"Content-Length": str(10 * 2**30)}), 413)
    is_problem(put("a.csv", never(), headers={"Content-Length": "30001"}), 413)
    assert files_of(app) == []


def test_a_file_that_does_not_say_how_large_it_is_is_counted_as_it_comes(put, app):
    is_problem(put("a.csv", (b"a" * 1000 for _ in range(100))), 413)
    assert files_of(app) == []


def test_an_upload_and_a_steward_have_only_so_much_room(server, app, steward, upload, put):
    assert put("a.csv", b"a\n" * 9_000).status_code == 201
    told = is_problem(put("b.csv", (b"a\n" * 1000 for _ in range(9))), 413)
    assert "more are taken here; send less" in told
    other = server.post("/uploads", headers=steward).headers["location"]
    assert server.put(f"{other}/files/a.csv", content=b"a\n" * 9_000, headers=steward).status_code == 201
    third = server.post("/uploads", headers=steward).headers["location"]
    assert server.get(third, headers=steward).json()["left_bytes"] == 50_000 - 36_000
    is_problem(server.post("/uploads", headers=steward), 409)
    for each in (other, third):
        assert server.delete(each, headers=steward).status_code == 204
    assert files_of(app) == ["a.csv"]
    assert server.get(upload, headers=steward).json()["left_bytes"] == 12_000


def test_an_upload_has_only_so_many_files(put):
    assert [put(f"{n}.csv", CSV).status_code for n in range(3)] == [201] * 3
    is_problem(put("more.csv", CSV), 409)


def test_a_packed_body_is_not_taken(put):
    is_problem(put("a.csv", CSV, headers={"Content-Encoding": "gzip"}), 415)


def test_a_full_disk_is_told_and_nothing_is_left(put, app, monkeypatch):
    def full(_coming):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Receiving, "_opened", full)
        answer = put("a.csv", CSV)
    assert "disk is full" in is_problem(answer, 503)
    assert int(answer.headers["retry-after"]) > 0
    usage = shutil.disk_usage(app.state.settings.state)
    with monkeypatch.context() as patch:
        patch.setattr("api.uploads.room.shutil.disk_usage", lambda _: usage._replace(free=10))
        assert "disk is full" in is_problem(put("a.csv", CSV), 503)
    assert files_of(app) == []
    assert put("a.csv", CSV).status_code == 201


def test_whoever_goes_away_leaves_nothing_behind(app, steward, upload):
    sent = []

    pieces = iter([{"type": "http.request", "body": CSV, "more_body": True}])

    async def receive():
        return next(pieces, {"type": "http.disconnect"})

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "PUT",
        "scheme": "http",
        "path": f"{upload}/files/a.csv",
        "raw_path": f"{upload}/files/a.csv".encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"authorization", steward["Authorization"].encode()), (b"host", b"testserver")],
        "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
    }
    anyio.run(app, scope, receive, send)
    assert files_of(app) == []
    desk = app.state.upload_desk
    assert desk.room.left_bytes(desk.records.find(upload[9:])) == SMALL["largest_upload_bytes"]


def test_an_upload_of_another_steward_is_not_there(server, app, steward, upload, put):
    put("a.csv", CSV)
    other = bearer(app)
    missing = f"/uploads/{'0' * 32}"
    for method, path in (("GET", ""), ("DELETE", ""), ("PUT", "/files/a.csv"), ("DELETE", "/files/a.csv")):
        hidden, absent = (
            is_problem(server.request(method, each + path, headers=other), 404) for each in (upload, missing)
        )
        assert hidden.replace(upload[9:], "0" * 32) == absent
    is_problem(server.post(f"{upload}/check", headers=other), 404)
    assert server.get("/uploads", headers=other).json()["uploads"] == []
    assert [each["id"] for each in server.get("/uploads", headers=steward).json()["uploads"]] == [upload[9:]]


def test_an_upload_stays_as_it_is_while_a_job_needs_it(server, app, steward, upload, put):
    put("a.csv", CSV)
    job = {"id": "f" * 32, "process_id": "run-study", "owner": "key:x", "tier": "steward", "status": "running"}
    job |= {"progress": 0, "message": "", "inputs": {"upload": upload[9:]}, "created_utc": NOW, "updated_utc": NOW}
    job |= {"server": "another", "lease_until_utc": NOW + dt.timedelta(hours=1)}
    with app.state.database.begin() as connection:
        connection.execute(insert(jobs).values(job))
    is_problem(put("a.csv", CSV * 2), 409)
    is_problem(server.delete(f"{upload}/files/a.csv", headers=steward), 409)
    assert "wait for its end" in is_problem(server.delete(upload, headers=steward), 409)
    with app.state.database.begin() as connection:
        connection.execute(delete(jobs).where(jobs.c.id == job["id"]))
    assert server.delete(upload, headers=steward).status_code == 204
    assert files_of(app) == []


def test_an_upload_that_nobody_changes_is_dropped(server, app, steward, upload, put):
    put("a.csv", CSV)
    desk = app.state.upload_desk
    old = (utc_now() - dt.timedelta(days=15)).timestamp()
    os.utime(app.state.settings.state / upload[1:], (old, old))
    desk.drop_old()
    is_problem(server.get(upload, headers=steward), 404)
    assert files_of(app) == []


def test_a_new_start_knows_the_uploads_and_removes_what_was_coming_in(tmp_path):
    settings = make_settings(tmp_path)
    with TestClient(make_app(settings)) as first:
        headers = bearer(first.app)
        address = first.post("/uploads", headers=headers).headers["location"]
        first.put(f"{address}/files/points.geojson", content=features(id="a"), headers=headers)
        before = first.get(address, headers=headers).json()
    left = settings.state / "uploads" / ".incoming" / "half"
    left.mkdir()
    (left / "a.tif").write_bytes(b"half")
    with TestClient(make_app(settings)) as second:
        assert second.get(address, headers=headers).json() == before
        assert files_of(second.app) == ["points.geojson"]
    assert (settings.state / "uploads").stat().st_mode & 0o777 == 0o700


def test_a_check_says_what_is_wrong_and_whether_it_is_still_so(server, steward, upload, put):
    is_problem(server.post(f"{upload}/check", headers=steward), 409)
    study = '[study]\nname = "a"\ncountry = "COM"\nas_of = 2026-01-01\n[grids]\n[grid]\nlike = "none.tif"\n'
    assert put("study.toml", study).status_code == 201
    checked = server.post(f"{upload}/check", headers=steward).json()
    assert not checked["is_sound"]
    assert any(fault["what"] and fault["do"] and "grids" in str(fault) for fault in checked["faults"])
    assert server.get(upload, headers=steward).json()["check"] == checked
    put("a.csv", CSV)
    assert server.get(upload, headers=steward).json()["check"] == checked | {"is_current": False}
