"""The nearest road brought to a home: as quick as a search over roads with that link, and no quicker."""

from dataclasses import replace

import numpy as np
import pytest
from worlds import flat_land, metric_grid, random_centres, random_points, random_world, roads_from_lines, shape_at

from accessibility.reasons.brought_roads import bring_roads, minutes_by_links
from accessibility.reasons.searches import Ways, either_way
from accessibility.search import (
    LiveAnswer,
    Sources,
    TravelRules,
    lay_network,
    least_times,
    least_times_with_nodes,
    nearest_centres,
    nearest_with_nodes,
    whole_ticks,
)
from geo.hazards import lay_hazards
from geo.land import metric_points
from geo.roads import lay_roads, without_vehicles

GRID = metric_grid(3, 12)
LAND = flat_land(GRID)  # one second per metre
ROAD = roads_from_lines(GRID, [[(0.5, 1.5), (4.5, 1.5)]])  # ten metres per second, through the centres of cells
ROADS = lay_roads(ROAD, LAND, connect_within_m=200)
WEST = Sources(cell=np.array([12]), row=np.array([0], np.int32))
HOME = np.array([12 + 9])  # 500 m east of the road's end


def answer(land, roads, network, home, *, hazards=None, sources=WEST, **rules):
    """Minutes of homes by their links, by their own ways, and the links."""
    laid = lay_network(land, roads, rules=TravelRules(**rules), hazards=hazards)
    travel, at_nodes = least_times_with_nodes(laid, sources)
    links = bring_roads(roads, network, land.grid, home)
    limit_minutes = rules.get("limit_minutes")
    linked = minutes_by_links(links.open_seconds(hazards), links.node, at_nodes, limit_minutes=limit_minutes)
    return linked, travel.minutes.ravel()[home], links


def with_connector(roads, links, place, cell):
    """The roads with the link of one home as a connector."""
    length_s = links.seconds[place]
    return replace(
        roads,
        walk_cell=np.append(roads.walk_cell, cell),
        walk_node=np.append(roads.walk_node, np.int32(links.node[place])),
        connector_s=np.append(roads.connector_s, length_s),
        connector_start=np.vstack([roads.connector_start, links.start[place]]),
        connector_end=np.vstack([roads.connector_end, links.end[place]]),
    )


@pytest.mark.parametrize("direction", ["to", "from"])
def test_a_road_is_brought_as_fast_as_the_road_it_is_brought_from(direction):
    linked, own, links = answer(LAND, ROADS, ROAD, HOME, direction=direction)
    assert own[0] == pytest.approx((500 + 40) / 60, rel=1e-3)
    assert linked[0] == pytest.approx((50 + 40) / 60, rel=1e-3)
    np.testing.assert_allclose(links.end, [[GRID.centre_x[4], GRID.centre_y[1]]], atol=1e-6)


def test_the_wait_for_a_vehicle_is_paid_once():
    linked, _, _ = answer(LAND, ROADS, ROAD, HOME, boarding_wait_minutes=3)
    assert linked[0] == pytest.approx(3 + 90 / 60, rel=1e-3)


def test_who_has_no_vehicle_gets_a_road_to_walk_on():
    walked = without_vehicles(ROAD)
    linked, own, _ = answer(LAND, lay_roads(walked, LAND, connect_within_m=200), walked, HOME)
    assert linked[0] == pytest.approx(900 / 60, rel=1e-3)
    assert own[0] == pytest.approx(900 / 60, rel=1e-3)


def test_a_limit_holds_on_brought_roads_too():
    assert np.isfinite(answer(LAND, ROADS, ROAD, HOME, limit_minutes=1.52)[0][0])
    assert np.isinf(answer(LAND, ROADS, ROAD, HOME, limit_minutes=1.48)[0][0])


def test_no_road_is_brought_through_a_hazard_nor_to_a_home_inside_one():
    for columns in ((6.6, 6.9), (9.2, 9.8)):
        field = shape_at(GRID, [(columns[0], 0), (columns[1], 0), (columns[1], 3), (columns[0], 3)]).convex_hull
        hazards = lay_hazards(GRID, ROADS, [field], road_policy="open", overlap_tolerance_m=0)
        linked, own, _ = answer(LAND, ROADS, ROAD, HOME, hazards=hazards)
        assert np.isinf(linked[0])
        assert np.isinf(own[0])


def test_without_roads_none_is_brought():
    nothing = roads_from_lines(GRID, [])
    linked, _, _ = answer(LAND, lay_roads(nothing, LAND, connect_within_m=200), nothing, HOME)
    assert np.isinf(linked).all()


def test_a_road_that_nobody_passes_or_boards_is_not_brought():
    motorway = roads_from_lines(GRID, [[(0.5, 1.5), (4.5, 1.5)], [(0.5, 0.5), (8.5, 0.5)]], is_boardable=[True, False])
    _, _, links = answer(LAND, lay_roads(motorway, LAND, connect_within_m=200), motorway, HOME)
    assert links.end[0, 0] == pytest.approx(GRID.centre_x[4])
    shut = replace(ROAD, forward_kmh=np.zeros(1), backward_kmh=np.zeros(1), walk_kmh=np.zeros(1))
    assert np.isinf(bring_roads(lay_roads(shut, LAND, connect_within_m=200), shut, GRID, HOME).seconds).all()


