"""How much hangs on the threshold: the share of everyone within each, over the draws, and the slope of the curve."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from accessibility.need import EVERYONE
from accessibility.uncertainty.figures import RunFigures
from accessibility.uncertainty.intervals import known_draws, quantiles_of_draws, with_dimensions

SENSITIVITY_COLUMNS: Final = (
    *("threshold_minutes", "share_within", "median", "low", "high", "slope_per_10_min"),
    *("draws", "unit", "denominator", "as_of"),
)
_STEP_MINUTES: Final = 10.0


def slope_per_10_min(figures: RunFigures, threshold_minutes: float) -> float:
    """The share of everyone gained for ten minutes more: a central difference, five minutes to either side.

    Of the curve that is not drawn. Where five minutes less would be below 0 it is taken from 0 on, per ten minutes.
    """
    below, above = max(threshold_minutes - _STEP_MINUTES / 2, 0.0), threshold_minutes + _STEP_MINUTES / 2
    gained = figures.share_within(above) - figures.share_within(below)
    return gained * (_STEP_MINUTES / (above - below))


def sensitivity_frame(figures: RunFigures, *, tails: tuple[float, float], as_of: str) -> pd.DataFrame:
    """The rows of a run in ``sensitivity.csv``: of everyone, the share within each threshold of the curve."""
    low, median, high = quantiles_of_draws(figures.drawn_curve, (tails[0], 0.5, tails[1]))
    whole = next(row for row, place in enumerate(figures.places) if place.kind == "all")
    frame = pd.DataFrame(
        {
            "threshold_minutes": figures.curve_minutes,
            "share_within": figures.curve,
            "median": median,
            "low": low,
            "high": high,
            "slope_per_10_min": [slope_per_10_min(figures, minutes) for minutes in figures.curve_minutes],
            "draws": known_draws(figures.drawn_curve),
            "unit": "share",
            "denominator": figures.people[figures.groups.index(EVERYONE), whole],
            "as_of": as_of,
        },
        columns=list(SENSITIVITY_COLUMNS),
    )
    return with_dimensions(frame.astype({"threshold_minutes": np.float64}), figures.dimensions)
