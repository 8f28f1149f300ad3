"""Quantiles over draws, and the table of intervals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from accessibility.uncertainty.figures import RunFigures

Doubles = npt.NDArray[np.float64]

INTERVAL_COLUMNS: Final = (
    *("place_kind", "place_id", "place_name", "group", "measure", "value", "median", "low", "high"),
    *("interval", "draws", "unit", "denominator", "as_of"),
)


def quantiles_of_draws(values: Doubles, shares: Iterable[float]) -> tuple[Doubles, ...]:
    """For each share the value that this share of the draws stays below; ``values`` (draws, ...), each (...).

    Hazen's rule: the k-th of n values stands at (k - 0.5) / n, with a straight line between two (Hyndman and Fan
    1996, type 5, doi:10.1080/00031305.1996.10473566). It favours neither end, so that with one draw in each of n
    layers a quantile is met to half a layer. Between a number and inf the quantile is inf: no way. A draw without a
    value (NaN) is left out; NaN where no draw has one.
    """
    ordered = np.sort(values, axis=0)  # inf after every number, NaN last
    known = known_draws(values)
    found = []
    for share in shares:
        place = np.clip(known * share - 0.5, 0, np.maximum(known - 1, 0))
        below = np.floor(place).astype(np.int64)
        above = np.minimum(below + 1, np.maximum(known - 1, 0))
        first, second = (np.take_along_axis(ordered, at[np.newaxis], axis=0)[0] for at in (below, above))
        beyond = place - below
        is_between = (beyond > 0) & (first != second) & np.isfinite(second)
        step = np.subtract(second, first, out=np.zeros(first.shape), where=is_between)
        quantile = np.where((beyond > 0) & np.isinf(second), second, first + beyond * step)
        found.append(np.where(known > 0, quantile, np.nan))
    return tuple(found)


def known_draws(values: Doubles) -> npt.NDArray[np.int64]:
    """In how many draws there is a value, (...)."""
    return np.asarray(np.count_nonzero(~np.isnan(values), axis=0), np.int64)


def interval_frame(figures: RunFigures, *, tails: tuple[float, float], interval: float, as_of: str) -> pd.DataFrame:
    """The rows of a run in ``intervals.csv``: each place, group and measure with its median and interval.

    ``value`` is the figure that is not drawn; it may lie outside the interval, as with hazards that may not be there.
    ``draws``: those that give a value. ``denominator``: the people of the group in the place, not drawn.
    """
    low, median, high = quantiles_of_draws(figures.drawn, (tails[0], 0.5, tails[1]))
    known = known_draws(figures.drawn)
    rows: list[dict[str, Any]] = []
    for (row, place), (column, group), (deep, measure) in product(
        enumerate(figures.places), enumerate(figures.groups), enumerate(figures.measures)
    ):
        if place.kind == "region" and not measure.is_of_regions:
            continue
        at = (column, row, deep)
        rows.append(
            {
                **place.columns,
                "group": group,
                "measure": measure.name,
                "value": figures.undrawn[at],
                "median": median[at],
                "low": low[at],
                "high": high[at],
                "interval": interval,
                "draws": known[at],
                "unit": measure.unit,
                "denominator": figures.people[at[:2]],
                "as_of": as_of,
            }
        )
    return with_dimensions(pd.DataFrame(rows, columns=list(INTERVAL_COLUMNS)), figures.dimensions)


def with_dimensions(frame: pd.DataFrame, dimensions: Mapping[str, str]) -> pd.DataFrame:
    """The frame with the dimensions of its run as its first columns."""
    first = pd.DataFrame({name: [value] * len(frame) for name, value in dimensions.items()}, index=frame.index)
    return pd.concat([first, frame], axis=1)
