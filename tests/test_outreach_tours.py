"""A month of a mobile team: tours laid out day by day, chosen for the most visits, beside what a head can solve."""

from dataclasses import replace
from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accessibility.outreach import Month, make_pieces, most_visits, plan_month, tours_along
from geo.errors import InputError


def month_of(drive_minutes, visits, **changes):
    usual = {
        "base_count": 1,
        "visit_minutes": 30.0,
        "set_up_minutes": 30.0,
        "day_minutes": 540.0,
        "nights_away": 2,
        "may_sleep_at_stops": True,
        "teams": 1,
        "days": 12,
    }
    drives, asked = np.asarray(drive_minutes, np.float64), np.asarray(visits, np.float64)
    return Month(drive_minutes=drives, visits=asked, **(usual | changes))


def at_random(seed, stops, bases=1, size=150.0, most=14.0, **changes):
    random = np.random.default_rng(seed)
    xy = random.uniform(0, size, (bases + stops, 2))
    drives = np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1))
    return month_of(drives, random.uniform(0.5, most, stops), base_count=bases, **changes)


def assert_kept(month, plan):
    """Every law of a plan: bases, days, nights, hours, work, and the visits of each stop."""
    pieces, got, set_ups = make_pieces(month), np.zeros(month.stop_count), 0
    for tours in plan.tours:
        assert sum(tour.days for tour in tours) <= month.days
        for tour in tours:
            legs = tour.legs
            assert legs[0].start == legs[-1].end == tour.base < month.base_count
            assert 1 <= tour.days <= month.most_days
            assert [leg.day for leg in legs] == sorted(leg.day for leg in legs)
            assert all(before.end == after.start for before, after in pairwise(legs))
            assert all(after.day - before.day == before.is_night_away for before, after in pairwise(legs))
            for leg in legs:
                assert leg.drive_minutes == pytest.approx(month.drive_minutes[leg.start, leg.end])
                assert (leg.visits > 0) == (leg.work_minutes > 0)
                if leg.is_night_away:
                    assert month.may_sleep_at_stops or (leg.end < month.base_count and leg.end != tour.base)
                if leg.visits:
                    work = month.set_up_minutes + leg.visits * month.visit_minutes
                    assert leg.work_minutes == pytest.approx(work)
                    got[leg.end - month.base_count] += leg.visits
                    set_ups += 1
            for day in range(1, tour.days + 1):
                used = sum(leg.drive_minutes + leg.work_minutes for leg in legs if leg.day == day)
                assert used <= month.day_minutes + 1e-5
    np.testing.assert_allclose(got, plan.visits, rtol=0, atol=1e-9)
    assert (plan.visits <= month.visits + 1e-9).all()
    number = plan.visits / np.where(pieces.visits > 0, pieces.visits, 1.0)
    np.testing.assert_allclose(number, np.rint(number), rtol=0, atol=1e-9)
    assert plan.visits.sum() <= plan.most_visits + 1e-6
    return set_ups


@pytest.mark.parametrize(
    ("stops", "changes"),
    [
        (12, {}),
        (12, {"nights_away": 0}),
        (9, {"bases": 3, "may_sleep_at_stops": False}),
        (9, {"bases": 3, "teams": 2, "days": 4}),
        (3, {"most": 60.0, "days": 20}),
        (14, {"size": 900.0, "days": 20}),
    ],
)
def test_every_tour_keeps_its_base_its_days_and_its_work(stops, changes):
    month = at_random(stops, stops, **changes)
    plan = plan_month(month)
    assert plan.visits.sum() > 0
    assert assert_kept(month, plan) >= 1


def test_one_stop_is_solved_in_the_head():
    # an hour there, half an hour of set-up, 8 visits of half an hour, an hour back: 390 minutes of 540
    plan = plan_month(month_of([[0, 60], [60, 0]], [8]))
    (tour,) = plan.tours[0]
    assert [(leg.day, leg.drive_minutes, leg.work_minutes) for leg in tour.legs] == [(1, 60, 270), (1, 60, 0)]
    assert (tour.days, plan.visits.tolist(), plan.gap_share) == (1, [8], 0)


def test_a_stop_with_more_work_than_a_day_keeps_the_team_over_night():
    # 30 visits are 15 hours: of each day 60 minutes are driven, 30 set up, and 450 left for 15 visits
    plan = plan_month(month_of([[0, 60], [60, 0]], [30]))
    (tour,) = plan.tours[0]
    assert [(leg.day, leg.visits, leg.is_night_away) for leg in tour.legs] == [
        (1, 15, True),
        (2, 15, False),
        (2, 0, False),
    ]
    # without nights it is three trips or more, none of them of two days
    trips = plan_month(month_of([[0, 60], [60, 0]], [30], nights_away=0)).tours[0]
    assert {trip.days for trip in trips} == {1}
    assert sum(trip.visits for trip in trips) == pytest.approx(30)


def test_a_night_on_the_way_lets_a_day_begin_late():
    # 8 hours there: the work of 4 hours does not fit into that day, nor the way home into that of the work
    month = month_of([[0, 480], [480, 0]], [8])
    assert [tour.days for tour in tours_along(month, make_pieces(month), 0, [0])] == [3]
    assert not list(tours_along(replace(month, nights_away=1), make_pieces(month), 0, [0]))
    assert plan_month(replace(month, nights_away=1)).visits.sum() > 0  # a shorter piece of the work fits


