"""The headline figures with how far the draws move them."""

import math
from dataclasses import replace
from types import SimpleNamespace

import pytest

from maps.run_key import RunKey
from maps.why import WhyTables, headline_intervals
from maps.why.values import Interval, RunTables

RUN = RunKey(pillar="any", profile="walk", scenario="base", season="all-year", direction="to", hazards="no-hazards")
TIER = SimpleNamespace(runs=(SimpleNamespace(key=RUN),), threshold_minutes=120.0)


def interval(measure, unit, low, median, high):
    whole = {"run": RUN, "place_kind": "all", "place_id": "total", "place_name": "All", "group": "everyone"}
    drawn = {"interval": 0.8, "draws": 100.0, "denominator": 1000.0}
    return Interval(**whole, **drawn, measure=measure, unit=unit, value=median, low=low, median=median, high=high)


SHARE = interval("share_within_120_min", "share", 0.8, 0.9, 0.95)
BEYOND = interval("beyond_threshold_people", "people", 50.0, 100.0, 200.0)
MEDIAN = interval("median_minutes", "minutes", 30.0, 45.0, 60.0)


def said_of(*intervals):
    return headline_intervals(WhyTables(runs={RUN: RunTables(intervals=intervals)}), TIER)


def test_share_people_and_median_are_told_with_their_intervals():
    assert said_of(MEDIAN, BEYOND, SHARE) == {
        RUN: "How sure that is: 80 % of the draws put the share within 2 hours at 80 % to 95 % (median 90 %), the "
        "people not within it at 50 to 200 (median 100) and the time of half of the people at 30 min to 1 h "
        "(median 45 min)."
    }


def test_a_threshold_that_is_no_band_has_no_share_to_tell():
    assert said_of(BEYOND) == {
        RUN: "How sure that is: 80 % of the draws put the people not within it at 50 to 200 (median 100)."
    }


@pytest.mark.parametrize(
    "intervals", [(), (replace(BEYOND, low=math.nan),), (replace(BEYOND, place_kind="area", place_id="a1"),)]
)
def test_what_was_not_drawn_of_all_is_not_told(intervals):
    assert said_of(*intervals) == {}


def test_a_median_without_a_way_is_said_so():
    assert "at 30 min to no way" in said_of(replace(MEDIAN, high=math.inf))[RUN]
