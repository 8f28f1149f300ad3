"""What tells one run of a release from another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from accessibility.run_dimensions import BASE_SCENARIO, DIMENSIONS, WITH_HAZARDS, WITHOUT_HAZARDS

RUN_COLUMNS: Final = DIMENSIONS
__all__ = ["BASE_SCENARIO", "RUN_COLUMNS", "WITHOUT_HAZARDS", "WITH_HAZARDS", "RunKey"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunKey:
    """The dimensions of a run; ``hazards`` is ``hazards`` or ``no-hazards``."""

    pillar: str
    profile: str
    scenario: str
    season: str
    direction: str
    hazards: str

    @property
    def question(self) -> tuple[str, str, str, str, str]:
        """All but the hazards: two runs with one question differ by the hazards alone."""
        return self.pillar, self.profile, self.scenario, self.season, self.direction

    @property
    def world(self) -> tuple[str, str]:
        """Its scenario and season."""
        return self.scenario, self.season
