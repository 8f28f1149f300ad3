"""Access: how many people of each area reach care within each band, who does not, and quantiles over all."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from accessibility.need.demand import Demand, PeopleTime
from accessibility.need.quantiles import quantile_minutes
from accessibility.search import BARRIER, BEYOND_LIMIT, INSIDE_HAZARD, NO_LAND_DATA, NO_WAY, REACHED
from geo.layers import Areas

OUTSIDE_ID = "outside"
OUTSIDE_NAME = "outside all areas"
ALL_ID = "total"
ALL_NAME = "All"
_COUNTED = {
    "population_no_way": NO_WAY,
    "population_inside_hazards": INSIDE_HAZARD,
    "population_on_barrier": BARRIER,
    "population_no_land_data": NO_LAND_DATA,
    "population_beyond_limit": BEYOND_LIMIT,
}


def band_column(band_minutes: float) -> str:
    """The column of the people within a band.

    >>> band_column(60.0)
    'population_within_60_min'
    """
    return f"population_within_{band_minutes:g}_min"


def measure_access(  # noqa: PLR0913 - whose time, by which area, against which bands
    demand: Demand,
    times: PeopleTime,
    areas: Areas,
    *,
    bands_minutes: tuple[float, ...],
    threshold_minutes: float,
    times_without_hazards: PeopleTime | None = None,
    people_outside_grid: float = 0.0,
) -> pd.DataFrame:
    """One row for each area, one for outside all areas and one for all, with the columns of a release.

    Bands are cumulative and inclusive, on unrounded minutes. Quantiles are over everyone, those
    without minutes last: inf is a quantile that has no way, NaN one of nobody.
    ``people_outside_grid`` are in the last two rows, so that the rows add up to everyone of the
    source; nothing is known of their land, and as such they are counted.
    ``times_without_hazards`` gives the people whom hazards put beyond the threshold; without it
    that column is NaN.
    """
    zone = areas.zone.ravel()[demand.home_cell]
    place = np.where(zone < 0, len(areas.ids), zone)
    if people_outside_grid > 0:
        place = np.append(place, len(areas.ids))
        demand, times = _with_people_outside(demand, people_outside_grid), _with_time_outside(times)
        times_without_hazards = _with_time_outside(times_without_hazards) if times_without_hazards else None
    rows: list[dict[str, Any]] = []
    order = np.lexsort((times.minutes, place))
    edges = np.searchsorted(place[order], np.arange(len(areas.ids) + 2))
    identities = [*zip(areas.ids, areas.names, strict=True), (OUTSIDE_ID, OUTSIDE_NAME)]
    is_put_beyond = np.full(len(demand.people), np.nan)
    if times_without_hazards is not None:
        is_put_beyond = (
            (times_without_hazards.minutes <= threshold_minutes) & ~(times.minutes <= threshold_minutes)
        ).astype(np.float64)
    measures: dict[str, Any] = {
        "is_put_beyond": is_put_beyond,
        "bands_minutes": bands_minutes,
        "threshold_minutes": threshold_minutes,
    }
    for row, (identity, name) in enumerate(identities):
        members = order[edges[row] : edges[row + 1]]
        kind = "area" if row < len(areas.ids) else "outside"
        figures = _figures(demand, times, members, **measures)
        rows.append({"area_id": identity, "area_name": name, "area_kind": kind, **figures})
    everyone = np.argsort(times.minutes, kind="stable")
    figures = _figures(demand, times, everyone, **measures)
    rows.append({"area_id": ALL_ID, "area_name": ALL_NAME, "area_kind": "all", **figures})
    return pd.DataFrame(rows)


def _with_people_outside(demand: Demand, people: float) -> Demand:
    """The demand with one more entry, of people who live in no cell."""
    return Demand(
        home_cell=np.append(demand.home_cell, -1),
        people=np.append(demand.people, people),
        answer_cell=np.append(demand.answer_cell, -1),
        adopted_m=np.append(demand.adopted_m, 0.0),
        home_status=np.append(demand.home_status, np.uint8(NO_LAND_DATA)),
    )


def _with_time_outside(times: PeopleTime) -> PeopleTime:
    """The times with one more entry: no answer, for want of land data."""
    return PeopleTime(
        minutes=np.append(times.minutes, np.inf),
        nearest=np.append(times.nearest, np.int32(-1)),
        status=np.append(times.status, np.uint8(NO_LAND_DATA)),
    )


def _figures(  # noqa: PLR0913 - as measure_access
    demand: Demand,
    times: PeopleTime,
    members: npt.NDArray[np.int64],
    *,
    is_put_beyond: npt.NDArray[np.float64],
    bands_minutes: tuple[float, ...],
    threshold_minutes: float,
) -> dict[str, float]:
    """The figures of the members, who are in the order of their minutes."""
    people, minutes, status = demand.people[members], times.minutes[members], times.status[members]
    total = float(people.sum())
    is_reached = status == REACHED
    reached = float(people[is_reached].sum())
    figures = {"population": total}
    for band in bands_minutes:
        figures[band_column(band)] = float(people[minutes <= band].sum())
    last = bands_minutes[-1]
    figures[f"population_beyond_{last:g}_min"] = float(people[is_reached & (minutes > last)].sum())
    for column, code in _COUNTED.items():
        figures[column] = float(people[status == code].sum())
    figures["population_adopted"] = float(people[demand.is_adopted[members]].sum())
    figures["median_minutes"] = quantile_minutes(minutes, people, 0.5)
    figures["p90_minutes"] = quantile_minutes(minutes, people, 0.9)
    figures["mean_reached_minutes"] = (
        float(np.average(minutes[is_reached], weights=people[is_reached])) if reached > 0 else float("nan")
    )
    figures["unreached_share"] = 1 - reached / total if total > 0 else float("nan")
    is_beyond = ~(minutes <= threshold_minutes)
    figures["population_beyond_threshold"] = float(people[is_beyond].sum())
    figures["population_beyond_threshold_by_hazards"] = (
        float((people * is_put_beyond[members]).sum()) if not np.isnan(is_put_beyond).any() else float("nan")
    )
    return figures
