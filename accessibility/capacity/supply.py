"""What a measure of supply says: for every origin what it can count on, for every centre who comes to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from accessibility.capacity.decay import Decay
from accessibility.capacity.exact_sums import sums_by, total_of
from accessibility.capacity.pairs import Floats, Pairs, check_amounts

Method = Literal["cumulative", "2sfca", "e2sfca", "3sfca", "m2sfca", "gaussian", "bfca", "raam"]
METHODS: tuple[Method, ...] = ("cumulative", "2sfca", "e2sfca", "3sfca", "m2sfca", "gaussian", "bfca", "raam")


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """One measure over all origins and centres.

    By origin: ``value``, in capacity for ``cumulative``, in minutes for ``raam``, else in capacity
    for a person. Where nobody lives it is what somebody there would find. ``is_reached``: whether
    a centre with capacity is in the catchment; who reaches none has the value 0 (inf minutes for
    ``raam``) in every measure. ``served_share``: the share of the origin's people for whom the
    centres that they go to have room, 0 to 1; None where a measure sends nobody anywhere.

    By centre: ``demand``, the people who count against its capacity, None for ``cumulative``. Only
    those of ``bfca`` and ``raam`` are sent to one centre each and add up to the people who reach
    any; the others count a person at every centre in reach. ``capacity``, and ``used``, the part
    of it that the people of the origins get. ``used`` + unused is the capacity, of each centre.

    ``gap_minutes``: for ``raam`` what the average person could still gain by going elsewhere.
    """

    method: Method
    value: Floats
    is_reached: npt.NDArray[np.bool_]
    capacity: Floats
    used: Floats
    demand: Floats | None = None
    served_share: Floats | None = None
    gap_minutes: float | None = None

    @property
    def used_capacity(self) -> float:
        """The capacity that people get."""
        return total_of(self.used)

    @property
    def unused_capacity(self) -> float:
        """The capacity that nobody gets, mostly that of centres with nobody in reach."""
        return total_of(np.concatenate([self.capacity, -self.used]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Catchment:
    """The pairs within a catchment whose centres have capacity, the weight of each, and the amounts, checked."""

    pairs: Pairs
    weight: Floats
    people: Floats
    capacity: Floats

    def over_centres(self, value: Floats) -> Floats:
        """The sum over the pairs of each centre."""
        return sums_by(self.pairs.centre, value, count=self.pairs.centre_count)

    def over_origins(self, value: Floats) -> Floats:
        """The sum over the pairs of each origin."""
        return sums_by(self.pairs.origin, value, count=self.pairs.origin_count)

    def level(self, demand: Floats) -> Floats:
        """Capacity for each person of the demand of each centre; 0 where there is nobody."""
        return np.divide(self.capacity, demand, out=np.zeros(len(demand)), where=demand > 0)

    @property
    def is_reached(self) -> npt.NDArray[np.bool_]:
        """Whether each origin reaches a centre."""
        is_reached = np.zeros(self.pairs.origin_count, np.bool_)
        is_reached[self.pairs.origin] = True
        return is_reached


def catchment_of(pairs: Pairs, people: npt.ArrayLike, capacity: npt.ArrayLike, decay: Decay) -> Catchment:
    """The pairs that count, with their weights. A centre without capacity is as if it were not there.

    ``people``: of each origin; ``capacity``: of each centre. Raises InputError where one is
    negative or unknown, or where they are not as many as the origins and the centres.
    """
    people = check_amounts(
        people, pairs.origin_count, name="number of people", unknown="give 0 where nobody lives, or leave the place out"
    )
    capacity = check_amounts(
        capacity, pairs.centre_count, name="capacity", unknown="leave these centres out, or say what to assume of them"
    )
    within = pairs.only((pairs.minutes <= decay.within_minutes) & (capacity > 0)[pairs.centre])
    return Catchment(pairs=within, weight=decay.weights(within.minutes), people=people, capacity=capacity)
