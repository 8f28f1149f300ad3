"""Live answers: after any change they equal a search from nothing to the bit, and what is done twice is undone."""

from dataclasses import replace

import numpy as np
import pytest
from worlds import flat_land, metric_grid, nowhere_roads, random_centres, random_points, random_world, shape_at

from accessibility.search import LiveAnswer, Sources, TravelRules, lay_network, least_times
from geo.errors import InputError
from geo.hazards.blocking import lay_hazards
from geo.land.surface import lay_land


def rules_of(seed, **options):
    return TravelRules(
        direction=("to", "from")[seed % 2],
        neighbours=(8, 16, 32)[seed % 3],
        boarding_wait_minutes=(0.0, 2.5)[seed // 3 % 2],
        **options,
    )


def sources_at(cells, start_minutes=None):
    return Sources(cell=cells, row=np.arange(len(cells), dtype=np.int32), start_minutes=start_minutes)


def is_equal(found, expected):
    return all((getattr(found, name) == getattr(expected, name)).all() for name in ("seconds", "nearest", "status"))


class ChangingWorld:
    """A world that changes at random: centres, hazards, roads' speeds, the land's pace and heights."""

    def __init__(self, seed, *, limit_minutes=None, rows=14, columns=17):
        self.random = np.random.default_rng(seed)
        self.world = random_world(seed, rows=rows, columns=columns, mode=(None, 0, 3)[seed % 3])
        self.network = lay_network(self.world.land, self.world.roads, rules=rules_of(seed, limit_minutes=limit_minutes))
        self.sources = sources_at(random_centres(self.world, seed, count=4))

    def change(self):
        """What has changed, for ``LiveAnswer.change``."""
        kind = self.random.integers(0, 7)
        if kind == 0:
            return {"sources": self.move_sources()}
        if kind == 1:
            self.network = self.network.with_hazards(self.some_hazards())
        elif kind == 2:
            self.network = self.relaid(roads=self.other_speeds())
        elif kind == 3:
            self.network = self.relaid(land=self.other_pace())
        elif kind == 4:
            self.network = self.network.with_hazards(None)
        elif kind == 5:
            self.network = self.relaid(land=self.other_mode())
        else:
            self.network = self.network.with_hazards(self.some_hazards())
            return {"network": self.network, "sources": self.move_sources()}
        return {"network": self.network}

    def move_sources(self):
        cells = np.flatnonzero(self.network.land.is_passable)
        kept = self.sources.cell[self.random.random(len(self.sources.cell)) < 0.7]
        cell = np.concatenate([kept, self.random.choice(cells, self.random.integers(0, 3))])
        self.sources = sources_at(cell, self.random.uniform(0, 15, len(cell)))
        return self.sources

    def some_hazards(self):
        grid = self.world.land.grid
        shapes = [
            shape_at(grid, random_points(self.random, 4, *grid.shape)).convex_hull
            for _ in range(self.random.integers(1, 4))
        ]
        policy = ("open", "cut")[self.random.integers(0, 2)]
        return lay_hazards(grid, self.world.roads, shapes, road_policy=policy, overlap_tolerance_m=5.0, neighbours=32)

    def other_speeds(self):
        roads, factor = self.network.roads, self.random.uniform(0.3, 3, len(self.network.roads.arc_from))
        return replace(roads, vehicle_s=roads.vehicle_s * factor, walk_s=roads.walk_s * np.sqrt(factor))

    def other_pace(self):
        land = self.network.land
        is_changed = self.random.random(land.grid.shape) < 0.1
        pace = np.where(is_changed, land.pace * self.random.uniform(0.5, 2, land.grid.shape), land.pace)
        height = np.where(is_changed, np.float32(self.random.uniform(0, 60)), land.elevation_m)
        return replace(land, pace=pace, elevation_m=height)

    def other_mode(self):
        """A few cells of another mode, which may make land mixed that was not, or sloped that was level."""
        land = self.network.land
        is_changed = self.random.random(land.grid.shape) < 0.03
        return replace(land, mode=np.where(is_changed, np.uint8(self.random.integers(0, 4)), land.mode))

    def relaid(self, *, land=None, roads=None):
        network = self.network
        return lay_network(land or network.land, roads or network.roads, rules=network.rules, hazards=network.hazards)


@pytest.mark.parametrize("seed", range(60))
def test_after_any_change_the_answer_equals_a_search_from_nothing_to_the_bit(seed):
    world = ChangingWorld(seed, limit_minutes=(None, 12.0)[seed // 2 % 2])
    answer = LiveAnswer(world.network, world.sources)
    for _ in range(6):
        answer.change(**world.change())
        assert is_equal(answer.travel_time(), least_times(world.network, world.sources))


@pytest.mark.parametrize("seed", range(6))
def test_a_change_is_followed_across_tiles(seed):
    world = ChangingWorld(seed, rows=(8, 200)[seed % 2], columns=(280, 11)[seed % 2])
    answer = LiveAnswer(world.network, world.sources)
    for _ in range(5):
        answer.change(**world.change())
        assert is_equal(answer.travel_time(), least_times(world.network, world.sources))


@pytest.mark.parametrize("seed", range(10))
def test_a_change_undone_leaves_nothing_behind(seed):
    world = ChangingWorld(seed)
    before, first, sources = least_times(world.network, world.sources), world.network, world.sources
    answer = LiveAnswer(first, sources)
    for _ in range(3):
        answer.change(**world.change())
    answer.change(network=first, sources=sources)
    assert is_equal(answer.travel_time(), before)


def test_a_copy_is_changed_by_itself():
    world = ChangingWorld(3)
    answer = LiveAnswer(world.network, world.sources)
    before = answer.travel_time()
    other = answer.copy()
    other.change(sources=sources_at(world.sources.cell[:1]))
    assert is_equal(answer.travel_time(), before)
    assert is_equal(other.travel_time(), least_times(world.network, sources_at(world.sources.cell[:1])))


def test_one_cell_of_another_mode_changes_no_step_elsewhere():
    grid = metric_grid(1, 10)
    paces = np.full(grid.shape, 23.451136201832284)
    paces[0, 1::2] = 29.77695587094423
    height = np.array([[0, *[28] * 9]], np.float32)
    land = lay_land(grid, pace=paces, mode=np.zeros(grid.shape, np.uint8), elevation_m=height)
    network = lay_network(land, nowhere_roads(land), rules=TravelRules())
    answer, mode = LiveAnswer(network, sources_at(np.array([0]))), land.mode.copy()
    mode[0, 9] = 2
    changed = lay_network(replace(land, mode=mode), nowhere_roads(land), rules=TravelRules())
    answer.change(network=changed)
    assert is_equal(answer.travel_time(), least_times(changed, answer.sources))
    assert [part.kind for part in answer.path_of(9).parts] == ["foot"]


def test_only_what_rested_on_a_closed_centre_is_searched_again():
    land = flat_land(metric_grid(1, 101))
    network = lay_network(land, nowhere_roads(land), rules=TravelRules())
    answer = LiveAnswer(network, sources_at(np.array([0, 90])))
    assert answer.change(sources=sources_at(np.array([0]))) == 101 - 46  # 45 is nearer to the first by its row
    assert answer.change(sources=sources_at(np.array([0, 90]))) == 0


def test_the_last_centre_may_close_and_another_open():
    world = ChangingWorld(2)
    answer = LiveAnswer(world.network, world.sources)
    nobody = sources_at(np.empty(0, np.int64))
    answer.change(sources=nobody)
    assert is_equal(answer.travel_time(), least_times(world.network, nobody))
    answer.change(sources=world.sources)
    assert is_equal(answer.travel_time(), least_times(world.network, world.sources))


def test_no_change_is_no_work():
    world = ChangingWorld(1)
    answer = LiveAnswer(world.network, world.sources)
    assert answer.change() == 0
    assert answer.change(network=world.network.with_hazards(None), sources=world.sources) == 0


def test_another_grid_other_rules_or_other_roads_are_refused():
    world, other = ChangingWorld(1), ChangingWorld(3)
    answer = LiveAnswer(world.network, world.sources)
    rules = replace(world.network.rules, boarding_wait_minutes=9)
    for network in (
        other.network,
        lay_network(world.world.land, world.world.roads, rules=rules),
        lay_network(world.world.land, nowhere_roads(world.world.land), rules=world.network.rules),
    ):
        with pytest.raises(InputError, match="start a new LiveAnswer"):
            answer.change(network=network)
