"""The least longest way (p-center): binary search over radii, a cover problem at each.

Source: Minieka 1970, doi:10.1137/1012016; Daskin 1995, Network and Discrete Location.

The longest way of a plan is one of the minutes between a candidate and demand, or a way now, or ``most_minutes``. At a
radius r a program asks for any plan within the limits with ``z_i = 0`` (``set_columns``) for all who count; at
``most_minutes`` nobody has to be covered. What is proven impossible at r bounds the value to the next radius.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from accessibility.siting.exact_limits import must_be_covered
from accessibility.siting.problem import Ask, Doubles, SitingProblem
from accessibility.siting.programs import Clock, Outcome, Program, chosen_of
from accessibility.siting.set_columns import SetColumns
from accessibility.siting.values import can_be_reached, value_of

Lay = Callable[[], tuple[Program, SetColumns] | None]


def least_worst(  # noqa: PLR0913 - a problem, and how to solve it
    lay: Lay,
    problem: SitingProblem,
    ask: Ask,
    usable: npt.NDArray[np.bool_],
    clock: Clock,
    *,
    at_least: float | None,
    seed: int,
) -> tuple[tuple[int, ...] | None, float, Outcome]:
    """The plan, what no plan is below, and the outcome that tells whether it is proven or nothing keeps the limits.

    ``lay``: makes a program with its candidates and limits. ``at_least``: known to be below no plan's longest way.
    """
    asked = (problem.people > 0) & can_be_reached(problem, np.inf)
    radii = _radii(problem, ask, usable, asked)
    if at_least is not None:
        radii = np.unique(np.maximum(radii, at_least))

    def within(radius: float) -> Outcome:
        laid = lay()
        if laid is None:
            return Outcome(columns=None, bound=np.inf, is_proven=True, is_infeasible=True)
        program, sets = laid
        if radius < ask.most_minutes and not must_be_covered(program, sets.uncovered(radius), asked):
            return Outcome(columns=None, bound=np.inf, is_proven=True, is_infeasible=True)
        program.add_cost(np.flatnonzero(usable), np.ones(int(usable.sum())))
        return program.solve(clock, at_first=True, seed=seed)

    outcome = within(float(radii[0 if at_least is not None else -1]))
    if outcome.columns is None and at_least is not None:
        outcome = within(float(radii[-1]))
    if outcome.columns is None:
        return None, float(radii[0]), outcome
    plan = chosen_of(outcome.columns, problem.is_required)
    low, high = 0, int(np.searchsorted(radii, value_of(problem, ask, "least-worst", plan)))
    while low < high:
        middle = (low + high) // 2
        outcome = within(float(radii[middle]))
        if outcome.columns is not None:
            plan = chosen_of(outcome.columns, problem.is_required)
            high = min(middle, int(np.searchsorted(radii, value_of(problem, ask, "least-worst", plan))))
        elif outcome.is_infeasible:
            low = middle + 1
        else:
            break
    is_proven = low >= high
    bound = float(radii[low])
    return plan, bound, Outcome(columns=None, bound=bound, is_proven=is_proven, is_infeasible=False)


def _radii(problem: SitingProblem, ask: Ask, usable: npt.NDArray[np.bool_], asked: npt.NDArray[np.bool_]) -> Doubles:
    """What the longest way can be, rising: no less than the longest of the shortest ways with every candidate."""
    candidate = np.repeat(np.arange(problem.candidate_count), np.diff(problem.start))
    counts = (usable | problem.is_required)[candidate] & asked[problem.entry]
    shortest = problem.now_minutes.copy()
    np.minimum.at(shortest, problem.entry[counts], problem.minutes[counts])
    least = float(np.minimum(shortest[asked], ask.most_minutes).max(initial=0.0))
    every = np.concatenate([problem.minutes[counts], problem.now_minutes[asked], [least]])
    return np.unique(np.minimum(every[every >= least], ask.most_minutes))
