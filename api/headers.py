"""Headers of every answer: what a browser may do with it, who may read it from another site, and the request's id."""

from __future__ import annotations

import re
import uuid
from typing import Any, Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.methods import methods_taken
from api.settings import Settings

_NOTHING: Final = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_PAGE: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_PLAIN_PAGE: Final = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
_ALWAYS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": (
        "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
        "magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
_HTTPS_ONLY: Final = "max-age=31536000"
_DEPENDS_ON: Final = ("Authorization", "X-API-Key", "Cookie")
_READ_METHODS: Final = ("GET", "HEAD")
_PREFLIGHT: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Cache-Control, If-None-Match, If-Range, Range",
    "Access-Control-Max-Age": "86400",
    "Cache-Control": "no-store",
}
_EXPOSED: Final = (
    "Accept-Ranges, Content-Disposition, Content-Language, Content-Range, ETag, Link, RateLimit, RateLimit-Policy, "
    "Retry-After, X-Request-Id"
)
_NOT_THAT_METHOD: Final = 405
_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}", re.ASCII)


def plain_page_policy(*, is_embedded: bool = False) -> str:
    """The Content-Security-Policy of a page without scripts and forms; others may frame it if ``is_embedded``."""
    ancestors = "*" if is_embedded else "'none'"
    return f"{_PLAIN_PAGE}; frame-ancestors {ancestors}"


class SecuredHeaders:
    """Puts the headers on every answer of an app, also on those that say that it failed.

    A route may set its own Content-Security-Policy. Pages of other sites may read what the public may, without any
    credential; nothing else.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._is_https = (settings.public_url or "").startswith("https://")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with an id, and give its answer the headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        state: dict[str, Any] = scope.setdefault("state", {})
        state["request_id"] = _request_id(asked)
        is_https = self._is_https or scope.get("scheme") == "https"
        is_open = scope["method"] in _READ_METHODS and not any(name in asked for name in _DEPENDS_ON)

        async def send_secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                _secure(headers, is_https=is_https, is_open=is_open)
                if message["status"] == _NOT_THAT_METHOD:
                    headers["Allow"] = ", ".join(methods_taken(scope))
                headers["X-Request-Id"] = state["request_id"]
            await send(message)

        if scope["method"] == "OPTIONS" and "access-control-request-method" in asked:
            await _answer_preflight(send_secured)
            return
        await self._app(scope, receive, send_secured)


def _request_id(asked: Headers) -> str:
    """The id that a proxy gave the request if it looks like one, else a new one."""
    given = asked.get("x-request-id", "")
    return given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex


def _secure(headers: MutableHeaders, *, is_https: bool, is_open: bool) -> None:
    for name, value in _ALWAYS.items():
        headers.setdefault(name, value)
    is_page = headers.get("content-type", "").startswith("text/html")
    headers.setdefault("Content-Security-Policy", _PAGE if is_page else _NOTHING)
    headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin" if is_open else "same-origin")
    if "frame-ancestors 'none'" not in headers["Content-Security-Policy"]:
        del headers["X-Frame-Options"]
    if is_https:
        headers.setdefault("Strict-Transport-Security", _HTTPS_ONLY)
    if is_open:
        headers["Access-Control-Allow-Origin"] = "*"
        headers["Access-Control-Expose-Headers"] = _EXPOSED
    told = [name.strip() for name in headers.get("vary", "").split(",") if name.strip()]
    known = {name.lower() for name in told}
    headers["Vary"] = ", ".join([*told, *(name for name in _DEPENDS_ON if name.lower() not in known)])


async def _answer_preflight(send: Send) -> None:
    raw = [(name.lower().encode(), value.encode()) for name, value in _PREFLIGHT.items()]
    await send({"type": "http.response.start", "status": 204, "headers": raw})
    await send({"type": "http.response.body", "body": b""})
