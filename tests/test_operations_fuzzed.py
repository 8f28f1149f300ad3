"""Whatever is sent to the routes of health and numbers is answered as their document says."""

import pytest
import schemathesis
from hypothesis import given, settings
from served_releases import make_release

from api.app import make_app
from api.settings import Settings


@pytest.fixture(scope="module")
def operations(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fuzzed")
    make_release(folder / "served" / "vale")
    app = make_app(Settings(releases=folder / "served", state=folder / "state", least_free_bytes=0))
    schema = schemathesis.openapi.from_asgi("/api", app).include(tag="operations")
    return {operation.path: operation for operation in (found.ok() for found in schema.get_all_operations())}


@pytest.mark.verify
@pytest.mark.parametrize("path", ["/health/live", "/health/ready", "/metrics"])
def test_every_answer_is_as_the_document_says(operations, path):
    @given(case=operations[path].as_strategy())
    @settings(max_examples=5)
    def ask(case):
        case.call_and_validate()

    ask()


def test_every_route_of_the_wing_is_asked(operations):
    assert sorted(operations) == ["/health/live", "/health/ready", "/metrics"]
