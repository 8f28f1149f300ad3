"""Candidates: where care could be given, what it would cost, and how far people are from it."""

from accessibility.candidates.minutes import MOST_MB, candidate_minutes, placed_on
from accessibility.candidates.reading import check_plans_have_candidates, read_candidates
from accessibility.candidates.values import REFUSED_COLUMNS, CandidateMinutes, Candidates, Kind, RefusalCode

__all__ = [
    "MOST_MB",
    "REFUSED_COLUMNS",
    "CandidateMinutes",
    "Candidates",
    "Kind",
    "RefusalCode",
    "candidate_minutes",
    "check_plans_have_candidates",
    "placed_on",
    "read_candidates",
]
