"""Who asks for care: no person is lost, and those on water or unknown land are adopted or counted."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import flat_land, metric_grid, nowhere_roads, random_centres, random_world, shape_at

from accessibility.need.demand import adopt_people, people_time
from accessibility.search.least_time import (
    BARRIER,
    INSIDE_HAZARD,
    NO_LAND_DATA,
    NO_WAY,
    REACHED,
    TravelRules,
    travel_time,
)
from geo.hazards.blocking import lay_hazards
from geo.land.surface import lay_land

seeds = st.integers(0, 10_000)


def random_people(seed, shape):
    random = np.random.default_rng(seed + 7)
    return np.where(random.random(shape) < 0.6, random.exponential(20, shape), 0.0)


def row_land(pace):
    grid = metric_grid(1, len(pace))
    return lay_land(grid, pace=np.array([pace], float), mode=np.zeros(grid.shape, np.uint8))


@settings(max_examples=50)
@given(seed=seeds, within_m=st.sampled_from([0.0, 100.0, 250.0, 1e6]))
def test_nobody_is_lost_and_only_populated_cells_ask(seed, within_m):
    land = random_world(seed).land
    people = random_people(seed, land.grid.shape)
    demand = adopt_people(people, land, within_m=within_m)
    assert demand.people.sum() == pytest.approx(people.sum(), abs=1e-9)
    assert (demand.people == people.ravel()[demand.home_cell]).all()
    assert demand.home_cell.tolist() == np.flatnonzero(people).tolist()


@settings(max_examples=50)
@given(seed=seeds, within_m=st.sampled_from([0.0, 100.0, 250.0, 1e6]))
def test_each_cell_answers_for_itself_or_is_adopted_near_enough_or_has_a_status(seed, within_m):
    land = random_world(seed).land
    demand = adopt_people(random_people(seed, land.grid.shape), land, within_m=within_m)
    is_passable = land.is_passable.ravel()
    is_home = is_passable[demand.home_cell]
    assert (demand.answer_cell[is_home] == demand.home_cell[is_home]).all()
    assert (demand.is_adopted == (~is_home & (demand.answer_cell >= 0))).all()
    assert is_passable[demand.answer_cell[demand.answer_cell >= 0]].all()
    assert (demand.adopted_m <= within_m).all()
    assert ((demand.adopted_m > 0) == demand.is_adopted).all()
    assert ((demand.home_status > 0) == (demand.answer_cell < 0)).all()
    expected = np.where(land.has_data.ravel()[demand.home_cell], BARRIER, NO_LAND_DATA)
    is_left = demand.answer_cell < 0
    assert (demand.home_status[is_left] == expected[is_left]).all()


def test_people_on_water_take_the_nearest_shore_within_the_distance():
    land = row_land([1, np.inf, np.inf, np.inf, np.nan, 1])
    demand = adopt_people(np.array([[1.0, 2, 4, 8, 16, 0]]), land, within_m=100)
    assert demand.answer_cell.tolist() == [0, 0, -1, -1, 5]
    assert demand.adopted_m.tolist() == [0, 100, 0, 0, 100]
    assert demand.home_status.tolist() == [0, 0, BARRIER, BARRIER, 0]
    none_near = adopt_people(np.array([[1.0, 2, 4, 8, 16, 0]]), land, within_m=99)
    assert none_near.answer_cell.tolist() == [0, -1, -1, -1, -1]
    assert none_near.home_status.tolist() == [0, BARRIER, BARRIER, BARRIER, NO_LAND_DATA]


def test_the_adopted_have_the_minutes_of_their_shore_and_the_others_none():
    land = row_land([1, 1, np.inf, np.inf, np.nan])
    demand = adopt_people(np.ones((1, 5)), land, within_m=100)
    travel = travel_time(
        land, nowhere_roads(land), np.array([0]), centre_rows=np.array([3], np.int32), rules=TravelRules()
    )
    times = people_time(demand, travel, hazards=None)
    np.testing.assert_allclose(times.minutes * 60, [0, 100, 100, np.inf, np.inf])
    assert times.status.tolist() == [REACHED, REACHED, REACHED, BARRIER, NO_LAND_DATA]
    assert times.nearest.tolist() == [3, 3, 3, -1, -1]


def test_who_lives_inside_a_hazard_has_that_status_wherever_the_answer_comes_from():
    grid = metric_grid(1, 5)
    pace = np.array([[1, 1, 1, np.inf, 1.0]])
    land = lay_land(grid, pace=pace, mode=np.zeros(grid.shape, np.uint8))
    roads = nowhere_roads(land)
    area = shape_at(grid, [(2.2, 0.2), (3.8, 0.2), (3.8, 0.8), (2.2, 0.8)]).convex_hull
    hazards = lay_hazards(grid, roads, [area], road_policy="open", overlap_tolerance_m=0)
    rules, rows = TravelRules(), np.array([0], np.int32)
    travel = travel_time(land, roads, np.array([0]), centre_rows=rows, rules=rules, hazards=hazards)
    times = people_time(adopt_people(np.ones((1, 5)), land, within_m=100), travel, hazards=hazards)
    assert times.status.tolist() == [REACHED, REACHED, INSIDE_HAZARD, INSIDE_HAZARD, NO_WAY]
    assert np.isinf(times.minutes[2:]).all()
    assert times.nearest.tolist() == [0, 0, -1, -1, -1]


@settings(max_examples=40)
@given(seed=seeds)
def test_hazards_never_bring_anyone_nearer(seed):
    world = random_world(seed)
    people = random_people(seed, world.land.grid.shape)
    demand = adopt_people(people, world.land, within_m=250)
    centres = random_centres(world, seed)
    rows = np.arange(len(centres), dtype=np.int32)
    free, held = (
        people_time(
            demand,
            travel_time(world.land, world.roads, centres, centre_rows=rows, rules=TravelRules(), hazards=hazards),
            hazards=hazards,
        )
        for hazards in (None, world.hazards)
    )
    assert (held.minutes >= free.minutes).all()
    for times in (free, held):
        assert (np.isfinite(times.minutes) == (times.status == REACHED)).all()
        assert ((times.nearest >= 0) == (times.status == REACHED)).all()


def test_nobody_asks_where_nobody_lives():
    land = flat_land(metric_grid(2, 2))
    demand = adopt_people(np.zeros((2, 2)), land, within_m=100)
    assert len(demand.people) == len(demand.answer_cell) == 0
