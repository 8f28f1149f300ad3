"""Whatever is sent to the routes of uploads is answered as their document says."""

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance
from served_releases import make_release

from api.app import make_app
from api.callers import Tier, new_key
from api.settings import Settings

pytestmark = pytest.mark.verify


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fuzzed")
    make_release(folder / "served" / "vale")
    units = {"steward_units_per_minute": 1_000_000, "uploads_per_steward": 1000, "uploads_at_most": 1000}
    made = make_app(Settings(releases=folder / "served", state=folder / "state", least_free_bytes=0, **units))
    with TestClient(made):
        yield made


@pytest.fixture(scope="module")
def operations(app):
    schema = schemathesis.openapi.from_asgi("/api", app).include(tag="uploads")
    return {found.ok().label: found.ok() for found in schema.get_all_operations()}


@pytest.fixture(scope="module")
def steward(app):
    _, secret = new_key(app.state.database, name="a", tier=Tier.STEWARD)
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture(scope="module")
def upload(app, steward):
    return TestClient(app).post("/uploads", headers=steward).json()["id"]


ROUTES = [
    "GET /uploads",
    "POST /uploads",
    "GET /uploads/{upload_id}",
    "DELETE /uploads/{upload_id}",
    "POST /uploads/{upload_id}/check",
    "PUT /uploads/{upload_id}/files/{name}",
    "DELETE /uploads/{upload_id}/files/{name}",
]


@pytest.mark.parametrize("route", ROUTES)
def test_every_answer_to_anybody_is_as_the_document_says(operations, route):
    @given(case=operations[route].as_strategy())
    @settings(max_examples=5)
    def ask(case):
        case.call_and_validate()

    ask()


@pytest.mark.parametrize("route", ROUTES)
def test_every_answer_to_a_steward_is_as_the_document_says(operations, route, steward):
    @given(case=operations[route].as_strategy())
    @settings(max_examples=5)
    def ask(case):
        case.call_and_validate(headers=steward)

    ask()


def test_whatever_a_steward_sends_to_an_upload_is_answered_as_the_document_says(operations, steward, upload):
    @given(case=operations["PUT /uploads/{upload_id}/files/{name}"].as_strategy())
    @settings(max_examples=5)
    def ask(case):
        case.path_parameters["upload_id"] = upload
        case.call_and_validate(headers=steward, excluded_checks=[positive_data_acceptance])  # what is in a file counts

    ask()


def test_every_route_of_the_wing_is_asked(operations):
    assert sorted(operations) == sorted(ROUTES)
