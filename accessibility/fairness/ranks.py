"""The concentration index: whether a good or a burden lies with those who rank high or low by something else."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from accessibility.fairness.counted import count_people, refuse
from accessibility.fairness.measured import Measured

Floats = npt.NDArray[np.float64]
Correction = Literal["erreygers", "wagstaff"]
CORRECTIONS: Final = ("erreygers", "wagstaff")


def concentration_index(
    values: npt.ArrayLike,
    people: npt.ArrayLike,
    *,
    rank_by: npt.ArrayLike,
    bounds: tuple[float, float] | None = None,
    correction: Correction = "erreygers",
) -> Measured:
    """From -1, all lies with those who rank lowest by ``rank_by``, over 0 to 1, all with those who rank highest.

    ``rank_by`` is the density of people, the income of an area or the like, (homes,); who ranks the same shares one
    rank, so that their order does not matter. Who has no rank (NaN) is unknown; who has no way is left out, so ask of
    something that all have, such as 1 within a threshold and 0 beyond it. NaN for nobody, and without ``bounds``
    where everyone has 0.

    ``bounds``: the least and greatest value that there can be, for a bounded variable such as a share. The plain index
    would then depend on the mean, and of its mirror, the share that is *not* reached, tell another story. Corrected by

    - ``erreygers``: 4 mean / (high - low) times the plain index. Absolute: the mirror has the same figure, negative.
      Erreygers, G. (2009), Correcting the concentration index, Journal of Health Economics 28 (2), 504-515,
      https://doi.org/10.1016/j.jhealeco.2008.02.003.
    - ``wagstaff``: the plain index over the greatest that the mean allows; NaN where everyone has one bound. Wagstaff,
      A. (2005), The bounds of the concentration index when the variable of interest is binary, Health
      Economics 14 (4), 429-432, https://doi.org/10.1002/hec.953.
    """
    counted = count_people(values, people, beside={"rank_by": rank_by})
    if correction not in CORRECTIONS:
        refuse("correction", f"{correction!r} is not understood", f"Take one of {', '.join(CORRECTIONS)}")
    if bounds is not None:
        _check_bounds(counted.values, bounds)
    if not counted.total:
        return counted.of_nobody()
    position = 2 * _ranks(np.asarray(rank_by, dtype=np.float64)[counted.row], counted.people) - 1
    mean = counted.mean
    # away from the mean, since ranks add up to 0 but for what is rounded
    leaning = float(((counted.values - mean) * position) @ counted.people) / counted.total
    if bounds is None:
        return counted.measured(leaning / mean) if mean > 0 else counted.measured(float("nan"), "everyone has 0")
    low, high = bounds
    if correction == "erreygers":
        return counted.measured(4 * leaning / (high - low))
    if not counted.values.min() < high or not counted.values.max() > low:
        return counted.measured(float("nan"), "everyone has the least or everyone the greatest value")
    return counted.measured(leaning * (high - low) / ((high - mean) * (mean - low)))


def _ranks(rank_by: Floats, people: Floats) -> Floats:
    """The share of the people below each plus half of those who rank the same."""
    kinds, place = np.unique(rank_by, return_inverse=True)
    heads = np.bincount(place, weights=people, minlength=len(kinds))
    middle = np.cumsum(heads) - heads / 2
    return np.asarray((middle / heads.sum())[place], dtype=np.float64)


def _check_bounds(values: Floats, bounds: tuple[float, float]) -> None:
    low, high = bounds
    if not -np.inf < low < high < np.inf:
        refuse("bounds", f"are {low:g} and {high:g}", "Give the least value that there can be, then the greatest")
    outside = int(((values < low) | (values > high)).sum())
    if outside:
        refuse("values", f"{outside} entries are not between {low:g} and {high:g}", "Correct the bounds or the values")
