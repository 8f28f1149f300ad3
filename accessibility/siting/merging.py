"""Demand that no plan can tell apart, made one: entries that the same candidates reach in the same minutes."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from accessibility.siting.problem import Ask, Doubles, SitingProblem

_BY_REACH: Final = frozenset({"most-people", "fewest-sites", "backup", "capacity"})  # minutes only as within or not


def merge_demand(problem: SitingProblem, ask: Ask) -> tuple[SitingProblem, Ask]:
    """The same problem and ask with fewer entries: every choice keeps its value and the limits that it breaks.

    Entries are one if the same candidates reach them in the same minutes, existing centres too; where the objective
    asks only who is within the minutes, it is enough that they agree in that. Pairs that can never matter are left
    out: those beyond the minutes within there, elsewhere those that are no shorter than the way now. Patterns are told
    apart by two sums of 64-bit random numbers (see ``set_columns``).
    """
    candidate = np.repeat(np.arange(problem.candidate_count), np.diff(problem.start))
    is_by_reach = ask.objective in _BY_REACH and not ask.worst_decile_first
    if is_by_reach:
        now = np.where(problem.now_minutes <= ask.within_minutes, 0.0, np.inf)
        matters = problem.minutes <= ask.within_minutes
        minutes = np.zeros(len(problem.minutes))
    else:
        now = problem.now_minutes + 0.0  # no zero has a sign
        matters = (problem.minutes < now[problem.entry]) | (ask.objective == "backup")  # which counts centres
        minutes = problem.minutes + 0.0
    kept = np.flatnonzero(matters)
    pattern = _patterns(problem, candidate[kept], problem.entry[kept], minutes[kept], now)
    _, sample, which = np.unique(pattern, axis=0, return_index=True, return_inverse=True)
    which = which.reshape(-1)
    order = np.argsort(sample, kind="stable")  # in the order in which they were given
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    sample, which = sample[order], rank[which]

    is_sample = np.zeros(len(problem.people), np.bool_)
    is_sample[sample] = True
    kept = kept[is_sample[problem.entry[kept]]]
    start = np.r_[0, np.cumsum(np.bincount(candidate[kept], minlength=problem.candidate_count))]
    entry = which[problem.entry[kept]]
    by_candidate = np.lexsort((entry, candidate[kept]))

    def summed(people: Doubles) -> Doubles:
        return np.bincount(which, weights=people, minlength=len(sample)).astype(np.float64)

    merged = replace(
        problem,
        people=summed(problem.people),
        now_minutes=now[sample],
        now_count=problem.now_count[sample],
        start=start,
        entry=entry[by_candidate],
        minutes=minutes[kept][by_candidate],
    )
    floors = tuple(replace(floor, people=summed(floor.people)) for floor in ask.floors)
    return merged, replace(ask, floors=floors)


def _patterns(
    problem: SitingProblem,
    candidate: npt.NDArray[np.int64],
    entry: npt.NDArray[np.int64],
    minutes: Doubles,
    now: Doubles,
) -> npt.NDArray[np.uint64]:
    """(n, 4): sums over candidates of token x bits of the minutes, then the minutes now and how many centres now."""
    tokens = np.random.default_rng(1).integers(0, 2**64, (problem.candidate_count, 2), np.uint64)
    bits = _mixed(np.ascontiguousarray(minutes).view(np.uint64))
    pattern = np.zeros((len(now), 4), np.uint64)
    order = np.argsort(entry, kind="stable")
    if len(order):
        ordered = entry[order]
        begins = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
        parts = _mixed(tokens[candidate] + bits[:, None])[order]
        pattern[ordered[begins], :2] = np.add.reduceat(parts, begins, axis=0)
    pattern[:, 2] = np.ascontiguousarray(now).view(np.uint64)
    pattern[:, 3] = problem.now_count.astype(np.uint64)
    return pattern


def _mixed(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Bits well mixed (the finaliser of splitmix64, Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: npt.NDArray[np.uint64] = values ^ (values >> np.uint64(31))
    return mixed
