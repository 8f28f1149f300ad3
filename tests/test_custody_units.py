"""Units of survivors' figures: a whole tree, no place of few people in it, laid from public things alone."""

import numpy as np
import pytest
from custody_ground import ground_of
from hypothesis import given
from hypothesis import strategies as st

from custody.units import area_units, cell_units


def tree_of(units):
    """Each unit with its parent and its people."""
    rows = zip(units.ids, units.parent.tolist(), units.people.tolist(), strict=True)
    return {identity: ("" if parent < 0 else units.ids[parent], people) for identity, parent, people in rows}


def check_tree(placed, least_people, everyone):
    units = placed.units
    assert units.parent[0] == -1
    assert (units.parent[1:] >= 0).all()
    assert (units.parent[1:] < np.arange(1, len(units.ids))).all()
    assert len(set(units.ids)) == len(units.ids)
    children = [units.children_of(row) for row in range(len(units.ids))]
    for row, below in enumerate(children):
        assert len(below) != 1
        if len(below):
            assert units.people[row] == pytest.approx(units.people[below].sum())
    assert units.people[0] == pytest.approx(everyone)
    assert (units.people[1:] >= least_people - 1e-6).all()


def test_large_areas_stay_as_they_are_under_their_parents():
    ground = ground_of([2000, 3000, 4000, 5000], [0, 1, 2, 3], parents=["North", "North", "South", "South"])
    placed = area_units(ground, least_people=1000)
    assert tree_of(placed.units) == {
        "total": ("", 14000),
        "North": ("total", 5000),
        "A0": ("North", 2000),
        "A1": ("North", 3000),
        "South": ("total", 9000),
        "A2": ("South", 4000),
        "A3": ("South", 5000),
    }
    assert placed.leaf.tolist() == [[0, 1, 2, 3]]
    assert not any(placed.units.merged_ids)


def test_two_small_areas_are_put_together_inside_their_parent():
    ground = ground_of([600, 3000, 700, 5000], [0, 1, 2, 3])
    units = area_units(ground, least_people=1000).units
    assert tree_of(units)["A0+A2"] == ("total", 1300)
    assert units.names[units.ids.index("A0+A2")] == "Area 0 and Area 2"
    assert units.merged_ids[units.ids.index("A0+A2")] == ("A0", "A2")


def test_one_small_area_goes_to_its_smallest_sister():
    ground = ground_of([600, 3000, 2000, 5000], [0, 1, 2, 3])
    assert tree_of(area_units(ground, least_people=1000).units)["A0+A2"] == ("total", 2600)


def test_exactly_the_least_is_enough():
    assert "A0" in area_units(ground_of([1000, 3000], [0, 1]), least_people=1000).units.ids
    assert "A0" not in area_units(ground_of([999, 3000, 2000], [0, 1, 2]), least_people=1000).units.ids


def test_small_areas_alone_in_their_parent_become_the_parent():
    ground = ground_of([600, 700, 4000, 5000], [0, 1, 2, 3], parents=["N", "N", "S", "S"])
    placed = area_units(ground, least_people=1000)
    row = placed.units.ids.index("N")
    assert placed.units.is_leaf[row]
    assert placed.units.merged_ids[row] == ("A0", "A1")
    assert placed.leaf_of_area.tolist() == [0, 0, 1, 2, -1]


def test_a_few_people_outside_all_areas_are_told_with_the_smallest_area_of_the_smallest_parent():
    ground = ground_of([2000, 3000, 4000, 5000, 10], [0, 1, 2, 3, -1], parents=["North", "North", "South", "South"])
    placed = area_units(ground, least_people=1000)
    assert tree_of(placed.units)["A0+outside"] == ("North", 2010)
    assert tree_of(placed.units)["North"] == ("total", 5010)
    assert placed.leaf[0, 4] == placed.leaf[0, 0]


def test_where_nobody_lives_outside_there_is_no_such_unit():
    placed = area_units(ground_of([2000, 3000, 0], [0, 1, -1]), least_people=1000)
    assert placed.units.ids == ("total", "A0", "A1")
    assert placed.leaf[0, 2] == -1


def test_one_area_alone_is_the_whole():
    placed = area_units(ground_of([2000, 3000], [0, 0]), least_people=1000)
    assert placed.units.ids == ("total",)
    assert placed.leaf.tolist() == [[0, 0]]


def test_a_parent_that_is_called_like_an_area_gets_an_id_of_its_own():
    ground = ground_of([2000, 3000, 4000, 5000], [0, 1, 2, 3], parents=["A3", "A3", "S", "S"])
    assert tree_of(area_units(ground, least_people=1000).units)["A0"] == ("parent A3", 2000)


def test_many_merged_areas_are_named_by_the_first_and_a_number():
    ground = ground_of([100] * 12 + [9000, 8000], range(14), names=[f"Village {row}" for row in range(14)])
    units = area_units(ground, least_people=1000).units
    [row] = [row for row, parts in enumerate(units.merged_ids) if parts]
    assert units.names[row] == "Village 0, Village 1, Village 2 and 9 more"
    assert len(units.merged_ids[row]) == 12
    assert len(units.ids[row]) < 60


@given(
    people=st.lists(st.integers(0, 3000), min_size=2, max_size=12),
    parents=st.lists(st.sampled_from("NSE"), min_size=12, max_size=12),
    outside=st.integers(0, 2000),
)
def test_no_unit_but_the_whole_holds_fewer_people_than_the_least(people, parents, outside):
    count = len(people)
    ground = ground_of([*people, outside], [*range(count), -1], parents=parents[:count])
    placed = area_units(ground, least_people=1000)
    check_tree(placed, 1000, sum(people) + outside)
    held = np.bincount(placed.leaf[placed.leaf >= 0], weights=ground.people[placed.leaf >= 0])
    assert held == pytest.approx(placed.units.people[placed.units.leaf_rows])
    assert (placed.leaf_of_area[:count] >= 0).all()


def test_square_cells_are_nested_and_have_the_same_bounds_whatever_the_grid():
    first = ground_of([[2000] * 40], [[0] * 40], cell_m=1000.0)
    moved = ground_of([[2000] * 30], [[0] * 30], cell_m=1000.0, origin=(10_000.0, 0.0))
    one, other = (cell_units(ground, size_km=10, least_people=1000) for ground in (first, moved))
    assert tree_of(one.units) == {
        "total": ("", 80000),
        "20kmE0N0": ("total", 40000),
        "10kmE0N0": ("20kmE0N0", 20000),
        "10kmE1N0": ("20kmE0N0", 20000),
        "20kmE1N0": ("total", 40000),
        "10kmE2N0": ("20kmE1N0", 20000),
        "10kmE3N0": ("20kmE1N0", 20000),
    }
    assert [one.leaf[0, column] for column in (0, 9, 10, 39)] == [0, 0, 1, 3]
    assert {"10kmE1N0", "10kmE2N0", "10kmE3N0"} <= set(other.units.ids)


@given(people=st.lists(st.integers(0, 400), min_size=64, max_size=64))
def test_square_cells_make_a_whole_tree_without_small_ones(people):
    if not any(people):
        people[0] = 1
    grid = np.array(people).reshape(8, 8)
    ground = ground_of(grid, np.zeros((8, 8)), cell_m=5000.0)
    placed = cell_units(ground, size_km=10, least_people=1000)
    check_tree(placed, 1000, sum(people))
    is_home = grid > 0
    assert (placed.leaf[is_home] >= 0).all()
