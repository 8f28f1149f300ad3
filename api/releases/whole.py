"""Whether a folder is a whole release of ours: read once, and refused with what is wrong and what to do."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from api.releases.tiers import ServedRelease, ServedRun, ServedTier, Stamp, stamp_of
from geo.errors import ReleaseError
from maps.disclaimers import DISCLAIMERS
from maps.run_key import WITH_HAZARDS, WITHOUT_HAZARDS, RunKey

RELEASE_ID: Final = re.compile(r"(?=.{1,64}\Z)[a-z0-9]+(?:-[a-z0-9]+)*\Z")
MANIFEST: Final = "manifest.json"
SUMMARY: Final = "summary.json"
TIERS: Final = ("public", "partner", "analyst")
_SLUG: Final = re.compile(r"[a-z0-9][a-z0-9-]*\Z")
_RASTERS: Final = ("travel_minutes.tif", "status.tif", "nearest.tif")
_TABLES: Final = ("areas.parquet", "areas.gpkg", "gaps.gpkg", "centres.csv")
_LARGEST_JSON_BYTES: Final = 256 * 2**20
_MADE_ANEW: Final = "Make it anew with nearcare run, or copy it whole"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A release, and the stamps of the files that it was read from: while they stay, so does the release."""

    release: ServedRelease
    stamps: tuple[tuple[Path, Stamp], ...]

    def is_current(self) -> bool:
        """Whether nothing of it was replaced, written anew or removed."""
        try:
            return all(stamp_of(path) == stamp for path, stamp in self.stamps)
        except OSError:
            return False


def is_release(folder: Path) -> bool:
    """Whether a folder holds the manifest of a release, whole or not; a tier of one does not."""
    try:
        return {"nearcare_version", "tiers"} <= _json_in(folder / MANIFEST).keys()
    except (ReleaseError, OSError):
        return False


def read_release(folder: Path, *, inside: Path) -> Reading:
    """The release in a folder. Raises ReleaseError with what is wrong and what to do.

    ``inside``: the folder that it must not lead out of by links. What changes while it is read is not taken.
    """
    if not RELEASE_ID.match(folder.name):
        raise ReleaseError(
            f"the name {folder.name!r} cannot stand in an address; rename the folder to small letters a-z, digits and "
            "hyphens, at most 64"
        )
    try:
        _refuse_leading_out(folder, inside)
        manifest = _json_in(folder / MANIFEST)
        names = manifest.get("tiers")
        if not isinstance(names, list) or "nearcare_version" not in manifest:
            raise ReleaseError(f"{MANIFEST} is not the manifest of a release of ours. {_MADE_ANEW}")
        shown = [name for name in TIERS if name in names]
        if not shown:
            raise ReleaseError(f"it has none of the tiers {', '.join(TIERS)}. {_MADE_ANEW}")
        files = [folder / MANIFEST, *(folder / name / file for name in shown for file in (MANIFEST, SUMMARY))]
        stamps = tuple((path, stamp_of(path)) for path in files)
        tiers = tuple(_read_tier(folder, name) for name in shown)
        reading = Reading(release=ServedRelease(id=folder.name, folder=folder, tiers=tiers), stamps=stamps)
    except FileNotFoundError as error:
        raise ReleaseError(f"{_beside(folder, error.filename)} is missing. {_MADE_ANEW}") from error
    except OSError as error:
        raise ReleaseError(
            f"{_beside(folder, error.filename)} cannot be read: {error.strerror}. Check its permissions"
        ) from error
    if not reading.is_current():
        raise ReleaseError("it changes while it is read; it is served when it is whole")
    return reading


def _read_tier(folder: Path, name: str) -> ServedTier:
    place = folder / name
    _refuse_leading_out(place, folder)
    _refuse_links_out_of(place)
    stamp = stamp_of(place / MANIFEST)
    version = hashlib.sha256((place / MANIFEST).read_bytes()).hexdigest()[:12]
    manifest, summary = _json_in(place / MANIFEST), _json_in(place / SUMMARY)
    _check_shape(name, manifest, summary)
    runs = {run.id: run for run in (_run(place, each) for each in summary["runs"])}
    files = [f"tables/{file}" for file in _TABLES]
    files += [f"{run.folder.relative_to(place).as_posix()}/{file}" for run in runs.values() for file in _RASTERS]
    absent = [file for file in files if not (place / file).is_file()]
    if absent:
        more = f" and {len(absent) - 3} more" if len(absent) > 3 else ""  # noqa: PLR2004 - three are told by name
        raise ReleaseError(f"{name}/ lacks {', '.join(absent[:3])}{more}. {_MADE_ANEW}")
    if not manifest["hazards_published"]:
        from maps.hazards_reader import refuse_leaks  # noqa: PLC0415 - the libraries take a second to load

        refuse_leaks(place, manifest, summary)
    return ServedTier(
        release=folder.name,
        name=name,
        folder=place,
        version=version,
        manifest=manifest,
        summary=summary,
        runs=runs,
        stamp=stamp,
    )


