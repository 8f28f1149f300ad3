"""Supply where people choose: the nearest centre that is not too crowded, until nobody gains by going elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from accessibility.capacity.decay import Level
from accessibility.capacity.exact_sums import total_of
from accessibility.capacity.kernels import choose_anew, least_costs
from accessibility.capacity.pairs import Floats, Pairs
from accessibility.capacity.supply import Catchment, Supply, catchment_of
from geo.errors import InputError

CROWDING_MINUTES: Final = 60.0  # tau of the Python package access (V)
GAP_MINUTES: Final = 0.01
MOST_ROUNDS: Final = 2000
_ROUNDS_BETWEEN: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowding:
    """How people weigh a crowd against a way.

    ``minutes``: how much further they would go to avoid a centre as crowded as the mean of all.
    ``mean_people``: people for each unit of capacity that count as the mean; None takes it from
    all the people and all the capacity that are given. ``gap_minutes``: how much the average
    person may still be able to gain when the search for the equilibrium ends.
    """

    minutes: float = CROWDING_MINUTES
    mean_people: float | None = None
    gap_minutes: float = GAP_MINUTES

    def __post_init__(self) -> None:
        for name in ("minutes", "mean_people", "gap_minutes"):
            value = getattr(self, name)
            if value is not None and not 0 < value < np.inf:
                raise InputError(f"{name} of the crowding is {value}; give a number above 0")


def raam(
    pairs: Pairs,
    people: npt.ArrayLike,
    capacity: npt.ArrayLike,
    *,
    within_minutes: float,
    crowding: Crowding | None = None,
) -> Supply:
    """Rational agent access model: the minutes of way and crowd that are the least for each origin, in equilibrium.

    Going to j costs t_ij + tau D_j / (rho S_j) minutes, D_j the people who go there, tau and rho
    those of ``crowding``. In equilibrium nobody has a cheaper centre, which is where the convex
    sum of t_ij x_ij + tau D_j^2 / (2 rho S_j) is least; D and the costs are then unique. People
    are divisible. Origin by origin is set to its own optimum, all others standing still, again
    and again, which converges; it ends when the average person could gain no more than
    the ``gap_minutes`` of ``crowding``, which also bounds how far the sum is from its least. ``value`` is inf where
    no centre is in reach. All people times a number changes nothing, unless ``mean_people`` is given.

    Arguments and errors as in ``catchment_of``; InputError also if so many rounds do not come
    within the gap. Saxon and Snow (2020), Annals of the American Association of Geographers
    110 (1), doi:10.1080/24694452.2019.1629870; convergence: Grippo and Sciandrone (2000),
    Operations Research Letters 26 (3), doi:10.1016/S0167-6377(99)00074-7.
    """
    catchment = catchment_of(pairs, people, capacity, Level(within_minutes=within_minutes))
    start = np.concatenate([[0], np.cumsum(np.bincount(catchment.pairs.origin, minlength=pairs.origin_count))])
    crowding = crowding or Crowding()
    room = _people_for_a_minute(catchment, crowding)
    flow, gap = _settle(catchment, start, room, gap_minutes=crowding.gap_minutes)
    centre = catchment.pairs.centre
    demand = catchment.over_centres(flow)
    level = catchment.level(demand)
    served = catchment.over_origins(flow * np.minimum(level, 1.0)[centre])
    has_people = catchment.people > 0
    return Supply(
        method="raam",
        value=_least(catchment, start, _wait(demand, room)),
        is_reached=catchment.is_reached,
        capacity=catchment.capacity,
        used=np.where(demand > 0, catchment.capacity, 0.0),
        demand=demand,
        served_share=np.minimum(np.divide(served, catchment.people, out=np.zeros(len(served)), where=has_people), 1.0),
        gap_minutes=gap,
    )


def _people_for_a_minute(catchment: Catchment, crowding: Crowding) -> Floats:
    """How many people more at each centre are a minute more, as crowded as that is; 0 without capacity."""
    mean_people = crowding.mean_people
    if mean_people is None:
        capacity = total_of(catchment.capacity)
        mean_people = total_of(catchment.people) / capacity if capacity > 0 else 1.0
        mean_people = mean_people or 1.0  # without people nobody is crowded
    return catchment.capacity * (mean_people / crowding.minutes)


def _settle(
    catchment: Catchment, start: npt.NDArray[np.int64], room: Floats, *, gap_minutes: float
) -> tuple[Floats, float]:
    """The people of each pair in equilibrium, and the gap that is left, in minutes of the average person."""
    pairs = catchment.pairs
    flow, load = np.zeros(len(pairs)), np.zeros(pairs.centre_count)
    people = total_of(catchment.people[catchment.is_reached])
    if people <= 0:
        return flow, 0.0
    most = int(np.diff(start).max(initial=0))
    cost_now, taken = np.zeros(most), np.zeros(most, np.int64)
    gap = np.inf
    for number in range(1, MOST_ROUNDS + 1):
        choose_anew(start, pairs.centre, pairs.minutes, catchment.people, room, flow, load, cost_now, taken)
        if number % _ROUNDS_BETWEEN == 0:
            load = catchment.over_centres(flow)
            wait = _wait(load, room)
            cost = pairs.minutes + wait[pairs.centre] - _least(catchment, start, wait)[pairs.origin]
            gap = total_of(catchment.over_centres(flow * cost)) / people
            if gap <= gap_minutes:
                return flow, gap
    raise InputError(
        f"after {MOST_ROUNDS:,} rounds the average person could still gain {gap:.3g} minutes by going elsewhere; "
        f"allow a wider gap than {gap_minutes:g} minutes, or a shorter catchment"
    )


def _wait(load: Floats, room: Floats) -> Floats:
    """The minutes that the crowd at each centre stands for."""
    return np.divide(load, room, out=np.zeros(len(load)), where=room > 0)


def _least(catchment: Catchment, start: npt.NDArray[np.int64], wait: Floats) -> Floats:
    least = np.empty(catchment.pairs.origin_count)
    least_costs(start, catchment.pairs.centre, catchment.pairs.minutes, wait, least)
    return least
