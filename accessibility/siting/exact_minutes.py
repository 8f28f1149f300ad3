"""Models of minutes: the least person-minutes, and the least mean of the tenth with the longest ways.

Least minutes (p-median; Hakimi 1964, doi:10.1287/opre.12.3.450; ReVelle and Swain 1970,
doi:10.1111/j.1538-4632.1970.tb00142.x), in the form of radii (Elloumi 2010, J. Comb. Optim. 19): with the
distinct minutes ``D_1 < ... < D_K`` of an entry that are less than its way now (at most ``most_minutes``, D_{K+1}) and
``z_k`` = 1 where no site is within D_k, its minutes are ``D_1 + sum (D_{k+1} - D_k) z_k``. Its bound without whole
numbers is that of the classical form.

Worst decile (CVaR; Rockafellar and Uryasev 2000, doi:10.21314/JOR.2000.038), with minutes d_i, share a and W people:
``min t + sum w_i u_i / (a W)``, ``u_i >= d_i - t``, ``u_i >= 0``.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from accessibility.siting.problem import Ask, SitingProblem
from accessibility.siting.programs import ENDLESS, Program
from accessibility.siting.set_columns import SetColumns
from accessibility.siting.values import WORST_SHARE

SLACK: Final = 1e-7  # of the least worst decile, within which a plan has it


def add_least_minutes(program: Program, sets: SetColumns, problem: SitingProblem, ask: Ask) -> float:
    """Cost: person-minutes above the least that any plan has; value = what is given and the cost."""
    chains = sets.chains(ask.most_minutes, problem.people > 0)
    program.add_cost(chains.column, chains.step * problem.people[chains.entry])
    return float(problem.people @ chains.first)


def add_worst_decile(
    program: Program, sets: SetColumns, problem: SitingProblem, ask: Ask, *, at_most: float | None = None
) -> float:
    """Cost: mean minutes of the worst decile; or, with ``at_most``, a row that keeps it there, and no cost."""
    total = float(problem.people.sum())
    if total <= 0:
        return 0.0
    counted = np.flatnonzero(problem.people > 0)
    chains = sets.chains(ask.most_minutes, problem.people > 0)
    weight = problem.people[counted] / (WORST_SHARE * total)
    edge = program.add_columns(1, upper=ask.most_minutes)
    above = program.add_columns(len(counted), upper=ENDLESS)
    row_of = np.full(len(problem.people), -1)
    row_of[counted] = np.arange(len(counted))
    program.add_rows(
        len(counted),
        np.concatenate([np.arange(len(counted)), np.arange(len(counted)), row_of[chains.entry]]),
        np.concatenate([above, np.repeat(edge, len(counted)), chains.column]),
        np.concatenate([np.ones(2 * len(counted)), -chains.step]),
        low=chains.first[counted],
    )
    if at_most is None:
        program.add_cost(np.r_[edge, above], np.r_[1.0, weight])
    else:
        program.add_row(np.r_[edge, above], np.r_[1.0, weight], high=at_most + SLACK * max(1.0, at_most))
    return 0.0
