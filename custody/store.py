"""The store: a folder with one encrypted file, its log and its lock; opened for one command at a time.

::

    STORE/records.age   records, ledger and the last line of the log, encrypted whole, never plain on disk
    STORE/log.jsonl     who opened it, when and why; no content
    STORE/lock          held while it is open

A command begins with a line in the log. A change is made by writing ``records.age`` anew with the line that
will tell of it, and then the line; so after a kill the store is the old one or the new one, whole, and a line
that is missing is put back from the store. The command ends with one more line, which is kept in the store
as well. Records whose retention date has passed are removed before anything else, whatever the command.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from custody.content import StoreContent, content_from_bytes, content_to_bytes, mark_of_id
from custody.files import PRIVATE_FILE, PRIVATE_FOLDER, remove_unfinished, sync_folder, undisturbed, write_whole
from custody.keys import Key
from custody.log import Log, LogEntry, Step
from custody.records import SurvivorRecord
from custody.sealing import LOG, check_clock, read_sealed_log, set_log_aside
from custody.visit import Visit
from geo.errors import CustodyError, MissingFileError, NearcareError
from geo.faults import Faults

RECORDS: Final = "records.age"
LOCK: Final = "lock"
WAIT_S: Final = 10.0


class Store:
    """An open store; given by open_store and of use only until that ends. Printing it tells nothing."""

    def __init__(self, folder: Path, key: Key, visit: Visit, content: StoreContent, log: Log, told: Faults) -> None:  # noqa: PLR0913, PLR0917 - made by open_store alone
        self.folder = folder
        self.visit = visit
        self.told = told
        self._key = key
        self._content = content
        self._log = log
        self._owed: LogEntry | None = None  # in the store, but the disk refused it in the log
        self._is_open = True

    def __repr__(self) -> str:
        return f"Store({str(self.folder)!r})"

    @property
    def records(self) -> tuple[SurvivorRecord, ...]:
        """All records, in the order in which they came."""
        return self._content.records

    @property
    def ledger(self) -> Mapping[str, Any]:
        """What has been published from here; not to be changed, but given anew to commit."""
        return self._content.ledger

    @property
    def is_synthetic(self) -> bool | None:
        """Whether the records are made up; None while there was never one. Fixed by the first record for good."""
        return self._content.is_synthetic

    @property
    def log_entries(self) -> tuple[LogEntry, ...]:
        """The lines of the log, this visit's included."""
        return self._log.entries

    def commit(
        self,
        *,
        outcome: str,
        records: Sequence[SurvivorRecord] | None = None,
        ledger: Mapping[str, Any] | None = None,
    ) -> None:
        """Keep the records and the ledger that are given, and the others as they are; on disk when it returns.

        ``outcome`` goes into the plain log: what was done, without content and without counts. Raises
        CustodyError if made-up and real records would be kept together.
        """
        content = self._content
        if records is not None:
            content = replace(content, records=tuple(records), is_synthetic=self._kind_of(records))
        if ledger is not None:
            content = replace(content, ledger=ledger)
        self._write(content, step="changed", outcome=outcome)

    def forget(self, record_id: str) -> None:
        """Remove the records with this id, and remember of it no more than is needed to refuse it from now on."""
        kept = tuple(record for record in self.records if record.id != record_id)
        forgotten = self._content.forgotten | {mark_of_id(record_id)}
        content = replace(self._content, records=kept, forgotten=forgotten)
        self._write(content, step="changed", outcome="a record was forgotten")

    def is_forgotten(self, record_id: str) -> bool:
        """Whether the record with this id was forgotten, and must not come back."""
        return mark_of_id(record_id) in self._content.forgotten

    def rekey(self, key: Key) -> None:
        """From now on the store is opened by another key, and no longer by the one that opened it."""
        before, self._key = self._key, key
        try:
            self._write(self._content, step="changed", outcome="the key is another")
        except BaseException:
            self._key = before
            raise

    def _kind_of(self, records: Sequence[SurvivorRecord]) -> bool | None:
        kinds = {record.synthetic for record in records} | ({self.is_synthetic} - {None})
        if len(kinds) > 1:
            raise CustodyError("made-up and real records are never kept in one store; make another store for these")
        if len({record.id for record in records}) < len(records):
            raise CustodyError("two records have one id; nothing was changed")
        return next(iter(kinds), None)

    def _write(self, content: StoreContent, *, step: Step, outcome: str, command: str | None = None) -> None:
        if not self._is_open:
            raise RuntimeError("the store is closed")
        self._pay_log()
        entry = self._next_entry(step, outcome=outcome, command=command)
        content = replace(content, head=entry)
        with undisturbed():
            write_whole(self.folder / RECORDS, self._key.encrypt(content_to_bytes(content)))
            self._content, self._owed = content, entry
            with suppress(OSError):  # the change is made and kept with its line, which is put back when there is room
                self._pay_log()

    def _pay_log(self) -> None:
        if self._owed is not None:
            self._log.append(self._owed)
            self._owed = None

    def _next_entry(self, step: Step, *, outcome: str, command: str | None = None) -> LogEntry:
        visit = self.visit
        return LogEntry(
            number=len(self._log.entries) + 1,
            when=visit.clock().strftime("%Y-%m-%dT%H:%M:%SZ"),
            who=visit.who,
            account=visit.account,
            command=command or visit.command,
            step=step,
            why=visit.why if command is None else "",
            outcome=outcome,
            previous=self._log.last_hash,
        )

    def _begin(self, *, is_log_restarted: bool) -> None:
        outcome = "an earlier log was set aside" if is_log_restarted else ""
        self._log.append(self._next_entry("begins", outcome=outcome))
        self._remove_outdated()

    def _remove_outdated(self) -> None:
        today = self.visit.today
        kept = [record for record in self.records if record.retention_date >= today]
        removed = len(self.records) - len(kept)
        if not removed:
            return
        self._write(
            replace(self._content, records=tuple(kept)),
            step="changed",
            outcome="records whose retention date has passed were removed",
            command="retention",
        )
        self.told.notice(
            where=str(self.folder),
            which="",
            what=f"records whose retention date has passed were removed: {removed:,}",
            do="Delete them from your backups and from the files that they came from, too",
        )

    def _end(self) -> None:
        self._write(self._content, step="ends", outcome="done")
        self._is_open = False

    def _fail(self, error: BaseException) -> None:
        """Tell the log that the command has failed, as far as the disk allows; the content stays."""
        outcome = "refused" if isinstance(error, NearcareError) else "stopped"
        with suppress(OSError):
            if self._content.head is None:  # a new store that never held anything
                self._log.append(self._next_entry("fails", outcome=outcome))
            else:
                self._write(self._content, step="fails", outcome=outcome)
        self._is_open = False


