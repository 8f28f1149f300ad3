"""Runs in draws: points stay points, one road has the analytic interval, and threads change no bit."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from drawn_studies import DIMENSIONS, draw_runs, one_road_valley, ranges_for, study_and_runs, with_uncertainty
from scipy.stats import triang
from small_study import SmallStudy

from accessibility.uncertainty import draws_of, measure_draws
from geo.errors import InputError
from geo.progress import silent

THRESHOLD = 90.0
FRAMES = ["intervals", "rank_stability", "sensitivity", "ranges", "certainty"]


@pytest.fixture(scope="module")
def valley(tmp_path_factory):
    """Two profiles and a mix of them, two seasons, with hazards and without, to the centres."""
    study = SmallStudy(tmp_path_factory.mktemp("valley"))
    study.tables |= {
        "travel": {"bands_minutes": [30, 60, 120]},
        "gaps": {"threshold_minutes": THRESHOLD, "min_people": 10},
        "profiles": [
            {"name": "vehicle"},
            {"name": "walk"},
            {"name": "both", "mix": {"vehicle": 0.25, "walk": 0.75}},
        ],
        "seasons": [{"name": "dry"}, {"name": "wet", "land_speed_factor": 0.6}],
    }
    return study_and_runs(study, draws=6)


def assert_same_tables(one, other):
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name), check_exact=True)
    assert one.underserved_share.keys() == other.underserved_share.keys()
    for folder, share in one.underserved_share.items():
        assert share.tobytes() == other.underserved_share[folder].tobytes()


def test_with_ranges_of_width_zero_the_interval_is_the_point_exactly(valley):
    inputs, runs = valley
    inputs = with_uncertainty(inputs, draws=3, hazard_chance={"suspected": 1.0, "unknown": 1.0})
    tables = draw_runs(inputs, runs, road=(1.0, 1.0), land=(1.0, 1.0), walk=(1.0, 1.0))
    told = tables.intervals
    assert len(told.groupby(DIMENSIONS)) == len(runs) == 2 * 3 * 2
    for column in ("median", "low", "high"):
        pd.testing.assert_series_equal(told[column], told["value"], check_exact=True, check_names=False)
        curve = tables.sensitivity
        pd.testing.assert_series_equal(curve[column], curve["share_within"], check_exact=True, check_names=False)
    ranks = tables.rank_stability
    for column in ("median_rank", "low_rank", "high_rank"):
        assert (ranks[column] == ranks["rank"]).all()
    assert (tables.certainty["perhaps_beyond"] == 0).all()
    assert set(tables.ranges.loc[tables.ranges["kind"] != "need", "shape"]) == {"as it is"}
    for run in runs:
        if run.dimensions["profile"] != "both":
            share = tables.underserved_share[run.folder]
            is_beyond = ~(run.travel.minutes <= THRESHOLD)
            assert (share[~np.isnan(share)] == is_beyond[~np.isnan(share)]).all()
            assert (np.isnan(share) == np.isin(run.travel.status, (0, 4, 5))).all()


def test_the_figures_that_are_not_drawn_are_those_of_the_table_of_access(valley):
    inputs, runs = valley
    told = draw_runs(with_uncertainty(inputs, draws=2), runs).intervals
    columns = {
        "population_within_30_min": "population_within_30_min",
        "population_within_120_min": "population_within_120_min",
        "beyond_threshold_people": "population_beyond_threshold",
        "beyond_by_hazards_people": "population_beyond_threshold_by_hazards",
        "unreached_share": "unreached_share",
        "median_minutes": "median_minutes",
        "p90_minutes": "p90_minutes",
        "mean_reached_minutes": "mean_reached_minutes",
    }
    for run in runs:
        mine = told[np.logical_and.reduce([told[name] == value for name, value in run.dimensions.items()])]
        mine = mine[(mine["group"] == "everyone") & (mine["place_kind"] != "region")]
        for measure, column in columns.items():
            of_measure = mine[mine["measure"] == measure]
            if measure == "beyond_by_hazards_people" and not run.has_hazards:
                assert of_measure.empty
                continue
            assert of_measure["place_id"].tolist() == run.access["area_id"].tolist()
            np.testing.assert_allclose(of_measure["value"], run.access[column], rtol=1e-12, atol=1e-9)


def test_one_two_and_three_threads_give_the_same_bits(valley):
    inputs, runs = valley
    ends = {"road": (0.5, 1.5), "land": (0.5, 1.5), "walk": (0.8, 1.1)}
    inputs = with_uncertainty(inputs, draws=5)
    one, *others = (draw_runs(inputs, runs, threads=threads, **ends) for threads in (1, 2, 3))
    for other in others:
        assert_same_tables(one, other)
    assert (one.intervals["low"] < one.intervals["high"]).any()


def test_a_run_without_hazards_has_the_same_bits_whether_or_not_there_are_any(valley):
    inputs, runs = valley
    ends = {"road": (0.5, 1.5), "land": (0.5, 1.5)}
    free = [run for run in runs if not run.has_hazards]
    with_them, without = draw_runs(inputs, runs, **ends), draw_runs(inputs, free, **ends)
    for name in ("intervals", "rank_stability", "sensitivity", "certainty"):
        frame = getattr(with_them, name)
        kept = frame[frame["hazards"] == "no-hazards"].reset_index(drop=True)
        pd.testing.assert_frame_equal(kept, getattr(without, name), check_exact=True)
    assert "hazard" not in set(without.ranges["kind"])
    assert "hazard" in set(with_them.ranges["kind"])


def test_hazards_that_are_never_there_put_nobody_beyond(valley):
    inputs, runs = valley
    none = {"confirmed": 0.0, "suspected": 0.0, "unknown": 0.0}
    told = draw_runs(with_uncertainty(inputs, hazard_chance=none), runs, road=(0.5, 1.5)).intervals
    by_hazards = told[told["measure"] == "beyond_by_hazards_people"]
    assert (by_hazards["high"] == 0).all()
    assert (by_hazards["value"] > 0).any()
    keys = ["profile", "season", "place_kind", "place_id", "group", "measure"]
    told = told[(told["place_kind"] != "region") & (told["measure"] != "beyond_by_hazards_people")]
    held, free = (told[told["hazards"] == kind].set_index(keys)["median"] for kind in ("hazards", "no-hazards"))
    pd.testing.assert_series_equal(held, free, check_exact=True)


def test_an_area_that_may_be_there_is_so_in_half_of_the_draws(valley):
    inputs, runs = valley
    tables = draw_runs(inputs, runs)
    held = next(run for run in runs if run.has_hazards and run.dimensions["profile"] == "walk")
    free = tables.underserved_share[held.folder.replace("/hazards", "/no-hazards")]
    inside = (held.travel.status == 3) & (free == 0)
    assert inside.any()
    assert (tables.underserved_share[held.folder][inside] == 0.5).all()
    hazard = tables.ranges[tables.ranges["kind"] == "hazard"].set_index("name")
    assert hazard.loc["suspected", ["low", "value", "high"]].tolist() == [0.0, 0.5, 1.0]
    assert hazard.loc["suspected", "shape"] == "there or not"


def test_what_is_certain_adds_up_to_everyone(valley):
    inputs, runs = valley
    certain = draw_runs(inputs, runs, road=(0.3, 2.0), land=(0.3, 2.0)).certainty
    parts = certain[["surely_beyond", "perhaps_beyond", "surely_within"]].sum(axis=1)
    np.testing.assert_allclose(parts, certain["people"], rtol=1e-12)
    assert (certain["perhaps_beyond"] > 0).any()
    assert set(certain["place_kind"]) == {"area", "all", "region"}
    assert certain["people_could_change"].isna().all()


def test_more_people_than_said_change_counts_and_no_share(valley):
    inputs, runs = valley
    people = inputs.study.uncertainty.model_validate(
        {"draws": 10, "population": {"low": 0.5, "high": 1.5, "source": "made up"}, "hazard_chance": {"suspected": 1}}
    )
    told = draw_runs(with_uncertainty(inputs, **dict(people)), runs).intervals
    is_count = told["unit"].isin(["people", "person-hours"]) & (told["value"] > 0)
    assert (told[is_count]["low"] < told[is_count]["value"]).all()
    assert (told[is_count]["high"] > told[is_count]["value"]).all()
    np.testing.assert_allclose(
        told[is_count]["low"] / told[is_count]["value"], told[is_count].iloc[0]["low"] / told[is_count].iloc[0]["value"]
    )
    rest = told[~is_count].dropna(subset="value")
    assert (rest["low"] == rest["value"]).all()


def test_a_need_has_the_range_of_its_rate(tmp_path):
    study = SmallStudy(tmp_path)
    needs = "need,label,pillars,rate_per_100,low,high,sex,age_from,age_to,source,source_date,certainty\n"
    needs += "made-up,Made up,physical_rehab,2,1,5,,,,a survey,2020,V\n"
    study.text("needs.csv", needs)
    study.tables["demand"] = {"needs": "needs.csv"}
    inputs, runs = study_and_runs(study, draws=50)
    runs = [run for run in runs if not run.has_hazards]
    tables = draw_runs(inputs, runs)
    told = tables.intervals
    need = told[(told["group"] == "need-made-up") & (told["measure"] == "population_within_240_min")].iloc[-1]
    of_rate = triang(0.25, loc=1, scale=4)
    for column, share in (("low", 0.1), ("median", 0.5), ("high", 0.9)):
        assert need[column] / need["value"] == pytest.approx(of_rate.ppf(share) / 2, rel=0.02)
    everyone = told[(told["group"] == "everyone") & (told["measure"] == "population_within_240_min")].iloc[-1]
    assert everyone["low"] == everyone["high"] == everyone["value"]
    row = tables.ranges[tables.ranges["kind"] == "need"].iloc[0]
    assert (row["low"], row["value"], row["high"], row["certainty"]) == (0.5, 1.0, 2.5, "V")


def test_one_road_has_the_analytic_interval_of_minutes_and_of_people_within(tmp_path):
    count, low, high = 200, 0.6, 1.3
    inputs, runs = study_and_runs(one_road_valley(tmp_path), draws=count, thresholds_minutes=[3.0, 9.0])
    (run,) = runs
    of_speed = triang((1 - low) / (high - low), loc=low, scale=high - low)
    minutes, people = run.times.minutes, run.demand.people
    assert np.allclose(np.diff(minutes), minutes[1], rtol=1e-5)  # km over speed, and nothing else
    assert minutes[0] == 0
    told = draw_runs(inputs, runs, road=(low, high)).intervals
    of_all = told[(told["place_kind"] == "all") & (told["group"] == "everyone")].set_index("measure")
    half_layer = 0.5 / count
    for measure, value in (("median_minutes", None), ("p90_minutes", None), ("mean_reached_minutes", None)):
        row = of_all.loc[measure]
        for column, share in (("low", 0.1), ("median", 0.5), ("high", 0.9)):
            least, most = (row["value"] / of_speed.ppf(1 - share + step) for step in (half_layer, -half_layer))
            assert least * (1 - 1e-6) <= row[column] <= most * (1 + 1e-6), (measure, column, value)
    for band in (3, 6, 9):
        row = of_all.loc[f"population_within_{band}_min"]
        for column, share in (("low", 0.1), ("median", 0.5), ("high", 0.9)):
            least, most = (
                people[minutes <= band * of_speed.ppf(share + step)].sum() for step in (-half_layer, half_layer)
            )
            assert least <= row[column] <= most, (band, column)
        assert row["low"] < row["value"] < row["high"]


def test_a_wait_that_is_drawn_is_added_to_every_ride(tmp_path):
    study = one_road_valley(tmp_path)
    study.tables["travel"] = {"bands_minutes": [60], "boarding_wait_minutes": 10}
    inputs, (run,) = study_and_runs(study, draws=100, boarding_wait_minutes={"low": 0, "high": 40})
    told = draw_runs(inputs, [run]).intervals
    row = told[(told["place_kind"] == "all") & (told["measure"] == "median_minutes")].iloc[0]
    wait = triang(0.25, loc=0, scale=40)
    for column, share in (("low", 0.1), ("median", 0.5), ("high", 0.9)):
        drawn = row[column] - row["value"] + 10
        assert wait.ppf(share - 0.005) <= drawn <= wait.ppf(share + 0.005)


@pytest.mark.parametrize(("threshold", "is_beyond"), [(500.0, False), (0.001, True)])
def test_a_threshold_at_which_nobody_or_everybody_is_beyond_has_intervals_too(tmp_path, threshold, is_beyond):
    study = one_road_valley(tmp_path)
    study.tables["gaps"] = {"threshold_minutes": threshold, "min_people": 1}
    inputs, (run,) = study_and_runs(study, draws=4)
    tables = draw_runs(inputs, [run], road=(0.5, 1.5))
    told = tables.intervals[tables.intervals["place_kind"] == "all"].set_index(["group", "measure"])
    beyond = told.loc[("everyone", "beyond_threshold_people")]
    people = run.demand.people
    assert beyond["low"] == beyond["high"] == (people[1:].sum() if is_beyond else 0)  # the first lives at the centre
    ranks = tables.rank_stability
    assert (ranks["place_kind"] == "region").sum() == int(is_beyond)
    if not is_beyond:
        assert ranks[["rank", "low_rank", "high_rank", "share_first"]].eq(1).all(axis=None)  # all tie
    assert tables.certainty["perhaps_beyond"].eq(0).all()


def test_the_slope_of_the_curve_is_the_share_gained_for_ten_minutes_more(tmp_path):
    study = one_road_valley(tmp_path)
    inputs, (run,) = study_and_runs(study, draws=2, thresholds_minutes=[3.0, 8.0])
    curve = draw_runs(inputs, [run]).sensitivity.set_index("threshold_minutes")
    minutes, people = run.times.minutes, run.demand.people

    def within(threshold):
        return people[minutes <= threshold].sum() / people.sum()

    assert curve.index.tolist() == [3.0, 6.0, 8.0]
    assert curve.loc[8.0, "slope_per_10_min"] == pytest.approx(within(13) - within(3))
    assert curve.loc[3.0, "slope_per_10_min"] == pytest.approx((within(8) - within(0)) * 10 / 8)
    assert curve.loc[6.0, "share_within"] == pytest.approx(within(6))
    assert (curve["denominator"] == people.sum()).all()


def test_regions_stay_those_that_are_not_drawn_and_are_ranked_among_themselves(valley):
    inputs, runs = valley
    tables = draw_runs(inputs, runs, road=(0.5, 1.5), land=(0.5, 1.5))
    for run in runs:
        of_run = tables.rank_stability
        of_run = of_run[np.logical_and.reduce([of_run[name] == value for name, value in run.dimensions.items()])]
        regions = of_run[of_run["place_kind"] == "region"]
        if run.dimensions["profile"] == "both":
            assert regions.empty
            continue
        assert regions["place_id"].tolist() == [str(number) for number in run.gaps["gap_id"]]
        assert len(of_run) == len(regions) + 2
    assert (tables.rank_stability["low_rank"] <= tables.rank_stability["median_rank"]).all()
    assert (tables.rank_stability["median_rank"] <= tables.rank_stability["high_rank"]).all()
    first = tables.rank_stability.groupby([*DIMENSIONS, "place_kind"])["share_first"].sum()
    assert (first >= 1 - 1e-12).all()  # more where places tie


def test_person_hours_beyond_count_no_way_as_ten_hours_and_leave_out_who_is_not_asked(valley):
    inputs, runs = valley
    told = draw_runs(with_uncertainty(inputs, draws=2), runs).intervals
    run = next(run for run in runs if run.has_hazards and run.dimensions["profile"] == "walk")
    mine = told[np.logical_and.reduce([told[name] == value for name, value in run.dimensions.items()])]
    mine = mine[(mine["group"] == "everyone") & (mine["measure"] == "person_hours_beyond")].set_index("place_kind")
    is_asked = run.demand.answer_cell >= 0
    excess = np.maximum(np.minimum(run.times.minutes, 600) - THRESHOLD, 0)[is_asked]
    assert np.isinf(run.times.minutes[is_asked]).any()
    expected = (run.demand.people[is_asked] * excess).sum() / 60
    assert mine.loc["all", "value"] == pytest.approx(expected)


def test_draws_are_counted_as_they_are_done(valley):
    inputs, runs = valley
    said = []
    measure_draws(
        with_uncertainty(inputs, draws=2),
        runs[:1],
        progress=lambda stage, share: said.append((stage, share)),
        threads=1,
    )
    assert said == [
        ("searching 2 draws of 1 questions", 0.0),
        ("searched draw 1 of 2", 0.5),
        ("searched draw 2 of 2", 1.0),
    ]


def test_runs_that_nothing_tells_apart_are_searched_once(tmp_path):
    study = SmallStudy(tmp_path)
    study.tables["centres"].pop("pillar")
    study.tables["centres"]["pillars"] = ["physical_rehab", "psychosocial"]
    inputs, runs = study_and_runs(study, draws=2)
    said = []
    tables = measure_draws(inputs, runs, progress=lambda *told: said.append(told))
    assert len(runs) == 2 * 2
    assert said[0] == ("searching 2 draws of 2 questions", 0.0)
    one, other = (
        tables.intervals[tables.intervals["pillar"] == pillar] for pillar in ("physical_rehab", "psychosocial")
    )
    everyone = [frame[frame["group"] == "everyone"]["median"].to_numpy() for frame in (one, other)]
    np.testing.assert_array_equal(*everyone)
    assert len(tables.underserved_share) == len(runs)


def test_a_run_with_hazards_needs_the_same_one_without_them(valley):
    inputs, runs = valley
    with pytest.raises(InputError, match="has no mate without hazards; make that run too"):
        draw_runs(with_uncertainty(inputs, draws=2), [run for run in runs if run.has_hazards])


def test_runs_of_other_scenarios_than_those_that_are_drawn_are_refused(valley):
    inputs, runs = valley
    with pytest.raises(InputError, match=r"no run is of the scenarios flood of \[uncertainty\]; run one of them"):
        draw_runs(with_uncertainty(inputs, draws=2, scenarios=("flood",)), runs)


def test_a_study_without_the_table_has_no_draws(valley):
    inputs, runs = valley
    without = replace(inputs, study=inputs.study.model_copy(update={"uncertainty": None}))
    with pytest.raises(InputError, match=r"the study has no \[uncertainty\], so that nothing is drawn; add the table"):
        measure_draws(without, runs, progress=silent)


def test_a_fault_of_a_draw_ends_them_all(valley):
    inputs, runs = valley

    class Broken:
        def of(self, *_, draw, **__):
            raise InputError(f"draw {draw.number} is broken")

    with pytest.raises(InputError, match="is broken"):
        measure_draws(inputs, runs, progress=silent, networks=Broken())


def test_the_draws_are_those_of_the_ranges(valley):
    inputs, runs = valley
    ranges = ranges_for(inputs, runs, road=(0.5, 1.5))
    draws = draws_of(ranges, 10, 2026)
    assert {name for draw in draws for name in draw.road_class} == {"primary", "track"}
    assert len({draw.road_class["primary"] for draw in draws}) == 10
