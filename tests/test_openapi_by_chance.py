"""Whatever is asked by chance and by whomever is answered as the OpenAPI document says, by every check there is."""

import pytest
from asked_by_chance import asked_app

from api.callers import Tier

CALLERS = (Tier.PUBLIC, Tier.ANALYST, Tier.STEWARD)
READ = {
    Tier.PUBLIC: {"GET /releases/{release}/gap-report", "GET /releases/{release}/runs", "GET /jobs/{job_id}/results"},
    Tier.ANALYST: {"GET /releases/{release}/what-ifs/{what_if}/areas", "GET /jobs/{job_id}/events", "GET /releases"},
    Tier.STEWARD: {"GET /metrics", "GET /releases/{release}/tiles/vector/{tileset}/tilejson.json"},
}
"""Some of what must have been read by each caller: else nothing but refusals was tried."""


@pytest.fixture(scope="module")
def asked(served_folder, tmp_path_factory):
    with (
        pytest.MonkeyPatch.context() as patch,
        asked_app(served_folder, tmp_path_factory.mktemp("state"), patch) as made,
    ):
        yield made


@pytest.mark.parametrize("caller", CALLERS)
def test_nothing_is_found_in_a_few_cases_of_every_route(asked, caller):
    assert asked.faults(caller, phases={"fuzzing"}, examples=3) == []
    read = {label for tier, label, status in asked.statuses if tier == caller and status == 200}
    assert read >= READ[caller]


@pytest.mark.verify
@pytest.mark.parametrize("caller", CALLERS)
def test_nothing_is_found_in_many_cases_of_every_route(asked, caller):
    assert asked.faults(caller, phases={"examples", "coverage", "fuzzing", "stateful"}, examples=50) == []
