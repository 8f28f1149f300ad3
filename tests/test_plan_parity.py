"""The parity check of a plan: survivors' share as a range from told figures alone, beside the share of all."""

import math

import numpy as np
import pandas as pd
import pytest
from banded_tables import count_table, counts_of, told_of
from hypothesis import given, settings
from hypothesis import strategies as st

from accessibility.plans import plan_parity
from accessibility.release import PLAN_TABLES

VILLAGES = ("A1", "A2", "A3", "B1", "B2", "B3", "B4")  # the last two are one unit of the tables
RUN = {"profile": "default", "scenario": "base", "season": "all-year", "direction": "to", "hazards": "no-hazards"}
MANY = [[200, 0, 200, 0], [200, 0, 200, 0]]  # of a village: half of each sex within, half beyond


def summary(**other):
    return pd.DataFrame([{"plan": "p", "within_minutes": 60.0, "as_of": "2026-11-01", **RUN, **other}])


def areas(gained, *, beyond=400.0, people=1000.0, pillar="physical_rehab"):
    """Of each village so many who are beyond, and those of them who gain by name; then all together."""
    rows = [
        {
            "plan": "p",
            "pillar": pillar,
            "area_id": village,
            "area_kind": "area",
            "people": people,
            "people_within_before": people - beyond,
            "people_gained": float(gained.get(village, 0.0)),
        }
        for village in VILLAGES
    ]
    whole = {"area_id": "all", "area_kind": "all", "people": 7 * people, "people_gained": sum(gained.values())}
    return pd.DataFrame(
        [*rows, {"plan": "p", "pillar": pillar, "people_within_before": 7 * (people - beyond), **whole}]
    )


def verdict(gained, counts, *, told=None, **other):
    told = [told_of(count_table(counts))] if told is None else told
    [row] = plan_parity(summary(**other), areas(gained), told).to_dict("records")
    return row


def everywhere(counts):
    return counts_of(**dict.fromkeys(("A1", "A2", "A3", "B1", "B2", "B3"), counts))


def test_survivors_who_live_where_the_plan_helps_pass():
    found = verdict({"A1": 400}, counts_of(A1=MANY))
    assert found["need_gained_share"] == pytest.approx(400 / 7000)
    assert found["survivors_gained_share_low"] > 0.45
    assert found["survivors_gained_share_high"] < 0.55
    assert found["verdict"] == "pass"


def test_survivors_who_live_elsewhere_fail():
    found = verdict(dict.fromkeys(VILLAGES[1:], 400), counts_of(A1=MANY))
    assert found["need_gained_share"] == pytest.approx(2400 / 7000)
    assert found["survivors_gained_share_high"] < 0.15  # nobody elsewhere is told, but a few may be
    assert found["verdict"] == "fail"


def test_a_range_on_both_sides_cannot_be_told():
    few = counts_of(A1=[[0, 0, 12, 0], [4, 0, 4, 0]], B1=[[9, 0, 9, 0]] * 2)
    found = verdict({village: 400 for village in VILLAGES if village != "B1"}, few)
    assert found["survivors_gained_share_low"] < found["need_gained_share"] < found["survivors_gained_share_high"]
    assert found["verdict"] == "cannot be told"


@given(
    cells=st.lists(st.integers(0, 80), min_size=48, max_size=48),
    gained=st.lists(st.integers(0, 400), min_size=6, max_size=6),
    seed=st.integers(0, 50),
)
@settings(max_examples=40, deadline=None)
def test_the_true_share_is_in_the_range_if_survivors_gain_as_all_do(cells, gained, seed):
    counts = np.array(cells, dtype=np.int64).reshape(6, 2, 4)
    table = count_table(counts)
    is_hidden = np.random.default_rng(seed).random(table.cube_shape) < 0.2
    by_village = dict(zip(VILLAGES, [*gained, gained[-1]], strict=True))  # both parts of the merged unit alike
    found = verdict(by_village, counts, told=[told_of(table, is_hidden=is_hidden)])
    if not math.isnan(found["survivors_gained_share_low"]):
        beyond = counts[:, :, 2:].sum(axis=(1, 2))
        true = (beyond @ np.array(gained)) / 400 / counts.sum()
        assert found["survivors_gained_share_low"] - 1e-9 <= true <= found["survivors_gained_share_high"] + 1e-9


def test_areas_told_as_one_gain_between_the_least_and_the_greatest_of_them():
    here = counts_of(B3=MANY)
    both, one = verdict({"B3": 400, "B4": 400}, here), verdict({"B3": 400}, here)
    assert one["survivors_gained_share_low"] == 0.0
    assert one["survivors_gained_share_high"] == both["survivors_gained_share_high"]
    assert both["survivors_gained_share_low"] > 0.45
    assert one["verdict"] == "cannot be told"


def test_a_wider_gain_never_lowers_either_end():
    lows, highs = [], []
    for gained in (0, 100, 200, 400):
        found = verdict({"A1": gained, "B1": gained}, everywhere(MANY))
        lows.append(found["survivors_gained_share_low"])
        highs.append(found["survivors_gained_share_high"])
    assert lows == sorted(lows)
    assert highs == sorted(highs)


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"told": []}, "names no protected table"),
        ({"within_minutes": 45.0}, "ends at 45 minutes"),
        ({"season": "wet"}, "of this run"),
        ({"hazards": "hazards"}, "of this run"),
    ],
)
def test_without_a_table_that_fits_it_says_why_it_cannot_be_told(other, words):
    found = verdict({"A1": 400}, counts_of(A1=MANY), **other)
    assert found["verdict"] == "cannot be told"
    assert words in found["note"]
    assert math.isnan(found["survivors_gained_share_low"])
    assert found["need_gained_share"] == pytest.approx(400 / 7000)


def test_noise_bounds_no_share():
    told = told_of(count_table(counts_of(A1=MANY)), noise_epsilon=1.0)
    assert verdict({"A1": 400}, None, told=[told])["verdict"] == "cannot be told"


def test_the_assumption_is_said_and_made_up_survivors_are_called_so():
    assert "within each area survivors gain as" in verdict({"A1": 400}, counts_of(A1=MANY))["note"]
    told = told_of(count_table(counts_of(A1=MANY)), is_synthetic=True)
    assert verdict({"A1": 400}, None, told=[told])["note"].startswith("made-up survivors")


def test_the_rows_have_the_columns_of_the_table():
    rows = plan_parity(summary(), areas({"A1": 400}), [told_of(count_table(counts_of(A1=MANY)))])
    assert set(rows.columns) == set(PLAN_TABLES["plan_parity"].content)
