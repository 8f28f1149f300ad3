"""The cells of a report as its pages say them."""

from __future__ import annotations

import math
from typing import Final

from maps.gap_reports.values import Cell, Column, Figure, GapReport
from maps.need import value_in_words
from maps.why import range_in_words
from maps.words import UNKNOWN, area_in_words, date_in_words, percent_in_words

NO_RANGE: Final = "none given"
_PLAIN: Final = frozenset({"rank", "areas", "draws", "0 to 1"})


def cell_in_words(cell: Cell, column: Column, unit: str = "") -> str:
    """A cell as a reader sees it; ``unit`` is that of the row where the column leaves it to the row.

    >>> of_people = Column(name="people", label="People", unit="people", of="none, a count")
    >>> cell_in_words(1234.25, of_people), cell_in_words("", of_people), cell_in_words(True, of_people)
    ('1,234', 'not known', 'yes')
    """
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if cell is None or cell == "":
        return "" if column.name == "note" else UNKNOWN
    if isinstance(cell, str):
        return date_in_words(cell) if column.name in {"date", "last_verified"} else cell
    if math.isfinite(cell):
        if column.unit in _PLAIN:
            return f"{cell:.3g}"
        if column.unit == "degrees":
            return f"{cell:.5f}"
        if column.unit == "years":
            return f"{cell:.1f} years"
        if column.unit == "km²":
            return area_in_words(cell)
    return value_in_words(cell, unit or column.unit).removesuffix(f" {column.unit}")


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
