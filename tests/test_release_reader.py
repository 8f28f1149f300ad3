"""The reader of a tier: everything that is missing is told at once, and hazards do not leak."""

import json
import math
import shutil

import pandas as pd
import pytest
from release_on_disk import write_tier

from geo.errors import ReleaseError
from maps.release_reader import read_tier


@pytest.fixture
def tier_folder(tmp_path):
    return write_tier(tmp_path / "public")


def change_json(path, **changes):
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def test_a_whole_tier_is_read(tier_folder):
    tier = read_tier(tier_folder)
    assert tier.study == "Made-up Valley"
    assert [run.key.hazards for run in tier.runs] == ["hazards", "no-hazards"] * 2
    assert [area.name for area in tier.areas] == ["Upper", "Lower"]
    assert len(tier.centres) == 3
    assert len(tier.hazards) == 2
    assert tier.min_people == 500


def test_the_people_of_the_rows_add_up_to_all(tier_folder):
    for run in read_tier(tier_folder).runs:
        parts = sum(row.people for row in run.access if row.area_kind != "all")
        assert parts == pytest.approx(run.overall.people)


def test_absences_stay_what_they_are(tier_folder):
    run = read_tier(tier_folder).runs[1]
    assert math.isnan(run.overall.beyond_threshold_by_hazards)
    assert math.isinf(run.gaps[0].worst_minutes)


def test_regions_come_with_most_people_first(tier_folder):
    for run in read_tier(tier_folder).runs:
        assert [gap.people for gap in run.gaps] == sorted((gap.people for gap in run.gaps), reverse=True)


def test_all_missing_files_are_told_at_once(tier_folder):
    (tier_folder / "manifest.json").unlink()
    (tier_folder / "tables/gaps.gpkg").unlink()
    with pytest.raises(ReleaseError, match=r"manifest\.json; tables/gaps\.gpkg"):
        read_tier(tier_folder)


def test_a_missing_raster_is_told(tier_folder):
    (tier_folder / "runs/psychosocial/default/base/all-year/to/hazards/status.tif").unlink()
    with pytest.raises(ReleaseError, match=r"psychosocial.*status\.tif"):
        read_tier(tier_folder)


def test_missing_keys_are_told_at_once(tier_folder):
    (tier_folder / "manifest.json").write_text('{"study": {}}')
    (tier_folder / "summary.json").write_text("{}")
    with pytest.raises(ReleaseError, match=r"key tier.*key hazards_published.*key bands_minutes"):
        read_tier(tier_folder)


def test_a_missing_column_is_told(tier_folder):
    path = tier_folder / "tables/areas.parquet"
    pd.read_parquet(path).drop(columns=["population_no_way"]).to_parquet(path)
    with pytest.raises(ReleaseError, match=r"column population_no_way"):
        read_tier(tier_folder)


def test_what_is_not_json_is_an_error(tier_folder):
    (tier_folder / "summary.json").write_text("{")
    with pytest.raises(ReleaseError, match="not JSON"):
        read_tier(tier_folder)


def test_a_run_without_its_row_of_all_people_is_an_error(tier_folder):
    path = tier_folder / "tables/areas.parquet"
    access = pd.read_parquet(path)
    access[access["area_kind"] != "all"].to_parquet(path)
    with pytest.raises(ReleaseError, match="'all'"):
        read_tier(tier_folder)


def test_a_tier_without_hazards_that_holds_runs_with_them_is_refused(tier_folder):
    change_json(tier_folder / "manifest.json", hazards_published=False)
    with pytest.raises(ReleaseError, match=r"not published, but holds runs/.*hazards\.gpkg"):
        read_tier(tier_folder)


def test_a_tier_without_hazards_that_holds_their_outlines_is_refused(tmp_path, tier_folder):
    silent = write_tier(tmp_path / "silent", hazards_published=False)
    shutil.copy(tier_folder / "tables/hazards.gpkg", silent / "tables/hazards.gpkg")
    with pytest.raises(ReleaseError, match=r"hazards\.gpkg"):
        read_tier(silent)


def test_the_two_disclaimers_are_there_whatever_the_manifest_says(tier_folder):
    change_json(tier_folder / "manifest.json", disclaimers=[])
    assert read_tier(tier_folder).disclaimers == ("No recorded hazard does not mean safe.", "Not for navigation.")
