"""The record: what is kept of one survivor, and nothing that names a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, Literal

from geo.errors import CustodyError

PlacePrecision = Literal["exact_100m", "settlement", "area"]
ConsentScope = Literal["planning", "planning_and_reporting"]

_MALFORMED: Final = (
    "a record in the store is not of this version's form; open the store with the version of nearcare that wrote it"
)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SurvivorRecord:
    """One survivor. Every text but ``id``, ``area_id`` and ``source`` is of the closed vocabulary.

    A place is ``lon`` and ``lat`` (degrees, EPSG:4326, at most three decimals) or, with the precision
    ``area``, ``area_id``; the other is None. ``washington_group_flag`` is None where it is unknown.
    ``need_pillars`` are sorted, and empty if there is no need or, with ``are_needs_known`` false, if nobody
    knows. ``released_in``: for each release that the record was counted in, by its id, what that release
    keeps of it; not part of the content that two records are compared by.

    Printing a record tells nothing, so that no message, log or traceback can.
    """

    id: str
    synthetic: bool
    lon: float | None
    lat: float | None
    area_id: str | None
    place_precision: PlacePrecision
    sex: str
    age_band: str
    impairment: str
    washington_group_flag: bool | None
    device_class: str
    year_band: str
    direct_or_indirect: str
    need_pillars: tuple[str, ...]
    are_needs_known: bool = True
    consent_scope: ConsentScope
    source: str
    retention_date: date
    released_in: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def __repr__(self) -> str:
        return "SurvivorRecord(...)"

    @property
    def may_be_reported(self) -> bool:
        """Whether the consent allows the record to be counted in a table that leaves the store."""
        return self.consent_scope == "planning_and_reporting"

    def needs(self, pillar: str) -> bool:
        """Whether the survivor is known to need the pillar."""
        return pillar in self.need_pillars

    def released(self, release_id: str, kept: Any) -> SurvivorRecord:
        """The record, counted in one more release. ``kept`` is any value that JSON can hold."""
        return replace(self, released_in={**self.released_in, release_id: kept})


def record_to_json(record: SurvivorRecord) -> dict[str, Any]:
    """The record as values that JSON can hold."""
    values: dict[str, Any] = {name: getattr(record, name) for name in SurvivorRecord.__slots__}
    values["need_pillars"] = list(record.need_pillars)
    values["retention_date"] = record.retention_date.isoformat()
    values["released_in"] = dict(record.released_in)
    return values


def record_from_json(values: Mapping[str, Any]) -> SurvivorRecord:
    """The record of such values. Raises CustodyError, without content, if they are not those of a record."""
    if set(values) != set(SurvivorRecord.__slots__):
        raise CustodyError(_MALFORMED)
    try:
        return SurvivorRecord(
            **{
                **values,
                "need_pillars": tuple(values["need_pillars"]),
                "retention_date": date.fromisoformat(values["retention_date"]),
                "released_in": dict(values["released_in"]),
            }
        )
    except (TypeError, ValueError):
        raise CustodyError(_MALFORMED) from None
