"""Where a search starts: the cells of the centres, and how long each takes before the way begins."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from accessibility.search.engine import Keys, keys_of
from accessibility.search.network import TravelNetwork
from geo.errors import InputError
from geo.units import seconds_from_minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Centres to search from; all arrays have one entry a source.

    ``cell``: int64, passable cells; several sources may share one. ``row``: int32, the row that an
    answer names a source by; several may share one too. ``start_minutes``: float64, what is added
    to every way of a source, such as the wait for its ambulance; None is 0 for all.
    """

    cell: npt.NDArray[np.int64]
    row: npt.NDArray[np.int32]
    start_minutes: npt.NDArray[np.float64] | None = None

    def __len__(self) -> int:
        return len(self.cell)

    def only(self, place: int) -> Sources:
        """One of the sources."""
        start_minutes = None if self.start_minutes is None else self.start_minutes[place : place + 1]
        return Sources(cell=self.cell[place : place + 1], row=self.row[place : place + 1], start_minutes=start_minutes)

    @property
    def keys(self) -> Keys:
        """What the search offers to the cells. Raises InputError for an impossible row or start."""
        start_minutes = np.zeros(len(self.row)) if self.start_minutes is None else self.start_minutes
        return keys_of(seconds_from_minutes(start_minutes), self.row)


def check_sources(network: TravelNetwork, sources: Sources) -> None:
    """Raise InputError if a source lies outside the grid or on a cell that nobody can stand in."""
    cell = np.asarray(sources.cell, np.int64)
    lengths = {len(cell), len(sources.row)} | (
        {len(sources.start_minutes)} if sources.start_minutes is not None else set()
    )
    if len(lengths) > 1:
        raise InputError("the sources' cells, rows and starts differ in number; give one of each for every source")
    is_outside = (cell < 0) | (cell >= network.grid.cell_count)
    if is_outside.any():
        place = int(np.flatnonzero(is_outside)[0])
        raise InputError(
            f"source {place} (row {sources.row[place]}) lies outside the grid; leave it out, or use a larger grid"
        )
    is_stuck = ~network.land.is_passable.ravel()[cell]
    if is_stuck.any():
        place = int(np.flatnonzero(is_stuck)[0])
        row, column = divmod(int(cell[place]), network.grid.shape[1])
        raise InputError(
            f"source {place} (row {sources.row[place]}) stands on a barrier or on no land data, at row {row}, column "
            f"{column} of the grid; move it to the nearest passable cell (NearestPassableCell finds it)"
        )
