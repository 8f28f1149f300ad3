"""Slow proofs, run by `make verify`: the laws of the search again, on larger worlds and many more of them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_heap import plain_arcs
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from test_live import ChangingWorld, is_equal
from worlds import oracle_seconds, random_centres, random_world

from accessibility.search import NO_WAY, REACHED, LiveAnswer, TravelRules, lay_network, least_times, travel_time

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


@pytest.mark.parametrize("seed", range(2))
def test_a_world_of_many_tiles_equals_dijkstra_of_scipy_to_the_bit(seed):
    world = random_world(seed, rows=200, columns=300, mode=(None, 3)[seed], neighbours=16)
    rules = TravelRules(direction=("to", "from")[seed], neighbours=(16, 8)[seed], boarding_wait_minutes=1)
    network = lay_network(world.land, world.roads, rules=rules, hazards=world.hazards)
    centres = random_centres(world, seed, count=40)
    arcs = plain_arcs(network)
    tail = np.repeat(list(arcs), [len(ways) for ways in arcs.values()])
    head, ticks = (np.array([part for ways in arcs.values() for part in side(ways)]) for side in (list, dict.values))
    count = network.ways.cell_count + 2 * world.roads.node_count
    graph = csr_array((ticks, (tail, head)), shape=(count, count))
    expected = dijkstra(graph, indices=centres, min_only=True)[: world.land.grid.cell_count] / 2**20
    found = search(world, centres, rules, has_hazards=True)
    is_answered = np.isin(found.status, (REACHED, NO_WAY)).ravel()
    assert (found.seconds.ravel()[is_answered] == expected[is_answered]).all()


@pytest.mark.parametrize("seed", range(200, 260))
def test_further_changes_are_followed_to_the_bit(seed):
    world = ChangingWorld(seed, rows=20, columns=150)
    answer = LiveAnswer(world.network, world.sources)
    for _ in range(8):
        answer.change(**world.change())
        assert is_equal(answer.travel_time(), least_times(world.network, world.sources))
