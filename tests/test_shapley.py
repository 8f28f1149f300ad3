"""Shapley values: the laws that they are the only ones to keep, and what a game can be that is none."""

from fractions import Fraction
from itertools import permutations
from math import factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from accessibility.reasons import every_set, shapley_values, shares_of
from geo.errors import InputError

NAMES = ("hazards", "no-road", "profile", "full", "day")
AMOUNTS = st.just(0.0) | st.floats(1e-6, 1e9)


@st.composite
def games(draw, least=0, most=4, amounts=AMOUNTS, shape=(3,)):
    """What is beyond for every set of some factors, at some places."""
    factors = draw(st.permutations(NAMES))[: draw(st.integers(least, most))]
    return {cured: draw(hnp.arrays(np.float64, shape, elements=amounts)) for cured in every_set(factors)}, factors


def over_all_orders(worth, factors, place):
    """The mean of what each factor adds over all orders, without rounding."""
    total = dict.fromkeys(factors, Fraction(0))
    for order in permutations(factors):
        cured = frozenset()
        for factor in order:
            total[factor] += Fraction(float(worth[cured | {factor}][place])) - Fraction(float(worth[cured][place]))
            cured |= {factor}
    return {factor: value / factorial(len(factors)) for factor, value in total.items()}


def dividends(worth, factors, place):
    """Harsanyi's dividends: what each set brings beyond the sets within it, without rounding."""
    found = {}
    for cured in every_set(factors):
        within = sum((found[less] for less in every_set(sorted(cured)) if less != cured), Fraction(0))
        found[cured] = Fraction(float(worth[cured][place])) - within
    return found


def greatest(worth):
    return np.max([np.abs(amount) for amount in worth.values()], axis=0)


@given(games())
@settings(max_examples=40)
def test_the_values_are_the_mean_over_all_orders(game):
    worth, factors = game
    values = shapley_values(worth, factors)
    assert list(values) == list(factors)
    for place in range(3):
        reference = over_all_orders(worth, factors, place)
        for factor in factors:
            assert values[factor][place] == pytest.approx(float(reference[factor]), abs=1e-12 * greatest(worth)[place])


def test_seven_factors_are_shared_as_over_all_5040_orders():
    factors = ("hazards", "closure", "road-season", "day", "profile", "no-road", "full")
    amounts = np.random.default_rng(7).integers(0, 1000, 2**7)
    worth = {cured: np.array([float(amount)]) for cured, amount in zip(every_set(factors), amounts, strict=True)}
    reference = over_all_orders(worth, factors, 0)
    for factor, values in shapley_values(worth, factors).items():
        assert values[0] == pytest.approx(float(reference[factor]), abs=1e-10)


@given(games())
@settings(max_examples=25)
def test_each_set_shares_its_dividend_equally(game):
    worth, factors = game
    values = shapley_values(worth, factors)
    shared = dividends(worth, factors, 0)
    for factor in factors:
        expected = sum((part / len(some) for some, part in shared.items() if factor in some), Fraction(0))
        assert values[factor][0] == pytest.approx(float(expected), abs=1e-12 * greatest(worth)[0])


