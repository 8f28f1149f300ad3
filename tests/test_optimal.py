"""The optimal pattern is safe, and nothing safe loses less."""

from __future__ import annotations

import inspect
from itertools import product
from time import perf_counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_tables import table_of, tables

from accessibility.protection import (
    Rules,
    audit,
    cheapest_moves,
    master,
    optimal,
    optimal_pattern,
    pattern,
    polytope,
    told_cells,
)
from accessibility.protection.master import Master
from accessibility.protection.optimal import greedy_pattern, hide_greedily, settle, show_again
from accessibility.protection.pattern import Pattern
from geo.errors import UnsafeTableError

K5 = Rules(k=5)


def greedy_of(table):
    pattern = Pattern(table, K5)
    settle(pattern)
    pattern.set_hidden(np.zeros(len(pattern.may_hide), dtype=bool))
    hide_greedily(pattern, pattern.weight)
    show_again(pattern, most_work=10**12)
    return pattern


def loss_of(table, is_shown):
    """What is lost, by the greedy pattern's own weights."""
    pattern = Pattern(table, K5)
    is_told = pattern.groups_of(is_shown)
    return float(pattern.weight[pattern.may_hide & ~is_told].sum())


def test_the_smallest_other_count_is_hidden_with_a_small_one():
    table = table_of(np.array([12, 9, 30, 2]))
    is_shown, gap = optimal_pattern(table, K5)
    assert is_shown.tolist() == [True, True, False, True, False]
    assert gap == 0


def test_a_table_without_small_counts_is_shown_whole():
    table = table_of([[9, 12], [7, 30]])
    is_shown, gap = optimal_pattern(table, K5)
    assert is_shown.all()
    assert gap == 0


def test_a_table_of_nobody_shows_nothing():
    table = table_of([[0, 0], [0, 0]])
    is_shown, _ = optimal_pattern(table, K5)
    assert not is_shown.any()


def test_what_may_not_be_shown_is_not():
    table = table_of(np.array([12, 9, 30]))
    may_show = np.array([True, False, True, True])
    is_shown, _ = optimal_pattern(table, K5, may_show=may_show)
    assert is_shown.tolist() == [True, False, False, True]


def test_what_was_told_and_leaves_a_small_rest_is_refused_without_its_count():
    table = table_of(np.array([12, 9, 2]))
    with pytest.raises(UnsafeTableError, match="unit u3") as caught:
        optimal_pattern(table, K5, known=np.array([True, True, True, False]))
    assert caught.value.cells == ("unit u3",)
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize(
    ("shape", "seed"),
    [
        *(((2, 2), seed) for seed in range(4)),
        *(pytest.param((3, 2), seed, marks=pytest.mark.verify) for seed in range(6)),
    ],
)
def test_no_safe_pattern_loses_less_than_the_optimal_one(shape, seed):
    counts = (np.random.default_rng(seed).gamma(0.8, size=shape) * 14).astype(np.int64)
    table = table_of(counts)
    is_shown, gap = optimal_pattern(table, K5)
    assert gap == 0
    may = np.flatnonzero(table.is_wanted() & (table.cells() >= 5))
    least = np.inf
    for choice in product((False, True), repeat=len(may)):
        trial = np.zeros(table.cube_shape, dtype=bool)
        trial.ravel()[may] = choice
        loss = loss_of(table, trial)
        if loss < least - 1e-9 and audit(table, trial, K5).is_safe:
            least = loss
    assert loss_of(table, is_shown) == pytest.approx(least)


def test_the_pattern_is_the_same_twice_and_no_clock_is_read_for_it(monkeypatch):
    table = table_of(np.random.default_rng(1).poisson(6, size=(6, 3, 3)))
    patterns = [optimal_pattern(table, K5, most_work=100_000)]
    monkeypatch.setattr("time.perf_counter", lambda: pytest.fail("a clock is read"))
    patterns.append(optimal_pattern(table, K5, most_work=100_000))
    assert patterns[0][0].tobytes() == patterns[1][0].tobytes()
    assert patterns[0][1] == patterns[1][1]
    for module in (optimal, master, pattern, polytope, cheapest_moves):
        source = inspect.getsource(module)
        assert "perf_counter" not in source
        assert "time_limit" not in source


