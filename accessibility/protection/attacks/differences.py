"""Differencing: a whole less its told parts bounds the part that is not told, over and over until nothing moves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from accessibility.highs import Floats
from accessibility.protection.units import Units

_ROUNDS: Final = 50  # each carries a bound one step farther; trees and cubes are far less deep


def narrow(
    units: Units, low: Floats, high: Floats, *, over_units: bool, over_axes: Sequence[int]
) -> tuple[Floats, Floats]:
    """The bounds of every cell of a cube after differencing: (low, high), never wider than those given.

    ``over_units`` uses that a unit is the sum of its children, ``over_axes`` that ALL is the sum of the categories of
    these axes. Bounds may be infinite, and negative as for differences of counts. Stops after
    50 rounds even if another would narrow more; each round is sound by itself.
    """
    low, high = low.copy(), high.copy()
    children = _children(units)
    for _ in range(_ROUNDS):
        before = low.copy(), high.copy()
        for axis in over_axes:
            whole = tuple(slice(-1, None) if at == axis else slice(None) for at in range(low.ndim))
            parts = tuple(slice(0, -1) if at == axis else slice(None) for at in range(low.ndim))
            _narrow_sum(low, high, whole, parts, axis)
        if over_units:
            _narrow_units(units, children, low, high)
        if np.array_equal(before[0], low) and np.array_equal(before[1], high):
            break
    return low, high


def _children(units: Units) -> sp.csr_array:
    """Which units are children of each: (units, units) of ones."""
    rows = np.arange(1, len(units.parent))
    return sp.csr_array((np.ones(len(rows)), (units.parent[1:], rows)), shape=(len(units.parent),) * 2)


def _narrow_sum(low: Floats, high: Floats, whole: tuple[slice, ...], parts: tuple[slice, ...], axis: int) -> None:
    """Narrows a whole and its parts along an axis, in place."""
    of_low, endless_low = _finite(low[parts])
    of_high, endless_high = _finite(high[parts])
    sum_low, sum_high = of_low.sum(axis=axis, keepdims=True), of_high.sum(axis=axis, keepdims=True)
    open_low, open_high = endless_low.sum(axis=axis, keepdims=True), endless_high.sum(axis=axis, keepdims=True)
    low[whole] = np.maximum(low[whole], np.where(open_low > 0, -np.inf, sum_low))
    high[whole] = np.minimum(high[whole], np.where(open_high > 0, np.inf, sum_high))
    others_low = np.where(open_low - endless_low > 0, -np.inf, sum_low - of_low)
    others_high = np.where(open_high - endless_high > 0, np.inf, sum_high - of_high)
    low[parts], high[parts] = (
        np.maximum(low[parts], low[whole] - others_high),
        np.minimum(high[parts], high[whole] - others_low),
    )


def _narrow_units(units: Units, children: sp.csr_array, low: Floats, high: Floats) -> None:
    """Narrows units and their children, in place."""
    shape = (len(units.parent), -1)
    flat_low, flat_high = low.reshape(shape), high.reshape(shape)
    of_low, endless_low = _finite(flat_low)
    of_high, endless_high = _finite(flat_high)
    sum_low, sum_high = children @ of_low, children @ of_high
    open_low, open_high = children @ endless_low, children @ endless_high
    is_whole = ~units.is_leaf
    flat_low[is_whole] = np.maximum(flat_low, np.where(open_low > 0, -np.inf, sum_low))[is_whole]
    flat_high[is_whole] = np.minimum(flat_high, np.where(open_high > 0, np.inf, sum_high))[is_whole]
    up = units.parent[1:]
    others_low = np.where(open_low[up] - endless_low[1:] > 0, -np.inf, sum_low[up] - of_low[1:])
    others_high = np.where(open_high[up] - endless_high[1:] > 0, np.inf, sum_high[up] - of_high[1:])
    flat_low[1:], flat_high[1:] = (
        np.maximum(flat_low[1:], flat_low[up] - others_high),
        np.minimum(flat_high[1:], flat_high[up] - others_low),
    )


def _finite(values: Floats) -> tuple[Floats, npt.NDArray[np.float64]]:
    """The values with 0 for what is endless, and 1 where it was."""
    is_endless = np.isinf(values)
    return np.where(is_endless, 0.0, values), is_endless.astype(np.float64)