@contextmanager
def open_store(  # noqa: PLR0913 - what a store is opened with
    folder: Path,
    key: Key,
    visit: Visit,
    *,
    is_new_allowed: bool = False,
    is_log_restarted: bool = False,
    wait_s: float = WAIT_S,
) -> Iterator[Store]:
    """The store in a folder, for one command; a new one is made if that is allowed and none is there.

    Waits for another command to end, for ``wait_s`` at most. What was mended, and records that were removed
    because their retention date has passed, are told in ``told``. Raises MissingFileError if there is no
    store, CustodyError if it is in use, the key is another's, the file is damaged, the log does not hold
    together, or the clock stands before the log's last line; OSError if the disk refuses. Whatever is
    raised inside, what was committed before stays, and nothing else. With ``is_log_restarted`` a log that does
    not hold together, or stands ahead of the clock, is set aside under another name and another is begun.
    """
    _make_folder(folder, is_new_allowed=is_new_allowed)
    lock = FileLock(folder / LOCK, timeout=wait_s, mode=PRIVATE_FILE)
    try:
        lock.acquire()
    except Timeout:
        raise CustodyError(f"{folder} is in use by another command; wait until that has ended") from None
    try:
        told = Faults()
        content = _read_content(folder, key)
        _check_reason(visit, content)
        log = set_log_aside(folder, told=told) if is_log_restarted else read_sealed_log(folder, content.head, told=told)
        check_clock(log, visit, where=str(folder))
        store = Store(folder, key, visit, content, log, told)
        try:
            store._begin(is_log_restarted=is_log_restarted)  # noqa: SLF001 - the store's own other half
            yield store
        except BaseException as error:
            store._fail(error)  # noqa: SLF001
            raise
        store._end()  # noqa: SLF001
    finally:
        lock.release()


def is_store(folder: Path) -> bool:
    """Whether there is a store in the folder, opened or not."""
    return (folder / RECORDS).is_file()


def _make_folder(folder: Path, *, is_new_allowed: bool) -> None:
    if is_store(folder):
        return
    if not is_new_allowed:
        if (folder / LOG).is_file():
            raise CustodyError(
                f"{folder} has a log but no {RECORDS}: nothing was ever imported, or the file is lost; "
                "import into it, or bring it back from a backup"
            )
        raise MissingFileError(f"there is no store in {folder}; check the name, or make one by importing into it")
    if folder.is_dir():
        strange = {path.name for path in folder.iterdir()} - {LOG, LOCK, f".{RECORDS}.new"}
        if strange:
            raise CustodyError(f"{folder} holds other files and is no store; choose an empty folder or a new name")
    elif folder.exists():
        raise CustodyError(f"{folder} is a file; choose the name of a folder for the store")
    elif not folder.parent.is_dir():
        raise MissingFileError(f"the folder {folder.parent} is not there; make it, or choose another")
    else:
        folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        sync_folder(folder.parent)


def _read_content(folder: Path, key: Key) -> StoreContent:
    """What the encrypted file holds; nothing if there is none yet."""
    records = folder / RECORDS
    remove_unfinished(records)
    if not records.is_file():
        return StoreContent()
    return content_from_bytes(key.decrypt(records.read_bytes(), where=str(records)), where=str(records))


def _check_reason(visit: Visit, content: StoreContent) -> None:
    """An id in the reason would stand in the plain log. Words of digits alone are no sign of one."""
    telling = {word for word in visit.words_of_reason if not (word.isdigit() or word.isalpha())}
    if telling & {record.id.casefold() for record in content.records}:
        raise CustodyError(
            "the reason names the id of a record, and the log that it stands in is not encrypted; say it without the id"
        )
