"""How stable a ranking is: the rank of each region and area over the draws."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import rankdata

from accessibility.uncertainty.figures import PERSON_HOURS, RunFigures
from accessibility.uncertainty.intervals import quantiles_of_draws, with_dimensions

Doubles = npt.NDArray[np.float64]

RANK_COLUMNS: Final = (
    *("place_kind", "place_id", "place_name", "rank", "median_rank", "low_rank", "high_rank"),
    *("share_first", "share_in_top3", "draws", "as_of"),
)
_TOP: Final = 3


def ranks_of(values: Doubles) -> npt.NDArray[np.int64]:
    """The rank of each value along the last axis, the greatest first from 1; equal values share the better rank."""
    return np.asarray(rankdata(-values, method="min", axis=-1), np.int64)


def rank_frame(figures: RunFigures, *, tails: tuple[float, float], as_of: str) -> pd.DataFrame:
    """The rows of a run in ``rank_stability.csv``: regions among regions, areas among areas, by person-hours beyond.

    ``rank`` is that of the figures that are not drawn. The ends of the interval are whole ranks, outward.
    """
    hours = next(place for place, measure in enumerate(figures.measures) if measure.name == PERSON_HOURS)
    rows: list[dict[str, Any]] = []
    for kind in ("region", "area"):
        meant = [row for row, place in enumerate(figures.places) if place.kind == kind]
        if not meant:
            continue
        ranks = ranks_of(figures.undrawn[0, meant, hours])
        drawn = ranks_of(figures.drawn[:, 0, meant, hours])
        low, median, high = quantiles_of_draws(drawn.astype(np.float64), (tails[0], 0.5, tails[1]))
        first, top = (drawn == 1).mean(axis=0), (drawn <= _TOP).mean(axis=0)
        rows += [
            {
                **figures.places[row].columns,
                "rank": int(ranks[at]),
                "median_rank": median[at],
                "low_rank": int(np.floor(low[at])),
                "high_rank": int(np.ceil(high[at])),
                "share_first": first[at],
                "share_in_top3": top[at],
                "draws": len(drawn),
                "as_of": as_of,
            }
            for at, row in enumerate(meant)
        ]
    return with_dimensions(pd.DataFrame(rows, columns=list(RANK_COLUMNS)), figures.dimensions)
