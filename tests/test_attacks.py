"""Each attack succeeds on figures that are told without protection; solved in the head, or on made-up survivors."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_counts import AGE, MINUTES, SEX, below_k_hidden, comoros, draw, table_of, tree
from scipy.optimize import linprog
from worlds import flat_land, metric_grid, nowhere_roads

from accessibility.protection import Dimension
from accessibility.protection.attacks import (
    Glimpse,
    Target,
    attack_overlaps,
    changes_proven,
    knows_who_moved,
    moved_visibly,
    narrow,
    ranges,
    reads_counts,
    reads_rounded,
    run_attacks,
    solve_margins,
)
from accessibility.protection.bounds import JointTable
from accessibility.search import Sources, TravelRules, lay_network, least_times

K = 10
TODAY, BEFORE = np.datetime64("2026-01-01"), np.datetime64("2025-01-01")
TWO = Dimension(name="sex", categories=("female", "male"))


def told_as_it_is(table, is_told, *, day=TODAY):
    """A release that tells the true counts, without rounding."""
    cells = table.cells()
    exact = cells.astype(np.float64)
    days = np.full(cells.shape, day)
    return Glimpse(day=day, is_told=is_told, values=cells, as_of=days, low=exact, high=exact, counts=cells)


def found(results, name):
    """The one result whose name begins with these words."""
    (one,) = [result for result in results if result.name.startswith(name)]
    return one


def test_the_last_place_is_the_whole_less_the_others():
    table = table_of(tree(3), [], [30, 17, 3])
    told = reads_counts(table, below_k_hidden(table, k=K), k=K)
    low, high = narrow(table.units, told.low, told.high, over_units=True, over_axes=())
    assert (low[3], high[3]) == (3, 3)
    assert told.is_inferred(low, high).tolist() == [False, False, False, True]


def test_the_last_category_is_all_less_the_others():
    table = table_of(tree(2), [TWO], [[4, 40], [20, 30]])
    told = reads_counts(table, below_k_hidden(table, k=K), k=K)
    low, high = narrow(table.units, told.low, told.high, over_units=False, over_axes=(1,))
    assert (low[1, 0], high[1, 0]) == (4, 4)


def test_a_zoom_less_a_finer_zoom_gives_the_cell_between():
    counts = np.full(16, 20)
    counts[:4] = [20, 20, 20, 2]  # the first quadrant is hidden, three of its four cells are told
    table = table_of(tree(4, 4), [], counts)
    is_told = below_k_hidden(table, k=K)
    is_told[1] = False
    told = reads_counts(table, is_told, k=K)
    assert not told.is_inferred(told.low, told.high).any()
    low, high = narrow(table.units, told.low, told.high, over_units=True, over_axes=())
    assert np.flatnonzero(told.is_inferred(low, high)).tolist() == [1, 8]
    assert (low[8], high[8]) == (2, 2)


def test_linear_programming_finds_what_no_differences_in_turn_do():
    crossed = (frozenset({"sex", "age_band"}),)
    table = draw(tree(6), [SEX, AGE], people=600, rng=np.random.default_rng(2), shows=crossed)
    told = reads_counts(table, below_k_hidden(table, k=K), k=K)
    by_hand = narrow(table.units, told.low, told.high, over_units=True, over_axes=(1, 2))
    by_program = ranges(told)
    assert (told.is_inferred(*by_hand) <= told.is_inferred(*by_program)).all()
    assert told.is_inferred(*by_program).sum() > told.is_inferred(*by_hand).sum()


@pytest.mark.parametrize("seed", range(4))
def test_the_ranges_are_those_of_a_program_written_apart(seed):
    rng = np.random.default_rng(seed)
    table = draw(tree(2, 2), [TWO], people=60, rng=rng) if seed % 2 else draw(tree(3), [AGE], people=90, rng=rng)
    told = reads_counts(table, below_k_hidden(table, k=K) & (rng.random(table.cube_shape) < 0.8), k=K)
    low, high = ranges(told)
    # Each atom's share in a cell, found by adding one person at a time.
    share = np.stack([table.cube_of(atom.reshape(table.counts.shape)).ravel() for atom in np.eye(table.counts.size)], 1)
    fixed = told.is_told.ravel()
    values = share @ table.counts.ravel()
    limits = [(0, None if can else 0) for can in table.is_possible.ravel()]
    for cell in np.flatnonzero(told.is_hidden):
        for sign, bound in ((1, low), (-1, high)):
            answer = linprog(sign * share[cell], A_eq=share[fixed], b_eq=values[fixed], bounds=limits)
            expected = np.inf if answer.status == 3 else sign * answer.fun
            assert bound.ravel()[cell] == pytest.approx(expected, abs=1e-6)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_whatever_is_worked_out_is_true_and_knowing_more_never_widens_it(seed):
    rng = np.random.default_rng(seed)
    table = draw(tree(3, 2), [TWO], people=int(rng.integers(10, 300)), rng=rng)
    cells = table.cells()
    is_told = table.is_possible_cell() & (rng.random(cells.shape) < 0.5)
    told = reads_counts(table, is_told, k=K)
    rounded = reads_rounded(table, is_told & (cells >= K), cells // 5 * 5, base=5, k=K)
    for outsider in (told, rounded):
        low, high = narrow(table.units, outsider.low, outsider.high, over_units=True, over_axes=(1,))
        least, most = ranges(outsider)
        assert (low <= cells).all()
        assert (cells <= high).all()
        assert (low <= least + 1e-6).all()
        assert (most <= high + 1e-6).all()
    more = reads_counts(table, is_told | (table.is_possible_cell() & (rng.random(cells.shape) < 0.3)), k=K)
    few_low, few_high = narrow(table.units, told.low, told.high, over_units=True, over_axes=(1,))
    low, high = narrow(table.units, more.low, more.high, over_units=True, over_axes=(1,))
    assert (low >= few_low).all()
    assert (high <= few_high).all()


@pytest.mark.parametrize("design", ["areas", "areas by sex and age", "grid cells"])
def test_every_family_gets_through_plain_suppression(design):
    rng = np.random.default_rng(7)
    table = {
        "areas": lambda: draw(comoros(rng), [MINUTES], people=1500, rng=rng),
        "areas by sex and age": lambda: draw(tree(4), [SEX, AGE], people=600, rng=rng),
        "grid cells": lambda: draw(tree(4, 4, 4), [MINUTES], people=1500, rng=rng),
    }[design]()
    results = run_attacks(Target(truth=table, now=told_as_it_is(table, below_k_hidden(table, k=K)), k=K))
    assert [result.name for result in results if result.passes] == []
    assert all("FAILED" in result.sentence for result in results)


def test_a_large_table_is_tried_by_a_sample_which_gets_through_as_well():
    rng = np.random.default_rng(3)
    table = draw(tree(5, 12), [AGE, MINUTES], people=2000, rng=rng)
    solved = solve_margins(reads_counts(table, below_k_hidden(table, k=K), k=K))
    assert solved.is_sample
    assert solved.inferred > 0
    assert solved.proven > 0


def test_rounding_by_itself_does_not_hide_an_impossible_remainder():
    # 12 of 12 are men, told as 10 or 15 and 10 or 15: told alike they leave at most 4 women, fewer than k.
    table = table_of(tree(1), [TWO], [[0, 12]])
    is_told = below_k_hidden(table, k=K)
    told = reads_rounded(table, is_told, np.where(is_told, 10, 0), base=5, k=K)
    solved = solve_margins(told)
    assert solved.inferred > 0


def test_overlapping_places_tell_who_lives_where_they_part():
    # Area A is cells X and a bit of Y; the bit holds one person.
    areas, cells = table_of(tree(2), [], [12, 30]), table_of(tree(2), [], [11, 31])
    joint = JointTable(
        tables=(areas, cells), atom_of=(np.array([0, 0, 1]), np.array([0, 1, 1])), counts=np.array([11, 1, 30])
    )
    told = [below_k_hidden(table, k=K) for table in joint.tables]
    assert attack_overlaps(joint, told, k=K).succeeded == 1
    hidden = [told[0], told[1] & (np.arange(3) == 0)]
    assert attack_overlaps(joint, hidden, k=K).passes


def test_overlapping_places_also_tell_where_they_part_and_nobody_lives():
    areas, cells = table_of(tree(2), [], [12, 30]), table_of(tree(2), [], [12, 30])
    joint = JointTable(
        tables=(areas, cells), atom_of=(np.array([0, 0, 1]), np.array([0, 1, 1])), counts=np.array([12, 0, 30])
    )
    assert attack_overlaps(joint, [below_k_hidden(table, k=K) for table in joint.tables], k=K).succeeded == 1


def test_two_seasons_of_the_same_people_tell_who_is_cut_off_by_the_rain():
    dry, rain = table_of(tree(1), [TWO], [[31, 20]]), table_of(tree(1), [TWO], [[30, 21]])
    joint = JointTable(
        tables=(dry, rain), atom_of=(np.array([0, 0, 1]), np.array([0, 1, 1])), counts=np.array([30, 1, 20])
    )
    told = [below_k_hidden(table, k=K) for table in joint.tables]
    assert all(
        solve_margins(reads_counts(table, is_told, k=K)).inferred == 0
        for table, is_told in zip(joint.tables, told, strict=True)
    )
    assert attack_overlaps(joint, told, k=K).succeeded == 1


def test_one_person_more_is_read_from_two_releases():
    before, now = table_of(tree(2), [], [20, 34]), table_of(tree(2), [], [21, 34])
    earlier = told_as_it_is(before, before.is_wanted(), day=BEFORE)
    today = told_as_it_is(now, now.is_wanted())
    results = run_attacks(Target(truth=now, now=today, k=K, earlier=(earlier,)))
    assert found(results, "Subtraction of releases").succeeded == 2  # the place and the whole
    assert found(results, "Reading of changed").succeeded == 3


def test_a_held_figure_tells_of_no_change_but_only_if_an_unchanged_one_looks_alike():
    before, now = table_of(tree(2), [], [20, 34]), table_of(tree(2), [], [21, 34])
    earlier = told_as_it_is(before, before.is_wanted(), day=BEFORE)
    all_held = replace(earlier, day=TODAY, counts=now.cells())
    assert not moved_visibly(earlier, all_held, k=K)[1].any()
    is_changed = now.cells() != before.cells()
    only_changed_held = replace(all_held, as_of=np.where(is_changed, BEFORE, TODAY))
    assert moved_visibly(earlier, only_changed_held, k=K)[1].tolist() == [False, False, True]


def test_rounding_flips_when_one_person_comes():
    before, now = table_of(tree(2), [], [12, 40]), table_of(tree(2), [], [13, 40])
    is_told = now.is_wanted()
    earlier, today = (
        replace(
            told_as_it_is(table, is_told, day=day),
            values=(table.cells() + 2) // 5 * 5,  # to the nearest
        )
        for table, day in ((before, BEFORE), (now, BEFORE))
    )
    assert moved_visibly(earlier, today, k=K)[1].tolist() == [True, True, False]


def test_changes_of_parts_are_worked_out_from_changes_of_wholes():
    before, now = table_of(tree(2), [], [20, 34]), table_of(tree(2), [], [20, 35])
    is_told = np.array([True, True, False])
    told = reads_counts(now, is_told, k=K)
    tried, proven = changes_proven(told, told_as_it_is(before, is_told, day=BEFORE), told_as_it_is(now, is_told))
    assert tried.tolist() == [True, False, True]
    assert proven.tolist() == [True, False, True]


def test_rounded_figures_prove_no_change_of_one():
    before, now = table_of(tree(2), [], [20, 34]), table_of(tree(2), [], [20, 36])
    is_told = now.is_wanted()
    glimpses = []
    for table, day in ((before, BEFORE), (now, TODAY)):
        values = table.cells() // 5 * 5
        low, high = values - 4.0, values + 4.0
        glimpses.append(replace(told_as_it_is(table, is_told, day=day), values=values, low=low, high=high))
    tried, proven = changes_proven(reads_counts(now, is_told, k=K), *glimpses)
    assert tried.sum() == 2
    assert not proven.any()


def test_who_knows_the_newcomers_sees_those_who_were_there_before():
    # Told before: 9 and the rest hidden. A family of six comes to the first place, which is then told as 15.
    before, now = table_of(tree(3), [], [9, 30, 30]), table_of(tree(3), [], [15, 30, 30])
    hidden_then = np.array([True, False, False, True])
    told_now = np.array([True, True, False, False])
    assert solve_margins(reads_counts(before, hidden_then, k=K)).inferred == 0
    assert solve_margins(reads_counts(now, told_now, k=K)).inferred == 0
    knowing = knows_who_moved(now, told_now | hidden_then, np.array([9, 30, 30]), k=K)
    assert knowing.truth.cells()[1] == 9
    target = Target(
        truth=now,
        now=told_as_it_is(now, told_now),
        k=K,
        core=np.array([9, 30, 30]),
        known=hidden_then,
        earlier=(told_as_it_is(before, hidden_then, day=BEFORE),),
    )
    assert not found(run_attacks(target), "Subtraction of releases, knowing").passes


def test_three_exact_times_name_the_cell_and_bands_of_a_group_do_not():
    grid = metric_grid(24, 24)
    network = lay_network(flat_land(grid), nowhere_roads(flat_land(grid)), rules=TravelRules())
    centres = [30, 300, 555]
    minutes = np.stack(
        [
            least_times(network, Sources(cell=np.array([cell]), row=np.zeros(1, np.int32))).minutes.ravel()
            for cell in centres
        ],
        axis=1,
    )
    rng = np.random.default_rng(0)
    homes = rng.choice(grid.cell_count, size=200)
    alike = (minutes[:, None, :] == minutes[None, homes, :]).all(axis=2).sum(axis=0)
    assert (alike == 1).mean() > 0.95  # the home itself and no other
    whole_minutes = np.round(minutes)
    alike = (whole_minutes[:, None, :] == whole_minutes[None, homes, :]).all(axis=2).sum(axis=0)
    assert (alike <= 5).mean() > 0.9
    # What we tell: how many of a group live in a band to the nearest centre. The cells of the band are all there is.
    band = np.digitize(minutes.min(axis=1), (5, 10, 15), right=True)
    survivors = np.bincount(band[homes], minlength=4)
    table = table_of(tree(1), [Dimension(name="minutes_band", categories=("a", "b", "c", "d"))], [survivors])
    is_told = below_k_hidden(table, k=K)
    residents = np.bincount(band, weights=np.full(grid.cell_count, 8.0), minlength=4)
    crowd = np.append(residents, residents.sum())[None, :]
    results = run_attacks(Target(truth=table, now=told_as_it_is(table, is_told), k=K, residents=crowd))
    assert found(results, "Location from bands").passes
    told = is_told[1, :-1]
    assert survivors[told].min() >= K
    lonely = run_attacks(Target(truth=table, now=told_as_it_is(table, is_told), k=K, residents=crowd / 200))
    assert not found(lonely, "Location from bands").passes


def test_bands_of_hazard_runs_tell_where_the_hazards_are():
    table = table_of(tree(2), [MINUTES], [[20, 0, 0, 0, 0, 12], [30, 15, 0, 0, 0, 0]])
    by_hazard_runs = replace(table, is_possible=table.counts > 0)  # twelve are cut off by a field
    by_told_runs = np.array([[1, 1, 0, 0, 0, 0], [1, 1, 0, 0, 0, 0]], dtype=np.bool_)
    results = run_attacks(
        Target(truth=by_hazard_runs, now=told_as_it_is(table, table.is_wanted()), k=K, can_be=by_told_runs)
    )
    assert found(results, "Hazards").succeeded == 2
    ours = table_of(tree(2), [MINUTES], [[20, 12, 0, 0, 0, 0], [30, 15, 0, 0, 0, 0]], is_possible=by_told_runs)
    results = run_attacks(Target(truth=ours, now=told_as_it_is(ours, ours.is_wanted()), k=K, can_be=by_told_runs))
    assert found(results, "Hazards").passes
