"""The state of hazard areas on a day: what is open, what was, and what a scenario releases or opens again."""

import datetime as dt

import geopandas as gpd
import pytest
from hazard_rows import SIDE, records_of, square
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import InputError
from geo.faults import Faults
from geo.hazards.account import tell_released_land
from geo.hazards.state import open_on, states_on, unknown_ids

STATES = {"open", "released", "not_yet_reported", "superseded"}
days = st.dates(dt.date(2000, 1, 1), dt.date(2030, 12, 31))
rows = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.sampled_from(["a", "b", "c"]),
            "status": st.sampled_from(["open", "suspected", "cleared", "reduced"]),
            "reported_on": st.none() | days.map(str),
            "released_on": st.none() | st.just("2031-01-01"),
        }
    ),
    min_size=1,
    max_size=8,
)


def open_rows(records, day, **changes):
    return open_on(records, dt.date.fromisoformat(day), **changes)["row"].tolist()


def land(*shapes):
    return gpd.GeoSeries(list(shapes), crs="EPSG:4326")


def test_an_area_is_open_from_its_report_until_the_day_before_its_release():
    records, _ = records_of([{"status": "cleared", "reported_on": "2010-05-01", "released_on": "2020-05-01"}])
    told = {day: open_rows(records, day) for day in ("2010-04-30", "2010-05-01", "2020-04-30", "2020-05-01")}
    assert told == {"2010-04-30": [], "2010-05-01": [1], "2020-04-30": [1], "2020-05-01": []}


def test_an_open_area_of_unknown_age_was_always_open():
    records, _ = records_of([{"status": "open"}])
    assert open_rows(records, "1950-01-01") == open_rows(records, "2050-01-01") == [1]


def test_a_released_area_of_unknown_day_was_never_open_as_far_as_is_known():
    records, _ = records_of([{"status": "cleared"}])
    assert open_rows(records, "1950-01-01") == []


def test_of_the_states_of_one_area_the_latest_holds_with_its_geometry():
    states = [
        {"id": "a", "status": "suspected", "reported_on": "2010-01-01"},
        {"id": "a", "status": "confirmed", "reported_on": "2015-01-01"},
        {"id": "a", "status": "cleared", "reported_on": "2020-01-01"},
    ]
    records, faults = records_of(states, [square(0, side=4 * SIDE), square(0, side=2 * SIDE), square(0)])
    years = {year: open_rows(records, f"{year}-06-01") for year in (2009, 2012, 2017, 2022)}
    assert years == {2009: [], 2012: [1], 2017: [2], 2022: []}
    assert any("2 of 3 rows are earlier states" in told.what for told in faults.notices)


def test_land_of_an_earlier_state_beyond_the_one_that_holds_is_told_in_km2():
    states = [
        {"id": "a", "status": "open", "reported_on": "2010-01-01"},
        {"id": "a", "status": "open", "reported_on": "2015-01-01"},
    ]
    records, faults = records_of(states, [square(0), square(5)])
    [told] = faults.notices
    assert f"{records.areas['area_km2'][0]:.2f} km2 of those then open lie beyond" in told.what


def test_the_order_of_the_rows_does_not_matter_for_what_holds():
    states = [
        {"id": "a", "status": "cleared", "reported_on": "2020-01-01"},
        {"id": "a", "status": "open", "reported_on": "2010-01-01"},
    ]
    records, _ = records_of(states)
    assert (open_rows(records, "2015-01-01"), open_rows(records, "2021-01-01")) == ([2], [])


def test_a_state_known_only_by_its_release_follows_the_report():
    states = [
        {"id": "a", "status": "open", "reported_on": "2010-01-01"},
        {"id": "a", "status": "cleared", "released_on": "2020-01-01"},
    ]
    records, _ = records_of(states)
    assert (open_rows(records, "2019-12-31"), open_rows(records, "2020-01-01")) == ([1], [])


def test_rows_of_one_id_without_days_are_its_parts_and_all_open():
    records, faults = records_of([{"id": "a", "status": "open"}, {"id": "a", "status": "open"}])
    assert open_rows(records, "2026-01-01") == [1, 2]
    [told] = faults.notices
    assert told.what.startswith("1 ids stand for several rows")


