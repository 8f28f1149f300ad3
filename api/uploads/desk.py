"""The desk of uploads: what stewards may do with theirs, one at a time where it matters."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import secrets
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from anyio import CapacityLimiter
from sqlalchemy import Engine, select

from api.callers import Caller
from api.errors import ConflictError, NotReadyError, NotThereError
from api.inspection import Finding, inspect_file
from api.settings import Settings
from api.state import jobs, reading, utc_now
from api.uploads.checking import check_upload
from api.uploads.records import Records, Upload, UploadedFile, new_upload
from api.uploads.room import Room, disk_told

_ALIVE: Final = ("accepted", "running")
_LOG: Final = logging.getLogger(__name__)


class UploadDesk:
    """The uploads of one server. ``looking``: how many files are looked at at once."""

    def __init__(self, settings: Settings, engine: Engine, *, looking: CapacityLimiter) -> None:
        self.settings = settings
        self.looking = looking
        self.records = Records(settings.state / "uploads")
        self.room = Room(settings)
        self._engine = engine
        self._lock = threading.Lock()
        self._checking = threading.Lock()

    def open(self) -> None:
        """Make the folders, and count what is in them."""
        self.records.open()
        for upload in self.records.uploads():
            held = sum(file.size_bytes for file in self.records.files(upload.id))
            self.room.begin(upload, size_bytes=max(held, 1))

    def begin(self, caller: Caller) -> Upload:
        """A new upload of a steward. Raises ConflictError, NotReadyError."""
        self.drop_old()
        upload = new_upload(_identity(caller), secrets.token_hex(16))
        self.room.begin(upload)
        try:
            with disk_told():
                self.records.add(upload)
        except BaseException:
            self.room.end(upload.id)
            raise
        return upload

    def own(self, caller: Caller) -> list[Upload]:
        """The uploads of a steward."""
        return [upload for upload in self.records.uploads() if upload.owner == caller.identity]

    def find(self, caller: Caller, upload_id: str) -> Upload:
        """An upload of a steward. Raises NotThereError, also for those of others."""
        upload = self.records.find(upload_id)
        if upload is None or upload.owner != caller.identity:
            raise NotThereError(f"There is no upload {upload_id} of yours; /uploads lists those there are.")
        return upload

    def remove(self, upload: Upload) -> None:
        """Remove an upload. Raises ConflictError while a job needs it."""
        with self._lock:
            self.refuse_in_use(upload)
            self.records.remove(upload.id)
            self.room.end(upload.id)

    def take_in(self, path: Path, file: UploadedFile, upload: Upload) -> bool:
        """Move a file that was looked at into its upload; whether one of its name was there. Raises as remove does."""
        with self._lock:
            self.refuse_in_use(upload)
            if self.records.find(upload.id) is None:
                raise NotThereError(f"The upload {upload.id} is no longer there; begin a new one.")
            old = next((each for each in self.records.files(upload.id) if each.name == file.name), None)
            if old is None and len(self.records.files(upload.id)) >= self.settings.upload_files:
                raise ConflictError(f"An upload has at most {self.settings.upload_files} files; delete one first.")
            with disk_told():
                self.records.take_in(path, file, upload.id)
            more = file.size_bytes - (old.size_bytes if old is not None else 0)
            self.room.settle(upload, came_bytes=0, more_bytes=more)
            return old is not None

    def drop(self, name: str, upload: Upload) -> None:
        """Remove a file of an upload. Raises NotThereError, and as remove does."""
        with self._lock:
            old = next((each for each in self.records.files(upload.id) if each.name == name), None)
            if old is None:
                raise NotThereError(f"The upload has no file {name}; see /uploads/{upload.id} for those it has.")
            self.refuse_in_use(upload)
            self.records.drop(name, upload.id)
            self.room.settle(upload, came_bytes=0, more_bytes=-old.size_bytes)

    def look_at(self, path: Path) -> Finding:
        """What an inspection finds in a file that came in."""
        settings = self.settings
        return inspect_file(path, within_s=settings.inspection_s, memory_bytes=settings.inspection_bytes)

    @contextmanager
    def incoming(self) -> Iterator[Path]:
        """A folder for what comes in, removed in the end with all that is in it."""
        with disk_told():
            folder = self.records.room_for_one(secrets.token_hex(16))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def check(self, upload: Upload) -> dict[str, Any]:
        """Check the study of an upload, one at a time on this server, and keep what the check said."""
        if not self._checking.acquire(blocking=False):
            raise NotReadyError("Another study is being checked; ask again in a minute.", retry_after_s=60)
        try:
            mark = self.mark(upload)
            with self.incoming() as folder:
                told = check_upload(upload.id, self.settings, scratch=folder)
            kept = told | {"checked_utc": utc_now().isoformat(), "mark": mark}
            with disk_told(), self._lock:
                if self.records.find(upload.id) is not None:
                    self.records.keep_check(kept, upload.id)
            return kept
        finally:
            self._checking.release()

    def mark(self, upload: Upload) -> str:
        """What tells the content of an upload from any other."""
        told = "".join(f"{file.name} {file.sha256}\n" for file in self.records.files(upload.id))
        return hashlib.sha256(told.encode()).hexdigest()

    def expires_utc(self, upload: Upload) -> dt.datetime:
        """When an upload is dropped that nobody changes."""
        return self.records.changed_utc(upload) + dt.timedelta(days=self.settings.upload_days)

    def drop_old(self) -> None:
        """Remove the uploads that nobody has changed for so long and that no job needs."""
        now = utc_now()
        for upload in self.records.uploads():
            if self.expires_utc(upload) < now:
                try:
                    self.remove(upload)
                except ConflictError:
                    continue
                _LOG.info("removed an upload that nobody had changed for %g days", self.settings.upload_days)

    def refuse_in_use(self, upload: Upload) -> None:
        """Raise ConflictError if a job is to run the study of an upload, or runs it."""
        query = select(jobs.c.id, jobs.c.inputs).where(jobs.c.status.in_(_ALIVE))
        with reading(self._engine) as connection:
            using = [row.id for row in connection.execute(query) if row.inputs.get("upload") == upload.id]
        if using:
            raise ConflictError(f"The job {using[0]} needs the upload as it is; wait for its end, or cancel it first.")


def _identity(caller: Caller) -> str:
    if caller.identity is None:
        raise AssertionError("a steward is known")
    return caller.identity
