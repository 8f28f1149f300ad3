"""Candidates as they are named, before it is known which of them may be chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from accessibility.candidates.values import Kind
from accessibility.need import CentreRecord, with_services
from accessibility.study_file import ServiceTable

NO_CENTRE: Final = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a candidate gives, and what for. Costs and capacity are NaN where they are not said."""

    pillars: tuple[str, ...]
    tasks: tuple[str, ...]
    level: str
    cost: float
    cost_per_year: float
    capacity_per_year: float
    is_satellite: bool

    @property
    def has_cost(self) -> bool:
        """Whether any cost is said."""
        return not (np.isnan(self.cost) and np.isnan(self.cost_per_year))

    def total_cost(self, years: float) -> float:
        """What it costs over so many years, inf where that is not said."""
        if not self.has_cost:
            return np.inf
        return float(np.nan_to_num(self.cost) + years * np.nan_to_num(self.cost_per_year))

    def served(self, record: CentreRecord | None, services: tuple[ServiceTable, ...]) -> tuple[str, ...]:
        """Its pillars, and the services that they meet; of an upgrade together with what its centre does already."""
        has = record or CentreRecord()
        merged = CentreRecord(
            level=self.level or has.level,
            tasks=tuple(dict.fromkeys([*(has.tasks or ()), *self.tasks])) or None,
            first_fitting=True if "first_fitting" in self.tasks else has.first_fitting,
            repair=True if "repair" in self.tasks else has.repair,
            **{name: getattr(has, name) for name in _UNTOUCHED},
        )
        return with_services(self.pillars, merged, services)


_UNTOUCHED: Final = tuple(
    name for name in CentreRecord.__dataclass_fields__ if name not in {"level", "tasks", "first_fitting", "repair"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One candidate. ``x``, ``y``: grid's CRS. ``centre``: the row of the centre that it is an upgrade of, -1 of none.

    ``is_land_owned``: None where it is not known. ``named_by``: what of the study file named it. ``adds``: whether
    it gives anything that its centre does not.
    """

    identity: str
    name: str
    kind: Kind
    offer: Offer
    x: float
    y: float
    centre: int = NO_CENTRE
    is_land_owned: bool | None = None
    named_by: str
    adds: bool = True


def places_of(drafts: list[Draft]) -> npt.NDArray[np.float64]:
    """Where they are, float64 (drafts, 2), grid's CRS."""
    return np.array([(draft.x, draft.y) for draft in drafts], np.float64).reshape(-1, 2)
