"""Needs by rate: each with its source, none by cause, and every fault of their table told."""

import csv

import numpy as np
import pytest
from toy_files import told

from accessibility.ages import EVERY_AGE, age_band
from accessibility.need import pillar_label, read_needs
from geo.faults import Faults
from geo.shipped import data_folder

HEAD = ["need", "label", "pillars", "rate_per_100", "low", "high", "sex", "age_from", "age_to"]
HEAD += ["source", "source_date", "certainty"]
FIELDS = ["prosthesis", "Prosthesis", "physical_rehab", 0.5, "", "", "", "", "", "A census", 2020, "V"]
SOUND = dict(zip(HEAD, FIELDS, strict=True))


@pytest.fixture
def read(tmp_path):
    """Read a table of sound rows, each changed in some fields."""

    def read_rows(*changes, columns=()):
        path, faults = tmp_path / "needs.csv", Faults()
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [*HEAD, *columns])
            writer.writeheader()
            writer.writerows({**SOUND, **change} for change in changes)
        return read_needs(path, where="needs.csv", faults=faults), faults

    return read_rows


def test_the_shipped_needs_are_sound_and_for_everyone():
    faults = Faults()
    needs = read_needs("default", where="valley.toml", faults=faults)
    assert len(faults) == 0, told(faults)
    assert [need.name for need in needs] == [
        "prosthetics-orthotics",
        "wheelchair",
        "significant-disability",
        "rehabilitation",
    ]
    assert all(need.is_for_everyone and need.source and need.source_date for need in needs)
    assert [need.rates[0].value for need in needs] == [0.005, 0.01, 0.16, 0.31]
    assert [need.certainty for need in needs] == ["V", "M", "M", "M"]
    assert all(pillar_label(pillar) != pillar for need in needs for pillar in need.pillars)


def test_the_page_of_the_needs_names_each_of_their_columns():
    page = (data_folder() / "needs" / "README.md").read_text(encoding="utf-8")
    with (data_folder() / "needs" / "default.csv").open(encoding="utf-8", newline="") as file:
        assert [column for column in next(csv.reader(file)) if f"`{column}`" not in page] == []


def test_a_need_that_is_not_shipped_is_told_with_the_nearest():
    faults = Faults()
    assert read_needs("defalt", where="valley.toml", faults=faults) is None
    assert "there is no table of needs called 'defalt'. Did you mean 'default'? Write one of default" in told(faults)


def test_rates_by_sex_and_age_are_told_of_their_people_alone(read):
    [need], faults = read(
        {"rate_per_100": 2, "low": 1, "high": 3, "sex": "f", "age_from": 60},
        {"rate_per_100": 1, "low": 1, "high": 1, "sex": "male", "age_to": 14, "certainty": "A", "source": "A guess"},
    )
    assert len(faults) == 0
    bands = (age_band(0, 14), age_band(15, 59), age_band(60, None))
    np.testing.assert_array_equal(need.shares(bands, "value"), [[0, 0, 0.02], [0.01, 0, 0]])
    np.testing.assert_array_equal(need.shares(bands, "high"), [[0, 0, 0.03], [0.01, 0, 0]])
    assert not need.is_for_everyone
    assert (need.source, need.certainty) == ("A census; A guess", "A")


def test_a_range_that_is_not_given_is_unknown(read):
    [need], _ = read({})
    assert np.isnan(need.shares((EVERY_AGE,), "low")).all()
    assert need.pillars == ("physical_rehab",)


