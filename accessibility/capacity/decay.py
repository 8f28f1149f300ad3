"""How the weight of a centre falls with the minutes to it: not at all, in zones, or along a Gaussian curve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from geo.errors import InputError

Floats = npt.NDArray[np.float64]
ZONE_WEIGHTS: Final = (1.0, 0.68, 0.22)  # the default of the Python package access for E2SFCA (V); Luo, Qi 2009 (M)


class Decay(Protocol):
    """A weight for each minute up to the end of the catchment, beyond which nobody is reached."""

    @property
    def within_minutes(self) -> float:
        """The end of the catchment, inclusive."""

    def weights(self, minutes: Floats) -> Floats:
        """The weight of each of these minutes, all within the catchment; 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One weight for all within the catchment, inclusive."""

    within_minutes: float

    def __post_init__(self) -> None:
        check_minutes(self.within_minutes)

    def weights(self, minutes: Floats) -> Floats:
        """1 for all."""
        return np.ones(len(minutes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Zones:
    """A weight for each zone of minutes; ``until_minutes`` are the ends of the zones, rising, each inclusive.

    ``weight``: above 0, at most 1, and never more than that of the zone before.
    """

    until_minutes: tuple[float, ...]
    weight: tuple[float, ...]

    def __post_init__(self) -> None:
        ends, weights = self.until_minutes, self.weight
        if not ends or len(ends) != len(weights):
            raise InputError(f"{len(ends)} zones have {len(weights)} weights; give one for each, and one zone at least")
        for end in ends:
            check_minutes(end)
        if list(ends) != sorted(set(ends)):
            raise InputError(f"the zones end at {_listed(ends)} minutes; make each end later than the one before")
        if not all(0 < weight <= 1 for weight in weights) or list(weights) != sorted(weights, reverse=True):
            raise InputError(
                f"the zones have the weights {_listed(weights)}; give each above 0 and at most 1, none more than the "
                "one before"
            )

    @property
    def within_minutes(self) -> float:
        """The end of the last zone."""
        return self.until_minutes[-1]

    def weights(self, minutes: Floats) -> Floats:
        """The weight of the zone of each."""
        return np.array(self.weight)[np.searchsorted(np.array(self.until_minutes), minutes)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaussian:
    """A Gaussian curve, 1 at 0 minutes and 0 at the end of the catchment.

    (exp(-(t / T)^2 / 2) - exp(-1/2)) / (1 - exp(-1/2)) for t minutes of T. Dai (2010), Health &
    Place 16 (5), doi:10.1016/j.healthplace.2010.06.012.
    """

    within_minutes: float

    def __post_init__(self) -> None:
        check_minutes(self.within_minutes)

    def weights(self, minutes: Floats) -> Floats:
        """The height of the curve at each."""
        last = np.exp(-0.5)
        curve: Floats = (np.exp(-0.5 * (minutes / self.within_minutes) ** 2) - last) / (1 - last)
        return np.maximum(curve, 0.0)


def thirds(within_minutes: float) -> Zones:
    """Three zones of equal length with the weights 1, 0.68 and 0.22 (see ZONE_WEIGHTS for where they are from)."""
    ends = (within_minutes / 3, within_minutes * 2 / 3, within_minutes)
    return Zones(until_minutes=ends, weight=ZONE_WEIGHTS)


def check_minutes(minutes: float) -> None:
    """Raise InputError for an end of a catchment that is none."""
    if not 0 < minutes < np.inf:
        raise InputError(f"a catchment of {minutes} minutes is none; give a number of minutes above 0")


def _listed(values: tuple[float, ...]) -> str:
    return ", ".join(f"{value:g}" for value in values)
