"""The press: draws PDFs one after another, each in a process of its own, so that the server answers meanwhile."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
import sys
import threading
from typing import Final

from api.children import child_environment
from api.errors import NotReadyError

_LOG: Final = logging.getLogger(__name__)
_COMMAND: Final = (sys.executable, "-P", "-m", "maps.paper")
_RETRY_AFTER_S: Final = 10
_WAIT_S: Final = 5.0
_MOST_WAITING: Final = 2  # each holds a thread, which others want too
_LONGEST_S: Final = 60.0
_NICE: Final = 10
_LAST_LINES: Final = 3


class Press:
    """The press of one app; safe for threads. The process knows nothing but the page, and gets nothing from outside."""

    def __init__(self) -> None:
        self._turn = threading.BoundedSemaphore(1)
        self._line = threading.BoundedSemaphore(1 + _MOST_WAITING)
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._is_closed = False

    def pdf(self, html: str) -> bytes:
        """The PDF of a page. Raises PdfLibraryError, and NotReadyError where it is not soon our turn or takes too long.

        A process that fails otherwise is a fault of ours.
        """
        if not self._line.acquire(blocking=False):
            raise _busy()
        try:
            if not self._turn.acquire(timeout=_WAIT_S):
                raise _busy()
            try:
                return self._drawn(html)
            finally:
                self._turn.release()
        finally:
            self._line.release()

    def close(self) -> None:
        """End what is being drawn, and draw nothing more."""
        with self._lock:
            self._is_closed = True
            if self._process is not None:
                _end(self._process)

    def _drawn(self, html: str) -> bytes:
        from maps.paper import EXIT_WITHOUT_LIBRARY, PdfLibraryError  # noqa: PLC0415 - loaded with the rest of maps

        process = self._start()
        try:
            content, words = process.communicate(html.encode("utf-8"), timeout=_LONGEST_S)
        except subprocess.TimeoutExpired:
            raise NotReadyError(
                f"The PDF takes longer than {_LONGEST_S:g} s and is given up; ask for one area, or for f=html",
                retry_after_s=_RETRY_AFTER_S,
            ) from None
        finally:
            self._put_away(process)
        if process.returncode == EXIT_WITHOUT_LIBRARY:
            raise PdfLibraryError
        if self._is_closed and process.returncode != 0:
            raise NotReadyError("The server is stopping; ask again in a minute.", retry_after_s=60)
        if process.returncode != 0 or not content.startswith(b"%PDF-"):
            said = " | ".join(words.decode("utf-8", "replace").splitlines()[-_LAST_LINES:])
            _LOG.error("the process that draws PDFs ended with %d: %s", process.returncode, said)
            raise RuntimeError("a PDF was not drawn")
        return content

    def _start(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._is_closed:
                raise NotReadyError("The server is stopping; ask again in a minute.", retry_after_s=60)
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                _COMMAND,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=child_environment(),
                start_new_session=True,
            )
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self._process.pid, _NICE)
            return self._process

    def _put_away(self, process: subprocess.Popen[bytes]) -> None:
        with self._lock:
            self._process = None
        _end(process)
        process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()


def _busy() -> NotReadyError:
    return NotReadyError(
        "Another PDF is being drawn; ask again in a few seconds, or ask for f=html", retry_after_s=_RETRY_AFTER_S
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
