"""Every measure of fairness as a function of values and people alone, for tests of what they have in common."""

import math

import numpy as np
import pytest

from accessibility.fairness import concentration_index, fgt, gini, kolm_pollak_ede, palma, theil

THRESHOLD = 60.0
KAPPA = 0.01
NAN, INF = math.nan, math.inf


def by_rank(values, people, **bounds):
    """The concentration index by a rank that is not the value."""
    return concentration_index(values, people, rank_by=np.arange(len(values)) * 7 % 5, **bounds)


def within(values, people):
    """The corrected index of a share."""
    return by_rank(np.asarray(values) / 1000, people, bounds=(0, 1))


def within_by_wagstaff(values, people):
    return by_rank(np.asarray(values) / 1000, people, bounds=(0, 1), correction="wagstaff")


MEASURES = {
    "gini": gini,
    "theil": theil,
    "palma": palma,
    "concentration": by_rank,
    "erreygers": within,
    "wagstaff": within_by_wagstaff,
    "fgt0": lambda values, people: fgt(values, people, threshold_minutes=THRESHOLD, alpha=0),
    "fgt1": lambda values, people: fgt(values, people, threshold_minutes=THRESHOLD, alpha=1),
    "fgt2": lambda values, people: fgt(values, people, threshold_minutes=THRESHOLD, alpha=2),
    "ede": lambda values, people: kolm_pollak_ede(values, people, kappa_per_minute=KAPPA),
}
RELATIVE = ("gini", "theil", "palma", "concentration")  # no unit: minutes and hours give the same
all_measures = pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
