"""Draws from ranges: triangular, in equal layers, and each variable by a stream of its own name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

from accessibility.uncertainty.draw import Draw
from accessibility.uncertainty.ranges import BOARDING_WAIT, POPULATION, Range, Ranges
from geo.errors import InputError

Doubles = npt.NDArray[np.float64]

_HELD_BITS: Final = np.uint64(11)  # of 64, so that 53 are left, as many as a double holds
_ONE_OF_THEM: Final = 2.0**-53
_BELOW_ONE: Final = float(np.nextafter(1.0, 0.0))


def draws_of(ranges: Ranges, count: int, seed: int) -> tuple[Draw, ...]:
    """So many draws from the ranges; the same for the same seed, on every machine and with any number of threads.

    Each variable, by its kind and name, has a stream of its own: a class, an area or a need more or less changes no
    other. Of each variable one draw falls into each of ``count`` layers of equal chance, in an order of its own
    (Latin hypercube sampling: McKay, Beckman and Conover 1979, doi:10.2307/1268522), which keeps medians and
    intervals steady with 100 draws. So the draws of one variable are not independent of one another, and nothing
    about independent draws may be concluded from them. Raises InputError for fewer than two draws.
    """
    if count < 2:  # noqa: PLR2004 - fewer have no range
        raise InputError(f"{count} draws give no interval; ask for 2 or more, best 100")
    drawn = {
        kind: {each.name: values_of(each, layered(kind, each.name, count, seed)) for each in ranges.of(kind)}
        for kind in ("road class", "land class", "walking", "need")
    }
    hazard = {key: layered("hazard", key, count, seed) for key in ranges.hazard_keys}
    alone = {
        kind: values_of(each, layered(kind, each.name, count, seed))
        for kind in (BOARDING_WAIT, POPULATION)
        for each in ranges.of(kind)
    }
    return tuple(
        Draw(
            number=number,
            road_class=_at(drawn["road class"], number),
            land_class=_at(drawn["land class"], number),
            walk_speed=_at(drawn["walking"], number),
            boarding_wait_minutes=float(alone[BOARDING_WAIT][number]) if BOARDING_WAIT in alone else None,
            hazard=_at(hazard, number),
            hazard_chance=dict(ranges.hazard_chance),
            population=float(alone[POPULATION][number]) if POPULATION in alone else 1.0,
            need=_at(drawn["need"], number),
        )
        for number in range(count)
    )


def layered(kind: str, name: str, count: int, seed: int) -> Doubles:
    """Numbers in [0, 1), (count,), one in each of ``count`` layers of equal width, in the order of the name's stream.

    Raw bits of PCG64 are taken, not the methods of numpy's generators, whose streams may change between versions.
    """
    stream = np.random.PCG64(np.random.SeedSequence([seed, crc32(f"{kind}:{name}".encode())]))
    raw = stream.random_raw(2 * count)
    layer = np.argsort(np.argsort(raw[:count], kind="stable"), kind="stable")
    within = (raw[count:] >> _HELD_BITS).astype(np.float64) * _ONE_OF_THEM
    return np.minimum((layer + within) / count, _BELOW_ONE)


def values_of(each: Range, chance: Doubles) -> Doubles:
    """The values of a range at these chances; of a range of width zero the value itself, exactly."""
    if each.is_point:
        return np.full(chance.shape, each.value)
    return triangular(chance, low=each.low, mode=each.value, high=each.high)


def triangular(chance: Doubles, *, low: float, mode: float, high: float) -> Doubles:
    """The values that a triangular distribution stays below with these chances: the inverse of its distribution.

    ``chance`` in [0, 1]; low <= mode <= high, low < high. With c = (mode - low) / (high - low):
    low + sqrt(chance (high - low) (mode - low)) up to c, high - sqrt((1 - chance) (high - low) (high - mode)) above
    (Kotz and van Dorp 2004, Beyond Beta, chapter 1, doi:10.1142/5720).
    """
    rising = low + np.sqrt(chance * (high - low) * (mode - low))
    falling = high - np.sqrt((1 - chance) * (high - low) * (high - mode))
    return np.clip(np.where(chance * (high - low) < mode - low, rising, falling), low, high)


def _at(values: Mapping[str, Doubles], number: int) -> dict[str, float]:
    return {name: float(each[number]) for name, each in values.items()}
