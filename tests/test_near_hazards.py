"""People near hazards: distances are inclusive and cumulative, and who lives inside is counted apart."""

import numpy as np
import pytest
import shapely
from worlds import degree_grid, flat_land, metric_grid, nowhere_roads

from accessibility.need import distance_to_areas_m, measure_near_hazards
from accessibility.need.demand import adopt_people, people_time
from accessibility.search import Sources, TravelRules, lay_network, least_times
from geo.hazards import lay_hazards

WITHIN = [0.0, 500.0, 1000.0, 5000.0]


def box_at(grid, left, top, right, bottom):
    """A rectangle by columns and rows."""
    return shapely.box(*(grid.affine @ (left, bottom)), *(grid.affine @ (right, top)))


def row_of_people(shapes, *, columns=60, people=1.0, road_policy="open"):
    """The table of one row of cells of 100 m with a person in each, and the centre at the left end."""
    grid = metric_grid(1, columns)
    land = flat_land(grid)
    hazards = lay_hazards(grid, nowhere_roads(land), shapes, road_policy=road_policy, overlap_tolerance_m=0)
    network = lay_network(land, nowhere_roads(land), rules=TravelRules(direction="to", neighbours=16), hazards=hazards)
    demand = adopt_people(np.full(grid.shape, people), land, within_m=0)
    travel = least_times(network, Sources(cell=np.array([0]), row=np.array([0], np.int32)))
    times = people_time(demand, travel, hazards=hazards)
    distance_m = distance_to_areas_m(grid, demand.home_cell, shapes, within_m=5000)
    table = measure_near_hazards(grid, demand, times, distance_m, bands_minutes=(5.0,), threshold_minutes=5.0)
    return table, distance_m


def test_distances_count_from_the_cells_centre_and_are_inclusive():
    grid = metric_grid(1, 60)
    table, distance_m = row_of_people([box_at(grid, 54.5, -3, 62, 4)])  # begins 500 m right of the centre of column 49
    assert distance_m[49] == 500
    assert distance_m[44] == 1000
    assert distance_m[4] == 5000
    assert np.isinf(distance_m[:4]).all()
    assert (distance_m[55:] == 0).all()
    assert table["within_m"].tolist() == WITHIN
    # the centre of column 54 is on the outline: inside or at 0 m, and in any case within 500 m or inside
    assert table["population"].iloc[0] + table["population"].iloc[1] == 11
    assert (table["population"] - table["population"].iloc[1]).tolist()[2:] == [5, 45]


def test_who_lives_near_is_cumulative_and_never_inside():
    grid = metric_grid(1, 60)
    table, _ = row_of_people([box_at(grid, 20, -3, 24, 4)])
    assert table["population_inside_hazards"].tolist() == [4, 0, 0, 0]
    assert table["population"].tolist()[0] == 4
    assert table["population"].iloc[1:].is_monotonic_increasing
    beyond = table["population_no_way"].tolist()
    assert beyond == [0, 5, 10, 36]


def test_access_of_those_near_is_that_of_their_own():
    grid = metric_grid(1, 60)
    table, _ = row_of_people([box_at(grid, 10, -3, 14, 4)])
    assert table["population_within_5_min"].tolist() == [0, 0, 4, 4]  # columns 0 to 3, at least 650 m away
    assert table["median_minutes"].iloc[0] == np.inf


def test_without_an_area_nobody_is_near():
    grid = metric_grid(1, 10)
    distance_m = distance_to_areas_m(grid, np.arange(10), [], within_m=5000)
    assert np.isinf(distance_m).all()


@pytest.mark.parametrize("top", [0.5, 49.0, 65.0])
def test_metres_are_metres_on_a_grid_of_degrees(top):
    grid = degree_grid(40, 40, top=top)
    area = box_at(grid, 30.0, 10, 40, 20)
    cells = np.arange(12 * 40, 12 * 40 + 30)
    found_m = distance_to_areas_m(grid, cells, [area], within_m=5000)
    lon, lat = grid.to_lon_lat(grid.centre_x[:30], np.full(30, grid.centre_y[12]))
    edge_lon = np.full(30, grid.affine.c + 30 * grid.affine.a)
    expected_m = grid.geod.inv(lon, lat, edge_lon, lat)[2]
    np.testing.assert_allclose(found_m, expected_m, rtol=0.002)


def test_the_nearest_of_several_areas_counts():
    grid = metric_grid(1, 60)
    areas = [
        box_at(grid, 10, -3, 12, 4),
        box_at(grid, 40, -3, 42, 4),
        shapely.MultiPolygon([box_at(grid, 50, -3, 52, 4)]),
    ]
    each = [distance_to_areas_m(grid, np.arange(60), [area], within_m=5000) for area in areas]
    together = distance_to_areas_m(grid, np.arange(60), areas, within_m=5000)
    np.testing.assert_array_equal(together, np.minimum.reduce(each))
