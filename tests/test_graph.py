"""The graph of roads: who may ride, walk, board and step off where, and each way turned round."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array
from worlds import flat_land, metric_grid, random_world, roads_from_lines

from accessibility.search.graph import build_graph
from geo.hazards.blocking import lay_hazards
from geo.roads.boarding import lay_roads

# One row of two cells and a road through both centres: cells 0-1, then on foot 2-5, then riding 6-9.
# Of the road's four nodes 0 and 1 are its ends, 2 and 3 the boarding points in the cells.
WAIT_S = 60.0


def a_road(**options):
    grid = metric_grid(1, 2)
    network = roads_from_lines(grid, [[(0.25, 0.5), (1.75, 0.5)]], **options)
    return grid, lay_roads(network, flat_land(grid), connect_within_m=0)


def ways_of(graph):
    """Seconds by (from, to)."""
    ways = list(zip(graph.tail.tolist(), graph.head.tolist(), strict=True))
    assert len(set(ways)) == len(ways)
    return {way: seconds for way, seconds in zip(ways, graph.seconds.tolist(), strict=True) if seconds < np.inf}


def build(grid, roads, *, hazards=None, is_towards=False):
    return build_graph(
        roads, cell_count=grid.cell_count, hazards=hazards, boarding_wait_s=WAIT_S, is_towards=is_towards
    )


def test_one_road_over_two_cells_has_these_ways_and_no_other():
    grid, roads = a_road()
    ways = ways_of(build(grid, roads))
    walked = {(2, 4): 25, (4, 5): 100, (5, 3): 25}
    ridden = {(6, 8): 2.5, (8, 9): 10, (9, 7): 2.5}
    expected = {**walked, **ridden}
    expected |= {(head, tail): seconds for (tail, head), seconds in expected.items()}
    expected |= {(2 + node, 6 + node): WAIT_S for node in range(4)}
    expected |= {(6 + node, 2 + node): 0 for node in range(4)}
    expected |= {(0, 4): 0, (4, 0): 0, (1, 5): 0, (5, 1): 0}
    assert ways.keys() == expected.keys()
    for way, seconds in expected.items():
        assert ways[way] == pytest.approx(seconds, rel=1e-3, abs=1e-6), way


def test_a_one_way_road_has_no_vehicle_backwards():
    ways = ways_of(build(*a_road(backward_kmh=0)))
    assert {(6, 8), (8, 9), (9, 7)} <= ways.keys()
    assert not {(8, 6), (9, 8), (7, 9)} & ways.keys()
    assert {(4, 2), (5, 4), (3, 5)} <= ways.keys()


def test_a_road_that_may_not_be_boarded_is_neither_entered_nor_left():
    grid, roads = a_road(is_boardable=[False])
    ways = ways_of(build(grid, roads))
    assert ways.keys() == {(2, 3), (3, 2), (4, 5), (5, 4)}  # two nodes alone: on foot 2-3, riding 4-5


def hazard_over(grid, roads, column, *, policy="open"):
    x, y = grid.affine @ (column, 0.5)
    area = shapely.box(x - 10, y - 10, x + 10, y + 10)
    return lay_hazards(grid, roads, [area], road_policy=policy, overlap_tolerance_m=0)


def test_in_a_hazard_nobody_boards_leaves_or_steps_off_but_an_open_road_passes():
    grid, roads = a_road()
    free = ways_of(build(grid, roads))
    held = ways_of(build(grid, roads, hazards=hazard_over(grid, roads, 0.5)))
    assert free.keys() - held.keys() == {(0, 4), (4, 0), (4, 8), (8, 4)}
    assert held.items() <= free.items()


def test_a_cut_road_is_neither_ridden_nor_walked():
    grid, roads = a_road()
    free = ways_of(build(grid, roads))
    held = ways_of(build(grid, roads, hazards=hazard_over(grid, roads, 1.0, policy="cut")))
    assert free.keys() - held.keys() == {(4, 5), (5, 4), (8, 9), (9, 8)}


def matrix_of(graph, count):
    """Each open arc with its seconds and one more, so that one of no time stays."""
    is_open = np.isfinite(graph.seconds)
    ends = (graph.tail[is_open], graph.head[is_open])
    return coo_array((graph.seconds[is_open] + 1, ends), shape=(count, count))


def node_count_of(world):
    return world.land.grid.cell_count + 2 * world.roads.node_count


@settings(max_examples=30)
@given(seed=st.integers(0, 10_000), has_hazards=st.booleans())
def test_the_graph_towards_a_centre_is_that_from_it_turned_round(seed, has_hazards):
    world = random_world(seed)
    hazards = world.hazards if has_hazards else None
    there, back = (
        matrix_of(build(world.land.grid, world.roads, hazards=hazards, is_towards=is_towards), node_count_of(world))
        for is_towards in (False, True)
    )
    assert there.nnz == back.nnz
    assert abs(there.tocsr() - back.T.tocsr()).max() < 1e-9


@settings(max_examples=30)
@given(seed=st.integers(0, 10_000))
def test_hazards_only_take_ways_away(seed):
    world = random_world(seed)
    free = matrix_of(build(world.land.grid, world.roads), node_count_of(world))
    held = matrix_of(build(world.land.grid, world.roads, hazards=world.hazards), node_count_of(world))
    count = free.shape[0]
    pairs = {(tail, head) for tail, head in zip(*free.coords, strict=True)}
    assert held.shape == (count, count)
    assert {(tail, head) for tail, head in zip(*held.coords, strict=True)} <= pairs


def test_every_way_has_a_finite_time_that_is_not_negative():
    for seed in range(10):
        world = random_world(seed)
        seconds = build(world.land.grid, world.roads).seconds
        assert (np.isfinite(seconds) & (seconds >= 0)).all()
