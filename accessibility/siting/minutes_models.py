"""Models of minutes: the least person-minutes, and the least mean of the tenth of the people with the longest ways."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from accessibility.siting.limits import candidate_of_pair, pairs_by_entry
from accessibility.siting.merging import merge_alike
from accessibility.siting.model import Model, add_floors, begin_model
from accessibility.siting.problem import Ask, Doubles, SitingProblem, Whole
from accessibility.siting.program import INFINITE
from accessibility.siting.values import WORST_SHARE


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """The minutes of groups of entries: ``first`` of a group, and ``gap`` times ``column`` for each of its levels.

    ``people``: of each group. ``group``: of each level.
    """

    people: Doubles
    first: Doubles
    group: Whole
    gap: Doubles
    column: Whole


def least_minutes(problem: SitingProblem, ask: Ask) -> Model:
    r"""The p-median problem by radii.

    For entry :math:`i` with the distinct minutes :math:`D_{i1} < \dots < D_{iK}` of its candidates and
    :math:`D_{i,K+1}` what it has without them, column :math:`z_{ik}` is 1 if no site lies within :math:`D_{ik}`:

    .. math::

        \min \sum_i a_i \Big(D_{i1} + \sum_k (D_{i,k+1} - D_{ik}) z_{ik}\Big), \quad
        z_{ik} \ge z_{i,k-1} - \sum_{j: d_{ij} = D_{ik}} x_j, \quad z_{i0} = 1

    Hakimi, S. (1964), doi:10.1287/opre.12.3.450; ReVelle, C. and Swain, R. (1970),
    doi:10.1111/j.1538-4632.1970.tb00142.x;
    by radii: Garcia, S., Labbe, M. and Marin, A. (2011), doi:10.1287/ijoc.1100.0418.
    """
    model = begin_model(problem, ask, is_maximised=False)
    levels = add_levels(model, costs=True)
    model.constant = float(levels.people @ levels.first)
    add_floors(model)
    return model


def worst_decile(problem: SitingProblem, ask: Ask) -> Model:
    r"""The least mean minutes of the worst tenth of the people, which is a conditional value at risk.

    .. math:: \min t + \frac{1}{0.1 A} \sum_i a_i s_i, \quad s_i \ge d_i - t, \quad s_i \ge 0

    with :math:`d_i` the minutes by radii (see ``least_minutes``) and :math:`A` all people. Rockafellar, R. and Uryasev,
    S. (2000), Optimization of conditional value-at-risk, Journal of Risk 2(3), doi:10.21314/JOR.2000.038.
    """
    model = begin_model(problem, ask, is_maximised=False)
    add_worst(model, is_objective=True)
    add_floors(model)
    return model


def keep_worst(model: Model, most_minutes: float) -> None:
    """Plans alone whose worst tenth has a mean of at most so many minutes."""
    column, value = add_worst(model, is_objective=False)
    model.program.add_row(column, value, high=most_minutes)


def add_worst(model: Model, *, is_objective: bool) -> tuple[Whole, Doubles]:
    """The mean of the worst tenth as columns and their values, which bound it from above."""
    levels = add_levels(model, costs=False)
    total = float(levels.people.sum())
    share = levels.people / max(WORST_SHARE * total, np.finfo(np.float64).tiny)
    program, count = model.program, len(levels.people)
    edge = program.add_free_column(cost=1.0 if is_objective else 0.0)
    above = program.add_columns(count, cost=share if is_objective else 0.0, upper=INFINITE)
    rows = np.arange(count)
    parts: list[tuple[Whole, Whole, Doubles | float]]
    parts = [(rows, above, 1.0), (rows, np.full(count, edge), 1.0), (levels.group, levels.column, -levels.gap)]
    program.add_rows(parts, count, low=levels.first)
    return np.append(above, edge), np.append(share, 1.0)


def add_levels(model: Model, *, costs: bool) -> Levels:
    """Columns of levels for all entries with people; those that no candidate can bring nearer have none.

    ``costs``: each counts with its people and gap in the value.
    """
    problem, ask = model.problem, model.ask
    base = np.minimum(problem.now_minutes, ask.most_minutes)
    of = candidate_of_pair(problem)
    pairs = pairs_by_entry(problem, (problem.minutes < base[problem.entry]) & np.isin(of, model.candidate))
    merged = merge_alike(pairs, problem.people > 0, by_pair=[pairs.minutes], by_entry=[base])
    people, base = merged.added_up(problem.people), base[merged.first]
    order = np.lexsort((merged.pairs.minutes, merged.pairs.entry))
    entry, minutes = merged.pairs.entry[order], merged.pairs.minutes[order]
    candidate = merged.pairs.candidate[order]
    is_new = np.ones(len(entry), np.bool_)
    is_new[1:] = (entry[1:] != entry[:-1]) | (minutes[1:] != minutes[:-1])
    level = np.cumsum(is_new) - 1
    group, at = entry[is_new], minutes[is_new]
    is_first = np.ones(len(group), np.bool_)
    is_first[1:] = group[1:] != group[:-1]
    following = np.append(at[1:], 0.0)
    is_last = np.append(is_first[1:], True)[: len(group)]
    gap = np.where(is_last, base[group], following) - at
    column = model.program.add_columns(len(group), cost=people[group] * gap if costs else 0.0)
    rows = np.arange(len(group))
    parts: list[tuple[Whole, Whole, Doubles | float]] = [(rows, column, 1.0), (level, model.place_of[candidate], 1.0)]
    parts.append((rows[~is_first], column[np.flatnonzero(~is_first) - 1], -1.0))
    model.program.add_rows(parts, len(group), low=is_first.astype(np.float64))
    first = base.copy()
    first[group[is_first]] = at[is_first]
    return Levels(people=people, first=first, group=group, gap=gap, column=column)
