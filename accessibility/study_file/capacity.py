"""The study file's ``[capacity]``: whose demand is held against what the centres can give, and by which measures."""

from __future__ import annotations

import math
from typing import Any, Final, Self

from pydantic import Field, field_validator, model_validator

from accessibility.capacity import Method, Zones, thirds
from accessibility.study_file.scenarios import Slug
from accessibility.study_file.tables import Positive, Table
from geo.errors import InputError

LEAVE_OUT: Final = "leave_out"


class CapacityTable(Table):
    """``[capacity]``: catchment, measures, the need whose people ask, and what to make of unknown capacities.

    ``catchment_minutes`` None is the threshold of ``[gaps]``. ``weights`` are zones of minutes, each
    an end and a weight; None is three of equal length. ``unknown_capacity`` is "leave_out" or what
    a centre without a known capacity is taken to give, in people a year, with its source.
    """

    catchment_minutes: Positive | None = None
    methods: tuple[Method, ...] = Field(default=("2sfca", "bfca"), min_length=1)
    need: Slug = "prosthetics-orthotics"
    weights: tuple[tuple[float, float], ...] | None = None
    unknown_capacity: float | str = LEAVE_OUT
    unknown_capacity_source: str | None = Field(default=None, min_length=1)
    crowding_minutes: Positive = 60.0

    @field_validator("unknown_capacity", mode="before")
    @classmethod
    def _is_left_out_or_a_number(cls, value: Any) -> Any:
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if value != LEAVE_OUT and not (is_number and math.isfinite(value) and value >= 0):
            raise ValueError(
                f"{value!r} is not known; write {LEAVE_OUT!r}, or the people a year that a centre is taken to serve"
            )
        return value

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if len(set(self.methods)) != len(self.methods):
            raise ValueError("methods names one twice; name each once")
        if (self.unknown_capacity != LEAVE_OUT) != (self.unknown_capacity_source is not None):
            raise ValueError(
                "unknown_capacity is a number only with its source, and has a source only as a number; write both, as "
                'in unknown_capacity = 400 and unknown_capacity_source = "the ministry, 2025", or neither'
            )
        if self.weights is not None:
            if self.catchment_minutes is None:
                raise ValueError("weights stand without a catchment; write catchment_minutes, where the last zone ends")
            try:
                zones = self.zones(self.catchment_minutes)
            except InputError as problem:
                raise ValueError(str(problem)) from None
            if zones.within_minutes != self.catchment_minutes:
                raise ValueError(
                    f"the last zone of weights ends at {zones.within_minutes:g} minutes and the catchment at "
                    f"{self.catchment_minutes:g}; let both end at one minute"
                )
        return self

    @property
    def assumed_per_year(self) -> float | None:
        """What a centre without a known capacity is taken to give, in people a year; None where it is left out."""
        return None if isinstance(self.unknown_capacity, str) else float(self.unknown_capacity)

    def within_minutes(self, threshold_minutes: float) -> float:
        """The end of the catchment, which is the threshold of ``[gaps]`` unless another is written."""
        return threshold_minutes if self.catchment_minutes is None else self.catchment_minutes

    def zones(self, threshold_minutes: float) -> Zones:
        """The zones of the catchment with their weights."""
        if self.weights is None:
            return thirds(self.within_minutes(threshold_minutes))
        return Zones(
            until_minutes=tuple(end for end, _ in self.weights), weight=tuple(weight for _, weight in self.weights)
        )
