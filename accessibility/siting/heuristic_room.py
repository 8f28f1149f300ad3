"""Compiled loops of the heuristics where centres have room for so many: a choice is worth the largest flow.

The network is that of Ford & Fulkerson (1956): people flow from each entry to the chosen candidates that reach it, no
more than live there, no more than there is room. The largest flow grows by less and less as candidates are added
(it is submodular), so what a candidate gained once is the most it can gain later, and is looked at in that order.
The limits are copied from ``heuristic_kernels``: numba keeps what it compiled until the file of the caller changes.
"""

from __future__ import annotations

from collections import namedtuple
from typing import Any

import numpy as np

from accessibility.compiling import compiled

Net = namedtuple("Net", "start entry people capacity required")  # noqa: PYI024 - numba reads it as it is
Lift = namedtuple("Lift", "floors need is_reached")  # noqa: PYI024

_LEAST = 1e-9  # people
_SHARE = 1e-10  # of a group, or of that for a cost


@compiled
def people_served(start: Any, entry: Any, people: Any, capacity: Any, chosen: Any) -> Any:
    """The most people who find room with the chosen candidates, by paths that let more people in (breadth first)."""
    sites, size = len(chosen), 0
    for candidate in chosen:
        size += start[candidate + 1] - start[candidate]
    first = np.zeros(sites + 1, np.int64)
    home = np.empty(size, np.int64)
    where = 0
    for s in range(sites):
        for pair in range(start[chosen[s]], start[chosen[s] + 1]):
            home[where] = entry[pair]
            where += 1
        first[s + 1] = where
    count = np.zeros(len(people) + 1, np.int64)  # the pairs by entry
    for arc in range(size):
        count[home[arc] + 1] += 1
    for i in range(len(people)):
        count[i + 1] += count[i]
    filled = count[:-1].copy()
    arc_of, site_of = np.empty(size, np.int64), np.empty(size, np.int64)
    for s in range(sites):
        for arc in range(first[s], first[s + 1]):
            arc_of[filled[home[arc]]], site_of[filled[home[arc]]] = arc, s
            filled[home[arc]] += 1
    flow, left, room = np.zeros(size), people.copy(), np.empty(sites)
    served = 0.0
    for s in range(sites):
        room[s] = capacity[chosen[s]]
    for options in range(2):  # those with one option first
        for s in range(sites):
            for arc in range(first[s], first[s + 1]):
                i = home[arc]
                if (count[i + 1] - count[i] == 1) != (options == 0):
                    continue
                more = min(left[i], room[s])
                if more > 0.0:
                    flow[arc] += more
                    left[i] -= more
                    room[s] -= more
                    served += more
    came_to_site, came_to_home = np.empty(sites, np.int64), np.empty(len(people), np.int64)
    while True:  # from a site with room, over homes and the sites that they fill, to a home with people left
        came_to_site[:] = -1
        came_to_home[:] = -1
        queue = np.empty(sites, np.int64)
        head, tail, end = 0, 0, -1
        for s in range(sites):
            if room[s] > _LEAST:
                came_to_site[s] = -2
                queue[tail] = s
                tail += 1
        while head < tail and end < 0:
            s = queue[head]
            head += 1
            for arc in range(first[s], first[s + 1]):
                i = home[arc]
                if came_to_home[i] >= 0:
                    continue
                came_to_home[i] = arc
                if left[i] > _LEAST:
                    end = i
                    break
                for other in range(count[i], count[i + 1]):
                    if came_to_site[site_of[other]] == -1 and flow[arc_of[other]] > _LEAST:
                        came_to_site[site_of[other]] = arc_of[other]
                        queue[tail] = site_of[other]
                        tail += 1
        if end < 0:
            return served
        most, i = left[end], end
        while True:
            s = np.searchsorted(first, came_to_home[i], side="right") - 1
            if came_to_site[s] == -2:
                most = min(most, room[s])
                break
            most = min(most, flow[came_to_site[s]])
            i = home[came_to_site[s]]
        left[end] -= most
        i = end
        while True:
            flow[came_to_home[i]] += most
            s = np.searchsorted(first, came_to_home[i], side="right") - 1
            if came_to_site[s] == -2:
                room[s] -= most
                break
            flow[came_to_site[s]] -= most
            i = home[came_to_site[s]]
        served += most


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
def _lack(net: Any, lift: Any, chosen: Any) -> Any:
    if len(lift.need) == 0:
        return 0.0
    is_within = lift.is_reached.copy()
    for candidate in chosen:
        for pair in range(net.start[candidate], net.start[candidate + 1]):
            is_within[net.entry[pair]] = True
    lack = 0.0
    for g in range(len(lift.need)):
        served = 0.0
        for i in range(len(is_within)):
            if is_within[i]:
                served += lift.floors[i, g]
        lack += max(0.0, lift.need[g] - served)
    return lack


@compiled
def _served(net: Any, chosen: Any) -> Any:
    return people_served(net.start, net.entry, net.people, net.capacity, chosen)


