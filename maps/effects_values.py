"""What hazards do, what clearing them gives and what scenarios change, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from shapely.geometry.base import BaseGeometry

from maps.run_key import RunKey


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """One scenario in one season, and in sentences what it changes; none for the world as it is.

    ``centres``: the ids of the centres that serve in it, by pillar; empty where the tier does not say.
    """

    scenario: str
    season: str
    title: str
    changes: tuple[str, ...]
    centres: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How long some people travel. ``within``: one number per band, cumulative and inclusive.

    ``median_minutes``, ``p90_minutes``: over everyone; inf is no time, NaN nobody lives there.
    """

    people: float
    within: tuple[float, ...]
    no_way: float
    inside_hazards: float
    median_minutes: float
    p90_minutes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadRule:
    """The figures of all people under one rule for roads in hazards: ``open``, ``recorded`` or ``cut``."""

    roads: str
    reach: Reach


@dataclass(frozen=True, slots=True, kw_only=True)
class NearHazards:
    """The people outside the hazard areas and up to ``within_m`` from one, inclusive; 0 m: those inside."""

    within_m: float
    reach: Reach


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputedRoad:
    """A stretch of road that runs inside a hazard area, and how many people's way leads along it; EPSG:4326."""

    stretch_id: str
    cluster_id: int
    road_classes: str
    source_ids: str
    length_km: float
    people_depending: float
    geometry: BaseGeometry


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What a release of hazard areas gives. People are counts, not yet rounded.

    ``person_minutes_gained``: one way, over those who have minutes before and after.
    ``reconnected``: no way before, a way after. ``newly_within``: one number per band.
    """

    area_count: int
    area_km2: float
    people_inside: float
    people_gaining: float
    person_minutes_gained: float
    reconnected: float
    newly_within: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Hazard areas that touch, and what releasing them alone gives in one run; rank 1 gives most.

    ``step``: the joint step in which they are released, None if in none. ``geometry``: EPSG:4326,
    None where the release holds no outline. ``place``: the name of the study's area that holds a point
    inside them; empty outside all areas, and in a study that names none.
    """

    rank: int
    cluster_id: int
    place: str
    area_ids: tuple[str, ...]
    area_names: str
    kinds: str
    changes_nothing: bool
    step: int | None
    gain: Gain
    geometry: BaseGeometry | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearanceStep:
    """What a joint step gives on top of the steps before; ``is_rest``: all other areas together, the last."""

    step: int
    is_rest: bool
    cluster_ids: tuple[str, ...]
    gain: Gain


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How the people of one area fare in one world against another.

    ``person_minutes_gained`` and ``person_minutes_lost`` are both 0 or more, one way, over people
    with minutes before and after. Bands as everywhere: cumulative and inclusive.
    """

    area_id: str
    area_name: str
    area_kind: str
    people: float
    people_gaining: float
    people_losing: float
    person_minutes_gained: float
    person_minutes_lost: float
    cut_off: float
    reconnected: float
    within_before: tuple[float, ...]
    within_after: tuple[float, ...]
    newly_within: tuple[float, ...]
    no_longer_within: tuple[float, ...]
    median_minutes_before: float
    median_minutes_after: float
    p90_minutes_before: float
    p90_minutes_after: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two worlds held against each other for one pillar and direction; its rasters are in ``folder``."""

    slug: str
    name: str
    before: RunKey
    after: RunKey
    folder: Path
    rows: tuple[Change, ...]

    @property
    def overall(self) -> Change:
        """The row of all people."""
        return next(row for row in self.rows if row.area_kind == "all")


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """All that a tier says of hazards, clearance and scenarios; each part may be empty.

    ``hazard_counts``: what became of the hazard records, by the names of ``summary.json``.
    """

    worlds: tuple[World, ...] = ()
    hazard_counts: Mapping[str, int | float | Mapping[str, int]] = field(default_factory=dict)
    road_rules: Mapping[RunKey, tuple[RoadRule, ...]] = field(default_factory=dict)
    near: Mapping[RunKey, tuple[NearHazards, ...]] = field(default_factory=dict)
    disputed: Mapping[RunKey, tuple[DisputedRoad, ...]] = field(default_factory=dict)
    clusters: Mapping[RunKey, tuple[Cluster, ...]] = field(default_factory=dict)
    steps: Mapping[RunKey, tuple[ClearanceStep, ...]] = field(default_factory=dict)
    comparisons: tuple[Comparison, ...] = ()
