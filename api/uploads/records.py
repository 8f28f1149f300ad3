"""Records: what is known of each upload and its files, beside them on disk.

``state/uploads/<id>/`` holds the files alone, as a study lies in a folder; ``.about`` what is known of them, and
``.incoming`` what has not been looked at yet. An upload is there from when its record is, until that is gone.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import shutil
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from api.state import utc_now

_ABOUT: Final = ".about"
_INCOMING: Final = ".incoming"
_PRIVATE: Final = 0o700


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """An upload. ``owner``: the identity of the steward that it is of."""

    id: str
    owner: str
    created_utc: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadedFile:
    """A file that has been looked at. ``told``: what it holds. ``confinement``: how it was looked at, in words."""

    name: str
    size_bytes: int
    sha256: str
    sent_utc: str
    told: dict[str, Any] = field(default_factory=dict)
    confinement: str = ""


class Records:
    """The uploads of a server on disk, below one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._about = folder / _ABOUT
        self._incoming = folder / _INCOMING

    def open(self) -> None:
        """Make the folders, which are for the server alone, and remove what was coming in when it last ended."""
        for folder in (self.folder, self._about, self._incoming):
            folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
            folder.chmod(_PRIVATE)
        for left in self._incoming.iterdir():
            shutil.rmtree(left, ignore_errors=True)
        known = {upload.id for upload in self.uploads()}
        for path in self.folder.iterdir():
            if path.name not in known | {_ABOUT, _INCOMING} and (self._about / path.name).is_dir():
                self._remove(path.name)  # was being removed

    def add(self, upload: Upload) -> None:
        """A new upload, without files."""
        self.files_of(upload.id).mkdir(mode=_PRIVATE)
        self._notes(upload.id).mkdir(mode=_PRIVATE)
        told = {"owner": upload.owner, "created_utc": upload.created_utc.isoformat()}
        _write(self._about / f"{upload.id}.json", told)

    def uploads(self) -> list[Upload]:
        """Every upload, the oldest first."""
        found = (self.find(path.stem) for path in self._about.glob("*.json"))
        return sorted((each for each in found if each is not None), key=lambda each: (each.created_utc, each.id))

    def find(self, upload_id: str) -> Upload | None:
        """One upload; None if it is not there."""
        told = _read(self._about / f"{upload_id}.json")
        if told is None:
            return None
        created = dt.datetime.fromisoformat(told["created_utc"])
        return Upload(id=upload_id, owner=told["owner"], created_utc=created)

    def remove(self, upload_id: str) -> None:
        """Remove an upload with all that it holds; first its record, so that nobody sees half of it."""
        (self._about / f"{upload_id}.json").unlink(missing_ok=True)
        self._remove(upload_id)

    def changed_utc(self, upload: Upload) -> dt.datetime:
        """When something of an upload was last changed."""
        with contextlib.suppress(FileNotFoundError):
            return dt.datetime.fromtimestamp(self.files_of(upload.id).stat().st_mtime, dt.UTC)
        return upload.created_utc

    def files_of(self, upload_id: str) -> Path:
        """The folder of the files of an upload."""
        return self.folder / upload_id

    def files(self, upload_id: str) -> list[UploadedFile]:
        """The files of an upload by name; of one that came in as the server ended, nothing was said, and it is out."""
        found = []
        for path in sorted(self._notes(upload_id).glob("*.json")):
            told = _read(path)
            if told is not None and (self.files_of(upload_id) / str(told["name"])).is_file():
                found.append(UploadedFile(**told))
        return sorted(found, key=lambda file: file.name)

    def room_for_one(self, token: str) -> Path:
        """A folder beside the uploads for a file that comes in."""
        folder = self._incoming / token
        folder.mkdir(mode=_PRIVATE)
        return folder

    def take_in(self, path: Path, file: UploadedFile, upload_id: str) -> None:
        """Move a file that has been looked at into its upload, whole; what was there under its name is gone."""
        place = self.files_of(upload_id)
        note = self._notes(upload_id) / f"{file.name}.json"
        path.chmod(0o600)
        _write(path.with_name("note.json"), asdict(file))
        path.replace(place / file.name)
        path.with_name("note.json").replace(note)
        for folder in (place, note.parent):
            _sync(folder)

    def drop(self, name: str, upload_id: str) -> None:
        """Remove a file of an upload."""
        (self._notes(upload_id) / f"{name}.json").unlink(missing_ok=True)
        (self.files_of(upload_id) / name).unlink(missing_ok=True)

    def check_of(self, upload_id: str) -> dict[str, Any] | None:
        """What the last check of the study said; None without one."""
        return _read(self._about / f"{upload_id}.check")

    def keep_check(self, told: dict[str, Any], upload_id: str) -> None:
        """Keep what the check of the study said."""
        _write(self._about / f"{upload_id}.check", told)

    def _notes(self, upload_id: str) -> Path:
        return self._about / upload_id

    def _remove(self, upload_id: str) -> None:
        shutil.rmtree(self.files_of(upload_id), ignore_errors=True)
        (self._about / f"{upload_id}.check").unlink(missing_ok=True)
        shutil.rmtree(self._notes(upload_id), ignore_errors=True)


def new_upload(owner: str, upload_id: str) -> Upload:
    """An upload that begins now."""
    return Upload(id=upload_id, owner=owner, created_utc=utc_now())


def _write(path: Path, told: dict[str, Any]) -> None:
    """Write a note so that it is there whole or not at all."""
    partial = path.with_name(f"{path.name}.partial")
    with partial.open("w", encoding="utf-8") as file:
        json.dump(told, file)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def _read(path: Path) -> dict[str, Any] | None:
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    return told


def _sync(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
