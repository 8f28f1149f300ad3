"""Sums by group that are the same to the bit in whatever order their parts come."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from accessibility.capacity.kernels import add_in_parts, largest_of

_BITS = 52  # of the fraction of a float64


def sums_by(group: npt.NDArray[Any], value: npt.NDArray[np.float64], *, count: int) -> npt.NDArray[np.float64]:
    """The sum of the values of each group, shape (count,); 0 for a group of none.

    ``value``: finite, 0 or more. Each value is cut into two parts that are whole multiples of a
    unit of its group, so that adding them rounds nothing, which no order can change. What the two
    leave is below 2**(3 n - 106) of the sum for 2**n values. After Demmel and Nguyen (2013),
    doi:10.1109/ARITH.2013.9.
    """
    largest, number = np.zeros(count), np.zeros(count, np.int64)
    largest_of(group, value, largest, number)
    room = np.frexp(number.astype(np.float64))[1]
    exponent = np.frexp(largest)[1] + room
    high, low = np.zeros(count), np.zeros(count)
    add_in_parts(group, value, np.ldexp(1.5, exponent), np.ldexp(1.5, exponent - _BITS + room), high, low)
    return high + low


def total_of(value: npt.NDArray[np.float64]) -> float:
    """The sum of all values, rounded once."""
    return math.fsum(value)
