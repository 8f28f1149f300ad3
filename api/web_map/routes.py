"""Routes of the web map: its page, the same to be embedded, its basemap and its files."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import RedirectResponse, Response

from api.answers import VersionAsked, answer, check_version
from api.callers import CallerHere, costs
from api.errors import NotThereError
from api.headers import plain_page_policy
from api.links import root_of
from api.negotiation import HTML
from api.packing import PackedRoute, takes_gzip
from api.parameters import OnlyKnown
from api.pictures import layer_drawn
from api.releases import CatalogueHere, ServedTier, TierHere
from api.tiles import index_of
from api.web_map.asking import PARAMETERS, AskedHere, LanguageHere, PublicTierHere
from api.web_map.facts import facts_of
from geo.errors import ReleaseError
from maps.basemap import draw_basemap
from maps.languages import LANGUAGES, page_words
from maps.web_map import (
    draw_maps,
    draw_web_map,
    page_texts,
    reached_rows,
    read_view,
    static_digest,
    static_file,
    still_legend,
)

_POLICY: Final = (
    "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors {ancestors}"
)
_FILE_POLICY: Final = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'"  # the worker asks for tiles
_FOREVER: Final = "public, max-age=31536000, immutable"
_GEOJSON: Final = "application/geo+json"
_PAGE: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "The page.", "content": {HTML: {"schema": {"type": "string"}}}}
}

router = APIRouter(tags=["web-map"], route_class=PackedRoute)


@router.get(
    "/map",
    summary="The map of the only release, or the list of all maps",
    operation_id="maps",
    dependencies=[Depends(costs(1))],
    response_class=Response,
    responses=_PAGE | {303: {"description": "There is one release: its map."}},
)
def maps(
    request: Request, catalogue: CatalogueHere, caller: CallerHere, asked: AskedHere, language: LanguageHere
) -> Response:
    """Lead to the map of the only release that the caller may see, or give a page to choose from."""
    seen = []
    for release in catalogue.releases():
        try:
            seen.append(release.tier_for(caller.tier_in(release.id)))
        except (NotThereError, ReleaseError):  # no such tier there, or half gone: asked for itself, it says so
            continue
    root = root_of(request)
    query = f"?{urlencode(asked)}" if asked else ""
    headers = {"Cache-Control": "no-store", "Vary": "Accept-Language", "Content-Language": language}
    if len(seen) == 1:
        return RedirectResponse(f"{root}/releases/{seen[0].release}/map{query}", 303, headers=headers)
    told = [
        {"title": each.title, "as_of": each.as_of, "href": f"{root}/releases/{each.release}/map{query}"}
        for each in seen
    ]
    page = draw_maps(told, language=language, root=root)
    return Response(page, media_type=HTML, headers=headers | {"Content-Security-Policy": plain_page_policy()})


@router.get(
    "/releases/{release}/map",
    summary="The map of a release",
    operation_id="web_map",
    dependencies=[Depends(costs(2))],
    response_class=Response,
    responses=_PAGE,
)
def web_map(request: Request, seen: TierHere, asked: AskedHere, language: LanguageHere) -> Response:
    """Give the page of the map; what it cannot show of the address is told at its top."""
    return _page(request, seen, asked, language, is_embedded=False)


@router.get(
    "/releases/{release}/embed",
    summary="The map, for pages of others",
    operation_id="embedded_map",
    dependencies=[Depends(costs(2))],
    response_class=Response,
    responses=_PAGE,
)
def embedded_map(request: Request, seen: PublicTierHere, asked: AskedHere, language: LanguageHere) -> Response:
    """Give the page of the map that other sites may show in theirs: of the public tier, whoever asks."""
    return _page(request, seen, asked, language, is_embedded=True)


@router.get(
    "/releases/{release}/basemap",
    summary="Land and boundaries around a release",
    operation_id="basemap",
    dependencies=[OnlyKnown, Depends(costs(2))],
    response_class=Response,
    responses={200: {"description": "A FeatureCollection.", "content": {_GEOJSON: {"schema": {"type": "object"}}}}},
)
def basemap(request: Request, seen: TierHere, v: VersionAsked = None) -> Response:
    """Give what lies around a release, from Natural Earth: features of the kinds land and boundary.

    Boundaries and names do not imply any opinion on the status of a territory.
    """
    check_version(seen, v)
    bounds = tuple(facts_of(request, seen)["bounds"])
    return answer(request, _basemap(bounds), _GEOJSON, tier=seen, version=v)


@router.get(
    "/static/map/{digest}/{name:path}",
    summary="A file of the map's page",
    operation_id="web_map_file",
    dependencies=[OnlyKnown, Depends(costs(0))],
    response_class=Response,
    responses={200: {"description": "The file.", "content": {"text/javascript": {"schema": {"type": "string"}}}}},
)
def web_map_file(
    request: Request,
    digest: Annotated[
        str, Path(description="The digest of all files.", pattern="^[0-9a-f]{12}$", examples=["0123456789ab"])
    ],
    name: Annotated[str, Path(description="The name of a file.", max_length=200, examples=["main.js"])],
) -> Response:
    """Give a file that the page asks for."""
    file = static_file(name) if digest == static_digest() else None
    if file is None:
        raise NotThereError("The map has no such file, or the server was renewed; load the page anew.")
    headers = {"Cache-Control": _FOREVER, "Vary": "Accept-Encoding", "Content-Security-Policy": _FILE_POLICY}
    if takes_gzip(request):
        return Response(file.packed, media_type=file.media_type, headers=headers | {"Content-Encoding": "gzip"})
    return Response(file.content, media_type=file.media_type, headers=headers)


@lru_cache(maxsize=64)
def _basemap(bounds: tuple[float, ...]) -> bytes:
    return json.dumps(draw_basemap(bounds), allow_nan=False, separators=(",", ":")).encode()


def _page(request: Request, seen: ServedTier, asked: dict[str, str], language: str, *, is_embedded: bool) -> Response:
    tier = "public" if is_embedded else asked.get("tier")
    facts: dict[str, Any] = facts_of(request, seen, tier=tier)
    view = read_view(
        asked,
        runs=facts["runs"],
        steps_minutes=facts["steps_minutes"],
        threshold_minutes=facts["threshold_minutes"],
        area_ids={each["id"] for each in facts["areas"]},
        version=facts["version"],
        created=facts["created_utc"],
        known=PARAMETERS,
        languages=LANGUAGES,
        is_public_only=is_embedded,
    )
    run = next(each for each in seen.runs.values() if each.id == ".".join(view.run[name] for name in each.dimensions))
    rows = reached_rows(seen.file("tables/areas.parquet").parent, run.dimensions, view.threshold_minutes)
    layer = layer_drawn(view.layer, index_of(seen).classes, view.threshold_minutes)
    legend = still_legend(layer, page_words(language))
    page = draw_web_map(
        facts,
        view,
        language=language,
        root=root_of(request),
        is_embedded=is_embedded,
        texts=page_texts(facts, view, rows, asked=asked, language=language) | {"legend": legend},
        asked=asked,
    )
    headers = {
        "Content-Security-Policy": _POLICY.format(ancestors="*" if is_embedded else "'none'"),
        "Content-Language": language,
        "Vary": "Accept-Language",
    }
    return answer(request, page.encode(), HTML, tier=seen, headers=headers)
