"""The reader of effects: absent files are no error, halves of them are, and hazards do not leak by any of them."""

import json
import shutil

import pandas as pd
import pytest
from effects_on_disk import CLUSTERS, write_tier_with_effects
from release_on_disk import write_tier

from geo.errors import ReleaseError
from maps.effects_values import Effects
from maps.release_reader import read_tier

TELLING = (
    "clearance.csv",
    "clearance.gpkg",
    "clearance_steps.csv",
    "disputed_roads.gpkg",
    "near_hazards.csv",
    "hazard_range.csv",
)


@pytest.fixture
def tier_folder(tmp_path):
    return write_tier_with_effects(tmp_path / "public")


@pytest.fixture
def silent_folder(tmp_path):
    return write_tier_with_effects(tmp_path / "silent", hazards_published=False)


def change_summary(folder, **changes):
    path = folder / "summary.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def test_a_release_without_these_files_has_no_effects(tmp_path):
    assert read_tier(write_tier(tmp_path / "older")).effects == Effects()


def test_each_part_is_read_by_run(tier_folder):
    tier = read_tier(tier_folder)
    with_hazards = [run.key for run in tier.runs if run.has_hazards]
    effects = tier.effects
    for part in (effects.road_rules, effects.near, effects.disputed, effects.clusters, effects.steps):
        assert list(part) == with_hazards
    clusters = effects.clusters[with_hazards[0]]
    assert len(clusters) == CLUSTERS
    assert [cluster.step for cluster in clusters[:3]] == [1, 2, None]
    assert all(cluster.geometry is not None for cluster in clusters)
    assert clusters[0].gain.newly_within == (85.0, 170.0, 255.0, 340.0)
    assert [step.is_rest for step in effects.steps[with_hazards[0]]] == [False, False, True]
    people = [road.people_depending for road in effects.disputed[with_hazards[0]]]
    assert people == sorted(people, reverse=True)
    assert [comparison.after.pillar for comparison in effects.comparisons] == ["physical_rehab", "psychosocial"]


def test_hazards_bring_their_quality_policy_and_cluster(tier_folder):
    second = read_tier(tier_folder).hazards[1]
    assert (second.geometry_quality, second.policy, second.cluster_id) == ("circle_from_area", "block", 2)
    assert second.name == second.surveyed_on == ""


def test_a_table_without_a_column_is_told(tier_folder):
    path = tier_folder / "tables/clearance.csv"
    pd.read_csv(path).drop(columns=["people_reconnected"]).to_csv(path, index=False)
    with pytest.raises(ReleaseError, match=r"clearance\.csv, column people_reconnected"):
        read_tier(tier_folder)


def test_a_comparison_without_its_raster_or_table_is_told(tier_folder):
    (tier_folder / "comparisons/released-north/psychosocial/default/to/change.tif").unlink()
    with pytest.raises(ReleaseError, match=r"psychosocial/default/to/change\.tif"):
        read_tier(tier_folder)
    (tier_folder / "tables/comparisons.csv").unlink()
    with pytest.raises(ReleaseError, match=r"tables/comparisons\.csv"):
        read_tier(tier_folder)


def test_a_comparison_of_a_run_that_is_not_there_is_told(tier_folder):
    entries = json.loads((tier_folder / "summary.json").read_text())["comparisons"]
    entries[0]["after"]["season"] = "wet"
    change_summary(tier_folder, comparisons=entries)
    with pytest.raises(ReleaseError, match=r"a run for the comparison released-north.*wet"):
        read_tier(tier_folder)


def test_a_comparison_that_would_write_elsewhere_is_refused(tier_folder):
    entries = json.loads((tier_folder / "summary.json").read_text())["comparisons"]
    entries[0]["slug"] = "../map"
    change_summary(tier_folder, comparisons=entries)
    with pytest.raises(ReleaseError, match="cannot name a page"):
        read_tier(tier_folder)


def test_a_silent_tier_with_comparisons_without_hazards_is_read(silent_folder):
    assert len(read_tier(silent_folder).effects.comparisons) == 2


@pytest.mark.parametrize(
    "name",
    [
        "clearance.csv",
        "clearance.gpkg",
        "clearance_steps.csv",
        "disputed_roads.gpkg",
        "near_hazards.csv",
        "hazard_range.csv",
    ],
)
def test_a_silent_tier_that_holds_a_table_of_hazards_is_refused(tier_folder, silent_folder, name):
    shutil.copy(tier_folder / "tables" / name, silent_folder / "tables" / name)
    with pytest.raises(ReleaseError, match=f"not published, but holds tables/{name}"):
        read_tier(silent_folder)


@pytest.mark.parametrize("key", ["hazards", "hazard_range"])
def test_a_silent_tier_whose_summary_counts_hazards_is_refused(silent_folder, key):
    change_summary(silent_folder, **{key: {"read": 1}})
    with pytest.raises(ReleaseError, match=f"not published, but holds summary.json, key {key}"):
        read_tier(silent_folder)


def test_a_silent_tier_that_compares_hazards_is_refused(silent_folder):
    entries = json.loads((silent_folder / "summary.json").read_text())["comparisons"]
    entries[1]["before"]["hazards"] = "hazards"
    change_summary(silent_folder, comparisons=entries)
    with pytest.raises(ReleaseError, match="holds comparison bridge-built"):
        read_tier(silent_folder)


def test_a_silent_tier_with_a_comparison_that_it_does_not_name_is_refused(tier_folder, silent_folder):
    shutil.copytree(tier_folder / "comparisons/released-north", silent_folder / "comparisons/released-north")
    with pytest.raises(ReleaseError, match="comparisons/released-north"):
        read_tier(silent_folder)
    shutil.rmtree(silent_folder / "comparisons/released-north")
    shutil.copy(tier_folder / "tables/comparisons.csv", silent_folder / "tables/comparisons.csv")
    with pytest.raises(ReleaseError, match=r"released-north in tables/comparisons\.csv"):
        read_tier(silent_folder)
