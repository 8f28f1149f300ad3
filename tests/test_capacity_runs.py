"""Capacity in a run: pairs over a network, the measures of a study, and the tables of a release."""

import math
import re

import numpy as np
import pandas as pd
import pytest
from worlds import metric_grid, random_centres, random_world

from accessibility.capacity import METHODS, make_pairs
from accessibility.capacity_runs import MOST_PAIRS, measure_supply, pairs_of, tell_unknown_capacity
from accessibility.capacity_tables import load_frame, supply_frame
from accessibility.need import adopt_people, people_time
from accessibility.search import Sources, TravelRules, lay_network, least_times
from accessibility.study_file import CapacityTable
from geo.errors import InputError
from geo.faults import Faults
from geo.layers import one_area


@pytest.fixture(scope="module")
def world():
    return random_world(5)


@pytest.fixture(scope="module")
def sources(world):
    return Sources(cell=random_centres(world, 5, count=4), row=np.array([7, 2, 9, 4], np.int32))


@pytest.fixture(scope="module")
def demand(world):
    people = np.random.default_rng(5).uniform(0, 9, world.land.grid.shape)
    people[::3] = 0
    return adopt_people(people, world.land, within_m=150)


def laid(world, **options):
    return lay_network(world.land, world.roads, rules=TravelRules(**options), hazards=world.hazards)


@pytest.mark.parametrize("direction", ["to", "from"])
def test_pairs_are_the_minutes_of_each_centre_by_itself_to_everyone_within(world, sources, demand, direction):
    network = laid(world, direction=direction)
    told = []
    pairs = pairs_of(network, sources, demand, within_minutes=7, progress=lambda *at: told.append(at[1]))
    assert (pairs.origin_count, pairs.centre_count) == (len(demand.people), 4)
    dense = np.full((len(demand.people), 4), np.inf)
    dense[pairs.origin, pairs.centre] = pairs.minutes
    for place in range(4):
        alone = people_time(demand, least_times(network, sources.only(place)), hazards=network.hazards).minutes
        np.testing.assert_array_equal(dense[:, place], np.where(alone <= 7, alone, np.inf))
    assert np.isinf(dense).any()
    assert told == [0.25, 0.5, 0.75, 1.0]


def test_pairs_keep_to_a_shorter_limit_of_the_rules_and_leave_homes_in_hazards_out(world, sources, demand):
    short = pairs_of(laid(world, limit_minutes=3), sources, demand, within_minutes=7)
    assert short.minutes.max() <= 3
    is_inside = world.hazards.is_inside.ravel()[demand.home_cell]
    assert is_inside.any()
    everyone = pairs_of(laid(world), sources, demand, within_minutes=1e6)
    assert not is_inside[everyone.origin].any()
    assert demand.is_adopted[everyone.origin].any()


def test_too_many_pairs_are_refused_as_soon_as_they_are_found(world, sources, demand):
    message = (
        r"pairs of a home and a centre within 1000 minutes are found after 1 of 4 centres, and 10 are held .*; shorten "
        r"\[capacity\] catchment_minutes, or use larger cells"
    )
    with pytest.raises(InputError, match=message):
        pairs_of(laid(world), sources, demand, within_minutes=1000, most_pairs=10)
    assert MOST_PAIRS == 100_000_000


def test_two_sources_of_one_centre_are_refused(world, sources, demand):
    twice = Sources(cell=sources.cell, row=np.array([1, 1, 2, 3], np.int32))
    with pytest.raises(InputError, match="two sources are of one centre, whose capacity would count twice"):
        pairs_of(laid(world), twice, demand, within_minutes=9)


def test_no_centre_is_no_pair(world, demand):
    nowhere = Sources(cell=np.empty(0, np.int64), row=np.empty(0, np.int32))
    assert len(pairs_of(laid(world), nowhere, demand, within_minutes=9)) == 0


# One row of three homes: 100, 100 and 50 people; A is in reach of the first two, B of the last two, C of none

GRID = metric_grid(1, 4)
AREAS = one_area(GRID)
CELLS = np.array([0, 1, 2, 3])
PEOPLE = np.array([100.0, 100.0, 50.0, 50.0])
ROAD = make_pairs([0, 1, 1, 2], [0, 0, 1, 1], [10.0, 20.0, 20.0, 10.0], origin_count=4, centre_count=3)
CAPACITY = np.array([100.0, 50.0, np.nan])


def answer(capacity=CAPACITY, **table):
    written = {"catchment_minutes": 30, "weights": [[30, 1]], **table}
    return measure_supply(ROAD, PEOPLE, capacity, CapacityTable.model_validate(written), threshold_minutes=120)


def test_every_method_of_the_study_is_taken_in_its_order():
    taken = answer(methods=METHODS[::-1])
    assert [supply.method for supply in taken.supplies] == list(METHODS[::-1])
    assert taken.loads.method == "bfca"
    assert answer(methods=["2sfca"]).loads.demand.tolist() == [150, 100, 0]


