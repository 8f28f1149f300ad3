"""The catalogue: which releases stand in the served folder, whole, and what tiers each has."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from api.callers import Tier
from api.errors import NotThereError

_RELEASE_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


@dataclass(frozen=True, kw_only=True)
class ServedTier:
    """One tier of a release. ``version``: the first 12 hex digits of the SHA-256 of the tier's manifest."""

    release: str
    name: str
    folder: Path
    version: str

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """The tier's manifest."""
        return dict(json.loads((self.folder / "manifest.json").read_text(encoding="utf-8")))

    @cached_property
    def summary(self) -> dict[str, Any]:
        """The tier's summary."""
        return dict(json.loads((self.folder / "summary.json").read_text(encoding="utf-8")))


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
        raise NotThereError(f"There is no release {self.id} here; /releases lists those there are.")


class Catalogue:
    """The releases of a folder, as it is at each moment."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def releases(self) -> tuple[ServedRelease, ...]:
        """All whole releases, by id."""
        if not self.folder.is_dir():
            return ()
        found = (_release_in(path) for path in sorted(self.folder.iterdir()) if _RELEASE_ID.match(path.name))
        return tuple(release for release in found if release is not None)

    def release(self, release_id: str) -> ServedRelease:
        """One release. Raises NotThereError."""
        release = _release_in(self.folder / release_id) if _RELEASE_ID.match(release_id) else None
        if release is None:
            raise NotThereError(f"There is no release {release_id!r} here; /releases lists those there are.")
        return release


def _release_in(folder: Path) -> ServedRelease | None:
    try:
        names = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["tiers"]
        tiers = [_tier_in(folder, name) for name in names if name.upper() in Tier.__members__]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    tiers.sort(key=lambda tier: Tier[tier.name.upper()])
    return ServedRelease(id=folder.name, folder=folder, tiers=tuple(tiers)) if tiers else None


def _tier_in(folder: Path, name: str) -> ServedTier:
    manifest = (folder / name / "manifest.json").read_bytes()
    version = hashlib.sha256(manifest).hexdigest()[:12]
    return ServedTier(release=folder.name, name=name, folder=folder / name, version=version)
