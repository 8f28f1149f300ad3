"""The routes of features asked by chance: what the description of the API allows is answered as it says."""

import hypothesis
import pytest
import schemathesis
from schemathesis.specs.openapi.checks import positive_data_acceptance

from api.app import make_app
from api.settings import Settings


@pytest.mark.verify
def test_what_is_described_is_what_is_answered(served_folder, tmp_path):
    app = make_app(Settings(releases=served_folder, state=tmp_path))
    api = schemathesis.openapi.from_asgi("/api", app).include(tag="features")
    asked = set()

    for found in api.get_all_operations():
        operation = found.ok()
        asked.add(operation.path)
        ask(operation)
    assert len(asked) == 14


def ask(operation):
    """Ask one operation what its description allows, and hold the answers to it."""
    # the standard's own schema of bbox allows boxes that it then forbids: those outside the world
    excluded = [positive_data_acceptance] if operation.path.endswith("/items") else []

    @hypothesis.given(operation.as_strategy())
    @hypothesis.settings(max_examples=8, derandomize=True, suppress_health_check=list(hypothesis.HealthCheck))
    def answers(case):
        case.call_and_validate(excluded_checks=excluded)

    answers()
