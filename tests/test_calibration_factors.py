"""The factor of reported times: its laws, its interval, what lies far off, and groups that are never too small."""

import math
from itertools import chain

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accessibility.calibration import far_off, fit_factor, merge_neighbours, merge_small
from geo.errors import InputError

few = settings(max_examples=25, deadline=None)
minutes = st.lists(st.floats(1, 600), min_size=2, max_size=40)
counts = st.lists(st.integers(0, 25), min_size=1, max_size=8)


@few
@given(modelled=minutes, factor=st.floats(0.2, 5))
def test_times_that_are_all_so_many_times_longer_give_that_factor_and_no_width(modelled, factor):
    fitted = fit_factor(factor * np.array(modelled), np.array(modelled))
    assert fitted.factor == pytest.approx(factor, rel=1e-12)
    assert fitted.low == fitted.factor == fitted.high == fitted.median_ratio


@few
@given(modelled=minutes, seed=st.integers(0, 1000))
def test_the_order_of_the_rows_changes_nothing(modelled, seed):
    random = np.random.default_rng(seed)
    modelled = np.array(modelled)
    reported = modelled * random.lognormal(0.4, 0.5, len(modelled))
    order = random.permutation(len(modelled))
    assert fit_factor(reported, modelled) == fit_factor(reported[order], modelled[order])


@few
@given(modelled=minutes, seed=st.integers(0, 1000), unit=st.sampled_from([0.25, 4.0, 64.0]))
def test_times_in_another_unit_of_a_power_of_two_give_the_factor_in_that_unit(modelled, seed, unit):
    modelled = np.array(modelled)
    reported = modelled * np.random.default_rng(seed).lognormal(0.4, 0.5, len(modelled))
    one, other = fit_factor(reported, modelled), fit_factor(unit * reported, modelled)
    assert (other.factor, other.low, other.high) == (unit * one.factor, unit * one.low, unit * one.high)


def test_the_factor_is_of_sums_and_the_median_ratio_stands_beside():
    fitted = fit_factor([20.0, 30.0, 250.0], [10.0, 30.0, 100.0])
    assert fitted.factor == pytest.approx(300 / 140)
    assert (fitted.median_ratio, fitted.median_residual_minutes, fitted.pairs) == (2.0, 10.0, 3)
    assert fitted.low < fitted.factor < fitted.high


def test_the_interval_is_that_of_a_ratio_of_sums():
    """Half of all ways take as long as modelled, half three times: the standard error of the ratio is 1/sqrt(n)."""
    pairs = 400
    modelled = np.full(pairs, 60.0)
    fitted = fit_factor(np.where(np.arange(pairs) % 2, 1.0, 3.0) * modelled, modelled)
    assert fitted.factor == 2
    half = 1.2816 / math.sqrt(pairs)  # the tenth of a normal distribution
    assert fitted.low == pytest.approx(2 - half, abs=0.01)
    assert fitted.high == pytest.approx(2 + half, abs=0.01)


def test_of_one_pair_there_is_no_interval_and_of_none_no_factor():
    one = fit_factor([30.0], [20.0])
    assert (one.factor, one.pairs) == (1.5, 1)
    assert math.isnan(one.low)
    assert math.isnan(one.high)
    none = fit_factor([], [])
    assert none.pairs == 0
    assert math.isnan(none.factor)
    assert math.isnan(none.median_ratio)


@pytest.mark.parametrize(
    ("reported", "modelled", "words"),
    [
        ([30.0, 0.0], [20.0, 20.0], "some reported minutes are not above 0 or not finite"),
        ([30.0, 30.0], [20.0, math.inf], "some modelled minutes are not above 0 or not finite"),
        ([30.0, 30.0], [20.0, 0.0], "leave them out and count them"),
        ([math.nan, 30.0], [20.0, 20.0], "some reported minutes"),
        ([30.0], [20.0, 20.0], "do not fit; give one of each"),
    ],
)
def test_pairs_without_a_ratio_are_refused(reported, modelled, words):
    with pytest.raises(InputError, match=words):
        fit_factor(reported, modelled)


def test_a_ratio_far_from_the_others_is_found_and_rounding_is_not():
    modelled = np.array([10.0, 20, 30, 40, 50, 60, 70])
    ratio = np.array([1.5, 1.55, 1.45, 1.5, 1.5, 1.6, 60 * 1.5])
    assert far_off(ratio * modelled, modelled).tolist() == [False] * 6 + [True]
    assert not far_off(1.5 * modelled * [1, 1, 1, 1.04, 0.96, 1, 1], modelled).any()
    assert not far_off(np.array([1.0, 900.0]), np.array([1.0, 1.0])).any()


def test_ratios_of_one_normal_spread_are_seldom_far_off():
    random = np.random.default_rng(1)
    modelled = random.uniform(10, 200, 2000)
    assert far_off(modelled * random.lognormal(0.4, 0.4, 2000), modelled).mean() < 0.003


@given(counts=counts)
def test_merged_neighbours_are_in_order_whole_and_never_too_few(counts):
    merged = merge_neighbours(counts)
    assert [*chain.from_iterable(merged)] == (list(range(len(counts))) if sum(counts) >= 10 else [])
    assert all(sum(counts[place] for place in group) >= 10 for group in merged)


@given(counts=counts)
def test_merged_small_groups_hold_all_pairs_and_are_never_too_few(counts):
    merged = merge_small(counts)
    held = sorted(chain.from_iterable(merged))
    assert held == ([place for place, count in enumerate(counts) if count] if sum(counts) >= 10 else [])
    assert all(sum(counts[place] for place in group) >= 10 for group in merged)
