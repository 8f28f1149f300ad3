"""Worlds: a scenario answers, to the bit, as a study that has the change in its inputs."""

from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from small_study import SmallStudy, point, polygon
from study_runs import assert_same_answer, inputs_of, is_nowhere_quicker, is_somewhere_slower, runs_of

from accessibility.search import INSIDE_HAZARD

REHAB = "physical_rehab"
MINED = (
    polygon(30.021, 9.911, 30.034, 9.937),
    {"kind": "confirmed", "status": "open", "id": "h1", "reported_on": "2020-01-01"},
)
STRIP = (
    polygon(30.051, 9.9, 30.056, 9.99),
    {"kind": "suspected", "status": "open", "id": "h2", "reported_on": "2024-01-01"},
)
STRIKE = (
    polygon(30.07, 9.95, 30.093, 9.972),
    {"kind": "strike", "status": "open", "id": "h3", "reported_on": "2024-01-01"},
)
NEW = (point(30.06, 9.93), {"code": "c3", "title": "New", "service": "dental;physical_rehab"})
FLOOD = (polygon(30.0, 9.93, 30.1, 9.946), {})


def mined_study(folder):
    """The small study with two areas, one of which lies across two roads."""
    folder.mkdir(exist_ok=True)
    study = SmallStudy(folder)
    study.hazards = [MINED, STRIP]
    study.roads = [{"highway": "tertiary", "surface": "dirt"}, {"highway": "primary", "surface": "asphalt"}]
    study.layer("strike.geojson", [STRIKE])
    study.layer("new.geojson", [NEW])
    study.layer("flood.geojson", [FLOOD])
    study.layer("bridge.geojson", [(polygon(30.005, 9.915, 30.095, 9.925), {})])
    return study


def without_road(study):
    study.roads[0]["highway"] = "proposed"


def change_pillars(study):
    study.centres[0][1]["service"] = "dental"


def flood(study):
    study.tables["land"]["barriers"] = ["flood.geojson"]


CHANGES = {
    "released": ({"released": ["h1"]}, lambda study: study.hazards.pop(0)),
    "as of": ({"hazards_as_of": date(2022, 1, 1)}, lambda study: study.hazards.pop(1)),
    "strike": ({"added_hazards": "strike.geojson"}, lambda study: study.hazards.append(STRIKE)),
    "cut": ({"hazard_roads": "cut"}, lambda study: study.tables["hazards"].update(roads="cut")),
    "closed centre": ({"closed_centres": ["c1"]}, lambda study: study.centres.pop(0)),
    "added centre": ({"added_centres": "new.geojson"}, lambda study: study.centres.append(NEW)),
    "pillars": ({"centre_pillars": {"c1": ["dental"]}}, change_pillars),
    "closed road": ({"closed_roads": [101]}, without_road),
    "closures": ({"closures": "bridge.geojson"}, without_road),
    "barriers": (
        {"barriers": ["flood.geojson"]},
        lambda study: study.tables["land"].update(barriers=["flood.geojson"]),
    ),
    "limit": ({"daily_limit_minutes": 20}, lambda study: study.tables.update(travel={"limit_minutes": 20})),
}


@pytest.mark.parametrize("policy", ["block", "slow"])
@pytest.mark.parametrize("name", CHANGES)
def test_a_scenario_answers_as_a_study_with_its_change_in_the_inputs(tmp_path, name, policy):
    keys, change = CHANGES[name]
    one, other = mined_study(tmp_path / "one"), mined_study(tmp_path / "other")
    for study in (one, other):
        study.tables["hazards"].update({"slow": {"policy": "slow", "slow_factor": 3.0}}.get(policy, {}))
    one.tables["scenarios"] = [{"name": "other", **keys}]
    change(other)
    scenario, direct = runs_of(one), runs_of(other)
    assert {(pillar, held) for pillar, _, _, held in direct} <= {(pillar, held) for pillar, _, _, held in scenario}
    for (pillar, _, season, has_hazards), run in direct.items():
        assert_same_answer(scenario[pillar, "other", season, has_hazards], run)
    is_changed = [
        (run.travel.seconds != scenario[pillar, "other", season, held].travel.seconds).any()
        for (pillar, world, season, held), run in scenario.items()
        if world == "base"
    ]
    assert any(is_changed) or (name, policy) == ("cut", "slow")  # roads through what slows people are never cut


def test_the_base_answers_as_a_study_without_scenarios_and_seasons(tmp_path):
    one, other = mined_study(tmp_path / "one"), mined_study(tmp_path / "other")
    one.tables["scenarios"] = [{"name": f"s{row}", **keys} for row, (keys, _) in enumerate(CHANGES.values())]
    one.tables["seasons"] = [{"name": "dry"}, {"name": "wet", "barriers": ["flood.geojson"]}]
    scenario = runs_of(one)
    for (pillar, _, _, has_hazards), run in runs_of(other).items():
        assert_same_answer(scenario[pillar, "base", "dry", has_hazards], run)


