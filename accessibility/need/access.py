"""Access: how many people of each area reach care within each band, who does not, and quantiles over all."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pandas as pd

from accessibility.need.demand import Demand, PeopleTime
from accessibility.need.quantiles import quantiles_by_place
from accessibility.search import BARRIER, BEYOND_LIMIT, INSIDE_HAZARD, NO_LAND_DATA, NO_WAY, REACHED
from geo.layers import Areas
from geo.zones import zone_sums

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
_BEYOND = "population_beyond_threshold"
_BY_HAZARDS = "population_beyond_threshold_by_hazards"
_SHARES = (0.5, 0.9)


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
    count = len(areas.ids) + 1
    zone = areas.zone.ravel()[demand.home_cell]
    place = np.where(zone < 0, count - 1, zone)
    if people_outside_grid > 0:
        place = np.append(place, count - 1)
        demand, times = _with_people_outside(demand, people_outside_grid), _with_time_outside(times)
        times_without_hazards = _with_time_outside(times_without_hazards) if times_without_hazards else None
    claims = _claims(demand, times, bands_minutes)
    is_beyond = ~(times.minutes <= threshold_minutes)
    claims[_BEYOND] = is_beyond
    if times_without_hazards is not None:
        claims[_BY_HAZARDS] = is_beyond & (times_without_hazards.minutes <= threshold_minutes)
    is_reached = times.status == REACHED
    layers = [np.where(is_claimed, demand.people, 0.0) for is_claimed in (*claims.values(), is_reached)]
    spent = demand.people * np.where(is_reached, times.minutes, 0.0)
    sums = zone_sums(place, [demand.people, *layers, spent], count).sums
    population, *counted, reached, spent = np.column_stack([sums, [math.fsum(row) for row in sums]])
    median, p90 = _quantiles(place, demand, times, count)
    with np.errstate(invalid="ignore"):  # nobody divided by nobody is not known
        mean_reached, unreached_share = spent / reached, 1 - reached / population
    of_claim = dict(zip(claims, counted, strict=True))
    beyond = {column: of_claim.pop(column, np.full(count + 1, np.nan)) for column in (_BEYOND, _BY_HAZARDS)}
    return pd.DataFrame(
        {
            "area_id": [*areas.ids, OUTSIDE_ID, ALL_ID],
            "area_name": [*areas.names, OUTSIDE_NAME, ALL_NAME],
            "area_kind": ["area"] * len(areas.ids) + ["outside", "all"],
            "population": population,
            **of_claim,
            "median_minutes": median,
            "p90_minutes": p90,
            "mean_reached_minutes": mean_reached,
            "unreached_share": unreached_share,
            **beyond,
        }
    )


def _claims(demand: Demand, times: PeopleTime, bands_minutes: tuple[float, ...]) -> dict[str, npt.NDArray[np.bool_]]:
    """Of whom each column is the count."""
    last = bands_minutes[-1]
    claims = {band_column(band): times.minutes <= band for band in bands_minutes}
    claims[f"population_beyond_{last:g}_min"] = (times.status == REACHED) & (times.minutes > last)
    claims |= {column: times.status == code for column, code in _COUNTED.items()}
    return claims | {"population_adopted": demand.is_adopted}


def _quantiles(place: npt.NDArray[np.int64], demand: Demand, times: PeopleTime, count: int) -> npt.NDArray[np.float64]:
    """Median and p90 of each place, then of all, shape (2, count + 1)."""
    by_place = quantiles_by_place(place, times.minutes, demand.people, _SHARES, count=count)
    of_all = quantiles_by_place(np.zeros_like(place), times.minutes, demand.people, _SHARES, count=1)
    return np.column_stack([by_place, of_all])


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
