"""Receiving: a file as it comes in, written beside its upload, and counted and hashed on the way."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import IO, Any, Final

import anyio
from anyio import to_thread

from api.errors import TooLargeError
from api.uploads.records import Upload
from api.uploads.room import Room, disk_told, too_large

_AT_ONCE: Final = 2**20


class Receiving:
    """One file that comes in to ``path``. ``came_bytes``: so far."""

    def __init__(self, path: Path, upload: Upload, room: Room, *, most_bytes: int) -> None:
        self.path = path
        self.came_bytes = 0
        self._upload, self._room, self._most = upload, room, most_bytes
        self._hash = hashlib.sha256()
        self._file: IO[bytes] | None = None

    @property
    def sha256(self) -> str:
        """The hash of what came in."""
        return self._hash.hexdigest()

    async def receive(self, pieces: AsyncIterator[bytes]) -> None:
        """Write all pieces; the file is on the disk when this returns. Raises TooLargeError, NotReadyError."""
        waiting: list[bytes] = []
        size = 0
        try:
            async for piece in pieces:
                waiting.append(piece)
                size += len(piece)
                if size >= _AT_ONCE:
                    await to_thread.run_sync(self._write, b"".join(waiting))
                    waiting, size = [], 0
            await to_thread.run_sync(self._finish, b"".join(waiting))
        finally:
            with anyio.CancelScope(shield=True):
                await to_thread.run_sync(self._close)

    def _write(self, content: bytes) -> None:
        if self.came_bytes + len(content) > self._most:
            raise TooLargeError(too_large(self._most))
        self._room.take(self._upload, len(content))
        self.came_bytes += len(content)
        self._hash.update(content)
        with disk_told():
            self._opened().write(content)

    def _finish(self, content: bytes) -> None:
        self._write(content)
        with disk_told():
            file = self._opened()
            file.flush()
            os.fsync(file.fileno())

    def _opened(self) -> IO[Any]:
        if self._file is None:
            self._file = self.path.open("xb")
        return self._file

    def _close(self) -> None:
        if self._file is not None:
            file, self._file = self._file, None
            with contextlib.suppress(OSError):  # what could not be written is told already
                file.close()
