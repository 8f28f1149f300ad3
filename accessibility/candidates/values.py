"""Candidates and how far they are: the places where care could be given, and the minutes of homes to each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

Kind = Literal["listed", "upgrade", "town", "grid"]
RefusalCode = Literal[
    "outside-grid",
    "no-land-data",
    "barrier",
    "no-all-year-road",
    "land-not-owned",
    "adds-nothing",
    "already-given",
    "duplicate",
    "inside-hazard",
    "near-hazard",
]
REFUSED_COLUMNS: Final = (
    "candidate_id",
    "candidate_name",
    "kind",
    "lon",
    "lat",
    "reason",
    "code",  # a RefusalCode
    "is_restricted",  # it speaks of a hazard or a sensitive centre: only for tiers that may show them
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Candidates that a plan may choose, in the order of their rows; all arrays have one entry a candidate.

    ``kinds``: a Kind each. ``pillars``, ``tasks``: what each would give; ``levels`` "" where not said.
    ``centre_ids``: the existing centre that an upgrade is of, listed or not, else "".
    ``xy``: float64 (candidates, 2), grid's CRS. ``cell``: the passable cell it counts from; ``moved_m``: how far that
    cell's centre is if it is another's, else 0.
    ``cost``: once, ``cost_per_year``: each year, float64, NaN where not said; ``capacity_per_year``: NaN not known.
    ``place``: int64; candidates with the same place exclude one another. ``refused``: the columns REFUSED_COLUMNS,
    a row for each candidate that may not be chosen, and why in words. Hazards refuse last: for who may
    not know of them the candidates are these and those refused with the codes inside-hazard and near-hazard.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    kinds: tuple[Kind, ...]
    pillars: tuple[tuple[str, ...], ...]
    tasks: tuple[tuple[str, ...], ...]
    levels: tuple[str, ...]
    is_satellite: npt.NDArray[np.bool_]
    centre_ids: tuple[str, ...]
    xy: npt.NDArray[np.float64]
    cell: npt.NDArray[np.int64]
    moved_m: npt.NDArray[np.float64]
    cost: npt.NDArray[np.float64]
    cost_per_year: npt.NDArray[np.float64]
    capacity_per_year: npt.NDArray[np.float64]
    place: npt.NDArray[np.int64]
    currency: str
    years: float
    refused: pd.DataFrame

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def total_cost(self) -> npt.NDArray[np.float64]:
        """What each costs over ``years``: once, and each year; NaN where neither is said."""
        is_unsaid = np.isnan(self.cost) & np.isnan(self.cost_per_year)
        total = np.nan_to_num(self.cost) + self.years * np.nan_to_num(self.cost_per_year)
        return np.where(is_unsaid, np.nan, total)


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateMinutes:
    """Who reaches which candidate: candidate j the homes ``home[start[j]:start[j + 1]]``, rising, in ``minutes``.

    ``home``: int32, rows of a Demand; ``minutes``: float32, finite, at most ``within_minutes``. Nobody who lives inside
    an open hazard is in it, nor whoever has no cell to start from.
    """

    within_minutes: float
    start: npt.NDArray[np.int64]
    home: npt.NDArray[np.int32]
    minutes: npt.NDArray[np.float32]
