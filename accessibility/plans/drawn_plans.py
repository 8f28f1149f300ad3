"""A plan in the draws: whom it brings within reach if speeds, hazards and needs are others, and which sites."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from accessibility.candidates import CandidateMinutes, candidate_minutes
from accessibility.inputs import Inputs
from accessibility.need import people_time
from accessibility.plans.measuring import people_newly_within
from accessibility.plans.posed import Posed
from accessibility.plans.posing import group_counted
from accessibility.runs import Run, sources_of
from accessibility.search import TravelNetwork, least_times
from accessibility.siting import MAXIMISED, SitingAnswer, SitingProblem, access_minutes, find_sites, merge_demand, worth
from accessibility.uncertainty import Draw, DrawnNetworks, draws_of, ranges_of
from geo.progress import Progress, silent

Doubles = npt.NDArray[np.float64]
_STARTS: Final = 2
_LEAST_DRAWS: Final = 2
_ALIKE: Final = 1e-9  # of a value, within which two are the same
_MOST_REPLACED: Final = 8  # sites of a plan, for each of which others are tried in the draws
_IN_PLACE: Final = 4  # candidates for each


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnPlan:
    """What the draws say. ``gained``: float64 (choices, draws), people newly within by each choice that was asked.

    ``share_of_draws``: by row among the candidates, in which share of the draws it is in the plan that is best then,
    among the candidates that are searched anew. ``low``, ``high``: by choice the ends of the study's interval.
    """

    gained: Doubles
    low: Doubles
    high: Doubles
    share_of_draws: Mapping[int, float]
    draws: int
    interval: float


def draw_plan(  # noqa: PLR0913 - what is drawn, of which choices, and how
    inputs: Inputs,
    posed: Posed,
    answer: SitingAnswer,
    choices: Sequence[tuple[int, ...]],
    *,
    before: Sequence[Run] | None = None,
    threads: int | None = None,
    progress: Progress = silent,
    is_stopped: Callable[[], bool] | None = None,
) -> DrawnPlan | None:
    """Value choices of sites in each draw, and choose anew in each; None where the study or the plan draws nothing.

    ``choices``: candidates of the problem. Ways to existing centres and to candidates are searched anew in every draw:
    to those of all choices, of ties and of runners-up, and for each site to the few that would bring most in its place.
    The best choice of a draw is among these, by the heuristic, without a proof, and of equals the plan itself; where
    nothing keeps the floors in a draw it has no sites. ``before``: the runs as it is, where the plan releases hazards
    too, None for those of the plan. Minutes of existing centres with a capacity of their own stay as they are. Draws go
    side by side on threads; the same with any number of them. Once ``is_stopped`` says so, nothing is told of them.
    """
    table = inputs.study.uncertainty
    count = 0 if table is None else min(posed.table.draws, table.draws)
    if table is None or count < _LEAST_DRAWS:
        return None
    ranges = ranges_of(inputs, has_hazards=posed.runs[0].has_hazards)
    drawing = _Drawing(inputs, posed, answer, choices, tuple(before or posed.runs))
    told: list[tuple[Doubles, tuple[int, ...]]] = []
    with ThreadPoolExecutor(max_workers=threads or os.cpu_count() or 1) as pool:
        waiting = [pool.submit(drawing.measure, draw) for draw in draws_of(ranges, count, table.seed)]
        for number, done in enumerate(waiting, start=1):
            if is_stopped is not None and is_stopped():
                pool.shutdown(wait=True, cancel_futures=True)
                return None
            told.append(done.result())
            progress(f"trying the plan {posed.table.name} in draw {number:,} of {count:,}", number / count)
    gained = np.stack([each for each, _ in told], axis=1)
    times = Counter(site for _, chosen in told for site in chosen)
    low, high = np.quantile(gained, table.tails, axis=1)
    return DrawnPlan(
        gained=gained,
        low=low,
        high=high,
        share_of_draws={int(posed.candidate[site]): times[site] / count for site in drawing.scope},
        draws=count,
        interval=table.interval,
    )


class _Drawing:
    """What is the same in all draws of a plan."""

    def __init__(
        self,
        inputs: Inputs,
        posed: Posed,
        answer: SitingAnswer,
        choices: Sequence[tuple[int, ...]],
        before: tuple[Run, ...],
    ) -> None:
        self._inputs, self._posed, self._choices, self._before = inputs, posed, choices, before
        self._plan = answer.chosen
        others = [*answer.ties, *(other.chosen for other in answer.runners_up)]
        sites = {site for chosen in (answer.chosen, *choices, *others) for site in chosen}
        sites |= _in_their_place(posed, answer.chosen)
        self.scope = tuple(sorted(sites))
        rows = [int(posed.candidate[site]) for site in self.scope]
        is_asked = np.isin(np.arange(len(posed.candidates)), rows)
        self._candidates = replace(posed.candidates, cell=np.where(is_asked, posed.candidates.cell, -1))
        self._networks = DrawnNetworks(inputs)
        self._groups = [group_counted(inputs, posed.table, pillar) for pillar in posed.pillars]

    def measure(self, draw: Draw) -> tuple[Doubles, tuple[int, ...]]:
        """People newly within by each choice in a draw, and the best choice then."""
        posed = self._posed
        network = self._network(posed.runs[0], draw)
        now = self._minutes(posed.runs, network)
        is_same = self._before[0].world is posed.runs[0].world
        first = now if is_same else self._minutes(self._before, self._network(self._before[0], draw))
        reach = candidate_minutes(
            network,
            self._candidates,
            posed.runs[0].demand,
            hazards=network.hazards,
            within_minutes=posed.reach.within_minutes,
            threads=1,
        )
        problem = self._problem(reach, now, draw)
        drawn = replace(posed, problem=problem)
        within = posed.ask.within_minutes
        opened = float(problem.people[(first > within) & (now <= within)].sum())  # by releases alone
        gained = np.array([opened + people_newly_within(drawn, chosen) for chosen in self._choices])
        return gained, self._best(problem)

    def _best(self, problem: SitingProblem) -> tuple[int, ...]:
        """The best choice in a draw: the plan itself unless the heuristic finds a better one; none keeps all: none."""
        problem, ask = merge_demand(problem, self._posed.ask)
        found, plan = find_sites(problem, ask, starts=_STARTS, threads=1), worth(problem, ask, self._plan)
        if plan.is_allowed:
            sign = 1.0 if ask.objective in MAXIMISED else -1.0
            margin = _ALIKE * max(1.0, abs(plan.value))
            if not found.is_allowed or sign * (found.value - plan.value) <= margin:
                return self._plan
        return found.chosen if found.is_allowed else ()

    def _network(self, run: Run, draw: Draw) -> TravelNetwork:
        return self._networks.of(run.world, run.direction, has_hazards=run.has_hazards, draw=draw)

    def _minutes(self, runs: Sequence[Run], network: TravelNetwork) -> Doubles:
        """Minutes of each entry to the nearest existing centre."""
        posed = self._posed
        minutes = np.full(len(posed.home), np.inf)
        for number, run in enumerate(runs):
            travel = least_times(network, sources_of(run.world.centres, run.pillar))
            times = people_time(run.demand, travel, hazards=network.hazards)
            is_own = posed.pillar == number
            minutes[is_own] = times.minutes[posed.home[is_own]]
        return minutes

    def _problem(self, reach: CandidateMinutes, now: Doubles, draw: Draw) -> SitingProblem:
        """The problem of the plan with the minutes and the people of a draw."""
        posed, problem = self._posed, self._posed.problem
        entry_of = np.full((len(posed.pillars), len(posed.runs[0].demand.people)), -1, np.int64)
        entry_of[posed.pillar, posed.home] = np.arange(len(posed.home))
        entries, minutes = [], []
        for site, row in enumerate(posed.candidate.tolist()):
            if row < 0:
                entry, by_it = problem.reached_by(site)
                entries.append(entry)
                minutes.append(by_it)
                continue
            part = slice(int(reach.start[row]), int(reach.start[row + 1]))
            for number, pillar in enumerate(posed.pillars):
                if pillar in posed.candidates.pillars[row]:
                    entry = entry_of[number, reach.home[part]]
                    entries.append(entry[entry >= 0])
                    minutes.append(reach.minutes[part].astype(np.float64)[entry >= 0])
                else:
                    entries.append(np.empty(0, np.int64))
                    minutes.append(np.empty(0))
        per_site = [1 if row < 0 else len(posed.pillars) for row in posed.candidate.tolist()]
        lengths = np.array([len(entry) for entry in entries], np.int64)
        ends = np.concatenate([[0], np.cumsum(lengths)])[np.concatenate([[0], np.cumsum(per_site)])]
        factor = np.array([draw.population * draw.need.get(group, 1.0) for group in self._groups])
        return replace(
            problem,
            people=problem.people * factor[posed.pillar],
            now_minutes=now if not problem.is_required.any() else problem.now_minutes,
            start=ends.astype(np.int64),
            entry=np.concatenate([np.empty(0, np.int64), *entries]),
            minutes=np.concatenate([np.empty(0), *minutes]),
        )


def _in_their_place(posed: Posed, chosen: tuple[int, ...]) -> set[int]:
    """For each site of a choice the candidates that bring most people within reach if it is not there."""
    problem, within = posed.problem, posed.ask.within_minutes
    is_near = problem.minutes <= within
    entry = problem.entry[is_near]
    site = np.repeat(np.arange(problem.candidate_count), np.diff(problem.start))[is_near]
    found: set[int] = set()
    for left_out in chosen[:_MOST_REPLACED]:
        minutes, _ = access_minutes(problem, [each for each in chosen if each != left_out])
        brought = np.where(minutes > within, problem.people, 0.0)
        gained = np.bincount(site, weights=brought[entry], minlength=problem.candidate_count)
        gained[[*chosen, *np.flatnonzero(problem.is_required)]] = 0.0
        best = np.argsort(-gained, kind="stable")[:_IN_PLACE]
        found.update(best[gained[best] > 0].tolist())
    return found
