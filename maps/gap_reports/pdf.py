"""The report as a PDF: its page on paper."""

from __future__ import annotations

from typing import Final

from geo.errors import NearcareError
from maps.gap_reports.page import report_html
from maps.gap_reports.values import GapReport
from maps.paper import pdf_of_page

MOST_BYTES: Final = 400_000  # of the HTML: about a hundred pages, half a minute's work


class PdfSizeError(NearcareError, ValueError):
    """A report is too long for a PDF."""


def report_pdf(report: GapReport) -> bytes:
    """The PDF, the same bytes for the same report.

    Raises PdfLibraryError where Pango is not installed, and PdfSizeError for a report of more than ``MOST_BYTES``.
    """
    return pdf_of_page(page_for_paper(report))


def page_for_paper(report: GapReport) -> str:
    """The page that the PDF is drawn from. Raises PdfSizeError for one of more than ``MOST_BYTES``."""
    html = report_html(report)
    if len(html) > MOST_BYTES:
        raise PdfSizeError(
            f"The report is too long for a PDF ({len(html):,} letters of {MOST_BYTES:,}); ask for one area, or for "
            "another form with f=html, f=csv or f=xlsx"
        )
    return html
