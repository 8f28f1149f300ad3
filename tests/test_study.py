"""The door: a release is whole or not there, the same each time, and tells each tier what it may know."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sample_study import (
    SENSITIVE,
    change_features,
    content_of,
    copy_sample,
    files_of,
    only_emergency_care,
    read_access,
    read_json,
    read_raster,
    read_runs,
    two_pillars,
    words_of,
)
from small_study import SmallStudy
from workbook_reader import Workbook

from accessibility.search.least_time import INSIDE_HAZARD
from accessibility.study import check_study, default_release_folder, run_study
from geo.errors import InputFaults, MissingFileError, ReleaseError
from maps.pages import draw_pages

SECRET_CENTRES = {"C-03": "Quelmar rehabilitation and prosthetics centre", "C-05": "Dolvari peer support house"}
HAZARD_WORDS = [
    *("SHA-1", "SHA-2", "SHA-3", "SHA-4", "SHA-5", "SHA-9", "CHA-1", "CHA-2"),
    *("Saddle road", "Pine slope", "Upper meadow", "South field", "Long traverse", "Orchard strip", "Pass line"),
    *("Crossed ground", "hazards.geojson", "overlap_tolerance_m", "technical survey"),
]


@pytest.fixture(scope="module")
def quick_study(tmp_path_factory):
    """A small study, for what a release is worth on disk whatever it tells."""
    study = SmallStudy(tmp_path_factory.mktemp("quick"))
    study.write()
    return study.file


def leftovers(folder):
    return sorted(path.name for path in folder.iterdir())


class DrawingFailedError(Exception):
    """What a page that cannot be drawn raises here."""


@pytest.mark.parametrize("error", [DrawingFailedError, KeyboardInterrupt])
def test_a_failing_draw_leaves_nothing(quick_study, tmp_path, error):
    def draw(_tier):
        raise error

    with pytest.raises(error):
        run_study(quick_study, out=tmp_path / "release", draw=draw)
    assert leftovers(tmp_path) == []


def test_a_failing_draw_leaves_an_earlier_release_as_it_was(quick_study, tmp_path):
    out = run_study(quick_study, out=tmp_path / "release")
    before = {name: (out / name).read_bytes() for name in files_of(out)}

    def draw(_tier):
        raise DrawingFailedError

    with pytest.raises(DrawingFailedError):
        run_study(quick_study, out=out, draw=draw)
    assert {name: (out / name).read_bytes() for name in files_of(out)} == before
    assert leftovers(tmp_path) == ["release"]


def test_an_earlier_release_comes_back_if_the_new_one_cannot_take_its_place(quick_study, tmp_path, monkeypatch):
    out = run_study(quick_study, out=tmp_path / "release")
    rename = Path.rename

    def rename_old_ones(path, target):
        if "unfinished" in path.name:
            raise OSError(28, "No space left on device")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", rename_old_ones)
    with pytest.raises(OSError, match="No space left"):
        run_study(quick_study, out=out)
    assert (out / "manifest.json").is_file()
    assert [name for name in leftovers(tmp_path) if "unfinished" in name] == []
    assert files_of(tmp_path) == {f"release/{name}" for name in files_of(out)}


def test_a_new_release_replaces_an_earlier_one_whole(quick_study, tmp_path):
    out = run_study(quick_study, out=tmp_path / "release")
    (out / "public" / "of-old.txt").write_text("from an earlier release")
    drawn = []
    run_study(quick_study, out=out, draw=drawn.append)
    assert "public/of-old.txt" not in files_of(out)
    assert [tier.name for tier in drawn] == ["public"]
    assert leftovers(tmp_path) == ["release"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("thesis.txt", "years of work"),
        ("manifest.json", '{"name": "another program"}'),
        ("manifest.json", '{"nearcare_version": "0.1.0", "tier": "public"}'),  # a tier is no release
        ("manifest.json", "no JSON"),
        ("manifest.json", "[]"),
    ],
)
def test_a_folder_that_is_no_release_is_never_replaced(quick_study, tmp_path, name, text):
    out = tmp_path / "mine"
    out.mkdir()
    (out / name).write_text(text)
    with pytest.raises(ReleaseError, match="is not a release"):
        run_study(quick_study, out=out)
    assert (out / name).read_text() == text
    assert leftovers(tmp_path) == ["mine"]


def test_a_file_is_never_replaced(quick_study, tmp_path):
    (tmp_path / "mine").write_text("years of work")
    with pytest.raises(ReleaseError):
        run_study(quick_study, out=tmp_path / "mine")
    assert (tmp_path / "mine").read_text() == "years of work"


def test_an_empty_folder_is_filled(quick_study, tmp_path):
    (tmp_path / "release").mkdir()
    out = run_study(quick_study, out=tmp_path / "release")
    assert (out / "manifest.json").is_file()


def test_a_fault_of_an_input_stops_the_run_and_every_fault_is_told(tmp_path):
    path = only_emergency_care(tmp_path / "study")
    (tmp_path / "study" / "roads.osm").unlink()
    (tmp_path / "study" / "areas.geojson").unlink()
    with pytest.raises(InputFaults) as told:
        run_study(path, out=tmp_path / "release")
    assert {fault.where for fault in told.value.faults if fault.severity == "error"} == {"roads.osm", "areas.geojson"}
    assert leftovers(tmp_path) == ["study"]
    assert {fault.where for fault in check_study(path).errors} == {"roads.osm", "areas.geojson"}


def test_without_a_study_file_there_is_an_error_in_words(tmp_path):
    with pytest.raises(MissingFileError, match="no such study file"):
        run_study(tmp_path / "none.toml", out=tmp_path / "release")


def test_a_release_goes_where_its_study_is_named(tmp_path):
    assert default_release_folder(tmp_path / "My Study.toml").as_posix() == "releases/my-study"


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """The study file of two pillars of the valley, and its release."""
    folder = tmp_path_factory.mktemp("plain")
    path = two_pillars(folder / "study")
    return path, run_study(path, out=folder / "release")


def test_two_runs_of_a_study_give_the_same_rasters_and_tables(plain, tmp_path):
    path, first = plain
    again = run_study(path, out=tmp_path / "release")
    assert files_of(again) == files_of(first)
    for name in files_of(again):
        if not name.endswith("manifest.json"):
            assert content_of(again / name) == content_of(first / name), name
    one, other = (read_json(release / "public" / "manifest.json") for release in (again, first))
    for manifest in (one, other):
        for key in ("created_utc", "stages"):
            del manifest[key]
    assert one == other


def hide(features):
    """Two centres become sensitive, one of them on the lake."""
    for feature in features:
        feature["properties"]["is_kept_back"] = "yes" if feature["properties"]["id"] in SECRET_CENTRES else "no"
    return features


def drop(features):
    return [feature for feature in features if feature["properties"]["id"] not in SECRET_CENTRES]


def add_hazards(features):
    """A crossed outline, which is repaired and told, around the secret centre C-05 and the open one C-06."""
    crossed = [[-29.7953, 45.1102], [-29.7853, 45.1202], [-29.7853, 45.1102], [-29.7953, 45.1202], [-29.7953, 45.1102]]
    around = [[-29.8031, 45.0341], [-29.8011, 45.0341], [-29.8031, 45.0361], [-29.8051, 45.0331], [-29.8031, 45.0341]]
    secret = [[-29.793, 45.114], [-29.788, 45.114], [-29.788, 45.117], [-29.793, 45.117], [-29.793, 45.114]]
    for outline in (crossed, around, secret):
        properties = {"id": "SHA-9", "name": "Crossed ground", "kind": "SHA", "status": "open"}
        geometry = {"type": "Polygon", "coordinates": [outline]}
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    return features


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    """A release whose public tier may show neither hazards nor two of the centres, with pages of that tier."""
    folder = tmp_path_factory.mktemp("guarded")
    changes = {"publish = true ": "publish = false ", **SENSITIVE}
    path = copy_sample(folder / "study", changes)
    change_features(folder / "study" / "centres.geojson", hide)
    change_features(folder / "study" / "hazards.geojson", add_hazards)
    return run_study(path, out=folder / "release", draw=lambda tier: tier.name == "public" and draw_pages(tier))


@pytest.fixture(scope="module")
def innocent(tmp_path_factory):
    """A release of the same valley in which there never was a hazard nor either centre."""
    folder = tmp_path_factory.mktemp("innocent")
    path = copy_sample(folder / "study", without=("hazards",))
    change_features(folder / "study" / "centres.geojson", drop)
    return run_study(path, out=folder / "release")


@pytest.fixture(scope="module")
def public_words(guarded):
    """All words of the public tier, by file."""
    return words_of(guarded / "public")


def test_the_public_tier_is_that_of_a_world_without_what_it_hides(guarded, innocent):
    names = files_of(innocent / "public") - {"manifest.json"}
    drawn = {name for name in files_of(guarded / "public") if name.startswith(("pages/", "figures/"))}
    assert files_of(guarded / "public") - drawn == names | {"manifest.json"}
    assert {"pages/map.html", "pages/report.html"} <= drawn
    for name in sorted(names - {"tables/access.xlsx"}):
        assert content_of(guarded / "public" / name) == content_of(innocent / "public" / name), name
    one, other = (Workbook(release / "public" / "tables" / "access.xlsx") for release in (guarded, innocent))
    assert one.names == other.names
    for sheet in set(one.names) - {"Read me"}:  # which says what is kept back, and which files were read
        assert one.cells(sheet) == other.cells(sheet)


def test_the_public_manifest_knows_neither_hazards_nor_sensitive_centres(guarded, innocent):
    manifest, expected = (read_json(release / "public" / "manifest.json") for release in (guarded, innocent))
    assert manifest["hazards_published"] is False
    assert manifest["parameters"]["hazards"] is None
    assert not [file for file in manifest["inputs"] if "hazard" in file["role"] + file["file"]]
    # of a layer with sensitive centres the public hears nothing, not even how many of the others are not verified
    assert manifest["faults"] == [fault for fault in expected["faults"] if fault["where"] != "centres.geojson"]
    assert manifest["method"] == expected["method"]


@pytest.mark.parametrize("word", HAZARD_WORDS)
def test_no_word_of_a_hazard_is_in_the_public_tier(public_words, word):
    assert not [name for name, words in public_words.items() if word in words]


@pytest.mark.parametrize("word", [*SECRET_CENTRES, *SECRET_CENTRES.values(), "psychosocial", "Psychosocial"])
def test_no_word_of_a_sensitive_centre_is_in_the_public_tier(public_words, word):
    assert not [name for name, words in public_words.items() if word in words]


def test_the_public_tier_has_no_raster_with_hazards(guarded):
    runs = read_runs(guarded / "public")
    assert set(runs["hazards"]) == {"no-hazards"}
    for folder in runs["folder"]:
        assert not (read_raster(guarded / "public" / folder / "status.tif") == INSIDE_HAZARD).any()
    access = read_access(guarded / "public")
    assert (access["population_inside_hazards"] == 0).all()
    assert access["population_beyond_threshold_by_hazards"].isna().all()


def test_the_analyst_has_the_hazards_and_the_sensitive_centres(guarded):
    words = "\n".join(words_of(guarded / "analyst").values())
    for word in (*SECRET_CENTRES, *SECRET_CENTRES.values(), "Upper meadow", "Crossed ground", "hazards.geojson"):
        assert word in words, word
    manifest = read_json(guarded / "analyst" / "manifest.json")
    assert manifest["hazards_published"] is True
    assert manifest["parameters"]["hazards"]["publish"] is False
    told = [fault["what"] for fault in manifest["faults"]]
    assert any("repaired" in what for what in told)
    assert any("inside an open hazard" in what for what in told)
    assert set(read_runs(guarded / "analyst")["pillar"]) == {
        *("emergency_care", "continuing_care", "physical_rehab", "psychosocial", "economic_inclusion")
    }


def test_without_its_sensitive_centre_the_public_never_has_shorter_ways(guarded):
    raster = "runs/physical-rehab/default/base/all-year/to/no-hazards/travel_minutes.tif"
    known, all_known = (
        np.nan_to_num(read_raster(guarded / tier / raster), nan=np.inf) for tier in ("public", "analyst")
    )
    assert (known >= all_known).all()
    assert (known > all_known).any()


def test_where_no_centre_is_sensitive_the_column_changes_nothing(plain, tmp_path):
    _, first = plain
    out = run_study(two_pillars(tmp_path / "study", SENSITIVE), out=tmp_path / "release")
    assert files_of(out) == files_of(first)
    for name in files_of(first):
        if not name.endswith("manifest.json"):
            assert content_of(out / name) == content_of(first / name), name


def test_refused_sensitive_centres_are_not_even_counted_in_public(tmp_path):
    path = copy_sample(tmp_path / "study", SENSITIVE, without=("demand",))

    def banish(features):
        for feature in hide(features):
            if feature["properties"]["id"] == "C-03":
                feature["geometry"]["coordinates"] = [-20.0, 45.1]
        return features

    change_features(tmp_path / "study" / "centres.geojson", banish)
    out = run_study(path, out=tmp_path / "release")
    refused = {
        tier: {row["pillar"]: row["refused"] for row in read_json(out / tier / "summary.json")["centres"]}
        for tier in ("public", "analyst")
    }
    assert refused["public"] == {
        "emergency_care": 0,
        "continuing_care": 0,
        "physical_rehab": 0,
        "economic_inclusion": 0,
    }
    assert refused["analyst"]["physical_rehab"] == 1
    told = {tier: json.dumps(read_json(out / tier / "manifest.json")["faults"]) for tier in ("public", "analyst")}
    assert "C-03" in told["analyst"]
    assert "centres.geojson" not in told["public"]


def test_a_study_without_hazards_hides_none(innocent):
    for tier in ("public", "analyst"):
        assert set(read_runs(innocent / tier)["hazards"]) == {"no-hazards"}
        assert not (innocent / tier / "tables" / "hazards.gpkg").exists()


def test_ignored_hazards_block_nothing_and_are_shown(tmp_path):
    path = only_emergency_care(tmp_path / "study", {'policy = "block"': 'policy = "ignore"'})
    out = run_study(path, out=tmp_path / "release")
    assert set(read_runs(out / "public")["hazards"]) == {"no-hazards"}
    assert (out / "public" / "tables" / "hazards.gpkg").is_file()


def test_a_study_without_a_gap_has_an_empty_layer_of_them(tmp_path):
    path = only_emergency_care(tmp_path / "study", {"min_people = 100": "min_people = 1e9"})
    out = run_study(path, out=tmp_path / "release", draw=draw_pages)
    assert (read_runs(out / "public")["gap_count"] == 0).all()
    assert (read_runs(out / "public")["people_in_gaps"] == 0).all()


def test_a_grid_smaller_than_the_population_still_counts_everyone(tmp_path):
    smaller = "resolution_arcsec = 15\nbounds = [-29.95, 45.03, -29.7, 45.2]"
    path = only_emergency_care(tmp_path / "study", {'like = "population.tif"': smaller}, without=("hazards",))
    out = run_study(path, out=tmp_path / "release")
    access = read_access(out / "public")
    people = read_json(out / "public" / "summary.json")["population"]
    total = access[access["area_kind"] == "all"].iloc[0]
    assert people["outside_grid"] > 1000
    assert total["population"] == pytest.approx(people["people"], abs=1e-6)
    assert total["population_no_land_data"] >= people["outside_grid"] - 1e-6
    assert access[access["area_kind"] != "all"]["population"].sum() == pytest.approx(people["people"], abs=1e-6)


def test_the_least_study_has_one_area_and_any_pillar(tmp_path):
    path = copy_sample(tmp_path / "study")
    path.write_text(
        """
[study]
name = "Least"
country = "ZZZ"
as_of = 2026-01-01
[grid]
like = "population.tif"
[land]
speed_kmh = 4
[centres]
path = "centres.geojson"
[population]
path = "population.tif"
units = "people_per_cell"
year = 2025
""",
        encoding="utf-8",
    )
    out = run_study(path, out=tmp_path / "release")
    access = read_access(out / "public")
    assert access["area_kind"].tolist() == ["area", "outside", "all"]
    assert set(access["pillar"]) == {"any"}
    assert access["population_no_way"].tolist() == [0, 0, 0]
    pd.testing.assert_series_equal(
        access.iloc[0].filter(like="population"), access.iloc[2].filter(like="population"), check_names=False
    )
