"""The cells of a report as its pages say them."""

from __future__ import annotations

import math
from typing import Final

from maps.gap_reports.values import Cell, Column, Figure, GapReport
from maps.need import value_in_words
from maps.why import range_in_words
from maps.words import UNKNOWN, area_in_words, date_in_words, percent_in_words

NO_RANGE: Final = "none given"
_DIGITS: Final = {"rank": ".0f", "areas": ".0f", "draws": ".0f", "0 to 1": ".3f", "degrees": ".5f", "years": ".1f"}
_MAY_BE_EMPTY: Final = frozenset({"note", "other_group", "other_value", "difference"})


def cell_in_words(cell: Cell, column: Column, unit: str = "") -> str:
    """A cell as a reader sees it; ``unit`` is that of the row where the column leaves it to the row.

    >>> of_people = Column(name="people", label="People", unit="people", of="none, a count")
    >>> cell_in_words(1234.25, of_people), cell_in_words("", of_people), cell_in_words(True, of_people)
    ('1,234', 'not known', 'yes')
    """
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if cell is None or cell == "":
        return "" if column.name in _MAY_BE_EMPTY else UNKNOWN
    if isinstance(cell, str):
        return date_in_words(cell) if column.name in {"date", "last_verified"} else cell
    return number_in_column(cell, column, unit)


def number_in_column(cell: float, column: Column, unit: str = "") -> str:
    """A number of a column as a reader sees it, in the unit of its row or else of the column."""
    if math.isnan(cell) and column.name in _MAY_BE_EMPTY:
        return ""
    if math.isfinite(cell) and column.unit in _DIGITS:
        return f"{cell:{_DIGITS[column.unit]}}"
    if column.unit == "km²":
        return area_in_words(cell)
    if column.name == "difference" and unit == "share" and math.isfinite(cell):
        return f"{100 * cell:+.1f} points"
    told = "" if unit.startswith("index") else unit or column.unit
    return value_in_words(cell, told).removesuffix(f" {column.unit}")


def figure_in_words(figure: Figure) -> str:
    """The value of a figure; why there is none, where there is none."""
    return figure.note or value_in_words(figure.value, figure.unit)


def share_in_words(figure: Figure) -> str:
    """The share that people are of their denominator; empty for what is no count of people."""
    is_part = figure.unit == "people" and figure.denominator > 0 and not math.isnan(figure.value)
    return percent_in_words(figure.value, figure.denominator) if is_part else ""


def range_of_figure(figure: Figure) -> str:
    """The range of a figure in words; that there is none, where there is none."""
    if math.isnan(figure.low) or math.isnan(figure.high):
        return NO_RANGE
    return range_in_words(figure.low, figure.high, figure.unit)


def about(report: GapReport) -> tuple[tuple[str, str], ...]:
    """What a document says of itself before any figure: names with texts."""
    year = "not given" if report.population_year is None else str(report.population_year)
    return (
        ("Report", report.title),
        ("Study", report.study),
        ("Country", report.country or UNKNOWN),
        ("Place", f"{report.place.name} ({report.place.place_id})"),
        ("Run", report.run_label),
        ("Run id", report.run_id),
        ("As of", report.as_of or UNKNOWN),
        ("People of the year", year),
        ("Threshold", f"{report.threshold_minutes:g} minutes, inclusive"),
        ("Bands", "; ".join(f"{band:g}" for band in report.bands_minutes) + " minutes, cumulative and inclusive"),
        ("Release", f"{report.release}, version {report.version}, {report.tier} tier"),
        ("Made with", report.made_with),
        ("Ranges", report.range_note),
        *(("Warning", sentence) for sentence in report.disclaimers),
    )
