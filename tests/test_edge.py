"""The edge of a study: whoever a larger world would answer sooner is told, and few others."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import degree_grid, flat_land, metric_grid, nowhere_roads, random_points, roads_from_lines, shape_at

from accessibility.search import INSIDE_HAZARD, Sources, TravelRules, lay_network, least_times
from accessibility.uncertainty import could_change, seconds_from_edge
from geo.grid import Grid
from geo.hazards.blocking import lay_hazards
from geo.land import all_moves_blocked, lay_land
from geo.roads import join_cells_to_roads, lay_roads

WITHIN_M = 250.0
TICKS = 1e-4  # seconds; roads split elsewhere are rounded elsewhere
seeds = st.integers(0, 100_000)


def line_of_cells(count):
    """One row of cells of 100 m, 100 s apart, between two walls: one can leave it at its two ends alone."""
    grid = metric_grid(3, count)
    pace = np.full(grid.shape, np.inf)
    pace[1] = 1.0
    return replace(flat_land(grid), pace=pace)


def flags_of(land, centres, *, roads=None, rules=None, edge="grid"):
    network = lay_network(land, roads or nowhere_roads(land), rules=rules or TravelRules())
    cells = np.array(centres, np.int64)
    travel = least_times(network, Sources(cell=cells, row=np.arange(len(cells), dtype=np.int32)))
    return could_change(travel, seconds_from_edge(network, connect_within_m=0.0, edge=edge))


def test_cells_nearer_to_the_edge_than_to_the_centre_could_change():
    land = line_of_cells(9)  # a move of two rows and a column leaves the row above, but that is a wall
    flags = flags_of(land, [9 + 4])
    assert flags[1].tolist() == [1, 1, 0, 0, 0, 0, 0, 1, 1]  # 200 s to the centre from cells 2 and 6, and to the edge
    assert not flags[[0, 2]].any()


def test_who_has_no_way_could_get_one_only_if_the_edge_is_within_reach():
    pace = np.ones((7, 7))
    pace[2:5, 2:5] = np.inf
    pace[3, 3] = 1.0
    land = replace(flat_land(metric_grid(7, 7)), pace=pace)
    flags = flags_of(land, [])
    assert flags[3, 3] == 0  # walled in on all sides
    assert (flags == (np.isfinite(pace) & (np.arange(49).reshape(7, 7) != 24))).all()


def test_a_centre_on_the_edge_cannot_be_improved_on_where_it_stands():
    flags = flags_of(line_of_cells(5), [5])
    assert flags[1].tolist() == [0, 0, 0, 1, 1]


def test_beyond_the_limit_of_the_day_the_edge_is_out_of_reach_too():
    rules = TravelRules(limit_minutes=100 / 60)
    assert flags_of(line_of_cells(9), [], rules=rules)[1].tolist() == [1, 1, 0, 0, 0, 0, 0, 1, 1]


@pytest.mark.parametrize(("backward_kmh", "direction", "changes"), [(36, "to", 1), (0, "to", 1), (0, "from", 0)])
def test_a_road_that_leaves_the_grid_brings_the_edge_nearer(backward_kmh, direction, changes):
    grid = metric_grid(21, 21)
    land = flat_land(grid)
    network = roads_from_lines(grid, [[(9.5, 10.5), (30.0, 10.5)]], backward_kmh=backward_kmh, walk_kmh=0)
    roads = lay_roads(network, land, connect_within_m=0)
    centre = grid.shape[1] * 10 + 8
    rules = TravelRules(direction=direction)
    # from (10, 13): 500 s on foot to the centre; the road leads out in 70 s, a one-way road not back in
    flags = flags_of(land, [centre], roads=roads, rules=rules)
    assert flags[10, 13] == changes
    assert flags_of(land, [centre], rules=rules)[10, 13] == 0
    assert flags[10, 8] == 0


def test_a_road_that_ends_within_the_grid_brings_nothing_in():
    grid = metric_grid(21, 21)
    land = flat_land(grid)
    roads = lay_roads(roads_from_lines(grid, [[(9.5, 10.5), (15.5, 10.5)]]), land, connect_within_m=0)
    assert not flags_of(land, [21 * 10 + 8], roads=roads)[10, 9:13].any()


def test_a_road_cut_at_the_border_goes_on_beyond_it():
    grid = metric_grid(21, 21)
    land = flat_land(grid)
    roads = lay_roads(roads_from_lines(grid, [[(9.5, 10.5), (21.0, 10.5)]]), land, connect_within_m=0)
    assert flags_of(land, [21 * 10 + 8], roads=roads)[10, 13] == 1


def test_land_without_data_is_empty_unless_the_study_says_that_it_is_unknown():
    pace = np.ones((3, 11))
    pace[[0, 2]], pace[1, 5] = np.inf, np.nan
    land = replace(flat_land(metric_grid(3, 11)), pace=pace)
    assert flags_of(land, [11, 21])[1].tolist() == [0] * 11
    # cells 3 and 7 are where a move, or a knight's move, could go on; 2 is 200 s from the centre, 100 s from there
    assert flags_of(land, [11, 21], edge="grid-and-no-data")[1].tolist() == [0, 0, 0, 1, 1, 0, 1, 1, 0, 0, 0]


class Whole:
    """A random world and the window of it that a study knows."""

    def __init__(self, seed, *, neighbours):
        self.random = np.random.default_rng(seed)
        self.neighbours = neighbours
        self.rows, self.columns = 13, 14
        self.top, self.left, self.height, self.width = 3, 4, 7, 6
        grid = metric_grid(self.rows, self.columns) if seed % 2 else degree_grid(self.rows, self.columns)
        self.grid = grid
        self.pace = self.random.uniform(0.5, 2.0, grid.shape)
        self.pace[self.random.random(grid.shape) < self.random.choice([0.1, 0.45])] = np.inf
        self.pace[self.random.random(grid.shape) < 0.08] = np.nan
        self.elevation_m = self.random.uniform(0, 60, grid.shape).astype(np.float32)
        self.mode = self.random.integers(0, 4, grid.shape).astype(np.uint8)
        self.barriers = (shape_at(grid, random_points(self.random, 3, self.rows, self.columns)),)
        lines = [random_points(self.random, 3, self.rows, self.columns) for _ in range(5)]
        lines[1][0], lines[2][1] = lines[0][-1], lines[0][0]
        self.lines = lines
        self.is_boardable = [bool(flag) for flag in self.random.random(5) < 0.7]
        self.backward_kmh = float(self.random.choice([0.0, 40.0]))
        self.shape = shape_at(grid, random_points(self.random, 4, self.rows, self.columns)).convex_hull

    @property
    def window(self):
        return np.s_[self.top : self.top + self.height, self.left : self.left + self.width]

    def grid_of(self, window):
        rows, columns = window
        affine = self.grid.affine * Affine.translation(columns.start, rows.start)
        shape = (rows.stop - rows.start, columns.stop - columns.start)
        return Grid(shape=shape, affine=affine, crs=self.grid.crs)

    def network(self, rules, window, pace, *, has_roads, has_hazards, crosses_land, only_met):
        """The network of a window, with the roads that meet it whole, or all roads of the world."""
        grid = self.grid_of(window)
        land = lay_land(
            grid,
            pace=pace[window],
            mode=self.mode[window],
            elevation_m=self.elevation_m[window],
            barriers=self.barriers,
            neighbours=self.neighbours,
        )
        if not crosses_land:
            land = replace(land, blocked=all_moves_blocked(land.blocked))
        roads = nowhere_roads(land)
        if has_roads:
            box = shapely.box(*grid.bounds)
            met = [line for line in range(5) if not only_met or shape_at(self.grid, self.lines[line]).intersects(box)]
            laid = roads_from_lines(
                self.grid,
                [self.lines[line] for line in met],
                vehicle_kmh=40,
                backward_kmh=self.backward_kmh,
                is_boardable=[self.is_boardable[line] for line in met],
            )
            roads = lay_roads(laid, land, connect_within_m=WITHIN_M)
            if not crosses_land:
                roads = join_cells_to_roads(roads, land, within_m=WITHIN_M, slope_limit_percent=None)
        hazards = None
        if has_hazards:
            hazards = lay_hazards(
                grid, roads, [self.shape], road_policy="cut", overlap_tolerance_m=5.0, neighbours=self.neighbours
            )
        return lay_network(land, roads, rules=rules, hazards=hazards)


def answer(network, cells):
    return least_times(network, Sources(cell=cells, row=np.zeros(len(cells), np.int32)))


WAYS = {
    "seed": seeds,
    "neighbours": st.sampled_from([8, 16, 32]),
    "direction": st.sampled_from(["to", "from"]),
    "wait": st.sampled_from([0.0, 2.0]),
    "limit": st.sampled_from([None, 9.0]),
    "has_roads": st.booleans(),
    "has_hazards": st.booleans(),
    "crosses_land": st.sampled_from([True, True, True, False]),
    "corner": st.sampled_from(["forbid", "allow"]),
}


def rules_of(neighbours, direction, wait, limit, corner):
    return TravelRules(
        direction=direction,
        neighbours=neighbours,
        boarding_wait_minutes=wait,
        limit_minutes=limit,
        corner_crossing=corner,
    )


def assert_told(small, large, inside, network, edge):
    edge_s = seconds_from_edge(network, connect_within_m=WITHIN_M, edge=edge)
    flags = could_change(small, edge_s)
    is_sooner = (large.seconds[inside] < small.seconds - TICKS) & (small.status != INSIDE_HAZARD)
    is_sooner &= network.land.is_passable
    assert (flags[is_sooner] == 1).all()
    assert (edge_s[is_sooner] <= large.seconds[inside][is_sooner] + TICKS).all()


@settings(max_examples=60)
@given(**WAYS)
def test_a_centre_anywhere_outside_changes_no_cell_that_is_not_told(
    seed, neighbours, direction, wait, limit, has_roads, has_hazards, crosses_land, corner
):
    world, rules = Whole(seed, neighbours=neighbours), rules_of(neighbours, direction, wait, limit, corner)
    kinds = {"has_roads": has_roads, "has_hazards": has_hazards, "crosses_land": crosses_land}
    every = np.s_[0 : world.rows, 0 : world.columns]
    small = world.network(rules, world.window, world.pace, only_met=True, **kinds)
    large = world.network(rules, every, world.pace, only_met=False, **kinds)
    inside = np.flatnonzero(small.land.is_passable)[:: int(world.random.integers(5, 40))]
    is_outside = np.ones(large.grid.shape, np.bool_)
    is_outside[world.window] = False
    row, column = np.divmod(inside, small.grid.shape[1])
    moved = (row + world.top) * world.columns + column + world.left
    outside = np.flatnonzero(is_outside & large.land.is_passable)
    assert_told(answer(small, inside), answer(large, np.concatenate([moved, outside])), world.window, small, "grid")


@settings(max_examples=40)
@given(**WAYS)
def test_land_and_centres_where_no_data_were_change_no_cell_that_is_not_told(
    seed, neighbours, direction, wait, limit, has_roads, has_hazards, crosses_land, corner
):
    world, rules = Whole(seed, neighbours=neighbours), rules_of(neighbours, direction, wait, limit, corner)
    kinds = {"has_roads": has_roads, "has_hazards": has_hazards, "crosses_land": crosses_land, "only_met": False}
    every = np.s_[0 : world.rows, 0 : world.columns]
    known = world.network(rules, every, world.pace, **kinds)
    was_unknown = np.isnan(world.pace)
    filled = world.network(rules, every, np.where(was_unknown, 0.7, world.pace), **kinds)
    inside = np.flatnonzero(known.land.is_passable)[:: int(world.random.integers(5, 40))]
    centres = np.concatenate([inside, np.flatnonzero(was_unknown & filled.land.is_passable)])
    assert_told(answer(known, inside), answer(filled, centres), every, known, "grid-and-no-data")


@pytest.mark.verify
@pytest.mark.parametrize("law", [0, 1])
def test_both_laws_hold_in_a_thousand_worlds(law):
    asked = np.random.default_rng(7)
    laws = (
        test_a_centre_anywhere_outside_changes_no_cell_that_is_not_told,
        test_land_and_centres_where_no_data_were_change_no_cell_that_is_not_told,
    )
    for _ in range(1000):
        laws[law].hypothesis.inner_test(
            seed=int(asked.integers(10**6)),
            neighbours=int(asked.choice([8, 16, 32])),
            direction=str(asked.choice(["to", "from"])),
            wait=float(asked.choice([0.0, 2.0])),
            limit=[None, 9.0][int(asked.integers(2))],
            has_roads=bool(asked.random() < 0.8),
            has_hazards=bool(asked.random() < 0.4),
            crosses_land=bool(asked.random() < 0.6),
            corner=str(asked.choice(["forbid", "allow"])),
        )
