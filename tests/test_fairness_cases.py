"""Fairness in numbers solved in the head: whom a measure is of, and what is no input for it."""

import math

import numpy as np
import pytest
from fairness_measures import INF, MEASURES, NAN, all_measures, by_rank

from accessibility.fairness import (
    concentration_index,
    fgt,
    gini,
    kolm_pollak_ede,
    kolm_pollak_kappa,
    palma,
    theil,
    theil_by_group,
)
from geo.errors import InputFaults

# toy numbers


def test_one_of_four_with_all_has_a_gini_index_of_three_quarters():
    assert gini([0, 0, 0, 8], [1, 1, 1, 1]).value == 0.75


def test_half_with_nothing_has_a_theil_index_of_the_logarithm_of_two():
    assert theil([0, 10], [5, 5]).value == pytest.approx(math.log(2))


def test_a_palma_ratio_of_ten_people_is_the_tenth_over_the_first_four():
    assert palma([1] * 4 + [2] * 5 + [8], [1] * 10).value == 2.0


def test_people_at_a_bound_are_split():
    # the last tenth is half of the second home; the first four tenths are of the first
    assert palma([1, 3], [8, 2]).value == pytest.approx(0.1 * 3 / 0.4)


def test_twice_and_four_times_the_threshold_are_gaps_of_a_half_and_three_quarters():
    found = [fgt([60, 120, 240, INF], [1, 1, 1, 1], threshold_minutes=60, alpha=alpha).value for alpha in (0, 1, 2)]
    assert found == [0.75, (0.5 + 0.75 + 1) / 4, (0.25 + 0.5625 + 1) / 4]


def test_a_minute_beyond_every_bound_and_no_way_at_all_are_nearly_one_gap():
    assert fgt([1e9], [1], threshold_minutes=60, alpha=1).value == pytest.approx(1)


def test_all_for_the_upper_half_is_the_corrected_index_of_one():
    assert concentration_index([0, 1], [1, 1], rank_by=[1, 2], bounds=(0, 1)).value == 1.0
    assert concentration_index([1, 0], [1, 1], rank_by=[1, 2], bounds=(0, 1)).value == -1.0


def test_who_ranks_the_same_leans_nowhere():
    assert concentration_index([0, 1, 5], [1, 2, 3], rank_by=[4, 4, 4]).value == 0.0


def test_by_wagstaff_all_that_the_mean_allows_is_one():
    found = concentration_index([0, 0, 0, 1], [1, 1, 1, 1], rank_by=[1, 2, 3, 4], bounds=(0, 1), correction="wagstaff")
    assert found.value == pytest.approx(1)
    assert by_rank([0, 0, 0, 1], [1, 1, 1, 1]).value != pytest.approx(1)


def test_the_equivalent_of_two_homes_can_be_solved_in_the_head():
    kappa = math.log(2) / 10  # ten minutes more weigh twice
    assert kolm_pollak_ede([0, 10, 20], [2, 1, 1], kappa_per_minute=kappa).value == pytest.approx(10)


def test_long_ways_do_not_overflow():
    assert kolm_pollak_ede([0, 1e6], [1, 1], kappa_per_minute=1).value == pytest.approx(1e6 - math.log(2))


def test_kappa_is_the_aversion_over_the_minutes():
    assert kolm_pollak_kappa([50, 50], [1, 3], aversion=2) == pytest.approx(2 / 50)
    assert math.isnan(kolm_pollak_kappa([0, INF], [1, 1]))


# whom a measure is of


@all_measures
def test_nobody_is_left_out_without_being_counted(measure):
    found = measure([30, 90, INF, NAN], [10, 20, 5, 5])
    assert found.people + found.people_left_out == 40
    assert found.people_unknown == 5
    assert "12.5 % are not known and are left out" in found.note
    is_of_all = measure in (MEASURES["fgt0"], MEASURES["fgt1"], MEASURES["fgt2"])
    assert found.people_no_way == (0 if is_of_all else 5)
    assert ("12.5 % have no way and are left out" in found.note) is not is_of_all
    rest = measure([30, 90, INF], [10, 20, 5]) if is_of_all else measure([30, 90], [10, 20])
    assert found.value == rest.value


@all_measures
@pytest.mark.parametrize(("values", "weights"), [([], []), ([1, INF], [0, 0])])
def test_of_nobody_there_is_no_figure(measure, values, weights):
    found = measure(np.array(values, dtype=float), np.array(weights, dtype=float))
    assert math.isnan(found.value)
    assert (found.people, found.note) == (0, "nobody")


@pytest.mark.parametrize("name", ["gini", "theil", "palma", "concentration", "ede"])
def test_where_nobody_has_a_way_there_is_no_figure_of_minutes(name):
    found = MEASURES[name]([INF, INF], [1, 3])
    assert math.isnan(found.value)
    assert found.note == "nobody has a value; 100.0 % have no way and are left out"


