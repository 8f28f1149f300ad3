"""A mixed-integer program over candidates, built in blocks, and HiGHS's answer to it, in time or stopped."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import highspy
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from accessibility.highs import linear_program, quiet_solver
from accessibility.siting.problem import Doubles, Whole
from geo.progress import Progress, silent

ENDLESS: Final = highspy.kHighsInf
_HALF: Final = 0.5  # a candidate is chosen above it
_LARGE: Final = 1e7  # a sum of costs above it is scaled down, so that HiGHS' absolute tolerances mean something
_SMALL: Final = 1.0
_GAP_SHARE: Final = 1e-9  # within which HiGHS calls a plan the best
_TOLD_EVERY: Final = 0.2  # seconds between two reports of progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """When to stop: at ``end`` by ``time.monotonic``, or when the user says so."""

    begin: float
    end: float
    is_stopped: Callable[[], bool] | None = None
    progress: Progress = silent

    @property
    def left(self) -> float:
        """Seconds that are left, 0 or more."""
        return max(0.0, self.end - time.monotonic())

    @property
    def is_over(self) -> bool:
        """Whether time is over or the user has stopped the work."""
        return self.left <= 0 or (self.is_stopped is not None and self.is_stopped())


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What HiGHS found. ``columns`` None: no plan (yet). ``bound``: no plan costs less; -inf if nothing is known."""

    columns: Doubles | None
    bound: float
    is_proven: bool
    is_infeasible: bool


class Program:
    """``min cost @ x`` over blocks of columns and rows; column j < m says whether candidate j is chosen."""

    def __init__(self) -> None:
        self._lower: list[Doubles] = []
        self._upper: list[Doubles] = []
        self._cost: list[Doubles] = []
        self._is_whole: list[npt.NDArray[np.bool_]] = []
        self._row: list[Whole] = []
        self._column: list[Whole] = []
        self._value: list[Doubles] = []
        self._low: list[Doubles] = []
        self._high: list[Doubles] = []
        self.width = 0
        self.height = 0

    def add_columns(
        self,
        count: int,
        *,
        lower: float | Doubles = 0.0,
        upper: float | Doubles = 1.0,
        cost: float | Doubles = 0.0,
        is_whole: bool = False,
    ) -> Whole:
        """Add columns and give their numbers."""
        for parts, given in ((self._lower, lower), (self._upper, upper), (self._cost, cost)):
            parts.append(np.array(np.broadcast_to(np.asarray(given, np.float64), (count,))))
        self._is_whole.append(np.full(count, is_whole))
        self.width += count
        return np.arange(self.width - count, self.width)

    def add_rows(  # noqa: PLR0913 - the parts of a row
        self,
        count: int,
        row: npt.ArrayLike,
        column: npt.ArrayLike,
        value: npt.ArrayLike,
        *,
        low: float | Doubles = -ENDLESS,
        high: float | Doubles = ENDLESS,
    ) -> None:
        """Add rows ``low <= sum value * x[column] <= high``, numbered from 0 within the block."""
        rows = np.asarray(row, np.int64)
        self._row.append(rows + self.height)
        self._column.append(np.asarray(column, np.int64))
        self._value.append(np.array(np.broadcast_to(np.asarray(value, np.float64), rows.shape)))
        self._low.append(np.array(np.broadcast_to(np.asarray(low, np.float64), (count,))))
        self._high.append(np.array(np.broadcast_to(np.asarray(high, np.float64), (count,))))
        self.height += count

    def add_row(
        self, column: npt.ArrayLike, value: npt.ArrayLike, *, low: float = -ENDLESS, high: float = ENDLESS
    ) -> None:
        """Add one row."""
        columns = np.atleast_1d(np.asarray(column, np.int64))
        self.add_rows(1, np.zeros(len(columns), np.int64), columns, value, low=low, high=high)

    def add_cost(self, column: Whole, cost: Doubles) -> None:
        """Add to the costs of columns; one that is named twice gets both."""
        extra = np.bincount(column, weights=cost, minlength=self.width) if len(column) else np.zeros(self.width)
        self._gather()
        self._cost[0] = self._cost[0] + extra

    def set_upper(self, column: Whole, upper: float) -> None:
        """Bound columns from above."""
        self._gather()
        self._upper[0][column] = upper

    def _gather(self) -> None:
        for parts in (self._lower, self._upper, self._cost):
            parts[:] = [np.concatenate(parts)]

    def solve(  # noqa: PLR0913 - how to solve it
        self,
        clock: Clock,
        *,
        start: Sequence[int] = (),
        candidates: int = 0,
        at_first: bool = False,
        presolve: str = "choose",
        seed: int = 0,
    ) -> Outcome:
        """Solve it on one thread. ``start``: candidates to try first; ``at_first``: any plan that keeps the rows."""
        if clock.is_over:
            return Outcome(columns=None, bound=-np.inf, is_proven=False, is_infeasible=False)
        self._gather()
        cost = self._cost[0]
        scale = _scale(cost)
        solver = quiet_solver(
            mip_rel_gap=_GAP_SHARE,
            mip_abs_gap=1e-6,
            time_limit=clock.left,
            random_seed=seed % 2**31,
            presolve=presolve,
            **({"mip_max_improving_sols": 1} if at_first else {}),
        )
        none = np.empty(0)
        value, row, column = (np.concatenate([none, *part]) for part in (self._value, self._row, self._column))
        program = linear_program(
            sp.csr_array((value, (row.astype(np.int64), column.astype(np.int64))), shape=(self.height, self.width)),
            np.concatenate([none, *self._low]),
            np.concatenate([none, *self._high]),
            lower=self._lower[0],
            upper=self._upper[0],
            cost=cost * scale,
        )
        is_whole = np.concatenate(self._is_whole)
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        program.integrality_ = [kinds[int(whole)] for whole in is_whole]
        solver.passModel(program)
        _listen(solver, clock)
        if len(start):
            columns = np.arange(candidates, dtype=np.int32)
            solver.setSolution(candidates, columns, np.isin(columns, np.asarray(start)).astype(np.float64))
        solver.run()
        return _outcome(solver, scale=scale, at_first=at_first)


