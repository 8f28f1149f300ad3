"""HEAD: answered wherever GET is, with the same headers and no content."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_IS_HEAD: Final = "nearcare.is_head"


def wants_no_content(request: Request) -> bool:
    """Whether only the headers of an answer go out, so that a route need not read what it would send."""
    return bool(request.scope.get(_IS_HEAD))


class HeadAsGet:
    """Passes HEAD on as GET and keeps the content back."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return
        is_done = False

        async def send_head(message: Message) -> None:
            nonlocal is_done
            if message["type"] == "http.response.start":
                await send(message)
            elif not is_done:
                is_done = True
                await send({"type": "http.response.body", "body": b"", "more_body": False})

        await self.app({**scope, "method": "GET", _IS_HEAD: True}, receive, send_head)
