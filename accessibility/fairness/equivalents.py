"""The Kolm-Pollak equivalent: the minutes that would, if all had the same, weigh as much as the real ones do."""

from __future__ import annotations

import numpy.typing as npt
from scipy.special import logsumexp

from accessibility.fairness.counted import check_number, count_people
from accessibility.fairness.measured import Measured

DEFAULT_AVERSION = 1.0


def kolm_pollak_ede(minutes: npt.ArrayLike, people: npt.ArrayLike, *, kappa_per_minute: float) -> Measured:
    """The equally-distributed equivalent of travel minutes as a burden, in minutes; from the mean up to the greatest.

    ln(mean of exp(kappa minutes)) / kappa. What it lies above the mean is what inequality adds to the burden.
    ``kappa_per_minute`` is how much inequality is disliked, see ``kolm_pollak_kappa``; where figures are
    compared it must be the same for all. Over everyone it would be endless as soon as one person has no way; so
    it is of those who have one, and the others are left out and counted: never show it without their share. NaN
    for nobody.

    Source: Logan, T. M., Anderson, M. J., Williams, T. G. and Conrow, L. (2021), Measuring inequalities in urban
    systems, Computers, Environment and Urban Systems 86, 101590,
    https://doi.org/10.1016/j.compenvurbsys.2020.101590; for burdens: Sheriff, G. and Maguire, K. B. (2020),
    Health risk, inequality indexes, and environmental justice, Risk Analysis 40 (12), 2661-2674,
    https://doi.org/10.1111/risa.13562.
    """
    check_number("kappa_per_minute", kappa_per_minute, do="Take what kolm_pollak_kappa gives")
    counted = count_people(minutes, people)
    if not counted.total:
        return counted.of_nobody()
    weight = counted.people / counted.total
    top = float(counted.values.max())  # minutes below it, so that the same minutes for all give just these
    return counted.measured(
        top + float(logsumexp(kappa_per_minute * (counted.values - top), b=weight)) / kappa_per_minute
    )


def kolm_pollak_kappa(minutes: npt.ArrayLike, people: npt.ArrayLike, *, aversion: float = DEFAULT_AVERSION) -> float:
    """The kappa, per minute, that stands for an aversion without unit: aversion times sum(m) / sum(m ** 2).

    So that minutes and hours rank alike. ``aversion`` (A: 1) is the size of Atkinson's epsilon; 0.5 is mild, 2 strong.
    Of those who have a way; NaN where nobody has, or everyone has 0 minutes. Source: Logan et al. (2021), as above.
    """
    check_number("aversion", aversion, do="Take 1, or more to count the longest ways for more")
    counted = count_people(minutes, people)
    squares = float((counted.values**2) @ counted.people)
    return aversion * float(counted.values @ counted.people) / squares if squares > 0 else float("nan")
