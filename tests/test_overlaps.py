"""Roads in hazards: what is thinner than the tolerance never cuts, and what a road passes through does."""

import numpy as np
import pytest
import shapely
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS
from worlds import degree_grid, flat_land, metric_grid, random_points, roads_from_lines, shape_at

from geo.grid import Grid
from geo.hazards.overlaps import road_overlaps
from geo.roads.arc_shapes import arc_lines
from geo.roads.boarding import lay_roads

ROWS, COLUMNS = 7, 9
seeds = st.integers(0, 10_000)
law = settings(max_examples=40)
both_grids = pytest.mark.parametrize("grid", [metric_grid(21, 21), degree_grid(21, 21)], ids=["metric", "degree"])
ALONG = [(-900, 0), (900, 0)]


def cells_from_metres(grid, points):
    """Points in metres east and north of the middle of the grid, as columns and rows."""
    width_m, height_m = (size[10] for size in grid.cell_size_m)
    return [(10.5 + east / width_m, 10.5 - north / height_m) for east, north in points]


def area_of(grid, *shapes):
    """Shapes in metres around the middle of the grid, united in its CRS."""

    def located(points):
        return np.array([grid.affine @ point for point in cells_from_metres(grid, points)])

    return shapely.transform(shapely.union_all(shapes), located)


def strip(wide_m, *, long_m=800.0, east_m=0.0):
    """A strip from south to north."""
    return shapely.box(east_m, -long_m / 2, east_m + wide_m, long_m / 2)


def roads_of(grid, *lines, **options):
    network = roads_from_lines(grid, [cells_from_metres(grid, line) for line in lines], **options)
    return lay_roads(network, flat_land(grid), connect_within_m=0)


def cut_links(grid, roads, *shapes, tolerance_m=50.0):
    """The links of which some arc is cut by the shapes as one area."""
    overlaps = road_overlaps(grid, roads, [area_of(grid, *shapes)], tolerance_m=tolerance_m)
    assert (overlaps.area == 0).all()
    return sorted(set(roads.arc_link[overlaps.arc].tolist()))


@both_grids
@pytest.mark.parametrize(("wide_m", "is_cut"), [(30, False), (48, False), (52, True), (60, True), (300, True)])
def test_a_road_across_a_strip_is_cut_if_the_strip_is_no_thinner_than_the_tolerance(grid, wide_m, is_cut):
    assert cut_links(grid, roads_of(grid, ALONG), strip(wide_m)) == ([0] if is_cut else [])


@both_grids
@pytest.mark.parametrize(("depth_m", "is_cut"), [(3, False), (15, False), (45, False), (55, True)])
def test_a_road_that_skims_along_inside_an_edge_is_cut_only_where_it_runs_deep(grid, depth_m, is_cut):
    area = shapely.box(-400, -300, 400, depth_m)
    assert cut_links(grid, roads_of(grid, ALONG), area) == ([0] if is_cut else [])


@both_grids
def test_a_road_across_a_corner_is_cut_where_the_corner_is_thick(grid):
    road = roads_of(grid, [(-900, 0), (0, 0), (0, 900)])
    assert cut_links(grid, road, shapely.box(-30, -300, 300, 30)) == []
    assert cut_links(grid, road, shapely.box(-90, -300, 300, 90)) == [0]


@both_grids
def test_a_road_that_ends_inside_is_judged_by_depth_alone(grid):
    assert cut_links(grid, roads_of(grid, [(-900, 0), (40, 0)]), strip(80)) == []
    assert cut_links(grid, roads_of(grid, [(-900, 0), (150, 0)]), strip(300)) == [0]


@both_grids
def test_a_loop_at_the_end_of_a_dead_end_does_not_pass_through(grid):
    loop = [(20, 0), (40, 15), (40, -15), (20, 0)]
    assert cut_links(grid, roads_of(grid, [(-900, 0), (20, 0)], loop), strip(80)) == []


