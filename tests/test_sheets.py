"""Sheets of workbooks: read as a CSV is, and what only spreadsheets can have is told."""

import datetime as dt
import zipfile

import numpy as np
import pandas as pd
import pytest
import xlsxwriter
from small_study import SmallStudy

from geo.faults import Faults
from geo.layers import read_layer, read_table
from geo.layers.sheets import read_sheet

HEADER = ("id", "name", "lon", "lat")
ROWS = (HEADER, ("007", "Clinic", 30.25, -9.5), ("8", "Hospital", 30.5, -9.25))


@pytest.fixture
def workbook(tmp_path):
    """Write a workbook of sheets by name, each a list of rows or a function that writes on it."""

    def write(name="places.xlsx", **sheets):
        path = tmp_path / name
        book = xlsxwriter.Workbook(path)
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            if callable(rows):
                rows(sheet, book)
                continue
            for number, row in enumerate(rows):
                for place, value in enumerate(row):
                    if isinstance(value, dt.date):
                        sheet.write_datetime(number, place, dt.datetime.combine(value, dt.time()), day)
                    elif value is not None:
                        sheet.write(number, place, value)
        book.close()
        return path

    return write


def read(path, sheet=None):
    faults = Faults()
    return read_sheet(path, sheet=sheet, where=path.name, faults=faults), faults


def points(path, layer=None):
    faults = Faults()
    return read_layer(path, geometry="point", where=path.name, faults=faults, layer=layer), faults


def told(faults):
    return [(fault.which, fault.what) for fault in faults.errors]


def test_a_sheet_gives_the_frame_that_the_same_csv_gives(workbook, tmp_path):
    path = tmp_path / "places.csv"
    path.write_text("\n".join(",".join(map(str, row)) for row in ROWS), encoding="utf-8")
    faults = Faults()
    of_csv = read_table(path, where="places.csv", faults=faults)
    of_sheet, told_of = read(workbook(Places=ROWS))
    assert len(faults) == len(told_of) == 0
    pd.testing.assert_frame_equal(of_sheet, of_csv)


def test_a_layer_may_be_a_sheet_of_points(workbook):
    layer, faults = points(workbook(Places=ROWS))
    assert len(faults) == 0
    assert layer.crs == "EPSG:4326"
    assert layer["id"].tolist() == ["007", "8"]
    np.testing.assert_allclose(layer.geometry.x, [30.25, 30.5])
    assert (layer.index.name, layer.index.tolist()) == ("row", [2, 3])


def test_rows_are_counted_as_the_spreadsheet_counts_them(workbook):
    rows = ((), HEADER, (), ("a", "A", 30, -9), (), ("b", "B", 31, -9), ())
    frame, faults = read(workbook(Places=rows))
    assert len(faults) == 0
    assert frame.index.tolist() == [4, 6]


def test_days_yes_and_numbers_come_as_they_are_meant(workbook):
    rows = (("day", "open", "beds", "code"), (dt.date(2025, 6, 1), True, 12, "012"), (None, False, None, "x"))
    frame, faults = read(workbook(Places=rows))
    assert len(faults) == 0
    assert frame["day"].fillna("").tolist() == ["2025-06-01", ""]
    assert frame["open"].tolist() == [1, 0]
    assert frame["beds"].iloc[0] == 12
    assert np.isnan(frame["beds"].iloc[1])
    assert frame["code"].tolist() == ["012", "x"]


def test_numbers_that_are_kept_as_texts_become_numbers(workbook):
    layer, faults = points(workbook(Places=(HEADER, ("a", "A", "30.5", "-9"), ("b", "B", 30.25, -9.5))))
    assert len(faults) == 0
    np.testing.assert_allclose(layer.geometry.x, [30.5, 30.25])


def test_a_number_with_a_comma_is_told_with_its_row(workbook):
    layer, faults = points(workbook(Places=(HEADER, ("a", "A", "30,5", -9), ("b", "B", 30.25, -9.5))))
    assert layer is None
    assert told(faults) == [("row 2", "1 values of lon are no number, such as '30,5'")]


def test_the_result_of_a_formula_is_its_value(workbook):
    def write(sheet, _book):
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ("a", "A"))
        sheet.write_formula(1, 2, "=30+0.5", None, 30.5)
        sheet.write_formula(1, 3, "=-9", None, -9)

    layer, faults = points(workbook(Places=write))
    assert len(faults) == 0
    assert layer.geometry.x.tolist() == [30.5]


def test_merged_cells_and_failed_formulas_are_told_together(workbook):
    def write(sheet, _book):
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row)
        sheet.merge_range("A4:B5", "both")
        sheet.write_formula("C4", "=1/0", None, "#DIV/0!")

    frame, faults = read(workbook(Places=write))
    assert frame is None
    assert told(faults) == [
        ("sheet 'Places', A4:B5", "cells are merged, so that only the first of them has the value"),
        ("sheet 'Places', C4 (#DIV/0!)", "formulas give an error"),
    ]


