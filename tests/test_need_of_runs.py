"""Access and fairness of whole runs: the long table beside the wide one, groups that add up, mixes and both ways."""

import numpy as np
import pandas as pd
import pytest
from small_study import SmallStudy
from study_runs import inputs_of

from accessibility.mixed_runs import make_mixed_runs
from accessibility.need_of_runs import access_by_group, fairness_by_run
from accessibility.runs import make_runs
from geo.progress import silent

DIMENSIONS = ["pillar", "profile", "scenario", "season", "direction", "hazards"]
SHARES = "sex,age_from,age_to,share\nfemale,0,14,0.2\nfemale,15,120,0.31\nmale,0,14,0.21\nmale,15,120,0.28\n"


def measured(folder, **tables):
    study = SmallStudy(folder)
    (folder / "shares.csv").write_text(SHARES, encoding="utf-8")
    study.tables |= {"demand": {"shares": "shares.csv"}, **tables}
    inputs = inputs_of(study)
    runs = make_runs(inputs, inputs.worlds, progress=silent)
    every = [*runs, *make_mixed_runs(inputs, runs)]
    access = access_by_group(inputs, every, progress=silent)
    return inputs, every, access


@pytest.fixture(scope="module")
def valley(tmp_path_factory):
    profiles = [
        {"name": "vehicle"},
        {"name": "walk"},
        {"name": "both", "mix": {"vehicle": 0.25, "walk": 0.75}},
    ]
    return measured(tmp_path_factory.mktemp("valley"), travel={"directions": ["to", "from"]}, profiles=profiles)


def of(access, **wanted):
    return access[np.logical_and.reduce([access[name] == value for name, value in wanted.items()])]


def by_measure(access, **wanted):
    rows = of(access, area_id="total", **wanted)
    assert not rows["measure"].duplicated().any()
    return rows.set_index("measure")["value"]


