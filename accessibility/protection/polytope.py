"""What an outsider can derive: the tables that agree with all that is told, and the range of any sum over them."""

from __future__ import annotations

from typing import Final

import highspy
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

Floats = npt.NDArray[np.float64]
_TOLERANCE: Final = 1e-6


class Polytope:
    """All ``x >= 0`` with ``low <= rows @ x <= high``, around one point of it that is known.

    Each linear program starts from the last one's basis, and each solution found widens the known
    range of every sum asked for, so that far fewer programs are solved than there are sums.
    """

    def __init__(
        self, rows: sp.csr_array, low: Floats, high: Floats, *, point: Floats, upper: Floats | None = None
    ) -> None:
        """``rows`` is (constraints, variables), ``point`` a solution; ``upper`` bounds the variables, inf if absent."""
        self._point = np.asarray(point, dtype=np.float64)
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (("output_flag", False), ("threads", 1), ("presolve", "off")):
            self._highs.setOptionValue(option, value)
        rows = sp.csr_array(rows)
        count = rows.shape[1]
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = count, rows.shape[0]
        model.col_cost_ = np.zeros(count)
        model.col_lower_ = np.zeros(count)
        model.col_upper_ = np.full(count, highspy.kHighsInf) if upper is None else np.asarray(upper, dtype=np.float64)
        model.row_lower_, model.row_upper_ = np.asarray(low, np.float64), np.asarray(high, np.float64)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = rows.indptr.astype(np.int32)
        model.a_matrix_.index_ = rows.indices.astype(np.int32)
        model.a_matrix_.value_ = rows.data.astype(np.float64)
        self._highs.passModel(model)
        self._columns = np.arange(count, dtype=np.int32)
        self.solved = 0

    def farthest(self, weights: Floats, *, is_upward: bool) -> Floats:
        """A solution at which ``weights @ x`` is greatest, or least. Raises ArithmeticError if there is none."""
        cost = -weights if is_upward else weights
        self._highs.changeColsCost(len(self._columns), self._columns, np.asarray(cost, dtype=np.float64))
        self._highs.run()
        self.solved += 1
        status = self._highs.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError(
                f"the linear program has no bounded solution: {self._highs.modelStatusToString(status)}"
            )
        return np.asarray(self._highs.getSolution().col_value, dtype=np.float64)

    def ranges(
        self, sums: sp.csr_array, *, enough: Floats | None = None, from_zero: npt.NDArray[np.bool_] | None = None
    ) -> tuple[Floats, Floats]:
        """The least and greatest value of each sum; with ``enough`` only until the range is that wide.

        A range that is given as narrower than ``enough`` is exact. Where ``from_zero`` is set, a range is
        widened until it also reaches down to 0 or is exact.
        """
        known = np.asarray(sums @ self._point)
        low, high = known.copy(), known.copy()
        for row in range(sums.shape[0]):
            weights = np.asarray(sums[[row]].toarray()).ravel()
            for is_upward in (True, False):
                is_wide = enough is not None and high[row] - low[row] >= enough[row] - _TOLERANCE
                needs_zero = from_zero is not None and bool(from_zero[row]) and low[row] > _TOLERANCE
                if is_wide and (is_upward or not needs_zero):
                    continue
                values = np.asarray(sums @ self.farthest(weights, is_upward=is_upward))
                np.minimum(low, values, out=low)
                np.maximum(high, values, out=high)
        return low, high
