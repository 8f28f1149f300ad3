"""Reach: who gets to care within each step of travel time, added up from the homes of a run."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from accessibility.need import ALL_ID, OUTSIDE_ID, Demand, PeopleTime, band_column
from geo.errors import InputError

Doubles = npt.NDArray[np.float64]

WITHOUT_MINUTES: Final = ("no_way", "inside_hazards", "on_barrier", "no_land_data", "beyond_limit")
"""Why people have no minutes; each is a column ``population_...`` of ``areas.parquet`` and of the table of reach."""

_AREA: Final = ("area_id", "area_name", "area_kind", "population")
_ROUNDING: Final = 1e-8  # of the people of a place: two ways of adding up the same people differ by no more


def people_by_step(
    place: npt.NDArray[np.integer], minutes: Doubles, people: Doubles, steps: Sequence[float], *, count: int
) -> Doubles:
    """People within each step, inclusive and cumulative, of each place: (count, steps), rising along the steps.

    ``place``: whole numbers (homes,), from 0 to below ``count``; ``minutes``: (homes,), inf where there is no answer.
    """
    edges = np.asarray(steps, np.float64)
    columns = len(edges) + 1  # the last one holds who is beyond all steps, or has no minutes
    first = np.searchsorted(edges, minutes, side="left")
    cell = place.astype(np.int64) * columns + first
    in_step = np.bincount(cell, weights=people, minlength=count * columns).reshape(count, columns)
    return np.asarray(np.cumsum(in_step[:, :-1], axis=1))


def at_the_bands(within: Doubles, steps: Sequence[float], bands: Sequence[float], at_bands: Doubles) -> Doubles:
    """The same people within steps, with what a run says of its bands put in, to the last bit.

    ``within``: (places, steps). ``at_bands``: (places, bands). Between two bands no step says less than the one before
    nor more than the one behind, though both were added up in another order. Raises InputError where the two differ
    by more than rounding: then they are of other people.
    """
    places = [list(steps).index(float(band)) for band in bands]
    given = within[:, places]
    allowed = _ROUNDING * np.maximum(1.0, within[:, -1:])
    if not (np.abs(given - at_bands) <= allowed).all():
        raise InputError("the people within the steps are not those within the bands; give both of the same run")
    found = within.copy()
    found[:, places] = at_bands
    edge = [0, *(place + 1 for place in places)]
    least = np.zeros(len(found))
    for row, start in enumerate(edge):
        end = places[row] if row < len(places) else found.shape[1]
        most = found[:, end] if row < len(places) else np.full(len(found), np.inf)
        found[:, start:end] = np.clip(found[:, start:end], least[:, None], most[:, None])
        least = most
    return found


def measure_reach(  # noqa: PLR0913 - who, when, where, and the table that it agrees with
    demand: Demand,
    times: PeopleTime,
    zone: npt.NDArray[np.integer],
    access: pd.DataFrame,
    *,
    bands_minutes: Sequence[float],
    steps_minutes: Sequence[float],
) -> pd.DataFrame:
    """Who reaches care within each step: a row for each of ``access``, which is ``measure_access`` of the same run.

    ``zone``: the row of the area of each cell, -1 for none. Columns: those that name the area, ``population``,
    ``population_within_{step}_min`` for each step, the people without minutes by reason, and ``median_minutes`` (inf:
    no way; NaN: nobody). At the bands, and wherever both tables tell the same, the values are those of ``access``;
    the rows of areas and of outside add up to the row of all. Raises InputError if the two are of different people.
    """
    count = len(access) - 1
    home_zone = zone.ravel()[demand.home_cell]
    place = np.where(home_zone < 0, count - 1, home_zone)
    within = people_by_step(place, times.minutes, demand.people, steps_minutes, count=count)
    return reach_frame(within, access, bands_minutes=bands_minutes, steps_minutes=steps_minutes)


def reach_frame(
    within: Doubles, access: pd.DataFrame, *, bands_minutes: Sequence[float], steps_minutes: Sequence[float]
) -> pd.DataFrame:
    """The table of ``measure_reach`` from people within steps, (places, steps), all places but the last row of access.

    Raises InputError for an ``access`` whose last rows are not outside and all, and for other people than its own.
    """
    if access["area_id"].iloc[-2:].tolist() != [OUTSIDE_ID, ALL_ID]:
        raise InputError("the last two rows of the table of access are not outside and all; give it as it was measured")
    bands = [band_column(band) for band in bands_minutes]
    fixed = at_the_bands(within, steps_minutes, bands_minutes, access[bands].to_numpy(np.float64)[:-1])
    total = np.array([math.fsum(column) for column in fixed.T])
    columns = {
        band_column(step): values for step, values in zip(steps_minutes, [*np.vstack([fixed, total]).T], strict=True)
    }
    columns |= {name: access[name].to_numpy() for name in bands}
    frame = access[[*_AREA]].reset_index(drop=True).assign(**columns)
    for name in (*(f"population_{reason}" for reason in WITHOUT_MINUTES), "median_minutes"):
        frame[name] = access[name].to_numpy()
    return frame
