"""Watching answers go out: refusals and what only some may read are counted, and the budget left is told."""

from __future__ import annotations

from typing import Any, Final

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.callers.audit import Audit, Deed
from api.callers.budgets import Budget
from api.callers.credentials import cookie_name, is_secure
from api.callers.tiers import PUBLIC_CALLER, Caller, Tier

_REFUSED: Final = {401, 403, 429}
_FIRST_ERROR: Final = 400


class Watching:
    """Counts what the audit log must know of the answers of an app, whichever of its rooms they are from."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and look at the head of its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state: dict[str, Any] = scope.setdefault("state", {})

        async def send_watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                budget: Budget | None = state.get("budget")
                if budget is not None:
                    headers = MutableHeaders(scope=message)
                    for name, value in budget.headers().items():
                        headers[name] = value
                if state.get("is_session_over"):
                    _forget_session(scope, message)
                audit: Audit | None = getattr(scope["app"].state, "audit", None)
                deed = _deed_of(scope, int(message["status"]))
                if audit is not None and deed is not None:
                    audit.count(deed)
            await send(message)

        await self._app(scope, receive, send_watched)


def _deed_of(scope: Scope, status: int) -> Deed | None:
    """What the log must know of an answer, None if nothing: of routes only their patterns, never what fills them."""
    caller: Caller = scope["state"].get("caller", PUBLIC_CALLER)
    pattern = str(getattr(scope.get("route"), "path", "no route"))
    tier = caller.tier.word
    if status in _REFUSED:
        subject = pattern if caller.identity else "any route"  # the unknown cannot fill the log
        return Deed(identity=caller.identity, tier=tier, action="refused", subject=subject, outcome=str(status))
    release = _release_in(scope.get("path_params", {}))
    if status >= _FIRST_ERROR or release is None or caller.tier_in(release) == Tier.PUBLIC:
        return None
    return Deed(identity=caller.identity, tier=tier, action="read", subject=release, outcome=pattern)


def _forget_session(scope: Scope, message: Message) -> None:
    """Have the browser forget the cookie of a session that has ended, so that it is the public again."""
    request = Request(scope)
    answer = Response()
    answer.delete_cookie(cookie_name(request), path="/", secure=is_secure(request), httponly=True, samesite="strict")
    MutableHeaders(scope=message).append("Set-Cookie", answer.headers["set-cookie"])


def _release_in(values: dict[str, Any]) -> str | None:
    release, collection = values.get("release"), values.get("collection_id")
    if release is None and isinstance(collection, str):
        release = collection.split(".")[0]
    return str(release) if release else None