def test_a_formula_without_a_saved_result_is_told(workbook):
    def fill(sheet, _book):
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ("a", "A"))
        sheet.write_formula("C2", "=1+1")

    path = workbook(Places=fill)
    with zipfile.ZipFile(path) as parts:
        contents = {name: parts.read(name) for name in parts.namelist()}
    name = "xl/worksheets/sheet1.xml"
    contents[name] = contents[name].replace(b"<f>1+1</f><v>0</v>", b"<f>1+1</f>")
    with zipfile.ZipFile(path, "w") as parts:
        for part, content in contents.items():
            parts.writestr(part, content)
    frame, faults = read(path)
    assert frame is None
    assert told(faults) == [("sheet 'Places', C2", "formulas have no saved result")]


def test_a_sheet_without_a_header_has_no_column_of_places(workbook):
    layer, faults = points(workbook(Places=ROWS[1:]))
    assert layer is None
    assert [what.partition(";")[0] for _, what in told(faults)] == [
        "no column is the longitude",
        "no column is the latitude",
    ]
    assert "007, Clinic, 30.25, -9.5" in faults.errors[0].what


def test_columns_without_or_with_the_same_name_are_told_with_the_row_of_the_header(workbook):
    _, faults = read(workbook(Places=((), ("id", None, "lon", "lon"), ("a", "b", 1, 2))))
    assert told(faults) == [
        ("row 2", "1 columns have no name (column 2)"),
        ("row 2", "the column lon stands more than once"),
    ]


def test_of_several_sheets_one_must_be_chosen(workbook):
    path = workbook(Centres=ROWS, Notes=(("made by",), ("me",)), Empty=())
    frame, faults = read(path)
    assert frame is None
    assert told(faults) == [("", "the workbook has 2 sheets: Centres, Notes")]
    assert len(points(path, "Centres")[0]) == 2


@pytest.mark.parametrize("first", ["Notes", "Centres"])
def test_no_sheet_loses_its_header_whatever_stands_before_it(workbook, first):
    texts = (("code", "title"), ("a", "b"), ("c", "d"))
    sheets = {"Notes": (("made by",), ("me",)), "More": (("n",), (1,)), "Centres": texts}
    path = workbook(**{first: sheets[first], **sheets})
    for name, columns in (("Centres", ["code", "title"]), ("Notes", ["made by"]), ("More", ["n"])):
        frame, faults = read(path, name)
        assert len(faults) == 0
        assert list(frame.columns) == columns
        assert frame.index[0] == 2


def test_a_sheet_that_is_not_there_is_told_with_the_nearest(workbook):
    _, faults = read(workbook(Centres=ROWS), "Centers")
    assert told(faults) == [("sheet 'Centers'", "there is no such sheet; the sheets are Centres")]
    assert faults.errors[0].do.startswith("Did you mean 'Centres'?")


def test_an_odd_name_of_a_sheet_is_found(workbook):
    def write(sheet, _book):
        sheet.merge_range("A1:B1", "x")

    _, faults = read(workbook(**{"Salt & 'pepper' <3>": write}))
    assert "cells are merged, so that only the first of them has the value" in [what for _, what in told(faults)]


@pytest.mark.parametrize("sheets", [{"Places": ()}, {"Places": (), "Other": ()}])
def test_a_workbook_without_a_value_is_empty(workbook, sheets):
    _, faults = read(workbook(**sheets))
    assert told(faults) == [("", "the table is empty")]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (None, "there is no such file"),
        (b"id,lon,lat\n", "the file is not a whole XLSX workbook, though its name says so"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "the workbook is locked with a password, or of the old kind .xls"),
        ("cut", "the file is not a whole XLSX workbook, though its name says so"),
    ],
)
def test_what_is_no_workbook_is_told(workbook, tmp_path, content, what):
    path = tmp_path / "other.xlsx"
    if content == "cut":
        content = workbook(Places=ROWS).read_bytes()[:-300]
    if content is not None:
        path.write_bytes(content)
    layer, faults = points(path)
    assert layer is None
    assert told(faults) == [("", what)]


def test_hazards_of_a_workbook_are_refused_as_they_need_more_than_points(workbook, tmp_path):
    study = SmallStudy(tmp_path)
    workbook("hazards.xlsx", Hazards=ROWS)
    study.tables["hazards"]["path"] = "hazards.xlsx"
    study.write()
    code, said = study.said("check")
    assert code == 1
    assert "hazards.xlsx: hazards are not read from a workbook. Save the sheet as CSV UTF-8" in said


def test_a_study_reads_its_centres_from_a_workbook(workbook, tmp_path):
    study = SmallStudy(tmp_path)
    header = ("code", "title", "pillars", "step_free", "capacity_per_year", "lon", "lat")
    rows = (
        ("c1", "South", "physical_rehab", "yes", 300, 30.012, 9.912),
        ("c2", "North", "psychosocial", None, "-1", 30.08, 9.98),
    )
    workbook("centres.xlsx", Notes=(("made up",), ("x",)), Centres=(header, *rows))
    study.tables["centres"] = {"path": "centres.xlsx", "layer": "Centres", "id": "code", "name": "title"}
    study.write()
    code, said = study.said("check")
    assert code == 1
    assert "centres.xlsx, row 3, column capacity_per_year: '-1' is less than 0" in said
    assert "1 to mend" in said
