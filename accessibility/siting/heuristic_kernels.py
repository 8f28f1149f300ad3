"""Compiled loops of the heuristics: greedy, interchange and kicks over what each pair costs.

An entry i costs the least of ``base[i]`` and of ``cost`` of the pairs by which a chosen candidate reaches it; candidate
j has the pairs ``start[j]`` to ``start[j + 1]``. A pair that ``is_within`` counts for floors and for ``twice``:
``times0[i]`` centres are within reach of entry i before any is chosen. ``room`` is what the limits are made of.
This file calls nothing of any other, so that what numba keeps for the next start is never older than what it calls.
"""

from __future__ import annotations

from collections import namedtuple
from typing import Any

import numpy as np

from accessibility.compiling import compiled

Pairs = namedtuple("Pairs", "start entry cost base")  # noqa: PYI024 - numba reads it as it is
Room = namedtuple("Room", "price place is_barred most_sites budget")  # noqa: PYI024
Counted = namedtuple("Counted", "is_within times0 people once twice floors need")  # noqa: PYI024
Manner = namedtuple("Manner", "seed sampled is_by_price kicks least")  # noqa: PYI024


@compiled
def nearest_two(pairs: Any, is_chosen: Any) -> Any:
    """Of each entry the least cost, the candidate it is by (-1 base), and the least cost without that one."""
    best, second = pairs.base.copy(), pairs.base.copy()
    site = np.full(len(best), -1, np.int64)
    for candidate in np.flatnonzero(is_chosen):
        for pair in range(pairs.start[candidate], pairs.start[candidate + 1]):
            i, by_it = pairs.entry[pair], pairs.cost[pair]
            if by_it < best[i]:
                second[i], best[i], site[i] = best[i], by_it, candidate
            elif by_it < second[i]:
                second[i] = by_it
    return best, second, site


@compiled
def times_reached(pairs: Any, counted: Any, is_chosen: Any) -> Any:
    """How many centres and chosen candidates are within reach of each entry."""
    times = counted.times0.copy()
    for candidate in np.flatnonzero(is_chosen):
        for pair in range(pairs.start[candidate], pairs.start[candidate + 1]):
            if counted.is_within[pair]:
                times[pairs.entry[pair]] += 1
    return times


@compiled
def _worth_of_times(counted: Any, i: Any, times: Any) -> Any:
    if times <= 0:
        return 0.0
    return counted.people[i] * (counted.once if times == 1 else counted.twice)


@compiled
def state_of(pairs: Any, counted: Any, is_chosen: Any) -> Any:
    """What a choice lacks of the floors, and what it costs."""
    best, _, _ = nearest_two(pairs, is_chosen)
    cost = best.sum()
    lack = 0.0
    if len(counted.need) or counted.twice != 0.0:
        times = times_reached(pairs, counted, is_chosen)
        for i in range(len(best)):
            cost -= _worth_of_times(counted, i, times[i])
        for g in range(len(counted.need)):
            served = 0.0
            for i in range(len(best)):
                if times[i] > 0:
                    served += counted.floors[i, g]
            lack += max(0.0, counted.need[g] - served)
    return lack, cost


@compiled
def _limits(room: Any, is_chosen: Any) -> Any:
    """How many are chosen, what they cost, and how often each place is taken."""
    number, paid = 0, 0.0
    taken = np.zeros(len(room.place) + 1, np.int64)
    for candidate in np.flatnonzero(is_chosen):
        number += 1
        paid += room.price[candidate]
        taken[room.place[candidate]] += 1
    return number, paid, taken


@compiled
def _fits(room: Any, taken: Any, number: Any, paid: Any, out: Any, into: Any) -> Any:
    """Whether a candidate may come in for one that goes out, -1 for none."""
    if room.is_barred[into] or number + (0 if out >= 0 else 1) > room.most_sites:
        return False
    if paid - (room.price[out] if out >= 0 else 0.0) + room.price[into] > room.budget:
        return False
    others = taken[room.place[into]]
    if out >= 0 and room.place[out] == room.place[into]:
        others -= 1
    return others == 0


@compiled
def _gain(pairs: Any, counted: Any, best: Any, times: Any, served: Any, candidate: Any, is_counting: Any) -> Any:
    """What a candidate takes from the lack of the floors and from the cost where it is added."""
    saved = 0.0
    for pair in range(pairs.start[candidate], pairs.start[candidate + 1]):
        below = best[pairs.entry[pair]] - pairs.cost[pair]
        if below > 0.0:
            saved += below
    if not is_counting:
        return 0.0, saved
    groups = len(counted.need)
    more = np.zeros(groups)
    for pair in range(pairs.start[candidate], pairs.start[candidate + 1]):
        if not counted.is_within[pair]:
            continue
        i = pairs.entry[pair]
        if times[i] < 2:
            saved += _worth_of_times(counted, i, times[i] + 1) - _worth_of_times(counted, i, times[i])
        if times[i] == 0:
            for g in range(groups):
                more[g] += counted.floors[i, g]
    lifted = 0.0
    for g in range(groups):
        lifted += max(0.0, counted.need[g] - served[g]) - max(0.0, counted.need[g] - served[g] - more[g])
    return lifted, saved


