"""The parameters of a profile: what each is, in which unit, and which values it may have."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["number", "count", "yes or no", "names", "text"]
Value = float | int | bool | str | tuple[str, ...]

_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?")
_YES_NO: Final = {"yes": True, "no": False}
_SEPARATOR: Final = ";"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter: its kind, the unit that a table must write for it, and its bounds as a number.

    ``least`` may be reached unless ``is_above`` is set; ``most`` may be reached.
    """

    kind: Kind
    unit: str
    least: float = 0.0
    is_above: bool = False
    most: float = math.inf

    def fault_of(self, value: float) -> str | None:
        """What is wrong with a number, and after a semicolon what to do; None if nothing is."""
        if self.is_above and value <= self.least:
            return f"is not above {self.least:g}; write a number above {self.least:g}"
        if value < self.least:
            return f"is below {self.least:g}; write a number of {self.least:g} or more"
        if value > self.most:
            return f"is above {self.most:g}; write a number of {self.most:g} or less"
        return None


PARAMETERS: Final[dict[str, Parameter]] = {
    "title": Parameter(kind="text", unit=""),
    "walk_speed_factor": Parameter(kind="number", unit="of walking speed", is_above=True, most=3.0),
    "vehicle": Parameter(kind="yes or no", unit=""),
    "walk_limit_m": Parameter(kind="number", unit="m", is_above=True),
    "slope_limit_percent": Parameter(kind="number", unit="%", is_above=True),
    "off_road": Parameter(kind="yes or no", unit=""),
    "closed_road_classes": Parameter(kind="names", unit=""),
    "closed_surfaces": Parameter(kind="names", unit=""),
    "closed_smoothness": Parameter(kind="names", unit=""),
    "boarding_wait_minutes": Parameter(kind="number", unit="minutes"),
    "companions": Parameter(kind="count", unit="people", most=10),
    "fare_per_trip": Parameter(kind="number", unit="currency"),
    "fare_per_hour": Parameter(kind="number", unit="currency"),
    "currency": Parameter(kind="text", unit=""),
}
SHARE: Final = Parameter(kind="number", unit="share", is_above=True, most=1.0)
"""The parameter ``share:NAME``: the share of people who travel by a profile of that name."""


def is_number(text: str) -> bool:
    """Whether a text is a plain decimal number."""
    return _NUMBER.fullmatch(text) is not None


def value_from_text(text: str, parameter: Parameter) -> tuple[Value | None, str | None]:
    """The value in a table's cell, or what is wrong with it and after a semicolon what to do."""
    readers: dict[Kind, Callable[[str, Parameter], tuple[Value | None, str | None]]] = {
        "number": _number,
        "count": _count,
        "yes or no": _yes_or_no,
        "names": _names,
        "text": _text,
    }
    return readers[parameter.kind](text, parameter)


def _number(text: str, parameter: Parameter) -> tuple[Value | None, str | None]:
    if not is_number(text):
        return None, "is no number; write a number, such as 0.7"
    return float(text), parameter.fault_of(float(text))


def _count(text: str, parameter: Parameter) -> tuple[Value | None, str | None]:
    if not is_number(text) or not float(text).is_integer():
        return None, "is no whole number; write a whole number"
    return int(float(text)), parameter.fault_of(float(text))


def _yes_or_no(text: str, _: Parameter) -> tuple[Value | None, str | None]:
    is_known = text.lower() in _YES_NO
    return _YES_NO.get(text.lower()), None if is_known else "is neither yes nor no; write yes or no"


def _names(text: str, _: Parameter) -> tuple[Value | None, str | None]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(_SEPARATOR) if part.strip())), None


def _text(text: str, _: Parameter) -> tuple[Value | None, str | None]:
    return text, None
