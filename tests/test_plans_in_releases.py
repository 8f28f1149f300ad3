"""Plans in a release: what a tier may tell of them, and the study that takes a plan over."""

import tomllib

import pandas as pd
import pyogrio
import pytest
import rasterio
from planned_studies import planned_study
from sample_study import read_json
from small_study import point

from accessibility.study import run_study

REHAB = "physical_rehab"
TWO = {"name": "two", "sites": 2, "pillars": [REHAB], "within_minutes": 40.0, "draws": 0}
NEW = {"name": "new", "sites": 1, "pillars": ["psychosocial"], "within_minutes": 40.0, "draws": 0}
CLOSED = {**TWO, "name": "closed", "scenario": "without-hidden"}
AFTER_PLANS = """
[[profiles]]
name = "walk"
[gaps]
threshold_minutes = 60.0
min_people = 50
[travel]
bands_minutes = [40, 120]
"""
UPGRADES = [{"of_pillars": [REHAB], "pillars": ["psychosocial"], "cost": 5.0, "cost_per_year": 1.0}]


def table(tier, name):
    return pd.read_csv(tier / "tables" / f"{name}.csv")


@pytest.fixture(scope="module")
def planned(tmp_path_factory):
    """A study with two plans, of which one adds sites and one gives a centre more to do, and its release."""
    folder = tmp_path_factory.mktemp("planned")
    study = planned_study(folder / "study", TWO, NEW)
    study.tables["candidates"] |= {"upgrades": UPGRADES}
    study.file.write_text("", encoding="utf-8")
    study.file.unlink()
    study.write()
    return study, run_study(study.file, out=folder / "release")


@pytest.mark.parametrize(("plan", "pillar"), [("two", REHAB), ("new", "psychosocial")])
def test_a_study_that_takes_the_plan_over_says_the_same_of_each_area(planned, tmp_path, plan, pillar):
    study, release = planned
    tier = release / "public"
    for path in study.folder.iterdir():
        if path.is_file():
            (tmp_path / path.name).write_bytes(path.read_bytes())
    given = tier / "plans" / plan
    text = (given / "scenario.toml").read_text(encoding="utf-8")
    again = tmp_path / study.file.name
    without_plans = again.read_text(encoding="utf-8").split("[[plans]]")[0]
    again.write_text(without_plans + AFTER_PLANS + text, encoding="utf-8")
    for layer in given.glob("*.geojson"):
        (tmp_path / layer.name).write_bytes(layer.read_bytes())
    other = run_study(again, out=tmp_path / "release") / "public"
    name = tomllib.loads(text)["scenarios"][0]["name"]
    access = pd.read_csv(other / "tables" / "areas.csv")
    access = access[(access["hazards"] == "hazards") & (access["pillar"] == pillar)]
    areas = table(tier, "plan_areas").query("plan == @plan").set_index("area_id")
    then = access[access["scenario"] == name].set_index("area_id")
    pd.testing.assert_series_equal(areas["people_within_after"], then["population_within_40_min"], check_names=False)
    pd.testing.assert_series_equal(areas["median_minutes_after"], then["median_minutes"], check_names=False)
    before = access[access["scenario"] == "base"].set_index("area_id")
    if len(before):
        pd.testing.assert_series_equal(
            areas["people_within_before"], before["population_within_40_min"], check_names=False
        )


def test_rasters_and_points_are_beside_the_tables(planned):
    tier = planned[1] / "public"
    assert {*pyogrio.list_layers(tier / "tables" / "plan.gpkg")[:, 0]} == {"sites", "candidates", "uncovered"}
    sites = pyogrio.read_dataframe(tier / "tables" / "plan.gpkg", layer="sites")
    assert len(sites) == len(table(tier, "plan"))
    folder = tier / "plans" / "two" / "physical-rehab"
    with (
        rasterio.open(folder / "travel_minutes.tif") as after,
        rasterio.open(next(tier.glob("runs/physical-rehab/*/base/*/to/hazards/travel_minutes.tif"))) as before,
    ):
        is_slower = after.read(1) > before.read(1)  # NaN, no way, is neither
    assert not is_slower.any()
    told = read_json(tier / "summary.json")["plans"]["files"]
    assert {each["file"]: each["rows"] for each in told}["plan.csv"] == len(sites)


