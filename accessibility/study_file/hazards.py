"""The hazards of a study file: where they are, what their words mean, and what they do to travel."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, StrictBool, field_validator, model_validator

from accessibility.study_file.tables import NotNegative, Positive, Sourced, Table
from geo.hazards import (
    OPEN_STATUS,
    RELEASED_STATUS,
    Bearings,
    HazardForm,
    HazardPolicy,
    HazardRule,
    PlaceColumns,
    TurningPointColumns,
    TurningPoints,
    status_word,
)

Factor = Annotated[float, Field(ge=1, allow_inf_nan=False)]
Evidence = Literal["direct", "indirect", "unknown"]
GeometryQuality = Literal["surveyed", "digitised", "circle_from_area", "point_only", "strike_buffer", "unknown"]

_LON_LAT = "EPSG:4326"
_PLACES = tuple(PlaceColumns.__dataclass_fields__)
_KNOWN_WORDS = (
    f"{', '.join(sorted(OPEN_STATUS))} for open areas, {', '.join(sorted(RELEASED_STATUS))} for released ones"
)


class PlaceColumnsTable(Table):
    """The columns of a CSV that hold coordinates."""

    lon: str | None = None
    lat: str | None = None
    easting: str | None = None
    northing: str | None = None
    zone: str | None = None
    mgrs: str | None = None


class HazardColumns(PlaceColumnsTable):
    """``[hazards.columns]``: which columns of the layer hold what; a key left out is looked up by its own name."""

    id: str | None = None
    kind: str | None = None
    status: str | None = None
    name: str | None = None
    evidence: str | None = None
    geometry_quality: str | None = None
    source: str | None = None
    reported_on: str | None = None
    released_on: str | None = None
    surveyed_on: str | None = None
    area_m2: str | None = None


class TurningPointColumnsTable(PlaceColumnsTable):
    """``[hazards.turning_point_columns]``: which columns of ``turning_points`` hold what."""

    area: str = "area_id"
    order: str = "order"
    bearing_degrees: str = "bearing_degrees"
    distance_m: str = "distance_m"


class HazardRuleTable(Table):
    """One of ``[[hazards.rules]]``: a policy for the areas that meet all its conditions."""

    policy: HazardPolicy
    slow_factor: Factor | None = None
    kind: Annotated[tuple[str, ...], Field(min_length=1)] | None = None
    status: Annotated[tuple[str, ...], Field(min_length=1)] | None = None
    evidence: Annotated[tuple[Evidence, ...], Field(min_length=1)] | None = None
    geometry_quality: Annotated[tuple[GeometryQuality, ...], Field(min_length=1)] | None = None
    ids: Annotated[tuple[str, ...], Field(min_length=1)] | None = None
    surveyed_before: dt.date | None = None
    surveyed_after: dt.date | None = None

    @model_validator(mode="after")
    def _is_a_rule(self) -> Self:
        if not self.model_fields_set - {"policy", "slow_factor"}:
            raise ValueError("the rule has no condition, so that all areas meet it; write policy in [hazards] instead")
        _check_statuses("status", self.status or ())
        if self.policy != "slow" and self.slow_factor is not None:
            raise ValueError('slow_factor is used only with policy = "slow"; remove it or change policy')
        return self


class HazardsTable(Sourced):
    """``[hazards]``: suspected and confirmed areas and what they do to travel."""

    path: Path
    layer: str | None = None
    policy: HazardPolicy = "block"
    slow_factor: Factor | None = None
    rules: tuple[HazardRuleTable, ...] = ()
    roads: Literal["open", "recorded", "cut"] = "open"
    in_use: Path | None = None
    overlap_tolerance_m: NotNegative = 50.0
    buffer_m: NotNegative = 0.0
    publish: StrictBool = False
    columns: HazardColumns = HazardColumns()
    statuses: dict[str, str] = Field(default_factory=dict)
    kinds: dict[str, str] = Field(default_factory=dict)
    default_status: str | None = None
    default_kind: Annotated[str, Field(min_length=1)] | None = None
    point_only: Literal["tell", "circle"] = "tell"
    point_radius_m: Positive | None = None
    released_layers: tuple[Path, ...] = ()
    subtract_released: StrictBool = False
    crs: str = _LON_LAT
    turning_points: Path | None = None
    turning_point_columns: TurningPointColumnsTable = TurningPointColumnsTable()
    bearings: Bearings = "true"
    declination_degrees: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)] = 0.0

    @field_validator("statuses")
    @classmethod
    def _are_ours(cls, statuses: dict[str, str]) -> dict[str, str]:
        _check_statuses("statuses", tuple(statuses.values()))
        return statuses

    @field_validator("default_status")
    @classmethod
    def _is_ours(cls, status: str | None) -> str | None:
        _check_statuses("default_status", () if status is None else (status,))
        return status

    @model_validator(mode="after")
    def _has_roads_in_use(self) -> Self:
        if self.roads == "recorded" and self.in_use is None:
            raise ValueError('roads = "recorded" needs in_use; name a layer of the roads recorded in use or released')
        return self

    @model_validator(mode="after")
    def _has_slow_factors(self) -> Self:
        slow_rules = [rule for rule in self.rules if rule.policy == "slow"]
        is_needed = self.policy == "slow" or any(rule.slow_factor is None for rule in slow_rules)
        if is_needed and self.slow_factor is None:
            raise ValueError(
                'policy = "slow" needs slow_factor; write by how much the way through takes longer, such as 3'
            )
        if self.slow_factor is not None and self.policy != "slow" and not slow_rules:
            raise ValueError('slow_factor is used only with policy = "slow"; remove it or change policy')
        return self

    @model_validator(mode="after")
    def _has_what_belongs_together(self) -> Self:
        if (self.point_only == "circle") != (self.point_radius_m is not None):
            raise ValueError(
                'point_only = "circle" and point_radius_m go together; write both, or neither to leave such points out'
            )
        if self.subtract_released and not self.released_layers:
            raise ValueError("subtract_released needs released_layers; name the layers of released land")
        is_table = self.path.suffix.lower() == ".csv"
        asked = [f"columns {name}" for name in _PLACES if getattr(self.columns, name) is not None]
        asked += ["crs"] if self.crs != _LON_LAT else []
        asked += ["turning_points"] if self.turning_points is not None else []
        if asked and not is_table:
            raise ValueError(f"{asked[0]} is for a CSV, and a layer has its own coordinates; remove it")
        unused = {"turning_point_columns", "bearings", "declination_degrees"} & self.model_fields_set
        if unused and self.turning_points is None:
            raise ValueError(f"{min(unused)} is used only with turning_points; remove it or name their table")
        if self.declination_degrees != 0 and self.bearings != "magnetic":
            raise ValueError('declination_degrees needs bearings = "magnetic"; remove it or change bearings')
        return self

    def form(self, turning_points: Path | None) -> HazardForm:
        """How the file of hazards is written, with the table of turning points at this path if the study has one."""
        columns = self.columns.model_dump()
        places = PlaceColumns(**{name: columns.pop(name) for name in _PLACES})
        asked = {"evidence", "geometry_quality"}
        needed = {key for key in asked for rule in self.rules if getattr(rule, key) is not None}
        return HazardForm(
            layer=self.layer,
            columns=columns,
            statuses=self.statuses,
            kinds=self.kinds,
            default_status=self.default_status,
            default_kind=self.default_kind,
            needed=frozenset(needed),
            places=places,
            crs=None if self.crs == _LON_LAT else self.crs,
            turning_points=None if turning_points is None else self._corners(turning_points),
            point_radius_m=self.point_radius_m,
        )

    def _corners(self, path: Path) -> TurningPoints:
        return TurningPoints(
            path=path,
            where=str(self.turning_points),
            columns=TurningPointColumns(**self.turning_point_columns.model_dump()),
            bearings=self.bearings,
            declination_degrees=self.declination_degrees,
        )

    @property
    def hazard_rules(self) -> tuple[HazardRule, ...]:
        """The rules in their order, their statuses as words of the closed table."""
        return tuple(
            HazardRule(
                **rule.model_dump(exclude={"status"}),
                status=None if rule.status is None else tuple(status_word(word) or word for word in rule.status),
            )
            for rule in self.rules
        )


def _check_statuses(key: str, words: tuple[str, ...]) -> None:
    for word in words:
        if status_word(word) is None:
            raise ValueError(f"{key} has {word!r}, which is no known status; use {_KNOWN_WORDS}")
