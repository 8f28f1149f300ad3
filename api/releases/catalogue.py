"""The catalogue: which releases stand in the served folder, whole, as it is at each moment."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from api.errors import NotThereError
from api.releases.tiers import ServedRelease, not_there
from api.releases.whole import MANIFEST, RELEASE_ID, Reading, is_release, read_release
from geo.errors import ReleaseError

_LOOK_AGAIN_S: Final = 1.0
"""How long a refusal holds: a release that is being copied in is not read for every request meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A folder that is not served, and why: for stewards and the log, never for the public."""

    name: str
    why: str


class Catalogue:
    """The releases of a folder, or the one release that the folder itself is.

    A release is read once and kept while the files it was read from stay as they are; telling that takes some
    microseconds. One that is removed, replaced or broken is gone from the next request on.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = Path(os.path.normpath(folder.absolute()))
        self._readings: dict[str, Reading] = {}
        self._refused: dict[str, tuple[float, str]] = {}
        self._reading = threading.Lock()

    @property
    def is_one_release(self) -> bool:
        """Whether the folder is itself a release, which is then the only one."""
        return (self.folder / MANIFEST).is_file()

    def releases(self) -> tuple[ServedRelease, ...]:
        """All whole releases, by id. Raises ReleaseError where the folder cannot be read."""
        found = (self._find(name) for name in self._names() if RELEASE_ID.match(name))
        return tuple(release for release in found if release is not None)

    def release(self, release_id: str) -> ServedRelease:
        """One release. Raises NotThereError, also for one that is not whole."""
        release = self._find(release_id) if RELEASE_ID.match(release_id) else None
        if release is None:
            raise not_there(release_id)
        return release

    def known(self, release_id: str) -> ServedRelease | None:
        """A release that was read before and is as it was, without reading anything; None for all others."""
        reading = self._readings.get(release_id)
        return reading.release if reading is not None and reading.is_current() else None

    def refused(self) -> tuple[Refusal, ...]:
        """The folders that are not served, by name, and why. Raises ReleaseError where none can be looked at."""
        refused = []
        for name in self._names():
            if not RELEASE_ID.match(name):
                why = "its name is not of small letters a-z, digits and hyphens, at most 64; rename it"
                refused.append(Refusal(name=name, why=why))
            elif self._find(name) is None and name in self._refused:
                refused.append(Refusal(name=name, why=self._refused[name][1]))
        return tuple(refused)

    def ground_folder(self, release_id: str) -> Path:
        """The ground of a release, which is never served: for what-ifs and jobs alone. Raises NotThereError."""
        folder = self.release(release_id).folder / "ground"
        real = Path(os.path.realpath(folder))
        if not real.is_dir() or not real.is_relative_to(os.path.realpath(folder.parent)):
            raise NotThereError(f"The release {release_id} keeps no ground, so nothing can be searched anew in it.")
        return real

    def _names(self) -> list[str]:
        """The names of what might be a release; what begins with a dot is unfinished or replaced."""
        if self.is_one_release:
            return [self.folder.name]
        try:
            with os.scandir(self.folder) as entries:
                return sorted(entry.name for entry in entries if not entry.name.startswith(".") and _is_folder(entry))
        except OSError as error:
            raise ReleaseError(
                f"The folder of releases cannot be read: {error.strerror}. Check that it is there and may be read."
            ) from error

    def _find(self, name: str) -> ServedRelease | None:
        found = self.known(name)
        if found is not None:
            return found
        is_one = self.is_one_release
        folder, inside = (self.folder, self.folder) if is_one else (self.folder / name, self.folder)
        if folder.name != name or not folder.is_dir():
            self._forget(name)
            return None
        with self._reading:
            return self.known(name) or self._read(name, folder, inside)

    def _read(self, name: str, folder: Path, inside: Path) -> ServedRelease | None:
        until, _ = self._refused.get(name, (0.0, ""))
        if time.monotonic() < until and name not in self._readings:
            return None
        try:
            reading = read_release(folder, inside=inside)
        except ReleaseError as error:
            was_served = self._readings.pop(name, None) is not None  # then it may be being replaced just now
            self._refused[name] = (time.monotonic() + (0.0 if was_served else _LOOK_AGAIN_S), str(error))
            return None
        self._refused.pop(name, None)
        self._readings[name] = reading
        return reading.release

    def _forget(self, name: str) -> None:
        self._readings.pop(name, None)
        self._refused.pop(name, None)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def refusal_of(folder: Path) -> str | None:
    """Why a folder that is named as the one to serve cannot be served, in words; None if it can."""
    if not folder.exists():
        return f"there is no folder {folder}; a first release is made by: nearcare demo --out {folder / 'sample'}"
    if not folder.is_dir():
        return f"{folder} is a file; name the folder of releases that it lies in"
    if (folder / MANIFEST).is_file() and not is_release(folder):
        return f"{folder} has a {MANIFEST} that is not a release's; if it is one tier, name the folder above it"
    return None
