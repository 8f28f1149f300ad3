"""Families and communities: estimates by area with a range, and not told where survivors are not."""

import math

import numpy as np
import pandas as pd
import pytest
from banded_tables import count_table, counts_of, told_of
from long_access import RUN
from told_tables import EARLIER, TODAY

from accessibility.families import FAMILIES_COLUMNS, HouseholdSize, families_frame
from geo.errors import InputError

SIZE = HouseholdSize(low=4, value=5, high=6, source="census 2017")
COUNTS = counts_of(A1=[[11, 0, 11, 0], [0, 0, 0, 0]], A2=[[2, 0, 0, 0], [0, 0, 0, 0]])


def families(told, **other):
    return families_frame([told], household_size=SIZE, **other).set_index("area_id")


def near(**other):
    return pd.DataFrame({"within_m": [0.0, 500.0, 1000.0, 5000.0], "population": [10.0, 50.0, 90.0, 400.0], **other})


def test_families_are_told_survivors_times_the_household_less_one():
    found = families(told_of(count_table(COUNTS))).loc["A1"]
    # 22 are told as 20, which stands for 16 to 24
    assert (found["people_low"], found["people"], found["people_high"]) == (16 * 3, 20 * 4, 24 * 5)
    assert (found["kind"], found["status"], found["source"]) == ("families", "told", "census 2017")
    assert found["is_estimate"]
    assert found["note"].startswith("estimate: told survivors times the household less one")
    assert found["as_of"] == TODAY.isoformat()


def test_what_is_suppressed_stays_not_told():
    found = families(told_of(count_table(COUNTS))).loc["A2"]
    assert found[["people_low", "people", "people_high"]].isna().all()
    assert (found["status"], found["note"]) == ("not told", "suppressed: not told, which does not mean zero")


def test_a_figure_told_as_the_multiple_below_k_stands_for_k():
    table = count_table(counts_of(A1=[[12, 0, 0, 0], [0, 0, 0, 0]]))
    found = families(told_of(table, k=12)).loc["A1"]
    assert (found["people_low"], found["people"], found["people_high"]) == (12 * 3, 12 * 4, 14 * 5)


def test_every_unit_has_one_row_of_each_run():
    told = told_of(count_table(COUNTS))
    rows = families_frame([told], household_size=SIZE)
    assert rows["area_id"].tolist() == list(told.design.units.ids)
    assert tuple(rows.columns) == FAMILIES_COLUMNS
    assert rows.iloc[0][list(RUN)].to_dict() == RUN


def test_where_nobody_lives_there_are_no_families():
    is_possible = np.ones(COUNTS.shape, dtype=bool)
    is_possible[3] = False
    found = families(told_of(count_table(COUNTS, is_possible=is_possible))).loc["B1"]
    assert (found["people"], found["status"], found["note"]) == (0, "told", "nobody lives there")


def test_a_held_figure_has_its_own_day():
    table = count_table(COUNTS)
    is_held = np.zeros(table.cube_shape, dtype=bool)
    is_held[2] = True
    assert families(told_of(table, is_held=is_held)).loc["A1", "as_of"] == EARLIER.isoformat()


def test_noise_leaves_a_figure_without_a_range():
    found = families(told_of(count_table(COUNTS), noise_epsilon=1.0)).loc["A1"]
    assert found["people"] == 80
    assert found[["people_low", "people_high"]].isna().all()
    assert "noise was added" in found["note"]


def test_made_up_survivors_have_made_up_families():
    assert families(told_of(count_table(COUNTS), is_synthetic=True))["note"].str.startswith("made-up survivors").all()


def test_communities_are_those_inside_or_within_a_kilometre():
    rows = families_frame([], household_size=SIZE, near_hazards=near(), as_of="2026-01-01", hazards_source="registry")
    [found] = rows.to_dict("records")
    assert (found["people_low"], found["people"], found["people_high"]) == (60, 100, 410)
    assert (found["kind"], found["area_id"], found["source"], found["as_of"]) == (
        "communities",
        "total",
        "registry",
        "2026-01-01",
    )
    assert "no recorded hazard does not mean safe" in found["note"]


def test_each_run_has_its_communities():
    both = pd.concat([near(season="dry"), near(season="wet")])
    assert families_frame([], household_size=None, near_hazards=both)["season"].tolist() == ["dry", "wet"]


def test_without_a_household_size_there_are_no_families_and_without_hazards_no_communities():
    assert families_frame([told_of(count_table(COUNTS))], household_size=None).empty


def test_a_household_of_one_leaves_no_family():
    alone = HouseholdSize(low=1, value=1, high=1, source="made up")
    assert families_frame([told_of(count_table(COUNTS))], household_size=alone)["people"].max() == 0


@pytest.mark.parametrize("size", [(0.5, 5, 6), (5, 4, 6), (4, 7, 6), (4, 5, math.inf), (math.nan, 5, 6)])
def test_a_household_size_that_is_no_range_is_refused(size):
    low, value, high = size
    with pytest.raises(InputError, match=r"are not a range with a value in it; give low, value and high"):
        HouseholdSize(low=low, value=value, high=high, source="census")


def test_a_household_size_without_a_source_is_refused():
    with pytest.raises(InputError, match="has no source; say where the figure is from"):
        HouseholdSize(low=4, value=5, high=6, source=" ")


def test_a_table_that_is_not_of_people_near_hazards_is_refused():
    with pytest.raises(InputError, match="near_hazards has no column population"):
        families_frame([], household_size=None, near_hazards=near().drop(columns="population"))
    with pytest.raises(InputError, match="needs one row within 0 m and one within 1000 m for each run"):
        families_frame([], household_size=None, near_hazards=near()[:2])
    with pytest.raises(InputError, match="needs one row within 0 m"):
        families_frame([], household_size=None, near_hazards=pd.concat([near(), near()]))
