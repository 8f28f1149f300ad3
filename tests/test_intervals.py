"""Quantiles over draws and ranks: numbers solved in the head, and what inf and NaN do."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from accessibility.uncertainty.intervals import known_draws, quantiles_of_draws
from accessibility.uncertainty.stability import ranks_of

INF, NAN = float("inf"), float("nan")


@given(arrays(np.float64, st.tuples(st.integers(2, 40), st.integers(1, 3)), elements=st.floats(-1e6, 1e6)))
@settings(max_examples=25, deadline=None)
def test_quantiles_of_numbers_are_hazens(values):
    shares = (0.1, 0.5, 0.9)
    expected = np.quantile(values, shares, axis=0, method="hazen")
    np.testing.assert_allclose(quantiles_of_draws(values, shares), expected, rtol=1e-9, atol=1e-6)


@given(arrays(np.float64, st.integers(2, 40), elements=st.sampled_from([1.0, 2.0, 5.0, INF])))
@settings(max_examples=25, deadline=None)
def test_low_is_never_above_the_median_nor_that_above_high(values):
    low, median, high = quantiles_of_draws(values[:, np.newaxis], (0.1, 0.5, 0.9))
    assert low <= median <= high


def test_ten_draws_have_their_ends_at_the_second_and_the_ninth_but_for_half_a_step():
    low, median, high = quantiles_of_draws(np.arange(1.0, 11.0)[:, np.newaxis], (0.1, 0.5, 0.9))
    assert (low[0], median[0], high[0]) == (1.5, 5.5, 9.5)


def test_draws_that_are_all_the_same_have_them_as_every_quantile_exactly():
    value = 0.1 + 0.2
    for quantile in quantiles_of_draws(np.full((7, 1), value), (0.1, 0.5, 0.9)):
        assert quantile[0] == value


def test_a_quantile_of_draws_may_have_no_way():
    low, median, high = quantiles_of_draws(np.array([[10.0], [20.0], [INF], [INF]]), (0.1, 0.5, 0.9))
    assert (low[0], median[0], high[0]) == (10.0, INF, INF)
    assert quantiles_of_draws(np.full((3, 1), INF), (0.5,))[0][0] == INF


def test_draws_without_a_value_are_left_out_and_counted():
    values = np.array([[NAN, NAN], [4.0, NAN], [2.0, NAN]])
    median = quantiles_of_draws(values, (0.5,))[0]
    assert median[0] == 3.0
    assert np.isnan(median[1])
    assert known_draws(values).tolist() == [2, 0]


def test_two_draws_are_the_ends_of_their_interval():
    low, median, high = quantiles_of_draws(np.array([[3.0], [1.0]]), (0.1, 0.5, 0.9))
    assert (low[0], median[0], high[0]) == (1.0, 2.0, 3.0)


def test_the_most_comes_first_and_ties_share_a_rank():
    assert ranks_of(np.array([5.0, 9.0, 5.0, 1.0])).tolist() == [2, 1, 2, 4]
    assert ranks_of(np.zeros(3)).tolist() == [1, 1, 1]
    assert ranks_of(np.array([[1.0, 2.0], [2.0, 1.0]])).tolist() == [[2, 1], [1, 2]]


@pytest.mark.parametrize("count", [1, 4])
def test_ranks_are_of_places_alone(count):
    assert ranks_of(np.arange(float(count))).max() == count
