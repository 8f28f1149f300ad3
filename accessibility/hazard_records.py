"""The hazard records of a study: its file of areas, with released land from other layers held against them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from accessibility.scenario_faults import tell_unknown
from accessibility.study_file import StudyFile
from accessibility.study_hazards import HazardsTable
from geo.faults import Faults
from geo.grid import LON_LAT, Grid
from geo.hazards import (
    HazardRecords,
    buffered,
    open_on,
    read_hazard_areas,
    rule_of,
    tell_idle_rules,
    tell_released_land,
    unknown_ids,
)
from geo.layers import read_counted_layer


def read_hazard_records(
    table: HazardsTable, study: StudyFile, *, faults: Faults, grid: Grid | None = None
) -> HazardRecords | None:
    """Every hazard area of a study, open or not; None, with every fault told, if there is an error."""
    where = str(table.path)
    before = len(faults.errors)
    released, rows_read = _read_released(table, study, faults=faults)
    turning_points = None if table.turning_points is None else study.located(table.turning_points)
    records = read_hazard_areas(
        study.located(table.path),
        form=table.form(turning_points),
        as_of=study.study.as_of,
        where=where,
        faults=faults,
        grid=grid,
        released_land=released if table.subtract_released else None,
    )
    if records is None:
        return None
    if released is not None:
        whole = open_on(replace(records, subtracted=None), study.study.as_of)
        tell_released_land(whole, released, is_subtracted=table.subtract_released, where=where, faults=faults)
    tell_idle_rules(records.areas, table.hazard_rules, where=where, faults=faults)
    rows_used = 0 if released is None else len(released)
    counts = replace(records.counts, released_land_read=rows_read, released_land_unused=rows_read - rows_used)
    return replace(records, counts=counts) if len(faults.errors) == before else None


def _read_released(table: HazardsTable, study: StudyFile, *, faults: Faults) -> tuple[gpd.GeoSeries | None, int]:
    """The polygons of released land in EPSG:4326, None if the study names none; and how many rows were read."""
    read, rows_read = [], 0
    for path in table.released_layers:
        layer, counts = read_counted_layer(study.located(path), geometry="polygon", where=str(path), faults=faults)
        if layer is not None:
            read.append(layer.geometry.to_crs(LON_LAT))
            rows_read += counts.read
    return pd.concat(read, ignore_index=True) if read else None, rows_read


def read_added_areas(
    table: HazardsTable, study: StudyFile, path: Path | None, *, grid: Grid, faults: Faults
) -> gpd.GeoDataFrame | None:
    """The open areas of a layer that a scenario adds, such as a new strike; read as the study's own, None without."""
    if path is None:
        return None
    form = replace(table.form(None), layer=None)
    records = read_hazard_areas(
        study.located(path), form=form, as_of=study.study.as_of, where=str(path), faults=faults, grid=grid
    )
    return None if records is None else open_on(records, study.study.as_of)


def areas_on(  # noqa: PLR0913 - which areas, on which day, and who is told
    table: HazardsTable,
    records: HazardRecords,
    day: dt.date,
    *,
    grid: Grid,
    released: tuple[str, ...],
    added: gpd.GeoDataFrame | None,
    which: str,
    study: StudyFile,
    faults: Faults,
) -> gpd.GeoDataFrame | None:
    """The areas that are open on a day and meet the grid, in its CRS, grown by the buffer; None after an error.

    With the columns of the records, and ``policy`` and ``slow_factor`` after the study's rules.
    """
    unknown = unknown_ids(records, released)
    if unknown:
        tell_unknown(study, which, "hazard area", unknown, where=str(table.path), faults=faults)
        return None
    areas = open_on(records, day, released=released)
    if added is not None:
        areas = gpd.GeoDataFrame(pd.concat([areas, added], ignore_index=True), geometry="geometry", crs=LON_LAT)
    policy, factor = rule_of(areas, table.hazard_rules, policy=table.policy, slow_factor=table.slow_factor)
    areas = areas.assign(policy=policy, slow_factor=factor)
    areas = buffered(areas, buffer_m=table.buffer_m, metric_crs=grid.metric_crs).to_crs(grid.crs)
    is_near = shapely.intersects(areas.geometry.to_numpy(), shapely.box(*grid.bounds))
    return areas[is_near].reset_index(drop=True)
