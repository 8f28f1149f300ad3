"""The app: its rooms put together, its errors told as problems."""

import pytest
from fastapi.testclient import TestClient

from api.app import make_app
from api.settings import Settings


@pytest.fixture
def client(tmp_path):
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
