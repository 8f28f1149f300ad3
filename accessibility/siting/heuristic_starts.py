"""One start of the heuristics for each objective: what the compiled loops are given, and what is made of it.

Sums over the nearest (``most-people``, ``least-minutes``) and ``backup`` go to the loops as they are. ``least-worst``
halves the range of minutes: within so many, is everybody reached who can be? ``fewest-sites`` asks the same with ever
less to pay. ``worst-decile`` is the least over t of t and the mean excess over t of a tenth of the people (Rockafellar
& Uryasev 2000, doi:10.21314/JOR.2000.038): for a fixed t a sum over the nearest, so t and the sites take turns.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from accessibility.siting.heuristic_kernels import Counted, Manner, Pairs, Room, search
from accessibility.siting.heuristic_room import Lift, Net, search_room
from accessibility.siting.problem import Ask, Doubles, SitingProblem, Whole
from accessibility.siting.values import (
    ROUNDING,
    WORST_SHARE,
    access_minutes,
    can_be_reached,
    centres_within,
    site_costs,
    value_of,
    with_required,
)

_KICKS: Final = (4, 40)  # after each start, the fewest and the most
_KICK_PAIRS: Final = 40_000  # looked at by all kicks of a start, about, where that makes more than the fewest
_LEAST: Final = 1e-11  # of all that could be saved, what counts as a gain
_TURNS: Final = 8  # of t and the sites, at most

Flags = npt.NDArray[np.bool_]
Start = Callable[[int, int], tuple[int, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _World:
    """A problem as the loops read it. ``site``: the candidate of each pair; ``now``: minutes with those required."""

    problem: SitingProblem
    ask: Ask
    stop: Flags
    site: Whole
    now: Doubles
    times: Whole
    price: Doubles
    place: Whole
    is_barred: Flags
    most_sites: int
    budget: float
    floors: Doubles
    need: Doubles

    def counted(self, keep: Flags, people: Doubles, once: float, twice: float) -> Any:
        """What floors and second centres are counted by, of the pairs that are kept."""
        is_within = self.problem.minutes[keep] <= self.ask.within_minutes
        return Counted(is_within, self.times, people, once, twice, self.floors, self.need)

    def room(self) -> Any:
        """The limits."""
        return Room(self.price, self.place, self.is_barred, self.most_sites, self.budget)

    def look(self, base: Doubles, cost: Doubles, manner: Any, first: Flags | None = None) -> tuple[Flags, float, float]:
        """Search for the sites at which entries cost least, by cost of each pair: the choice, its lack and its cost."""
        problem, entry = self.problem, self.problem.entry
        keep = cost < base[entry]
        if len(self.need):
            keep |= (problem.minutes <= self.ask.within_minutes) & (self.floors[entry] > 0).any(axis=1)
        scale = max(float(base.sum()), 1e-300)
        pairs = _pairs(self, keep, base / scale, cost / scale)
        none = np.zeros(len(problem.people))
        begin = np.zeros(problem.candidate_count, np.bool_) if first is None else first
        chosen, lack, left = search(pairs, self.room(), self.counted(keep, none, 0.0, 0.0), manner, begin, self.stop)
        return chosen, lack, left * scale


def start_of(problem: SitingProblem, ask: Ask, stop: Flags) -> Start:
    """What gives the choice of one start by its number and the seed; it ends early once ``stop`` is set."""
    world = _world(problem, ask, stop)
    if world.most_sites == 0 or world.is_barred.all():
        return lambda _number, _seed: ()
    is_cover = ask.objective == "fewest-sites"  # a limit as well: all who can be are to be within reach
    objective = "worst-decile" if ask.worst_decile_first and not is_cover else ask.objective
    make: dict[str, Callable[[_World], Callable[[int, Any], Flags]]] = {
        "most-people": _nearest,
        "least-minutes": _nearest,
        "backup": _backup,
        "least-worst": _least_worst,
        "fewest-sites": _fewest,
        "worst-decile": _worst_decile,
        "capacity": _capacity,
    }
    begin = make[objective](world)
    has_prices = ask.budget is not None or objective == "fewest-sites"
    kicks = int(np.clip(_KICK_PAIRS // max(1, len(problem.entry)), *_KICKS))

    def run(number: int, seed: int) -> tuple[int, ...]:
        chosen = begin(number, manner_of(number, seed, kicks, has_prices=has_prices))
        return tuple(np.flatnonzero(chosen).tolist())

    return run


def manner_of(number: int, seed: int, kicks: int, *, has_prices: bool) -> Any:
    """How a start goes about it: the first two of a problem with prices, else the first alone, leave out nobody."""
    of_start = int(np.random.SeedSequence([seed, number]).generate_state(1)[0])
    is_by_price = has_prices and number % 2 == 1
    is_whole = number == 0 or (has_prices and number == 1)
    sampled = 1.0 if is_whole else (0.1, 0.2, 0.35, 0.5, 0.7)[(number // 2) % 5]
    return Manner(of_start, sampled, is_by_price, kicks, _LEAST)


def _world(problem: SitingProblem, ask: Ask, stop: Flags) -> _World:
    required = problem.is_required
    budget = np.inf if ask.budget is None else ask.budget * (1 + ROUNDING / 2)
    _, place = np.unique(problem.place, return_inverse=True)
    is_barred = required | (problem.cost > budget) | np.isin(place, place[required]) | (np.diff(problem.start) == 0)
    now, _ = access_minutes(problem, ())
    times = (now <= ask.within_minutes).astype(np.int64)
    if ask.objective == "backup":
        times = problem.now_count + centres_within(problem, with_required(problem, ()), ask.within_minutes)
    totals = [float(floor.people.sum()) for floor in ask.floors]
    floors = [floor.people / total for floor, total in zip(ask.floors, totals, strict=True) if total > 0]
    need = [floor.least_share - ROUNDING / 2 for floor, total in zip(ask.floors, totals, strict=True) if total > 0]
    return _World(
        problem=problem,
        ask=ask,
        stop=stop,
        site=np.repeat(np.arange(problem.candidate_count), np.diff(problem.start)),
        now=now,
        times=times,
        price=problem.cost,
        place=place.astype(np.int64),
        is_barred=is_barred,
        most_sites=problem.candidate_count if ask.sites is None else max(0, ask.sites),
        budget=budget,
        floors=np.ascontiguousarray(np.array(floors).reshape(len(floors), len(problem.people)).T),
        need=np.array(need, np.float64),
    )


def _pairs(world: _World, keep: Flags, base: Doubles, cost: Doubles) -> Any:
    count = np.bincount(world.site[keep], minlength=world.problem.candidate_count)
    start = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
    return Pairs(start, world.problem.entry[keep], np.ascontiguousarray(cost[keep]), base)


def costs_of_nearest(problem: SitingProblem, ask: Ask, now: Doubles) -> tuple[Doubles, Doubles]:
    """What each entry costs as it is, and by each pair: people not within, or person-minutes."""
    people = problem.people
    if ask.objective == "most-people":
        base = np.where(now <= ask.within_minutes, 0.0, people)
        return base, np.where(problem.minutes <= ask.within_minutes, 0.0, people[problem.entry])
    base = people * np.minimum(now, ask.most_minutes)
    return base, people[problem.entry] * np.minimum(problem.minutes, ask.most_minutes)


def _nearest(world: _World) -> Callable[[int, Any], Flags]:
    problem = world.problem
    base, cost = costs_of_nearest(problem, world.ask, world.now)
    keep = cost < base[problem.entry]
    if len(world.need):
        keep |= (problem.minutes <= world.ask.within_minutes) & (world.floors[problem.entry] > 0).any(axis=1)
    scale = max(float(base.sum()), 1e-300)
    pairs = _pairs(world, keep, base / scale, cost / scale)
    counted = world.counted(keep, np.zeros(len(base)), 0.0, 0.0)
    room, none = world.room(), np.zeros(problem.candidate_count, np.bool_)

    def begin(_number: int, manner: Any) -> Flags:
        chosen: Flags = search(pairs, room, counted, manner, none, world.stop)[0]
        return chosen

    return begin


def _backup(world: _World) -> Callable[[int, Any], Flags]:
    problem, weight = world.problem, world.ask.backup_weight
    keep = problem.minutes <= world.ask.within_minutes
    nothing = np.zeros(len(problem.people))
    pairs = _pairs(world, keep, nothing, np.zeros(len(problem.entry)))
    people = problem.people / max(float(problem.people.sum()), 1e-300)
    counted = world.counted(keep, people, 1.0 - weight, 1.0)
    room, none = world.room(), np.zeros(problem.candidate_count, np.bool_)

    def begin(_number: int, manner: Any) -> Flags:
        chosen: Flags = search(pairs, room, counted, manner, none, world.stop)[0]
        return chosen

    return begin


def _least_worst(world: _World) -> Callable[[int, Any], Flags]:
    problem, most = world.problem, world.ask.most_minutes
    is_asked = (problem.people > 0) & can_be_reached(problem, np.inf)
    now = np.where(is_asked, np.minimum(world.now, most), 0.0)
    by_pair = np.minimum(problem.minutes, most)
    least = now.copy()
    np.minimum.at(least, problem.entry, by_pair)
    steps = np.unique(np.concatenate([[least.max(initial=0.0)], by_pair[is_asked[problem.entry]], now[is_asked]]))
    steps = steps[steps >= least.max(initial=0.0)]  # nobody comes nearer than to the nearest of all

    def within(minutes: float, manner: Any, first: Flags | None) -> tuple[Flags, float, float]:
        base = (now > minutes).astype(np.float64)
        return world.look(base, np.where(by_pair <= minutes, 0.0, base[problem.entry]), manner, first)

    def begin(_number: int, manner: Any) -> Flags:
        best, fewest, _ = within(float(steps[-1]), manner, None)
        low, high = 0, len(steps) - 1
        while low < high and not world.stop[0]:
            middle = (low + high) // 2
            chosen, lack, left = within(float(steps[middle]), manner, None)
            if left < 0.5 and lack <= fewest + _LEAST:  # noqa: PLR2004 - of one entry
                worst = value_of(problem, world.ask, "least-worst", np.flatnonzero(chosen).tolist())
                best, high = chosen, min(middle, int(np.searchsorted(steps, worst)))
            else:
                low = middle + 1
        return best

    return begin


def _fewest(world: _World) -> Callable[[int, Any], Flags]:
    problem, within = world.problem, world.ask.within_minutes
    is_asked = (problem.people > 0) & can_be_reached(problem, within) & (world.now > within)
    base = is_asked.astype(np.float64)
    cost = np.where(problem.minutes <= within, 0.0, base[problem.entry])
    paid_by = site_costs(problem)
    everything = len(problem.cost)

    def begin(_number: int, manner: Any) -> Flags:
        free = replace(world, price=paid_by, most_sites=everything, budget=np.inf)
        best, _, left = free.look(base, cost, manner._replace(is_by_price=True))
        missed = left
        while not world.stop[0] and best.any():
            fewer = best.copy()
            for candidate in sorted(np.flatnonzero(best).tolist(), key=lambda each: -paid_by[each]):
                fewer[candidate] = False
                reached = np.zeros(len(base), np.bool_)
                for other in np.flatnonzero(fewer):
                    entry, minutes = problem.reached_by(int(other))
                    reached[entry[minutes <= within]] = True
                if (is_asked & ~reached).sum() > missed + 0.5:
                    fewer[candidate] = True
            best = fewer
            less = float(paid_by[best].sum()) * (1 - ROUNDING)
            cheaper = replace(free, budget=less, is_barred=world.is_barred | (paid_by > less))
            fewer, _, left = cheaper.look(base, cost, manner)
            if left > missed + 0.5:
                break
            best = fewer
        return best

    return begin


def _worst_decile(world: _World) -> Callable[[int, Any], Flags]:
    problem, most = world.problem, world.ask.most_minutes
    people, now = problem.people, np.minimum(world.now, most)
    by_pair = np.minimum(problem.minutes, most)
    least = now.copy()
    np.minimum.at(least, problem.entry, by_pair)
    low, high = _edge(least, people), _edge(now, people)

    def begin(number: int, manner: Any) -> Flags:
        share = 0.0 if number == 0 else float(np.random.default_rng([manner.seed, 1]).random())
        edge = low + share * (high - low)
        best, best_key = np.zeros(problem.candidate_count, np.bool_), (np.inf, np.inf)
        first = None
        for turn in range(_TURNS):
            base = people * np.maximum(now - edge, 0.0)
            cost = people[problem.entry] * np.maximum(by_pair - edge, 0.0)
            chosen, lack, _ = world.look(base, cost, manner, first)
            sites = np.flatnonzero(chosen).tolist()
            key = (lack, value_of(problem, world.ask, "worst-decile", sites))
            if turn and key >= best_key:
                break
            best, best_key, first = chosen, key, chosen
            minutes, _ = access_minutes(problem, sites)
            edge = _edge(np.minimum(minutes, most), people)
            if world.stop[0]:
                break
        return best

    return begin


def _edge(minutes: Doubles, people: Doubles) -> float:
    """The least minutes of the tenth of the people with the longest ways."""
    order = np.argsort(-minutes, kind="stable")
    before = np.cumsum(people[order])
    where = int(np.searchsorted(before, WORST_SHARE * before[-1] if len(before) else 0.0))
    return float(minutes[order[min(where, len(order) - 1)]]) if len(order) else 0.0


def _capacity(world: _World) -> Callable[[int, Any], Flags]:
    problem, within = world.problem, world.ask.within_minutes
    is_served = problem.now_minutes <= within
    people = np.where(is_served, 0.0, problem.people)
    keep = (problem.minutes <= within) & ~is_served[problem.entry]
    pairs = _pairs(world, keep, people, np.zeros(len(problem.entry)))
    required = np.flatnonzero(problem.is_required)
    total = max(float(people.sum()), 1.0)
    net = Net(pairs.start, pairs.entry, people, np.minimum(problem.capacity, total), required)
    lift = Lift(world.floors, world.need, world.now <= within)

    def begin(_number: int, manner: Any) -> Flags:
        chosen: Flags = search_room(net, world.room(), lift, manner, world.stop)
        return chosen

    return begin
