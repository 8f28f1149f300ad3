"""The tables of need agree: the long and the wide, groups, fairness, supply and load tell of the same people."""

import numpy as np
import pytest
from small_study import SmallStudy, point
from study_runs import inputs_of

from accessibility.mixed_runs import make_mixed_runs
from accessibility.need import groups_frame
from accessibility.runs import make_runs
from accessibility.tier_need import find_need
from geo.progress import silent

DIMENSIONS = ["pillar", "profile", "scenario", "season", "direction", "hazards"]
SHARES = "sex,age_from,age_to,share\nfemale,0,14,0.2\nfemale,15,120,0.31\nmale,0,14,0.21\nmale,15,120,0.28\n"
NEEDS = (
    "need,label,pillars,rate_per_100,low,high,sex,age_from,age_to,source,source_date,certainty\n"
    "prosthetics-orthotics,Devices,physical_rehab,0.5,0.4,0.6,,,,Made up,2025,A\n"
    "wheelchair,Wheelchairs,physical_rehab,1,0.9,1.1,female,,,Made up,2025,A\n"
    "wheelchair,Wheelchairs,physical_rehab,3,2,4,male,,,Made up,2025,A\n"
)
CUT_GRID = {"resolution_arcsec": 18, "bounds": [30.0, 9.9, 30.1, 9.99]}  # a tenth of the people live north of it
METHODS = ["cumulative", "2sfca", "e2sfca", "3sfca", "m2sfca", "gaussian", "bfca", "raam"]


def need_of(folder, **tables):
    study = SmallStudy(folder)
    (folder / "shares.csv").write_text(SHARES, encoding="utf-8")
    (folder / "needs.csv").write_text(NEEDS, encoding="utf-8")
    record = {"service": "physical_rehab", "capacity_unit": "people"}
    study.centres = [
        (point(30.012, 9.912), {**record, "code": "c1", "title": "South clinic", "capacity_per_year": 1}),
        (point(30.082, 9.982), {**record, "code": "c2", "title": "North clinic", "capacity_per_year": 30}),
    ]
    study.tables |= {
        "grid": CUT_GRID,
        "demand": {"shares": "shares.csv", "needs": "needs.csv"},
        "capacity": {"methods": METHODS, "need": "wheelchair", "catchment_minutes": 45.0},
        **tables,
    }
    inputs = inputs_of(study)
    runs = make_runs(inputs, inputs.worlds, progress=silent)
    mixed = make_mixed_runs(inputs, runs)
    return inputs, [*runs, *mixed], find_need(inputs, runs, mixed, inputs.centres, progress=silent)


@pytest.fixture(scope="module")
def cut(tmp_path_factory):
    """A study whose grid leaves out some of the people, with a mix, both ways and every measure of supply."""
    profiles = [{"name": "vehicle"}, {"name": "walk"}, {"name": "both", "mix": {"vehicle": 0.25, "walk": 0.75}}]
    folder = tmp_path_factory.mktemp("cut")
    return need_of(folder, travel={"directions": ["from", "to"]}, profiles=profiles)


def of(table, **wanted):
    return table[np.logical_and.reduce([table[name] == value for name, value in wanted.items()])]


def total(need, group, measure):
    """One figure of the whole by run."""
    return of(need.access, area_id="total", group=group, measure=measure).set_index(DIMENSIONS)["value"]


def test_groups_are_as_many_as_the_whole_of_the_table_of_access(cut):
    inputs, _, need = cut
    assert inputs.population.people_outside_grid > 0
    people = need.groups.set_index("group")["people"]
    for group in people.index:
        np.testing.assert_allclose(total(need, group, "people"), people[group], rtol=1e-9, err_msg=group)
    assert people["everyone"] == pytest.approx(inputs.population.source_sum)
    assert people[["rural", "town", "city", "settlement-not-known"]].sum() == pytest.approx(people["everyone"])


def test_those_in_need_by_one_rate_fare_as_everyone_wherever_people_live(cut):
    _, _, need = cut
    for measure in ("share_within_60_min", "unreached_share", "beyond_threshold_share", "median_minutes"):
        own, all_people = total(need, "need-prosthetics-orthotics", measure), total(need, "everyone", measure)
        np.testing.assert_allclose(own, all_people, rtol=1e-9)
    gaps = of(need.fairness, measure="gap", group="need-prosthetics-orthotics", area_id="total")
    np.testing.assert_allclose(gaps["difference"].dropna(), 0, atol=1e-9)


def test_fairness_counts_people_outside_the_grid_as_access_does(cut):
    _, _, need = cut
    for group in ("everyone", "female", "sex-not-known", "need-wheelchair"):
        beyond = of(need.fairness, measure="fgt0", area_id="total", group=group).set_index(DIMENSIONS)
        share = total(need, group, "beyond_threshold_share")
        np.testing.assert_allclose(beyond["value"].reindex(share.index), share, rtol=1e-9)
        np.testing.assert_allclose(beyond["denominator"].reindex(share.index), total(need, group, "people"), rtol=1e-9)


