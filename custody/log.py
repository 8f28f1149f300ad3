"""The log: who opened the store, when, for what and why, in lines that hold on to each other, without content.

Each line carries the SHA-256 of the line before, and the encrypted store carries the last line: what is
changed, taken away or put in before that line shows when the store is next opened. Lines after it are those
of a command that was cut off; they hold together, but whoever can write the file could have written them.
Putting back an older store together with its older log does not show; keep backups where only the
custodian reaches them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal

from custody.files import append_line
from geo.errors import CustodyError

Step = Literal["begins", "changed", "ends", "fails"]
STEPS: Final[tuple[Step, ...]] = ("begins", "changed", "ends", "fails")


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One line. ``number`` counts from 1; ``previous`` is the hash of the line before, empty for the first.

    ``when`` is UTC, to the second. ``account`` is the account of the system, ``who`` what the person says.
    """

    number: int
    when: str
    who: str
    account: str
    command: str
    step: Step
    why: str
    outcome: str
    previous: str

    @property
    def hash(self) -> str:
        """The SHA-256 of the line's content, in hexadecimal digits."""
        return hashlib.sha256(_json(asdict(self))).hexdigest()

    def line(self) -> bytes:
        """The line as it is written, without its end."""
        return _json({**asdict(self), "hash": self.hash})


def entry_from_json(values: Mapping[str, Any]) -> LogEntry:
    """The entry of such values. Raises ValueError if they are not those of an entry, or its hash is another."""
    plain = dict(values)
    told = plain.pop("hash", None)
    try:
        entry = LogEntry(**plain)
    except TypeError:
        raise ValueError("not an entry") from None
    if type(entry.number) is not int or entry.step not in STEPS or entry.hash != told:
        raise ValueError("not an entry")
    datetime.fromisoformat(entry.when)  # raises ValueError itself
    return entry


class Log:
    """The lines of one store, read whole and held together; new ones are added at the end alone."""

    def __init__(self, path: Path, entries: tuple[LogEntry, ...]) -> None:
        self._path = path
        self._entries = list(entries)

    @property
    def entries(self) -> tuple[LogEntry, ...]:
        """All lines, from the first on."""
        return tuple(self._entries)

    @property
    def last_hash(self) -> str:
        """The hash of the last line; empty if there is none."""
        return self._entries[-1].hash if self._entries else ""

    def append(self, entry: LogEntry) -> None:
        """Add a line and bring it to the disk. Raises ValueError if it does not follow on the last one."""
        if entry.previous != self.last_hash or entry.number != len(self._entries) + 1:
            raise ValueError("the entry does not follow on the last one")
        append_line(self._path, entry.line())
        self._entries.append(entry)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogReading:
    """A log as found on disk. ``is_mended``: its last line was torn by a kill, and was cut off or completed."""

    log: Log
    is_mended: bool


def read_log(path: Path) -> LogReading:
    """The log at a path, which need not be there; a last line that a kill has torn is mended on disk.

    Raises CustodyError if a line was changed, taken away or put in.
    """
    content = path.read_bytes() if path.exists() else b""
    whole, _, torn = content.rpartition(b"\n")
    entries: list[LogEntry] = []
    for number, line in enumerate(whole.split(b"\n") if whole else [], start=1):
        entry = _entry_of(line)
        if entry is None or entry.number != number or entry.previous != (entries[-1].hash if entries else ""):
            raise CustodyError(
                f"line {number} of the log {path.name} was changed, or one before it was taken away or put in; "
                "find out who did it, and bring the store and its log back from a backup"
            )
        entries.append(entry)
    log = Log(path, tuple(entries))
    if torn:
        _mend(path, torn, log)
    return LogReading(log=log, is_mended=bool(torn))


def _mend(path: Path, torn: bytes, log: Log) -> None:
    """Take the torn line off; if nothing but its end was missing, write it again."""
    entry = _entry_of(torn)
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - len(torn))
    if entry is not None and entry.previous == log.last_hash and entry.number == len(log.entries) + 1:
        log.append(entry)


def _entry_of(line: bytes) -> LogEntry | None:
    try:
        values = json.loads(line)
        return entry_from_json(values) if isinstance(values, dict) else None
    except (ValueError, TypeError, RecursionError):
        return None


def _json(values: Mapping[str, Any]) -> bytes:
    return json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
