"""Chains of referral: toy worlds solved in the head, and laws over random worlds."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString
from worlds import flat_land, metric_grid, random_centres, random_world

from accessibility.calibration import find_chains
from accessibility.search import BEYOND_LIMIT, NO_WAY, REACHED, Sources, TravelRules, lay_network, least_times
from geo.roads import lay_roads, no_roads

few = settings(max_examples=12, deadline=None)
seeds = st.integers(0, 10**6)


def at(*cells, first_row=0):
    return Sources(cell=np.array(cells, np.int64), row=np.arange(first_row, first_row + len(cells), dtype=np.int32))


def line(columns=12, *, barriers=(), **options):
    """Cells of 100 m in a row, walked at 1 m/s: 100 s from one to the next."""
    grid = metric_grid(1, columns)
    land = flat_land(grid, barriers=barriers)
    return lay_network(land, lay_roads(no_roads(), land, connect_within_m=500), rules=TravelRules(**options))


def levels_of(world, seed, *, count=3, each=3):
    cells = random_centres(world, seed, count=count * each)
    return [at(*cells[level * each : (level + 1) * each], first_row=level * each) for level in range(count)]


def seconds(travel):
    return travel.seconds.ravel()


def test_people_go_to_the_nearest_first_and_turn_back_from_there_if_they_must():
    chains = find_chains(line(), [at(0, first_row=7), at(11)], stay_minutes=10)
    expected = [100 * cell + 600 + 1100 for cell in range(12)]
    assert seconds(chains.chain).tolist() == expected
    assert seconds(chains.direct).tolist() == [100 * (11 - cell) for cell in range(12)]
    assert set(chains.chain.nearest.ravel().tolist()) == {7}
    assert not chains.stopped_at.any()


def test_three_levels_are_followed_nearest_by_nearest_with_a_stay_at_each_stop():
    """From cell 4: 100 s to the primary at 3, 200 s to the secondary at 1, 1000 s to the tertiary; two stays."""
    chains = find_chains(line(), [at(3, 8), at(1), at(11)], stay_minutes=1)
    assert seconds(chains.chain)[4] == 100 + 60 + 200 + 60 + 1000
    assert seconds(chains.chain)[7] == 100 + 60 + 700 + 60 + 1000


def test_the_best_chain_leaves_the_nearest_centre_aside_where_another_is_on_the_way():
    chains = find_chains(line(), [at(3, 8), at(11)], has_best=True)
    assert seconds(chains.chain)[4] == 100 + 800
    assert seconds(chains.best)[4] == 400 + 300
    assert chains.best.nearest.ravel()[4] == 1


def test_of_two_equally_near_centres_the_one_with_the_quicker_way_on_is_taken_in_any_order():
    for cells, quicker in (((3, 7), 1), ((7, 3), 0)):
        chains = find_chains(line(), [at(*cells), at(11)])
        assert seconds(chains.chain)[5] == 200 + 400
        assert chains.chain.nearest.ravel()[5] == quicker


def test_of_two_equally_good_centres_the_lowest_row_is_taken():
    chains = find_chains(line(), [Sources(cell=np.array([3, 7]), row=np.array([9, 4], np.int32)), at(5)])
    assert chains.chain.nearest.ravel()[5] == 4


def test_a_step_without_a_way_is_counted_by_its_number_and_nobody_is_sent_elsewhere():
    """A wall after cell 5: the primary at 2 has no way on, that at 8 has one."""
    grid = metric_grid(1, 12)
    wall = LineString([grid.affine @ (6, -1), grid.affine @ (6, 2)])
    chains = find_chains(line(barriers=(wall,)), [at(2, 8), at(11)])
    assert chains.stopped_at.ravel().tolist() == [2] * 6 + [0] * 6
    assert (chains.chain.status.ravel()[:6] == NO_WAY).all()
    assert np.isinf(seconds(chains.chain)[:6]).all()
    assert (chains.chain.nearest.ravel()[:6] == -1).all()
    assert seconds(chains.chain)[7] == 100 + 300
    chains = find_chains(line(barriers=(wall,)), [at(8), at(2)])
    assert chains.stopped_at.ravel().tolist() == [1] * 6 + [2] * 6


@pytest.mark.parametrize("empty", [0, 1, 2])
def test_a_level_without_centres_stops_everyone_there(empty):
    levels = [at(2), at(5), at(11)]
    levels[empty] = at()
    chains = find_chains(line(), levels, has_best=True)
    assert (chains.stopped_at == empty + 1).all()
    assert np.isinf(chains.chain.seconds).all()
    assert np.isinf(chains.best.seconds).all()
    assert np.isfinite(chains.direct.seconds).all() == (empty != 2)


def test_the_limit_holds_for_the_sum_of_the_ways_without_the_stays():
    chains = find_chains(line(limit_minutes=20), [at(0), at(11)], stay_minutes=500, has_best=True)
    assert (chains.chain.status.ravel() == [REACHED, REACHED, *[BEYOND_LIMIT] * 10]).all()
    assert (chains.best.status == chains.chain.status).all()
    assert not chains.stopped_at.any()


@few
@given(seed=seeds)
def test_a_chain_of_one_level_is_the_straight_way(seed):
    world = random_world(seed)
    network = lay_network(world.land, world.roads, rules=TravelRules(), hazards=world.hazards)
    levels = levels_of(world, seed, count=1)
    chains = find_chains(network, levels, stay_minutes=9, has_best=True)
    expected = least_times(network, levels[0])
    for travel in (chains.direct, chains.chain, chains.best):
        np.testing.assert_array_equal(travel.seconds, expected.seconds)
        np.testing.assert_array_equal(travel.status, expected.status)


@few
@given(seed=seeds, stay_minutes=st.floats(0, 50), limit_minutes=st.sampled_from([None, 5, 30]))
def test_straight_is_never_longer_than_best_nor_best_than_nearest(seed, stay_minutes, limit_minutes):
    world = random_world(seed)
    rules = TravelRules(limit_minutes=limit_minutes, boarding_wait_minutes=seed % 3)
    network = lay_network(world.land, world.roads, rules=rules, hazards=world.hazards)
    chains = find_chains(network, levels_of(world, seed), stay_minutes=stay_minutes, has_best=True)
    assert (chains.direct.minutes <= chains.best.minutes).all()
    assert (chains.best.minutes <= chains.chain.minutes).all()
    assert ((chains.stopped_at > 0) == (chains.chain.status == NO_WAY)).all()


@few
@given(seed=seeds)
def test_chains_are_those_of_every_centre_searched_by_itself(seed):
    world = random_world(seed)
    network = lay_network(world.land, world.roads, rules=TravelRules(), hazards=world.hazards)
    levels = levels_of(world, seed, count=3, each=2)
    found = find_chains(network, levels, stay_minutes=2, has_best=True)
    ways = {
        (level, place): seconds(least_times(network, sources.only(place)))
        for level, sources in enumerate(levels)
        for place in range(len(sources))
    }

    def way(level, place, cell):
        return ways[level, place][cell]

    for cell in range(world.land.grid.cell_count):
        best = min(
            way(0, a, cell) + way(1, b, levels[0].cell[a]) + way(2, c, levels[1].cell[b]) + 240
            for a, b, c in itertools.product(range(2), repeat=3)
        )
        assert seconds(found.best)[cell] == best
        here, total = cell, 0.0
        for level, sources in enumerate(levels):
            nearest = min(range(2), key=lambda place: way(level, place, here))
            total += way(level, nearest, here) + (120 if level < 2 else 0)
            here = sources.cell[nearest]
        assert seconds(found.chain)[cell] == total


@few
@given(seed=seeds)
def test_the_order_of_the_centres_changes_no_time(seed):
    world = random_world(seed)
    network = lay_network(world.land, world.roads, rules=TravelRules())
    levels = levels_of(world, seed)
    turned = [Sources(cell=each.cell[::-1].copy(), row=each.row) for each in levels]
    one, other = find_chains(network, levels), find_chains(network, turned)
    np.testing.assert_array_equal(one.chain.seconds, other.chain.seconds)
    np.testing.assert_array_equal(one.stopped_at, other.stopped_at)
