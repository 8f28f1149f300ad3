"""Selecting features by place, day and property, as OGC API Features Part 1 (17-069r4, 7.15) has it."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from geo.errors import InputError
from maps.features.properties import is_equal
from maps.features.reading import FeatureLayer

_FLAT, _UPRIGHT = 4, 6
_HALF_TURN: Final = 180.0
_QUARTER_TURN: Final = 90.0
_DAY: Final = r"\d{4}-\d{2}-\d{2}"
_TIME: Final = r"[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})"
_MOMENT: Final = re.compile(rf"({_DAY})(?:{_TIME})?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A box of degrees, its edges inside; ``west`` is not east of ``east``."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """An interval of days, both inside; None where it is open."""

    first: dt.date | None
    last: dt.date | None


def boxes_of(bbox: str) -> tuple[Box, ...]:
    """The boxes of a ``bbox``: west,south,east,north, or six numbers with heights, which are not looked at.

    One that crosses the antimeridian (its west beyond its east) is two. Raises InputError.

    >>> [(box.west, box.east) for box in boxes_of("170,-10,-170,10")]
    [(170.0, 180.0), (-180.0, -170.0)]
    """
    parts = bbox.split(",")
    if len(parts) not in {_FLAT, _UPRIGHT}:
        raise InputError(f"bbox has {len(parts)} numbers; give four: west,south,east,north in degrees (or six)")
    numbers = [_degrees(part) for part in parts]
    half = len(numbers) // 2
    west, south, east, north = numbers[0], numbers[1], numbers[half], numbers[half + 1]
    if not all(abs(edge) <= _HALF_TURN for edge in (west, east)):
        raise InputError("bbox leaves the range of longitudes, -180 to 180; give west,south,east,north in degrees")
    if not all(abs(edge) <= _QUARTER_TURN for edge in (south, north)):
        raise InputError("bbox leaves the range of latitudes, -90 to 90; give west,south,east,north in degrees")
    if south > north:
        raise InputError(f"bbox has its south {south:g} beyond its north {north:g}; give west,south,east,north")
    if half > _FLAT // 2 and numbers[2] > numbers[half + 2]:
        raise InputError("bbox has its lowest height above its highest; give west,south,low,east,north,high")
    if west <= east:
        return (Box(west=west, south=south, east=east, north=north),)
    return (
        Box(west=west, south=south, east=_HALF_TURN, north=north),
        Box(west=-_HALF_TURN, south=south, east=east, north=north),
    )


def days_of(datetime: str) -> Days:
    """The days of a ``datetime``: an RFC 3339 day or moment, or an interval with ``/``, open with ``..`` or nothing.

    Raises InputError.

    >>> days_of("../2026-01-01T12:00:00Z").last
    datetime.date(2026, 1, 1)
    """
    start, slash, end = datetime.partition("/")
    if not slash:
        day = _day(start, datetime)
        return Days(first=day, last=day)
    first = None if start in {"", ".."} else _day(start, datetime)
    last = None if end in {"", ".."} else _day(end, datetime)
    if first is None and last is None:
        raise InputError(f"datetime {datetime[:60]!r} is open at both ends; give a day, or leave the parameter out")
    if first is not None and last is not None and first > last:
        raise InputError(f"datetime {datetime[:60]!r} ends before it starts; give the earlier day first")
    return Days(first=first, last=last)


def select(
    layer: FeatureLayer,
    *,
    boxes: Sequence[Box] = (),
    days: Days | None = None,
    equal: Mapping[str, str] | None = None,
) -> np.ndarray[Any, Any]:
    """The rows that meet a box (or have no shape), are of the days, and have all the values; in the layer's order."""
    import shapely  # noqa: PLC0415 - the library takes a moment to load

    keeps = np.ones(layer.count, dtype=bool)
    if boxes:
        met = shapely.is_missing(layer.shapes)
        for box in boxes:
            met[layer.tree.query(shapely.box(box.west, box.south, box.east, box.north), predicate="intersects")] = True
        keeps &= met
    if days is not None:
        keeps &= _of_days(layer, days)
    for name, asked in (equal or {}).items():
        keeps &= is_equal(layer.columns[name], name, asked)
    return np.flatnonzero(keeps)


def _of_days(layer: FeatureLayer, days: Days) -> np.ndarray[Any, Any]:
    """Which rows are of the days by ``as_of``; what has no day is met, as the standard has it."""
    first = "" if days.first is None else days.first.isoformat()
    last = "9999-12-31" if days.last is None else days.last.isoformat()
    found = [not day or first <= str(day)[:10] <= last for day in layer.columns["as_of"].tolist()]
    return np.asarray(found, dtype=bool)


def _degrees(part: str) -> float:
    try:
        number = float(part)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise InputError(f"bbox has {part[:40]!r} where a number must stand; give west,south,east,north in degrees")
    return number


def _day(text: str, whole: str) -> dt.date:
    match = _MOMENT.fullmatch(text)
    try:
        if match is not None:
            dt.datetime.fromisoformat(text.upper())
            return dt.date.fromisoformat(match[1])
    except ValueError:
        pass
    raise InputError(
        f"datetime {whole[:60]!r} is no day or moment of RFC 3339; write 2026-01-01, 2026-01-01T00:00:00Z, "
        "or an interval such as 2025-01-01/.."
    )
