"""Problems as pages: what a program is told as JSON, a browser is told as a page, in the language of its reader."""

from __future__ import annotations

import json
from typing import Any, Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import PROBLEM_MEDIA_TYPE
from api.headers import plain_page_policy
from api.negotiation import HTML, JSON, page_language
from api.settings import Settings
from maps.languages import preferred

_LONGEST_AGAIN: Final = 2_000
_TRIED_AGAIN: Final = frozenset({408, 429, 500, 502, 503, 504})


class ProblemPages:
    """Gives the problems of an app as pages to who asked by GET and takes HTML rather than JSON.

    Only what an app answers with ``application/problem+json`` is changed; its status and its other headers stay.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._public_url = settings.public_url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["method"] != "GET" or not _wants_page(scope):
            await self._app(scope, receive, send)
            return
        held: Message | None = None
        body = b""

        async def send_page(message: Message) -> None:
            nonlocal held, body
            if message["type"] == "http.response.start" and _is_problem(Headers(raw=message["headers"])):
                held = message
                return
            if held is None or message["type"] != "http.response.body":
                await send(message)
                return
            body += message.get("body", b"")
            if message.get("more_body", False):
                return
            start, held = held, None
            page = self._page(scope, body)
            headers = MutableHeaders(scope=start)
            headers["Content-Type"] = f"{HTML}; charset=utf-8"
            headers["Content-Length"] = str(len(page))
            headers["Content-Language"] = page_language(Request(scope))
            headers["Content-Security-Policy"] = plain_page_policy(is_embedded=_is_embedded(scope))
            headers.add_vary_header("Accept, Accept-Language")
            await send(start)
            await send({"type": "http.response.body", "body": page})

        await self._app(scope, receive, send_page)

    def _page(self, scope: Scope, body: bytes) -> bytes:
        from maps.web_map import draw_problem  # noqa: PLC0415 - the libraries take a moment to load

        told: dict[str, Any] = json.loads(body)
        request = Request(scope)
        here = str(request.url.replace(scheme="", netloc=""))
        is_passing = told["status"] in _TRIED_AGAIN and len(here) <= _LONGEST_AGAIN
        return draw_problem(
            told["status"],
            str(told["title"]),
            str(told["detail"]),
            language=page_language(request),
            root=str(self._public_url or request.base_url).rstrip("/"),
            again=here if is_passing else None,
            request_id=str(scope.get("state", {}).get("request_id", "")),
        ).encode()


def _wants_page(scope: Scope) -> bool:
    """Whether HTML is wanted more than JSON, and the address asks for no other form."""
    accepted = Headers(scope=scope).get("accept")
    is_other = Request(scope).query_params.get("f", "html") != "html"
    return accepted is not None and not is_other and preferred(accepted, [JSON, PROBLEM_MEDIA_TYPE, HTML]) == HTML


def _is_problem(headers: Headers) -> bool:
    return headers.get("content-type", "").startswith(PROBLEM_MEDIA_TYPE)


def _is_embedded(scope: Scope) -> bool:
    return str(scope["path"]).endswith("/embed")
