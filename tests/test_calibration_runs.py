"""Calibration of a study's runs: the factor of its reported times, calibrated figures, and referral."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from reported_on_disk import HEADER, VEHICLE, WALK, TimedStudy, modelled_of, rows_of, timed, with_times
from study_runs import inputs_of

from accessibility.calibration import (
    CALIBRATED_COLUMNS,
    CALIBRATION_COLUMNS,
    FIT_COLUMNS,
    REFERRAL_COLUMNS,
    NamedFactor,
    calibrated_frame,
    find_calibration,
    fit_reported,
    read_reported,
)
from accessibility.mixed_runs import make_mixed_runs
from accessibility.runs import Run, make_runs, travel_rules
from accessibility.search import Sources, lay_network, least_times
from geo.errors import InputError
from geo.faults import Faults
from geo.progress import silent

OWN = "reported-times"


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Inputs with seasons, a mix, referral and times 1.25 times the modelled, their runs, and the modelled minutes."""
    study = TimedStudy(tmp_path_factory.mktemp("timed"))
    study.tables["profiles"].append({"name": "both", "mix": {WALK: 0.5, VEHICLE: 0.5}})
    study.tables["seasons"] = [{"name": "dry"}, {"name": "wet", "land_speed_factor": 0.5}]
    study.tables["referral"] = {"levels": ["primary", "secondary"], "stay_minutes": 30, "best_chain": True}
    study.calibrated("scenarios", ["patients-reported"])
    study.write()
    inputs = inputs_of(study)
    modelled = modelled_of(inputs)
    folder = tmp_path_factory.mktemp("reported")
    inputs = with_times(inputs, folder, timed(rows_of(), 1.25 * modelled))
    runs = make_runs(inputs, inputs.worlds, progress=silent)
    return inputs, [*runs, *make_mixed_runs(inputs, runs)], modelled


@pytest.fixture(scope="module")
def tables(small):
    inputs, runs, _ = small
    return find_calibration(inputs, runs)


def refit(small, folder, rows):
    """The tables and notices where other times were reported, without referral."""
    inputs, runs, _ = small
    inputs = with_times(inputs, folder, rows)
    faults = Faults()
    plain = replace(inputs, study=inputs.study.model_copy(update={"referral": None}))
    return find_calibration(plain, runs, faults=faults), "\n".join(map(str, faults))


def factor_of(found):
    return found.calibration.set_index("name").loc[OWN]


def test_the_tables_have_the_columns_of_a_release(small, tables):
    dimensions = list(small[1][0].dimensions)
    assert list(tables.calibration) == list(CALIBRATION_COLUMNS)
    assert list(tables.calibration_fit) == list(FIT_COLUMNS)
    assert list(tables.calibrated) == [*dimensions, *CALIBRATED_COLUMNS]
    assert list(tables.referral) == [*dimensions, *REFERRAL_COLUMNS]


def test_times_that_are_so_many_times_the_modelled_give_that_factor_in_every_group(tables):
    found = factor_of(tables)
    assert found["factor"] == pytest.approx(1.25, rel=1e-12)
    assert found["low"] == found["factor"] == found["high"]
    assert (found["pairs"], found["source"], found["certainty"]) == (24, "made up", "D")
    fit = tables.calibration_fit
    np.testing.assert_allclose(fit[["factor", "low", "high", "median_ratio"]], 1.25, rtol=1e-12)
    assert (fit["median_residual_minutes"] > 0).all()
    assert (fit["pairs"] >= 10).all()
    assert fit.groupby("by")["pairs"].sum().tolist() == [24] * 4
    assert set(fit["by"]) == {"all", "distance band", "mode", "area"}


def test_a_shipped_factor_stands_beside_with_its_source(tables):
    found = tables.calibration.set_index("name").loc["patients-reported"]
    assert (found["factor"], found["low"], found["high"], found["pairs"]) == (1.49, 1.4, 1.57, 664)
    assert "doi:10.1007/s00268-020-05480-8, PMC7266844" in found["source"]
    assert "95 %" in found["note"]


