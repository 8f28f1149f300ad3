"""The study file's ``[reasons]``: why regions are underserved, asked by curing one thing after another."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from pydantic import Field, field_validator

from accessibility.study_file.faults import did_you_mean
from accessibility.study_file.tables import Positive, Table

FACTOR_SLUGS: Final = ("hazards", "closure", "road-season", "day", "profile", "no-road", "full")


class ReasonsTable(Table):
    """``[reasons]``: what counts as no way, who the reference is, which boundaries could open, and what is asked.

    ``most_minutes``: who has no way, or a longer one, counts as this long; the default is the upper end of a day's
    way, an assumption. ``reference_profile``: None is the first profile of the study with a vehicle. ``boundaries``:
    files among the barriers of ``[land]`` or of scenarios that somebody could open. ``factors``: None is all.
    ``pillars``: None is all.
    """

    most_minutes: Positive = 600.0
    reference_profile: str | None = None
    boundaries: tuple[Path, ...] = ()
    factors: tuple[str, ...] | None = Field(default=None, min_length=1)
    pillars: tuple[str, ...] | None = Field(default=None, min_length=1)

    @field_validator("factors")
    @classmethod
    def _are_known(cls, factors: Any) -> Any:
        for factor in factors or ():
            if factor not in FACTOR_SLUGS:
                raise ValueError(
                    f"there is no factor {factor!r}{did_you_mean(factor, FACTOR_SLUGS)}; "
                    f"use some of {', '.join(FACTOR_SLUGS)}"
                )
        return factors

    @field_validator("factors", "pillars", "boundaries")
    @classmethod
    def _stand_once(cls, named: Any) -> Any:
        if named is not None and len(set(named)) != len(named):
            raise ValueError("one is named twice; name each once")
        return named

    @property
    def asked_factors(self) -> tuple[str, ...]:
        """The factors that are asked for, in their own order."""
        return tuple(factor for factor in FACTOR_SLUGS if self.factors is None or factor in self.factors)
