"""Cover models: most people within reach, fewest sites for all, and a second centre within reach.

Most people (MCLP; Church and ReVelle 1974, doi:10.1007/BF01942293): ``max sum w_i (1 - z_i)`` with z as in
``set_columns``. Fewest sites (LSCP; Toregas, Swain, ReVelle and Bergman 1971, doi:10.1287/opre.19.6.1363):
``min sum c_j x_j`` with ``z_i = 0`` for whoever has people and can be reached. Backup (BACOP2; Hogan and ReVelle 1986,
doi:10.1287/mnsc.32.11.1434), k_i centres now, weight b of the second:
``max sum w_i ((1 - b) y_i + b u_i)``, ``y_i + u_i <= k_i + sum_{j reaches i} x_j``, ``u_i <= y_i <= 1``. For b <= 1/2
the first is worth no less than the second and y, u may be in part; above it u is whole.
"""

from __future__ import annotations

import numpy as np

from accessibility.siting.exact_limits import must_be_covered, uncovered_people
from accessibility.siting.problem import Ask, SitingProblem
from accessibility.siting.programs import Program
from accessibility.siting.set_columns import SetColumns
from accessibility.siting.values import can_be_reached, site_costs

_HALF = 0.5
_BOTH = 2


def add_most_people(program: Program, sets: SetColumns, problem: SitingProblem, ask: Ask) -> float:
    """Cost: people who are not within reach; value = what is given less the cost."""
    left, without = uncovered_people(sets.uncovered(ask.within_minutes), problem.people)
    columns = np.flatnonzero(left)
    program.add_cost(columns, left[columns])
    return float(problem.people.sum()) - without


def add_cover(program: Program, sets: SetColumns, problem: SitingProblem, ask: Ask) -> bool:
    """Cover all with people who can be reached; False if one of them can be by no candidate that may be chosen."""
    is_asked = (problem.people > 0) & can_be_reached(problem, ask.within_minutes)
    return must_be_covered(program, sets.uncovered(ask.within_minutes), is_asked)


def add_fewest_sites(program: Program, problem: SitingProblem) -> float:
    """Cost: of the sites, or their number, which is the value."""
    free = np.flatnonzero(~problem.is_required)
    program.add_cost(free, site_costs(problem)[free])
    return 0.0


def add_backup(program: Program, problem: SitingProblem, ask: Ask) -> float:
    """Cost: less than nothing for people within reach of one centre, and of two; value = 0 less the cost."""
    candidate = np.repeat(np.arange(problem.candidate_count), np.diff(problem.start))
    is_near = problem.minutes <= ask.within_minutes
    entry, candidate = problem.entry[is_near], candidate[is_near]
    count = len(problem.people)
    first = program.add_columns(count, cost=-(1 - ask.backup_weight) * problem.people)
    second = program.add_columns(count, cost=-ask.backup_weight * problem.people, is_whole=ask.backup_weight > _HALF)
    each = np.arange(count)
    program.add_rows(
        count,
        np.concatenate([each, each, entry]),
        np.concatenate([first, second, candidate]),
        np.concatenate([np.ones(_BOTH * count), np.full(len(entry), -1.0)]),
        high=np.minimum(problem.now_count, _BOTH).astype(np.float64),
    )
    program.add_rows(
        count, np.concatenate([each, each]), np.concatenate([second, first]), np.repeat([1.0, -1.0], count), high=0.0
    )
    return 0.0
