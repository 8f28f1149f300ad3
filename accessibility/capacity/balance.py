"""Supply that adds up: everyone is sent somewhere once, and all capacity is given once."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from accessibility.capacity.decay import Decay
from accessibility.capacity.floating import shares_of_origins
from accessibility.capacity.pairs import Pairs
from accessibility.capacity.supply import Supply, catchment_of


def balanced(
    pairs: Pairs,
    people: npt.ArrayLike,
    capacity: npt.ArrayLike,
    *,
    decay: Decay,
    given_by: Literal["people", "places"] = "people",
) -> Supply:
    """Balanced floating catchment area: the people of an origin are shared out over the centres in reach.

    With W the weights, w_ij = W_ij / sum_k W_ik is the share of i's people who go to j, and the
    level of a centre is L_j = S_j / sum_k P_k w_kj. ``given_by`` "people": A_i = sum_j L_j w_ij, so
    that sum_i P_i A_i is the capacity of the centres that somebody reaches, and cutting an origin
    in two changes nothing. "places" is what was published: A_i = sum_j L_j W_ij / sum_k W_kj, so
    that sum_i A_i = sum_j L_j; it depends on how people are cut into origins, and its values are
    to be compared with those of other programs only; ``used`` is what it gives to the people.

    Arguments and errors as in ``catchment_of``. Paez, Higgins and Vivona (2019), PLoS ONE 14 (6),
    doi:10.1371/journal.pone.0218773.
    """
    catchment = catchment_of(pairs, people, capacity, decay)
    origin, centre = catchment.pairs.origin, catchment.pairs.centre
    share = shares_of_origins(catchment)
    coming = catchment.people[origin] * share
    demand = catchment.over_centres(coming)
    level = catchment.level(demand)
    used = np.where(demand > 0, catchment.capacity, 0.0)
    getting = share
    if given_by == "places":
        total = catchment.over_centres(catchment.weight)[centre]
        getting = np.divide(catchment.weight, total, out=np.zeros(len(total)), where=total > 0)
        used = level * catchment.over_centres(catchment.people[origin] * getting)
    return Supply(
        method="bfca",
        value=catchment.over_origins(level[centre] * getting),
        is_reached=catchment.is_reached,
        capacity=catchment.capacity,
        used=used,
        demand=demand,
        served_share=np.minimum(catchment.over_origins(np.minimum(level, 1.0)[centre] * share), 1.0),
    )
