"""The effects of hazards: who lives near, the range of road policies, what releasing areas gives, by season."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from small_study import SmallStudy, polygon
from study_runs import inputs_of

from accessibility.effects import find_effects
from accessibility.runs import make_runs
from accessibility.study import run_study
from geo.progress import silent

REHAB = "physical_rehab"


def mined(folder, **hazards):
    """A study in which an area lies across two roads and another holds a few people."""
    folder.mkdir(exist_ok=True)
    study = SmallStudy(folder)
    study.tables["hazards"].update(hazards)
    study.hazards = [
        (polygon(30.051, 9.9, 30.056, 10.0), {"kind": "suspected", "status": "open", "id": "h1"}),
        (polygon(30.021, 9.96, 30.034, 9.975), {"kind": "confirmed", "status": "open", "id": "h2"}),
    ]
    return study


def effects_of(study):
    inputs = inputs_of(study)
    runs = make_runs(inputs, inputs.worlds, progress=silent)
    return runs, find_effects(inputs, runs, progress=silent)


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    study = mined(tmp_path_factory.mktemp("valley"))
    study.layer("river.geojson", [(polygon(30.0, 9.946, 30.1, 9.951), {})])
    study.tables["seasons"] = [{"name": "dry"}, {"name": "wet", "barriers": ["river.geojson"]}]
    study.tables["scenarios"] = [{"name": "cut", "hazard_roads": "cut"}]
    return effects_of(study)


def test_effects_are_those_of_the_base_in_each_season(found):
    runs, effects = found
    held = [run for run in runs if run.has_hazards and run.world.key[0] == "base"]
    assert [run.world.key for run, _ in effects.rankings] == [run.world.key for run in held]
    for table in (effects.near_hazards, effects.hazard_range):
        assert set(table["scenario"]) == {"base"}
        assert set(table["season"]) == {"dry", "wet"}
        assert (table["hazards"] == "hazards").all()


def test_a_policy_range_holds_the_run_that_was_made(found):
    runs, effects = found
    ranged = effects.hazard_range.set_index(["season", "roads"])
    for scenario, policy in (("base", "open"), ("cut", "cut")):
        for run in runs:
            if run.has_hazards and run.world.key[0] == scenario:
                total = run.access[run.access["area_kind"] == "all"].iloc[0]
                own = ranged.loc[run.world.key[1], policy]
                for column in ("population", "population_no_way", "population_within_120_min", "median_minutes"):
                    assert own[column] == pytest.approx(total[column]), (column, policy)
    for season in ("dry", "wet"):
        assert (
            ranged.loc[(season, "cut"), "population_within_60_min"]
            <= (ranged.loc[(season, "open"), "population_within_60_min"])
        )


def test_those_inside_are_those_of_the_run_and_the_rest_lives_near_or_far(found):
    runs, effects = found
    near = effects.near_hazards
    for run in runs:
        if run.has_hazards and run.world.key[0] == "base":
            total = run.access[run.access["area_kind"] == "all"].iloc[0]
            own = near[near["season"] == run.world.key[1]]
            assert own["within_m"].tolist() == [0, 500, 1000, 5000]
            assert own["population"].iloc[0] == pytest.approx(total["population_inside_hazards"])
            assert own["population"].iloc[0] + own["population"].iloc[-1] <= total["population"] + 1e-9
            assert own["population"].iloc[1:].is_monotonic_increasing


def test_steps_and_rest_add_up_to_the_whole_difference(found):
    runs, effects = found
    for run, ranking in effects.rankings:
        alike = [each for each in runs if (each.world.key, each.pillar) == (run.world.key, run.pillar)]
        free = next(each for each in alike if not each.has_hazards)
        people = run.world.demand.people
        newly = [step.gain.people_newly_within for step in (*ranking.steps, ranking.rest)]
        for place, band in enumerate(ranking.bands_minutes):
            whole = people[(free.times.minutes <= band) & ~(run.times.minutes <= band)].sum()
            assert sum(gain[place] for gain in newly) == pytest.approx(whole)


def test_a_stretch_that_policy_decides_about_is_named_with_its_cluster(found):
    _, effects = found
    roads = effects.disputed_roads
    assert isinstance(roads, gpd.GeoDataFrame)
    assert set(roads["cluster_id"]) == {1}
    assert roads["people_depending"].max() > 0


@pytest.mark.parametrize("roads", [True, False])
def test_areas_that_only_slow_people_have_effects_without_a_ranking_of_any(tmp_path, roads):
    study = mined(tmp_path / "study", policy="slow", slow_factor=5.0)
    if not roads:
        del study.tables["roads"]
    study.write()
    out = run_study(study.file, out=tmp_path / "release")
    near = pd.read_csv(out / "public" / "tables" / "near_hazards.csv")
    assert near["population"].tolist()[0] == 0
    assert near["population"].iloc[1] > 0
    assert pd.read_csv(out / "public" / "tables" / "clearance.csv").empty
    assert (out / "public" / "tables" / "hazard_range.csv").exists() == roads


def test_a_pillar_that_only_a_scenario_offers_has_no_effects_in_the_base(tmp_path):
    study = mined(tmp_path)
    study.tables["scenarios"] = [{"name": "dental", "centre_pillars": {"c1": ["dental"]}}]
    _, effects = effects_of(study)
    assert {run.pillar for run, _ in effects.rankings} == {REHAB}
    assert set(effects.near_hazards["pillar"]) == {REHAB}


def test_a_base_without_hazards_and_a_scenario_with_them_is_a_release(tmp_path):
    study = mined(tmp_path / "study")
    for _, values in study.hazards:
        values["reported_on"] = "2025-06-01"
    study.tables["study"]["as_of"] = study.tables["study"]["as_of"].replace(year=2025)
    study.tables["scenarios"] = [{"name": "later", "hazards_as_of": study.tables["study"]["as_of"].replace(year=2026)}]
    study.write()
    out = run_study(study.file, out=tmp_path / "release")
    access = pd.read_csv(out / "public" / "tables" / "comparisons.csv")
    everyone = access[access["area_kind"] == "all"].iloc[0]
    assert everyone["people_losing"] + everyone["people_cut_off"] > 0
    assert not (out / "public" / "tables" / "clearance.csv").exists()


def test_everyone_near_counts_once_for_each_pillar(found):
    _, effects = found
    near = effects.near_hazards
    keys = ["pillar", "season", "direction", "within_m"]
    assert not near.duplicated(keys).any()
    assert np.isfinite(near["population"]).all()
