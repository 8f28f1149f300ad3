"""What stands in the columns of a table of a release: texts, numbers, shares, days; and how each is checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np
import pandas as pd

Content = Literal["text", "word", "number", "count", "share", "day", "yes or no"]
"""``word``: a text that is never empty; ``count``: a number of 0 or more; ``day``: a date as YYYY-MM-DD.

A number, a count, a share, a text and a day may be unknown: NaN or empty. A yes or no is always known.
"""

SHARE_TOLERANCE: Final = 1e-9
_TOLD_ROWS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class TableColumns:
    """The columns of one table in their order, and those that together tell its rows apart.

    ``more``: columns that may stand after them; any other is refused, since nobody said that it may be told.
    """

    content: Mapping[str, Content]
    key: tuple[str, ...]
    filled: frozenset[str] = field(default_factory=frozenset)  # numbers that are never unknown
    more: Mapping[str, Content] = field(default_factory=dict)

    def of(self, columns: Iterable[str]) -> dict[str, Content]:
        """The columns that a table with these has, or should have, in their order."""
        there = set(columns)
        return {**self.content, **{name: content for name, content in self.more.items() if name in there}}


def wrong_in(frame: pd.DataFrame, table: TableColumns) -> Iterator[str]:
    """All that is wrong with the columns and the keys of a frame, in words."""
    asked = table.of(frame.columns)
    missing = [column for column in asked if column not in frame.columns]
    unknown = [str(column) for column in frame.columns if column not in asked]
    yield from (f"no column {column}" for column in missing)
    yield from (f"a column too many, {column}" for column in unknown)
    for column, content in asked.items():
        if column not in missing:
            yield from _wrong_column(frame[column], content, must_be_known=column in table.filled)
    if table.key and not missing:
        repeats = frame.duplicated(list(table.key), keep="first")
        if repeats.any():
            yield f"told twice, by {', '.join(table.key)}: {rows_told(frame[repeats])}"


def _wrong_column(values: pd.Series, content: Content, *, must_be_known: bool) -> Iterator[str]:
    """What is wrong with one column by itself; nothing where there is no row, whatever its type."""
    if values.empty:
        return
    is_text = content in {"text", "word", "day"}
    if content == "yes or no":
        if not pd.api.types.is_bool_dtype(values):
            yield f"column {values.name} is of {values.dtype}, not of yes or no"
        return
    if is_text:
        yield from _wrong_texts(values, content)
    elif not pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values):
        yield f"column {values.name} is of {values.dtype}, not of numbers"
    else:
        yield from _wrong_numbers(values, content)
    absent = values.isna() | (values.eq("") if is_text else False)
    if (must_be_known or content == "word") and absent.any():
        yield f"column {values.name} is empty, in {rows_told(values[absent])}"


def _wrong_texts(values: pd.Series, content: Content) -> Iterator[str]:
    known = values.drop_duplicates().dropna()
    known = known[known.ne("")]
    odd = known[[not isinstance(value, str) for value in known]]
    if len(odd):
        yield f"column {values.name} has something other than text, in {rows_told(odd)}"
    elif content == "day":
        odd = known[[not _is_day(value) for value in known]]
        if len(odd):
            yield f"column {values.name} has something other than a day as YYYY-MM-DD, in {rows_told(odd)}"


def _wrong_numbers(values: pd.Series, content: Content) -> Iterator[str]:
    if content in {"count", "share"} and (values < 0).any():
        yield f"column {values.name} is negative, in {rows_told(values[values < 0])}"
    if content == "share" and (values > 1 + SHARE_TOLERANCE).any():
        yield f"column {values.name} is a share above 1, in {rows_told(values[values > 1 + SHARE_TOLERANCE])}"
    if content == "number" and (values == -np.inf).any():
        yield f"column {values.name} is -inf, in {rows_told(values[values == -np.inf])}"


def rows_told(part: pd.Series | pd.DataFrame) -> str:
    """The first rows of a part in words, counted from 0.

    >>> rows_told(pd.Series([1, 2], index=[4, 7])), rows_told(pd.Series(range(5)))
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
