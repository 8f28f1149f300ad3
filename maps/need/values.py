"""What a release tells of need and fairness, as frozen values: people by group, room, offers and what is not known."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from maps.run_key import RunKey

EVERYONE: Final = "everyone"
WHOLE: Final = "all"  # the kind of the row of all areas together
AREA: Final = "area"
TOTAL_ID: Final = "total"  # the area_id of a fairness row of all areas together


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group of people: 0 is an empty group, NaN not known; ``low_people`` to ``high_people`` is the range.

    ``kind``: ``everyone``, ``sex``, ``age``, ``sex-age``, ``settlement`` or ``need``. ``certainty``: S, V, D, M or A.
    """

    key: str
    label: str
    kind: str
    people: float
    low_people: float
    high_people: float
    source: str
    source_date: str
    certainty: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One figure with its unit and the people it is of; inf is no way, NaN not known."""

    value: float
    unit: str
    denominator: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupAccess:
    """What one run tells of one group in one area; ``measures`` by their names, such as ``median_minutes``."""

    area_id: str
    area_name: str
    area_kind: str
    group: str
    as_of: str
    measures: Mapping[str, Measured]

    @property
    def people(self) -> float:
        """The people of the group in the area; NaN where no figure tells it."""
        if "people" in self.measures:
            return self.measures["people"].value
        return next((each.denominator for each in self.measures.values()), math.nan)

    def value(self, measure: str) -> float:
        """The value of a measure; NaN where it is not told."""
        return self.measures[measure].value if measure in self.measures else math.nan


@dataclass(frozen=True, slots=True, kw_only=True)
class Fairness:
    """An index of one run, or a gap between two groups of it; NaN is not known."""

    run: RunKey
    area_id: str
    measure: str
    group: str
    other_group: str
    value: float
    other_value: float
    difference: float
    unit: str
    denominator: float
    other_denominator: float
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parity:
    """Survivors held against everyone who needs the service; their share within the threshold is a range."""

    run: RunKey
    stratum: str
    area_id: str
    area_name: str
    threshold_minutes: float
    low_share: float
    high_share: float
    need_share: float
    verdict: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """An estimate of the people around survivors in an area: their families, or communities near contamination.

    ``kind``: ``families`` or ``communities``. ``people`` lies from ``low_people`` to ``high_people``; NaN is not told.
    """

    run: RunKey
    kind: str
    area_id: str
    area_name: str
    low_people: float
    people: float
    high_people: float
    status: str
    source: str
    as_of: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """The room there is for the people of a group in an area, by a method of floating catchments."""

    run: RunKey
    method: str
    area_id: str
    area_name: str
    area_kind: str
    group: str
    value: float
    unit: str
    denominator: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """The demand that comes to a centre beside its capacity; both per year, NaN is not known."""

    run: RunKey
    centre_id: str
    centre_name: str
    capacity_per_year: float
    demand_per_year: float
    load_ratio: float
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A centre as the directory has it; ``fields`` by column, an empty text is not known."""

    centre_id: str
    name: str
    pillars: tuple[str, ...]
    level: str
    capacity_per_year: float
    capacity_unit: str
    lon: float
    lat: float
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DataGap:
    """How much of a field is known: of the centres of an area or pillar, or of the people of the demand."""

    subject: str
    area_id: str
    pillar: str
    field: str
    known: float
    total: float
    share_known: float
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedTables:
    """All of it, each in the order of its file; what a tier does not have is empty.

    ``access``: by run, of the study as it stands alone, since what a scenario changes is told elsewhere.
    """

    groups: tuple[Group, ...] = ()
    access: Mapping[RunKey, tuple[GroupAccess, ...]] = field(default_factory=dict)
    fairness: tuple[Fairness, ...] = ()
    parity: tuple[Parity, ...] = ()
    families: tuple[Family, ...] = ()
    supply: tuple[Supply, ...] = ()
    loads: tuple[Load, ...] = ()
    directory: tuple[Entry, ...] = ()
    data_gaps: tuple[DataGap, ...] = ()

    @property
    def is_there(self) -> bool:
        """Whether the tier has any of these tables with a row in it."""
        return any(getattr(self, name) for name in self.__slots__)

    def group_label(self, key: str) -> str:
        """The name of a group in words; its key, where no table of groups has it."""
        found = next((group.label for group in self.groups if group.key == key), "")
        return found or key.replace("-", " ").capitalize()
