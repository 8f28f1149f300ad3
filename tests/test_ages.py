"""Age bands hold each age once, or it is told which they miss or share; and some words can weigh nobody."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accessibility.ages import EVERY_AGE, OLDEST, AgeBand, age_band, find_age_fault, find_cut_band, usual_bands
from accessibility.ages import merged_bands as merged
from accessibility.never_weights import is_never_a_need, is_never_a_weight


def bands_of(starts):
    """Bands that begin with the given years and hold each age once."""
    rising = sorted({0, *starts})
    return [*(age_band(first, last - 1) for first, last in pairwise(rising)), age_band(rising[-1], None)]


starts = st.lists(st.integers(1, 98), max_size=12)


@given(starts, st.randoms(use_true_random=False))
def test_bands_that_hold_each_age_once_are_sound_in_any_order(years, chance):
    bands = bands_of(years)
    chance.shuffle(bands)
    assert find_age_fault(bands) is None


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(sorted), min_size=1, max_size=5))
def test_a_fault_is_found_just_when_an_age_is_not_in_one_band_alone(ends):
    bands = [AgeBand(first=first, last=last) for first, last in ends] + [AgeBand(first=25, last=OLDEST)]
    held = [sum(band.first <= year <= band.last for band in bands) for year in range(OLDEST + 1)]
    assert (find_age_fault(bands) is None) == (set(held) == {1})


@pytest.mark.parametrize(
    ("bands", "fault"),
    [
        ([(0, 14), (10, None)], "the bands 0 to 14 and 10 and over overlap"),
        ([(0, 14), (16, None)], "the age 15 is in no band"),
        ([(5, None)], "the ages 0 to 4 are in no band"),
        ([(0, 64)], "everyone of age 65 and over is in no band"),
        ([], "there is no band"),
    ],
)
def test_what_is_wrong_with_bands_is_told_in_words(bands, fault):
    assert find_age_fault([age_band(*band) for band in bands]) == fault


def test_a_last_band_that_ends_at_ninety_nine_has_no_upper_end():
    assert age_band(60, 99) == age_band(60, None) == age_band(60, 120)
    assert not age_band(60, 98).is_open


def test_a_wider_band_that_cuts_a_narrower_one_is_found():
    bands = bands_of([15, 60])
    assert find_cut_band(age_band(0, 59), bands) is None
    assert find_cut_band(age_band(0, 17), bands) == age_band(15, 59)


@given(starts, starts)
def test_merged_bands_hold_each_age_once_and_are_cut_by_no_wanted_band(years, fewer):
    bands = bands_of(years)
    wanted = bands_of([year for year in fewer if year in years])
    kept = merged(bands, wanted)
    assert find_age_fault(kept) is None
    assert kept == tuple(wanted)


def test_many_bands_are_told_by_three_and_few_by_themselves():
    assert [band.key for band in usual_bands(bands_of(range(5, 85, 5)))] == ["age-0-14", "age-15-59", "age-60-plus"]
    assert usual_bands(bands_of([18])) == tuple(bands_of([18]))
    odd = bands_of([3, 6, 9, 12, 18, 40, 70])
    assert usual_bands(odd) == tuple(odd)
    assert EVERY_AGE.label == "age 0 and over"


@pytest.mark.parametrize(
    "name",
    [
        *("cause", "Cause_of_injury", "causeOfImpairment", "nationality", "Nationalité", "ethnicity", "ethnic group"),
        *("legal_status", "statut", "place of origin", "origine", "refugees", "race", "citizenship", "IDP", "veteran"),
    ],
)
def test_causes_nationality_and_status_can_weigh_nobody(name):
    assert is_never_a_weight(name)


@pytest.mark.parametrize(
    "name",
    [
        *("need", "label", "pillars", "rate_per_100", "low", "high", "sex", "age_from", "age_to", "source"),
        *("source_date", "certainty", "note", "share", "area_id", "trace", "wheelchair", "household_size"),
    ],
)
def test_what_needs_and_shares_are_told_by_is_not_refused(name):
    assert not is_never_a_weight(name)
    assert not is_never_a_need(name)
