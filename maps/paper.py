"""Paper: a page of HTML as a PDF, tagged for screen readers (PDF/UA-1), made without any network.

As a program, ``python -m maps.paper``, it reads the page from its input and writes the PDF to its output, so that a
server can have it drawn by a process of its own.
"""

from __future__ import annotations

import hashlib
import resource
import sys
from typing import Any, Final

from geo.errors import NearcareError

EXIT_WITHOUT_LIBRARY: Final = 3
_LONGEST_S: Final = 300  # of a processor's work, if nobody ends the program before
_LARGEST_BYTES: Final = 2 << 30


class PdfLibraryError(NearcareError, OSError):
    """The libraries that draw a PDF are not on this machine."""

    def __init__(self) -> None:
        super().__init__(
            "A PDF cannot be made on this server: the library Pango is missing. Install Debian's packages "
            "libpango-1.0-0 and libpangoft2-1.0-0, or ask for f=html"
        )


def pdf_of_page(html: str) -> bytes:
    """The PDF of a page, the same bytes for the same page: no clock is in it, its identifier is that of its content.

    Raises PdfLibraryError where Pango is not installed.
    """
    try:
        weasyprint = _import()
    except OSError as error:
        raise PdfLibraryError from error
    identifier = hashlib.sha256(html.encode("utf-8")).digest()[:16]
    document = weasyprint.HTML(string=html, url_fetcher=_fetcher(), base_url=None)
    content: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier, pdf_tags=True)
    return content


def _import() -> Any:
    """The library; raises OSError where those that it is built on are missing."""
    import weasyprint  # noqa: PLC0415 - it loads Pango, which only a PDF needs

    return weasyprint


def _fetcher() -> Any:
    """A fetcher that gets nothing, from nowhere."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher  # noqa: PLC0415 - see _import

    class Nothing(URLFetcher):  # type: ignore[misc]
        """Refuses every address."""

        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002 - as the library calls it
            raise FatalURLFetchingError(f"a report needs nothing from outside, but asks for {url}")

    return Nothing()


def _main() -> int:
    """Draw one page. The exit code is 0 if the output is a PDF."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (_LONGEST_S, _LONGEST_S))
    resource.setrlimit(resource.RLIMIT_AS, (_LARGEST_BYTES, _LARGEST_BYTES))
    html = sys.stdin.buffer.read().decode("utf-8")
    try:
        content = pdf_of_page(html)
    except PdfLibraryError:
        return EXIT_WITHOUT_LIBRARY
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(_main())
