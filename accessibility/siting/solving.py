"""The best plan with its proof, its ties and what comes next: one question to everything that solves siting."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from accessibility.siting.answer import OtherPlan, SitingAnswer, Status
from accessibility.siting.exact import Best, best_plan
from accessibility.siting.exact_limits import Cuts, Plan, usable_candidates
from accessibility.siting.exact_minutes import SLACK
from accessibility.siting.heuristic import STARTS, find_sites
from accessibility.siting.infeasible import why_infeasible
from accessibility.siting.lagrangian import lagrangian_bound
from accessibility.siting.merging import merge_demand
from accessibility.siting.problem import MAXIMISED, Ask, Objective, SitingProblem, Whole
from accessibility.siting.programs import Clock
from accessibility.siting.values import ROUNDING, value_of, worth
from geo.progress import Progress, silent

MOST_TIES: Final = 10
_SEARCH_SHARE: Final = 0.25  # of the time, at most, for a good plan to begin with
_BOUND_SHARE: Final = 0.5  # of what is left, at most, for a bound by prices
_SOLVER: Final = "interchange and HiGHS"


@dataclass(slots=True, kw_only=True)
class _Task:
    """One siting problem while it is worked on. ``found``: plans that are no worse than all that is not yet found."""

    problem: SitingProblem
    ask: Ask
    clock: Clock
    seed: int
    decile_at_most: float | None = None
    is_decile_proven: bool = True
    known_bound: float | None = None
    in_hand: Plan | None = None

    def best(
        self,
        *,
        cuts: Cuts | None = None,
        start: Plan | None = None,
        ask: Ask | None = None,
        objective: Objective | None = None,
        at_least: float | None = None,
    ) -> Best:
        return best_plan(
            self.problem,
            ask or self.ask,
            self.clock,
            objective=objective,
            cuts=cuts,
            start=start or (),
            at_least=at_least,
            decile_at_most=self.decile_at_most,
            seed=self.seed,
        )

    def value(self, plan: Plan) -> float:
        return value_of(self.problem, self.ask, self.ask.objective, plan)

    def decile(self, plan: Plan) -> float:
        return value_of(self.problem, self.ask, "worst-decile", plan)

    def tightened(self, bound: float | None) -> float:
        """The bound, or another that is tighter: what prices say, all candidates together could do, or all their room.

        None: without one to begin with.
        """
        objective = self.ask.objective
        is_maximised = objective in MAXIMISED
        bounds = [each for each in (bound, self.known_bound) if each is not None]
        if objective == "fewest-sites":
            bounds.append(0.0)
        else:
            usable = np.flatnonzero(usable_candidates(self.problem, self.ask))
            every = self.ask if objective != "capacity" else replace(self.ask, objective="most-people")
            bounds.append(value_of(self.problem, every, every.objective, tuple(usable.tolist())))
            if objective == "capacity":
                bounds.append(self._room(usable))
        return min(bounds) if is_maximised else max(bounds)

    def _room(self, usable: Whole) -> float:
        """People who have room now, and all the room of those required and of the sites with most."""
        is_served = self.problem.now_minutes <= self.ask.within_minutes
        most = np.sort(self.problem.capacity[usable])[::-1][: self.ask.sites]
        required = self.problem.capacity[self.problem.is_required]
        return float(self.problem.people[is_served].sum() + most.sum() + required.sum())

    def is_as_good(self, one: float, other: float) -> bool:
        return abs(one - other) <= ROUNDING * max(1.0, abs(one), abs(other))

    def is_better(self, one: float, other: float) -> bool:
        sign = 1.0 if self.ask.objective in MAXIMISED else -1.0
        return sign * (one - other) > 0 and not self.is_as_good(one, other)

    def preference(self, plan: Plan) -> tuple[float, float, Plan]:
        """Of plans with one value the first: fewest sites, cheapest; the other way round where money is the limit."""
        cost, count = float(self.problem.cost[list(plan)].sum()), float(len(plan))
        return (count, cost, plan) if self.ask.budget is None else (cost, count, plan)

    def is_allowed(self, plan: Plan) -> bool:
        if worth(self.problem, self.ask, plan).broken:
            return False
        if self.decile_at_most is None:
            return True
        return self.decile(plan) <= self.decile_at_most + SLACK * max(1.0, self.decile_at_most)

    def without_useless(self, plan: Plan) -> Plan:
        """The plan without sites that add nothing to its value and that no limit asks for, the dearest first."""
        value = self.value(plan)
        for site in sorted(plan, key=lambda each: (-self.problem.cost[each], -each)):
            less = tuple(each for each in plan if each != site)
            if self.is_allowed(less) and not self.is_better(value, self.value(less)):
                plan = less
        return plan


def solve_siting(  # noqa: PLR0913 - what is asked, and how long and with what
    problem: SitingProblem,
    ask: Ask,
    *,
    seconds: float = 60.0,
    threads: int | None = None,
    seed: int = 2026,
    starts: int = STARTS,
    runners_up: int = 3,
    progress: Progress = silent,
    is_stopped: Callable[[], bool] | None = None,
) -> SitingAnswer:
    """The best choice of sites by an ask, proven within ``seconds`` if they are enough.

    The plan has no site that adds nothing; of plans with the same value that were found it is the one with the fewest
    sites, then the cheapest (with a budget the cheapest first). Ties are other such plans: a plan with a useless site
    more is none. "Proven" is to within 1e-9 of the value, or 1e-6 of its unit, HiGHS' own tolerances.
    ``runners_up``: how many of the next best are looked for in the time that is left; 0: nor ties, then
    ``has_more_ties`` is true. ``is_stopped``: asked again and again; once it is true the best so far is given. With
    the same seed the answer is the same on any number of threads if time does not run out.
    """
    begin = time.monotonic()
    clock = Clock(begin=begin, end=begin + seconds, is_stopped=is_stopped, progress=progress)
    merged, asked = merge_demand(problem, ask)
    task = _Task(problem=merged, ask=asked, clock=clock, seed=seed)
    progress("looking for a good plan", 0.0)
    start, started = _start(task, starts=starts, threads=threads)
    answer = _answer(task, start, runners_up=runners_up)
    return replace(answer, starts=started, seconds=time.monotonic() - begin)


def _answer(task: _Task, start: Plan | None, *, runners_up: int) -> SitingAnswer:
    if task.ask.worst_decile_first and task.ask.objective != "worst-decile":
        first = task.best(start=start, objective="worst-decile")
        if first.is_infeasible:
            return _infeasible(task)
        plan = first.plan if first.plan is not None else start
        if plan is None:
            return _out_of_time()
        task.decile_at_most, task.is_decile_proven = task.decile(plan), first.is_proven
        start = plan
    best = _proven(task, start)
    if best.is_infeasible and start is None:
        return _infeasible(task)
    plans = [plan for plan in (best.plan, start, task.in_hand) if plan is not None and task.is_allowed(plan)]
    if not plans:
        return _out_of_time()
    plan = plans[0]
    for other in plans[1:]:
        plan = other if task.is_better(task.value(other), task.value(plan)) else plan
    is_proven = best.is_proven and best.plan == plan and task.is_decile_proven
    plan = task.without_useless(plan)
    if not is_proven:
        return _told(task, plan, bound=best.bound, status="bounded", has_more_ties=True)
    found = [plan]
    is_complete = False
    if runners_up > 0:
        is_complete = _look_further(task, found, runners_up)
    return _with_others(task, found, runners_up, is_complete=is_complete)


def _proven(task: _Task, start: Plan | None) -> Best:
    """The best plan: from bounds alone if the start meets them, else from a program that they make smaller."""
    cuts = Cuts()
    if task.ask.objective in {"least-minutes", "most-people"}:
        sign = -1.0 if task.ask.objective in MAXIMISED else 1.0
        value = None if start is None else task.value(start)
        priced = lagrangian_bound(
            task.problem,
            replace(task.ask, worst_decile_first=False),
            upper=value,
            seconds=task.clock.left * _BOUND_SHARE,
            is_stopped=task.clock.is_stopped,
        )
        task.known_bound = priced.value
        if priced.chosen and task.is_allowed(priced.chosen):
            task.in_hand = priced.chosen
        if value is not None:
            margin = sign * value + ROUNDING * max(1.0, abs(value))
            free = ~task.problem.is_required
            cuts = Cuts(
                never=tuple(np.flatnonzero((sign * priced.with_it > margin) & free).tolist()),
                always=tuple(np.flatnonzero((sign * priced.without_it > margin) & free).tolist()),
            )
    if task.ask.objective == "capacity":  # nobody finds room without being within reach
        clock = replace(task.clock, end=time.monotonic() + task.clock.left * _BOUND_SHARE)
        within = replace(task, clock=clock).best(start=start, objective="most-people")
        task.known_bound = None if within.is_infeasible else within.bound
        task.in_hand = within.plan
    for plan in (start, task.in_hand):
        if plan is not None and task.is_allowed(plan) and not task.is_better(task.tightened(None), task.value(plan)):
            value = task.value(plan)
            return Best(plan=plan, value=value, bound=value, is_proven=True, is_infeasible=False)
    return task.best(start=start, cuts=cuts)


def _start(task: _Task, *, starts: int, threads: int | None) -> tuple[Plan | None, int]:
    """A good plan to begin with, None if none was found that keeps the limits, and of how many starts it is."""
    clock = task.clock
    found = find_sites(
        task.problem,
        task.ask,
        starts=starts,
        seed=task.seed,
        seconds=clock.left * _SEARCH_SHARE,
        threads=threads,
        progress=clock.progress,
        is_stopped=clock.is_stopped,
    )
    return (found.chosen if found.is_allowed else None), found.starts


def _look_further(task: _Task, found: list[Plan], runners_up: int) -> bool:
    """Add plans to the one that is found: with fewer sites, ties, the next best. True if no tie can be missing."""
    value = task.value(found[0])
    if _can_be_smaller(task, found[0]):
        while found[-1]:
            best = task.best(ask=replace(task.ask, sites=len(found[-1]) - 1), at_least=value)
            if best.plan is None or task.is_better(value, best.value):
                if not best.is_proven:
                    return False
                break
            found.append(task.without_useless(best.plan))
    while True:
        best = task.best(cuts=Cuts(known=tuple(found)), at_least=value)
        if best.plan is None or not best.is_proven:
            return best.is_infeasible
        found.append(task.without_useless(best.plan))
        others = sum(task.is_better(value, task.value(plan)) for plan in found)
        if others >= runners_up or len(found) - others > MOST_TIES + 1:
            return others > 0


def _can_be_smaller(task: _Task, plan: Plan) -> bool:
    """Whether a plan with fewer sites may do as much: where money is no limit and no site more would add anything."""
    if task.ask.budget is not None or task.ask.objective == "fewest-sites" or not plan:
        return False
    if task.ask.objective in {"least-worst", "worst-decile"} or task.ask.floors or task.decile_at_most is not None:
        return True
    every = tuple(np.flatnonzero(usable_candidates(task.problem, task.ask)).tolist())
    return len(plan) < (task.ask.sites or 0) or task.is_as_good(task.value(plan), task.value(every))


def _with_others(task: _Task, found: list[Plan], runners_up: int, *, is_complete: bool) -> SitingAnswer:
    value = task.value(found[0])
    equal = sorted((plan for plan in found if not task.is_better(value, task.value(plan))), key=task.preference)
    less = [plan for plan in found if task.is_better(value, task.value(plan))]
    sign = -1.0 if task.ask.objective in MAXIMISED else 1.0
    less.sort(key=lambda plan: (sign * task.value(plan), task.preference(plan)))
    answer = _told(task, equal[0], bound=task.value(equal[0]), status="proven", has_more_ties=not is_complete)
    return replace(
        answer,
        ties=tuple(equal[1 : 1 + MOST_TIES]),
        has_more_ties=not is_complete or len(equal) > 1 + MOST_TIES,
        runners_up=tuple(OtherPlan(chosen=plan, value=task.value(plan)) for plan in less[:runners_up]),
    )


def _told(task: _Task, plan: Plan, *, bound: float, status: Status, has_more_ties: bool) -> SitingAnswer:
    value = task.value(plan)
    bound = task.tightened(bound)
    if status == "bounded" and not task.is_better(bound, value):
        status, bound = ("proven", value) if task.is_decile_proven else (status, value)
    gap = abs(bound - value) / abs(value) if value else (0.0 if bound == value else np.nan)
    return SitingAnswer(
        status=status,
        chosen=plan,
        value=value,
        bound=bound,
        gap_share=0.0 if status == "proven" else float(gap),
        has_more_ties=has_more_ties,
        worst_decile_minutes=task.decile(plan) if task.ask.worst_decile_first else None,
        reason=_remark(task, plan, is_proven=status == "proven"),
        solver=_SOLVER,
        is_stopped=task.clock.is_over,
    )


def _remark(task: _Task, plan: Plan, *, is_proven: bool) -> str:
    """What a planner should know of a plan with fewer sites than asked for; empty if there is nothing."""
    problem, ask = task.problem, task.ask
    free = np.flatnonzero(~problem.is_required)
    usable = np.flatnonzero(usable_candidates(problem, ask))
    told = []
    if len(free) and not len(usable) and ask.budget is not None and (problem.cost[free] > ask.budget).all():
        told.append(f"the budget of {ask.budget:g} buys no candidate, the cheapest costs {problem.cost[free].min():g}")
    elif ask.sites is not None and ask.sites > len(free):
        told.append(f"{ask.sites} sites are asked for and there are {len(free)} candidates")
    if not plan:
        told.append("nothing is built" + ("" if told else "; no candidate adds anything to what exists"))
    elif is_proven and ask.sites is not None and len(plan) < ask.sites and ask.budget is None:
        told.append(f"{len(plan)} of {ask.sites} sites do as much as any")
    return "; ".join(told)


def _infeasible(task: _Task) -> SitingAnswer:
    reason = why_infeasible(task.problem, task.ask, task.clock, seed=task.seed)
    return SitingAnswer(
        status="infeasible",
        chosen=(),
        value=np.nan,
        bound=np.nan,
        gap_share=np.nan,
        reason=reason,
        solver=_SOLVER,
        is_stopped=task.clock.is_over,
    )


def _out_of_time() -> SitingAnswer:
    return SitingAnswer(
        status="unbounded",
        chosen=(),
        value=np.nan,
        bound=np.nan,
        gap_share=np.nan,
        has_more_ties=True,
        reason="time ran out before any plan was found that keeps the limits; allow more time",
        solver=_SOLVER,
        is_stopped=True,
    )
