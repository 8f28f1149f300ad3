"""What an outsider can derive: the tables that agree with all that is told, and the range of any sum over them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

import highspy
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from accessibility.protection.solver import Floats, linear_program, quiet_solver

Mask = npt.NDArray[np.bool_]
_TOLERANCE: Final = 1e-6  # HiGHS keeps its rows to 1e-7; counts are whole numbers
_BROAD_YIELD: Final = 3  # two broad programs have to settle more sums than two of one sum each would


class Polytope:
    """All ``x >= 0`` with ``low <= rows @ x <= high``, around one point of it that is known.

    Each linear program starts from the last one's basis, and each solution found widens the known
    range of every sum asked for, so that far fewer programs are solved than there are sums.
    """

    def __init__(
        self, rows: sp.csr_array, low: Floats, high: Floats, *, point: Floats, upper: Floats | None = None
    ) -> None:
        """``rows`` is (constraints, variables), ``point`` a solution; ``upper`` bounds the variables, inf if absent."""
        self.point = np.asarray(point, dtype=np.float64)
        count = rows.shape[1]
        self._upper = np.full(count, np.inf) if upper is None else np.asarray(upper, dtype=np.float64)
        self._touches = sp.csr_array(sp.csr_array(rows) != 0).astype(np.float64)
        self._is_free = self._unbounded(high)
        self._columns = np.arange(count, dtype=np.int32)
        self._rows = np.arange(rows.shape[0], dtype=np.int32)
        self._solver = quiet_solver(presolve="off", solver="simplex")
        self._solver.passModel(linear_program(rows, low, high, lower=np.zeros(count), upper=self._upper))
        self.solved = 0

    def hold(self, low: Floats, high: Floats) -> None:
        """Other bounds of the rows; ``point`` must keep to them."""
        self._solver.changeRowsBounds(len(self._rows), self._rows, low, high)
        self._is_free = self._unbounded(high)

    def _unbounded(self, high: Floats) -> Mask:
        """Of each variable whether no row bounds it; in rows of ones and zeros no other can grow for ever."""
        is_bounded = np.asarray(self._touches.T @ np.isfinite(high).astype(np.float64)) > 0
        return np.asarray(np.isinf(self._upper) & ~is_bounded, dtype=np.bool_)

    def farthest(self, weights: Floats, *, is_upward: bool) -> Floats | None:
        """A solution at which ``weights @ x`` is greatest, or least; None if it has no bound.

        Raises ArithmeticError if nothing agrees with what is told, or the solver gives up.
        """
        cost = -weights if is_upward else weights
        self._solver.changeColsCost(len(self._columns), self._columns, np.asarray(cost, dtype=np.float64))
        self._solver.run()
        self.solved += 1
        status = self._solver.getModelStatus()
        if status == highspy.HighsModelStatus.kUnbounded:
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError(f"the linear program was not solved: {self._solver.modelStatusToString(status)}")
        return np.asarray(self._solver.getSolution().col_value, dtype=np.float64)

    @property
    def prices(self) -> tuple[Floats, Floats]:
        """Of the last program the dual values of the rows and of the variables, for its cost as minimised."""
        solution = self._solver.getSolution()
        return np.asarray(solution.row_dual, dtype=np.float64), np.asarray(solution.col_dual, dtype=np.float64)

    def ranges(
        self,
        sums: sp.csr_array,
        *,
        enough: Floats | None = None,
        from_zero: Mask | None = None,
        found: tuple[Floats, Floats] | None = None,
        each: Callable[[Floats], None] | None = None,
        is_one_failure_enough: bool = False,
    ) -> tuple[Floats, Floats]:
        """The least and greatest value of each sum; inf where it has no bound. Sums have no negative weights.

        With ``enough`` a range is only widened until it is that wide and, where ``from_zero`` is set,
        reaches down to 0; a range that does not get there is exact. ``found`` is what is known of the ranges
        beforehand, such as the values at other solutions; ``each`` is given every solution that is found. With
        ``is_one_failure_enough`` it ends at the first range that does not get there, and the others may be short.
        """
        known = np.asarray(sums @ self.point, dtype=np.float64)
        low, high = (known.copy(), known.copy()) if found is None else (found[0].copy(), found[1].copy())
        high[np.asarray(sums @ self._is_free.astype(np.float64)) > 0] = np.inf
        need = np.full(len(low), np.inf) if enough is None else enough - _TOLERANCE
        to_zero = np.full(len(low), enough is None) if from_zero is None else from_zero

        def is_open() -> Mask:
            return (high - low < need) | (to_zero & (low > _TOLERANCE))

        def widen(weights: Floats, *, is_upward: bool) -> bool:
            solution = self.farthest(np.where(self._is_free, 0.0, weights), is_upward=is_upward)
            if solution is None:
                return False
            values = np.asarray(sums @ solution)
            np.minimum(low, values, out=low)
            np.maximum(high, values, out=high)
            if each is not None:
                each(solution)
            return True

        if enough is not None:
            _widen_broadly(sums, is_open, widen)
        for row in np.flatnonzero(is_open()):
            weights = np.asarray(sums[[row]].toarray()).ravel()
            if low[row] > _TOLERANCE and is_open()[row]:
                widen(weights, is_upward=False)
            if high[row] - low[row] < need[row] and np.isfinite(high[row]) and not widen(weights, is_upward=True):
                high[row] = np.inf
            if is_one_failure_enough and is_open()[row]:
                break
        return low, high


class _Widen(Protocol):
    def __call__(self, weights: Floats, *, is_upward: bool) -> bool: ...


def _widen_broadly(sums: sp.csr_array, is_open: Callable[[], Mask], widen: _Widen) -> None:
    """Widens many narrow sums at once, by random objectives over all of them, as long as that pays."""
    random = np.random.default_rng(0)
    was = is_open()
    while was.sum() > _BROAD_YIELD:
        signs = np.where(was, random.choice([-1.0, 1.0], size=len(was)), 0.0)
        weights = np.asarray(sums.T @ signs)
        if not all(widen(weights, is_upward=is_upward) for is_upward in (True, False)):
            return
        now = is_open()
        if was.sum() - now.sum() < _BROAD_YIELD:
            return
        was = now
