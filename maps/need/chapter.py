"""What a chapter of the report is made of, and the words that its tables share."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from maps.need.canvas import Drawing
from maps.need.values import GroupAccess, Measured
from maps.words import UNKNOWN, counted, minutes_in_words, people_in_words, percent_in_words

MOST_ROWS: Final = 60  # of one table in the page; the file that its note names has all
EMPTY: Final = "nobody"
NOT_ASKED: Final = "not asked"
_WITHIN: Final = re.compile(r"(?:share|population)_within_(?P<minutes>[\d.]+)_min")
_LABELS: Final = {
    "people": "People",
    "unreached_share": "No time at all",
    "beyond_threshold_share": "Not within the threshold",
    "median_minutes": "Median",
    "p90_minutes": "9 in 10 within",
    "worst_decile_mean_minutes": "Worst tenth, mean",
    "mean_reached_minutes": "Mean of those with a time",
    "day_trip_share": "Day trip",
    "overnight_share": "Stay overnight",
    "round_trip_median_minutes": "There and back, median",
    "yearly_hours_median": "Hours a year, median",
    "yearly_fares_median": "Fares a year, median",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a table: its name, its cells as text, and its kind (``all``, ``outside`` or empty)."""

    name: str
    cells: tuple[str, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table as the template takes it; ``texts`` are the columns, counted with the names, that hold no numbers."""

    id: str
    caption: str
    facts: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    texts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A figure in the page with the table of the same figures."""

    drawing: Drawing
    table: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a chapter: sentences, then figures, tables and notes; the title is empty where it is the only one."""

    title: str = ""
    sentences: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    figures: tuple[Shown, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A chapter of the report; ``id`` is what the contents lead to."""

    id: str
    title: str
    parts: tuple[Part, ...]


def measure_label(measure: str) -> str:
    """A measure as a heading; one that is not known is spelled out.

    >>> measure_label("share_within_90_min"), measure_label("p90_minutes"), measure_label("new_share")
    ('Within 1 h 30 min', '9 in 10 within', 'New share')
    """
    if match := _WITHIN.fullmatch(measure):
        return f"Within {minutes_in_words(float(match['minutes']))}"
    return _LABELS.get(measure, measure.replace("_", " ").capitalize())


def value_in_words(value: float, unit: str) -> str:
    """A value in its unit; inf is no way, NaN is not known.

    >>> value_in_words(0.25, "share"), value_in_words(90.0, "minutes"), value_in_words(math.inf, "hours per year")
    ('25 %', '1 h 30 min', 'no way')
    >>> [value_in_words(*each) for each in ((12.5, "hours per year"), (4000.0, "KMF per year"), (math.nan, "ratio"))]
    ['12.5 hours per year', '4,000 KMF per year', 'not known']
    """
    if math.isnan(value):
        return UNKNOWN
    if unit == "share":
        return percent_in_words(value, 1)
    if unit == "people":
        return people_in_words(value)
    if unit == "minutes" or math.isinf(value):
        return minutes_in_words(value)
    return f"{number_in_words(value)} {unit}".strip()


def number_in_words(value: float) -> str:
    """A number of no unit, to three digits.

    >>> number_in_words(0.123456), number_in_words(2.0), number_in_words(12345.6), number_in_words(math.nan)
    ('0.123', '2', '12,346', 'not known')
    """
    if math.isnan(value):
        return UNKNOWN
    thousand = 1000
    return f"{value:,.0f}" if abs(value) >= thousand else f"{value:.3g}"


def share_with_people(share: float, people: float) -> str:
    """People with their share, as the tables of the report give them; nobody of nobody.

    >>> share_with_people(0.25, 400.0), share_with_people(0.0, 400.0), share_with_people(math.nan, 0.0)
    ('100 (25 %)', '0', 'nobody')
    """
    if people == 0:
        return EMPTY
    if math.isnan(share) or math.isnan(people):
        return UNKNOWN if math.isnan(share) else percent_in_words(share, 1)
    said = people_in_words(share * people)
    return said if share == 0 else f"{said} ({percent_in_words(share, 1)})"


def access_cell(row: GroupAccess, measure: str) -> str:
    """A figure of a group as a cell: nobody where the group is empty."""
    if row.people == 0 and measure != "people":
        return EMPTY
    if measure not in row.measures:
        return NOT_ASKED
    measured: Measured = row.measures[measure]
    if measured.unit == "share":
        return share_with_people(measured.value, measured.denominator)
    return value_in_words(measured.value, measured.unit)


def cut_note(count: int, things: str, file: str, most: int = MOST_ROWS) -> str:
    """That a table is cut, and which file has all of it; empty where it is not."""
    if count <= most:
        return ""
    return f"The table shows {most:,} of {count:,} {things}; all are in {file} of this release."


def kept(*notes: str) -> tuple[str, ...]:
    """The notes that say something."""
    return tuple(note for note in notes if note)


def yes_no_unknown(said: str) -> str:
    """A field of yes or no in words; empty is not known.

    >>> yes_no_unknown("True"), yes_no_unknown("no"), yes_no_unknown("unknown")
    ('yes', 'no', 'not known')
    """
    lowered = said.strip().lower()
    if lowered in {"yes", "true", "1", "1.0"}:
        return "yes"
    return "no" if lowered in {"no", "false", "0", "0.0"} else UNKNOWN


def yes_no_counts(texts: Sequence[str]) -> str:
    """How many say yes, no, and nothing.

    >>> yes_no_counts(["yes", "", "no", "unknown"])
    'yes 1, no 1, not known 2'
    """
    said = [yes_no_unknown(each) for each in texts]
    return ", ".join(f"{answer} {said.count(answer):,}" for answer in ("yes", "no", UNKNOWN) if answer in said)


def is_known(said: str) -> bool:
    """Whether a field says anything.

    >>> is_known("free"), is_known(""), is_known("Unknown")
    (True, False, False)
    """
    return said.strip().lower() not in {"", "unknown", "nan"}


def count_known(texts: Sequence[str]) -> int:
    """How many of some fields are known."""
    return sum(is_known(each) for each in texts)


def of_centres(part: int, whole: int) -> str:
    """A part of the centres, for a sentence.

    >>> of_centres(1, 3), of_centres(3, 3), of_centres(0, 1)
    ('1 of 3 centres', 'all 3 centres', '0 of 1 centre')
    """
    if part == whole and whole > 1:
        return f"all {whole:,} centres"
    return f"{part:,} of {counted(whole, 'centre')}"
