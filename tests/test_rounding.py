"""Rounding of told counts: near the truth, additive where all is told, right on average, the same for a key."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from told_tables import BASE, SEX, VILLAGES, K, by_sex, two_valleys

from accessibility.protection import (
    CountTable,
    Dimension,
    Fixed,
    Units,
    round_counts,
    round_each,
    rounding,
    told_relations,
)

AGE = Dimension(name="age_band", categories=("0-17", "18-59", "60+"))
BAND = Dimension(name="minutes_band", categories=("near", "far", "no_way"))


def crossed(seed, *dimensions, most=60):
    """A table of the two valleys by some dimensions, at random."""
    shape = (6, *(len(dimension.categories) for dimension in dimensions))
    counts = np.random.default_rng(seed).integers(0, most, size=shape)
    return CountTable(
        units=two_valleys(),
        dimensions=dimensions,
        counts=np.where(counts > 2, counts, 0),
        is_possible=counts > 2,
        shows=(frozenset(dimension.name for dimension in dimensions),),
    )


def one_unit():
    return Units(ids=("all",), names=("All",), parent=np.array([-1]), people=np.array([1e4]), merged_ids=((),))


def single(count):
    """A table of one number."""
    return CountTable(units=one_unit(), dimensions=(), counts=np.array([count]), is_possible=np.array([True]), shows=())


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), hidden=st.floats(0, 0.6), dimensions=st.sampled_from([(), (SEX,), (SEX, AGE)]))
def test_a_figure_is_a_multiple_next_to_its_count_and_sums_hold(seed, hidden, dimensions):
    table = crossed(seed, *dimensions)
    counts = table.cells()
    is_shown = (counts >= K) & (np.random.default_rng(seed).random(counts.shape) >= hidden)
    rounded = round_counts(counts, is_shown, table, base=BASE, key=b"key")
    off = (rounded.values - counts)[is_shown]
    assert not (rounded.values % BASE).any()
    assert (np.abs(off) < BASE).all()
    assert not off[counts[is_shown] % BASE == 0].any()
    if len(dimensions) < 2:  # a tree, or a tree by one dimension: always possible
        assert not rounded.broken.size
    relations, _ = told_relations(table, is_shown)
    assert np.count_nonzero(relations @ rounded.values.ravel()) == rounded.broken.size
    assert rounded.relations == relations.shape[0]


def test_three_dimensions_and_a_tree_add_up():
    table = crossed(3, SEX, AGE, BAND, most=200)
    counts = table.cells()
    is_shown = counts >= K
    rounded = round_counts(counts, is_shown, table, base=BASE, key=b"key")
    assert rounded.relations > 200
    assert not rounded.broken.size
    assert (np.abs(rounded.values - counts)[is_shown] < BASE).all()


def test_relations_are_those_that_a_reader_can_check():
    table = by_sex(VILLAGES)
    everything = np.ones(table.cube_shape, dtype=bool)
    # 9 units by sex, and 3 parents in each of 3 columns.
    relations, is_over_places = told_relations(table, everything)
    assert relations.shape[0] == 9 + 3 * 3
    assert is_over_places.sum() == 3 * 3
    assert not (relations @ table.cells().ravel()).any()
    without_a1_female = everything.copy()
    without_a1_female[2, 0] = False
    assert told_relations(table, without_a1_female)[0].shape[0] == 9 + 3 * 3 - 2


def test_what_nobody_can_be_in_is_a_part_of_nothing():
    is_possible = np.ones((6, 2), dtype=bool)
    is_possible[3] = False
    table = by_sex(VILLAGES, is_possible=is_possible)
    is_shown = table.is_possible_cell()
    relations, _ = told_relations(table, is_shown)
    assert relations.shape[0] == 8 + 3 * 3
    assert not (relations @ table.cells().ravel()).any()


def test_the_same_key_gives_the_same_and_another_key_another():
    table = by_sex(VILLAGES)
    counts = table.cells()
    is_shown = counts >= K
    first, again, other = (
        round_counts(counts, is_shown, table, base=BASE, key=key).values for key in (b"one", b"one", b"two")
    )
    assert (first == again).all()
    assert (first != other).any()


def test_nothing_hidden_moves_a_figure():
    table = by_sex(VILLAGES)
    counts = table.cells()
    is_shown = counts >= K
    moved = np.where(is_shown, counts, counts + 3)
    values = [round_counts(one, is_shown, table, base=BASE, key=b"key").values for one in (counts, moved)]
    assert (values[0] == values[1]).all()


def test_a_greater_count_never_gets_a_smaller_figure():
    for key in (b"a", b"b", b"c"):
        values = [
            int(round_counts(single(count).cells(), np.ones(1, bool), single(count), base=BASE, key=key).values[0])
            for count in range(10, 60)
        ]
        assert values == sorted(values)
        assert len(set(values)) > 5


def test_the_mean_over_keys_is_the_count():
    """Within four standard errors: a figure has a variance of at most a quarter of the base squared."""
    table = by_sex(VILLAGES)
    counts = table.cells()
    is_shown = counts >= K
    keys = 600
    mean = sum(round_counts(counts, is_shown, table, base=BASE, key=b"%d" % key).values for key in range(keys)) / keys
    assert (np.abs(mean - counts)[is_shown] < 4 * (BASE / 2) / np.sqrt(keys)).all()


def test_each_by_itself_is_right_on_average_below_zero_too():
    table = single(0)
    keys = 2_000
    for count in (-7, -2, 13):
        values = [
            round_each(np.array([count]), np.ones(1, bool), table, base=BASE, key=b"%d" % key)[0] for key in range(keys)
        ]
        assert set(np.abs(np.array(values) - count) < BASE) == {True}
        assert abs(np.mean(values) - count) < 4 * (BASE / 2) / np.sqrt(keys)


def test_where_no_rounding_adds_up_few_sums_are_broken_by_one_step_and_told():
    """This table by three dimensions has no additive rounding at all: the solver finds none among all cells."""
    table = crossed(4, SEX, AGE, BAND, most=200)
    counts = table.cells()
    is_shown = counts >= K
    rounded = round_counts(counts, is_shown, table, base=BASE, key=b"key")
    off = told_relations(table, is_shown)[0] @ rounded.values.ravel()
    assert 0 < np.count_nonzero(off) == rounded.broken.size < 20
    assert np.abs(off).max() == BASE


def test_too_large_a_knot_keeps_the_sums_over_places(monkeypatch):
    monkeypatch.setattr(rounding, "_LARGE", 100)
    table = crossed(4, SEX, AGE, BAND, most=200)
    counts = table.cells()
    is_shown = counts >= K
    rounded = round_counts(counts, is_shown, table, base=BASE, key=b"key")
    relations, is_over_places = told_relations(table, is_shown)
    off = relations @ rounded.values.ravel()
    assert not rounded.is_fewest
    assert not off[is_over_places].any()
    assert np.count_nonzero(off) == rounded.broken.size > 0
    assert (np.abs(rounded.values - counts)[is_shown] < BASE).all()


def test_fixed_figures_stay_and_broken_sums_are_told():
    table = by_sex(VILLAGES)
    counts = table.cells()
    is_shown = counts >= K
    is_fixed = np.zeros_like(is_shown)
    is_fixed[2] = True
    # A1 is held at 12 + 31 = 43 as it was told before: 10 women and 30 men of 45 do not add up.
    values = np.zeros_like(counts)
    values[2] = [10, 30, 45]
    rounded = round_counts(
        counts, is_shown, table, base=BASE, key=b"key", fixed=Fixed(is_fixed=is_fixed, values=values)
    )
    assert rounded.values[2].tolist() == [10, 30, 45]
    assert rounded.broken.tolist() == [2 * 3 + 2]
    assert rounded.is_fewest


def test_as_few_sums_are_broken_as_can_be():
    """The whole is 20 by an earlier release, its villages 13 + 14 + 13 = 40: no rounding of three comes near."""
    units = Units(
        ids=("all", "x", "y", "z"),
        names=("All", "X", "Y", "Z"),
        parent=np.array([-1, 0, 0, 0]),
        people=np.full(4, 1e4),
        merged_ids=((),) * 4,
    )
    table = CountTable(
        units=units, dimensions=(), counts=np.array([13, 14, 13]), is_possible=np.ones(3, bool), shows=()
    )
    fixed = Fixed(is_fixed=np.array([True, False, False, False]), values=np.array([20, 0, 0, 0]))
    rounded = round_counts(table.cells(), np.ones(4, bool), table, base=BASE, key=b"key", fixed=fixed)
    assert rounded.broken.tolist() == [0]
    # 35 can be reached by two down and one up: then the sum must hold.
    near = Fixed(is_fixed=fixed.is_fixed, values=np.array([35, 0, 0, 0]))
    kept = round_counts(table.cells(), np.ones(4, bool), table, base=BASE, key=b"key", fixed=near)
    assert not kept.broken.size
    assert kept.values[1:].sum() == 35


def test_fixed_figures_are_multiples():
    fixed = Fixed(is_fixed=np.array([True]), values=np.array([12]))
    with pytest.raises(ValueError, match="multiples"):
        round_counts(np.array([12]), np.ones(1, bool), single(12), base=BASE, key=b"key", fixed=fixed)
