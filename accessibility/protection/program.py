"""A linear program that is asked again and again, with constraints that may be lifted in between."""

from __future__ import annotations

from typing import Final

import highspy
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from accessibility.highs import Floats, linear_program, quiet_solver

_TOLERANCE: Final = 1e-6


class Program:
    """``lower <= x <= upper`` with ``low <= rows @ x <= high``; each question starts from the last one's basis.

    The first ``liftable`` constraints may be lifted. To find out which, a question may be asked with these
    constraints soft.
    """

    def __init__(  # noqa: PLR0913 - a linear program
        self, rows: sp.csr_array, low: Floats, high: Floats, *, lower: Floats, upper: Floats, liftable: int
    ) -> None:
        """``rows`` is (constraints, variables). The variables' bounds are finite, so every question has an answer."""
        self._width, self._liftable = rows.shape[1], liftable
        give = sp.eye_array(rows.shape[0], liftable, format="csr")
        wide = sp.csr_array(sp.hstack([rows, give, -give]))
        none = np.zeros(2 * liftable)
        self._solver = quiet_solver(presolve="off", solver="simplex")
        self._solver.passModel(
            linear_program(wide, low, high, lower=np.concatenate([lower, none]), upper=np.concatenate([upper, none]))
        )
        self._cost = np.zeros(wide.shape[1])
        self._columns = np.arange(wide.shape[1], dtype=np.int32)
        self._gives = np.arange(self._width, wide.shape[1], dtype=np.int32)
        self.solved = 0

    def lift(self, row: int) -> None:
        """Take a constraint away."""
        self._solver.changeRowBounds(row, -highspy.kHighsInf, highspy.kHighsInf)

    def greatest(self, weights: Floats) -> Floats:
        """A solution at which ``weights @ x`` is greatest."""
        self._cost[: self._width] = -weights
        self._cost[self._width :] = 0.0
        self._solver.changeColsCost(len(self._columns), self._columns, self._cost)
        return self._solution()[: self._width]

    def cheapest_lifts(self, weights: Floats, least: float, prices: Floats) -> npt.NDArray[np.int64] | None:
        """The constraints to lift so that ``weights @ x >= least`` can be, at the least price; None if it cannot be.

        ``prices`` (liftable,) are per constraint and person that moves across it, inf where it must stay.
        """
        some = np.flatnonzero(weights).astype(np.int32)
        self._solver.addRow(least, highspy.kHighsInf, len(some), some, weights[some])
        upper = np.where(np.isfinite(prices), highspy.kHighsInf, 0.0)
        self._cost[: self._width] = 0.0
        self._cost[self._width :] = np.tile(np.where(np.isfinite(prices), prices, 0.0), 2)
        self._solver.changeColsCost(len(self._columns), self._columns, self._cost)
        zeros = np.zeros(2 * self._liftable)
        self._solver.changeColsBounds(len(self._gives), self._gives, zeros, np.tile(upper, 2))
        try:
            is_found = self._run() == highspy.HighsModelStatus.kOptimal
            gives = self._values()
        finally:
            last = self._solver.getNumRow() - 1
            self._solver.deleteRows(1, np.array([last], dtype=np.int32))
            self._solver.changeColsBounds(len(self._gives), self._gives, zeros, zeros)
        if not is_found:
            return None
        across = np.abs(gives[self._width :]).reshape(2, -1).max(axis=0)
        return np.flatnonzero(across > _TOLERANCE)

    def _run(self) -> highspy.HighsModelStatus:
        self._solver.run()
        self.solved += 1
        return self._solver.getModelStatus()

    def _values(self) -> Floats:
        return np.asarray(self._solver.getSolution().col_value, dtype=np.float64)

    def _solution(self) -> Floats:
        status = self._run()
        if status != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError(f"the linear program was not solved: {self._solver.modelStatusToString(status)}")
        return self._values()
