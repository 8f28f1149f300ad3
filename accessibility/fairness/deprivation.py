"""Deprivation: how many people are beyond a threshold of minutes, and how far, with those who have no way at 1."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from accessibility.fairness.counted import check_number, count_people, refuse
from accessibility.fairness.measured import Measured


def fgt(minutes: npt.ArrayLike, people: npt.ArrayLike, *, threshold_minutes: float, alpha: float) -> Measured:
    """The mean over everyone of (1 - threshold / minutes) ** alpha for who is beyond the threshold, 0 for who is not.

    From 0 to 1. ``alpha`` 0 is the share of the people beyond the threshold, which is inclusive; 1 also asks how far
    beyond they are, and 2 counts the farthest most. This is the index of Foster, Greer and Thorbecke of
    *nearness*, 1 / minutes, with the poverty line 1 / threshold: twice the threshold is a gap of a half, four times of
    three quarters, and who has no way has the nearness 0 and so a gap of 1. Thus everyone is in it, and no bound had to
    be chosen for those without a way. Moving *nearness* from a near to a far one raises alpha 2; of minutes that
    need not hold. Only who is unknown (NaN) is left out. NaN for nobody.

    Source: Foster, J., Greer, J. and Thorbecke, E. (1984), A class of decomposable poverty measures,
    Econometrica 52 (3), 761-766, https://doi.org/10.2307/1913475.
    """
    check_number("threshold_minutes", threshold_minutes, do="Give the minutes within which care counts as reached")
    if not 0 <= alpha < np.inf:
        refuse("alpha", f"is {alpha:g}", "Take 0, 1 or 2, or another finite number that is not below 0")
    counted = count_people(minutes, people, counts_no_way=True)
    if not counted.total:
        return counted.of_nobody()
    beyond = counted.values > threshold_minutes
    gap = 1 - threshold_minutes / counted.values[beyond]
    return counted.measured(float((gap**alpha) @ counted.people[beyond]) / counted.total)