def slow_down(study):
    study.speeds = study.speeds.replace("4.5", "2.25").replace("forest,3", "forest,1.5")


SEASONS = {
    "speeds": ({"road_speeds": "rural-wet"}, lambda study: study.tables["roads"].update(speeds="rural-wet")),
    "barriers": ({"barriers": ["flood.geojson"]}, flood),
    "land": ({"land_speed_factor": 0.5}, slow_down),
    "nothing": ({}, lambda _study: None),
}


@pytest.mark.parametrize("name", SEASONS)
def test_a_season_answers_as_a_study_of_its_speeds_and_rivers(tmp_path, name):
    keys, change = SEASONS[name]
    one, other = mined_study(tmp_path / "one"), mined_study(tmp_path / "other")
    one.tables["seasons"] = [{"name": "dry"}, {"name": "wet", **keys}]
    change(other)
    scenario, direct = runs_of(one), runs_of(other)
    for (pillar, _, _, has_hazards), run in direct.items():
        assert_same_answer(scenario[pillar, "base", "wet", has_hazards], run)
        if name != "nothing":
            assert is_somewhere_slower(run, scenario[pillar, "base", "dry", has_hazards])


def test_where_a_surface_is_closed_people_walk_along_the_road(tmp_path):
    study = mined_study(tmp_path)
    study.tables["seasons"] = [{"name": "dry"}, {"name": "wet", "closed_surfaces": ["dirt"]}]
    study.tables["scenarios"] = [{"name": "no-road", "closed_roads": [101]}]
    runs = runs_of(study)
    dry, wet, closed = (runs[REHAB, *key, False] for key in (("base", "dry"), ("base", "wet"), ("no-road", "dry")))
    assert is_somewhere_slower(wet, dry)
    assert is_nowhere_quicker(wet, dry)
    assert is_nowhere_quicker(closed, wet)


def test_releasing_every_area_leaves_no_hazards(tmp_path):
    study = mined_study(tmp_path)
    study.tables["scenarios"] = [{"name": "all-released", "released": ["h1", "h2"]}]
    runs = runs_of(study)
    assert (REHAB, "all-released", "all-year", True) not in runs
    assert_same_answer(runs[REHAB, "all-released", "all-year", False], runs[REHAB, "base", "all-year", False])


def test_ignored_areas_are_as_none(tmp_path):
    one, other = mined_study(tmp_path / "one"), mined_study(tmp_path / "other")
    one.tables["hazards"]["policy"] = "ignore"
    del other.tables["hazards"]
    one, other = runs_of(one), runs_of(other)
    assert one.keys() == other.keys()
    for key, run in one.items():
        assert_same_answer(run, other[key])


def held(folder, **keys):
    """The run with hazards under some keys of [hazards]; that without if none does anything."""
    study = mined_study(folder)
    study.tables["hazards"].update(keys)
    runs = runs_of(study)
    return runs.get((REHAB, "base", "all-year", True), runs[REHAB, "base", "all-year", False])


def test_a_buffer_of_nothing_is_none_and_a_larger_one_never_shortens(tmp_path):
    runs = [held(tmp_path / f"{buffer_m}", buffer_m=buffer_m) for buffer_m in (0, 200, 800)]
    assert_same_answer(runs[0], held(tmp_path / "none"))
    for smaller, larger in pairwise(runs):
        assert is_nowhere_quicker(larger, smaller)
        assert is_somewhere_slower(larger, smaller)


def test_a_released_area_leaves_with_its_buffer(tmp_path):
    one, other = mined_study(tmp_path / "one"), mined_study(tmp_path / "other")
    for study in (one, other):
        study.tables["hazards"]["buffer_m"] = 500
    one.tables["scenarios"] = [{"name": "released", "released": ["h1"]}]
    del other.hazards[0]
    assert_same_answer(
        runs_of(one)[REHAB, "released", "all-year", True], runs_of(other)[REHAB, "base", "all-year", True]
    )


def test_areas_that_slow_people_more_never_shorten_a_way(tmp_path):
    factors = (1.0, 1.5, 4.0, 100.0)
    runs = [held(tmp_path / f"{factor}", policy="slow", slow_factor=factor) for factor in factors]
    assert_same_answer(runs[0], held(tmp_path / "ignored", policy="ignore"))
    for quick, slow in pairwise(runs):
        assert is_nowhere_quicker(slow, quick)
        assert is_somewhere_slower(slow, quick)


def test_areas_that_are_almost_impassable_are_nowhere_quicker_than_a_block(tmp_path):
    slow, block = mined_study(tmp_path / "slow"), mined_study(tmp_path / "block")
    for study in (slow, block):
        del study.tables["roads"]
    slow.tables["hazards"].update(policy="slow", slow_factor=1e4)
    slow, block = (runs_of(study)[REHAB, "base", "all-year", True] for study in (slow, block))
    is_reached = np.isfinite(block.travel.seconds)
    assert (slow.travel.seconds >= block.travel.seconds)[is_reached].all()
    assert np.isfinite(slow.travel.seconds).sum() > is_reached.sum()


