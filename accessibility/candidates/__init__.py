"""Candidates: where care could be given, what it would cost, and how far people are from it."""

from accessibility.candidates.minutes import MOST_MB, candidate_minutes, placed_on
from accessibility.candidates.values import REFUSED_COLUMNS, CandidateMinutes, Candidates, Kind

__all__ = ["MOST_MB", "REFUSED_COLUMNS", "CandidateMinutes", "Candidates", "Kind", "candidate_minutes", "placed_on"]
