"""Measuring a plan: a real search with the chosen sites among the centres, and who is nearer by it than before."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from accessibility.inputs import Inputs
from accessibility.need import PeopleTime, people_time
from accessibility.plans.posed import Posed
from accessibility.runs import sources_of
from accessibility.search import OUTSIDE, Sources, TravelNetwork, TravelTime, least_times
from accessibility.siting import access_minutes
from geo.hazards import Hazards

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredPlan:
    """What a plan does to the runs that it starts from. ``chosen``: candidates of its problem, rising.

    By pillar: ``travel``, the answer by cell with the sites, and ``after``, the times of the homes by it; in both a
    nearest row from the number of centres on is that many more than the row of a candidate.
    """

    posed: Posed
    chosen: tuple[int, ...]
    travel: tuple[TravelTime, ...]
    after: tuple[PeopleTime, ...]

    @property
    def before(self) -> tuple[PeopleTime, ...]:
        """The times of the homes as it is, by pillar."""
        return tuple(run.times for run in self.posed.runs)

    @property
    def rows(self) -> tuple[int, ...]:
        """The rows of the chosen sites among all candidates."""
        return tuple(int(self.posed.candidate[site]) for site in self.chosen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One site in the order in which sites give most. ``site``: a candidate of the problem."""

    site: int
    people_gained: float


def measure_plan(
    posed: Posed,
    chosen: Collection[int],
    network: TravelNetwork,
    *,
    hazards: Hazards | None = None,
) -> MeasuredPlan:
    """The same searches as those of the runs, with the sites as further sources of the pillars that each gives.

    ``network``: that of the runs, or, where hazards are released too, the one without these; ``hazards`` are then
    those that are left, None for those of the runs.
    """
    travels, times = [], []
    rows = [int(posed.candidate[site]) for site in chosen if posed.candidate[site] >= 0]
    for pillar, run in zip(posed.pillars, posed.runs, strict=True):
        own = sources_of(run.world.centres, pillar)
        added = np.array([row for row in rows if pillar in posed.candidates.pillars[row]], dtype=np.int64)
        sources = Sources(
            cell=np.concatenate([own.cell, posed.candidates.cell[added]]),
            row=np.concatenate([own.row, (added + len(run.world.centres)).astype(np.int32)]),
        )
        travel = least_times(network, sources)
        is_outside = run.travel.status == OUTSIDE
        travel = replace(travel, status=np.where(is_outside, np.uint8(OUTSIDE), travel.status))
        left = (hazards or run.world.ground.hazards) if run.has_hazards else None
        travels.append(travel)
        times.append(people_time(run.demand, travel, hazards=left))
    return MeasuredPlan(posed=posed, chosen=tuple(sorted(chosen)), travel=tuple(travels), after=tuple(times))


def order_of_sites(posed: Posed, chosen: Collection[int]) -> tuple[Step, ...]:
    """The sites in the order in which each next one brings most people within reach, and how many it brings.

    Of sites that bring as many the one that saves most person-minutes comes first, then the lower row. The gains add
    up to that of the plan.
    """
    problem, within, most = posed.problem, posed.ask.within_minutes, posed.ask.most_minutes
    minutes, _ = access_minutes(problem, ())
    steps: list[Step] = []
    left = sorted(chosen)
    while left:
        worths = []
        for site in left:
            entry, by_it = problem.reached_by(site)
            before, people = minutes[entry], problem.people[entry]
            gained = float(people[(before > within) & (by_it <= within)].sum())
            saved = float(people @ (np.minimum(before, most) - np.minimum(np.minimum(before, by_it), most)))
            worths.append((gained, saved, -site))
        best = max(range(len(left)), key=worths.__getitem__)
        site = left.pop(best)
        entry, by_it = problem.reached_by(site)
        minutes[entry] = np.minimum(minutes[entry], by_it)
        steps.append(Step(site=site, people_gained=worths[best][0]))
    return tuple(steps)


def people_newly_within(posed: Posed, chosen: Collection[int]) -> float:
    """The people whom a choice of sites brings within reach who are not, by the problem's own minutes."""
    before, _ = access_minutes(posed.problem, ())
    after, _ = access_minutes(posed.problem, chosen)
    within = posed.ask.within_minutes
    return float(posed.problem.people[(before > within) & (after <= within)].sum())


def with_outside(inputs: Inputs, people: Doubles, minutes: Doubles, group: str) -> tuple[Doubles, Doubles]:
    """People and minutes of the homes with one more entry: those of a group outside the grid, who have no answer."""
    return np.append(people, inputs.groups.people_outside(group)), np.append(minutes, np.inf)
