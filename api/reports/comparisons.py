"""The routes of comparisons: those that a study names, and any two runs held against each other by area."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response

from api.answers import VersionAsked, answer, check_version
from api.callers import costs
from api.errors import NotThereError
from api.links import address, link, links_to_itself
from api.parameters import OnlyKnown
from api.releases import ServedTier, TierHere
from api.reports.asking import MEDIA_TYPES, RUN_ID, TableForm, shortened
from api.reports.models import ComparisonsTold, ComparisonTold, DifferencesTold
from api.reports.shelf import ShelfHere
from api.reports.telling import UNITS, row_told, rows_as_csv, run_told
from geo.errors import InputError

if TYPE_CHECKING:
    from maps.effects_values import Comparison
    from maps.gap_reports import ReleaseTables
    from maps.release_values import Run

router = APIRouter()
_VARIES: Final = "Authorization, Accept"
_TABLE: Final[dict[str, Any]] = {"text/csv": {"schema": {"type": "string"}}}
_TABLES: Final = {form: MEDIA_TYPES[form] for form in ("json", "csv")}
_JSON: Final = MEDIA_TYPES["json"]
_TWO_IDS: Final = 300

ComparisonId = Annotated[
    str,
    Path(
        description="The id of a comparison, as /releases/{release}/comparisons lists them.",
        pattern="^[a-z0-9-]+$",
        max_length=100,
        examples=["bridge-closed"],
    ),
]


@router.get(
    "/releases/{release}/comparisons",
    summary="The comparisons of a release",
    operation_id="list_comparisons",
    responses={200: {"model": ComparisonsTold, "description": "The comparisons that the study names."}},
    dependencies=[Depends(costs(2)), OnlyKnown],
)
def list_comparisons(request: Request, tier: TierHere, shelf: ShelfHere, version: VersionAsked = None) -> Response:
    """What is held against what, and where each comparison is told."""
    from maps.comparison_sentences import world_title  # noqa: PLC0415 - it loads the libraries of tables

    check_version(tier, version)
    tables = shelf.tables(tier)
    listed = []
    for slug, found in _by_slug(tables).items():
        first = found[0]
        path = f"/releases/{tier.release}/comparisons/{slug}"
        listed.append(
            {
                "id": slug,
                "title": first.name,
                "before": world_title(first.before, tables.tier),
                "after": world_title(first.after, tables.tier),
                "runs": [_id_of(each) for each in found],
                "links": [link(_address(request, path), "item", _JSON, first.name)],
            }
        )
    told = ComparisonsTold.model_validate(
        {
            **_about(tier, tables),
            "comparisons": listed,
            "links": links_to_itself(request, "json", {"json": _JSON})[:1],
        }
    )
    return answer(request, told.model_dump_json().encode("utf-8"), _JSON, tier=tier, version=version)


@router.get(
    "/releases/{release}/comparisons/ad-hoc",
    summary="Two runs held against each other",
    operation_id="compare_runs",
    responses={200: {"model": DifferencesTold, "description": "The figures of both by area.", "content": _TABLE}},
    dependencies=[Depends(costs(5)), OnlyKnown],
)
def compare_runs(
    request: Request,
    tier: TierHere,
    shelf: ShelfHere,
    form: TableForm,
    before: Annotated[
        str,
        Query(
            pattern=RUN_ID,
            max_length=_TWO_IDS,
            description="The id of the run before.",
            examples=["physical-rehab.default.base.all-year.to.hazards"],
        ),
    ],
    after: Annotated[
        str,
        Query(
            pattern=RUN_ID,
            max_length=_TWO_IDS,
            description="The id of the run after.",
            examples=["physical-rehab.default.bridge-closed.all-year.to.hazards"],
        ),
    ],
    version: VersionAsked = None,
) -> Response:
    """Figures of areas in two runs of one service and direction, whether or not the study names their comparison."""
    from maps.gap_reports import CANNOT_BE_KNOWN, differences  # noqa: PLC0415 - it loads the libraries of tables
    from maps.sentences import headline  # noqa: PLC0415

    check_version(tier, version)
    tables = shelf.tables(tier)
    runs = [_run(tables, each, tier) for each in (before, after)]
    for dimension in ("pillar", "direction"):
        values = [getattr(run.key, dimension) for run in runs]
        if values[0] != values[1]:
            raise InputError(
                f"Runs of another {dimension} cannot be compared: {values[0]} and {values[1]}; take two of one"
            )
    rows = differences(runs[0], runs[1], tables.tier)
    headers = {"Vary": _VARIES}
    if form == "csv":
        headers["Content-Disposition"] = f'attachment; filename="comparison-{tier.release[:64]}.csv"'
        return _as_csv(request, rows, tier, version, headers)
    told = DifferencesTold.model_validate(
        {
            **_about(tier, tables),
            "as_of": tables.tier.as_of,
            "before": run_told(runs[0], tables.tier),
            "after": run_told(runs[1], tables.tier),
            "sentences": [
                f"{when}: {headline(run.overall, tables.tier, direction=run.key.direction)}"
                for when, run in zip(("Before", "After"), runs, strict=True)
            ],
            "rows": [row_told(row) for row in rows],
            "units": UNITS,
            "cannot_be_known": CANNOT_BE_KNOWN,
            "links": links_to_itself(request, "json", _TABLES),
        }
    )
    return answer(request, told.model_dump_json().encode("utf-8"), _JSON, tier=tier, version=version, headers=headers)


@router.get(
    "/releases/{release}/comparisons/{comparison}",
    summary="One comparison",
    operation_id="get_comparison",
    responses={200: {"model": ComparisonTold, "description": "Who gains and who loses.", "content": _TABLE}},
    dependencies=[Depends(costs(5)), OnlyKnown],
)
def get_comparison(
    request: Request,
    tier: TierHere,
    shelf: ShelfHere,
    comparison: ComparisonId,
    form: TableForm,
    version: VersionAsked = None,
) -> Response:
    """A comparison by service, profile, direction and area, with the addresses of its tiles."""
    from maps.comparison_sentences import comparison_sentences  # noqa: PLC0415 - it loads the libraries of tables
    from maps.gap_reports import changes_of, run_id  # noqa: PLC0415

    check_version(tier, version)
    tables = shelf.tables(tier)
    found = _by_slug(tables).get(comparison)
    if found is None:
        raise NotThereError(
            f"The release {tier.release} has no comparison {shortened(comparison)!r} here for you; "
            f"/releases/{tier.release}/comparisons lists those there are."
        )
    headers = {"Vary": _VARIES}
    if form == "csv":
        rows = [
            {"comparison": _id_of(each), "before": run_id(each.before), "after": run_id(each.after), **row}
            for each in found
            for row in changes_of(each, tables.tier)
        ]
        headers["Content-Disposition"] = f'attachment; filename="comparison-{tier.release[:64]}-{comparison}.csv"'
        return _as_csv(request, rows, tier, version, headers)
    told = ComparisonTold.model_validate(
        {
            **_about(tier, tables),
            "id": comparison,
            "title": found[0].name,
            "as_of": tables.tier.as_of,
            "units": UNITS,
            "runs": [
                {
                    "id": _id_of(each),
                    "pillar": each.before.pillar,
                    "profile": each.before.profile,
                    "direction": each.before.direction,
                    "before": run_id(each.before),
                    "after": run_id(each.after),
                    "sentences": list(comparison_sentences(each, tables.tier)),
                    "rows": [row_told(row) for row in changes_of(each, tables.tier)],
                    "links": [_tiles(request, tier, each)],
                }
                for each in found
            ],
            "links": links_to_itself(request, "json", _TABLES),
        }
    )
    return answer(request, told.model_dump_json().encode("utf-8"), _JSON, tier=tier, version=version, headers=headers)


def _by_slug(tables: ReleaseTables) -> dict[str, list[Comparison]]:
    found: dict[str, list[Comparison]] = {}
    for each in tables.tier.effects.comparisons:
        found.setdefault(each.slug, []).append(each)
    return found


def _id_of(comparison: Comparison) -> str:
    """The id that tiles of a difference are asked for by."""
    from accessibility.need import slug  # noqa: PLC0415 - it loads the libraries of tables

    key = comparison.before
    return ".".join([comparison.slug, *(slug(part) for part in (key.pillar, key.profile, key.direction))])


def _run(tables: ReleaseTables, run_id: str, tier: ServedTier) -> Run:
    from maps.gap_reports import run_of  # noqa: PLC0415 - it loads the libraries of tables

    found = run_of(tables.tier, run_id)
    if found is None:
        raise NotThereError(
            f"The release {tier.release} has no run {shortened(run_id)!r} here for you; "
            f"/releases/{tier.release}/runs lists those there are."
        )
    return found


def _tiles(request: Request, tier: ServedTier, comparison: Comparison) -> dict[str, str]:
    path = f"/releases/{tier.release}/tiles/raster/difference/{_id_of(comparison)}/tilejson.json"
    return link(_address(request, path), "tiles", _JSON, "Minutes gained and lost, as tiles")


def _address(request: Request, path: str) -> str:
    """An address with the tier that the request looks at."""
    return address(request, path, {"tier": request.query_params.get("tier")})


def _about(tier: ServedTier, tables: ReleaseTables) -> dict[str, Any]:
    return {
        "release": tier.release,
        "version": tier.version,
        "tier": tier.name,
        "disclaimers": list(tables.tier.disclaimers),
    }


def _as_csv(
    request: Request, rows: list[dict[str, Any]], tier: ServedTier, version: str | None, headers: dict[str, str]
) -> Response:
    media_type = f"{MEDIA_TYPES['csv']}; charset=utf-8"
    return answer(request, rows_as_csv(rows), media_type, tier=tier, version=version, headers=headers)
