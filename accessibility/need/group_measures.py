"""Access by group: for each area and group of people the bands, quantiles, journeys and burden, in a long table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from accessibility.need.access import ALL_ID, ALL_NAME, OUTSIDE_ID, OUTSIDE_NAME, band_column
from accessibility.need.journeys import Fares, RoundTrips, Visits, is_day_trip, yearly_fares, yearly_hours
from accessibility.need.quantiles import quantiles_by_place
from geo.errors import InputError

Doubles = npt.NDArray[np.float64]
PeopleOf = Callable[[str], Doubles]

MEDIAN: Final = 0.5
NINE_TENTHS: Final = 0.9
_AT_ONCE: Final = 8  # groups whose people are held at the same time
PEOPLE: Final = "people"
SHARE: Final = "share"
MINUTES: Final = "minutes"
HOURS_PER_YEAR: Final = "hours per year"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupQuestion:
    """What is asked of every group. ``fares`` is None where the profile knows of none; thresholds are inclusive."""

    bands_minutes: tuple[float, ...]
    threshold_minutes: float
    visits: Visits
    fares: Fares | None
    companions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Which row of the table each entry of a demand is told in: the areas in their order, then outside all areas.

    ``place``: int64 (entries,), from 0 to the number of areas, which stands for outside.
    """

    area_ids: tuple[str, ...]
    area_names: tuple[str, ...]
    place: npt.NDArray[np.int64]

    @property
    def count(self) -> int:
        """How many places there are, outside all areas being one."""
        return len(self.area_ids) + 1

    @property
    def identities(self) -> list[tuple[str, str, str]]:
        """Id, name and kind of each place."""
        areas = [(identity, name, "area") for identity, name in zip(self.area_ids, self.area_names, strict=True)]
        return [*areas, (OUTSIDE_ID, OUTSIDE_NAME, "outside")]


def measure_groups(  # noqa: PLR0913 - whose time, in which groups, where, against what
    minutes: Doubles,
    trips: RoundTrips,
    places: Places,
    question: GroupQuestion,
    *,
    groups: Sequence[str],
    people_of: PeopleOf,
    whole_only: Sequence[str] = (),
) -> pd.DataFrame:
    """The long table of one run: area_id, area_name, area_kind, group, measure, value, unit, denominator.

    ``minutes``: (entries,), inf where there is no answer. ``people_of`` gives the people of a group in each entry.
    The denominator is the people of the group in the place, over whom every share and quantile is, those without
    an answer last. Of nobody, shares and quantiles are NaN and the row stays. ``whole_only``: further groups that are
    measured for all places together alone. Raises InputError for arrays that do not fit.
    """
    if not minutes.shape == trips.minutes.shape == places.place.shape:
        raise InputError(
            f"minutes {minutes.shape}, round trips {trips.minutes.shape} and places {places.place.shape} do not fit; "
            "give one of each for each entry of the demand"
        )
    whole = np.zeros_like(places.place)
    frames = []
    for some in _in_parts(groups):
        people = np.stack([people_of(group) for group in some])
        if len(places.area_ids):
            measured = _measures(minutes, trips, places.place, people, question, count=places.count)
            frames.append(_frame(measured, some, places.identities))
        measured = _measures(minutes, trips, whole, people, question, count=1)
        frames.append(_frame(measured, some, [(ALL_ID, ALL_NAME, "all")]))
    for some in _in_parts(whole_only):
        people = np.stack([people_of(group) for group in some])
        measured = _measures(minutes, trips, whole, people, question, count=1)
        frames.append(_frame(measured, some, [(ALL_ID, ALL_NAME, "all")]))
    return pd.concat(frames, ignore_index=True)


def _in_parts(groups: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(groups), _AT_ONCE):
        yield groups[first : first + _AT_ONCE]


