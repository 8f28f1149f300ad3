"""Where people came from: coordinates, areas and names of places, each looked up on the ground of a study."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from accessibility.inputs import Inputs
from accessibility.study_file import ReportedColumns
from geo.faults import Faults
from geo.land import NearestPassableCell
from geo.layers import name_rows, nearest_name, number_in

Doubles = npt.NDArray[np.float64]
Placed = tuple[Doubles, npt.NDArray[np.int64]]
_OUTSIDE: Final = -1
_MOST_LON, _MOST_LAT = 180.0, 90.0


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPlaces:
    """The areas of a study, and the points of each place that has a name, in the grid's CRS."""

    inputs: Inputs
    points: Mapping[str, Sequence[tuple[float, float]]]

    @property
    def areas(self) -> dict[str, list[int]]:
        """Rows of the areas by id and by name; ids come first, and a name that is also an id is that id's."""
        areas = self.inputs.areas
        rows: dict[str, list[int]] = {}
        for row, name in enumerate(areas.names):
            rows.setdefault(name, []).append(row)
        return rows | {identity: [row] for row, identity in enumerate(areas.ids)}


def points_by_name(names: Sequence[str], xy: Doubles) -> dict[str, list[tuple[float, float]]]:
    """Where each name lies, once or several times; ``xy`` (names, 2) in the grid's CRS.

    >>> points_by_name(["Kesh", "Tarn", "Kesh"], np.array([[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]]))
    {'Kesh': [(0.0, 1.0), (4.0, 5.0)], 'Tarn': [(2.0, 3.0)]}
    """
    points: dict[str, list[tuple[float, float]]] = {}
    for name, (x, y) in zip(names, xy.tolist(), strict=True):
        points.setdefault(name, []).append((x, y))
    return points


def places_of_rows(
    texts: pd.DataFrame, known: KnownPlaces, columns: ReportedColumns, *, where: str, faults: Faults
) -> Placed:
    """Points, NaN where an area alone is known, and the row of the area, -1 outside all; every fault is told."""
    xy = np.full((len(texts), 2), np.nan)
    area = np.full(len(texts), _OUTSIDE, np.int64)
    has_point = ((texts["lon"] != "") | (texts["lat"] != "")).to_numpy(np.bool_)
    named = texts["area"].where(texts["area"] != "", texts["from_place"])
    is_empty = ~has_point & (named == "").to_numpy(np.bool_)
    if is_empty.any():
        what, do = "nothing says where they came from", "Give coordinates, an area or a place, or leave the row out"
        faults.error(where=where, which=name_rows(texts.index, is_empty), what=what, do=do)
    _look_up(texts, named, ~has_point & ~is_empty, known, columns, (xy, area), where=where, faults=faults)
    given = _coordinates(texts, has_point, known.inputs, columns, where=where, faults=faults)
    xy[has_point] = given[has_point]
    _check_ground(xy, area, texts.index, known.inputs, where=where, faults=faults)
    return xy, area


def _look_up(  # noqa: PLR0913, PLR0917 - what is looked up, where, and who is told
    texts: pd.DataFrame,
    named: pd.Series[Any],
    is_asked: npt.NDArray[np.bool_],
    known: KnownPlaces,
    columns: ReportedColumns,
    found: Placed,
    *,
    where: str,
    faults: Faults,
) -> None:
    """Write points and areas of the rows that name them."""
    (xy, area), areas = found, known.areas
    for is_area_column in (True, False):
        is_here = is_asked & ((texts["area"] != "").to_numpy(np.bool_) == is_area_column)
        points = {} if is_area_column else known.points
        for name in dict.fromkeys(named[is_here]):
            rows = is_here & (named == name).to_numpy(np.bool_)
            # a town and its district often share a name, and people come from the town
            candidates = len(points.get(name, ())) or len(areas.get(name, ()))
            if candidates == 1 and name in points:
                xy[rows] = points[name][0]
            elif candidates == 1:
                area[rows] = areas[name][0]
            else:
                column = columns.area if is_area_column else columns.from_place
                which = f"{name_rows(texts.index, rows)}, column {column}"
                what, do = _words(name, candidates, [*areas, *points], is_area_column=is_area_column)
                faults.error(where=where, which=which, what=what, do=do)


