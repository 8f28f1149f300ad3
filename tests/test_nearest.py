"""Several nearest centres: to the bit the least of searches for each centre alone."""

import numpy as np
import pytest
from worlds import random_centres, random_world

from accessibility.search import Sources, TravelRules, lay_network, least_times, nearest_centres
from geo.errors import InputError


def laid(seed, **options):
    world = random_world(seed, mode=(None, 0, 3)[seed % 3])
    rules = TravelRules(
        direction=("to", "from")[seed % 2],
        neighbours=(8, 16, 32)[seed % 3],
        boarding_wait_minutes=(0.0, 2.5)[seed // 3 % 2],
        **options,
    )
    return world, lay_network(world.land, world.roads, rules=rules, hazards=world.hazards if seed % 4 else None)


def sources_at(world, seed, count):
    cell = random_centres(world, seed, count=count)
    start_minutes = np.random.default_rng(seed).uniform(0, 10, count) if seed % 2 else None
    return Sources(cell=cell, row=np.arange(count, dtype=np.int32), start_minutes=start_minutes)


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("count", [1, 3, 5])
def test_the_nearest_are_the_least_of_all_centres_searched_one_by_one(seed, count):
    world, network = laid(seed, limit_minutes=(None, 15.0)[seed // 6 % 2])
    sources = sources_at(world, seed, 7)
    found = nearest_centres(network, sources, count=count)
    alone = np.stack(
        [
            least_times(
                network,
                Sources(
                    cell=sources.cell[[row]],
                    row=sources.row[[row]],
                    start_minutes=None if sources.start_minutes is None else sources.start_minutes[[row]],
                ),
            ).seconds
            for row in range(7)
        ]
    )
    order = np.argsort(alone, axis=0, kind="stable")[:count]
    expected = np.take_along_axis(alone, order, axis=0)
    assert (found.seconds == expected).all()
    assert (found.centre == np.where(np.isfinite(found.seconds), order, -1)).all()


def test_sources_that_share_a_row_are_one_centre():
    world, network = laid(4)
    cell = random_centres(world, 4, count=3)
    found = nearest_centres(network, Sources(cell=cell, row=np.array([7, 7, 2], np.int32)), count=2)
    assert set(np.unique(found.centre)) <= {-1, 2, 7}
    assert (found.centre[0] != found.centre[1])[found.centre[1] >= 0].all()


@pytest.mark.parametrize("count", [0, 6])
def test_more_than_five_nearest_are_refused(count):
    world, network = laid(1)
    with pytest.raises(InputError, match="1 to 5"):
        nearest_centres(network, sources_at(world, 1, 2), count=count)
