"""Hazards put together of some of their areas are those laid of these areas alone."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from networks_alike import HAZARD_MASKS, assert_same_masks
from worlds import flat_land, metric_grid, random_points, random_world, roads_from_lines, shape_at

from geo.errors import InputError
from geo.hazards import hazards_by_area, kind_word, lay_hazards
from geo.roads import lay_roads

SEEDS = st.integers(0, 10_000)
POLICIES = ("open", "recorded", "cut")


def few(test):
    return settings(max_examples=25)(test)


def areas_of(grid, seed, count=7):
    """Random areas, of which some touch."""
    random = np.random.default_rng(seed)
    rows, columns = grid.shape
    return [shape_at(grid, random_points(random, 4, rows, columns)).convex_hull.buffer(1e-9) for _ in range(count)]


def laid(seed, policy, *, tolerance_m=20.0):
    """A random world with areas that touch, its roads, and a function that lays some of the areas anew."""
    world = random_world(seed, has_hazards=False, neighbours=16)
    grid, roads = world.land.grid, world.roads
    areas = areas_of(grid, seed)
    in_use = [shape_at(grid, random_points(np.random.default_rng(seed + 1), 3, *grid.shape))]
    rules = {"road_policy": policy, "overlap_tolerance_m": tolerance_m, "in_use": in_use}

    def anew(is_there):
        kept = [area for area, there in zip(areas, is_there, strict=True) if there]
        return lay_hazards(grid, roads, kept, neighbours=16, **rules)

    whole = anew([True] * len(areas))
    return hazards_by_area(grid, roads, areas, whole, **rules), anew


@given(SEEDS, st.sampled_from(POLICIES), st.lists(st.booleans(), min_size=7, max_size=7))
@few
def test_some_areas_block_what_they_block_laid_alone(seed, policy, there):
    by_area, anew = laid(seed, policy)
    assert_same_masks(by_area.of(np.array(there)), anew(there))


def test_all_areas_together_are_the_very_same_hazards():
    by_area, _ = laid(5, "cut")
    assert by_area.of(np.ones(7, np.bool_)) is by_area.whole


@given(SEEDS, st.lists(st.booleans(), min_size=7, max_size=7), st.integers(0, 6))
@few
def test_a_further_area_blocks_no_less(seed, there, row):
    by_area, _ = laid(seed, "open")
    fewer, more = np.array(there), np.array(there)
    fewer[row], more[row] = False, True
    one, other = by_area.of(fewer), by_area.of(more)
    for name in HAZARD_MASKS:
        assert ((getattr(one, name) & ~getattr(other, name)) == 0).all(), name


def test_two_thin_areas_side_by_side_cut_a_road_only_together():
    grid = metric_grid(6, 12)
    land = flat_land(grid)
    roads = lay_roads(roads_from_lines(grid, [[(0.5, 3.0), (11.5, 3.0)]]), land, connect_within_m=100)
    left, top = grid.affine @ (4, 3)
    halves = [shapely.box(left, top - 15, left + 300, top), shapely.box(left, top, left + 300, top + 15)]
    far = shapely.box(*(grid.affine @ (0, 1)), *(grid.affine @ (1, 0)))
    rules = {"road_policy": "cut", "overlap_tolerance_m": 12.0}
    areas = [*halves, shapely.box(left + 300, top - 5, left + 310, top + 5), far]
    whole = lay_hazards(grid, roads, areas, **rules)
    by_area = hazards_by_area(grid, roads, areas, whole, **rules)
    both, one = by_area.of(np.array([True, True, False, True])), by_area.of(np.array([True, False, False, True]))
    assert both.is_arc_cut.any()
    assert not one.is_arc_cut.any()


def test_no_area_blocks_nothing():
    by_area, anew = laid(9, "cut")
    nothing = by_area.of(np.zeros(7, np.bool_))
    assert_same_masks(nothing, anew([False] * 7))
    assert not nothing.blocked.any()
    assert nothing.shapes == ()


def test_another_number_of_areas_is_refused():
    by_area, _ = laid(3, "open")
    with pytest.raises(InputError, match="3 areas are drawn and 7 are laid"):
        by_area.of(np.ones(3, np.bool_))
    world = random_world(3, has_hazards=False, neighbours=16)
    with pytest.raises(InputError, match="of 7 areas, not of 0"):
        hazards_by_area(world.land.grid, world.roads, [], by_area.whole, road_policy="open", overlap_tolerance_m=1.0)


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        ("CHA", "confirmed"),
        (" cha ", "confirmed"),
        ("Confirmed Hazardous  Area", "confirmed"),
        ("SHA", "suspected"),
        ("suspected", "suspected"),
        ("unknown", "unknown"),
        ("Spot task", "unknown"),
        ("", "unknown"),
    ],
)
def test_a_kind_is_confirmed_suspected_or_unknown(kind, word):
    assert kind_word(kind) == word
