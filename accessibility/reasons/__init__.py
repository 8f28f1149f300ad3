"""Reasons: why a region is underserved, what curing each would change, and which region comes first."""

from accessibility.reasons.envelope import excess_minutes, lower_envelope
from accessibility.reasons.factor_words import FACTOR_WORDS, FactorWords
from accessibility.reasons.factors import tell_idle_factors
from accessibility.reasons.of_runs import ReasonTables, find_reasons, reasons_of_runs
from accessibility.reasons.priorities import (
    AS_GIVEN,
    MOVE_COLUMNS,
    PRIORITY_COLUMNS,
    STEADINESS_COLUMN,
    priorities_frame,
    priority_moves_frame,
)
from accessibility.reasons.rationing import Rationing, expected_excess, people_with_room, share_within
from accessibility.reasons.reason_tables import PlacesOfRegions, RunReasons
from accessibility.reasons.sentences import (
    RegionFacts,
    change_sentence,
    percents,
    reasons_sentence,
    service_in_words,
)
from accessibility.reasons.shapley import (
    TOO_FAR,
    Cured,
    every_set,
    shapley_values,
    shares_of,
)

__all__ = [
    "AS_GIVEN",
    "FACTOR_WORDS",
    "MOVE_COLUMNS",
    "PRIORITY_COLUMNS",
    "STEADINESS_COLUMN",
    "TOO_FAR",
    "Cured",
    "FactorWords",
    "PlacesOfRegions",
    "Rationing",
    "ReasonTables",
    "RegionFacts",
    "RunReasons",
    "change_sentence",
    "every_set",
    "excess_minutes",
    "expected_excess",
    "find_reasons",
    "lower_envelope",
    "people_with_room",
    "percents",
    "priorities_frame",
    "priority_moves_frame",
    "reasons_of_runs",
    "reasons_sentence",
    "service_in_words",
    "shapley_values",
    "share_within",
    "shares_of",
    "tell_idle_factors",
]
