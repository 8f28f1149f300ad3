"""The service directory: what is known of a centre is read as it is meant, what is not known stays unknown."""

import datetime as dt
import math
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point
from worlds import metric_grid

from accessibility.need import CentreRecord, centres_from_layer
from accessibility.need.taxonomy import WEEKDAYS, days_of, known_tasks, language_code, level_labels
from accessibility.study_file import CentresTable
from geo.faults import Faults
from geo.shipped import data_folder

GRID = metric_grid(4, 6)
DAY = dt.date(2026, 1, 1)


def read(columns=None, *, pillar="physical_rehab", **values):
    """The centres of a layer with these columns, one value each or a list of them."""
    count = max((len(value) for value in values.values() if isinstance(value, list)), default=1)
    rows = {name: value if isinstance(value, list) else [value] * count for name, value in values.items()}
    points = [Point(*(GRID.affine @ (0.5 + number, 0.5))) for number in range(count)]
    layer = gpd.GeoDataFrame(rows or {"number": range(count)}, geometry=points, crs=GRID.crs)
    layer.index = range(2, count + 2)
    layer.index.name = "row"
    faults = Faults()
    pillars = {} if pillar is None else {"pillars": (pillar,)}
    table = CentresTable(path=Path("c.csv"), columns=columns or {}, **pillars)
    return centres_from_layer(layer, table, GRID, faults=faults, as_of=DAY), faults


def told(faults):
    return [(fault.which, fault.what) for fault in faults]


def test_a_layer_without_a_directory_knows_nothing_and_tells_nothing():
    centres, faults = read()
    assert centres.records == (CentreRecord(),)
    assert len(faults) == 0


def test_a_directory_in_our_own_words_needs_no_mention():
    centres, faults = read(
        pillar=None,
        pillars="physical_rehab;psychosocial",
        level="secondary",
        tasks="first_fitting; repair",
        capacity_per_year=320,
        capacity_unit="people",
        dormitory_beds=16,
        transport_support="yes",
        fee="free",
        female_staff="no",
        languages="Dari; ps",
        step_free=True,
        days_open="mon-wed",
        last_verified="2025-09-15",
        is_verified="yes",
    )
    assert told(faults) == []
    assert centres.offered == (("physical_rehab", "psychosocial"),)
    assert centres.levels == ("secondary",)
    assert centres.records == (
        CentreRecord(
            level="secondary",
            tasks=("first_fitting", "repair"),
            capacity_per_year=320,
            capacity_unit="people",
            dormitory_beds=16,
            transport_support=True,
            fee="free",
            is_free=True,
            female_staff=False,
            languages=("prs", "ps"),
            step_free=True,
            days_open=frozenset({"mon", "tue", "wed"}),
            last_verified=dt.date(2025, 9, 15),
            is_verified=True,
        ),
    )


def test_the_study_says_which_columns_hold_what():
    centres, faults = read({"fee": "Cost", "step_free": ""}, Cost="5 USD", fee="odd", step_free="odd")
    assert told(faults) == []
    [record] = centres.records
    assert (record.fee, record.is_free, record.step_free) == ("5 USD", False, None)


def test_a_column_that_is_not_there_is_told_with_the_nearest():
    centres, faults = read({"fee": "costs"}, cost="free")
    assert centres is None
    assert told(faults) == [("[centres.columns] fee", "there is no column 'costs' (did you mean 'cost'?)")]


@pytest.mark.parametrize("text", [None, "", "unknown", "Not known", "?"])
def test_what_is_not_known_stays_unknown(text):
    fields = ("step_free", "female_staff", "fee", "languages", "days_open", "tasks", "capacity_per_year", "level")
    centres, faults = read(**{field: [text, "yes" if field == "step_free" else text] for field in fields})
    assert told(faults) == []
    assert centres.records[0] == CentreRecord()


@pytest.mark.parametrize(
    ("field", "value", "what"),
    [
        ("step_free", "maybe", "'maybe' is neither yes nor no"),
        ("female_staff", "2", "'2' is neither yes nor no"),
        ("capacity_per_year", "-5", "'-5' is less than 0"),
        ("capacity_per_year", "many", "'many' is no number"),
        ("capacity_per_year", "inf", "'inf' is no number"),
        ("capacity_per_year", "4,000", "'4,000' is no number"),
        ("capacity_per_year", "300/month", "'300/month' is not by the year"),
        ("capacity_per_year", "12 per week", "'12 per week' is not by the year"),
        ("dormitory_beds", "2.5", "'2.5' is no whole number"),
        ("days_open", "mon;moonday", "'mon;moonday' is no list of days (did you mean 'monday' for 'mon;moonday'?)"),
        ("fee", "fre", "'fre' is no fee (did you mean 'free' for 'fre'?)"),
        ("fee", "-5", "'-5' is no fee"),
        ("last_verified", "2025-02-30", "'2025-02-30' is no day"),
        ("last_verified", "2025", "'2025' is no day"),
    ],
)
def test_a_value_that_cannot_be_read_is_an_error_with_its_row(field, value, what):
    centres, faults = read(**{field: [None, value]})
    assert centres is None
    [(which, said)] = [(fault.which, fault.what) for fault in faults.errors]
    assert which == f"row 3, column {field}"
    assert said.startswith(what)