def _measures(  # noqa: PLR0913 - as measure_groups
    minutes: Doubles,
    trips: RoundTrips,
    place: npt.NDArray[np.int64],
    people: Doubles,
    question: GroupQuestion,
    *,
    count: int,
) -> dict[str, tuple[str, Doubles]]:
    """The unit and the values, (groups, places), of each measure by its name."""

    def of_those(is_meant: npt.NDArray[np.bool_]) -> Doubles:
        return _sums(place, people, is_meant, count)

    everyone = of_those(np.ones(len(minutes), np.bool_))
    is_reached = np.isfinite(minutes)
    measured: dict[str, tuple[str, Doubles]] = {PEOPLE: (PEOPLE, everyone)}
    for band in question.bands_minutes:
        within = of_those(minutes <= band)
        measured[band_column(band)] = (PEOPLE, within)
        measured[f"share_within_{band:g}_min"] = (SHARE, _share(within, everyone))
    quantiles = quantiles_by_place(place, minutes, people, (MEDIAN, NINE_TENTHS), count=count)
    median, p90 = quantiles[:, 0], quantiles[:, 1]
    measured["median_minutes"], measured["p90_minutes"] = (MINUTES, median), (MINUTES, p90)
    measured["worst_decile_mean_minutes"] = (MINUTES, _worst_mean(place, minutes, people, p90, everyone))
    reached = of_those(is_reached)
    spent = _sums(place, people * np.where(is_reached, minutes, 0.0), is_reached, count)
    measured["mean_reached_minutes"] = (MINUTES, _share(spent, reached))
    measured["unreached_share"] = (SHARE, _share(of_those(~is_reached), everyone))
    is_within = minutes <= question.threshold_minutes
    measured["beyond_threshold_share"] = (SHARE, _share(of_those(~is_within), everyone))
    is_one_day = is_day_trip(trips.minutes, question.visits)
    measured["day_trip_share"] = (SHARE, _share(of_those(is_one_day), everyone))
    measured["overnight_share"] = (SHARE, _share(of_those(trips.is_reached & ~is_one_day), everyone))
    measured["other_centre_back_share"] = (SHARE, _share(of_those(trips.has_other_centre), everyone))
    round_trip = quantiles_by_place(place, trips.minutes, people, (MEDIAN,), count=count)[:, 0]
    measured["round_trip_median_minutes"] = (MINUTES, round_trip)
    measured["yearly_hours_median"] = (HOURS_PER_YEAR, yearly_hours(round_trip, question.visits))
    if question.fares is not None:
        paid = yearly_fares(round_trip, question.visits, question.fares, companions=question.companions)
        paid = np.where(np.isnan(round_trip), np.nan, paid)
        measured["yearly_fares_median"] = (f"{question.fares.currency} per year", paid)
    return measured


def _sums(place: npt.NDArray[np.int64], people: Doubles, is_meant: npt.NDArray[np.bool_], count: int) -> Doubles:
    """The people of each group and place for whom it holds, (groups, places)."""
    there = place[is_meant]
    return np.stack([np.bincount(there, weights=group[is_meant], minlength=count) for group in people])


def _share(part: Doubles, whole: Doubles) -> Doubles:
    return np.asarray(np.divide(part, whole, out=np.full(whole.shape, np.nan), where=whole > 0))


def _worst_mean(
    place: npt.NDArray[np.int64], minutes: Doubles, people: Doubles, p90: Doubles, everyone: Doubles
) -> Doubles:
    """The mean minutes of the tenth of the people with the longest way, inf if any of these has no way.

    Those beyond the ninth tenth count whole, of those at it as many as make up a tenth.
    """
    tenth = (1 - NINE_TENTHS) * everyone
    means = np.full(everyone.shape, np.nan)
    is_reached, count = np.isfinite(minutes), everyone.shape[1]
    for group, (of_group, limit) in enumerate(zip(people, p90, strict=True)):
        is_longer = is_reached & (minutes > limit[place])
        weights = of_group[is_longer]
        beyond = np.bincount(place[is_longer], weights=weights, minlength=count)
        spent = np.bincount(place[is_longer], weights=weights * minutes[is_longer], minlength=count)
        without = np.bincount(place[~is_reached], weights=of_group[~is_reached], minlength=count)
        at_limit = np.maximum(tenth[group] - beyond, 0.0)
        has_limit = np.isfinite(limit)
        spent = spent + at_limit * np.where(has_limit, limit, 0.0)
        means[group] = np.where(has_limit & (without <= 0), _share(spent, tenth[group]), np.inf)
        means[group, everyone[group] <= 0] = np.nan
    return means


def _frame(
    measured: Mapping[str, tuple[str, Doubles]], groups: Sequence[str], identities: Sequence[tuple[str, str, str]]
) -> pd.DataFrame:
    """The measures as rows: place by place, in it group by group, in it measure by measure."""
    names = list(measured)
    values = np.stack([values for _, values in measured.values()])  # measures, groups, places
    denominator = measured[PEOPLE][1]
    shape = (len(identities), len(groups), len(names))
    columns: dict[str, Any] = {
        label: np.repeat(np.array([identity[part] for identity in identities], dtype=object), shape[1] * shape[2])
        for part, label in enumerate(("area_id", "area_name", "area_kind"))
    }
    columns["group"] = np.tile(np.repeat(np.array(groups, dtype=object), shape[2]), shape[0])
    columns["measure"] = np.tile(np.array(names, dtype=object), shape[0] * shape[1])
    columns["value"] = values.transpose(2, 1, 0).ravel()
    columns["unit"] = np.tile(np.array([unit for unit, _ in measured.values()], dtype=object), shape[0] * shape[1])
    columns["denominator"] = np.repeat(denominator.T.ravel(), shape[2])
    return pd.DataFrame(columns)
