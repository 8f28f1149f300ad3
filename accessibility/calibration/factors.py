"""How many times longer reported times are than modelled ones: the factor, its interval, and what lies far off."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from geo.errors import InputError

Doubles = npt.NDArray[np.float64]

INTERVAL: Final = 0.8
LEAST_PAIRS: Final = 10  # reported times may be of patients: no group of fewer is shown
_RESAMPLES: Final = 2000
_SEED: Final = 2026
_AT_ONCE: Final = 2_000_000  # pairs drawn at the same time
_SAME: Final = 1e-12
_FAR_OFF: Final = 3.5
_NORMAL: Final = 1.4826  # the standard deviation of a normal distribution over its median absolute deviation
_LEAST_SPREAD: Final = 0.05  # of the logarithm, so 5 %: people round what they report


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedFactor:
    """The factor of some pairs. ``low`` to ``high`` is its 80 % interval, NaN for fewer than two pairs.

    ``factor``: all reported minutes over all modelled ones. ``median_ratio`` and ``median_residual_minutes``
    (reported less modelled) are over the pairs. All NaN without a pair.
    """

    pairs: int
    factor: float
    low: float
    high: float
    median_ratio: float
    median_residual_minutes: float


def fit_factor(reported_minutes: npt.ArrayLike, modelled_minutes: npt.ArrayLike) -> FittedFactor:
    """The factor of pairs of reported and modelled minutes, both finite and above 0; shapes (pairs,).

    The interval is that of the bootstrap's percentiles (Efron 1979, doi:10.1214/aos/1176344552): 2,000 times as
    many pairs are drawn with replacement, by a seed of its own, as there are, so that the same pairs in any order
    give the same bits. It takes the pairs as independent; those from one village are not quite, and then it is
    too narrow. Where every pair has one ratio the factor is that, and the interval has no width. Raises
    InputError for minutes that are not finite or not above 0, and for arrays that do not fit.
    """
    reported, modelled = np.asarray(reported_minutes, np.float64), np.asarray(modelled_minutes, np.float64)
    _check(reported, modelled)
    if not len(reported):
        return FittedFactor(pairs=0, **dict.fromkeys(("factor", "low", "high"), math.nan), **_medians(math.nan))
    order = np.lexsort((reported, modelled))
    reported, modelled = reported[order], modelled[order]
    ratio = reported / modelled
    medians = {
        "median_ratio": float(np.median(ratio)),
        "median_residual_minutes": float(np.median(reported - modelled)),
    }
    pairs = len(reported)
    if ratio.max() - ratio.min() <= _SAME * ratio.max():
        factor = low = high = medians["median_ratio"]
        if pairs == 1:
            low = high = math.nan
    else:
        factor = math.fsum(reported) / math.fsum(modelled)
        tail = (1 - INTERVAL) / 2
        low, high = (float(value) for value in np.quantile(_drawn_factors(reported, modelled), [tail, 1 - tail]))
    return FittedFactor(pairs=pairs, factor=factor, low=low, high=high, **medians)


def _medians(value: float) -> dict[str, float]:
    return {"median_ratio": value, "median_residual_minutes": value}


def _drawn_factors(reported: Doubles, modelled: Doubles) -> Doubles:
    random, pairs = np.random.default_rng(_SEED), len(reported)
    drawn = np.empty(_RESAMPLES)
    step = max(1, _AT_ONCE // pairs)
    for first in range(0, _RESAMPLES, step):
        rows = random.integers(pairs, size=(min(step, _RESAMPLES - first), pairs))
        drawn[first : first + step] = reported[rows].sum(axis=1) / modelled[rows].sum(axis=1)
    return drawn


def far_off(reported_minutes: Doubles, modelled_minutes: Doubles) -> npt.NDArray[np.bool_]:
    """Which pairs have a ratio far from the others', shape (pairs,).

    Far is more than 3.5 times the spread from the median, both of the logarithms of the ratios; the spread is 1.4826
    times their median absolute deviation, or 5 % if that is more (Iglewicz and Hoaglin 1993, How to Detect and
    Handle Outliers; the 5 % are ours, since people round what they report). Of fewer than three none is far.
    """
    _check(reported_minutes, modelled_minutes)
    if len(reported_minutes) < 3:  # noqa: PLR2004 - of two, neither is the odd one
        return np.zeros(len(reported_minutes), np.bool_)
    log_ratio = np.log(reported_minutes / modelled_minutes)
    off = np.abs(log_ratio - np.median(log_ratio))
    return np.asarray(off > _FAR_OFF * max(_NORMAL * float(np.median(off)), _LEAST_SPREAD), dtype=np.bool_)


def merge_neighbours(counts: Sequence[int], *, least: int = LEAST_PAIRS) -> list[list[int]]:
    """Neighbouring groups put together until each has as many pairs as are shown; places in ``counts`` by group.

    From the first on each group takes the next ones until it has enough; what is left over joins the last. Empty
    groups at the ends and between are taken along. None if all together are too few.

    >>> merge_neighbours([12, 3, 8, 20, 4])
    [[0], [1, 2], [3, 4]]
    """
    merged: list[list[int]] = []
    waiting: list[int] = []
    for place in range(len(counts)):
        waiting.append(place)
        if sum(counts[each] for each in waiting) >= least:
            merged.append(waiting)
            waiting = []
    if waiting and merged:
        merged[-1] += waiting
    return merged


def merge_small(counts: Sequence[int], *, least: int = LEAST_PAIRS) -> list[list[int]]:
    """Groups without an order: those with enough pairs alone, all smaller ones together, and with the least if need be.

    If the small ones together are still too few, the smallest of the others joins them, so that none can be found
    by taking the others from the whole. Empty groups are left out. None if all together are too few.

    >>> merge_small([12, 3, 8, 20, 4]), merge_small([12, 3, 20])
    ([[0], [3], [1, 2, 4]], [[2], [0, 1]])
    """
    large = [[place] for place, count in enumerate(counts) if count >= least]
    small = [place for place, count in enumerate(counts) if 0 < count < least]
    if not small:
        return large
    if sum(counts[place] for place in small) < least:
        if not large:
            return []
        smallest = min(large, key=lambda group: (counts[group[0]], group[0]))
        large.remove(smallest)
        small = sorted(small + smallest)
    return [*large, small]


def _check(reported: Doubles, modelled: Doubles) -> None:
    """Raise InputError for pairs of which no ratio can be taken."""
    if reported.shape != modelled.shape or reported.ndim != 1:
        raise InputError(
            f"reported {reported.shape} and modelled minutes {modelled.shape} do not fit; give one of each"
        )
    for minutes, words in ((reported, "reported"), (modelled, "modelled")):
        if not (np.isfinite(minutes) & (minutes > 0)).all():
            raise InputError(f"some {words} minutes are not above 0 or not finite; leave them out and count them")
