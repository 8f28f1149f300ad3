"""Access by group: laws over all groups and places, and a street of four homes solved in the head."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accessibility.need import (
    Fares,
    GroupQuestion,
    PeopleTime,
    Places,
    Visits,
    measure_groups,
    round_trips,
)
from accessibility.need.journeys import is_day_trip, yearly_fares, yearly_hours
from geo.errors import InputError

VISITS = Visits(per_year=2, stay_minutes=120, day_trip_minutes=540)
QUESTION = GroupQuestion(bands_minutes=(30, 60), threshold_minutes=60, visits=VISITS, fares=None, companions=0)


def times(minutes, nearest=None):
    minutes = np.asarray(minutes, np.float64)
    nearest = np.zeros(len(minutes), np.int32) if nearest is None else np.asarray(nearest, np.int32)
    return PeopleTime(minutes=minutes, nearest=nearest, status=np.where(np.isfinite(minutes), 1, 2).astype(np.uint8))


def places(place, count=2):
    ids = tuple(f"A-{row}" for row in range(count))
    return Places(area_ids=ids, area_names=tuple(f"Area {row}" for row in range(count)), place=np.asarray(place))


def measured(minutes, place, people, question=QUESTION, back=None, count=2, whole_only=()):
    there = times(minutes)
    keys = [key for key in people if key not in whole_only]
    trips = round_trips(there, None if back is None else times(back))
    return measure_groups(
        there.minutes,
        trips,
        places(place, count),
        question,
        groups=keys,
        people_of=lambda key: np.asarray(people[key], np.float64),
        whole_only=whole_only,
    )


def value(table, measure, *, area="total", group="everyone"):
    found = table[(table["measure"] == measure) & (table["area_id"] == area) & (table["group"] == group)]
    assert len(found) == 1
    return found["value"].iloc[0]


@pytest.fixture(scope="module")
def street():
    """Four homes of ten people: 30, 60 and 61 minutes away, and one without a way, in no area."""
    people = {"everyone": [10, 10, 10, 10], "female": [10, 0, 5, 0], "nobody": [0, 0, 0, 0]}
    return measured([30, 60, 61, np.inf], [0, 0, 1, 2], people)


def test_bands_and_the_threshold_are_inclusive(street):
    assert value(street, "population_within_30_min") == 10
    assert value(street, "population_within_60_min") == 20
    assert value(street, "share_within_60_min") == 0.5
    assert value(street, "beyond_threshold_share") == 0.5


def test_the_unreachable_come_last_and_may_be_the_quantile(street):
    assert value(street, "median_minutes") == 60
    assert value(street, "p90_minutes") == np.inf
    assert value(street, "unreached_share") == 0.25
    assert value(street, "median_minutes", area="outside") == np.inf


def test_the_mean_is_over_the_reached_and_stands_beside_the_share_of_the_others(street):
    assert value(street, "mean_reached_minutes") == pytest.approx((30 + 60 + 61) / 3)
    assert np.isnan(value(street, "mean_reached_minutes", area="outside"))


def test_a_group_is_measured_over_its_own_people(street):
    assert value(street, "people", group="female") == 15
    assert value(street, "share_within_60_min", group="female") == pytest.approx(10 / 15)
    assert (
        street[street["group"] == "female"].groupby("area_id")["denominator"].first()
        == pd.Series({"A-0": 10.0, "A-1": 5.0, "outside": 0.0, "total": 15.0})
    ).all()


def test_a_group_of_nobody_stays_and_has_no_shares(street):
    assert value(street, "people", group="nobody") == 0
    for measure in ("share_within_60_min", "median_minutes", "worst_decile_mean_minutes", "yearly_hours_median"):
        assert np.isnan(value(street, measure, group="nobody"))


def test_the_worst_tenth_is_who_has_the_longest_way():
    table = measured([10, 20, 100], [0, 0, 0], {"everyone": [90, 5, 5]})
    assert value(table, "worst_decile_mean_minutes") == pytest.approx((5 * 100 + 5 * 20) / 10)


def test_the_worst_tenth_has_no_way_if_one_of_it_has_none():
    assert value(measured([10, np.inf], [0, 0], {"everyone": [99, 1]}), "worst_decile_mean_minutes") == np.inf


def test_a_home_at_the_limit_counts_only_as_far_as_the_tenth_reaches():
    assert value(measured([10, 50], [0, 0], {"everyone": [80, 20]}), "worst_decile_mean_minutes") == 50


def test_a_day_trip_holds_both_ways_and_the_stay_inclusive():
    assert is_day_trip(np.array([420.0, 420.1, np.inf]), VISITS).tolist() == [True, False, False]


def test_the_year_costs_its_visits():
    assert yearly_hours(np.array([120.0, np.inf]), VISITS).tolist() == [8.0, np.inf]
    fares = Fares(per_trip=1.0, per_hour=2.0, currency="USD")
    assert yearly_fares(np.array([120.0, np.inf]), VISITS, fares, companions=0).tolist() == [12.0, np.inf]
    assert yearly_fares(np.array([120.0]), VISITS, fares, companions=1).tolist() == [24.0]


def test_fares_without_an_hourly_part_know_no_way_too():
    fares = Fares(per_trip=1.0, per_hour=0.0, currency="USD")
    assert yearly_fares(np.array([np.inf]), VISITS, fares, companions=0).tolist() == [np.inf]


def test_overnight_is_who_has_a_way_that_no_day_holds():
    table = measured([100, 300, np.inf], [0, 0, 0], {"everyone": [5, 3, 2]})
    assert value(table, "day_trip_share") == 0.5
    assert value(table, "overnight_share") == pytest.approx(0.3)


def test_the_way_back_counts_where_it_is_known():
    table = measured([100.0], [0], {"everyone": [1]}, back=[50.0])
    assert value(table, "round_trip_median_minutes") == 150
    assert value(measured([100.0], [0], {"everyone": [1]}), "round_trip_median_minutes") == 200


def test_another_centre_to_come_back_from_is_counted():
    trips = round_trips(times([1, 2], nearest=[0, 1]), times([1, 2], nearest=[0, 0]))
    assert trips.has_other_centre.tolist() == [False, True]


def test_fares_are_told_in_their_currency():
    fares = Fares(per_trip=3.0, per_hour=0.0, currency="KMF")
    question = GroupQuestion(bands_minutes=(30,), threshold_minutes=60, visits=VISITS, fares=fares, companions=1)
    table = measured([20.0], [0], {"everyone": [1]}, question)
    row = table[(table["measure"] == "yearly_fares_median") & (table["area_id"] == "total")].iloc[0]
    assert (row["value"], row["unit"]) == (24.0, "KMF per year")


def test_a_group_for_the_whole_alone_has_no_rows_of_areas():
    table = measured([20.0], [0], {"everyone": [1], "female-age-0-4": [1]}, whole_only=["female-age-0-4"])
    assert set(table[table["group"] == "female-age-0-4"]["area_id"]) == {"total"}


def test_a_study_without_areas_has_the_whole_alone():
    assert set(measured([20.0], [0], {"everyone": [1]}, count=0)["area_id"]) == {"total"}


def test_arrays_that_do_not_fit_are_refused():
    there = times([1.0, 2.0])
    with pytest.raises(InputError, match="do not fit"):
        measure_groups(
            there.minutes, round_trips(times([1.0]), None), places([0, 0]), QUESTION, groups=[], people_of=np.ones
        )


homes = st.lists(
    st.tuples(st.one_of(st.floats(0, 500, width=32), st.just(np.inf)), st.integers(0, 2), st.floats(0, 100, width=32)),
    min_size=1,
    max_size=30,
)


@settings(max_examples=50, deadline=None)
@given(homes)
def test_people_add_up_and_a_tenth_of_the_people_changes_no_share(world):
    minutes, place, people = (np.array(part) for part in zip(*world, strict=True))
    halves = {"everyone": people, "female": people * 0.25, "male": people * 0.75}
    table, scaled = (
        measured(minutes, place, {key: part * scale for key, part in halves.items()}) for scale in (1.0, 0.125)
    )
    of = table[table["measure"] == "people"].pivot_table(index="area_id", columns="group", values="value")
    np.testing.assert_allclose(of["female"] + of["male"], of["everyone"], atol=1e-9)
    assert of.loc["total", "everyone"] == pytest.approx(people.sum())
    is_count = table["unit"] == "people"
    np.testing.assert_allclose(scaled["value"][is_count], table["value"][is_count] * 0.125, atol=1e-9)
    np.testing.assert_allclose(scaled["value"][~is_count], table["value"][~is_count], rtol=1e-9)


@settings(max_examples=50, deadline=None)
@given(homes)
def test_measures_are_ordered_as_they_must_be(world):
    minutes, place, people = (np.array(part) for part in zip(*world, strict=True))
    table = measured(minutes, place, {"everyone": people})
    for area in table["area_id"].unique():
        if value(table, "people", area=area) == 0:
            continue
        assert value(table, "share_within_30_min", area=area) <= value(table, "share_within_60_min", area=area) + 1e-12
        assert value(table, "median_minutes", area=area) <= value(table, "p90_minutes", area=area)
        assert value(table, "p90_minutes", area=area) <= value(table, "worst_decile_mean_minutes", area=area) + 1e-6
        shares = [value(table, name, area=area) for name in ("day_trip_share", "overnight_share", "unreached_share")]
        assert sum(shares) == pytest.approx(1)
        row = {"A-0": 0, "A-1": 1, "outside": 2}.get(area)
        is_there = np.ones(len(place), bool) if row is None else place == row
        reference = people[is_there & (minutes > 60)].sum() / people[is_there].sum()
        assert value(table, "beyond_threshold_share", area=area) == pytest.approx(reference)
