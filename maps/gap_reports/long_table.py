"""The report as one long table of CSV: a line for each figure, with its unit, denominator, day and range."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator
from typing import Final

from accessibility.release import neutral_text
from maps.gap_reports.values import Cell, Figure, GapReport, Part
from maps.gap_reports.words import about
from maps.words import NO_WAY

COLUMNS: Final = (
    "part",
    "item",
    "figure",
    "group",
    "value",
    "text",
    "low",
    "high",
    "unit",
    "denominator",
    "denominator_of",
    "as_of",
    "note",
)
_Line = dict[str, str]


def report_csv(report: GapReport) -> bytes:
    """The table in UTF-8: a number that is not known is empty, ``inf`` is no way; no text is a formula."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for line in _lines(report):
        writer.writerow({name: neutral_text(text) if name in _TEXTS else text for name, text in line.items()})
    return out.getvalue().encode("utf-8")


_TEXTS: Final = frozenset(COLUMNS) - {"value", "low", "high", "denominator"}


def _lines(report: GapReport) -> Iterator[_Line]:
    for name, text in about(report):
        yield {"part": "about", "figure": name, "text": text, "as_of": report.as_of}
    for sentence in report.sentences:
        yield {"part": "summary", "figure": "sentence", "text": sentence, "as_of": report.as_of}
    for figure in report.figures:
        yield _figure_line(figure, report)
    for part in report.parts:
        yield {"part": part.key, "figure": "status", "text": part.status, "as_of": part.as_of}
        for sentence in part.sentences:
            yield {"part": part.key, "figure": "sentence", "text": sentence, "as_of": part.as_of}
        yield from _part_lines(part)
    for source in report.sources:
        said = f"{source.source or 'source not given'}; licence {source.licence or 'not given'}"
        yield {"part": "sources", "item": source.role, "figure": source.file, "text": said, "as_of": source.date or ""}


def _figure_line(figure: Figure, report: GapReport) -> _Line:
    return {
        "part": "figures",
        "item": report.place.name,
        "figure": figure.measure,
        "group": figure.group,
        "value": number_text(figure.value),
        "low": number_text(figure.low),
        "high": number_text(figure.high),
        "unit": figure.unit,
        "denominator": number_text(figure.denominator),
        "denominator_of": figure.denominator_of,
        "as_of": figure.as_of,
        "note": figure.note,
    }


def _part_lines(part: Part) -> Iterator[_Line]:
    for row in part.rows:
        item = str(row.get(part.name_column, ""))
        for column in part.columns:
            cell = row[column.name]
            if column.name == part.name_column:
                continue
            line = {"part": part.key, "item": item, "figure": column.name, "unit": column.unit, "as_of": part.as_of}
            line["denominator_of"] = column.of
            line["group"] = str(row.get("group", ""))
            if column.unit == "as told":
                line["unit"] = str(row.get("unit", ""))
            if isinstance(cell, float | int) and not isinstance(cell, bool):
                line |= {
                    "value": number_text(float(cell)),
                    "denominator": _denominator(row.get(column.denominator or "")),
                }
                line["note"] = NO_WAY if math.isinf(cell) else ""
            else:
                line["text"] = _text(cell)
            yield line


def _text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return "" if cell is None else str(cell)


def _denominator(cell: Cell) -> str:
    return number_text(float(cell)) if isinstance(cell, float | int) else ""


def number_text(value: float) -> str:
    """A number as CSV has it: all its digits, empty where it is not known.

    >>> number_text(0.1), number_text(12.0), number_text(float("nan")), number_text(float("inf"))
    ('0.1', '12.0', '', 'inf')
    """
    return "" if math.isnan(value) else repr(float(value))