@compiled
def _best_change(
    net: Any,
    room: Any,
    lift: Any,
    alone: Any,
    is_chosen: Any,
    now: Any,
    gone: Any,
    share: Any,
    is_by_price: Any,
    stop: Any,
) -> Any:
    """The candidate that is best to come in, for one that goes out (-1 none), and what is lifted and saved by it.

    ``now``: what the choice lacks, and whom it serves. ``alone``: whom each candidate could serve by itself.
    """
    lack, served = now
    chosen = np.concatenate((net.required, np.flatnonzero(is_chosen)))
    if gone >= 0:
        chosen = chosen[chosen != gone]
    number, paid, taken = _limits(room, is_chosen)
    before = served if gone < 0 else _served(net, chosen)
    into, most_lifted, most_saved = -1, 0.0, _LEAST
    with_it = np.empty(len(chosen) + 1, np.int64)
    with_it[:-1] = chosen
    for candidate in np.argsort(-alone, kind="mergesort"):
        if stop[0]:
            break
        if is_chosen[candidate] or (share < 1.0 and np.random.random() > share):  # noqa: NPY002 - one for each thread
            continue
        by = max(room.price[candidate], 1e-12) if is_by_price else 1.0
        is_hopeless = (before + alone[candidate] - served) / by <= most_saved
        if (is_hopeless and len(lift.need) == 0) or not _fits(room, taken, number, paid, gone, candidate):
            continue
        with_it[-1] = candidate
        lifted = (lack - _lack(net, lift, with_it)) / by
        if lifted < most_lifted - _SHARE or (is_hopeless and lifted < most_lifted + _SHARE):
            continue
        saved = (_served(net, with_it) - served) / by
        if lifted > most_lifted + _SHARE or saved > most_saved:
            into, most_lifted, most_saved = candidate, max(lifted, 0.0), saved
    return into, most_lifted, most_saved


@compiled
def _settle(net: Any, room: Any, lift: Any, alone: Any, is_chosen: Any, share: Any, is_by_price: Any, stop: Any) -> Any:
    """Add of a sample, then of all, then exchange too, till nothing is gained: what is lacking, and who is served."""
    is_adding = True
    while True:
        chosen = np.concatenate((net.required, np.flatnonzero(is_chosen)))
        now = (_lack(net, lift, chosen), _served(net, chosen))
        if stop[0]:
            return now
        into, most_lifted, most_saved = _best_change(
            net, room, lift, alone, is_chosen, now, -1, share if is_adding else 1.0, is_by_price and is_adding, stop
        )
        out = -1
        if into < 0 and is_adding:
            is_adding, share = share < 1.0, min(1.0, 2.0 * share)
            continue
        if into < 0:
            for gone in np.flatnonzero(is_chosen):
                other, lifted, saved = _best_change(net, room, lift, alone, is_chosen, now, gone, 1.0, False, stop)
                if other >= 0 and (
                    lifted > most_lifted + _SHARE or (lifted > most_lifted - _SHARE and saved > most_saved)
                ):
                    into, out, most_lifted, most_saved = other, int(gone), lifted, saved
        if into < 0:
            return now
        is_chosen[into] = True
        if out >= 0:
            is_chosen[out] = False


@compiled
def search_room(net: Any, room: Any, lift: Any, manner: Any, stop: Any) -> Any:
    """As ``heuristic_kernels.search``: what is chosen. ``net.people``: those whom no existing centre serves."""
    np.random.seed(manner.seed)  # noqa: NPY002 - one for each thread
    count = len(room.price)
    alone = np.zeros(count)
    for candidate in range(count):
        for pair in range(net.start[candidate], net.start[candidate + 1]):
            alone[candidate] += net.people[net.entry[pair]]
        alone[candidate] = min(alone[candidate], net.capacity[candidate])
    kept = np.zeros(count, np.bool_)
    never = np.zeros(1, np.bool_)
    kept_lack, kept_served = _settle(
        net, room, lift, alone, kept, manner.sampled, manner.is_by_price, never if manner.sampled >= 1.0 else stop
    )
    for kick in range(manner.kicks):
        chosen = np.flatnonzero(kept)
        if stop[0] or len(chosen) == 0:
            break
        kicked = kept.copy()
        for _ in range(1 + np.random.randint(0, 1 + len(chosen) // 2)):  # noqa: NPY002
            kicked[chosen[np.random.randint(0, len(chosen))]] = False  # noqa: NPY002
        if kick % 3 != 2:
            _force_in(room, kicked, np.random.randint(0, count))  # noqa: NPY002
        share = 0.3 + 0.5 * np.random.random()  # noqa: NPY002
        by_price = manner.is_by_price and kick % 2 == 1
        lack, served = _settle(net, room, lift, alone, kicked, share, by_price, stop)
        if lack < kept_lack - _SHARE or (lack < kept_lack + _SHARE and served >= kept_served):
            kept, kept_lack, kept_served = kicked, lack, served
    return kept
