"""The report as a PDF: its page on paper, tagged for screen readers (PDF/UA-1), made without any network."""

from __future__ import annotations

import hashlib
from typing import Any, Final

from geo.errors import NearcareError
from maps.gap_reports.page import report_html
from maps.gap_reports.values import GapReport

MOST_BYTES: Final = 400_000  # of the HTML: about a hundred pages, half a minute's work


class PdfLibraryError(NearcareError, OSError):
    """The libraries that draw a PDF are not on this machine."""


class PdfSizeError(NearcareError, ValueError):
    """A report is too long for a PDF."""


def report_pdf(report: GapReport) -> bytes:
    """The PDF, the same bytes for the same report: no clock is in it, and its identifier is that of its content.

    Raises PdfLibraryError where Pango is not installed, and PdfSizeError for a report of more than ``MOST_BYTES``.
    """
    html = report_html(report)
    if len(html) > MOST_BYTES:
        raise PdfSizeError(
            f"The report is too long for a PDF ({len(html):,} letters of {MOST_BYTES:,}); ask for one area, or for "
            "another form with f=html, f=csv or f=xlsx"
        )
    weasyprint = _library()
    identifier = hashlib.sha256(html.encode("utf-8")).digest()[:16]
    document = weasyprint.HTML(string=html, url_fetcher=_fetcher(), base_url=None)
    content: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier, pdf_tags=True)
    return content


def _library() -> Any:
    try:
        return _import()
    except OSError as error:
        raise PdfLibraryError(
            "A PDF cannot be made on this server: the library Pango is missing. Install Debian's packages "
            "libpango-1.0-0 and libpangoft2-1.0-0, or ask for f=html"
        ) from error


def _import() -> Any:
    """The library; raises OSError where those that it is built on are missing."""
    import weasyprint  # noqa: PLC0415 - it loads Pango, which only a PDF needs

    return weasyprint


def _fetcher() -> Any:
    """A fetcher that gets nothing, from nowhere."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher  # noqa: PLC0415 - see _library

    class Nothing(URLFetcher):  # type: ignore[misc]
        """Refuses every address."""

        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002 - as the library calls it
            raise FatalURLFetchingError(f"a report needs nothing from outside, but asks for {url}")

    return Nothing()
