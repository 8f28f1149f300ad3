"""Plans of a small study: what is posed, what the same searches say of the chosen sites, and what is told."""

import itertools

import numpy as np
import pandas as pd
import pytest
from planned_studies import CANDIDATES, PLAN, planned_study
from study_runs import inputs_of

from accessibility.candidates import candidate_minutes, read_candidates
from accessibility.plans import (
    Posed,
    measure_plan,
    minutes_of_entries,
    network_of,
    order_of_sites,
    people_counted,
    people_newly_within,
    pose_plan,
    starting_runs,
)
from accessibility.release import PLAN_TABLES, checked_plans
from accessibility.runs import make_runs
from accessibility.siting import access_minutes, solve_siting, value_of
from accessibility.tier_plans import find_plans
from geo.faults import Faults
from geo.progress import silent

REHAB = "physical_rehab"
TWO_PILLARS = {"name": "both", "sites": 2, "pillars": [REHAB, "psychosocial"], "within_minutes": 40.0}
FLOORED = {
    "name": "floored",
    "sites": 2,
    "pillars": [REHAB],
    "within_minutes": 40.0,
    "floors": [{"area": "W", "least_share": 0.5}, {"group": "rural", "least_share": 0.2}],
}
NEVER = {"name": "never", "sites": 1, "pillars": [REHAB], "floors": [{"group": "everyone", "least_share": 0.999}]}


class Valley:
    """A small study with its runs, candidates and what is posed of its plans."""

    def __init__(self, study) -> None:
        self.inputs = inputs_of(study)
        self.runs = make_runs(self.inputs, self.inputs.worlds, progress=silent)
        self.candidates = read_candidates(self.inputs, faults=Faults())
        run = starting_runs(self.inputs, self.inputs.study.plans[0], self.runs, [REHAB])[0]
        self.network = network_of(self.inputs, run)
        self.hazards = run.world.ground.hazards
        self.reach = candidate_minutes(
            self.network, self.candidates, run.demand, hazards=self.hazards, within_minutes=240.0
        )

    def posed(self, name) -> Posed:
        table = next(table for table in self.inputs.study.plans if table.name == name)
        return pose_plan(self.inputs, table, self.runs, self.candidates, self.reach, network=self.network)


def plans_of(valley, **options):
    return find_plans(
        valley.inputs, valley.runs, **{"shows_hazards": True, "known": None, "progress": silent} | options
    )


@pytest.fixture(scope="module")
def valley(tmp_path_factory):
    plans = (
        PLAN,
        TWO_PILLARS,
        FLOORED,
        NEVER,
        {**PLAN, "name": "room", "objective": "capacity"},
        {**PLAN, "name": "second", "objective": "backup"},
        {**PLAN, "name": "need", "people": "need"},
    )
    study = planned_study(tmp_path_factory.mktemp("valley") / "study", *plans)
    study.centres = [
        (study.centres[0][0], study.centres[0][1] | {"capacity_per_year": 100, "capacity_unit": "people"}),
        study.centres[1],
    ]
    return Valley(study)


@pytest.fixture(scope="module")
def told(valley):
    return checked_plans(plans_of(valley))


@pytest.mark.parametrize("name", ["two", "both"])
def test_a_search_with_the_sites_says_what_the_pairs_say(valley, name):
    posed = valley.posed(name)
    sites = range(posed.problem.candidate_count)
    for chosen in itertools.chain(itertools.combinations(sites, 0), itertools.combinations(sites, 2)):
        measured = minutes_of_entries(posed, measure_plan(posed, chosen, valley.network))
        by_pairs, _ = access_minutes(posed.problem, chosen)
        far = np.minimum(measured, 240.0)
        np.testing.assert_allclose(np.minimum(by_pairs, 240.0), far, rtol=1e-6)  # pairs are held in single precision
        within = posed.ask.within_minutes
        np.testing.assert_array_equal(by_pairs <= within, measured <= within)