def test_rows_in_another_order_give_the_same_tables(small, tables, tmp_path):
    inputs, runs, modelled = small
    rows = timed(rows_of(), 1.25 * modelled)
    found = find_calibration(with_times(inputs, tmp_path, rows[::-1]), runs)
    pd.testing.assert_frame_equal(found.calibration, tables.calibration)
    pd.testing.assert_frame_equal(found.calibration_fit, tables.calibration_fit)


def test_modelled_minutes_are_those_of_the_runs_where_a_centre_is_the_nearest(small, tmp_path):
    """A point west of the south clinic: the run of its profile, in the first season, says the same of its cell."""
    inputs, runs, _ = small
    modelled = modelled_of(with_times(inputs, tmp_path, [["30.0125", "9.9475", "", "c1", "60", WALK]] * 10))
    run = next(run for run in runs if run.dimensions["season"] == "dry" and run.dimensions["profile"] == WALK)
    row, column = 10, 2
    assert run.travel.nearest[row, column] == 0
    assert set(modelled.tolist()) == {run.travel.minutes[row, column]}


def test_from_an_area_it_is_the_mean_of_its_people_who_have_a_way(small, tmp_path):
    inputs, _, _ = small
    modelled = modelled_of(with_times(inputs, tmp_path, [["", "", "W", "c1", "60", WALK]] * 10))
    world = inputs.worlds[0]
    network = lay_network(world.ground.land, world.ground.roads, rules=travel_rules(inputs, world, "to"))
    travel = least_times(network, Sources(cell=world.centres.cell[:1], row=np.zeros(1, np.int32)))
    west = travel.minutes[:, :10]
    assert modelled[0] == pytest.approx(west[np.isfinite(west)].mean(), rel=1e-2)
    assert len(set(modelled)) == 1


def test_a_factor_of_one_gives_the_figures_of_the_run(small):
    inputs, runs, _ = small
    one = NamedFactor(
        name="one", title="", factor=1.0, low=math.nan, high=math.nan, pairs=math.nan, source="", certainty="", note=""
    )
    population = replace(inputs.population, people_outside_grid=0.1)
    beyond = replace(inputs, population=population)
    assert_own_figures(inputs, runs, one)
    assert_own_figures(beyond, make_runs(beyond, beyond.worlds[:1], progress=silent), one)


def assert_own_figures(inputs, runs, one):
    frame = calibrated_frame(inputs, runs, [one])
    assert frame[["low", "high"]].isna().all(axis=None)
    for run in runs:
        rows = frame[(frame[list(run.dimensions)] == list(run.dimensions.values())).all(axis=1)]
        found = rows.set_index("measure")["value"]
        total = run.access.iloc[-1]
        for column in ("population_within_30_min", "population_within_240_min", "median_minutes", "p90_minutes"):
            assert found[column] == total[column]
        assert found["beyond_threshold_people"] == total["population_beyond_threshold"]
        assert (rows["denominator"] == total["population"]).all()


def test_minutes_are_so_many_times_longer_against_the_same_thresholds(small, tables):
    _, runs, _ = small
    run, frame = runs[0], tables.calibrated
    is_run = (frame[list(run.dimensions)] == list(run.dimensions.values())).all(axis=1)
    rows = frame[is_run & (frame["calibration"] == "patients-reported")].set_index("measure")
    people, minutes = run.demand.people, run.times.minutes
    within = rows.loc["population_within_60_min"]
    assert within["value"] == people[minutes * 1.49 <= 60].sum()
    assert (within["low"], within["high"]) == (people[minutes * 1.57 <= 60].sum(), people[minutes * 1.4 <= 60].sum())
    assert rows.loc["share_within_60_min", "value"] == within["value"] / within["denominator"]
    median = rows.loc["median_minutes"]
    assert median["value"] == 1.49 * run.access.iloc[-1]["median_minutes"]
    assert median["low"] < median["value"] < median["high"]