def test_areas_that_slow_and_areas_that_block_hold_together(tmp_path):
    studies = {name: mined_study(tmp_path / name) for name in ("both", "slow", "block")}
    for study in studies.values():
        study.tables["hazards.rules"] = [{"policy": "slow", "slow_factor": 3.0, "ids": ["h1"]}]
    studies["slow"].hazards, studies["block"].hazards = [MINED], [STRIP]
    runs = {name: runs_of(study)[REHAB, "base", "all-year", True] for name, study in studies.items()}
    for name in ("slow", "block"):
        assert is_nowhere_quicker(runs["both"], runs[name])
        assert is_somewhere_slower(runs["both"], runs[name])
    np.testing.assert_array_equal(
        runs["both"].times.status == INSIDE_HAZARD, runs["block"].times.status == INSIDE_HAZARD
    )


def test_a_further_area_never_shortens_a_way(tmp_path):
    study = mined_study(tmp_path)
    study.tables["scenarios"] = [{"name": "strike", "added_hazards": "strike.geojson"}]
    runs = runs_of(study)
    base, strike = (runs[REHAB, name, "all-year", True] for name in ("base", "strike"))
    assert is_nowhere_quicker(strike, base)
    assert is_somewhere_slower(strike, base)


def test_everyone_is_in_every_world(tmp_path):
    study = mined_study(tmp_path)
    study.tables["grid"] = {"resolution_arcsec": 18, "bounds": [30.01, 9.905, 30.1, 9.99]}
    study.tables["seasons"] = [{"name": "dry"}, {"name": "wet", "barriers": ["flood.geojson"]}]
    study.tables["scenarios"] = [{"name": f"s{row}", **keys} for row, (keys, _) in enumerate(CHANGES.values())]
    for run in runs_of(study).values():
        access = run.access
        assert access[access["area_kind"] == "all"]["population"].item() == pytest.approx(2000)
        assert access[access["area_kind"] != "all"]["population"].sum() == pytest.approx(2000)


def test_a_pillar_that_only_a_scenario_offers_reaches_nobody_in_the_base(tmp_path):
    study = mined_study(tmp_path)
    study.tables["scenarios"] = [{"name": "new", "added_centres": "new.geojson"}]
    runs = runs_of(study)
    base, new = (runs["dental", scenario, "all-year", True] for scenario in ("base", "new"))
    assert np.isinf(base.times.minutes).all()
    assert set(new.travel.nearest[new.travel.nearest >= 0]) == {2}


def test_the_last_centre_that_closes_leaves_nobody_with_a_way(tmp_path):
    study = mined_study(tmp_path)
    study.tables["scenarios"] = [{"name": "closed", "closed_centres": ["c1", "c2"]}]
    runs = runs_of(study)
    assert np.isinf(runs[REHAB, "closed", "all-year", False].times.minutes).all()
    assert (runs[REHAB, "closed", "all-year", False].travel.nearest == -1).all()


def test_a_closed_centre_is_the_nearest_of_nobody(tmp_path):
    study = mined_study(tmp_path)
    study.tables["scenarios"] = [{"name": "closed", "closed_centres": ["c1"]}]
    runs = runs_of(study)
    for has_hazards in (False, True):
        run = runs[REHAB, "closed", "all-year", has_hazards]
        assert set(run.travel.nearest.ravel()) <= {-1, 1}
        assert set(run.times.nearest) <= {-1, 1}


@pytest.mark.parametrize("order", [("dry", "wet"), ("wet", "dry")])
def test_the_order_of_seasons_changes_no_answer(tmp_path, order):
    study = mined_study(tmp_path)
    study.layer("deep.geojson", [(polygon(30.0, 9.9, 30.04, 9.93), {})])
    seasons = {"dry": {"name": "dry"}, "wet": {"name": "wet", "barriers": ["deep.geojson"]}}
    study.tables["seasons"] = [seasons[name] for name in order]
    inputs = inputs_of(study)
    assert inputs.centres.ids == ("c1", "c2")
    serving = {world.key[1]: [bool(pillars) for pillars in world.centres.pillars] for world in inputs.worlds}
    assert serving == {"dry": [True, True], "wet": [False, True]}


def test_a_centre_that_a_flood_surrounds_is_reached_again_when_it_is_over(tmp_path):
    study = mined_study(tmp_path)
    study.layer("deep.geojson", [(polygon(30.0, 9.9, 30.04, 9.93), {})])
    study.tables["seasons"] = [{"name": "wet", "barriers": ["deep.geojson"]}, {"name": "dry"}]
    runs = runs_of(study)
    assert set(runs[REHAB, "base", "wet", False].travel.nearest.ravel()) == {-1, 1}
    assert set(runs[REHAB, "base", "dry", False].travel.nearest.ravel()) == {-1, 0, 1}
