"""Sex and age: bands of whole years, whether they leave holes or overlap, and which of them make up a wider one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final, Literal

Sex = Literal["female", "male"]
SEXES: Final[tuple[Sex, Sex]] = ("female", "male")

OLDEST: Final = 120  # the last year of a band without an upper end
_LAST_WITH_AN_END: Final = 98  # a last band that ends later has no upper end: tables close at 99, 100 or 120
_FEW: Final = 6
_USUAL: Final = ((0, 14), (15, 59), (60, OLDEST))


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class AgeBand:
    """Whole years of age, both ends inclusive; ``last`` is OLDEST where there is no upper end."""

    first: int
    last: int

    @property
    def is_open(self) -> bool:
        """Whether the band has no upper end."""
        return self.last >= OLDEST

    @property
    def key(self) -> str:
        """The band in a group's key: ``age-15-59``, ``age-60-plus``."""
        return f"age-{self.first}-plus" if self.is_open else f"age-{self.first}-{self.last}"

    @property
    def label(self) -> str:
        """The band in words: ``age 15 to 59``, ``age 60 and over``."""
        return f"age {self.first} and over" if self.is_open else f"age {self.first} to {self.last}"

    def holds(self, other: AgeBand) -> bool:
        """Whether every year of the other band is one of this."""
        return self.first <= other.first and other.last <= self.last

    def meets(self, other: AgeBand) -> bool:
        """Whether the bands share a year."""
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class AgeSexFile:
    """A raster of the people of one sex whose ages begin with a year, those of its band."""

    sex: Sex
    first_year: int
    path: Path


EVERY_AGE: Final = AgeBand(first=0, last=OLDEST)


def age_band(first: int, last: int | None) -> AgeBand:
    """The band of these years, both inclusive; without an upper end if it is None or 99 and more.

    >>> age_band(60, 99).key
    'age-60-plus'
    """
    is_open = last is None or last > _LAST_WITH_AN_END
    return AgeBand(first=first, last=OLDEST if is_open or last is None else last)


def find_age_fault(bands: Iterable[AgeBand]) -> str | None:
    """What keeps the bands, in any order, from holding each age once, in words; None if they do.

    >>> find_age_fault([age_band(15, 59), age_band(0, 9), age_band(60, None)])
    'the ages 10 to 14 are in no band'
    """
    rising = sorted(bands)
    if not rising:
        return "there is no band"
    if rising[0].first > 0:
        return f"{_years(0, rising[0].first - 1)} in no band"
    for band, following in pairwise(rising):
        if band.meets(following):
            return f"the bands {_words(band)} and {_words(following)} overlap"
        if band.last + 1 < following.first:
            return f"{_years(band.last + 1, following.first - 1)} in no band"
    if not rising[-1].is_open:
        return f"everyone of age {rising[-1].last + 1} and over is in no band"
    return None


def find_cut_band(wider: AgeBand, bands: Sequence[AgeBand]) -> AgeBand | None:
    """The first of the bands that lies partly in the wider one and partly not; None if that is a union of them."""
    return next((band for band in bands if wider.meets(band) and not wider.holds(band)), None)


def usual_bands(bands: Sequence[AgeBand]) -> tuple[AgeBand, ...]:
    """The bands to tell results by: these if they are six or fewer, else 0-14, 15-59 and 60 and over if these fit."""
    usual = tuple(AgeBand(first=first, last=last) for first, last in _USUAL)
    is_fit = all(find_cut_band(band, bands) is None for band in usual)
    return usual if len(bands) > _FEW and is_fit else tuple(sorted(bands))


def merged_bands(bands: Sequence[AgeBand], wanted: Sequence[AgeBand]) -> tuple[AgeBand, ...]:
    """The widest unions of neighbouring bands of which each wanted band is still a union; fewer take less memory.

    ``bands`` rise and hold each age once; none of them is cut by a wanted one.
    """
    merged: list[AgeBand] = []
    last_signature: tuple[bool, ...] | None = None
    for band in bands:
        signature = tuple(wide.holds(band) for wide in wanted)
        if signature == last_signature:
            merged[-1] = AgeBand(first=merged[-1].first, last=band.last)
        else:
            merged.append(band)
        last_signature = signature
    return tuple(merged)


def _words(band: AgeBand) -> str:
    return f"{band.first} and over" if band.is_open else f"{band.first} to {band.last}"


def _years(first: int, last: int) -> str:
    return f"the age {first} is" if first == last else f"the ages {first} to {last} are"
