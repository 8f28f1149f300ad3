"""The words of the service directory: levels, tasks, languages and days, as data/services/ has them."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from geo.shipped import data_folder

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_WORDS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_EVERY_DAY: Final = frozenset({"daily", "every day", "all days"})
_CODE: Final = re.compile(r"[a-z]{2,3}")
_LIST: Final = re.compile(r"[;,/|]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What a centre does for one person at a time; ``levels``: those that may do it."""

    key: str
    label: str
    pillar: str
    levels: tuple[str, ...]


def _rows(name: str) -> list[dict[str, str]]:
    with (data_folder() / "services" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def level_labels() -> dict[str, str]:
    """The levels from the highest down, with their names in words."""
    return {row["level"]: row["label"] for row in sorted(_rows("levels.csv"), key=lambda row: int(row["order"]))}


@cache
def known_tasks() -> dict[str, Task]:
    """The tasks of which it is known which levels may do them."""
    return {
        row["task"]: Task(
            key=row["task"], label=row["label"], pillar=row["pillar"], levels=tuple(row["levels"].split(";"))
        )
        for row in _rows("tasks.csv")
    }


@cache
def _languages() -> dict[str, str]:
    """Codes by code and by every known name, in small letters."""
    codes: dict[str, str] = {}
    for row in _rows("languages.csv"):
        for name in (row["language"], row["label"], *row["other_names"].split(";")):
            if name:
                codes[name.lower()] = row["language"]
    return codes


def language_names() -> tuple[str, ...]:
    """Every name and code that a language is known by."""
    return tuple(_languages())


def language_code(text: str) -> str | None:
    """The ISO 639 code of a language by its code or English name, None if it is not known.

    >>> language_code("Dari"), language_code("fr"), language_code("Chichewa"), language_code("Klingon")
    ('prs', 'fr', 'ny', None)
    """
    return _languages().get(text.strip().lower())


def is_like_a_code(text: str) -> bool:
    """Whether a text has the form of an ISO 639 code, known or not."""
    return _CODE.fullmatch(text) is not None


def key_of(text: str) -> str:
    """A level or task as its key is written.

    >>> key_of(" First fitting"), key_of("first-fitting")
    ('first_fitting', 'first_fitting')
    """
    return re.sub(r"[\s_-]+", "_", text.strip().lower())


def parts_of(text: str) -> list[str]:
    """What a field with several values holds; they stand between ``;``, ``,``, ``/`` or ``|``.

    >>> parts_of("Arabic; French"), parts_of("")
    (['Arabic', 'French'], [])
    """
    return [part.strip() for part in _LIST.split(text) if part.strip()]


def day_words() -> tuple[str, ...]:
    """What a day may be called."""
    return (*WEEKDAYS, *_DAY_WORDS, *sorted(_EVERY_DAY))


def days_of(text: str) -> frozenset[str] | None:
    """The days of the week that a text names, alone, in lists and from-to; None if one of them is no day.

    >>> sorted(days_of("Mon-Wed; friday")), len(days_of("daily")), sorted(days_of("sat-sun")), days_of("noon")
    (['fri', 'mon', 'tue', 'wed'], 7, ['sat', 'sun'], None)
    """
    days: set[str] = set()
    for part in parts_of(text.replace("\u2013", "-")):
        word = part.lower()
        if word in _EVERY_DAY:
            days |= set(WEEKDAYS)
            continue
        ends = [_day_number(end) for end in word.split("-")]
        if len(ends) > 2 or any(end is None for end in ends):  # noqa: PLR2004  from and to
            return None
        first, last = ends[0] or 0, ends[-1] or 0
        days |= {WEEKDAYS[(first + step) % 7] for step in range((last - first) % 7 + 1)}
    return frozenset(days)


def _day_number(word: str) -> int | None:
    word = word.strip().rstrip(".")
    for number, name in enumerate(_DAY_WORDS):
        if word == name or (len(word) >= 3 and name.startswith(word)):  # noqa: PLR2004  as in mon, tues
            return number
    return None
