"""Items: the features of a collection, page by page, and each by its id."""

from __future__ import annotations

import datetime as dt
import hashlib
import importlib.metadata
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import JSONResponse, Response

from api.answers import VersionAsked, check_version, kept, tagged
from api.callers import costs
from api.errors import NotThereError
from api.features.asking import CRS84, CollectionHere, ServedCollection, features_of
from api.features.models import Feature, FeatureCollection
from api.features.showing import as_bytes, here
from api.links import address, link, links_to_itself, quoted, root_of
from api.negotiation import GEOJSON, HTML, JSON, VARIES, WordsHere, form_for
from api.parameters import OnlyKnown, known_parameters, refuse_parameters
from maps.features import FeatureLayer, boxes_of, days_of, select
from maps.landing import PAGE_POLICY, draw_page, outline
from maps.languages import Words

MOST_ITEMS: Final = 10_000
_FEW_ITEMS: Final = 10
_FURTHEST: Final = 2**31 - 1
_FORMS: Final = {"json": (GEOJSON, JSON), "html": (HTML,)}
_TYPES: Final = {"json": GEOJSON, "html": HTML}
_SOFTWARE: Final = importlib.metadata.version("nearcare")
_PAGE: Final = {"text/html": {"schema": {"type": "string", "description": "The same as a page for people."}}}
_ASKED: Final[list[dict[str, Any]]] = [
    {
        "name": "bbox",
        "in": "query",
        "required": False,
        "style": "form",
        "explode": False,
        "description": "West, south, east, north in degrees (CRS84), or six numbers with heights, which are not "
        "looked at. West beyond east crosses the antimeridian. Features without an outline are met by any.",
        "schema": {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}},
        "example": [-30.0, 45.0, -29.6, 45.3],
    },
    {
        "name": "datetime",
        "in": "query",
        "required": False,
        "style": "form",
        "explode": False,
        "description": "A day or moment (RFC 3339), or an interval with /, open with .. or nothing; it is held "
        "against the property as_of.",
        "schema": {"type": "string"},
        "example": "2025-01-01/..",
    },
    {
        "name": "properties",
        "in": "query",
        "required": False,
        "style": "form",
        "explode": True,
        "description": "Any property of the collection (see its queryables) as a parameter of its own name: only "
        "features with that very value.",
        "schema": {"type": "object", "additionalProperties": {"type": "string"}},
        "example": {"pillar": "physical_rehab"},
    },
]
GeoForm = Annotated[
    Literal["json", "html"] | None,
    Query(alias="f", description="json: GeoJSON; html: a page. It goes before what Accept says.", examples=["json"]),
]


_Crs = Literal["http://www.opengis.net/def/crs/OGC/1.3/CRS84"] | None


def only_crs84(
    crs: Annotated[
        _Crs, Query(description="The system of the coordinates; there is but one.", examples=[CRS84])
    ] = None,
) -> None:
    """Take the name of the one system of coordinates, which GDAL and QGIS send."""


def only_boxes_in_crs84(
    bbox_crs: Annotated[
        _Crs, Query(alias="bbox-crs", description="The system of bbox; there is but one.", examples=[CRS84])
    ] = None,
) -> None:
    """Take the name of the one system of coordinates of boxes."""


class GeoJson(JSONResponse):
    """An answer in GeoJSON."""

    media_type = GEOJSON


router = APIRouter()


@router.get(
    "/collections/{collection_id}/items",
    summary="Features of a collection, page by page",
    operation_id="items",
    dependencies=[Depends(only_crs84), Depends(only_boxes_in_crs84), Depends(costs(2))],
    response_class=GeoJson,
    responses={200: {"model": FeatureCollection, "description": "A page of features.", "content": _PAGE}},
    openapi_extra={"parameters": _ASKED},
)
def items(
    request: Request,
    collection: CollectionHere,
    said: WordsHere,
    limit: Annotated[
        int,
        Query(
            ge=1,
            description=f"The most features on the page; more than {MOST_ITEMS:,} are taken as {MOST_ITEMS:,}.",
            examples=[100],
        ),
    ] = _FEW_ITEMS,
    offset: Annotated[
        int, Query(ge=0, le=_FURTHEST, description="How many features come before the page.", examples=[0])
    ] = 0,
    bbox: Annotated[str | None, Query(include_in_schema=False)] = None,
    datetime: Annotated[str | None, Query(include_in_schema=False)] = None,
    v: VersionAsked = None,
    f: GeoForm = None,
) -> Response:
    """Give a page of the features that are selected."""
    declared = known_parameters(request)
    check_version(collection.tier, v)
    layer = features_of(request, collection)
    names = set(layer.columns) - declared
    refuse_parameters(request, declared | names)
    form = form_for(request, f, _FORMS)
    boxes = () if bbox is None else boxes_of(bbox)
    days = None if datetime is None else days_of(datetime)
    equal = {name: value for name, value in request.query_params.items() if name in names}
    headers = _headers(said, form)
    tag = _tag(request, collection, form, said)
    if same := tagged(request, tag, tier=collection.tier, version=v, headers=headers):
        return same
    rows = select(layer, boxes=boxes, days=days, equal=equal)
    limit = min(limit, MOST_ITEMS)  # a larger one is no error: /req/core/fc-limit-response-1
    page = rows[offset : offset + limit]
    links = [
        *links_to_itself(request, form, _TYPES),
        *_turns(request, collection, offset=offset, limit=limit, matched=len(rows), form=form),
        link(here(request, f"/collections/{collection.id}"), "collection", JSON),
    ]
    head = {
        "type": "FeatureCollection",
        "timeStamp": dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "numberMatched": len(rows),
        "numberReturned": len(page),
        "warning": said.say("site-warning"),
        "links": links,
    }
    content = (
        _page(request, collection, layer, page.tolist(), head, said)
        if form == "html"
        else b'%s,"features":[%s]}' % (as_bytes(head)[:-1], b",".join(layer.features_json(page.tolist())))
    )
    return Response(content, media_type=_TYPES[form], headers=kept(tag, tier=collection.tier, version=v) | headers)


