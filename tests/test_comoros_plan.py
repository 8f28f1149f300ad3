"""Plans for the Comoros from the study file to the release, over fewer candidates: slow, for verify alone."""

import numpy as np
import pandas as pd
import pytest
from comoros_made_up import place_plan

from accessibility.study import run_study

pytestmark = pytest.mark.verify

CHANGES = {
    "draws = 20": "draws = 3",
    "most_seconds = 40": "most_seconds = 8",
    "spacing_m = 4000": "spacing_m = 9000",
    "min_people = 800": "min_people = 4000",
}


@pytest.fixture(scope="module")
def tables(root, shared_data, tmp_path_factory):
    study = place_plan(root, shared_data, tmp_path_factory.mktemp("comoros") / "plan")
    text = study.read_text("utf-8")
    for old, new in CHANGES.items():
        assert old in text
        text = text.replace(old, new)
    study.write_text(text, encoding="utf-8")
    folder = run_study(study, out=study.parent / "release") / "public" / "tables"
    return {path.stem: pd.read_csv(path) for path in folder.glob("plan*.csv")}


def test_both_plans_keep_their_limits_and_say_what_they_give(tables):
    plans = tables["plan_summary"].set_index("plan")
    assert set(plans.index) == {"three-sites", "half-a-million"}
    assert set(plans["status"]) <= {"proven", "bounded"}
    assert plans.loc["three-sites", "sites"] <= 3
    assert plans.loc["half-a-million", "total_cost"] <= 500_000
    assert (plans["people_within_after"] - plans["people_within_before"]).tolist() == pytest.approx(
        plans["people_gained"].tolist()
    )
    assert (plans["people_gained_low"] <= plans["people_gained_high"]).all()
    assert (plans["cost_per_person_low"] <= plans["cost_per_person_high"]).all()
    assert (plans["draws"] == 3).all()


def test_half_of_each_island_is_within_an_hour(tables):
    areas = tables["plan_areas"].query("plan == 'half-a-million' and area_kind == 'area'")
    assert len(areas) >= 3
    groups = tables["plan_groups"].query("plan == 'half-a-million'").dropna(subset="floor_share")
    assert (groups["meets_floor"] == "yes").all()


def test_the_sites_are_candidates_that_are_accepted_and_add_up_to_the_plan(tables):
    sites, summary = tables["plan"], tables["plan_summary"].set_index("plan")
    accepted = tables["plan_candidates"].query("is_accepted")["candidate_id"]
    assert set(sites["candidate_id"]) <= set(accepted)
    np.testing.assert_allclose(
        sites.groupby("plan")["people_gained"].sum(), summary["people_gained"].sort_index(), rtol=1e-9
    )
    assert sites["share_of_draws"].between(0, 1).all()


def test_the_frontier_never_falls_and_passes_through_the_plan(tables):
    for name, points in tables["plan_frontier"].query("group == 'everyone'").groupby("plan"):
        assert points["people_gained"].is_monotonic_increasing, name
        assert points["is_knee"].sum() <= 1
        assert points.iloc[0][["sites", "people_gained"]].tolist() == [0, 0]
        assert (points["people_gained_low"] <= points["people_gained_high"]).all()
    [gained] = tables["plan_summary"].query("plan == 'three-sites'")["people_gained"]
    own = tables["plan_frontier"].query("plan == 'three-sites' and group == 'everyone' and sites == 3")
    assert own["people_gained"].iloc[0] == pytest.approx(gained, rel=0.02)


def test_parity_cannot_be_told_without_tables_of_survivors(tables):
    assert set(tables["plan_parity"]["verdict"]) == {"cannot be told"}
    assert tables["plan_parity"]["note"].str.contains("no protected table").all()
