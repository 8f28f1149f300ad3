"""Values: each row of a table of survivors held against the vocabulary, and made a record if all of it is sound.

What is told is the column and the rows, never a value.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, cast

from custody.columns import COLUMNS, PLACE_COLUMNS
from custody.places import KnownAreas, Point, read_point
from custody.records import ConsentScope, PlacePrecision, SurvivorRecord
from custody.sheet import Sheet, rows_in_words
from custody.vocabulary import (
    BETWEEN_NEEDS,
    NO_NEED,
    UNKNOWN,
    VOCABULARY,
    care_pillars,
    is_opaque_id,
    is_year_band,
)
from geo.faults import Faults

LONGEST_RETENTION_YEARS: Final = 30
_DATE: Final = re.compile(r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}")
_ISO_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """What an import takes: the ``sources`` that were named, and the areas that an ``area_id`` may be one of."""

    sources: Sequence[str]
    today: date
    areas: KnownAreas | None = None


@dataclass(slots=True, kw_only=True)
class Findings:
    """What is wrong, by column and words, with the rows; told at the end in the order found."""

    rows: dict[tuple[str, str, str], list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, row: int, column: str, what: str, do: str) -> None:
        """Add one row. ``what`` and ``do`` are fixed words, never a value."""
        self.rows[column, what, do].append(row)

    def tell(self, *, where: str, faults: Faults) -> None:
        """Tell each finding once, with its rows, as an error."""
        for (column, what, do), rows in self.rows.items():
            faults.error(where=where, which=f"{rows_in_words(rows)}, column {column}", what=what, do=do)


def records_of_sheet(sheet: Sheet, acceptance: Acceptance, *, where: str, faults: Faults) -> dict[int, SurvivorRecord]:
    """The records by their row; of a row with a fault, which is told, there is none. The columns are known."""
    findings = Findings()
    records: dict[int, SurvivorRecord] = {}
    for number, fields in sheet.rows:
        record = _record_of(number, dict(zip(sheet.names, fields, strict=True)), acceptance, findings)
        if record is not None:
            records[number] = record
    findings.tell(where=where, faults=faults)
    return records


def _record_of(
    row: int, fields: Mapping[str, str], acceptance: Acceptance, findings: Findings
) -> SurvivorRecord | None:
    before = sum(len(rows) for rows in findings.rows.values())
    given = {name: fields.get(name, "") for name in COLUMNS}
    for column in COLUMNS:
        if column not in PLACE_COLUMNS and not given[column]:
            findings.add(row, column, "the value is missing", _what_to_give(column))
    for column, words in VOCABULARY.items():
        if given[column] and given[column] not in words:
            findings.add(row, column, _what_is_wrong(column, given[column]), _what_to_give(column))
    _check_id(row, given["id"], findings)
    _check_year_band(row, given["year_band"], findings)
    needs = _needs_of(row, given["need_pillars"], findings)
    if given["source"] and given["source"] not in acceptance.sources:
        findings.add(row, "source", "it is none of the sources named with --source", "Name it, or correct the value")
    until = _retention_of(row, given["retention_date"], acceptance.today, findings)
    point = _place_of(row, given, acceptance, findings)
    if sum(len(rows) for rows in findings.rows.values()) > before or until is None:
        return None
    flag = given["washington_group_flag"]
    return SurvivorRecord(
        id=given["id"],
        synthetic=given["synthetic"] == "true",
        lon=None if point is None else point.lon,
        lat=None if point is None else point.lat,
        area_id=given["area_id"] or None,
        place_precision=cast("PlacePrecision", given["place_precision"]),
        sex=given["sex"],
        age_band=given["age_band"],
        impairment=given["impairment"],
        washington_group_flag=None if flag == UNKNOWN else flag == "true",
        device_class=given["device_class"],
        year_band=given["year_band"],
        direct_or_indirect=given["direct_or_indirect"],
        need_pillars=needs,
        are_needs_known=given["need_pillars"] != UNKNOWN,
        consent_scope=cast("ConsentScope", given["consent_scope"]),
        source=given["source"],
        retention_date=until,
    )


def _what_to_give(column: str) -> str:
    if column in VOCABULARY:
        return f"Give one of {', '.join(VOCABULARY[column])}"
    return {
        "id": "Give up to three letters and six digits, such as S-0001, or a UUID",
        "year_band": f"Give a band of five years or more, such as 2010-2019, or {UNKNOWN}",
        "need_pillars": f"Give {NO_NEED}, {UNKNOWN}, or one or more of {', '.join(care_pillars())}, "
        f"with {BETWEEN_NEEDS} between them",
        "source": "Say where the record comes from",
        "retention_date": "Say until when it may be kept, as YYYY-MM-DD",
    }[column]


def _what_is_wrong(column: str, text: str) -> str:
    if column == "age_band" and _DATE.search(text):
        return "it looks like a date of birth, where a band is asked for"
    if column == "age_band" and _NUMBER.fullmatch(text):
        return "it looks like an exact age or a year of birth, where a band is asked for"
    return "it is no word of the vocabulary"


def _check_id(row: int, text: str, findings: Findings) -> None:
    if not text or is_opaque_id(text):
        return
    what = "it may be a name, a telephone number or the number of an identity card"
    findings.add(row, "id", what, _what_to_give("id"))


def _check_year_band(row: int, text: str, findings: Findings) -> None:
    if text and not is_year_band(text):
        is_exact = _DATE.search(text) or _NUMBER.fullmatch(text)
        what = "it looks like a date or a single year, where a band is asked for" if is_exact else "it is no band"
        findings.add(row, "year_band", what, _what_to_give("year_band"))


def _needs_of(row: int, text: str, findings: Findings) -> tuple[str, ...]:
    if text in {"", NO_NEED, UNKNOWN}:
        return ()
    needs = [need.strip() for need in text.split(BETWEEN_NEEDS)]
    if not set(needs) <= set(care_pillars()):
        findings.add(row, "need_pillars", "it is no list of pillars of care", _what_to_give("need_pillars"))
    elif len(set(needs)) < len(needs):
        findings.add(row, "need_pillars", "a pillar stands more than once", "Name each pillar once")
    return tuple(sorted(needs))


def _retention_of(row: int, text: str, today: date, findings: Findings) -> date | None:
    if not text:
        return None
    column, do = "retention_date", _what_to_give("retention_date")
    try:
        until = date.fromisoformat(text) if _ISO_DATE.fullmatch(text) else None
    except ValueError:
        until = None
    if until is None:
        findings.add(row, column, "it is no date", do)
    elif until < today:
        findings.add(row, column, "it has passed", "Leave the record out, or ask for consent anew")
    elif until > _years_after(today, LONGEST_RETENTION_YEARS):
        findings.add(row, column, f"it is more than {LONGEST_RETENTION_YEARS} years ahead", "Give an earlier date")
    else:
        return until
    return None


def _years_after(day: date, years: int) -> date:
    last_of_month = 28  # what a 29 February becomes
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=last_of_month)


def _place_of(row: int, given: Mapping[str, str], acceptance: Acceptance, findings: Findings) -> Point | None:
    """The point, checked; None if the place is an area, which is checked, or something is wrong."""
    lon, lat, area_id = (given[name] for name in PLACE_COLUMNS)
    precision = given["place_precision"]
    if not (lon or lat or area_id):
        findings.add(row, "place_precision", "there is no place", "Give lon and lat, or area_id")
        return None
    if area_id and (lon or lat):
        findings.add(row, "area_id", "both a point and an area are given", "Leave area_id empty where lon and lat are")
        return None
    if area_id:
        if precision in {"exact_100m", "settlement"}:
            findings.add(row, "place_precision", "an area is not so precise", "Give area, or lon and lat")
        if acceptance.areas is not None and area_id not in acceptance.areas.ids:
            findings.add(row, "area_id", "there is no such area in the layer of areas", "Correct the id")
        return None
    if precision == "area":
        findings.add(row, "place_precision", "a point is given, not an area", "Give area_id, or another precision")
    read = read_point(lon, lat, areas=acceptance.areas)
    if isinstance(read, Point):
        return read
    findings.add(row, read.column, read.what, read.do)
    return None