@both_grids
def test_a_road_passes_through_by_several_links(grid):
    roads = roads_of(grid, [(-900, 0), (30, 0)], [(30, 0), (900, 0)], [(30, 0), (30, 20)])
    assert cut_links(grid, roads, strip(60)) == [0, 1]


@both_grids
def test_where_a_road_across_joins_one_that_skims_only_the_road_across_is_cut(grid):
    area = shapely.box(-400, -50, 400, 10)
    roads = roads_of(grid, [(-900, 0), (0, 0)], [(0, 0), (900, 0)], [(0, 0), (0, -900)])
    assert cut_links(grid, roads, area) == [2]


@both_grids
def test_two_carriageways_close_together_are_both_cut(grid):
    ways = [[(-900, north), (900, north)] for north in (0, 20)]
    assert cut_links(grid, roads_of(grid, *ways), strip(60)) == [0, 1]


@both_grids
def test_two_carriageways_that_are_joined_inside_are_both_cut(grid):
    halves = [[(-900, north), (30, north)] for north in (0, 20)] + [[(30, north), (900, north)] for north in (0, 20)]
    roads = roads_of(grid, *halves, [(30, 0), (30, 20)])
    assert set(cut_links(grid, roads, strip(60))) >= {0, 1, 2, 3}


@both_grids
def test_a_roundabout_inside_does_not_open_the_road_that_leads_through_it(grid):
    ring = [[(20, 0), (30, 10), (40, 0)], [(20, 0), (30, -10), (40, 0)]]
    roads = roads_of(grid, [(-900, 0), (20, 0)], [(40, 0), (900, 0)], *ring)
    assert set(cut_links(grid, roads, strip(60))) >= {0, 1}


@both_grids
def test_a_bridge_is_never_cut_and_the_road_under_it_is(grid):
    roads = roads_of(grid, [(-900, 30), (900, -30)], [(-900, -30), (900, 30)], is_bridge=[True, False])
    for wide_m in (60, 300):
        assert cut_links(grid, roads, strip(wide_m)) == [1]


@both_grids
def test_a_road_on_either_side_of_a_bridge_in_an_area_is_cut(grid):
    roads = roads_of(
        grid, [(-900, 0), (20, 0)], [(20, 0), (40, 0)], [(40, 0), (900, 0)], is_bridge=[False, True, False]
    )
    assert cut_links(grid, roads, strip(60)) == [0, 2]


@both_grids
def test_a_neck_thinner_than_the_tolerance_does_not_cut(grid):
    pair = [shapely.box(-200, -300, 200, -15), shapely.box(-200, 15, 200, 300)]
    road = roads_of(grid, [(15, -900), (15, -100), (-300, 0), (900, 0)])
    narrow, wide = shapely.box(0, -20, 30, 20), shapely.box(-35, -20, 65, 20)
    across = roads_of(grid, ALONG)
    assert cut_links(grid, across, *pair, narrow) == []
    assert cut_links(grid, across, *pair, wide) == [0]
    assert cut_links(grid, road, *pair, narrow) == [0]


@both_grids
def test_a_road_into_the_middle_of_a_ring_of_hazard_passes_through_it(grid):
    ring = shapely.box(-200, -200, 200, 200).difference(shapely.box(-140, -140, 140, 140))
    assert cut_links(grid, roads_of(grid, [(-900, 0), (0, 0)]), ring) == [0]


@both_grids
def test_all_arcs_of_the_road_that_lie_in_the_area_are_cut_and_no_other_arc_is(grid):
    roads = roads_of(grid, [(-900, -900), (900, 900)])
    area = area_of(grid, shapely.box(-30, -400, 30, 400))
    cut = road_overlaps(grid, roads, [area], tolerance_m=50).arc
    met = shapely.intersects(area, arc_lines(roads, np.arange(len(roads.arc_from))))
    assert cut.tolist() == np.flatnonzero(met).tolist()


