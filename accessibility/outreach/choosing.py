"""Which tours a team goes on in a month: the most visits in the days that there are."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import highspy
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from accessibility.highs import linear_program, quiet_solver
from accessibility.outreach.days import make_pieces, tours_along
from accessibility.outreach.month import Doubles, Month, MonthPlan, Pieces, Tour
from accessibility.outreach.routing import orders_of_stops
from geo.progress import Progress, silent

_ROUNDING: Final = 1e-7
_LEAST_SECONDS: Final = 10.0  # for each choice among tours that were found, also where the search for them took all
_SEED: Final = 2026
_Order = tuple[int, tuple[int, ...]]  # a base, and the stops one after another


def plan_month(month: Month, *, seconds: float = 30.0, seed: int = _SEED, progress: Progress = silent) -> MonthPlan:
    """The tours of all teams that give the most visits, of these the fewest days, and then the least drives.

    Tours are proposed by vehicle routing, laid out day by day, and cut wherever a day cannot be kept; every stop by
    itself, and every stretch of a proposed tour, is a tour as well. Which of all these are gone on is then proven by
    an integer program: max sum of visits, at most the pieces of work that a stop has, each team's days kept (set
    packing; Balas and Padberg 1976, doi:10.1137/1018115). So no choice among the tours found gives more, and more
    days or teams never give less; a tour that was not found may, up to ``most_visits``. ``seconds`` end the search
    early with the best tours so far, which is told.
    """
    pieces, until = make_pieces(month), time.monotonic() + seconds
    found = orders_of_stops(month, pieces, seconds=seconds, seed=seed, progress=progress)
    alone = [(int(pieces.base[stop]), (int(stop),) * int(pieces.count[stop])) for stop in np.flatnonzero(pieces.count)]
    pool, cut = _pool(month, pieces, alone, found.orders)
    chosen, is_proven = _choose(month, pieces, pool, until=until)
    visits = np.zeros(month.stop_count)
    for tour in (tour for team in chosen for tour in team):
        np.add.at(visits, list(tour.stops), pieces.visits[list(tour.stops)])
    return MonthPlan(
        tours=chosen,
        visits=np.minimum(visits, month.visits),
        most_visits=most_visits(month, pieces),
        is_stopped=found.is_stopped or not is_proven,
        cut_tours=cut,
    )


def most_visits(month: Month, pieces: Pieces) -> float:
    """No plan gives more visits than this: as if each stop cost its work, one set-up and the least drive to it.

    The days of all teams as one sum of minutes, filled with the stops that give most visits a minute, the last one
    in part (the linear relaxation of a knapsack; Dantzig 1957, doi:10.1287/opre.5.2.266).
    """
    asked = np.flatnonzero(pieces.count)
    if not len(asked):
        return 0.0
    drives = month.drive_minutes + np.diag(np.full(len(month.drive_minutes), np.inf))
    least = drives[:, month.base_count :].min(axis=0)[asked] + month.set_up_minutes
    minutes = month.visits[asked] * month.visit_minutes + least
    rate = month.visits[asked] / minutes
    left, total = month.teams * month.days * month.day_minutes, 0.0
    for stop in np.argsort(-rate, kind="stable"):
        share = min(1.0, left / minutes[stop])
        total += share * float(month.visits[asked[stop]])
        left -= share * float(minutes[stop])
    return total


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pool:
    """Tours to choose from, and how many pieces of each stop each does: int64 (tours, stops)."""

    tours: tuple[Tour, ...]
    count: npt.NDArray[np.int64]


def _pool(month: Month, pieces: Pieces, alone: Sequence[_Order], found: Sequence[_Order]) -> tuple[_Pool, int]:
    """The best tour of each set of pieces and number of days; and how many orders found could not be kept whole."""
    best: dict[tuple[int, tuple[tuple[int, int], ...]], Tour] = {}
    cut = 0
    for number, (base, order) in enumerate((*alone, *found)):
        for first in range(len(order)):
            longest = 0
            for tour in tours_along(month, pieces, base, order[first:]):
                longest = len(tour.stops)
                stops, counts = np.unique(tour.stops, return_counts=True)
                key = (tour.days, tuple(zip(stops.tolist(), counts.tolist(), strict=True)))
                held = best.get(key)
                if held is None or tour.drive_minutes < held.drive_minutes - _ROUNDING:
                    best[key] = tour
            if number >= len(alone) and first == 0 and longest < len(order):
                cut += 1
    count = np.zeros((len(best), month.stop_count), np.int64)
    for row, (_, stops_counts) in enumerate(best):
        for stop, number in stops_counts:
            count[row, stop] = number
    return _Pool(tours=tuple(best.values()), count=count), cut


def _choose(month: Month, pieces: Pieces, pool: _Pool, *, until: float) -> tuple[tuple[tuple[Tour, ...], ...], bool]:
    """The tours of each team: the most visits, then the fewest days, then the least drives; whether that is proven."""
    if not pool.tours:
        return tuple(() for _ in range(month.teams)), True
    days = np.array([tour.days for tour in pool.tours])
    lengths = np.unique(days[days <= month.days])
    tours, teams = len(pool.tours), month.teams
    # columns: how often each tour is gone on, then by team how many tours of each length it goes on
    of_length = sp.csr_array((days[None, :] == lengths[:, None]).astype(float))
    by_team = sp.kron(np.ones((1, teams)), sp.eye_array(len(lengths)))
    rows = [
        sp.hstack([sp.csr_array(pool.count.T.astype(float)), sp.csr_array((month.stop_count, teams * len(lengths)))]),
        sp.hstack([of_length, -by_team]),
        sp.hstack([sp.csr_array((teams, tours)), sp.kron(sp.eye_array(teams), lengths[None, :].astype(float))]),
    ]
    matrix = sp.csr_array(sp.vstack(rows))
    no_limit = highspy.kHighsInf
    low = np.concatenate([np.full(month.stop_count, -no_limit), np.zeros(len(lengths)), np.full(teams, -no_limit)])
    high = np.concatenate([pieces.count, np.zeros(len(lengths)), np.full(teams, float(month.days))]).astype(float)
    most = np.min(np.where(pool.count > 0, pieces.count // np.maximum(pool.count, 1), np.iinfo(np.int64).max), axis=1)
    most = np.where(days <= month.days, most, 0)
    upper = np.concatenate([most, np.full(teams * len(lengths), month.days)]).astype(float)
    visits, drives = pool.count @ pieces.visits, np.array([tour.drive_minutes for tour in pool.tours])
    goals = (-visits, days.astype(float), drives)
    values, is_proven = np.zeros(matrix.shape[1]), True
    for goal in goals:
        cost = np.concatenate([goal, np.zeros(teams * len(lengths))])
        values, is_best = _solved(
            matrix, low, high, upper=upper, cost=cost, known=values, seconds=until - time.monotonic()
        )
        is_proven &= is_best
        matrix = sp.csr_array(sp.vstack([matrix, sp.csr_array(cost[None, :])]))
        low = np.append(low, -no_limit)
        high = np.append(high, float(cost @ values) + _ROUNDING * max(1.0, abs(float(cost @ values))))
    times, by_length = values[:tours], values[tours:].reshape(teams, len(lengths))
    return _shared_out(pool.tours, times, by_length, lengths.tolist()), is_proven


def _solved(  # noqa: PLR0913 - the parts of an integer program
    rows: sp.csr_array,
    low: Doubles,
    high: Doubles,
    *,
    upper: Doubles,
    cost: Doubles,
    known: Doubles,
    seconds: float,
) -> tuple[Doubles, bool]:
    """The whole numbers that cost least, and whether that is proven; ``known`` are some that are allowed."""
    program = linear_program(rows, low, high, lower=np.zeros(len(upper)), upper=upper, cost=cost)
    program.integrality_ = [highspy.HighsVarType.kInteger] * len(upper)
    solver = quiet_solver(mip_rel_gap=0.0, random_seed=0, time_limit=max(_LEAST_SECONDS, seconds))
    solver.passModel(program)
    solver.run()
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kOptimal:
        return np.asarray(np.rint(np.array(solver.getSolution().col_value, dtype=np.float64))), True
    if status != highspy.HighsModelStatus.kTimeLimit:
        raise AssertionError(f"the choice of tours ended as {status}; going nowhere is always allowed")
    found = np.rint(np.array(solver.getSolution().col_value, dtype=np.float64))
    is_better = solver.getSolution().value_valid and float(cost @ found) < float(cost @ known)
    return (np.asarray(found) if is_better else known), False


def _shared_out(
    tours: Sequence[Tour], times: Doubles, by_length: Doubles, lengths: Sequence[int]
) -> tuple[tuple[Tour, ...], ...]:
    """The chosen tours given to the teams by their lengths, those of most visits a day first."""
    chosen = [tour for tour, number in zip(tours, times.astype(int), strict=True) for _ in range(number)]
    chosen.sort(key=lambda tour: (-tour.visits / tour.days, tour.drive_minutes, tour.stops))
    waiting = {length: [tour for tour in chosen if tour.days == length] for length in lengths}
    teams = []
    for row in by_length.astype(int).tolist():
        mine = [waiting[length].pop(0) for length, number in zip(lengths, row, strict=True) for _ in range(number)]
        teams.append(tuple(sorted(mine, key=lambda tour: (-tour.visits / tour.days, tour.drive_minutes, tour.stops))))
    return tuple(teams)
