"""Writing what hazards do, and what releasing them gives: clearance, disputed roads, people near, comparisons."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from accessibility.clearance import ClearanceRanking, Gain, Step
from accessibility.comparisons import Comparison
from accessibility.effects import Effects
from accessibility.runs import Run
from accessibility.worlds import Ground
from geo.grid import LON_LAT
from geo.hazards import UNKNOWN, geodesic_area_km2
from geo.rasters import write_cog

_SEPARATOR: Final = ";"
_LONGEST_EDGE_M: Final = 5000.0


def write_effects(folder: Path, effects: Effects) -> None:
    """The tables of a tier on hazards, each only where there is something to tell."""
    if effects.rankings:
        clearance = gpd.GeoDataFrame(
            pd.concat([clearance_rows(run, ranking) for run, ranking in effects.rankings], ignore_index=True),
            geometry="geometry",
            crs=LON_LAT,
        )
        clearance.drop(columns="geometry").to_csv(folder / "clearance.csv", index=False)
        clearance.to_file(folder / "clearance.gpkg", layer="clearance", driver="GPKG", geometry_type="MultiPolygon")
        steps = pd.concat([step_rows(run, ranking) for run, ranking in effects.rankings], ignore_index=True)
        steps.to_csv(folder / "clearance_steps.csv", index=False)
    for name, table in (("near_hazards", effects.near_hazards), ("hazard_range", effects.hazard_range)):
        if len(table):
            table.to_csv(folder / f"{name}.csv", index=False)
    if effects.disputed_roads is not None:
        effects.disputed_roads.to_file(
            folder / "disputed_roads.gpkg", layer="disputed_roads", driver="GPKG", geometry_type="MultiLineString"
        )


def clearance_rows(run: Run, ranking: ClearanceRanking) -> gpd.GeoDataFrame:
    """One row for each cluster of areas, what gives most first."""
    ground = run.world.ground
    clusters = _clusters(ground)
    step_of = {cluster: step for step, each in enumerate(ranking.steps, start=1) for cluster in each.clusters}
    order = list(ranking.order)
    gains = pd.DataFrame([_gain_columns(ranking.alone[cluster], ranking.bands_minutes) for cluster in order])
    rows = clusters.iloc[order].reset_index(drop=True)
    table = pd.concat([rows.drop(columns="geometry"), gains], axis=1)
    table["changes_nothing"] = [ranking.alone[cluster].is_nothing for cluster in order]
    table["step"] = pd.array([step_of.get(cluster) for cluster in order], dtype="Int64")
    table.insert(0, "rank", np.arange(1, len(order) + 1))
    table = _with_dimensions(table, run)
    return gpd.GeoDataFrame(table, geometry=rows.geometry.to_numpy(), crs=LON_LAT)


def step_rows(run: Run, ranking: ClearanceRanking) -> pd.DataFrame:
    """One row for each joint step, and a last one for all other areas together."""
    clusters = _clusters(run.world.ground)
    steps = [*((step, False) for step in ranking.steps), *([(ranking.rest, True)] if ranking.rest.clusters else [])]
    rows = [
        {
            "step": number,
            "is_rest": is_rest,
            **_step_columns(step, clusters),
            **_gain_columns(step.gain, ranking.bands_minutes),
        }
        for number, (step, is_rest) in enumerate(steps, start=1)
    ]
    columns = ["step", "is_rest", "cluster_ids", "area_count", "area_km2"]
    columns += list(_gain_columns(ranking.rest.gain, ranking.bands_minutes))
    return _with_dimensions(pd.DataFrame(rows, columns=columns), run)


def _step_columns(step: Step, clusters: gpd.GeoDataFrame) -> dict[str, Any]:
    rows = clusters.iloc[list(step.clusters)]
    return {
        "cluster_ids": _SEPARATOR.join(str(cluster + 1) for cluster in step.clusters),
        "area_count": int(rows["area_count"].sum()),
        "area_km2": float(rows["area_km2"].sum()),
    }


def _gain_columns(gain: Gain, bands_minutes: tuple[float, ...]) -> dict[str, float]:
    newly = zip(bands_minutes, gain.people_newly_within, strict=True)
    return {
        "people_inside": gain.people_inside,
        "people_gaining": gain.people_gaining,
        "person_minutes_gained": gain.person_minutes_gained,
        "people_reconnected": gain.people_reconnected,
        **{f"people_newly_within_{band:g}_min": people for band, people in newly},
    }


def _clusters(ground: Ground) -> gpd.GeoDataFrame:
    """The clusters of blocking areas: their areas in words, and their shapes in EPSG:4326."""
    areas, hazards = ground.blocking_areas, ground.hazards
    if areas is None or hazards is None:
        raise AssertionError("clearance is ranked only where areas block")
    shapes = list(hazards.shapes)
    if not ground.grid.is_geographic:  # a long straight edge is no straight line in lon and lat
        shapes = list(shapely.segmentize(shapes, _LONGEST_EDGE_M))
    outlines = gpd.GeoSeries(shapes, crs=ground.grid.crs).to_crs(LON_LAT)
    members = areas.groupby("cluster")
    identities = [_SEPARATOR.join(ids) for ids in ground.blocking_ids()]
    return gpd.GeoDataFrame(
        {
            "cluster_id": np.arange(1, len(shapes) + 1),
            "area_ids": identities,
            "area_names": members["name"].agg(_words).reindex(range(len(shapes))).to_numpy(),
            "kinds": members["kind"].agg(_words).reindex(range(len(shapes))).to_numpy(),
            "geometry_quality": members["geometry_quality"].agg(_words).reindex(range(len(shapes))).to_numpy(),
            "area_count": members.size().reindex(range(len(shapes))).to_numpy(),
            "area_km2": geodesic_area_km2(outlines),
        },
        geometry=[shapely.multipolygons(shapely.get_parts(shape)) for shape in outlines],
        crs=LON_LAT,
    )


def _words(values: Iterable[str]) -> str:
    """The different texts of a cluster's areas, in their order."""
    return _SEPARATOR.join(dict.fromkeys(value for value in values if value and value != UNKNOWN))


def write_comparisons(folder: Path, comparisons: Iterable[Comparison]) -> None:
    """The table of all comparisons of a tier, and two rasters of each."""
    tables = []
    for comparison in comparisons:
        tables.append(comparison.table)
        out = folder / comparison.folder
        out.mkdir(parents=True)
        grid = comparison.after.travel.grid
        write_cog(
            out / "minutes_gained.tif",
            comparison.minutes_gained,
            grid,
            nodata=float("nan"),
            description="minutes before less minutes after, where both have minutes",
            unit="minutes",
        )
        write_cog(
            out / "change.tif",
            comparison.change,
            grid,
            nodata=None,
            description="0 outside, 1 same, 2 quicker, 3 slower, 4 reconnected, 5 cut off, 6 no minutes in either",
            unit="",
        )
    if tables:
        pd.concat(tables, ignore_index=True).to_csv(folder / "tables" / "comparisons.csv", index=False)


def _with_dimensions(table: pd.DataFrame, run: Run) -> pd.DataFrame:
    columns = list(table.columns)
    return table.assign(**run.dimensions)[[*run.dimensions, *columns]]
