"""The factors of a draw: what no speed can be multiplied by, and no wait be."""

from __future__ import annotations

import math
from typing import Final

from accessibility.uncertainty.draw import Draw
from geo.errors import InputError

MOST_TIMES: Final = 100.0  # nothing is a hundred times as fast as its table says, nor a hundredth


def check_factors(draw: Draw) -> None:
    """Raise InputError if a speed of a draw, or its wait, cannot be.

    A factor is above 0 and at most a hundredfold of the table's speed either way; a wait is 0 or more minutes.
    """
    kinds = (("road class", draw.road_class), ("land class", draw.land_class), ("walking of", draw.walk_speed))
    for kind, factors in kinds:
        for name, factor in factors.items():
            which = f"draw {draw.number}, {kind} {name!r}" if name else f"draw {draw.number}, {kind}"
            if not 0 < factor < math.inf:
                raise InputError(
                    f"{which}: a factor of {factor:g} on a speed is none; give a number above 0, and finite"
                )
            if not 1 / MOST_TIMES <= factor <= MOST_TIMES:
                raise InputError(
                    f"{which}: a factor of {factor:g} makes a speed impossible; give one from {1 / MOST_TIMES:g} to "
                    f"{MOST_TIMES:g}, or correct the table's speed"
                )
    wait = draw.boarding_wait_minutes
    if wait is not None and not 0 <= wait < math.inf:
        raise InputError(f"draw {draw.number}: a boarding wait of {wait:g} minutes is none; give 0 or more")
    for name, chance in (*draw.hazard.items(), *draw.hazard_chance.items()):
        if not 0 <= chance <= 1:
            raise InputError(f"draw {draw.number}, hazard {name!r}: {chance:g} is no chance; give a number from 0 to 1")
