"""Where the people of a country live, and whose answer they take: which homes a changed cell stands for."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from accessibility.live.answers import BaseAnswer, ChangedCells
from accessibility.need import Demand
from accessibility.search import INSIDE_HAZARD, REACHED, Tried, minutes_of_keys

Ints = npt.NDArray[np.int64]
HomeAnswers = tuple[Ints, npt.NDArray[np.float64], npt.NDArray[np.uint8]]
"""Homes by their number in the demand, with their minutes (inf without an answer) and status."""


class Residents:
    """The homes of a demand by the cells that answer for them. Never changed.

    ``is_inside``: by home, whether it lies inside a hazard in the base.
    """

    def __init__(self, demand: Demand, is_inside: npt.NDArray[np.bool_]) -> None:
        self.home_cell, self.is_inside = demand.home_cell.astype(np.int32), is_inside
        moved = np.flatnonzero(demand.answer_cell != demand.home_cell)
        self._moved, self._moved_answer = moved, demand.answer_cell[moved]
        self._moved_status = demand.home_status[moved]
        order = np.argsort(self._moved_answer, kind="stable")
        self._guest, self._host = moved[order], self._moved_answer[order]

    @property
    def bytes_held(self) -> int:
        """The memory of all this."""
        arrays = (self._moved, self._moved_answer, self._moved_status, self._guest, self._host)
        return self.home_cell.nbytes + self.is_inside.nbytes + sum(int(each.nbytes) for each in arrays)

    def answers(self, cells: ChangedCells, tried: Tried, base: BaseAnswer, keys: npt.NDArray[np.uint64]) -> HomeAnswers:
        """The homes whose answer may be another. ``keys``: those of the base, by node."""
        at, is_home = _places(self.home_cell, cells.cell)
        first, end = (np.searchsorted(self._host, cells.cell, side=side) for side in ("left", "right"))
        count = end - first
        guest = np.arange(count.sum()) + np.repeat(first - (np.cumsum(count) - count), count)
        home = np.concatenate([at[is_home], self._guest[guest]])
        of_cell = np.concatenate([np.flatnonzero(is_home), np.repeat(np.arange(len(cells.cell)), count)])
        minutes, status = cells.minutes[of_cell], cells.status[of_cell]
        is_still = self.is_inside[home]
        if len(tried.freed):
            at, is_home = _places(self.home_cell, tried.freed)
            freed = at[is_home]
            freed = freed[self.is_inside[freed]]
            is_still &= ~np.isin(home, freed)
            more = np.setdiff1d(freed, home)
            its_minutes, its_status = self._as_before(more, base, keys)
            home, is_still = np.concatenate([home, more]), np.concatenate([is_still, np.zeros(len(more), np.bool_)])
            minutes, status = np.concatenate([minutes, its_minutes]), np.concatenate([status, its_status])
        return (
            home,
            np.where(is_still, np.inf, minutes),
            np.where(is_still, np.uint8(INSIDE_HAZARD), status).astype(np.uint8),
        )

    def _as_before(
        self, home: Ints, base: BaseAnswer, keys: npt.NDArray[np.uint64]
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.uint8]]:
        """What the cells that answer for homes say in the base, whatever hazards the homes lie in."""
        answer, without = self.home_cell[home].astype(np.int64), np.zeros(len(home), np.uint8)
        at, is_moved = _places(self._moved, home)
        answer[is_moved] = self._moved_answer[at[is_moved]]
        without[is_moved] = self._moved_status[at[is_moved]]
        cell = np.maximum(answer, 0)
        status = np.where(answer >= 0, base.status[cell], without).astype(np.uint8)
        return np.where(status == REACHED, minutes_of_keys(keys[cell]), np.inf), status


def _places(rising: npt.NDArray[np.signedinteger], wanted: Ints) -> tuple[Ints, npt.NDArray[np.bool_]]:
    """Where each wanted number would stand among rising ones, and whether it is there."""
    at = np.searchsorted(rising, wanted.astype(rising.dtype))
    is_there = at < len(rising)
    is_there[is_there] = rising[at[is_there]] == wanted[is_there]
    return at.astype(np.int64), is_there
