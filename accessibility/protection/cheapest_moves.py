"""The cheapest moves: what would have to be hidden for people to move in or out of a cell unseen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import highspy
import numpy as np
import scipy.sparse as sp

from accessibility.highs import Floats, linear_program, quiet_solver
from accessibility.protection.cube import Mask
from accessibility.protection.pattern import Pattern

_TOLERANCE: Final = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Move:
    """Another table, by its classes, and which shown groups it would change."""

    is_changed: Mask
    solution: Floats


class CheapestMoves:
    """One linear program: the tables in which a group takes a given value, at the least weight of changed groups.

    Variables are the classes of atoms and, of each group that may be hidden, how much it grows and shrinks; that costs
    its weight for each person, nothing if it is hidden already, and is forbidden for what is known.
    """

    def __init__(self, pattern: Pattern) -> None:
        self._pattern = pattern
        self._slack_of = np.flatnonzero(pattern.may_hide)
        count, self._classes = pattern.rows.shape
        slacks = len(self._slack_of)
        place = np.searchsorted(pattern.tellable, self._slack_of)
        ones = sp.csr_array((np.ones(slacks), (place, np.arange(slacks))), shape=(count, slacks))
        rows = sp.csr_array(sp.hstack([pattern.rows, ones, -ones]))
        free = np.full(count, np.inf)
        size = rows.shape[1]
        self._columns = np.arange(size, dtype=np.int32)
        self._rows = np.arange(count, dtype=np.int32)
        self._solver = quiet_solver(presolve="off", solver="simplex")
        self._solver.passModel(linear_program(rows, -free, free, lower=np.zeros(size), upper=np.full(size, np.inf)))

    def changed(self, group: int, *, least: float = -np.inf, most: float = np.inf, weight: Floats) -> Move | None:
        """What has to change for this group to reach ``least`` or ``most``, one of them; None if nothing allows it.

        ``weight`` is the cost of each group that may be hidden and is not.
        """
        pattern = self._pattern
        is_held = pattern.is_known | pattern.is_forced | (pattern.may_hide & ~pattern.is_hidden)
        is_held, value = is_held[pattern.tellable], pattern.value[pattern.tellable]
        low, high = np.where(is_held, value, -np.inf), np.where(is_held, value, np.inf)
        self._solver.changeRowsBounds(len(self._rows), self._rows, low, high)  # type: ignore[attr-defined]
        price = np.where(pattern.is_hidden, 0.0, weight)[self._slack_of]
        cost = np.concatenate([np.zeros(self._classes), price, price])
        self._solver.changeColsCost(len(self._columns), self._columns, cost)
        reach = pattern.reach.touching if np.isfinite(least) else pattern.reach.within
        own = reach.indices[reach.indptr[group] : reach.indptr[group + 1]].astype(np.int32)
        self._solver.addRow(least, most, len(own), own, np.ones(len(own)))
        try:
            self._solver.run()
            status = self._solver.getModelStatus()
            solution = np.asarray(self._solver.getSolution().col_value, dtype=np.float64)
        finally:
            self._solver.deleteRows(1, np.array([len(self._rows)], dtype=np.int32))
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError(f"the linear program was not solved: {self._solver.modelStatusToString(status)}")
        slack = solution[self._classes :].reshape(2, -1).sum(axis=0)
        is_changed = np.zeros(pattern.may_hide.shape, dtype=np.bool_)
        is_changed[self._slack_of] = slack > _TOLERANCE
        return Move(is_changed=is_changed & ~pattern.is_hidden, solution=solution[: self._classes])
