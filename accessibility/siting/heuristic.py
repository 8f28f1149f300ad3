"""Good sites fast: greedy with interchange from many seeded starts, side by side on threads. Nothing is proven by it.

Greedy adds the site that gains most, or most for its cost; interchange then exchanges one chosen site for another as
long as that gains (Teitz & Bart 1968, doi:10.1287/opre.16.5.955; the quick form of it for sums over the nearest is
Whitaker's of 1983). Later starts let greedy see only a random part of the candidates at each step. After each start
come kicks: some sites are taken out at random, refilled and exchanged, and the outcome is kept if it is not worse.
Floors go first: whatever lacks less of them is better, and only then what the objective says.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Final

import numpy as np

from accessibility.siting.heuristic_starts import start_of
from accessibility.siting.problem import MAXIMISED, Ask, SitingProblem
from accessibility.siting.values import access_minutes, value_of, worth
from geo.progress import Progress, silent

STARTS: Final = 32
_LOOK_S: Final = 0.1  # how often somebody looks whether to stop
_EXCHANGES: Final = 1_000  # looked at in Python at most, where they are: about 0.2 s
_DIGITS: Final = 12  # of a value, beyond which two are the same

Rank = tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The best of all starts. ``chosen``: candidates, rising, those required not among them.

    ``value``: by the objective asked. ``is_allowed``: False where no start kept every limit; the choice is then the
    one that lacks least of the floors. ``starts``: how many were made. ``is_stopped``: by time or by the user.
    """

    chosen: tuple[int, ...]
    value: float
    is_allowed: bool
    starts: int
    seconds: float
    is_stopped: bool


def find_sites(  # noqa: C901, PLR0913 - how long and how hard to look
    problem: SitingProblem,
    ask: Ask,
    *,
    starts: int = STARTS,
    seed: int = 2026,
    seconds: float = 60.0,
    threads: int | None = None,
    progress: Progress = silent,
    is_stopped: Callable[[], bool] | None = None,
    on_better: Callable[[tuple[int, ...], float], None] | None = None,
) -> Found:
    """The best sites of so many starts, valued by ``worth``; of equals the cheaper, the fewer, the lower candidates.

    The same for the same seed with any number of threads, and never worse with more starts, unless ``seconds`` pass
    or ``is_stopped`` says so first: then the best so far, from at least the greedy part of the first start.
    ``on_better`` hears of each choice that is better than all before it and keeps the limits, from this thread.
    """
    began = time.monotonic()
    stop = np.zeros(1, np.bool_)
    run = start_of(problem, ask, stop)
    best: tuple[Rank, tuple[int, ...]] | None = None
    ended, seen = 0, set()
    is_by_decile = ask.worst_decile_first or ask.objective == "worst-decile"
    workers = max(1, min(threads or os.cpu_count() or 1, starts))
    pool = ThreadPoolExecutor(max_workers=workers)
    left: set[Future[tuple[int, ...]]] = {pool.submit(run, number, seed) for number in range(max(1, starts))}
    try:
        while left:
            done, left = wait(left, timeout=_LOOK_S, return_when=FIRST_COMPLETED)
            for future in done:
                if future.cancelled():
                    continue
                chosen, ended = future.result(), ended + 1
                if chosen in seen:
                    continue
                seen.add(chosen)
                if is_by_decile and not stop[0]:
                    chosen = _polished(problem, ask, chosen)
                ranked = (rank_of(problem, ask, chosen), chosen)
                if best is None or ranked < best:
                    best = ranked
                    if on_better is not None and ranked[0][0] == 0 and ranked[0][1] == 0:
                        on_better(chosen, value_of(problem, ask, ask.objective, chosen))
            progress("Looking for good sites", ended / max(1, starts))
            if (
                left
                and not stop[0]
                and (time.monotonic() - began >= seconds or (is_stopped is not None and is_stopped()))
            ):
                stop[0] = True
            if stop[0] and ended:
                for future in left:
                    future.cancel()
    finally:
        stop[0] = True
        pool.shutdown(wait=True, cancel_futures=True)
    assert best is not None  # noqa: S101 - the first start always ends
    chosen = _without_idle(problem, ask, best[1])
    found = worth(problem, ask, chosen)
    return Found(
        chosen=chosen,
        value=found.value,
        is_allowed=found.is_allowed,
        starts=ended,
        seconds=time.monotonic() - began,
        is_stopped=ended < max(1, starts),
    )


def rank_of(problem: SitingProblem, ask: Ask, chosen: tuple[int, ...]) -> Rank:
    """What makes one choice better than another, the less the better; all of it before the candidates themselves.

    Limits broken that are no floors, what the floors lack (in shares, added), the worst decile's minutes where they
    come first, the value (negative where more is better), cost and number of sites.
    """
    found = worth(problem, ask, chosen)
    keys = {floor.key for floor in ask.floors}
    lack = 0.0
    if any(key in keys for key in found.broken):
        minutes, _ = access_minutes(problem, chosen)
        is_within = minutes <= ask.within_minutes
        for floor in ask.floors:
            total = float(floor.people.sum())
            if floor.key in found.broken and total > 0:
                lack += floor.least_share - float(floor.people[is_within].sum()) / total
    decile = _rounded(value_of(problem, ask, "worst-decile", chosen)) if ask.worst_decile_first else 0.0
    sign = -1.0 if ask.objective in MAXIMISED else 1.0
    others = float(sum(key not in keys for key in found.broken))
    cost = float(problem.cost[list(chosen)].sum())
    return (others, _rounded(lack), decile, sign * _rounded(found.value), _rounded(cost), float(len(chosen)))


def _polished(problem: SitingProblem, ask: Ask, chosen: tuple[int, ...]) -> tuple[int, ...]:
    """The choice after adding, and in smaller problems exchanging, whatever makes its rank better, one at a time."""
    free = [each for each in range(problem.candidate_count) if not problem.is_required[each]]
    best = rank_of(problem, ask, chosen)
    while True:
        outs: list[int | None] = [None]
        if len(free) * (len(chosen) + 1) <= _EXCHANGES:
            outs += list(chosen)
        others = [tuple(sorted({*chosen, into} - {out})) for out in outs for into in free if into not in chosen]
        ranked = min(((rank_of(problem, ask, other), other) for other in others), default=(best, chosen))
        if ranked[0][:4] >= best[:4]:
            return chosen
        best, chosen = ranked


def _rounded(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")


def _without_idle(problem: SitingProblem, ask: Ask, chosen: tuple[int, ...]) -> tuple[int, ...]:
    """The choice without the sites that make it no better, the dearest looked at first."""
    best = rank_of(problem, ask, chosen)
    for candidate in sorted(chosen, key=lambda each: (-problem.cost[each], -each)):
        fewer = tuple(other for other in chosen if other != candidate)
        ranked = rank_of(problem, ask, fewer)
        if ranked[:4] <= best[:4]:
            chosen, best = fewer, ranked
    return chosen