def test_several_needs_keep_the_order_of_the_table_and_may_have_a_note(read):
    needs, faults = read({"need": "b", "pillars": "physical_rehab; psychosocial"}, {"need": "a"}, columns=["note"])
    assert [need.name for need in needs] == ["b", "a"]
    assert needs[0].pillars == ("physical_rehab", "psychosocial")
    assert len(faults) == 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"rate_per_100": -0.5}, "row 2, column 'rate_per_100': a rate is less than 0 or more than 100 (-0.5)"),
        ({"rate_per_100": 120}, "a rate is less than 0 or more than 100 (120.0). Write how many of 100 people"),
        ({"rate_per_100": ""}, "row 2, column 'rate_per_100': the value is missing"),
        ({"rate_per_100": "half"}, "the value is not a number"),
        ({"rate_per_100": 1, "low": 3, "high": 2}, "column low, high: the range is upside down"),
        ({"rate_per_100": 5, "low": 1, "high": 3}, "column rate_per_100: the rate lies outside its own range"),
        ({"low": 0.1}, "only one end of the range is given. Write both or neither"),
        ({"source": ""}, "row 2, column 'source': the source is missing. Say where the rate is from"),
        ({"source_date": ""}, "the date of the source is missing"),
        ({"certainty": "B"}, "the certainty is not known (B). Write one of S, V, D, M, A"),
        ({"label": ""}, "the label is missing"),
        ({"pillars": ""}, "the pillars are missing"),
        ({"need": "Ein Bein"}, "the name of the need has another form (Ein Bein)"),
        ({"need": "mine-survivors"}, "survivors are a subset of those in need, told by protected tables"),
        ({"sex": "girls"}, "the sex is not known (girls). Write female or male; leave it empty for both"),
        ({"age_from": 1.5}, "the age is no whole year from 0 to 120"),
        ({"age_from": 20, "age_to": 10}, "the ages end before they begin"),
    ],
)
def test_a_row_that_is_wrong_is_told(read, change, message):
    needs, faults = read(change)
    assert needs is None
    assert message in told(faults)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {}),
        ({}, {"sex": "female"}),
        ({"age_to": 30}, {"age_from": 30, "sex": "male"}),
        ({"sex": "female", "age_from": 5}, {"sex": "female", "age_from": 60}),
    ],
)
def test_rates_of_a_need_that_overlap_are_refused(read, one, other):
    needs, faults = read(one, other)
    assert needs is None
    assert "rows 2 and 3: both tell the rate of prosthesis for some of the same people" in told(faults)


def test_a_need_has_one_label_and_one_list_of_pillars(read):
    _, faults = read({"sex": "female"}, {"sex": "male", "label": "Leg", "pillars": "psychosocial"})
    assert "rows 2 and 3, column label: the need prosthesis has more than one label" in told(faults)
    assert "rows 2 and 3, column pillars: the need prosthesis has more than one pillar" in told(faults)


def test_a_pillar_that_is_not_known_is_a_notice(read):
    needs, faults = read({"pillars": "physical_rehabb"})
    assert needs is not None
    assert "notice: needs.csv, pillar 'physical_rehabb': is none of the pillars that are known" in told(faults)
    assert "did you mean 'physical_rehab'?" in told(faults)


@pytest.mark.parametrize("column", ["cause", "cause_of_injury", "nationality", "ethnicity", "legal_status", "origin"])
def test_a_column_by_which_people_would_be_weighed_is_refused_with_the_reason(read, column):
    needs, faults = read({column: "mine"}, columns=[column])
    assert needs is None
    assert f"column '{column}': the column can weigh nothing: need decides, never the cause" in told(faults)
    assert "Convention on Cluster Munitions, article 5" in told(faults)


def test_a_column_that_is_not_known_is_refused_with_the_nearest(read):
    needs, faults = read({}, columns=["rate"])
    assert needs is None
    assert "column 'rate': the column is not known (did you mean 'rate_per_100'?)" in told(faults)


def test_missing_columns_are_told(tmp_path):
    path, faults = tmp_path / "needs.csv", Faults()
    path.write_text("need,label\na,b\n", encoding="utf-8")
    assert read_needs(path, where="needs.csv", faults=faults) is None
    assert "column 'source': there is no such column" in told(faults)


def test_the_shipped_needs_are_read_once_and_a_file_each_time():
    faults = Faults()
    once, again = (read_needs("default", where="valley.toml", faults=faults) for _ in range(2))
    assert once is again
    path = data_folder() / "needs" / "default.csv"
    once, again = (read_needs(path, where="needs.csv", faults=faults) for _ in range(2))
    assert once is not again
    shipped = read_needs("default", where="valley.toml", faults=faults)
    assert repr(once) == repr(again) == repr(shipped)  # an unknown rate is NaN, which equals nothing
