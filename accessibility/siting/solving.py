"""Solving: heuristics for a good plan, a program for the proof, and what comes close to it."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from accessibility.siting.answer import OtherPlan, SitingAnswer, Status
from accessibility.siting.costs import Costs, beyond, costs_of, person_minutes
from accessibility.siting.heuristic import STARTS, Found, find_sites
from accessibility.siting.infeasible import nothing_gained, why_infeasible
from accessibility.siting.lagrangian import Bound, lagrangian_bound
from accessibility.siting.limits import settled
from accessibility.siting.problem import MAXIMISED, Ask, SitingProblem
from accessibility.siting.proving import Effort, Proof, prove
from accessibility.siting.values import worth
from geo.progress import Progress, silent

_MOST_TIES: Final = 10
_SAME: Final = 1e-9  # of a value, within which two plans tie
_MOST_PAIRS: Final = 600_000  # of a program by radii
_REASON_SECONDS: Final = 20.0


def solve_siting(  # noqa: PLR0913 - what is asked, and with how much effort
    problem: SitingProblem,
    ask: Ask,
    *,
    seconds: float = 60.0,
    threads: int | None = None,
    seed: int = 2026,
    starts: int = STARTS,
    runners_up: int = 3,
    progress: Progress = silent,
    is_stopped: Callable[[], bool] | None = None,
) -> SitingAnswer:
    """The best plan that is found within so many seconds, how far from the best it can be, and what comes close.

    Of plans as good, the one with sites that are all needed. ``is_stopped`` is asked now and then; once it says so,
    the best so far is given. The same with any number of threads if neither ends the work early.
    """
    began = time.perf_counter()
    threads = threads or os.cpu_count() or 1
    effort = Effort(end=began + seconds, threads=threads, is_stopped=is_stopped)
    if ask.worst_decile_first and ask.objective != "worst-decile":
        answer = _worst_decile_first(problem, ask, effort, seed, starts, runners_up, progress)
    else:
        answer = _solve(problem, ask, effort, seed, starts, runners_up, progress, worst_at_most=None)
    return replace(answer, seconds=time.perf_counter() - began)


def _worst_decile_first(  # noqa: PLR0913, PLR0917 - as solve_siting
    problem: SitingProblem,
    ask: Ask,
    effort: Effort,
    seed: int,
    starts: int,
    runners_up: int,
    progress: Progress,
) -> SitingAnswer:
    """First the worst decile by itself, then the objective among the plans that are as good for it."""
    first = replace(ask, objective="worst-decile", worst_decile_first=False)
    lifted = _solve(problem, first, _half(effort), seed, starts, 0, progress, worst_at_most=None)
    if lifted.status == "infeasible":
        return lifted
    second = _solve(
        problem, ask, effort, seed, starts, runners_up, progress, worst_at_most=lifted.value, fallback=lifted.chosen
    )
    status: Status = second.status if lifted.status == "proven" else "unbounded"
    return replace(
        second,
        status=status,
        gap_share=second.gap_share if status != "unbounded" else math.nan,
        worst_decile_minutes=worth(problem, first, second.chosen).value,
        is_stopped=lifted.is_stopped or second.is_stopped,
    )


def _half(effort: Effort) -> Effort:
    return replace(effort, end=time.perf_counter() + effort.seconds / 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A question with its effort; ``worst_at_most``: minutes that the worst decile is held to."""

    problem: SitingProblem
    ask: Ask
    effort: Effort
    worst_at_most: float | None

    @property
    def sign(self) -> float:
        """1 where more is better, else -1."""
        return 1.0 if self.ask.objective in MAXIMISED else -1.0

    def is_allowed(self, chosen: tuple[int, ...]) -> bool:
        """Whether a choice keeps all limits."""
        if not worth(self.problem, self.ask, chosen).is_allowed:
            return False
        if self.worst_at_most is None:
            return True
        lifted = worth(self.problem, replace(self.ask, objective="worst-decile"), chosen).value
        return lifted <= self.worst_at_most + 1e-6 * max(1.0, self.worst_at_most)

    def value(self, chosen: tuple[int, ...]) -> float:
        """The value of a choice."""
        return worth(self.problem, self.ask, chosen).value

    def better(self, one: tuple[int, ...] | None, other: tuple[int, ...] | None) -> tuple[int, ...] | None:
        """The better of two choices, None for one that is not there; of equal ones the first."""
        allowed = [each for each in (one, other) if each is not None and self.is_allowed(each)]
        return max(allowed, key=lambda each: self.sign * self.value(each), default=None)


