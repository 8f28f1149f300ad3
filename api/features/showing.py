"""Showing a document of this wing: as JSON for programs, as a page for people."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from fastapi import Query, Request
from fastapi.responses import Response

from api.answers import answer
from api.links import address, links_to_itself, root_of
from api.negotiation import HTML, JSON, JSON_OR_HTML, VARIES, form_for
from api.releases import ServedTier
from maps.landing import PAGE_POLICY, draw_page
from maps.languages import Words

JSON_AND_HTML: Final = {"json": JSON, "html": HTML}
FormAsked = Annotated[
    Literal["json", "html"] | None,
    Query(alias="f", description="The form of the answer; it goes before what Accept says.", examples=["json"]),
]


def told_as(model: type, description: str, **more: Any) -> dict[str, Any]:
    """The documented answers of a route that gives a document as JSON or as a page."""
    page = {"text/html": {"schema": {"type": "string", "description": "The same as a page for people."}}}
    return {"responses": {200: {"model": model, "description": description, "content": page}}, **more}


def show(
    request: Request,
    asked: str | None,
    document: Mapping[str, Any],
    said: Words,
    *,
    template: str,
    tier: ServedTier | None = None,
    version: str | None = None,
    **values: Any,
) -> Response:
    """A document in the form that the caller wants, with the links to itself in that form put first."""
    form = form_for(request, asked, JSON_OR_HTML)
    links = [*links_to_itself(request, form, JSON_AND_HTML), *document["links"]]
    whole = {**document, "links": links}
    headers = {"Vary": VARIES, "Content-Language": said.language}
    if form == "html":
        page = draw_page(template, said, root=root_of(request), document=whole, **values)
        headers |= {"Content-Security-Policy": PAGE_POLICY}
        return answer(request, page.encode(), HTML, tier=tier, version=version, headers=headers)
    return answer(request, as_bytes(whole), JSON, tier=tier, version=version, headers=headers)


def as_bytes(document: Mapping[str, Any]) -> bytes:
    """A document as JSON; a number that JSON does not know is a mistake, never written."""
    return json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def here(request: Request, path: str, query: Mapping[str, object] | None = None) -> str:
    """The address of a path with the tier that the request looks at."""
    return address(request, path, {**(query or {}), "tier": request.query_params.get("tier")})