@given(games(most=5), st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_neither_order_nor_names_nor_neighbours_change_a_bit(game, random):
    worth, factors = game
    values = shapley_values(worth, factors)
    mixed = random.sample(list(factors), len(factors))
    again = shapley_values(dict(reversed(worth.items())), mixed)
    renamed = dict(zip(factors, mixed, strict=True))
    others = shapley_values({frozenset(map(renamed.get, cured)): some for cured, some in worth.items()}, mixed)
    alone = shapley_values({cured: some[1] for cured, some in worth.items()}, factors)
    for factor in factors:
        assert values[factor].tobytes() == again[factor].tobytes()
        assert values[factor].tobytes() == others[renamed[factor]].tobytes()
        assert values[factor][1] == alone[factor]
        assert alone[factor].shape == ()


@given(games())
@settings(max_examples=30)
def test_the_values_add_up_to_what_all_change(game):
    worth, factors = game
    whole = worth[frozenset(factors)] - worth[frozenset()]
    added = np.sum([*shapley_values(worth, factors).values(), np.zeros(3)], axis=0)
    assert (np.abs(added - whole) <= 1e-12 * greatest(worth)).all()


@given(games(least=1))
@settings(max_examples=30)
def test_a_factor_that_does_nothing_gets_nothing_at_all(game):
    worth, factors = game
    idle, *others = factors
    worth = {cured: worth[cured - {idle}] for cured in worth}
    values = shapley_values(worth, factors)
    assert (values[idle] == 0).all()
    without = shapley_values({cured: worth[cured] for cured in every_set(others)}, others)
    for factor in others:
        assert values[factor] == pytest.approx(without[factor], abs=1e-12 * greatest(worth).max())


@given(games(least=2))
@settings(max_examples=30)
def test_factors_that_do_alike_get_alike_to_the_bit(game):
    worth, factors = game
    first, second, *_ = factors
    twins = {first, second}
    worth = {
        cured: worth[(cured - twins) | {first}] if len(cured & twins) == 1 else amount
        for cured, amount in worth.items()
    }
    values = shapley_values(worth, factors)
    assert values[first].tobytes() == values[second].tobytes()


@given(games(least=3, most=3), st.floats(0.1, 10))
@settings(max_examples=20)
def test_games_may_be_added_and_measured_in_another_unit(game, unit):
    worth, factors = game
    other = {cured: amount[::-1] for cured, amount in worth.items()}
    both = shapley_values({cured: worth[cured] + unit * other[cured] for cured in worth}, factors)
    one, two = shapley_values(worth, factors), shapley_values(other, factors)
    for factor in factors:
        scale = (1 + unit) * greatest(worth).max()
        assert both[factor] == pytest.approx(one[factor] + unit * two[factor], abs=1e-11 * scale)


@given(games(most=4))
@settings(max_examples=40)
def test_the_shares_add_up_to_one_or_are_unknown(game):
    beyond, factors = game
    shares = shares_of(beyond, factors)
    assert list(shares) == [*factors, "too-far"]
    now = beyond[frozenset()]
    added = np.sum(list(shares.values()), axis=0)
    scale = np.maximum(greatest(beyond) / np.where(now > 0, now, 1), 1)
    assert (np.abs(added - 1)[now > 0] <= (1e-12 * scale)[now > 0]).all()
    assert all(np.isnan(share[now == 0]).all() for share in shares.values())


def test_two_factors_that_only_help_together_share_what_they_give():
    # cured: neither 100, either 100, both 20
    beyond = {cured: 20.0 if len(cured) == 2 else 100.0 for cured in every_set(["hazards", "no-road"])}
    factors = ["hazards", "no-road"]
    assert {name: float(share) for name, share in shares_of(beyond, factors).items()} == {
        "hazards": 0.4,
        "no-road": 0.4,
        "too-far": 0.2,
    }


def test_where_either_of_two_helps_they_share_what_it_gives():
    beyond = {cured: 20.0 if cured else 100.0 for cured in every_set(["hazards", "no-road"])}
    factors = ["hazards", "no-road"]
    assert float(shares_of(beyond, factors)["hazards"]) == 0.4


def test_where_only_hazards_matter_they_have_all_of_it():
    beyond = {cured: 0.0 if "hazards" in cured else 72.5 for cured in every_set(NAMES)}
    shares = shares_of(beyond, NAMES)
    expected = {**dict.fromkeys([*NAMES, "too-far"], 0.0), "hazards": 1.0}
    assert {name: float(share) for name, share in shares.items()} == expected
    assert not any(np.signbit(share) for share in shares.values())


def test_without_factors_it_is_too_far_or_unknown():
    [share] = shares_of({frozenset(): [30.0, 0.0]}, []).values()
    assert share[0] == 1
    assert np.isnan(share[1])


def test_a_cure_that_makes_it_worse_has_a_share_below_zero():
    # a road brings more people to a full centre
    beyond = {frozenset(): 10.0, frozenset({"no-road"}): 15.0}
    assert {name: float(share) for name, share in shares_of(beyond, ["no-road"]).items()} == {
        "no-road": -0.5,
        "too-far": 1.5,
    }


def test_what_is_unknown_at_one_place_is_known_at_others():
    values = shapley_values({frozenset(): [np.nan, 4.0], frozenset({"day"}): [1.0, 1.0]}, ["day"])
    assert np.isnan(values["day"][0])
    assert values["day"][1] == -3


A = frozenset({"a"})
NONE = frozenset()


@pytest.mark.parametrize(
    ("beyond", "factors", "message"),
    [
        ({NONE: 1.0}, ["a"], "1 of 2 sets of factors have no worth (with a cured); give one for every set"),
        ({A: 1.0, NONE: 1.0}, ["a", "a"], "a is named twice; name each factor once"),
        ({A: 1.0, NONE: 1.0}, [], "a worth is given for 'a', which is none of the factors"),
        ({A: [1.0], NONE: [1.0, 2.0]}, ["a"], "has shape (1,), and (2,) with nothing cured"),
        ({A: 1.0, NONE: np.inf}, ["a"], "the worth with nothing cured is not finite; bound the minutes first"),
        ({A: -1.0, NONE: 1.0}, ["a"], "what is beyond is negative with a cured; give 0 where nobody is beyond"),
        ({NONE: 1.0}, ["too-far"], "'too-far' is given as a factor"),
        ({NONE: 1.0}, [f"f{n}" for n in range(17)], "17 factors have 131,072 sets; ask for 16 factors at most"),
    ],
)
def test_what_is_no_game_is_refused(beyond, factors, message):
    with pytest.raises(InputError) as caught:
        shares_of(beyond, factors)
    assert message in str(caught.value)
