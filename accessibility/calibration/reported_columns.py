"""Columns of reported times: which there must be, what none may hold, and minutes that are minutes."""

from __future__ import annotations

import re
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from accessibility.study_file import ReportedColumns
from geo.faults import Faults
from geo.identifying_columns import what_it_identifies
from geo.layers import name_rows, need_column, number_in

_WORDS: Final = re.compile(r"[\W_]+")
_HOURS: Final = frozenset({"h", "hr", "hrs", "hour", "hours", "heure", "heures", "hora", "horas"})
_LIKE_HOURS: Final = re.compile(r"\d+\s*(h|:)", re.IGNORECASE)
_MOST_MINUTES: Final = 60 * 24 * 14  # two weeks; a longer way to care is a slip of the pen
_SHOWN: Final = 5


def check_columns(frame: pd.DataFrame, columns: ReportedColumns, *, where: str, faults: Faults) -> bool:
    """Whether a table has what is asked for and nothing that names a person; told as errors if not.

    Columns that are not read are told.
    """
    before = len(faults.errors)
    names = [str(name) for name in frame.columns]
    read = [column for _, column in columns]
    need_column(frame, columns.to_centre, where=where, faults=faults, do="Give the centre that each came to")
    in_hours = [name for name in (columns.minutes, *names) if _is_of_hours(name)]
    if _is_of_hours(columns.minutes) or (columns.minutes not in names and in_hours):
        faults.error(
            where=where,
            which=f"column {in_hours[0]}",
            what="the times are in hours by the name of their column",
            do="Write minutes, hours times 60, in a column whose name says so",
        )
    else:
        need_column(frame, columns.minutes, where=where, faults=faults, do="Give the minutes that each way took")
    if (columns.lon in names) != (columns.lat in names):
        alone = columns.lon if columns.lon in names else columns.lat
        what, do = f"{alone} stands without the other coordinate", "Give lon and lat, or a place or an area by name"
        faults.error(where=where, which=f"column {alone}", what=what, do=do)
    elif not {columns.lon, columns.area, columns.from_place} & set(names):
        faults.error(
            where=where,
            which="columns",
            what="nothing says where people came from",
            do=f"Give {columns.lon} and {columns.lat}, {columns.area} or {columns.from_place}, or name the columns "
            "under [calibration.columns]",
        )
    others = [name for name in names if name not in read]
    identifying = {name: kind for name in others if (kind := what_it_identifies(name)) is not None}
    for name, kind in identifying.items():
        faults.error(
            where=where,
            which=f"column {name}",
            what=f"it looks like {kind}; times that people reported are kept without anything that names a person",
            do="Delete the column, also from this file",
        )
    left = [name for name in others if name not in identifying]
    if left:
        faults.notice(
            where=where,
            which=", ".join(left[:_SHOWN]),
            what=f"{len(left)} columns are not read",
            do="Delete what is not needed; name others under [calibration.columns]",
            is_restricted=True,
        )
    return len(faults.errors) == before


def minutes_of(texts: pd.Series[Any], *, where: str, column: str, faults: Faults) -> npt.NDArray[np.float64]:
    """The reported minutes, above 0 and at most two weeks; NaN, with the fault told, where there is no such number."""
    minutes = np.array([number_in(text) for text in texts], dtype=np.float64)
    is_missing = np.array([not text for text in texts], dtype=np.bool_)
    is_clock = np.array([_LIKE_HOURS.match(text) is not None for text in texts], dtype=np.bool_) & np.isnan(minutes)
    is_text = np.isnan(minutes) & ~is_missing & ~is_clock
    is_none, is_long = minutes <= 0, minutes > _MOST_MINUTES
    for is_wrong, what, do in (
        (is_missing, "the minutes are missing", "Fill them in, or leave the row out"),
        (is_clock, "the time is in hours or as on a clock", "Write minutes alone: 90 for one hour and a half"),
        (is_text, "the value is not a number", "Write minutes alone, such as 90, with a point for fractions"),
        (is_none, "the minutes are not above 0", "Write how long the way took, or leave the row out"),
        (is_long, "the minutes are more than two weeks", "Write minutes, not seconds, or leave the row out"),
    ):
        if is_wrong.any():
            values = list(dict.fromkeys(text for text, wrong in zip(texts, is_wrong, strict=True) if wrong and text))
            shown = f" ({', '.join(values[:_SHOWN])})" if values else ""
            which = f"{name_rows(texts.index, is_wrong)}, column {column}"
            faults.error(where=where, which=which, what=what + shown, do=do)
    return np.where(is_none | is_long, np.nan, minutes)


def _is_of_hours(name: str) -> bool:
    words = [word for word in _WORDS.split(name.lower()) if word]
    return bool(_HOURS & set(words)) and not any(word.startswith("min") for word in words)
