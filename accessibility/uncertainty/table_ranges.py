"""What the tables of speeds and profiles say of their own ranges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRange:
    """The ends of a speed as factors on the one in use, with the source and certainty of the table's row."""

    low: float
    high: float
    source: str
    certainty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeedRanges:
    """By road class, by class or cover of the land (``""`` for one speed over all), and by profile; None: no range."""

    road_class: Mapping[str, TableRange | None]
    land_class: Mapping[str, TableRange | None]
    walk_speed: Mapping[str, TableRange | None]
