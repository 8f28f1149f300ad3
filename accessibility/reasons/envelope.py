"""The lower envelope: a cure is an offer, and nobody need take it; so what is cured never lengthens a way.

And how far beyond the threshold a way is, where the longest counts as so long and no longer.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from accessibility.reasons.shapley import Cured, every_set
from geo.errors import InputError

Floats = npt.NDArray[np.float64]


def lower_envelope(minutes: Mapping[Cured, npt.ArrayLike]) -> dict[Cured, npt.NDArray[Any]]:
    """The minutes of each set of cured factors as the least over all sets within it, the set itself too.

    ``minutes``: of every set of the factors that any of them names, arrays of one shape; inf is no way. NaN is
    unknown, and whatever takes it in is unknown too, since it might have been less. What is given is not changed,
    but is handed on where nothing is to be changed. Raises InputError if a set is missing or has another shape.
    """
    factors = sorted({factor for cured in minutes for factor in cured})
    least = {cured: _minutes_of(cured, minutes) for cured in every_set(factors)}
    shapes = {given.shape for given in least.values()}
    if len(shapes) > 1:
        raise InputError(f"the minutes have the shapes {sorted(shapes)}; give the same homes for every set of factors")
    for factor in factors:  # each factor in turn: so every set within is met once (Yates 1937)
        for cured, own in least.items():
            if factor in cured:
                least[cured] = np.minimum(own, least[cured - {factor}])
    return least


def excess_minutes(minutes: npt.ArrayLike, *, threshold_minutes: float, most_minutes: float) -> Floats:
    """How far each way is beyond the threshold, from 0 to ``most_minutes - threshold_minutes``; NaN is unknown.

    A way of just the threshold is within it. One longer than ``most_minutes``, or none at all (inf), counts as that
    long. Raises InputError if that is not above the threshold, and for minutes below 0.
    """
    if not (math.isfinite(threshold_minutes) and threshold_minutes >= 0):
        raise InputError(f"the threshold is {threshold_minutes:g} minutes; give a number of at least 0")
    if not (math.isfinite(most_minutes) and most_minutes > threshold_minutes):
        raise InputError(
            f"most_minutes is {most_minutes:g} and the threshold {threshold_minutes:g}, so that no way could be beyond "
            "it by anything; write a most_minutes above the threshold, such as 600"
        )
    given = np.asarray(minutes, dtype=np.float64)
    if (given < 0).any():
        raise InputError(f"{int((given < 0).sum()):,} homes have minutes below 0; give 0 or more, inf where no way is")
    return np.asarray(np.maximum(np.minimum(given, most_minutes) - threshold_minutes, 0.0), dtype=np.float64)


def _minutes_of(cured: Cured, minutes: Mapping[Cured, npt.ArrayLike]) -> npt.NDArray[Any]:
    if cured not in minutes:
        names = ", ".join(sorted(cured)) or "nothing"
        raise InputError(f"there are no minutes for when {names} is cured; give them for every set of factors")
    return np.asarray(minutes[cured])