@router.get(
    "/collections/{collection_id}/items/{feature_id}",
    summary="One feature by its id",
    operation_id="item",
    dependencies=[OnlyKnown, Depends(only_crs84), Depends(costs(1))],
    response_class=GeoJson,
    responses={200: {"model": Feature, "description": "The feature.", "content": _PAGE}},
)
def item(
    request: Request,
    collection: CollectionHere,
    said: WordsHere,
    feature_id: Annotated[str, Path(description="The id of a feature of the collection.", examples=["A-1"])],
    v: VersionAsked = None,
    f: GeoForm = None,
) -> Response:
    """Give one feature."""
    check_version(collection.tier, v)
    layer = features_of(request, collection)
    row = layer.row_of.get(feature_id)
    if row is None:
        raise NotThereError(
            f"There is no feature {feature_id!r} in {collection.id}; /collections/{collection.id}/items lists them."
        )
    form = form_for(request, f, _FORMS)
    headers = _headers(said, form)
    tag = _tag(request, collection, form, said)
    if same := tagged(request, tag, tier=collection.tier, version=v, headers=headers):
        return same
    links = [
        *links_to_itself(request, form, _TYPES),
        link(here(request, f"/collections/{collection.id}"), "collection", JSON),
    ]
    head = {"warning": said.say("site-warning"), "links": links}
    content = (
        _page(request, collection, layer, [row], head, said)
        if form == "html"
        else b"%s,%s" % (layer.features_json([row])[0][:-1], as_bytes(head)[1:])
    )
    return Response(content, media_type=_TYPES[form], headers=kept(tag, tier=collection.tier, version=v) | headers)


def _turns(
    request: Request, collection: ServedCollection, *, offset: int, limit: int, matched: int, form: str
) -> list[dict[str, str]]:
    """Links to the next and the previous page; each holds the version, so that a new release is told, not mixed in."""
    path = f"/collections/{collection.id}/items"
    asked = dict(request.query_params) | {"limit": limit, "v": collection.tier.version}
    turns = []
    if offset + limit < matched:
        turns.append(link(address(request, path, asked | {"offset": offset + limit}), "next", _TYPES[form]))
    if offset > 0:
        turns.append(link(address(request, path, asked | {"offset": max(0, offset - limit)}), "prev", _TYPES[form]))
    return turns


def _headers(said: Words, form: str) -> dict[str, str]:
    headers = {"Vary": VARIES, "Content-Language": said.language, "Content-Crs": f"<{CRS84}>"}
    return headers | {"Content-Security-Policy": PAGE_POLICY} if form == "html" else headers


def _tag(request: Request, collection: ServedCollection, form: str, said: Words) -> str:
    """What the answer hangs on, all but the time at which it is given: a weak entity tag."""
    tier = collection.tier
    told = (_SOFTWARE, tier.name, tier.version, root_of(request), request.url.path, request.url.query, form)
    return f'W/"{hashlib.sha256(repr((*told, said.language)).encode()).hexdigest()[:32]}"'


def _page(
    request: Request, collection: ServedCollection, layer: FeatureLayer, rows: list[int], head: Any, said: Words
) -> bytes:
    features = [
        {
            "id": layer.ids[row],
            "href": here(request, f"/collections/{collection.id}/items/{quoted(layer.ids[row])}"),
            "cells": [values[row] for values in layer.columns.values()],
        }
        for row in rows
    ]
    page = draw_page(
        "items.html.j2",
        said,
        root=root_of(request),
        document=head,
        collection=collection.id,
        layer=said.say(f"layer-{layer.name}"),
        properties=layer.properties,
        features=features,
        is_one="numberMatched" not in head,
        drawing=outline(layer.shapes[rows]),
    )
    return page.encode()
