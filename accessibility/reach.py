"""Steps of travel time at which a release tells who reaches care, so that a threshold can be moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

STEP_MINUTES: Final = 15
LAST_STEP_MINUTES: Final = 480
"""A threshold can be moved by quarters of an hour, up to a working day."""


def reach_steps(bands_minutes: Sequence[float], threshold_minutes: float) -> tuple[float, ...]:
    """The steps of a study, rising: those of every study, its bands and its threshold. Each is inclusive.

    >>> reach_steps([30, 50], 600)[:5], reach_steps([30, 50], 600)[-2:]
    ((15.0, 30.0, 45.0, 50.0, 60.0), (480.0, 600.0))
    """
    common = range(STEP_MINUTES, LAST_STEP_MINUTES + 1, STEP_MINUTES)
    return tuple(sorted({*map(float, common), *map(float, bands_minutes), float(threshold_minutes)}))
