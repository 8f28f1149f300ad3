"""Sealing: the log held against the line of it that the encrypted store keeps."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Final

from custody.files import sync_folder
from custody.log import Log, LogEntry, read_log
from custody.visit import Visit
from geo.errors import CustodyError
from geo.faults import Faults

LOG: Final = "log.jsonl"


def read_sealed_log(folder: Path, head: LogEntry | None, *, told: Faults) -> Log:
    """The log of a store, mended if a kill has torn it, and held against the line in the store.

    ``head`` is None if the store was never written. Raises CustodyError if lines were changed or are missing.
    """
    reading = read_log(folder / LOG)
    log = reading.log
    if reading.is_mended:
        _tell_mended(told, folder, what="the last line of the log was torn when a command was cut off, and was mended")
    if head is not None:
        _hold_together(head, log, folder=folder, told=told)
    elif any(entry.step == "changed" for entry in log.entries):
        raise CustodyError(f"the records of {folder} are lost: the log tells of them; bring them back from a backup")
    return log


def set_log_aside(folder: Path, *, told: Faults) -> Log:
    """Give the log another name, and begin an empty one."""
    log = folder / LOG
    if not log.exists():
        return Log(log, ())
    names = (folder / f"log-set-aside-{number}.jsonl" for number in count(1))
    aside = next(name for name in names if not name.exists())
    log.rename(aside)
    sync_folder(folder)
    what = f"the earlier log is {aside.name} now"
    told.notice(where=str(folder), which="", what=what, do="Keep it, and find out why")
    return Log(log, ())


def _hold_together(head: LogEntry, log: Log, *, folder: Path, told: Faults) -> None:
    """Hold the log against the line in the store, and put that line back if a kill came before it was written."""
    lines = log.entries
    if head.number == len(lines) + 1 and head.previous == log.last_hash:
        log.append(head)
        _tell_mended(told, folder, what="the last line of the log was missing, and was put back from the store")
    elif not (head.number <= len(lines) and lines[head.number - 1] == head):
        raise CustodyError(
            f"the log {LOG} in {folder} does not belong to the store: lines were taken away or changed, or one of "
            "the two was put back without the other; find out who did it, and bring both back from a backup, or begin "
            "another log: nearcare-custody log --restart"
        )
    elif head.number < len(lines):
        _tell_mended(
            told,
            folder,
            what=f"a command was cut off before it ended (lines {head.number + 1} to {len(lines)} of the log); "
            "the store is as it was before that command, or whole after its last change",
        )


def _tell_mended(told: Faults, folder: Path, *, what: str) -> None:
    told.notice(where=str(folder), which="", what=what, do="See who it was: nearcare-custody log")


def check_clock(log: Log, visit: Visit, *, where: str) -> None:
    """Raise CustodyError if the clock stands before the log's last line: records would outlive their date."""
    if not log.entries:
        return
    last = datetime.fromisoformat(log.entries[-1].when)
    if visit.today < last.date():
        raise CustodyError(
            f"the clock of this machine stands at {visit.today}, but {where} was last opened on {last.date()}; "
            "set the clock, since records are removed by their retention date"
        )
