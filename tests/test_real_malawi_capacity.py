"""Capacity in southern Malawi: coverage in turn depends on the order of facilities, ours does not."""

import math
import runpy

import numpy as np
import pytest


@pytest.fixture(scope="module")
def script(root, shared_data):
    assert shared_data.is_dir()
    return runpy.run_path(str(root / "benchmarks" / "capacity_malawi.py"))


@pytest.fixture(scope="module")
def district(script, root):
    return script["read"](root / "tests" / "studies" / "malawi_scenario.toml")


def test_the_written_tables_are_what_the_code_computes(script, district, root):
    written = (root / "benchmarks" / "capacity_malawi.md").read_text(encoding="utf-8")
    for lines in ("coverage", "levels", "loads"):
        for line in script[lines](district):
            assert line in written


def test_coverage_in_turn_is_another_in_another_order_and_ours_is_one(script, district):
    orders = script["orders_of"](district)
    in_turn = [
        district.by_zone(script["in_turn"](district.in_order(orders[name]))[0])
        for name in ("small first", "large first")
    ]
    assert np.abs(in_turn[0] - in_turn[1]).max() > 50_000
    assert script["is_same_in_every_order"](district)


def test_patients_and_capacity_are_conserved(script, district):
    ours = script["at_once"](district)
    for method in ("2sfca", "bfca"):
        got = math.fsum(district.people * ours[method].value)
        assert got == pytest.approx(ours[method].used_capacity, rel=1e-12)
    for method in ("bfca", "raam"):
        reaching = math.fsum(district.people[ours[method].is_reached])
        assert ours[method].demand.sum() == pytest.approx(reaching, rel=1e-12)
        covered = math.fsum(script["covered_at_once"](district, ours[method]))
        assert covered == pytest.approx(np.minimum(ours[method].demand, district.capacity).sum(), rel=1e-9)


@pytest.mark.verify
def test_no_order_of_turns_covers_more_than_the_facilities_have_and_all_orders_leave_ours_alone(script, root):
    district = script["read"](root / "tests" / "studies" / "malawi_scenario.toml", within_minutes=180)
    ours = script["at_once"](district, within_minutes=180)
    random = np.random.default_rng(2026)
    totals = []
    for _ in range(25):
        other = district.in_order(random.permutation(len(district.capacity)))
        covered, taken = script["in_turn"](other)
        assert (taken <= other.capacity * (1 + 1e-12)).all()
        totals.append(district.by_zone(covered))
        there = script["at_once"](other, within_minutes=180)
        for method, supply in ours.items():
            assert supply.value.tobytes() == there[method].value.tobytes()
    assert np.ptp(totals, axis=0)[:-2].max() > 50_000
