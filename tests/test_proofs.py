"""Slow proofs, run by `make verify`: the laws of the search again, on larger worlds and many more of them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import oracle_seconds, random_centres, random_world

from accessibility.search import NO_WAY, REACHED, TravelRules, travel_time

pytestmark = pytest.mark.verify
seeds = st.integers(0, 10**9)
directions = st.sampled_from(["to", "from"])
proof = settings(max_examples=150, deadline=None)


def search(world, centres, rules, *, has_hazards):
    rows = np.arange(len(centres), dtype=np.int32)
    hazards = world.hazards if has_hazards else None
    return travel_time(world.land, world.roads, centres, centre_rows=rows, rules=rules, hazards=hazards)


@proof
@given(seed=seeds, direction=directions, has_hazards=st.booleans(), neighbours=st.sampled_from([8, 16, 32]))
def test_times_equal_those_of_an_explicit_graph_on_larger_worlds(seed, direction, has_hazards, neighbours):
    world = random_world(seed, rows=18, columns=22)
    rules = TravelRules(direction=direction, neighbours=neighbours, boarding_wait_minutes=seed % 3)
    centres = random_centres(world, seed, count=4)
    expected = oracle_seconds(world, centres, rules, has_hazards=has_hazards).min(axis=0)
    found = search(world, centres, rules, has_hazards=has_hazards)
    is_answered = np.isin(found.status, (REACHED, NO_WAY)).ravel()
    np.testing.assert_allclose(found.seconds.ravel()[is_answered], expected[is_answered], rtol=1e-9, atol=1e-3)


@proof
@given(seed=seeds, direction=directions)
def test_hazards_never_shorten_and_centres_never_lengthen_on_larger_worlds(seed, direction):
    world = random_world(seed, rows=40, columns=50)
    rules = TravelRules(direction=direction)
    centres = random_centres(world, seed, count=5)
    free = search(world, centres, rules, has_hazards=False).seconds
    assert (search(world, centres, rules, has_hazards=True).seconds >= free).all()
    assert (search(world, centres[:-1], rules, has_hazards=False).seconds >= free).all()