def test_an_upgrade_may_be_the_plan_and_its_scenario_gives_the_centre_more(planned):
    tier = planned[1] / "public"
    sites = table(tier, "plan").query("plan == 'new'")
    scenario = tomllib.loads((tier / "plans" / "new" / "scenario.toml").read_text(encoding="utf-8"))["scenarios"][0]
    if sites.iloc[0]["kind"] == "upgrade":
        assert scenario["centre_pillars"] == {sites.iloc[0]["centre_id"]: [REHAB, "psychosocial"]}
    else:
        layer = read_json(tier / "plans" / "new" / "added_centres.geojson")
        assert [each["properties"]["code"] for each in layer["features"]] == [
            f"new-{site}" for site in sites["candidate_id"]
        ]


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    """Both tiers of a study whose hazards are kept back."""
    folder = tmp_path_factory.mktemp("guarded")
    study = planned_study(folder / "study", {**TWO, "name": "secret-plan"})
    study.tables["hazards"]["publish"] = False
    study.tables["release"] = {"tiers": ["analyst", "public"]}
    study.write()
    return run_study(study.file, out=folder / "release")


def test_a_tier_without_hazards_has_no_plans_and_says_so(guarded):
    assert (guarded / "analyst" / "tables" / "plan.csv").exists()
    public = guarded / "public"
    assert not list(public.rglob("plan*"))
    assert "kept back" in read_json(public / "summary.json")["plans"]["kept_back"]
    words = (public / "manifest.json").read_text() + (public / "summary.json").read_text()
    for told in ("secret-plan", "candidates.csv", "Far West"):
        assert told not in words


@pytest.fixture(scope="module")
def sensitive(tmp_path_factory):
    """Both tiers of a study with a sensitive centre, and a plan over a scenario that names it."""
    folder = tmp_path_factory.mktemp("sensitive")
    study = planned_study(folder / "study", TWO, CLOSED)
    study.centres = [(shape, {**fields, "hide": "no"}) for shape, fields in study.centres]
    secret = {"code": "hidden-1", "title": "Hidden house", "service": REHAB, "hide": "yes"}
    study.centres.append((point(30.052, 9.9475), secret))
    study.tables["centres"]["sensitive"] = "hide"
    study.tables["candidates"] |= {"upgrades": UPGRADES}
    study.tables["scenarios"] = [{"name": "without-hidden", "closed_centres": ["hidden-1"]}]
    study.tables["release"] = {"tiers": ["analyst", "public"]}
    study.write()
    return run_study(study.file, out=folder / "release")


def test_the_public_plan_is_made_over_the_centres_that_the_public_may_know(sensitive):
    analyst, public = (table(sensitive / tier, "plan_summary").set_index("plan") for tier in ("analyst", "public"))
    assert public.loc["two", "people_within_before"] < analyst.loc["two", "people_within_before"]
    assert "hidden-1" in set(table(sensitive / "analyst", "plan_candidates")["centre_id"])
    assert "hidden-1" not in set(table(sensitive / "public", "plan_candidates")["centre_id"])


def test_a_plan_over_a_hidden_scenario_is_left_out(sensitive):
    assert {*table(sensitive / "analyst", "plan_summary")["plan"]} == {"two", "closed"}
    assert {*table(sensitive / "public", "plan_summary")["plan"]} == {"two"}
    assert not (sensitive / "public" / "plans" / "closed").exists()
    assert "closed" not in {
        plan["name"] for plan in read_json(sensitive / "public" / "manifest.json")["parameters"]["plans"]
    }


def test_the_public_learns_nothing_of_a_hidden_centre_from_plans(sensitive):
    public = sensitive / "public"
    for path in [*public.glob("tables/plan*.csv"), *public.glob("plans/**/*.*json"), *public.glob("plans/**/*.toml")]:
        text = path.read_text(encoding="utf-8")
        assert "hidden" not in text.lower(), path
    assert "hidden-1" not in (public / "manifest.json").read_text(encoding="utf-8")
