"""How sure it is who is underserved: by place as people, by cell as the share of the draws."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from accessibility.search import BARRIER, NO_LAND_DATA, OUTSIDE, TravelTime
from accessibility.uncertainty.figures import BEYOND_SHARE, RunFigures
from accessibility.uncertainty.intervals import with_dimensions

Counts = npt.NDArray[np.uint16]

CERTAINTY_COLUMNS: Final = (
    *("place_kind", "place_id", "place_name", "people", "surely_beyond", "perhaps_beyond", "surely_within"),
    *("people_could_change", "share_underserved", "draws", "as_of"),
)
_IN_TEN_SURELY: Final = 9
_IN_TEN_PERHAPS: Final = 1
_MOST_OF_A_PLACE: Final = 0.5


def certainty_frame(figures: RunFigures, *, as_of: str) -> pd.DataFrame:
    """The rows of a run in ``certainty.csv``: everyone, split by the share of the draws in which they are beyond.

    Surely beyond: in 90 % of the draws or more; perhaps: in 10 % or more; surely within: in fewer. The three add up
    to ``people``; who has no answer cell is beyond in every draw, as in the table of access. ``people_could_change``
    is left unknown (NaN): it is a matter of what lies beyond the study's edge. ``share_underserved``: the share of
    the draws in which at least half of the people of the place are beyond, NaN of nobody.
    """
    draws, beyond = len(figures.drawn), figures.beyond_draws.astype(np.int64)
    is_sure, is_perhaps = beyond * 10 >= _IN_TEN_SURELY * draws, beyond * 10 >= _IN_TEN_PERHAPS * draws
    surely, perhaps, within = (
        figures.people_where(is_meant) for is_meant in (is_sure, is_perhaps & ~is_sure, ~is_perhaps)
    )
    beyond_share = figures.drawn[:, 0, :, [measure.name for measure in figures.measures].index(BEYOND_SHARE)]
    is_underserved = np.where(np.isnan(beyond_share), np.nan, beyond_share >= _MOST_OF_A_PLACE)
    rows: list[dict[str, Any]] = [
        {
            **place.columns,
            "people": figures.people[0, row],
            "surely_beyond": surely[row],
            "perhaps_beyond": perhaps[row],
            "surely_within": within[row],
            "people_could_change": float("nan"),
            "share_underserved": float(is_underserved[:, row].mean()),
            "draws": draws,
            "as_of": as_of,
        }
        for row, place in enumerate(figures.places)
        if place.kind != "outside"
    ]
    return with_dimensions(pd.DataFrame(rows, columns=list(CERTAINTY_COLUMNS)), figures.dimensions)


def underserved_share(travel: TravelTime, beyond: Counts, draws: int) -> npt.NDArray[np.float32]:
    """The share of the draws in which each cell is beyond the threshold, float32 of the grid's shape.

    NaN where no draw has an answer: outside the study, on a barrier, without land data. ``travel`` is the run's own.
    """
    share = (beyond / np.float32(draws)).astype(np.float32)
    share[np.isin(travel.status, (OUTSIDE, BARRIER, NO_LAND_DATA))] = np.nan
    return share