def test_entries_are_all_who_are_counted_pillar_after_pillar(valley):
    posed = valley.posed("both")
    table = posed.table
    total = sum(people_counted(valley.inputs, table, pillar).sum() for pillar in posed.pillars)
    assert posed.problem.people.sum() == pytest.approx(total)
    assert (np.diff(posed.pillar) >= 0).all()
    for number, run in enumerate(posed.runs):
        np.testing.assert_array_equal(
            posed.problem.now_minutes[posed.pillar == number], run.times.minutes[posed.home[posed.pillar == number]]
        )


def test_a_pillar_that_no_centre_gives_starts_with_nobody_within_reach(valley):
    posed = valley.posed("both")
    assert np.isinf(posed.problem.now_minutes[posed.pillar == 1]).all()
    assert (posed.runs[1].times.nearest == -1).all()
    given = [valley.candidates.pillars[row] for row in posed.candidate]
    for site, pillars in enumerate(given):
        entry, _ = posed.problem.reached_by(site)
        assert {posed.pillars[number] for number in np.unique(posed.pillar[entry])} == set(pillars)


def test_nobody_inside_a_hazard_is_reached(valley):
    posed = valley.posed("two")
    inside = valley.hazards.is_inside.ravel()[posed.runs[0].demand.home_cell[posed.home]]
    assert inside.any()
    assert np.isinf(posed.problem.now_minutes[inside]).all()
    assert not np.isin(np.flatnonzero(inside), posed.problem.entry).any()


def test_a_centre_of_known_capacity_is_required_and_one_of_unknown_has_room_for_all(valley):
    posed = valley.posed("room")
    required = np.flatnonzero(posed.problem.is_required)
    assert posed.problem.capacity[required].tolist() == [100.0]
    assert posed.candidate[required].tolist() == [-1]
    run = posed.runs[0]
    served = run.times.nearest[posed.home] == 1
    near = run.times.minutes[posed.home] <= posed.ask.within_minutes
    np.testing.assert_array_equal(
        posed.problem.now_minutes[served & near], run.times.minutes[posed.home[served & near]]
    )
    # those near the other alone compete for its 100 places
    only_first = near & (posed.problem.now_minutes > posed.ask.within_minutes)
    without = value_of(posed.problem, posed.ask, "capacity", ())
    people = posed.problem.people
    assert people[only_first].sum() > 100
    assert without == pytest.approx(people[posed.problem.now_minutes <= posed.ask.within_minutes].sum() + 100)


def test_backup_counts_the_centres_within_reach(valley):
    posed = valley.posed("second")
    assert set(np.unique(posed.problem.now_count)) <= {0, 1, 2}
    np.testing.assert_array_equal(
        posed.problem.now_count > 0, posed.runs[0].times.minutes[posed.home] <= posed.ask.within_minutes
    )


def test_people_need_counts_those_who_need_the_pillar(valley):
    posed = valley.posed("need")
    assert 0 < posed.problem.people.sum() < valley.posed("two").problem.people.sum()


def test_the_gains_of_the_sites_in_their_order_add_up_and_fall(valley):
    posed = valley.posed("two")
    chosen = tuple(range(posed.problem.candidate_count))
    gains = [step.people_gained for step in order_of_sites(posed, chosen)]
    assert sum(gains) == pytest.approx(people_newly_within(posed, chosen))
    assert gains == sorted(gains, reverse=True)


