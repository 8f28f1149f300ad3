"""Blocked moves: the segment rule, held against shapely."""

import numpy as np
import pytest
import shapely
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS

from geo.grid import Grid
from geo.land.blocking import blocked_moves, cells_inside
from geo.land.moves import MOVE_COLUMNS, MOVE_ROWS, OPPOSITE, Neighbours, segments_meet


def a_grid(rows: int = 6, columns: int = 7) -> Grid:
    return Grid(shape=(rows, columns), affine=Affine(100, 0, 0, 0, -100, rows * 100), crs=CRS.from_epsg(32633))


def centre(grid: Grid, row: int, column: int) -> tuple[float, float]:
    return float(grid.centre_x[column]), float(grid.centre_y[row])


def test_each_move_has_an_opposite_that_undoes_it() -> None:
    assert (MOVE_ROWS[OPPOSITE] == -MOVE_ROWS).all()
    assert (MOVE_COLUMNS[OPPOSITE] == -MOVE_COLUMNS).all()


def test_the_moves_are_all_directions_up_to_their_reach_each_once() -> None:
    moves = set(zip(MOVE_ROWS.tolist(), MOVE_COLUMNS.tolist(), strict=True))
    assert len(moves) == 32
    far = {(down, right) for down in range(-3, 4) for right in range(-3, 4)}
    assert moves == {(down, right) for down, right in far if np.gcd(down, right) == 1}


coordinate = st.floats(-50, 750, allow_nan=False).map(lambda value: round(value, 2))
point = st.tuples(coordinate, coordinate)


def nudges(segment: shapely.Geometry) -> list[shapely.Geometry]:
    """The segment moved by a micrometre either way: what all of these meet is met whatever the rounding."""
    return [
        shapely.transform(segment, lambda xy, by=by: xy + by) for by in ([1e-6, 0], [-1e-6, 0], [0, 1e-6], [0, -1e-6])
    ]


@settings(max_examples=60, deadline=None)
@given(
    points=st.lists(point, min_size=3, max_size=7),
    is_polygon=st.booleans(),
    neighbours=st.sampled_from([8, 16, 32]),
)
def test_a_move_is_blocked_exactly_if_its_segment_meets_the_shape(
    points: list[tuple[float, float]], is_polygon: bool, neighbours: Neighbours
) -> None:
    grid = a_grid()
    shape = shapely.convex_hull(shapely.MultiPoint(points)) if is_polygon else shapely.LineString(points)
    if is_polygon and shapely.get_dimensions(shape) < 2:
        shape = shapely.LineString([points[0], points[1], points[2]])
    blocked = blocked_moves(grid, [shape], neighbours)
    for row in range(grid.shape[0]):
        for column in range(grid.shape[1]):
            for move in range(neighbours):
                to_row, to_column = row + MOVE_ROWS[move], column + MOVE_COLUMNS[move]
                if not (0 <= to_row < grid.shape[0] and 0 <= to_column < grid.shape[1]):
                    continue
                segment = shapely.LineString([centre(grid, row, column), centre(grid, to_row, to_column)])
                distance = shapely.distance(segment, shape)
                is_blocked = bool(int(blocked[row, column]) >> move & 1)
                if distance > 1e-6:
                    assert not is_blocked
                elif all(shapely.intersects(nudged, shape) for nudged in nudges(segment)):
                    assert is_blocked


@settings(max_examples=30, deadline=None)
@given(points=st.lists(point, min_size=2, max_size=6))
def test_blocking_is_the_same_both_ways(points: list[tuple[float, float]]) -> None:
    grid = a_grid()
    blocked = blocked_moves(grid, [shapely.LineString(points)], 32).astype(np.int64)
    for move in range(32):
        for row in range(grid.shape[0]):
            for column in range(grid.shape[1]):
                to_row, to_column = row + MOVE_ROWS[move], column + MOVE_COLUMNS[move]
                if 0 <= to_row < grid.shape[0] and 0 <= to_column < grid.shape[1]:
                    there = blocked[row, column] >> move & 1
                    back = blocked[to_row, to_column] >> OPPOSITE[move] & 1
                    assert there == back


def test_a_river_thinner_than_a_cell_blocks_all_moves_across_it_and_no_other() -> None:
    grid = a_grid()
    river = shapely.LineString([(350, -50), (350, 650)])  # through the centres' column 3
    blocked = blocked_moves(grid, [shapely.LineString([(299, -50), (299, 650)])])
    assert blocked[2, 2] >> 2 & 1  # east, over the river
    assert not blocked[2, 2] >> 1 & 1  # west, along this bank
    assert not cells_inside(grid, [river]).any()


def test_a_hazard_smaller_than_a_cell_between_centres_keeps_its_effect() -> None:
    grid = a_grid()
    x, y = centre(grid, 2, 2)
    blocked = blocked_moves(grid, [shapely.box(x + 45, y - 5, x + 55, y + 5)])
    assert blocked[2, 2] >> 2 & 1
    assert not cells_inside(grid, [shapely.box(x + 45, y - 5, x + 55, y + 5)]).any()


def test_nothing_inside_a_large_polygon_can_be_moved_through() -> None:
    grid = a_grid()
    area = shapely.box(100, 100, 600, 500)
    blocked = blocked_moves(grid, [area])
    inside = cells_inside(grid, [area])
    assert inside.sum() == 4 * 5
    assert (blocked[inside] == np.iinfo(blocked.dtype).max).all()


def test_a_hole_in_a_polygon_stays_open_inside() -> None:
    grid = a_grid(9, 9)
    ring = shapely.box(0, 0, 900, 900) - shapely.box(110, 110, 790, 790)
    blocked = blocked_moves(grid, [ring])
    assert not cells_inside(grid, [ring])[4, 4]
    assert blocked[4, 4] == 0


def test_a_long_slanted_edge_blocks_along_its_whole_length() -> None:
    grid = a_grid(40, 60)
    line = shapely.LineString([(10, 20), (5990, 3980)])
    blocked = blocked_moves(grid, [line])
    x = np.linspace(200, 5800, 200)
    for place in x:
        cell = int(grid.cell_at(place, 20 + (place - 10) / 5980 * 3960))
        assert blocked.ravel()[cell] != 0


def test_segments_meet_says_which_segments_touch_a_shape() -> None:
    starts, ends = np.array([[0.0, 0.0], [0.0, 5.0]]), np.array([[2.0, 0.0], [2.0, 5.0]])
    assert segments_meet(starts, ends, [shapely.Point(1, 0).buffer(0.5)]).tolist() == [True, False]
    assert segments_meet(starts, ends, []).tolist() == [False, False]


@pytest.mark.parametrize("shapes", [[], [shapely.Polygon()]])
def test_no_shape_blocks_nothing(shapes: list[shapely.Geometry]) -> None:
    assert not blocked_moves(a_grid(), shapes).any()
