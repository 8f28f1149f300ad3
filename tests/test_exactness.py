"""Exactness: the search equals the plain heap to the last bit, whatever the world, the rules and the threads."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from plain_heap import plain_search
from worlds import random_centres, random_world

from accessibility.search import INSIDE_HAZARD, Sources, TravelRules, lay_network, least_times, nearest_centres

SEEDS = range(200)


def rules_of(seed, **options):
    """Every combination of the rules in turn."""
    return TravelRules(
        direction=("to", "from")[seed % 2],
        neighbours=(8, 16, 32)[seed // 2 % 3],
        corner_crossing=("forbid", "allow")[seed // 6 % 2],
        boarding_wait_minutes=(0.0, 2.5)[seed // 12 % 2],
        **options,
    )


def kind_of_world(seed):
    """Worlds of the fast way (level, 8 neighbours) and of walkers alone come about as often as mixed ones."""
    return random_world(seed, mode=(None, 0, 3)[seed % 3])


@pytest.mark.parametrize("seed", SEEDS)
def test_times_and_centres_equal_the_plain_heap_to_the_bit(seed):
    world, rules = kind_of_world(seed), rules_of(seed)
    centres = random_centres(world, seed, count=1 + seed % 4)
    start_minutes = np.random.default_rng(seed).uniform(0, 20, len(centres)) if seed % 5 == 0 else None
    has_hazards = seed % 4 < 2
    seconds, nearest = plain_search(
        world,
        centres,
        rules,
        has_hazards=has_hazards,
        start_s=None if start_minutes is None else start_minutes * 60,
    )
    network = lay_network(world.land, world.roads, rules=rules, hazards=world.hazards if has_hazards else None)
    sources = Sources(cell=centres, row=np.arange(len(centres), dtype=np.int32), start_minutes=start_minutes)
    with ThreadPoolExecutor(max_workers=2) as threads:
        answers = [least_times(network, sources), *threads.map(lambda _: least_times(network, sources), range(2))]
    for found in answers:
        is_answered = world.land.is_passable & (found.status != INSIDE_HAZARD)
        assert (found.seconds[is_answered] == seconds[is_answered]).all()
        assert (found.nearest[is_answered] == nearest[is_answered]).all()
        assert (found.nearest[~is_answered] == -1).all()


# squares of several tiles take the plain heap seconds each: two of them here, one of each mode
@pytest.mark.parametrize(
    ("rows", "columns", "seed"),
    [
        *((7, 290, seed) for seed in range(6)),
        *((270, 6, seed) for seed in range(6)),
        *((140, 140, seed) for seed in (1, 2)),
        *(pytest.param(140, 140, seed, marks=pytest.mark.verify) for seed in (0, 3, 4, 5)),
    ],
)
def test_across_tiles_too_the_search_equals_the_plain_heap(rows, columns, seed):
    world = random_world(seed, rows=rows, columns=columns, mode=(None, 0, 3)[seed % 3], neighbours=16)
    rules = TravelRules(direction=("to", "from")[seed % 2], neighbours=(16, 8)[seed % 2], boarding_wait_minutes=1)
    centres = random_centres(world, seed, count=5)
    seconds, nearest = plain_search(world, centres, rules, has_hazards=True)
    network = lay_network(world.land, world.roads, rules=rules, hazards=world.hazards)
    found = least_times(network, Sources(cell=centres, row=np.arange(5, dtype=np.int32)))
    is_answered = world.land.is_passable & (found.status != INSIDE_HAZARD)
    assert (found.seconds[is_answered] == seconds[is_answered]).all()
    assert (found.nearest[is_answered] == nearest[is_answered]).all()


def with_ways(network, **changes):
    return replace(network, ways=network.ways._replace(**changes))


@pytest.mark.parametrize("seed", range(12))
def test_the_answer_does_not_depend_on_the_order_of_the_search(seed):
    world = random_world(seed, rows=135, columns=20, mode=(None, 3)[seed % 2], neighbours=8)
    network = lay_network(world.land, world.roads, rules=TravelRules(neighbours=8), hazards=world.hazards)
    sources = Sources(cell=random_centres(world, seed, count=6), row=np.arange(6, dtype=np.int32))
    expected, nearest = least_times(network, sources), nearest_centres(network, sources, count=3)
    assert network.ways.is_plain == (seed % 2 == 1)
    orders = [with_ways(network, bucket_bits=bits) for bits in (0, 12, 20, 31)]
    for other in [*orders, with_ways(network, is_plain=False), with_ways(network, is_plain=False, bucket_bits=14)]:
        found, several = least_times(other, sources), nearest_centres(other, sources, count=3)
        assert (found.seconds == expected.seconds).all()
        assert (found.nearest == expected.nearest).all()
        assert (several.seconds == nearest.seconds).all()
        assert (several.centre == nearest.centre).all()