def test_where_nobody_has_a_way_deprivation_is_whole():
    assert [MEASURES[f"fgt{alpha}"]([INF], [3]).value for alpha in (0, 1, 2)] == [1, 1, 1]


@pytest.mark.parametrize("name", ["gini", "theil", "concentration"])
def test_where_everyone_has_0_nothing_is_shared_out(name):
    found = MEASURES[name]([0, 0], [1, 2])
    assert math.isnan(found.value)
    assert found.note == "everyone has 0"


def test_where_everyone_has_0_both_parts_of_theil_are_no_figure():
    split = theil_by_group([0, 0], [1, 2], [0, 1])
    assert [math.isnan(part.value) for part in (split.total, split.within, split.between)] == [True] * 3
    assert math.isnan(theil_by_group([INF], [1], [0]).between.value)


def test_a_palma_ratio_over_nothing_is_told_as_such():
    found = palma([0, 0, 5], [3, 3, 4])
    assert math.isnan(found.value)
    assert found.note == "the four tenths with least have 0"


def test_by_wagstaff_a_share_that_all_have_leans_nowhere_that_can_be_told():
    found = concentration_index([1, 1], [1, 2], rank_by=[1, 2], bounds=(0, 1), correction="wagstaff")
    assert math.isnan(found.value)
    assert found.note == "everyone has the least or everyone the greatest value"


def test_who_has_no_rank_is_unknown():
    found = concentration_index([1, 2, 3], [1, 1, 2], rank_by=[1, 2, NAN])
    assert (found.people, found.people_unknown) == (2, 2)


def test_a_zero_is_a_value_like_others_where_supply_is_measured():
    found = gini([0, 1], [1, 1])
    assert (found.value, found.people_left_out) == (0.5, 0)


# bad input


@all_measures
def test_all_that_is_wrong_is_told_at_once(measure):
    with pytest.raises(InputFaults) as caught:
        measure([1.0, -2.0, -3.0], [1.0, -1.0, NAN])
    message = str(caught.value)
    assert "fairness, people: 2 entries are negative or not known. Give each home its people, 0 or more." in message
    assert "fairness, values: 2 entries are below 0. Give minutes, supply or shares" in message


@all_measures
@pytest.mark.parametrize("weights", [[1.0, 2.0], [[1.0], [2.0], [3.0]]])
def test_arrays_of_other_lengths_are_refused(measure, weights):
    with pytest.raises(InputFaults, match=r"beside [23] of people. Give one entry for each home"):
        measure([1.0, 2.0, 3.0], weights)


def test_endless_people_are_refused():
    with pytest.raises(InputFaults, match=r"people: some are infinite. Give each home its people, a finite number"):
        gini([1.0], [INF])


@pytest.mark.parametrize("threshold", [0, -1, INF, NAN])
def test_a_threshold_that_is_none_is_refused(threshold):
    with pytest.raises(InputFaults, match=r"threshold_minutes: is \S+, not a finite number above 0"):
        fgt([1.0], [1.0], threshold_minutes=threshold, alpha=0)


@pytest.mark.parametrize("alpha", [-1, INF, NAN])
def test_an_alpha_that_is_none_is_refused(alpha):
    with pytest.raises(InputFaults, match=r"alpha: is .* Take 0, 1 or 2"):
        fgt([1.0], [1.0], threshold_minutes=60, alpha=alpha)


@pytest.mark.parametrize("kappa", [0, -0.1, INF, NAN])
def test_a_kappa_that_is_none_is_refused(kappa):
    with pytest.raises(InputFaults, match=r"kappa_per_minute: .* Take what kolm_pollak_kappa gives"):
        kolm_pollak_ede([1.0], [1.0], kappa_per_minute=kappa)


def test_an_aversion_of_nothing_is_refused():
    with pytest.raises(InputFaults, match=r"aversion: is 0, not a finite number above 0"):
        kolm_pollak_kappa([1.0], [1.0], aversion=0)


def test_bounds_in_the_wrong_order_are_refused():
    with pytest.raises(InputFaults, match=r"bounds: are 1 and 0. Give the least value"):
        concentration_index([1.0], [1.0], rank_by=[1.0], bounds=(1, 0))


def test_values_beyond_their_bounds_are_refused():
    with pytest.raises(
        InputFaults, match=r"values: 1 entries are not between 0 and 1. Correct the bounds or the values"
    ):
        concentration_index([0.5, 1.5], [1.0, 1.0], rank_by=[1.0, 2.0], bounds=(0, 1))


def test_an_unknown_correction_is_refused():
    with pytest.raises(InputFaults, match=r"'other' is not understood. Take one of erreygers, wagstaff"):
        concentration_index([0.5], [1.0], rank_by=[1.0], bounds=(0, 1), correction="other")


def test_groups_that_are_no_whole_numbers_are_refused():
    with pytest.raises(InputFaults, match=r"group: is of float64, not of whole numbers"):
        theil_by_group([1.0], [1.0], [0.5])
