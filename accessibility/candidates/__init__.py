"""Candidates: where care could be given, what it would cost, and how far people are from it."""

from accessibility.candidates.values import REFUSED_COLUMNS, CandidateMinutes, Candidates, Kind

__all__ = ["REFUSED_COLUMNS", "CandidateMinutes", "Candidates", "Kind"]
