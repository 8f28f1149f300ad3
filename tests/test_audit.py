"""The audit fails what tells too much, and nothing else."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from small_tables import table_of, tables

from accessibility.protection import Rules, audit, exact_bounds, told_cells

K5 = Rules(k=5)


def shown_at_least(table, k):
    return table.is_wanted() & (table.cells() >= k)


def test_a_count_that_is_the_rest_of_a_told_total_fails():
    table = table_of(np.array([12, 9, 2]))
    found = audit(table, shown_at_least(table, 5), K5)
    assert not found.is_safe
    assert found.failing.tolist() == [[3]]
    assert found.narrowest_width == 0


def test_with_the_next_count_hidden_as_well_the_same_table_passes():
    table = table_of(np.array([12, 9, 2]))
    is_shown = shown_at_least(table, 5)
    is_shown[2] = False
    found = audit(table, is_shown, K5)
    assert found.is_safe
    assert found.is_every_cell
    assert found.cells_checked == 2
    assert found.narrowest_width == 11


def test_two_hidden_counts_of_a_small_sum_fail():
    table = table_of(np.array([12, 2, 2]))
    assert audit(table, shown_at_least(table, 5), K5).failing.tolist() == [[2], [3]]


def test_a_small_count_that_cannot_be_nobody_fails_however_wide_it_is():
    # of 20, 14 are in places of which each has at most 10, since pairs are told
    table = table_of([[4, 6], [8, 2]])
    is_shown = np.zeros(table.cube_shape, dtype=bool)
    is_shown[:, -1] = is_shown[0] = True
    low, high = exact_bounds(table, is_shown)
    assert (low[1, 0], high[1, 0]) == (2, 10)
    assert [1, 0] in audit(table, is_shown, K5).failing.tolist()


def test_a_small_count_that_is_shown_fails():
    table = table_of(np.array([12, 9, 2]))
    is_shown = np.ones(table.cube_shape, dtype=bool)
    assert audit(table, is_shown, K5).failing.tolist() == [[3]]


def test_an_outsider_who_knows_the_newcomers_comes_closer():
    # 3 and 6 people hide in each other; if 5 of the 6 are newcomers, 4 can move and no more
    table = table_of(np.array([12, 6, 3]))
    is_shown = np.array([True, True, False, False])
    assert audit(table, is_shown, K5).is_safe
    core = np.array([12, 1, 3])
    assert audit(table, is_shown, K5, core=core).failing.tolist() == [[2], [3]]


def test_what_was_told_earlier_is_taken_off_what_is_told_now():
    table = table_of(np.array([12, 9, 2]))
    is_shown = np.array([True, True, False, False])
    assert audit(table, is_shown, K5).is_safe
    known = np.array([False, False, True, False])
    assert audit(table, is_shown, K5, known=known).failing.tolist() == [[3]]


def test_an_audit_of_some_cells_says_so():
    table = table_of(np.array([12, 9, 2]))
    found = audit(table, shown_at_least(table, 5), K5, only=np.array([True, True, False, False]))
    assert found.is_safe
    assert not found.is_every_cell


@settings(max_examples=40, deadline=None)
@given(tables(), st.integers(0, 99))
def test_the_audit_agrees_with_the_exact_bounds(table, seed):
    is_shown = shown_at_least(table, 5) & (np.random.default_rng(seed).random(table.cube_shape) < 0.7)
    low, high = exact_bounds(table, is_shown)
    fails = (high - low < 5 - 1e-6) | ((table.cells() < 5) & (low > 1e-6))
    fails &= table.is_possible_cell() & ~told_cells(table, is_shown)
    assert np.array_equal(audit(table, is_shown, K5).failing, np.argwhere(fails))
