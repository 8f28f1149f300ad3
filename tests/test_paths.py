"""The way back: its parts add up to the answer, hang together, and lead where the answer says."""

import numpy as np
import pytest
import shapely
from worlds import World, flat_land, metric_grid, nowhere_roads, random_centres, random_world, roads_from_lines

from accessibility.search import LiveAnswer, Sources, TravelRules, lay_network
from geo.errors import InputError
from geo.hazards.blocking import lay_hazards
from geo.roads.boarding import lay_roads


def sources_at(cells, start_minutes=None):
    return Sources(cell=cells, row=np.arange(len(cells), dtype=np.int32), start_minutes=start_minutes)


def answer_over(world, cells, *, start_minutes=None, has_hazards=False, **options):
    hazards = world.hazards if has_hazards else None
    network = lay_network(world.land, world.roads, rules=TravelRules(**options), hazards=hazards)
    return LiveAnswer(network, sources_at(cells, start_minutes))


def centre_of(grid, cell):
    row, column = divmod(int(cell), grid.shape[1])
    return shapely.Point(grid.centre_x[column], grid.centre_y[row])


@pytest.mark.parametrize("seed", range(30))
def test_the_parts_of_every_path_add_up_hang_together_and_join_the_place_to_its_centre(seed):
    world = random_world(seed)
    direction = ("to", "from")[seed % 2]
    start_minutes = np.array([3.0, 0.0, 1.0]) if seed % 3 == 0 else None
    answer = answer_over(
        world,
        random_centres(world, seed),
        start_minutes=start_minutes,
        has_hazards=seed % 4 > 0,
        direction=direction,
        neighbours=(8, 16, 32)[seed % 3],
        boarding_wait_minutes=1.0,
    )
    travel, grid = answer.travel_time(), world.land.grid
    for cell in range(grid.cell_count):
        path = answer.path_of(cell)
        if path is None:
            assert np.isinf(travel.minutes.ravel()[cell])
            continue
        assert path.minutes == travel.minutes.ravel()[cell]
        assert path.centre == travel.nearest.ravel()[cell]
        assert sum(part.minutes for part in path.parts) == pytest.approx(path.minutes, abs=1e-9)
        lines = [part.line for part in path.parts if part.line is not None]
        ends = [centre_of(grid, cell), centre_of(grid, answer.sources.cell[path.centre])]
        ends = ends if direction == "to" else ends[::-1]
        if not lines:
            assert ends[0] == ends[1]
            continue
        joints = [ends[0].coords[0], *[line.coords[end] for line in lines for end in (0, -1)], ends[1].coords[0]]
        for leaves, arrives in zip(joints[::2], joints[1::2], strict=True):
            assert np.hypot(leaves[0] - arrives[0], leaves[1] - arrives[1]) < 1e-6 * grid.affine.a


def test_no_line_on_foot_off_the_roads_meets_a_hazard_or_a_barrier():
    met = 0
    for seed in range(20):
        free = random_world(seed)
        grid, roads = free.land.grid, nowhere_roads(free.land)
        hazards = lay_hazards(
            grid, roads, free.hazards.shapes, road_policy="open", overlap_tolerance_m=0, neighbours=32
        )
        world = World(land=free.land, roads=roads, hazards=hazards)
        answer = answer_over(world, random_centres(world, seed), has_hazards=True, neighbours=32)
        walls = shapely.union_all([*hazards.shapes, *world.land.barriers])
        paths = [answer.path_of(cell) for cell in range(grid.cell_count)]
        lines = [part.line for path in paths if path for part in path.parts if part.line is not None]
        assert not shapely.intersects(walls, lines).any()
        met += len(lines)
    assert met > 500


def test_a_way_over_a_road_has_a_walk_a_wait_a_ride_and_a_walk():
    land = flat_land(metric_grid(3, 41))
    network = roads_from_lines(land.grid, [[(0.5, 0.5), (40.5, 0.5)]])
    world = World(land=land, roads=lay_roads(network, land, connect_within_m=0))
    answer = answer_over(world, np.array([2 * 41]), boarding_wait_minutes=5)
    path = answer.path_of(2 * 41 + 40)
    kinds = [part.kind for part in path.parts]
    assert kinds == ["foot", "wait", "road", "foot"]
    minutes = [part.minutes for part in path.parts]
    assert minutes[1] == pytest.approx(5)
    assert minutes[0] + minutes[3] == pytest.approx(400 / 60, rel=0.5)
    assert path.parts[2].line.length == pytest.approx(minutes[2] * 600, rel=1e-3)  # 36 km/h
    frame = path.frame(answer.network)
    assert frame.crs.to_epsg() == 4326
    assert frame["minutes"].sum() == pytest.approx(path.minutes)
    assert frame.geometry.is_empty.tolist() == [False, True, False, False]


def test_a_centre_that_starts_later_is_a_part_of_its_own():
    land = flat_land(metric_grid(1, 5))
    world = World(land=land, roads=nowhere_roads(land))
    answer = answer_over(world, np.array([0]), start_minutes=np.array([10.0]), direction="from")
    path = answer.path_of(4)
    assert [part.kind for part in path.parts] == ["start", "foot"]
    assert [part.minutes for part in path.parts] == pytest.approx([10, 400 / 60])


def test_of_two_roads_between_the_same_nodes_the_one_that_is_open_is_drawn():
    grid = metric_grid(21, 21)
    land = flat_land(grid)
    straight, around = [(0.5, 10.5), (20.5, 10.5)], [(0.5, 10.5), (10.5, 2.5), (20.5, 10.5)]
    entries = roads_from_lines(
        grid,
        [straight, around, [(0.2, 10.5), (0.5, 10.5)], [(20.5, 10.5), (20.8, 10.5)]],
        is_boardable=[False, False, True, True],
    )
    roads = lay_roads(entries, land, connect_within_m=0)
    x, y = grid.affine @ (10.5, 10.5)
    hazards = lay_hazards(
        grid, roads, [shapely.box(x - 300, y - 300, x + 300, y + 300)], road_policy="cut", overlap_tolerance_m=5
    )
    world = World(land=land, roads=roads, hazards=hazards)
    path = answer_over(world, np.array([10 * 21]), has_hazards=True).path_of(10 * 21 + 20)
    [ride] = [part for part in path.parts if part.kind == "road"]
    assert not ride.line.intersects(hazards.shapes[0])
    assert ride.line.length == pytest.approx(ride.minutes * 600, rel=1e-3)


@pytest.mark.parametrize("cell", [-1, 5])
def test_a_cell_outside_the_grid_is_an_error(cell):
    land = flat_land(metric_grid(1, 5))
    answer = answer_over(World(land=land, roads=nowhere_roads(land)), np.array([0]))
    with pytest.raises(InputError, match=f"cell {cell} lies outside the grid"):
        answer.path_of(cell)


def test_who_has_no_way_has_no_path():
    land = flat_land(metric_grid(1, 5))
    pace = land.pace.copy()
    pace[0, 2] = np.inf
    world = World(land=flat_land(metric_grid(1, 5)), roads=nowhere_roads(land))
    object.__setattr__(world.land, "pace", pace)
    answer = answer_over(world, np.array([0]))
    assert answer.path_of(4) is None
    assert answer.path_of(2) is None
    assert answer.path_of(0).parts == ()
