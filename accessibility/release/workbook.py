"""Writing the workbook: a sheet that says what the file is, and one sheet for each question."""

from __future__ import annotations

import datetime as dt
import math
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pandas as pd
import xlsxwriter

from accessibility.release.need_tables import ACCESS_PARQUET, NeedTables
from accessibility.release.read_me import Line, read_me_lines
from accessibility.release.workbook_sheets import BY_ROW, TEXT, Column, Sheet, sheets_of
from accessibility.study_file import BASE_SCENARIO
from geo.errors import ReleaseError

SHEET_ROWS: Final = 1_048_576  # of the format: ECMA-376, SpreadsheetML
NO_WAY: Final = "no way"
_HEAD_ROWS: Final = 5  # question, what it asks, who is counted, which day; then the headings
_A4: Final = 9
_NARROWEST, _WIDEST, _MEASURED_ROWS = 8, 40, 200
_READ_ME_WIDTHS: Final = (34, 110)
_FORMATS: Final = {
    "people": "#,##0",
    "share": "0.0%",
    "minutes": "#,##0",
    "hours per year": "#,##0.0",
    "people per year": "#,##0",
    "beds": "#,##0",
    "number": "#,##0",
    "ratio": "0.00",
    "degrees": "0.00000",
}
_FORMAT_OF_MONEY: Final = "#,##0.00"
_FORMAT_OF_OTHERS: Final = "0.000"


def write_workbook(path: Path, need: NeedTables, manifest: Mapping[str, Any], *, sheet_rows: int = SHEET_ROWS) -> None:
    """The workbook of a tier, the same bytes for the same tables: its date is the study's ``as_of``.

    ``manifest``: that of the tier, as ``write_manifest_values`` gives it. ``sheet_rows``: the most rows of
    one sheet; where a table has more, the rows over all areas come first, and the sheet says which file has all.
    ``need`` has been checked. Raises ReleaseError for a text that is longer than a cell can hold.
    """
    sheets = sheets_of(_as_it_stands(need))
    scenarios = _with_scenarios(need)
    as_of = dt.date.fromisoformat(manifest["study"]["as_of"])
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with (
        tempfile.TemporaryDirectory() as scratch,
        xlsxwriter.Workbook(str(path), {**options, "tmpdir": scratch}) as book,
    ):
        book.set_properties(
            {
                "title": f"Access to care: {manifest['study']['name']}",
                "subject": f"{manifest['tier']} tier, as of {as_of.isoformat()}",
                "created": dt.datetime.combine(as_of, dt.time()),
            }
        )
        formats = _Formats(book)
        _write_read_me(book, read_me_lines(sheets, manifest), formats)
        for sheet in sheets:
            if sheet.rows is not None:
                _write_sheet(book, sheet, manifest, formats, sheet_rows=sheet_rows, scenarios=scenarios)


def _as_it_stands(need: NeedTables) -> NeedTables:
    """The tables of the base alone: those of the scenarios would fill most rows of every sheet."""
    frames = {
        name: frame[frame["scenario"] == BASE_SCENARIO]
        for name, frame in need.frames().items()
        if "scenario" in frame.columns
    }
    return replace(need, **frames)


def _with_scenarios(need: NeedTables) -> frozenset[str]:
    """The files that tell of scenarios too."""
    return frozenset(
        ACCESS_PARQUET if name == "access" else f"{name}.csv"
        for name, frame in need.frames().items()
        if "scenario" in frame.columns and (frame["scenario"] != BASE_SCENARIO).any()
    )


