"""The lower envelope over cured factors, and minutes beyond a threshold."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from accessibility.reasons import every_set, excess_minutes, lower_envelope
from geo.errors import InputError

MINUTES = st.floats(0, 900) | st.just(np.inf)


@st.composite
def worlds(draw):
    """Minutes of four homes for every set of some factors."""
    factors = ["hazards", "no-road", "full", "day"][: draw(st.integers(0, 4))]
    return {cured: draw(hnp.arrays(np.float64, (4,), elements=MINUTES)) for cured in every_set(factors)}


@given(worlds())
@settings(max_examples=40)
def test_each_set_has_the_least_over_all_sets_within_it(minutes):
    before = {cured: times.copy() for cured, times in minutes.items()}
    least = lower_envelope(minutes)
    for cured in minutes:
        within = [minutes[less] for less in minutes if less <= cured]
        assert np.array_equal(least[cured], np.min(within, axis=0))
        assert np.array_equal(minutes[cured], before[cured])


@given(worlds())
@settings(max_examples=40)
def test_curing_more_never_lengthens_and_a_second_time_changes_nothing(minutes):
    least = lower_envelope(minutes)
    again = lower_envelope(least)
    for cured in least:
        assert np.array_equal(again[cured], least[cured])
        assert all((least[cured] <= least[less]).all() for less in least if less <= cured)


def test_an_unknown_way_leaves_unknown_what_might_have_been_less():
    least = lower_envelope({frozenset(): [np.nan, 5.0], frozenset({"day"}): [4.0, np.nan]})
    assert np.isnan(least[frozenset({"day"})]).all()
    assert least[frozenset()][1] == 5


def test_the_threshold_is_inclusive_and_no_way_counts_as_the_longest():
    minutes = [0, 120, 120.5, 600, 601, np.inf, np.nan]
    excess = excess_minutes(minutes, threshold_minutes=120, most_minutes=600)
    assert excess.tolist()[:-1] == [0, 0, 0.5, 480, 480, 480]
    assert np.isnan(excess[-1])


@pytest.mark.parametrize(
    ("minutes", "threshold", "most", "message"),
    [
        ([1.0], 120, 120, "most_minutes is 120 and the threshold 120"),
        ([1.0], 120, np.inf, "write a most_minutes above the threshold, such as 600"),
        ([1.0], np.nan, 600, "the threshold is nan minutes; give a number of at least 0"),
        ([-1.0, 2.0], 120, 600, "1 homes have minutes below 0; give 0 or more, inf where no way is"),
    ],
)
def test_what_cannot_be_measured_is_refused(minutes, threshold, most, message):
    with pytest.raises(InputError) as caught:
        excess_minutes(minutes, threshold_minutes=threshold, most_minutes=most)
    assert message in str(caught.value)


def test_minutes_must_be_there_for_every_set_and_of_the_same_homes():
    with pytest.raises(InputError, match="no minutes for when day is cured"):
        lower_envelope({frozenset(): [1.0], frozenset({"day", "full"}): [1.0], frozenset({"full"}): [1.0]})
    with pytest.raises(InputError, match="give the same homes for every set"):
        lower_envelope({frozenset(): [1.0], frozenset({"day"}): [1.0, 2.0]})
