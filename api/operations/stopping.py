"""Serving until a signal asks to stop: no new connections then, what is asked is answered, and the rooms are closed."""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

import uvicorn
from fastapi import FastAPI

from api.operations.logs import SERVER
from api.operations.wire import ImpatientProtocol
from api.settings import Settings

_ROOMS_CLOSE_WITHIN_S: Final = 15.0
_THREADS_END_WITHIN_S: Final = 2.0
_ASKED_TO_STOP: Final = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


class _Server(uvicorn.Server):
    """A server that says when it listens, and lets the app know at once when it is asked to stop."""

    def __init__(self, config: uvicorn.Config, *, app: FastAPI, when_listening: Callable[[], None]) -> None:
        super().__init__(config)
        self._app = app
        self._when_listening = when_listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open the rooms and listen."""
        await super().startup(sockets)
        self._when_listening()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Let the signals stop this server, and end nothing else."""
        before = {each: signal.signal(each, self.handle_exit) for each in _ASKED_TO_STOP}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop; the second time, without waiting."""
        self._app.state.stopping.set()
        if self.should_exit:
            self.force_exit = True
        else:
            limit_s = (self.config.timeout_graceful_shutdown or 0) + _ROOMS_CLOSE_WITHIN_S
            watch = threading.Timer(limit_s, _end_hard)
            watch.daemon = True
            watch.start()
        super().handle_exit(sig, frame)


def listen(settings: Settings) -> socket.socket:
    """A socket bound to the address of the settings. Raises OSError."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    bound = socket.socket(family)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((settings.host, settings.port))
    except BaseException:
        bound.close()
        raise
    return bound


def serve_until_stopped(
    app: FastAPI, settings: Settings, bound: socket.socket, *, when_listening: Callable[[], None]
) -> bool:
    """Serve at a bound socket until a signal asks to stop; whether it started at all.

    Requests that are being answered have ``stop_within_s`` to end, and are cut off then.
    """
    protocol = type("Protocol", (ImpatientProtocol,), {"slow_after_s": float(settings.slow_after_s)})
    config = uvicorn.Config(
        app,
        http=protocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        limit_concurrency=settings.connections_at_once,
        timeout_keep_alive=settings.keep_alive_s,
        timeout_graceful_shutdown=settings.stop_within_s,
        h11_max_incomplete_event_size=settings.largest_headers_bytes,
    )
    server = _Server(config, app=app, when_listening=when_listening)
    try:
        server.run(sockets=[bound])
    except SystemExit:  # uvicorn's word for rooms that could not be opened
        return False
    return server.started


def end_process(code: int) -> None:
    """End with an exit code, also where a thread still works for a request that was cut off."""
    others = [each for each in threading.enumerate() if each is not threading.main_thread() and not each.daemon]
    for each in others:
        each.join(_THREADS_END_WITHIN_S / len(others))
    if any(each.is_alive() for each in others):
        SERVER.warning("what was still being worked on is given up")
        _flush_and_end(code)


def _end_hard() -> None:
    SERVER.error("the server did not stop in its time and is ended")
    _flush_and_end(1)


def _flush_and_end(code: int) -> None:
    for handler in SERVER.root.handlers:
        handler.flush()
    os._exit(code)
