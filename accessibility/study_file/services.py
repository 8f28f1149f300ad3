"""Services in the study file: the columns of a directory, and services made of a pillar and conditions."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StrictBool, model_validator

from accessibility.study_file.scenarios import Slug
from accessibility.study_file.tables import Table

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class DirectoryColumns(Table):
    """``[centres.columns]``: which columns of the centres hold what.

    A key left out is looked up by its own name; with an empty text no column is read for it.
    """

    tasks: str | None = None
    capacity_per_year: str | None = None
    capacity_unit: str | None = None
    dormitory_beds: str | None = None
    transport_support: str | None = None
    fee: str | None = None
    female_staff: str | None = None
    languages: str | None = None
    step_free: str | None = None
    days_open: str | None = None
    last_verified: str | None = None
    is_verified: str | None = None
    first_fitting: str | None = None
    repair: str | None = None


class ServiceTable(Table):
    """``[[services]]``: what centres of a pillar offer for which every condition is known to hold."""

    name: Slug
    title: str | None = None
    pillar: str = Field(min_length=1)
    task: str | None = None
    levels: Annotated[tuple[str, ...], Field(min_length=1)] | None = None
    step_free: StrictBool | None = None
    female_staff: StrictBool | None = None
    free: StrictBool | None = None
    language: str | None = None
    open_on: Weekday | None = None
    verified: StrictBool | None = None

    @property
    def conditions(self) -> tuple[str, ...]:
        """The keys of the conditions that it has."""
        return tuple(key for key, value in self if key not in {"name", "title", "pillar"} and value is not None)

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        for key in ("step_free", "female_staff", "free", "verified"):
            if getattr(self, key) is False:
                raise ValueError(f"{key} = false asks for nothing; write {key} = true, or leave it out")
        if not self.conditions:
            raise ValueError("the service has no condition; add one, such as step_free = true, or ask for the pillar")
        return self
