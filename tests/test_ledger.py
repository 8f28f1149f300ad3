"""The ledger's arithmetic: what was told stays told, and small changes are never seen."""

import datetime as dt
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from told_tables import VILLAGES, by_sex, run_of

from accessibility.protection import (
    Series,
    Told,
    design_sha256,
    hold,
    known_to,
    may_show,
    needing_joint_check,
    read_by,
    spend,
    told_as_json,
    told_from_json,
)
from geo.errors import ReleaseError

FIRST, SECOND, THIRD = dt.date(2024, 11, 1), dt.date(2025, 11, 1), dt.date(2026, 11, 1)
LEAST = {"public": 10, "partner": 5}


def series_of(tier="public", run=None, design="d" * 64):
    return Series(tier=tier, run=run or run_of(), design_sha256=design)


def told_of(counts, *, day=FIRST, is_shown=None, values=None, epsilon=0.0, snapshot="s-1", **series):
    """A release of four cells, all told afresh; the values are the counts and a bit, so that they can be told apart."""
    counts = np.array(counts)
    is_shown = np.ones(counts.shape, bool) if is_shown is None else np.array(is_shown)
    of = series_of(**series)
    return Told(
        series=of,
        release_id=f"{of.tier}-{day.year}",
        snapshot=snapshot,
        released_as_of=day,
        k=LEAST[of.tier],
        is_shown=is_shown,
        fresh_counts=np.where(is_shown, counts, 0),
        values=np.where(is_shown, counts + 1000 if values is None else values, 0),
        as_of=np.full(counts.shape, np.datetime64(day)),
        epsilon_spent=epsilon,
    )


def held(counts, told, *, tier="public", is_shown=None, day=SECOND, k=None):
    counts = np.array(counts)
    is_shown = np.ones(counts.shape, bool) if is_shown is None else np.array(is_shown)
    return hold(counts, is_shown, told, series=series_of(tier), k=k or LEAST[tier], as_of=day)


def next_told(holding, counts, day, tier="public"):
    """What the next release keeps: the values of cells told afresh are their counts and a thousand."""
    return Told(
        series=series_of(tier),
        release_id=f"{tier}-{day.year}",
        snapshot=str(day.year),
        released_as_of=day,
        k=LEAST[tier],
        is_shown=holding.is_told,
        fresh_counts=holding.fresh_counts,
        values=np.where(holding.is_held, holding.values, np.array(counts) + 1000) * holding.is_told,
        as_of=holding.as_of,
        epsilon_spent=0.0,
    )


def test_a_first_release_is_told_afresh():
    holding = held([30, 40, 50, 60], [])
    assert holding.is_told.all()
    assert not holding.is_held.any()
    assert holding.fresh_counts.tolist() == [30, 40, 50, 60]


def test_a_change_of_k_is_told_and_a_smaller_one_is_held():
    holding = held([30, 49, 60, 31], [told_of([30, 40, 50, 40])])
    assert holding.is_held.tolist() == [True, True, False, True]
    assert holding.values.tolist() == [1030, 1040, 0, 1040]
    assert holding.as_of.astype(str).tolist() == ["2024-11-01", "2024-11-01", "2025-11-01", "2024-11-01"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(20, 200), min_size=4, max_size=4), st.lists(st.integers(-9, 9), min_size=4, max_size=4))
def test_what_is_told_does_not_depend_on_a_small_change(counts, change):
    """Nobody came, a few came, a few went: the same cells, values and days are told."""
    told = [told_of(counts)]
    still, moved = held(counts, told), held(np.array(counts) + change, told)
    assert (still.is_told == moved.is_told).all()
    assert (still.is_held == moved.is_held).all()
    assert (still.values == moved.values).all()
    assert (still.as_of == moved.as_of).all()
    assert still.is_unchanged.all()
    assert (moved.is_unchanged == (np.array(change) == 0)).all()


def test_small_changes_are_measured_from_what_was_last_told_afresh():
    """One comes each year: ten years later it is told, and never a step of one."""
    told = [told_of([50])]
    for year in range(1, 10):
        holding = held([50 + year], told, day=FIRST.replace(year=2024 + year))
        assert holding.is_held.all()
        assert holding.values.tolist() == [1050]
        assert holding.as_of.astype(str).tolist() == ["2024-11-01"]
        told.append(next_told(holding, [50 + year], FIRST.replace(year=2024 + year)))
    assert not held([60], told, day=THIRD.replace(year=2034)).is_held.any()


def test_a_cell_that_falls_below_k_or_is_no_longer_shown_stays_as_it_was_told():
    holding = held([3, 90, 40, 50], [told_of([40, 40, 40, 40])], is_shown=[True, False, False, True])
    assert holding.is_told.all()
    assert holding.is_held.tolist() == [True, True, True, False]
    assert holding.values[:3].tolist() == [1040, 1040, 1040]


def test_a_small_cell_that_was_never_told_is_refused():
    with pytest.raises(ValueError, match="below k"):
        held([3], [])


