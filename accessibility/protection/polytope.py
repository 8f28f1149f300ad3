"""What an outsider can derive: the tables that agree with all that is told, and the range of any sum over them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

import highspy
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from accessibility.highs import Floats, linear_program, quiet_solver
from accessibility.protection.atom_classes import Reach

Mask = npt.NDArray[np.bool_]
_TOLERANCE: Final = 1e-6  # HiGHS keeps its rows to 1e-7; counts are whole numbers
Ranges = tuple[Floats, Floats]
Keep = Callable[[Floats], None]
WORK_PER_ITERATION: Final = 70  # variables that a program passes over in the time of one iteration, as measured
_BROAD_YIELD: Final = 3  # two broad programs have to settle more sums than two of one sum each would


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Goal:
    """How far ranges are to be found: each until it is ``width`` wide and, where ``from_zero``, reaches down to 0.

    With ``suspicion``, of each range how likely it is to fall short, the search ends at the first that does not get
    there, the most suspicious first and of these the narrowest; others may then be short although they need not be.
    """

    width: Floats
    from_zero: Mask
    suspicion: Floats | None = None

    @classmethod
    def exact(cls, count: int) -> Goal:
        """The goal of ranges that are exact in any case."""
        return cls(width=np.full(count, np.inf), from_zero=np.ones(count, dtype=np.bool_))

    def is_open(self, low: Floats, high: Floats) -> Mask:
        """Of each range whether it falls short."""
        is_narrow = high - low < self.width - _TOLERANCE
        return np.asarray(is_narrow | (self.from_zero & (low > _TOLERANCE)), dtype=np.bool_)


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
        self._cost = np.zeros(count)
        self._rows = np.arange(rows.shape[0], dtype=np.int32)
        self._solver = quiet_solver(presolve="off", solver="simplex", simplex_strategy=4)
        self._solver.passModel(linear_program(rows, low, high, lower=np.zeros(count), upper=self._upper))
        self.solved = 0
        self.work = 0  # as a clock would tell, but the same on every machine
        self._size = rows.shape[1]

    def hold(self, low: Floats, high: Floats) -> None:
        """Other bounds of the rows; ``point`` must keep to them."""
        self._solver.changeRowsBounds(len(self._rows), self._rows, low, high)  # type: ignore[attr-defined]
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
        moved = np.flatnonzero(cost != self._cost).astype(np.int32)
        self._solver.changeColsCost(len(moved), moved, np.asarray(cost[moved], dtype=np.float64))
        self._cost = np.asarray(cost, dtype=np.float64)
        self._solver.run()
        self.solved += 1
        self.work += self._size + WORK_PER_ITERATION * max(self._solver.getInfo().simplex_iteration_count, 0)
        status = self._solver.getModelStatus()
        if status == highspy.HighsModelStatus.kUnbounded:
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError(f"the linear program was not solved: {self._solver.modelStatusToString(status)}")
        return np.asarray(self._solver.getSolution().col_value, dtype=np.float64)

    @property
    def prices(self) -> Floats:
        """Of the last program the dual value of each row."""
        return np.asarray(self._solver.getSolution().row_dual, dtype=np.float64)

    def ranges(  # noqa: C901 - one search
        self, sums: Reach, goal: Goal | None = None, *, found: Ranges | None = None, each: Keep | None = None
    ) -> Ranges:
        """The least and greatest value of each sum; inf where it has no bound.

        Without a goal all ranges are exact; with one those are that fall short of it. ``found`` is what is known
        of the ranges beforehand, such as the values at other solutions; ``each`` is given every solution found.
        """
        low, high = sums.within @ self.point, sums.touching @ self.point
        if found is not None:
            low, high = np.minimum(low, found[0]), np.maximum(high, found[1])
        high[np.asarray(sums.touching @ self._is_free.astype(np.float64)) > 0] = np.inf
        aim = Goal.exact(len(low)) if goal is None else goal

        def widen(weights: Floats, *, is_upward: bool) -> bool:
            is_endless = self._is_free & (weights > 0 if is_upward else weights < 0)
            solution = self.farthest(np.where(is_endless, 0.0, weights), is_upward=is_upward)
            if solution is None:
                return False
            np.minimum(low, sums.within @ solution, out=low)
            np.maximum(high, sums.touching @ solution, out=high)
            if each is not None:
                each(solution)
            return True

        if goal is not None and goal.suspicion is None:
            _widen_broadly(sums, lambda: aim.is_open(low, high), widen)
        rows = np.flatnonzero(aim.is_open(low, high))
        suspicion = np.zeros(len(low)) if aim.suspicion is None else aim.suspicion
        for row in rows[np.lexsort(((high - low)[rows], -suspicion[rows]))]:
            if not aim.is_open(low, high)[row]:
                continue
            if low[row] > _TOLERANCE:
                widen(_weights(sums.within, row), is_upward=False)
            is_short = high[row] - low[row] < aim.width[row] - _TOLERANCE
            if is_short and np.isfinite(high[row]) and not widen(_weights(sums.touching, row), is_upward=True):
                high[row] = np.inf
            if aim.suspicion is not None and aim.is_open(low, high)[row]:
                break
        return low, high


def _weights(sums: sp.csr_array, row: int) -> Floats:
    """One row of a matrix of ones."""
    weights = np.zeros(sums.shape[1])
    weights[sums.indices[sums.indptr[row] : sums.indptr[row + 1]]] = 1.0
    return weights


class _Widen(Protocol):
    def __call__(self, weights: Floats, *, is_upward: bool) -> bool: ...


def _widen_broadly(sums: Reach, is_open: Callable[[], Mask], widen: _Widen) -> None:
    """Widens many narrow sums at once, by random objectives over all of them, as long as that pays."""
    random = np.random.default_rng(0)
    was = is_open()
    while was.sum() > _BROAD_YIELD:
        signs = np.where(was, random.choice([-1.0, 1.0], size=len(was)), 0.0)
        for turned in (signs, -signs):
            weights = sums.touching.T @ np.maximum(turned, 0.0) + sums.within.T @ np.minimum(turned, 0.0)
            if not widen(weights, is_upward=True):
                return
        now = is_open()
        if was.sum() - now.sum() < _BROAD_YIELD:
            return
        was = now