@pytest.mark.parametrize("seed", range(3))
def test_the_greedy_pattern_is_safe_and_loses_no_less_than_the_optimal_one(seed):
    table = table_of(np.random.default_rng(seed).poisson(6, size=(4, 3, 2)))
    greedy = greedy_pattern(table, K5)
    assert audit(table, greedy, K5).is_safe
    assert loss_of(table, optimal_pattern(table, K5)[0]) <= loss_of(table, greedy) + 1e-9


@settings(max_examples=12, deadline=None)
@given(tables(most_dimensions=2))
def test_a_random_table_is_safe_and_loses_no_more_than_the_greedy_way(table):
    is_shown, gap = optimal_pattern(table, K5, most_work=1_000_000)
    assert audit(table, is_shown, K5).is_safe
    assert 0 <= gap <= 1
    assert loss_of(table, is_shown) <= greedy_of(table).loss + 1e-6


@settings(max_examples=15, deadline=None)
@given(tables(), st.integers(0, 99))
def test_a_second_release_is_safe_beside_the_first_or_refused(table, seed):
    random = np.random.default_rng(seed)
    known, _ = optimal_pattern(table, K5, most_work=500_000)
    core = table.counts - random.binomial(table.counts, 0.1)
    try:
        is_shown, _ = optimal_pattern(table, K5, core=core, known=known, most_work=500_000)
    except UnsafeTableError:
        nothing = np.zeros(table.cube_shape, dtype=bool)
        assert audit(table, nothing, K5, core=core, known=known).already_failing > 0
    else:
        assert audit(table, is_shown, K5, core=core, known=known).is_safe


@pytest.mark.parametrize("seed", range(3))
def test_every_safe_pattern_keeps_to_every_cut(seed):
    table = table_of((np.random.default_rng(seed).gamma(0.8, size=(2, 2)) * 14).astype(np.int64))
    pattern = Pattern(table, K5)
    settle(pattern)
    cuts = Master(pattern)
    groups = np.flatnonzero(pattern.may_hide)
    safe = []
    for choice in product((False, True), repeat=len(groups)):
        is_hidden = np.zeros(len(pattern.may_hide), dtype=bool)
        is_hidden[groups] = choice
        pattern.set_hidden(is_hidden)
        failing = pattern.failing()
        if not failing.any():
            safe.append(~pattern.is_told[groups])  # one that follows from the others is as good as shown
        cuts.cut(np.flatnonzero(failing))
    rows, low = cuts.cuts()
    assert rows.shape[0] > 0
    assert len(safe) > 0
    for is_hidden in safe:
        assert (rows @ is_hidden.astype(float) >= low - 1e-9).all()


def test_one_cell_more_than_an_optimal_pattern_shows_is_one_too_many():
    counts = (np.random.default_rng(1).gamma(0.8, size=(4, 3)) * 14).astype(np.int64)
    table = table_of(counts)
    is_shown, _ = optimal_pattern(table, K5)
    hidden = np.argwhere(table.is_wanted() & (table.cells() >= 5) & ~told_cells(table, is_shown))
    assert len(hidden) > 0
    for cell in hidden:
        trial = is_shown.copy()
        trial[tuple(cell)] = True
        assert not audit(table, trial, K5).is_safe


@pytest.mark.verify
@pytest.mark.parametrize(("shape", "within_s"), [((8, 3, 3), 10), ((12, 3, 4, 2), 60), ((20, 3, 6, 2), 120)])
def test_tables_of_up_to_2000_cells_are_protected_in_time(shape, within_s):
    random = np.random.default_rng(1)
    counts = random.poisson(random.gamma(0.6, size=shape) * 15)
    table = table_of(counts, parent=[-1, 0, 0, 0, 0, *[1 + leaf % 4 for leaf in range(shape[0])]])
    start = perf_counter()
    is_shown, gap = optimal_pattern(table, Rules(k=10), most_work=None)
    assert perf_counter() - start < within_s
    assert gap < 1
    assert audit(table, is_shown, Rules(k=10)).is_safe
