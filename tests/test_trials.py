"""Trials: each change tried on a settled answer gives what a search of the changed world gives, and is taken back."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import random_centres, random_points, random_world, shape_at

from accessibility.search import (
    CalledOffError,
    ChangeTrials,
    Sources,
    TooFarError,
    TravelRules,
    Trial,
    lay_network,
    least_times,
)
from accessibility.search.engine import seconds_and_rows
from geo.hazards import RoadRule, blocks_left, bounds_of_arcs
from geo.hazards.blocking import lay_hazards


def never():
    return False


class TriedWorld:
    """A random world with several hazards, some of which touch, in which changes are tried."""

    def __init__(self, seed, *, limit_minutes=None, rows=14, columns=17, neighbours=16):
        self.random = np.random.default_rng(seed)
        world = random_world(seed, rows=rows, columns=columns, mode=(None, 0, 3)[seed % 3])
        self.grid, self.roads = world.land.grid, world.roads
        self.rules = TravelRules(
            direction=("to", "from")[seed % 2],
            neighbours=neighbours,
            boarding_wait_minutes=(0.0, 2.5)[seed // 3 % 2],
            limit_minutes=limit_minutes,
        )
        self.shapes = [shape_at(self.grid, random_points(self.random, 4, rows, columns)).convex_hull for _ in range(5)]
        self.rule = RoadRule(policy=("open", "cut")[seed // 2 % 2], tolerance_m=5.0, in_use=())
        self.free = lay_network(world.land, self.roads, rules=self.rules)
        self.network = self.free.with_hazards(self.hazards_of(self.shapes))
        cells = random_centres(world, seed, count=5)
        self.sources = Sources(cell=cells, row=np.arange(5, dtype=np.int32))
        self.trials = ChangeTrials(self.network, self.sources, most=100_000)
        self.base = self.answer()

    def hazards_of(self, shapes):
        return lay_hazards(
            self.grid,
            self.roads,
            shapes,
            road_policy=self.rule.policy,
            overlap_tolerance_m=self.rule.tolerance_m,
            neighbours=32,
        )

    def answer(self):
        return self.trials.keys[: self.grid.cell_count].copy()

    def some_sources(self):
        kept = self.random.random(5) < 0.6
        free = np.flatnonzero(self.network.land.is_passable)
        cell = np.concatenate([self.sources.cell[kept], self.random.choice(free, 2)])
        row = np.concatenate([self.sources.row[kept], [5, 6]]).astype(np.int32)
        return Sources(cell=cell, row=row)

    def some_release(self):
        """A trial that releases one or two areas, and the hazards that are there then."""
        hazards = self.network.hazards
        gone = set(self.random.choice(5, self.random.integers(1, 3), replace=False).tolist())
        clusters = sorted({int(hazards.cluster[area]) for area in gone})
        stay = [area for area in range(5) if hazards.cluster[area] in clusters and area not in gone]
        left = blocks_left(
            self.grid,
            self.roads,
            hazards,
            clusters=clusters,
            shapes=[self.shapes[area] for area in stay],
            rule=self.rule,
            arc_bounds=bounds_of_arcs(self.roads),
        )
        after = self.hazards_of([shape for area, shape in enumerate(self.shapes) if area not in gone])
        return {"released": frozenset(clusters), "left": left}, after

    def quicker_roads(self):
        arcs = np.flatnonzero(self.random.random(len(self.roads.arc_from)) < 0.4)
        vehicle_s = {int(arc): float(self.roads.vehicle_s[arc] * 0.3) for arc in arcs}
        changed = self.roads.vehicle_s.copy()
        changed[arcs] *= 0.3
        return {"vehicle_s": vehicle_s}, replace(self.roads, vehicle_s=changed)

    def is_as(self, tried, expected):
        """Whether what was tried, laid over the base, is the answer of a search."""
        keys = self.base.copy()
        keys[tried.cell] = tried.key
        seconds, nearest = seconds_and_rows(keys.reshape(self.grid.shape))
        is_unanswered = (expected.status != 1) & (expected.status != 2) & (expected.status != 6)
        seconds[is_unanswered], nearest[is_unanswered] = np.inf, -1
        is_same = (seconds == expected.seconds).all() and (nearest == expected.nearest).all()
        beyond = expected.status == 6
        has_beyond = tried.is_beyond is not None
        return is_same and (
            (tried.is_beyond.reshape(self.grid.shape) & ~is_unanswered == beyond).all()
            if has_beyond
            else not beyond.any()
        )


@given(seed=st.integers(0, 10_000), limit_minutes=st.sampled_from([None, 12.0]))
@settings(max_examples=12)
def test_what_is_tried_equals_a_search_of_the_changed_world_and_is_taken_back(seed, limit_minutes):
    check_trials(TriedWorld(seed, limit_minutes=limit_minutes))


@pytest.mark.verify
@pytest.mark.parametrize("seed", range(40))
def test_what_is_tried_equals_a_search_over_few_neighbours_and_many_and_across_tiles(seed):
    rows, columns = ((14, 17), (150, 140))[seed % 2]
    check_trials(TriedWorld(seed, rows=rows, columns=columns, neighbours=(8, 32)[seed // 2 % 2]))


def check_trials(world):
    """Try changes of every kind, alone and together."""
    for kind in world.random.permutation(4):
        sources = world.some_sources() if kind != 1 else world.sources
        parts, hazards, roads = {}, world.network.hazards, world.roads
        if kind in {1, 2}:
            more, hazards = world.some_release()
            parts |= more
        if kind in {2, 3}:
            more, roads = world.quicker_roads()
            parts |= more
        laid = lay_network(world.network.land, roads, rules=world.rules, hazards=hazards)
        tried = world.trials.try_out(Trial(sources=sources, **parts), is_cancelled=never)
        assert world.is_as(tried, least_times(laid, sources))
        assert (world.answer() == world.base).all()


@pytest.mark.parametrize("seed", [1, 2, 7, 8])
def test_a_road_that_is_opened_is_as_if_no_hazard_had_cut_it(seed):
    world = TriedWorld(seed - seed % 4 + 2 + seed % 2)
    hazards = world.network.hazards
    assert world.rule.policy == "cut"
    opened = np.flatnonzero(hazards.is_arc_cut)
    is_cut = np.zeros_like(hazards.is_arc_cut)
    laid = world.network.with_hazards(replace(hazards, is_arc_cut=is_cut))
    tried = world.trials.try_out(Trial(sources=world.sources, opened=opened), is_cancelled=never)
    assert world.is_as(tried, least_times(laid, world.sources))


def test_a_change_that_touches_too_much_is_refused_and_leaves_nothing_behind():
    world = TriedWorld(4)
    trials = ChangeTrials(world.network, world.sources, most=3)
    other = Sources(cell=world.sources.cell[4:], row=world.sources.row[4:])
    with pytest.raises(TooFarError):
        trials.try_out(Trial(sources=other), is_cancelled=never)
    assert (trials.keys[: len(world.base)] == world.base).all()


def test_a_change_that_is_called_off_leaves_nothing_behind():
    world = TriedWorld(5)
    with pytest.raises(CalledOffError):
        world.trials.try_out(Trial(sources=world.some_sources()), is_cancelled=lambda: True)
    assert (world.answer() == world.base).all()
