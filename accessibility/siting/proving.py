"""Proving: the best choice by an integer program, with a bound on all others."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from accessibility.siting.cover_models import backup, fewest_sites, most_people, reaching_all, with_room
from accessibility.siting.limits import choosable, settled
from accessibility.siting.minutes_models import keep_worst, least_minutes, worst_decile
from accessibility.siting.model import Model, exclude
from accessibility.siting.problem import Ask, SitingProblem
from accessibility.siting.values import can_be_reached, value_of

_ROUNDING: Final = 1e-6  # of the worst decile, within which it counts as kept

Stop = Callable[[], bool]
Told = Callable[[float, float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How long is worked: until ``end`` of the clock, on so many threads, and until ``is_stopped``."""

    end: float
    threads: int = 1
    is_stopped: Stop | None = None
    told: Told | None = None

    @property
    def seconds(self) -> float:
        """The seconds that are left."""
        return max(self.end - time.perf_counter(), 0.0)

    @property
    def is_over(self) -> bool:
        """Whether time is up or somebody asked to stop."""
        return self.seconds <= 0 or (self.is_stopped is not None and self.is_stopped())


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What a program says: the best choice, or that none is allowed; ``bound``: no allowed choice is better."""

    outcome: Literal["optimal", "stopped", "infeasible"]
    chosen: tuple[int, ...] | None
    bound: float


def prove(  # noqa: PLR0913 - what is proven, of which choices, and with how much effort
    problem: SitingProblem,
    ask: Ask,
    effort: Effort,
    *,
    start: Sequence[int] | None = None,
    excluded: Sequence[Sequence[int]] = (),
    worst_at_most: float | None = None,
    is_out: npt.NDArray[np.bool_] | None = None,
) -> Proof:
    """The best choice by the objective of an ask, from a good ``start``.

    ``excluded``: choices that are left out with all that hold one of them. ``worst_at_most``: minutes that the worst
    decile is held to. ``is_out``: by candidate, what the best choice is known to be without.
    """
    if ask.objective == "least-worst":
        return _least_worst(problem, ask, effort, excluded=excluded, worst_at_most=worst_at_most)
    model = _model_of(problem, ask)
    if model is None:
        return Proof(outcome="infeasible", chosen=None, bound=math.nan)
    return _solve(model, effort, start=start, excluded=excluded, worst_at_most=worst_at_most, is_out=is_out)


def _model_of(problem: SitingProblem, ask: Ask) -> Model | None:
    if ask.objective == "capacity":
        return with_room(problem, ask)
    free = settled(problem, ask)
    if ask.objective == "fewest-sites":
        return fewest_sites(free, ask)
    builders = {
        "most-people": most_people,
        "backup": backup,
        "least-minutes": least_minutes,
        "worst-decile": worst_decile,
    }
    return builders[ask.objective](free, ask)


def _solve(  # noqa: PLR0913 - as prove
    model: Model,
    effort: Effort,
    *,
    start: Sequence[int] | None = None,
    excluded: Sequence[Sequence[int]] = (),
    worst_at_most: float | None = None,
    is_out: npt.NDArray[np.bool_] | None = None,
) -> Proof:
    exclude(model, excluded)
    if worst_at_most is not None:
        keep_worst(model, worst_at_most + _ROUNDING * max(1.0, worst_at_most))
    if is_out is not None and is_out[model.candidate].any():
        model.program.add_row(model.site[is_out[model.candidate]], 1.0, high=0.0)
    solved = model.program.solve(
        seconds=effort.seconds,
        start=None if start is None else model.start_of(start),
        is_stopped=effort.is_stopped,
        told=effort.told,
    )
    chosen = None if solved.columns is None else model.chosen(solved.columns)
    return Proof(outcome=solved.outcome, chosen=chosen, bound=solved.bound + model.constant)


def _least_worst(
    problem: SitingProblem,
    ask: Ask,
    effort: Effort,
    *,
    excluded: Sequence[Sequence[int]],
    worst_at_most: float | None,
) -> Proof:
    """The p-center by halving: the fewest minutes within which some allowed choice reaches everybody.

    Minieka, E. (1970), The m-center problem, SIAM Review 12(1), doi:10.1137/1012016.
    """
    free = settled(problem, ask)
    is_asked = (free.people > 0) & can_be_reached(free, math.inf)
    minutes = [
        free.now_minutes[is_asked & np.isfinite(free.now_minutes)],
        free.minutes,
        np.array([0.0, ask.most_minutes]),
    ]
    steps = np.unique(np.minimum(np.concatenate(minutes), ask.most_minutes))
    low, high, chosen = int(np.searchsorted(steps, _nearest_of_all(free, ask))), len(steps) - 1, None
    is_known = False  # whether some choice keeps the last step
    while low < high or not is_known:
        if effort.is_over:
            return Proof(outcome="stopped", chosen=chosen, bound=float(steps[low]))
        middle = (low + high) // 2 if low < high else high
        within = math.inf if steps[middle] >= ask.most_minutes else float(steps[middle])
        model = reaching_all(free, ask, within)
        proof = None if model is None else _solve(model, effort, excluded=excluded, worst_at_most=worst_at_most)
        if proof is not None and proof.outcome == "stopped" and proof.chosen is None:
            return Proof(outcome="stopped", chosen=chosen, bound=float(steps[low]))
        if proof is None or proof.chosen is None:
            if middle == len(steps) - 1:
                return Proof(outcome="infeasible", chosen=None, bound=math.nan)
            low = middle + 1
            continue
        chosen, is_known = proof.chosen, True
        high = min(middle, int(np.searchsorted(steps, value_of(problem, ask, "least-worst", chosen))))
    return Proof(outcome="optimal", chosen=chosen, bound=float(steps[high]))


def _nearest_of_all(problem: SitingProblem, ask: Ask) -> float:
    """The longest way if every candidate that may be chosen were; nothing is quicker."""
    every = np.flatnonzero(choosable(problem, ask)).tolist()
    return value_of(problem, ask, "least-worst", every)
