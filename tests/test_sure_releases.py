"""Reasons, draws and calibration from the study file to the release: the same bytes on any threads, and every edge."""

import os

import numpy as np
import pandas as pd
import pytest
from drawn_studies import DIMENSIONS
from reported_on_disk import TimedStudy, rows_of
from sample_study import content_of, files_of
from small_study import SmallStudy, polygon

from accessibility.release.why_tables import TABLE_NAMES
from accessibility.study import run_study
from maps.pages import draw_pages

OF_DRAWS = {"intervals", "rank_stability", "sensitivity", "ranges", "certainty"}
ROAD_SPEEDS = (
    "key,value,vehicle_kmh,walk_kmh,source,source_date,certainty\n"
    "highway,primary,50,5,made up,2026,A\nhighway,track,15,5,made up,2026,A\n"
)


def run(study, *, tiers=("analyst",), pages=None):
    """The release of a small study."""
    study.tables["release"] = {"tiers": list(tiers)}
    study.write()
    return run_study(study.file, out=study.out, draw=pages)


def tables_of(tier):
    """The tables on reasons and certainty of a tier, by name."""
    return {
        name: pd.read_csv(tier / f"tables/{name}.csv") for name in TABLE_NAMES if (tier / f"tables/{name}.csv").exists()
    }


def every_question(folder):
    """A small study that asks for every table there is."""
    folder.mkdir()
    study = TimedStudy(folder)
    study.tables |= {
        "travel": {"bands_minutes": [30, 60], "boarding_wait_minutes": 5},
        "gaps": {"threshold_minutes": 30, "min_people": 10},
        "reasons": {},
        "priority": {"weights": {"people": 1, "depth": 1}},
        "referral": {"levels": ["primary", "secondary"], "best_chain": True},
        "uncertainty": {
            "draws": 6,
            "road_speed_factor": {"low": 0.5, "high": 1.5},
            "land_speed_factor": {"low": 0.5, "high": 1.5},
            "boarding_wait_minutes": {"low": 0, "high": 20},
            "population": {"low": 0.9, "high": 1.2, "source": "made up"},
        },
    }
    study.tables["profiles"].append({"name": "both", "mix": {"vehicle": 0.25, "walk": 0.75}})
    study.tables["centres"]["level"] = "level"
    one = {"name": "as-long", "factor": 1.0, "low": 0.8, "high": 1.25, "source": "made up"}
    study.tables["calibration"] |= {"scenarios": ["patients-reported"], "factors": [one]}
    return study


@pytest.fixture(scope="module")
def releases(tmp_path_factory):
    """The same study on one thread and on two."""
    folder, found = tmp_path_factory.mktemp("threads"), []
    for threads in (1, 2):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "cpu_count", lambda threads=threads: threads)
            found.append(run(every_question(folder / str(threads))))
    return found


def test_a_release_with_every_table_has_the_same_bytes_on_one_thread_and_on_two(releases):
    one, other = releases
    assert set(tables_of(one / "analyst")) == set(TABLE_NAMES)
    assert files_of(one) == files_of(other)
    assert sum(name.endswith(("underserved_share.tif", "could_change.tif")) for name in files_of(one)) == 2 * 2 * 2
    for name in sorted(files_of(one)):
        if not name.endswith("manifest.json"):  # its times and folders
            assert content_of(one / name) == content_of(other / name), name


def test_intervals_curve_and_calibration_of_a_release_tell_the_same_figures(releases):
    told = tables_of(releases[0] / "analyst")
    intervals, curve, calibrated = told["intervals"], told["sensitivity"], told["calibrated"]
    assert ((intervals["low"] <= intervals["median"]) & (intervals["median"] <= intervals["high"]))[
        intervals["median"].notna()
    ].all()
    whole = intervals[(intervals["place_kind"] == "all") & (intervals["group"] == "everyone")]
    within = whole[whole["measure"] == "share_within_30_min"].set_index(DIMENSIONS)
    at = curve[curve["threshold_minutes"] == 30].set_index(DIMENSIONS).rename(columns={"share_within": "value"})
    ends = ["value", "median", "low", "high"]
    pd.testing.assert_frame_equal(within[ends], at[ends], check_exact=True)
    for _, of_run in curve.groupby(DIMENSIONS):
        assert (of_run[["share_within", "median", "low", "high"]].diff().iloc[1:] >= 0).all(axis=None)
    assert (curve["slope_per_10_min"] >= 0).all()
    keys = [*DIMENSIONS, "measure"]
    same = calibrated[calibrated["calibration"] == "as-long"].merge(whole, on=keys, suffixes=("", "_of_run"))
    assert len(same) == (calibrated["calibration"] == "as-long").sum()
    np.testing.assert_allclose(same["value"], same["value_of_run"], rtol=1e-12)
    assert ((calibrated["low"] <= calibrated["value"]) & (calibrated["value"] <= calibrated["high"])).all()
    certain = told["certainty"]
    assert not (certain["people_could_change"] > certain["people"] * (1 + 1e-12)).any()


