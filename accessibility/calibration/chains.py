"""Chains of referral: the way by a centre of each level in turn, nearest by nearest, or with the least sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from accessibility.search import (
    BEYOND_LIMIT,
    NO_WAY,
    REACHED,
    TICKS_PER_SECOND,
    Sources,
    TravelNetwork,
    TravelTime,
    least_times,
)
from geo.units import minutes_from_seconds, seconds_from_minutes

Doubles = npt.NDArray[np.float64]
WHOLE: Final = 0  # the step at which a chain ends that does not


@dataclass(frozen=True, slots=True, kw_only=True)
class Chains:
    """The ways of every cell to the last level: straight there, by the nearest of each level, and by the best.

    Each has minutes and status as a search has; ``nearest`` is the row of the first centre on the way. ``best`` is
    None where it was not asked for. ``stopped_at``: uint8, the shape of the grid, the step from 1 on that has no way
    in the chain of the nearest, 0 where there is none such.
    """

    direct: TravelTime
    chain: TravelTime
    best: TravelTime | None
    stopped_at: npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Onward:
    """The way on from each centre of a level: seconds to the end, stays included, and the step that has no way."""

    seconds: Doubles
    stopped_at: npt.NDArray[np.uint8]


def find_chains(
    network: TravelNetwork, levels: Sequence[Sources], *, stay_minutes: float = 0.0, has_best: bool = False
) -> Chains:
    """The chains of referral over a network whose ways lead to the centres; one set of sources a level, in order.

    People go to the nearest centre of the first level, from there to its nearest of the next, and so on to the last;
    the time is the sum of the ways and of a stay at each stop, which the last centre is not. Of equally near
    centres the one with the quicker way on is taken, then the lowest row, so that times do not depend on the order
    of the centres. The best chain is the one of the least sum over all choices. Straight way and chain of one level
    are the same. The sum of the ways is never less than the straight way, and the best chain never longer than that
    of the nearest, to the bit. The limit of the network's rules holds for the sum of the ways, stays aside.

    A chain in which a step has no way has no minutes, and is not led by another centre: ``stopped_at`` counts it.
    One search a level, one more for each but the last with ``has_best``. Raises InputError as the search does.
    """
    free = replace(network, rules=replace(network.rules, limit_minutes=None))
    stay_s = _to_ticks(seconds_from_minutes(stay_minutes))
    travel = direct = least_times(free, levels[-1])
    onward = _Onward(seconds=np.zeros(len(levels[-1])), stopped_at=np.zeros(len(levels[-1]), np.uint8))
    for step in range(len(levels) - 1, 0, -1):
        onward = _onward(levels[step - 1], levels[step], travel, onward, step=step + 1, stay_s=stay_s)
        travel = _search_by_onward(free, levels[step - 1], onward)
    stays_s = stay_s * (len(levels) - 1)
    chain, stopped_at = _joined(travel, levels[0], onward)
    best = _best(free, levels, direct, stay_s=stay_s) if has_best else None
    return Chains(
        direct=_limited(direct, network, stays_s=0.0),
        chain=_limited(chain, network, stays_s=stays_s),
        best=None if best is None else _limited(best, network, stays_s=stays_s),
        stopped_at=stopped_at,
    )


def _onward(  # noqa: PLR0913 - a level, the next one, and the way between them
    here: Sources, there: Sources, travel: TravelTime, onward: _Onward, *, step: int, stay_s: float
) -> _Onward:
    """From each centre of a level: a stay, the way to its nearest of the next level, and on from there."""
    way = travel.seconds.ravel()[here.cell]
    place = _places_of(there)[np.maximum(travel.nearest.ravel()[here.cell], 0)]
    is_stopped = np.isinf(way)
    if not len(there):
        return _Onward(seconds=way, stopped_at=np.full(len(here), step, np.uint8))
    seconds = np.where(is_stopped, np.inf, stay_s + way + onward.seconds[place])
    return _Onward(seconds=seconds, stopped_at=np.where(is_stopped, step, onward.stopped_at[place]).astype(np.uint8))


def _places_of(sources: Sources) -> npt.NDArray[np.int64]:
    """By row the place of a source among the sources; of rows without one 0."""
    place = np.zeros(int(sources.row.max()) + 1 if len(sources) else 1, np.int64)
    place[sources.row] = np.arange(len(sources))
    return place


def _search_by_onward(network: TravelNetwork, sources: Sources, onward: _Onward) -> TravelTime:
    """The nearest of the sources, of equally near ones that with the quickest way on; ``nearest`` is its row."""
    order = np.lexsort((sources.row, onward.seconds))
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    travel = least_times(network, Sources(cell=sources.cell, row=rank))
    if not len(sources):
        return travel
    row = sources.row[order][np.maximum(travel.nearest, 0)]
    return replace(travel, nearest=np.where(travel.nearest < 0, np.int32(-1), row).astype(np.int32))


def _joined(travel: TravelTime, first: Sources, onward: _Onward) -> tuple[TravelTime, npt.NDArray[np.uint8]]:
    """The way to the first centre and on to the end; the step at which each cell's chain has no way."""
    is_reached = travel.status == REACHED
    stopped_at = np.where(travel.status == NO_WAY, np.uint8(1), np.uint8(WHOLE))
    if not len(first):
        return travel, stopped_at
    place = _places_of(first)[np.maximum(travel.nearest, 0)]
    stopped_at[is_reached] = onward.stopped_at[place[is_reached]]
    seconds = np.where(is_reached, travel.seconds + onward.seconds[place], np.inf)
    is_lost = is_reached & np.isinf(seconds)
    return _without(replace(travel, seconds=seconds), is_lost, NO_WAY), stopped_at


def _best(network: TravelNetwork, levels: Sequence[Sources], direct: TravelTime, *, stay_s: float) -> TravelTime:
    travel = direct
    for sources in reversed(levels[:-1]):
        way = travel.seconds.ravel()[sources.cell]
        is_on = np.isfinite(way)
        start_minutes = minutes_from_seconds(way[is_on] + stay_s)
        travel = least_times(
            network, Sources(cell=sources.cell[is_on], row=sources.row[is_on], start_minutes=start_minutes)
        )
    return travel


def _limited(travel: TravelTime, network: TravelNetwork, *, stays_s: float) -> TravelTime:
    """Without the ways that are longer than the limit of the rules, stays aside."""
    limit_minutes = network.rules.limit_minutes
    if limit_minutes is None:
        return travel
    limit_s = _to_ticks(seconds_from_minutes(limit_minutes)) + stays_s
    return _without(travel, (travel.status == REACHED) & (travel.seconds > limit_s), BEYOND_LIMIT)


def _without(travel: TravelTime, is_out: npt.NDArray[np.bool_], status: int) -> TravelTime:
    return replace(
        travel,
        seconds=np.where(is_out, np.inf, travel.seconds),
        nearest=np.where(is_out, np.int32(-1), travel.nearest).astype(np.int32),
        status=np.where(is_out, np.uint8(status), travel.status).astype(np.uint8),
    )


def _to_ticks(duration_s: float) -> float:
    """The duration as the search has it: in whole ticks."""
    return round(duration_s * TICKS_PER_SECOND) / TICKS_PER_SECOND
