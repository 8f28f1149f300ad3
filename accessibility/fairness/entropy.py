"""The Theil index, and how much of it lies within groups and how much between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from accessibility.fairness.counted import count_people, refuse
from accessibility.fairness.measured import Measured

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class TheilSplit:
    """The Theil index of all people and its two parts, which add up to it."""

    total: Measured
    within: Measured
    between: Measured


def theil(values: npt.ArrayLike, people: npt.ArrayLike) -> Measured:
    """The Theil index T: 0 where everyone has the same, up to the logarithm of the number of people. No unit.

    The mean of r ln r, r being each person's value over the mean; 0 ln 0 is 0. ``values`` and who is left out as
    in ``gini``; NaN for nobody, and where everyone has 0.

    Source: Theil, H. (1967), Economics and information theory; Shorrocks, A. F. (1980), The class of additively
    decomposable inequality measures, Econometrica 48 (3), 613-625, https://doi.org/10.2307/1913126.
    """
    counted = count_people(values, people)
    if not counted.total:
        return counted.of_nobody()
    if not counted.values.any():
        return counted.measured(float("nan"), "everyone has 0")
    return counted.measured(_entropy(counted.values, counted.people))


def theil_by_group(values: npt.ArrayLike, people: npt.ArrayLike, group: npt.ArrayLike) -> TheilSplit:
    """The Theil index of all, within groups and between them. ``group``: int (homes,), every number a group.

    Between: what is left if everyone has the mean of the group. Within: the groups' own indices, each
    weighted with the group's share of the whole. Groups in which nobody has a value count for nothing; how many
    groups do is in the notes. Source as for ``theil``.
    """
    number = np.asarray(group)
    if number.size and not np.issubdtype(number.dtype, np.integer):
        refuse("group", f"is of {number.dtype}, not of whole numbers", "Give each home the number of its group")
    counted = count_people(values, people, beside={"group": number})
    if not counted.total:
        nobody = counted.of_nobody()
        return TheilSplit(total=nobody, within=nobody, between=nobody)
    if not counted.values.any():
        zero = counted.measured(float("nan"), "everyone has 0")
        return TheilSplit(total=zero, within=zero, between=zero)
    kinds, place = np.unique(number[counted.row], return_inverse=True)
    heads: Floats = np.bincount(place, weights=counted.people).astype(np.float64)
    sums: Floats = np.bincount(place, weights=counted.people * counted.values).astype(np.float64)
    means = sums / heads
    is_some = means > 0
    relative = np.divide(counted.values, means[place], out=np.ones_like(counted.values), where=is_some[place])
    own = np.bincount(place, weights=counted.people * _spread(relative)) / heads
    note = f"over {len(kinds)} group{'' if len(kinds) == 1 else 's'}"
    return TheilSplit(
        total=counted.measured(_entropy(counted.values, counted.people)),
        within=counted.measured(float((sums * own).sum() / sums.sum()), note),
        between=counted.measured(_entropy(means, heads), note),
    )


def _entropy(values: Floats, people: Floats) -> float:
    mean = float(values @ people) / float(people.sum())
    return float(_spread(values / mean) @ people) / float(people.sum())


def _spread(relative: Floats) -> Floats:
    """R ln r - r + 1 of each: its mean is that of r ln r where the mean of r is 1, and no term is below 0."""
    away = relative - 1
    logs = np.log1p(away, out=np.zeros_like(away), where=relative > 0)
    return np.asarray(relative * logs - away, dtype=np.float64)
