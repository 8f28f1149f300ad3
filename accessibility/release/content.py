"""What one tier of a release is written from."""

from __future__ import annotations

from dataclasses import dataclass

from accessibility.comparisons import Comparison
from accessibility.effects import Effects
from accessibility.mixed_runs import MixedRun
from accessibility.need import Centres
from accessibility.release.need_tables import NeedTables
from accessibility.release.plan_tables import PlanTables
from accessibility.release.why_tables import WhyTables
from accessibility.runs import Run
from accessibility.worlds import World


@dataclass(frozen=True, slots=True, kw_only=True)
class TierContent:
    """The worlds, centres, runs and comparisons that a tier may show; the base comes first.

    ``read_centres`` are those that the tier may know of, ``worlds`` hold the accepted ones.
    ``mixed_runs`` are in the tables alone. ``effects``: None where hazards are not shown, or there are none.
    ``need``: the tables by group of people, of what this tier may show, ``why``: those on reasons and certainty,
    and ``plans``: those on plans; None where they are not made.
    """

    worlds: tuple[World, ...]
    read_centres: Centres
    runs: tuple[Run, ...]
    comparisons: tuple[Comparison, ...]
    effects: Effects | None
    shows_hazards: bool
    need: NeedTables | None = None
    why: WhyTables | None = None
    plans: PlanTables | None = None
    mixed_runs: tuple[MixedRun, ...] = ()

    @property
    def centres(self) -> Centres:
        """The accepted centres as they serve in the base."""
        return self.worlds[0].centres
