"""The route of gap reports: one place in one run, in the form that the caller wants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from api.answers import VersionAsked, answer, check_version
from api.errors import NotReadyError, NotThereError, TooLargeError
from api.links import links_to_itself
from api.parameters import OnlyKnown
from api.releases import ServedTier, TierHere
from api.reports.asking import MEDIA_TYPES, ReportForm, RunHere, charge_by_form, shortened
from api.reports.models import GapReportTold
from api.reports.shelf import Shelf, ShelfHere
from api.reports.telling import figure_told, part_told, place_told, run_told, sources_told

if TYPE_CHECKING:
    from maps.gap_reports import GapReport, ReleaseTables
    from maps.release_values import Run

router = APIRouter()
_VARIES: Final = "Authorization, Accept"
_DOCUMENTS: Final[dict[str, Any]] = {
    "text/html": {"schema": {"type": "string"}},
    "text/csv": {"schema": {"type": "string"}},
    **{MEDIA_TYPES[form]: {"schema": {"type": "string", "format": "binary"}} for form in ("xlsx", "gpkg", "pdf")},
}

AreaAsked = Annotated[
    str | None,
    Query(
        description="The code of an area, outside, or all; the whole study if it is not given.",
        min_length=1,
        max_length=200,
        examples=["A-2"],
    ),
]


@router.get(
    "/releases/{release}/gap-report",
    summary="The gap report of an area",
    operation_id="get_gap_report",
    responses={
        200: {
            "model": GapReportTold,
            "description": "What one area, or the whole study, lacks in one run; the same figures in each form.",
            "content": _DOCUMENTS,
        }
    },
    dependencies=[Depends(charge_by_form), OnlyKnown],
)
def get_gap_report(
    request: Request,
    tier: TierHere,
    shelf: ShelfHere,
    asked: RunHere,
    form: ReportForm,
    area: AreaAsked = None,
    version: VersionAsked = None,
) -> Response:
    """Who lives beyond the threshold, where and why: figures with their denominators, days and ranges.

    JSON, HTML, CSV, XLSX, GeoPackage and PDF say the same. What the study did not ask for says so.
    """
    check_version(tier, version)
    tables = shelf.tables(tier)
    run = asked.of(tables, tier)
    report = _report(tables, run, area, tier)
    headers = {"Vary": _VARIES, "Content-Language": "en"}
    if form == "json":
        content = _as_json(request, report, run, tables)
        return answer(request, content, MEDIA_TYPES["json"], tier=tier, version=version, headers=headers)
    content = shelf.document(
        (tier, report.run_id, report.place.kind + report.place.place_id, form), _drawer(report, form, shelf)
    )
    if form == "html":
        headers["Content-Security-Policy"] = _page_policy()
    else:
        headers["Content-Disposition"] = f'attachment; filename="{file_name(report, form)}"'
    media_type = MEDIA_TYPES[form] + ("; charset=utf-8" if form in {"html", "csv"} else "")
    return answer(request, content, media_type, tier=tier, version=version, headers=headers)


def file_name(report: GapReport, form: str) -> str:
    """A name for the file of a report, of letters, digits, hyphens and dots alone."""
    from accessibility.need import slug  # noqa: PLC0415 - it loads the libraries of tables

    where = slug(report.place.place_id)[:40] or "area"
    return f"gap-report-{report.release[:64]}-{report.run_id.replace('.', '-')[:120]}-{where}.{form}"


def _report(tables: ReleaseTables, run: Run, area: str | None, tier: ServedTier) -> GapReport:
    from maps.gap_reports import gap_report, place_asked  # noqa: PLC0415 - it loads the libraries of tables

    place = place_asked(run, area)
    if place is None:
        raise NotThereError(
            f"The release {tier.release} has no area {shortened(area or '')!r} here for you; "
            f"/collections/{tier.release}.areas/items lists those there are."
        )
    return gap_report(tables, run, place, release=tier.release, version=tier.version)


def _drawer(report: GapReport, form: str, shelf: Shelf) -> Any:
    """What draws the report in a form."""
    from maps import gap_reports  # noqa: PLC0415 - it loads the libraries of tables
    from maps.paper import PdfLibraryError  # noqa: PLC0415

    def pdf() -> bytes:
        try:
            return shelf.press.pdf(gap_reports.page_for_paper(report))
        except PdfLibraryError as error:
            raise NotReadyError(str(error)) from error
        except gap_reports.PdfSizeError as error:
            raise TooLargeError(str(error)) from error

    drawers = {
        "html": lambda: gap_reports.report_html(report).encode("utf-8"),
        "csv": lambda: gap_reports.report_csv(report),
        "xlsx": lambda: gap_reports.report_xlsx(report),
        "gpkg": lambda: gap_reports.report_gpkg(report),
        "pdf": pdf,
    }
    return drawers[form]


def _page_policy() -> str:
    from maps.gap_reports import page_style_hash  # noqa: PLC0415 - it loads the libraries of tables

    style = f"style-src '{page_style_hash()}'"
    return f"default-src 'none'; {style}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def _as_json(request: Request, report: GapReport, run: Run, tables: ReleaseTables) -> bytes:
    told = GapReportTold.model_validate(
        {
            "title": report.title,
            "release": report.release,
            "version": report.version,
            "tier": report.tier,
            "study": report.study,
            "country": report.country,
            "as_of": report.as_of,
            "population_year": report.population_year,
            "made_with": report.made_with,
            "run": run_told(run, tables.tier),
            "place": place_told(report),
            "threshold_minutes": report.threshold_minutes,
            "bands_minutes": list(report.bands_minutes),
            "summary": list(report.sentences),
            "ranges": report.range_note,
            "figures": [figure_told(each) for each in report.figures],
            "parts": [part_told(each) for each in report.parts],
            "sources": sources_told(report),
            "source_sentence": report.source_sentence,
            "method": list(report.method),
            "disclaimers": list(report.disclaimers),
            "links": links_to_itself(request, "json", MEDIA_TYPES),
        }
    )
    return told.model_dump_json().encode("utf-8")
