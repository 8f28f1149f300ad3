"""Supply where people choose: equilibrium against a plain solver, and numbers for the head."""

import math

import numpy as np
import pytest
from capacity_worlds import EXACT, WITHIN, Towns, plain_agents, random_towns

from accessibility.capacity import Crowding, raam
from geo.errors import InputError


@pytest.mark.parametrize("seed", range(10))
def test_costs_and_crowds_are_those_of_the_least_sum(seed):
    towns = random_towns(seed, homes=6, centres=4)
    supply = towns.of(raam, within_minutes=WITHIN, crowding=EXACT)
    value, load = plain_agents(towns)
    np.testing.assert_allclose(supply.value, value, rtol=1e-4)
    np.testing.assert_allclose(supply.demand, load, rtol=1e-3, atol=1e-3 * towns.people.sum())
    assert supply.gap_minutes <= 1e-9


def test_people_spread_until_the_far_and_empty_centre_is_as_dear_as_the_near_and_crowded_one():
    # mean: 40 people for 20 places; near: 60 D / 20 minutes; far: 30 + 60 (40 - D) / 20; alike at D = 25
    towns = Towns(minutes=np.array([[0.0, 30.0]]), people=np.array([40.0]), capacity=np.array([10.0, 10.0]))
    supply = towns.of(raam, within_minutes=30, crowding=EXACT)
    np.testing.assert_allclose(supply.demand, [25, 15])
    np.testing.assert_allclose(supply.value, [75])
    np.testing.assert_allclose(supply.served_share, [0.5])


def test_a_crowd_that_nobody_minds_sends_everyone_to_the_nearest():
    towns = random_towns(3)
    supply = towns.of(raam, within_minutes=WITHIN, crowding=Crowding(minutes=1e-9, gap_minutes=1e-6))
    is_there = (towns.minutes <= WITHIN) & (towns.capacity > 0)
    np.testing.assert_allclose(supply.value, np.where(is_there, towns.minutes, np.inf).min(axis=1), atol=1e-5)


def test_few_people_move_as_many_do():
    towns = random_towns(8)
    few = Towns(minutes=towns.minutes, people=towns.people * 1e-6, capacity=towns.capacity)
    many, some = (world.of(raam, within_minutes=WITHIN, crowding=EXACT) for world in (towns, few))
    np.testing.assert_allclose(some.value, many.value, rtol=1e-6)
    assert math.fsum(some.demand) == pytest.approx(math.fsum(many.demand) * 1e-6, rel=1e-9)


def test_homes_in_any_order_have_the_same_costs_within_the_gap():
    towns = random_towns(11, homes=40)
    other = Towns(minutes=towns.minutes[::-1], people=towns.people[::-1], capacity=towns.capacity)
    one, two = (world.of(raam, within_minutes=WITHIN, crowding=EXACT) for world in (towns, other))
    np.testing.assert_allclose(one.value, two.value[::-1], rtol=1e-5)


def test_nobody_and_no_capacity_end_at_once():
    nobody = Towns(minutes=np.array([[5.0]]), people=np.array([0.0]), capacity=np.array([2.0]))
    assert nobody.of(raam, within_minutes=9).value.tolist() == [5.0]
    nothing = Towns(minutes=np.array([[5.0]]), people=np.array([3.0]), capacity=np.array([0.0]))
    supply = nothing.of(raam, within_minutes=9)
    assert supply.value.tolist() == [np.inf]
    assert supply.gap_minutes == 0.0


@pytest.mark.parametrize("name", ["minutes", "mean_people", "gap_minutes"])
@pytest.mark.parametrize("value", [0.0, -1.0, np.inf, np.nan])
def test_a_crowding_of_nothing_is_refused(name, value):
    with pytest.raises(InputError, match=f"{name} of the crowding is {value}; give a number above 0"):
        Crowding(**{name: value})


def test_too_narrow_a_gap_is_told(monkeypatch):
    monkeypatch.setattr("accessibility.capacity.agents.MOST_ROUNDS", 4)
    with pytest.raises(InputError, match=r"after 4 rounds .* allow a wider gap than 1e-300 minutes"):
        random_towns(0, homes=40).of(raam, within_minutes=WITHIN, crowding=Crowding(gap_minutes=1e-300))
