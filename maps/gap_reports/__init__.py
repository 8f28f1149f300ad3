"""Gap reports: what one area lacks, in each form that people ask for."""

from maps.gap_reports.asking import place_asked, run_asked, run_id, run_of
from maps.gap_reports.comparing import CANNOT_BE_KNOWN, changes_of, differences
from maps.gap_reports.long_table import report_csv
from maps.gap_reports.need_parts import regions_part
from maps.gap_reports.package import report_gpkg
from maps.gap_reports.page import page_style_hash, report_html
from maps.gap_reports.pdf import PdfSizeError, page_for_paper, report_pdf
from maps.gap_reports.points import OpenRasters, PointAnswer, point_answer
from maps.gap_reports.reading import ReleaseTables, read_tables
from maps.gap_reports.report import gap_report
from maps.gap_reports.values import Cell, Column, Figure, GapReport, Part, Place
from maps.gap_reports.words import range_of_figure
from maps.gap_reports.workbook import report_xlsx

__all__ = [
    "CANNOT_BE_KNOWN",
    "Cell",
    "Column",
    "Figure",
    "GapReport",
    "OpenRasters",
    "Part",
    "PdfSizeError",
    "Place",
    "PointAnswer",
    "ReleaseTables",
    "changes_of",
    "differences",
    "gap_report",
    "page_for_paper",
    "page_style_hash",
    "place_asked",
    "point_answer",
    "range_of_figure",
    "read_tables",
    "regions_part",
    "report_csv",
    "report_gpkg",
    "report_html",
    "report_pdf",
    "report_xlsx",
    "run_asked",
    "run_id",
    "run_of",
]