def test_nights_at_other_bases_alone_are_spent_there():
    # two bases ten hours apart, two stops on the line between them, an hour and nine hours from the first
    at = np.array([0.0, 400.0, 60.0, 340.0])
    drives = abs(at[:, None] - at[None])
    month = month_of(drives, [8, 8], base_count=2, may_sleep_at_stops=False)
    tours = list(tours_along(month, make_pieces(month), 0, [0, 1]))
    assert [tour.days for tour in tours] == [1]  # from the second stop it is 340 minutes home, too far after work
    month = replace(month, visits=np.array([2.0, 2.0]))
    (_, both) = tours_along(month, make_pieces(month), 0, [0, 1])
    assert both.days == 2
    assert {leg.end for leg in both.legs if leg.is_night_away} == {1}


def test_more_days_and_more_teams_never_serve_fewer():
    for seed in range(2):
        month = at_random(seed, 6, day_minutes=300.0)
        by_days = [plan_month(replace(month, days=days)).visits.sum() for days in (1, 2, 5)]
        assert (np.diff(by_days) >= -1e-6).all()
        assert by_days[0] < by_days[-1]
        by_teams = [plan_month(replace(month, days=3, teams=teams)).visits.sum() for teams in (1, 2)]
        assert (np.diff(by_teams) >= -1e-6).all()
        assert by_teams[1] <= 2 * by_teams[0] + 1e-6


@settings(max_examples=6)
@given(seed=st.integers(0, 1000), stops=st.integers(2, 6))
def test_one_tour_over_all_stops_drives_what_the_best_of_all_orders_does(seed, stops):
    month = at_random(seed, stops, day_minutes=5000.0, nights_away=0, days=1)
    (tour,) = plan_month(month).tours[0]
    assert sorted(tour.stops) == list(range(stops))
    drives = month.drive_minutes

    def driven(order):
        return sum(drives[a, b] for a, b in pairwise([0, *(each + 1 for each in order), 0]))

    assert tour.drive_minutes == pytest.approx(min(driven(order) for order in permutations(range(stops))))


@pytest.mark.parametrize("seed", [1, 2, 4])
def test_the_visits_are_the_most_that_any_days_of_few_stops_give(seed):
    # day trips alone, so that a plan is a few sets of stops, each as one trip: all of them can be tried
    month = at_random(seed, 6, nights_away=0, days=2, size=300.0, most=6.0)
    assert (make_pieces(month).count <= 1).all()
    pieces = make_pieces(month)
    trips = set()
    for order in permutations(range(6)):
        for tour in tours_along(month, pieces, 0, order):
            trips.add(frozenset(tour.stops))
    value = {trip: sum(month.visits[stop] for stop in trip) for trip in trips}
    best = max(*value.values(), *(value[a] + value[b] for a in trips for b in trips if not a & b))
    plan = plan_month(month)
    assert_kept(month, plan)
    assert plan.visits.sum() == pytest.approx(best)
    assert best <= most_visits(month, pieces) + 1e-9


def test_mirrored_stops_get_the_same():
    at = np.array([0.0, -60.0, 60.0, -120.0, 120.0])
    plan = plan_month(month_of(abs(at[:, None] - at[None]), [9, 9, 9, 9]))
    assert plan.visits.tolist() == [9, 9, 9, 9]
    west, east = (
        sum(tour.drive_minutes for tour in plan.tours[0] if tour.stops[0] in side) for side in ((0, 2), (1, 3))
    )
    assert west == east == 240


def test_a_one_way_road_is_driven_one_way():
    # round a ring there is only one order: 1, 2, 3
    far = np.full((4, 4), np.inf)
    for start, end in ((0, 1), (1, 2), (2, 3), (3, 0)):
        far[start, end] = 40.0
    drives = np.array([[(end - start) % 4 * 40.0 for end in range(4)] for start in range(4)])
    (tour,) = plan_month(month_of(drives, [2, 2, 2])).tours[0]
    assert (tour.stops, tour.drive_minutes) == ((0, 1, 2), 160)


def test_a_stop_without_a_way_gets_nothing_and_the_others_all():
    drives = np.array([[0, 60, np.inf], [60, 0, np.inf], [np.inf, np.inf, 0]])
    plan = plan_month(month_of(drives, [8, 8]))
    assert (plan.visits.tolist(), plan.most_visits) == ([8, 0], 8)


def test_without_stops_bases_or_need_nobody_drives():
    for month in (month_of([[0]], []), month_of([[0, 5], [5, 0]], [0]), month_of([[0]], [4], base_count=0)):
        plan = plan_month(month)
        assert (plan.tours, plan.most_visits, plan.gap_share) == (((),), 0, 0)


def test_the_same_seed_gives_the_same_tours_and_time_that_runs_out_is_told():
    month = at_random(5, 9)
    assert plan_month(month).tours == plan_month(month).tours
    hurried = plan_month(month, seconds=1e-9)
    assert hurried.is_stopped
    assert_kept(month, hurried)
    assert hurried.visits.sum() > 0  # each stop by itself is a tour


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"drive_minutes": np.zeros((3, 3))}, "shape"),
        ({"drive_minutes": np.array([[0.0, -1], [1, 0]])}, "negative"),
        ({"drive_minutes": np.array([[0.0, np.nan], [1, 0]])}, "negative or unknown"),
        ({"drive_minutes": np.array([[2.0, 1], [1, 0]])}, "to itself"),
        ({"visits": np.array([-1.0])}, "visits"),
        ({"set_up_minutes": 540.0}, "set-up"),
    ],
)
def test_a_month_that_cannot_be_is_refused(changes, words):
    with pytest.raises(InputError, match=words):
        replace(month_of([[0, 60], [60, 0]], [8]), **changes)
