"""What shapes block: each by itself and all together say the same, and inside is where shapely finds the centre."""

from functools import reduce

import numpy as np
import pytest
import shapely
from worlds import degree_grid, metric_grid, random_points, shape_at

from geo.land.blocking import blocked_moves, blocks_by_shape, cells_inside
from geo.land.moves import MOVE_COLUMNS, MOVE_ROWS

GRIDS = [metric_grid(11, 14), degree_grid(11, 14), metric_grid(1, 1), metric_grid(1, 9), metric_grid(9, 1)]


def box_at(grid, left, top, right, bottom):
    """A rectangle by columns and rows."""
    return shapely.box(*(grid.affine @ (left, bottom)), *(grid.affine @ (right, top)))


def random_shapes(grid, seed, count=7):
    """Hulls, holes, several parts, thin strips and lines, on the grid, beyond it and across its edge."""
    random = np.random.default_rng(seed)
    rows, columns = grid.shape
    shapes = []
    for kind in range(count):
        points = np.array(random_points(random, 7, rows, columns)) + random.uniform(-4, 4, 2) * (kind % 3 == 0)
        hull = shape_at(grid, [tuple(point) for point in points]).convex_hull
        cell = abs(grid.affine.a)
        shape = [
            hull,
            hull.difference(hull.centroid.buffer(1.2 * cell)),
            shape_at(grid, [tuple(point) for point in points]).buffer(0.03 * cell),
            shape_at(grid, [tuple(point) for point in points]).buffer(0.4 * cell),
            shapely.union_all([hull.centroid.buffer(0.7 * cell), shapely.affinity.translate(hull, 3 * cell, cell)]),
            shape_at(grid, [tuple(point) for point in points[:3]]),
            shapely.affinity.translate(hull, 40 * cell, -40 * cell),
        ][kind % 7]
        if not shape.is_empty:
            shapes.append(shape)
    return shapes


def polygons(shapes):
    return [shape for shape in shapes if shapely.get_dimensions(shape) == 2]


def assert_sorted_out(blocks, shapes):
    """Each cell at most once by shape."""
    for shape in range(len(shapes)):
        cells = blocks.cell[blocks.start[shape] : blocks.start[shape + 1]]
        assert len(set(cells.tolist())) == len(cells)


@pytest.mark.parametrize("neighbours", [8, 16, 32])
@pytest.mark.parametrize("seed", range(10))
def test_all_by_themselves_are_all_together(seed, neighbours):
    for grid in GRIDS:
        shapes = random_shapes(grid, seed)
        blocks = blocks_by_shape(grid, shapes, neighbours)
        blocked, is_inside = blocks.dense(grid)
        np.testing.assert_array_equal(blocked, blocked_moves(grid, shapes, neighbours))
        np.testing.assert_array_equal(is_inside, cells_inside(grid, shapes))
        assert len(blocks.start) == len(shapes) + 1
        assert blocks.start[-1] == len(blocks.cell) == len(blocks.mask) == len(blocks.is_inside)
        assert_sorted_out(blocks, shapes)


@pytest.mark.parametrize("seed", range(10))
def test_each_shape_blocks_by_itself_what_it_blocks_alone(seed):
    grid = GRIDS[seed % 2]
    shapes = random_shapes(grid, seed)
    blocks = blocks_by_shape(grid, shapes, 32)
    for row, shape in enumerate(shapes):
        own = slice(blocks.start[row], blocks.start[row + 1])
        alone = np.zeros(grid.cell_count, np.uint32)
        alone[blocks.cell[own]] = blocks.mask[own]
        np.testing.assert_array_equal(alone.reshape(grid.shape), blocked_moves(grid, [shape], 32))
        assert (blocks.mask[own] != 0).all()


@pytest.mark.parametrize("seed", range(20))
def test_inside_is_where_shapely_finds_the_centre(seed):
    for grid in GRIDS:
        shapes = polygons(random_shapes(grid, seed))
        x, y = np.meshgrid(grid.centre_x, grid.centre_y)
        contains = [shapely.contains_xy(shape, x, y) for shape in shapes]
        expected = reduce(np.logical_or, contains) if contains else np.zeros(grid.shape, np.bool_)
        np.testing.assert_array_equal(cells_inside(grid, shapes), expected)


@pytest.mark.parametrize("seed", range(6))
def test_a_move_is_blocked_where_its_segment_meets_a_shape(seed):
    grid = metric_grid(7, 8)
    shapes = random_shapes(grid, seed)
    blocked = blocked_moves(grid, shapes, 16)
    united = shapely.union_all(shapes)
    for row in range(7):
        for column in range(8):
            for move in range(16):
                to_row, to_column = row + int(MOVE_ROWS[move]), column + int(MOVE_COLUMNS[move])
                if 0 <= to_row < 7 and 0 <= to_column < 8:
                    ends = [(grid.centre_x[c], grid.centre_y[r]) for r, c in ((row, column), (to_row, to_column))]
                    assert bool(int(blocked[row, column]) >> move & 1) == shapely.LineString(ends).intersects(united)


def test_a_hole_is_not_inside_and_its_rim_blocks():
    grid = metric_grid(9, 9)
    ring = box_at(grid, 1, 1, 8, 8).difference(box_at(grid, 3, 3, 6, 6))
    [inside] = [blocks_by_shape(grid, [ring], 8).dense(grid)[1]]
    expected = np.zeros((9, 9), np.bool_)
    expected[1:8, 1:8] = True
    expected[3:6, 3:6] = False
    np.testing.assert_array_equal(inside, expected)
    assert blocked_moves(grid, [ring], 8)[4, 4] == 0
    assert blocked_moves(grid, [ring], 8)[3, 4] != 0


@pytest.mark.parametrize(
    "bounds", [(-30, 2, -5, 4), (20, 2, 40, 4), (2, -30, 4, -5), (2, 20, 4, 40), (-30, -30, -9, -9)]
)
def test_a_shape_off_the_grid_blocks_nothing(bounds):
    grid = metric_grid(9, 9)
    blocks = blocks_by_shape(grid, [box_at(grid, *bounds)], 32)
    assert blocks.start.tolist() == [0, 0]
    assert not cells_inside(grid, [box_at(grid, *bounds)]).any()


def test_a_shape_around_the_grid_blocks_every_move():
    grid = metric_grid(5, 4)
    around = box_at(grid, -9, -9, 20, 20)
    blocked, is_inside = blocks_by_shape(grid, [around], 16).dense(grid)
    assert is_inside.all()
    for move in range(16):
        to_row = np.arange(5)[:, None] + MOVE_ROWS[move]
        to_column = np.arange(4)[None, :] + MOVE_COLUMNS[move]
        is_on = (to_row >= 0) & (to_row < 5) & (to_column >= 0) & (to_column < 4)
        assert (blocked[is_on] >> move & 1).all()


def test_without_shapes_nothing_is_blocked():
    grid = metric_grid(3, 3)
    blocks = blocks_by_shape(grid, [], 16)
    assert blocks.start.tolist() == [0]
    assert not blocks.dense(grid)[0].any()


def test_many_shapes_outgrow_the_first_lists():
    grid = metric_grid(60, 60)
    shapes = [box_at(grid, 0, 0, 60, 60), box_at(grid, 5, 5, 50, 50)]
    blocks = blocks_by_shape(grid, shapes, 16)
    assert blocks.start[1] == 3600
    np.testing.assert_array_equal(blocks.dense(grid)[0], blocked_moves(grid, shapes, 16))