@both_grids
@pytest.mark.parametrize("wide_m", [60, 400])
def test_pieces_of_no_length_are_cut_with_the_road_that_they_join(grid, wide_m):
    roads = roads_of(grid, [(-900, 0), (0, 0)], [(0, 0), (900, 0)])
    area = area_of(grid, shapely.box(-wide_m / 2, -400, wide_m / 2, 400))
    inside = shapely.intersects(area, shapely.points(roads.node_xy))
    assert np.count_nonzero(roads.vehicle_s < 1e-4) >= 4
    cut = np.zeros(len(roads.arc_from), bool)
    cut[road_overlaps(grid, roads, [area], tolerance_m=50).arc] = True
    assert cut[inside[roads.arc_from] & inside[roads.arc_to]].all()


def test_areas_are_judged_one_by_one_and_pairs_are_sorted():
    grid = metric_grid(21, 21)
    roads = roads_of(grid, ALONG)
    areas = [area_of(grid, strip(wide_m, east_m=east_m)) for wide_m, east_m in [(60, 400), (30, 0), (300, -600)]]
    overlaps = road_overlaps(grid, roads, areas, tolerance_m=50)
    assert set(overlaps.area.tolist()) == {0, 2}
    pairs = list(zip(overlaps.area.tolist(), overlaps.arc.tolist(), strict=True))
    assert pairs == sorted(set(pairs))
    alone = road_overlaps(grid, roads, areas[2:], tolerance_m=50)
    assert alone.arc.tolist() == overlaps.arc[overlaps.area == 2].tolist()


@both_grids
def test_a_road_that_only_touches_an_edge_does_not_overlap(grid):
    roads = roads_of(grid, ALONG)
    x, y = roads.node_xy[0]
    below = shapely.box(x - 1, y - 1, x + 2, y)
    lines = arc_lines(roads, np.arange(len(roads.arc_from)))
    if grid.is_geographic:
        below = shapely.Polygon([*lines[3].coords, (lines[3].centroid.x, y - 0.01)])
    assert shapely.intersects(below, lines).any()
    assert len(road_overlaps(grid, roads, [below], tolerance_m=0).arc) == 0


@pytest.mark.parametrize("tolerance_m", [0.0, 50.0])
def test_without_areas_or_without_roads_nothing_overlaps(tolerance_m):
    grid = metric_grid(21, 21)
    assert len(road_overlaps(grid, roads_of(grid, ALONG), [], tolerance_m=tolerance_m).arc) == 0
    assert len(road_overlaps(grid, roads_of(grid), [area_of(grid, strip(60))], tolerance_m=tolerance_m).arc) == 0


def random_ground(seed, *, count=3):
    """A grid, roads on it that share some junctions, and disjoint areas of any form."""
    random = np.random.default_rng(seed)
    grid = metric_grid(ROWS, COLUMNS) if seed % 2 else degree_grid(ROWS, COLUMNS)
    lines = [random_points(random, 4, ROWS, COLUMNS) for _ in range(5)]
    lines[1][0], lines[2][-1], lines[3][0], lines[3][-1] = lines[0][-1], lines[0][0], lines[1][-1], lines[2][0]
    lines.append([lines[1][-1], lines[0][-1]])
    network = roads_from_lines(grid, lines, is_bridge=[False] * 4 + [True, False])
    roads = lay_roads(network, flat_land(grid), connect_within_m=0)
    shapes = []
    for _ in range(count):
        hull = shape_at(grid, random_points(random, 5, ROWS, COLUMNS)).convex_hull
        size = grid.affine.a
        kind = random.integers(3)
        if kind == 1:
            hull = hull.boundary.buffer(random.uniform(0.05, 0.5) * size)
        elif kind == 2:
            hull = shape_at(grid, random_points(random, 2, ROWS, COLUMNS)).buffer(random.uniform(0.05, 0.5) * size)
        shapes.append(hull)
    return grid, roads, list(shapely.get_parts(shapely.union_all(shapes)))


