"""Groups of people: nobody is lost or made between them, and each is what can be worked out in the head."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from accessibility.ages import EVERY_AGE, OLDEST, AgeBand, age_band
from accessibility.need import (
    DATA_GAP_COLUMNS,
    GROUP_COLUMNS,
    Need,
    NeedRate,
    Source,
    demand_data_gaps,
    groups_frame,
    people_groups,
    sex_age_shares,
)
from geo.errors import InputError

NAN = float("nan")
BANDS = (age_band(0, 14), age_band(15, 59), age_band(60, None))
AGES = [band.key for band in BANDS]


def a_need(name="leg", *rates, source="A census"):
    """A need by (sex, band, value, low, high)."""
    told = tuple(
        NeedRate(sex=sex, band=band, value=value, low=low, high=high) for sex, band, value, low, high in rates
    ) or (NeedRate(sex=None, band=EVERY_AGE, value=0.5, low=0.25, high=0.75),)
    return Need(
        name=name,
        label=name.capitalize(),
        pillars=("physical_rehab",),
        rates=told,
        source=source,
        source_date="2020",
        certainty="M",
    )


def groups_of(everyone, weight=None, *, row=None, bands=BANDS, needs=(), settlement=None, zone=None, areas=("A", "B")):
    everyone = np.asarray(everyone, dtype=np.float64)
    return people_groups(
        everyone,
        bands=bands,
        sex_age=None if weight is None else sex_age_shares(bands, np.asarray(weight), row=row),
        settlement=settlement,
        needs=needs,
        area_ids=areas,
        zone=np.zeros(len(everyone), np.int32) if zone is None else np.asarray(zone, np.int32),
    )


def keys_of(groups, kind):
    return [group.key for group in groups.groups if group.kind == kind]


@st.composite
def some_groups(draw):
    """Homes with weights of their own, or of a few areas, some of them of nobody."""
    homes = draw(st.integers(1, 6))
    everyone = draw(arrays(np.float64, homes, elements=st.floats(1e-3, 1e5)))
    rows = draw(st.integers(1, 3))
    row = draw(st.none() | arrays(np.int32, homes, elements=st.integers(-1, rows - 1)))
    shape = (2, len(BANDS), homes if row is None else rows)
    weight = draw(arrays(np.float32, shape, elements=st.sampled_from([0.0, 0.0, 0.1, 0.3, 1.0, 7.7, 1e4])))
    settlement = draw(arrays(np.uint8, homes, elements=st.integers(0, 3)))
    return everyone, weight, row, settlement


@given(some_groups())
def test_sexes_ages_and_settlements_add_up_to_everyone_in_every_home(parts):
    everyone, weight, row, settlement = parts
    groups = groups_of(everyone, weight, row=row, settlement=settlement)
    for kind in ("sex", "age", "settlement"):
        total = sum(groups.people(key) for key in keys_of(groups, kind))
        np.testing.assert_allclose(total, everyone, rtol=1e-12, atol=0)
    of_both = sum(groups.people(key) for key in keys_of(groups, "sex-age"))
    np.testing.assert_allclose(of_both + groups.people("age-not-known"), everyone, rtol=1e-12)
    assert all((groups.people(group.key) >= 0).all() for group in groups.groups)
    np.testing.assert_array_equal(groups.people("everyone"), everyone)


@given(some_groups(), st.sampled_from([0.01, 3.0, 1e4]))
def test_with_all_people_times_a_number_no_share_changes(parts, factor):
    everyone, weight, row, settlement = parts
    need = a_need("leg", ("female", BANDS[2], 0.1, 0.05, 0.2), ("male", EVERY_AGE, 0.02, 0.01, 0.03))
    one = groups_of(everyone, weight, row=row, settlement=settlement, needs=[need])
    other = groups_of(everyone * factor, weight, row=row, settlement=settlement, needs=[need])
    for group in one.groups:
        share = one.total(group.key) / one.total("everyone")
        assert other.total(group.key) / other.total("everyone") == pytest.approx(share, rel=1e-9, abs=1e-15)
    [before, after] = [each.group("need-leg") for each in (one, other)]
    assert (after.low_share, after.high_share) == pytest.approx((before.low_share, before.high_share), rel=1e-9)


@settings(max_examples=30)
@given(some_groups())
def test_a_need_is_the_sum_of_rate_times_people_over_its_rates(parts):
    everyone, weight, row, _ = parts
    rates = [("female", BANDS[0], 0.3), ("female", BANDS[2], 0.7), ("male", BANDS[1], 0.05)]
    need = a_need("leg", *((sex, band, value, value / 2, value) for sex, band, value in rates))
    groups = groups_of(everyone, weight, row=row, needs=[need])
    expected = sum(value * groups.people(f"{sex}-{band.key}") for sex, band, value in rates)
    np.testing.assert_allclose(groups.people("need-leg"), expected, rtol=1e-12)
    low, high = groups.people("need-leg", "low"), groups.people("need-leg", "high")
    assert (low <= groups.people("need-leg") + 1e-9).all()
    assert (groups.people("need-leg") <= high + 1e-9).all()


def test_sums_over_many_rows_are_those_of_one_pass():
    rng = np.random.default_rng(5)
    weight, homes = rng.random((2, 3, 150_000), dtype=np.float32), 150_000
    groups = groups_of(np.ones(homes), weight)
    expected = weight[0].astype(np.float64).sum(axis=0) / weight.astype(np.float64).sum(axis=(0, 1))
    np.testing.assert_allclose(groups.people("female"), expected, rtol=1e-14)


# Nine homes of 8, 16, ... 72 people. In the first row of cells one in four is a girl and the rest are men; in the
# second half are women of 60 and over, half boys; of the third nothing is known.
EVERYONE = np.arange(8.0, 80.0, 8.0)
WEIGHT = np.zeros((2, 3, 9), np.float32)
WEIGHT[0, 0, :3], WEIGHT[1, 1, :3] = 1, 3
WEIGHT[0, 2, 3:6], WEIGHT[1, 0, 3:6] = 5, 5


def test_a_world_of_nine_homes():
    groups = groups_of(EVERYONE, WEIGHT, needs=[a_need()])
    np.testing.assert_array_equal(groups.people("female"), [2, 4, 6, 16, 20, 24, 0, 0, 0])
    np.testing.assert_array_equal(groups.people("male"), [6, 12, 18, 16, 20, 24, 0, 0, 0])
    np.testing.assert_array_equal(groups.people("sex-not-known"), [0, 0, 0, 0, 0, 0, 56, 64, 72])
    np.testing.assert_array_equal(groups.people("age-0-14"), [2, 4, 6, 16, 20, 24, 0, 0, 0])
    np.testing.assert_array_equal(groups.people("age-15-59"), [6, 12, 18, 0, 0, 0, 0, 0, 0])
    np.testing.assert_array_equal(groups.people("male-age-60-plus"), np.zeros(9))
    np.testing.assert_array_equal(groups.people("need-leg"), EVERYONE / 2)
    np.testing.assert_array_equal(groups.people("need-leg", "high"), EVERYONE * 0.75)
    assert groups.total("female") == 72


def test_groups_stand_in_order_everyone_first():
    groups = groups_of(EVERYONE, WEIGHT, needs=[a_need("b"), a_need("a")], settlement=np.ones(9, np.uint8))
    assert [group.key for group in groups.groups] == [
        *("everyone", "female", "male", "sex-not-known", *AGES, "age-not-known"),
        *(f"{sex}-{age}" for sex in ("female", "male") for age in AGES),
        *("rural", "town", "city", "need-b", "need-a"),
    ]
    group = groups.group("female-age-60-plus")
    assert (group.label, group.sex, group.age_from, group.age_to) == ("Female, age 60 and over", "female", 60, None)
    assert groups.group("age-0-14").age_from == 0


def test_of_homes_that_are_not_known_a_need_by_age_counts_its_lowest_rate_and_widens_its_range():
    need = a_need("leg", (None, BANDS[0], 0.25, 0.25, 0.5), (None, AgeBand(first=15, last=OLDEST), 0.5, 0.25, 0.5))
    groups = groups_of(EVERYONE, WEIGHT, needs=[need])
    np.testing.assert_array_equal(groups.people("need-leg")[6:], EVERYONE[6:] / 4)
    np.testing.assert_array_equal(groups.people("need-leg", "low")[6:], EVERYONE[6:] / 4)
    np.testing.assert_array_equal(groups.people("need-leg", "high")[6:], EVERYONE[6:] / 2)
    note = groups_frame(groups).set_index("group").loc["need-leg", "note"]
    assert "192 people whose sex and age are not known are counted at the lowest rate" in note


def test_without_sex_and_age_there_are_everyone_settlements_and_needs():
    settlement = np.array([1, 1, 2, 2, 3, 3, 1, 1, 0], np.uint8)
    groups = groups_of(EVERYONE, needs=[a_need()], settlement=settlement)
    keys = ["everyone", "rural", "town", "city", "settlement-not-known", "need-leg"]
    assert [group.key for group in groups.groups] == keys
    assert [groups.total(key) for key in keys] == [360, 144, 56, 88, 72, 180]


def test_survivors_are_no_group():
    groups = groups_of(EVERYONE, WEIGHT, needs=[a_need()])
    assert not any("survivor" in group.key for group in groups.groups)
    notes = groups_frame(groups).set_index("group")["note"]
    assert "survivors are a subset of it and are never added" in notes["need-leg"]


def test_a_group_that_is_not_there_is_told_with_the_nearest():
    groups = groups_of(EVERYONE, WEIGHT)
    with pytest.raises(InputError, match=r"there is no group 'femal'; did you mean 'female'\? use one of everyone"):
        groups.people("femal")


@pytest.mark.parametrize("key", ["cause-landmine", "nationality", "legal-status", "refugees"])
def test_a_cause_or_a_nationality_can_be_no_group(key):
    with pytest.raises(InputError, match="can be no group of people: need decides, never the cause"):
        groups_of(EVERYONE, WEIGHT).people(key)


@pytest.mark.parametrize("settlement", [np.ones(4, np.uint8), np.full(9, 7, np.uint8)])
def test_settlements_that_do_not_fit_are_refused(settlement):
    with pytest.raises(InputError, match="give each home 1"):
        groups_of(EVERYONE, settlement=settlement)


def test_everyone_cannot_be_changed_through_what_was_given():
    groups = groups_of(EVERYONE)
    groups.people("everyone")[:] = 0
    assert groups.total("everyone") == 360


def test_the_table_of_groups_shows_nobody_too_and_ranges_of_needs():
    need = a_need("old", (None, BANDS[2], 0.5, NAN, NAN))
    frame = groups_frame(groups_of(EVERYONE, WEIGHT, needs=[a_need(), need])).set_index("group")
    assert [frame.index.name, *frame.columns] == list(GROUP_COLUMNS)
    assert (frame.loc["male-age-60-plus", "people"], frame.loc["male-age-60-plus", "note"]) == (
        0,
        "nobody is in this group",
    )
    assert list(frame.loc["need-leg", ["people", "low_people", "high_people"]]) == [180, 90, 270]
    assert frame.loc["need-old", "people"] == 30
    assert np.isnan(frame.loc["need-old", "high_people"])
    assert frame.loc["need-old", "note"].endswith("its source gives no range")
    assert np.isnan(frame.loc["female", "low_people"])
    assert list(frame.loc["need-leg", ["source", "source_date", "certainty"]]) == ["A census", "2020", "M"]


def test_groups_say_where_they_are_from_and_who_lives_outside():
    groups = people_groups(
        EVERYONE,
        bands=BANDS,
        sex_age=sex_age_shares(BANDS, WEIGHT),
        settlement=None,
        needs=(),
        area_ids=("A",),
        zone=np.zeros(9, np.int32),
        people_outside_grid=40,
        of_people=Source(name="Counts", date="2020"),
        of_sex_age=Source(name="Ages", date="2019-05-01"),
    )
    frame = groups_frame(groups).set_index("group")
    assert list(frame.loc["everyone", ["source", "source_date"]]) == ["Counts", "2020"]
    assert list(frame.loc["female", ["source", "source_date"]]) == ["Ages", "2019-05-01"]
    assert frame.loc["everyone", "note"].startswith("of whom 40 live outside the grid")
    assert frame.loc["everyone", "people"] == EVERYONE.sum() + 40
    gap = demand_data_gaps(groups).iloc[0]
    assert "of 40 people outside the grid it is not known" in gap["note"]
    assert (gap["known"], gap["total"]) == (168, 400)


def test_data_gaps_tell_of_how_many_people_sex_age_place_and_disability_are_known():
    groups = groups_of(EVERYONE, WEIGHT, zone=[0, 0, 0, 0, 0, 0, 1, 1, -1], areas=("A", "B", "C"))
    gaps = demand_data_gaps(groups, by_area=True)
    assert list(gaps.columns) == list(DATA_GAP_COLUMNS)
    known = gaps.set_index(["area_id", "field"])[["known", "total", "share_known"]]
    assert list(known.loc["total", "sex"]) == [168, 360, 168 / 360]
    assert list(known.loc["total", "age"]) == [168, 360, 168 / 360]
    assert list(known.loc["total", "area"]) == [288, 360, 0.8]
    assert list(known.loc["total", "disability"]) == [0, 360, 0]
    assert list(known.loc["A", "age"]) == [168, 168, 1]
    assert list(known.loc["B", "sex"]) == [0, 120, 0]
    assert np.isnan(known.loc[("C", "sex"), "share_known"])
    assert len(demand_data_gaps(groups)) == 4


def test_needs_are_nowhere_made_from_a_cause(root):
    for path in (root / "accessibility" / "need").glob("*.py"):
        words = Path(path).read_text(encoding="utf-8")
        assert '["cause"]' not in words
        assert ".cause" not in words
