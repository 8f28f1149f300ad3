"""Operations: health, metrics, logs, limits, and what all routes have in common in the OpenAPI document."""

import io
import json
import logging
import shutil
from typing import Annotated

import pytest
from fastapi import APIRouter, Body, Request
from fastapi.testclient import TestClient
from served_releases import make_release

from api.app import make_app
from api.callers import Caller, Tier
from api.callers.asking import caller_of
from api.operations import set_up_logs
from api.settings import Settings
from geo.errors import InputError

router = APIRouter()


@router.get("/places/{place}")
def place_of(place: str, request: Request) -> str:
    request.state.request_id = "a-request"
    return place


@router.get("/broken/{place}")
def broken(place: str) -> None:
    raise ZeroDivisionError(f"nothing of {place}")


@router.get("/wrong")
def wrong() -> None:
    raise InputError("That is wrong; do it otherwise.")


@router.post("/said")
def said(what: Annotated[str, Body()]) -> int:
    return len(what)


@router.put("/uploads/some")
async def some(request: Request) -> int:
    return len(await request.body())


FOR_STEWARDS = {
    *("run_study", "run_scenario", "list_uploads", "begin_upload", "get_upload", "delete_upload"),
    *("put_upload_file", "delete_upload_file", "check_upload"),
}
"""The operations that nobody may ask without a key."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("operations")
    make_release(folder / "served" / "vale")
    return folder


@pytest.fixture(scope="module")
def app(folder):
    settings = Settings(
        releases=folder / "served",
        state=folder / "state",
        least_free_bytes=0,
        largest_body_bytes=2048,
        largest_upload_bytes=8192,
        public_url="https://care.example.org/near",
    )
    app = make_app(settings)
    app.include_router(router)
    return app


@pytest.fixture(scope="module")
def client(app):
    with TestClient(app, client=("127.0.0.1", 50000)) as client:
        yield client


@pytest.fixture
def state(app):
    """Lets what the rooms share be something else while a test runs."""
    before = {}

    def become(**values):
        for name, value in values.items():
            before.setdefault(name, getattr(app.state, name))
            setattr(app.state, name, value)

    yield become
    become(**before)


@pytest.fixture
def steward(app):
    app.dependency_overrides[caller_of] = lambda: Caller(tier=Tier.STEWARD, identity="key-1")
    yield
    app.dependency_overrides.clear()


@pytest.fixture
def logged(app):
    """What is logged while a test runs, as lines of JSON."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    stream = io.StringIO()
    set_up_logs(app.state.settings.model_copy(update={"log_format": "json"}), stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:] = before
    root.setLevel(level)
    logging.captureWarnings(capture=False)


def test_the_process_says_that_it_lives(client):
    answer = client.get("/health/live")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})
    assert answer.headers["cache-control"] == "no-store"


def test_a_server_that_has_all_it_needs_is_ready(client):
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert {check["name"]: check["is_ok"] for check in answer.json()["checks"]} == {
        "releases": True,
        "database": True,
        "disk": True,
        "running": True,
        "what-ifs": True,
    }


def test_a_server_without_releases_is_not_ready_and_says_what_to_do(client, folder):
    (folder / "served").rename(folder / "away")
    try:
        answer = client.get("/health/ready")
    finally:
        (folder / "away").rename(folder / "served")
    assert answer.status_code == 503
    assert "Check that it is there" in answer.text
    assert str(folder) not in answer.text
    assert client.get("/health/ready").status_code == 200


def test_a_server_whose_disk_is_full_is_not_ready(client, app, state):
    state(settings=app.state.settings.model_copy(update={"least_free_bytes": 2**50}))
    assert client.get("/health/ready").status_code == 503


def test_a_server_whose_database_is_away_is_not_ready_and_is_again_when_it_is_back(client, app, state):
    there = app.state.database
    state(database=None)
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert "The database does not answer" in answer.text
    state(database=there)
    assert client.get("/health/ready").status_code == 200


def test_only_stewards_are_told_which_folders_are_not_served(client, folder, app):
    (folder / "served" / "half").mkdir()
    try:
        public = client.get("/health/ready").json()
        app.dependency_overrides[caller_of] = lambda: Caller(tier=Tier.STEWARD, identity="key-1")
        told = client.get("/health/ready").json()
    finally:
        app.dependency_overrides.clear()
        (folder / "served" / "half").rmdir()
    assert public["refused_count"] == 1
    assert "refused" not in public
    assert told["refused"][0]["name"] == "half"


def test_metrics_count_requests_by_route_and_never_by_what_was_asked(client):
    client.get("/places/hidden-valley?lon=12.5")
    client.get("/no/such/hidden-valley")
    client.request("BREW", "/places/hidden-valley")
    told = client.get("/metrics").text
    assert 'nearcare_requests_total{method="GET",route="/places/{place}",status="200"}' in told
    assert 'nearcare_requests_total{method="GET",route="(none)",status="404"}' in told
    assert 'method="other"' in told
    assert "nearcare_releases 1.0" in told
    assert "nearcare_database_up 1.0" in told
    assert 'nearcare_jobs{status="running"} 0.0' in told
    assert "hidden-valley" not in told


def test_a_room_tells_numbers_of_its_own(client, app):
    app.state.measures["what_if_sessions"] = lambda: 3.0
    assert "nearcare_what_if_sessions 3.0" in client.get("/metrics").text
    del app.state.measures["what_if_sessions"]


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"])
def test_metrics_are_not_there_for_who_comes_through_a_proxy(client, header):
    assert client.get("/metrics", headers={header: "198.51.100.7"}).status_code == 404


def test_metrics_are_not_there_for_who_comes_from_outside(app):
    outside = TestClient(app, client=("198.51.100.7", 1))
    assert outside.get("/metrics").status_code == 404
    assert outside.get("/metrics").json()["detail"] == outside.get("/nothing").json()["detail"]