@pytest.mark.parametrize(("seed", "direction"), [(1, "to"), (2, "from"), (3, "to"), (6, "to")])
def test_a_search_over_roads_with_the_link_gives_the_same_to_the_bit(seed, direction):
    world = random_world(seed)
    grid, random = world.land.grid, np.random.default_rng(seed)
    lines = [random_points(random, 3, 9, 11) for _ in range(3)]
    network = roads_from_lines(grid, lines, vehicle_kmh=40, backward_kmh=[0.0, 40.0][seed % 2])
    roads = lay_roads(network, world.land, connect_within_m=250)
    policy = ["open", "cut"][seed % 2]

    def held(over):
        return lay_hazards(grid, over, world.hazards.shapes, road_policy=policy, overlap_tolerance_m=5.0, neighbours=32)

    sources = Sources(cell=random_centres(world, seed, count=2), row=np.array([1, 2], np.int32))
    homes = random.choice(np.flatnonzero(world.land.is_passable), 6, replace=False)
    rules = {"direction": direction, "boarding_wait_minutes": 0.5}
    linked, own, links = answer(world.land, roads, network, homes, hazards=held(roads), sources=sources, **rules)
    inside = held(roads).is_inside.ravel()[homes]
    for place, home in enumerate(homes):
        further = with_connector(roads, links, place, home)
        laid = lay_network(world.land, further, rules=TravelRules(**rules), hazards=held(further))
        searched = least_times(laid, sources).minutes.ravel()[home]
        assert searched == (np.inf if inside[place] else min(own[place], linked[place]))
    assert np.isfinite(linked).any()


def test_the_nearest_of_all_nodes_is_taken():
    random = np.random.default_rng(5)
    network = roads_from_lines(GRID, [random_points(random, 3, 3, 12) for _ in range(2)])
    roads = lay_roads(network, LAND, connect_within_m=200)
    homes = np.arange(36)
    links = bring_roads(roads, network, GRID, homes)
    nodes = np.flatnonzero(roads.may_board)
    away = np.hypot(*(roads.node_xy[nodes][None] - links.start[:, None]).transpose(2, 0, 1))
    np.testing.assert_allclose(links.seconds, away.min(axis=1) / 10, rtol=1e-3, atol=2e-6)
    assert len(metric_points(GRID, *links.end.T)) == 36


@pytest.mark.parametrize("direction", ["to", "from"])
def test_times_at_nodes_are_those_of_the_search_itself(direction):
    world = random_world(6)
    network = lay_network(world.land, world.roads, rules=TravelRules(direction=direction), hazards=world.hazards)
    cells = random_centres(world, 6, count=3)
    sources = Sources(cell=cells, row=np.array([4, 0, 7], np.int32))
    travel, at_nodes = least_times_with_nodes(network, sources)
    np.testing.assert_array_equal(travel.seconds, least_times(network, sources).seconds)
    live = LiveAnswer(network, sources)
    on_foot = network.grid.cell_count + network.nodes.place[: world.roads.node_count]
    is_reached = live.keys[on_foot] != np.uint64(0xFFFFFFFFFFFFFFFF)
    np.testing.assert_array_equal(np.isfinite(at_nodes), is_reached)
    several, of_nodes = nearest_with_nodes(network, sources, count=3)
    plain = nearest_centres(network, sources, count=3)
    np.testing.assert_array_equal(several.seconds, plain.seconds)
    np.testing.assert_array_equal(several.centre, plain.centre)
    np.testing.assert_array_equal(of_nodes.seconds[:, 0], at_nodes)
    for place in range(3):
        _, alone = least_times_with_nodes(network, sources.only(place))
        found = np.where(of_nodes.centre == sources.row[place], of_nodes.seconds, np.inf).min(axis=1)
        np.testing.assert_array_equal(found, alone)


def test_whole_ticks_are_what_a_search_takes():
    np.testing.assert_array_equal(whole_ticks(np.array([0.0, 1.0, 1.0 + 2**-22, np.inf])), [2**-20, 1.0, 1.0, np.inf])


def test_either_way_keeps_the_quicker_of_each_centre_and_the_nearest_first():
    ways = Ways(
        homes=np.array([0, 1, 2]),
        minutes=np.array([[10.0, 20.0], [5.0, np.inf], [np.inf, np.inf]]),
        centre=np.array([[3, 1], [2, -1], [-1, -1]], np.int32),
        linked=np.array([[12.0, 15.0], [4.0, 9.0], [np.inf, np.inf]]),
        linked_centre=np.array([[1, 3], [2, 0], [-1, -1]], np.int32),
    )
    minutes, centre = either_way(ways)
    np.testing.assert_array_equal(minutes, [[10, 12], [4, 9], [np.inf, np.inf]])
    np.testing.assert_array_equal(centre, [[3, 1], [2, 0], [-1, -1]])
