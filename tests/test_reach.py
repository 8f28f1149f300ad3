"""Reach: people within each step add up, rise, and are those of the table of areas wherever both tell the same."""

import gzip
import json
import math
import shutil

import numpy as np
import pandas as pd
import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from accessibility.need import band_column
from accessibility.reach import reach_steps
from accessibility.reach_measures import WITHOUT_MINUTES, at_the_bands, people_by_step
from api.app import make_app
from api.settings import Settings
from geo.errors import InputError, ReleaseError
from maps.reach import told_reach

RUN = "physical-rehab.default.base.all-year.to.no-hazards"
STEPS = (15.0, 30.0, 45.0)
DIMENSIONS = ["pillar", "profile", "scenario", "season", "direction", "hazards"]


@pytest.fixture(scope="module")
def client(served_folder, tmp_path_factory):
    settings = Settings(releases=served_folder, state=tmp_path_factory.mktemp("state"))
    with TestClient(make_app(settings)) as client:
        yield client


@pytest.fixture(scope="module", params=["public", "analyst"])
def tier(request, sample_release):
    return sample_release / request.param


def tables_of(tier):
    reach, areas = (pd.read_parquet(tier / f"tables/{name}.parquet") for name in ("reach", "areas"))
    summary = json.loads((tier / "summary.json").read_text())
    return reach, areas, summary["steps_minutes"]


def test_who_is_at_a_step_exactly_is_within_it():
    minutes = np.array([15.0, np.nextafter(15.0, 16.0), 45.0, 45.5, math.inf])
    found = people_by_step(np.zeros(5, np.int64), minutes, np.array([1.0, 2.0, 4.0, 8.0, 16.0]), STEPS, count=2)
    assert found.tolist() == [[1.0, 3.0, 7.0], [0.0, 0.0, 0.0]]


@given(
    minutes=st.lists(st.one_of(st.floats(0, 600), st.sampled_from([15.0, 30.0, 45.0, math.inf])), max_size=40),
    seed=st.integers(0, 1000),
)
def test_each_step_counts_who_is_within_it_and_nobody_else(minutes, seed):
    random = np.random.default_rng(seed)
    place, people = random.integers(0, 3, len(minutes)), random.integers(1, 9, len(minutes)).astype(float)
    found = people_by_step(place, np.array(minutes, float), people, STEPS, count=3)
    for row in range(3):
        for column, step in enumerate(STEPS):
            assert found[row, column] == people[(place == row) & (np.array(minutes) <= step)].sum()


def test_bands_are_put_in_to_the_last_bit_and_no_step_beside_them_falls():
    within = np.array([[1.0, 2.0, 2.0, 3.0]])
    below = np.nextafter(2.0, 1.0)
    found = at_the_bands(within, (15.0, 30.0, 45.0, 60.0), (45.0,), np.array([[below]]))
    assert found.tolist() == [[1.0, below, below, 3.0]]


def test_bands_of_other_people_are_refused():
    with pytest.raises(InputError, match="same run"):
        at_the_bands(np.array([[1.0, 2.0]]), (15.0, 30.0), (30.0,), np.array([[2.5]]))


def test_every_run_and_mix_of_the_table_of_areas_has_its_reach(tier):
    reach, areas, _ = tables_of(tier)
    keys = [*DIMENSIONS, "area_id", "area_name", "area_kind"]
    pd.testing.assert_frame_equal(reach[keys], areas[keys])


def test_what_both_tables_tell_is_the_same_to_the_last_bit(tier):
    reach, areas, _ = tables_of(tier)
    same = [name for name in reach.columns if name in areas.columns]
    assert {band_column(30), band_column(60), band_column(120), band_column(240), "median_minutes"} <= set(same)
    assert {f"population_{reason}" for reason in WITHOUT_MINUTES} <= set(same)
    pd.testing.assert_frame_equal(reach[same], areas[same], check_exact=True)


def test_people_within_rise_with_the_step_and_never_pass_those_who_have_minutes(tier):
    reach, _, steps = tables_of(tier)
    within = reach[[band_column(step) for step in steps]].to_numpy()
    without = reach[[f"population_{reason}" for reason in WITHOUT_MINUTES]].to_numpy().sum(axis=1)
    assert (np.diff(within, axis=1) >= 0).all()
    assert (within[:, -1] <= reach["population"] - without + 1e-6).all()
    assert (within[:, 0] < within[:, -1]).any(), "a table in which nothing changes proves nothing"


def test_the_rows_add_up_to_everyone_at_every_step(tier):
    reach, _, steps = tables_of(tier)
    columns = ["population", *(band_column(step) for step in steps)]
    is_all = reach["area_kind"] == "all"
    sums = reach[~is_all].groupby(DIMENSIONS, sort=False)[columns].sum().to_numpy()
    np.testing.assert_allclose(sums, reach[is_all][columns].to_numpy(), rtol=0, atol=1e-6)


