"""Columns that say where a row is: finding them, and reading their texts with every fault told by its rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.errors import InputError
from geo.faults import Faults
from geo.hazards.coordinates import has_decimal_comma, number_of_text
from geo.layers import name_rows, need_column

_USUAL_NAMES: Final = {
    "lon": ("lon", "longitude", "long", "lng"),
    "lat": ("lat", "latitude"),
    "easting": ("easting", "utm_easting", "utm_e"),
    "northing": ("northing", "utm_northing", "utm_n"),
    "zone": ("zone", "utm_zone"),
    "mgrs": ("mgrs",),
}
_PAIRS: Final = (("lon", "lat"), ("easting", "northing"))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceColumns:
    """The columns that say where a row is; None: looked up under its usual names, and may be absent."""

    lon: str | None = None
    lat: str | None = None
    easting: str | None = None
    northing: str | None = None
    zone: str | None = None
    mgrs: str | None = None


def found_columns(
    table: pd.DataFrame, columns: PlaceColumns, *, is_projected: bool, where: str, faults: Faults
) -> dict[str, str]:
    """Which column says what; told as errors are those that are named but absent, and those that may be two.

    ``x`` and ``y`` are looked up for want of better: eastings and northings in a projected CRS, else degrees.
    """
    present = [str(column) for column in table.columns]
    named = {field.name: getattr(columns, field.name) for field in fields(columns)}
    taken = {column for column in named.values() if column is not None}
    xy = dict(zip(_PAIRS[is_projected], "xy", strict=True))
    found: dict[str, str] = {}
    for kind, column in named.items():
        if column is not None:
            if need_column(table, column, where=where, faults=faults):
                found[kind] = column
            continue
        usual = [name for name in present if name.lower() in _USUAL_NAMES[kind] and name not in taken]
        usual = usual or [name for name in present if name.lower() == xy.get(kind) and name not in taken]
        if len(usual) > 1:
            faults.error(
                where=where,
                which="row 1",
                what=f"more than one column may be the {kind}: {', '.join(usual)}",
                do=f"Name the one that is meant as {kind}",
            )
        elif usual:
            found[kind] = usual[0]
    for pair in _PAIRS:
        halves = [kind for kind in pair if kind in found]
        if len(halves) == 1:
            faults.error(
                where=where,
                which=f"column {found[halves[0]]!r}",
                what=f"there is a {halves[0]} but no {next(kind for kind in pair if kind not in found)}",
                do="Name both columns",
            )
    return found


def read_values(
    table: pd.DataFrame, column: str, read: Callable[[str], float], *, where: str, faults: Faults
) -> npt.NDArray[np.float64]:
    """What ``read`` makes of each text of a column, NaN where there is none.

    An InputError of it becomes an error that names the rows; decimal commas are told as a notice.
    """
    texts = texts_as_written(table[column])
    values = np.full(len(texts), np.nan)
    reasons: dict[int, str] = {}
    for row, text in enumerate(texts):
        if text:
            try:
                values[row] = read(text)
            except InputError as error:
                reasons[row] = str(error)
    tell_reasons(table.index, reasons, texts, column, where=where, faults=faults)
    has_comma = np.asarray([has_decimal_comma(text) for text in texts]) & ~np.isnan(values)
    if has_comma.any():
        faults.notice(
            where=where,
            which=f"{name_rows(table.index, has_comma)}, column {column!r}",
            what=f"{int(has_comma.sum()):,} values have a decimal comma, which is read as a point",
            do="Nothing, if it is one; else write a point",
        )
    return values


def read_numbers(table: pd.DataFrame, column: str, *, where: str, faults: Faults) -> npt.NDArray[np.float64]:
    """The numbers of a column, NaN where there is none; what is no number is an error by its rows."""
    return read_values(table, column, number_of_text, where=where, faults=faults)


def tell_reasons(  # noqa: PLR0913 - a fault says what is wrong with which rows of what
    index: pd.Index[Any], reasons: dict[int, str], texts: list[str], column: str, *, where: str, faults: Faults
) -> None:
    """Tell the rows (by position) that cannot be read, those of one reason together, with the first text."""
    for reason in dict.fromkeys(reasons.values()):
        rows = [row for row, why in reasons.items() if why == reason]
        faults.error(
            where=where,
            which=f"{name_rows(index[rows], [True] * len(rows))}, column {column!r}",
            what=f"{texts[rows[0]]!r} cannot be read: {reason}"
            + (f"; so with {len(rows) - 1:,} more" if len(rows) > 1 else ""),
            do="Write it so that it can be read in one way only: a number with a point, 44° 30' 15.5\" N, "
            "zone 34 north, or 34TDP1234567890",
        )


def texts_as_written(column: pd.Series[Any]) -> list[str]:
    """The values as texts, numbers in full and without an exponent; empty where there is none."""
    return [
        ""
        if pd.isna(value)
        else value.strip()
        if isinstance(value, str)
        else np.format_float_positional(float(value), trim="-")
        for value in column
    ]
