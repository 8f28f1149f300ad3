"""Good plans quickly: greedy with interchange from many seeded starts on threads.

Teitz, M. and Bart, P. (1968), doi:10.1287/opre.16.5.955; the exchange that saves most is found in one pass over all
pairs, as in Whitaker, R. (1983), doi:10.1080/03155986.1983.11731889. Some starts add the best of a random sample.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from accessibility.siting.costs import CostOf, Costs, above, beyond, costs_of, pairs_within, person_minutes, with_floors
from accessibility.siting.heuristic_kernels import one_start, twice_start
from accessibility.siting.limits import settled
from accessibility.siting.problem import MAXIMISED, Ask, Doubles, SitingProblem, Whole
from accessibility.siting.values import Worth, access_minutes, can_be_reached, site_costs, worth
from geo.progress import Progress, silent

STARTS: Final = 8
_SAMPLED: Final = 0.3  # of the candidates at each step of a random start
_WEIGHTS: Final = (0.0, 0.1, 1.0, 10.0, 1000.0)  # of floors, over what all entries cost
_EDGES: Final = 8  # of the worst decile, tried one after another
_KEPT: Final = 50

Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The best choice found. ``is_allowed``: whether it keeps all limits. ``others``: more that do, the best first."""

    chosen: tuple[int, ...]
    value: float
    is_allowed: bool
    others: tuple[tuple[int, ...], ...]
    starts: int
    seconds: float
    is_stopped: bool


class _Best:
    """What was found so far, valued by the definition."""

    def __init__(self, problem: SitingProblem, ask: Ask) -> None:
        self._problem, self._ask = problem, ask
        self._known: dict[tuple[int, ...], Worth] = {}
        self.starts = 0

    def offer(self, chosen: tuple[int, ...]) -> Worth:
        """Keep a choice."""
        if chosen not in self._known:
            self._known[chosen] = worth(self._problem, self._ask, chosen)
        return self._known[chosen]

    def ordered(self) -> list[tuple[int, ...]]:
        """All choices, the best first: those that are allowed, then by value, number of sites and rows."""
        sign = -1.0 if self._ask.objective in MAXIMISED else 1.0

        def order(chosen: tuple[int, ...]) -> tuple[object, ...]:
            value = self._known[chosen]
            return len(value.broken), sign * value.value, len(chosen), chosen

        return sorted(self._known, key=order)


def find_sites(  # noqa: PLR0913 - what is asked, and for how long
    problem: SitingProblem,
    ask: Ask,
    *,
    starts: int = STARTS,
    seed: int = 2026,
    seconds: float = math.inf,
    threads: int | None = None,
    progress: Progress = silent,
    is_stopped: Stop | None = None,
) -> Found:
    """The best choice of many starts; without a bound.

    The same with any number of threads, if neither the time nor ``is_stopped`` ends it early. At least one start is
    made in any case. With floors that are hard to meet ``is_allowed`` may be False though some choice meets them.
    """
    began = time.perf_counter()
    best, end = _Best(problem, ask), began + seconds
    free = settled(problem, ask)
    best.offer(())
    stop = _Clock(end, is_stopped)
    with ThreadPoolExecutor(max_workers=threads or os.cpu_count() or 1) as pool:
        for number, (costs, seeds) in enumerate(_tries(free, ask, best, starts=starts, seed=seed)):
            progress("trying choices of sites", min(0.9, number / 10))
            for chosen in _run(pool, costs, seeds, stop):
                best.offer(_pruned(problem, ask, chosen, best))
                best.starts += 1
            if stop():
                break
    ordered = best.ordered()
    value = best.offer(ordered[0])
    return Found(
        chosen=ordered[0],
        value=value.value,
        is_allowed=value.is_allowed,
        others=tuple(each for each in ordered[1:] if best.offer(each).is_allowed)[:_KEPT],
        starts=best.starts,
        seconds=time.perf_counter() - began,
        is_stopped=stop.has_stopped,
    )


class _Clock:
    """Whether time is over or somebody asked to stop."""

    def __init__(self, end: float, is_stopped: Stop | None) -> None:
        self._end, self._is_stopped, self.has_stopped = end, is_stopped, False

    def __call__(self) -> bool:
        self.has_stopped |= time.perf_counter() > self._end or (self._is_stopped is not None and self._is_stopped())
        return self.has_stopped


@dataclass(frozen=True, slots=True, kw_only=True)
class _Starts:
    """Starts over one set of costs: seeds, of which the first goes without chance; or of a value by times reached."""

    seeds: range
    by_times: tuple[Doubles, Whole, Doubles] | None = None  # value by times, times now, people