def test_reported_times_far_off_are_released_and_their_few_pairs_are_not_told(releases):
    fit = tables_of(releases[0] / "analyst")["calibration_fit"].set_index("name")
    assert np.isnan(fit.loc["without those far off", "pairs"])
    assert fit.loc["without those far off", "factor"] > 0
    assert fit.drop(index="without those far off")["pairs"].ge(10).all()


def test_too_few_usable_times_are_released_with_a_factor_that_is_not_known(tmp_path):
    study = TimedStudy(tmp_path)
    at_the_door = ["30.0125", "9.9125", "", "c1", "60", "walk"]
    study.rows = [*rows_of()[:4], *([at_the_door] * 8)]
    told = tables_of(run(study) / "analyst")
    assert np.isnan(told["calibration"].set_index("name").loc["reported-times", "factor"])
    assert told["calibrated"].empty
    assert told["calibration_fit"].empty


def test_a_study_in_which_nobody_is_beyond_is_released_with_tables_without_rows(tmp_path):
    study = SmallStudy(tmp_path)
    for name in ("hazards", "roads", "areas"):
        del study.tables[name]
    study.tables |= {"gaps": {"threshold_minutes": 590}, "uncertainty": {"draws": 2}, "reasons": {}}
    told = tables_of(run(study, pages=draw_pages) / "analyst")
    for name in ("regions", "priorities", "priority_moves"):
        assert told[name].empty
        assert len(told[name].columns) > 10
    of_all = told["certainty"][told["certainty"]["place_kind"] == "all"].iloc[0]
    assert (of_all["surely_beyond"], of_all["perhaps_beyond"]) == (5, 0)  # those on the lake, who are in no region


def test_where_no_table_gives_a_range_every_interval_of_a_release_is_its_point(tmp_path):
    study = SmallStudy(tmp_path)
    study.text("road_speeds.csv", ROAD_SPEEDS)
    study.text(
        "needs.csv",
        "need,label,pillars,rate_per_100,low,high,sex,age_from,age_to,source,source_date,certainty\n"
        "made-up,Made up,physical_rehab,2,,,,,,a survey,2020,V\n",
    )
    study.tables["roads"]["speeds"] = "road_speeds.csv"
    study.tables |= {
        "demand": {"needs": "needs.csv"},
        "gaps": {"threshold_minutes": 60, "min_people": 10},
        "seasons": [{"name": "dry"}, {"name": "wet", "land_speed_factor": 0.6}],
        "uncertainty": {"draws": 3, "hazard_chance": {"suspected": 1.0}},
    }
    told = tables_of(run(study) / "analyst")
    assert set(told["ranges"]["shape"]) == {"as it is"}
    for column in ("median", "low", "high"):
        for name, value in (("intervals", "value"), ("sensitivity", "share_within")):
            frame = told[name]
            pd.testing.assert_series_equal(frame[column], frame[value], check_exact=True, check_names=False)
    assert told["certainty"]["perhaps_beyond"].eq(0).all()


@pytest.mark.parametrize("tiers", [("public", "analyst"), ("analyst", "public")], ids="-first-".join)
def test_a_tier_that_shows_no_scenario_that_is_drawn_tells_of_no_draws(tmp_path, tiers):
    study = SmallStudy(tmp_path)
    study.hazards = [(polygon(30.02, 9.96, 30.03, 9.97), {"kind": "suspected", "status": "open", "id": "mine-1"})]
    study.tables["hazards"]["publish"] = False
    study.tables |= {
        "scenarios": [{"name": "cleared", "released": ["mine-1"]}],
        "uncertainty": {"draws": 2, "scenarios": ["cleared"]},
    }
    out = run(study, tiers=tiers)
    assert set(tables_of(out / "analyst")) == {*OF_DRAWS, "data_age"}
    assert set(tables_of(out / "public")) == {"data_age"}
    assert "cleared" not in (out / "public/tables/data_age.csv").read_text()
