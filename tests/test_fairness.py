"""Fairness: the laws of each measure, and a short reference for each."""

import math

import numpy as np
import pytest
from fairness_measures import (
    KAPPA,
    MEASURES,
    NAN,
    RELATIVE,
    THRESHOLD,
    all_measures,
    by_rank,
    within,
    within_by_wagstaff,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from accessibility.fairness import (
    concentration_index,
    fgt,
    gini,
    kolm_pollak_ede,
    kolm_pollak_kappa,
    theil,
    theil_by_group,
)

minutes = st.one_of(st.integers(0, 300).map(float), st.floats(0.5, 900), st.just(THRESHOLD))
people = st.one_of(st.integers(1, 50).map(float), st.floats(0.01, 2000))
homes = st.lists(st.tuples(minutes, people), min_size=1, max_size=8).filter(lambda rows: max(rows)[0] > 0)
some = settings(max_examples=12)


def arrays(rows):
    values, weights = np.array(rows, dtype=np.float64).T
    return values, weights


def alike(one, other, tolerance=1e-9):
    return (math.isnan(one) and math.isnan(other)) or math.isclose(one, other, rel_tol=tolerance, abs_tol=tolerance)


# laws


@all_measures
@given(rows=homes)
@some
def test_a_hundredth_of_all_people_changes_nothing(measure, rows):
    values, weights = arrays(rows)
    full, hundredth = measure(values, weights), measure(values, weights * 0.01)
    assert alike(full.value, hundredth.value)
    assert alike(full.people * 0.01, hundredth.people)
    assert full.note == hundredth.note


@all_measures
@given(rows=homes, data=st.data())
@some
def test_a_home_may_be_written_as_several_and_in_any_order(measure, rows, data):
    values, weights = arrays(rows)
    rank = np.arange(len(values)) * 7 % 5
    order = np.array(data.draw(st.permutations([*range(len(values)), *range(len(values))])))
    split = np.concatenate([weights * 0.25, weights * 0.75])[order]
    doubled = np.concatenate([values, values])[order]
    if measure in (by_rank, within, within_by_wagstaff):
        ranks = np.concatenate([rank, rank])[order]
        kinds = {
            by_rank: {},
            within: {"bounds": (0, 1)},
            within_by_wagstaff: {"bounds": (0, 1), "correction": "wagstaff"},
        }
        scale = 1 if measure is by_rank else 1000
        other = concentration_index(doubled / scale, split, rank_by=ranks, **kinds[measure])
    else:
        other = measure(doubled, split)
    assert alike(measure(values, weights).value, other.value)


@pytest.mark.parametrize("name", RELATIVE)
@given(rows=homes)
@some
def test_a_measure_without_unit_is_the_same_in_hours(name, rows):
    values, weights = arrays(rows)
    assert alike(MEASURES[name](values, weights).value, MEASURES[name](values / 60, weights).value)


@given(rows=homes)
@some
def test_the_equivalent_in_hours_is_a_sixtieth_of_that_in_minutes(rows):
    values, weights = arrays(rows)
    found = [
        kolm_pollak_ede(each, weights, kappa_per_minute=kolm_pollak_kappa(each, weights)).value
        for each in (values, values / 60)
    ]
    assert alike(found[0] / 60, found[1])


@all_measures
def test_where_all_have_the_same_nothing_is_unequal(measure):
    same = {"palma": 0.25, "fgt0": 1.0, "fgt1": 0.5, "fgt2": 0.25, "ede": 120.0}
    name = next(key for key, value in MEASURES.items() if value is measure)
    assert measure([120.0, 120.0, 120.0], [1.0, 30.0, 7.0]).value == pytest.approx(same.get(name, 0.0), abs=1e-15)


@given(rows=homes)
@some
def test_measures_keep_to_their_bounds(rows):
    values, weights = arrays(rows)
    mean = np.average(values, weights=weights)
    found = {name: measure(values, weights).value for name, measure in MEASURES.items()}
    assert 0 <= found["gini"] < 1
    assert 0 <= found["theil"] + 1e-15 <= math.log(weights.sum() / weights.min()) + 1e-9
    assert found["palma"] >= 0.25 - 1e-12 or math.isnan(found["palma"])
    assert abs(found["concentration"]) <= found["gini"] + 1e-12
    assert abs(found["erreygers"]) <= 1
    assert abs(found["wagstaff"]) <= 1
    assert 0 <= found["fgt2"] <= found["fgt1"] <= found["fgt0"] <= 1
    assert mean * (1 - 1e-12) <= found["ede"] <= values.max()


@pytest.mark.parametrize("name", ["gini", "theil", "ede"])
@given(rows=homes, moved=st.floats(0.01, 0.49))
@some
def test_minutes_moved_from_a_far_to_a_near_home_lower_the_measure(name, rows, moved):
    values, weights = arrays(rows)
    low, high = int(values.argmin()), int(values.argmax())
    if values[high] - values[low] < 1:
        return
    weights[low] = weights[high]
    after = values.copy()
    after[low] += moved * (values[high] - values[low])
    after[high] -= moved * (values[high] - values[low])
    assert MEASURES[name](after, weights).value < MEASURES[name](values, weights).value


@given(near=st.floats(1.01, 5), far=st.floats(1.01, 5), moved=st.floats(0.01, 0.49))
@some
def test_nearness_moved_to_the_farther_of_two_that_are_beyond_lowers_the_severity(near, far, moved):
    if abs(near - far) < 0.05:
        return
    nearness = 1 / (THRESHOLD * np.array(sorted([near, far])))
    step = moved * (nearness[0] - nearness[1])
    before, after = (
        fgt(1 / each, [1, 1], threshold_minutes=THRESHOLD, alpha=2).value
        for each in (nearness, nearness + step * np.array([-1, 1]))
    )
    assert after < before


@given(rows=homes, data=st.data())
@some
def test_theil_within_and_between_add_up_to_the_whole(rows, data):
    values, weights = arrays(rows)
    group = np.array(data.draw(st.lists(st.integers(-1, 2), min_size=len(values), max_size=len(values))))
    split = theil_by_group(values, weights, group)
    assert alike(split.within.value + split.between.value, split.total.value)
    assert alike(split.total.value, theil(values, weights).value, 1e-12)
    assert min(split.within.value, split.between.value) >= -1e-15


@given(rows=homes)
@some
def test_fgt0_is_just_the_share_beyond_the_threshold(rows):
    values, weights = arrays(rows)
    assert MEASURES["fgt0"](values, weights).value == weights[values > THRESHOLD].sum() / weights.sum()


@given(rows=homes)
@some
def test_the_gini_index_is_the_concentration_index_by_the_value_itself(rows):
    values, weights = arrays(rows)
    assert alike(gini(values, weights).value, concentration_index(values, weights, rank_by=values).value)


@given(rows=homes)
@some
def test_of_a_share_and_its_mirror_the_corrected_index_tells_one_story(rows):
    values, weights = arrays(rows)
    for measure in ("erreygers", "wagstaff"):
        assert alike(MEASURES[measure](values, weights).value, -MEASURES[measure](1000 - values, weights).value)


@given(rows=homes, more=st.floats(1.5, 4))
@some
def test_more_aversion_never_lowers_the_equivalent(rows, more):
    values, weights = arrays(rows)
    low = kolm_pollak_ede(values, weights, kappa_per_minute=KAPPA).value
    assert kolm_pollak_ede(values, weights, kappa_per_minute=KAPPA * more).value >= low * (1 - 1e-12)


# references: plain loops over people, one by one


def reference_gini(values, weights):
    pairs = sum(
        p * q * abs(x - y) for x, p in zip(values, weights, strict=True) for y, q in zip(values, weights, strict=True)
    )
    return pairs / (2 * sum(weights) ** 2 * np.average(values, weights=weights))


def reference_theil(values, weights):
    mean = np.average(values, weights=weights)
    return sum(p * x / mean * math.log(x / mean) for x, p in zip(values, weights, strict=True) if x > 0) / sum(weights)


def reference_palma(values, weights):
    persons = sorted(x for x, p in zip(values, weights, strict=True) for _ in range(round(10 * p)))
    tenth = len(persons) // 10
    return sum(persons[-tenth:]) / sum(persons[: 4 * tenth]) if sum(persons[: 4 * tenth]) else NAN


def reference_ranks(values, weights, ranks):
    below = [sum(q for s, q in zip(ranks, weights, strict=True) if s < r) for r in ranks]
    alike_ = [sum(q for s, q in zip(ranks, weights, strict=True) if s == r) for r in ranks]
    place = [(b + a / 2) / sum(weights) for b, a in zip(below, alike_, strict=True)]
    mean, middle = np.average(values, weights=weights), np.average(place, weights=weights)
    return sum(p * (x - mean) * (r - middle) for x, p, r in zip(values, weights, place, strict=True)) / sum(weights)


def reference_fgt(values, weights, alpha):
    gaps = [(1 - THRESHOLD / x) ** alpha if x > THRESHOLD else 0 for x in values]
    return sum(g * p for g, p in zip(gaps, weights, strict=True)) / sum(weights)


def reference_ede(values, weights):
    return math.log(sum(p * math.exp(KAPPA * x) for x, p in zip(values, weights, strict=True)) / sum(weights)) / KAPPA


whole_homes = st.lists(st.tuples(minutes, st.integers(1, 9).map(float)), min_size=1, max_size=6).filter(
    lambda rows: max(rows)[0] > 0
)


@given(rows=whole_homes)
@settings(max_examples=30)
def test_every_measure_equals_its_reference(rows):
    values, weights = arrays(rows)
    ranks = np.arange(len(values)) * 7 % 5
    covariance, mean = reference_ranks(values, weights, ranks), np.average(values, weights=weights)
    expected = {
        "gini": reference_gini(values, weights),
        "theil": reference_theil(values, weights),
        "palma": reference_palma(values, weights),
        "concentration": 2 * covariance / mean,
        "erreygers": 8 * covariance / 1000,
        "wagstaff": 2 * covariance * 1000 / (mean * (1000 - mean)),
        "fgt0": reference_fgt(values, weights, 0),
        "fgt1": reference_fgt(values, weights, 1),
        "fgt2": reference_fgt(values, weights, 2),
        "ede": reference_ede(values, weights),
    }
    for name, measure in MEASURES.items():
        assert alike(measure(values, weights).value, expected[name]), name


def reference_split(values, weights, group):
    total, mean, within_, between = sum(weights), np.average(values, weights=weights), 0.0, 0.0
    for g in set(group):
        own = [(x, p) for x, p, h in zip(values, weights, group, strict=True) if h == g]
        heads, middle = sum(p for _, p in own), sum(x * p for x, p in own) / sum(p for _, p in own)
        share = heads * middle / (total * mean)
        if share > 0:
            within_ += share * reference_theil(*zip(*own, strict=True))
            between += share * math.log(middle / mean)
    return within_, between


@given(rows=whole_homes)
@some
def test_both_parts_of_theil_equal_their_reference(rows):
    values, weights = arrays(rows)
    group = np.arange(len(values)) % 2
    split = theil_by_group(values, weights, group)
    within_, between = reference_split(values, weights, group)
    assert alike(split.within.value, within_)
    assert alike(split.between.value, between)
