"""The compiled loops: exact sums by group, and one round of people choosing among the centres in reach.

What is compiled is kept beside this file, which calls nothing of any other.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from accessibility.compiling import compiled

Floats = npt.NDArray[np.float64]


@compiled
def largest_of(group: npt.NDArray[Any], value: Floats, largest: Floats, number: npt.NDArray[np.int64]) -> None:
    """Write the largest value of each group, and how many it has."""
    for place in range(len(group)):
        row = group[place]
        number[row] += 1
        largest[row] = max(largest[row], value[place])


@compiled
def add_in_parts(
    group: npt.NDArray[Any], value: Floats, anchor: Floats, low_anchor: Floats, high: Floats, low: Floats
) -> None:
    """Add each value to its group in two parts, each a whole multiple of a unit that the anchors stand for."""
    for place in range(len(group)):
        row = group[place]
        part = (anchor[row] + value[place]) - anchor[row]
        high[row] += part
        low[row] += (low_anchor[row] + (value[place] - part)) - low_anchor[row]


@compiled
def choose_anew(
    start: npt.NDArray[np.int64],
    centre: npt.NDArray[np.int32],
    minutes: Floats,
    people: Floats,
    room: Floats,
    flow: Floats,
    load: Floats,
    cost: Floats,
    taken: npt.NDArray[np.int64],
) -> None:
    """Let the people of each origin in turn share themselves out best, all others standing still.

    ``room``: people for a minute of waiting at each centre. ``flow`` by pair and ``load`` by
    centre are changed; ``cost`` and ``taken`` are room for work, one for each pair of the longest
    origin. Centres are taken by cost and then by room, never by row: those that are alike get alike.
    """
    for origin in range(len(people)):
        first, last = start[origin], start[origin + 1]
        if people[origin] <= 0.0 or first == last:
            continue
        for place in range(first, last):
            row = centre[place]
            load[row] = max(load[row] - flow[place], 0.0)
            cost[place - first] = minutes[place] + load[row] / room[row]
            flow[place] = 0.0
        # the cheapest centres fill up together to one cost, until the next one is not below it
        number, spent, all_room, least = 0, 0.0, 0.0, 0.0
        while number < last - first:
            best = -1
            for place in range(first, last):
                at = cost[place - first]
                if at < np.inf and (
                    best < 0
                    or at < cost[best - first]
                    or (at == cost[best - first] and room[centre[place]] < room[centre[best]])
                ):
                    best = place
            if number == 0:
                least = cost[best - first]
            above = cost[best - first] - least
            if number > 0 and above * all_room - spent >= people[origin]:
                break
            all_room += room[centre[best]]
            spent += room[centre[best]] * above
            flow[best] = above
            cost[best - first] = np.inf
            taken[number] = best
            number += 1
        level = (people[origin] + spent) / all_room
        sent = 0.0
        for place in taken[:number]:
            flow[place] = max(room[centre[place]] * (level - flow[place]), 0.0)
            sent += flow[place]
        for place in taken[:number]:
            flow[place] *= people[origin] / sent
            load[centre[place]] += flow[place]


@compiled
def least_costs(
    start: npt.NDArray[np.int64], centre: npt.NDArray[np.int32], minutes: Floats, wait: Floats, least: Floats
) -> None:
    """Write the least minutes of each origin, way and ``wait`` at the centre together; inf where it reaches none."""
    for origin in range(len(start) - 1):
        cost = np.inf
        for place in range(start[origin], start[origin + 1]):
            cost = min(cost, minutes[place] + wait[centre[place]])
        least[origin] = cost