def test_a_centre_of_unknown_capacity_is_left_out_or_taken_to_give_what_the_study_says():
    left_out = answer(np.array([100.0, np.nan, np.nan]))
    assert left_out.loads.is_reached.tolist() == [True, True, False, False]
    assumed = answer(np.array([100.0, np.nan, np.nan]), unknown_capacity=50, unknown_capacity_source="a survey")
    np.testing.assert_array_equal(assumed.loads.capacity, [100, 50, 50])
    np.testing.assert_array_equal(assumed.loads.value, answer().loads.value)


def test_the_table_of_supply_counts_those_who_reach_none_as_none():
    frame = supply_frame(
        answer(methods=["2sfca", "bfca", "raam"]).supplies,
        AREAS,
        CELLS,
        PEOPLE,
        group="everyone",
        people_outside_grid=100.0,
    )
    assert list(frame.columns) == [
        "method",
        "area_id",
        "area_name",
        "area_kind",
        "group",
        "value",
        "unit",
        "denominator",
    ]
    assert frame["method"].unique().tolist() == ["2sfca", "bfca", "bfca-served", "raam", "raam-served", "unreached"]
    by = frame.set_index(["method", "area_kind"])
    assert by.loc[("2sfca", "area"), "value"] == pytest.approx(150 / 300)  # all capacity, over all people
    assert by.loc[("bfca", "area"), "value"] == pytest.approx(150 / 300)
    assert by.loc[("bfca", "all"), "value"] == pytest.approx(150 / 400)
    assert by.loc[("bfca", "all"), "denominator"] == 400
    assert by.loc[("bfca", "outside"), ["value", "denominator"]].tolist() == [0, 100]
    assert by.loc[("bfca-served", "area"), "value"] == pytest.approx(150 / 300)
    assert by.loc[("unreached", "area"), "value"] == pytest.approx(50 / 300)
    assert by.loc[("unreached", "all"), "value"] == pytest.approx(150 / 400)
    assert by.loc[("unreached", "outside"), "value"] == 1.0
    assert by.loc[("raam", "all"), "denominator"] == 250
    assert np.isfinite(by.loc[("raam", "all"), "value"])
    assert np.isnan(by.loc[("raam", "outside"), "value"])
    assert by["unit"].unique().tolist() == ["people per year per person", "share", "minutes"]


def test_the_table_of_supply_is_of_the_people_of_the_group_alone():
    frame = supply_frame(answer().supplies, AREAS, CELLS, np.array([0.0, 0.0, 2.0, 0.0]), group="female")
    by = frame.set_index(["method", "area_kind"])
    assert by.loc[("bfca", "area"), "value"] == pytest.approx(0.5)
    assert set(frame["group"]) == {"female"}
    assert by.loc[("bfca", "outside"), "denominator"] == 0
    assert np.isnan(by.loc[("bfca", "outside"), "value"])


def test_the_load_of_a_centre_is_who_is_sent_there():
    frame = load_frame(answer(), ids=["a", "b", "c"], names=["A", "B", "C"])
    expected = pd.DataFrame(
        {
            "centre_id": ["a", "b", "c"],
            "centre_name": ["A", "B", "C"],
            "capacity_per_year": [100, 50, np.nan],
            "demand_per_year": [150, 100, np.nan],
            "load_ratio": [1.5, 2.0, np.nan],
            "note": ["", "", "capacity not known; left out"],
        }
    )
    pd.testing.assert_frame_equal(frame, expected)
    notes = load_frame(
        answer(np.array([0.0, np.nan, np.nan]), unknown_capacity=50, unknown_capacity_source="a survey"),
        ids=["a", "b", "c"],
        names=["A", "B", "C"],
    )
    assert notes["note"].tolist() == [
        "no capacity",
        "capacity not known; taken as 50",
        "capacity not known; taken as 50; nobody in reach",
    ]
    assert math.isnan(notes["load_ratio"][0])
    assert notes["load_ratio"][1] == pytest.approx(150 / 50)


@pytest.mark.parametrize(
    ("capacity", "table", "severity", "message"),
    [
        (CAPACITY, {}, "notice", "the capacity of 1 of 3 centres is not known; they are left out of the measures"),
        (
            CAPACITY,
            {"unknown_capacity": 50, "unknown_capacity_source": "a survey"},
            "notice",
            "the capacity of 1 of 3 centres is not known; each is taken to serve 50 people a year (a survey)",
        ),
        (
            np.full(3, np.nan),
            {},
            "error",
            (
                "the capacity of 3 of 3 centres is not known. Write capacity_per_year of these centres, or [capacity] "
                "unknown_capacity with its source, or remove [capacity]."
            ),
        ),
    ],
)
def test_unknown_capacities_are_told(capacity, table, severity, message):
    faults = Faults()
    tell_unknown_capacity(
        ("A", "B", "C"), capacity, CapacityTable.model_validate(table), where="centres.csv", faults=faults
    )
    [fault] = faults
    assert fault.severity == severity
    assert re.search(re.escape(message), str(fault))


def test_nothing_is_told_where_all_capacities_are_known():
    faults = Faults()
    tell_unknown_capacity(("A",), np.array([3.0]), CapacityTable(), where="centres.csv", faults=faults)
    assert not len(faults)
