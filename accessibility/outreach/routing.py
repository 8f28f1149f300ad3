"""Good orders of stops: vehicle routing by PyVRP, for several prices of a day."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Final

import numpy as np
import pyvrp
from pyvrp.stop import MaxIterations, MaxRuntime, MultipleCriteria

from accessibility.outreach.month import Month, Pieces, Whole
from geo.progress import Progress, silent
from geo.units import SECONDS_PER_MINUTE

SOLVER: Final = f"PyVRP {version('pyvrp')}"
_ITERATIONS: Final = (100, 400)  # of each question, whatever the clock says: the fewer, the more clients it has
_ITERATIONS_BY_CLIENTS: Final = 16_000
_FULL_DAY: Final = 10_000_000  # what the visits of a full day are worth; a second behind the wheel costs 1
_AWAY: Final = 100  # so many tours' time is a drive where there is none


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """What a day costs as a share of a full day's visits, and how much of a day's time a tour may plan with."""

    day_price: float
    share_of_time: float
    must_do_all: bool


_QUESTIONS: Final = (  # the dearer a day, the more a tour must give; less time leaves room for the nights
    _Question(day_price=0.05, share_of_time=1.0, must_do_all=True),
    _Question(day_price=0.05, share_of_time=0.85, must_do_all=True),
    _Question(day_price=0.2, share_of_time=1.0, must_do_all=False),
    _Question(day_price=0.4, share_of_time=1.0, must_do_all=False),
    _Question(day_price=0.4, share_of_time=0.85, must_do_all=False),
    _Question(day_price=0.7, share_of_time=1.0, must_do_all=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """Bases with the stops to go to in order, a stop once for each piece of its work; and whether time ran out."""

    orders: tuple[tuple[int, tuple[int, ...]], ...]
    is_stopped: bool


def orders_of_stops(month: Month, pieces: Pieces, *, seconds: float, seed: int, progress: Progress = silent) -> Orders:
    """Orders in which tours of up to ``month.most_days`` days may go, none of them checked day by day.

    A vehicle routing problem with prizes (Wouda, Lan and Kool 2024, doi:10.1287/ijoc.2023.0055): pieces of work are
    optional clients whose prize is their visits, tours of 1, 2, ... days are vehicles that cost so many days, and
    the minutes of drives break ties. It is asked at several prices of a day, the same whatever days there are, so
    that a team with more days chooses among the same tours. Each question ends after a fixed number of steps, so
    that a seed gives the same orders, or when ``seconds`` are over, which is told.
    """
    clients = np.repeat(np.arange(month.stop_count), pieces.count)
    if not len(clients):
        return Orders(orders=(), is_stopped=False)
    iterations = int(np.clip(_ITERATIONS_BY_CLIENTS // len(clients), *_ITERATIONS))
    bases = np.unique(pieces.base[pieces.count > 0]).tolist()
    until, is_stopped = time.monotonic() + seconds, False
    found: dict[tuple[int, tuple[int, ...]], None] = {}
    for number, question in enumerate(_QUESTIONS):
        progress("planning the tours of the mobile team", number / len(_QUESTIONS))
        left = until - time.monotonic()
        if left <= 0:
            is_stopped = True
            break
        stop = MultipleCriteria([MaxIterations(iterations), MaxRuntime(left)])
        result = pyvrp.solve(
            _data(month, pieces, clients, bases, question), stop, seed=seed, collect_stats=False, display=False
        )
        is_stopped |= result.num_iterations < iterations
        for base, order in _orders_in(result.best, clients, bases):
            found[base, order] = None
    return Orders(orders=tuple(found), is_stopped=is_stopped)


def _data(month: Month, pieces: Pieces, clients: Whole, bases: Sequence[int], question: _Question) -> pyvrp.ProblemData:
    """The question as the library reads it: whole seconds, each rounded up."""
    day_s = int(month.day_minutes * SECONDS_PER_MINUTE * question.share_of_time)
    drive_s = np.ceil(np.where(np.isfinite(month.drive_minutes), month.drive_minutes * SECONDS_PER_MINUTE, 0.0))
    longest_s = _AWAY * month.most_days * day_s
    matrix = np.where(np.isfinite(month.drive_minutes), drive_s, longest_s).astype(np.int64)
    matrix = np.minimum(matrix, longest_s)
    np.fill_diagonal(matrix, 0)
    full_day = (month.day_minutes - month.set_up_minutes) / month.visit_minutes
    used = [*bases, *(month.place(int(stop)) for stop in np.flatnonzero(pieces.count > 0))]
    number = {place: at for at, place in enumerate(used)}
    matrix = matrix[np.ix_(used, used)]
    work_s = np.ceil((pieces.visits * month.visit_minutes + month.set_up_minutes) * SECONDS_PER_MINUTE)
    prize = np.maximum(np.rint(pieces.visits / full_day * _FULL_DAY), 1)
    return pyvrp.ProblemData(
        locations=[pyvrp.Location(x=0, y=0) for _ in used],
        clients=[
            pyvrp.Client(
                location=number[month.place(int(stop))],
                service_duration=int(work_s[stop]),
                prize=0 if question.must_do_all else int(prize[stop]),
                required=question.must_do_all,
            )
            for stop in clients
        ],
        depots=[pyvrp.Depot(location=number[base]) for base in bases],
        vehicle_types=[
            pyvrp.VehicleType(
                num_available=len(clients),
                start_depot=depot,
                end_depot=depot,
                shift_duration=days * day_s,
                fixed_cost=int(days * question.day_price * _FULL_DAY),
                unit_distance_cost=1,
            )
            for depot in range(len(bases))
            for days in range(1, month.most_days + 1)
        ],
        distance_matrices=[matrix],  # type: ignore[list-item] # the stub names no shape
        duration_matrices=[matrix],  # type: ignore[list-item]
    )


def _orders_in(solution: pyvrp.Solution, clients: Whole, bases: Sequence[int]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """The base and the stops of each route of a solution."""
    for route in solution.routes():
        order = [int(clients[each.idx]) for each in route.schedule() if each.is_client()]
        yield bases[route.start_depot()], tuple(order)
