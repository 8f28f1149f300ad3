"""The report as a page: one file of HTML without scripts, for reading, printing and as the ground of the PDF."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from typing import Any, Final

from maps.gap_reports.columns import COUNT
from maps.gap_reports.values import EVERYONE, NONE_THERE, TOLD, Figure, GapReport, Part
from maps.gap_reports.words import cell_in_words, figure_in_words, range_of_figure, share_in_words
from maps.inline import page_environment, template_text
from maps.release_values import Source
from maps.table_facts import table_facts
from maps.words import UNKNOWN, date_in_words, people_in_words

MOST_ROWS: Final = 200  # of one table of the page; CSV, XLSX, GeoPackage and JSON have all
MOST_GROUPS: Final = 100
_CSS: Final = "gap_report.css"
_SENTENCES: Final = frozenset({"reasons_sentence", "change_sentence"})
_STATUS_WORDS: Final = {"not asked": "Not asked.", "not shown": "Not shown to this tier."}
_GROUP_MEASURES: Final = ("people", "beyond_threshold_share", "unreached_share", "median_minutes", "p90_minutes")
_NUMBERLESS: Final = "text"


def report_html(report: GapReport) -> str:
    """The HTML of the report; it needs nothing from outside and holds no script."""
    return (
        page_environment()
        .get_template("gap_report.html.j2")
        .render(
            report=report,
            css=template_text(_CSS),
            dates=_dates(report),
            everyone=_everyone(report),
            groups=_groups(report),
            parts=[_part(part, report) for part in report.parts],
            sources=_sources(report),
        )
    )


def page_style_hash() -> str:
    """What a content security policy names the page's style sheet by, such as ``sha256-...``."""
    digest = hashlib.sha256(template_text(_CSS).encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


def _dates(report: GapReport) -> str:
    year = "" if report.population_year is None else f"; people of {report.population_year}"
    return f"As of {date_in_words(report.as_of) if report.as_of else 'a day that is not given'}{year}"


def _everyone(report: GapReport) -> dict[str, Any]:
    rows = [
        _row(
            figure.label,
            (figure_in_words(figure), True),
            (share_in_words(figure), True),
            (range_of_figure(figure), False),
            (f"{figure.denominator_of}, {_denominator(figure)}", False),
        )
        for figure in report.figures
        if figure.group == EVERYONE
    ]
    return {
        "title": "Everyone",
        "facts": _facts(report, "people, or times one way in hours (h) and minutes (min)", "as the row says"),
        "headings": _headings(*_plain("Figure"), ("Value", "", True), ("Share", "", True), *_plain("Range", "Of")),
        "rows": rows,
    }


def _groups(report: GapReport) -> dict[str, Any] | None:
    by_group: dict[str, dict[str, Figure]] = {}
    for figure in report.figures:
        if figure.group != EVERYONE:
            by_group.setdefault(figure.group, {})[figure.measure] = figure
    if not by_group:
        return None
    measures = [*_GROUP_MEASURES]
    measures.insert(1, f"share_within_{report.threshold_minutes:g}_min")
    labels = {figure.measure: figure.label for told in by_group.values() for figure in told.values()}
    asked = [measure for measure in measures if measure in labels]
    rows = []
    for told in list(by_group.values())[:MOST_GROUPS]:
        first = next(iter(told.values()))
        rows.append(_row(first.group_label, *((_ranged(told.get(measure)), True) for measure in asked)))
    return {
        "title": "Groups of people",
        "facts": _facts(report, "people; shares; times one way", "the people of each group in the place"),
        "headings": _headings(*_plain("Group"), *((labels[measure], "", True) for measure in asked)),
        "rows": rows,
    }


def _ranged(figure: Figure | None) -> str:
    """A value with its range where it has one."""
    if figure is None:
        return UNKNOWN
    has_range = figure.low <= figure.high
    return f"{figure_in_words(figure)} ({range_of_figure(figure)})" if has_range else figure_in_words(figure)


def _part(part: Part, report: GapReport) -> dict[str, Any]:
    columns = [column for column in part.columns if column.name != part.name_column and column.name not in _SENTENCES]
    told = part.rows[:MOST_ROWS]
    rows = []
    for row in told:
        unit = str(row.get("unit", ""))
        cells = [
            (cell_in_words(row[each.name], each, unit if each.unit == "as told" else ""), each.unit != _NUMBERLESS)
            for each in columns
        ]
        rows.append(_row(str(row.get(part.name_column) or UNKNOWN), *cells))
    name = next((column.label for column in part.columns if column.name == part.name_column), "")
    ofs = "; ".join(dict.fromkeys(each.of for each in columns if each.of and each.of != COUNT))
    more = f"The first {MOST_ROWS:,} of {len(part.rows):,}; the CSV, the workbook and the GeoPackage hold all."
    return {
        "key": part.key,
        "title": part.title,
        "is_absent": part.status not in {TOLD, NONE_THERE},
        "status_words": _STATUS_WORDS.get(part.status, part.status),
        "sentences": part.sentences,
        "cards": _cards(part, told),
        "facts": _facts(report, "as the headings say", ofs or "none, counts"),
        "headings": _headings(
            *_plain(name), *((each.label, _unit(each.unit), each.unit != _NUMBERLESS) for each in columns)
        ),
        "rows": rows,
        "more": more if len(part.rows) > MOST_ROWS else "",
    }


def _cards(part: Part, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """What is said of each row in sentences, where a part has sentences for its rows."""
    names = [column.name for column in part.columns if column.name in _SENTENCES]
    if not names:
        return []
    said = [(str(row.get(part.name_column, "")), [row[name] for name in names if row[name]]) for row in rows]
    return [{"name": name, "sentences": sentences} for name, sentences in said if sentences]


def _sources(report: GapReport) -> dict[str, Any]:
    return {
        "title": "Inputs of the study",
        "facts": f"As of {report.as_of or UNKNOWN}.",
        "headings": _headings(*_plain("Input", "File", "Source", "Licence", "Date")),
        "rows": [
            _row(each.role, *((text or "not given", False) for text in _source_texts(each))) for each in report.sources
        ],
    }


def _source_texts(source: Source) -> tuple[str | None, ...]:
    return source.file, source.source, source.licence, source.date


def _facts(report: GapReport, unit: str, denominator: str) -> str:
    return table_facts(
        unit=unit, denominator=denominator, date=report.as_of, source=f"release {report.release}, {report.made_with}"
    )


def _headings(*headings: tuple[str, str, bool]) -> list[dict[str, Any]]:
    return [{"label": label, "unit": unit, "is_number": is_number} for label, unit, is_number in headings]


def _plain(*labels: str) -> list[tuple[str, str, bool]]:
    """Headings over texts."""
    return [(label, "", False) for label in labels]


def _row(name: str, *cells: tuple[str, bool]) -> dict[str, Any]:
    return {"name": name, "cells": [{"text": text, "is_number": is_number} for text, is_number in cells]}


def _unit(unit: str) -> str:
    return "" if unit in {"text", "as told"} else unit


def _denominator(figure: Figure) -> str:
    return people_in_words(figure.denominator)
