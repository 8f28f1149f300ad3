"""What categories of survivors are called, and how bands of minutes are drawn beside what is not told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from maps.classes import STATUS_NO_WAY, minutes_classes, status_code
from maps.words import minutes_in_words, name_in_words

MINUTES_BAND: Final = "minutes_band"
# Dots, for stripes mean a status of the ground: what is not told is neither zero nor unknown.
SUPPRESSED_BACKGROUND: Final = "radial-gradient(circle, #4a4a4a 1.1px, #ffffff 1.6px) 0 0 / 6px 6px"
_PLACE_UNKNOWN_BACKGROUND: Final = "repeating-linear-gradient(90deg, #ffffff 0 5px, #b9a8d6 5px 8px)"
_DIMENSIONS: Final = {"sex": "sex", "age_band": "age", MINUTES_BAND: "time to the nearest centre"}
_CATEGORIES: Final = {
    "other_or_unknown": "Other sex or not known",
    "unknown": "Age not known",
    "0-4": "0 to 4 years",
    "5-11": "5 to 11 years",
    "12-17": "12 to 17 years",
    "18-59": "18 to 59 years",
    "60+": "60 years and over",
    "no_way": "No way to a centre",
    "place_unknown": "No time: place known by area alone",
}
_NUMBER: Final = r"(\d+(?:\.\d+)?)"
_WITHIN: Final = re.compile(f"within_{_NUMBER}_min")
_BETWEEN: Final = re.compile(f"{_NUMBER}_to_{_NUMBER}_min")
_BEYOND: Final = re.compile(f"beyond_{_NUMBER}_min")


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A band of minutes: its category in the table, its words, and the CSS background that it is drawn with."""

    category: str
    label: str
    background: str


def dimension_in_words(name: str) -> str:
    """What people are told apart by.

    >>> dimension_in_words("age_band"), dimension_in_words("impairment_profile")
    ('age', 'impairment profile')
    """
    return _DIMENSIONS.get(name, name_in_words(name).lower())


def category_in_words(category: str) -> str:
    """A category as a heading.

    >>> category_in_words("within_30_min"), category_in_words("60_to_120_min"), category_in_words("female")
    ('Up to 30 min', 'Over 1 h to 2 h', 'Female')
    """
    if category in _CATEGORIES:
        return _CATEGORIES[category]
    if match := _WITHIN.fullmatch(category):
        return f"Up to {minutes_in_words(float(match[1]))}"
    if match := _BETWEEN.fullmatch(category):
        return f"Over {minutes_in_words(float(match[1]))} to {minutes_in_words(float(match[2]))}"
    if match := _BEYOND.fullmatch(category):
        return f"Over {minutes_in_words(float(match[1]))}"
    return name_in_words(category)


def bands_of(categories: tuple[str, ...]) -> tuple[Band, ...]:
    """The bands of minutes of a table, coloured as those of the population are."""
    edges = [float(match[2]) for each in categories if (match := _BETWEEN.fullmatch(each))]
    first = [float(match[1]) for each in categories if (match := _WITHIN.fullmatch(each))]
    minutes = (*first, *edges)
    drawn = {each.code: each.background for each in minutes_classes(minutes)} if minutes else {}
    background = {"place_unknown": _PLACE_UNKNOWN_BACKGROUND}
    background["no_way"] = drawn.get(status_code(STATUS_NO_WAY, band_count=len(minutes)), "#ffffff")
    timed = [each for each in categories if each not in background]
    background |= {each: drawn.get(place, "#ffffff") for place, each in enumerate(timed, start=1)}
    return tuple(Band(category=each, label=category_in_words(each), background=background[each]) for each in categories)