def test_the_threshold_is_a_step_and_agrees_with_who_is_beyond_it(tier):
    reach, areas, steps = tables_of(tier)
    threshold = json.loads((tier / "summary.json").read_text())["threshold_minutes"]
    assert threshold in steps
    beyond = reach["population"] - reach[band_column(threshold)]
    np.testing.assert_allclose(beyond, areas["population_beyond_threshold"], rtol=0, atol=1e-6)


def test_the_route_tells_the_table_as_the_map_takes_it(client, served_folder):
    told = client.get(f"/releases/valley/reach?run={RUN}").json()
    reach, _, steps = tables_of(served_folder / "valley/public")
    asked = ["physical_rehab", "default", "base", "all-year", "to", "no-hazards"]
    rows = reach[(reach[DIMENSIONS] == asked).all(axis=1)]
    assert told["steps_minutes"] == steps == list(reach_steps(told["bands_minutes"], told["threshold_minutes"]))
    found = [*told["areas"], told["total"]]
    assert [each["id"] for each in found] == rows["area_id"].tolist()
    assert [each["kind"] for each in found] == ["area"] * (len(rows) - 2) + ["outside", "total"]
    for each, row in zip(found, rows.to_dict("records"), strict=True):
        assert each["within"] == [row[band_column(step)] for step in steps]
        assert each["people"] == row["population"]
        assert {reason: each[reason] for reason in WITHOUT_MINUTES} == {
            reason: row[f"population_{reason}"] for reason in WITHOUT_MINUTES
        }
    assert "No recorded hazard does not mean safe" in " ".join(told["disclaimers"])
    assert (told["as_of"], told["run"], told["denominator"]) == ("2026-01-01", RUN, "people of the study")


def test_the_answer_is_packed_for_who_takes_it_and_not_sent_again(client):
    address = f"/releases/valley/reach?run={RUN}"
    version = client.get(address).json()["version"]
    packed = client.get(f"{address}&v={version}", headers={"Accept-Encoding": "gzip"})
    plain = client.get(address, headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.json() == plain.json()
    assert "immutable" in packed.headers["cache-control"]
    assert len(gzip.compress(plain.content)) < len(plain.content) / 2
    again = client.get(address, headers={"If-None-Match": packed.headers["etag"], "Accept-Encoding": "gzip"})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("run=physical-rehab.default.no-such.all-year.to.hazards", 404, "lists those there are"),
        ("run=nothing", 400, "run"),
        ("", 400, "run"),
        (f"run={RUN}&steps=1", 400, "steps"),
        (f"run={RUN}&v=0123456789ab", 404, "version"),
    ],
)
def test_a_run_that_is_not_there_is_refused_with_what_to_do(client, query, status, said):
    answer = client.get(f"/releases/valley/reach?{query}")
    assert answer.status_code == status
    assert said in answer.json()["detail"]


def test_a_release_made_before_says_that_its_study_is_to_be_run_again(served_folder, tmp_path):
    shutil.copytree(served_folder / "valley", tmp_path / "releases/valley")
    (tmp_path / "releases/valley/public/tables/reach.parquet").unlink()
    settings = Settings(releases=tmp_path / "releases", state=tmp_path / "state")
    with TestClient(make_app(settings)) as client:
        answer = client.get(f"/releases/valley/reach?run={RUN}")
        assert answer.status_code == 503
        assert "Run its study again" in answer.json()["detail"]
        (tmp_path / "releases/valley/public/tables/reach.parquet").write_bytes(b"no table")
        answer = client.get(f"/releases/valley/reach?run={RUN}")
        assert answer.status_code == 503
        assert "Run the study again" in answer.json()["detail"]


def test_minutes_that_are_no_number_are_null_with_a_status():
    frame = pd.DataFrame(
        {
            "area_id": ["A", "B", "total"],
            "area_name": ["A", "B", "All"],
            "area_kind": ["area", "area", "all"],
            "population": [1.0, 0.0, 1.0],
            band_column(15): [0.0, 0.0, 0.0],
            **{f"population_{reason}": 0.0 for reason in WITHOUT_MINUTES},
            "median_minutes": [math.inf, math.nan, 20.0],
        }
    )
    told = told_reach(frame, steps_minutes=[15.0], bands_minutes=[15.0])
    found = [(each["median_minutes"], each["median_minutes_status"]) for each in [*told["areas"], told["total"]]]
    assert found == [(None, "no_way"), (None, "unknown"), (20.0, "reached")]
    with pytest.raises(ReleaseError, match="population_within_30_min"):
        told_reach(frame, steps_minutes=[15.0, 30.0], bands_minutes=[15.0])
