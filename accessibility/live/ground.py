"""The ground of a release that what-ifs are asked over: its index at once, its arrays when they are needed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from pathlib import Path
from threading import RLock
from typing import Any
from weakref import WeakValueDictionary

import numpy as np
import numpy.typing as npt
import shapely
from affine import Affine
from pyproj import CRS

from accessibility.live.changes import Question
from accessibility.live.picture import LiveCentre
from accessibility.live.sheets import SheetsReader
from accessibility.live.world import LiveWorld
from accessibility.live.writing import FORMAT, INDEX
from geo.errors import InputError, MissingFileError, ReleaseError
from geo.grid import Grid

_AGAIN = "Run the study again with this version of nearcare"


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveHazardArea:
    """An open area of the base: ``policy`` block, slow or ignore; only one that blocks can be released at once."""

    id: str
    policy: str


@dataclass(frozen=True, kw_only=True, eq=False)
class LiveGround:
    """What was written beside a release for what-ifs. For any number of threads.

    ``questions``: every run of its base. ``centres``: those of the base in their rows; ``hazard_areas``: the open
    ones. ``pillars``: pillars and services that the study asks for. What is loaded is shared, and let go when no
    country needs it any more.
    """

    folder: Path
    grid: Grid
    questions: tuple[Question, ...]
    centres: tuple[LiveCentre, ...]
    hazard_areas: tuple[LiveHazardArea, ...]
    pillars: tuple[str, ...]
    services: tuple[str, ...]
    bands_minutes: tuple[float, ...]
    threshold_minutes: float
    adopt_within_m: float
    area_ids: tuple[str, ...]
    area_names: tuple[str, ...]
    people_outside_grid: float
    index: Mapping[str, Any]
    sheets: SheetsReader
    _worlds: WeakValueDictionary[tuple[str, str], LiveWorld] = field(default_factory=WeakValueDictionary)
    _lock: Any = field(default_factory=RLock)

    def world(self, profile: str, season: str) -> LiveWorld:
        """The base world of a profile in a season. Raises InputError for one that the study does not have."""
        with self._lock:
            found = self._worlds.get((profile, season))
            if found is None:
                named = {(each["profile"], each["season"]): each for each in self.index["worlds"]}
                if (profile, season) not in named:
                    known = ", ".join(" in ".join(each) for each in named)
                    raise InputError(f"the study has no profile {profile} in season {season}; it has {known}")
                found = LiveWorld(self.grid, named[profile, season], self.index["hazards"], self.sheets)
                self._worlds[profile, season] = found
            return found

    def people(self) -> npt.NDArray[np.float64]:
        """People by cell, shape of the grid."""
        return self.sheets.get("people.tif", "float64")

    def zone(self) -> npt.NDArray[np.int32]:
        """The row of the area of each cell, -1 for none, shape of the grid."""
        return self.sheets.get(self.index["areas"]["zone"], "int32")

    def is_outside(self, has_data: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """Cells that are no part of the study, as its rasters say."""
        is_empty = ~has_data & (self.people() <= 0)
        return is_empty & (self.zone() < 0) if self.index["areas"]["is_named"] else is_empty

    @cached_property
    def hazard_shapes(self) -> tuple[shapely.Geometry, ...]:
        """The areas that block, grid's CRS, in the order of those in ``hazard_areas`` that do."""
        return self.sheets.shapes(self.index["hazards"]["shapes"]) if self.index["hazards"] else ()


def read_live_ground(folder: Path) -> LiveGround:
    """The ground in a release's folder ``ground``; reads the index alone.

    Raises MissingFileError where there is none for what-ifs, ReleaseError for one that cannot be read.
    """
    path = folder / INDEX
    if not path.is_file():
        raise MissingFileError(f"{folder} has no {INDEX}, which what-ifs need. {_AGAIN}")
    try:
        index = json.loads(path.read_text(encoding="utf-8"))
        if index["format"] != FORMAT:
            raise ReleaseError(f"{path} is of format {index['format']}, not {FORMAT}. {_AGAIN}")
        return _ground(folder, index)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ReleaseError(f"{path} is not whole ({error!r}). {_AGAIN}") from error


def _ground(folder: Path, index: Mapping[str, Any]) -> LiveGround:
    grid = Grid(
        shape=(int(index["grid"]["shape"][0]), int(index["grid"]["shape"][1])),
        affine=Affine(*index["grid"]["affine"]),
        crs=CRS.from_wkt(index["grid"]["crs"]),
    )
    questions = [
        Question(
            pillar=pillar,
            profile=world["profile"],
            season=world["season"],
            direction=direction,
            has_hazards=has_hazards,
        )
        for pillar, direction, world in product(index["pillars"], index["directions"], index["worlds"])
        for has_hazards in ((False, True) if world["hazards"] else (False,))
    ]
    centres = [
        LiveCentre(
            **{key: each[key] for key in ("id", "name", "level", "lon", "lat", "is_sensitive")},
            pillars=tuple(each["pillars"]),
            on_upgrade=tuple((service, pillar) for service, pillar in each["on_upgrade"]),
        )
        for each in index["centres"]
    ]
    areas = index["hazards"]["areas"] if index["hazards"] else ()
    return LiveGround(
        folder=folder,
        grid=grid,
        questions=tuple(questions),
        centres=tuple(centres),
        hazard_areas=tuple(LiveHazardArea(id=each["id"], policy=each["policy"]) for each in areas),
        pillars=tuple(index["pillars"]),
        services=tuple(index["services"]),
        bands_minutes=tuple(float(band) for band in index["bands_minutes"]),
        threshold_minutes=float(index["threshold_minutes"]),
        adopt_within_m=float(index["adopt_within_m"]),
        area_ids=tuple(index["areas"]["ids"]),
        area_names=tuple(index["areas"]["names"]),
        people_outside_grid=float(index["people_outside_grid"]),
        index=index,
        sheets=SheetsReader(folder),
    )
