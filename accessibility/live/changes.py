"""What may be asked of a live country: its questions, and the changes of centres, hazards and roads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from accessibility.search import Direction


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Question:
    """One run of the base of a study: all its dimensions but the scenario."""

    pillar: str
    profile: str
    season: str
    direction: Direction
    has_hazards: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AddCentre:
    """A centre that is not there yet. ``lon``, ``lat``: EPSG:4326; ``pillars``: pillars and services it offers."""

    kind: ClassVar[str] = "add-centre"
    id: str
    lon: float
    lat: float
    pillars: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveCentre:
    """A centre of the base elsewhere, with what it offers. ``lon``, ``lat``: EPSG:4326."""

    kind: ClassVar[str] = "move-centre"
    id: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True, kw_only=True)
class UpgradeCentre:
    """A centre of the base that offers these pillars and services beside its own."""

    kind: ClassVar[str] = "upgrade-centre"
    id: str
    pillars: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseCentre:
    """A centre of the base that is there no more."""

    kind: ClassVar[str] = "close-centre"
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseHazard:
    """An open area that blocks, released as a whole; areas that touch it stay as they are."""

    kind: ClassVar[str] = "release-hazard"
    area_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRoad:
    """A road, by its id in the source, that hazards cut or that is closed, open along its whole length."""

    kind: ClassVar[str] = "open-road"
    road_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UpgradeRoad:
    """A road, by its id in the source, on which vehicles go at this speed wherever they went more slowly."""

    kind: ClassVar[str] = "upgrade-road"
    road_id: int
    speed_kmh: float


CentreChange = AddCentre | MoveCentre | UpgradeCentre | CloseCentre
Change = CentreChange | ReleaseHazard | OpenRoad | UpgradeRoad
CHANGES: Final = (AddCentre, MoveCentre, UpgradeCentre, CloseCentre, ReleaseHazard, OpenRoad, UpgradeRoad)
