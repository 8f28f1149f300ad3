"""What a tier tells of survivors, as frozen values: figures of protected tables, and the rules they are told by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from maps.run_key import RunKey

EVERYONE: Final = "all"
SHOWN: Final = "shown"
HELD: Final = "held"
SUPPRESSED: Final = "suppressed"
IMPOSSIBLE: Final = "impossible"
STATUSES: Final = (SHOWN, HELD, SUPPRESSED, IMPOSSIBLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One cell: survivors, rounded, None where none are told; ``as_of`` is the day of its records."""

    survivors: int | None
    status: str
    as_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A place; ``parent_id`` is empty for the whole. ``merged_ids``: the areas that are told together here."""

    unit_id: str
    name: str
    parent_id: str
    merged_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """The tables that were told together: one audience, one set of rules, one design.

    ``margins``: the combinations of dimensions that are told by place, the smallest first, the first of all people.
    """

    number: int
    audience: str
    k: int
    rounding_base: int
    as_of: str
    is_synthetic: bool
    units_kind: str
    least_people: int
    units: tuple[Unit, ...]
    dimensions: Mapping[str, tuple[str, ...]]
    margins: tuple[tuple[str, ...], ...]
    tables: tuple[SurvivorTable, ...]

    @property
    def whole(self) -> Unit:
        """The place that holds all others."""
        return self.units[0]

    @property
    def leaves(self) -> tuple[Unit, ...]:
        """The places that hold no other."""
        parents = {unit.parent_id for unit in self.units}
        return tuple(unit for unit in self.units if unit.unit_id not in parents)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """Of one margin how many figures of leaves there could be, how many of them are not told, and of how many people.

    ``people_percent``: whole percent of the told total that the told figures leave out; None without a told total.
    """

    margin: tuple[str, ...]
    figures: int
    suppressed: int
    people_percent: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SurvivorTable:
    """The survivors in need of one pillar, by one run. ``figures``: by unit and a category of each dimension."""

    key: RunKey
    has_noise: bool
    figures: Mapping[tuple[str, ...], Figure]
    losses: tuple[Loss, ...]

    def figure(self, folder: Folder, unit: Unit, categories: Mapping[str, str]) -> Figure:
        """The figure of a unit and of the categories named, everyone of the dimensions not named."""
        named = (categories.get(name, EVERYONE) for name in folder.dimensions)
        return self.figures[unit.unit_id, *named]