def _tries(problem: SitingProblem, ask: Ask, best: _Best, *, starts: int, seed: int) -> Iterator[tuple[Costs, _Starts]]:
    """The costs over which starts are made, one after another; later ones may rest on what was found."""
    seeds = range(seed, seed + starts)
    for shape in _shapes(problem, ask, best):
        total = max(costs_of(problem, ask, shape).base.sum(), 1.0)
        for weight in _WEIGHTS if ask.floors else (0.0,):
            cost_of = with_floors(shape, ask.floors, ask.within_minutes, weight * total)
            costs = costs_of(problem, ask, cost_of)
            if ask.objective == "backup" and weight == 0.0:
                share = ask.backup_weight
                by_times = (np.array([0.0, 1 - share, 1.0]), problem.now_count, problem.people)
                yield pairs_within(problem, ask), _Starts(seeds=seeds, by_times=by_times)
            yield costs, _Starts(seeds=seeds)
            if ask.floors and weight > 0.0 and best.offer(best.ordered()[0]).is_allowed:
                break


def _shapes(problem: SitingProblem, ask: Ask, best: _Best) -> Iterator[CostOf]:
    """By objective what is to be made small."""
    people, most = problem.people, ask.most_minutes
    if ask.objective in {"most-people", "backup", "capacity"}:
        yield beyond(people, ask.within_minutes)
    elif ask.objective == "fewest-sites":
        is_asked = (people > 0) & can_be_reached(problem, ask.within_minutes)
        yield beyond(is_asked.astype(np.float64), ask.within_minutes)
    elif ask.objective == "least-worst":
        yield person_minutes(people, most)
        yield from _thresholds(problem, best)
    else:
        yield person_minutes(people, most)
    if ask.objective == "worst-decile" or ask.worst_decile_first:
        for edge in np.linspace(0.0, 1.0, _EDGES, endpoint=False)[1:]:
            minutes = np.minimum(access_minutes(problem, best.ordered()[0])[0], most)
            yield above(people, float(minutes[people > 0].max(initial=0.0) * edge), most)


def _thresholds(problem: SitingProblem, best: _Best) -> Iterator[CostOf]:
    """Fewer and fewer minutes within which everybody is to be, as long as some choice manages."""
    is_asked = ((problem.people > 0) & can_be_reached(problem, math.inf)).astype(np.float64)
    minutes = np.unique(np.append(problem.minutes, problem.now_minutes[np.isfinite(problem.now_minutes)]))
    low, high = 0, len(minutes)
    while low < high:
        high = min(high, int(np.searchsorted(minutes, best.offer(best.ordered()[0]).value)))
        middle = (low + high) // 2
        if low >= high:
            break
        yield beyond(is_asked, float(minutes[middle]))
        if best.offer(best.ordered()[0]).value <= minutes[middle]:
            high = middle
        else:
            low = middle + 1


def _run(pool: ThreadPoolExecutor, costs: Costs, starts: _Starts, stop: _Clock) -> Iterable[tuple[int, ...]]:
    """What each start chooses, in the order of the seeds; those that begin after the end are left out."""
    least = 1e-9 * max(float(costs.base.sum()), 1e-300)
    empty = np.zeros(len(costs.candidate), np.bool_)
    has_prices = bool((costs.price > 0).any()) and costs.budget <= costs.price.sum()

    def start(number: int) -> npt.NDArray[np.bool_] | None:
        if number > 1 and stop():
            return None
        sampled = 1.0 if number <= 1 else _SAMPLED
        if starts.by_times is not None:
            value, count, people = starts.by_times
            return twice_start(
                costs.start,
                costs.entry,
                people,
                value,
                count,
                costs.price,
                costs.place,
                costs.most_sites,
                costs.budget,
                starts.seeds[number],
                sampled,
                1e-9 * max(float(people.sum()), 1e-300),
            )
        return one_start(
            costs.start,
            costs.entry,
            costs.cost,
            costs.base,
            costs.price,
            costs.place,
            costs.has_twin,
            costs.most_sites,
            costs.budget,
            empty,
            starts.seeds[number],
            sampled,
            has_prices and number % 2 == 1,
            least,
        )

    numbers = [number for number in range(len(starts.seeds)) if number != 1 or has_prices]
    for is_chosen in pool.map(start, numbers):
        if is_chosen is not None:
            yield tuple(costs.candidate[is_chosen].tolist())


def _pruned(problem: SitingProblem, ask: Ask, chosen: tuple[int, ...], best: _Best) -> tuple[int, ...]:
    """Without the sites that nobody would miss, the dearest first."""
    sign = 1.0 if ask.objective in MAXIMISED else -1.0
    kept = best.offer(chosen)
    for site in sorted(chosen, key=lambda each: (-float(site_costs(problem)[each]), -each)):
        fewer = tuple(each for each in chosen if each != site)
        value = worth(problem, ask, fewer)
        if len(value.broken) <= len(kept.broken) and sign * value.value >= sign * kept.value:
            chosen, kept = fewer, value
    return chosen
