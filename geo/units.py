"""Units: the only place where one unit becomes another."""

from __future__ import annotations

import re
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt

from geo.errors import UnitError

Minutes = TypeVar("Minutes", float, npt.NDArray[np.float64])

SECONDS_PER_MINUTE: Final = 60.0
MINUTES_PER_HOUR: Final = 60.0
DAYS_PER_YEAR: Final = 365.25
METRES_PER_KM: Final = 1000.0
SQUARE_METRES_PER_KM2: Final = 1e6
KMH_PER_METRE_PER_SECOND: Final = 3.6

# A closed table: a unit that is not in it is an error, never a guess.
KMH_PER_SPEED_UNIT: Final = {
    "": 1.0,
    "km/h": 1.0,
    "kmh": 1.0,
    "kph": 1.0,
    "mph": 1.609344,
    "knots": 1.852,
}
SECONDS_PER_METRE_PER_FRICTION_UNIT: Final = {"min/m": 60.0, "s/m": 1.0}

_SPEED = re.compile(r"^\s*(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>[^\d\s].*?)?\s*$")


def minutes_from_seconds(duration_s: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Minutes; inf and NaN stay what they are."""
    return np.asarray(duration_s, dtype=np.float64) / SECONDS_PER_MINUTE


def hours_from_minutes(duration_minutes: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Hours; inf and NaN stay what they are."""
    return np.asarray(duration_minutes, dtype=np.float64) / MINUTES_PER_HOUR


def seconds_from_minutes(duration_minutes: Minutes) -> Minutes:
    """Seconds, of one duration or an array of them."""
    return duration_minutes * SECONDS_PER_MINUTE


def pace_s_per_m(speed_kmh: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Seconds per metre; a speed of 0 gives inf, NaN stays NaN."""
    speed = np.asarray(speed_kmh, dtype=np.float64)
    with np.errstate(divide="ignore"):
        return np.asarray(KMH_PER_METRE_PER_SECOND / speed)


def speed_kmh_from_text(text: str) -> float:
    """Speed in km/h of a text such as ``50``, ``30 mph`` or ``10 knots``.

    Raises UnitError for a unit outside the closed table and for a text that is no speed.

    >>> speed_kmh_from_text("30 mph")
    48.28032
    """
    match = _SPEED.match(text)
    unit = (match["unit"] or "").lower() if match else ""
    if match is None or unit not in KMH_PER_SPEED_UNIT:
        known = ", ".join(unit for unit in KMH_PER_SPEED_UNIT if unit)
        raise UnitError(f"{text!r} is not a speed; write a number alone (km/h) or with one of {known}")
    return float(match["number"]) * KMH_PER_SPEED_UNIT[unit]


def years_from_days(duration_days: float) -> float:
    """Years of 365.25 days."""
    return duration_days / DAYS_PER_YEAR
