"""The ranges of speeds in a table of the land: optional columns, checked against the speed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from geo.faults import Faults
from geo.layers import name_rows, texts_of
from geo.value_range import ValueRange

FASTEST_KMH: Final = 200.0
_LOW: Final = "speed_min_kmh"
_HIGH: Final = "speed_max_kmh"
_CERTAINTY: Final = ("S", "V", "D", "M", "A")


def check_ranges(table: pd.DataFrame, *, where: str, faults: Faults) -> bool:
    """Whether every range of a table is sound: above 0, at most 200 km/h, the speed within it; each fault is told."""
    before = len(faults.errors)
    numbers = {}
    for name in (_LOW, "speed_kmh", _HIGH):
        column = table[name] if name in table.columns else pd.Series(np.nan, index=table.index)
        texts = column.astype("str").str.strip().where(column.notna(), "")
        numbers[name] = pd.to_numeric(texts.replace("", np.nan), errors="coerce").astype("float64")
        if name != "speed_kmh":
            is_odd = (texts != "") & ~np.isfinite(numbers[name])
            _tell(table, is_odd, name, "the value is not a number", "Write km/h, or leave it empty", where, faults)
    low, speed, high = numbers.values()
    for name, value in ((_LOW, low), (_HIGH, high)):
        is_out = (value <= 0) | (value > FASTEST_KMH)
        what = f"the speed is not above 0 and at most {FASTEST_KMH:g} km/h"
        _tell(table, is_out, name, what, "Write km/h above 0, or leave it empty; a barrier has no range", where, faults)
    is_turned = low > high
    do = "Write the lower speed in speed_min_kmh"
    _tell(table, is_turned, _LOW, "the range is upside down", do, where, faults)
    is_beyond = ((low > speed) | (speed > high)) & ~is_turned & (speed > 0)
    do = f"Mend {_LOW} or {_HIGH}, or the speed"
    _tell(table, is_beyond, "speed_kmh", "the speed is outside its range", do, where, faults)
    is_barrier = (speed == 0) & (low.notna() | high.notna())
    _tell(
        table,
        is_barrier,
        "speed_kmh",
        "a barrier has no range of speeds",
        f"Leave {_LOW} and {_HIGH} empty",
        where,
        faults,
    )
    if "range_certainty" in table.columns:
        words = texts_of(table["range_certainty"])
        do = f"Write one of {', '.join(_CERTAINTY)}, or leave it empty"
        is_odd = ~words.isin(["", *_CERTAINTY])
        _tell(table, is_odd, "range_certainty", "the mark is no certainty", do, where, faults)
    return len(faults.errors) == before


def range_of_row(row: Mapping[str, Any], *, where: str) -> ValueRange | None:
    """The range in a row of a checked table, None where there is none; an end that is not given is the speed itself."""
    ends = [float(row.get(name, np.nan) or np.nan) for name in (_LOW, _HIGH)]
    if np.isnan(ends).all():
        return None
    speed = float(row["speed_kmh"])
    low, high = (speed if np.isnan(end) else end for end in ends)
    certainty = _text(row, "range_certainty") or _text(row, "certainty")
    return ValueRange(
        low=low,
        high=high,
        source=_text(row, "range_source") or _text(row, "source") or where,
        certainty=certainty if certainty in _CERTAINTY else "",
    )


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name, "")
    return "" if pd.isna(value) else str(value).strip()


def _tell(  # noqa: PLR0913, PLR0917 - which rows, of what, and who is told
    table: pd.DataFrame, is_bad: pd.Series, column: str, what: str, do: str, where: str, faults: Faults
) -> None:
    if is_bad.any():
        faults.error(where=where, which=f"{name_rows(table.index, is_bad)}, column {column!r}", what=what, do=do)
