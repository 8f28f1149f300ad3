"""Integer programs of a plan: columns and rows added bit by bit, and HiGHS asked, which can be stopped."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal

import highspy
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from accessibility.highs import linear_program, quiet_solver
from accessibility.siting.problem import Doubles, Whole

Outcome = Literal["optimal", "stopped", "infeasible"]
INFINITE: Final = highspy.kHighsInf


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """What came of a program. ``columns``: None where no solution was found; ``bound``: no solution is better."""

    outcome: Outcome
    columns: Doubles | None
    value: float
    bound: float


class Program:
    """A mixed-integer program to be minimised, or maximised."""

    def __init__(self, *, is_maximised: bool) -> None:
        self._sense = -1.0 if is_maximised else 1.0
        self._cost: list[Doubles] = []
        self._lower: list[Doubles] = []
        self._upper: list[Doubles] = []
        self._integral: list[npt.NDArray[np.bool_]] = []
        self._rows: list[tuple[Whole, Whole, Doubles]] = []
        self._low: list[float] = []
        self._high: list[float] = []
        self.column_count = 0

    def add_columns(
        self, count: int, *, cost: Doubles | float = 0.0, upper: Doubles | float = 1.0, is_whole: bool = False
    ) -> Whole:
        """Columns from 0 to ``upper``; their numbers."""
        self._cost.append(np.broadcast_to(np.asarray(cost, np.float64), count))
        self._lower.append(np.zeros(count))
        self._upper.append(np.broadcast_to(np.asarray(upper, np.float64), count))
        self._integral.append(np.full(count, is_whole))
        self.column_count += count
        return np.arange(self.column_count - count, self.column_count)

    def add_free_column(self, *, cost: float = 0.0) -> int:
        """One column of any value; its number."""
        [column] = self.add_columns(1, cost=cost, upper=INFINITE).tolist()
        self._lower[-1] = np.array([-INFINITE])
        return int(column)

    def add_row(self, column: Whole, value: Doubles | float, *, low: float = -INFINITE, high: float = INFINITE) -> None:
        """``low <= sum(value * column) <= high``."""
        values = np.broadcast_to(np.asarray(value, np.float64), len(column))
        self.add_rows([(np.zeros(len(column), np.int64), np.asarray(column, np.int64), values)], 1, low=low, high=high)

    def add_rows(
        self,
        parts: Iterable[tuple[Whole, Whole, Doubles | float]],
        count: int,
        *,
        low: Doubles | float = -INFINITE,
        high: Doubles | float = INFINITE,
    ) -> None:
        """Rows given by parts of (row from 0, column, value)."""
        offset = len(self._low)
        for row, column, value in parts:
            self._rows.append((row + offset, column, np.broadcast_to(np.asarray(value, np.float64), len(column))))
        self._low += np.broadcast_to(np.asarray(low, np.float64), count).tolist()
        self._high += np.broadcast_to(np.asarray(high, np.float64), count).tolist()

    def solve(
        self,
        *,
        seconds: float,
        is_stopped: Callable[[], bool] | None = None,
        told: Callable[[float, float], None] | None = None,
    ) -> Solved:
        """The best solution within so many seconds; ``told`` is called now and then with the value so far and a bound.

        No solution is offered to begin with: HiGHS 1.16 then told the one offered with the value of a better one.
        One thread: all solvers of a process have as many as the first of them.
        """
        if not self.column_count:
            can_be = all(low <= 0 <= high for low, high in zip(self._low, self._high, strict=True))
            outcome: Outcome = "optimal" if can_be else "infeasible"
            return Solved(outcome=outcome, columns=np.empty(0) if can_be else None, value=0.0, bound=0.0)
        row, column, value = (
            np.concatenate([part[place] for part in self._rows]) if self._rows else np.empty(0) for place in range(3)
        )
        shape = (len(self._low), self.column_count)
        matrix = sp.csr_array((value, (row.astype(np.int64), column.astype(np.int64))), shape=shape)
        program = linear_program(
            matrix,
            np.array(self._low),
            np.array(self._high),
            lower=np.concatenate(self._lower),
            upper=np.concatenate(self._upper),
            cost=self._sense * np.concatenate(self._cost),
        )
        whole = np.concatenate(self._integral)
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        program.integrality_ = [kinds[int(each)] for each in whole]
        solver = quiet_solver(
            time_limit=max(seconds, 0.01),
            mip_rel_gap=0.0,
            mip_abs_gap=1e-7,
            random_seed=1,
        )
        solver.passModel(program)
        _watch(solver, is_stopped, told, self._sense)
        solver.run()
        return self._read(solver)

    def _read(self, solver: highspy.Highs) -> Solved:
        status, info = solver.getModelStatus(), solver.getInfo()
        if status in {highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible}:
            return Solved(outcome="infeasible", columns=None, value=math.nan, bound=math.nan)
        is_optimal = status == highspy.HighsModelStatus.kOptimal
        has_solution = info.primal_solution_status == highspy.kSolutionStatusFeasible
        columns = np.array(solver.getSolution().col_value) if has_solution else None
        value = self._sense * info.objective_function_value if has_solution else math.nan
        is_mixed = any(bool(each.any()) for each in self._integral)
        dual = info.mip_dual_bound if is_mixed else info.objective_function_value
        bound = value if is_optimal else self._sense * dual
        return Solved(outcome="optimal" if is_optimal else "stopped", columns=columns, value=value, bound=bound)


def _watch(
    solver: highspy.Highs,
    is_stopped: Callable[[], bool] | None,
    told: Callable[[float, float], None] | None,
    sense: float,
) -> None:
    """Let the solver ask whether it is to stop, and say how far it is."""
    if is_stopped is None and told is None:
        return

    def listen(kind: Any, _message: str, out: Any, answer: Any, _data: Any) -> None:
        if told is not None and kind == highspy.cb.HighsCallbackType.kCallbackMipInterrupt:
            told(sense * out.mip_primal_bound, sense * out.mip_dual_bound)
        if is_stopped is not None and is_stopped():
            answer.user_interrupt = True

    solver.setCallback(listen, None)
    solver.startCallback(highspy.cb.HighsCallbackType.kCallbackMipInterrupt)
    solver.startCallback(highspy.cb.HighsCallbackType.kCallbackSimplexInterrupt)