def test_a_public_release_never_shows_partners_a_small_change():
    """Partners were told 40; 43 told to the public now would show them that three came."""
    partner = told_of([40, 40, 40], tier="partner")
    holding = held([43, 45, 40], [partner])
    assert holding.is_held.tolist() == [True, False, True]
    assert holding.values.tolist() == [1040, 0, 1040]


def test_the_public_keeps_its_own_earlier_figure_before_that_of_the_partners():
    public = told_of([20], day=FIRST)
    partner = told_of([40], day=SECOND, tier="partner")
    holding = held([42], [public, partner], day=THIRD)
    assert holding.values.tolist() == [1020]
    assert holding.as_of.astype(str).tolist() == ["2024-11-01"]


def test_partners_are_held_to_what_the_public_was_told_and_the_public_not_to_the_partners_k():
    public = told_of([40, 40], day=FIRST)
    assert held([44, 45], [public], tier="partner").is_held.tolist() == [True, False]
    assert held([44, 49], [public], tier="public").is_held.tolist() == [True, True]


def test_a_raised_k_holds_more_and_is_remembered():
    assert held([52], [told_of([40])], k=15).is_held.all()
    assert not held([52], [told_of([40])]).is_held.any()


def test_an_audience_knows_what_is_told_to_it_and_to_larger_ones():
    public = told_of([40, 40], is_shown=[True, False])
    partner = told_of([40, 40], is_shown=[False, True], tier="partner")
    told = [public, partner]
    assert read_by("public", told) == [public]
    assert read_by("partner", told) == told
    assert known_to("public", series_of(), told).tolist() == [True, False]
    assert known_to("partner", series_of(), told).tolist() == [True, True]
    assert known_to("public", series_of(), [partner]) is None


def test_the_public_may_be_shown_what_partners_or_itself_were():
    public = told_of([40, 40, 40], is_shown=[True, False, False])
    partner = told_of([40, 40, 40], is_shown=[False, True, False], tier="partner")
    assert may_show(series_of(), [public]) is None
    assert may_show(series_of("partner"), [public, partner]) is None
    assert may_show(series_of(), [public, partner]).tolist() == [True, True, False]


def test_other_cells_over_the_same_people_need_joint_bounds():
    same = told_of([40])
    other_design = told_of([40], design="e" * 64)
    other_run = told_of([40], run=run_of().__class__(**{**_run_values(), "hazards": "hazards"}))
    other_pillar = told_of([40], run=run_of("psychosocial"), design="e" * 64)
    partner = told_of([40], design="f" * 64, tier="partner")
    told = [same, other_design, other_run, other_pillar, partner]
    # Partners read a public release, so that what they were told counts, too.
    assert needing_joint_check(series_of(), told) == [other_design, other_run, partner]
    assert needing_joint_check(series_of("partner"), told) == [other_design, other_run, partner]


def _run_values():
    run = run_of()
    return {name: getattr(run, name) for name in run.__dataclass_fields__}


def test_a_design_is_its_cells_and_nothing_else():
    table = by_sex(VILLAGES)
    assert design_sha256(table) == design_sha256(by_sex([[0, 0]] * 6))
    other = by_sex(VILLAGES)
    renamed = other.units.__class__(
        ids=("all", *(f"x{row}" for row in range(8))),
        names=other.units.names,
        parent=other.units.parent,
        people=other.units.people,
        merged_ids=other.units.merged_ids,
    )
    assert design_sha256(table) != design_sha256(
        table.__class__(
            units=renamed,
            dimensions=table.dimensions,
            counts=table.counts,
            is_possible=table.is_possible,
            shows=table.shows,
        )
    )


def test_a_budget_is_spent_once_for_a_state_of_the_records():
    told = [told_of([40], epsilon=0.6), told_of([40], epsilon=5.0, snapshot="s-0")]
    assert spend(told, snapshot="s-1", epsilon=0.4, budget=1.0) == pytest.approx(0.0)
    assert spend(told, snapshot="s-2", epsilon=0.4, budget=1.0) == pytest.approx(0.6)
    with pytest.raises(ReleaseError, match=r"exceeds what is left, 0.4"):
        spend(told, snapshot="s-1", epsilon=0.5, budget=1.0)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_the_ledger_comes_back_from_plain_values_as_it_was(seed):
    random = np.random.default_rng(seed)
    counts = random.integers(0, 500, size=(5, 4, 3))
    told = told_of(counts, is_shown=counts > 200, epsilon=0.25)
    told.as_of[told.is_shown] -= random.integers(0, 900, size=int(told.is_shown.sum()))
    back = told_from_json(json.loads(json.dumps(told_as_json(told))))
    for name in Told.__dataclass_fields__:
        ours, theirs = getattr(told, name), getattr(back, name)
        assert (ours == theirs).all() if isinstance(ours, np.ndarray) else ours == theirs


def test_the_ledger_keeps_no_count_of_a_hidden_cell():
    told = told_of([40, 7], is_shown=[True, False])
    back = told_from_json(told_as_json(told))
    assert back.fresh_counts.tolist() == [40, 0]
    assert told_as_json(told) == told_as_json(told_of([40, 8], is_shown=[True, False]))
