"""Closed roads: by id along their whole length, or where they meet what is drawn; nobody walks or rides there."""

import numpy as np
import pytest
import shapely
from worlds import flat_land, metric_grid, roads_from_lines, shape_at

from accessibility.search import Sources, TravelRules, lay_network, least_times
from geo.roads import close_roads, lay_roads, meets_roads

GRID = metric_grid(9, 12)
RIVER = shape_at(GRID, [(6.5, -1), (6.5, 10)]).buffer(60)
RULES = TravelRules(direction="to", neighbours=16)


def world(lines, **options):
    land = flat_land(GRID, barriers=(RIVER,))
    return land, lay_roads(roads_from_lines(GRID, lines, **options), land, connect_within_m=200)


@pytest.fixture
def two_roads():
    """Two roads over a river that nobody crosses off them."""
    return world([[(0.5, 2.5), (11.5, 2.5)], [(0.5, 6.5), (11.5, 6.5)]], is_bridge=[True, False])


def seconds(land, roads):
    source = Sources(cell=np.array([4 * 12]), row=np.array([0], np.int32))
    return least_times(lay_network(land, roads, rules=RULES), source).seconds


def is_reached_beyond(land, roads):
    return bool(np.isfinite(seconds(land, roads)[:, 8:]).any())


def across(row):
    return shape_at(GRID, [(6.5, row), (6.5, row + 1)])


def test_nothing_closed_is_the_roads_as_they_were(two_roads):
    land, roads = two_roads
    same = close_roads(roads)
    assert not same.is_closed.any()
    np.testing.assert_array_equal(seconds(land, same), seconds(land, roads))


def test_a_link_is_closed_along_its_whole_length(two_roads):
    _, roads = two_roads
    closed = close_roads(roads, links=[1])
    assert set(roads.arc_link[closed.is_closed]) == {1}
    assert (roads.arc_link[~closed.is_closed] == 0).all()


def test_a_bridge_is_closed_where_a_line_is_drawn_across(two_roads):
    land, roads = two_roads
    closed = close_roads(roads, shapes=[across(2)])
    assert set(roads.arc_link[closed.is_closed]) == {0}
    assert is_reached_beyond(land, closed)
    assert not is_reached_beyond(land, close_roads(closed, shapes=[across(6)]))


def test_of_a_road_only_the_piece_that_meets_the_shape_is_closed(two_roads):
    _, roads = two_roads
    closed = close_roads(roads, shapes=[across(6)])
    assert 0 < closed.is_closed.sum() < (roads.arc_link == 1).sum()


def test_what_was_closed_stays_so(two_roads):
    _, roads = two_roads
    both = close_roads(close_roads(roads, links=[0]), links=[1])
    assert both.is_closed.all()


def test_closing_never_shortens_and_closing_all_is_as_no_road(two_roads):
    land, roads = two_roads
    free, one, none = (seconds(land, close_roads(roads, links=links)) for links in ([], [0], [0, 1]))
    assert (one >= free).all()
    assert (none >= one).all()
    bare = lay_roads(roads_from_lines(GRID, []), land, connect_within_m=200)
    np.testing.assert_array_equal(none, seconds(land, bare))


def test_whether_a_shape_meets_a_road_is_told_by_shape(two_roads):
    _, roads = two_roads
    shapes = [across(6), shape_at(GRID, [(3, 4), (3, 5)]), shape_at(GRID, [(0, 1), (3, 8)]).buffer(10)]
    assert meets_roads(roads, shapes).tolist() == [True, False, True]
    assert meets_roads(roads, []).tolist() == []
    assert not meets_roads(lay_roads(roads_from_lines(GRID, []), two_roads[0], connect_within_m=0), shapes).any()


def test_a_touch_closes_as_well(two_roads):
    _, roads = two_roads
    x, y = roads.node_xy[roads.arc_from[np.flatnonzero(roads.arc_link == 1)[0]]]
    assert close_roads(roads, shapes=[shapely.box(x - 10, y, x + 10, y + 10)]).is_closed.any()
