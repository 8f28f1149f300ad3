"""What the routes of tiles ask for: places of tiles, runs, the tier's index, and tags that need no reading."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Annotated, Any, Final, Literal

from fastapi import Path, Query, Request

from api import links
from api.errors import NotThereError
from api.releases import ServedTier
from maps.run_key import RunKey
from maps.tiles import (
    CERTAINTY,
    DIFFERENCE,
    INDEX,
    MAX_ZOOM,
    TileIndex,
    certainty_file,
    comparison_file,
    is_tile,
    read_index,
    run_file,
    run_id,
)

_RUN_PATTERN: Final = r"^[a-z0-9-]+(\.[a-z0-9-]+){3,5}$"
_LONGEST_RUN: Final = 240
_PLACE: Final = {"minimum": 0, "maximum": 2**MAX_ZOOM - 1}

Zoom = Annotated[
    int,
    Path(
        description="Zoom of the XYZ scheme in EPSG:3857, 0 to 22; beyond the TileJSON's maxzoom cells are enlarged.",
        examples=[10],
        json_schema_extra={"minimum": 0, "maximum": MAX_ZOOM},
    ),
]
Column = Annotated[
    int, Path(description="Column of the tile from the west, below 2^z.", examples=[426], json_schema_extra=_PLACE)
]
Row = Annotated[
    int, Path(description="Row of the tile from the north, below 2^z.", examples=[367], json_schema_extra=_PLACE)
]
LayerAsked = Annotated[
    Literal["minutes", "status", "gaps", "steps", "marks", "certainty", "difference"],
    Path(
        description="What is shown; difference is of a comparison's run, all others of a run. Steps are grey values "
        "for a program to colour; marks are what has no minutes; certainty is there for runs that were drawn.",
        examples=["minutes"],
    ),
]
RunAsked = Annotated[
    str,
    Path(
        description="The id of a run, six slugs joined by dots; for difference COMPARISON.PILLAR.PROFILE.DIRECTION.",
        examples=["physical-rehab.default.base.all-year.to.hazards"],
        pattern=_RUN_PATTERN,
        max_length=_LONGEST_RUN,
    ),
]
RunFilter = Annotated[
    str | None,
    Query(
        description="Only what belongs to the run of this id, for tile sets that have runs.",
        examples=["physical-rehab.default.base.all-year.to.hazards"],
        pattern=_RUN_PATTERN,
        max_length=_LONGEST_RUN,
    ),
]
TileSetAsked = Annotated[
    str,
    Path(description="The name of a vector tile set: that of its layer.", examples=["gaps"], pattern="^[a-z_]{1,40}$"),
]


def check_place(z: int, x: int, y: int) -> None:
    """Refuse the place of a tile that cannot be. Raises NotThereError."""
    if not is_tile(z, x, y):
        raise NotThereError(f"There is no tile {z}/{x}/{y}: z is from 0 to {MAX_ZOOM}, x and y from 0 to below 2^z.")


def index_of(tier: ServedTier) -> TileIndex:
    """The index of a tier's tiles. Raises NotThereError for a release that was published without tiles."""
    path = tier.folder / INDEX
    try:
        state = path.stat()
    except OSError:
        raise NotThereError(
            f"The release {tier.release} has no tiles. Make it anew with nearcare run, which publishes them."
        ) from None
    return _index(tier.folder, tier.version, state.st_mtime_ns, state.st_ino)


@lru_cache(maxsize=64)
def _index(folder: FilePath, version: str, *_state: int) -> TileIndex:
    del version  # with the state of the file, it tells one index from the next in the same place
    found = read_index(folder)
    if found is None:
        raise NotThereError("The release has no tiles any more. Ask again for what there is.")
    return found


def raster_file(tier: ServedTier, layer: str, run: str) -> str:
    """The class raster for a layer of a run, below the tier's folder. Raises NotThereError."""
    index = index_of(tier)
    if layer == CERTAINTY and run in index.runs and run not in index.certainty:
        raise NotThereError(
            f"Nobody asked how sure the run {run!r} of the release {tier.release} is. "
            "Give its study [uncertainty] and run it again, or choose one of those that "
            f"/releases/{tier.release}/tiles lists for certainty."
        )
    known, file = {
        CERTAINTY: (index.certainty, certainty_file),
        DIFFERENCE: (index.comparisons, comparison_file),
    }.get(layer, (index.runs, run_file))
    if run not in known:
        raise NotThereError(
            f"The release {tier.release} has no run {run!r} for {layer}; "
            f"/releases/{tier.release}/tiles lists those there are."
        )
    return file(run)


def run_named(tier: ServedTier, run: str) -> dict[str, Any]:
    """The entry of a run in the tier's summary. Raises NotThereError."""
    for each in tier.summary["runs"]:
        if run_id(each) == run:
            return dict(each)
    raise NotThereError(
        f"The release {tier.release} has no run {run!r}; /releases/{tier.release}/runs lists those there are."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A comparison's run: its id, its title, and the ids of the two runs; None for one that the tier has not."""

    id: str
    title: str
    before: str | None
    after: str | None


def comparisons_of(tier: ServedTier) -> list[Compared]:
    """The comparisons' runs of a tier, in their order."""
    by_key = {run.key: run.id for run in tier.runs.values()}
    found = []
    for each in tier.summary.get("comparisons") or ():
        same = {name: str(each[name]) for name in ("pillar", "profile", "direction")}
        before, after = (by_key.get(RunKey(**same, **each[side])) for side in ("before", "after"))
        found.append(Compared(id=run_id(each), title=str(each["name"]), before=before, after=after))
    return found


def tag_of(tier: ServedTier, *parts: object) -> str:
    """An entity tag of what is made from one version of a tier alone, without making it."""
    told = "\n".join(map(str, (tier.release, tier.name, tier.version, *parts)))
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'


def address(request: Request, path: str, tier: ServedTier) -> str:
    """The absolute address of a path of this server for the version of a tier, kept to the tier that was asked for."""
    kept_to = tier.name if "tier" in request.query_params else None
    return links.address(request, path, {"v": tier.version, "tier": kept_to})
