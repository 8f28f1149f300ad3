"""The study file's ``[uncertainty]``: how many draws, and the ranges that the study gives of itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field, field_validator, model_validator

from accessibility.run_dimensions import BASE_SCENARIO
from accessibility.study_file.faults import did_you_mean
from accessibility.study_file.scenarios import Slug
from accessibility.study_file.tables import Positive, Table
from geo.hazards import KIND_WORDS

_DEFAULT_CHANCE: Final = {"confirmed": 1.0, "suspected": 0.5, "unknown": 0.5}
_CURVE_MINUTES: Final = tuple(float(minutes) for minutes in range(30, 301, 30))

Finite = Annotated[float, Field(allow_inf_nan=False)]


class RangeTable(Table):
    """``{low, high}`` of a number, perhaps with the source of the range."""

    low: Finite
    high: Finite
    source: str | None = Field(default=None, min_length=1)

    def check(self, key: str, *, value: float | None, least: float | None = None) -> None:
        """Raise ValueError for a range that is upside down, goes too low, or does not hold the value in use.

        ``least`` None: every factor must be above 0.
        """
        if least is None and self.low <= 0:
            raise ValueError(
                f"{key} has low = {self.low:g}, with which a speed or a number of people could become zero or "
                "negative; write a factor above 0, such as 0.7"
            )
        if least is not None and self.low < least:
            raise ValueError(f"{key} has low = {self.low:g}; write at least {least:g}")
        if self.low > self.high:
            raise ValueError(
                f"{key} is upside down, from {self.low:g} to {self.high:g}; write the lower number under low"
            )
        if value is not None and not self.low <= value <= self.high:
            raise ValueError(
                f"{key} runs from {self.low:g} to {self.high:g} and does not hold {value:g}, the value in use; "
                f"widen it so that low is at most {value:g} and high at least that"
            )


class SourcedRange(RangeTable):
    """``{low, high, source}``: a range that counts only with its source."""

    source: str = Field(min_length=1)


class UncertaintyTable(Table):
    """``[uncertainty]``: draws of what is not known for sure. Without this table nothing is drawn.

    ``draws`` of each number from its range, ``seed``: the same seed gives the same draws. ``interval``: the share of
    the draws that an interval holds, in its middle. ``road_speed_factor``, ``land_speed_factor``: the range of the
    classes whose table gives none of its own. ``population``: factors on the people of the one source.
    ``hazard_chance``: how likely it is that an open area of a kind is really there. ``scenarios``: those that are
    drawn, in all their seasons. ``thresholds_minutes``: where the curve over the threshold is told; None is every
    half hour up to five hours. ``edge``: whether only what lies beyond the grid is unknown, or what lies beyond the
    land data as well.
    """

    draws: Annotated[int, Field(ge=2, le=10_000, strict=True)] = 100
    seed: Annotated[int, Field(ge=0, strict=True)] = 2026
    interval: Annotated[float, Field(gt=0, lt=1, allow_inf_nan=False)] = 0.8
    road_speed_factor: RangeTable | None = None
    land_speed_factor: RangeTable | None = None
    boarding_wait_minutes: RangeTable | None = None
    hazard_chance: dict[str, Finite] = Field(default_factory=dict)
    population: SourcedRange | None = None
    scenarios: tuple[Slug, ...] = Field(default=(BASE_SCENARIO,), min_length=1)
    thresholds_minutes: tuple[Positive, ...] | None = Field(default=None, min_length=1)
    edge: Literal["grid", "grid-and-no-data"] = "grid"

    @field_validator("draws", mode="before")
    @classmethod
    def _is_more_than_one(cls, value: Any) -> Any:
        if isinstance(value, int) and not isinstance(value, bool) and value < 2:  # noqa: PLR2004 - fewer have no range
            raise ValueError(
                f"draws = {value} gives no interval, for which at least two draws are needed; write 100 or more"
            )
        return value

    @field_validator("hazard_chance", mode="before")
    @classmethod
    def _is_of_known_kinds(cls, value: Any) -> Any:
        for kind in value if isinstance(value, Mapping) else ():
            if kind not in KIND_WORDS:
                raise ValueError(
                    f"hazard_chance has {kind!r}, which is no kind of hazard{did_you_mean(str(kind), KIND_WORDS)}; "
                    f"use {', '.join(KIND_WORDS)}"
                )
        return value

    @model_validator(mode="after")
    def _has_ranges(self) -> Self:
        for key, table in (
            ("road_speed_factor", self.road_speed_factor),
            ("land_speed_factor", self.land_speed_factor),
            ("population", self.population),
        ):
            if table is not None:
                table.check(key, value=1.0)
        if self.boarding_wait_minutes is not None:
            self.boarding_wait_minutes.check("boarding_wait_minutes", value=None, least=0.0)
        for kind, chance in self.hazard_chance.items():
            if not 0 <= chance <= 1:
                raise ValueError(f"hazard_chance {kind} = {chance:g} is no chance; write a number from 0 to 1")
        if self.thresholds_minutes is not None and list(self.thresholds_minutes) != sorted(
            set(self.thresholds_minutes)
        ):
            raise ValueError("thresholds_minutes do not rise; make each greater than the one before, as in [60, 120]")
        if len(set(self.scenarios)) != len(self.scenarios):
            raise ValueError("scenarios names one twice; name each once")
        return self

    @property
    def chances(self) -> dict[str, float]:
        """By kind of hazard the chance that an area is there, those that the study does not write by default."""
        return {**_DEFAULT_CHANCE, **self.hazard_chance}

    def curve_minutes(self, threshold_minutes: float) -> tuple[float, ...]:
        """The thresholds of the curve, rising, the study's own among them."""
        return tuple(sorted({*(self.thresholds_minutes or _CURVE_MINUTES), threshold_minutes}))

    @property
    def tails(self) -> tuple[float, float]:
        """The shares of the draws below the low and the high end of an interval.

        >>> [round(share, 3) for share in UncertaintyTable().tails]
        [0.1, 0.9]
        """
        return (1 - self.interval) / 2, (1 + self.interval) / 2
