"""Costs of pairs: an ask as one sum to be made small, over which heuristics and bounds work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from accessibility.siting.limits import candidate_of_pair, choosable
from accessibility.siting.problem import Ask, Doubles, Floor, SitingProblem, Whole

CostOf = Callable[[Doubles, Whole], Doubles]
"""What entries cost whose nearest centre is so many minutes away; never less with more minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """Entries that some candidate can make cheaper. Entry i costs the least of ``base[i]`` and its chosen pairs' costs.

    ``candidate``: the candidates that may be chosen; number j of them has the pairs ``start[j]`` to ``start[j + 1]``
    with ``entry`` and ``cost``. ``constant``: what all other entries cost. ``price``, ``place``: by number;
    ``has_twin``: whether another has the same place. ``most_sites``, ``budget``: without a limit very large.
    """

    candidate: Whole
    start: Whole
    entry: Whole
    cost: Doubles
    base: Doubles
    constant: float
    price: Doubles
    place: Whole
    has_twin: npt.NDArray[np.bool_]
    most_sites: int
    budget: float


def costs_of(problem: SitingProblem, ask: Ask, cost_of: CostOf) -> Costs:
    """The costs of a settled problem. Pairs that make nothing cheaper are left out, and entries that have none left."""
    is_free = choosable(problem, ask)
    of = candidate_of_pair(problem)
    every = np.arange(len(problem.people))
    base = cost_of(problem.now_minutes, every)
    cost = cost_of(problem.minutes, problem.entry)
    is_kept = is_free[of] & (cost < base[problem.entry])
    number = np.full(problem.candidate_count, -1, np.int64)
    candidate = np.flatnonzero(is_free)
    number[candidate] = np.arange(len(candidate))
    is_in = np.zeros(len(base), np.bool_)
    is_in[problem.entry[is_kept]] = True
    row = np.cumsum(is_in) - 1
    place = problem.place[candidate]
    _, inverse, count = np.unique(place, return_inverse=True, return_counts=True)
    ends = np.cumsum(np.bincount(number[of[is_kept]], minlength=len(candidate)))
    return Costs(
        candidate=candidate,
        start=np.concatenate([[0], ends]).astype(np.int64),
        entry=row[problem.entry[is_kept]].astype(np.int64),
        cost=cost[is_kept],
        base=base[is_in],
        constant=float(base[~is_in].sum()),
        price=problem.cost[candidate],
        place=place,
        has_twin=count[inverse] > 1,
        most_sites=len(candidate) if ask.sites is None else min(ask.sites, len(candidate)),
        budget=float(problem.cost.sum()) + 1.0 if ask.budget is None else ask.budget * (1 + 1e-12) + 1e-9,
    )


def beyond(people: Doubles, within_minutes: float) -> CostOf:
    """People who are farther away than so many minutes."""
    return lambda minutes, entry: np.where(minutes <= within_minutes, 0.0, people[entry])


def person_minutes(people: Doubles, most_minutes: float) -> CostOf:
    """Person-minutes, each way counted as so many at most."""
    return lambda minutes, entry: people[entry] * np.minimum(minutes, most_minutes)


def above(people: Doubles, edge_minutes: float, most_minutes: float) -> CostOf:
    """Person-minutes above an edge."""
    return lambda minutes, entry: people[entry] * np.maximum(np.minimum(minutes, most_minutes) - edge_minutes, 0.0)


def with_floors(cost_of: CostOf, floors: tuple[Floor, ...], within_minutes: float, weight: float) -> CostOf:
    """Costs with a weight on whoever of the floors' groups is farther away than so many minutes."""
    if not floors or weight == 0.0:
        return cost_of
    wanted = sum(floor.people / max(float(floor.people.sum()), 1e-300) for floor in floors) * weight
    missing = beyond(np.asarray(wanted), within_minutes)
    return lambda minutes, entry: cost_of(minutes, entry) + missing(minutes, entry)


def pairs_within(problem: SitingProblem, ask: Ask) -> Costs:
    """The pairs within the minutes asked, the entries numbered as in the problem; these cost nothing, others one."""
    candidate = np.flatnonzero(choosable(problem, ask))
    every = costs_of(problem, ask, beyond(np.zeros(len(problem.people)), ask.within_minutes))
    of = candidate_of_pair(problem)
    is_kept = (problem.minutes <= ask.within_minutes) & np.isin(of, candidate)
    length = np.bincount(np.searchsorted(candidate, of[is_kept]), minlength=len(candidate))
    return replace(
        every,
        start=np.concatenate([[0], np.cumsum(length)]).astype(np.int64),
        entry=problem.entry[is_kept],
        cost=np.zeros(int(is_kept.sum())),
        base=np.ones(len(problem.people)),
    )