def test_everyone_of_the_long_table_is_the_wide_table(valley):
    _, runs, access = valley
    for run in runs:
        long = of(access, group="everyone", **run.dimensions).pivot_table(
            index="area_id", columns="measure", values="value", sort=False, dropna=False
        )
        wide = run.access.set_index("area_id")
        assert list(long.index) == list(wide.index)
        for column in (
            "population_within_60_min",
            "median_minutes",
            "p90_minutes",
            "mean_reached_minutes",
            "unreached_share",
        ):
            np.testing.assert_allclose(long[column], wide[column], rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(long["people"], wide["population"])
        beyond = wide["population_beyond_threshold"] / wide["population"]
        np.testing.assert_allclose(long["beyond_threshold_share"], beyond, rtol=1e-12)


def test_every_run_is_measured_for_every_group_once(valley):
    inputs, runs, access = valley
    assert not access.duplicated([*DIMENSIONS, "area_id", "group", "measure"]).any()
    groups = {group.key for group in inputs.groups.groups}
    for _, rows in of(access, area_id="total").groupby(DIMENSIONS):
        assert set(rows["group"]) == groups
    assert len(of(access, area_id="total", group="everyone", measure="people")) == len(runs)


@pytest.mark.parametrize("kind", ["sex", "age", "sex-age", "settlement"])
def test_people_of_a_kind_of_group_add_up_to_everyone(valley, kind):
    inputs, _, access = valley
    keys = [group.key for group in inputs.groups.groups if group.kind == kind]
    people = of(access, area_id="total", measure="people").pivot_table(
        index=DIMENSIONS, columns="group", values="value"
    )
    np.testing.assert_allclose(people[keys].sum(axis=1), people["everyone"], rtol=1e-9)


def test_a_need_by_one_rate_is_that_share_of_everyone(valley):
    _, _, access = valley
    people = of(access, area_id="total", measure="people").set_index("group")["value"]
    assert people["need-prosthetics-orthotics"].iloc[0] == pytest.approx(0.005 * people["everyone"].iloc[0])


def test_a_mix_has_everyone_once_and_lies_between_its_parts(valley):
    _, _, access = valley
    run = {"direction": "to", "hazards": "no-hazards", "group": "everyone"}
    vehicle, walk, both = (by_measure(access, profile=name, **run) for name in ("vehicle", "walk", "both"))
    assert both["people"] == pytest.approx(vehicle["people"])
    share = 0.25 * vehicle["share_within_30_min"] + 0.75 * walk["share_within_30_min"]
    assert both["share_within_30_min"] == pytest.approx(share)
    assert vehicle["median_minutes"] <= both["median_minutes"] <= walk["median_minutes"]


def test_both_ways_are_measured_where_both_are_asked(valley):
    _, runs, _ = valley
    there, back = (
        next(
            run
            for run in runs
            if run.dimensions | {"direction": direction} == run.dimensions
            and run.dimensions["profile"] == "walk"
            and not run.has_hazards
        )
        for direction in ("to", "from")
    )
    access = valley[2]
    trip = by_measure(access, profile="walk", direction="to", hazards="no-hazards", group="everyone")
    both = there.times.minutes + back.times.minutes
    order = np.argsort(both)
    half = both[order][np.searchsorted(np.cumsum(there.demand.people[order]), there.demand.people.sum() / 2)]
    assert trip["round_trip_median_minutes"] == pytest.approx(half)
    assert trip["yearly_hours_median"] == pytest.approx(2 * (half + 120) / 60)


def test_people_outside_the_grid_are_of_no_known_group(tmp_path):
    study_grid = {"resolution_arcsec": 18, "bounds": [30.0, 9.9, 30.1, 9.99]}
    inputs, _, access = measured(tmp_path, grid=study_grid)
    assert inputs.population.people_outside_grid > 0
    people = of(access, area_id="outside", measure="people", hazards="no-hazards").set_index("group")["value"]
    outside = inputs.population.people_outside_grid
    assert people["everyone"] == pytest.approx(outside)
    assert people["sex-not-known"] == pytest.approx(outside)
    assert people["female"] == people["rural"] == 0
    share = by_measure(access, hazards="no-hazards", group="everyone")["unreached_share"]
    assert share >= outside / inputs.population.source_sum - 1e-12


def test_fares_and_companions_of_a_profile_are_in_the_year(tmp_path):
    fares = {"fare_per_trip": 100.0, "currency": "KMF", "companions": 1}
    _, _, access = measured(tmp_path, profiles=[{"name": "bus", "based_on": "vehicle", **fares}])
    row = of(access, area_id="total", group="everyone", measure="yearly_fares_median", hazards="no-hazards")
    assert row["unit"].tolist() == ["KMF per year"]
    assert row["value"].tolist() == [2 * 2 * 2 * 100.0]


def test_fairness_says_of_every_run_what_the_access_table_says(valley):
    inputs, runs, access = valley
    fairness = fairness_by_run(inputs, runs, access, progress=silent)
    beyond = of(fairness, measure="fgt0", area_id="total", group="everyone").set_index(DIMENSIONS)["value"]
    share = of(access, measure="beyond_threshold_share", area_id="total", group="everyone").set_index(DIMENSIONS)
    np.testing.assert_allclose(beyond.sort_index(), share["value"].sort_index(), rtol=1e-12)
    gaps = of(fairness, measure="gap", group="female", other_group="male")
    assert len(gaps)
    assert (gaps["denominator"] > 0).any()
    assert set(of(fairness, measure="gap")["group"]) >= {"female", "profile-walk", "profile-both"}


def test_a_study_without_areas_or_demand_is_measured_too(tmp_path):
    study = SmallStudy(tmp_path)
    del study.tables["areas"]
    inputs = inputs_of(study)
    runs = make_runs(inputs, inputs.worlds, progress=silent)
    access = access_by_group(inputs, runs, progress=silent)
    assert set(access["area_id"]) == {"all", "outside", "total"}
    assert {"everyone", "rural", "need-prosthetics-orthotics"} <= set(access["group"])
    assert isinstance(fairness_by_run(inputs, runs, access, progress=silent), pd.DataFrame)


def test_gaps_by_area_are_those_whose_groups_live_apart(valley):
    inputs, runs, access = valley
    gaps = of(fairness_by_run(inputs, runs, access, progress=silent), measure="gap")
    groups = {key: set(rows["group"]) for key, rows in gaps.groupby("area_id")}
    assert "need-prosthetics-orthotics" in groups["total"]
    assert groups["W"] == {"female", "rural", "profile-walk", "profile-both"}
