"""Gap reports: what one area lacks, in each form that people ask for."""

from maps.gap_reports.asking import place_asked, run_asked, run_id, run_of
from maps.gap_reports.reading import ReleaseTables, read_tables
from maps.gap_reports.report import gap_report
from maps.gap_reports.values import Cell, Column, Figure, GapReport, Part, Place

__all__ = [
    "Cell",
    "Column",
    "Figure",
    "GapReport",
    "Part",
    "Place",
    "ReleaseTables",
    "gap_report",
    "place_asked",
    "read_tables",
    "run_asked",
    "run_id",
    "run_of",
]
