"""Days in a hazard layer: dates of every form that leaves no doubt, and those that cannot be."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Final

import numpy as np
import pandas as pd

from geo.faults import Faults
from geo.hazards.status import OPEN_STATUS
from geo.layers import name_rows

_ISO: Final = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]\d{1,2}:\d\d.*)?")


def days_of(column: pd.Series[Any], *, key: str, where: str, faults: Faults) -> pd.Series[Any]:
    """The days of a column as datetime64, NaT where it says none; a value that is no day is told as an error.

    Dates, times of day (cut off) and texts that begin with year-month-day are days; other orders and
    years alone are not, since they could be read in two ways.
    """
    days = [_day_of(value) for value in column]
    is_bad = [day is None and not _is_missing(value) for day, value in zip(days, column, strict=True)]
    if any(is_bad):
        example = next(value for value, bad in zip(column, is_bad, strict=True) if bad)
        faults.error(
            where=where,
            which=f"{key}, {name_rows(column.index, is_bad)}",
            what=f"{sum(is_bad):,} of {len(column):,} values are no day, such as {str(example)!r}",
            do="Write them as year-month-day, such as 2026-01-31",
        )
    return pd.Series(np.array(days, dtype="datetime64[D]").astype("datetime64[s]"), index=column.index)


def tell_impossible_days(
    areas: pd.DataFrame, *, is_first: pd.Series[bool], as_of: dt.date, where: str, faults: Faults
) -> None:
    """Tell days that cannot be: releases before the report as an error, days after ``as_of`` as notices.

    ``is_first`` marks the first state of each area: of a later one the report may well follow the release.
    """
    is_before = (areas["released_on"] < areas["reported_on"]) & (is_first | areas["status"].isin(OPEN_STATUS))
    if is_before.any():
        faults.error(
            where=where,
            which=f"released_on, {name_rows(areas.index, is_before)}",
            what=f"{int(is_before.sum()):,} of {len(areas):,} areas were released before they were reported",
            do="Correct one of the two days",
        )
    today = pd.Timestamp(as_of)
    is_contrary = areas["status"].isin(OPEN_STATUS) & (areas["released_on"] <= today)
    told = (
        ("reported_on", areas["reported_on"] > today, "are reported after {day} and not yet there on that day"),
        ("released_on", areas["released_on"] > today, "are released after {day} and still open on that day"),
        ("surveyed_on", areas["surveyed_on"] > today, "are surveyed after {day}, a day yet to come"),
        ("released_on", is_contrary, "say an open status and a day of release up to {day}; they count as released"),
    )
    for key, is_told, words in told:
        if is_told.any():
            faults.notice(
                where=where,
                which=f"{key}, {name_rows(areas.index, is_told)}",
                what=f"{int(is_told.sum()):,} of {len(areas):,} areas {words.format(day=as_of.isoformat())}",
                do="Check these days, and [study] as_of",
            )


def _day_of(value: Any) -> dt.date | None:
    if _is_missing(value):
        return None
    if isinstance(value, dt.datetime):  # pandas' Timestamp is one
        return value.date()
    if isinstance(value, dt.date):
        return value
    match = _ISO.fullmatch(str(value).strip())
    if match is None:
        return None
    try:
        return dt.date(*(int(part) for part in match.groups()))
    except ValueError:
        return None


def _is_missing(value: Any) -> bool:
    return bool(pd.isna(value)) or (isinstance(value, str) and not value.strip())
