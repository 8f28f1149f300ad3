"""The solver: HiGHS on one thread and without a word on the terminal."""

from __future__ import annotations

import highspy
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

Floats = npt.NDArray[np.float64]


class _QuietHighs(highspy.Highs):
    """HiGHS whose banner is never printed: the library's own constructor prints it before it can be told not to."""

    def __init__(self) -> None:
        super(highspy.Highs, self).__init__()  # passes over the constructor that sets up callbacks, and so prints
        self.setOptionValue("output_flag", False)  # noqa: FBT003


def quiet_solver(**options: float | str | bool) -> highspy.Highs:
    """A solver that prints nothing and uses one thread, with further options of HiGHS."""
    solver = _QuietHighs()
    for option, value in {"threads": 1, **options}.items():
        solver.setOptionValue(option, value)
    return solver


def linear_program(  # noqa: PLR0913 - the parts of a linear program
    rows: sp.csr_array, low: Floats, high: Floats, *, lower: Floats, upper: Floats, cost: Floats | None = None
) -> highspy.HighsLp:
    """The program ``min cost @ x, low <= rows @ x <= high, lower <= x <= upper`` as HiGHS reads it."""
    rows = sp.csr_array(rows)
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = rows.shape
    model.col_cost_ = np.zeros(rows.shape[1]) if cost is None else np.asarray(cost, dtype=np.float64)
    model.col_lower_ = np.asarray(lower, dtype=np.float64)
    model.col_upper_ = np.asarray(upper, dtype=np.float64)
    model.row_lower_ = np.asarray(low, dtype=np.float64)
    model.row_upper_ = np.asarray(high, dtype=np.float64)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = rows.indptr.astype(np.int32)
    model.a_matrix_.index_ = rows.indices.astype(np.int32)
    model.a_matrix_.value_ = rows.data.astype(np.float64)
    return model