def _words(name: str, candidates: int, names: Iterable[str], *, is_area_column: bool) -> tuple[str, str]:
    kind = "area" if is_area_column else "area or place"
    if candidates:
        return f"{candidates} areas or places are called {name!r}", "Write the id of the area, or lon and lat"
    near = nearest_name(name, names)
    what = f"there is no {kind} {name!r}" + (f" (did you mean {near!r}?)" if near else "")
    return what, "Write the id or name of an area, or lon and lat"


def _coordinates(  # noqa: PLR0913 - as _look_up
    texts: pd.DataFrame,
    has_point: npt.NDArray[np.bool_],
    inputs: Inputs,
    columns: ReportedColumns,
    *,
    where: str,
    faults: Faults,
) -> Doubles:
    """The points in the grid's CRS; NaN, with the fault told, where coordinates are none."""
    lon, lat = (np.array([number_in(text) for text in texts[key]]) for key in ("lon", "lat"))
    with np.errstate(invalid="ignore"):
        is_wrong = has_point & ~((np.abs(lon) <= _MOST_LON) & (np.abs(lat) <= _MOST_LAT))
    if is_wrong.any():
        faults.error(
            where=where,
            which=f"{name_rows(texts.index, is_wrong)}, columns {columns.lon} and {columns.lat}",
            what="lon and lat are not both numbers within 180 and 90 degrees",
            do="Write degrees with a point, such as 30.25, or name the area instead",
        )
    xy = np.full((len(texts), 2), np.nan)
    is_sound = has_point & ~is_wrong
    grid = inputs.ground.grid
    xy[is_sound] = np.column_stack(grid.from_lon_lat(lon[is_sound], lat[is_sound]))
    is_off = np.zeros(len(texts), np.bool_)
    is_off[is_sound] = grid.cell_at(xy[is_sound, 0], xy[is_sound, 1]) < 0
    if is_off.any():
        swapped = grid.cell_at(*grid.from_lon_lat(lat[is_off], np.clip(lon[is_off], -_MOST_LAT, _MOST_LAT)))
        do = "Lon and lat seem to be swapped" if (swapped >= 0).all() else "Correct them, or leave the rows out"
        which = name_rows(texts.index, is_off)
        faults.error(where=where, which=which, what="the place lies outside the grid of the study", do=do)
        xy[is_off] = np.nan
    return xy


def _check_ground(  # noqa: PLR0913 - as _look_up
    xy: Doubles, area: npt.NDArray[np.int64], index: pd.Index[Any], inputs: Inputs, *, where: str, faults: Faults
) -> None:
    """Tell places where nobody can stand and areas where nobody lives; write the area that each point is in."""
    grid, land = inputs.ground.grid, inputs.ground.land
    is_point = np.isfinite(xy[:, 0])
    within_m = inputs.study.land.adopt_within_m
    cell, _ = NearestPassableCell(land).of(xy[is_point, 0], xy[is_point, 1], within_m=within_m)
    is_stuck = np.zeros(len(xy), np.bool_)
    is_stuck[is_point] = cell < 0
    if is_stuck.any():
        faults.error(
            where=where,
            which=name_rows(index, is_stuck),
            what=f"the place lies where nobody can stand, with no passable cell within {within_m:g} m",
            do="Correct its coordinates, or raise [land] adopt_within_m",
        )
    own = grid.cell_at(xy[is_point, 0], xy[is_point, 1])
    area[is_point] = np.where(own >= 0, inputs.areas.zone.ravel()[np.maximum(own, 0)], _OUTSIDE)
    demand = inputs.demand
    peopled = np.unique(inputs.areas.zone.ravel()[demand.home_cell[demand.answer_cell >= 0]])
    is_empty = ~is_point & (area >= 0) & ~np.isin(area, peopled)
    if is_empty.any():
        faults.error(
            where=where,
            which=name_rows(index, is_empty),
            what="nobody lives in the area, so that no way from it can be modelled",
            do="Give lon and lat instead",
        )