def pairs_of(overlaps):
    return set(zip(overlaps.area.tolist(), overlaps.arc.tolist(), strict=True))


@law
@given(seed=seeds, tolerance_m=st.floats(0, 80), more_m=st.floats(1, 60))
def test_a_larger_tolerance_never_cuts_more(seed, tolerance_m, more_m):
    grid, roads, areas = random_ground(seed)
    strict = pairs_of(road_overlaps(grid, roads, areas, tolerance_m=tolerance_m))
    assert pairs_of(road_overlaps(grid, roads, areas, tolerance_m=tolerance_m + more_m)) <= strict


@law
@given(seed=seeds, tolerance_m=st.floats(0, 80))
def test_an_arc_that_does_not_meet_an_area_is_never_cut_nor_is_one_above_it(seed, tolerance_m):
    grid, roads, areas = random_ground(seed)
    overlaps = road_overlaps(grid, roads, areas, tolerance_m=tolerance_m)
    assert shapely.intersects(np.array(areas, object)[overlaps.area], arc_lines(roads, overlaps.arc)).all()
    assert not roads.is_above[overlaps.arc].any()
    half = len(roads.arc_from) // 2
    assert {(area, (arc + half) % (2 * half)) for area, arc in pairs_of(overlaps)} == pairs_of(overlaps)


@law
@given(seed=seeds)
def test_without_tolerance_every_arc_on_land_that_meets_the_interior_is_cut(seed):
    grid, roads, areas = random_ground(seed)
    lines = arc_lines(roads, np.arange(len(roads.arc_from)))
    expected = {
        (row, arc)
        for row, area in enumerate(areas)
        for arc in np.flatnonzero(shapely.relate_pattern(area, lines, "T********") & ~roads.is_above).tolist()
    }
    assert pairs_of(road_overlaps(grid, roads, areas, tolerance_m=0)) == expected


@law
@given(seed=seeds, tolerance_m=st.floats(0, 80))
def test_what_runs_deep_is_cut_and_nothing_that_the_area_is_too_thin_for(seed, tolerance_m):
    grid, roads, areas = random_ground(seed * 2 + 1)
    cut = pairs_of(road_overlaps(grid, roads, areas, tolerance_m=tolerance_m))
    lines = arc_lines(roads, np.arange(len(roads.arc_from)))
    for row, area in enumerate(areas):
        deep = np.flatnonzero(shapely.intersects(area.buffer(-tolerance_m - 0.01), lines) & ~roads.is_above)
        assert {(row, arc) for arc in deep.tolist()} <= cut
        if area.buffer(-tolerance_m / 2 + 0.01).is_empty:
            assert not any(pair[0] == row for pair in cut)


@law
@given(seed=seeds, tolerance_m=st.floats(0, 80))
def test_the_mirrored_ground_gives_the_mirrored_answer(seed, tolerance_m):
    grid = Grid(shape=(ROWS, COLUMNS), affine=Affine(100, 0, -450, 0, -100, 350), crs=CRS.from_epsg(32633))
    _, roads, areas = random_ground(seed * 2 + 1)
    left, _, right, top = metric_grid(ROWS, COLUMNS).bounds

    def moved(points):
        return points - [(left + right) / 2, top - 350]

    def mirrored(points):
        return moved(points) * [-1, 1]

    answers = []
    for place in (moved, mirrored):
        laid = {name: getattr(roads, name) for name in roads.__dataclass_fields__}
        laid |= {"node_xy": place(roads.node_xy), "vertex_xy": place(roads.vertex_xy)}
        there = [shapely.transform(area, place) for area in areas]
        answers.append(pairs_of(road_overlaps(grid, type(roads)(**laid), there, tolerance_m=tolerance_m)))
    assert answers[0] == answers[1]
