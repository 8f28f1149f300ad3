"""Capabilities: the landing page, what is conformed to, and the description of the API."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from api.answers import answer
from api.callers import Tier, costs
from api.errors import NotThereError
from api.features.asking import ServedCollection, features_of
from api.features.models import Conformance, Landing
from api.features.openapi30 import as_openapi_30
from api.features.showing import FormAsked, as_bytes, show, told_as
from api.links import address, link, root_of
from api.negotiation import HTML, JSON, VARIES, WordsHere, form_for
from api.parameters import OnlyKnown
from api.releases import Catalogue, CatalogueHere
from geo.errors import ReleaseError
from maps.features import LAYERS
from maps.landing import PAGE_POLICY, draw_page, stylesheet

OPENAPI_31: Final = "application/vnd.oai.openapi+json;version=3.1"
OPENAPI_30: Final = "application/vnd.oai.openapi+json;version=3.0"
_FORMS: Final = {"json": (OPENAPI_31, JSON), "openapi30": (OPENAPI_30,), "html": (HTML,)}
_FEATURES: Final = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/"
CONFORMS_TO: Final = tuple(_FEATURES + name for name in ("core", "oas30", "html", "geojson"))
_RELATIONS: Final = "http://www.opengis.net/def/rel/ogc/1.0/"
_ROOMS: Final = {  # what is linked from the landing page if it is there: path, relation, media type, title
    "/map": ("related", HTML, "link-maps"),
    "/releases": ("related", JSON, "page-releases"),
    "/processes": (f"{_RELATIONS}processes", JSON, "link-processes"),
    "/jobs": (f"{_RELATIONS}job-list", JSON, "link-jobs"),
    "/health/ready": ("status", JSON, "link-health"),
}

router = APIRouter(dependencies=[OnlyKnown])


@router.get(
    "/",
    summary="The landing page: what there is, and where",
    operation_id="landing_page",
    dependencies=[Depends(costs(1))],
    **told_as(Landing, "Links to all that there is."),
)
def landing_page(request: Request, said: WordsHere, f: FormAsked = None) -> Response:
    """Give the landing page."""
    paths = request.app.openapi()["paths"]
    links = [
        link(address(request, "/api"), "service-desc", OPENAPI_31, "OpenAPI 3.1"),
        link(address(request, "/api", {"f": "openapi30"}), "service-desc", OPENAPI_30, "OpenAPI 3.0"),
        link(address(request, "/api.html"), "service-doc", HTML, said.say("page-api")),
        link(address(request, "/conformance"), "conformance", JSON, said.say("page-conformance")),
        link(address(request, "/collections"), "data", JSON, said.say("page-collections")),
    ]
    for path, (relation, media_type, title) in _ROOMS.items():
        if path in paths:
            links.append(link(address(request, path), relation, media_type, said.say(title)))
    document = {
        "title": said.say("site-title"),
        "description": said.say("site-description"),
        "warning": said.say("site-warning"),
        "links": links,
    }
    return show(request, f, document, said, template="landing.html.j2")


@router.get(
    "/conformance",
    summary="The conformance classes that are met",
    operation_id="conformance",
    dependencies=[Depends(costs(1))],
    **told_as(Conformance, "The addresses of the conformance classes."),
)
def conformance(request: Request, said: WordsHere, f: FormAsked = None) -> Response:
    """Give the conformance classes."""
    declared = {*CONFORMS_TO, *getattr(request.app.state, "conforms_to", ())}
    document = {"conformsTo": sorted(declared), "links": []}
    return show(request, f, document, said, template="conformance.html.j2")


@router.get(
    "/api",
    summary="The description of the API, as OpenAPI",
    operation_id="api_definition",
    dependencies=[Depends(costs(1))],
    responses={
        200: {
            "description": "OpenAPI 3.1, or 3.0 where it is asked for.",
            "content": {name: {"schema": {"type": "object"}} for name in (OPENAPI_31, OPENAPI_30)}
            | {HTML: {"schema": {"type": "string"}}},
        }
    },
)
def api_definition(
    request: Request,
    catalogue: CatalogueHere,
    said: WordsHere,
    f: Annotated[
        Literal["json", "openapi30", "html"] | None,
        Query(
            description="json: OpenAPI 3.1; openapi30: OpenAPI 3.0, for older programs; html: a page.",
            examples=["json"],
        ),
    ] = None,
) -> Response:
    """Give the description of the API."""
    form = form_for(request, f, _FORMS)
    if form == "html":
        return api_page(request, catalogue, said)
    described: dict[str, Any] = {**request.app.openapi(), "servers": [{"url": root_of(request)}]}
    if form == "openapi30":
        described = as_openapi_30(described)
    content = as_bytes(described)
    media_type = OPENAPI_30 if form == "openapi30" else OPENAPI_31
    return answer(request, content, media_type, headers={"Vary": VARIES, "Content-Language": "en"})


@router.get(
    "/api.html",
    summary="The description of the API, for people",
    operation_id="api_page",
    dependencies=[Depends(costs(1))],
    response_class=Response,
    responses={200: {"description": "Every operation.", "content": {HTML: {"schema": {"type": "string"}}}}},
)
def api_page(request: Request, catalogue: CatalogueHere, said: WordsHere) -> Response:
    """Give the page of all operations."""
    page = draw_page(
        "api.html.j2",
        said,
        root=root_of(request),
        document=request.app.openapi(),
        examples=_examples(request, catalogue),
    )
    headers = {"Vary": VARIES, "Content-Language": said.language, "Content-Security-Policy": PAGE_POLICY}
    return answer(request, page.encode(), HTML, headers=headers)


@router.get(
    "/static/nearcare.css",
    summary="The style sheet of the pages",
    operation_id="style_sheet",
    dependencies=[Depends(costs(1))],
    response_class=Response,
    responses={200: {"description": "Rules of style.", "content": {"text/css": {"schema": {"type": "string"}}}}},
)
def style_sheet(request: Request) -> Response:
    """Give the style sheet."""
    return answer(request, stylesheet().encode(), "text/css")


def _examples(request: Request, catalogue: Catalogue) -> dict[str, str]:
    """A release that everybody may see, with a run, a collection and a feature of it; nothing where there is none."""
    for release in catalogue.releases():
        try:
            tier = release.tier_for(Tier.PUBLIC)
            areas = features_of(request, ServedCollection(tier=tier, layer=LAYERS["areas"]))
        except (NotThereError, ReleaseError):
            continue
        return {
            "release": release.id,
            "collection_id": f"{release.id}.areas",
            "feature_id": areas.ids[0],
            "run": next(iter(tier.runs)),
        }
    return {}
