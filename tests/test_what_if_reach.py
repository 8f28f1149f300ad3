"""The reach of a what-if: the same figures as those of a study with that scenario, and of its own headline."""

import pandas as pd
import pytest
from live_worlds import VALLEY
from what_if_door import opened_door

from accessibility.live import AddCentre, ReleaseHazard, read_live_ground, start_country
from accessibility.need import band_column

RUN = "physical-rehab.default.base.all-year.to.hazards"
FREE = "physical-rehab.default.base.all-year.to.no-hazards"
NEW = {"kind": "add_centre", "id": "new", "lon": -29.75, "lat": 45.15, "pillars": ["physical_rehab"]}
RELEASED = {"kind": "release_hazard", "area_id": "SHA-3"}


@pytest.fixture(scope="module")
def country(sample_release):
    return start_country(read_live_ground(sample_release / "ground"), VALLEY)


@pytest.fixture(scope="module")
def door(served_folder, tmp_path_factory):
    with opened_door(served_folder, tmp_path_factory.mktemp("state")) as client:
        yield client


def of_release(release, scenario):
    reach = pd.read_parquet(release / "analyst/tables/reach.parquet")
    asked = {"pillar": "physical_rehab", "scenario": scenario, "hazards": "hazards"}
    rows = reach[(reach[list(asked)] == list(asked.values())).all(axis=1)]
    return rows.loc[:, "area_id":].reset_index(drop=True)


def begin(door, *changes, run=RUN):
    answer = door.post("/releases/valley/what-ifs?tier=public", json={"run": run, "changes": list(changes)})
    assert answer.status_code == 201, answer.text
    return answer.json()


def reach_of(door, told, query=""):
    answer = door.get(f"/releases/valley/what-ifs/{told['id']}/reach?tier=public{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_released_area_gives_the_reach_of_a_study_with_that_scenario_to_the_last_bit(country, sample_release):
    picture = country.with_changes([ReleaseHazard(area_id="SHA-3")])
    before, after = of_release(sample_release, "base"), of_release(sample_release, "meadow-released")
    assert not before.equals(after)
    pd.testing.assert_frame_equal(picture.reach.before, before, check_exact=True)
    pd.testing.assert_frame_equal(picture.reach.after, after, check_exact=True)


def test_an_added_centre_takes_nobody_beyond_a_step_and_brings_some_within(country):
    picture = country.with_changes([AddCentre(id="new", lon=-29.75, lat=45.15, pillars=("physical_rehab",))])
    steps = [name for name in picture.reach.after if name.startswith("population_within_")]
    gained = picture.reach.after[steps] - picture.reach.before[steps]
    assert (gained >= 0).all(axis=None)
    assert (gained.iloc[-1] > 0).any()


def test_the_base_is_added_up_once_for_all_pictures(country):
    pictures = [country.with_changes([]), country.with_changes([ReleaseHazard(area_id="SHA-3")])]
    assert pictures[0].reach.before is pictures[1].reach.before


def test_at_the_bands_the_reach_is_the_headline_of_the_what_if(door):
    told = begin(door, NEW, RELEASED)
    reach = reach_of(door, told)
    for side in ("before", "after"):
        at = dict(zip(reach[side]["steps_minutes"], reach[side]["total"]["within"], strict=True))
        for band in reach[side]["bands_minutes"]:
            assert at[band] == told["headline"][side][band_column(band)]
        for name in ("no_way", "inside_hazards", "on_barrier", "no_land_data", "beyond_limit"):
            assert reach[side]["total"][name] == told["headline"][side][f"population_{name}"]
    assert reach["before"] != reach["after"]
    assert (reach["run"], reach["revision"]) == (RUN, told["revision"])


def test_before_the_changes_it_is_the_reach_of_the_run_as_published(door):
    published = door.get(f"/releases/valley/reach?run={RUN}&tier=public").json()
    before = reach_of(door, begin(door, NEW))["before"]
    assert before == {name: published[name] for name in before}


def test_the_reach_of_a_what_if_is_kept_by_nobody_and_packed_for_who_takes_it(door):
    at = f"/releases/valley/what-ifs/{begin(door, run=FREE)['id']}/reach?tier=public"
    packed, plain = (door.get(at, headers={"Accept-Encoding": each}) for each in ("gzip", "identity"))
    assert (packed.headers["content-encoding"], packed.json()) == ("gzip", plain.json())
    assert packed.headers["cache-control"] == "private, no-store"


def test_a_what_if_that_has_ended_has_no_reach(door):
    told = begin(door, run=FREE)
    at = f"/releases/valley/what-ifs/{told['id']}"
    assert door.delete(f"{at}?tier=public").status_code == 204
    answer = door.get(f"{at}/reach?tier=public")
    assert answer.status_code == 404
    assert "Start a new one" in answer.json()["detail"]
