"""The wire: a connection that sends its headers too slowly, or stops reading, is closed."""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar

from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle


class ImpatientProtocol(H11Protocol):
    """HTTP/1.1 as uvicorn speaks it, which waits without end for headers and for a reader, and does so here no longer.

    ``slow_after_s``: how long headers may take from their first byte, or from the start of the connection, and how
    long a reader may take nothing of what is to be sent.
    """

    slow_after_s: ClassVar[float] = 30.0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._until_headers: asyncio.TimerHandle | None = None
        self._until_read: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first headers."""
        super().connection_made(transport)
        self._wait_for_headers()

    def data_received(self, data: bytes) -> None:
        """Wait for the rest of headers, or no longer if they are whole."""
        super().data_received(data)
        if self._is_answering():
            self._headers_are_here()
        else:
            self._wait_for_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._headers_are_here()
        self._reader_is_here()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Wait for the reader to take what there is."""
        super().pause_writing()
        self._wait_for_reader()

    def resume_writing(self) -> None:
        """The reader took it."""
        self._reader_is_here()
        super().resume_writing()

    def timeout_keep_alive_handler(self) -> None:
        """Close what is idle, and do not wait for a reader of the last bytes either."""
        super().timeout_keep_alive_handler()
        self._wait_for_reader()

    def shutdown(self) -> None:
        """Close what is idle when the server stops, half of its headers sent or not."""
        super().shutdown()
        if self.transport.is_closing():
            self._wait_for_reader()

    def _is_answering(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is not None and not cycle.response_complete

    def _wait_for_headers(self) -> None:
        if self._until_headers is None and not self.transport.is_closing():
            self._until_headers = self.loop.call_later(self.slow_after_s, self._close)

    def _headers_are_here(self) -> None:
        if self._until_headers is not None:
            self._until_headers.cancel()
            self._until_headers = None

    def _reader_is_here(self) -> None:
        if self._until_read is not None:
            self._until_read.cancel()
            self._until_read = None

    def _wait_for_reader(self) -> None:
        if self._until_read is None:
            self._until_read = self.loop.call_later(self.slow_after_s, self.transport.abort)

    def _close(self) -> None:
        self._until_headers = None
        if not self._is_answering():
            self.transport.abort()
