"""Why no plan keeps the limits, in words, and the nearest that can be met."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from accessibility.siting.exact import best_plan
from accessibility.siting.exact_limits import Cuts, add_candidates, add_floors, add_limits, usable_candidates
from accessibility.siting.problem import Ask, Floor, SitingProblem
from accessibility.siting.programs import Clock, Program, chosen_of
from accessibility.siting.set_columns import SetColumns
from accessibility.siting.values import ROUNDING, access_minutes, can_be_reached, site_costs


def why_infeasible(problem: SitingProblem, ask: Ask, clock: Clock, *, seed: int) -> str:
    """The reason why nothing keeps the limits: which limit, what it asks for, and the nearest that can be met."""
    places, count = np.unique(problem.place[problem.is_required], return_counts=True)
    if (count > 1).any():
        clash = np.flatnonzero(problem.is_required & (problem.place == places[count > 1][0]))
        return (
            f"candidates {clash[0]} and {clash[1]} are both required and stand at one place; require one of them, or "
            "give them places of their own"
        )
    if ask.objective == "fewest-sites":
        reason = _why_not_covered(problem, ask, clock, seed=seed)
        if reason:
            return reason
    return _why_floors(problem, ask, clock, seed=seed)


def least_shortfalls(
    problem: SitingProblem, ask: Ask, clock: Clock, *, seed: int
) -> tuple[tuple[int, ...], tuple[float, ...]] | None:
    """The plan within sites, budget and places that misses least of the floors' shares in sum, and the shares it has.

    ``min sum s_k``, ``sum g_ki (1 - z_i) / G_k + s_k >= share_k``, ``s_k >= 0``. None if time did not allow it.
    """
    usable = usable_candidates(problem, ask)
    program = Program()
    add_candidates(program, usable, problem.is_required)
    sets = SetColumns(program, problem, usable, problem.is_required)
    add_limits(program, problem, ask, usable, Cuts())
    missed = add_floors(program, sets, ask, ask.floors)
    program.set_upper(missed, 1.0)
    program.add_cost(missed, np.ones(len(missed)))
    outcome = program.solve(clock, seed=seed)
    if outcome.columns is None:
        return None
    plan = chosen_of(outcome.columns, problem.is_required)
    is_within = access_minutes(problem, plan)[0] <= ask.within_minutes
    return plan, tuple(_share(floor, is_within) for floor in ask.floors)


def _share(floor: Floor, is_within: npt.NDArray[np.bool_]) -> float:
    total = float(floor.people.sum())
    return 1.0 if total <= 0 else float(floor.people[is_within].sum()) / total


def _largest_share(problem: SitingProblem, ask: Ask, floor: Floor, clock: Clock, *, seed: int) -> float | None:
    sites = problem.candidate_count if ask.sites is None else ask.sites
    alone = replace(ask, objective="most-people", sites=sites, floors=(), worst_decile_first=False)
    best = best_plan(replace(problem, people=floor.people), alone, clock, seed=seed)
    total = float(floor.people.sum())
    if best.plan is None or not best.is_proven:
        return None
    return 1.0 if total <= 0 else best.value / total


def _why_floors(problem: SitingProblem, ask: Ask, clock: Clock, *, seed: int) -> str:
    limits = _limits_in_words(ask)
    told = []
    for floor in ask.floors:
        largest = _largest_share(problem, ask, floor, clock, seed=seed)
        if largest is not None and largest < floor.least_share - ROUNDING:
            told.append(
                f"the floor for {floor.label} asks for {_percent(floor.least_share)} within {ask.within_minutes:g} "
                f"minutes; at most {_percent(largest)} can be met {limits}"
            )
    if len(told) == len(ask.floors) == 1:
        return told[0] + "; lower the floor, or allow more"
    nearest = least_shortfalls(problem, ask, clock, seed=seed)
    if not told:
        told.append(f"each floor can be met alone but not all together {limits}")
    if nearest is None:
        return "; ".join(told) + "; time did not allow to find the nearest that can be met"
    shares = ", ".join(
        f"{floor.label} {_percent(share)} of {_percent(floor.least_share)} asked"
        for floor, share in zip(ask.floors, nearest[1], strict=True)
    )
    return "; ".join(told) + f"; together the nearest is {shares}; lower the floors, or allow more"


def _why_not_covered(  # noqa: PLR0911 - one for each limit
    problem: SitingProblem, ask: Ask, clock: Clock, *, seed: int
) -> str:
    free = replace(ask, sites=None, budget=None, floors=(), worst_decile_first=False)
    needed = best_plan(problem, free, clock, seed=seed)
    sites = problem.candidate_count if ask.sites is None else ask.sites
    limited = replace(free, objective="most-people", sites=sites, budget=ask.budget)
    most = best_plan(problem, limited, clock, seed=seed)
    asked = float(problem.people[can_be_reached(problem, ask.within_minutes)].sum())
    nearest = (
        ""
        if most.plan is None or asked <= 0
        else (f"; the nearest is {_percent(most.value / asked)} of those whom some candidate or centre can reach")
    )
    if needed.is_infeasible:
        return (
            f"not all can be covered within {ask.within_minutes:g} minutes: of candidates at one place only one can be "
            f"chosen{nearest}; offer more places"
        )
    if needed.plan is None:
        return ""
    if not needed.is_proven:
        return f"not all can be covered {_limits_in_words(ask)}{nearest}; allow more"
    sites, cost = _least(problem, free, needed.plan, clock, seed=seed)
    if ask.sites is not None and sites > ask.sites:
        return f"to cover all takes {_sites(sites)} and the plan allows {ask.sites}{nearest}; allow more sites"
    if ask.budget is not None and cost > ask.budget * (1 + ROUNDING):
        return f"to cover all costs {cost:g} and the budget is {ask.budget:g}{nearest}; allow more"
    if ask.sites is not None and ask.budget is not None:
        both = best_plan(problem, replace(free, sites=ask.sites, budget=ask.budget), clock, seed=seed)
        if both.is_infeasible:
            return f"not all can be covered {_limits_in_words(ask)} together{nearest}; allow more"
    return ""


def _least(problem: SitingProblem, free: Ask, plan: tuple[int, ...], clock: Clock, *, seed: int) -> tuple[int, float]:
    """The least number of sites that cover all, and the least cost; by another solution where costs decide the plan."""
    cost = float(problem.cost[list(plan)].sum())
    if (site_costs(problem) == 1).all():
        return len(plan), cost if (problem.cost == problem.cost[0]).all() else 0.0
    by_number = best_plan(replace(problem, cost=np.zeros(problem.candidate_count)), free, clock, seed=seed)
    return (len(plan) if by_number.plan is None else len(by_number.plan)), cost


def _limits_in_words(ask: Ask) -> str:
    parts = []
    if ask.sites is not None:
        parts.append(_sites(ask.sites))
    if ask.budget is not None:
        parts.append(f"a budget of {ask.budget:g}")
    return f"with {' and '.join(parts)}" if parts else "with all candidates"


def _sites(count: int) -> str:
    return "1 site" if count == 1 else f"{count} sites"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
