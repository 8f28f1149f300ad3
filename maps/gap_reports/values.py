"""What a gap report says, as frozen values: every figure with its unit, its denominator, its day and its range."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from shapely.geometry.base import BaseGeometry

from maps.release_values import Source
from maps.run_key import RunKey

TOLD: Final = "told"
NONE_THERE: Final = "none"
NOT_ASKED: Final = "not asked"
NOT_SHOWN: Final = "not shown"

EVERYONE: Final = "everyone"
WHOLE: Final = "all"
AREA: Final = "area"
OUTSIDE: Final = "outside"

Cell = float | str | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a report is of: an area of the study, those outside all areas, or the whole of it (``all``)."""

    kind: str
    place_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of one group of people in the place of the report.

    ``value``: inf is no way, NaN not known. ``denominator``: people that it is of, NaN where it is of none;
    ``denominator_of`` says whom. ``low`` to ``high`` hold the part ``interval`` of the draws; all NaN where the
    release gives no range.
    """

    measure: str
    label: str
    group: str
    group_label: str
    group_kind: str
    value: float
    unit: str
    denominator: float
    denominator_of: str
    as_of: str
    low: float
    high: float
    interval: float
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a part; its ``name`` carries its unit. ``of``: what its figures are of, in words."""

    name: str
    label: str
    unit: str
    of: str
    denominator: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a report: sentences and rows, one for each thing told.

    ``status``: ``told``; ``none`` (asked, and nothing is there); ``not asked`` by the study; ``not shown`` to this
    tier. ``sentences`` say so in words. A row has a cell for each column: inf is no way, NaN or an empty text is not
    known. ``shapes``: by row, in EPSG:4326, where the rows have some.
    """

    key: str
    title: str
    status: str
    sentences: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: tuple[Mapping[str, Cell], ...] = ()
    shapes: tuple[BaseGeometry | None, ...] = ()
    as_of: str = ""
    name_column: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GapReport:
    """All that one report says of one place in one run; each document is made from it alone."""

    release: str
    version: str
    tier: str
    study: str
    country: str
    as_of: str
    population_year: int | None
    made_with: str
    run: RunKey
    run_id: str
    run_label: str
    place: Place
    threshold_minutes: float
    bands_minutes: tuple[float, ...]
    sentences: tuple[str, ...]
    range_note: str
    figures: tuple[Figure, ...]
    parts: tuple[Part, ...]
    sources: tuple[Source, ...]
    source_sentence: str
    method: tuple[str, ...]
    disclaimers: tuple[str, ...]

    @property
    def title(self) -> str:
        """What the report is called."""
        where = self.study if self.place.kind == WHOLE else f"{self.place.name}, {self.study}"
        return f"Gap report: {where}"

    def part(self, key: str) -> Part:
        """A part by its key."""
        return next(part for part in self.parts if part.key == key)
