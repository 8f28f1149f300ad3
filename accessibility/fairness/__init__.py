"""Fairness: how unequally the way to care is shared out among people, and how far groups are apart.

Pure numerics over arrays of values and people, and over the long table of access. ``people`` are weights
of any size: all people times 0.01 change no measure. Nobody who has no way is left out without being counted.
"""

from accessibility.fairness.columns import FAIRNESS_COLUMNS
from accessibility.fairness.deprivation import fgt
from accessibility.fairness.entropy import TheilSplit, theil, theil_by_group
from accessibility.fairness.equivalents import kolm_pollak_ede, kolm_pollak_kappa
from accessibility.fairness.lorenz import gini, palma
from accessibility.fairness.measured import Measured
from accessibility.fairness.pairs import REST, Pair, default_pairs, group_gaps
from accessibility.fairness.ranks import concentration_index
from accessibility.fairness.rows import fairness_frame

__all__ = [
    "FAIRNESS_COLUMNS",
    "REST",
    "Measured",
    "Pair",
    "TheilSplit",
    "concentration_index",
    "default_pairs",
    "fairness_frame",
    "fgt",
    "gini",
    "group_gaps",
    "kolm_pollak_ede",
    "kolm_pollak_kappa",
    "palma",
    "theil",
    "theil_by_group",
]