def _solve(  # noqa: PLR0913, PLR0917 - as solve_siting
    problem: SitingProblem,
    ask: Ask,
    effort: Effort,
    seed: int,
    starts: int,
    runners_up: int,
    progress: Progress,
    *,
    worst_at_most: float | None,
    fallback: tuple[int, ...] | None = None,
) -> SitingAnswer:
    asked = _Asked(problem=problem, ask=ask, effort=effort, worst_at_most=worst_at_most)
    found = find_sites(
        problem,
        ask,
        starts=starts,
        seed=seed,
        seconds=effort.seconds / 2,
        threads=effort.threads,
        progress=progress,
        is_stopped=effort.is_stopped,
    )
    best = asked.better(found.chosen, fallback)
    for other in found.others if best is None else ():
        best = asked.better(best, other)
    proof, bound = _proven(asked, best, progress)
    best = asked.better(best, proof.chosen)
    if bound is not None and bound.chosen:
        best = asked.better(best, bound.chosen)
    if best is None and proof.outcome == "infeasible":
        reason_effort = replace(effort, end=max(effort.end, time.perf_counter() + _REASON_SECONDS))
        return SitingAnswer(
            status="infeasible",
            chosen=(),
            value=math.nan,
            bound=math.nan,
            gap_share=math.nan,
            reason=why_infeasible(problem, ask, reason_effort),
            solver="HiGHS",
            starts=found.starts,
        )
    if best is None:
        return SitingAnswer(
            status="unbounded",
            chosen=(),
            value=math.nan,
            bound=proof.bound,
            gap_share=math.nan,
            reason="no plan that keeps all limits was found in the time given; give more, or ask for less",
            starts=found.starts,
            is_stopped=True,
        )
    return _told(asked, _needed(asked, best), proof, bound, found, runners_up, progress)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lagrangian:
    """A Lagrangian bound on the value, by candidates instead of numbers."""

    value: float
    chosen: tuple[int, ...]
    is_out: npt.NDArray[np.bool_]
    pairs_left: int


def _proven(asked: _Asked, best: tuple[int, ...] | None, progress: Progress) -> tuple[Proof, _Lagrangian | None]:
    """The proof by a program, behind a Lagrangian bound where that settles candidates first."""
    ask, effort = asked.ask, asked.effort
    bound = None
    if ask.objective in {"least-minutes", "most-people"} and best is not None:
        progress("bounding all other plans", 0.9)
        bound = _bounded(asked, best)
        if bound.chosen:
            best = asked.better(best, bound.chosen)
        if best is not None and asked.worst_at_most is None and _is_same(asked.value(best), bound.value):
            return Proof(outcome="optimal", chosen=best, bound=bound.value), bound
        if bound.pairs_left > _MOST_PAIRS and ask.objective == "least-minutes":
            return Proof(outcome="stopped", chosen=best, bound=bound.value), bound
    if effort.is_over:
        outcome = Proof(outcome="stopped", chosen=None, bound=math.nan if bound is None else bound.value)
        return outcome, bound
    progress("proving that no other plan is better", 0.95)
    proof = prove(
        asked.problem,
        ask,
        effort,
        worst_at_most=asked.worst_at_most,
        is_out=None if bound is None else bound.is_out,
    )
    if proof.outcome == "infeasible" and best is not None:
        proof = Proof(outcome="stopped", chosen=None, bound=math.nan)  # only rounding tells them apart
    return proof, bound


def _bounded(asked: _Asked, best: tuple[int, ...]) -> _Lagrangian:
    problem, ask = settled(asked.problem, asked.ask), asked.ask
    is_cover = ask.objective == "most-people"
    shape = beyond(problem.people, ask.within_minutes) if is_cover else person_minutes(problem.people, ask.most_minutes)
    costs = costs_of(problem, ask, shape)
    bound = lagrangian_bound(
        costs,
        np.isin(costs.candidate, best),
        seconds=asked.effort.seconds / 3,
        is_allowed=lambda taken: asked.is_allowed(tuple(costs.candidate[taken].tolist())),
        is_stopped=asked.effort.is_stopped,
    )
    is_out = np.zeros(problem.candidate_count, np.bool_)
    is_out[costs.candidate[bound.is_out]] = True
    total = float(problem.people.sum())
    chosen = tuple(costs.candidate[list(bound.chosen)].tolist())
    return _Lagrangian(
        value=total - bound.value if is_cover else bound.value,
        chosen=chosen,
        is_out=is_out,
        pairs_left=_pairs_left(costs, bound),
    )


