"""The nearest passable cell, held against every cell measured one by one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import degree_grid, flat_land, metric_grid, shape_at

from geo.land.nearest_cell import NearestPassableCell
from geo.land.surface import lay_land


def land_of(grid, is_passable):
    pace = np.where(is_passable, 1.0, np.inf)
    return lay_land(grid, pace=pace, mode=np.zeros(grid.shape, np.uint8))


def distances_m(grid, x, y):
    """From one point to every cell's centre, along the ellipsoid on a geographic grid."""
    centre_x, centre_y = (values.ravel() for values in np.meshgrid(grid.centre_x, grid.centre_y))
    if not grid.is_geographic:
        return np.hypot(centre_x - x, centre_y - y)
    count = len(centre_x)
    return grid.geod.inv(np.full(count, x), np.full(count, y), centre_x, centre_y)[2]


@settings(max_examples=80)
@given(
    seed=st.integers(0, 10_000),
    share=st.sampled_from([0.05, 0.5, 0.9, 1.0]),
    within_m=st.floats(0, 600),
    is_metric=st.booleans(),
)
def test_the_cell_is_the_nearest_of_all_measured_one_by_one(seed, share, within_m, is_metric):
    random = np.random.default_rng(seed)
    grid = metric_grid(6, 8) if is_metric else degree_grid(6, 8)
    is_passable = random.random(grid.shape) < share
    column, row = random.uniform(-3, 11, 12), random.uniform(-3, 9, 12)
    x, y = grid.affine @ (column, row)
    cells, found_m = NearestPassableCell(land_of(grid, is_passable)).of(x, y, within_m=within_m)
    for place in range(len(x)):
        away_m = distances_m(grid, x[place], y[place])
        own = int(grid.cell_at(x[place], y[place]))
        if own >= 0 and is_passable.flat[own]:
            assert cells[place] == own
            assert found_m[place] == pytest.approx(away_m[own], abs=1e-3)
            continue
        least_m = np.where(is_passable.ravel(), away_m, np.inf).min()
        if abs(least_m - within_m) < 1e-3:
            continue
        assert (cells[place] >= 0) == (least_m <= within_m)
        if least_m <= within_m:
            assert is_passable.flat[cells[place]]
            assert away_m[cells[place]] == pytest.approx(least_m, abs=1e-3)
            assert found_m[place] == pytest.approx(least_m, abs=1e-3)
        else:
            assert found_m[place] == np.inf


@pytest.mark.parametrize(("within_m", "cell"), [(100.0, 1), (np.nextafter(100.0, 0), -1)])
def test_the_distance_is_inclusive(within_m, cell):
    grid = metric_grid(1, 4)
    land = land_of(grid, np.array([[True, True, False, False]]))
    cells, away_m = NearestPassableCell(land).of(grid.centre_x[2:3], grid.centre_y, within_m=within_m)
    assert cells.tolist() == [cell]
    assert away_m.tolist() == [100.0 if cell >= 0 else np.inf]


def test_a_point_beside_a_wholly_passable_grid_gets_a_cell_of_its_edge():
    grid = metric_grid(4, 4)
    x, y = grid.affine @ (np.array([-0.5, 1.5]), np.array([2.5, -0.25]))
    cells, away_m = NearestPassableCell(flat_land(grid)).of(x, y, within_m=100)
    assert cells.tolist() == [8, 1]
    np.testing.assert_allclose(away_m, [100, 75])


def test_a_point_in_a_passable_cell_gets_it_whatever_the_distance():
    grid = metric_grid(1, 1)
    x, y = grid.affine @ (np.array([0.9]), np.array([0.5]))
    cells, away_m = NearestPassableCell(flat_land(grid)).of(x, y, within_m=0)
    assert cells.tolist() == [0]
    np.testing.assert_allclose(away_m, [40])


def test_a_cell_whose_centre_lies_in_a_barrier_is_not_passable():
    grid = metric_grid(1, 2)
    lake = shape_at(grid, [(1.4, 0.4), (1.6, 0.4), (1.6, 0.6), (1.4, 0.6)]).convex_hull
    land = flat_land(grid, barriers=(lake,))
    assert NearestPassableCell(land).of(grid.centre_x[1:], grid.centre_y, within_m=100)[0].tolist() == [0]


@pytest.mark.parametrize("x", [np.inf, np.nan])
def test_a_point_without_coordinates_on_the_grid_has_no_cell(x):
    cells, away_m = NearestPassableCell(land_of(metric_grid(2, 2), np.eye(2) > 0)).of(
        np.array([x]), np.array([x]), within_m=1e9
    )
    assert cells.tolist() == [-1]
    assert away_m.tolist() == [np.inf]


def test_where_nothing_is_passable_there_is_no_cell():
    grid = metric_grid(2, 2)
    cells, _ = NearestPassableCell(land_of(grid, np.zeros(grid.shape, bool))).of(
        grid.centre_x, grid.centre_y, within_m=1e9
    )
    assert cells.tolist() == [-1, -1]


def test_a_cell_that_is_known_stands_for_a_point_on_its_border():
    grid = metric_grid(1, 3)
    nearest = NearestPassableCell(land_of(grid, np.array([[True, True, False]])))
    x, y = grid.affine @ (np.array([1.0, 1.0]), np.array([0.5, 0.5]))
    assert nearest.of(x, y, within_m=0, own=np.array([0, 1]))[0].tolist() == [0, 1]
    assert nearest.of(x, y, within_m=0)[0].tolist() == [1, 1]


def test_no_point_gives_no_cell():
    assert [
        len(part) for part in NearestPassableCell(flat_land(metric_grid(2, 2))).of(*np.empty((2, 0)), within_m=1)
    ] == [0, 0]
