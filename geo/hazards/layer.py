"""Reading hazard areas: which polygons are open on the day of the study, and of what kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import geopandas as gpd
import shapely

from geo.faults import Faults
from geo.grid import Grid
from geo.hazards.blocking import OPEN_STATUS, RELEASED_STATUS
from geo.layers import list_names, name_rows, nearest_name, texts_of

UNKNOWN: Final = "unknown"
COLUMNS: Final = ("id", "kind", "status", "name")


def open_hazards(
    layer: gpd.GeoDataFrame, columns: Mapping[str, str | None], *, grid: Grid, where: str, faults: Faults
) -> gpd.GeoDataFrame | None:
    """The open hazard areas with columns id, kind, status, name and geometry in the grid's CRS.

    ``columns`` maps those names to the layer's; one that maps to None is looked up under its own
    name and is "unknown" if absent. Without a status every area counts as open, which is told. A
    status outside the closed table is an error. None if there is an error.
    """
    before = len(faults.errors)
    present = [str(column) for column in layer.columns if column != layer.geometry.name]
    found: dict[str, str | None] = {}
    for key in COLUMNS:
        wanted = columns.get(key)
        if wanted is not None and wanted not in present:
            near = nearest_name(wanted, present)
            faults.error(
                where=where,
                which=f"[hazards.columns] {key}",
                what=f"there is no column {wanted!r}" + (f" (did you mean {near!r}?)" if near else ""),
                do=f"Use one of {list_names(present)}",
            )
        found[key] = wanted or (key if key in present else None)
    if len(faults.errors) > before:
        return None
    hazards = gpd.GeoDataFrame(geometry=layer.geometry.to_crs(grid.crs).to_numpy(), crs=grid.crs, index=layer.index)
    for key, column in found.items():
        hazards[key] = UNKNOWN if column is None else texts_of(layer[column], missing=UNKNOWN).to_numpy()
    if found["id"] is None:
        hazards["id"] = [str(row) for row in range(1, len(hazards) + 1)]
    is_open = _is_open(hazards, has_status=found["status"] is not None, where=where, faults=faults)
    if is_open is None:
        return None
    if not all(is_open):
        faults.notice(
            where=where,
            which="status",
            what=f"{is_open.count(False):,} of {len(hazards):,} areas are released and block nothing",
            do="Nothing, unless their status is out of date",
        )
    hazards = hazards[is_open]
    is_near = shapely.intersects(hazards.geometry.array, shapely.box(*grid.bounds))
    if len(hazards) and not is_near.any():
        faults.error(
            where=where,
            which="geometry",
            what=f"none of the {len(hazards):,} open areas lies on the grid",
            do="Check the layer's CRS and the order of its coordinates, or the grid's bounds",
        )
        return None
    if (~is_near).any():
        faults.notice(
            where=where,
            which="geometry",
            what=f"{int((~is_near).sum()):,} of {len(hazards):,} open areas lie wholly outside the grid and "
            "change nothing",
            do="Nothing, unless the grid should be larger",
        )
    return hazards[is_near].reset_index(drop=True)


def _is_open(hazards: gpd.GeoDataFrame, *, has_status: bool, where: str, faults: Faults) -> list[bool] | None:
    if not has_status:
        faults.notice(
            where=where,
            which="status",
            what=f"the layer has no status, so all {len(hazards):,} areas count as open",
            do="Name its column in [hazards.columns] status if it has one",
        )
        return [True] * len(hazards)
    statuses = hazards["status"].str.lower()
    is_empty = statuses.isin(["", UNKNOWN])
    if is_empty.any():
        faults.error(
            where=where,
            which=f"status, {name_rows(hazards.index, is_empty)}",
            what=f"{int(is_empty.sum()):,} of {len(hazards):,} areas say no status",
            do="Write open for an area that is not known to be released",
        )
    unknown = sorted(set(statuses[~is_empty]) - OPEN_STATUS - RELEASED_STATUS)
    if unknown:
        faults.error(
            where=where,
            which=f"status, {name_rows(hazards.index, statuses.isin(unknown))}",
            what=f"{', '.join(repr(value) for value in unknown[:5])} is no known status",
            do=f"Use {', '.join(sorted(OPEN_STATUS))} for open areas, "
            f"{', '.join(sorted(RELEASED_STATUS))} for released ones",
        )
    if unknown or is_empty.any():
        return None
    return [status in OPEN_STATUS for status in statuses]
