"""What a choice of sites is worth: the definition of every objective, which all solvers answer to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

import highspy
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from accessibility.highs import linear_program, quiet_solver
from accessibility.siting.problem import Ask, Doubles, Objective, SitingProblem, Whole

WORST_SHARE: Final = 0.1  # of the people: the worst decile
ROUNDING: Final = 1e-9  # of a share or a cost, within which a limit counts as kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """The value of a choice, and the limits it breaks: keys of floors, ``sites``, ``budget``, ``place``, ``cover``."""

    value: float
    broken: tuple[str, ...]

    @property
    def is_allowed(self) -> bool:
        """Whether it breaks no limit."""
        return not self.broken


def with_required(problem: SitingProblem, chosen: Collection[int]) -> tuple[int, ...]:
    """The chosen candidates and those that are required, rising."""
    return tuple(sorted({*chosen, *np.flatnonzero(problem.is_required).tolist()}))


def access_minutes(problem: SitingProblem, chosen: Collection[int]) -> tuple[Doubles, Whole]:
    """Minutes of each entry to its nearest centre, inf without one, and the candidate that is nearest.

    -1: an existing centre, which is taken where it is as near, or none. Of candidates as near the lowest.
    """
    minutes, nearest = problem.now_minutes.copy(), np.full(len(problem.people), -1, np.int64)
    for candidate in with_required(problem, chosen):
        entry, by_it = problem.reached_by(candidate)
        is_nearer = by_it < minutes[entry]
        minutes[entry[is_nearer]], nearest[entry[is_nearer]] = by_it[is_nearer], candidate
    return minutes, nearest


def worth(problem: SitingProblem, ask: Ask, chosen: Collection[int]) -> Worth:
    """The value of a choice by the objective of an ask, and the limits that it breaks."""
    return Worth(value=value_of(problem, ask, ask.objective, chosen), broken=tuple(_broken(problem, ask, chosen)))


def value_of(  # noqa: PLR0911 - one for each objective
    problem: SitingProblem, ask: Ask, objective: Objective, chosen: Collection[int]
) -> float:
    """The value of a choice by one objective.

    ``most-people``: people within ``within_minutes`` of an existing centre or a site. ``least-minutes``:
    person-minutes, each way counted as ``most_minutes`` at most. ``least-worst``: the longest way, so capped, of an
    entry with people that an existing centre or some candidate reaches; 0 without any. ``fewest-sites``: cost of the
    sites if every candidate has one, else their number. ``backup``: people within reach of one centre, and of two,
    weighted. ``capacity``: the most people within reach who find room, shared out freely; existing centres that are no
    candidates have room for everybody. ``worst-decile``: mean minutes, so capped, of the tenth of the people with the
    longest ways.
    """
    minutes, _ = access_minutes(problem, chosen)
    people, within = problem.people, ask.within_minutes
    capped = np.minimum(minutes, ask.most_minutes)
    if objective == "most-people":
        return float(people[minutes <= within].sum())
    if objective == "least-minutes":
        return float(people @ capped)
    if objective == "least-worst":
        asked = (people > 0) & can_be_reached(problem, np.inf)
        return float(capped[asked].max(initial=0.0))
    if objective == "fewest-sites":
        new = [candidate for candidate in set(chosen) if not problem.is_required[candidate]]
        return float(site_costs(problem)[new].sum())
    if objective == "backup":
        count = problem.now_count + centres_within(problem, with_required(problem, chosen), within)
        weight = ask.backup_weight
        return float(people @ ((1 - weight) * (count >= 1) + weight * (count >= 2)))  # noqa: PLR2004 - the second
    if objective == "capacity":
        return people_with_room(problem, with_required(problem, chosen), within)
    return mean_of_worst(capped, people)


def site_costs(problem: SitingProblem) -> Doubles:
    """What fewest-sites adds up: costs if every candidate that is not required has one above 0, else 1 each."""
    has_costs = bool((problem.cost[~problem.is_required] > 0).all())
    return problem.cost if has_costs else np.ones(problem.candidate_count)


def can_be_reached(problem: SitingProblem, within_minutes: float) -> npt.NDArray[np.bool_]:
    """Whether an existing centre or some candidate reaches each entry within so many minutes, inclusive."""
    can: npt.NDArray[np.bool_] = (problem.now_minutes <= within_minutes) & np.isfinite(problem.now_minutes)
    can[problem.entry[problem.minutes <= within_minutes]] = True
    return can


def centres_within(problem: SitingProblem, chosen: Sequence[int], within_minutes: float) -> Whole:
    """How many of some candidates reach each entry within so many minutes, inclusive."""
    count = np.zeros(len(problem.people), np.int64)
    for candidate in chosen:
        entry, minutes = problem.reached_by(candidate)
        count[entry[minutes <= within_minutes]] += 1
    return count


def mean_of_worst(minutes: Doubles, people: Doubles, share: float = WORST_SHARE) -> float:
    """Mean minutes of the share of the people with the longest ways; an entry at the edge counts in part. 0 of nobody.

    >>> mean_of_worst(np.array([10.0, 20.0, 60.0]), np.array([8.0, 1.0, 1.0]), 0.2)
    40.0
    """
    total = float(people.sum())
    if total <= 0:
        return 0.0
    order = np.argsort(-minutes, kind="stable")
    left = share * total - np.concatenate([[0.0], np.cumsum(people[order])[:-1]])
    return float((minutes[order] * np.clip(left, 0.0, people[order])).sum() / (share * total))


def people_with_room(problem: SitingProblem, chosen: Sequence[int], within_minutes: float) -> float:
    """The most people who are within reach and find room, each entry shared out freely over what it reaches."""
    is_served = problem.now_minutes <= within_minutes
    served = float(problem.people[is_served].sum())
    pairs = [problem.reached_by(candidate) for candidate in chosen]
    within = [entry[minutes <= within_minutes] for entry, minutes in pairs]
    entry = np.concatenate([np.empty(0, np.int64), *within])
    site = np.repeat(np.arange(len(within)), [len(each) for each in within])
    is_left = ~is_served[entry]
    entry, site = entry[is_left], site[is_left]
    if not len(entry):
        return served
    column = np.arange(len(entry))
    rows = sp.csr_array(
        (np.ones(2 * len(entry)), (np.concatenate([entry, len(problem.people) + site]), np.tile(column, 2))),
        shape=(len(problem.people) + len(within), len(entry)),
    )
    most = np.concatenate([problem.people, problem.capacity[list(chosen)]])
    return served + _largest_flow(rows, most)


def _largest_flow(rows: sp.csr_array, most: Doubles) -> float:
    solver = quiet_solver()
    columns = rows.shape[1]
    program = linear_program(
        rows,
        np.full(len(most), -highspy.kHighsInf),
        most,
        lower=np.zeros(columns),
        upper=np.full(columns, highspy.kHighsInf),
        cost=np.full(columns, -1.0),
    )
    solver.passModel(program)
    solver.run()
    return -float(solver.getInfo().objective_function_value)


def _broken(problem: SitingProblem, ask: Ask, chosen: Collection[int]) -> list[str]:
    new = [candidate for candidate in set(chosen) if not problem.is_required[candidate]]
    broken = []
    if ask.sites is not None and len(new) > ask.sites:
        broken.append("sites")
    if ask.budget is not None and problem.cost[new].sum() > ask.budget * (1 + ROUNDING):
        broken.append("budget")
    places = problem.place[list(with_required(problem, chosen))]
    if len(np.unique(places)) < len(places):
        broken.append("place")
    minutes, _ = access_minutes(problem, chosen)
    is_within = minutes <= ask.within_minutes
    if ask.objective == "fewest-sites":
        is_asked = (problem.people > 0) & can_be_reached(problem, ask.within_minutes)
        if (is_asked & ~is_within).any():
            broken.append("cover")
    return broken + [
        floor.key
        for floor in ask.floors
        if floor.people[is_within].sum() < floor.people.sum() * (floor.least_share - ROUNDING)
    ]