@pytest.mark.parametrize(("whom", "status"), [("loopback", 200), ("stewards", 200), ("nobody", 404)], ids=str)
@pytest.mark.usefixtures("steward")
def test_a_steward_reads_metrics_unless_nobody_may(app, state, whom, status):
    state(settings=app.state.settings.model_copy(update={"metrics_for": whom}))
    assert TestClient(app, client=("198.51.100.7", 1)).get("/metrics").status_code == status


def test_a_request_is_one_line_without_place_query_address_or_secret(client, logged):
    client.get("/places/hidden-valley?lon=12.5&lat=41.9", headers={"Authorization": "Bearer nck_secret"})
    lines = logged()
    [line] = [each for each in lines if each["logger"] == "nearcare.requests"]
    assert line["route"] == "/places/{place}"
    assert (line["method"], line["status"], line["tier"], line["key_id"]) == ("GET", 200, "public", None)
    assert line["bytes"] == len('"hidden-valley"')
    assert line["request_id"] == "a-request"
    assert line["milliseconds"] >= 0
    assert line["time"].endswith("Z")
    told = json.dumps(lines)
    assert not [word for word in ("hidden-valley", "12.5", "41.9", "nck_", "127.0.0.1") if word in told]


def test_a_fault_of_ours_is_a_problem_for_the_caller_and_a_traceback_without_values_in_the_log(client, logged):
    answer = client.get("/broken/hidden-valley")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "ZeroDivision" not in answer.text
    [fault] = [each for each in logged() if each["logger"] == "nearcare.faults"]
    assert fault["error"] == "builtins.ZeroDivisionError"
    assert fault["request_id"] == answer.json()["request_id"]
    assert any("in broken" in line for line in fault["traceback"])
    assert "hidden-valley" not in json.dumps(fault)


def test_an_error_of_the_caller_is_no_fault_in_the_log(client, logged):
    assert client.get("/wrong").status_code == 400
    assert not [each for each in logged() if each["logger"] == "nearcare.faults"]


def test_a_line_for_a_person_at_a_terminal_says_the_same(client, app, logged):
    stream = io.StringIO()
    set_up_logs(app.state.settings.model_copy(update={"log_format": "text"}), stream)
    client.get("/places/hidden-valley")
    client.get("/broken/hidden-valley")
    told = stream.getvalue()
    assert "GET /places/{place}" in told
    assert "ZeroDivisionError" in told
    assert "hidden-valley" not in told
    assert not logged()


def chunks(count):
    yield from (b'"' + b"x" * 1000 for _ in range(count))


@pytest.mark.parametrize("content", [b'"' + b"x" * 3000 + b'"', chunks(4)], ids=["told before", "in chunks"])
def test_a_body_that_is_too_large_is_refused(client, content):
    answer = client.post("/said", content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code == 413
    assert answer.json()["largest_bytes"] == 2048
    assert answer.headers["connection"] == "close"


def test_a_body_of_the_largest_size_is_taken(client):
    content = b'"' + b"x" * 2046 + b'"'
    assert client.post("/said", content=content, headers={"Content-Type": "application/json"}).json() == 2046


@pytest.mark.parametrize(("count", "status"), [(8, 200), (9, 413)])
def test_uploads_have_a_limit_of_their_own(client, count, status):
    assert client.put("/uploads/some", content=chunks(count)).status_code == status


def test_a_length_that_is_no_number_is_not_believed(client):
    assert client.post("/said", headers={"Content-Length": "9" * 400}).status_code == 413


def test_more_requests_than_hands_are_told_to_come_again(app, client, state):
    state(settings=app.state.settings.model_copy(update={"requests_at_once": 0}))
    answer = client.get("/places/x")
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert client.get("/health/live").status_code == 200


def test_every_operation_tells_the_problems_that_all_share(app):
    document = app.openapi()
    assert document["openapi"] == "3.1.0"
    assert document["servers"][0]["url"] == "https://care.example.org/near"
    for path, item in document["paths"].items():
        for method, operation in item.items():
            responses = operation["responses"]
            assert {"400", "401", "404", "429", "500", "503"} <= responses.keys(), (path, method)
            assert "422" not in responses
            if method != "get":
                assert {"409", "413", "415"} <= responses.keys()
            assert {} in operation["security"] or operation["operationId"] in FOR_STEWARDS
    problem = document["components"]["responses"]["Problem404"]["content"]["application/problem+json"]
    assert problem["schema"] == {"$ref": "#/components/schemas/Problem"}
    assert problem["example"]["status"] == 404


def test_nothing_in_the_document_refers_to_what_is_not_in_it(app):
    document = app.openapi()
    text = json.dumps(document)
    refs = {part.split('"')[0] for part in text.split('"$ref": "#/')[1:]}
    for ref in refs:
        place = document
        for name in ref.split("/"):
            place = place[name]
    assert refs


def test_an_app_whose_state_cannot_be_made_keeps_why_for_who_started_it(tmp_path):
    (tmp_path / "state").write_text("a file")
    app = make_app(Settings(releases=tmp_path, state=tmp_path / "state"))
    with pytest.raises(OSError, match="state"), TestClient(app):
        pass
    assert isinstance(app.state.opening_error, OSError)


def test_what_was_served_is_gone_with_its_folder(tmp_path):
    make_release(tmp_path / "served" / "vale")
    app = make_app(Settings(releases=tmp_path / "served", state=tmp_path / "state", least_free_bytes=0))
    with TestClient(app) as client:
        assert client.get("/health/ready").status_code == 200
        shutil.rmtree(tmp_path / "served" / "vale")
        assert "There is no whole release" in client.get("/health/ready").text
