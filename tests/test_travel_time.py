"""The search: laws of the travel model, the oracle, then times solved in the head."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import (
    World,
    bicycle_m_s,
    degree_grid,
    flat_land,
    metric_grid,
    nowhere_roads,
    oracle_seconds,
    random_centres,
    random_world,
    roads_from_lines,
    shape_at,
)

from accessibility.search.engine.steps import bicycle_factor, tobler_factor
from accessibility.search.least_time import (
    BARRIER,
    BEYOND_LIMIT,
    INSIDE_HAZARD,
    NO_LAND_DATA,
    NO_WAY,
    REACHED,
    TravelTime,
    travel_time,
)
from accessibility.search.rules import TravelRules
from geo.hazards.blocking import lay_hazards
from geo.land.moves import Neighbours
from geo.land.surface import lay_land
from geo.roads.boarding import lay_roads

seeds = st.integers(0, 10_000)
some_rules = st.builds(
    TravelRules,
    direction=st.sampled_from(["to", "from"]),
    neighbours=st.sampled_from([8, 16, 32]),
    corner_crossing=st.sampled_from(["forbid", "allow"]),
    boarding_wait_minutes=st.sampled_from([0.0, 2.5]),
)
law = settings(max_examples=40, deadline=None)
TICKS_S = 1e-4  # a hundred steps, each rounded to a tick of a microsecond


def search(
    world: World, centres: npt.NDArray[np.int64], rules: TravelRules | None = None, *, has_hazards: bool = False
) -> TravelTime:
    return travel_time(
        world.land,
        world.roads,
        centres,
        centre_rows=np.arange(len(centres), dtype=np.int32),
        rules=rules or TravelRules(),
        hazards=world.hazards if has_hazards else None,
    )


@law
@given(seed=seeds, rules=some_rules, has_hazards=st.booleans())
def test_times_equal_those_of_an_explicit_graph(seed: int, rules: TravelRules, has_hazards: bool) -> None:
    world = random_world(seed)
    centres = random_centres(world, seed)
    expected = oracle_seconds(world, centres, rules, has_hazards=has_hazards).min(axis=0)
    found = search(world, centres, rules, has_hazards=has_hazards)
    is_answered = np.isin(found.status, (REACHED, NO_WAY)).ravel()
    np.testing.assert_allclose(found.seconds.ravel()[is_answered], expected[is_answered], rtol=1e-9, atol=TICKS_S)


@law
@given(seed=seeds, rules=some_rules)
def test_a_hazard_never_shortens_a_trip(seed: int, rules: TravelRules) -> None:
    world = random_world(seed)
    centres = random_centres(world, seed)
    without = search(world, centres, rules).seconds
    assert (search(world, centres, rules, has_hazards=True).seconds >= without).all()


@law
@given(seed=seeds, rules=some_rules)
def test_a_further_centre_never_lengthens_a_trip_and_closing_one_never_shortens_it(
    seed: int, rules: TravelRules
) -> None:
    world = random_world(seed)
    centres = random_centres(world, seed)
    assert (search(world, centres, rules).seconds <= search(world, centres[:-1], rules).seconds).all()


@law
@given(seed=seeds, rules=some_rules)
def test_the_nearest_centre_is_the_minimum_over_centres_solved_one_by_one(seed: int, rules: TravelRules) -> None:
    world = random_world(seed)
    centres = random_centres(world, seed)
    together = search(world, centres, rules)
    alone = np.stack([search(world, centres[[row]], rules).seconds for row in range(len(centres))])
    assert (together.seconds == alone.min(axis=0)).all()
    is_reached = np.isfinite(together.seconds)
    assert (together.nearest[is_reached] == alone.argmin(axis=0)[is_reached]).all()
    assert (together.nearest[~is_reached] == -1).all()


@law
@given(seed=seeds, neighbours=st.sampled_from([8, 16, 32]))
def test_twice_the_speed_is_half_the_time(seed: int, neighbours: Neighbours) -> None:
    world = random_world(seed, has_hazards=False)
    centres = random_centres(world, seed)
    rules = TravelRules(neighbours=neighbours)
    is_bicycle = world.land.mode == 1  # a bicycle's speed on a slope is not in proportion to that on the flat
    land = replace(world.land, mode=np.where(is_bicycle, np.uint8(0), world.land.mode))
    fast = replace(land, pace=land.pace / 2)
    roads = world.roads
    fast_roads = replace(
        roads, vehicle_s=roads.vehicle_s / 2, walk_s=roads.walk_s / 2, connector_s=roads.connector_s / 2
    )
    slow = search(World(land=land, roads=roads), centres, rules).seconds
    quick = search(World(land=fast, roads=fast_roads), centres, rules).seconds
    np.testing.assert_allclose(quick * 2, slow, atol=TICKS_S)


@law
@given(seed=seeds, rules=some_rules)
def test_times_to_a_centre_are_those_from_it_on_the_world_turned_round(seed: int, rules: TravelRules) -> None:
    world = random_world(seed)
    centres = random_centres(world, seed)
    roads = world.roads
    turned = replace(roads, arc_from=roads.arc_to, arc_to=roads.arc_from)
    upside_down = replace(world.land, elevation_m=-world.land.elevation_m)
    to = search(world, centres, replace(rules, direction="to", boarding_wait_minutes=0)).seconds
    back = World(land=upside_down, roads=turned)
    out = search(back, centres, replace(rules, direction="from", boarding_wait_minutes=0)).seconds
    assert (to == out).all()


@law
@given(seed=seeds)
def test_every_cell_has_a_status_and_minutes_exactly_if_it_is_reached(seed: int) -> None:
    world = random_world(seed)
    found = search(world, random_centres(world, seed), has_hazards=True)
    assert set(np.unique(found.status)) <= {REACHED, NO_WAY, INSIDE_HAZARD, BARRIER, NO_LAND_DATA}
    assert (np.isfinite(found.minutes) == (found.status == REACHED)).all()


def test_equal_minutes_go_to_the_lowest_row() -> None:
    land = flat_land(metric_grid(1, 5))
    world = World(land=land, roads=nowhere_roads(land))
    assert search(world, np.array([4, 0])).nearest.tolist() == [[1, 1, 0, 0, 0]]
    assert search(world, np.array([0, 0])).nearest.tolist() == [[0, 0, 0, 0, 0]]


def test_a_straight_walk_takes_its_length_over_the_speed() -> None:
    land = flat_land(metric_grid(1, 11), speed_kmh=6)
    world = World(land=land, roads=nowhere_roads(land))
    assert search(world, np.array([0])).minutes[0, 10] == pytest.approx(10)  # 1 km at 6 km/h


def test_steps_over_a_geographic_grid_have_ground_length() -> None:
    grid = degree_grid(1, 101, top=60.0)
    land = flat_land(grid)
    world = World(land=land, roads=nowhere_roads(land))
    expected_m = 100 * grid.geod.inv(10.0, float(grid.centre_y[0]), 10.0 + 3 / 3600, float(grid.centre_y[0]))[2]
    assert search(world, np.array([0])).seconds[0, 100] == pytest.approx(expected_m)
    assert expected_m == pytest.approx(4650, rel=0.01)  # half of that at the equator


def test_uphill_and_downhill_differ_by_tobler() -> None:
    grid = metric_grid(1, 2)
    land = lay_land(
        grid,
        pace=np.full(grid.shape, 3.6 / 5.0366),
        mode=np.zeros(grid.shape, np.uint8),
        elevation_m=np.array([[0, 10]], np.float32),
    )
    world = World(land=land, roads=nowhere_roads(land))
    up = search(world, np.array([0]), TravelRules(direction="from")).seconds[0, 1]
    down = search(world, np.array([0]), TravelRules(direction="to")).seconds[0, 1]
    assert up == pytest.approx(100 * 3.6 / (6 * np.exp(-3.5 * 0.15)), rel=1e-4)
    assert down == pytest.approx(100 * 3.6 / (6 * np.exp(-3.5 * 0.05)), rel=1e-4)


def test_tobler_is_one_on_the_flat_and_fastest_slightly_downhill() -> None:
    assert tobler_factor(0.0) == pytest.approx(1)
    assert tobler_factor(-0.05) == pytest.approx(np.exp(0.175))
    assert tobler_factor(0.1) < 1


@given(flat_kmh=st.floats(5, 30), slope=st.floats(-0.3, 0.3))
def test_the_bicycle_solves_its_power_balance(flat_kmh: float, slope: float) -> None:
    flat_m_s = flat_kmh / 3.6
    assert bicycle_factor(slope, flat_m_s) * flat_m_s == pytest.approx(bicycle_m_s(flat_m_s, slope), rel=1e-6)


def test_a_bicycle_falls_from_15_to_about_4_kmh_on_a_climb_of_5_percent() -> None:
    assert bicycle_factor(0.05, 15 / 3.6) * 15 == pytest.approx(4, abs=0.3)


def test_vehicles_ignore_slopes() -> None:
    grid = metric_grid(1, 2)
    land = lay_land(
        grid,
        pace=np.ones(grid.shape),
        mode=np.full(grid.shape, 2, np.uint8),
        elevation_m=np.array([[0, 50]], np.float32),
    )
    assert search(World(land=land, roads=nowhere_roads(land)), np.array([0])).seconds[0, 1] == pytest.approx(100)


def test_a_diagonal_wall_does_not_leak_unless_corners_may_be_crossed() -> None:
    grid = metric_grid(4, 4)
    pace = np.ones(grid.shape)
    pace[np.arange(4), 3 - np.arange(4)] = np.inf
    land = lay_land(grid, pace=pace, mode=np.zeros(grid.shape, np.uint8))
    world = World(land=land, roads=nowhere_roads(land))
    forbidden = search(world, np.array([0]))
    assert forbidden.status[3, 3] == NO_WAY
    assert forbidden.status[0, 3] == BARRIER
    allowed = search(world, np.array([0]), TravelRules(corner_crossing="allow"))
    assert allowed.status[3, 3] == REACHED


def test_a_knights_move_does_not_jump_a_wall_one_cell_thick() -> None:
    grid = metric_grid(5, 5)
    pace = np.ones(grid.shape)
    pace[2, :] = np.nan
    land = lay_land(grid, pace=pace, mode=np.zeros(grid.shape, np.uint8))
    found = search(World(land=land, roads=nowhere_roads(land)), np.array([2]))
    assert (found.status[3:] == NO_WAY).all()
    assert (found.status[2] == NO_LAND_DATA).all()


def test_a_thin_river_stops_walkers_and_a_bridge_takes_them_over() -> None:
    grid = metric_grid(5, 10)
    river = shape_at(grid, [(5, -1), (5, 6)])
    land = flat_land(grid, barriers=(river,))
    apart = search(World(land=land, roads=nowhere_roads(land)), np.array([20]))
    assert (apart.status[:, 5:] == NO_WAY).all()
    lines = [[(0.5, 2.5), (4.8, 2.5)], [(4.8, 2.5), (5.2, 2.5)], [(5.2, 2.5), (9.5, 2.5)]]
    network = roads_from_lines(grid, lines, vehicle_kmh=0, walk_kmh=3.6, is_boardable=[True, False, True])
    roads = lay_roads(network, land, connect_within_m=0)
    over = search(World(land=land, roads=roads), np.array([20]))
    assert (over.status == REACHED).all()
    assert over.seconds[2, 9] == pytest.approx(900, rel=1e-3)


def test_an_overpass_does_not_connect_to_the_road_below() -> None:
    grid = metric_grid(11, 11)
    crossing = [[(0.5, 5.5), (10.5, 5.5)], [(5.5, 0.5), (5.5, 10.5)]]
    network = roads_from_lines(grid, crossing, is_boardable=[False, False])
    pace = np.full(grid.shape, np.nan)
    for row, column in [(5, 0), (5, 10), (0, 5), (10, 5)]:
        pace[row, column] = 1.0
    land = lay_land(grid, pace=pace, mode=np.zeros(grid.shape, np.uint8))
    ends = roads_from_lines(grid, [[(0.5, 5.5), (0.6, 5.5)]])
    assert ends.link_count == 1
    found = search(World(land=land, roads=lay_roads(network, land, connect_within_m=0)), np.array([5 * 11]))
    assert found.status[0, 5] == NO_WAY


def test_a_one_way_road_is_ridden_one_way_and_walked_both() -> None:
    grid = metric_grid(3, 21)
    pace = np.full(grid.shape, 10.0)
    land = lay_land(grid, pace=pace, mode=np.zeros(grid.shape, np.uint8))
    network = roads_from_lines(grid, [[(0.5, 1.5), (20.5, 1.5)]], backward_kmh=0)
    world = World(land=land, roads=lay_roads(network, land, connect_within_m=0))
    ride = search(world, np.array([21 + 20])).seconds[1, 0]
    walk = search(world, np.array([21])).seconds[1, 20]
    assert ride == pytest.approx(200, rel=1e-3)  # 2 km at 36 km/h
    assert walk == pytest.approx(2000, rel=1e-3)  # 2 km at 3.6 km/h


def test_each_boarding_costs_its_wait_and_walking_along_the_road_none() -> None:
    land = flat_land(metric_grid(3, 21))
    network = roads_from_lines(land.grid, [[(0.5, 1.5), (20.5, 1.5)]])
    world = World(land=land, roads=lay_roads(network, land, connect_within_m=0))
    waiting = search(world, np.array([21]), TravelRules(boarding_wait_minutes=5)).seconds
    assert waiting[1, 20] == pytest.approx(200 + 300, rel=1e-3)
    assert waiting[1, 2] == pytest.approx(200, rel=1e-3)


def test_a_place_5_km_from_a_road_gets_a_time_that_includes_the_walk() -> None:
    land = flat_land(metric_grid(60, 60))
    network = roads_from_lines(land.grid, [[(0.5, 55.5), (59.5, 55.5)]])
    world = World(land=land, roads=lay_roads(network, land, connect_within_m=0))
    seconds = search(world, np.array([55 * 60])).seconds[5, 59]
    assert seconds == pytest.approx(5000 + 590, rel=0.01)


def test_nobody_boards_a_motorway_between_its_ends() -> None:
    grid = metric_grid(3, 21)
    land = flat_land(grid)
    network = roads_from_lines(grid, [[(0.5, 1.5), (20.5, 1.5)]], walk_kmh=0, is_boardable=[False])
    world = World(land=land, roads=lay_roads(network, land, connect_within_m=0))
    assert search(world, np.array([21 + 20])).seconds[1, 10] == pytest.approx(1000)


def test_a_hazard_across_the_only_way_leaves_no_way_and_those_inside_have_their_own_status() -> None:
    grid = metric_grid(3, 9)
    land = flat_land(grid)
    roads = nowhere_roads(land)
    x, _ = grid.affine @ (4.5, 0)
    area = shapely.box(x - 60, grid.bounds[1] - 10, x + 60, grid.bounds[3] + 10)
    hazards = lay_hazards(grid, roads, [area], road_policy="open", overlap_tolerance_m=50)
    found = search(World(land=land, roads=roads, hazards=hazards), np.array([9]), has_hazards=True)
    assert (found.status[:, :4] == REACHED).all()
    assert (found.status[:, 4] == INSIDE_HAZARD).all()
    assert (found.status[:, 5:] == NO_WAY).all()


@pytest.mark.parametrize(
    ("policy", "half_width_m", "status"),
    [
        ("open", 400, REACHED),
        ("cut", 400, NO_WAY),
        ("cut", 40, NO_WAY),
        ("cut", 20, REACHED),
        ("recorded", 400, NO_WAY),
    ],
)
def test_roads_pass_hazards_by_policy_and_a_thin_overlap_never_cuts(
    policy: str, half_width_m: float, status: int
) -> None:
    grid = metric_grid(20, 31)
    pace = np.full(grid.shape, np.nan)
    pace[:, :10], pace[:, 21:] = 1.0, 1.0
    land = lay_land(grid, pace=pace, mode=np.zeros(grid.shape, np.uint8))
    roads = lay_roads(roads_from_lines(grid, [[(0.5, 10.5), (30.5, 10.5)]]), land, connect_within_m=0)
    x, _ = grid.affine @ (15.5, 0)
    area = shapely.box(x - half_width_m, grid.bounds[1], x + half_width_m, grid.bounds[3])
    hazards = lay_hazards(
        grid,
        roads,
        [area],
        road_policy="open" if policy == "open" else "cut" if policy == "cut" else "recorded",
        overlap_tolerance_m=50,
    )
    found = search(World(land=land, roads=roads, hazards=hazards), np.array([10 * 31]), has_hazards=True)
    assert found.status[10, 30] == status


def test_a_road_recorded_in_use_passes_where_it_is_recorded() -> None:
    grid = metric_grid(3, 31)
    pace = np.full(grid.shape, np.nan)
    pace[:, :10], pace[:, 21:] = 1.0, 1.0
    land = lay_land(grid, pace=pace, mode=np.zeros(grid.shape, np.uint8))
    roads = lay_roads(roads_from_lines(grid, [[(0.5, 1.5), (30.5, 1.5)]]), land, connect_within_m=0)
    x, y = grid.affine @ (15.5, 1.5)
    area = shapely.box(x - 400, y - 2000, x + 400, y + 2000)
    in_use = shapely.LineString([(x - 3000, y + 5), (x + 3000, y + 5)])
    hazards = lay_hazards(grid, roads, [area], road_policy="recorded", overlap_tolerance_m=50, in_use=[in_use])
    found = search(World(land=land, roads=roads, hazards=hazards), np.array([31]), has_hazards=True)
    assert found.status[1, 30] == REACHED


def test_the_limit_is_inclusive_and_beyond_it_is_a_status() -> None:
    land = flat_land(metric_grid(1, 4))
    world = World(land=land, roads=nowhere_roads(land))
    found = search(world, np.array([0]), TravelRules(limit_minutes=200 / 60))
    assert found.status.tolist() == [[REACHED, REACHED, REACHED, BEYOND_LIMIT]]
    assert found.seconds[0, 3] == np.inf