@pytest.mark.parametrize(
    ("field", "value", "what"),
    [
        ("level", "secundary", "'secundary' is none of the known levels and counts as unknown (did you mean"),
        ("tasks", "repairs", "'repairs' is none of the known tasks and is taken as one of its own (did you mean"),
        ("languages", "Pasto", "'Pasto' is none of the known languages and is kept as it is written (did you mean"),
        ("languages", "xyz", "'xyz' is none of the known languages and is kept as it is written"),
        ("last_verified", "2026-01-02", "2026-01-02 is after 2026-01-01, the day that the study looks at"),
    ],
)
def test_what_nobody_knows_is_told_and_kept(field, value, what):
    centres, faults = read(**{field: value})
    assert faults.notices[0].which == f"row 2, column {field}"
    assert faults.notices[0].what.startswith(what)
    [record] = centres.records
    kept = {"level": record.level, "tasks": record.tasks, "languages": record.languages}
    assert kept.get(field) == {"level": "", "tasks": ("repairs",), "languages": (value.lower(),)}.get(field)
    assert field != "level" or centres.levels == ("secundary",)


def test_capacities_of_one_pillar_must_be_in_one_unit():
    centres, faults = read(capacity_per_year=[300, 4000, None], capacity_unit=["people", "devices", "beds"])
    assert centres is None
    assert told(faults) == [
        (
            "rows 2 and 3, column capacity_unit",
            "the capacities of physical_rehab are in more than one unit: 'people', 'devices'",
        )
    ]


def test_capacities_of_different_pillars_may_be_in_different_units():
    centres, faults = read(
        pillar=None, pillars=["physical_rehab", "emergency_care"], capacity_per_year=5, capacity_unit=["a", "b"]
    )
    assert told(faults) == []
    assert [record.capacity_unit for record in centres.records] == ["a", "b"]


def test_no_capacity_is_not_an_unknown_one():
    centres, _ = read(capacity_per_year=[0, None])
    assert centres.records[0].capacity_per_year == 0
    assert math.isnan(centres.records[1].capacity_per_year)


def test_a_task_that_the_level_may_not_do_is_told_and_counted():
    centres, faults = read(level=["primary", "secondary", None], tasks="first_fitting")
    which, what = told(faults)[0]
    assert which == "row 2, column tasks"
    assert what.startswith("does first_fitting at the level 'primary', where it needs tertiary, secondary;")
    assert [record.does("first_fitting") for record in centres.records] == [True, True, True]


def test_a_list_of_tasks_is_complete_and_its_own_field_comes_before_it():
    assert CentreRecord().does("repair") is None
    assert CentreRecord(tasks=("repair",)).does("first_fitting") is False
    assert CentreRecord(tasks=("repair",), first_fitting=True).does("first_fitting") is True
    assert CentreRecord(repair=False).does("repair") is False


def test_a_list_of_tasks_may_not_contradict_the_field_of_one():
    centres, faults = read(tasks="repair", repair="no")
    assert centres is None
    assert told(faults) == [("row 2, column tasks", "names repair, and the column repair says no")]


@pytest.mark.parametrize(
    ("fee", "is_free"),
    [("free", True), ("0", True), (0.0, True), ("no", True), ("paid", False), (5, False), ("2.50 EUR", False)],
)
def test_what_costs_nothing_is_free(fee, is_free):
    centres, faults = read(fee=fee)
    assert told(faults) == []
    assert centres.records[0].is_free is is_free


def test_a_day_of_verification_says_that_somebody_verified():
    centres, faults = read(last_verified=["2025-01-01", None, "2025-01-01"], is_verified=[None, None, "no"])
    assert [record.is_verified for record in centres.records] == [True, None, False]
    assert told(faults) == [
        ("column is_verified", "1 of 3 centres are not verified, and of 1 it is not known; all of them are used")
    ]


def test_a_directory_without_pillars_is_told():
    centres, faults = read(pillar=None, step_free="yes")
    assert centres.offered == (("any",),)
    assert [fault.which for fault in faults.notices] == ["[centres] pillar"]
    assert "no pillar is named" in faults.notices[0].what


def test_records_stay_with_their_centres():
    centres, _ = read(capacity_per_year=[1, 2, 3])
    chosen = centres.only([True, False, True]).joined([centres])
    assert [record.capacity_per_year for record in chosen.records] == [1, 3, 1, 2, 3]


@settings(max_examples=40)
@given(st.sets(st.sampled_from(WEEKDAYS), min_size=1))
def test_days_are_the_same_in_a_list_however_they_are_written(days):
    assert days_of(";".join(sorted(days))) == days
    assert days_of(", ".join(day.title() for day in days)) == days


@settings(max_examples=40)
@given(st.integers(0, 6), st.integers(0, 6))
def test_from_a_day_to_another_goes_round_the_week(first, last):
    days = days_of(f"{WEEKDAYS[first]}-{WEEKDAYS[last]}")
    assert {WEEKDAYS[first], WEEKDAYS[last]} <= days
    assert len(days) == (last - first) % 7 + 1


def test_the_shipped_words_are_sound():
    levels = level_labels()
    assert list(levels) == ["tertiary", "secondary", "primary", "outreach", "community"]
    assert all(set(task.levels) <= set(levels) for task in known_tasks().values())
    assert set(known_tasks()["first_fitting"].levels) == {"tertiary", "secondary"}
    assert {"primary", "outreach"} <= set(known_tasks()["repair"].levels)
    names = [
        "Dari",
        "Pashto",
        "Albanian",
        "Bosnian",
        "Croatian",
        "Serbian",
        "French",
        "Arabic",
        "Kurdish",
        "Lao",
        "Montenegrin",
        "Somali",
        "English",
    ]
    assert None not in [language_code(name) for name in (*names, "Juba Arabic")]


@pytest.mark.parametrize("name", ["levels", "tasks", "languages", "osm_tags"])
def test_each_shipped_row_has_source_date_and_certainty(name):
    frame = pd.read_csv(data_folder() / "services" / f"{name}.csv", keep_default_na=False)
    assert (frame[["source", "source_date", "certainty"]] != "").all(axis=None)
    assert not frame.duplicated(subset=list(frame.columns[:2])).any()