def chosen_of(columns: Doubles, is_required: npt.NDArray[np.bool_]) -> tuple[int, ...]:
    """The candidates that a solution chooses, rising, without those that are required."""
    return tuple(np.flatnonzero((columns[: len(is_required)] > _HALF) & ~is_required).tolist())


def _scale(cost: Doubles) -> float:
    total = float(np.abs(cost).sum())
    if total == 0 or _SMALL <= total <= _LARGE:
        return 1.0
    return float(2.0 ** -np.round(np.log2(total / 1e5)))


def _listen(solver: highspy.Highs, clock: Clock) -> None:
    last = time.monotonic()

    def hear(kind: Any, message: str, out: Any, back: Any, data: Any) -> None:  # noqa: ARG001 - HiGHS' own
        nonlocal last
        if clock.is_over and back is not None:
            back.user_interrupt = True
        now = time.monotonic()
        if now - last >= _TOLD_EVERY:
            last = now
            clock.progress("proving which plan is best", min(1.0, (now - clock.begin) / (clock.end - clock.begin)))

    solver.setCallback(hear, None)
    kinds = highspy.cb.HighsCallbackType
    for kind in (kinds.kCallbackMipInterrupt, kinds.kCallbackSimplexInterrupt, kinds.kCallbackIpmInterrupt):
        solver.startCallbackInt(int(kind))


def _outcome(solver: highspy.Highs, *, scale: float, at_first: bool) -> Outcome:
    status, info = solver.getModelStatus(), solver.getInfo()
    statuses = highspy.HighsModelStatus
    if status in {statuses.kInfeasible, statuses.kUnboundedOrInfeasible}:
        return Outcome(columns=None, bound=np.inf, is_proven=True, is_infeasible=True)
    is_found = info.primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible)
    columns = np.array(solver.getSolution().col_value) if is_found else None
    bound = float(info.mip_dual_bound) / scale
    if not np.isfinite(bound):
        bound = -np.inf
    is_proven = status == statuses.kOptimal or (at_first and columns is not None)
    return Outcome(columns=columns, bound=bound, is_proven=is_proven, is_infeasible=False)
