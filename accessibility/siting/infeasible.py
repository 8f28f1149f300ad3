"""Why no plan keeps the limits, and the nearest that can be kept."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from accessibility.siting.limits import choosable, settled
from accessibility.siting.model import begin_model, cover_columns
from accessibility.siting.problem import Ask, Floor, SitingProblem
from accessibility.siting.proving import Effort, prove
from accessibility.siting.values import access_minutes, worth


def why_infeasible(problem: SitingProblem, ask: Ask, effort: Effort) -> str:
    """In words: which floors cannot be met within the limits and what can, or how many sites it would take."""
    said = []
    if ask.objective == "fewest-sites":
        said += _fewest(problem, ask, effort)
    shares = []
    for floor in ask.floors:
        most = largest_share(problem, ask, floor, effort)
        if most < floor.least_share - 1e-9:
            shares.append(
                f"the floor of {_percent(floor.least_share)} for {floor.label} cannot be met within these limits; the "
                f"most that any plan gives is {_percent(most)}"
            )
    if ask.floors and not shares and not said:
        shares.append(_together(problem, ask, effort))
    return "; ".join([*said, *shares]) or "no choice of sites keeps all limits"


def largest_share(problem: SitingProblem, ask: Ask, floor: Floor, effort: Effort) -> float:
    """The largest share of a floor's group that any plan within the limits brings within the minutes asked."""
    alone = replace(problem, people=floor.people)
    wanted = replace(ask, objective="most-people", floors=(), worst_decile_first=False)
    if wanted.sites is None and wanted.budget is None:
        wanted = replace(wanted, sites=problem.candidate_count)
    proof = prove(alone, wanted, effort)
    total = float(floor.people.sum())
    if proof.chosen is None or total <= 0:
        return math.nan
    return worth(alone, wanted, proof.chosen).value / total


def _fewest(problem: SitingProblem, ask: Ask, effort: Effort) -> list[str]:
    """How many sites it takes to reach all, if there were no limit on them."""
    if ask.sites is None and ask.budget is None:
        return []
    proof = prove(problem, replace(ask, sites=None, budget=None, floors=()), effort)
    if proof.chosen is None:
        return ["somebody is reached only by a candidate that may not be chosen"]
    cost = float(problem.cost[list(proof.chosen)].sum())
    limits = []
    if ask.sites is not None and len(proof.chosen) > ask.sites:
        limits.append(f"{ask.sites:,} sites")
    if ask.budget is not None and cost > ask.budget:
        limits.append(f"a budget of {ask.budget:,.0f}")
    if not limits:
        return []
    return [
        (
            f"{' and '.join(limits)} do not reach everybody whom some candidate reaches within {ask.within_minutes:g} "
            f"minutes; it takes {len(proof.chosen):,} sites for {cost:,.0f}"
        )
    ]


def _together(problem: SitingProblem, ask: Ask, effort: Effort) -> str:
    """The floors that the plan with the least shortfall of all together still misses, and what it gives of each."""
    free = settled(problem, ask)
    model = begin_model(free, ask, is_maximised=False)
    merged, column = cover_columns(model, ask.within_minutes, [floor.people for floor in ask.floors])
    for floor in ask.floors:
        total = max(float(floor.people.sum()), np.finfo(np.float64).tiny)
        have = float(floor.people[free.now_minutes <= ask.within_minutes].sum())
        short = model.program.add_columns(1, cost=1.0)
        columns = np.concatenate([column, short])
        values = np.append(merged.added_up(floor.people) / total, 1.0)
        model.program.add_row(columns, values, low=floor.least_share - have / total)
    solved = model.program.solve(seconds=effort.seconds, is_stopped=effort.is_stopped)
    if solved.columns is None:
        return "the floors cannot all be met together within these limits"
    minutes, _ = access_minutes(problem, model.chosen(solved.columns))
    within = minutes <= ask.within_minutes
    told = [
        f"{floor.label} {_percent(float(floor.people[within].sum()) / max(float(floor.people.sum()), 1e-300))} "
        f"of the {_percent(floor.least_share)} asked"
        for floor in ask.floors
    ]
    return (
        "each floor can be met by itself, but not all together within these limits; the nearest plan gives "
        + ", ".join(told)
    )


def nothing_gained(problem: SitingProblem, ask: Ask) -> str:
    """Why a plan without sites is the best: nobody is reached by a candidate, or none can be paid; else empty."""
    is_free = choosable(problem, ask)
    if not len(problem.cost) or not (~problem.is_required).any():
        return "there is no candidate to choose from"
    if not is_free.any():
        least = float(problem.cost[~problem.is_required].min())
        return f"no candidate costs {ask.budget or 0:,.0f} or less; the cheapest costs {least:,.0f}"
    if not np.isin(np.flatnonzero(is_free), np.flatnonzero(np.diff(problem.start) > 0)).any():
        return "no candidate reaches anybody"
    return "no candidate brings anybody nearer than they are"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
