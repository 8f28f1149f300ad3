"""The limits of a plan as rows of a program: sites, budget, one for each place, floors, plans that are known already.

Sites and budget: ``sum x <= sites``, ``sum cost * x <= budget`` over candidates that are not required. A floor of a
group with people g and share s: ``sum g_i (1 - z_i) >= s * sum g_i``, z_i as in ``set_columns``. A plan S that is
known, and all that only add sites to it: ``sum_{j in S} x_j <= |S| - 1``; no plan gets worse by another site, so
what is left out is never better than S.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from accessibility.siting.problem import Ask, Doubles, Floor, SitingProblem, Whole
from accessibility.siting.programs import Program
from accessibility.siting.set_columns import ALWAYS, NEVER, SetColumns
from accessibility.siting.values import ROUNDING

Plan = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cuts:
    """Plans to leave out. ``known``: with all that add to them; ``broken``: with all that have less (floors).

    ``never``, ``always``: candidates that are in no plan, and in every plan, better than one that is in hand.
    """

    known: tuple[Plan, ...] = ()
    broken: tuple[Plan, ...] = ()
    never: Plan = ()
    always: Plan = ()


def usable_candidates(problem: SitingProblem, ask: Ask) -> npt.NDArray[np.bool_]:
    """Bool (m,): not required, no dearer than the budget, at no place of one that is required."""
    taken = np.isin(problem.place, problem.place[problem.is_required])
    is_paid = problem.cost <= (np.inf if ask.budget is None else ask.budget * (1 + ROUNDING))
    usable: npt.NDArray[np.bool_] = ~problem.is_required & ~taken & is_paid
    return usable


def add_candidates(program: Program, usable: npt.NDArray[np.bool_], sure: npt.NDArray[np.bool_]) -> None:
    """The first columns: whole, 1 for those that are in every plan, 0 for those that cannot be chosen."""
    lower, upper = sure.astype(np.float64), (usable | sure).astype(np.float64)
    program.add_columns(len(usable), lower=lower, upper=upper, is_whole=True)


def add_limits(program: Program, problem: SitingProblem, ask: Ask, usable: npt.NDArray[np.bool_], cuts: Cuts) -> None:
    """Rows for sites, budget, places and plans that are known."""
    free = np.flatnonzero(usable)
    if ask.sites is not None:
        program.add_row(free, 1.0, high=float(ask.sites))
    if ask.budget:
        program.add_row(free, problem.cost[free] / ask.budget, high=1 + ROUNDING)
    _, which, count = np.unique(problem.place[free], return_inverse=True, return_counts=True)
    for place in np.flatnonzero(count > 1):
        program.add_row(free[which == place], 1.0, high=1.0)
    for plan in cuts.known:
        program.add_row(np.array(plan, np.int64), 1.0, high=len(plan) - 1.0)
    for plan in cuts.broken:
        program.add_row(np.setdiff1d(free, plan), 1.0, low=1.0)


def add_floors(program: Program, sets: SetColumns, ask: Ask, floors: Sequence[Floor]) -> Whole:
    """Rows for floors, each with a column for how much of its share is missed, 0 unless that is let free later."""
    missed = program.add_columns(len(floors), upper=0.0)
    if not floors:
        return missed
    column = sets.uncovered(ask.within_minutes)
    for floor, short in zip(floors, missed.tolist(), strict=True):
        total = float(floor.people.sum())
        if total <= 0:
            continue
        left, without = uncovered_people(column, floor.people / total)
        columns = np.flatnonzero(left)
        most = 1 - floor.least_share + ROUNDING - without
        program.add_row(np.r_[columns, short], np.r_[left[columns], -1.0], high=most)
    return missed


def uncovered_people(column: Whole, people: Doubles) -> tuple[Doubles, float]:
    """People for each column of a set, by its number, and those whom no candidate reaches."""
    waits = column >= 0
    return np.bincount(column[waits], weights=people[waits]).astype(np.float64), float(people[column == ALWAYS].sum())


def must_be_covered(program: Program, column: Whole, is_asked: npt.NDArray[np.bool_]) -> bool:
    """Bound the columns of entries that must be covered to 0; False if for one of them no candidate can do it."""
    asked = column[is_asked & (column != NEVER)]
    if (asked == ALWAYS).any():
        return False
    program.set_upper(np.unique(asked), 0.0)
    return True
