"""The hazard records of a study: its file of areas, with released land from other layers held against them."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import pandas as pd

from accessibility.study_file import StudyFile
from accessibility.study_hazards import HazardsTable
from geo.faults import Faults
from geo.grid import LON_LAT, Grid
from geo.hazards import HazardRecords, open_on, read_hazard_areas, tell_idle_rules, tell_released_land
from geo.layers import read_layer


def read_hazard_records(
    table: HazardsTable, study: StudyFile, *, faults: Faults, grid: Grid | None = None
) -> HazardRecords | None:
    """Every hazard area of a study, open or not; None, with every fault told, if there is an error."""
    where = str(table.path)
    before = len(faults.errors)
    released = _read_released(table, study, faults=faults)
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
    return records if len(faults.errors) == before else None


def _read_released(table: HazardsTable, study: StudyFile, *, faults: Faults) -> gpd.GeoSeries | None:
    """The polygons of released land in EPSG:4326; None if the study names none."""
    read = []
    for path in table.released_layers:
        layer = read_layer(study.located(path), geometry="polygon", where=str(path), faults=faults)
        if layer is not None:
            read.append(layer.geometry.to_crs(LON_LAT))
    return pd.concat(read, ignore_index=True) if read else None
