"""The manifest: what was run, on which files, by which versions, and what must be said with it."""

from __future__ import annotations

import datetime as dt
import hashlib
import importlib.metadata
import platform
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, Final

from accessibility.profiles import Mix, Profile
from accessibility.release.profile_words import profile_sentences
from accessibility.release.stages import Stage
from accessibility.search import TICKS_PER_SECOND, neighbourhood_error
from accessibility.study_file import HazardsTable, Sourced, StudyFile
from geo.errors import Fault
from geo.grid import Grid

DISCLAIMERS: Final = (
    "No recorded hazard does not mean safe.",
    "Not for navigation.",
    "Boundaries and names do not imply any opinion on the status of a territory.",
    "Times are modelled, not measured; travellers often need longer.",
)
_LIBRARIES: Final = (
    "numpy",
    "numba",
    "scipy",
    "pandas",
    "geopandas",
    "shapely",
    "pyproj",
    "rasterio",
    "pyogrio",
    "osmium",
)
_PARTS_OF_SHAPEFILE: Final = (".dbf", ".shx", ".prj", ".cpg")
_CHUNK_BYTES: Final = 1 << 20
STUDY_ROLE: Final = "study"
KEPT_BACK: Final[dict[str, Any]] = {"sha256": None, "bytes": None, "kept_back": True}  # of a file not told in full


def describe_inputs(study: StudyFile, study_path: Path) -> list[dict[str, Any]]:
    """Each file that a study reads, with sha256, bytes, and the source, licence and date that it states."""
    inputs = [_describe(STUDY_ROLE, Path(study_path.name), study_path, None)]
    for key, path in study.files():
        table = getattr(study, key.split("]")[0].strip("["))
        located = study.located(path)
        sourced = table if isinstance(table, Sourced) else None
        inputs.append(_describe(key, path, located, sourced))
        inputs.extend(_describe(key, Path(part.name), part, sourced) for part in _beside(located))
    return inputs


