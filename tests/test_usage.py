"""People on roads: flows equal the sum over traced paths, nobody is lost on the way, and each is counted once."""

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from worlds import World, flat_land, metric_grid, random_centres, random_world, roads_from_lines

from accessibility.search import LiveAnswer, Sources, TravelRules, lay_network, people_on_roads, ways_used
from accessibility.search.engine import trace
from geo.errors import InputError
from geo.roads.boarding import lay_roads


def random_answer(seed):
    world = random_world(seed, rows=14, columns=17)
    rules = TravelRules(
        direction=("to", "from")[seed % 2],
        neighbours=(8, 16, 32)[seed % 3],
        boarding_wait_minutes=(0.0, 1.0)[seed // 2 % 2],
    )
    network = lay_network(world.land, world.roads, rules=rules, hazards=world.hazards if seed % 4 else None)
    cells = random_centres(world, seed)
    start_minutes = np.array([3.0, 0.0, 1.0]) if seed % 3 == 0 else None
    sources = Sources(cell=cells, row=np.arange(len(cells), dtype=np.int32), start_minutes=start_minutes)
    return LiveAnswer(network, sources)


def random_people(answer, seed):
    random = np.random.default_rng(seed)
    cell = random.integers(-1, answer.network.grid.cell_count, 150)
    return cell, random.integers(1, 9, len(cell)).astype(float)


def road_steps(answer, cell):
    """The arcs that a cell's traced way runs along, found step by step; None if it has no way."""
    network, roads = answer.network, answer.network.roads
    if cell < 0 or answer.path_of(int(cell)) is None:
        return None
    order = np.argsort(answer.sources.cell, kind="stable")
    sources = answer.sources.cell[order], answer.sources.keys[order]
    nodes = trace(network.ways, answer.incoming, answer.keys, int(cell), *sources).tolist()
    if network.rules.direction == "from":
        nodes.reverse()
    graph_node = {network.grid.cell_count + place: row for row, place in enumerate(network.nodes.place.tolist())}
    steps = []
    for here, there in pairwise(graph_node.get(node, -1) for node in nodes):
        if min(here, there) < 0 or here // roads.node_count != there // roads.node_count:
            continue
        times_s = [roads.walk_s, roads.vehicle_s][here // roads.node_count]
        is_between = (roads.arc_from == here % roads.node_count) & (roads.arc_to == there % roads.node_count)
        if network.hazards is not None:
            is_between &= ~network.hazards.is_arc_cut
        arcs = np.flatnonzero(is_between & np.isfinite(times_s))
        steps.append(int(arcs[np.argmin(times_s[arcs])]))
    return steps


@pytest.mark.parametrize("seed", range(24))
def test_people_on_each_road_are_those_whose_traced_path_runs_along_it(seed):
    answer = random_answer(seed)
    cell, people = random_people(answer, seed)
    expected = np.zeros(len(answer.network.roads.arc_from))
    for here, count in zip(cell.tolist(), people.tolist(), strict=True):
        for arc in road_steps(answer, here) or []:
            expected[arc] += count
    assert (people_on_roads(answer, cell, people) == expected).all()  # whole people add up exactly


def test_the_random_worlds_use_roads_both_ways_and_on_foot():
    used = Counter()
    for seed in range(24):
        answer = random_answer(seed)
        ways = ways_used(answer, *random_people(answer, seed))
        used[answer.network.rules.direction] += np.count_nonzero(ways.arc >= 0)
    assert min(used["to"], used["from"]) > 50


@pytest.mark.parametrize("seed", range(12))
def test_nobody_is_lost_on_the_way(seed):
    answer = random_answer(seed)
    cell, people = random_people(answer, seed)
    ways = ways_used(answer, cell, people)
    own = {here: people[cell == here].sum() for here in set(cell.tolist())}
    arriving = Counter()
    for row, following in enumerate(ways.following.tolist()):
        arriving[following] += ways.people[row]
    for row, node in enumerate(ways.node.tolist()):
        assert ways.people[row] == arriving[row] + own.get(node, 0.0)
    has_way = np.array([here >= 0 and answer.path_of(int(here)) is not None for here in cell])
    assert arriving[-1] == people[has_way].sum()
    assert np.isin(ways.node[ways.following < 0], answer.sources.cell).all()


@pytest.mark.parametrize("seed", range(12))
def test_who_runs_over_several_of_some_arcs_is_counted_once(seed):
    answer = random_answer(seed)
    cell, people = random_people(answer, seed)
    ways = ways_used(answer, cell, people)
    random = np.random.default_rng(seed)
    passed = np.unique(ways.arc[ways.arc >= 0])
    for share in (0.1, 0.4, 1.0):
        arcs = passed[random.random(len(passed)) < share]
        expected = sum(
            count
            for here, count in zip(cell.tolist(), people.tolist(), strict=True)
            if set(road_steps(answer, here) or []) & set(arcs.tolist())
        )
        assert ways.people_over(arcs) == expected


def test_people_beside_a_road_are_on_what_lies_between_them_and_the_centre():
    land = flat_land(metric_grid(1, 6))
    network = roads_from_lines(land.grid, [[(0.5, 0.5), (5.5, 0.5)]])
    world = World(land=land, roads=lay_roads(network, land, connect_within_m=0))
    for direction in ("to", "from"):
        rules = TravelRules(direction=direction)
        answer = LiveAnswer(
            lay_network(land, world.roads, rules=rules), Sources(cell=np.array([0]), row=np.zeros(1, np.int32))
        )
        on_roads = people_on_roads(answer, np.array([3, 5, -1]), np.array([10.0, 5.0, 99.0]))
        x = world.roads.node_xy[:, 0]
        eastward = x[world.roads.arc_to] > x[world.roads.arc_from] + 1
        westward = x[world.roads.arc_to] < x[world.roads.arc_from] - 1
        used, other = (westward, eastward) if direction == "to" else (eastward, westward)
        assert sorted(on_roads[used].tolist()) == [5, 5, 15, 15, 15]
        assert not on_roads[other].any()


def test_without_people_or_roads_nobody_is_on_a_road():
    answer = random_answer(1)
    assert not people_on_roads(answer, np.empty(0, np.int64), np.empty(0)).any()
    land = flat_land(metric_grid(1, 6))
    bare = lay_roads(roads_from_lines(land.grid, []), land, connect_within_m=0)
    answer = LiveAnswer(
        lay_network(land, bare, rules=TravelRules()), Sources(cell=np.array([0]), row=np.zeros(1, np.int32))
    )
    assert people_on_roads(answer, np.array([3]), np.array([1.0])).shape == (0,)


def test_people_outside_the_grid_are_an_error():
    answer = random_answer(1)
    with pytest.raises(InputError, match="cell 238 lies outside the grid"):
        people_on_roads(answer, np.array([238]), np.array([1.0]))
