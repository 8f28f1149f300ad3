"""The index of a tier's tiles: what is in its ``tiles/`` folder and where each thing lies."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from geo.errors import ReleaseError

TILES: Final = "tiles"
MADE_ANEW: Final = "Make the release anew with nearcare run"
INDEX: Final = "tiles/index.json"
_FORMAT: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class TileSet:
    """A vector tile set: its layer's name, the zooms it has, its columns with their types, and its features.

    ``bounds`` are west, south, east and north in degrees. Types are ``Number``, ``String`` or ``Boolean``.
    """

    name: str
    minzoom: int
    maxzoom: int
    bounds: tuple[float, float, float, float]
    fields: dict[str, str]
    features: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TileIndex:
    """What a tier has: zooms and bounds of its class rasters, and its vector tile sets by name.

    ``classes``: ``bands_minutes`` and ``threshold_minutes``, as the summary has them, and ``steps_minutes``, the limits
    between the codes that were drawn. ``certainty``: the runs that have a raster of how sure they are. A pixel at
    ``maxzoom`` is no larger than a cell; below it a pixel shows what ``maps.tiles.coarser`` says.
    """

    maxzoom: int
    bounds: tuple[float, float, float, float]
    runs: tuple[str, ...]
    certainty: tuple[str, ...]
    comparisons: tuple[str, ...]
    classes: dict[str, Any]
    sets: dict[str, TileSet]


def run_id(run: Mapping[str, Any]) -> str:
    """The id of a run or of a comparison's run in a summary: the slugs of its folder, joined by dots."""
    return ".".join(str(run["folder"]).split("/")[1:])


def run_file(run: str) -> str:
    """Where the class raster of a run lies in a tier."""
    return f"{TILES}/runs/{run}.tif"


def certainty_file(run: str) -> str:
    """Where the raster of how sure a run is lies in a tier."""
    return f"{TILES}/certainty/{run}.tif"


def comparison_file(run: str) -> str:
    """Where the class raster of a comparison's run lies in a tier."""
    return f"{TILES}/comparisons/{run}.tif"


def set_file(name: str) -> str:
    """Where a vector tile set lies in a tier."""
    return f"{TILES}/{name}.pmtiles"


def write_index(tier_folder: Path, index: TileIndex) -> None:
    """Write the index; it is written last, so that a folder with one is whole."""
    text = json.dumps({"format": _FORMAT, **asdict(index)}, indent=1, ensure_ascii=False, allow_nan=False)
    (tier_folder / INDEX).write_text(text + "\n", encoding="utf-8")


def read_index(tier_folder: Path) -> TileIndex | None:
    """The index of a tier, None if it has no tiles. Raises ReleaseError for one that cannot be read."""
    path = tier_folder / INDEX
    if not path.is_file():
        return None
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if found["format"] != _FORMAT:
            raise ReleaseError(
                f"{INDEX} of the release is of format {found['format']}, and this version of nearcare reads {_FORMAT}. "
                f"{MADE_ANEW}"
            )
        return TileIndex(
            maxzoom=int(found["maxzoom"]),
            bounds=_bounds(found["bounds"]),
            runs=tuple(found["runs"]),
            certainty=tuple(found["certainty"]),
            comparisons=tuple(found["comparisons"]),
            classes=dict(found["classes"]),
            sets={
                name: TileSet(**(each | {"bounds": _bounds(each["bounds"])})) for name, each in found["sets"].items()
            },
        )
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise ReleaseError(f"{INDEX} of the release cannot be read. {MADE_ANEW}") from error


def _bounds(found: list[float]) -> tuple[float, float, float, float]:
    west, south, east, north = (float(edge) for edge in found)
    return west, south, east, north
