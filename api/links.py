"""Links: absolute addresses of this server, and links as the OGC's API standards write them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import Request
from pydantic import BaseModel, Field


class Link(BaseModel):
    """A link to another answer of this server."""

    href: Annotated[str, Field(description="The absolute address.")]
    rel: Annotated[str, Field(description="What it is to this answer.", examples=["self"])]
    type: Annotated[str, Field(description="Its media type.", examples=["application/json"])]
    title: Annotated[str | None, Field(description="What it is called.")] = None
    templated: Annotated[bool | None, Field(description="Whether parts in braces are to be filled in.")] = None


def root_of(request: Request) -> str:
    """The address of the landing page without its last slash: as it is set, else as the request came."""
    configured = request.app.state.settings.public_url
    return str(configured or request.base_url).rstrip("/")


def address(request: Request, path: str, query: Mapping[str, object] | None = None) -> str:
    """The absolute address of a path, already quoted; parameters that are None are left out."""
    given = {name: value for name, value in (query or {}).items() if value is not None}
    return f"{root_of(request)}{path}" + (f"?{urlencode(given)}" if given else "")


def quoted(part: str) -> str:
    """A part of a path as it stands in an address."""
    return quote(part, safe="")


def link(href: str, rel: str, media_type: str, title: str | None = None) -> dict[str, str]:
    """One link."""
    made = {"href": href, "rel": rel, "type": media_type}
    return made if title is None else made | {"title": title}


def links_to_itself(request: Request, form: str, forms: Mapping[str, str]) -> list[dict[str, str]]:
    """The link ``self`` to the answer in this form, and an ``alternate`` for every other form.

    ``forms``: the media type of each form that ``f`` may name; where there is one only, no ``f`` is asked. The other
    parameters of the request stay.
    """
    kept = {name: value for name, value in request.query_params.items() if name != "f"}
    path = quote(request.scope["path"].removeprefix(request.scope.get("root_path", "")), safe="/~")
    return [
        link(
            address(request, path, kept | ({"f": each} if len(forms) > 1 else {})),
            "self" if each == form else "alternate",
            media_type,
        )
        for each, media_type in sorted(forms.items(), key=lambda entry: entry[0] != form)
    ]
