"""The route of points: what a run says of the cell that holds a place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from api.answers import VersionAsked, answer, check_version
from api.callers import costs
from api.links import address, link, links_to_itself
from api.parameters import OnlyKnown
from api.releases import ServedTier, TierHere
from api.reports.asking import MEDIA_TYPES, RunHere
from api.reports.models import PointTold
from api.reports.shelf import ShelfHere
from api.reports.telling import number, run_told

if TYPE_CHECKING:
    from maps.gap_reports import PointAnswer, ReleaseTables
    from maps.release_values import Run

router = APIRouter()
_WHOLE_DECIMALS: Final = 2
_REGION_TEXTS: Final = ("main_factor", "reasons_sentence", "change_sentence")

Longitude = Annotated[
    float, Query(ge=-180, le=180, allow_inf_nan=False, description="Degrees, WGS 84.", examples=[-29.9])
]
Latitude = Annotated[float, Query(ge=-90, le=90, allow_inf_nan=False, description="Degrees, WGS 84.", examples=[45.1])]


@router.get(
    "/releases/{release}/point",
    summary="Travel time from one place",
    operation_id="get_point",
    responses={200: {"model": PointTold, "description": "What the run says of the cell that holds the place."}},
    dependencies=[Depends(costs(1)), OnlyKnown],
)
def get_point(
    request: Request,
    tier: TierHere,
    shelf: ShelfHere,
    asked: RunHere,
    lon: Longitude,
    lat: Latitude,
    version: VersionAsked = None,
) -> Response:
    """Minutes, nearest centre, area, underserved region and how sure that is, for the cell that holds the place.

    Outside the study's ground the status is ``outside``. No way is drawn: this is not for navigation.
    """
    from maps.gap_reports import point_answer  # noqa: PLC0415 - it loads the libraries of rasters

    check_version(tier, version)
    tables = shelf.tables(tier)
    run = asked.of(tables, tier)
    found = point_answer(tables, run, shelf.rasters(), version=tier.version, at=(lon, lat))
    told = PointTold.model_validate(
        {
            **_about(tables, run, tier),
            **_found(found, tables, run),
            "lon": lon,
            "lat": lat,
            "links": [
                *links_to_itself(request, "json", {"json": MEDIA_TYPES["json"]})[:1],
                *_report_link(request, found, tier, run),
            ],
        }
    )
    content = told.model_dump_json().encode("utf-8")
    return answer(request, content, MEDIA_TYPES["json"], tier=tier, version=version)


def _about(tables: ReleaseTables, run: Run, tier: ServedTier) -> dict[str, Any]:
    return {
        "release": tier.release,
        "version": tier.version,
        "tier": tier.name,
        "run": run_told(run, tables.tier),
        "as_of": tables.tier.as_of,
        "threshold_minutes": tables.tier.threshold_minutes,
        "disclaimers": list(tables.tier.disclaimers),
    }


def _found(found: PointAnswer, tables: ReleaseTables, run: Run) -> dict[str, Any]:
    minutes = None if found.minutes is None else round(found.minutes, _WHOLE_DECIMALS)
    cell = found.cell
    shows_hazards = tables.tier.hazards_published and run.has_hazards and cell is not None
    centre = found.centre
    said = "" if cell is None else f"The answer is for a cell of about {cell.width_m:.0f} m by {cell.height_m:.0f} m."
    return {
        "status": found.status,
        "sentence": found.sentence,
        "minutes": minutes,
        "cell": None if cell is None else {name: getattr(cell, name) for name in ("lon", "lat", "width_m", "height_m")},
        "cell_sentence": said or "No cell of the study holds this place.",
        "nearest_centre": None if centre is None else _centre(centre, minutes, tables),
        "area": _area(found, tables, run),
        "region": _region(found, tables, run),
        "underserved_share": found.underserved_share,
        "could_change": found.could_change,
        "is_inside_recorded_hazard": found.status == "inside-hazard" if shows_hazards else None,
    }


def _centre(centre: tuple[str, str], minutes: float | None, tables: ReleaseTables) -> dict[str, Any]:
    stands = next((each for each in tables.tier.centres if each.centre_id == centre[0]), None)
    return {
        "id": centre[0],
        "name": centre[1],
        "minutes": minutes,
        "lon": None if stands is None else stands.lon,
        "lat": None if stands is None else stands.lat,
    }


def _area(found: PointAnswer, tables: ReleaseTables, run: Run) -> dict[str, Any] | None:
    if found.area is None:
        return None
    area_id = found.area.area_id
    row = next((each for each in run.access if (each.area_kind, each.area_id) == ("area", area_id)), None)
    drawn = tables.why.of(run.key).interval_of("area", area_id, "median_minutes")
    return {
        "id": area_id,
        "name": found.area.name,
        "median_minutes": None if row is None else number(row.median_minutes),
        "median_minutes_low": None if drawn is None else number(drawn.low),
        "median_minutes_high": None if drawn is None else number(drawn.high),
    }


def _region(found: PointAnswer, tables: ReleaseTables, run: Run) -> dict[str, Any] | None:
    from maps.gap_reports import Place, regions_part  # noqa: PLC0415 - it loads the libraries of tables

    gap = found.region
    if gap is None:
        return None
    part = regions_part(tables, run, (gap,), Place(kind="all", place_id="", name=""))
    row = dict(part.rows[0]) if part.rows else {}
    sure = tables.why.of(run.key).sureness_of("region", gap.gap_id)
    people = row.get("people")
    reason = next((each for each in tables.why.of(run.key).regions if each.region_id == gap.gap_id), None)
    return {
        "id": gap.gap_id,
        "name": gap.name,
        "people": number(people) if isinstance(people, float) else None,
        "main_factor_key": (reason.main_factor or None) if reason is not None and row.get("main_factor") else None,
        **{name: row.get(name) or None for name in _REGION_TEXTS},
        "share_underserved": None if sure is None else number(sure.beyond_share),
    }


def _report_link(request: Request, found: PointAnswer, tier: ServedTier, run: Run) -> list[dict[str, str]]:
    from maps.gap_reports import run_id  # noqa: PLC0415 - it loads the libraries of tables

    if found.area is None:
        return []
    query = {"run": run_id(run.key), "area": found.area.area_id, "tier": request.query_params.get("tier")}
    path = f"/releases/{tier.release}/gap-report"
    return [link(address(request, path, query), "related", MEDIA_TYPES["json"], "The gap report of the area")]