class _Formats:
    """The cell formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book, self._made = book, {}  # type: Any, dict[str, Any]
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.bold = book.add_format({"bold": True, "valign": "top", "text_wrap": True})

    def number(self, unit: str) -> Any:
        """The format of numbers in a unit."""
        shown = _FORMATS.get(unit) or (_FORMAT_OF_MONEY if unit.endswith(" per year") else _FORMAT_OF_OTHERS)
        if shown not in self._made:
            self._made[shown] = self._book.add_format({"num_format": shown})
        return self._made[shown]


def _write_read_me(book: Any, lines: Sequence[Line], formats: _Formats) -> None:
    page = book.add_worksheet("Read me")
    for column, width in enumerate(_READ_ME_WIDTHS):
        page.set_column(column, column, width)
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    for row, (label, text) in enumerate(lines):
        _write_text(page, row, 0, label, formats.title if row == 0 else formats.bold)
        _write_text(page, row, 1, text, formats.wrapped)


def _write_sheet(  # noqa: PLR0913 - what is written, and what is said of it
    book: Any,
    sheet: Sheet,
    manifest: Mapping[str, Any],
    formats: _Formats,
    *,
    sheet_rows: int,
    scenarios: frozenset[str],
) -> None:
    if sheet.rows is None:
        raise AssertionError("a sheet without rows is not written")
    rows = _rows_that_fit(sheet.rows, sheet_rows - _HEAD_ROWS)
    page = book.add_worksheet(sheet.name)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, _width(column, rows))
    head = (
        (sheet.question, formats.title),
        (sheet.asks, None),
        (f"{sheet.denominator} Empty is not known; {NO_WAY} is in words.", None),
        (f"{_stands_for(manifest)} {_cut_words(sheet, len(rows), has_scenarios=sheet.file in scenarios)}", None),
    )
    for row, (text, form) in enumerate(head):
        _write_text(page, row, 0, text.strip(), form)
    for place, column in enumerate(sheet.columns):
        _write_text(page, _HEAD_ROWS - 1, place, column.heading, formats.heading)
    values = [rows[column.name].tolist() for column in sheet.columns]
    units = rows["unit"].tolist() if "unit" in rows.columns else [""] * len(rows)
    for number, (unit, *cells) in enumerate(zip(units, *values, strict=True), start=_HEAD_ROWS):
        for place, (column, value) in enumerate(zip(sheet.columns, cells, strict=True)):
            _write_cell(page, number, place, value, unit if column.kind == BY_ROW else column.kind, formats)
    page.freeze_panes(_HEAD_ROWS, 0)
    page.autofilter(_HEAD_ROWS - 1, 0, _HEAD_ROWS - 1 + len(rows), len(sheet.columns) - 1)
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(_HEAD_ROWS - 1)
    page.set_footer(f"&L{_footer_text(str(manifest['study']['name']))}&C&P / &N&RNot for navigation.")


def _write_cell(page: Any, row: int, place: int, value: Any, kind: str, formats: _Formats) -> None:  # noqa: PLR0913, PLR0917 - a cell
    """A text as text, whatever it starts with; NaN as nothing, inf in words."""
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)) or value == "":
        return
    if isinstance(value, bool):
        _write_text(page, row, place, "yes" if value else "no", None)
    elif kind == TEXT or isinstance(value, str):
        _write_text(page, row, place, str(value), None)
    elif math.isinf(value):
        _write_text(page, row, place, NO_WAY, None)
    else:
        page.write_number(row, place, value, formats.number(kind))


def _write_text(page: Any, row: int, place: int, text: str, form: Any) -> None:
    """A text, never a formula or a link; one that a cell cannot hold is an error, not cut."""
    if text and page.write_string(row, place, text, form) != 0:
        raise ReleaseError(f"A text of {len(text):,} characters is too long for a cell: {text[:60]!r}. Shorten it.")


def _rows_that_fit(rows: pd.DataFrame, most: int) -> pd.DataFrame:
    """All rows, or as many as a sheet has room for, those over all areas first."""
    if len(rows) <= most:
        return rows
    if "area_kind" in rows.columns:
        is_all = rows["area_kind"] == "all"
        rows = pd.concat([rows[is_all], rows[~is_all]])
    return rows.iloc[:most]


def _cut_words(sheet: Sheet, shown: int, *, has_scenarios: bool) -> str:
    count = 0 if sheet.rows is None else len(sheet.rows)
    if shown == count and has_scenarios:
        return f"The study as it stands; {sheet.file} has the same figures, and those of its scenarios."
    if shown == count:
        return f"The same figures are in {sheet.file}."
    return f"Only {shown:,} of {count:,} rows have room here, those over all areas first; {sheet.file} has all."


def _stands_for(manifest: Mapping[str, Any]) -> str:
    study = manifest["study"]
    return (
        f"{study['name']}, {manifest['tier']} tier, as of {study['as_of']}. No recorded hazard does not mean safe. "
        "Not for navigation."
    )


def _width(column: Column, rows: pd.DataFrame) -> int:
    """The width of a column in characters: of its longest text, and of half its heading, which is wrapped."""
    first = rows[column.name].head(_MEASURED_ROWS)
    longest = max((len(text) for text in first.dropna().astype(str)), default=0) if column.kind == TEXT else 0
    return min(max(longest + 2, len(column.heading) // 2 + 3, _NARROWEST), _WIDEST)


def _footer_text(text: str) -> str:
    """A text for a footer, in which an ampersand starts a code, at a length that it has room for.

    >>> _footer_text("Bread & roses")
    'Bread && roses'
    """
    return text[:100].replace("&", "&&")
