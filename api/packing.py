"""Packing: answers of text sent as gzip, for rooms whose answers mix nothing secret with what is asked."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Coroutine
from functools import lru_cache
from typing import Any, Final

from fastapi import Request
from fastapi.responses import Response
from fastapi.routing import APIRoute

_LEAST_BYTES: Final = 1_000
_LEVEL: Final = 6
_NOT_MODIFIED: Final = 304
_TEXTS: Final = ("text/", "application/json", "application/geo+json", "image/svg+xml")


class PackedRoute(APIRoute):
    """A route whose answers of text are packed, for ``APIRouter(route_class=PackedRoute)``.

    The entity tag of a packed answer is a weak one, since its bytes differ from those of the plain one.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """What answers a request: as the route does, then packed."""
        handle = super().get_route_handler()

        async def handle_packed(request: Request) -> Response:
            return packed(request, await handle(request))

        return handle_packed


def packed(request: Request, response: Response) -> Response:
    """The answer as gzip if the caller takes it and it is a text that is worth it, else as it is."""
    headers = response.headers
    tag = headers.get("etag", "")
    if response.status_code == _NOT_MODIFIED and f"W/{tag}" in request.headers.get("if-none-match", ""):
        headers["ETag"] = f"W/{tag}"  # what the caller has is the packed one
        return response
    if not headers.get("content-type", "").startswith(_TEXTS):
        return response
    headers.add_vary_header("Accept-Encoding")
    body = getattr(response, "body", b"")
    if len(body) < _LEAST_BYTES or "content-encoding" in headers or not takes_gzip(request):
        return response
    response.body = _gzip(body)
    headers["Content-Encoding"] = "gzip"
    headers["Content-Length"] = str(len(response.body))
    if tag.startswith('"'):
        headers["ETag"] = f"W/{tag}"
    return response


@lru_cache(maxsize=32)
def _gzip(body: bytes) -> bytes:
    """An answer packed; those that are asked for again, such as the reach of a run, are packed once."""
    return gzip.compress(body, compresslevel=_LEVEL, mtime=0)


def takes_gzip(request: Request) -> bool:
    """Whether the caller takes gzip, as RFC 9110, 12.5.3 has it.

    >>> takes_gzip(Request({"type": "http", "headers": [(b"accept-encoding", b"br, gzip;q=0.5")]}))
    True
    >>> takes_gzip(Request({"type": "http", "headers": [(b"accept-encoding", b"gzip;q=0, *")]}))
    False
    """
    taken: dict[str, bool] = {}
    for part in request.headers.get("accept-encoding", "").split(","):
        name, _, quality = part.replace(" ", "").lower().partition(";")
        taken[name] = quality.removeprefix("q=").strip("0.") != "" or not quality
    return taken.get("gzip", taken.get("x-gzip", taken.get("*", False)))
