"""Properties: what a column of a layer holds, in what unit, and how its values are written as JSON."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from math import isfinite
from typing import Any, Final

import numpy as np

from geo.errors import InputError

STATUS_SUFFIX: Final = "_status"
KNOWN, NO_WAY, NOT_KNOWN = "known", "no_way", "not_known"
_UNITS: Final = (
    (r"(?:person_minutes|person_minutes_\w+)", "person-minutes"),
    (r"(?:person_hours|need_hours)(?:_\w+)?", "person-hours"),
    (r"\w+_status", ""),
    (r"\w*minutes", "min"),
    (r"\w+_km2", "km²"),
    (r"\w+_m2", "m²"),
    (r"\w+_km", "km"),
    (r"\w+_m", "m"),
    (r"share_\w+|\w+_share", "share from 0 to 1"),
    (r"(?:people|population)(?:_\w+)?", "people"),
)
_TYPES: Final = {"b": "boolean", "i": "integer", "u": "integer", "f": "number"}
_BOOLEANS: Final = {"true": True, "false": False}
_LARGEST_WHOLE: Final = 2**63
_ENCODED: Final = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """A property of the features of a layer. ``type``: as JSON Schema has it; ``unit``: empty where there is none."""

    name: str
    type: str
    unit: str


def unit_of(name: str) -> str:
    """The unit that a column's name tells; empty where it tells none.

    >>> unit_of("median_minutes"), unit_of("area_km2"), unit_of("population_within_60_min"), unit_of("name")
    ('min', 'km²', 'people', '')
    """
    return next((unit for pattern, unit in _UNITS if re.fullmatch(pattern, name)), "")


def property_of(name: str, values: np.ndarray[Any, Any]) -> Property:
    """The property that a column is."""
    return Property(name=name, type=_TYPES.get(values.dtype.kind, "string"), unit=unit_of(name))


def has_status(name: str) -> bool:
    """Whether a column of minutes gets a status beside it, since JSON has neither NaN nor inf."""
    return name.endswith("_minutes") and not name.startswith("person_")


def statuses(minutes: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """``known`` where there are minutes, ``no_way`` for inf, ``not_known`` for NaN."""
    found = np.where(np.isinf(minutes), NO_WAY, np.where(np.isnan(minutes), NOT_KNOWN, KNOWN))
    return found.astype(object)


def as_json(values: np.ndarray[Any, Any]) -> list[str]:
    """The values of a column as JSON; null for NaN, inf and nothing."""
    kind = _TYPES.get(values.dtype.kind, "string")
    listed = values.tolist()
    if kind == "number":
        return [repr(value) if isfinite(value) else "null" for value in listed]
    if kind == "integer":
        return [str(value) for value in listed]
    if kind == "boolean":
        return ["true" if value else "false" for value in listed]
    return ["null" if value is None else _ENCODED(value) for value in listed]


def is_equal(values: np.ndarray[Any, Any], name: str, asked: str) -> np.ndarray[Any, Any]:
    """Where a column is what a filter asks. Raises InputError for what cannot stand in such a column."""
    kind = _TYPES.get(values.dtype.kind, "string")
    wanted: Any = asked
    if kind == "boolean":
        wanted = _BOOLEANS.get(asked.lower())
        if wanted is None:
            raise InputError(f"{name} is true or false, not {asked!r}; write one of the two")
    elif kind == "integer":
        wanted = _whole(name, asked)
    elif kind == "number":
        wanted = _number(name, asked)
    return np.asarray(values == wanted, dtype=bool)


def _whole(name: str, asked: str) -> int:
    if not re.fullmatch(r"-?\d{1,19}", asked, re.ASCII) or abs(int(asked)) >= _LARGEST_WHOLE:
        raise InputError(f"{name} is a whole number, not {asked[:40]!r}; write it in digits")
    return int(asked)


def _number(name: str, asked: str) -> float:
    try:
        number = float(asked)
    except ValueError:
        number = np.nan
    if not np.isfinite(number):
        raise InputError(
            f"{name} is a number, not {asked[:40]!r}; write it in digits, or filter by {name}{STATUS_SUFFIX}"
            if has_status(name)
            else f"{name} is a number, not {asked[:40]!r}; write it in digits"
        )
    return number
