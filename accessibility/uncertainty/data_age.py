"""How old the data of a study are on its day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

import pandas as pd

from accessibility.inputs import Inputs
from accessibility.need import Centres
from accessibility.study_file import Sourced
from geo.units import years_from_days

COLUMNS: Final = ("input", "what", "date", "age_years", "note")
_HAZARDS: Final = "hazards"
_STATED: Final = "the day that the study file gives"
_NEWER: Final = "newer than the day of the study"
_DAYS: Final = ("reported_on", "surveyed_on")
_Row = tuple[str, str, dt.date | None, str]


def data_age_frame(inputs: Inputs, *, shows_hazards: bool, centres: Centres) -> pd.DataFrame:
    """What is known of the age of each input on the study's day, one row for each thing that has a day.

    ``input`` is the table of the study file, ``what`` the day that is told, ``date`` it as text ("" unknown; for the
    people a year), ``age_years`` with one decimal (NaN unknown; below 0 for what is newer than the study's day, which
    ``note`` says too). Without ``shows_hazards`` nothing is told of hazards, as if there were none. ``centres`` are
    those that may be shown: of others no day of verification is told or counted.
    """
    as_of = inputs.study.study.as_of
    rows = [
        (name, what, "" if day is None else day.isoformat(), _age_years(day, as_of), _with_newer(note, day, as_of))
        for name, what, day, note in _dated(inputs, shows_hazards=shows_hazards, centres=centres)
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return pd.concat([frame, _of_people(inputs, as_of)], ignore_index=True).astype({"age_years": "float64"})


def _dated(inputs: Inputs, *, shows_hazards: bool, centres: Centres) -> Iterator[_Row]:
    for name, table in inputs.study:
        if not isinstance(table, Sourced) or (name == _HAZARDS and not shows_hazards):
            continue
        yield name, _STATED, table.date, ""
        if name == "roads":
            yield name, "the day that the file of roads itself gives", inputs.ground.road_counts.data_date, ""
        if name == _HAZARDS:
            yield _latest_of_hazards(inputs)
        if name == "centres":
            yield from _verified(centres)


def _latest_of_hazards(inputs: Inputs) -> _Row:
    """The latest day on which an open area of the base was reported or surveyed."""
    areas = inputs.ground.hazard_areas
    days = [] if areas is None else [day for column in _DAYS for day in pd.to_datetime(areas[column]).dropna()]
    latest = max(days).date() if days else None
    count = 0 if areas is None else int(areas[list(_DAYS)].notna().any(axis=1).sum())
    note = f"{count:,} of {0 if areas is None else len(areas):,} open areas have such a day"
    return _HAZARDS, "the latest day on which an open area was reported or surveyed", latest, note


def _verified(centres: Centres) -> Iterator[_Row]:
    """The oldest and the newest day on which somebody checked a centre's entry."""
    days = sorted(record.last_verified for record in centres.records if record.last_verified is not None)
    note = f"{len(days):,} of {len(centres):,} centres were verified on a known day"
    yield "centres", "the oldest day on which a centre was verified", days[0] if days else None, note
    yield "centres", "the newest day on which a centre was verified", days[-1] if days else None, note


def _of_people(inputs: Inputs, as_of: dt.date) -> pd.DataFrame:
    """The year that the people are of; its age is counted from the middle of it, and is 0 in that year itself."""
    year = inputs.study.population.year
    age_years = 0.0 if year == as_of.year else _age_years(dt.date(year, 7, 1), as_of)
    note = "counted from the middle of the year" + (f"; {_NEWER}" if year > as_of.year else "")
    row = ("population", "the year that the people are of", str(year), age_years, note)
    return pd.DataFrame([row], columns=list(COLUMNS))


def _age_years(day: dt.date | None, as_of: dt.date) -> float:
    return float("nan") if day is None else round(years_from_days((as_of - day).days), 1) + 0.0


def _with_newer(note: str, day: dt.date | None, as_of: dt.date) -> str:
    newer = _NEWER if day is not None and day > as_of else ""
    return "; ".join(part for part in (note, newer) if part)
