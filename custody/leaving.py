"""What leaves: a protected folder that appears whole or not at all, and never before the ledger knows of it.

::

    .NAME-unfinished-*    written first, protected figures alone, and removed by the next run if a kill left it
    the store             then keeps that these figures are told
    NAME-disclosure.md    then the report for the data officer takes its place
    NAME                  and the folder its own, an earlier one giving way

After a kill at any moment the ledger knows of all that is out; it may know of more, which does no harm.
"""

from __future__ import annotations

import glob
import os
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from accessibility.protection import ProtectedTables, write_protected
from custody.files import sync_folder, undisturbed, write_whole
from geo.errors import ReleaseError

_FILES: Final = frozenset({"protection.json", "counts.csv"})
_READABLE_FOLDER: Final = 0o755
_READABLE_FILE: Final = 0o644


def report_of(folder: Path) -> Path:
    """Where the disclosure report of a protected folder lies: beside it, since it does not leave with it."""
    return folder.parent / f"{folder.name}-disclosure.md"


def prepare(folder: Path) -> None:
    """Tidy up what a kill has left, and see that the folder may be written.

    Raises ReleaseError if it is there and is not a protected table folder.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    name = glob.escape(folder.name)
    for old in folder.parent.glob(f".{name}-replaced-*"):
        if folder.exists():
            shutil.rmtree(old)
        else:
            old.rename(folder)
    for unfinished in folder.parent.glob(f".{name}-unfinished-*"):
        shutil.rmtree(unfinished)
    if folder.exists() and not _is_protected_folder(folder):
        raise ReleaseError(f"{folder} is there and is no protected table folder; choose another with --out")


def leave(folder: Path, told: ProtectedTables, *, report: str, keep: Callable[[], None]) -> None:
    """Write the protected folder and its report; ``keep`` makes the store remember what is told, on disk.

    Whatever is raised before ``keep`` has ended, nothing is out.
    """
    mark = secrets.token_hex(8)
    unfinished = folder.parent / f".{folder.name}-unfinished-{mark}"
    try:
        write_protected(unfinished, told)
        _open_to_readers(unfinished)
        with undisturbed():
            keep()
            write_whole(report_of(folder), report.encode("utf-8"))
            replaced = folder.parent / f".{folder.name}-replaced-{mark}"
            if folder.exists():
                folder.rename(replaced)
            unfinished.rename(folder)
            sync_folder(folder.parent)
            shutil.rmtree(replaced, ignore_errors=True)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _is_protected_folder(folder: Path) -> bool:
    return folder.is_dir() and {path.name for path in folder.iterdir()} in (_FILES, frozenset())


def _open_to_readers(folder: Path) -> None:
    """Bring the files to the disk; they are for others to read, unlike all else that the program writes."""
    for path in folder.iterdir():
        path.chmod(_READABLE_FILE)
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    folder.chmod(_READABLE_FOLDER)
    sync_folder(folder)