def _pairs_left(costs: Costs, bound: Bound) -> int:
    """The pairs that matter still: of candidates that are not out, cheaper than what is surely in."""
    base = costs.base.copy()
    for number in np.flatnonzero(bound.is_in):
        part = slice(costs.start[number], costs.start[number + 1])
        base[costs.entry[part]] = np.minimum(base[costs.entry[part]], costs.cost[part])
    is_left = np.repeat(~bound.is_out, np.diff(costs.start)) & (costs.cost < base[costs.entry])
    return int(is_left.sum())


def _is_same(one: float, other: float) -> bool:
    return abs(one - other) <= _SAME * max(abs(one), abs(other), 1.0)


def _needed(asked: _Asked, chosen: tuple[int, ...]) -> tuple[int, ...]:
    """Without the sites that nobody would miss, the dearest first."""
    value = asked.value(chosen)
    for site in sorted(chosen, key=lambda each: (-float(asked.problem.cost[each]), -each)):
        fewer = tuple(each for each in chosen if each != site)
        if asked.is_allowed(fewer) and asked.sign * asked.value(fewer) >= asked.sign * value:
            chosen, value = fewer, asked.value(fewer)
    return chosen


def _told(  # noqa: PLR0913, PLR0917 - what an answer is made of
    asked: _Asked,
    best: tuple[int, ...],
    proof: Proof,
    bound: _Lagrangian | None,
    found: Found,
    runners_up: int,
    progress: Progress,
) -> SitingAnswer:
    value = asked.value(best)
    bounds = [each for each in (proof.bound, None if bound is None else bound.value) if each is not None]
    known = [each for each in bounds if math.isfinite(each)]
    limit = math.nan
    if known:
        limit = min(known) if asked.sign > 0 else max(known)
        limit = max(limit, value) if asked.sign > 0 else min(limit, value)
    is_proven = proof.outcome == "optimal" or (bool(known) and _is_same(limit, value))
    status: Status = "proven" if is_proven else "bounded" if known else "unbounded"
    gap = 0.0 if is_proven else abs(limit - value) / max(abs(value), 1e-300) if known else math.nan
    ties, others, has_more = _alternatives(asked, best, value, found, runners_up if is_proven else 0, progress)
    if not is_proven:
        others = tuple(OtherPlan(chosen=each, value=asked.value(each)) for each in found.others if each != best)[
            :runners_up
        ]
    return SitingAnswer(
        status=status,
        chosen=best,
        value=value,
        bound=value if is_proven else limit,
        gap_share=gap,
        ties=ties,
        has_more_ties=has_more,
        runners_up=others,
        reason="" if best else nothing_gained(asked.problem, asked.ask),
        solver="HiGHS" if proof.outcome == "optimal" else "greedy with interchange",
        starts=found.starts,
        is_stopped=asked.effort.is_over,
    )


def _alternatives(  # noqa: PLR0913, PLR0917 - what is looked for beside what
    asked: _Asked,
    best: tuple[int, ...],
    value: float,
    found: Found,
    runners_up: int,
    progress: Progress,
) -> tuple[tuple[tuple[int, ...], ...], tuple[OtherPlan, ...], bool]:
    """Ties and runners-up by leaving out one plan after another, while time lasts."""
    ties: list[tuple[int, ...]] = []
    others: list[OtherPlan] = []
    if not best or not runners_up or len(asked.problem.entry) > _MOST_PAIRS:
        found_others = [each for each in found.others if each != best][:runners_up]
        return (), tuple(OtherPlan(chosen=each, value=asked.value(each)) for each in found_others), False
    excluded = [best]
    while len(others) < runners_up and not asked.effort.is_over:
        progress("looking for plans that come close", 0.98)
        proof = prove(asked.problem, asked.ask, asked.effort, excluded=excluded, worst_at_most=asked.worst_at_most)
        if proof.chosen is None or proof.outcome != "optimal" or not proof.chosen:
            break
        chosen = _needed_beside(asked, proof.chosen, excluded)
        excluded.append(chosen)
        if _is_same(asked.value(chosen), value):
            if len(ties) == _MOST_TIES:
                return tuple(ties), tuple(others), True
            ties.append(chosen)
        else:
            others.append(OtherPlan(chosen=chosen, value=asked.value(chosen)))
    return tuple(ties), tuple(others), False


def _needed_beside(asked: _Asked, chosen: tuple[int, ...], excluded: list[tuple[int, ...]]) -> tuple[int, ...]:
    """As ``_needed``; never one of those that were left out."""
    fewer = _needed(asked, chosen)
    return chosen if any(set(fewer) >= set(each) for each in excluded) else fewer
