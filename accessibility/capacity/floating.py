"""Supply in floating catchments: capacity for each person in reach, by the measures of the literature."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from accessibility.capacity.decay import Decay, Gaussian, Level, Zones
from accessibility.capacity.pairs import Floats, Pairs
from accessibility.capacity.supply import Catchment, Method, Supply, catchment_of


def cumulative_opportunities(
    pairs: Pairs, people: npt.ArrayLike, capacity: npt.ArrayLike, *, within_minutes: float
) -> Supply:
    """The capacity in reach of each origin, whoever else asks for it: sum of S_j over the centres within reach.

    Arguments and errors as in ``catchment_of``. Nobody competes, so ``used`` is all the capacity
    that somebody reaches.
    """
    catchment = catchment_of(pairs, people, capacity, Level(within_minutes=within_minutes))
    in_reach = catchment.over_centres(catchment.people[catchment.pairs.origin])
    return Supply(
        method="cumulative",
        value=catchment.over_origins(catchment.capacity[catchment.pairs.centre]),
        is_reached=catchment.is_reached,
        capacity=catchment.capacity,
        used=np.where(in_reach > 0, catchment.capacity, 0.0),
    )


def two_step(pairs: Pairs, people: npt.ArrayLike, capacity: npt.ArrayLike, *, within_minutes: float) -> Supply:
    """Two-step floating catchment area: A_i = sum_j S_j / sum_k P_k, over those within reach.

    Arguments and errors as in ``catchment_of``. Luo and Wang (2003), Environment and Planning B
    30 (6), doi:10.1068/b29120.
    """
    catchment = catchment_of(pairs, people, capacity, Level(within_minutes=within_minutes))
    return _two_steps("2sfca", catchment, catchment.weight, catchment.weight)


def enhanced_two_step(pairs: Pairs, people: npt.ArrayLike, capacity: npt.ArrayLike, *, zones: Zones) -> Supply:
    """Enhanced two-step floating catchment area: A_i = sum_j W_ij S_j / sum_k W_kj P_k, W the weight of a zone.

    Arguments and errors as in ``catchment_of``. Luo and Qi (2009), Health & Place 15 (4),
    doi:10.1016/j.healthplace.2009.06.002.
    """
    catchment = catchment_of(pairs, people, capacity, zones)
    return _two_steps("e2sfca", catchment, catchment.weight, catchment.weight)


def gaussian_two_step(pairs: Pairs, people: npt.ArrayLike, capacity: npt.ArrayLike, *, within_minutes: float) -> Supply:
    """Two-step floating catchment area with a Gaussian weight, which is 0 at the very end of the catchment.

    Arguments and errors as in ``catchment_of``. Dai (2010), Health & Place 16 (5),
    doi:10.1016/j.healthplace.2010.06.012.
    """
    catchment = catchment_of(pairs, people, capacity, Gaussian(within_minutes=within_minutes))
    return _two_steps("gaussian", catchment, catchment.weight, catchment.weight)


def three_step(pairs: Pairs, people: npt.ArrayLike, capacity: npt.ArrayLike, *, decay: Decay) -> Supply:
    """Three-step floating catchment area: people ask less of each centre the more centres they reach.

    G_ij = W_ij / sum_k W_ik; A_i = sum_j G_ij W_ij S_j / sum_k G_kj W_kj P_k. Arguments and errors
    as in ``catchment_of``. Wan, Zou and Sternberg (2012), International Journal of Geographical
    Information Science 26 (6), doi:10.1080/13658816.2011.624987.
    """
    catchment = catchment_of(pairs, people, capacity, decay)
    weight = catchment.weight * shares_of_origins(catchment)
    return _two_steps("3sfca", catchment, weight, weight)


def modified_two_step(pairs: Pairs, people: npt.ArrayLike, capacity: npt.ArrayLike, *, decay: Decay) -> Supply:
    """Modified two-step floating catchment area: A_i = sum_j W_ij W_ij S_j / sum_k W_kj P_k.

    Long ways waste capacity also where everyone's is alike; ``used`` is what is not wasted.
    Arguments and errors as in ``catchment_of``. Delamater (2013), Health & Place 24,
    doi:10.1016/j.healthplace.2013.07.012.
    """
    catchment = catchment_of(pairs, people, capacity, decay)
    return _two_steps("m2sfca", catchment, catchment.weight, catchment.weight**2)


def shares_of_origins(catchment: Catchment) -> Floats:
    """The share that each pair has of the weights of its origin; 0 where all of them are 0."""
    total = catchment.over_origins(catchment.weight)[catchment.pairs.origin]
    return np.divide(catchment.weight, total, out=np.zeros(len(total)), where=total > 0)


def _two_steps(method: Method, catchment: Catchment, asking: Floats, getting: Floats) -> Supply:
    """People ask of each centre by one weight, and get of its capacity for each who asks by another."""
    people = catchment.people[catchment.pairs.origin]
    demand = catchment.over_centres(people * asking)
    level = catchment.level(demand)
    got = demand if getting is asking else catchment.over_centres(people * getting)
    return Supply(
        method=method,
        value=catchment.over_origins(level[catchment.pairs.centre] * getting),
        is_reached=catchment.is_reached,
        capacity=catchment.capacity,
        used=np.where(demand > 0, catchment.capacity, 0.0) if getting is asking else level * got,
        demand=demand,
    )
