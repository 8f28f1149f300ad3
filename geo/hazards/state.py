"""The state of hazard areas on a day: which are open, released, not yet reported, or only an earlier state of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any, Final, Literal

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.errors import InputError
from geo.hazards.records import HazardRecords
from geo.hazards.shapes import subtracted
from geo.hazards.status import RELEASED_STATUS, UNKNOWN
from geo.layers import nearest_name

State = Literal["open", "released", "not_yet_reported", "superseded"]

_ALWAYS: Final = np.datetime64("0001-01-01", "s")


def states_on(areas: pd.DataFrame, day: dt.date) -> npt.NDArray[np.str_]:
    """What each row is on a day: "open", "released", "not_yet_reported" or "superseded".

    Rows of one id are its states over time: of those that begin up to the day, the day included, the
    latest hold, all of them if several begin together. A state begins when it is reported; a released
    one without that day, of an area that has it elsewhere, when it is released. One without any day
    always holds. A state that holds is open if its status is open and it was not released up to
    the day, or if its status is released but the release comes after the day.
    """
    today = np.datetime64(day, "s")
    begins, group = _beginnings(areas)
    is_there = begins <= today
    latest = np.full(group.max() + 1 if len(group) else 0, np.datetime64("0001-01-01", "s"))
    np.maximum.at(latest, group[is_there], begins[is_there])
    is_holding = is_there & (begins == latest[group])
    released_on = areas["released_on"].to_numpy(dtype="datetime64[s]")
    is_open = np.where(
        areas["status"].isin(RELEASED_STATUS).to_numpy(),
        released_on > today,
        ~(released_on <= today),
    )
    state = np.where(is_open, "open", "released")
    state = np.where(is_holding, state, "superseded")
    return np.where(is_there, state, "not_yet_reported")


def is_first_state(areas: pd.DataFrame) -> pd.Series[bool]:
    """Whether a row is among the earliest of its id; every row without an id is."""
    begins, group = _beginnings(areas)
    order = pd.Series(begins).groupby(group).transform("min").to_numpy()
    return pd.Series(begins == order, index=areas.index)


def open_on(
    records: HazardRecords,
    day: dt.date,
    *,
    released: Collection[str] = frozenset(),
    reopened: Collection[str] = frozenset(),
) -> gpd.GeoDataFrame:
    """The areas that are open on a day, with the columns of ``records.areas``, in its order.

    Areas whose id is among ``released`` are taken as released, those among ``reopened`` as open and
    whole, in the state that holds, or else in their first. Ids that no area has change nothing: ask
    ``unknown_ids``. Land that the records subtract is taken out. Raises InputError for an id in both.
    """
    both = sorted(set(released) & set(reopened))
    if both:
        raise InputError(f"hazard {both[0]!r} is both released and reopened; name it once")
    areas = records.areas
    state = states_on(areas, day)
    is_released = areas["id"].isin(set(released) - {UNKNOWN}).to_numpy()
    is_reopened = areas["id"].isin(set(reopened) - {UNKNOWN}).to_numpy()
    is_yet_to_come = pd.Series(state == "not_yet_reported").groupby(areas["id"].to_numpy()).transform("all").to_numpy()
    holds = np.isin(state, ["open", "released"]) | (is_yet_to_come & is_first_state(areas).to_numpy())
    is_open = ((state == "open") & ~is_released) | (is_reopened & holds)
    if records.subtracted is None:
        return areas[is_open].reset_index(drop=True)
    whole = areas[is_open & is_reopened]
    rest = subtracted(areas[is_open & ~is_reopened].reset_index(drop=True), records.subtracted)
    if not len(whole):
        return rest
    return pd.concat([whole, rest]).sort_values("row", kind="stable").reset_index(drop=True)


def unknown_ids(records: HazardRecords, ids: Iterable[str]) -> dict[str, str | None]:
    """The ids that no area has, each with the nearest that one has, or None."""
    known = dict.fromkeys(identity for identity in records.areas["id"] if identity != UNKNOWN)
    return {identity: nearest_name(identity, known) for identity in ids if identity not in known}


def _beginnings(areas: pd.DataFrame) -> tuple[npt.NDArray[np.datetime64], npt.NDArray[np.int64]]:
    """When each row begins to hold, and which rows belong together: a number for each id, and for each row without."""
    group: Any = pd.factorize(areas["id"])[0]
    is_nameless = (areas["id"] == UNKNOWN).to_numpy()
    group[is_nameless] = len(areas) + np.arange(int(is_nameless.sum()))
    group = pd.factorize(group)[0]
    reported_on = areas["reported_on"].to_numpy(dtype="datetime64[s]")
    released_on = areas["released_on"].to_numpy(dtype="datetime64[s]")
    is_known = ~np.isnat(reported_on)
    has_known = np.zeros(group.max() + 1 if len(group) else 0, np.bool_)
    has_known[group[is_known]] = True
    by_release = (
        ~is_known & areas["status"].isin(RELEASED_STATUS).to_numpy() & ~np.isnat(released_on) & has_known[group]
    )
    begins = np.where(is_known, reported_on, np.where(by_release, released_on, _ALWAYS))
    return begins, np.asarray(group, dtype=np.int64)
