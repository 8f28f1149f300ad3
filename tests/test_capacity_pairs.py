"""The door of the measures of supply: pairs, amounts and zones that are refused, and sums without an order."""

import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accessibility import compiling
from accessibility.capacity import Gaussian, Level, Zones, make_pairs, thirds, two_step
from accessibility.capacity.exact_sums import sums_by, total_of
from geo.errors import InputError


def pairs(origin=(0, 0, 1), centre=(0, 1, 1), minutes=(5.0, 9.0, 7.0), *, origins=2, centres=2):
    return make_pairs(np.array(origin), np.array(centre), np.array(minutes), origin_count=origins, centre_count=centres)


def test_pairs_stand_by_origin_and_then_by_centre_in_whatever_order_they_come():
    made = pairs((1, 0, 0), (1, 1, 0), (7.0, 9.0, 5.0))
    assert (made.origin.tolist(), made.centre.tolist(), made.minutes.tolist()) == ([0, 0, 1], [0, 1, 1], [5, 9, 7])
    assert (made.origin.dtype, made.centre.dtype, made.minutes.dtype) == (np.int64, np.int32, np.float64)


def test_infinite_minutes_are_no_pair():
    made = pairs(minutes=(5.0, np.inf, 7.0))
    assert len(made) == 2
    assert (made.origin_count, made.centre_count) == (2, 2)


def test_no_pairs_are_pairs():
    made = make_pairs([], [], [], origin_count=3, centre_count=2)
    supply = two_step(made, np.ones(3), np.ones(2), within_minutes=10)
    assert supply.value.tolist() == [0, 0, 0]
    assert supply.unused_capacity == 2


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"minutes": (5.0, 9.0)}, "3 origins, 3 centres and 2 minutes are given; give one of each for every pair"),
        ({"minutes": ((5.0, 9.0, 7.0),)}, "3 origins, 3 centres and 3 minutes are given"),
        (
            {"minutes": (5.0, -1.0, np.nan)},
            (
                "2 pairs have minutes that are negative or unknown, first that of origin 0 and centre 1 (-1.0); give 0 "
                "or more, inf where there is no way"
            ),
        ),
        ({"origin": (0, 0, 2)}, "a pair names origin 2, and there are 2; give rows from 0 to 1"),
        ({"centre": (0, -1, 1)}, "a pair names centre -1, and there are 2; give rows from 0 to 1"),
        ({"origin": (0.0, 0.0, 1.0)}, "the origins are no list of whole numbers"),
        (
            {"origin": (1, 1, 0), "centre": (1, 1, 0)},
            "1 pairs are given twice, first origin 1 with centre 1; give the least minutes of each pair once",
        ),
    ],
)
def test_pairs_that_cannot_be_are_refused(given, message):
    with pytest.raises(InputError, match=re.escape(message)):
        pairs(**given)


@pytest.mark.parametrize(
    ("people", "capacity", "message"),
    [
        ([1.0, np.nan], [1.0, 1.0], "the number of people of 1 of 2 is unknown, first that of row 1 (nan); give 0"),
        ([1.0, -2.0], [1.0, 1.0], "the number of people of 1 of 2 is negative, first that of row 1 (-2.0); give 0 or"),
        ([1.0], [1.0, 1.0], "the number of people has shape (1,) and the pairs know 2 of them; give one for each"),
        (
            [1.0, 1.0],
            [np.nan, np.nan],
            (
                "the capacity of 2 of 2 is unknown, first that of row 0 (nan); leave these centres out, or say what to "
                "assume of them"
            ),
        ),
        ([1.0, 1.0], [1.0, -1.0], "the capacity of 1 of 2 is negative, first that of row 1 (-1.0); give 0 or more"),
        ([1.0, 1.0], [np.inf, 1.0], "the capacity of 1 of 2 is beyond all measure, first that of row 0 (inf)"),
        ([1e-120, 1.0], [1.0, 1.0], "the number of people of 1 of 2 is beyond all measure"),
        ([1.0, 1.0], [1.0, 1.0, 1.0], "the capacity has shape (3,) and the pairs know 2 of them"),
    ],
)
def test_amounts_that_cannot_be_are_refused(people, capacity, message):
    with pytest.raises(InputError, match=re.escape(message)):
        two_step(pairs(), people, capacity, within_minutes=10)


@pytest.mark.parametrize(
    ("ends", "weights", "message"),
    [
        ((), (), "0 zones have 0 weights; give one for each, and one zone at least"),
        ((10, 20), (1,), "2 zones have 1 weights; give one for each"),
        ((20, 10), (1, 0.5), "the zones end at 20, 10 minutes; make each end later than the one before"),
        ((10, 10), (1, 0.5), "the zones end at 10, 10 minutes; make each end later"),
        ((10, 20), (0.5, 1), "the zones have the weights 0.5, 1; give each above 0 and at most 1, none more than"),
        ((10, 20), (1, 0), "the zones have the weights 1, 0; give each above 0"),
        ((10, 20), (1.5, 1), "the zones have the weights 1.5, 1; give each above 0 and at most 1"),
        ((0, 20), (1, 1), "a catchment of 0 minutes is none; give a number of minutes above 0"),
    ],
)
def test_zones_that_cannot_be_are_refused(ends, weights, message):
    with pytest.raises(InputError, match=re.escape(message)):
        Zones(until_minutes=ends, weight=weights)


@pytest.mark.parametrize("kind", [Level, Gaussian, thirds])
@pytest.mark.parametrize("minutes", [0.0, -5.0, np.nan, np.inf])
def test_a_catchment_of_nothing_is_refused(kind, minutes):
    with pytest.raises(InputError, match="minutes is none; give a number of minutes above 0"):
        kind(within_minutes=minutes)


def test_thirds_end_where_the_catchment_ends():
    zones = thirds(90.0)
    assert zones.within_minutes == 90
    assert zones.weights(np.array([0, 30, 30.5, 60, 90.0])).tolist() == [1, 1, 0.68, 0.68, 0.22]


@given(seed=st.integers(0, 10_000), size=st.integers(1, 200))
@settings(max_examples=50)
def test_sums_are_the_same_in_any_order_and_hardly_rounded(seed, size):
    random = np.random.default_rng(seed)
    group = random.integers(0, 4, size)
    value = 10.0 ** random.uniform(-20, 20, size) * (random.random(size) > 0.1)
    order = random.permutation(size)
    sums = sums_by(group, value, count=5)
    assert sums.tobytes() == sums_by(group[order], value[order], count=5).tobytes()
    for row in range(5):
        exact = math.fsum(value[group == row])
        assert abs(sums[row] - exact) <= np.spacing(exact)
    assert total_of(value) == math.fsum(value[order])


def test_what_cannot_be_kept_is_compiled_at_each_start(monkeypatch):
    asked = []

    def njit(*, nogil, cache=False):
        asked.append((nogil, cache))
        if cache:
            raise RuntimeError("no folder can be written")
        return lambda function: function

    monkeypatch.setattr(compiling.numba, "njit", njit)
    assert compiling.compiled(len) is len
    assert asked == [(True, True), (True, False)]
