"""The bounds are what an outsider can derive: no wider, no narrower."""

from __future__ import annotations

import subprocess
import sys
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_tables import table_of, tables

from accessibility.protection import JointTable, exact_bounds, exact_bounds_joint, told_cells


def mask_of(table, seed, share=0.5):
    return np.random.default_rng(seed).random(table.cube_shape) < share


def whole_number_bounds(table, is_shown):
    """By trying every table of whole numbers up to the total."""
    most = int(table.counts.sum())
    told = table.cells()[is_shown]
    cubes = []
    for atoms in product(range(most + 1), repeat=table.counts.size):
        cube = table.cube_of(np.array(atoms).reshape(table.counts.shape))
        if np.array_equal(cube[is_shown], told):
            cubes.append(cube)
    return np.min(cubes, axis=0), np.max(cubes, axis=0)


def test_the_margins_of_a_table_of_two_by_two_bound_its_cells_as_worked_out_in_the_head():
    # rows 5 and 3, columns 4 and 4: the first cell is at least 5 + 4 - 8 = 1 and at most 4
    table = table_of([[3, 2], [1, 2]])
    is_shown = np.zeros(table.cube_shape, dtype=bool)
    is_shown[:, -1] = is_shown[0] = True
    low, high = exact_bounds(table, is_shown)
    assert (low[1, 0], high[1, 0]) == (1, 4)
    assert (low[2, 1], high[2, 1]) == (0, 3)


def test_a_cell_that_nothing_told_covers_has_no_upper_bound():
    table = table_of([[3, 2], [1, 2]])
    is_shown = np.zeros(table.cube_shape, dtype=bool)
    is_shown[1, -1] = True
    low, high = exact_bounds(table, is_shown)
    assert (low[2, 0], high[2, 0]) == (0, np.inf)
    assert (low[1, 0], high[1, 0]) == (0, 5)
    assert (low[0, -1], high[0, -1]) == (5, np.inf)


@settings(max_examples=30, deadline=None)
@given(tables(), st.integers(0, 99))
def test_the_truth_is_within_the_bounds_and_what_is_told_is_exact(table, seed):
    is_shown = mask_of(table, seed)
    low, high = exact_bounds(table, is_shown)
    cells = table.cells()
    assert (low <= cells + 1e-6).all()
    assert (high >= cells - 1e-6).all()
    told = told_cells(table, is_shown) | ~table.is_possible_cell()
    assert np.allclose(low[told], cells[told])
    assert np.allclose(high[told], cells[told])


@settings(max_examples=30, deadline=None)
@given(tables(), st.integers(0, 99))
def test_hiding_more_never_narrows_an_interval(table, seed):
    is_shown = mask_of(table, seed)
    low, high = exact_bounds(table, is_shown)
    low_less, high_less = exact_bounds(table, is_shown & mask_of(table, seed + 1))
    assert (low_less <= low + 1e-6).all()
    assert (high_less >= high - 1e-6).all()


@pytest.mark.parametrize("counts", [[[1, 2], [0, 2]], [[0, 0], [3, 1]], [[1], [2], [1]]])
def test_whole_numbers_give_the_same_bounds_of_a_table_of_two_ways(counts):
    table = table_of(counts)
    is_shown = mask_of(table, 5, share=0.4)
    is_shown[0, -1] = True  # the total, so that there are finitely many tables
    low, high = exact_bounds(table, is_shown)
    least, greatest = whole_number_bounds(table, is_shown)
    assert np.allclose(low, least)
    assert np.allclose(high, greatest)


def test_whole_numbers_are_never_outside_the_bounds_of_a_table_of_three_ways():
    table = table_of([[[1, 0], [0, 1]], [[0, 1], [0, 0]]])
    is_shown = np.zeros(table.cube_shape, dtype=bool)
    is_shown[0, :, :] = is_shown[:, -1, :] = is_shown[:, :, -1] = True
    low, high = exact_bounds(table, is_shown)
    least, greatest = whole_number_bounds(table, is_shown)
    assert (low <= least + 1e-6).all()
    assert (high >= greatest - 1e-6).all()


def test_who_knows_only_rounded_counts_knows_less():
    table = table_of([[13, 2], [11, 4]])
    is_shown = np.zeros(table.cube_shape, dtype=bool)
    is_shown[:, -1] = is_shown[:, 0] = True
    cells = table.cells()
    low, high = exact_bounds(table, is_shown)
    assert (low[1, 1], high[1, 1]) == (2, 2)
    low, high = exact_bounds(table, is_shown, shown_low=cells - 2, shown_high=cells + 2)
    assert (low[1, 1], high[1, 1]) == (0, 6)  # 13..17 less 11..15; below 0 is nobody


def test_areas_and_grid_cells_that_cut_across_them_tell_more_together_than_alone():
    # four patches with 9, 3, 7, 9 people; areas are patches 0-1 and 2-3, the grid's cells patches 0 and 1-3
    patches = np.array([9, 3, 7, 9])
    areas, grid = table_of(np.array([12, 16])), table_of(np.array([9, 19]))
    joint = JointTable(tables=(areas, grid), atom_of=(np.array([0, 0, 1, 1]), np.array([0, 1, 1, 1])), counts=patches)
    shown = np.array([True, True, True])
    only_areas, _ = exact_bounds_joint(joint, [shown, ~shown])
    assert (only_areas[0][1], only_areas[1][1]) == (12, 12)
    hidden_grid = np.array([True, False, False])
    _, (low, high) = exact_bounds_joint(joint, [shown, hidden_grid])
    assert (low[1], high[1]) == (0, 12)  # the cell of patch 0 lies within the first area
    assert (low[2], high[2]) == (16, 28)


def test_joint_counts_that_do_not_add_up_are_refused():
    table = table_of(np.array([3, 4]))
    with pytest.raises(ValueError, match="table 0"):
        JointTable(tables=(table,), atom_of=(np.array([0, 1]),), counts=np.array([3, 5]))


def test_a_whole_is_told_with_its_parts_and_an_only_part_with_its_whole():
    table = table_of([[5, 0], [6, 7]], is_possible=[[True, False], [True, True]])
    is_shown = np.zeros(table.cube_shape, dtype=bool)
    is_shown[1, -1] = is_shown[2, 0] = True
    told = told_cells(table, is_shown)
    assert told[1, 0]
    assert told[0, 0]
    assert not told[1, 1]
    assert not told[2, -1]
    assert not told[0, -1]


def test_the_solver_says_nothing():
    code = (
        "import numpy as np, scipy.sparse as sp\n"
        "from accessibility.protection import Polytope\n"
        "from accessibility.protection.atom_classes import Reach\n"
        "one = np.ones(1)\n"
        "polytope = Polytope(sp.csr_array([[1.0, 1.0]]), one, one, point=np.array([1.0, 0.0]))\n"
        "polytope.ranges(Reach.exactly(sp.eye_array(2).tocsr()))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == ""
    assert done.stderr == ""
