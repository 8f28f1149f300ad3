"""The best plan by one objective within all limits, by HiGHS: a program is laid for it, solved, and its plan valued."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from accessibility.siting.exact_capacity import add_capacity
from accessibility.siting.exact_center import least_worst
from accessibility.siting.exact_cover import add_backup, add_cover, add_fewest_sites, add_most_people
from accessibility.siting.exact_limits import (
    Cuts,
    Plan,
    add_candidates,
    add_floors,
    add_limits,
    usable_candidates,
)
from accessibility.siting.exact_minutes import add_least_minutes, add_worst_decile
from accessibility.siting.problem import MAXIMISED, Ask, Objective, SitingProblem
from accessibility.siting.programs import Clock, Program, chosen_of
from accessibility.siting.set_columns import SetColumns
from accessibility.siting.values import value_of, worth


@dataclass(frozen=True, slots=True, kw_only=True)
class Best:
    """``plan`` None: none was found, and if ``is_infeasible`` there is none. No plan is better than ``bound``."""

    plan: Plan | None
    value: float
    bound: float
    is_proven: bool
    is_infeasible: bool


def best_plan(  # noqa: PLR0913 - what is asked, and how
    problem: SitingProblem,
    ask: Ask,
    clock: Clock,
    *,
    objective: Objective | None = None,
    cuts: Cuts | None = None,
    start: Plan = (),
    decile_at_most: float | None = None,
    at_least: float | None = None,
    seed: int = 0,
) -> Best:
    """The best plan that is none of the cuts, by the objective of the ask or another within the limits of the ask.

    ``ask.worst_decile_first`` is not looked at. ``at_least``: known to be below no plan's longest way. ``decile_at_most``: minutes that the mean of the worst decile must not pass. A plan that HiGHS' tolerances let
    through but that breaks a limit is cut off and the program is solved again.
    """
    cuts, objective = cuts or Cuts(), objective or ask.objective
    while True:
        laid = _Laid(problem=problem, ask=ask, objective=objective, cuts=cuts, decile_at_most=decile_at_most)
        best = laid.best(clock, start=start, at_least=at_least, seed=seed)
        if best.plan is None:
            return best
        broken = worth(problem, ask, best.plan).broken
        if not broken:
            return best
        if {"sites", "budget", "place"} & set(broken):
            cuts = replace(cuts, known=(*cuts.known, best.plan))
        else:
            cuts = replace(cuts, broken=(*cuts.broken, best.plan))
        start = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Laid:
    """What a program is laid from."""

    problem: SitingProblem
    ask: Ask
    objective: Objective
    cuts: Cuts
    decile_at_most: float | None

    def best(self, clock: Clock, *, start: Plan, at_least: float | None, seed: int) -> Best:
        problem, objective = self.problem, self.objective
        if objective == "least-worst":
            usable = usable_candidates(problem, self.ask)
            plan, bound, outcome = least_worst(
                self.limited, problem, self.ask, usable, clock, at_least=at_least, seed=seed
            )
        else:
            laid = self.limited()
            if laid is None:
                return Best(plan=None, value=np.nan, bound=np.nan, is_proven=True, is_infeasible=True)
            program, sets = laid
            given = self.add_objective(program, sets)
            outcome = program.solve(clock, start=start, candidates=problem.candidate_count, seed=seed)
            plan = None if outcome.columns is None else chosen_of(outcome.columns, problem.is_required)
            bound = given + (-outcome.bound if objective in MAXIMISED else outcome.bound)
        value = np.nan if plan is None else value_of(problem, self.ask, objective, plan)
        return Best(
            plan=plan,
            value=value,
            bound=_sound_bound(objective, value, bound, is_proven=outcome.is_proven),
            is_proven=outcome.is_proven,
            is_infeasible=outcome.is_infeasible,
        )

    def limited(self) -> tuple[Program, SetColumns] | None:
        """A program with its candidates and limits; None if no plan can keep them."""
        usable, program = usable_candidates(self.problem, self.ask), Program()
        add_candidates(program, self.problem, usable)
        sets = SetColumns(program, self.problem, usable)
        add_limits(program, self.problem, self.ask, usable, self.cuts)
        add_floors(program, sets, self.ask, self.ask.floors)
        if self.ask.objective == "fewest-sites" and not add_cover(program, sets, self.problem, self.ask):
            return None
        if self.decile_at_most is not None:
            add_worst_decile(program, sets, self.problem, self.ask, at_most=self.decile_at_most)
        return program, sets

    def add_objective(self, program: Program, sets: SetColumns) -> float:
        """Add costs, and give what the value is without them."""
        problem, ask = self.problem, self.ask
        if self.objective == "most-people":
            return add_most_people(program, sets, problem, ask)
        if self.objective == "least-minutes":
            return add_least_minutes(program, sets, problem, ask)
        if self.objective == "worst-decile":
            return add_worst_decile(program, sets, problem, ask)
        if self.objective == "backup":
            return add_backup(program, problem, ask)
        if self.objective == "capacity":
            return add_capacity(program, problem, ask)
        return add_fewest_sites(program, problem)


def _sound_bound(objective: Objective, value: float, bound: float, *, is_proven: bool) -> float:
    """The bound, no worse than the value that was found, and that value itself if it is proven."""
    if np.isnan(value):
        return bound
    if is_proven:
        return value
    return max(value, bound) if objective in MAXIMISED else min(value, bound)
