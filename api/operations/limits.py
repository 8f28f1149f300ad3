"""Limits on what comes in: how many requests at once, and how large and how slow a body may be."""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import Final

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import problem
from api.settings import Settings

_UPLOADS: Final = "/uploads/"
_ALWAYS: Final = ("/health/live",)
_LEAST_BYTES_PER_S: Final = 2_000


class Limited:
    """Refuses what is too much before any of it is worked on; settings are ``app.state.settings``.

    The address and the headers may hold ``largest_headers_bytes`` together: h11 counts only what comes in pieces.
    A body may be as large as ``largest_body_bytes``, or ``largest_upload_bytes`` below /uploads/. It must come in
    within ``slow_after_s`` and the time that it takes at 2 kB a second.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._now = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["path"] in _ALWAYS:
            await self.app(scope, receive, send)
            return
        settings: Settings = scope["app"].state.settings
        if _head_bytes(scope) > settings.largest_headers_bytes:
            await _too_long(settings.largest_headers_bytes)(scope, receive, send)
            return
        if self._now >= settings.requests_at_once:
            await _too_many()(scope, receive, send)
            return
        self._now += 1
        try:
            await self._answer(settings, scope, receive, send)
        finally:
            self._now -= 1

    async def _answer(self, settings: Settings, scope: Scope, receive: Receive, send: Send) -> None:
        is_upload = scope["path"].startswith(_UPLOADS)
        largest = settings.largest_upload_bytes if is_upload else settings.largest_body_bytes
        if _said_length(scope) > largest:
            await _too_large(largest)(scope, receive, send)
            return
        body = _Body(receive, largest=largest, slow_after_s=settings.slow_after_s)
        is_begun = False

        async def send_once(message: Message) -> None:
            nonlocal is_begun
            if body.refusal is None or is_begun:
                is_begun = is_begun or message["type"] == "http.response.start"
                await send(message)

        with contextlib.suppress(_BodyRefusedError):
            await self.app(scope, body.receive, send_once)
        if body.refusal is not None and not is_begun:
            await body.refusal(scope, receive, send)


class _BodyRefusedError(Exception):
    """The body is too large or too slow, and is read no further."""


class _Body:
    """The body of a request as it comes in; ``refusal`` is the answer once it is too large or too slow."""

    def __init__(self, receive: Receive, *, largest: int, slow_after_s: float) -> None:
        self._receive = receive
        self._largest = largest
        self._slow_after_s = slow_after_s
        self._began = time.monotonic()
        self._read_bytes = 0
        self._is_whole = False
        self.refusal: Response | None = None

    async def receive(self) -> Message:
        """The next message. Raises once too much has come, or too little in its time."""
        if self._is_whole:
            return await self._receive()
        allowed_s = self._slow_after_s + self._read_bytes / _LEAST_BYTES_PER_S
        try:
            async with asyncio.timeout(max(self._began + allowed_s - time.monotonic(), 0.0)):
                message = await self._receive()
        except TimeoutError:
            self.refusal = problem(
                408,
                "Too slow",
                "What was sent came in too slowly and is not taken; send it again over a better line.",
                headers={"Connection": "close"},
            )
            raise _BodyRefusedError from None
        if message["type"] == "http.request":
            self._read_bytes += len(message.get("body", b""))
            self._is_whole = not message.get("more_body", False)
            if self._read_bytes > self._largest:
                self.refusal = _too_large(self._largest)
                raise _BodyRefusedError
        return message


def _said_length(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value[:30])
    return 0


def _head_bytes(scope: Scope) -> int:
    target = len(scope.get("raw_path") or b"") + len(scope["query_string"])
    return target + sum(len(name) + len(value) for name, value in scope["headers"])


def _too_long(largest: int) -> Response:
    return problem(
        431,
        "Too large",
        f"At most {largest:,} bytes of address and headers are taken here; send less.",
        headers={"Connection": "close"},
    )


def _too_large(largest: int) -> Response:
    return problem(
        413,
        "Too large",
        f"At most {largest:,} bytes are taken here; send less.",
        headers={"Connection": "close"},
        largest_bytes=largest,
    )


def _too_many() -> Response:
    return problem(
        503,
        "Not now",
        "All hands are full; ask again in a few seconds.",
        headers={"Retry-After": "2", "Connection": "close"},
    )
