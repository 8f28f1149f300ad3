"""The hazard records of a study: its file of areas, with released land from other layers held against them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import geopandas as gpd
import pandas as pd
import shapely

from accessibility.study_file import HazardsTable, ScenarioTable, StudyFile
from accessibility.worlds.scenario_faults import tell_unknown
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
from geo.layers import list_names, read_counted_layer


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
    table: HazardsTable, study: StudyFile, scenario: ScenarioTable, *, grid: Grid | None, faults: Faults
) -> gpd.GeoDataFrame | None:
    """The open areas of the layer that a scenario adds, such as a new strike, read as the study's own.

    They are those of the day of the study, or of the scenario's own if that is later. None without such
    a layer, and after an error.
    """
    path = scenario.added_hazards
    if path is None:
        return None
    day = max(study.study.as_of, scenario.hazards_as_of or study.study.as_of)
    form = replace(table.form(None), layer=None)
    records = read_hazard_areas(study.located(path), form=form, as_of=day, where=str(path), faults=faults, grid=grid)
    if records is None:
        return None
    areas = open_on(records, day)
    idle = len(records.areas) - len(areas)
    if idle:
        faults.notice(
            where=str(path),
            which=f"[[scenarios]] {scenario.name} added_hazards",
            what=f"{idle:,} of {len(records.areas):,} areas are not open on {day.isoformat()} and are not added",
            do="Check their status and days",
        )
    return areas


def tell_unknown_released(
    table: HazardsTable, study: StudyFile, records: HazardRecords, scenario: ScenarioTable, *, faults: Faults
) -> None:
    """Tell ids that a scenario releases and no area has."""
    which = f"[[scenarios]] {scenario.name} released"
    unknown = unknown_ids(records, scenario.released)
    tell_unknown(study, which, "hazard area", unknown, where=str(table.path), faults=faults)


def areas_on(  # noqa: PLR0913 - which areas, in which scenario, and who is told
    table: HazardsTable,
    study: StudyFile,
    records: HazardRecords,
    scenario: ScenarioTable,
    *,
    grid: Grid,
    faults: Faults,
) -> gpd.GeoDataFrame | None:
    """The areas that are open in a scenario and meet the grid, in its CRS, grown by the buffer; None after an error.

    With the columns of the records, and ``policy`` and ``slow_factor`` after the study's rules.
    """
    before = len(faults.errors)
    added = read_added_areas(table, study, scenario, grid=grid, faults=faults)
    tell_unknown_released(table, study, records, scenario, faults=faults)
    if len(faults.errors) > before:
        return None
    day = scenario.hazards_as_of or study.study.as_of
    _tell_idle_releases(table, records, scenario, day, faults=faults)
    areas = open_on(records, day, released=scenario.released)
    if added is not None:
        areas = gpd.GeoDataFrame(pd.concat([areas, added], ignore_index=True), geometry="geometry", crs=LON_LAT)
    policy, factor = rule_of(areas, table.hazard_rules, policy=table.policy, slow_factor=table.slow_factor)
    areas = areas.assign(policy=policy, slow_factor=factor)
    areas = buffered(areas, buffer_m=table.buffer_m, metric_crs=grid.metric_crs).to_crs(grid.crs)
    is_near = shapely.intersects(areas.geometry.to_numpy(), shapely.box(*grid.bounds))
    return areas[is_near].reset_index(drop=True)


def _tell_idle_releases(
    table: HazardsTable, records: HazardRecords, scenario: ScenarioTable, day: dt.date, *, faults: Faults
) -> None:
    """Tell ids that a scenario releases though none of their areas is open on the day."""
    still_open = set(open_on(records, day)["id"])
    idle = [repr(identity) for identity in scenario.released if identity not in still_open]
    if idle:
        faults.notice(
            where=str(table.path),
            which=f"[[scenarios]] {scenario.name} released",
            what=f"not open on {day.isoformat()}, so that releasing them changes nothing: {list_names(idle)}",
            do="Remove them, or check their status and days",
        )
