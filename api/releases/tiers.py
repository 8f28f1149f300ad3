"""A tier of a release as it is served: what it says of itself, its runs, and the only way to its files."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final

from api.callers import Tier
from api.errors import NotReadyError, NotThereError
from maps.run_key import RunKey

_LONGEST_NAME: Final = 300

Stamp = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedRun:
    """One run of a tier. ``id``: its six slugs joined by dots; ``key``: the dimensions as the tables name them."""

    id: str
    key: RunKey
    folder: Path

    @property
    def slugs(self) -> RunKey:
        """The dimensions as the id and the folders name them: ``physical-rehab`` for ``physical_rehab``."""
        return RunKey(**dict(zip(RunKey.__slots__, self.id.split("."), strict=True)))

    @property
    def dimensions(self) -> dict[str, str]:
        """The dimensions by name, as the tables have them."""
        return {name: getattr(self.key, name) for name in RunKey.__slots__}


@dataclass(frozen=True, kw_only=True)
class ServedTier:
    """One tier of a release. ``version``: the first 12 hex digits of the SHA-256 of the tier's manifest.

    ``manifest`` and ``summary`` were read together, and are of this version whatever happens on the disk. Two tiers
    are equal when their release, name, folder and version are.
    """

    release: str
    name: str
    folder: Path
    version: str
    manifest: Mapping[str, Any] = field(compare=False, repr=False)
    summary: Mapping[str, Any] = field(compare=False, repr=False)
    runs: Mapping[str, ServedRun] = field(compare=False, repr=False)
    stamp: Stamp = field(compare=False, repr=False)

    @property
    def title(self) -> str:
        """The name of the study."""
        return str(self.manifest["study"]["name"])

    @property
    def as_of(self) -> str | None:
        """The day on which hazards, centres and roads were looked at, as an ISO date; None where none is known."""
        found = self.manifest["study"].get("as_of") or self.summary.get("as_of")
        return None if found is None else str(found)

    @property
    def disclaimers(self) -> tuple[str, ...]:
        """What every answer made from this tier says."""
        return tuple(str(sentence) for sentence in self.manifest["disclaimers"])

    def run(self, run_id: str) -> ServedRun:
        """One run. Raises NotThereError."""
        found = self.runs.get(run_id)
        if found is None:
            raise NotThereError(
                f"The release {self.release} has no run {run_id[:_LONGEST_NAME]!r}; "
                f"/releases/{self.release}/runs lists those there are."
            )
        return found

    def file(self, name: str) -> Path:
        """The file of that name in this tier, such as ``tables/areas.gpkg``: a regular file that is inside it.

        Raises NotThereError for every other name, links that lead out of the tier among them.
        """
        found = _inside(self.folder, name)
        if found is None:
            self.check_current()
            raise NotThereError(f"The release {self.release} has no file {name[:_LONGEST_NAME]!r} in this tier.")
        return found

    def has_file(self, name: str) -> bool:
        """Whether ``file`` would give one."""
        return _inside(self.folder, name) is not None

    def check_current(self) -> None:
        """Refuse to go on with a release that is no longer the one this tier was read from.

        Raises NotThereError where it was removed, NotReadyError where another version stands there now.
        """
        try:
            now = stamp_of(self.folder / "manifest.json")
        except OSError:
            raise not_there(self.release) from None
        if now != self.stamp:
            raise NotReadyError(
                f"The release {self.release} was replaced by another version while this was answered; ask again."
            )


@dataclass(frozen=True, kw_only=True)
class ServedRelease:
    """A release in the served folder; ``tiers`` by what they may show, the public first."""

    id: str
    folder: Path
    tiers: tuple[ServedTier, ...]

    def tier_for(self, seen: Tier, *, asked: str | None = None) -> ServedTier:
        """The tier asked for, else the fullest one that may be seen. Raises NotThereError."""
        for tier in reversed(self.tiers):
            if Tier[tier.name.upper()] <= seen and asked in {None, tier.name}:
                return tier
        raise not_there(self.id)


def not_there(release_id: str) -> NotThereError:
    """The error for a release that does not exist and, in the same words, for one that is hidden."""
    return NotThereError(
        f"There is no release {release_id[:_LONGEST_NAME]!r} here for you; /releases lists those there are."
    )


def stamp_of(path: Path) -> Stamp:
    """What changes when a file is replaced or written anew. Raises OSError."""
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _inside(folder: Path, name: str) -> Path | None:
    """The regular file of that name inside a folder, links followed; None for everything else."""
    parts = PurePosixPath(name).parts
    if not parts or len(name) > _LONGEST_NAME or name.startswith("/") or ".." in parts or set(name) & set("\\\0:"):
        return None
    try:
        root, path = (Path(os.path.realpath(each, strict=True)) for each in (folder, folder / name))
        return path if path.is_relative_to(root) and stat.S_ISREG(path.stat().st_mode) else None
    except (OSError, ValueError):
        return None
