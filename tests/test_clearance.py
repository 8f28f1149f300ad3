"""Clearance: each gain is that of two searches from nothing, and the steps add up to the whole difference."""

import numpy as np
import pytest
from test_live import sources_at
from test_releases import MinedWorld
from worlds import flat_land, metric_grid, nowhere_roads, shape_at

from accessibility.clearance import rank_clearance
from accessibility.need import adopt_people, people_time
from accessibility.search import INSIDE_HAZARD, TravelRules, lay_network, least_times
from geo.hazards.blocking import lay_hazards

BANDS = (5.0, 10.0, 20.0)
THRESHOLD = 15.0
FOUND = (5.0, 10.0, 15.0, 20.0)


def demand_of(mined):
    people = mined.random.integers(0, 5, mined.world.land.grid.shape).astype(float)
    return adopt_people(people, mined.world.land, within_m=150)


def times_without(mined, demand, released):
    kept = [shape for place, shape in enumerate(mined.hazards.shapes) if place not in released]
    hazards = mined.lay(kept)
    network = mined.free.with_hazards(hazards)
    return people_time(demand, least_times(network, mined.sources), hazards=hazards)


def gain_of(demand, before, after, *, had_time, bands=FOUND):
    """A gain, from the times of two searches."""
    was_inside, people = before.status == INSIDE_HAZARD, demand.people
    is_shorter = np.isfinite(before.minutes) & (after.minutes < before.minutes)
    is_counted = is_shorter & had_time
    return {
        "people_inside": people[was_inside & (after.status != INSIDE_HAZARD)].sum(),
        "people_gaining": people[is_shorter].sum(),
        "person_minutes_gained": (people[is_counted] * (before.minutes[is_counted] - after.minutes[is_counted])).sum(),
        "people_reconnected": people[~was_inside & np.isinf(before.minutes) & np.isfinite(after.minutes)].sum(),
        "people_newly_within": [people[(after.minutes <= band) & ~(before.minutes <= band)].sum() for band in bands],
    }


def is_like(gain, expected):
    return all(np.allclose(getattr(gain, name), value, atol=1e-6) for name, value in expected.items())


@pytest.mark.parametrize("seed", range(16))
def test_each_area_alone_gives_what_two_searches_say(seed):
    mined = MinedWorld(seed)
    demand = demand_of(mined)
    ranking = rank_clearance(
        mined.network, mined.sources, demand, bands_minutes=BANDS, threshold_minutes=THRESHOLD, most_released=3
    )
    before = times_without(mined, demand, set())
    had_time = np.isfinite(before.minutes)
    assert len(ranking.alone) == len(mined.hazards.shapes)
    for cluster, gain in enumerate(ranking.alone):
        after = times_without(mined, demand, {cluster})
        assert is_like(gain, gain_of(demand, before, after, had_time=had_time))
        was_inside, is_inside = before.status == INSIDE_HAZARD, after.status == INSIDE_HAZARD
        assert gain.is_nothing == ((after.minutes == before.minutes) & (was_inside == is_inside)).all()


@pytest.mark.parametrize("seed", range(16))
def test_steps_and_rest_add_up_to_the_whole_difference(seed):
    mined = MinedWorld(seed)
    demand = demand_of(mined)
    ranking = rank_clearance(
        mined.network, mined.sources, demand, bands_minutes=BANDS, threshold_minutes=THRESHOLD, most_released=4
    )
    before = times_without(mined, demand, set())
    had_time = np.isfinite(before.minutes)
    released, earlier, total = set(), before, None
    for step in (*ranking.steps, ranking.rest):
        assert not released & set(step.clusters)
        released |= set(step.clusters)
        later = times_without(mined, demand, released)
        assert is_like(step.gain, gain_of(demand, earlier, later, had_time=had_time))
        earlier, total = later, step.gain if total is None else total + step.gain
    assert released == set(range(len(mined.hazards.shapes)))
    whole = gain_of(demand, before, times_without(mined, demand, released), had_time=had_time)
    del whole["people_gaining"]  # whose time falls twice counts in two steps
    assert is_like(total, whole)
    assert sum(len(step.clusters) for step in ranking.steps) <= 4


