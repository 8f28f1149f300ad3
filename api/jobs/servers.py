"""Servers: what each calls itself in the database, and which of those on this machine have died."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Iterable
from pathlib import Path
from typing import Final

_ALIVE_HERE: Final[set[str]] = set()  # several apps may live in one process
_NAMESPACE: Final = Path("/proc/self/ns/pid")


def begin_server() -> str:
    """A name for a server of this process: machine, namespace of processes, process, and a word of its own."""
    name = f"{_machine()} {os.getpid()} {secrets.token_hex(8)}"
    _ALIVE_HERE.add(name)
    return name


def end_server(name: str) -> None:
    """Say that a server of this process has ended."""
    _ALIVE_HERE.discard(name)


def dead_among(names: Iterable[str | None]) -> tuple[str, ...]:
    """Those servers that ran on this machine and whose process is gone; of others nothing is known."""
    return tuple(sorted({name for name in names if name is not None and _is_dead(name)}))


def _is_dead(name: str) -> bool:
    machine, _, rest = name.rpartition(" ")[0].rpartition(" ")
    if name in _ALIVE_HERE or machine != _machine() or not rest.isdecimal():
        return False
    if int(rest) == os.getpid():
        return True  # an earlier process had this number
    try:
        os.kill(int(rest), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _machine() -> str:
    """The machine by its boot, and the namespace in which its processes are numbered."""
    namespace = _NAMESPACE.readlink() if _NAMESPACE.is_symlink() else ""
    return f"{socket.gethostname()[:100]}/{namespace}"
