"""The columns of a directory: found by the study's names or their own, and read value by value."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import geopandas as gpd

from accessibility.study_file import CentresTable, DirectoryColumns
from geo.faults import Faults
from geo.layers import list_names, name_rows, nearest_name, number_in, texts_of

FIELDS: Final = ("level", *DirectoryColumns.model_fields)
NOT_KNOWN: Final = frozenset({"", "unknown", "not known", "?"})
_YES: Final = frozenset({"yes", "true", "1", "y"})
_NO: Final = frozenset({"no", "false", "0", "n"})
_BY_OTHER_TIME: Final = re.compile(r".*(/|\b(per|a|each)\b)\s*(day|week|month|quarter|d|w|m|mo)\b.*", re.IGNORECASE)
_DAY: Final = re.compile(r"(\d{4}-\d{2}-\d{2})([T ].*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryFields:
    """The columns of one layer by field, and where its faults are told."""

    layer: gpd.GeoDataFrame
    columns: Mapping[str, str]
    names: tuple[str, ...]
    where: str
    faults: Faults

    @classmethod
    def of(cls, layer: gpd.GeoDataFrame, table: CentresTable, *, faults: Faults) -> DirectoryFields | None:
        """The columns that the study names or that are called as their field; None if one named is not there."""
        names = [str(column) for column in layer.columns if column != layer.geometry.name]
        named = {"level": table.level, **dict(table.columns)}
        columns: dict[str, str] = {}
        is_sound = True
        for field in FIELDS:
            column = named[field]
            if column is None and field in names:
                columns[field] = field
            elif column and column in names:
                columns[field] = column
            elif column:
                is_sound = False
                near = nearest_name(column, names)
                faults.error(
                    where=str(table.path),
                    which=f"[centres.columns] {field}",
                    what=f"there is no column {column!r}" + (f" (did you mean {near!r}?)" if near else ""),
                    do=f"Use one of {list_names(names)}",
                )
        if not is_sound:
            return None
        return cls(layer=layer, columns=columns, names=tuple(names), where=str(table.path), faults=faults)

    @property
    def are_any(self) -> bool:
        """Whether there is a column of the directory beside the level."""
        return bool(set(self.columns) - {"level"})

    @property
    def not_known(self) -> frozenset[str]:
        """What stands for not known, in small letters."""
        return NOT_KNOWN

    def has(self, field: str) -> bool:
        """Whether the layer has a column of the field."""
        return field in self.columns

    def named(self, field: str) -> str:
        """The column of a field."""
        return self.columns.get(field, field)

    def texts(self, field: str) -> list[str]:
        """The texts of a field by row; empty where unknown or without the column."""
        if field not in self.columns:
            return [""] * len(self.layer)
        return ["" if text.lower() in NOT_KNOWN else text for text in texts_of(self.layer[self.columns[field]])]

    def answers(self, field: str) -> list[bool | None]:
        """Yes, no or None by row; other words are errors."""
        texts = [text.lower() for text in self.texts(field)]
        is_odd = [bool(text) and text not in _YES | _NO for text in texts]
        odd = list(dict.fromkeys(repr(text) for text, each in zip(texts, is_odd, strict=True) if each))
        self.tell_rows(
            field, is_odd, what=f"{list_names(odd)} is neither yes nor no", do="Write yes, no, or nothing where unknown"
        )
        return [None if text not in _YES | _NO else text in _YES for text in texts]

    def amounts(self, field: str, *, is_whole: bool = False) -> list[float]:
        """Numbers from 0 on by row, NaN where unknown; others are errors."""
        texts = self.texts(field)
        numbers = [number_in(text) for text in texts]
        by_time = [_BY_OTHER_TIME.fullmatch(text) is not None for text in texts]
        is_word = [math.isnan(number) and bool(text) for number, text in zip(numbers, texts, strict=True)]
        is_other = [word and not time for word, time in zip(is_word, by_time, strict=True)]
        is_negative = [number < 0 for number in numbers]
        has_part = [is_whole and number > 0 and number % 1 != 0 for number in numbers]
        numbers_only = "Write a number alone, with a point for decimals, or nothing where it is not known"
        for is_meant, what, do in (
            (by_time, "is not by the year", "Turn it into a number a year; the thing counted goes into capacity_unit"),
            (is_other, "is no number", numbers_only),
            (is_negative, "is less than 0", numbers_only),
            (has_part, "is no whole number", "Write whole beds"),
        ):
            odd = list(dict.fromkeys(repr(text) for text, each in zip(texts, is_meant, strict=True) if each))
            self.tell_rows(field, is_meant, what=f"{list_names(odd)} {what}", do=do)
        return numbers

    def dates(self, field: str, *, as_of: dt.date | None) -> list[dt.date | None]:
        """Days by row, None where unknown; what is no day is an error, one after ``as_of`` a notice."""
        texts = self.texts(field)
        days = [_day(text) for text in texts]
        is_odd = [bool(text) and day is None for text, day in zip(texts, days, strict=True)]
        odd = list(dict.fromkeys(repr(text) for text, each in zip(texts, is_odd, strict=True) if each))
        self.tell_rows(
            field, is_odd, what=f"{list_names(odd)} is no day", do="Write it as year-month-day, such as 2026-01-31"
        )
        is_later = [day is not None and as_of is not None and day > as_of for day in days]
        later = [f"{day:%Y-%m-%d}" for day, each in zip(days, is_later, strict=True) if each and day]
        self.tell_rows(
            field,
            is_later,
            what=f"{list_names(list(dict.fromkeys(later)))} is after {as_of}, the day that the study looks at",
            do="Check the day, and as_of of [study]",
            is_error=False,
        )
        return days

    def tell_rows(self, field: str, is_meant: Sequence[bool], *, what: str, do: str, is_error: bool = True) -> None:
        """Tell what is wrong in some rows of a field; nothing if there are none."""
        if any(is_meant):
            tell = self.faults.error if is_error else self.faults.notice
            which = f"{name_rows(self.layer.index, is_meant)}, column {self.named(field)}"
            tell(where=self.where, which=which, what=what, do=do)

    def notice(self, *, which: str, what: str, do: str) -> None:
        """Tell something of the whole layer."""
        self.faults.notice(where=self.where, which=which, what=what, do=do)


def _day(text: str) -> dt.date | None:
    match = _DAY.fullmatch(text)
    if match is None:
        return None
    try:
        return dt.date.fromisoformat(match[1])
    except ValueError:
        return None