@compiled
def _served(counted: Any, times: Any) -> Any:
    served = np.zeros(len(counted.need))
    for g in range(len(served)):
        for i in range(len(times)):
            if times[i] > 0:
                served[g] += counted.floors[i, g]
    return served


@compiled
def _add_greedily(
    pairs: Any, room: Any, counted: Any, is_chosen: Any, sampled: Any, is_by_price: Any, least: Any, stop: Any
) -> Any:
    """Add the candidate that lifts the floors most, then saves most, till nothing is gained or a limit is met."""
    best, _, _ = nearest_two(pairs, is_chosen)
    is_counting = len(counted.need) > 0 or counted.twice != 0.0
    times = times_reached(pairs, counted, is_chosen)
    served = _served(counted, times)
    number, paid, taken = _limits(room, is_chosen)
    while not stop[0]:
        found, most_lifted, most_saved = -1, 0.0, least
        for candidate in range(len(room.price)):
            if is_chosen[candidate] or not _fits(room, taken, number, paid, -1, candidate):
                continue
            if sampled < 1.0 and np.random.random() > sampled:  # noqa: NPY002 - one for each thread
                continue
            lifted, saved = _gain(pairs, counted, best, times, served, candidate, is_counting)
            if is_by_price:
                lifted /= max(room.price[candidate], 1e-12)
                saved /= max(room.price[candidate], 1e-12)
            if lifted > most_lifted + least or (lifted > most_lifted - least and saved > most_saved):
                found, most_lifted, most_saved = candidate, max(lifted, 0.0), saved
        if found < 0:
            if sampled >= 1.0:
                return
            sampled = min(1.0, 2.0 * sampled)
            continue
        is_chosen[found] = True
        number, paid = number + 1, paid + room.price[found]
        taken[room.place[found]] += 1
        for pair in range(pairs.start[found], pairs.start[found + 1]):
            i = pairs.entry[pair]
            best[i] = min(best[i], pairs.cost[pair])
            if counted.is_within[pair]:
                if times[i] == 0:
                    for g in range(len(served)):
                        served[g] += counted.floors[i, g]
                times[i] += 1


@compiled
def _interchange(pairs: Any, room: Any, is_chosen: Any, least: Any, stop: Any) -> Any:
    """Add, or exchange one for one, whatever saves most, till nothing saves more than ``least`` (Whitaker 1983)."""
    count = len(room.price)
    loss, extra = np.zeros(count), np.zeros(count)
    while not stop[0]:
        best, second, site = nearest_two(pairs, is_chosen)
        loss[:] = 0.0
        for i in range(len(best)):
            if site[i] >= 0:
                loss[site[i]] += second[i] - best[i]
        number, paid, taken = _limits(room, is_chosen)
        chosen = np.flatnonzero(is_chosen)
        most, into, out = least, -1, -1
        for candidate in range(count):
            if is_chosen[candidate] or room.is_barred[candidate]:
                continue
            for other in chosen:
                extra[other] = 0.0
            saved = 0.0
            for pair in range(pairs.start[candidate], pairs.start[candidate + 1]):
                i, by_it = pairs.entry[pair], pairs.cost[pair]
                if by_it < best[i]:
                    saved += best[i] - by_it
                if by_it < second[i] and site[i] >= 0:
                    extra[site[i]] += second[i] - max(by_it, best[i])
            if saved > most and _fits(room, taken, number, paid, -1, candidate):
                most, into, out = saved, candidate, -1
            for other in chosen:
                profit = saved - loss[other] + extra[other]
                if profit > most and _fits(room, taken, number, paid, other, candidate):
                    most, into, out = profit, candidate, int(other)
        if into < 0:
            return
        is_chosen[into] = True
        if out >= 0:
            is_chosen[out] = False


@compiled
def _interchange_counting(pairs: Any, room: Any, counted: Any, is_chosen: Any, least: Any, stop: Any) -> Any:
    """As ``_interchange`` with floors or second centres: what lifts the floors most, then what saves most."""
    count = len(room.price)
    while not stop[0]:
        lack, cost = state_of(pairs, counted, is_chosen)
        number, paid, taken = _limits(room, is_chosen)
        most_lifted, most_saved, into, out = 0.0, least, -1, -1
        chosen = np.flatnonzero(is_chosen)
        for turn in range(-1, len(chosen)):
            if stop[0]:
                return
            gone = chosen[turn] if turn >= 0 else -1
            if gone >= 0:
                is_chosen[gone] = False
            elif number >= room.most_sites:
                continue
            best, _, _ = nearest_two(pairs, is_chosen)
            times = times_reached(pairs, counted, is_chosen)
            served = _served(counted, times)
            lack_now, cost_now = (lack, cost) if gone < 0 else state_of(pairs, counted, is_chosen)
            if gone >= 0:
                is_chosen[gone] = True
            for candidate in range(count):
                if is_chosen[candidate] or not _fits(room, taken, number, paid, gone, candidate):
                    continue
                lifted, saved = _gain(pairs, counted, best, times, served, candidate, True)
                lifted += lack - lack_now
                saved += cost - cost_now
                if lifted > most_lifted + least or (lifted > most_lifted - least and saved > most_saved):
                    most_lifted, most_saved, into, out = max(lifted, 0.0), saved, candidate, gone
        if into < 0:
            return
        is_chosen[into] = True
        if out >= 0:
            is_chosen[out] = False


