"""Laws of travel profiles: who is slower is never sooner, and what is closed to people is as if it were not there."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import degree_grid, flat_land, metric_grid, random_world, roads_from_lines

from accessibility.profiles import (
    Profile,
    default_profile,
    land_for,
    limit_minutes_of,
    network_for,
    path_kmh,
    roads_for,
)
from accessibility.search import BEYOND_LIMIT, NO_WAY, REACHED, TravelRules, travel_time
from geo.faults import Faults
from geo.land import MODES, MOVE_COLUMNS, MOVE_ROWS
from geo.roads import closed_on_foot, read_road_speeds, without_vehicles
from geo.roads.tags import FERRY

SEEDS = st.integers(0, 10_000)
WALK = Profile(name="walk", title="Walk", has_vehicle=False)


def few(test):
    return settings(max_examples=8)(test)


def hilly(seed, *, mode=0):
    """Random walked land with its roads, not yet of any profile."""
    world = random_world(seed, has_hazards=False, neighbours=16, mode=mode)
    lines = [[(0.5, 1.5), (9.5, 1.5)], [(9.5, 1.5), (5.2, 7.4)], [(5.2, 7.4), (0.5, 1.5)]]
    network = roads_from_lines(world.land.grid, lines, vehicle_kmh=30.0)
    sets = ({"highway": "path", "surface": "mud"}, {"highway": "track"}, {"highway": "path", "surface": "sand;mud"})
    tag_row = np.random.default_rng(seed).permutation(3).astype(np.int32)
    return world.land, replace(network, tags=sets, tag_row=tag_row)


def seconds(land, network, profile, *, limit_minutes=None, direction="to"):
    """The answers of a profile from the first passable cell."""
    ground, roads = land_for(profile, land), network_for(profile, network)
    laid = roads_for(profile, roads, ground, connect_within_m=250)
    rules = TravelRules(limit_minutes=limit_minutes, direction=direction)
    source = np.flatnonzero(land.is_passable)[:1]
    return travel_time(ground, laid, source, centre_rows=np.zeros(1, np.int32), rules=rules)


@given(SEEDS, st.floats(0.2, 0.95), st.booleans(), st.sampled_from(["to", "from"]))
@few
def test_a_slower_profile_never_shortens_a_way(seed, factor, has_vehicle, direction):
    land, network = hilly(seed)
    quick = Profile(name="quick", title="", has_vehicle=has_vehicle)
    slow = replace(quick, walk_speed_factor=factor)
    told = [seconds(land, network, each, direction=direction).seconds for each in (slow, quick)]
    assert (told[0] >= told[1]).all()


@given(SEEDS)
@few
def test_half_the_speed_on_foot_is_twice_the_time(seed):
    land, network = hilly(seed)
    whole, half = (seconds(land, network, replace(WALK, walk_speed_factor=each)).seconds for each in (1.0, 0.5))
    np.testing.assert_allclose(half, 2 * whole, rtol=1e-6)


def test_half_the_speed_is_exactly_twice_the_time_where_every_step_is_whole_ticks():
    land, network = flat_land(metric_grid(1, 9)), roads_from_lines(metric_grid(1, 9), [])
    whole, half = (seconds(land, network, replace(WALK, walk_speed_factor=each)).seconds for each in (1.0, 0.5))
    np.testing.assert_array_equal(whole, np.arange(9)[None] * 100.0)
    np.testing.assert_array_equal(half, 2 * whole)


@given(SEEDS, st.floats(0.3, 1.0))
@few
def test_a_vehicle_never_makes_the_way_of_the_same_people_longer(seed, factor):
    land, network = hilly(seed)
    riding = Profile(name="ride", title="", walk_speed_factor=factor)
    walking = replace(riding, has_vehicle=False)
    assert (seconds(land, network, riding).seconds <= seconds(land, network, walking).seconds).all()


@given(SEEDS, st.floats(3, 60), st.floats(1.01, 3))
@few
def test_a_lower_slope_limit_never_shortens_a_way(seed, limit, more):
    land, network = hilly(seed)
    strict, lax = (replace(WALK, slope_limit_percent=each) for each in (limit, limit * more))
    told = [seconds(land, network, each).seconds for each in (strict, lax, WALK)]
    assert (told[0] >= told[1]).all()
    assert (told[1] >= told[2]).all()


@given(SEEDS)
@few
def test_a_slope_limit_of_1000_percent_changes_nothing(seed):
    land, _ = hilly(seed)
    np.testing.assert_array_equal(land_for(replace(WALK, slope_limit_percent=1000), land).blocked, land.blocked)


@given(SEEDS, st.floats(2, 60))
@few
def test_a_move_is_blocked_just_where_it_is_steeper_than_the_limit(seed, limit):
    land, _ = hilly(seed)
    blocked = land_for(replace(WALK, slope_limit_percent=limit), land).blocked
    rows, columns = land.grid.shape
    for row, column in [(row, column) for row in range(rows) for column in range(columns)]:
        for move in range(16):
            to_row, to_column = row + MOVE_ROWS[move], column + MOVE_COLUMNS[move]
            if not (0 <= to_row < rows and 0 <= to_column < columns) or land.blocked[row, column] >> move & 1:
                continue
            steps = {"rows": int(MOVE_ROWS[move]), "columns": int(MOVE_COLUMNS[move])}
            rise = abs(float(land.elevation_m[to_row, to_column]) - float(land.elevation_m[row, column]))
            is_steep = 100 * rise > limit * land.grid.step_length_m(**steps)[row]
            assert bool(blocked[row, column] >> move & 1) == is_steep


def test_a_step_of_just_the_limit_is_open_and_one_above_it_closed():
    land = replace(flat_land(metric_grid(1, 3)), elevation_m=np.array([[0, 8, 16.5]], np.float32))
    told = seconds(land, roads_from_lines(land.grid, []), replace(WALK, slope_limit_percent=8))
    assert told.status.tolist() == [[REACHED, REACHED, NO_WAY]]


def test_a_slope_limit_binds_walkers_and_nobody_who_rides_over_the_land():
    land = replace(flat_land(metric_grid(1, 3)), elevation_m=np.array([[0, 50, 100]], np.float32))
    ridden = replace(land, mode=np.full((1, 3), MODES["motor"], np.uint8))
    profile = replace(default_profile(), slope_limit_percent=8)
    assert (land_for(profile, land).blocked > 0).any()
    assert not (land_for(profile, ridden).blocked > 0).any()


def test_the_default_profile_leaves_land_and_roads_the_very_same():
    land, network = hilly(3)
    assert land_for(default_profile(), land) is land
    assert network_for(default_profile(), network) is network


@given(SEEDS, st.sampled_from([{"highway": ("path",)}, {"surface": ("mud",)}, {"highway": ("track", "path")}]))
@few
def test_closing_a_class_is_as_if_walkers_had_no_such_road(seed, closed):
    land, network = hilly(seed)
    is_shut = np.array([any(set(tags.get(key, "").split(";")) & set(values) for key, values in closed.items())
                        for tags in network.tags])[network.tag_row]  # fmt: skip
    keys = {"highway": "closed_road_classes", "surface": "closed_surfaces"}
    profile = replace(WALK, **{keys[key]: values for key, values in closed.items()})
    told = seconds(land, network, profile).seconds
    np.testing.assert_array_equal(told, seconds(land, without_links(network, is_shut), WALK).seconds)


def without_links(network, is_gone):
    kept = np.flatnonzero(~is_gone)
    parts = [network.vertices[slice(*network.vertex_start[link : link + 2])] for link in kept]
    per_link = ("link_from", "link_to", "forward_kmh", "backward_kmh", "walk_kmh", "is_boardable", "is_bridge")
    return replace(
        network,
        vertex_start=np.cumsum([0, *map(len, parts)]).astype(np.int64),
        vertices=np.concatenate([*parts, np.empty((0, 2))]),
        **{
            name: getattr(network, name)[kept] for name in (*per_link, "is_tunnel", "class_row", "source_id", "tag_row")
        },
    )


def test_a_vehicle_still_passes_roads_that_are_closed_on_foot():
    _, network = hilly(1)
    profile = replace(default_profile(), closed_road_classes=("path", "track"))
    changed = network_for(profile, network)
    assert (changed.walk_kmh == 0).all()
    np.testing.assert_array_equal(changed.forward_kmh, network.forward_kmh)


def test_a_road_without_the_tag_stays_open():
    _, network = hilly(1)
    shut = closed_on_foot(network, {"smoothness": ("bad",)})
    assert shut is network


def test_a_ferry_keeps_its_speed_and_takes_foot_passengers():
    network = replace(roads_from_lines(metric_grid(1, 9), [[(0.5, 0.5), (8.5, 0.5)]]), road_class=(FERRY,))
    profile = replace(WALK, walk_speed_factor=0.5, closed_road_classes=(FERRY,))
    changed = network_for(profile, replace(network, tags=({"highway": FERRY},), tag_row=np.zeros(1, np.int32)))
    assert changed.walk_kmh.tolist() == network.walk_kmh.tolist()
    assert changed.forward_kmh.tolist() == [0.0]


@given(SEEDS, st.floats(0.05, 3))
@few
def test_speeds_never_become_zero_or_negative_where_people_walk(seed, factor):
    land, network = hilly(seed)
    profile = replace(WALK, walk_speed_factor=factor)
    pace, walked = land_for(profile, land).pace, network_for(profile, network).walk_kmh
    assert (np.isfinite(pace) == np.isfinite(land.pace)).all()
    assert (pace[np.isfinite(pace)] > 0).all()
    assert (walked > 0).all()


def test_a_factor_slows_walks_alone():
    land = replace(flat_land(metric_grid(1, 4)), mode=np.arange(4, dtype=np.uint8)[None])
    assert land_for(replace(default_profile(), walk_speed_factor=0.5), land).pace.tolist() == [[2, 1, 1, 2]]


def test_a_limited_way_on_foot_is_a_limit_in_minutes():
    speeds = read_road_speeds("rural-dry", where="", faults=Faults())
    limited = replace(WALK, walk_limit_m=1000, walk_speed_factor=0.5)
    assert path_kmh(speeds) == 5
    assert path_kmh(None) == pytest.approx(5.04, abs=0.01)
    assert path_kmh(replace(speeds, walk_kmh={"road": 4.0})) == 4
    assert limit_minutes_of(limited, path_kmh=5.0) == pytest.approx(24)
    assert limit_minutes_of(WALK, path_kmh=5.0) is None
    land = flat_land(metric_grid(1, 9))  # 3.6 km/h: 200 s for each cell at half the speed
    told = seconds(land, roads_from_lines(land.grid, []), limited, limit_minutes=24)
    assert told.status.tolist() == [[REACHED] * 8 + [BEYOND_LIMIT]]


class TestWhoDoesNotCrossLand:
    """One road along the middle row of 5 x 20 cells of 100 m; the centre is at its west end."""

    land = flat_land(metric_grid(5, 20))
    network = roads_from_lines(land.grid, [[(0.5, 2.5), (19.5, 2.5)]])
    chair = replace(WALK, crosses_land=False)

    def told(self, network, *, land=None, within_m=250.0):
        land = self.land if land is None else land
        ground, roads = land_for(self.chair, land), network_for(self.chair, network)
        laid = roads_for(self.chair, roads, ground, connect_within_m=within_m)
        return travel_time(ground, laid, np.array([2 * 20]), centre_rows=np.zeros(1, np.int32), rules=TravelRules())

    def test_goes_from_home_straight_to_the_road(self):
        found = self.told(self.network)
        assert found.seconds[2, 19] == pytest.approx(1900, abs=2)
        assert found.seconds[0, 10] == pytest.approx(200 + 1000, abs=2)

    def test_has_no_way_where_the_road_is_too_far(self):
        found = self.told(self.network, within_m=150)
        assert (found.status[[0, 4]] == NO_WAY).all()
        assert (found.status[1:4] == REACHED).all()

    def test_never_gets_from_one_road_to_another_over_land(self):
        apart = roads_from_lines(self.land.grid, [[(0.5, 2.5), (9.5, 2.5)], [(11.5, 2.5), (19.5, 2.5)]])
        found = self.told(apart)
        assert (found.status[2, 11:] == NO_WAY).all()
        assert (found.status[2, :10] == REACHED).all()

    def test_does_not_cross_a_cell_that_nobody_can_stand_in(self):
        pace = self.land.pace.copy()
        pace[1, 5:9] = np.inf
        found = self.told(self.network, land=replace(self.land, pace=pace))
        assert found.status[0, 6] == NO_WAY
        assert found.status[0, 12] == REACHED

    def test_takes_no_straight_way_that_is_steeper_than_the_limit(self):
        height = np.zeros((5, 20), np.float32)
        height[0, :10], height[0, 10:], height[1] = 16, 17, np.nan
        land, network = replace(self.land, elevation_m=height), without_vehicles(self.network)
        chair = replace(self.chair, slope_limit_percent=8)
        ground = land_for(chair, land)
        laid = roads_for(chair, network, ground, connect_within_m=250)
        found = travel_time(ground, laid, np.array([2 * 20]), centre_rows=np.zeros(1, np.int32), rules=TravelRules())
        assert (found.status[0] == REACHED).tolist() == [True] * 10 + [False] * 10
        assert (found.status[1:] == REACHED).all()

    def test_does_not_join_a_road_that_is_of_no_use(self):
        shut = replace(without_vehicles(self.network), walk_kmh=np.zeros(1))
        assert (self.told(shut).status.ravel() == NO_WAY).sum() == 99

    def test_keeps_to_the_limit_on_a_grid_in_degrees_too(self):
        grid = degree_grid(5, 20)
        land, network = flat_land(grid), roads_from_lines(grid, [[(0.5, 2.5), (19.5, 2.5)]])
        found = self.told(network, land=land, within_m=100)
        assert (found.status[1:4] == REACHED).all()
        assert (found.status[[0, 4]] == NO_WAY).all()
