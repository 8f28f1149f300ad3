"""Slowing: a cell is slowed by its share of an area, several areas by the greatest, and nothing off the grid."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from worlds import degree_grid, metric_grid, random_points, shape_at

from geo.hazards import slow_factors

GRIDS = [metric_grid(7, 9), degree_grid(7, 9)]


def box_at(grid, left, top, right, bottom):
    """A rectangle by columns and rows."""
    return shapely.box(*(grid.affine @ (left, bottom)), *(grid.affine @ (right, top)))


def random_areas(grid, seed, count=6):
    random = np.random.default_rng(seed)
    rows, columns = grid.shape
    return [shape_at(grid, random_points(random, 5, rows, columns)).convex_hull for _ in range(count)]


@pytest.mark.parametrize("grid", GRIDS)
def test_a_cell_is_slowed_by_the_share_that_lies_in_the_area(grid):
    slow = slow_factors(grid, [box_at(grid, 1, 1, 2.5, 3.25)], [5.0])
    expected = np.ones(grid.shape)
    expected[1:3, 1], expected[1:3, 2] = 5.0, 3.0
    expected[3, 1], expected[3, 2] = 2.0, 1.5
    np.testing.assert_allclose(slow, expected)


@pytest.mark.parametrize("grid", GRIDS)
@pytest.mark.parametrize("seed", range(6))
def test_shares_are_those_of_shapely_cell_by_cell(grid, seed):
    areas, factors = random_areas(grid, seed), [1.0, 1.5, 2.0, 3.0, 10.0, 1e4]
    slow = slow_factors(grid, areas, factors)
    for row in range(grid.shape[0]):
        for column in range(grid.shape[1]):
            cell = box_at(grid, column, row, column + 1, row + 1)
            shares = [area.intersection(cell).area / cell.area for area in areas]
            expected = max([1.0, *(1 + (factor - 1) * share for factor, share in zip(factors, shares, strict=True))])
            assert slow[row, column] == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("seed", range(6))
def test_a_factor_of_one_slows_nothing_and_a_greater_one_nowhere_less(seed):
    grid = GRIDS[seed % 2]
    areas = random_areas(grid, seed)
    slows = [slow_factors(grid, areas, [factor] * len(areas)) for factor in (1.0, 1.2, 3.0, 1e6)]
    assert (slows[0] == 1).all()
    for less, more in pairwise(slows):
        assert (more >= less).all()


def test_a_further_area_and_its_parts_slow_no_less():
    grid = GRIDS[0]
    areas = random_areas(grid, 3)
    for count in range(1, len(areas)):
        fewer, more = (slow_factors(grid, areas[:number], [3.0] * number) for number in (count, count + 1))
        assert (more >= fewer).all()


@pytest.mark.parametrize("grid", GRIDS)
def test_a_hole_slows_nobody_and_an_area_off_the_grid_nothing(grid):
    ring = box_at(grid, 1, 1, 6, 6).difference(box_at(grid, 2, 2, 5, 5))
    far = [box_at(grid, 20, 20, 30, 30), box_at(grid, -9, -9, -1, 8), shapely.Polygon()]
    slow = slow_factors(grid, [ring, *far], [2.0] * 4)
    assert (slow[2:5, 2:5] == 1).all()
    assert slow.sum() == grid.cell_count + 16


def test_an_area_across_the_edge_slows_what_is_on_the_grid():
    grid = GRIDS[0]
    rows, columns = grid.shape
    slow = slow_factors(grid, [box_at(grid, -3, -3, columns + 3, rows + 3)], [2.0])
    assert (slow == 2).all()
    corner = slow_factors(grid, [box_at(grid, columns - 0.5, rows - 0.5, columns + 3, rows + 3)], [2.0])
    assert corner[-1, -1] == 1.25
    assert corner.sum() == grid.cell_count + 0.25
