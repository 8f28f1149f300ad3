"""The grid's laws and its toys."""

import numpy as np
import pytest
from affine import Affine
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS
from toy_files import a_geographic_grid, a_grid

from geo.errors import CrsError, InputError
from geo.grid import Grid

geographic_grids = st.builds(
    a_geographic_grid,
    rows=st.integers(1, 12),
    columns=st.integers(1, 12),
    size=st.floats(0.0005, 0.5),
    left=st.floats(-170, 160),
    top=st.floats(-70, 80),
)
projected_grids = st.builds(
    a_grid,
    rows=st.integers(1, 12),
    columns=st.integers(1, 12),
    size=st.floats(1, 5000),
    left=st.floats(-1e6, 1e6),
    top=st.floats(-1e6, 1e6),
)
grids = st.one_of(geographic_grids, projected_grids)


@given(grid=grids, rows=st.integers(-4, 4), columns=st.integers(-4, 4))
def test_a_step_and_its_way_back_have_the_same_length_to_the_last_bit(grid, rows, columns):
    there = grid.step_length_m(rows=rows, columns=columns)
    back = grid.step_length_m(rows=-rows, columns=-columns)
    start = np.flatnonzero(~np.isnan(there))
    np.testing.assert_array_equal(there[start], back[start + rows])


@given(grid=grids)
def test_the_cell_at_each_centre_is_that_cell(grid):
    x, y = np.meshgrid(grid.centre_x, grid.centre_y)
    np.testing.assert_array_equal(grid.cell_at(x, y).ravel(), np.arange(grid.cell_count))


@given(grid=geographic_grids)
def test_lon_and_lat_of_a_geographic_grid_are_its_own_coordinates(grid):
    lon, lat = grid.to_lon_lat(grid.centre_x[:1], grid.centre_y[:1])
    assert (lon[0], lat[0]) == (grid.centre_x[0], grid.centre_y[0])


def test_projected_points_go_to_lon_lat_and_back():
    grid = a_grid(left=500_000, top=1_000_000)
    x, y = grid.from_lon_lat(*grid.to_lon_lat(grid.centre_x, grid.centre_y))
    np.testing.assert_allclose(x, grid.centre_x, atol=1e-6)
    np.testing.assert_allclose(y, grid.centre_y, atol=1e-6)


def test_points_outside_and_unknown_points_are_in_no_cell():
    cells = a_grid().cell_at([-1, 401, 50, 50, np.nan, np.inf], [50, 50, -1, 401, 50, 50])
    assert cells.tolist() == [-1] * 6


def test_a_point_on_an_edge_belongs_to_the_cell_right_of_and_below_it():
    grid = a_grid()
    assert grid.cell_at([100.0, 0.0, 400.0], [300.0, 400.0, 400.0]).tolist() == [5, 0, -1]


def test_steps_of_a_projected_grid_are_in_its_own_units():
    grid = a_grid()
    assert grid.step_length_m(rows=0, columns=1)[0] == 100
    assert grid.step_length_m(rows=1, columns=2)[0] == pytest.approx(100 * 5**0.5)


def test_a_step_that_leaves_the_grid_has_no_length():
    assert np.isnan(a_grid().step_length_m(rows=1, columns=0)).tolist() == [False, False, False, True]
    assert np.isnan(a_grid().step_length_m(rows=5, columns=0)).all()


def test_a_degree_on_the_equator_is_as_long_as_the_ellipsoid_says():
    grid = a_geographic_grid(1, 1, size=1.0, left=0, top=0.5)
    width_m, height_m = grid.cell_size_m
    assert width_m[0] == pytest.approx(6378137 * np.pi / 180)  # the equator of WGS 84
    assert height_m[0] == pytest.approx(110574.4, abs=0.5)  # a degree of latitude on the equator


def test_cells_of_a_geographic_grid_cover_the_ellipsoid_between_their_parallels():
    grid = a_geographic_grid(20, 1, size=0.05, left=35, top=50)
    area_m2, _ = grid.geod.polygon_area_perimeter(
        np.r_[np.full(50, 35), np.full(50, 35.05)], np.r_[np.linspace(49, 50, 50), np.linspace(50, 49, 50)]
    )
    assert grid.cell_area_km2.sum() == pytest.approx(abs(area_m2) / 1e6, rel=1e-6)


def test_grids_that_differ_by_a_millionth_of_a_cell_are_aligned():
    assert a_grid().is_aligned_with(a_grid(left=0.00005))
    assert not a_grid().is_aligned_with(a_grid(left=0.5))
    assert not a_grid().is_aligned_with(a_grid(columns=5))


def test_grids_of_two_coordinate_systems_are_not_aligned():
    grid = a_grid()
    assert not grid.is_aligned_with(Grid(shape=grid.shape, affine=grid.affine, crs=CRS.from_epsg(32637)))


@pytest.mark.parametrize("affine", [Affine(1, 0.1, 0, 0, -1, 0), Affine(1, 0, 0, 0, 1, 0), Affine(-1, 0, 0, 0, -1, 0)])
def test_a_grid_that_is_not_north_up_is_refused(affine):
    with pytest.raises(InputError, match="north-up"):
        Grid(shape=(2, 2), affine=affine, crs=CRS.from_epsg(32636))


def test_a_grid_without_cells_is_refused():
    with pytest.raises(InputError, match="at least one cell"):
        a_grid(rows=0)


@pytest.mark.parametrize(("code", "word"), [(2225, "US survey foot"), (4978, "neither"), (4807, "grad")])
def test_a_crs_in_other_units_is_refused(code, word):
    with pytest.raises(CrsError, match=word):
        Grid(shape=(2, 2), affine=Affine(1, 0, 0, 0, -1, 0), crs=CRS.from_epsg(code))


def test_distances_near_a_geographic_grid_are_measured_in_metres_around_its_middle():
    crs = a_geographic_grid().metric_crs
    assert crs.axis_info[0].unit_name == "metre"
    assert a_grid().metric_crs == a_grid().crs
