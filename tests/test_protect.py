"""Protecting tables: what is shown is safe by exact bounds, for small tables and by the heuristic for large ones."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accessibility.protection import (
    CountTable,
    Dimension,
    Reason,
    Rules,
    Units,
    audit,
    exact_bounds,
    plain_pattern,
    protect,
    told_cells,
)
from geo.errors import UnsafeTableError

RULES = Rules(k=5)


def a_tree(parents: list[int]) -> Units:
    ids = tuple(f"u{row}" for row in range(len(parents)))
    return Units(
        ids=ids,
        names=ids,
        parent=np.array(parents),
        people=np.full(len(parents), 5000.0),
        merged_ids=((),) * len(parents),
    )


def a_table(
    parents: list[int], sizes: tuple[int, ...], *, people: int, seed: int = 0, has_bands: bool = False
) -> CountTable:
    """People spread over leaves of uneven size; with bands, only some of the last dimension is possible in each."""
    random = np.random.default_rng(seed)
    units = a_tree(parents)
    leaves = len(units.leaf_rows)
    is_possible = np.ones((leaves, *sizes), dtype=np.bool_)
    if has_bands and sizes:
        for leaf in is_possible:
            first = random.integers(sizes[-1])
            leaf[..., :first] = False
            leaf[..., first + random.integers(1, 3) :] = False
    weights = random.lognormal(0.0, 1.0, leaves).reshape(-1, *([1] * len(sizes))) * is_possible
    counts = random.multinomial(people, (weights / weights.sum()).ravel()).reshape(is_possible.shape)
    dimensions = tuple(
        Dimension(name=f"d{axis}", categories=tuple(map(str, range(size)))) for axis, size in enumerate(sizes)
    )
    shows = (frozenset(dimension.name for dimension in dimensions),)
    return CountTable(units=units, dimensions=dimensions, counts=counts, is_possible=is_possible, shows=shows)


FOREST = [-1, 0, 0, *[1] * 6, *[2] * 5]


@st.composite
def tables(draw: st.DrawFn) -> CountTable:
    size = draw(st.integers(1, 12))
    parents = [-1, *(draw(st.integers(max(0, row - 4), row - 1)) for row in range(1, size))]
    sizes = tuple(draw(st.lists(st.integers(1, 3), max_size=3)))
    return a_table(
        parents,
        sizes,
        people=draw(st.integers(0, 40 * size)),
        seed=draw(st.integers(0, 2**16)),
        has_bands=draw(st.booleans()),
    )


@settings(max_examples=40, deadline=None)
@given(table=tables(), k=st.integers(2, 12), seed=st.integers(0, 2**16))
def test_the_heuristic_shows_nothing_that_the_exact_audit_refuses(table: CountTable, k: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    core = random.binomial(table.counts, 0.9) if seed % 2 else table.counts
    may_show = random.random(table.cube_shape) < 0.9
    done = protect(table, Rules(k=k), core=core, may_show=may_show, exact_up_to_cells=0, greedy_up_to_cells=0)
    assert done.method == "pools"
    assert audit(table, done.is_shown, Rules(k=k), core=core).is_safe
    assert not (done.is_shown & ~(may_show & plain_pattern(table, Rules(k=k)))).any()


@pytest.mark.verify
@settings(max_examples=600, deadline=None)
@given(table=tables(), k=st.integers(2, 12), seed=st.integers(0, 2**16))
def test_the_heuristic_is_safe_beside_what_is_known(table: CountTable, k: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    core = random.binomial(table.counts, 0.9)
    known = plain_pattern(table, Rules(k=k)) & (random.random(table.cube_shape) < 0.1)
    try:
        done = protect(table, Rules(k=k), core=core, known=known, exact_up_to_cells=0, greedy_up_to_cells=0)
    except UnsafeTableError:
        return
    assert audit(table, done.is_shown, Rules(k=k), core=core, known=known).is_safe


@settings(max_examples=15, deadline=None)
@given(table=tables())
def test_no_range_that_the_heuristic_proves_is_wider_than_the_exact_one(table: CountTable) -> None:
    done = protect(table, RULES, exact_up_to_cells=0, greedy_up_to_cells=0)
    low, high = exact_bounds(table, done.is_shown)
    secret = table.is_possible_cell() & ~told_cells(table, done.is_shown)
    narrowest = float((high - low)[secret].min(initial=np.inf))
    assert done.audit.narrowest_width <= narrowest + 1e-6
    assert done.audit.cells_checked == int(secret.sum())


@pytest.mark.parametrize("limit", [0, 2000])
def test_every_cell_has_the_reason_that_it_is_or_is_not_shown(limit: int) -> None:
    table = a_table(FOREST[:8], (2, 3), people=100, has_bands=True)
    is_diverse = np.random.default_rng(0).random(table.cube_shape) < 0.9
    done = protect(table, RULES, is_diverse=is_diverse, exact_up_to_cells=limit, greedy_up_to_cells=limit)
    counts, is_possible = table.cells(), table.is_possible_cell()
    assert np.array_equal(done.reason == Reason.SHOWN, done.is_shown)
    assert np.array_equal(done.reason == Reason.IMPOSSIBLE, ~is_possible)
    assert (counts[done.reason == Reason.BELOW_K] < RULES.k).all()
    assert (counts[done.reason == Reason.COMPLEMENTARY] >= RULES.k).all()
    assert not is_diverse[done.reason == Reason.DIVERSITY].any()
    assert set(done.reason.ravel().tolist()) >= {
        Reason.SHOWN, Reason.IMPOSSIBLE, Reason.BELOW_K, Reason.COMPLEMENTARY, Reason.DIVERSITY,
    }  # fmt: skip


def test_hiding_only_what_is_below_k_is_unsafe_and_less_is_lost_by_it() -> None:
    done = protect(a_table(FOREST, (2, 3), people=600), RULES, exact_up_to_cells=0, greedy_up_to_cells=0)
    lost = done.information_lost
    assert lost.plain_unsafe_cells > 0
    assert lost.plain_cells_share < lost.cells_share < 1.0
    assert lost.plain_people_share < lost.people_share < 1.0


def test_one_more_shown_cell_fails_the_audit() -> None:
    table = a_table(FOREST, (2, 3), people=600)
    done = protect(table, RULES)
    hidden = np.argwhere(done.reason == Reason.COMPLEMENTARY)
    fails = 0
    for cell in hidden[:10]:
        shown = done.is_shown.copy()
        shown[tuple(cell)] = True
        fails += not audit(table, shown, RULES).is_safe
    assert fails > 0


def test_a_pattern_safe_for_a_larger_k_is_safe_for_a_smaller_one() -> None:
    table = a_table(FOREST, (2, 3), people=600)
    done = protect(table, Rules(k=8), exact_up_to_cells=0, greedy_up_to_cells=0)
    assert all(audit(table, done.is_shown, Rules(k=k)).is_safe for k in (2, 5, 8))


@pytest.mark.parametrize("limit", [0, 2000])
@pytest.mark.parametrize("people", [0, 1])
def test_of_nobody_and_of_one_person_nothing_is_shown(limit: int, people: int) -> None:
    table = a_table(FOREST, (2,), people=people)
    assert not protect(table, RULES, exact_up_to_cells=limit, greedy_up_to_cells=limit).is_shown.any()


def test_of_equal_large_cells_everything_is_shown() -> None:
    table = a_table(FOREST, (2, 3), people=0)
    full = CountTable(
        units=table.units,
        dimensions=table.dimensions,
        counts=np.full_like(table.counts, RULES.k),
        is_possible=table.is_possible,
        shows=table.shows,
    )
    assert protect(full, RULES).is_shown.all()


def test_what_is_known_is_reckoned_with() -> None:
    table = a_table(FOREST, (2, 3), people=600)
    known = np.zeros(table.cube_shape, dtype=np.bool_)
    known[..., -1, -1] = plain_pattern(table, RULES)[..., -1, -1]
    done = protect(table, RULES, known=known, exact_up_to_cells=0, greedy_up_to_cells=0)
    assert audit(table, done.is_shown, RULES, known=known).is_safe


def test_beside_too_much_that_is_known_nothing_new_is_shown() -> None:
    table = a_table([-1, 0, 0], (), people=10)
    counts: npt.NDArray[np.int64] = np.array([9, 1])
    told = CountTable(units=table.units, dimensions=(), counts=counts, is_possible=table.is_possible, shows=table.shows)
    known = np.array([True, True, False])
    for exact, greedy in ((0, 0), (0, 2000), (2000, 2000)):
        done = protect(told, RULES, known=known, exact_up_to_cells=exact, greedy_up_to_cells=greedy)
        assert not (done.is_shown & ~known).any()
        assert done.audit.is_safe
        assert done.audit.already_failing == 1


def test_what_is_told_too_closely_anew_fails_however_much_is_known() -> None:
    table = a_table([-1, 0, 0, 0], (), people=10)
    counts: npt.NDArray[np.int64] = np.array([9, 1, 20])
    told = CountTable(units=table.units, dimensions=(), counts=counts, is_possible=table.is_possible, shows=table.shows)
    known = np.array([True, False, False, False])
    assert not audit(told, np.array([False, True, False, True]), RULES, known=known).is_safe


@pytest.mark.parametrize(("exact", "greedy", "method"), [(0, 0, "pools"), (0, 2000, "greedy"), (2000, 2000, "search")])
def test_the_method_follows_from_the_size_alone(exact: int, greedy: int, method: str) -> None:
    for people in (0, 300):
        table = a_table(FOREST, (2,), people=people)
        assert protect(table, RULES, exact_up_to_cells=exact, greedy_up_to_cells=greedy).method == method
