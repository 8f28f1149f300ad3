"""Ranges of told figures: the truth is always in them, and nothing but what is told goes into them."""

from itertools import product

import numpy as np
import pytest
from banded_tables import BANDS, SEX, count_table, counts_of, told_of
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_counts import MINUTES, below_k_hidden, draw, tree
from made_up_counts import SEX as THREE_SEXES
from told_tables import EARLIER, TODAY

from accessibility.protection import round_counts
from accessibility.survivor_ranges import figure_range, share_range, told_ranges

INF = np.inf
counts = st.lists(st.one_of(st.integers(0, 14), st.integers(0, 60)), min_size=48, max_size=48).map(
    lambda each: np.array(each, dtype=np.int64).reshape(6, 2, 4)
)


@given(counts=counts, up=st.booleans(), seed=st.integers(0, 99))
@settings(max_examples=25)
def test_the_true_counts_are_in_their_ranges(counts, up, seed):
    table = count_table(counts)
    told = told_of(table, up=up, is_hidden=np.random.default_rng(seed).random(table.cube_shape) < 0.3)
    [ranges] = told_ranges(told, told.tables[0])
    cells = table.cells()
    assert ranges.fits
    assert (ranges.low <= cells).all()
    assert (cells <= ranges.high).all()


@pytest.mark.parametrize("seed", range(4))
def test_the_true_counts_are_in_their_ranges_as_the_custodian_rounds(seed):
    shows = (frozenset({"minutes_band", "sex"}),)
    table = draw(tree(3, 3), (MINUTES, THREE_SEXES), people=1500, rng=np.random.default_rng(seed), shows=shows)
    rounded = round_counts(table.cells(), below_k_hidden(table, k=10), table, base=5, key=bytes([seed]) * 32)
    told = told_of(table, values=rounded.values)
    [ranges] = told_ranges(told, told.tables[0])
    assert ranges.fits
    assert (ranges.low <= table.cells()).all()
    assert (table.cells() <= ranges.high).all()


@given(counts=counts, seed=st.integers(0, 99))
@settings(max_examples=10)
def test_ranges_depend_on_nothing_that_is_not_told(counts, seed):
    table = count_table(counts)
    told = told_of(table, is_hidden=np.random.default_rng(seed).random(table.cube_shape) < 0.3)
    [ranges] = told_ranges(told, told.tables[0])
    other = counts.copy()
    other[0] = other[0][::-1]  # women for men in one village, which changes what is hidden
    changed = told_of(count_table(other), is_hidden=~told.tables[0].is_told, values=told.tables[0].values)
    if np.array_equal(changed.tables[0].status, told.tables[0].status):
        [same] = told_ranges(changed, changed.tables[0])
        np.testing.assert_array_equal(ranges.low, same.low)
        np.testing.assert_array_equal(ranges.high, same.high)


def test_a_told_figure_stands_for_the_counts_that_round_to_it_and_are_told():
    told = told_of(count_table(counts_of()))
    assert figure_range(told, 25) == (21, 29)
    assert figure_range(told, 10) == (10, 14)  # fewer than k are never told


def test_what_is_suppressed_is_bounded_by_the_sums_that_are_told():
    told = told_of(count_table(counts_of(A1=[[3, 20, 0, 0], [0, 0, 0, 0]])))
    [ranges] = told_ranges(told, told.tables[0])
    everyone = len(SEX.categories)
    # 23 are told as 20: 16 to 24; 20 stay 20: 16 to 24; so at most 8 are left for all other bands
    assert (ranges.low[2, everyone, 0], ranges.high[2, everyone, 0]) == (0, 8)
    assert (ranges.low[2, everyone, 1], ranges.high[2, everyone, 1]) == (16, 24)


def test_where_nothing_is_told_nothing_bounds():
    told = told_of(count_table(counts_of()))
    [ranges] = told_ranges(told, told.tables[0])
    assert (ranges.low == 0).all()
    assert np.isinf(ranges.high).all()


def test_where_nobody_can_be_there_is_nobody():
    is_possible = np.ones((6, 2, 4), dtype=bool)
    is_possible[:, :, 3] = False
    told = told_of(count_table(counts_of(), is_possible=is_possible))
    [ranges] = told_ranges(told, told.tables[0])
    assert (ranges.high[..., 3] == 0).all()


def test_a_held_figure_bounds_nothing_on_another_day():
    table = count_table(counts_of(A1=[[3, 20, 0, 0], [0, 0, 0, 0]]))
    is_held = np.zeros(table.cube_shape, dtype=bool)
    is_held[2, :, 1] = True
    told = told_of(table, is_held=is_held)
    now, before = told_ranges(told, told.tables[0])
    assert (now.day, before.day) == (TODAY, EARLIER)
    assert (now.low[2, -1, 1], now.high[2, -1, 1]) == (0, 24)  # from the sum alone
    assert (before.low[2, -1, 1], before.high[2, -1, 1]) == (16, 24)
    assert before.high[2, -1, 0] == INF
    assert not (now.is_told & before.is_told).any()


def test_noise_leaves_no_ranges():
    told = told_of(count_table(counts_of(A1=[[30, 20, 0, 0], [0, 0, 0, 0]])), noise_epsilon=1.0)
    assert list(told_ranges(told, told.tables[0])) == []


def test_figures_that_contradict_each_other_do_not_fit():
    table = count_table(counts_of(A1=[[30, 20, 0, 0], [0, 0, 0, 0]]))
    values = table.cells() // 5 * 5
    values[0, -1, -1] = 10  # with 50 of them in one village
    told = told_of(table, values=values)
    [ranges] = told_ranges(told, told.tables[0])
    assert not ranges.fits


@given(ends=st.lists(st.integers(0, 6), min_size=6, max_size=6))
@settings(max_examples=60)
def test_a_share_lies_between_the_least_and_the_greatest_that_any_numbers_give(ends):
    inside, outside, whole = (tuple(sorted(pair)) for pair in zip(ends[::2], ends[1::2], strict=True))
    there = [
        i / (i + o)
        for i, o in product(range(inside[0], inside[1] + 1), range(outside[0], outside[1] + 1))
        if whole[0] <= i + o <= whole[1] and i + o
    ]
    if there and whole[0] > 0:
        assert share_range(inside, outside, whole) == pytest.approx((min(there), max(there)))


def test_a_share_of_nobody_is_none_and_one_without_bounds_is_any():
    assert np.isnan(share_range((0, 0), (0, 0), (0, 0))).all()
    assert share_range((0, INF), (0, INF), (10, INF)) == (0, 1)
    assert len(BANDS.categories) == 4
