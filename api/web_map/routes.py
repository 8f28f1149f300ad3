"""Routes of the web map: its page, the same to be embedded, and its files."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response

from api.answers import answer
from api.callers import costs
from api.errors import NotThereError
from api.links import root_of
from api.negotiation import HTML
from api.releases import ServedTier, TierHere
from api.web_map.facts import facts_of
from maps.languages import LANGUAGES, language_for
from maps.web_map import draw_web_map, read_view, static_digest, static_file

_POLICY: Final = (
    "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors {ancestors}"
)
_FOREVER: Final = "public, max-age=31536000, immutable"

router = APIRouter()


@router.get(
    "/releases/{release}/map", summary="The map of a release", operation_id="web_map", dependencies=[Depends(costs(2))]
)
def web_map(request: Request, seen: TierHere) -> Response:
    """Give the page of the map."""
    return _page(request, seen, is_embedded=False)


@router.get(
    "/releases/{release}/embed",
    summary="The map, for pages of others",
    operation_id="embedded_map",
    dependencies=[Depends(costs(2))],
)
def embedded_map(request: Request, seen: TierHere) -> Response:
    """Give the page of the map that other sites may show in theirs."""
    return _page(request, seen, is_embedded=True)


@router.get(
    "/static/map/{digest}/{name:path}",
    summary="A file of the map's page",
    operation_id="web_map_file",
    dependencies=[Depends(costs(0))],
)
def web_map_file(
    request: Request,
    digest: Annotated[str, Path(description="The digest of all files.", pattern="^[0-9a-f]{12}$")],
    name: Annotated[str, Path(description="The name of a file.", max_length=200)],
) -> Response:
    """Give a file that the page asks for."""
    file = static_file(name) if digest == static_digest() else None
    if file is None:
        raise NotThereError("The map has no such file, or the server was renewed; load the page anew.")
    headers = {"Cache-Control": _FOREVER, "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(file.packed, media_type=file.media_type, headers=headers | {"Content-Encoding": "gzip"})
    return Response(file.content, media_type=file.media_type, headers=headers)


def _page(request: Request, seen: ServedTier, *, is_embedded: bool) -> Response:
    asked = dict(request.query_params)
    wanted = asked.get("lang", "")
    language = wanted if wanted in LANGUAGES else language_for(request.headers.get("accept-language"))
    facts = facts_of(request, seen)
    view = read_view(
        asked,
        runs=facts["runs"],
        steps_minutes=facts["steps_minutes"],
        threshold_minutes=facts["threshold_minutes"],
        area_ids={each["id"] for each in facts["areas"]},
    )
    page = draw_web_map(facts, view, language=language, root=root_of(request), is_embedded=is_embedded)
    headers = {
        "Content-Security-Policy": _POLICY.format(ancestors="*" if is_embedded else "'none'"),
        "Content-Language": language,
        "Vary": "Accept-Language",
    }
    return answer(request, page.encode(), HTML, tier=seen, headers=headers)
