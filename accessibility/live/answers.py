"""The base answer by cell, and the cells whose answer a change makes another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from accessibility.search import (
    BARRIER,
    BEYOND_LIMIT,
    INSIDE_HAZARD,
    NO_LAND_DATA,
    NO_WAY,
    OUTSIDE,
    REACHED,
    ChangeTrials,
    TravelNetwork,
    TravelTime,
    Tried,
    answer_by_key,
)

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BaseAnswer:
    """The base answer of a country, flat, by cell, as in the rasters of a release. Never changed."""

    minutes: npt.NDArray[np.float32]
    status: npt.NDArray[np.uint8]
    nearest: npt.NDArray[np.int32]

    @classmethod
    def of(cls, network: TravelNetwork, trials: ChangeTrials, is_outside: npt.NDArray[np.bool_]) -> BaseAnswer:
        """The answer of settled trials."""
        count, land, hazards = network.grid.cell_count, network.land, network.hazards
        minutes, nearest = answer_by_key(trials.keys[:count])
        status = np.where(nearest < 0, np.uint8(NO_WAY), np.uint8(REACHED))
        if trials.is_beyond is not None:
            status[trials.is_beyond] = BEYOND_LIMIT
        if hazards is not None:
            status[hazards.is_inside.ravel()] = INSIDE_HAZARD
        status[~land.is_passable.ravel()] = BARRIER
        status[~land.has_data.ravel()] = NO_LAND_DATA
        status[is_outside.ravel()] = OUTSIDE
        is_unanswered = status != REACHED
        minutes[is_unanswered], nearest[is_unanswered] = np.nan, -1
        return cls(minutes=minutes.astype(np.float32), status=status, nearest=nearest)

    def as_travel_time(self, network: TravelNetwork, trials: ChangeTrials) -> TravelTime:
        """The same with its seconds to the last bit."""
        shape, count = network.grid.shape, network.grid.cell_count
        seconds = answer_by_key(trials.keys[:count], in_seconds=True)[0]
        seconds[self.status != REACHED] = np.inf
        return TravelTime(
            grid=network.grid,
            seconds=seconds.reshape(shape),
            nearest=self.nearest.reshape(shape),
            status=self.status.reshape(shape),
        )

    @property
    def bytes_held(self) -> int:
        """9 bytes for each cell."""
        return self.minutes.nbytes + self.status.nbytes + self.nearest.nbytes


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ChangedCells:
    """Cells whose answer is another than in the base, rising; ``minutes``: float64, inf without an answer."""

    cell: Ints
    minutes: npt.NDArray[np.float64]
    status: npt.NDArray[np.uint8]
    nearest: npt.NDArray[np.int32]

    @classmethod
    def none(cls) -> ChangedCells:
        """No cell."""
        return cls(
            cell=np.empty(0, np.int64),
            minutes=np.empty(0),
            status=np.empty(0, np.uint8),
            nearest=np.empty(0, np.int32),
        )

    @property
    def bytes_held(self) -> int:
        """21 bytes for each cell."""
        return sum(getattr(self, name).nbytes for name in self.__slots__)


def changed_cells(base: BaseAnswer, tried: Tried, keys: npt.NDArray[np.uint64]) -> ChangedCells:
    """The cells that a trial changes. ``keys``: those of the base, by node."""
    cell, key = tried.cell, tried.key
    further = [tried.freed]
    if tried.is_beyond is not None:  # who has no way may now have one beyond the limit, or the other way round
        is_without = (base.status == NO_WAY) | (base.status == BEYOND_LIMIT)
        further.append(np.flatnonzero(is_without & (tried.is_beyond != (base.status == BEYOND_LIMIT))))
    more = np.setdiff1d(np.concatenate(further), cell)
    if len(more):
        cell, key = np.concatenate([cell, more]), np.concatenate([key, keys[more]])
        order = np.argsort(cell)
        cell, key = cell[order], key[order]
    minutes, nearest = answer_by_key(key)
    status = np.where(nearest < 0, np.uint8(NO_WAY), np.uint8(REACHED))
    if tried.is_beyond is not None:
        status[tried.is_beyond[cell] & (nearest < 0)] = BEYOND_LIMIT
    was = base.status[cell]
    is_kept = (was == BARRIER) | (was == NO_LAND_DATA) | (was == OUTSIDE)
    is_kept |= (was == INSIDE_HAZARD) & ~np.isin(cell, tried.freed)
    status = np.where(is_kept, was, status)
    is_unanswered = status != REACHED
    minutes[is_unanswered], nearest[is_unanswered] = np.inf, -1
    is_other = (status != was) | ((status == REACHED) & (key != keys[cell]))
    return ChangedCells(
        cell=cell[is_other], minutes=minutes[is_other], status=status[is_other], nearest=nearest[is_other]
    )
