"""Releases: each tried one equals a search from nothing to the bit, and what is taken back leaves no trace."""

import numpy as np
import pytest
from test_live import rules_of, sources_at
from worlds import flat_land, metric_grid, nowhere_roads, random_centres, random_world, shape_at

from accessibility.search import ReleaseTrials, TravelRules, lay_network
from accessibility.search.state import SearchState
from geo.hazards.blocking import lay_hazards


def keys_of_search(network, sources):
    state = SearchState(network)
    state.offer(sources.cell, sources.keys)
    state.settle()
    return state.keys


class MinedWorld:
    """A random world with up to a dozen areas, large, thin and small, some of which touch."""

    def __init__(self, seed, *, rows=24, columns=27, limit_minutes=None):
        self.random = np.random.default_rng(seed)
        self.world = random_world(seed, rows=rows, columns=columns, has_hazards=False, mode=(None, 0, 3)[seed % 3])
        self.policy = ("open", "cut")[seed // 2 % 2]
        grid = self.world.land.grid
        shapes = []
        for size in self.random.choice([0.3, 1.5, 4.0], 12):
            around = self.random.uniform((0, 0), (columns, rows))
            points = around + self.random.uniform(-size, size, (4, 2))
            shapes.append(shape_at(grid, [tuple(point) for point in points]).convex_hull)
        rules = rules_of(seed, limit_minutes=limit_minutes)
        self.free = lay_network(self.world.land, self.world.roads, rules=rules)
        self.hazards = self.lay(shapes)
        self.network = self.free.with_hazards(self.hazards)
        self.sources = sources_at(random_centres(self.world, seed, count=3))

    def lay(self, shapes):
        return lay_hazards(
            self.world.land.grid,
            self.world.roads,
            shapes,
            road_policy=self.policy,
            overlap_tolerance_m=5.0,
            neighbours=32,
        )

    def keys_without(self, released):
        kept = [shape for place, shape in enumerate(self.hazards.shapes) if place not in released]
        return keys_of_search(self.free.with_hazards(self.lay(kept)), self.sources)

    def some_clusters(self, most):
        count = self.random.integers(1, most + 1)
        return set(self.random.choice(len(self.hazards.shapes), min(count, len(self.hazards.shapes)), replace=False))


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("limit_minutes", [None, 20.0])
def test_every_release_equals_a_search_without_the_released_areas(seed, limit_minutes):
    mined = MinedWorld(seed, limit_minutes=limit_minutes)
    trials = ReleaseTrials(mined.network, mined.sources)
    before = keys_of_search(mined.network, mined.sources)
    assert (trials.keys == before).all()
    released = set()
    for turn in range(6):
        chosen = mined.some_clusters(3)
        expected = mined.keys_without(released | chosen)
        opened = trials.release(chosen, is_kept=turn % 2 == 1)
        cells = mined.network.grid.cell_count
        fallen = np.flatnonzero(expected[:cells] != before[:cells])
        assert sorted(opened.cell.tolist()) == fallen.tolist()
        assert (opened.before == before[opened.cell]).all()
        assert (opened.after == expected[opened.cell]).all()
        if turn % 2 == 1:
            released |= chosen
            before = expected
        assert (trials.keys == before).all()


@pytest.mark.parametrize("seed", range(12))
def test_releasing_all_is_the_world_without_hazards_and_never_lengthens(seed):
    mined = MinedWorld(seed)
    trials = ReleaseTrials(mined.network, mined.sources)
    held = trials.keys.copy()
    for cluster in mined.random.permutation(len(mined.hazards.shapes)):
        opened = trials.release([cluster], is_kept=True)
        assert (opened.after < opened.before).all()
    assert (trials.keys <= held).all()
    assert (trials.keys == keys_of_search(mined.free, mined.sources)).all()
    assert not len(trials.release(range(len(mined.hazards.shapes))).cell)


@pytest.mark.parametrize("seed", range(12))
def test_releases_without_a_common_tile_do_not_change_one_another(seed):
    mined = MinedWorld(seed, rows=200, columns=300)
    trials = ReleaseTrials(mined.network, mined.sources)
    alone = {cluster: trials.release([cluster]) for cluster in range(len(mined.hazards.shapes))}
    first = max(alone, key=lambda cluster: len(alone[cluster].cell))
    kept = trials.release([first], is_kept=True)
    apart = [cluster for cluster, opened in alone.items() if not opened.tiles & kept.tiles]
    for cluster in apart:
        again = trials.release([cluster])
        assert dict(zip(again.cell.tolist(), again.after.tolist(), strict=True)) == dict(
            zip(alone[cluster].cell.tolist(), alone[cluster].after.tolist(), strict=True)
        )


def test_a_copy_goes_its_own_way():
    mined = MinedWorld(3)
    trials = ReleaseTrials(mined.network, mined.sources)
    other = trials.copy()
    other.release(range(len(mined.hazards.shapes)), is_kept=True)
    assert (trials.keys == keys_of_search(mined.network, mined.sources)).all()
    assert not trials.is_released.any()
    assert other.is_released.all()


def test_two_walls_in_a_row_only_help_together():
    grid = metric_grid(3, 9)
    land = flat_land(grid)
    walls = [shape_at(grid, [(x, -1), (x, 4)]).buffer(10) for x in (3.0, 6.0)]
    hazards = lay_hazards(grid, nowhere_roads(land), walls, road_policy="open", overlap_tolerance_m=0)
    rules = TravelRules(direction="to", neighbours=16)
    network = lay_network(land, nowhere_roads(land), rules=rules, hazards=hazards)
    trials = ReleaseTrials(network, sources_at(np.array([9])))  # the first cell of the middle row
    assert len(trials.release([1]).cell) == 0  # nothing comes from behind the first wall
    assert sorted(set(trials.release([0]).cell % 9)) == [3, 4, 5]
    assert sorted(set(trials.release([0, 1]).cell % 9)) == [3, 4, 5, 6, 7, 8]
