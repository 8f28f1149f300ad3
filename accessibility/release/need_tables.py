"""The tables on need and fairness of a tier: what they are, the check at their one door, and writing them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from accessibility.release.need_columns import PER_YEAR, SHARE, TABLES, Content, TableColumns, unit_of
from accessibility.release.spreadsheet_texts import neutral_frame
from geo.errors import ReleaseError

ACCESS_PARQUET: Final = "access.parquet"
_KINDS: Final = ("area", "outside", "all")
_UNITS: Final = ("people", "share", "minutes", "hours per year")
_TOLERANCE: Final = 1e-9
_TOLD_ROWS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedTables:
    """What a tier tells by group of people: frames of the columns in ``need_columns``, which see.

    ``access`` is long: one row for each run, area, group and measure. In all of them NaN or an empty
    text is unknown and inf means no way. None: the study does not ask for it. ``families`` has an
    ``area_id``; its other columns are those of the families' own module.
    """

    access: pd.DataFrame
    groups: pd.DataFrame
    fairness: pd.DataFrame
    parity: pd.DataFrame | None = None
    supply: pd.DataFrame | None = None
    centre_load: pd.DataFrame | None = None
    directory: pd.DataFrame
    data_gaps: pd.DataFrame
    families: pd.DataFrame | None = None

    def frames(self) -> dict[str, pd.DataFrame]:
        """The tables that are there, by name, in the order of the fields."""
        named = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: frame for name, frame in named.items() if frame is not None}


def checked_need(need: NeedTables) -> NeedTables:
    """The same tables, if each has its columns, units and keys; a ReleaseError tells all that is wrong at once."""
    wrong = [f"{name}: {what}" for name, frame in need.frames().items() for what in _wrong(name, frame)]
    if wrong:
        raise ReleaseError(
            f"The tables on need cannot be written: {'; '.join(wrong)}. Fill them as accessibility/release says."
        )
    return need


def write_need_tables(folder: Path, need: NeedTables) -> None:
    """``access.parquet`` and one CSV for each other table, in a folder that exists. Raises ReleaseError.

    A text of a CSV that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    checked_need(need)
    for name, frame in need.frames().items():
        columns = list(TABLES[name].of(frame.columns)) if name in TABLES else list(frame.columns)
        if name == "access":
            frame[columns].to_parquet(folder / ACCESS_PARQUET, index=False)
        else:
            neutral_frame(frame[columns]).to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")


def _wrong(name: str, frame: pd.DataFrame) -> Iterator[str]:
    """All that is wrong with one table, in words."""
    if name not in TABLES:
        if "area_id" not in frame.columns:
            yield "no column area_id"
        return
    table = TABLES[name]
    asked = table.of(frame.columns)
    missing = [column for column in asked if column not in frame.columns]
    unknown = [str(column) for column in frame.columns if column not in asked]
    yield from (f"no column {column}" for column in missing)
    yield from (f"a column too many, {column}" for column in unknown)
    for column, content in asked.items():
        if column not in missing:
            yield from _wrong_column(frame[column], content, must_be_known=column in table.filled)
    if not missing:
        yield from _wrong_rows(name, frame, table)


def _wrong_column(values: pd.Series, content: Content, *, must_be_known: bool) -> Iterator[str]:
    """What is wrong with one column by itself."""
    is_text = content in {"text", "word", "day"}
    if is_text:
        yield from _wrong_texts(values, content)
    elif not pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values):
        yield f"column {values.name} is of {values.dtype}, not of numbers"
    else:
        yield from _wrong_numbers(values, content)
    absent = values.isna() | (values.eq("") if is_text else False)
    if (must_be_known or content == "word") and absent.any():
        yield f"column {values.name} is empty, in {_rows(values[absent])}"


def _wrong_texts(values: pd.Series, content: Content) -> Iterator[str]:
    known = values.drop_duplicates().dropna()
    known = known[known.ne("")]
    odd = known[[not isinstance(value, str) for value in known]]
    if len(odd):
        yield f"column {values.name} has something other than text, in {_rows(odd)}"
    elif content == "day":
        odd = known[[not _is_day(value) for value in known]]
        if len(odd):
            yield f"column {values.name} has something other than a day as YYYY-MM-DD, in {_rows(odd)}"


def _wrong_numbers(values: pd.Series, content: Content) -> Iterator[str]:
    if content in {"count", "share"} and (values < 0).any():
        yield f"column {values.name} is negative, in {_rows(values[values < 0])}"
    if content == "share" and (values > 1 + _TOLERANCE).any():
        yield f"column {values.name} is a share above 1, in {_rows(values[values > 1 + _TOLERANCE])}"
    if content == "number" and (values == -np.inf).any():
        yield f"column {values.name} is -inf, in {_rows(values[values == -np.inf])}"


def _wrong_rows(name: str, frame: pd.DataFrame, table: TableColumns) -> Iterator[str]:
    """What is wrong between the columns: rows told twice, units that are not those of their measures."""
    if table.key:
        repeats = frame.duplicated(list(table.key), keep="first")
        if repeats.any():
            yield f"told twice, by {', '.join(table.key)}: {_rows(frame[repeats])}"
    if name in {"access", "supply"}:
        strange = ~frame["area_kind"].isin(_KINDS)
        if strange.any():
            yield f"area_kind is none of {', '.join(_KINDS)}, in {_rows(frame[strange])}"
    if name == "access":
        yield from _wrong_units(frame)


def _wrong_units(access: pd.DataFrame) -> Iterator[str]:
    """What is wrong with the units of the long table, and with the values of some."""
    pairs = access[["measure", "unit"]].drop_duplicates().astype(str)
    yield from (f"measure {measure} has several units" for measure in pairs["measure"][pairs["measure"].duplicated()])
    for measure, unit in pairs.itertuples(index=False):
        expected = unit_of(measure)
        if expected is not None and unit != expected:
            yield f"measure {measure} is in {unit!r}, not in {expected!r}"
        elif expected is None and unit not in _UNITS and not unit.endswith(PER_YEAR):
            yield f"measure {measure} has the unit {unit!r}, which is not known"
    value = access["value"]
    if pd.api.types.is_numeric_dtype(value):
        is_odd = access["unit"].eq(SHARE) & ~value.isna() & ~value.between(-_TOLERANCE, 1 + _TOLERANCE)
        if is_odd.any():
            yield f"a share is not between 0 and 1, in {_rows(access[is_odd])}"
        is_odd = access["unit"].eq("people") & ((value < 0) | np.isinf(value))
        if is_odd.any():
            yield f"a number of people is negative or endless, in {_rows(access[is_odd])}"


def _rows(part: pd.Series | pd.DataFrame) -> str:
    """The first rows of a part in words, counted from 0.

    >>> _rows(pd.Series([1, 2], index=[4, 7])), _rows(pd.Series(range(5)))
    ('rows 4, 7', 'rows 0, 1, 2 and 2 more')
    """
    told = ", ".join(str(label) for label in part.index[:_TOLD_ROWS])
    more = len(part) - _TOLD_ROWS
    return f"row{'s' if len(part) > 1 else ''} {told}" + (f" and {more} more" if more > 0 else "")


def _is_day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
