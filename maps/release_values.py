"""What one tier of a release says, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from shapely.geometry.base import BaseGeometry

from maps.effects_values import Effects
from maps.run_key import WITH_HAZARDS, RunKey
from maps.survivors_values import Folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How long the people of one area travel in one run. People are counts, not yet rounded.

    ``area_kind``: ``area``, ``outside`` (outside all areas) or ``all``. ``within`` has one number
    per band, cumulative and inclusive. ``median_minutes``, ``p90_minutes``: over everyone; inf is
    no way, NaN nobody lives there. ``beyond_threshold_by_hazards``: NaN in a run without hazards.
    """

    area_id: str
    area_name: str
    area_kind: str
    people: float
    within: tuple[float, ...]
    beyond_last: float
    no_way: float
    inside_hazards: float
    on_barrier: float
    no_land_data: float
    beyond_limit: float
    adopted: float
    median_minutes: float
    p90_minutes: float
    mean_reached_minutes: float
    unreached_share: float
    beyond_threshold: float
    beyond_threshold_by_hazards: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """An underserved region: cells beyond the threshold that touch, EPSG:4326.

    ``nearest_centre`` is None where no centre can be reached; ``people_by_hazards`` is NaN in a
    run without hazards; ``worst_minutes`` is inf where someone has no way.
    """

    gap_id: str
    name: str
    area_name: str
    people: float
    area_km2: float
    worst_minutes: float
    median_minutes: float
    people_no_way: float
    nearest_centre: str | None
    people_by_hazards: float
    geometry: BaseGeometry


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run: its folder of rasters, its rows of access and its underserved regions, most people first."""

    key: RunKey
    folder: Path
    access: tuple[Access, ...]
    gaps: tuple[Gap, ...]

    @property
    def overall(self) -> Access:
        """The row of all people."""
        return next(row for row in self.access if row.area_kind == "all")

    @property
    def has_hazards(self) -> bool:
        """Whether hazards blocked the way in this run."""
        return self.key.hazards == WITH_HAZARDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """An area of the study, EPSG:4326."""

    area_id: str
    name: str
    geometry: BaseGeometry


@dataclass(frozen=True, slots=True, kw_only=True)
class Centre:
    """A centre as it was used; ``moved_m`` is how far it was moved to a passable cell, 0 if not at all."""

    centre_id: str
    name: str
    pillars: tuple[str, ...]
    level: str
    lon: float
    lat: float
    moved_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Hazard:
    """A recorded hazard area that may be shown, EPSG:4326; texts are empty where the record says nothing.

    ``policy``: ``block``, ``slow`` or ``ignore``, how the study takes it; ``slow_factor`` is NaN
    unless it slows. ``cluster_id``: that of the areas that touch it, None where none was made.
    """

    hazard_id: str
    kind: str
    status: str
    name: str
    evidence: str
    geometry_quality: str
    source: str
    reported_on: str
    surveyed_on: str
    policy: str
    slow_factor: float
    cluster_id: int | None
    geometry: BaseGeometry


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An input file of the study; None where the study does not say.

    ``is_kept_back``: its hash and size are not told (empty and NaN), since the file says more than the tier may.
    """

    role: str
    file: str
    sha256: str
    size_bytes: float
    is_kept_back: bool
    source: str | None
    licence: str | None
    date: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What the check of the inputs found and told."""

    where: str
    which: str
    what: str
    do: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A stage of the run with its cost; NaN where it was not measured."""

    name: str
    duration_s: float
    peak_memory_mb: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreCount:
    """How many centres of a pillar were accepted, moved among those, and refused."""

    pillar: str
    accepted: int
    moved: int
    refused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """The people of the source, and how they came onto the grid."""

    people: float
    year: int | None
    adopted: float
    adopted_mean_m: float
    outside_areas: float
    outside_grid: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """One tier folder of a release, read whole.

    ``hazards_published`` False: nothing in the tier may tell where hazards are or what they do.
    ``min_people``: the least people of an underserved region; None where the study does not say.
    ``profile_titles``: what profiles and mixes are called, by their names; empty in an older release.
    """

    folder: Path
    study: str
    country: str
    as_of: str
    tier: str
    version: str
    created_utc: str
    hazards_published: bool
    bands_minutes: tuple[float, ...]
    threshold_minutes: float
    min_people: float | None
    population: Population
    roads: Mapping[str, Any]
    centre_counts: tuple[CentreCount, ...]
    runs: tuple[Run, ...]
    areas: tuple[Area, ...]
    centres: tuple[Centre, ...]
    hazards: tuple[Hazard, ...]
    sources: tuple[Source, ...]
    notices: tuple[Notice, ...]
    stages: tuple[Stage, ...]
    versions: Mapping[str, str]
    parameters: Mapping[str, Any]
    disclaimers: tuple[str, ...]
    method: tuple[str, ...]
    effects: Effects
    survivors: tuple[Folder, ...]
    profile_titles: Mapping[str, str] = field(default_factory=dict)
