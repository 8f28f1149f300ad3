"""The tables, rasters and scenario files of the plans of a tier: the check at their one door, and writing them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from accessibility.release.plan_columns import PLAN_TABLES
from accessibility.release.spreadsheet_texts import neutral_frame
from accessibility.release.table_columns import wrong_in
from geo.errors import ReleaseError
from geo.grid import LON_LAT, Grid
from geo.rasters import write_cog

PLAN_FOLDER: Final = "plans"
KEPT_BACK_WORDS: Final = (
    "The study asks for plans; they rest on hazards, which are not shown in this tier, and are kept back with them."
)
_POINTS: Final = {"sites": "plan", "candidates": "plan_candidates"}
_RASTERS: Final = {
    "travel_minutes": ("least travel time to the nearest centre, the sites of the plan included", "minutes"),
    "status": ("0 outside, 1 reached, 2 no way, 3 inside a hazard, 4 barrier, 5 no land data, 6 beyond the limit", ""),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTables:
    """What a tier tells of plans and outreach.

    ``frames``: by name, one of PLAN_TABLES; a table of which nothing is known is not there. ``rasters``: by plan and
    pillar as a folder below ``plans/``, and name. ``files``: texts by their path below ``plans/``. ``layers``: further
    layers of points or lines by GeoPackage below ``tables/`` and name. ``kept_back``: whether the study asks for plans
    that this tier may not show; there is then nothing else.
    """

    frames: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    rasters: Mapping[str, Mapping[str, npt.NDArray[Any]]] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    layers: Mapping[tuple[str, str], gpd.GeoDataFrame] = field(default_factory=dict)
    kept_back: bool = False


def checked_plans(plans: PlanTables) -> PlanTables:
    """The same tables in their order, if each has its columns and keys; a ReleaseError tells all that is wrong."""
    wrong = [f"there is no table {name}" for name in plans.frames if name not in PLAN_TABLES]
    wrong += [
        f"there is no raster {name}" for rasters in plans.rasters.values() for name in rasters if name not in _RASTERS
    ]
    for name, frame in plans.frames.items():
        if name in PLAN_TABLES:
            wrong += [f"{name}: {what}" for what in wrong_in(frame, PLAN_TABLES[name])]
    if wrong:
        raise ReleaseError(
            f"The tables on plans cannot be written: {'; '.join(wrong)}. Fill them as accessibility/release says."
        )
    frames = {name: plans.frames[name] for name in PLAN_TABLES if name in plans.frames}
    return PlanTables(
        frames=frames, rasters=plans.rasters, files=plans.files, layers=plans.layers, kept_back=plans.kept_back
    )


def write_plans(folder: Path, plans: PlanTables, grid: Grid, areas: gpd.GeoDataFrame) -> None:
    """One CSV for each table below ``tables/`` of a tier's folder, GeoPackages beside them, and ``plans/``.

    ``areas``: the outlines by ``area_id``, EPSG:4326. Raises ReleaseError.
    """
    checked = checked_plans(plans)
    tables = folder / "tables"
    for name, frame in checked.frames.items():
        columns = list(PLAN_TABLES[name].of(frame.columns))
        neutral_frame(frame[columns]).to_csv(tables / f"{name}.csv", index=False, lineterminator="\n")
    for layer, name in _POINTS.items():
        if name in checked.frames:
            frame = checked.frames[name]
            points = gpd.GeoDataFrame(frame, geometry=gpd.points_from_xy(frame["lon"], frame["lat"]), crs=LON_LAT)
            points.to_file(tables / "plan.gpkg", layer=layer, driver="GPKG", geometry_type="Point")
    if "plan_uncovered" in checked.frames:
        outlined = areas[["area_id", areas.geometry.name]].merge(checked.frames["plan_uncovered"], on="area_id")
        outlined.to_file(tables / "plan.gpkg", layer="uncovered", driver="GPKG", geometry_type="MultiPolygon")
    for (package, layer), frame in checked.layers.items():
        frame.to_file(tables / package, layer=layer, driver="GPKG")
    for below, rasters in checked.rasters.items():
        place = folder / PLAN_FOLDER / below
        place.mkdir(parents=True, exist_ok=True)
        for name, values in rasters.items():
            description, unit = _RASTERS[name]
            nodata = float("nan") if np.issubdtype(values.dtype, np.floating) else None
            write_cog(place / f"{name}.tif", values, grid, nodata=nodata, description=description, unit=unit)
    for below, text in checked.files.items():
        path = folder / PLAN_FOLDER / below
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def plans_told(plans: PlanTables) -> dict[str, Any]:
    """What a summary says of the plans: their files and rows, or that they are kept back."""
    if plans.kept_back:
        return {"kept_back": KEPT_BACK_WORDS}
    frames = checked_plans(plans).frames
    return {"files": [{"file": f"{name}.csv", "rows": len(frame)} for name, frame in frames.items()]}
