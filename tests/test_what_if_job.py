"""A what-if as a job: the figures of the release's own scenario, for what the tier may see, and nothing else."""

import csv
import json

import pytest

from api.changes import Asked as WhatIf
from api.work import Asked, WorkError
from api.work.what_ifs import answer_what_if

RUN = "physical-rehab.default.base.all-year.to.hazards"
MEADOW = {"kind": "release_hazard", "area_id": "SHA-3"}


@pytest.fixture(scope="module")
def answer(served_folder):
    def of(*changes, tier="analyst", release="valley", run=RUN):
        told = []
        work = Asked(
            job_id="one",
            inputs={"release": release, "tier": tier, "run": run, "changes": list(changes)},
            releases=served_folder,
            uploads=served_folder,
            scratch=served_folder,
            tier=tier,
            may_replace=False,
            progress=lambda _stage, share: told.append(share),
            publish=lambda: pytest.fail("a what-if publishes nothing"),
        )
        found = answer_what_if(work)
        assert told == sorted(told)
        return json.loads(json.dumps(found, allow_nan=False))

    return of


def test_a_released_hazard_gives_the_figures_of_the_releases_own_scenario(answer, served_folder):
    found = answer(MEADOW)
    with (served_folder / "valley/analyst/tables/comparisons.csv").open(encoding="utf-8", newline="") as table:
        rows = [row for row in csv.DictReader(table) if row["comparison"] == "meadow-released"]
    expected = {
        row["area_id"]: float(row["people_reconnected"])
        for row in rows
        if (row["pillar"], row["direction"]) == ("physical_rehab", "to")
    }
    reconnected = {row["area_id"]: row["people_reconnected"] for row in found["areas"]}
    assert reconnected == pytest.approx(expected)
    assert found["gains"]["people_reconnected"] > 0
    assert found["disclaimer"].startswith("No recorded hazard does not mean safe")


def test_nothing_changed_is_the_base(answer):
    found = answer()
    assert found["headline_before"] == found["headline_after"]
    assert found["changed_cells"] == 0


def test_a_release_that_is_gone_meanwhile_is_told(answer):
    with pytest.raises(WorkError, match="no release") as caught:
        answer(MEADOW, release="gone")
    assert caught.value.status == 404


def test_the_body_is_that_of_a_what_if_at_once():
    sent = {"run": RUN, "changes": [MEADOW]}
    assert WhatIf.model_validate(sent).model_dump(mode="json") == sent
