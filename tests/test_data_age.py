"""How old data are: days of the study file, of the files themselves and of the directory, on the study's day."""

from datetime import date

import numpy as np
import pytest
from small_study import OSM_HEAD, SmallStudy, point
from study_runs import inputs_of

from accessibility.uncertainty import data_age_frame


@pytest.fixture
def study(tmp_path):
    return SmallStudy(tmp_path)


def ages(study, *, shows_hazards=True, only=None):
    inputs = inputs_of(study)
    centres = inputs.centres if only is None else inputs.centres.only(np.array(only))
    return data_age_frame(inputs, shows_hazards=shows_hazards, centres=centres)


def row_of(frame, name, words):
    [row] = frame[(frame["input"] == name) & frame["what"].str.contains(words)].to_dict("records")
    return row


def test_a_day_of_the_study_file_gives_an_age_in_years(study):
    study.tables["areas"]["date"] = date(2023, 7, 2)  # 914 days before the study's day
    row = row_of(ages(study), "areas", "study file")
    assert (row["date"], row["age_years"], row["note"]) == ("2023-07-02", 2.5, "")


def test_an_unknown_day_stays_empty(study):
    frame = ages(study)
    row = row_of(frame, "land", "study file")
    assert row["date"] == ""
    assert np.isnan(row["age_years"])
    assert list(frame.columns) == ["input", "what", "date", "age_years", "note"]


def test_what_is_newer_than_the_study_is_told(study):
    study.tables["land"]["date"] = date(2027, 1, 1)
    study.tables["areas"]["date"] = date(2026, 1, 2)
    frame = ages(study)
    row = row_of(frame, "land", "study file")
    assert (row["age_years"], row["note"]) == (-1.0, "newer than the day of the study")
    row = row_of(frame, "areas", "study file")
    assert str(row["age_years"]) == "0.0"
    assert row["note"] == "newer than the day of the study"


@pytest.mark.parametrize(("year", "age", "is_newer"), [(2020, 5.5, False), (2026, 0.0, False), (2030, -4.5, True)])
def test_a_year_counts_from_its_middle(study, year, age, is_newer):
    study.tables["population"]["year"] = year
    row = row_of(ages(study), "population", "year that the people")
    assert (row["date"], row["age_years"]) == (str(year), age)
    assert ("newer" in row["note"]) == is_newer


def test_the_header_of_the_roads_has_a_day_of_its_own(study):
    study.write()
    head = OSM_HEAD.replace("<osm ", '<osm timestamp="2024-01-01T00:00:00Z" ')
    text = (study.folder / "roads.osm").read_text(encoding="utf-8")
    study.text("roads.osm", text.replace(OSM_HEAD, head))
    day = inputs_of(study).ground.road_counts.data_date
    row = row_of(ages(study), "roads", "file of roads itself")
    assert row["date"] == ("" if day is None else day.isoformat())


def test_hazards_have_the_latest_day_of_an_open_area(study):
    shape, values = study.hazards[0]
    study.hazards = [
        (shape, {**values, "reported_on": "2020-01-01", "surveyed_on": None}),
        (shape, {**values, "reported_on": None, "surveyed_on": "2025-01-01"}),
        (shape, {**values, "reported_on": None, "surveyed_on": None}),
    ]
    row = row_of(ages(study), "hazards", "open area")
    assert (row["date"], row["age_years"]) == ("2025-01-01", 1.0)
    assert row["note"] == "2 of 3 open areas have such a day"


def test_where_hazards_are_not_shown_nothing_is_told_of_them(study):
    study.tables["hazards"]["date"] = date(2025, 1, 1)
    hidden = ages(study, shows_hazards=False)
    del study.tables["hazards"]
    study.file.unlink()
    assert hidden.equals(ages(study))
    assert "hazard" not in hidden.to_csv()


def test_of_a_centre_that_is_hidden_no_day_is_told(study):
    places, days = [(30.012, 9.912), (30.082, 9.982), (30.052, 9.952)], ["2019-01-01", "2025-01-01", None]
    study.centres = [
        (point(*place), {"code": f"c{number}", "title": "a", "service": "physical_rehab", "last_verified": day})
        for number, (place, day) in enumerate(zip(places, days, strict=True))
    ]
    every = ages(study)
    assert row_of(every, "centres", "oldest")["date"] == "2019-01-01"
    assert row_of(every, "centres", "newest")["note"] == "2 of 3 centres were verified on a known day"
    some = ages(study, only=[False, True, True])
    assert row_of(some, "centres", "oldest")["date"] == "2025-01-01"
    assert row_of(some, "centres", "oldest")["note"] == "1 of 2 centres were verified on a known day"
    assert "2019" not in some.to_csv()


def test_without_a_known_day_the_centres_say_so(study):
    row = row_of(ages(study), "centres", "oldest")
    assert (row["date"], row["note"]) == ("", "0 of 2 centres were verified on a known day")