def _check_shape(name: str, manifest: Mapping[str, Any], summary: Mapping[str, Any]) -> None:
    """Refuse a tier whose manifest or summary is not of the shape that all rooms count on."""
    runs = summary.get("runs")
    study = manifest.get("study")
    rules = (
        (manifest.get("tier") == name, f"{MANIFEST} is of the tier {manifest.get('tier')!r}"),
        (isinstance(study, dict) and isinstance(study.get("name"), str), f"{MANIFEST} names no study"),
        (isinstance(manifest.get("hazards_published"), bool), f"{MANIFEST} does not say if hazards are published"),
        (isinstance(manifest.get("created_utc"), str), f"{MANIFEST} does not say when it was made"),
        (isinstance(manifest.get("inputs"), list), f"{MANIFEST} lists no inputs"),
        (isinstance(manifest.get("parameters"), dict), f"{MANIFEST} has no parameters"),
        (_has_disclaimers(manifest), f"{MANIFEST} lacks the disclaimers {' '.join(DISCLAIMERS)!r}"),
        (isinstance(runs, list) and len(runs) > 0, f"{SUMMARY} has no runs"),
        (isinstance(summary.get("bands_minutes"), list), f"{SUMMARY} has no bands_minutes"),
        (isinstance(summary.get("threshold_minutes"), float | int), f"{SUMMARY} has no threshold_minutes"),
        (isinstance(summary.get("comparisons", []), list), f"{SUMMARY} has comparisons that are no list"),
    )
    wrong = [said for holds, said in rules if not holds]
    if wrong:
        raise ReleaseError(f"in {name}/, {'; '.join(wrong)}. {_MADE_ANEW}")


def _has_disclaimers(manifest: Mapping[str, Any]) -> bool:
    said = manifest.get("disclaimers")
    return isinstance(said, list) and all(sentence in said for sentence in DISCLAIMERS)


def _run(place: Path, entry: object) -> ServedRun:
    """A run as the summary lists it; its folder must be the one that its dimensions have."""
    names = RunKey.__slots__
    if not isinstance(entry, dict) or not all(isinstance(entry.get(key), str) for key in (*names, "folder")):
        raise ReleaseError(f"{place.name}/{SUMMARY} lists a run without its dimensions and folder. {_MADE_ANEW}")
    key = RunKey(**{name: entry[name] for name in names})
    slugs = PurePosixPath(entry["folder"]).parts
    is_ours = len(slugs) == len(names) + 1 and slugs[0] == "runs" and all(_SLUG.match(slug) for slug in slugs)
    if not is_ours or key.hazards not in {WITH_HAZARDS, WITHOUT_HAZARDS} or slugs[-1] != key.hazards:
        raise ReleaseError(f"{place.name}/{SUMMARY} lists the folder {entry['folder'][:200]!r} of no run. {_MADE_ANEW}")
    return ServedRun(id=".".join(slugs[1:]), key=key, folder=place.joinpath(*slugs))


def _json_in(path: Path) -> dict[str, Any]:
    if path.stat().st_size > _LARGEST_JSON_BYTES:
        raise ReleaseError(f"{path.name} is larger than {_LARGEST_JSON_BYTES // 2**20} MiB. {_MADE_ANEW}")
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise ReleaseError(f"{path.parent.name}/{path.name} is not JSON ({error}). {_MADE_ANEW}") from error
    if not isinstance(content, dict):
        raise ReleaseError(f"{path.parent.name}/{path.name} holds no JSON object. {_MADE_ANEW}")
    return content


def _refuse_leading_out(folder: Path, inside: Path) -> None:
    root, real = os.path.realpath(inside, strict=True), os.path.realpath(folder, strict=True)
    if real != root and not real.startswith(root.rstrip(os.sep) + os.sep):
        raise ReleaseError(f"{folder.name} is a link that leads out of the served folder. Copy the release there")


def _refuse_links_out_of(tier: Path) -> None:
    """Refuse a tier with a link that leads out of it: to another tier, to the ground, to any file of the machine."""
    root = os.path.realpath(tier, strict=True)
    for folder, folders, files in os.walk(tier):
        for name in (*folders, *files):
            path = Path(folder, name)
            if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(root):
                told = path.relative_to(tier.parent).as_posix()
                raise ReleaseError(f"{told} is a link that leads out of its tier. Copy the release with what it means")


def _beside(folder: Path, name: object) -> str:
    """A path as it is told: without the folders above the release."""
    try:
        return Path(str(name)).relative_to(folder).as_posix()
    except ValueError:
        return Path(str(name)).name