@compiled
def _improve(pairs: Any, room: Any, counted: Any, is_chosen: Any, least: Any, stop: Any) -> Any:
    if len(counted.need) or counted.twice != 0.0:
        _interchange_counting(pairs, room, counted, is_chosen, least, stop)
    else:
        _interchange(pairs, room, is_chosen, least, stop)


@compiled
def _force_in(room: Any, is_chosen: Any, into: Any) -> Any:
    """Let a candidate in, and others out at random until it fits; one that never fits stays out."""
    if is_chosen[into] or room.is_barred[into]:
        return
    for other in np.flatnonzero(is_chosen):
        if room.place[other] == room.place[into]:
            is_chosen[other] = False
    while True:
        number, paid, taken = _limits(room, is_chosen)
        if _fits(room, taken, number, paid, -1, into):
            is_chosen[into] = True
            return
        chosen = np.flatnonzero(is_chosen)
        if not len(chosen):
            return
        is_chosen[chosen[np.random.randint(0, len(chosen))]] = False  # noqa: NPY002


@compiled
def search(pairs: Any, room: Any, counted: Any, manner: Any, first: Any, stop: Any) -> Any:
    """Greedy from ``first`` over a sample at each step, interchange, then kicks: what is chosen, its lack and cost.

    A kick takes some out at random, mostly lets one in at random, refills and interchanges; it
    is kept if not worse. The greedy part of a start that leaves out nobody is done even if ``stop`` is set by then.
    """
    np.random.seed(manner.seed)  # noqa: NPY002 - one for each thread
    is_chosen = first.copy()
    never = np.zeros(1, np.bool_)
    _add_greedily(
        pairs, room, counted, is_chosen, manner.sampled, manner.is_by_price, manner.least,
        never if manner.sampled >= 1.0 else stop,
    )  # fmt: skip
    _improve(pairs, room, counted, is_chosen, manner.least, stop)
    lack, cost = state_of(pairs, counted, is_chosen)
    for kick in range(manner.kicks):
        chosen = np.flatnonzero(is_chosen)
        if stop[0] or not len(chosen):
            break
        kicked = is_chosen.copy()
        for _ in range(1 + np.random.randint(0, 1 + len(chosen) // 2)):  # noqa: NPY002
            kicked[chosen[np.random.randint(0, len(chosen))]] = False  # noqa: NPY002
        if kick % 3 != 2:
            _force_in(room, kicked, np.random.randint(0, len(kicked)))  # noqa: NPY002
        _add_greedily(
            pairs, room, counted, kicked, 0.3 + 0.5 * np.random.random(), kick % 2 == 1 and manner.is_by_price,  # noqa: NPY002
            manner.least, stop,
        )  # fmt: skip
        _improve(pairs, room, counted, kicked, manner.least, stop)
        lack_now, cost_now = state_of(pairs, counted, kicked)
        if lack_now < lack - manner.least or (lack_now < lack + manner.least and cost_now <= cost):
            is_chosen, lack, cost = kicked, lack_now, cost_now
    return is_chosen, lack, cost


@compiled
def reduced_costs(pairs: Any, price: Any) -> Any:
    """Of each candidate what its pairs cost less than the prices of their entries, added up: 0 or less."""
    reduced = np.zeros(len(pairs.start) - 1)
    for candidate in range(len(reduced)):
        total = 0.0
        for pair in range(pairs.start[candidate], pairs.start[candidate + 1]):
            total += min(0.0, pairs.cost[pair] - price[pairs.entry[pair]])
        reduced[candidate] = total
    return reduced


@compiled
def times_served(pairs: Any, price: Any, weight: Any) -> Any:
    """How often each entry is served by what is taken, where that costs less than its price, or stays as it is."""
    times = np.zeros(len(price))
    for candidate in range(len(weight)):
        if weight[candidate] > 0.0:
            for pair in range(pairs.start[candidate], pairs.start[candidate + 1]):
                if pairs.cost[pair] < price[pairs.entry[pair]]:
                    times[pairs.entry[pair]] += weight[candidate]
    for i in range(len(price)):
        if price[i] >= pairs.base[i] and times[i] == 0.0:
            times[i] = 1.0
    return times