def test_a_longer_factor_never_brings_more_people_within(tables):
    frame = tables.calibrated[tables.calibrated["measure"].str.startswith("population_within")]
    wide = frame.pivot_table(index=[*frame.columns[:6], "measure"], columns="calibration", values="value")
    assert (wide["patients-reported"] <= wide[OWN]).all()
    assert (frame["low"] <= frame["value"]).all()
    assert (frame["value"] <= frame["high"]).all()


def test_a_far_off_time_is_told_kept_and_left_out_beside_without_its_count(small, tmp_path):
    modelled = small[2]
    minutes = 1.25 * modelled
    minutes[0] *= 40
    found, said = refit(small, tmp_path, timed(rows_of(), minutes))
    assert "times.csv, row 2: 1 of 24 reported times lie far off the others" in said
    rows = found.calibration_fit.set_index("name")
    assert rows.loc["all", "factor"] == pytest.approx(minutes.sum() / modelled.sum())
    assert "fewer than 10 of the ratios lie far off the others and are kept" in rows.loc["all", "note"]
    assert rows.loc["without those far off", "factor"] == pytest.approx(1.25)
    assert math.isnan(rows.loc["without those far off", "pairs"])


@pytest.mark.parametrize(("unit", "words"), [(1 / 25, "hours would be"), (60.0, "seconds would be")])
def test_times_in_another_unit_than_minutes_are_refused_by_their_ratio(small, tmp_path, unit, words):
    with pytest.raises(InputError, match=words):
        refit(small, tmp_path, timed(rows_of(), 1.25 * small[2] * unit))


def in_the_clinic(rows, count):
    """The first rows moved to the cell of their centre, where the model gives no minutes."""
    return [["30.0122", "9.9122", "", "c1", *row[4:]] if number < count else row for number, row in enumerate(rows)]


def test_ways_that_the_model_gives_no_minutes_are_counted_apart(small, tmp_path):
    found, said = refit(small, tmp_path, in_the_clinic(timed(rows_of(), 1.25 * small[2]), 1))
    assert "row 2: 1 of 24 reported ways begin in the cell of their centre; they are counted and in no factor" in said
    own = factor_of(found)
    assert own["pairs"] == 23
    assert "fewer than 10 of the reported ways begin in the cell of their centre" in own["note"]
    assert own["factor"] == pytest.approx(1.25)


def test_ways_that_the_model_does_not_have_are_counted_apart(small, tmp_path):
    times = read_reported(with_times(small[0], tmp_path, timed(rows_of(), 1.25 * small[2])), faults=Faults())
    modelled = small[2].copy()
    modelled[2:14] = np.inf
    faults = Faults()
    fit = fit_reported(small[0], times, modelled, faults=faults)
    assert fit.factor.pairs == 12
    assert fit.factor.factor == pytest.approx(1.25)
    assert "12 of the reported ways have no way in the model and are in no factor" in fit.factor.note
    [told] = faults.notices
    assert "rows 4, 5, 6, 7, 8 and 7 more: 12 of 24 reported ways have no way in the model" in str(told)
    assert told.is_restricted


def test_too_few_usable_ways_give_no_factor_and_say_so(small, tmp_path):
    found, _ = refit(small, tmp_path, in_the_clinic(timed(rows_of(), 1.25 * small[2]), 15))
    own = factor_of(found)
    assert math.isnan(own["factor"])
    assert math.isnan(own["pairs"])
    assert "fewer than 10 ways can be compared, so there is no factor" in own["note"]
    assert "15 of the reported ways begin" in own["note"]
    assert found.calibration_fit.empty
    assert OWN not in set(found.calibrated["calibration"])


def test_a_slower_season_is_modelled_as_such(small, tmp_path):
    rows = [["30.0125", "9.9475", "", "c1", "60", WALK, season] for season in ("dry", "wet")] * 6
    dry, wet = modelled_of(with_times(small[0], tmp_path, rows, header=f"{HEADER},season"))[:2]
    assert dry < wet <= 2 * dry * (1 + 1e-6)


def test_a_profile_that_no_run_is_of_is_told(small):
    inputs, runs, _ = small
    with pytest.raises(InputError, match="ways by vehicle in dry were reported, and no run of the base is of them"):
        find_calibration(inputs, runs[:1])