@pytest.mark.parametrize("seed", range(8))
def test_every_step_is_the_best_single_release_or_better(seed):
    mined = MinedWorld(seed)
    demand = demand_of(mined)
    ranking = rank_clearance(
        mined.network, mined.sources, demand, bands_minutes=BANDS, threshold_minutes=THRESHOLD, most_released=3
    )
    place = FOUND.index(THRESHOLD)
    released = set()
    for step in ranking.steps:
        earlier = times_without(mined, demand, released)
        best = max(
            gain_of(demand, earlier, times_without(mined, demand, released | {cluster}), had_time=True)[
                "people_newly_within"
            ][place]
            for cluster in set(range(len(mined.hazards.shapes))) - released
        )
        assert step.gain.people_newly_within[place] / len(step.clusters) >= best - 1e-9
        released |= set(step.clusters)


def walled(walls, people):
    """A row of 12 cells of 100 m, walked at 1 m/s, the centre in the first, with walls across it."""
    grid = metric_grid(3, 12)
    land = flat_land(grid)
    shapes = [shape_at(grid, [(x, -1), (x, 4)]).buffer(10) for x in walls]
    hazards = lay_hazards(grid, nowhere_roads(land), shapes, road_policy="open", overlap_tolerance_m=0)
    network = lay_network(land, nowhere_roads(land), rules=TravelRules(direction="to", neighbours=16), hazards=hazards)
    by_cell = np.zeros(grid.shape)
    for column, count in people.items():
        by_cell[1, column] = count
    return network, sources_at(np.array([12])), adopt_people(by_cell, land, within_m=0)


def test_walls_in_a_row_are_one_step_and_alone_give_nothing():
    network, sources, demand = walled([3.0, 6.0], {9: 50.0})
    ranking = rank_clearance(network, sources, demand, bands_minutes=(15.0,), threshold_minutes=15.0)
    assert all(gain.is_nothing for gain in ranking.alone)
    (step,) = ranking.steps
    assert step.clusters == (0, 1)
    assert step.gain.people_reconnected == 50
    assert step.gain.people_newly_within == (50.0,)  # 9 cells of 100 m at 1 m/s: 15 minutes, inclusive
    assert ranking.rest.clusters == ()


def test_a_step_that_is_worth_more_for_each_area_goes_first():
    network, sources, demand = walled([3.0, 6.0], {4: 30.0, 9: 50.0})
    ranking = rank_clearance(network, sources, demand, bands_minutes=(15.0,), threshold_minutes=15.0)
    assert ranking.order == (0, 1)
    assert [step.clusters for step in ranking.steps] == [(0, 1)]  # 40 people for each area, against 30 for the first
    assert ranking.steps[0].gain.people_newly_within == (80.0,)


def test_no_more_areas_are_released_than_asked_for():
    network, sources, demand = walled([3.0, 6.0], {9: 50.0})
    ranking = rank_clearance(network, sources, demand, bands_minutes=(15.0,), threshold_minutes=15.0, most_released=1)
    assert ranking.steps == ()
    assert ranking.rest.clusters == (0, 1)
    assert ranking.rest.gain.people_reconnected == 50


def test_who_lives_inside_gets_a_time_and_is_no_one_reconnected():
    network, sources, demand = walled([5.5], {5: 20.0, 8: 7.0})
    ranking = rank_clearance(network, sources, demand, bands_minutes=(15.0,), threshold_minutes=10.0)
    assert ranking.bands_minutes == (10.0, 15.0)
    (gain,) = ranking.alone
    assert (gain.people_inside, gain.people_reconnected) == (20.0, 7.0)
    assert gain.people_newly_within == (20.0, 27.0)
    assert gain.person_minutes_gained == 0