def test_the_tables_are_those_of_a_release_and_agree_with_one_another(told):
    frames = told.frames
    assert set(frames) <= set(PLAN_TABLES)
    summary = frames["plan_summary"].set_index("plan")
    gained = frames["plan"].groupby("plan")["people_gained"].sum()
    areas = frames["plan_areas"]
    whole = areas[areas["area_kind"] == "all"].groupby("plan")[["people", "people_gained", "people_within_after"]].sum()
    parts = areas[areas["area_kind"] != "all"].groupby("plan")[["people", "people_gained", "people_within_after"]].sum()
    pd.testing.assert_frame_equal(whole, parts)
    left = frames["plan_uncovered"].query("reason != 'no-room'").groupby("plan")["people"].sum()
    for name in gained.index:
        row = summary.loc[name]
        assert row["people_gained"] == pytest.approx(gained[name])
        assert row["people_gained"] == pytest.approx(whole.loc[name, "people_gained"])
        assert row["people"] == pytest.approx(whole.loc[name, "people"])
        assert row["people"] - row["people_within_after"] == pytest.approx(left[name])
        assert row["people_within_after"] - row["people_within_before"] == pytest.approx(row["people_gained"])


def test_before_is_what_the_run_says_of_each_area(valley, told):
    posed = valley.posed("two")
    access = posed.runs[0].access.set_index("area_id")
    areas = told.frames["plan_areas"].query("plan == 'two'").set_index("area_id")
    pd.testing.assert_series_equal(areas["people"], access["population"], check_names=False, check_index=True)
    pd.testing.assert_series_equal(areas["median_minutes_before"], access["median_minutes"], check_names=False)


def test_an_infeasible_plan_is_a_row_with_its_reason_and_the_others_go_on(told):
    summary = told.frames["plan_summary"].set_index("plan")
    assert summary.loc["never", "status"] == "infeasible"
    assert "99.9" in summary.loc["never", "reason"]
    for name, frame in told.frames.items():
        if name != "plan_summary" and "plan" in frame:
            assert "never" not in set(frame["plan"])
    assert "never" not in {folder.split("/")[0] for folder in told.rasters}
    assert summary.loc["two", "status"] == "proven"


def test_floors_are_met_and_told(told):
    groups = told.frames["plan_groups"].query("plan == 'floored'").set_index("group")
    assert groups.loc["area W", "meets_floor"] == "yes"
    assert groups.loc["area W", "share_within_after"] >= 0.5
    assert groups.loc["rural", "meets_floor"] == "yes"
    free = told.frames["plan_areas"].query("plan == 'two' and area_id == 'W'").iloc[0]
    assert free["people_within_after"] / free["people"] < 0.5  # without the floor another plan is better


def test_no_room_is_told_where_there_is_none(told):
    no_room = told.frames["plan_uncovered"].query("plan == 'room' and reason == 'no-room'")
    summary = told.frames["plan_summary"].set_index("plan").loc["room"]
    assert len(no_room) == 1
    assert no_room.iloc[0]["people"] == pytest.approx(summary["people_within_after"] - summary["value"])


def test_after_a_plan_by_capacity_others_are_proven_too(valley):
    posed = valley.posed("two")
    value_of(posed.problem, posed.ask, "capacity", (0,))  # a solver on one thread, which all later ones share
    assert solve_siting(posed.problem, posed.ask, threads=2).status == "proven"
    assert solve_siting(valley.posed("never").problem, valley.posed("never").ask, threads=2).status == "infeasible"


def test_a_plan_stopped_at_once_gives_the_best_so_far(valley):
    stopped = checked_plans(plans_of(valley, is_stopped=lambda: True)).frames["plan_summary"].set_index("plan")
    assert stopped.loc["two", "is_stopped"]
    assert stopped.loc["two", "people_gained"] > 0


def test_a_tier_without_the_hazards_of_the_study_has_no_plans_and_says_so(valley):
    hidden = plans_of(valley, shows_hazards=False)
    assert hidden.kept_back
    assert [len(each) for each in (hidden.frames, hidden.rasters, hidden.files)] == [0, 0, 0]


def test_candidates_are_told_with_whom_they_reach(told):
    frame = told.frames["plan_candidates"]
    assert frame["candidate_id"].tolist() == [line.split(",")[0] for line in CANDIDATES.splitlines()[1:]]
    assert frame["people_within"].between(1, 2000).all()
