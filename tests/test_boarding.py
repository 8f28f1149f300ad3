"""Roads over the grid: split in every cell at the point nearest to its centre, conserved in length, and joined on."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import shapely
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS
from worlds import degree_grid, flat_land, metric_grid, random_points, roads_from_lines, shape_at

from geo.grid import Grid
from geo.land.surface import lay_land
from geo.roads.boarding import lay_roads
from geo.roads.network import link_length_m, no_roads

ROWS, COLUMNS = 7, 9
FINE_DEGREES = 1 / 1024  # exact in binary, so that points on borders and corners lie exactly there
seeds = st.integers(0, 10_000)
law = settings(max_examples=40)


def exact_grid(rows=ROWS, columns=COLUMNS):
    return Grid(
        shape=(rows, columns), affine=Affine(FINE_DEGREES, 0, 10.0, 0, -FINE_DEGREES, 49.0), crs=CRS.from_epsg(4326)
    )


def random_network(seed, **options):
    random = np.random.default_rng(seed)
    grid = metric_grid(ROWS, COLUMNS) if seed % 2 else degree_grid(ROWS, COLUMNS)
    lines = [random_points(random, int(random.integers(2, 7)), ROWS, COLUMNS) for _ in range(3)]
    lines[1].append(lines[1][0])  # a ring with one junction
    lines[2][0] = lines[0][-1]
    return grid, roads_from_lines(grid, lines, **options)


def lay(grid, network, *, connect_within_m=0.0, **land):
    return lay_roads(network, flat_land(grid, **land), connect_within_m=connect_within_m)


def pieces_of_link(roads, link):
    """Arcs along the link in their order on it, leaving out those against it."""
    forward = np.arange(len(roads.arc_from) // 2)
    arcs = forward[roads.arc_link[forward] == link]
    return arcs[np.argsort(roads.arc_span[arcs, 0], kind="stable")]


def points_of_link(roads, link):
    """The boarding points between its ends, in their order."""
    return roads.arc_to[pieces_of_link(roads, link)[:-1]]


def visits_of(grid, column, row):
    """Each stay of a polyline in one cell of the grid: the cell, and that part of the line, cut at all borders."""
    stays = []
    for (x, next_x), (y, next_y) in zip(pairwise(column), pairwise(row), strict=True):
        cuts = {0.0, 1.0}
        for start, end in ((x, next_x), (y, next_y)):
            borders = np.arange(np.ceil(min(start, end)), np.floor(max(start, end)) + 1)
            cuts.update(((borders - start) / (end - start)).tolist() if start != end else [])
        for first, last in pairwise(sorted(cut for cut in cuts if 0 <= cut <= 1)):
            ends = [(x + (next_x - x) * share, y + (next_y - y) * share) for share in (first, last)]
            cell = (int(np.floor((ends[0][1] + ends[1][1]) / 2)), int(np.floor((ends[0][0] + ends[1][0]) / 2)))
            if stays and stays[-1][0] == cell:
                stays[-1][1].append(ends[1])
            else:
                stays.append((cell, ends))
    return [(cell, part) for cell, part in stays if 0 <= cell[0] < grid.shape[0] and 0 <= cell[1] < grid.shape[1]]


@law
@given(seed=seeds)
def test_a_link_is_split_in_each_cell_it_enters_at_the_point_nearest_to_the_centre(seed):
    grid, network = random_network(seed)
    roads = lay(grid, network)
    width_m, height_m = grid.cell_size_m
    for link in range(network.link_count):
        vertices = network.vertices[network.vertex_start[link] : network.vertex_start[link + 1]]
        visits = visits_of(grid, *grid.fractional(*grid.from_lon_lat(vertices[:, 0], vertices[:, 1])))
        nodes = points_of_link(roads, link)
        points = roads.node_xy[nodes]
        joined = roads.walk_cell[np.searchsorted(roads.walk_node, nodes)]
        assert joined.tolist() == [row * COLUMNS + column for (row, column), _ in visits]
        for (column, row), (cell, part) in zip(np.column_stack(grid.fractional(*points.T)), visits, strict=True):
            size_m = np.array([width_m[cell[0]], height_m[cell[0]]])
            centre = shapely.Point((cell[1] + 0.5) * size_m[0], (cell[0] + 0.5) * size_m[1])
            line, point = shapely.LineString(np.array(part) * size_m), shapely.Point(np.array([column, row]) * size_m)
            assert line.distance(point) < 1e-5
            assert centre.distance(point) == pytest.approx(centre.distance(line), abs=1e-5)


@law
@given(seed=seeds)
def test_arcs_of_a_link_add_up_to_its_geodesic_length(seed):
    grid, network = random_network(seed)
    roads = lay(grid, network)
    half = len(roads.arc_from) // 2
    for seconds, metres_per_second in ((roads.vehicle_s, 10.0), (roads.walk_s, 1.0)):
        for arcs in (slice(0, half), slice(half, None)):
            length_m = np.bincount(roads.arc_link[arcs], weights=seconds[arcs] * metres_per_second)
            np.testing.assert_allclose(length_m, link_length_m(network), rtol=1e-9, atol=1e-6)


@law
@given(seed=seeds)
def test_arcs_of_a_link_are_a_chain_from_its_first_node_to_its_last(seed):
    grid, network = random_network(seed)
    roads = lay(grid, network)
    half = len(roads.arc_from) // 2
    assert (roads.arc_from[half:] == roads.arc_to[:half]).all()
    assert (roads.arc_to[half:] == roads.arc_from[:half]).all()
    for link in range(network.link_count):
        arcs = pieces_of_link(roads, link)
        assert roads.arc_from[arcs[0]] == network.link_from[link]
        assert roads.arc_to[arcs[-1]] == network.link_to[link]
        assert (roads.arc_to[arcs[:-1]] == roads.arc_from[arcs[1:]]).all()
        span = roads.arc_span[arcs]
        assert (span[:-1, 1] == span[1:, 0]).all()
        assert (np.diff(span, axis=1) >= 0).all()
        assert span[0, 0] == network.vertex_start[link]
        assert span[-1, 1] == network.vertex_start[link + 1] - 1


@law
@given(seed=seeds)
def test_a_boarding_point_belongs_to_one_link_alone(seed):
    grid, network = random_network(seed)
    roads = lay(grid, network)
    forward = slice(0, len(roads.arc_from) // 2)
    inner = roads.arc_to[forward][roads.arc_to[forward] >= network.node_count]
    assert sorted(inner.tolist()) == list(range(network.node_count, roads.node_count))


@law
@given(seed=seeds)
def test_a_link_that_may_not_be_boarded_has_no_inner_points(seed):
    grid, network = random_network(seed, is_boardable=[False, True, False])
    roads = lay(grid, network)
    assert [len(pieces_of_link(roads, link)) for link in (0, 2)] == [1, 1]
    only = {int(network.link_from[1]), int(network.link_to[1])}
    assert set(np.flatnonzero(roads.may_board[: network.node_count]).tolist()) == only
    assert roads.may_board[network.node_count :].all()


@law
@given(seed=seeds)
def test_a_walk_to_a_road_is_its_ground_length_times_the_pace_of_its_cell(seed):
    grid, network = random_network(seed)
    random = np.random.default_rng(seed)
    pace = random.uniform(0.5, 2, grid.shape)
    land = lay_land(grid, pace=pace, mode=np.zeros(grid.shape, np.uint8))
    roads = lay_roads(network, land, connect_within_m=0)
    start, end = roads.connector_start, roads.connector_end
    length_m = grid.geod.inv(*start.T, *end.T)[2] if grid.is_geographic else np.hypot(*(end - start).T)
    np.testing.assert_allclose(roads.connector_s, length_m * pace.ravel()[roads.walk_cell], rtol=1e-6, atol=1e-4)
    assert (grid.cell_at(*start.T) == roads.walk_cell).all()
    assert (roads.node_xy[roads.walk_node] == end).all()
    column, row = grid.fractional(*end.T)
    rows, columns = np.divmod(roads.walk_cell, grid.shape[1])
    assert (np.maximum(abs(column - columns - 0.5), abs(row - rows - 0.5)) <= 0.5 + 1e-6).all()
    assert roads.unconnected_count == 0


@settings(max_examples=20)
@given(seed=seeds)
def test_laying_roads_twice_gives_the_same_bits(seed):
    grid, network = random_network(seed)
    one, other = lay(grid, network), lay(grid, network)
    for name in type(one).__slots__:
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


def test_a_one_way_road_has_no_vehicle_backwards_and_walkers_both_ways():
    grid = metric_grid(1, 5)
    roads = lay(grid, roads_from_lines(grid, [[(0.5, 0.5), (4.5, 0.5)]], backward_kmh=0))
    half = len(roads.arc_from) // 2
    assert np.isfinite(roads.vehicle_s[:half]).all()
    assert np.isinf(roads.vehicle_s[half:]).all()
    assert np.isfinite(roads.walk_s).all()


def test_a_road_that_nobody_may_walk_has_no_walk():
    grid = metric_grid(1, 5)
    roads = lay(grid, roads_from_lines(grid, [[(0.5, 0.5), (4.5, 0.5)]], walk_kmh=0))
    assert np.isinf(roads.walk_s).all()
    assert np.isfinite(roads.vehicle_s).all()


def test_a_straight_road_through_the_centres_is_boarded_at_each_of_them():
    grid = metric_grid(3, 4)
    roads = lay(grid, roads_from_lines(grid, [[(0.2, 1.5), (3.8, 1.5)]]))
    assert roads.walk_cell.tolist() == [4, 5, 6, 7]
    np.testing.assert_allclose(roads.connector_s, 0, atol=1e-6)
    np.testing.assert_allclose(roads.walk_s[:5], [30, 100, 100, 100, 30], rtol=1e-3)  # 1 m/s; scale factor of UTM


def test_a_road_that_comes_back_into_a_cell_is_boarded_there_each_time():
    grid = metric_grid(2, 3)
    there_and_back = [(0.5, 0.4), (1.5, 0.4), (1.5, 1.5), (0.9, 0.7), (0.2, 0.7)]
    roads = lay(grid, roads_from_lines(grid, [there_and_back]))
    assert sorted(roads.walk_cell.tolist()) == [0, 0, 1, 1, 4] or sorted(roads.walk_cell.tolist()) == [0, 0, 1, 3, 4]


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ([(1, 0.5), (3, 0.5)], [1, 2]),  # from border to border; a border belongs to the cell on its right
        ([(3, 0.5), (1, 0.5)], [2, 1]),
        ([(0.5, 0.5), (2, 0.5), (2, 2.5)], [0, 1, 2, 11, 20]),  # down along a border: the cells on its right
        ([(0.5, 0.5), (1, 0.5), (1.75, 0.5)], [0, 1]),  # a vertex on the border splits nothing more
        ([(0.5, 0.5), (2.5, 2.5)], [0, 10, 20]),  # through two corners
        ([(2.5, 0.5), (0.5, 2.5)], [2, 10, 18]),
        ([(0, 0), (1, 1)], [0]),
        ([(0.5, 0.5), (1, 1), (0.5, 1.5)], [0, 9]),  # touches a corner and turns back
    ],
)
def test_points_on_borders_and_corners_enter_no_cell_twice(line, cells):
    grid = exact_grid()
    roads = lay(grid, roads_from_lines(grid, [line]))
    assert roads.walk_cell.tolist() == cells


@pytest.mark.parametrize("line", [[(1.5, 1.25), (1.5, 1.25)], [(2.0, 2.0), (2.0, 2.0), (2.0, 2.0)]])
def test_a_link_of_no_length_is_one_point_that_may_be_boarded(line):
    grid = exact_grid()
    roads = lay(grid, roads_from_lines(grid, [line]))
    assert roads.node_count == 1 + 1
    assert roads.vehicle_s.tolist() == [0, 0, 0, 0]
    column, row = (int(np.floor(value)) for value in line[0])
    assert roads.walk_cell.tolist() == [row * COLUMNS + column]


def test_repeated_vertices_change_nothing():
    grid = exact_grid()
    once = lay(grid, roads_from_lines(grid, [[(0.5, 0.25), (2.5, 0.25), (2.5, 3.5)]]))
    twice = lay(grid, roads_from_lines(grid, [[(0.5, 0.25), (2.5, 0.25), (2.5, 0.25), (2.5, 3.5), (2.5, 3.5)]]))
    np.testing.assert_allclose(twice.vehicle_s, once.vehicle_s, atol=1e-9)
    assert twice.walk_cell.tolist() == once.walk_cell.tolist()


def test_a_ring_is_boarded_in_every_cell_on_its_way_round():
    grid = exact_grid()
    ring = [(1.5, 1.5), (3.5, 1.5), (3.5, 3.5), (1.5, 3.5), (1.5, 1.5)]
    network = roads_from_lines(grid, [ring])
    roads = lay(grid, network)
    assert network.link_from.tolist() == network.link_to.tolist() == [0]
    # the ring's first cell is boarded where it starts and where it ends
    assert roads.walk_cell.tolist() == [10, 11, 12, 21, 30, 29, 28, 19, 10]
    assert roads.vehicle_s[: len(roads.vehicle_s) // 2].sum() == pytest.approx(link_length_m(network)[0] / 10)


def test_a_road_outside_the_grid_keeps_its_length_and_is_not_boarded_there():
    grid = metric_grid(3, 3)
    network = roads_from_lines(grid, [[(-9.5, 1.5), (-2.5, 1.5)], [(-2.5, 1.5), (1.2, 1.5)], [(5, 9), (9, 9)]])
    roads = lay(grid, network)
    assert [len(pieces_of_link(roads, link)) for link in range(3)] == [1, 3, 1]
    assert roads.walk_cell.tolist() == [3, 4]
    assert roads.unconnected_count == 0


def test_a_road_from_beyond_the_projection_neither_hangs_nor_is_boarded_there():
    grid = metric_grid(3, 3)  # UTM 33 N: a longitude a quarter of the way round has no coordinates in it
    network = roads_from_lines(grid, [[(0.5, 0.5), (2.5, 0.5)], [(0.5, 1.5), (2.5, 1.5)]])
    network.vertices[1] = (105.0, 0.0)
    roads = lay(grid, network)
    assert set(roads.walk_cell.tolist()) >= {3, 4, 5}
    assert np.isfinite(roads.connector_s).all()


def test_without_roads_there_is_nothing():
    roads = lay_roads(no_roads(), flat_land(metric_grid(2, 2)), connect_within_m=500)
    assert (roads.node_count, len(roads.arc_from), len(roads.walk_cell), roads.unconnected_count) == (0, 0, 0, 0)


@pytest.mark.parametrize(("within_m", "cells"), [(99, [7, 8]), (101, [7, 8, 8]), (201, [7, 8, 8, 8])])
def test_a_road_over_impassable_cells_connects_to_the_nearest_passable_cell_within_the_distance(within_m, cells):
    grid = metric_grid(3, 7)
    pace = np.full(grid.shape, np.inf)
    pace[:, 4:] = np.nan
    pace[1, :2] = 2.0  # passable are cells 7 and 8 alone
    land = lay_land(grid, pace=pace, mode=np.zeros(grid.shape, np.uint8))
    roads = lay_roads(roads_from_lines(grid, [[(0.5, 1.5), (6.5, 1.5)]]), land, connect_within_m=within_m)
    assert roads.walk_cell.tolist() == cells
    assert roads.unconnected_count == 7 - len(cells)
    np.testing.assert_allclose(roads.connector_s, [0, 0, 200, 400][: len(cells)], atol=1e-3)  # 2 s/m


def test_a_river_between_a_centre_and_its_road_takes_the_connection():
    grid = metric_grid(1, 4)
    river = shape_at(grid, [(2, 0.7), (5, 0.7)])
    network = roads_from_lines(grid, [[(0.5, 0.9), (3.5, 0.9)]])
    roads = lay(grid, network, barriers=(river,))
    assert roads.walk_cell.tolist() == [0, 1]
    assert roads.unconnected_count == 2
    assert roads.may_board.all()  # who comes along the road may board


def test_a_cell_inside_a_barrier_is_no_place_to_walk_from():
    grid = metric_grid(1, 4)
    x, y = grid.affine @ (2.5, 0.5)
    lake = shapely.box(x - 20, y - 20, x + 20, y + 20)
    network = roads_from_lines(grid, [[(0.5, 0.9), (3.5, 0.9)]])
    roads = lay(grid, network, barriers=(lake,), connect_within_m=50)
    assert roads.walk_cell.tolist() == [0, 1, 3]
    assert roads.unconnected_count == 1


def test_bridges_tunnels_and_ferries_are_above_the_land_both_ways_and_no_other_road_is():
    grid = exact_grid()
    lines = [[(column + 0.5, 0.5), (column + 0.5, 3.5)] for column in range(4)]
    network = roads_from_lines(grid, lines, is_boardable=[True, False, False, False])
    network = replace(
        network,
        is_bridge=np.array([False, True, False, False]),
        is_tunnel=np.array([False, False, True, False]),
        road_class=("ferry", "road"),
        class_row=np.array([1, 1, 1, 0], np.int16),
    )
    roads = lay(grid, network)
    assert (roads.is_above == (roads.arc_link > 0)).all()
    assert roads.is_above.any()
