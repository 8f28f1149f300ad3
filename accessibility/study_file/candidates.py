"""The study file's ``[candidates]``: where a service could be given that is not given there yet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, StrictBool, model_validator

from accessibility.study_file.tables import NotNegative, Positive, Sourced, Table

Pillars = Annotated[tuple[str, ...], Field(min_length=1)]


class OfferTable(Table):
    """What a candidate would give: pillars, tasks, people a year, and its cost, once and each year.

    ``capacity_per_year`` None: not limited in models, and told as not known. ``satellite``: it fits what a workshop
    elsewhere makes.
    """

    pillars: Pillars | None = None
    tasks: tuple[str, ...] | None = None
    level: str | None = None
    cost: NotNegative | None = None
    cost_per_year: NotNegative | None = None
    capacity_per_year: NotNegative | None = None
    satellite: StrictBool = False


class UpgradeTable(OfferTable):
    """``[[candidates.upgrades]]``: existing centres of some levels or pillars that are given more to do."""

    levels: tuple[str, ...] | None = None
    of_pillars: tuple[str, ...] | None = None


class TownTable(OfferTable):
    """``[candidates.towns]``: the places of ``[places]`` of some kinds, or with so many people."""

    kinds: tuple[str, ...] | None = None
    min_people: NotNegative = 0


class SpacedTable(OfferTable):
    """``[candidates.grid]``: a regular grid of points, on passable land, with so many people within ``within_m``."""

    spacing_m: Positive
    min_people_within_m: NotNegative = 0
    within_m: Positive | None = None

    @model_validator(mode="after")
    def _says_within(self) -> Self:
        if (self.min_people_within_m > 0) != (self.within_m is not None):
            raise ValueError("min_people_within_m and within_m go together; write both, or neither")
        return self


class CandidateColumns(Table):
    """``[candidates.columns]``: what the user's own list calls its columns; one left out goes by its own name."""

    id: str | None = None
    name: str | None = None
    pillars: str | None = None
    tasks: str | None = None
    level: str | None = None
    cost: str | None = None
    cost_per_year: str | None = None
    capacity_per_year: str | None = None
    satellite: str | None = None
    land_owned: str | None = None
    centre_id: str | None = None


class CandidatesTable(Sourced):
    """``[candidates]``: an own list, upgrades of existing centres, towns and a grid; any of them together.

    ``away_from_hazards_m``: a candidate nearer to an open hazard than this is refused, 0 refuses only those inside.
    ``all_year_road_within_m``: one farther from every road that is open in all seasons is refused; None asks not.
    ``land_owned``: refuse those of the list whose land is not known to be owned. ``within_minutes``: how far ways
    to a candidate are followed.
    """

    path: Path | None = None
    layer: str | None = None
    columns: CandidateColumns = CandidateColumns()
    offer: OfferTable = OfferTable()
    upgrades: tuple[UpgradeTable, ...] = ()
    towns: TownTable | None = None
    grid: SpacedTable | None = None
    away_from_hazards_m: NotNegative = 0
    all_year_road_within_m: Positive | None = None
    land_owned: StrictBool = False
    within_minutes: Positive = 240.0
    currency: str = Field(default="USD", pattern="^[A-Z]{3}$")
    years: Positive = 5.0

    @model_validator(mode="after")
    def _names_some(self) -> Self:
        if self.path is None and not self.upgrades and self.towns is None and self.grid is None:
            raise ValueError(
                "the table names no candidates; write path (a list), [[candidates.upgrades]], [candidates.towns] or "
                "[candidates.grid]"
            )
        return self
