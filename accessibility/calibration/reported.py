"""Reported times: who came from where to which centre, and how long it took, as a table beside the study tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from accessibility.calibration.factors import LEAST_PAIRS
from accessibility.calibration.reported_columns import check_columns, minutes_of
from accessibility.calibration.reported_places import KnownPlaces, places_of_rows
from accessibility.inputs import Inputs
from accessibility.study_file import BASE_SCENARIO, ReportedColumns
from geo.faults import Faults
from geo.layers import list_names, name_rows, nearest_name, read_table, texts_of

Doubles = npt.NDArray[np.float64]
Points = Mapping[str, Sequence[tuple[float, float]]]

_FASTEST_KMH: Final = 150.0  # as the crow flies; nobody is that quick on a road, and people who give hours seem to be
_KMH: Final = 0.06  # of a metre in a minute


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedTimes:
    """The rows of a table of reported times; all have one entry a row, and none of it is ever written to a release.

    ``xy``: float64 (rows, 2) in the grid's CRS, NaN where only an area is known. ``area``: row of the area that the
    place is in, or that is all that is known; -1 outside all. ``centre_id``, ``mode``: a profile's name, and
    ``season``: the name of one. ``minutes``: as reported, above 0.
    """

    where: str
    row: npt.NDArray[np.int64]
    xy: Doubles
    area: npt.NDArray[np.int64]
    centre_id: tuple[str, ...]
    mode: tuple[str, ...]
    season: tuple[str, ...]
    minutes: Doubles

    def __len__(self) -> int:
        return len(self.minutes)

    @property
    def is_area(self) -> npt.NDArray[np.bool_]:
        """Whether no more than an area is known of where somebody came from."""
        return np.isnan(self.xy[:, 0])


def read_reported(inputs: Inputs, *, places: Points | None = None, faults: Faults) -> ReportedTimes | None:
    """The reported times of a study; None if it has none, or after an error. Every fault of every row is told.

    ``places``: where each name of a layer of places lies, in the grid's CRS; a name may lie at several points. A
    place is taken from lon and lat if both are given, else from the area, else from the name, which is looked up
    among the places and then among the ids and names of areas. No season is the first of the study; no mode is its
    profile if it has one alone. Centres are those of the base.
    """
    table = inputs.study.calibration
    if table is None or table.reported is None:
        return None
    before, where = len(faults.errors), str(table.reported)
    frame = read_table(inputs.study.located(table.reported), where=where, faults=faults)
    if frame is None or not check_columns(frame, table.columns, where=where, faults=faults):
        return None
    if len(frame) < LEAST_PAIRS:
        faults.error(
            where=where,
            which="",
            what=f"the table has {len(frame)} rows, and a factor of fewer than {LEAST_PAIRS} says too little "
            "and could be of one person",
            do=f"Give at least {LEAST_PAIRS} reported times, or remove [calibration] reported",
        )
    texts = _texts(frame, table.columns)
    minutes = minutes_of(texts["minutes"], where=where, column=table.columns.minutes, faults=faults)
    known = KnownPlaces(inputs=inputs, points=places or {})
    placed = places_of_rows(texts, known, table.columns, where=where, faults=faults)
    centre_ids = _centres(texts["to_centre"], inputs, table.columns, where=where, faults=faults)
    mode = _modes(texts["mode"], inputs, table.columns, where=where, faults=faults)
    season = _seasons(texts["season"], inputs, table.columns, where=where, faults=faults)
    if len(faults.errors) > before:
        return None
    xy, area = placed
    times = ReportedTimes(
        where=where,
        row=texts.index.to_numpy(np.int64),
        xy=xy,
        area=area,
        centre_id=tuple(centre_ids),
        mode=tuple(mode),
        season=tuple(season),
        minutes=minutes,
    )
    _tell_repeated(times, texts, faults=faults)
    _check_speeds(times, inputs, faults=faults)
    return times if len(faults.errors) == before else None


def _texts(frame: pd.DataFrame, columns: ReportedColumns) -> pd.DataFrame:
    """The columns as texts by the keys of the study file, empty where the table has none of that name."""
    empty = pd.Series([""] * len(frame), index=frame.index, dtype="str")
    return pd.DataFrame(
        {key: texts_of(frame[column]) if column in frame.columns else empty for key, column in columns},
        index=frame.index,
    )


def _centres(
    named: pd.Series[Any], inputs: Inputs, columns: ReportedColumns, *, where: str, faults: Faults
) -> list[str]:
    """The id of the centre that each row names by id or name; "" after a fault."""
    centres = inputs.centres
    here = [row for row, adding in enumerate(centres.scenario) if not adding]
    by_name: dict[str, list[str]] = {}
    for row in here:
        by_name.setdefault(centres.names[row], []).append(centres.ids[row])
    ids = {centres.ids[row]: centres.ids[row] for row in here}
    refused = {*inputs.read_centres.ids, *inputs.read_centres.names} - set(centres.ids) - set(centres.names)
    found = {**{name: each[0] for name, each in by_name.items() if len(each) == 1}, **ids}
    for text in dict.fromkeys(named):
        which = f"{name_rows(named.index, named == text)}, column {columns.to_centre}"
        if text in found:
            continue
        do = "Write the id of a centre, or its name"
        if not text:
            what = "the centre is missing"
        elif text in by_name:
            what = f"{len(by_name[text])} centres are called {text!r}"
            do = f"Write the id of one: {list_names(by_name[text])}"
        elif text in refused:
            what = f"the centre {text!r} does not serve in the base, or stands where nobody can reach it"
            do = "Correct its place in the centres, or leave the row out"
        else:
            near = nearest_name(text, [*ids, *by_name])
            what = f"there is no centre {text!r}" + (f" (did you mean {near!r}?)" if near else "")
        faults.error(where=where, which=which, what=what, do=do)
    return [found.get(text, "") for text in named]


def _modes(named: pd.Series[Any], inputs: Inputs, columns: ReportedColumns, *, where: str, faults: Faults) -> list[str]:
    names = [profile.name for profile in inputs.profiles]
    mixes = {mix.name for mix in inputs.mixes}
    only = names[0] if len(names) == 1 else ""
    for text in dict.fromkeys(named):
        if (text or only) in names:
            continue
        if not text:
            what = "the mode is missing, and the study has several profiles"
        elif text in mixes:
            what = f"{text!r} is a mix of profiles, and one journey is by one of them"
        else:
            near = nearest_name(text, names)
            what = f"there is no profile {text!r}" + (f" (did you mean {near!r}?)" if near else "")
        which = f"{name_rows(named.index, named == text)}, column {columns.mode}"
        faults.error(where=where, which=which, what=what, do=f"Write the profile: {list_names(names)}")
    return [text or only for text in named]


def _seasons(
    named: pd.Series[Any], inputs: Inputs, columns: ReportedColumns, *, where: str, faults: Faults
) -> list[str]:
    names = list(dict.fromkeys(world.key[1] for world in inputs.worlds if world.key[0] == BASE_SCENARIO))
    for text in dict.fromkeys(named):
        if text and text not in names:
            near = nearest_name(text, names)
            faults.error(
                where=where,
                which=f"{name_rows(named.index, named == text)}, column {columns.season}",
                what=f"there is no season {text!r}" + (f" (did you mean {near!r}?)" if near else ""),
                do=f"Write one of {list_names(names)}, or leave it empty for {names[0]}",
            )
    return [text or names[0] for text in named]


def _tell_repeated(times: ReportedTimes, texts: pd.DataFrame, *, faults: Faults) -> None:
    is_repeated = texts.duplicated(keep=False)
    if is_repeated.any():
        faults.notice(
            where=times.where,
            which=name_rows(texts.index, is_repeated),
            what=f"{int(is_repeated.sum()):,} rows are the same as others in all columns that are read; all are kept, "
            "since several people may say the same",
            do="Delete those that were entered twice",
            is_restricted=True,
        )


def _check_speeds(times: ReportedTimes, inputs: Inputs, *, faults: Faults) -> None:
    """Tell times in which most people would have flown: hours that were taken for minutes."""
    grid, centres = inputs.ground.grid, inputs.centres
    at = {identity: row for row, identity in enumerate(centres.ids)}
    centre_xy = centres.xy[[at[identity] for identity in times.centre_id]]
    is_point = ~times.is_area
    lon, lat = grid.to_lon_lat(times.xy[is_point, 0], times.xy[is_point, 1])
    centre_lon, centre_lat = grid.to_lon_lat(centre_xy[is_point, 0], centre_xy[is_point, 1])
    _, _, length_m = grid.geod.inv(lon, lat, centre_lon, centre_lat)
    speed_kmh = np.asarray(length_m) / times.minutes[is_point] * _KMH
    if len(speed_kmh) and np.median(speed_kmh) > _FASTEST_KMH:
        faults.error(
            where=times.where,
            which=f"column {_minutes_column(inputs)}",
            what=f"half of the people would have come at {np.median(speed_kmh):,.0f} km/h or more, as the crow flies, "
            "so the times look like hours",
            do="Write minutes: hours times 60; if they are minutes, check the places",
        )


def _minutes_column(inputs: Inputs) -> str:
    table = inputs.study.calibration
    return ReportedColumns().minutes if table is None else table.columns.minutes
