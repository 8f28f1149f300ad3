"""Draws: triangular, in layers, by name, and the same on every machine."""

import hashlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import triang

from accessibility.uncertainty import Range, Ranges, draws_of
from accessibility.uncertainty.sampling import layered, triangular, values_of
from geo.errors import InputError

chances = st.floats(0, 1, exclude_max=True)
ends = st.floats(0.01, 10)


def a_range(kind, name, low=0.5, value=1.0, high=2.0):
    return Range(kind=kind, name=name, low=low, value=value, high=high, unit="times", source="made up", certainty="A")


def some_ranges(*names, hazard_keys=()):
    rows = (*(a_range("road class", name) for name in names), a_range("population", "population", 0.9, 1.0, 1.1))
    return Ranges(rows=rows, hazard_keys=hazard_keys, hazard_chance={"suspected": 0.5} if hazard_keys else {})


@given(st.lists(ends, min_size=3, max_size=3, unique=True), chances)
@settings(max_examples=25, deadline=None)
def test_the_two_lines_agree_with_scipy(numbers, chance):
    low, mode, high = sorted(numbers)
    width = high - low
    expected = triang.ppf(chance, (mode - low) / width, loc=low, scale=width)
    assert triangular(np.array([chance]), low=low, mode=mode, high=high)[0] == pytest.approx(expected, rel=1e-9)


def test_they_agree_with_numpys_own_draws():
    expected = np.sort(np.random.default_rng(1).triangular(0.5, 0.8, 2.0, 200_000))
    ours = triangular((np.arange(200_000) + 0.5) / 200_000, low=0.5, mode=0.8, high=2.0)
    assert np.abs(ours - expected).max() < 0.02


@pytest.mark.parametrize("mode", [0.5, 2.0])
def test_a_value_at_an_end_of_its_range_is_a_right_angle(mode):
    ours = triangular(np.array([0.0, 0.25, 1.0]), low=0.5, mode=mode, high=2.0)
    middle = 0.5 + 1.5 * 0.5 if mode == 2.0 else 2.0 - 1.5 * np.sqrt(0.75)
    assert ours.tolist() == pytest.approx([0.5, middle, 2.0])


@given(st.lists(ends, min_size=3, max_size=3), chances)
@settings(max_examples=25, deadline=None)
def test_no_draw_leaves_its_range(numbers, chance):
    low, value, high = sorted(numbers)
    drawn = values_of(a_range("need", "need-x", low, value, high), np.array([chance]))[0]
    assert low <= drawn <= high


def test_a_range_of_width_zero_is_the_value_itself():
    assert (values_of(a_range("need", "need-x", 0.1, 0.1, 0.1), np.linspace(0, 0.99, 7)) == 0.1).all()


@pytest.mark.parametrize("count", [2, 3, 100])
def test_each_layer_holds_one_draw(count):
    numbers = layered("road class", "primary", count, 2026)
    assert sorted(np.floor(numbers * count).astype(int).tolist()) == list(range(count))
    assert ((numbers >= 0) & (numbers < 1)).all()


def test_of_a_hundred_draws_an_area_with_an_even_chance_is_there_in_fifty():
    draws = draws_of(some_ranges("primary", hazard_keys=("H1", "row 7")), 100, 5)
    for key in ("H1", "row 7"):
        assert sum(draw.hazard[key] < draw.hazard_chance["suspected"] for draw in draws) == 50


def test_a_class_or_an_area_more_changes_no_other_draw():
    few = draws_of(some_ranges("primary"), 20, 7)
    many = draws_of(some_ranges("motorway", "primary", "track", hazard_keys=("H1", "H2")), 20, 7)
    one = draws_of(some_ranges("primary", hazard_keys=("H2",)), 20, 7)
    assert [draw.road_class["primary"] for draw in few] == [draw.road_class["primary"] for draw in many]
    assert [draw.population for draw in few] == [draw.population for draw in many]
    assert [draw.hazard["H2"] for draw in many] == [draw.hazard["H2"] for draw in one]


def test_variables_of_one_name_and_two_kinds_are_drawn_apart():
    assert (layered("road class", "track", 50, 1) != layered("land class", "track", 50, 1)).any()


def test_another_seed_gives_other_draws_and_the_same_seed_the_same():
    ranges = some_ranges("primary")
    assert draws_of(ranges, 10, 1) == draws_of(ranges, 10, 1)
    assert draws_of(ranges, 10, 1) != draws_of(ranges, 10, 2)


def test_two_variables_are_drawn_in_orders_that_have_nothing_to_do_with_one_another():
    one, other = layered("road class", "primary", 1000, 2026), layered("road class", "track", 1000, 2026)
    assert abs(np.corrcoef(one, other)[0, 1]) < 0.1


def test_the_bits_are_those_of_every_machine():
    digest = hashlib.sha256(layered("road class", "primary", 100, 2026).tobytes()).hexdigest()
    assert digest[:16] == "4f33f9a5ccccfdaa"


def test_layers_keep_medians_steadier_than_independent_draws():
    def median(seed, kind):
        numbers = [layered("need", name, 100, seed) for name in ("one", "two", "three")]
        if kind == "independent":
            numbers = list(np.random.default_rng(seed).random((3, 100)))
        return float(np.median(sum(triangular(each, low=0.5, mode=1, high=2) for each in numbers)))

    spread = {kind: np.std([median(seed, kind) for seed in range(30)]) for kind in ("layered", "independent")}
    assert spread["layered"] < spread["independent"] / 1.5


def test_a_wait_is_drawn_only_where_it_has_a_range():
    assert draws_of(some_ranges("primary"), 2, 1)[0].boarding_wait_minutes is None
    wait = a_range("boarding wait", "boarding wait", 0.0, 10.0, 30.0)
    drawn = [draw.boarding_wait_minutes for draw in draws_of(Ranges(rows=(wait,)), 50, 1)]
    assert min(drawn) < 5
    assert max(drawn) > 20


@pytest.mark.parametrize("count", [1, 0, -3])
def test_fewer_than_two_draws_are_refused(count):
    with pytest.raises(InputError, match=rf"{count} draws give no interval; ask for 2 or more, best 100"):
        draws_of(some_ranges("primary"), count, 1)
