"""Compiled loops of the heuristics: greedy with interchange over the costs of pairs, and bounds by multipliers.

Costs: entry i costs the least of ``base[i]`` and of ``cost`` of the pairs by which a chosen candidate reaches it.
Candidate j has the pairs ``start[j]`` to ``start[j + 1]``.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from accessibility.compiling import compiled
from accessibility.siting.problem import Doubles, Whole

Choice = npt.NDArray[np.bool_]


@compiled
def nearest_two(
    start: Whole,
    entry: Whole,
    cost: Doubles,
    base: Doubles,
    is_chosen: Choice,
) -> tuple[Doubles, Doubles, Whole]:
    """Of each entry the least cost, the candidate that it is by (-1 base), and the least cost without that one."""
    count = len(base)
    best, second = base.copy(), base.copy()
    site = np.full(count, -1, np.int64)
    for candidate in range(len(start) - 1):
        if not is_chosen[candidate]:
            continue
        for pair in range(start[candidate], start[candidate + 1]):
            i, by_it = entry[pair], cost[pair]
            if by_it < best[i]:
                second[i], best[i], site[i] = best[i], by_it, candidate
            elif by_it < second[i]:
                second[i] = by_it
    return best, second, site


@compiled
def _room(
    is_chosen: Choice,
    price: Doubles,
    place: Whole,
    out: int,
    into: int,
    most_sites: int,
    budget: float,
    chosen_count: int,
    paid: float,
) -> bool:
    """Whether a candidate may come in, for one that goes out (-1 none), within the limits."""
    if chosen_count + (0 if out >= 0 else 1) > most_sites:
        return False
    if paid + price[into] - (price[out] if out >= 0 else 0.0) > budget:
        return False
    for other in range(len(place)):
        if is_chosen[other] and other not in {out, into} and place[other] == place[into]:
            return False
    return True


@compiled
def _add_greedily(
    start: Whole,
    entry: Whole,
    cost: Doubles,
    best: Doubles,
    is_chosen: Choice,
    price: Doubles,
    place: Whole,
    has_twin: Choice,
    most_sites: int,
    budget: float,
    sampled: float,
    is_by_price: bool,
) -> None:
    """Add the candidate that saves most (per price), of a random sample, until nothing is saved or a limit is met."""
    count = len(start) - 1
    while True:
        chosen_count, paid = 0, 0.0
        for candidate in range(count):
            if is_chosen[candidate]:
                chosen_count += 1
                paid += price[candidate]
        if chosen_count >= most_sites:
            return
        found, most = -1, 0.0
        for candidate in range(count):
            if is_chosen[candidate] or (sampled < 1.0 and np.random.random() > sampled):
                continue
            if paid + price[candidate] > budget:
                continue
            if has_twin[candidate] and not _room(
                is_chosen, price, place, -1, candidate, most_sites, budget, chosen_count, paid
            ):
                continue
            saved = 0.0
            for pair in range(start[candidate], start[candidate + 1]):
                if cost[pair] < best[entry[pair]]:
                    saved += best[entry[pair]] - cost[pair]
            if is_by_price:
                saved /= max(price[candidate], 1e-12)
            if saved > most:
                found, most = candidate, saved
        if found < 0:
            if sampled >= 1.0:
                return
            sampled = min(1.0, 2.0 * sampled)
            continue
        is_chosen[found] = True
        for pair in range(start[found], start[found + 1]):
            best[entry[pair]] = min(best[entry[pair]], cost[pair])


@compiled
def _interchange(
    start: Whole,
    entry: Whole,
    cost: Doubles,
    base: Doubles,
    is_chosen: Choice,
    price: Doubles,
    place: Whole,
    has_twin: Choice,
    most_sites: int,
    budget: float,
    least: float,
) -> None:
    """Add, or exchange one for one, whatever saves most, until nothing saves more than ``least``."""
    count = len(start) - 1
    while True:
        best, second, site = nearest_two(start, entry, cost, base, is_chosen)
        loss, extra = np.zeros(count), np.zeros(count)
        for i in range(len(base)):
            if site[i] >= 0:
                loss[site[i]] += second[i] - best[i]
        chosen = np.flatnonzero(is_chosen)
        paid = 0.0
        for candidate in chosen:
            paid += price[candidate]
        most, into, out = least, -1, -1
        for candidate in range(count):
            if is_chosen[candidate]:
                continue
            for other in chosen:
                extra[other] = 0.0
            saved = 0.0
            for pair in range(start[candidate], start[candidate + 1]):
                i, by_it = entry[pair], cost[pair]
                if by_it < best[i]:
                    saved += best[i] - by_it
                if by_it < second[i] and site[i] >= 0:
                    extra[site[i]] += second[i] - max(by_it, best[i])
            if saved > most and len(chosen) < most_sites and paid + price[candidate] <= budget:
                if not has_twin[candidate] or _room(
                    is_chosen, price, place, -1, candidate, most_sites, budget, len(chosen), paid
                ):
                    most, into, out = saved, candidate, -1
            for other in chosen:
                profit = saved - loss[other] + extra[other]
                if profit > most and paid + price[candidate] - price[other] <= budget:
                    if not has_twin[candidate] or _room(
                        is_chosen, price, place, other, candidate, most_sites, budget, len(chosen), paid
                    ):
                        most, into, out = profit, candidate, other
        if into < 0:
            return
        is_chosen[into] = True
        if out >= 0:
            is_chosen[out] = False


@compiled
def one_start(
    start: Whole,
    entry: Whole,
    cost: Doubles,
    base: Doubles,
    price: Doubles,
    place: Whole,
    has_twin: Choice,
    most_sites: int,
    budget: float,
    first: Choice,
    seed: int,
    sampled: float,
    is_by_price: bool,
    least: float,
) -> Choice:
    """Greedy from ``first``, over a random sample of the candidates at each step, then interchange: what is chosen."""
    np.random.seed(seed)
    is_chosen = first.copy()
    best, _, _ = nearest_two(start, entry, cost, base, is_chosen)
    _add_greedily(start, entry, cost, best, is_chosen, price, place, has_twin, most_sites, budget, sampled, is_by_price)
    _interchange(start, entry, cost, base, is_chosen, price, place, has_twin, most_sites, budget, least)
    return is_chosen


@compiled
def twice_start(
    start: Whole,
    entry: Whole,
    people: Doubles,
    value: Doubles,
    count0: Whole,
    price: Doubles,
    place: Whole,
    most_sites: int,
    budget: float,
    seed: int,
    sampled: float,
    least: float,
) -> Choice:
    """As ``one_start`` where an entry reached k times is worth ``value[k] * people``, k counted up to the last."""
    np.random.seed(seed)
    number, top = len(start) - 1, len(value) - 1
    is_chosen = np.zeros(number, np.bool_)
    times = count0.copy()
    while True:
        chosen = np.flatnonzero(is_chosen)
        paid = 0.0
        for candidate in chosen:
            paid += price[candidate]
        most, into, out = least, -1, -1
        is_growing = len(chosen) < most_sites
        for place_out in range(-1, len(chosen)):
            if place_out >= 0 and is_growing and into >= 0:
                break
            gone = chosen[place_out] if place_out >= 0 else -1
            if gone < 0 and not is_growing:
                continue
            lost = 0.0
            if gone >= 0:
                for pair in range(start[gone], start[gone + 1]):
                    i = entry[pair]
                    lost += people[i] * (value[min(times[i], top)] - value[min(times[i] - 1, top)])
                    times[i] -= 1
            for candidate in range(number):
                if is_chosen[candidate] or (sampled < 1.0 and np.random.random() > sampled):
                    continue
                gained = 0.0
                for pair in range(start[candidate], start[candidate + 1]):
                    i = entry[pair]
                    gained += people[i] * (value[min(times[i] + 1, top)] - value[min(times[i], top)])
                if gained - lost > most and _room(
                    is_chosen, price, place, gone, candidate, most_sites, budget, len(chosen), paid
                ):
                    most, into, out = gained - lost, candidate, gone
            if gone >= 0:
                for pair in range(start[gone], start[gone + 1]):
                    times[entry[pair]] += 1
        if into < 0:
            if sampled < 1.0:
                sampled = 1.0
                continue
            return is_chosen
        is_chosen[into] = True
        for pair in range(start[into], start[into + 1]):
            times[entry[pair]] += 1
        if out >= 0:
            is_chosen[out] = False
            for pair in range(start[out], start[out + 1]):
                times[entry[pair]] -= 1
        elif len(chosen) + 1 >= most_sites:
            sampled = 1.0


@compiled
def reduced_costs(
    start: Whole,
    entry: Whole,
    cost: Doubles,
    multiplier: Doubles,
) -> Doubles:
    """Of each candidate the sum of what it costs less than the multipliers of the entries, 0 or below."""
    count = len(start) - 1
    reduced = np.zeros(count)
    for candidate in range(count):
        total = 0.0
        for pair in range(start[candidate], start[candidate + 1]):
            below = cost[pair] - multiplier[entry[pair]]
            if below < 0.0:
                total += below
        reduced[candidate] = total
    return reduced


@compiled
def times_served(
    start: Whole,
    entry: Whole,
    cost: Doubles,
    base: Doubles,
    multiplier: Doubles,
    weight: Doubles,
) -> Doubles:
    """How often each entry is served where candidates are taken with a weight each, its base among them."""
    times = np.zeros(len(base))
    for i in range(len(base)):
        if base[i] < multiplier[i]:
            times[i] += 1.0
    for candidate in range(len(start) - 1):
        if weight[candidate] > 0.0:
            for pair in range(start[candidate], start[candidate + 1]):
                if cost[pair] < multiplier[entry[pair]]:
                    times[entry[pair]] += weight[candidate]
    return times
