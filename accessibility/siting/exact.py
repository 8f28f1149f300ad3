"""The best plan by one objective within all limits, by HiGHS: a program is laid for it, solved, and its plan valued."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

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

MOST_LEVELS: Final = 300_000  # of minutes in one program; HiGHS would take hours and gigabytes for more
_TOLERANCE: Final = 1e-6  # of a value, within which HiGHS' own value of a plan is that of ``values.worth``


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

    ``ask.worst_decile_first`` is not looked at. ``at_least``: known to be below no plan's longest way.
    ``decile_at_most``: minutes that the mean of the worst decile must not pass. A plan that HiGHS' tolerances let
    through but that breaks a limit is cut off and the program is solved again. A program of minutes with more than
    ``MOST_LEVELS`` levels is not tried, and nothing is found.
    """
    cuts, objective = cuts or Cuts(), objective or ask.objective
    while True:
        laid = _Laid(problem=problem, ask=ask, objective=objective, cuts=cuts, decile_at_most=decile_at_most)
        try:
            best = laid.best(clock, start=start, at_least=at_least, seed=seed)
        except _TooLargeError:
            bound = np.inf if objective in MAXIMISED else -np.inf
            return Best(plan=None, value=np.nan, bound=bound, is_proven=False, is_infeasible=False)
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


class _TooLargeError(Exception):
    """A program has too many columns to be tried."""


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
            return self._consistent(program, given, clock, start=start, seed=seed)
        value = np.nan if plan is None else value_of(problem, self.ask, objective, plan)
        return Best(
            plan=plan,
            value=value,
            bound=_sound_bound(objective, value, bound, is_proven=outcome.is_proven),
            is_proven=outcome.is_proven,
            is_infeasible=outcome.is_infeasible,
        )

    def _consistent(self, program: Program, given: float, clock: Clock, *, start: Plan, seed: int) -> Best:
        """HiGHS' answer if its plan is worth what HiGHS says it is; else it is asked anew, without start and presolve.

        HiGHS 1.16 can prove an optimum, after a start, and hand out the columns of another plan.
        """
        sign = -1.0 if self.objective in MAXIMISED else 1.0
        for begin, presolve in ((start, "choose"), ((), "choose"), ((), "off")):
            outcome = program.solve(
                clock, start=begin, candidates=self.problem.candidate_count, presolve=presolve, seed=seed
            )
            bound = given + sign * outcome.bound
            if outcome.columns is None:
                return Best(
                    plan=None,
                    value=np.nan,
                    bound=bound,
                    is_proven=outcome.is_proven,
                    is_infeasible=outcome.is_infeasible,
                )
            plan = chosen_of(outcome.columns, self.problem.is_required)
            value = value_of(self.problem, self.ask, self.objective, plan)
            is_consistent = abs(value - bound) <= _TOLERANCE * max(1.0, abs(value), abs(given))
            if is_consistent or not outcome.is_proven:
                break
        is_proven = outcome.is_proven and is_consistent
        bound = _sound_bound(self.objective, value, bound, is_proven=is_proven)
        return Best(plan=plan, value=value, bound=bound, is_proven=is_proven, is_infeasible=False)

    def limited(self) -> tuple[Program, SetColumns] | None:
        """A program with its candidates and limits; None if no plan can keep them."""
        usable, program = usable_candidates(self.problem, self.ask), Program()
        usable[list(self.cuts.never)] = False
        sure = self.problem.is_required.copy()
        sure[list(self.cuts.always)] = True
        add_candidates(program, usable, sure)
        sets = SetColumns(program, self.problem, usable, sure)
        if self._takes_chains() and sets.level_count(self.ask.most_minutes) > MOST_LEVELS:
            raise _TooLargeError
        add_limits(program, self.problem, self.ask, usable, self.cuts)
        add_floors(program, sets, self.ask, self.ask.floors)
        if self.ask.objective == "fewest-sites" and not add_cover(program, sets, self.problem, self.ask):
            return None
        if self.decile_at_most is not None:
            add_worst_decile(program, sets, self.problem, self.ask, at_most=self.decile_at_most)
        return program, sets

    def _takes_chains(self) -> bool:
        return self.decile_at_most is not None or self.objective in {"least-minutes", "worst-decile"}

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
