"""The compiled loops: exact sums by group, and one round of people choosing among the centres in reach.

What is compiled is kept beside this file, which calls nothing of any other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Function = TypeVar("Function", bound=Callable[..., Any])


def _compiled(function: Function) -> Function:
    """A function that is compiled at its first call; anew at each start where no folder can be written."""
    try:
        return cast(Function, numba.njit(cache=True, nogil=True)(function))
    except RuntimeError:
        return cast(Function, numba.njit(nogil=True)(function))


@_compiled
def largest_of(group: npt.NDArray[Any], value: Floats, largest: Floats, number: npt.NDArray[np.int64]) -> None:
    """Write the largest value of each group, and how many it has."""
    for place in range(len(group)):
        row = group[place]
        number[row] += 1
        largest[row] = max(largest[row], value[place])


@_compiled
def add_in_parts(
    group: npt.NDArray[Any], value: Floats, anchor: Floats, low_anchor: Floats, high: Floats, low: Floats
) -> None:
    """Add each value to its group in two parts, each a whole multiple of a unit that the anchors stand for."""
    for place in range(len(group)):
        row = group[place]
        part = (anchor[row] + value[place]) - anchor[row]
        high[row] += part
        low[row] += (low_anchor[row] + (value[place] - part)) - low_anchor[row]


@_compiled
def choose_anew(
    start: npt.NDArray[np.int64],
    centre: npt.NDArray[np.int32],
    minutes: Floats,
    people: Floats,
    room: Floats,
    flow: Floats,
    load: Floats,
    cost: Floats,
) -> None:
    """Let the people of each origin in turn share themselves out best, all others standing still.

    ``room``: people for a minute of waiting at each centre. ``flow`` by pair and ``load`` by
    centre are changed; ``cost`` is room for work, one for each pair of the longest origin.
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
        # the cheapest centres fill up to one cost, which the next one is above; equal ones by their room
        best, least, spent, taken_room = -1, 0.0, 0.0, 0.0
        while True:
            next_place = -1
            for place in range(first, last):
                at = cost[place - first]
                if at == np.inf:
                    continue
                if (
                    next_place < 0
                    or at < cost[next_place - first]
                    or (at == cost[next_place - first] and room[centre[place]] < room[centre[next_place]])
                ):
                    next_place = place
            if next_place < 0:
                break
            above = cost[next_place - first] - least if best >= 0 else 0.0
            if best >= 0 and above * taken_room - spent >= people[origin]:
                break
            if best < 0:
                best, least = next_place, cost[next_place - first]
            taken = room[centre[next_place]]
            taken_room += taken
            spent += taken * above
            flow[next_place] = -1.0 - above  # taken, and by how much it is dearer than the best
            cost[next_place - first] = np.inf
        level = (people[origin] + spent) / taken_room
        left = people[origin]
        for place in range(first, last):
            if flow[place] < 0.0 and place != best:
                share = min(max(room[centre[place]] * (level + (flow[place] + 1.0)), 0.0), people[origin])
                flow[place] = share
                left -= share
        flow[best] = max(left, 0.0)
        for place in range(first, last):
            load[centre[place]] += flow[place]


@_compiled
def least_costs(
    start: npt.NDArray[np.int64], centre: npt.NDArray[np.int32], minutes: Floats, wait: Floats, least: Floats
) -> None:
    """Write the least minutes of each origin, way and ``wait`` at the centre together; inf where it reaches none."""
    for origin in range(len(start) - 1):
        cost = np.inf
        for place in range(start[origin], start[origin + 1]):
            cost = min(cost, minutes[place] + wait[centre[place]])
        least[origin] = cost
