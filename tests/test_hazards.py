"""Hazards: nobody off the roads meets one, roads pass by policy, and more hazard never blocks less."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import (
    degree_grid,
    flat_land,
    metric_grid,
    nowhere_roads,
    random_points,
    roads_from_lines,
    shape_at,
)

from accessibility.search.graph import build_graph
from geo.hazards.blocking import lay_hazards
from geo.land.moves import MOVE_COLUMNS, MOVE_ROWS
from geo.roads.arc_shapes import arc_lines
from geo.roads.boarding import lay_roads

ROWS, COLUMNS = 7, 9
seeds = st.integers(0, 10_000)
policies = st.sampled_from(["open", "recorded", "cut"])
law = settings(max_examples=25)


def random_shapes(random, grid, count=3):
    """Polygons of any form: round, thin, with a hole, in two parts."""
    shapes = []
    for _ in range(count):
        hull = shape_at(grid, random_points(random, 5, ROWS, COLUMNS)).convex_hull
        size = grid.affine.a
        kind = random.integers(4)
        if kind == 1:
            hull = hull.boundary.buffer(0.05 * size)  # a ring, thinner than a cell
        elif kind == 2:
            hull = shape_at(grid, random_points(random, 2, ROWS, COLUMNS)).buffer(0.02 * size, cap_style="flat")
        elif kind == 3:
            hull = shapely.union_all([hull.buffer(-size), hull.centroid.buffer(0.3 * size)])
        shapes.append(hull)
    return shapes


def random_ground(seed):
    random = np.random.default_rng(seed)
    grid = metric_grid(ROWS, COLUMNS) if seed % 2 else degree_grid(ROWS, COLUMNS)
    lines = [random_points(random, 4, ROWS, COLUMNS) for _ in range(4)]
    network = roads_from_lines(grid, lines, is_boardable=[True, True, True, False])
    roads = lay_roads(network, flat_land(grid), connect_within_m=200)
    return random, grid, roads


def lay(grid, roads, shapes, *, policy="open", tolerance_m=0.0, in_use=()):
    return lay_hazards(grid, roads, shapes, road_policy=policy, overlap_tolerance_m=tolerance_m, in_use=in_use)


def open_moves(grid, hazards):
    """The segments of all moves that are not blocked, as lines."""
    starts, ends = [], []
    for row, column in np.ndindex(grid.shape):
        for move in range(16):
            to_row, to_column = row + MOVE_ROWS[move], column + MOVE_COLUMNS[move]
            is_on = 0 <= to_row < grid.shape[0] and 0 <= to_column < grid.shape[1]
            if is_on and not hazards.blocked[row, column] >> move & 1:
                starts.append((grid.centre_x[column], grid.centre_y[row]))
                ends.append((grid.centre_x[to_column], grid.centre_y[to_row]))
    return shapely.linestrings(np.stack([np.reshape(starts, (-1, 2)), np.reshape(ends, (-1, 2))], axis=1))


@law
@given(seed=seeds, policy=policies)
def test_nothing_off_the_roads_leaks_through_a_hazard(seed, policy):
    random, grid, roads = random_ground(seed)
    shapes = random_shapes(random, grid)
    hazards = lay(grid, roads, shapes, policy=policy)
    inner = shapely.union_all(shapes).buffer(-1e-9 * grid.affine.a)  # rounding may touch the outline, no more
    assert not shapely.intersects(inner, open_moves(grid, hazards)).any()
    is_open = ~hazards.is_connector_blocked
    ends = np.stack([roads.connector_start[is_open], roads.connector_end[is_open]], axis=1)
    assert not shapely.intersects(inner, shapely.linestrings(ends)).any()
    assert not shapely.intersects(inner, shapely.points(roads.node_xy[~hazards.is_node_inside])).any()
    column, row = np.meshgrid(grid.centre_x, grid.centre_y)
    assert not shapely.contains_xy(inner, column[~hazards.is_inside], row[~hazards.is_inside]).any()


@law
@given(seed=seeds)
def test_every_way_of_the_graph_that_is_no_road_stays_out_of_hazards(seed):
    random, grid, roads = random_ground(seed)
    shapes = random_shapes(random, grid)
    hazards = lay(grid, roads, shapes)
    graph = build_graph(roads, cell_count=grid.cell_count, hazards=hazards, boarding_wait_s=0, is_towards=False)
    centres = np.column_stack([values.ravel() for values in np.meshgrid(grid.centre_x, grid.centre_y)])
    place = np.concatenate([centres, roads.node_xy, roads.node_xy])
    layer = np.repeat([0, 1, 2], [len(centres), roads.node_count, roads.node_count])
    is_open = np.isfinite(graph.seconds)
    tail, head = graph.tail[is_open], graph.head[is_open]
    is_road = (layer[tail] == layer[head]) & (layer[tail] > 0)
    ways = shapely.linestrings(np.stack([place[tail[~is_road]], place[head[~is_road]]], axis=1))
    inner = shapely.union_all(shapes).buffer(-1e-9 * grid.affine.a)
    assert not shapely.intersects(inner, ways).any()


@law
@given(seed=seeds, policy=policies)
def test_a_further_hazard_never_blocks_less(seed, policy):
    random, grid, roads = random_ground(seed)
    shapes = random_shapes(random, grid, count=4)
    few = lay(grid, roads, shapes[:3], policy=policy, tolerance_m=10)
    more = lay(grid, roads, shapes, policy=policy, tolerance_m=10)
    assert (few.blocked & ~more.blocked == 0).all()
    for name in ("is_inside", "is_node_inside", "is_arc_cut", "is_connector_blocked"):
        assert (getattr(few, name) <= getattr(more, name)).all()


@law
@given(seed=seeds, wide_m=st.floats(0, 100), more_m=st.floats(1, 100))
def test_a_larger_tolerance_never_cuts_more(seed, wide_m, more_m):
    random, grid, roads = random_ground(seed)
    shapes = random_shapes(random, grid)
    strict = lay(grid, roads, shapes, policy="cut", tolerance_m=wide_m).is_arc_cut
    lenient = lay(grid, roads, shapes, policy="cut", tolerance_m=wide_m + more_m).is_arc_cut
    assert (lenient <= strict).all()


@law
@given(seed=seeds)
def test_open_cuts_no_road_and_recorded_never_more_than_cut(seed):
    random, grid, roads = random_ground(seed)
    shapes = random_shapes(random, grid)
    in_use = [shape_at(grid, random_points(random, 3, ROWS, COLUMNS)), *arc_lines(roads, np.arange(2))]
    cut = lay(grid, roads, shapes, policy="cut").is_arc_cut
    recorded = lay(grid, roads, shapes, policy="recorded", in_use=in_use, tolerance_m=0.5).is_arc_cut
    assert not lay(grid, roads, shapes).is_arc_cut.any()
    assert (recorded <= cut).all()
    none_recorded = lay(grid, roads, shapes, policy="recorded").is_arc_cut
    assert (none_recorded == cut).all()


@law
@given(seed=seeds)
def test_without_tolerance_cut_arcs_are_those_that_meet_a_hazard_both_ways(seed):
    random, grid, roads = random_ground(seed)
    shapes = random_shapes(random, grid)
    cut = lay(grid, roads, shapes, policy="cut").is_arc_cut
    half = len(cut) // 2
    assert (cut[:half] == cut[half:]).all()
    distance = shapely.distance(shapely.union_all(shapes), arc_lines(roads, np.arange(len(cut))))
    assert cut[distance == 0].all()
    assert not cut[distance > 1e-6 * grid.affine.a].any()


@pytest.mark.parametrize("grid", [metric_grid(9, 21), degree_grid(9, 21)], ids=["metric", "degree"])
@pytest.mark.parametrize(("depth_m", "is_cut"), [(0, False), (40, False), (60, True), (300, True)])
def test_a_road_along_an_area_is_cut_only_where_it_runs_deeper_inside_than_the_tolerance(grid, depth_m, is_cut):
    roads = lay_roads(roads_from_lines(grid, [[(0.5, 4.5), (20.5, 4.5)]]), flat_land(grid), connect_within_m=0)
    edge_row = 4.5 - depth_m / grid.cell_size_m[1][4]
    corners = [(3, edge_row), (18, edge_row), (18, 40), (3, 40)]
    area = shapely.Polygon([grid.affine @ corner for corner in corners])
    cut = lay(grid, roads, [area], policy="cut", tolerance_m=50).is_arc_cut
    assert cut.any() == is_cut
    assert not cut.all()


def test_neighbouring_areas_are_one_area():
    grid = metric_grid(9, 21)
    roads = lay_roads(roads_from_lines(grid, [[(0.5, 4.5), (20.5, 4.5)]]), flat_land(grid), connect_within_m=0)
    x, y = grid.affine @ (10.0, 4.5)
    halves = [shapely.box(x - 500, y - 300, x + 500, y), shapely.box(x - 500, y, x + 500, y + 300)]
    assert lay(grid, roads, halves, policy="cut", tolerance_m=50).is_arc_cut.any()


def test_only_the_recorded_part_of_a_road_passes():
    grid = metric_grid(3, 21)
    roads = lay_roads(roads_from_lines(grid, [[(0.5, 1.5), (20.5, 1.5)]]), flat_land(grid), connect_within_m=0)
    area = shapely.box(*grid.bounds).buffer(500)
    in_use = shape_at(grid, [(-1, 1.6), (10.6, 1.6)])
    cut = lay(grid, roads, [area], policy="recorded", tolerance_m=50, in_use=[in_use]).is_arc_cut
    half = len(cut) // 2
    assert cut[:half].tolist() == [False] * 11 + [True] * (half - 11)


def test_a_polygon_of_any_size_keeps_its_effect_and_inflates_nothing():
    grid = metric_grid(3, 4)
    x, y = grid.affine @ (2.0, 1.5)  # between two centres
    speck = shapely.box(x - 1, y - 1, x + 1, y + 1)
    hazards = lay(grid, nowhere_roads(flat_land(grid)), [speck])
    assert not hazards.is_inside.any()
    assert hazards.blocked[1, 1] >> 2 & 1
    assert not hazards.blocked[0, 1] >> 2 & 1


def test_a_cell_is_inside_only_if_its_centre_is():
    grid = metric_grid(3, 4)
    area = shape_at(grid, [(0.6, 0.6), (2.4, 0.6), (2.4, 2.4), (0.6, 2.4)]).convex_hull
    hazards = lay(grid, nowhere_roads(flat_land(grid)), [area])
    assert np.argwhere(hazards.is_inside).tolist() == [[1, 1]]
    assert hazards.blocked[1, 1] == np.iinfo(hazards.blocked.dtype).max


def test_who_stands_at_a_centre_that_a_road_runs_through_cannot_step_onto_it_inside_a_hazard():
    grid = metric_grid(1, 5)
    roads = lay_roads(roads_from_lines(grid, [[(0.5, 0.5), (4.5, 0.5)]]), flat_land(grid), connect_within_m=0)
    x, y = grid.affine @ (2.5, 0.5)
    hazards = lay(grid, roads, [shapely.box(x - 20, y - 20, x + 20, y + 20)])
    assert roads.connector_s[2] == pytest.approx(0, abs=1e-6)
    assert hazards.is_connector_blocked.tolist() == [False, False, True, False, False]
    assert hazards.is_node_inside[2 + 2]


def test_no_shape_is_no_hazard():
    grid = metric_grid(3, 4)
    roads = lay_roads(roads_from_lines(grid, [[(0.5, 1.5), (3.5, 1.5)]]), flat_land(grid), connect_within_m=0)
    hazards = lay(grid, roads, [], policy="cut")
    for name in ("blocked", "is_inside", "is_node_inside", "is_arc_cut", "is_connector_blocked"):
        assert not getattr(hazards, name).any()
