"""Capacitated cover: the most people who are within reach and find room.

Source: Current and Storbeck 1988, doi:10.1068/b150153; Pirkul and Schilling 1991, doi:10.1287/mnsc.37.2.233.

``max sum f_ij``, ``sum_j f_ij <= w_i``, ``sum_i f_ij <= C_j x_j``, ``0 <= f_ij <= w_i x_j``: people of an entry are
shared out freely over the sites within reach, as ``values.people_with_room`` does. C_j is no more than the people
within reach of j. Whoever is within reach of an existing centre that is no candidate has room there.
"""

from __future__ import annotations

import numpy as np

from accessibility.siting.problem import Ask, SitingProblem
from accessibility.siting.programs import ENDLESS, Program


def add_capacity(program: Program, problem: SitingProblem, ask: Ask) -> float:
    """Cost: less than nothing for each who finds room; value = what is given less the cost."""
    is_served = problem.now_minutes <= ask.within_minutes
    candidate = np.repeat(np.arange(problem.candidate_count), np.diff(problem.start))
    counts = (problem.minutes <= ask.within_minutes) & ~is_served[problem.entry] & (problem.people[problem.entry] > 0)
    entry, candidate = problem.entry[counts], candidate[counts]
    people = problem.people[entry]
    flow = program.add_columns(len(entry), upper=ENDLESS, cost=-1.0)
    pair = np.arange(len(entry))
    program.add_rows(len(problem.people), entry, flow, 1.0, high=problem.people)
    within = np.bincount(candidate, weights=people, minlength=problem.candidate_count)
    each = np.arange(problem.candidate_count)
    program.add_rows(
        problem.candidate_count,
        np.concatenate([candidate, each]),
        np.concatenate([flow, each]),
        np.concatenate([np.ones(len(flow)), -np.minimum(problem.capacity, within)]),
        high=0.0,
    )
    program.add_rows(
        len(flow),
        np.concatenate([pair, pair]),
        np.concatenate([flow, candidate]),
        np.r_[np.ones(len(flow)), -people],
        high=0.0,
    )
    return float(problem.people[is_served].sum())
