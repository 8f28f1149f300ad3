"""Pools: the range of a leaf in closed form is that of the transport program."""

import numpy as np
import pytest
from made_up_counts import AGE, MINUTES, draw, table_of, tree
from scipy.optimize import linprog

from accessibility.protection import Rules, audit
from accessibility.protection.large import large_pattern
from accessibility.protection.pool import MOST_KINDS, Pool


def by_transport(people, totals, is_possible, leaf, cell):
    """The fewest and the most of a sum that a leaf can hold."""
    leaves, atoms = is_possible.shape
    rows = np.vstack([np.tile(np.eye(atoms), leaves), np.kron(np.eye(leaves), np.ones(atoms))])
    cost = np.zeros((leaves, atoms))
    cost[leaf] = cell
    bounds = [(0, None if can else 0) for can in is_possible.ravel()]
    values = np.concatenate([people, totals])
    return [sign * linprog(sign * cost.ravel(), A_eq=rows, b_eq=values, bounds=bounds).fun for sign in (1, -1)]


@pytest.mark.parametrize("seed", range(12))
def test_the_range_of_a_leaf_that_tells_its_total_is_that_of_the_transport_program(seed):
    rng = np.random.default_rng(seed)
    is_possible = (rng.random((4, 4)) < 0.6) | np.eye(4, dtype=np.bool_)
    stock = rng.poisson(3.0, is_possible.shape) * is_possible
    margins = np.vstack([np.eye(4), [[1, 1, 0, 0], [0, 1, 1, 1]]])
    people, totals = stock.sum(axis=0).astype(float), stock.sum(axis=1).astype(float)
    low, high = Pool(totals, is_possible, np.ones(4, dtype=np.bool_)).ranges(people, margins, np.arange(4))
    for leaf in range(4):
        found = [by_transport(people, totals, is_possible, leaf, cell) for cell in margins]
        assert np.allclose(np.array([low[leaf], high[leaf]]).T, found)


@pytest.mark.parametrize("seed", range(3))
def test_where_bands_differ_from_place_to_place_large_tables_still_tell_something_and_it_is_safe(seed):
    table = draw(tree(3, 8), [MINUTES], people=1500, rng=np.random.default_rng(seed))
    shown, found = large_pattern(table, Rules(k=10))
    assert shown.any()
    assert found.is_safe
    assert audit(table, shown, Rules(k=10)).is_safe


def test_a_table_of_more_kinds_of_people_than_can_be_reckoned_with_is_safe_too():
    rng = np.random.default_rng(0)
    shape = (30, len(AGE.categories), len(MINUTES.categories))
    is_possible = rng.random(shape) < 0.5
    assert len({column.tobytes() for column in is_possible.reshape(30, -1).T}) > MOST_KINDS
    table = table_of(tree(3, 10), [AGE, MINUTES], rng.poisson(3.0, shape) * is_possible, is_possible=is_possible)
    shown, found = large_pattern(table, Rules(k=5))
    assert found.is_safe
    assert audit(table, shown, Rules(k=5)).is_safe
