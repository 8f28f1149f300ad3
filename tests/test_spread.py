"""Spreading conserves; toys solved in the head."""

import numpy as np
import pytest
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pyproj import CRS
from toy_files import a_geographic_grid, a_grid

from geo.grid import Grid
from geo.rasters.spread import cell_size_ratio, overlap_shares, spread

people = arrays(np.float64, (6, 5), elements=st.floats(0, 1e6))


@given(counts=people, size=st.floats(10, 900), left=st.floats(-300, 300), top=st.floats(200, 900))
def test_on_one_crs_nothing_is_lost_or_made(counts, size, left, top):
    source, grid = a_grid(6, 5, top=600), a_grid(7, 3, size=size, left=left, top=top)
    (on_grid,), outside = spread([counts], source, grid, sub_points=4)
    assert on_grid.sum() + outside[0] == pytest.approx(counts.sum(), rel=1e-9, abs=1e-9)
    assert (on_grid >= 0).all()


@given(counts=people, size=st.floats(0.001, 0.02))
def test_between_two_crs_nothing_is_lost_or_made(counts, size):
    source = a_geographic_grid(6, 5, size=size, left=33.0, top=1.0)
    grid = a_grid(9, 8, size=400, left=500_000, top=110_600)
    (on_grid,), outside = spread([counts], source, grid, sub_points=5)
    assert on_grid.sum() + outside[0] == pytest.approx(counts.sum(), rel=1e-9, abs=1e-9)


@given(counts=people)
def test_on_the_same_cells_everything_stays_bit_for_bit(counts):
    (on_grid,), outside = spread([counts], a_grid(6, 5), a_grid(6, 5), sub_points=4)
    np.testing.assert_array_equal(on_grid, counts)
    assert outside[0] == 0


@settings(max_examples=20)
@given(counts=people, shift=st.tuples(st.integers(-3, 3), st.integers(-3, 3)))
def test_a_grid_that_covers_the_source_leaves_nobody_outside(counts, shift):
    grid = a_grid(20, 20, size=77, left=-500 + shift[0], top=1100 + shift[1])
    (on_grid,), outside = spread([counts], a_grid(6, 5, top=600), grid, sub_points=4)
    assert outside[0] == 0
    assert on_grid.sum() == pytest.approx(counts.sum())


def test_a_cell_over_two_halves_gives_half_to_each():
    (on_grid,), outside = spread([np.array([[8.0]])], a_grid(1, 1), a_grid(1, 2, left=-50), sub_points=4)
    assert on_grid.tolist() == [[4.0, 4.0]]
    assert outside[0] == 0


def test_a_cell_half_outside_leaves_half_outside():
    (on_grid,), outside = spread([np.array([[8.0]])], a_grid(1, 1), a_grid(1, 1, left=50), sub_points=4)
    assert on_grid.tolist() == [[4.0]]
    assert outside[0] == 4


def test_four_cells_become_one():
    source = np.array([[1.0, 2.0], [3.0, 4.0]])
    (on_grid,), _ = spread([source], a_grid(2, 2), a_grid(1, 1, size=200), sub_points=4)
    assert on_grid.tolist() == [[10.0]]


def test_one_cell_becomes_four():
    (on_grid,), _ = spread([np.array([[8.0]])], a_grid(1, 1, size=200), a_grid(2, 2), sub_points=4)
    assert on_grid.tolist() == [[2.0, 2.0], [2.0, 2.0]]


def test_shares_of_an_interval_over_three_cells_are_a_quarter_a_half_and_a_quarter():
    assert overlap_shares(np.array([0.5, 2.5]), 3).toarray().ravel().tolist() == [0.25, 0.5, 0.25]


def test_an_edge_a_hair_off_a_line_lies_on_it():
    assert overlap_shares(np.array([1e-9, 1 - 1e-9, 2.0]), 2).toarray().tolist() == [[1.0, 0.0], [0.0, 1.0]]


def test_sub_points_land_where_the_projection_puts_them():
    source = a_geographic_grid(300, 300, size=0.001, left=32.9, top=5.0)
    grid = Grid(shape=(400, 400), affine=Affine(100, 0, 485_000, 0, -100, 556_000), crs=CRS.from_epsg(32636))
    is_one = np.zeros(source.shape)
    is_one[137, 211] = 1
    (on_grid,), _ = spread([is_one], source, grid, sub_points=1)
    x, y = grid.from_lon_lat(source.centre_x[211], source.centre_y[137])
    assert np.flatnonzero(on_grid.ravel()).tolist() == [int(grid.cell_at(x, y))]


def test_the_ratio_of_cell_sizes_is_taken_on_the_ground():
    assert cell_size_ratio(a_grid(size=300), a_grid()) == 3
    assert cell_size_ratio(a_geographic_grid(1, 1, size=1.0, left=0, top=0.5), a_grid(size=1000)) == pytest.approx(
        111.3, abs=0.1
    )
