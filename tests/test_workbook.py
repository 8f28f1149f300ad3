"""The workbook: a sheet for each question, texts that stay texts, the same bytes each time."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pyogrio
import pytest
from need_on_disk import need_tables
from workbook_reader import MAIN, ROWS_OF_HEAD, Workbook

from accessibility.release.workbook import write_workbook
from geo.errors import ReleaseError

MANIFEST = {
    "study": {"name": "=Made-up & Valley", "country": "XXX", "as_of": "2026-01-01"},
    "tier": "public",
    "hazards_published": False,
    "parameters": {"gaps": {"threshold_minutes": 120.0}},
    "method": ["Times are the least over the surface."],
    "disclaimers": ["Not for navigation.", "Made-up data."],
    "survivors": [{"suppression": "No figure is told that stands for fewer than 10 survivors."}],
    "inputs": [
        {"role": "[population]", "file": "p.tif", "source": "made up", "licence": "CC0", "date": "2026-01-01"},
        {"role": "[centres]", "file": "c.gpkg", "source": None, "licence": None, "date": None},
    ],
}
SHEETS = [
    "Read me",
    "How many reach care in time",
    "How long is the way",
    "Who has no way",
    "Is there room - areas",
    "Is there room - centres",
    "Is it fair",
    "Do survivors fare as everyone",
    "What is offered",
    "What do we not know",
    "Who is counted",
]
TABLES = SHEETS[1:]


@pytest.fixture(scope="module")
def need():
    made = need_tables(pillars=("physical_rehab",))
    access = made.access.query("group in ['everyone', 'female', 'city']").reset_index(drop=True)
    return replace(made, access=access)


@pytest.fixture(scope="module")
def path(tmp_path_factory, need):
    path = tmp_path_factory.mktemp("workbook") / "access.xlsx"
    write_workbook(path, need, MANIFEST)
    return path


@pytest.fixture(scope="module")
def book(path):
    return Workbook(path)


def rows_of(book, sheet, **wanted):
    keys = {name.replace("_", " "): value for name, value in wanted.items()}
    return [row for row in book.table(sheet) if all(row.get(name) == value for name, value in keys.items())]


def test_there_is_a_sheet_for_each_question(book):
    assert book.names == SHEETS


def test_a_question_that_is_not_asked_has_no_sheet_and_the_first_one_says_so(tmp_path, need):
    write_workbook(tmp_path / "a.xlsx", replace(need, parity=None, supply=None), MANIFEST)
    book = Workbook(tmp_path / "a.xlsx")
    assert book.names == [name for name in SHEETS if name not in {"Is there room - areas", SHEETS[7]}]
    said = dict(zip(*columns_of_read_me(book), strict=True))
    assert said[SHEETS[7]].endswith("This is not told here.")


def columns_of_read_me(book):
    cells = book.cells("Read me")
    rows = range(max(row for row, _ in cells) + 1)
    return [[cells.get((row, column), "") for row in rows] for column in (0, 1)]


def test_the_first_sheet_says_what_the_file_is(book):
    labels, texts = columns_of_read_me(book)
    said = dict(zip(labels, texts, strict=True))
    assert said["Study"] == "=Made-up & Valley"
    assert said["As of"] == "2026-01-01"
    assert said["Tier"] == "public"
    assert said["[population]: p.tif"] == "made up; CC0; 2026-01-01"
    assert said["[centres]: c.gpkg"] == "not stated; not stated; not stated"
    for sentence in (
        "No recorded hazard does not mean safe.",
        "Not for navigation.",
        "Times are the least over the surface.",
        "Hazards are not shown, nor any figure made with them.",
        "Centres that are marked sensitive are not shown, nor any figure made with them.",
        "No figure is told that stands for fewer than 10 survivors.",
    ):
        assert texts.count(sentence) == 1
    assert any(text.startswith("The threshold is 120 minutes") for text in texts)
    assert set(TABLES) <= set(labels)


def test_a_tier_that_keeps_nothing_back_says_that(tmp_path, need):
    manifest = MANIFEST | {"tier": "analyst", "hazards_published": True, "survivors": []}
    write_workbook(tmp_path / "a.xlsx", need, manifest)
    _, texts = columns_of_read_me(Workbook(tmp_path / "a.xlsx"))
    assert "Nothing that this study holds beside survivors' records, which are in no tier." in texts


@pytest.mark.parametrize("name", TABLES)
def test_each_sheet_says_its_question_day_denominator_and_disclaimers(book, name):
    cells = book.cells(name)
    head = [cells[row, 0] for row in range(ROWS_OF_HEAD - 1)]
    assert "?" in head[0]
    assert "Empty is not known; no way is in words." in head[2]
    assert "public tier, as of 2026-01-01. No recorded hazard does not mean safe. Not for navigation." in head[3]


@pytest.mark.parametrize("name", TABLES)
def test_headings_are_frozen_filtered_and_repeated_in_print_on_a_landscape_page(book, name):
    sheet = book.xml(name)
    [pane] = sheet.iter(f"{MAIN}pane")
    assert (pane.get("state"), pane.get("ySplit")) == ("frozen", str(ROWS_OF_HEAD))
    [around] = sheet.iter(f"{MAIN}autoFilter")
    assert around.get("ref").startswith(f"A{ROWS_OF_HEAD}:")
    assert around.get("ref").endswith(str(ROWS_OF_HEAD + len(book.table(name))))
    [setup] = sheet.iter(f"{MAIN}pageSetup")
    assert setup.get("orientation") == "landscape"
    titles = [each.text for each in book.book.iter(f"{MAIN}definedName") if each.get("name") == "_xlnm.Print_Titles"]
    assert f"'{name}'!${ROWS_OF_HEAD}:${ROWS_OF_HEAD}" in titles
    assert len(titles) == len(TABLES)


@pytest.mark.parametrize("name", SHEETS)
def test_no_cell_is_merged_and_none_is_a_formula_or_a_link(book, name):
    sheet = book.xml(name)
    for tag in ("mergeCell", "f", "hyperlink"):
        assert not list(sheet.iter(f"{MAIN}{tag}"))


def test_a_text_that_starts_like_a_formula_is_a_text(book):
    names = [row["Name"] for row in book.table("What is offered")]
    assert names[0] == '=HYPERLINK("http://example.invalid","North Centre")'
    assert names[2] == "+Listening House & Friends"


def test_an_ampersand_of_the_studys_name_is_no_code_of_the_footer(book):
    assert b"&amp;L=Made-up &amp;&amp; Valley" in book.parts["xl/worksheets/sheet2.xml"]


def test_shares_stand_as_numbers_shown_as_per_cent(book, path):
    [row] = rows_of(book, TABLES[0], Area="All", Group="Everyone", Hazards="no-hazards")
    assert row["Within 60 min (% of the people)"] == pytest.approx(1750 / 2550)
    assert row["People within 60 min (people)"] == 1750
    assert row["People of the group (people)"] == 2550
    headings = [text for (line, _), text in book.cells(TABLES[0]).items() if line == ROWS_OF_HEAD - 1]
    at = headings.index("Within 60 min (% of the people)")
    assert book.format_of(TABLES[0], (ROWS_OF_HEAD, at)) == "0.0%"
    assert book.format_of(TABLES[0], (ROWS_OF_HEAD, headings.index("People within 60 min (people)"))) == "#,##0"
    assert set(SHEETS) == {name for name, _ in pyogrio.list_layers(path)}


def test_no_way_is_in_words_and_nobody_is_empty(book):
    [row] = rows_of(book, "How long is the way", Area="Lower", Group="Everyone", Hazards="no-hazards")
    assert row["Mean of the worst tenth (minutes)"] == "no way"
    assert row["Median (minutes)"] == 110
    [nobody] = rows_of(book, "How long is the way", Area="Lower", Group="Cities", Hazards="no-hazards")
    assert "Median (minutes)" not in nobody
    assert nobody["People of the group (people)"] == 0


def test_who_has_no_way_is_told_in_people_too(book):
    [row] = rows_of(book, "Who has no way", Area="Lower", Group="Everyone", Hazards="no-hazards")
    assert row["No way (% of the people)"] == pytest.approx(0.1)
    assert row["People with no way (people)"] == pytest.approx(100)
    assert row["People beyond the threshold (people)"] == pytest.approx(300)


def test_a_number_is_shown_in_the_unit_of_its_row(book):
    cells = book.cells("Is it fair")
    at = {text: column for (row, column), text in cells.items() if row == ROWS_OF_HEAD - 1}
    value, measure = at["Value (in the unit of the row)"], at["Measure"]
    shown = {
        cells[row, measure]: book.format_of("Is it fair", (row, value))
        for row in range(ROWS_OF_HEAD, ROWS_OF_HEAD + 13)
    }
    assert shown["gap"] == "0.0%"
    assert shown["kolm_pollak_ede"] == "#,##0"
    assert shown["gini"] == "0.000"


def test_families_have_a_sheet_with_their_range_and_yes_or_no_in_words(tmp_path, need):
    families = pd.DataFrame(
        {
            "area_id": ["a1", "a2"],
            "people_low": [3.0, np.nan],
            "people_high": [9.0, np.nan],
            "status": ["told", "not told"],
            "is_estimate": [True, False],
        }
    )
    write_workbook(tmp_path / "a.xlsx", replace(need, families=families), MANIFEST)
    one, other = Workbook(tmp_path / "a.xlsx").table("Whose families")
    assert (one["People low (people)"], one["People high (people)"], one["Is estimate"]) == (3, 9, "yes")
    assert other == {"Area id": "a2", "Status": "not told", "Is estimate": "no"}


def test_an_unknown_capacity_is_an_empty_cell(book):
    rows = book.table("Is there room - centres")
    assert rows[0]["Load ratio (ratio)"] == 2
    assert "Capacity per year (people per year)" not in rows[1]
    assert "Load ratio (ratio)" not in rows[1]


def test_the_same_tables_give_the_same_bytes(tmp_path, path, need):
    write_workbook(tmp_path / "again.xlsx", need, json.loads(json.dumps(MANIFEST)))
    assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()
    assert b"2026-01-01T00:00:00Z" in Workbook(path).parts["docProps/core.xml"]


def test_a_table_longer_than_a_sheet_keeps_all_together_first_and_says_where_the_rest_is(tmp_path, need):
    write_workbook(tmp_path / "cut.xlsx", need, MANIFEST, sheet_rows=ROWS_OF_HEAD + 8)
    book = Workbook(tmp_path / "cut.xlsx")
    rows = book.table(TABLES[0])
    assert [row["Kind of area"] for row in rows] == ["all"] * 6 + ["area"] * 2
    said = book.cells(TABLES[0])[3, 0]
    assert said.endswith("Only 8 of 24 rows have room here, those over all areas first; access.parquet has all.")
    assert book.cells("What is offered")[3, 0].endswith("The same figures are in directory.csv.")


def test_a_table_without_rows_is_a_sheet_with_headings(tmp_path, need):
    write_workbook(tmp_path / "a.xlsx", replace(need, centre_load=need.centre_load.head(0)), MANIFEST)
    book = Workbook(tmp_path / "a.xlsx")
    assert book.table("Is there room - centres") == []
    assert book.cells("Is there room - centres")[ROWS_OF_HEAD - 1, 0] == "Pillar"


def test_a_text_that_no_cell_can_hold_is_an_error(tmp_path, need):
    groups = need.groups.assign(note="x" * 40_000)
    with pytest.raises(ReleaseError, match="40,000 characters is too long for a cell"):
        write_workbook(tmp_path / "a.xlsx", replace(need, groups=groups), MANIFEST)


def test_a_control_character_and_an_odd_script_survive(tmp_path, need):
    directory = need.directory.assign(name=["\x07bell", "ສູນ", "مركز"])
    write_workbook(tmp_path / "a.xlsx", replace(need, directory=directory), MANIFEST)
    names = [row["Name"] for row in Workbook(tmp_path / "a.xlsx").table("What is offered")]
    assert names[1:] == ["ສູນ", "مركز"]
    assert "bell" in names[0]


def test_minutes_that_are_inf_are_never_an_error_cell(book):
    for name in TABLES:
        assert not [cell for cell in book.xml(name).iter(f"{MAIN}c") if cell.get("t") == "e"]
        numbers = [value for value in book.cells(name).values() if isinstance(value, float)]
        assert np.isfinite(numbers).all()


def test_scenarios_are_left_to_the_files_and_the_sheets_say_so(tmp_path):
    write_workbook(tmp_path / "a.xlsx", need_tables(scenarios=("base", "flood")), MANIFEST)
    book = Workbook(tmp_path / "a.xlsx")
    for sheet, file in (("How long is the way", "access.parquet"), ("Is there room - areas", "supply.csv")):
        assert {row["Scenario"] for row in book.table(sheet)} == {"base"}
        assert (
            f"The study as it stands; {file} has the same figures, and those of its scenarios."
            in book.cells(sheet)[3, 0]
        )