def test_supply_is_of_the_same_people_as_the_need(cut):
    _, _, need = cut
    people = of(need.access, group="need-wheelchair", measure="people").set_index([*DIMENSIONS, "area_id"])["value"]
    for method in (*(method for method in METHODS if method != "raam"), "bfca-served", "unreached"):
        rows = of(need.supply, method=method).set_index([*DIMENSIONS, "area_id"])
        assert len(rows), method
        np.testing.assert_allclose(rows["denominator"], people.reindex(rows.index), rtol=1e-9, err_msg=method)


def test_who_is_unreached_by_supply_is_beyond_the_catchment_in_access(cut):
    inputs, runs, need = cut
    rows = of(need.supply, method="unreached", area_id="total").set_index(DIMENSIONS)
    asked = [run for run in runs if tuple(run.dimensions.values()) in rows.index]
    assert len(asked) == len(rows)
    for run in asked:
        own = inputs.groups.people("need-wheelchair")
        home = getattr(run, "home", np.arange(len(own)))
        own = own[home] * run.demand.people / inputs.demand.people[home]
        outside = inputs.groups.people_outside("need-wheelchair")
        unreached = (own[~(run.times.minutes <= 45.0)].sum() + outside) / (own.sum() + outside)
        assert rows["value"][tuple(run.dimensions.values())] == pytest.approx(unreached)


def test_the_load_of_all_centres_is_the_need_in_reach(cut):
    _, _, need = cut
    loads = need.centre_load.groupby(DIMENSIONS)["demand_per_year"].sum()
    rows = of(need.supply, method="unreached", area_id="total").set_index(DIMENSIONS)
    in_reach = (1 - rows["value"]) * rows["denominator"]
    np.testing.assert_allclose(loads, in_reach.reindex(loads.index), rtol=1e-9)
    raam = of(need.supply, method="raam", area_id="total").set_index(DIMENSIONS)["denominator"]
    np.testing.assert_allclose(raam, in_reach.reindex(raam.index), rtol=1e-9)


def test_a_scenario_without_any_centre_has_a_supply_of_nothing(tmp_path):
    scenarios = [{"name": "shut", "closed_centres": ["c1", "c2"]}, {"name": "half", "closed_centres": ["c2"]}]
    _, _, need = need_of(tmp_path, scenarios=scenarios)
    shut = of(need.supply, scenario="shut", area_id="total", hazards="no-hazards").set_index("method")
    assert (shut.loc[["cumulative", "2sfca", "bfca", "bfca-served", "raam-served"], "value"] == 0).all()
    assert shut["value"]["unreached"] == 1
    assert np.isnan(shut["value"]["raam"])
    assert set(of(need.centre_load, scenario="half")["centre_id"]) == {"c1"}
    assert not len(of(need.centre_load, scenario="shut"))


def test_who_is_of_unknown_sex_and_age_is_counted_at_the_lowest_rate_and_within_the_range(cut):
    inputs, _, _ = cut
    outside = inputs.population.people_outside_grid
    of_bound = [inputs.groups.people_outside("need-wheelchair", bound) for bound in ("low", "value", "high")]
    np.testing.assert_allclose(of_bound, [0.009 * outside, 0.01 * outside, 0.04 * outside])
    table = groups_frame(inputs.groups)
    needs = table[table["kind"] == "need"]
    assert ((needs["low_people"] <= needs["people"]) & (needs["people"] <= needs["high_people"])).all()


def told(folder, units, **tables):
    """What check says of capacities in these units, the last one that of a centre which a scenario adds."""
    study = SmallStudy(folder)
    record = {"service": "physical_rehab", "capacity_per_year": 10}
    for (_, values), unit in zip(study.centres, units, strict=False):
        values.update(record, capacity_unit=unit)
    added = {**record, "code": "new-1", "title": "New", "capacity_unit": units[-1]}
    study.layer("added.geojson", [(point(30.06, 9.93), added)])
    study.tables |= {"scenarios": [{"name": "new", "added_centres": "added.geojson"}], **tables}
    return study


def test_capacities_of_added_centres_are_in_the_unit_of_the_others(tmp_path):
    study = told(tmp_path, ("people", "people", "devices"), capacity={})
    study.is_refused("[capacity]", "centres and of those that scenarios add are in more than one unit: 'people', 'dev")


def test_capacities_that_are_no_people_are_told(tmp_path):
    study = told(tmp_path, ("devices",) * 3, capacity={})
    study.is_told("capacities count 'devices', and each is held against one person in need")
