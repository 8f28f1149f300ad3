"""Gaps between groups: both values with both denominators, and a word where there is none."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from long_access import long_access, row

from accessibility.fairness import FAIRNESS_COLUMNS, Pair, default_pairs, group_gaps
from geo.errors import InputFaults

INF, NAN = math.inf, math.nan
SHARE = "share_within_60_min"
MEDIAN = "median_minutes"
SEXES = (Pair(group="female", other_group="male"),)


def only(gaps):
    assert len(gaps) == 1
    return gaps.iloc[0]


def test_a_gap_has_both_values_both_denominators_difference_and_ratio():
    gap = only(group_gaps(long_access(row("female", SHARE, 0.4, 500), row("male", SHARE, 0.5, 400))))
    assert (gap["measure"], gap["of"], gap["unit"], gap["note"]) == ("gap", SHARE, "share", SHARE)
    assert (gap["group"], gap["value"], gap["denominator"]) == ("female", 0.4, 500)
    assert (gap["other_group"], gap["other_value"], gap["other_denominator"]) == ("male", 0.5, 400)
    assert gap["difference"] == pytest.approx(-0.1)
    assert gap["ratio"] == pytest.approx(0.8)
    assert gap["area_id"] == "total"


def test_the_columns_are_those_of_the_file_and_two_more():
    gaps = group_gaps(long_access(row("female", SHARE, 0.4, 500), row("male", SHARE, 0.5, 400)))
    assert tuple(gaps.columns) == (*FAIRNESS_COLUMNS, "of", "ratio")
    assert tuple(group_gaps(long_access(row("female", SHARE, 0.4, 500))).columns) == tuple(gaps.columns)


def test_of_a_group_of_nobody_there_is_a_row_that_says_so():
    gap = only(group_gaps(long_access(row("female", SHARE, 0.4, 500), row("male", SHARE, NAN, 0))))
    assert gap["note"] == f"{SHARE}; nobody: male"
    assert math.isnan(gap["difference"])
    assert math.isnan(gap["ratio"])
    assert gap["other_denominator"] == 0


def test_a_small_group_is_noted():
    gap = only(group_gaps(long_access(row("female", SHARE, 0.4, 99.9), row("male", SHARE, 0.5, 100))))
    assert gap["note"] == f"{SHARE}; fewer than 100 people: female"


def test_a_median_that_has_no_way_has_no_difference_but_stays_told():
    gap = only(group_gaps(long_access(row("female", MEDIAN, INF, 50), row("male", MEDIAN, 30, 400))))
    assert gap["value"] == INF
    assert math.isnan(gap["difference"])
    assert math.isnan(gap["ratio"])
    assert gap["note"] == f"{MEDIAN}; no way for female; fewer than 100 people: female"


def test_two_medians_without_a_way_have_no_difference():
    gap = only(group_gaps(long_access(row("female", MEDIAN, INF, 500), row("male", MEDIAN, INF, 400))))
    assert math.isnan(gap["difference"])
    assert gap["note"] == f"{MEDIAN}; no way for female; no way for male"


def test_an_unknown_value_is_noted():
    gap = only(group_gaps(long_access(row("female", SHARE, NAN, 500), row("male", SHARE, 0.5, 400))))
    assert gap["note"] == f"{SHARE}; not known of female"


def test_a_ratio_over_0_is_none():
    gap = only(group_gaps(long_access(row("female", SHARE, 0.4, 500), row("male", SHARE, 0, 400))))
    assert gap["difference"] == 0.4
    assert math.isnan(gap["ratio"])


def test_a_figure_that_only_one_group_has_is_a_row_too():
    gaps = group_gaps(
        long_access(
            row("female", SHARE, 0.4, 500), row("male", SHARE, 0.5, 400), row("male", SHARE, 0.7, 90, area_id="a")
        )
    )
    late = only(gaps[gaps["area_id"] == "a"])
    assert late["note"] == f"{SHARE}; not asked of female; fewer than 100 people: male"
    assert late["unit"] == "share"
    assert math.isnan(late["denominator"])


def test_rows_keep_the_order_of_areas_and_measures():
    rows = [
        row(group, measure, 0.5, 500, area_id=area)
        for area in ("b", "a", "total")
        for group in ("male", "female")
        for measure in (SHARE, MEDIAN)
    ]
    gaps = group_gaps(long_access(*rows))
    assert list(zip(gaps["area_id"], gaps["of"], strict=True)) == [
        (area, measure) for area in ("b", "a", "total") for measure in (SHARE, MEDIAN)
    ]


def test_children_are_held_against_everyone_else():
    access = long_access(
        row("everyone", SHARE, 0.5, 1000),
        row("age-0-14", SHARE, 0.8, 250),
        row("age-15-59", SHARE, 0.4, 750),
        row("age-0-14", MEDIAN, 20, 250),
        row("everyone", MEDIAN, 60, 1000),
    )
    gaps = group_gaps(access).set_index("group")
    child = gaps.loc["age-0-14"]
    assert (child["other_group"], child["other_denominator"], child["of"]) == ("not-age-0-14", 750, SHARE)
    assert child["other_value"] == pytest.approx(0.4)
    assert gaps.loc["age-15-59", "other_value"] == pytest.approx(0.8)
    assert len(gaps) == 2  # no median of the rest can be told


@given(parts=st.lists(st.tuples(st.floats(0, 1), st.floats(1, 1e6)), min_size=3, max_size=3))
@settings(max_examples=10)
def test_the_share_of_the_rest_is_that_of_the_other_ages_together(parts):
    total = sum(people for _, people in parts)
    share = sum(value * people for value, people in parts) / total
    ages = ("age-0-14", "age-15-59", "age-60-plus")
    access = long_access(
        row("everyone", SHARE, share, total),
        *(row(age, SHARE, value, people) for age, (value, people) in zip(ages, parts, strict=True)),
    )
    gap = only(group_gaps(access, pairs=[Pair(group="age-0-14", other_group="not-age-0-14")]))
    others = sum(people for _, people in parts[1:])
    assert gap["other_value"] == pytest.approx(sum(value * people for value, people in parts[1:]) / others, abs=1e-6)
    assert gap["other_denominator"] == pytest.approx(others)


def test_where_everyone_is_in_the_group_the_rest_is_nobody():
    access = long_access(
        row("everyone", SHARE, 0.5, 1000), row("age-0-14", SHARE, 0.5, 1000), row("age-60-plus", SHARE, NAN, 0)
    )
    gaps = group_gaps(access).set_index("group")
    assert gaps.loc["age-0-14", "note"] == f"{SHARE}; nobody: not-age-0-14"
    assert gaps.loc["age-60-plus", "note"] == f"{SHARE}; nobody: age-60-plus"
    assert gaps.loc["age-60-plus", "other_value"] == 0.5


def test_of_the_rest_of_a_group_that_is_no_part_of_everyone_nothing_is_known():
    access = long_access(row("everyone", SHARE, 0.1, 1000), row("age-0-14", SHARE, 0.9, 500))
    gap = only(group_gaps(access, pairs=[Pair(group="age-0-14", other_group="not-age-0-14")]))
    assert math.isnan(gap["other_value"])
    assert gap["note"] == f"{SHARE}; not known of not-age-0-14"


def test_a_slower_profile_is_held_against_the_first():
    access = long_access(
        row("everyone", MEDIAN, 30, 1000, profile="walk"), row("everyone", MEDIAN, 45, 1000, profile="wheelchair")
    )
    gap = only(group_gaps(access))
    assert (gap["profile"], gap["group"], gap["other_group"]) == ("wheelchair", "profile-wheelchair", "profile-walk")
    assert (gap["value"], gap["other_value"], gap["difference"], gap["ratio"]) == (45, 30, 15, 1.5)


def test_pairs_of_profiles_may_be_chosen():
    access = long_access(*(row("everyone", MEDIAN, 30, 1000, profile=name) for name in ("a", "b", "c")))
    assert len(group_gaps(access)) == 2
    assert len(group_gaps(access, profile_pairs=[("b", "c")])) == 1
    assert group_gaps(access, profile_pairs=[]).empty


def test_the_default_pairs_are_those_of_the_groups_that_are_there():
    groups = ["everyone", "female", "male", "sex-not-known", "age-15-59", "age-0-14", "age-60-plus", "age-not-known"]
    pairs = default_pairs([*groups, "female-age-0-14", "rural", "town", "city", "need-wheelchair"])
    assert [(pair.group, pair.other_group) for pair in pairs] == [
        ("female", "male"),
        ("age-0-14", "not-age-0-14"),
        ("age-60-plus", "not-age-60-plus"),
        ("rural", "city"),
        ("rural", "town"),
        ("need-wheelchair", "everyone"),
    ]
    assert default_pairs(["everyone", "rural", "age-0-14"]) == ()


def test_a_hundredth_of_all_people_changes_no_gap():
    rows = [row("female", SHARE, 0.4, 50_000), row("male", SHARE, 0.5, 40_000), row("everyone", SHARE, 0.45, 90_000)]
    pairs = [*SEXES, Pair(group="female", other_group="not-female")]
    one = group_gaps(long_access(*rows), pairs=pairs)
    other = group_gaps(long_access(*(each | {"denominator": each["denominator"] * 0.01} for each in rows)), pairs=pairs)
    unchanged = [column for column in one.columns if not column.endswith("denominator")]
    pd.testing.assert_frame_equal(one[unchanged], other[unchanged])


def test_a_group_that_the_table_does_not_have_is_refused():
    access = long_access(row("female", SHARE, 0.4, 500), row("male", SHARE, 0.5, 400))
    with pytest.raises(InputFaults, match=r"has no group 'femal'. Did you mean 'female'\? It has female, male"):
        group_gaps(access, pairs=[Pair(group="femal", other_group="male")])
    with pytest.raises(InputFaults, match=r"has no group 'everyone'"):
        group_gaps(access, pairs=[Pair(group="female", other_group="not-female")])
    with pytest.raises(InputFaults, match=r"has no profile 'wheelchair'"):
        group_gaps(access, profile_pairs=[("wheelchair", "default")])
    with pytest.raises(InputFaults, match=r"has no measure 'mean_minutes'"):
        group_gaps(access, measures=["mean_minutes"])


def test_figures_that_are_there_twice_are_refused():
    with pytest.raises(InputFaults, match=r"has rows of the same run, area, group and measure"):
        group_gaps(
            long_access(row("female", SHARE, 0.4, 500), row("female", SHARE, 0.5, 400), row("male", SHARE, 0.5, 1))
        )


def test_a_table_without_its_columns_is_refused():
    with pytest.raises(InputFaults, match=r"has no column direction, denominator"):
        group_gaps(long_access(row("female", SHARE, 0.4, 500)).drop(columns=["direction", "denominator"]))