def write_manifest_values(  # noqa: PLR0913
    study: StudyFile,
    *,
    inputs: list[dict[str, Any]],
    faults: Iterable[Fault],
    stages: Iterable[Stage],
    shows_hazards: bool,
    grid: Grid,
    extra: dict[str, Any],
    profiles: Sequence[Profile] = (),
    mixes: Sequence[Mix] = (),
) -> dict[str, Any]:
    """The manifest as plain values; ``extra`` is what differs from tier to tier."""
    error = neighbourhood_error(grid, study.travel.neighbours)
    return {
        "nearcare_version": importlib.metadata.version("nearcare"),
        "created_utc": dt.datetime.fromtimestamp(int(time.time()), tz=dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "study": {"name": study.study.name, "country": study.study.country, "as_of": study.study.as_of.isoformat()},
        "inputs": inputs,
        "parameters": _without_folders(study.model_dump(mode="json")),
        "faults": [{**asdict(fault), "where": _without_folder(fault.where)} for fault in faults],
        "versions": {
            "python": platform.python_version(),
            **{name: importlib.metadata.version(name) for name in _LIBRARIES},
        },
        "stages": [asdict(stage) for stage in stages],
        "disclaimers": list(DISCLAIMERS),
        "accuracy": {
            "neighbours": study.travel.neighbours,
            "neighbourhood_error_share": round(error, 4),
            "time_step_seconds": 1 / TICKS_PER_SECOND,
        },
        "method": [
            *method_sentences(study, has_hazards=shows_hazards, neighbourhood_error_share=error),
            *profile_sentences(profiles, mixes, has_hazards=shows_hazards),
        ],
        **extra,
    }


def method_sentences(study: StudyFile, *, has_hazards: bool, neighbourhood_error_share: float) -> list[str]:
    """How the answers came about, in plain sentences."""
    travel = study.travel
    wait = f"after {travel.boarding_wait_minutes:g} minutes" if travel.boarding_wait_minutes else "without a wait"
    roads = "" if study.roads is None else ", and the roads together"
    sentences = [
        f"Times are the least over the surface, in moves to {travel.neighbours} neighbouring cells{roads}.",
        f"Over level, uniform land they exceed the straight line's by at most {100 * neighbourhood_error_share:.1f} %.",
        f"A diagonal step between two barrier cells is {'' if travel.corner_crossing == 'allow' else 'not '}allowed.",
        *_land_sentences(study),
        "A move is blocked if its straight line meets a barrier; a cell is inside an area if its centre is.",
        "Bands are cumulative and inclusive; medians and 90th percentiles are over everyone, those with no way last.",
        f"People on water or without land data take that of passable land within {study.land.adopt_within_m:g} m.",
    ]
    if study.population.points is not None:
        sentences.append(
            "The people of a place all stand in the one cell that holds its point: all of them have its time, or none."
        )
    if study.roads is None:
        sentences.append("No roads were given: nobody boards a vehicle.")
    else:
        sentences += [
            f"A traveller walks to a road and boards a vehicle there {wait}.",
            "A vehicle may be left anywhere but on motorways, bridges, tunnels and ferries.",
            f"Road speeds are those of the table {study.roads.speeds}.",
        ]
    if has_hazards and study.hazards is not None:
        sentences += _hazard_sentences(study.hazards)
        if study.clearance.rank:
            sentences.append(
                "Areas that touch are one cluster. Each is tried by itself, all others staying; the joint order is "
                "greedy: the best next step, which is not always the best set."
            )
    return sentences


def _hazard_sentences(table: HazardsTable) -> list[str]:
    """What open areas do to travel: all of them, and those for which a rule says otherwise."""
    roads = {
        "open": "roads through them stay open",
        "recorded": "roads through them pass only where recorded in use",
        "cut": "roads are cut that pass through them or run deeper inside than the tolerance",
    }[table.roads]
    factor = f"{table.slow_factor or 1:g}"
    does = {
        "block": f"block every off-road move and boarding; {roads}",
        "slow": f"make ways off the roads {factor} times as long in cells that they cover; roads are as quick as ever",
        "ignore": "hold nobody up; they are shown only",
    }
    sentences = [f"Open suspected and confirmed hazard areas {does[table.policy]}."]
    for policy in dict.fromkeys(rule.policy for rule in table.rules if rule.policy != table.policy):
        slowing = [rule.slow_factor or table.slow_factor or 1 for rule in table.rules if rule.policy == "slow"]
        factors = dict.fromkeys(f"{each:g}" for each in slowing)
        words = does[policy].replace(f"{factor} times", f"{' or '.join(factors)} times")
        sentences.append(f"Areas for which a rule of the study says so {words}.")
    if table.buffer_m > 0:
        sentences.append(f"Each area is taken as {table.buffer_m:g} m larger on all sides.")
    return sentences


def _land_sentences(study: StudyFile) -> list[str]:
    """How the land off the roads is crossed."""
    land = study.land
    if land.friction is not None:
        return ["Off the roads the pace is that of the friction surface, which holds the slopes."]
    speed = "at the speed of its land cover" if land.speed_kmh is None else f"at {land.speed_kmh:g} km/h"
    if not land.elevation:
        return [f"Off the roads the land is crossed {speed}; no heights were given, so all of it is taken as level."]
    slopes = "walkers slow down and quicken with the slope after Tobler (1993), vehicles do not"
    return [f"Off the roads the land is crossed {speed}; {slopes}."]


def _without_folders(values: Any) -> Any:
    """Plain values with each absolute path cut to its last name: a release does not tell whose machine it is from."""
    if isinstance(values, dict):
        return {key: _without_folders(value) for key, value in values.items()}
    if isinstance(values, list):
        return [_without_folders(value) for value in values]
    return _without_folder(values) if isinstance(values, str) and _is_absolute(values) else values


def _without_folder(where: str) -> str:
    """The last name of a path, or the words as they are."""
    return where if where.startswith("[") else PureWindowsPath(where).name


def _is_absolute(text: str) -> bool:
    return PurePosixPath(text).is_absolute() or PureWindowsPath(text).is_absolute()


def _beside(located: Path) -> list[Path]:
    """The other files that a shapefile consists of."""
    if located.suffix.lower() != ".shp":
        return []
    beside = sorted(path for path in located.parent.iterdir() if path.stem == located.stem)
    return [path for path in beside if path.suffix.lower() in _PARTS_OF_SHAPEFILE]


def _describe(role: str, path: Path, located: Path, table: Sourced | None) -> dict[str, Any]:
    digest = hashlib.sha256()
    size = 0
    with located.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
            size += len(chunk)
    return {
        "role": role,
        "file": path.name,
        "sha256": digest.hexdigest(),
        "bytes": size,
        "kept_back": False,
        "source": table.source if table else None,
        "licence": table.licence if table else None,
        "date": table.date.isoformat() if table and table.date else None,
    }
