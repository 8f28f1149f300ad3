"""Around every request: it is counted, timed and logged, and a fault of ours is told as a problem."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import problem
from api.operations.logs import log_fault, log_request
from api.operations.metrics import NO_ROUTE, Meters


class Watched:
    """Counts, times and logs each request; its meters are ``app.state.meters``.

    The id of a request is taken from ``request.state.request_id``, its caller from ``request.state.caller``.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope.setdefault("state", {})
        meters: Meters = scope["app"].state.meters
        answer = _Answer(send)
        began = time.perf_counter()
        with meters.in_flight.track_inprogress():
            try:
                await self.app(scope, receive, answer.send)
            except asyncio.CancelledError:  # the server stops and waits no longer
                answer.is_cut_off = True
                if answer.status is None:
                    await _tell_stopping(scope, receive, answer.send)
            except Exception as error:  # noqa: BLE001 - the last door: nothing may pass as a traceback
                log_fault(error, request_id=_request_id(scope), route=_route(scope))
                answer.is_cut_off = answer.status is not None  # the connection is closed: nobody takes it for whole
                if answer.status is None:
                    await _tell_fault(scope, receive, answer.send)
            finally:
                _tell(scope, answer, meters, time.perf_counter() - began)


class _Answer:
    """What has been sent so far."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status: int | None = None
        self.sent_bytes = 0
        self.is_cut_off = False

    async def send(self, message: Message) -> None:
        """Pass a message on, and remember what it was."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
        elif message["type"] == "http.response.body":
            self.sent_bytes += len(message.get("body", b""))
        await self._send(message)


def _tell(scope: Scope, answer: _Answer, meters: Meters, seconds: float) -> None:
    caller: Any = scope["state"].get("caller")
    told: dict[str, Any] = {
        "route": _route(scope),
        "method": scope["method"],
        "status": answer.status or 500,
        "seconds": seconds,
        "answer_bytes": answer.sent_bytes,
    }
    meters.count(**told)
    log_request(
        **told,
        request_id=_request_id(scope),
        tier="public" if caller is None else caller.tier.word,
        identity=None if caller is None else caller.identity,
        is_cut_off=answer.is_cut_off,
    )


def _route(scope: Scope) -> str:
    return str(getattr(scope.get("route"), "path", None) or NO_ROUTE)


def _request_id(scope: Scope) -> str:
    return str(scope["state"].get("request_id", "-"))


async def _tell_fault(scope: Scope, receive: Receive, send: Send) -> None:
    request_id = _request_id(scope)
    told = problem(
        500,
        "A fault of nearcare itself",
        f"Please report it with the time and the request id {request_id}.",
        request_id=request_id,
    )
    await told(scope, receive, send)


async def _tell_stopping(scope: Scope, receive: Receive, send: Send) -> None:
    told = problem(
        503,
        "Not now",
        "The server stops, and this took longer than it waits; ask again in a minute.",
        headers={"Retry-After": "60"},
    )
    await told(scope, receive, send)
