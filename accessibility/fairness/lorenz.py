"""Shares of a whole among people, from those who have least up: the Gini index and the Palma ratio."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from accessibility.fairness.counted import Counted, count_people
from accessibility.fairness.measured import Measured

_LOWEST: Final = 0.4
_HIGHEST: Final = 0.1


def gini(values: npt.ArrayLike, people: npt.ArrayLike) -> Measured:
    """The Gini index: 0 where everyone has the same, towards 1 where one has all. No unit.

    Half the mean absolute difference between two people drawn at random, over the mean. ``values`` are
    minutes, supply or the like, 0 or more, ``people`` how many have each. inf, no way, and NaN, unknown, are
    left out and counted. NaN for nobody, and where everyone has 0, since nothing is shared out. No correction for
    small numbers: it is of all people and no sample.

    Source: Gini, C. (1912), Variabilità e mutabilità; written by sums over steps of the Lorenz curve as in
    Cowell, F. A. (2011), Measuring inequality, https://doi.org/10.1093/acprof:osobl/9780199594030.001.0001.
    """
    counted = count_people(values, people)
    if not counted.total:
        return counted.of_nobody()
    if not counted.values.any():
        return counted.measured(float("nan"), "everyone has 0")
    number, weight = _from_least(counted)
    below, above = np.cumsum(weight)[:-1], np.cumsum(weight[::-1])[-2::-1]
    total = weight.sum()
    # every step between neighbours counts for all pairs across it, so no term is below 0
    spread = float((np.diff(number) * (below / total) * (above / total)).sum())
    return counted.measured(spread / counted.mean)


def palma(values: npt.ArrayLike, people: npt.ArrayLike) -> Measured:
    """The Palma ratio: what the tenth of the people with most has, over what the four tenths with least have.

    0.25 where everyone has the same. ``values`` and who is left out as in ``gini``. Of minutes it says how
    the burden of the longest ways compares with that of the shortest. People at a bound are split, so that ten
    people and ten thousand give the same. NaN where those with least have 0.

    Source: Cobham, A., Schlögl, L. and Sumner, A. (2016), Inequality and the tails: the Palma proposition and
    ratio, Global Policy 7 (1), 25-36, https://doi.org/10.1111/1758-5899.12320.
    """
    counted = count_people(values, people)
    if not counted.total:
        return counted.of_nobody()
    number, weight = _from_least(counted)
    ends = np.cumsum(weight)
    shared = np.concatenate([[0.0], np.cumsum(number * weight)])
    share = np.concatenate([[0.0], ends / ends[-1]])
    least, below_top = np.interp([_LOWEST, 1 - _HIGHEST], share, shared)
    if least <= 0:
        return counted.measured(float("nan"), "the four tenths with least have 0")
    return counted.measured(float((shared[-1] - below_top) / least))


def _from_least(counted: Counted) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Values and people in the order of the values."""
    order = np.argsort(counted.values, kind="stable")
    return counted.values[order], counted.people[order]
