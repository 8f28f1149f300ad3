"""Whatever is asked by chance and by whomever is answered as the OpenAPI document says, by every check there is."""

import pytest
from asked_by_chance import asked_app

from api.callers import Tier

CALLERS = (Tier.PUBLIC, Tier.ANALYST, Tier.STEWARD)
LEAST_READ = 25
"""So many operations must have given what they are for: else nothing but refusals was tried."""


@pytest.fixture(scope="module")
def asked(served_folder, tmp_path_factory):
    with (
        pytest.MonkeyPatch.context() as patch,
        asked_app(served_folder, tmp_path_factory.mktemp("state"), patch) as made,
    ):
        yield made


@pytest.mark.parametrize("caller", CALLERS)
def test_nothing_is_found_in_a_few_cases_of_every_route(asked, caller):
    assert asked.faults(caller, phases={"fuzzing"}, examples=2) == []
    read = {label for tier, label, status in asked.statuses if tier == caller and status in {200, 201, 204}}
    assert len(read) >= LEAST_READ


@pytest.mark.verify
@pytest.mark.parametrize("caller", CALLERS)
def test_nothing_is_found_in_many_cases_of_every_route(asked, caller):
    assert asked.faults(caller, phases={"examples", "coverage", "fuzzing", "stateful"}, examples=50) == []
