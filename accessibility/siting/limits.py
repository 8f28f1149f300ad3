"""A problem without what is settled: required sites folded into what there is, and only what may be chosen left."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from accessibility.siting.problem import Ask, Doubles, SitingProblem, Whole
from accessibility.siting.values import ROUNDING, access_minutes, centres_within


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Who is reached by whom, entry by entry: ``candidate[start[i]:start[i + 1]]`` rising, in ``minutes``."""

    start: Whole
    candidate: Whole
    minutes: Doubles

    @property
    def entry(self) -> Whole:
        """The entry of each pair."""
        return np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))


def settled(problem: SitingProblem, ask: Ask) -> SitingProblem:
    """The same problem with the required sites as if they were existing centres, which reach nobody by themselves.

    The required candidates stay in their rows, reach nothing, and may not be chosen (see ``choosable``).
    """
    required = np.flatnonzero(problem.is_required)
    if not len(required):
        return problem
    minutes, _ = access_minutes(problem, ())
    count = problem.now_count + centres_within(problem, required.tolist(), ask.within_minutes)
    length = np.where(problem.is_required, 0, np.diff(problem.start))
    is_kept = np.repeat(~problem.is_required, np.diff(problem.start))
    return replace(
        problem,
        now_minutes=minutes,
        now_count=count,
        start=np.concatenate([[0], np.cumsum(length)]).astype(np.int64),
        entry=problem.entry[is_kept],
        minutes=problem.minutes[is_kept],
    )


def choosable(problem: SitingProblem, ask: Ask) -> npt.NDArray[np.bool_]:
    """Whether each candidate may be in a plan: not required, at no required place, and within the budget by itself."""
    is_free = ~problem.is_required & ~np.isin(problem.place, problem.place[problem.is_required])
    if ask.budget is not None:
        is_free &= problem.cost <= ask.budget * (1 + ROUNDING)
    return is_free


def pairs_by_entry(problem: SitingProblem, is_kept: npt.NDArray[np.bool_]) -> Pairs:
    """The pairs for which ``is_kept`` (one for each pair of the problem) holds, entry by entry."""
    candidate = np.repeat(np.arange(problem.candidate_count), np.diff(problem.start))[is_kept]
    entry, minutes = problem.entry[is_kept], problem.minutes[is_kept]
    order = np.lexsort((candidate, entry))
    start = np.concatenate([[0], np.cumsum(np.bincount(entry, minlength=len(problem.people)))]).astype(np.int64)
    return Pairs(start=start, candidate=candidate[order], minutes=minutes[order])


def candidate_of_pair(problem: SitingProblem) -> Whole:
    """The candidate of each pair of a problem."""
    return np.repeat(np.arange(problem.candidate_count), np.diff(problem.start))
