"""Numbers as people say them: people, shares, minutes, dates and the names of runs."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from typing import Final

NOBODY: Final = "nobody lives there"
NO_WAY: Final = "no way"
NO_TIME: Final = "no time"
UNKNOWN: Final = "not known"
FEWER_THAN_ONE: Final = "fewer than 1"
_MINUTES_PER_HOUR: Final = 60
_ROUNDED_FROM: Final = 1000
_ONE_DECIMAL_BELOW: Final = 10.0  # percent
_ALMOST_NONE: Final = 0.05  # percent: what would read 0.0
_ALMOST_ALL: Final = 99.5  # percent: what would read 100
_ALL: Final = 100.0
_SHORT_HASH: Final = 12


def people_in_words(people: float) -> str:
    """Whole people with thousands separators; NaN is not known.

    >>> people_in_words(869595.2), people_in_words(0.5), people_in_words(0)
    ('869,595', 'fewer than 1', '0')
    """
    if math.isnan(people):
        return UNKNOWN
    if people > 0 and round(people) == 0:
        return FEWER_THAN_ONE
    return f"{round(people):,}"


def about_people(people: float) -> str:
    """People for a sentence: three digits from 1,000 on, whole people below.

    >>> about_people(511873.4), about_people(1234), about_people(987)
    ('512,000', '1,230', '987')
    """
    if math.isnan(people) or people < _ROUNDED_FROM:
        return people_in_words(people)
    step = 10 ** (math.floor(math.log10(people)) - 2)
    return f"{round(people / step) * step:,}"


def percent_in_words(part: float, whole: float) -> str:
    """The share of a whole; neither 0 nor 100 is said of a share that is not.

    >>> percent_in_words(512, 869), percent_in_words(12, 869), percent_in_words(1, 1e6), percent_in_words(999, 1000)
    ('59 %', '1.4 %', 'less than 0.1 %', 'more than 99 %')
    >>> percent_in_words(0, 0), percent_in_words(0, 5), percent_in_words(5, 5)
    ('no people', '0 %', '100 %')
    """
    if math.isnan(part) or math.isnan(whole):
        return UNKNOWN
    if whole <= 0:
        return "no people"
    percent = _ALL * part / whole
    if percent >= _ALMOST_ALL and part < whole * (1 - 1e-9):
        return "more than 99 %"
    if 0 < percent < _ALMOST_NONE:
        return "less than 0.1 %"
    return f"{percent:.1f} %" if 0 < percent < _ONE_DECIMAL_BELOW else f"{percent:.0f} %"


def people_share(people: float, everyone: float) -> str:
    """People with their share of everyone, for a sentence; no share where nobody or not one whole person is meant.

    >>> people_share(1234, 10_000), people_share(1, 50), people_share(0.3, 20), people_share(0, 20)
    ('1,230 people (12 %)', '1 person (2.0 %)', 'fewer than 1 person', '0 people')
    """
    about = about_people(people)
    said = f"{about} {'person' if about in {'1', FEWER_THAN_ONE} else 'people'}"
    return said if people <= 0 or about == FEWER_THAN_ONE else f"{said} ({percent_in_words(people, everyone)})"


def minutes_in_words(minutes: float, *, absence: str = NO_WAY) -> str:
    """Minutes as hours and minutes, to the nearest minute; inf is said as ``absence``, NaN that nobody lives there.

    >>> [minutes_in_words(minutes) for minutes in (0, 0.4, 45, 60, 135, 1439.6)]
    ['0 min', 'less than 1 min', '45 min', '1 h', '2 h 15 min', '24 h']
    """
    if math.isnan(minutes):
        return NOBODY
    if math.isinf(minutes):
        return absence
    if 0 < minutes < 0.5:  # noqa: PLR2004  half a minute would read 0
        return "less than 1 min"
    hours, rest = divmod(round(minutes), _MINUTES_PER_HOUR)
    if hours == 0:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def duration_in_words(minutes: float) -> str:
    """A threshold for a sentence, spelled out.

    >>> duration_in_words(30), duration_in_words(60), duration_in_words(150)
    ('30 minutes', '1 hour', '2 hours 30 minutes')
    """
    hours, rest = divmod(minutes, _MINUTES_PER_HOUR)
    said = []
    if hours:
        said.append(f"{hours:g} hour{'' if hours == 1 else 's'}")
    if rest or not hours:
        said.append(f"{rest:g} minute{'' if rest == 1 else 's'}")
    return " ".join(said)


def length_in_words(length_m: float) -> str:
    """Metres below a kilometre, kilometres with one decimal from there on.

    >>> length_in_words(240.4), length_in_words(1530)
    ('240 m', '1.5 km')
    """
    if math.isnan(length_m):
        return UNKNOWN
    kilometre_m = 1000.0
    return f"{length_m:.0f} m" if length_m < kilometre_m else f"{length_m / kilometre_m:,.1f} km"


def area_in_words(area_km2: float) -> str:
    """Square kilometres: two digits after the point below 10.

    >>> area_in_words(3.456), area_in_words(1234.5)
    ('3.46 km²', '1,234 km²')
    """
    if math.isnan(area_km2):
        return UNKNOWN
    small_km2 = 10.0
    return f"{area_km2:.2f} km²" if area_km2 < small_km2 else f"{area_km2:,.0f} km²"


def bytes_in_words(size_bytes: float) -> str:
    """Kilobytes or megabytes, by thousands.

    >>> bytes_in_words(900), bytes_in_words(45_300), bytes_in_words(12_345_678)
    ('900 bytes', '45 kB', '12.3 MB')
    """
    kilobyte, megabyte = 1_000, 1_000_000
    if size_bytes < kilobyte:
        return f"{size_bytes:.0f} bytes"
    return f"{size_bytes / kilobyte:.0f} kB" if size_bytes < megabyte else f"{size_bytes / megabyte:.1f} MB"


def counted(count: float, thing: str, things: str | None = None) -> str:
    """A count with its noun.

    >>> counted(1, "person", "people"), counted(1200, "centre")
    ('1 person', '1,200 centres')
    """
    number = people_in_words(count)
    return f"{number} {thing}" if number == "1" else f"{number} {things or thing + 's'}"


def listed(parts: Sequence[str]) -> str:
    """Parts of a sentence, the last tied on.

    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def name_in_words(name: str) -> str:
    """A column value, or a name that computers use, as a reader sees it.

    >>> name_in_words("circle_from_area"), name_in_words("all-year")
    ('Circle from area', 'All year')
    """
    spaced = name.replace("_", " ").replace("-", " ").strip()
    return spaced[:1].upper() + spaced[1:]


def lowered(text: str) -> str:
    """A name within a sentence: its first letter small, unless capitals follow it.

    >>> lowered("On foot"), lowered("All year"), lowered("WHO levels")
    ('on foot', 'all year', 'WHO levels')
    """
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def date_in_words(date: str) -> str:
    """An ISO date, or the date of an ISO time, as people write it; anything else as it is.

    >>> date_in_words("2024-01-01"), date_in_words("2026-11-22T03:59:18Z"), date_in_words("spring 2020")
    ('1 January 2024', '22 November 2026', 'spring 2020')
    """
    try:
        day = dt.date.fromisoformat(date[:10])
    except ValueError:
        return date
    return f"{day.day} {day:%B} {day.year}"


def short_hash(sha256: str) -> str:
    """The first digits of a sha256, enough to tell files apart by eye."""
    return sha256[:_SHORT_HASH]
