"""Coordinates as people write them: degrees, minutes and seconds, metres, zones; read strictly or not at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from geo.errors import InputError

Axis = Literal["lon", "lat"]
Hemisphere = Literal["north", "south"]

_MOST_DEGREES: Final = {"lon": 180.0, "lat": 90.0}
_LETTERS: Final = {"lon": "EW", "lat": "NS"}
_MINUTES_PER_DEGREE: Final = 60
_SECONDS_PER_DEGREE: Final = 3600
_MOST_ZONE: Final = 60
# From 40.6 degrees south to the equator, where a southern zone is meant; band S of the north ends at 4,430,000.
_SOUTHERN_NORTHING_M: Final = 5_500_000.0

# One form for each of the many marks that keyboards and programs write.
_PLAIN: Final = str.maketrans(
    dict.fromkeys("°º˚∘", "°")
    | dict.fromkeys("'’‘´`′ʹ", "'")  # noqa: RUF001
    | dict.fromkeys('"”“″ʺ', '"')
    | dict.fromkeys("-−–‐‑", "-")  # noqa: RUF001
    | dict.fromkeys("\u00a0\u2009\u202f\t", " ")
)
_FRACTION: Final = r"\d+(?:\.\d+)?"
_WHOLE: Final = r"\d{1,3}"
_PART: Final = r"\d{1,2}(?:\.\d+)?"
_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        rf"(?P<deg>{_FRACTION}) ?°?",
        rf"(?P<deg>{_WHOLE}) ?° ?(?P<min>{_PART}) ?'?",
        rf"(?P<deg>{_WHOLE}) ?° ?(?P<min>\d{{1,2}}) ?' ?(?P<sec>{_PART}) ?\"?",
        *(
            form
            for gap in (" ", "-", ":")
            for form in (
                rf"(?P<deg>{_WHOLE}){gap}(?P<min>{_PART})",
                rf"(?P<deg>{_WHOLE}){gap}(?P<min>\d{{1,2}}){gap}(?P<sec>{_PART})",
            )
        ),
    )
)
_AROUND: Final = re.compile(r"(?P<front>[A-Z]?) ?(?P<sign>[+-]?) ?(?P<body>[^A-Z+]*?) ?(?P<back>[A-Z]?)")
_COMMA: Final = re.compile(r"\d,\d")
_ZONE: Final = re.compile(r"(?P<number>\d{1,2}) ?(?P<letter>[A-Z]|NORTH|SOUTH)?")
_NUMBER: Final = re.compile(r"[+-]?\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A UTM zone: its number, its hemisphere (None: not said), and the letter of its band, if that is given."""

    number: int
    hemisphere: Hemisphere | None
    band: str | None


def degrees_of_text(text: str, axis: Axis) -> float:
    """Decimal degrees of a text such as ``44° 30' 15.5" N``, ``44-30-15N``, ``-44:30`` or ``44.5043``; West is minus.

    Only the last number may have decimals. A decimal comma is read where it can be nothing else: in
    seconds, with a mark behind it, or in degrees with three decimals or more. Raises InputError, saying why, for what
    can be read in two ways or in none.

    >>> degrees_of_text("44° 30' N", "lat")
    44.5
    """
    plain = " ".join(text.translate(_PLAIN).replace("''", '"').upper().split())
    around = _AROUND.fullmatch(plain)
    if around is None:
        raise InputError("it is no coordinate")
    letters = around["front"] + around["back"]
    if "O" in letters:
        raise InputError("the letter O may be Ouest or Ost, and so west or east")
    if len(letters) > 1:
        raise InputError("it has a letter on both sides")
    if letters and letters not in "NSEW":
        raise InputError(f"{letters} is no point of the compass")
    if letters and letters not in _LETTERS[axis]:
        kind = "longitude" if axis == "lon" else "latitude"
        raise InputError(f"{letters} does not belong to a {kind}")
    if letters and around["sign"]:
        raise InputError("it has both a sign and a letter")
    degrees = _degrees_of_body(around["body"])
    if degrees > _MOST_DEGREES[axis]:
        raise InputError(f"it is more than {_MOST_DEGREES[axis]:.0f} degrees")
    return -degrees if around["sign"] == "-" or letters in {"S", "W"} else degrees


def number_of_text(text: str) -> float:
    """The number of an easting, northing, bearing or distance, with a point or an unmistakable decimal comma.

    Raises InputError, saying why, for anything else: ``701,234`` may be a thousand times more or less.
    """
    plain = text.translate(_PLAIN).strip()
    if "," in plain:
        if plain.count(",") > 1 or "." in plain or re.search(r",\d{3}$", plain):
            raise InputError("its comma may part thousands or decimals")
        plain = plain.replace(",", ".")
    if not _NUMBER.fullmatch(plain):
        raise InputError("it is no number")
    return float(plain)


def zone_of_text(text: str, northing_m: float) -> Zone:
    """The zone of a text such as ``34N``, ``34T``, ``34 south`` or ``34``.

    N is the northern hemisphere, of which band N is a part. S may be a hemisphere or band S, which
    lies in the north: it is south for northings from 5,500,000 m on; else InputError is raised, as
    for what is no zone.

    >>> zone_of_text("34T", 4_900_000.0)
    Zone(number=34, hemisphere='north', band='T')
    """
    match = _ZONE.fullmatch(" ".join(text.upper().split()))
    if match is None or not 1 <= int(match["number"]) <= _MOST_ZONE:
        raise InputError("it is no UTM zone")
    number, letter = int(match["number"]), match["letter"]
    if letter is None:
        return Zone(number=number, hemisphere=None, band=None)
    if letter in {"N", "NORTH"}:
        return Zone(number=number, hemisphere="north", band=None)
    if letter in {"S", "SOUTH"}:
        if letter == "S" and northing_m < _SOUTHERN_NORTHING_M:
            raise InputError("S may be the southern hemisphere or band S, which lies in the north")
        return Zone(number=number, hemisphere="south", band=None)
    if letter in "IOABYZ":
        raise InputError(f"{letter} is no band of UTM")
    return Zone(number=number, hemisphere="north" if letter > "M" else "south", band=letter)


def has_decimal_comma(text: str) -> bool:
    """Whether a text that was read holds a decimal comma."""
    return "," in text


def _degrees_of_body(body: str) -> float:
    if "," in body:
        body = _with_point(body)
    match = next((match for form in _FORMS if (match := form.fullmatch(body))), None)
    if match is None:
        raise InputError("it is no coordinate")
    parts = match.groupdict()
    minutes, seconds = float(parts.get("min") or 0), float(parts.get("sec") or 0)
    if minutes >= _MINUTES_PER_DEGREE or seconds >= _MINUTES_PER_DEGREE:
        raise InputError("minutes or seconds are 60 or more")
    return float(parts["deg"]) + minutes / _MINUTES_PER_DEGREE + seconds / _SECONDS_PER_DEGREE


def _with_point(body: str) -> str:
    """The text with a point for its one decimal comma."""
    is_one = body.count(",") == 1 and "." not in body and _COMMA.search(body)
    are_seconds = re.fullmatch(r"\d+[^\d]+\d+[^\d]+\d+,\d+[^\d]*", body) is not None
    is_long = re.fullmatch(r"\d+,\d{3,}", body) is not None
    if not (is_one and (are_seconds or is_long or re.search(r"[°'\"]$", body))):
        raise InputError("its comma may part decimals or minutes")
    return body.replace(",", ".")
