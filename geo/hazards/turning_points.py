"""Turning points: a table with one row a point, by coordinates or by bearing and distance."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from pyproj import CRS

from geo.faults import Faults
from geo.hazards.place_columns import PlaceColumns, read_numbers
from geo.hazards.places import Places, read_places
from geo.layers import name_rows, need_column, read_table, texts_of

Bearings = Literal["true", "magnetic", "grid"]

_TURN_DEGREES: Final = 360.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TurningPointColumns:
    """The columns of the table of turning points; those of a place as in PlaceColumns."""

    area: str = "area_id"
    order: str = "order"
    lon: str | None = None
    lat: str | None = None
    easting: str | None = None
    northing: str | None = None
    zone: str | None = None
    mgrs: str | None = None
    bearing_degrees: str = "bearing_degrees"
    distance_m: str = "distance_m"


@dataclass(frozen=True, slots=True, kw_only=True)
class TurningPoints:
    """Where the table of turning points is, and from which north its bearings are counted.

    ``grid`` is the north of the projected CRS of the table; the declination is added to magnetic bearings.
    """

    path: Path
    where: str
    columns: TurningPointColumns = field(default_factory=TurningPointColumns)
    bearings: Bearings = "true"
    declination_degrees: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """Turning points by ``order``: the area of each, its place if given, and its leg from the point before, NaN if not.

    Bearings are from true or grid north; the declination of magnetic ones is added. ``rows`` are those of the table.
    """

    rows: pd.Index[Any]
    area: npt.NDArray[np.object_]
    places: Places
    bearing_degrees: npt.NDArray[np.float64]
    distance_m: npt.NDArray[np.float64]


def read_turning_points(turning_points: TurningPoints, crs: CRS | None, *, faults: Faults) -> Points | None:
    """The turning points of all areas, each area's in their order; None, with every fault told, on an error."""
    where, columns = turning_points.where, turning_points.columns
    before = len(faults.errors)
    table = read_table(turning_points.path, where=where, faults=faults)
    if table is None:
        return None
    are_there = [need_column(table, column, where=where, faults=faults) for column in (columns.area, columns.order)]
    if not all(are_there):
        return None
    areas = texts_of(table[columns.area])
    order = read_numbers(table, columns.order, where=where, faults=faults)
    for is_missing, name in ((areas == "", columns.area), (table[columns.order].isna(), columns.order)):
        if is_missing.any():
            faults.error(
                where=where,
                which=name_rows(table.index, is_missing),
                what=f"{int(is_missing.sum()):,} of {len(table):,} points have no {name}",
                do="Give each point its area and its place in the order",
            )
    is_repeated = pd.DataFrame({"area": areas, "order": order}).duplicated(keep=False) & ~np.isnan(order)
    if is_repeated.any():
        faults.error(
            where=where,
            which=name_rows(table.index, is_repeated),
            what=f"{int(is_repeated.sum()):,} points share their {columns.order} with another point of their area",
            do="Number the points of each area without repeats",
        )
    place_columns = PlaceColumns(
        lon=columns.lon,
        lat=columns.lat,
        easting=columns.easting,
        northing=columns.northing,
        zone=columns.zone,
        mgrs=columns.mgrs,
    )
    places = read_places(table, place_columns, crs, where=where, faults=faults)
    legs = _read_legs(table, turning_points, crs, faults=faults)
    if places is None or len(faults.errors) > before:
        return None
    bearing_degrees, distance_m = legs
    is_nowhere = ~places.is_known & np.isnan(distance_m)
    if is_nowhere.any():
        faults.error(
            where=where,
            which=name_rows(table.index, is_nowhere),
            what=f"{int(is_nowhere.sum()):,} of {len(table):,} points have neither coordinates nor "
            "bearing and distance",
            do="Give one of them",
        )
        return None
    by_order = np.lexsort([order])
    return Points(
        rows=table.index[by_order],
        area=areas.to_numpy(dtype=object)[by_order],
        places=Places(
            lon=places.lon[by_order],
            lat=places.lat[by_order],
            precision_m=places.precision_m[by_order],
            columns=places.columns,
        ),
        bearing_degrees=bearing_degrees[by_order],
        distance_m=distance_m[by_order],
    )


def _read_legs(
    table: pd.DataFrame, turning_points: TurningPoints, crs: CRS | None, *, faults: Faults
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Bearings, the declination added, and distances; NaN where there are none."""
    where, columns, usual = turning_points.where, turning_points.columns, TurningPointColumns()
    nothing = np.full(len(table), np.nan), np.full(len(table), np.nan)
    names = (columns.bearing_degrees, columns.distance_m)
    if not set(names) & set(table.columns) and names == (usual.bearing_degrees, usual.distance_m):
        return nothing
    are_there = [need_column(table, name, where=where, faults=faults) for name in names]
    if not all(are_there):
        return nothing
    bearing_degrees, distance_m = (read_numbers(table, name, where=where, faults=faults) for name in names)
    faulty = (
        (table[names[0]].isna() != table[names[1]].isna(), f"have only one of {names[0]} and {names[1]}", "Give both"),
        (
            (bearing_degrees < 0) | (bearing_degrees > _TURN_DEGREES),
            f"have a {names[0]} outside 0 to 360",
            "Give bearings in degrees, clockwise from north",
        ),
        (distance_m <= 0, f"have a {names[1]} that is not above 0", "Give distances in metres"),
    )
    for is_bad, what, do in faulty:
        if np.any(is_bad):
            faults.error(
                where=where,
                which=name_rows(table.index, is_bad),
                what=f"{int(np.sum(is_bad)):,} of {len(table):,} points {what}",
                do=do,
            )
    has_legs = not np.isnan(bearing_degrees).all()
    if has_legs and turning_points.bearings == "grid" and (crs is None or not crs.is_projected):
        faults.error(
            where=where,
            which="bearings",
            what="bearings from grid north need the grid, and the crs is not projected",
            do="Give its code as crs, such as EPSG:32634",
        )
    if has_legs and (turning_points.bearings == "magnetic") != (turning_points.declination_degrees != 0):
        faults.notice(
            where=where,
            which="declination_degrees",
            what="bearings are magnetic, and the declination is 0"
            if turning_points.bearings == "magnetic"
            else f"bearings are from {turning_points.bearings} north, so the declination is not used",
            do="Give the declination of the place and year of the survey, east being plus, with magnetic bearings only",
        )
    if turning_points.bearings == "magnetic":
        bearing_degrees = bearing_degrees + turning_points.declination_degrees
    return bearing_degrees, distance_m
