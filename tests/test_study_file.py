"""Reading the study file: what is filled in, what is refused, and what stands in for a faulty one."""

from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError
from small_study import toml_of

from accessibility.study_file import StudyFile, did_you_mean, known_keys, read_study_file
from geo.errors import InputFaults, MissingFileError
from geo.faults import Faults

LEAST = {
    "study": {"name": "Valley", "country": "ZZZ", "as_of": date(2026, 1, 1)},
    "grid": {"like": "people.tif"},
    "land": {"speed_kmh": 4},
    "centres": {"path": "centres.csv"},
    "population": {"path": "people.tif", "units": "people_per_cell", "year": 2020},
}


@pytest.fixture
def read(tmp_path):
    """Read a study file of the least tables, some of them with other values."""

    def read_tables(**tables):
        path, faults = tmp_path / "valley.toml", Faults()
        merged = {name: {**LEAST.get(name, {}), **tables.get(name, {})} for name in {**LEAST, **tables}}
        path.write_text(toml_of(merged), encoding="utf-8")
        return read_study_file(path, faults=faults), faults

    return read_tables


def test_five_tables_are_enough_and_the_rest_is_filled_in(read, tmp_path):
    study, faults = read()
    assert len(faults) == 0
    assert (study.areas, study.roads, study.hazards) == (None, None, None)
    assert study.travel.bands_minutes == (30, 60, 120, 240)
    assert (study.travel.neighbours, study.travel.corner_crossing) == (16, "forbid")
    assert study.travel.limit_minutes is None
    assert (study.gaps.threshold_minutes, study.gaps.min_people) == (120, 500)
    assert study.release.tiers == ("public",)
    assert study.land.adopt_within_m == 500
    assert (study.folder, study.file_name) == (tmp_path, "valley.toml")


def test_paths_are_relative_to_the_study_file(read, tmp_path):
    study, _ = read(land={"elevation": ["tiles/a.hgt.zip", "/far/b.tif"]})
    assert [study.located(path) for path in study.land.elevation] == [tmp_path / "tiles/a.hgt.zip", Path("/far/b.tif")]


def test_hazards_are_kept_back_unless_the_study_says_otherwise(read):
    study, _ = read(hazards={"path": "hazards.gpkg"})
    assert study.hazards.publish is False
    assert (study.hazards.policy, study.hazards.roads) == ("block", "open")
    assert study.hazards.overlap_tolerance_m == 50


def test_every_file_is_listed_with_the_key_that_names_it(read):
    study, faults = read(
        areas={"path": "areas.gpkg", "id": "a", "name": "b"},
        land={"speed_kmh": 4, "elevation": ["e.tif"], "barriers": ["river.gpkg"]},
        roads={"path": "r.osm.pbf", "speeds": "own.csv"},
        hazards={"path": "h.gpkg", "roads": "recorded", "in_use": "u.gpkg"},
    )
    assert len(faults) == 0
    assert {key: path.name for key, path in study.files()} == {
        "[grid] like": "people.tif",
        "[areas] path": "areas.gpkg",
        "[land] elevation": "e.tif",
        "[land] barriers": "river.gpkg",
        "[roads] path": "r.osm.pbf",
        "[roads] speeds": "own.csv",
        "[hazards] path": "h.gpkg",
        "[hazards] in_use": "u.gpkg",
        "[centres] path": "centres.csv",
        "[population] path": "people.tif",
    }


def test_a_table_of_speeds_that_is_shipped_is_no_file_of_the_study(read):
    study, _ = read(roads={"path": "r.osm"})
    assert "[roads] speeds" not in dict(study.files())


def test_a_study_cannot_be_changed(read):
    study, _ = read()
    with pytest.raises(ValidationError, match="frozen"):
        study.gaps.min_people = 1


def test_without_a_file_there_is_no_study(tmp_path):
    with pytest.raises(MissingFileError, match=r"none\.toml: there is no such study file"):
        read_study_file(tmp_path / "none.toml", faults=Faults())


def test_all_faults_of_the_file_are_told_at_once(read):
    _, faults = read(
        study={"country": "com"}, travel={"neighbours": 9}, gaps={"min_peple": 4}, population={"year": 20}, maps={}
    )
    assert [fault.which for fault in faults] == [
        "[study] country",
        "[population] year",
        "[travel] neighbours",
        "[gaps] min_peple",
        "[maps]",
    ]
    with pytest.raises(InputFaults):
        faults.raise_errors()


def test_what_is_sound_of_a_faulty_study_stands_in_for_it(read):
    study, faults = read(
        study={"country": "com"}, gaps={"min_people": -1}, land={"spede": 3}, roads={"path": 5}, grid={"like": "a.tif"}
    )
    assert len(faults.errors) == 4
    assert study.study.country == "ZZZ"
    assert study.gaps.min_people == 500
    assert study.land.speed_kmh == 4
    assert study.roads is None
    assert study.grid.like == Path("a.tif")


@pytest.mark.parametrize("table", ["grid", "land", "centres", "population"])
def test_nothing_stands_in_where_files_would_have_to_be_guessed(read, table):
    faulty = {"grid": {"resolution_m": -1}, "land": {"speed_kmh": 0}, "centres": {"path": 1}, "population": {"year": 1}}
    study, faults = read(**{table: faulty[table]})
    assert study is None
    assert faults.errors


def test_the_keys_of_a_table_in_a_table_are_known():
    assert {"id", "kind", "status", "name"} < set(known_keys(StudyFile, ["hazards", "columns"]))
    assert {"kind", "policy"} < set(known_keys(StudyFile, ["hazards", "rules"]))
    assert known_keys(StudyFile, ["nothing"]) == []
    assert known_keys(StudyFile, ["land", "speed_kmh"]) == []


def test_a_name_like_no_other_has_no_nearest():
    assert did_you_mean("xyz", ["grid", "land"]) == ""
