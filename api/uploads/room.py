"""Room: how much may still be sent, counted while it comes in."""

from __future__ import annotations

import errno
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from api.errors import ConflictError, NotReadyError, TooLargeError
from api.settings import Settings
from api.uploads.records import Upload

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_RETRY_S: Final = 600


@dataclass(slots=True)
class _Held:
    """What one upload holds, and what is on its way to it."""

    owner: str
    size_bytes: int = 0
    coming_bytes: int = 0


class Room:
    """What all uploads of this server hold, in memory; every change is told to it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._held: dict[str, _Held] = {}

    def begin(self, upload: Upload, *, size_bytes: int = 0) -> None:
        """An upload more. Raises ConflictError if there are as many as there may be."""
        settings = self._settings
        with self._lock:
            own = sum(1 for each in self._held.values() if each.owner == upload.owner)
            if not size_bytes and own >= settings.uploads_per_steward:
                raise ConflictError(f"You have {own} uploads, as many as you may; delete one of them first.")
            if not size_bytes and len(self._held) >= settings.uploads_at_most:
                raise ConflictError("There are as many uploads as there may be; delete one of yours, or ask others to.")
            self._held[upload.id] = _Held(upload.owner, size_bytes)

    def end(self, upload_id: str) -> None:
        """An upload less."""
        with self._lock:
            self._held.pop(upload_id, None)

    def left_bytes(self, upload: Upload) -> int:
        """How much may still be sent to an upload as one file."""
        with self._lock:
            return min(self._settings.largest_upload_bytes, self._left(upload))

    def take(self, upload: Upload, more_bytes: int) -> None:
        """Count bytes that come in. Raises TooLargeError."""
        with self._lock:
            if more_bytes > self._left(upload):
                raise TooLargeError(too_large(max(self._left(upload), 0)))
            if upload.id in self._held:
                self._held[upload.id].coming_bytes += more_bytes

    def settle(self, upload: Upload, *, came_bytes: int, more_bytes: int) -> None:
        """What came in is there or gone; the upload holds so much more than before."""
        with self._lock:
            if upload.id in self._held:
                held = self._held[upload.id]
                held.coming_bytes -= came_bytes
                held.size_bytes += more_bytes

    def _left(self, upload: Upload) -> int:
        def held(each: _Held) -> int:
            return each.size_bytes + each.coming_bytes

        own = self._held.get(upload.id)
        of_owner = sum(held(each) for each in self._held.values() if each.owner == upload.owner)
        settings = self._settings
        return min(
            settings.upload_bytes - (held(own) if own is not None else 0),
            settings.uploads_per_steward_bytes - of_owner,
            settings.uploads_bytes - sum(held(each) for each in self._held.values()),
        )


def too_large(left_bytes: int) -> str:
    """What to say to somebody who sends more than that."""
    return f"At most {left_bytes:,} bytes more are taken here; send less, or delete what is no longer needed."


def check_disk(folder: Path, *, need_bytes: int, spare_bytes: int) -> None:
    """Raise NotReadyError if the disk has not so much room, and something to spare."""
    if shutil.disk_usage(folder).free < need_bytes + spare_bytes:
        raise _disk_is_full()


@contextmanager
def disk_told() -> Iterator[None]:
    """Tell a disk that is full, or fails, as what it is."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise _disk_is_full() from error
        raise NotReadyError("The server's disk does not answer; nothing was kept. Try again in a minute.") from error


def _disk_is_full() -> NotReadyError:
    told = "The server's disk is full, so that nothing was kept; ask the operator for room, then send it again."
    return NotReadyError(told, retry_after_s=_RETRY_S)
