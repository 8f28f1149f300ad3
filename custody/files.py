"""Files of the store: written whole or not at all, and on the disk before anything builds on them."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

PRIVATE_FILE: Final = 0o600
PRIVATE_FOLDER: Final = 0o700
_NOT_THROUGH_LINKS: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_ENDING_SIGNALS: Final = {getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)}


def write_new(path: Path, content: bytes) -> None:
    """Write a file that is not there yet, for its owner alone. Raises FileExistsError if it is."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NOT_THROUGH_LINKS, PRIVATE_FILE)
    try:
        _write_to_disk(descriptor, content)
    except BaseException:
        path.unlink()
        raise
    finally:
        os.close(descriptor)
    sync_folder(path.parent)


def write_whole(path: Path, content: bytes) -> None:
    """Put the content in the place of the file: afterwards, and after a kill, it is the old one or the new one.

    What is written for the time being, ``.NAME.new``, is of the same content, so it must be no secret.
    """
    new = path.with_name(f".{path.name}.new")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _NOT_THROUGH_LINKS, PRIVATE_FILE)
    try:
        try:
            _write_to_disk(descriptor, content)
        finally:
            os.close(descriptor)
        new.replace(path)
    except BaseException:
        with suppress(OSError):
            new.unlink()
        raise
    sync_folder(path.parent)


def remove_unfinished(path: Path) -> None:
    """Remove what a kill has left beside the file."""
    path.with_name(f".{path.name}.new").unlink(missing_ok=True)


def append_line(path: Path, line: bytes) -> None:
    """Add one line to the end of the file; if it cannot be written whole, the file stays as it was."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | _NOT_THROUGH_LINKS, PRIVATE_FILE)
    try:
        length = os.fstat(descriptor).st_size
        try:
            _write_to_disk(descriptor, line + b"\n")
        except BaseException:
            os.ftruncate(descriptor, length)
            raise
    finally:
        os.close(descriptor)
    if length == 0:
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk, where the system lets a folder be opened."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:  # Windows
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let the signals that ask a program to end wait until what is begun is whole."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING_SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _write_to_disk(descriptor: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
    os.fsync(descriptor)
