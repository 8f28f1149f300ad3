"""The land: pace by class, by shares of cover and by friction; what is a barrier and what is unknown."""

import numpy as np
import pytest
import shapely
from worlds import degree_grid, metric_grid, shape_at

from geo.land.moves import MOVE_COLUMNS
from geo.land.surface import (
    MODES,
    LandSpeed,
    lay_land,
    pace_of_classes,
    pace_of_fractions,
    pace_of_friction,
    pace_of_speed,
)

EAST = int(np.flatnonzero(MOVE_COLUMNS == 1)[0])


def speed(speed_kmh, mode="walk"):
    return LandSpeed(label="made up", speed_kmh=speed_kmh, mode=mode)


def test_one_speed_is_one_pace_everywhere_on_foot():
    pace, mode = pace_of_speed(metric_grid(2, 3), 3.6)
    assert (pace == 1.0).all()
    assert pace.shape == mode.shape == (2, 3)
    assert (mode == MODES["walk"]).all()


def test_a_class_has_its_speed_and_mode_and_speed_0_is_a_barrier():
    speeds = {30: speed(36.0, "motor"), 1: speed(3.6), 7: speed(0.0), 2: speed(1.8, "flat"), 4: speed(7.2, "cycle")}
    pace, mode = pace_of_classes(np.array([[1, 2, 4], [30, 7, -1]], np.int32), speeds)
    np.testing.assert_array_equal(pace, [[1.0, 2.0, 0.5], [0.1, np.inf, np.nan]])
    assert mode[0].tolist() == [MODES["walk"], MODES["flat"], MODES["cycle"]]
    assert mode[1, 0] == MODES["motor"]


def test_class_0_is_a_class_and_not_an_absence():
    pace, _ = pace_of_classes(np.array([[0, -1]], np.int32), {0: speed(3.6), 5: speed(7.2)})
    np.testing.assert_array_equal(pace, [[1.0, np.nan]])


def fractions_of(**shares):
    return {name: np.array([values], np.float32) for name, values in shares.items()}


def test_the_speed_of_shares_is_their_weighted_mean():
    shares = fractions_of(tree=[1.0, 0.5, 0.25], crops=[0.0, 0.5, 0.25])
    pace, mode = pace_of_fractions(shares, {"tree": speed(3.6), "crops": speed(1.8)})
    np.testing.assert_allclose(pace, [[1.0, 3.6 / 2.7, 3.6 / 2.7]])  # half covered is covered by the same mean
    assert (mode == MODES["walk"]).all()


@pytest.mark.parametrize(("water", "is_barrier"), [(0.0, False), (0.49, False), (0.5, True), (1.0, True)])
def test_a_cell_at_least_half_water_is_a_barrier_and_less_water_slows_nobody(water, is_barrier):
    shares = fractions_of(tree=[1 - water], permanent_water=[water])
    pace, _ = pace_of_fractions(shares, {"tree": speed(3.6), "permanent_water": speed(0.0)})
    assert pace[0, 0] == (np.inf if is_barrier else 1.0)


def test_unknown_shares_and_bare_nothing_are_no_land_data():
    shares = fractions_of(tree=[np.nan, 0.0, np.nan], crops=[np.nan, 0.0, 1.0])
    pace, _ = pace_of_fractions(shares, {"tree": speed(3.6), "crops": speed(1.8)})
    np.testing.assert_array_equal(pace, [[np.nan, np.nan, 2.0]])


def test_water_alone_is_a_barrier_where_there_is_some():
    pace, _ = pace_of_fractions(fractions_of(permanent_water=[1.0, 0.1, 0.0]), {"permanent_water": speed(0.0)})
    np.testing.assert_array_equal(pace, [[np.inf, np.inf, np.nan]])


@pytest.mark.parametrize(("unit", "pace_s_per_m"), [("min/m", 0.72), ("s/m", 0.012)])
def test_friction_is_pace_in_its_unit_and_has_its_slopes_inside(unit, pace_s_per_m):
    pace, mode = pace_of_friction(np.array([[0.012, np.nan]]), unit)
    np.testing.assert_allclose(pace, [[pace_s_per_m, np.nan]])
    assert (mode == MODES["flat"]).all()


def test_an_unknown_unit_of_friction_is_refused():
    with pytest.raises(KeyError):
        pace_of_friction(np.ones((1, 1)), "h/km")


def test_a_traveller_stands_where_there_is_data_and_a_speed_and_no_barrier():
    grid = metric_grid(1, 4)
    pond = shape_at(grid, [(3.4, 0.4), (3.6, 0.4), (3.6, 0.6), (3.4, 0.6)]).convex_hull
    pace = np.array([[1.0, np.inf, np.nan, 1.0]])
    land = lay_land(grid, pace=pace, mode=np.zeros(grid.shape, np.uint8), barriers=[pond])
    assert land.has_data.tolist() == [[True, True, False, True]]
    assert land.is_passable.tolist() == [[True, False, False, False]]
    assert land.is_inside_barrier.tolist() == [[False, False, False, True]]


@pytest.mark.parametrize("grid", [metric_grid(1, 3), degree_grid(1, 3)])
def test_a_river_is_in_no_cell_and_blocks_the_move_over_it(grid):
    river = shape_at(grid, [(1.0, -1), (1.0, 2)])
    land = lay_land(grid, pace=np.ones(grid.shape), mode=np.zeros(grid.shape, np.uint8), barriers=[river])
    assert land.is_passable.all()
    assert [bool(cell >> EAST & 1) for cell in land.blocked[0, :2]] == [True, False]


def test_without_elevation_the_land_is_level_and_without_barriers_open():
    grid = metric_grid(2, 2)
    land = lay_land(grid, pace=np.ones(grid.shape), mode=np.zeros(grid.shape, np.uint8))
    assert (land.elevation_m == 0).all()
    assert not land.blocked.any()


def test_an_empty_barrier_blocks_nothing():
    grid = metric_grid(2, 2)
    empty = [shapely.Polygon(), shapely.LineString()]
    land = lay_land(grid, pace=np.ones(grid.shape), mode=np.zeros(grid.shape, np.uint8), barriers=empty)
    assert not land.blocked.any()
    assert land.is_passable.all()
