"""The need of a tier: supply beside the need it is held against, quality beside the centres, and what check tells."""

import numpy as np
import pytest
from small_study import SmallStudy, point
from study_runs import inputs_of

from accessibility.inputs import read_inputs
from accessibility.mixed_runs import make_mixed_runs
from accessibility.need_of_runs import need_groups
from accessibility.release import checked_need
from accessibility.runs import make_runs
from accessibility.study_file import read_study_file
from accessibility.tier_need import find_need, with_survivors
from geo.faults import Faults
from geo.progress import silent

NEED = "need-prosthetics-orthotics"
CAPACITY = {"catchment_minutes": 240.0, "methods": ["2sfca", "bfca", "raam"]}
PROFILES = [{"name": "vehicle"}, {"name": "walk"}, {"name": "both", "mix": {"vehicle": 0.25, "walk": 0.75}}]


def study_with(folder, capacities, **tables):
    study = SmallStudy(folder)
    study.centres = [
        (shape, {**fields, **({} if capacity is None else {"capacity_per_year": capacity})})
        for (shape, fields), capacity in zip(study.centres, capacities, strict=True)
    ]
    study.tables |= tables
    return study


def need_of(study):
    inputs = inputs_of(study)
    runs = make_runs(inputs, inputs.worlds, progress=silent)
    mixed = make_mixed_runs(inputs, runs)
    return inputs, find_need(inputs, runs, mixed, inputs.centres, progress=silent)


def faults_of(study):
    study.write()
    faults = Faults()
    read_inputs(read_study_file(study.file, faults=faults), faults=faults)
    return faults


@pytest.fixture(scope="module")
def valley(tmp_path_factory):
    return need_of(study_with(tmp_path_factory.mktemp("valley"), (4, 6), capacity=CAPACITY, profiles=PROFILES))


def test_the_tables_are_those_of_a_release(valley):
    assert set(checked_need(valley[1]).frames()) >= {
        "access",
        "groups",
        "fairness",
        "supply",
        "centre_load",
        "directory",
    }


def test_supply_gives_out_what_the_centres_can_give_in_every_run(valley):
    _, need = valley
    whole = need.supply[need.supply["area_id"] == "total"]
    for method in ("2sfca", "bfca"):
        rows = whole[whole["method"] == method]
        assert set(rows["profile"]) == {"vehicle", "walk", "both"}
        np.testing.assert_allclose(rows["value"] * rows["denominator"], 10, rtol=1e-9)


def test_supply_is_held_against_the_people_of_the_need(valley):
    inputs, need = valley
    rows = need.supply[(need.supply["area_id"] == "total") & (need.supply["method"] == "2sfca")]
    np.testing.assert_allclose(rows["denominator"], inputs.groups.total(NEED))
    assert set(need.supply["group"]) == {NEED}


def test_everyone_in_reach_comes_to_one_centre(valley):
    inputs, need = valley
    runs = ["profile", "hazards"]
    comes = need.centre_load.groupby(runs)["demand_per_year"].sum()
    unreached = need.supply[(need.supply["area_id"] == "total") & (need.supply["method"] == "unreached")]
    reached = (1 - unreached.set_index(runs)["value"]) * inputs.groups.total(NEED)
    np.testing.assert_allclose(comes.sort_index(), reached.sort_index(), rtol=1e-9)


def test_an_unknown_capacity_is_left_out_and_told(tmp_path):
    study = study_with(tmp_path, (4, None), capacity=CAPACITY)
    _, need = need_of(study)
    load = need.centre_load[need.centre_load["hazards"] == "no-hazards"].set_index("centre_id")
    assert load.loc["c2", "note"] == "capacity not known; left out"
    assert np.isnan(load.loc["c2", "demand_per_year"])
    notices = [str(fault) for fault in faults_of(study) if "capacity of 1 of 2 centres is not known" in fault.what]
    assert len(notices) == 1


def test_capacity_without_any_known_is_an_error(tmp_path):
    errors = faults_of(study_with(tmp_path, (None, None), capacity=CAPACITY)).errors
    assert [fault.what for fault in errors] == ["the capacity of 2 of 2 centres is not known"]
    assert "or remove [capacity]" in errors[0].do


def test_an_unknown_need_of_capacity_names_the_nearest(tmp_path):
    capacity = {**CAPACITY, "need": "prosthetic-orthotics"}
    errors = faults_of(study_with(tmp_path, (4, 6), capacity=capacity)).errors
    assert [fault.what for fault in errors] == [
        "there is no need 'prosthetic-orthotics' (did you mean 'prosthetics-orthotics'?)"
    ]


def test_a_need_that_no_centre_serves_cannot_be_held_against_capacity(tmp_path):
    study = study_with(tmp_path, (4, 6), capacity=CAPACITY)
    study.centres = [
        (point(30.012, 9.912), {"code": "c1", "title": "A", "service": "psychosocial", "capacity_per_year": 4})
    ]
    assert "no centre serves a pillar of the need" in faults_of(study).errors[0].what


def test_a_service_of_a_pillar_is_held_against_its_need(tmp_path):
    services = [{"name": "free", "pillar": "physical_rehab", "free": True}]
    study = study_with(tmp_path, (4, 6), capacity=CAPACITY, services=services)
    study.centres[0][1]["fee"] = "free"
    inputs, need = need_of(study)
    assert need_groups(inputs)["free"] == NEED
    rows = need.supply[(need.supply["pillar"] == "free") & (need.supply["area_id"] == "total")]
    rows = rows[rows["method"] == "2sfca"]
    np.testing.assert_allclose(rows["value"] * rows["denominator"], 4, rtol=1e-9)


def test_quality_counts_the_centres_and_the_people_who_are_nearest_to_them(valley):
    _, need = valley
    gaps = need.data_gaps
    is_whole = gaps["area_id"] == "total"
    of_centres = gaps[is_whole & (gaps["subject"] == "centres") & (gaps["field"] == "capacity_per_year")]
    assert (of_centres["known"] == 2).all()
    assert (of_centres["total"] == 2).all()
    of_people = gaps[is_whole & (gaps["subject"] == "area") & (gaps["field"] == "step_free")]
    assert (of_people["known"] == 0).all()
    assert (of_people["total"] > 0).all()
    assert {"demand"} < set(gaps["subject"])


def test_without_capacity_nothing_is_held_against_it(tmp_path):
    inputs, need = need_of(study_with(tmp_path, (None, None)))
    assert need.supply is None
    assert need.centre_load is None
    beside = with_survivors(need, inputs, (), None)
    assert beside.parity is None
    assert beside.families is None


@pytest.mark.usefixtures("shared_data")
def test_malawi_is_given_all_that_its_facilities_can_give(root):
    faults = Faults()
    inputs = read_inputs(read_study_file(root / "tests/studies/malawi_need.toml", faults=faults), faults=faults)
    runs = make_runs(inputs, inputs.worlds, progress=silent)
    need = find_need(inputs, runs, (), inputs.centres, progress=silent)
    whole = need.supply[need.supply["area_id"] == "total"].set_index("method")
    for method in ("2sfca", "bfca"):
        assert whole.loc[method, "value"] * whole.loc[method, "denominator"] == pytest.approx(4_073_040, abs=1)
    zones = need.supply[(need.supply["method"] == "2sfca") & (need.supply["area_kind"] == "area")]
    assert (zones["value"] * zones["denominator"]).sum() == pytest.approx(4_073_040, abs=1)
    assert need.centre_load["demand_per_year"].sum() == pytest.approx(
        (1 - whole.loc["unreached", "value"]) * whole.loc["unreached", "denominator"]
    )
