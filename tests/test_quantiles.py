"""Quantiles by place: over everyone, the unreachable last, and as each place alone would say."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accessibility.need import quantiles_by_place
from accessibility.need.quantiles import order_by_place, quantile_minutes
from geo.errors import InputError

SHARES = (0.1, 0.5, 0.9, 1.0)
seeds = st.integers(0, 10_000)


def some_homes(seed, *, homes=60, places=7):
    random = np.random.default_rng(seed)
    minutes = np.where(random.random(homes) < 0.2, np.inf, random.integers(0, 20, homes).astype(float))
    people = np.where(random.random(homes) < 0.1, 0.0, random.exponential(5, homes))
    return random.integers(0, places, homes), minutes, people


@settings(max_examples=50)
@given(seed=seeds)
def test_each_place_has_the_quantile_that_it_has_alone_to_the_last_bit(seed):
    place, minutes, people = some_homes(seed)
    found = quantiles_by_place(place, minutes, people, SHARES, count=9)
    for number in range(9):
        members = np.flatnonzero(place == number)
        members = members[np.argsort(minutes[members], kind="stable")]
        alone = [quantile_minutes(minutes[members], people[members], share) for share in SHARES]
        np.testing.assert_array_equal(found[:, number], alone)
    assert np.isnan(found[:, 7:]).all()


@settings(max_examples=20)
@given(seed=seeds)
def test_homes_are_ordered_as_by_two_keys(seed):
    place, minutes, _ = some_homes(seed)
    assert order_by_place(place, minutes, count=7).tolist() == np.lexsort((minutes, place)).tolist()


@settings(max_examples=20)
@given(seed=seeds)
def test_a_hundredth_of_the_people_has_the_same_quantiles_and_later_minutes_no_smaller_ones(seed):
    place, minutes, people = some_homes(seed)
    found = quantiles_by_place(place, minutes, people, SHARES, count=7)
    np.testing.assert_array_equal(quantiles_by_place(place, minutes, people * 0.01, SHARES, count=7), found)
    later = quantiles_by_place(place, minutes + (place == 3), people, SHARES, count=7)
    assert ((later >= found) | np.isnan(found)).all()


def test_groups_together_are_as_each_alone():
    place, minutes, people = some_homes(1)
    groups = np.stack([people, people * (minutes < 9), np.zeros_like(people)])
    found = quantiles_by_place(place, minutes, groups, SHARES, count=7)
    assert found.shape == (3, 4, 7)
    for group, of_group in zip(groups, found, strict=True):
        np.testing.assert_array_equal(of_group, quantiles_by_place(place, minutes, group, SHARES, count=7))
    assert np.isnan(found[2]).all()


def test_half_of_ten_people_is_the_fifth_and_who_has_no_way_comes_last():
    place = np.repeat([0, 2], 10)
    minutes = np.array([9, 1, 2, 8, 3, 7, 4, 6, 5, 100, *[20] * 4, *[np.inf] * 6])
    found = quantiles_by_place(place, minutes, np.ones(20), (0.4, 0.5, 0.9), count=3)
    np.testing.assert_array_equal(found, [[4, np.nan, 20], [5, np.nan, np.inf], [9, np.nan, np.inf]])


def test_of_no_homes_nothing_is_known():
    nothing = np.zeros(0)
    assert np.isnan(quantiles_by_place(nothing.astype(int), nothing, nothing, (0.5,), count=2)).all()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"people": [1.0]}, r"places \(2,\), minutes \(2,\) and people \(1,\) do not fit"),
        ({"place": [0.0, 1.0]}, "places are float64; number them by whole numbers"),
        ({"place": [0, 2]}, "places run from 0 to 2, not within 0 to 1"),
        ({"place": [-1, 1]}, "places run from -1 to 1"),
        ({"minutes": [np.nan, 1.0]}, "1 of 2 homes have unknown minutes"),
        ({"people": [1.0, -1.0]}, "some people are negative"),
        ({"people": [1.0, np.inf]}, "without end"),
        ({"shares": (0.5, 50.0)}, r"the shares \[0.5, 50.0\] are not all above 0"),
    ],
)
def test_bad_homes_are_refused_in_words(change, message):
    good = {"place": [0, 1], "minutes": [1.0, 2.0], "people": [1.0, 1.0], "shares": (0.5,)}
    with pytest.raises(InputError, match=message):
        quantiles_by_place(**{**good, **change}, count=2)
