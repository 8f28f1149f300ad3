"""A linear program that is asked again and again, with constraints that may be lifted in between."""

from __future__ import annotations

from typing import Final

import highspy
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from accessibility.protection.solver import Floats, linear_program, quiet_solver

_BINDING: Final = 1e-7


class Program:
    """``lower <= x <= upper`` with ``low <= rows @ x <= high``; each question starts from the last one's basis."""

    def __init__(self, rows: sp.csr_array, low: Floats, high: Floats, *, lower: Floats, upper: Floats) -> None:
        """``rows`` is (constraints, variables); the variables' bounds are finite, so that every question has an answer."""
        self._solver = quiet_solver(presolve="off", solver="simplex")
        self._solver.passModel(linear_program(rows, low, high, lower=lower, upper=upper))
        self._columns = np.arange(rows.shape[1], dtype=np.int32)
        self.solved = 0

    def lift(self, row: int) -> None:
        """Take a constraint away."""
        self._solver.changeRowBounds(row, -highspy.kHighsInf, highspy.kHighsInf)

    def greatest(self, weights: Floats) -> tuple[Floats, npt.NDArray[np.int64]]:
        """A solution at which ``weights @ x`` is greatest, and the constraints that hold it there."""
        self._solver.changeColsCost(len(self._columns), self._columns, -weights)
        self._solver.run()
        self.solved += 1
        status = self._solver.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError(f"the linear program was not solved: {self._solver.modelStatusToString(status)}")
        solution = self._solver.getSolution()
        binding = np.flatnonzero(np.abs(np.asarray(solution.row_dual)) > _BINDING)
        return np.asarray(solution.col_value, dtype=np.float64), binding