def test_without_the_tables_of_the_study_nothing_is_made(small):

    inputs, runs, _ = small
    plain = replace(inputs, study=inputs.study.model_copy(update={"calibration": None, "referral": None}))
    found = find_calibration(plain, runs)
    assert (found.calibration, found.calibration_fit, found.calibrated, found.referral) == (None, None, None, None)


def test_referral_leads_by_the_primary_centre_and_stays_there(small, tables):
    _, runs, _ = small
    frame = tables.referral
    run = runs[0]
    rows = frame[(frame[list(run.dimensions)] == list(run.dimensions.values())).all(axis=1)]
    whole = rows[rows["place_kind"] == "all"].set_index("measure")
    on_foot = run.world
    assert set(rows["levels"]) == {"Primary > Secondary"}
    assert whole.loc["median_minutes", "chain"] >= whole.loc["median_minutes", "direct"] + 30
    assert whole.loc["median_minutes", "best_chain"] == whole.loc["median_minutes", "chain"]
    assert (rows["people_without_chain"] >= 0).all()
    assert on_foot.centres.levels == ("primary", "Secondary")
    assert rows[rows["place_kind"] != "all"]["measure"].unique().tolist() == ["median_minutes"]
    stopped = whole.loc[["people_without_way_to_primary", "people_without_way_to_secondary"], "chain"]
    assert stopped.sum() <= whole["people_without_chain"].iloc[0]


def test_chain_is_never_quicker_than_straight_in_any_run_or_area(tables):
    minutes = tables.referral[tables.referral["unit"] == "minutes"].dropna(subset=["direct"])
    assert (minutes["chain"] >= minutes["direct"]).all()
    within = tables.referral[tables.referral["measure"].str.startswith("population_within")]
    assert (within["chain"] <= within["direct"]).all()
    assert len(tables.referral.groupby(["profile", "season", "hazards"])) == 8


def test_a_chain_of_the_last_level_alone_is_the_straight_way(small):

    inputs, runs, _ = small
    alone = inputs.study.referral.model_copy(update={"levels": ("secondary",), "best_chain": False})
    study = inputs.study.model_copy(update={"calibration": None, "referral": alone})
    frame = find_calibration(replace(inputs, study=study), runs).referral
    told = frame.dropna(subset=["direct"])
    np.testing.assert_array_equal(told["chain"], told["direct"])
    assert frame["best_chain"].isna().all()
    assert set(frame["note"]) == {"no stop on the way"}


def test_a_tier_that_hides_a_centre_has_neither_its_times_nor_its_chain(small):
    inputs, runs, _ = small
    is_shown = np.array([True, False])
    worlds = {id(world): replace(world, centres=world.centres.only(is_shown)) for world in inputs.worlds}
    shown = [replace(run, world=worlds[id(run.world)]) for run in runs if isinstance(run, Run)]
    found = find_calibration(inputs, shown)
    assert factor_of(found)["pairs"] == 12
    assert found.referral.empty


def test_a_name_of_a_layer_of_places_is_looked_up(small, tmp_path):
    inputs, _, _ = small
    rows = [["Kesh", "c1", "60", WALK]] * 10
    there = with_times(inputs, tmp_path, rows, header="from_place,to_centre,minutes,mode")
    times = read_reported(there, places={"Kesh": [(30.0125, 9.9475)]}, faults=Faults())
    assert times.xy[0].tolist() == [30.0125, 9.9475]
    assert times.area[0] == 0
    west = with_times(inputs, tmp_path, [["West", *rows[0][1:]]] * 10, header="from_place,to_centre,minutes,mode")
    assert read_reported(west, places={"West": [(30.0125, 9.9475)]}, faults=Faults()).xy[0].tolist() == [
        30.0125,
        9.9475,
    ]
    there = with_times(inputs, tmp_path, rows, header="from_place,to_centre,minutes,mode")
    faults = Faults()
    assert read_reported(there, places={"Kesh": [(30.01, 9.95), (30.02, 9.95)]}, faults=faults) is None
    assert "2 areas or places are called 'Kesh'" in str(faults.errors[0])
