"""The manifest: every file that was read with its hash, and what was done in plain sentences."""

import datetime as dt
import hashlib
import importlib.metadata
import shutil
import tomllib
from pathlib import Path

import geopandas as gpd
import pytest
from sample_study import SAMPLE, copy_sample, files_of, read_json

from accessibility.release.manifest import DISCLAIMERS, describe_inputs, method_sentences
from accessibility.study_file import read_study_file
from geo.faults import Faults


def study_of(path):
    faults = Faults()
    study = read_study_file(path, faults=faults)
    assert study is not None, list(faults)
    return study


@pytest.fixture(scope="module", params=["public", "analyst", "."])
def manifest(request, sample_release):
    return read_json(sample_release / request.param / "manifest.json")


def test_every_input_is_there_with_its_hash_and_size(manifest):
    assert {file["file"] for file in manifest["inputs"]} == files_of(SAMPLE) - {"README.md", "survivors.csv"}
    for file in manifest["inputs"]:
        content = (SAMPLE / file["file"]).read_bytes()
        assert file["sha256"] == hashlib.sha256(content).hexdigest()
        assert file["bytes"] == len(content)
    assert {"role": "study", "file": "study.toml"}.items() <= manifest["inputs"][0].items()


def test_source_licence_and_date_are_those_that_the_study_states(manifest):
    table = tomllib.loads((SAMPLE / "study.toml").read_text(encoding="utf-8"))
    roads = next(file for file in manifest["inputs"] if file["role"] == "[roads] path")
    assert (roads["source"], roads["licence"], roads["date"]) == (
        table["roads"]["source"],
        table["roads"]["licence"],
        "2025-06-01",
    )
    grid = next(file for file in manifest["inputs"] if file["role"] == "[grid] like")
    assert (grid["source"], grid["licence"], grid["date"]) == (None, None, None)


def test_parameters_are_the_whole_study_with_its_defaults(manifest):
    parameters = manifest["parameters"]
    assert parameters["travel"]["bands_minutes"] == [30, 60, 120, 240]
    assert parameters["travel"]["boarding_wait_minutes"] == 0
    assert parameters["gaps"] == {"threshold_minutes": 120, "min_people": 100}
    assert parameters["population"]["year"] == 2025
    assert parameters["study"]["as_of"] == "2026-01-01"


def test_versions_time_and_stages_are_told(manifest):
    assert manifest["nearcare_version"] == importlib.metadata.version("nearcare")
    assert {"python", "numpy", "shapely", "rasterio"} <= manifest["versions"].keys()
    assert dt.datetime.fromisoformat(manifest["created_utc"]).tzinfo is not None
    assert [stage["stage"] for stage in manifest["stages"]][:2] == ["read", "ground"]
    assert all(stage["seconds"] >= 0 for stage in manifest["stages"])


def test_the_accuracy_is_told_in_figures_and_in_words(manifest):
    assert manifest["accuracy"] == {
        "neighbours": 16,
        "neighbourhood_error_share": 0.0494,  # cells of 3 arc-seconds
        "time_step_seconds": 2**-20,
    }
    assert any("by at most 4.9 %" in sentence for sentence in manifest["method"])


def test_what_must_be_said_is_said(manifest):
    assert manifest["disclaimers"] == list(DISCLAIMERS)
    assert manifest["disclaimers"][:2] == ["No recorded hazard does not mean safe.", "Not for navigation."]


def test_no_folder_of_the_machine_is_told(sample_release):
    for path in sample_release.rglob("*.json"):
        text = path.read_text(encoding="utf-8")
        assert str(SAMPLE.parent) not in text
        assert str(sample_release.parent) not in text


def test_the_release_names_its_tiers_and_each_tier_itself(sample_release):
    assert read_json(sample_release / "manifest.json")["tiers"] == ["public", "analyst"]
    for tier in ("public", "analyst"):
        assert read_json(sample_release / tier / "manifest.json")["tier"] == tier


def test_a_shapefile_is_hashed_with_all_its_parts(tmp_path):
    path = copy_sample(tmp_path, {'path = "areas.geojson"': 'path = "areas.shp"'})
    gpd.read_file(tmp_path / "areas.geojson").to_file(tmp_path / "areas.shp")
    shutil.copy(tmp_path / "areas.geojson", tmp_path / "areas.txt")
    described = [file for file in describe_inputs(study_of(path), path) if file["role"] == "[areas] path"]
    assert {file["file"] for file in described} == {"areas.shp", "areas.dbf", "areas.shx", "areas.prj", "areas.cpg"}
    assert len({file["sha256"] for file in described}) == len(described)
    assert {file["licence"] for file in described} == {"CC0-1.0"}


def test_the_method_speaks_of_hazards_only_where_they_count():
    study = study_of(SAMPLE / "study.toml")
    told = method_sentences(study, has_hazards=True, neighbourhood_error_share=0.0275)
    assert len([sentence for sentence in told if "hazard areas block" in sentence]) == 1
    hidden = method_sentences(study, has_hazards=False, neighbourhood_error_share=0.0275)
    assert not [sentence for sentence in hidden if "hazard" in sentence]
    assert [sentence for sentence in told if sentence in hidden] == hidden


@pytest.mark.parametrize(
    ("policy", "words"), [("open", "stay open"), ("cut", "pass through them or run deeper inside than the tolerance")]
)
def test_the_method_says_what_becomes_of_roads(tmp_path, policy, words):
    path = copy_sample(tmp_path, {'roads = "open"': f'roads = "{policy}"'})
    assert words in " ".join(method_sentences(study_of(path), has_hazards=True, neighbourhood_error_share=0.0275))


def test_the_method_says_that_people_of_points_stand_in_one_cell_each(tmp_path):
    study = study_of(copy_sample(tmp_path, {}))
    points = study.population.model_copy(update={"path": None, "points": Path("places.csv")})
    told, other = (
        " ".join(method_sentences(each, has_hazards=False, neighbourhood_error_share=0.0275))
        for each in (study.model_copy(update={"population": points}), study)
    )
    assert "stand in the one cell that holds its point" in told
    assert "holds its point" not in other


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ('policy = "ignore"', ["hold nobody up"]),
        ('policy = "slow"\nslow_factor = 3', ["areas make ways off the roads 3 times as long"]),
        ('policy = "block"\nbuffer_m = 50', ["areas block every off-road move", "50 m larger on all sides"]),
        (
            'policy = "block"\nrules = [{policy = "slow", slow_factor = 2.5, kind = ["SHA"]}]',
            ["areas block every off-road move", "a rule of the study says so make ways off the roads 2.5 times"],
        ),
    ],
)
def test_the_method_says_what_areas_do(tmp_path, keys, words):
    path = copy_sample(tmp_path, {'policy = "block"': keys})
    told = " ".join(method_sentences(study_of(path), has_hazards=True, neighbourhood_error_share=0.0275))
    assert [word for word in words if word not in told] == []
    assert ("block every off-road move" in told) == ("block" in keys)
