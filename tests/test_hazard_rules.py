"""Rules of policy: the first that an area meets, by kind, status, evidence, geometry and age."""

import datetime as dt

import numpy as np
import pytest
from hazard_rows import records_of

from geo.faults import Faults
from geo.hazards.rules import HazardRule, rule_of, tell_idle_rules

ROWS = [
    {"id": "a", "kind": "SHA", "status": "suspected", "evidence": "indirect", "surveyed_on": "2004-05-03"},
    {"id": "b", "kind": "CHA", "status": "confirmed", "evidence": "direct", "surveyed_on": "2020-01-01"},
    {"id": "c", "kind": "Battle area", "status": "open", "evidence": None, "surveyed_on": None},
]


@pytest.fixture(scope="module")
def areas():
    records, _ = records_of(ROWS)
    return records.areas


def policies(areas, *rules):
    return rule_of(areas, rules, policy="block", slow_factor=None)[0].tolist()


def told(areas, *rules):
    faults = Faults()
    tell_idle_rules(areas, rules, where="h.gpkg", faults=faults)
    return [(notice.which, notice.what) for notice in faults.notices]


def test_without_a_rule_all_have_the_policy_of_the_table(areas):
    names, factors = rule_of(areas, [], policy="slow", slow_factor=3)
    assert names.tolist() == ["slow"] * 3
    assert factors.tolist() == [3, 3, 3]


def test_the_factor_multiplies_the_time(areas):
    rules = [
        HazardRule(ids=("a",), policy="slow", slow_factor=2),
        HazardRule(ids=("b",), policy="ignore"),
        HazardRule(ids=("c",), policy="slow"),
    ]
    names, factors = rule_of(areas, rules, policy="block", slow_factor=5)
    assert names.tolist() == ["slow", "ignore", "slow"]
    assert factors.tolist() == [2, 1, 5]
    assert rule_of(areas, [], policy="block", slow_factor=None)[1].tolist() == [np.inf] * 3


@pytest.mark.parametrize(
    ("condition", "met"),
    [
        ({"kind": ("sha", "Battle Area")}, "ac"),
        ({"status": ("confirmed",)}, "b"),
        ({"evidence": ("unknown",)}, "c"),
        ({"geometry_quality": ("unknown",)}, "abc"),
        ({"ids": ("b", "x")}, "b"),
        ({"kind": ("SHA",), "evidence": ("direct",)}, ""),
        ({"surveyed_before": dt.date(2020, 1, 1)}, "a"),
        ({"surveyed_after": dt.date(2020, 1, 1)}, "b"),
        ({"surveyed_after": dt.date(2004, 5, 3), "surveyed_before": dt.date(2004, 5, 4)}, "a"),
    ],
)
def test_all_conditions_of_a_rule_must_hold_and_unknown_days_meet_none(areas, condition, met):
    found = policies(areas, HazardRule(policy="ignore", **condition))
    assert found == ["ignore" if name in met else "block" for name in "abc"]


def test_the_first_rule_that_is_met_counts(areas):
    first = HazardRule(evidence=("direct",), policy="block")
    second = HazardRule(kind=("CHA", "SHA"), policy="ignore")
    assert policies(areas, first, second) == ["ignore", "block", "block"]
    assert policies(areas, second, first) == ["ignore", "ignore", "block"]


def test_rules_that_nothing_meets_are_told_with_the_nearest_word(areas):
    assert told(areas, HazardRule(kind=("CHA",), policy="block")) == []
    assert told(areas, HazardRule(kind=("Battle areas",), policy="ignore")) == [
        (
            "[[hazards.rules]], rule 1",
            "no area meets it: no kind is 'Battle areas' (did you mean 'Battle area'?)",
        )
    ]


def test_a_rule_behind_one_that_takes_all_its_areas_is_told(areas):
    everything = HazardRule(geometry_quality=("unknown",), policy="block")
    [(which, what)] = told(areas, everything, HazardRule(kind=("SHA",), policy="ignore"))
    assert which == "[[hazards.rules]], rule 2"
    assert what == "every area that meets it meets an earlier rule"