def test_rows_without_an_id_are_never_states_of_one():
    days_told = ("2010-01-01", "2020-01-01")
    records, faults = records_of(
        [{"id": "a", "status": "open"}, *({"id": None, "status": "open", "reported_on": day} for day in days_told)]
    )
    assert open_rows(records, "2026-01-01") == [1, 2, 3]
    assert [told.what for told in faults.notices if "no id" in told.what]
    assert open_rows(records, "2026-01-01", released={"unknown"}) == [1, 2, 3]


@settings(max_examples=30)
@given(rows, days)
def test_every_row_is_in_one_state_and_of_each_area_one_day_holds(given_rows, day):
    records, _ = records_of(given_rows)
    state = states_on(records.areas, day)
    assert set(state) <= STATES
    for _, area in records.areas.assign(state=state).groupby("id"):
        assert area.loc[area["state"].isin(["open", "released"]), "reported_on"].nunique(dropna=False) <= 1
        if (area["state"] == "superseded").any():
            assert area["state"].isin(["open", "released"]).any()


@settings(max_examples=30)
@given(rows, days, st.sets(st.sampled_from("abc")))
def test_releasing_takes_away_and_reopening_adds(given_rows, day, ids):
    records, _ = records_of(given_rows)
    before = set(open_on(records, day)["row"])
    fewer = open_on(records, day, released=ids)
    more = open_on(records, day, reopened=ids)
    assert set(fewer["row"]) == {row for row in before if records.areas["id"][row - 1] not in ids}
    assert before <= set(more["row"])
    assert ids & set(records.areas["id"]) <= set(more["id"])


def test_an_id_that_is_released_and_reopened_is_an_error():
    records, _ = records_of([{"id": "a", "status": "open"}])
    with pytest.raises(InputError, match="'a' is both"):
        open_rows(records, "2026-01-01", released={"a"}, reopened={"a"})


def test_unknown_ids_come_with_the_nearest():
    records, _ = records_of([{"id": "SHA-0012", "status": "open"}, {"id": None, "status": "open"}])
    assert unknown_ids(records, ["SHA-0012", "SHA-012", "zzz", "unknown"]) == {
        "SHA-012": "SHA-0012",
        "zzz": None,
        "unknown": None,
    }


def test_released_land_in_open_areas_is_told_and_they_stay_open():
    records, _ = records_of([{"status": "open"}, {"status": "open"}])
    faults = Faults()
    half = square(0, side=SIDE / 2)
    told_km2 = tell_released_land(
        open_on(records, dt.date(2026, 1, 1)), land(half, half), is_subtracted=False, where="h.gpkg", faults=faults
    )
    assert told_km2 == pytest.approx(records.areas["area_km2"][0] / 4, rel=1e-3)
    assert f"{told_km2:.2f} of the" in faults.notices[0].what
    assert "in 1 of 2" in faults.notices[0].what
    assert "stays hazardous" in faults.notices[0].what


def test_released_land_that_only_touches_is_not_told():
    records, _ = records_of([{"status": "open"}])
    faults = Faults()
    open_areas = open_on(records, dt.date(2026, 1, 1))
    told_km2 = tell_released_land(open_areas, land(square(1)), is_subtracted=False, where="h.gpkg", faults=faults)
    assert told_km2 == 0
    assert len(faults) == 0


def test_released_land_is_subtracted_where_the_study_says_so():
    given_rows = [{"id": name, "status": "open"} for name in "abc"]
    half = square(0, side=SIDE / 2)
    records, _ = records_of(given_rows, released_land=land(half, square(1)))
    left = open_on(records, dt.date(2026, 1, 1))
    assert left["id"].tolist() == ["a", "c"]
    assert left["area_km2"][0] == pytest.approx(records.areas["area_km2"][0] * 3 / 4, rel=1e-3)
    assert records.counts.subtracted_wholly == 1
    assert records.counts.open == len(left) + records.counts.subtracted_wholly == 3
    assert records.counts.union_km2 == pytest.approx(left["area_km2"].sum())


def test_a_reopened_area_is_whole():
    records, _ = records_of([{"id": name, "status": "open"} for name in "ab"], released_land=land(square(0), square(1)))
    again = open_on(records, dt.date(2026, 1, 1), reopened={"b"})
    assert again["id"].tolist() == ["b"]
    assert again.geometry[0].equals(records.areas.geometry[1])
