"""Accuracy: how far times exceed straight lines on a uniform plane, against the analytic worst case."""

import numpy as np
import pytest
from affine import Affine
from pyproj import CRS
from worlds import World, flat_land, metric_grid, nowhere_roads

from accessibility.search import Sources, TravelRules, lay_network, least_times, neighbourhood_error
from geo.grid import Grid


def plane(grid, neighbours):
    """Seconds from the middle cell of a level plane walked at a metre a second, and metres in a straight line."""
    land = flat_land(grid, neighbours=neighbours)
    world = World(land=land, roads=nowhere_roads(land))
    rows, columns = grid.shape
    middle = rows // 2 * columns + columns // 2
    network = lay_network(world.land, world.roads, rules=TravelRules(neighbours=neighbours))
    seconds = least_times(network, Sources(cell=np.array([middle]), row=np.array([0], np.int32))).seconds
    x, y = np.meshgrid(grid.centre_x, grid.centre_y)
    if not grid.is_geographic:
        return seconds, np.hypot(x - x.ravel()[middle], y - y.ravel()[middle])
    start_x, start_y = np.full(x.size, x.ravel()[middle]), np.full(x.size, y.ravel()[middle])
    return seconds, grid.geod.inv(start_x, start_y, x.ravel(), y.ravel())[2].reshape(x.shape)


def degrees_near_49_north(size):
    step = 3 / 3600
    affine = Affine(step, 0, 10 - size / 2 * step, 0, -step, 49 + size / 2 * step)
    return Grid(shape=(size, size), affine=affine, crs=CRS.from_epsg(4326))


@pytest.mark.parametrize(
    ("grid", "neighbours", "worst_share"),
    [
        (metric_grid(121, 121), 8, 0.0824),
        (metric_grid(121, 121), 16, 0.0275),
        (metric_grid(121, 121), 32, 0.0131),
        (degrees_near_49_north(121), 8, 0.136),
        (degrees_near_49_north(121), 16, 0.055),
        (degrees_near_49_north(121), 32, 0.028),
    ],
)
def test_the_error_on_a_plane_is_the_analytic_worst_case_and_never_too_fast(grid, neighbours, worst_share):
    seconds, straight_m = plane(grid, neighbours)
    excess = (seconds / np.where(straight_m > 0, straight_m, np.nan)) - 1
    told = neighbourhood_error(grid, neighbours)
    assert told == pytest.approx(worst_share, abs=0.0006)
    assert np.nanmin(excess) > -1e-6
    assert np.nanmax(excess) <= told + 1e-4
    assert np.nanmax(excess) > told - 0.0006


def test_more_neighbours_never_lengthen_a_way():
    times = [plane(degrees_near_49_north(41), neighbours)[0] for neighbours in (8, 16, 32)]
    assert (times[1] <= times[0]).all()
    assert (times[2] <= times[1]).all()
