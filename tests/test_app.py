"""The app: its rooms put together, its errors told as problems."""

import re

import pytest
from fastapi.testclient import TestClient

from api.app import make_app
from api.settings import Settings


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    tmp_path = tmp_path_factory.mktemp("app")
    with TestClient(make_app(Settings(releases=tmp_path / "releases", state=tmp_path / "state"))) as client:
        yield client


def test_an_unknown_address_is_a_problem_that_says_where_to_look(client):
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert "/ lists what there is" in answer.json()["detail"]


def test_the_description_of_the_api_is_openapi(client):
    described = client.get("/api").json()
    assert described["openapi"].startswith("3.1")
    assert "not for navigation" in described["info"]["description"]


def test_the_classes_of_every_standard_that_a_room_meets_are_told(client):
    told = client.get("/conformance").json()["conformsTo"]
    standards = {re.sub(r"/1\.0/conf/.*", "", each).rpartition("/")[2] for each in told}
    assert standards == {"ogcapi-features-1", "ogcapi-processes-1"}  # tiles here are no OGC API Tiles
    assert {"core", "job-list", "dismiss"} <= {each.rpartition("/")[2] for each in told if "processes" in each}
