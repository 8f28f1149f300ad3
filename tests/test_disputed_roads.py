"""Disputed roads: what policy decides about, joined into stretches, with everybody who depends on one counted once."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from test_usage import road_steps
from worlds import degree_grid, flat_land, metric_grid, random_centres, random_world, roads_from_lines

from accessibility.need import find_disputed_roads
from accessibility.search import LiveAnswer, Sources, TravelRules, lay_network
from geo.hazards import RoadOverlaps, lay_hazards, road_overlaps
from geo.roads import lay_roads

both_grids = pytest.mark.parametrize("grid", [metric_grid(5, 41), degree_grid(5, 41)], ids=["metric", "degree"])


def area_between(grid, left, right, top=-1.0, bottom=6.0):
    return shapely.box(*(grid.affine @ (left, bottom)), *(grid.affine @ (right, top)))


def answer_to_the_west(grid, lines, areas, **options):
    """The network as read, the answer of a centre at the western end with roads open, and the overlaps."""
    network = roads_from_lines(grid, lines, **options)
    land = flat_land(grid)
    roads = lay_roads(network, land, connect_within_m=0)
    hazards = lay_hazards(grid, roads, areas, road_policy="open", overlap_tolerance_m=50)
    travel = lay_network(land, roads, rules=TravelRules(), hazards=hazards)
    centre = Sources(cell=np.array([2 * grid.shape[1]]), row=np.zeros(1, np.int32))
    return network, LiveAnswer(travel, centre), road_overlaps(grid, roads, areas, tolerance_m=50)


@both_grids
def test_a_road_through_an_area_is_one_stretch_on_which_all_beyond_it_depend(grid):
    line = [(0.5, 2.5), (40.5, 2.5)]
    network, answer, overlaps = answer_to_the_west(grid, [line], [area_between(grid, 10, 20)])
    cell, people = 2 * 41 + np.array([5, 30, 40, 30, -2 * 41 - 1]), np.array([7.0, 2.0, 3.0, 4.0, 99.0])
    stretches = find_disputed_roads(answer, network, overlaps, cell=cell, people=people)
    assert stretches["stretch_id"].tolist() == [1]
    assert stretches["people_depending"].tolist() == [9]
    assert stretches["road_classes"].tolist() == ["road"]
    assert stretches["source_ids"].tolist() == ["0"]
    assert stretches["length_km"][0] == pytest.approx(11 * grid.cell_size_m[0][2] / 1000, rel=0.01)
    assert stretches.crs.to_epsg() == 4326
    assert stretches.geometry[0].geom_type == "MultiLineString"
    assert len(stretches.geometry[0].geoms) == 1


def test_stretches_are_apart_by_area_and_where_they_do_not_meet_most_people_first():
    grid = metric_grid(5, 41)
    lines = [[(0.5, 2.5), (40.5, 2.5)], [(12.5, 0.5), (17.5, 0.5)]]
    areas = [area_between(grid, 25, 30), area_between(grid, 10, 20)]
    network, answer, overlaps = answer_to_the_west(grid, lines, areas)
    cell, people = 2 * 41 + np.array([22, 40]), np.array([5.0, 3.0])
    stretches = find_disputed_roads(answer, network, overlaps, cell=cell, people=people)
    assert stretches["stretch_id"].tolist() == [1, 2, 3]
    assert stretches["area_row"].tolist() == [1, 0, 1]
    assert stretches["people_depending"].tolist() == [8, 3, 0]
    assert stretches["source_ids"].tolist() == ["0", "0", "1"]


def test_of_many_ways_twenty_are_named():
    grid = metric_grid(5, 41)
    lines = [[(column + 0.5, 2.5), (column + 1.5, 2.5)] for column in range(40)]
    network, answer, overlaps = answer_to_the_west(grid, lines, [area_between(grid, 10, 35)])
    network = replace(
        network,
        road_class=("primary", "track"),
        class_row=np.arange(40, dtype=np.int16) % 2,
        source_id=100 - np.arange(40),
    )
    stretches = find_disputed_roads(answer, network, overlaps, cell=np.array([0]), people=np.array([1.0]))
    ids = stretches["source_ids"][0].split(";")
    assert len(ids) == 21
    assert ids[-1] == "..."
    assert [int(name) for name in ids[:-1]] == sorted(int(name) for name in ids[:-1])
    assert stretches["road_classes"].tolist() == ["primary;track"]


def test_without_overlaps_there_is_no_stretch():
    grid = metric_grid(5, 41)
    network, answer, _ = answer_to_the_west(grid, [[(0.5, 2.5), (40.5, 2.5)]], [])
    none = RoadOverlaps(area=np.empty(0, np.int64), arc=np.empty(0, np.int64))
    stretches = find_disputed_roads(answer, network, none, cell=np.array([0]), people=np.array([1.0]))
    assert len(stretches) == 0
    assert stretches.crs.to_epsg() == 4326
    assert stretches.columns[0] == "stretch_id"


def test_people_depending_are_those_whose_traced_path_uses_the_stretch_each_once():
    depending = 0.0
    for seed in range(40):
        world = random_world(seed, rows=14, columns=17)
        shapes = world.hazards.shapes
        grid, roads = world.land.grid, world.roads
        hazards = lay_hazards(grid, roads, shapes, road_policy="open", overlap_tolerance_m=5, neighbours=32)
        areas = shapely.get_parts(shapely.union_all(np.array(shapes, object)))
        overlaps = road_overlaps(grid, roads, areas, tolerance_m=5)
        rules = TravelRules(direction=("to", "from")[seed % 2])
        cells = random_centres(world, seed)
        travel = lay_network(world.land, roads, rules=rules, hazards=hazards)
        answer = LiveAnswer(travel, Sources(cell=cells, row=np.arange(len(cells), dtype=np.int32)))
        cell = np.arange(grid.cell_count)
        people = np.random.default_rng(seed).integers(1, 9, len(cell)).astype(float)
        network = roads_from_lines(grid, [[(0.0, 0.0), (1.0, 1.0)]] * 3)
        stretches = find_disputed_roads(answer, network, overlaps, cell=cell, people=people)
        ways = [set(road_steps(answer, here) or []) for here in cell.tolist()]
        expected = []
        for area, arcs in joined(roads, overlaps):
            users = sum(count for way, count in zip(ways, people.tolist(), strict=True) if way & arcs)
            expected.append((area, users))
        found = zip(stretches["area_row"], stretches["people_depending"], strict=True)
        assert sorted(found) == sorted(expected)
        depending += stretches["people_depending"].sum()
    assert depending > 100


def joined(roads, overlaps):
    """The arcs of each area in sets that share nodes, by joining sets until nothing changes."""
    sets = []
    for area, arc in zip(overlaps.area.tolist(), overlaps.arc.tolist(), strict=True):
        ends = {int(roads.arc_from[arc]), int(roads.arc_to[arc])}
        touching = [each for each in sets if each[0] == area and each[2] & ends]
        sets = [each for each in sets if not any(each is other for other in touching)]
        arcs = {arc}.union(*(each[1] for each in touching))
        sets.append((area, arcs, ends.union(*(each[2] for each in touching))))
    return [(area, arcs) for area, arcs, _ in sets]
