"""The report as a workbook: a sheet of what it is, one of its figures, and one for each part that is told."""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Iterable, Sequence
from typing import Any, Final

from accessibility.release import neutral_text
from geo.errors import ReleaseError
from maps.gap_reports.values import TOLD, Cell, GapReport, Part
from maps.gap_reports.words import about
from maps.words import NO_WAY

_SHEET_NAMES: Final = {
    "areas": "Areas",
    "regions": "Regions",
    "reasons": "Reasons",
    "priorities": "Priorities",
    "fairness": "Fairness",
    "families": "Communities",
    "centres": "Centres",
    "hazards": "Hazards",
    "certainty": "Certainty",
    "data_age": "Data age",
}
_FIGURE_HEADINGS: Final = (
    *("Figure", "In words", "Group", "Value", "Low", "High", "Part of draws between", "Unit", "Denominator"),
    *("Of", "As of", "Note"),
)
_FORMATS: Final = {"people": "#,##0", "minutes": "#,##0", "share": "0.0%", "degrees": "0.00000"}
_OTHERS: Final = "#,##0.0##"
_WIDTH: Final = 18
_TEXT_WIDTH: Final = 44


def report_xlsx(report: GapReport) -> bytes:
    """The workbook, the same bytes for the same report: its date is the day of the study.

    No way is a text, what is not known an empty cell. Raises ReleaseError for a text longer than a cell can hold.
    """
    import xlsxwriter  # noqa: PLC0415 - only who asks for a workbook waits for it

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": report.title, "subject": report.run_label, "created": _day(report.as_of)})
        writer = _Writer(book)
        writer.write("About", ("What", "Text"), _about_rows(report), widths=(22, 100))
        writer.write("Figures", _FIGURE_HEADINGS, _figure_rows(report), widths=(36, 36, 30))
        for part in report.parts:
            if part.status == TOLD and part.rows:
                writer.write_part(part)
        sources = [(each.role, each.file, each.source, each.licence, each.date) for each in report.sources]
        writer.write("Sources", ("Input", "File", "Source", "Licence", "Date"), sources, widths=(24, 30, 60, 24, 14))
    return out.getvalue()


def _about_rows(report: GapReport) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = [*about(report)]
    rows += [("Summary", sentence) for sentence in report.sentences]
    for part in report.parts:
        rows.append((part.title, part.status))
        rows += [(part.title, sentence) for sentence in part.sentences]
    return rows


def _figure_rows(report: GapReport) -> list[tuple[Cell, ...]]:
    return [
        (
            *(each.measure, each.label, each.group_label, each.value, each.low, each.high, each.interval, each.unit),
            *(each.denominator, each.denominator_of, each.as_of, each.note),
        )
        for each in report.figures
    ]


class _Writer:
    """Writes sheets into a workbook; each format is made once."""

    def __init__(self, book: Any) -> None:
        self._book, self._made = book, {}  # type: Any, dict[str, Any]
        self._heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self._wrapped = book.add_format({"text_wrap": True, "valign": "top"})

    def write_part(self, part: Part) -> None:
        """A sheet of a part: headings with units, then its rows."""
        headings = [_heading(each.label, each.unit) for each in part.columns]
        rows = [tuple(row[each.name] for each in part.columns) for row in part.rows]
        widths = [_TEXT_WIDTH if each.unit == "text" else _WIDTH for each in part.columns]
        units = {place: each.unit for place, each in enumerate(part.columns)}
        self.write(_SHEET_NAMES.get(part.key, part.title[:31]), headings, rows, widths=widths, units=units)

    def write(
        self,
        name: str,
        headings: Sequence[str],
        rows: Iterable[Sequence[Cell]],
        *,
        widths: Sequence[int],
        units: dict[int, Any] | None = None,
    ) -> None:
        """A sheet: its headings, then its rows; a number is written in the format of its unit."""
        page = self._book.add_worksheet(name)
        page.freeze_panes(1, 1)
        for place, heading in enumerate(headings):
            page.set_column(place, place, widths[place] if place < len(widths) else _WIDTH)
            self._text(page, 0, place, heading, self._heading)
        for line, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                self._cell(page, line, place, cell, (units or {}).get(place))

    def _cell(self, page: Any, line: int, place: int, cell: Cell, unit: str | None) -> None:
        if cell is None or cell == "":
            return
        if isinstance(cell, bool):
            self._text(page, line, place, "yes" if cell else "no", self._wrapped)
        elif isinstance(cell, str):
            self._text(page, line, place, cell, self._wrapped)
        elif math.isinf(cell):
            self._text(page, line, place, NO_WAY, self._wrapped)
        elif not math.isnan(cell):
            page.write_number(line, place, cell, self._number(_FORMATS.get(unit or "", _OTHERS)))

    def _text(self, page: Any, line: int, place: int, text: str, look: Any) -> None:
        if page.write_string(line, place, neutral_text(text), look) < 0:
            raise ReleaseError(
                f"A text of {len(text):,} letters is longer than a cell of a workbook holds; ask for the CSV or JSON"
            )

    def _number(self, shown: str) -> Any:
        if shown not in self._made:
            self._made[shown] = self._book.add_format({"num_format": shown, "valign": "top"})
        return self._made[shown]


def _heading(label: str, unit: str) -> str:
    return label if unit in {"text", "as told"} else f"{label} ({unit})"


def _day(as_of: str) -> dt.datetime:
    """The first moment of an ISO day; of the year 2000 where a study gives none, so that no clock is in the file."""
    try:
        return dt.datetime.combine(dt.date.fromisoformat(as_of[:10]), dt.time())
    except ValueError:
        return dt.datetime(2000, 1, 1)  # noqa: DTZ001 - as the format keeps it, without a zone
