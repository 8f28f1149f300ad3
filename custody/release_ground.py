"""The ground of a release: what the custodian reads of one tier to count survivors over its base runs."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from accessibility.need import ALL_ID, band_column
from accessibility.protection import TableRun
from accessibility.release import MANIFEST, ground_sha256
from accessibility.run_dimensions import BASE_SCENARIO, DIMENSIONS, WITH_HAZARDS, WITHOUT_HAZARDS
from accessibility.search import BARRIER, NO_LAND_DATA, OUTSIDE
from geo.errors import MissingFileError, ReleaseError
from geo.faults import Faults
from geo.grid import LON_LAT, Grid
from geo.land import Land
from geo.layers import area_of_cells
from geo.rasters import read_band

_AGAIN: Final = "Run the study again with this version of nearcare"
_DISAGREES: Final = 1e-3  # of all people; minutes on disk are rounded, so that a few may change their band


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReleaseGround:
    """One tier of a release. ``people`` and ``zone`` have the shape of the grid.

    ``runs`` are those of the base alone, each with its folder: survivors are never asked about a scenario.
    ``zone``: the row of the area of each cell's centre, -1 for none. ``area_parents``: None without any.
    ``is_inside_hazard``: shape of the grid, None where no area blocks.
    """

    folder: Path
    tier: str
    grid: Grid
    bands_minutes: tuple[float, ...]
    adopt_within_m: float
    area_ids: tuple[str, ...]
    area_names: tuple[str, ...]
    area_parents: tuple[str, ...] | None
    area_shapes: tuple[shapely.Geometry, ...]
    zone: npt.NDArray[np.int32]
    people: npt.NDArray[np.float64]
    is_inside_hazard: npt.NDArray[np.bool_] | None
    runs: Mapping[TableRun, Path]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RunOnGround:
    """What one run says of every cell: minutes (inf without an answer) and the land that people stand on."""

    run: TableRun
    minutes: npt.NDArray[np.float64]
    land: Land
    is_inside_hazard: npt.NDArray[np.bool_] | None
    ground_sha256: str


def read_release_ground(release: Path, tier: str) -> ReleaseGround:
    """The tier of a release with its ground.

    Raises MissingFileError without a release or without that tier in it, ReleaseError where something is missing.
    """
    _check_release(release)
    folder = release / tier
    if not (folder / MANIFEST).is_file():
        raise MissingFileError(
            f'{release} has no {tier} tier; write it with tiers = ["{tier}"] under [release] in the study'
        )
    manifest, summary = _read_json(folder / MANIFEST), _read_json(folder / "summary.json")
    runs = _base_runs(folder)
    first = next(iter(runs.values()))
    grid, _ = _read_raster(first / "status.tif")
    areas = _read_areas(folder / "tables" / "areas.gpkg")
    try:
        adopt_within_m = float(manifest["parameters"]["land"]["adopt_within_m"])
        bands = tuple(float(band) for band in summary["bands_minutes"])
        is_of_tier = manifest["tier"] == tier
    except (KeyError, TypeError, ValueError):
        raise ReleaseError(f"{folder}: its manifest or summary lacks the bands or the land. {_AGAIN}") from None
    if not is_of_tier:
        raise ReleaseError(f"{folder} is the folder of another tier. {_AGAIN}")
    people_grid, people, is_inside = read_people_and_hazards(release)
    if not people_grid.is_aligned_with(grid):
        raise ReleaseError(f"{release}: ground/people.tif and the runs of {tier} lie on two grids. {_AGAIN}")
    return ReleaseGround(
        folder=folder,
        tier=tier,
        grid=grid,
        bands_minutes=bands,
        adopt_within_m=adopt_within_m,
        area_ids=tuple(areas["area_id"].astype(str)),
        area_names=tuple(areas["area_name"].astype(str)),
        area_parents=tuple(areas["parent"].astype(str)) if "parent" in areas else None,
        area_shapes=tuple(areas.geometry),
        zone=area_of_cells(areas, grid),
        people=people,
        is_inside_hazard=is_inside,
        runs=runs,
    )


def read_people_and_hazards(
    release: Path,
) -> tuple[Grid, npt.NDArray[np.float64], npt.NDArray[np.bool_] | None]:
    """Grid, people by cell and the cells inside open hazards (None without any) of a release, whatever its tiers.

    Raises MissingFileError without a release, ReleaseError where something is missing.
    """
    _check_release(release)
    grid, people = _read_raster(release / "ground" / "people.tif")
    inside = release / "ground" / "inside_hazards.tif"
    is_inside = _read_raster(inside)[1] > 0 if inside.is_file() else None
    return grid, np.nan_to_num(people.astype(np.float64), nan=0.0), is_inside


def choose_run(
    ground: ReleaseGround, pillar: str, *, hazards: str | None, season: str | None, direction: str | None
) -> TableRun:
    """The one run of a pillar that survivors are counted over.

    Left open, it is the one with hazards if the tier has any, in the first season, towards care; always of the
    first profile. Raises
    ReleaseError, naming what there is, if the tier has no such run.
    """
    runs = [run for run in ground.runs if run.pillar == pillar]
    if not runs:
        pillars = ", ".join(dict.fromkeys(run.pillar for run in ground.runs))
        raise ReleaseError(f"the {ground.tier} tier has no run for {pillar}; it has {pillars}")
    usual = {"hazards": WITH_HAZARDS, "season": "", "direction": "to"}
    for field, value in (("hazards", hazards), ("season", season), ("direction", direction)):
        there = list(dict.fromkeys(str(getattr(run, field)) for run in runs))
        if value is not None and value not in there:
            raise ReleaseError(f"the {ground.tier} tier has no run of {pillar} with {value}; it has {', '.join(there)}")
        chosen = value or (usual[field] if usual[field] in there else there[0])
        runs = [run for run in runs if getattr(run, field) == chosen]
    return runs[0]


def read_run(ground: ReleaseGround, run: TableRun) -> RunOnGround:
    """The times of a run and the land that it went over. Raises KeyError for a run that is not of the base."""
    folder = ground.runs[run]
    _, minutes = _read_raster(folder / "travel_minutes.tif")
    _, status = _read_raster(folder / "status.tif")
    status = status.astype(np.uint8)
    has_data = ~np.isin(status, (NO_LAND_DATA, OUTSIDE))
    pace = np.where(has_data, np.where(status == BARRIER, np.inf, 1.0), np.nan)
    return RunOnGround(
        run=run,
        minutes=np.where(np.isfinite(minutes), minutes, np.inf).astype(np.float64),
        land=_land(ground.grid, pace),
        is_inside_hazard=ground.is_inside_hazard if run.hazards == WITH_HAZARDS else None,
        ground_sha256=ground_sha256(
            ground.grid,
            area_ids=ground.area_ids,
            area_shapes=ground.area_shapes,
            travel_minutes=minutes,
            status=status,
        ),
    )


def _land(grid: Grid, pace: npt.NDArray[np.float64]) -> Land:
    """The land as far as it matters to who stands where: nothing moves over it."""
    nothing = np.zeros(grid.shape, dtype=np.uint8)
    return Land(
        grid=grid,
        pace=pace,
        mode=nothing,
        elevation_m=np.zeros(grid.shape, dtype=np.float32),
        blocked=nothing,
        is_inside_barrier=np.zeros(grid.shape, dtype=np.bool_),
        barriers=(),
    )


def check_agreement(ground: ReleaseGround, run: TableRun, people_within: npt.NDArray[np.float64]) -> None:
    """Hold the people within each band, as they are counted here, against the tier's own table.

    Raises ReleaseError where they differ by a thousandth of all people, since then the ground is another.
    """
    with (ground.folder / "tables" / "areas.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["area_id"] == ALL_ID]
    rows = [row for row in rows if all(row[field] == getattr(run, field) for field in DIMENSIONS)]
    if len(rows) != 1:
        raise ReleaseError(f"{ground.folder}: tables/areas.csv does not tell of every run. {_AGAIN}")
    told = np.array([float(rows[0][band_column(band)]) for band in ground.bands_minutes])
    if np.abs(told - people_within).max() > _DISAGREES * max(float(ground.people.sum()), 1.0):
        raise ReleaseError(f"{ground.folder}: its tables and its ground are of two runs of the study. {_AGAIN}")


def _check_release(release: Path) -> None:
    if not (release / MANIFEST).is_file() or not (release / "ground").is_dir():
        raise MissingFileError(f"{release} is no release of nearcare; name the folder that nearcare run has written")


def _base_runs(folder: Path) -> dict[TableRun, Path]:
    """The runs of the base, in the order in which they are listed, each with its folder inside the tier."""
    found: dict[TableRun, Path] = {}
    try:
        with (folder / "runs.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["scenario"] != BASE_SCENARIO:
                    continue
                path = (folder / row["folder"]).resolve()
                if not path.is_relative_to(folder.resolve()) or row["hazards"] not in {WITH_HAZARDS, WITHOUT_HAZARDS}:
                    raise ReleaseError(f"{folder}: runs.csv names a run that is not in the tier. {_AGAIN}")
                found[TableRun(**{field: row[field] for field in DIMENSIONS})] = folder / row["folder"]
    except (OSError, KeyError, TypeError, UnicodeDecodeError):
        raise ReleaseError(f"{folder}: its list of runs cannot be read. {_AGAIN}") from None
    if not found:
        raise ReleaseError(f"{folder} has no run of the base. {_AGAIN}")
    return found


def _read_areas(path: Path) -> gpd.GeoDataFrame:
    try:
        areas = gpd.read_file(path, layer="areas")
    except Exception:  # noqa: BLE001 - whatever the driver raises, the file is not one of ours
        raise ReleaseError(f"{path} cannot be read. {_AGAIN}") from None
    if not {"area_id", "area_name"} <= set(areas) or areas.crs is None or not areas.crs.equals(LON_LAT):
        raise ReleaseError(f"{path} lacks ids, names or its coordinate system. {_AGAIN}")
    return areas


def _read_raster(path: Path) -> tuple[Grid, npt.NDArray[Any]]:
    if not path.is_file():
        raise ReleaseError(f"{path} is missing. {_AGAIN}")
    faults = Faults()
    band = read_band(path, where=str(path), faults=faults)
    faults.raise_errors()
    if band is None:
        raise ReleaseError(f"{path} cannot be read. {_AGAIN}")
    return band.grid, band.data


def _read_json(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise ReleaseError(f"{path} cannot be read. {_AGAIN}") from None
    if not isinstance(values, dict):
        raise ReleaseError(f"{path} cannot be read. {_AGAIN}")
    return values
