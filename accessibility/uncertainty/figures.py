"""The figures of one run in every draw: who reaches care in what time, in each place and group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from accessibility.inputs import Inputs
from accessibility.need import (
    ALL_ID,
    ALL_NAME,
    EVERYONE,
    OUTSIDE_ID,
    OUTSIDE_NAME,
    PeopleTime,
    band_column,
    quantiles_by_place,
    regions_of_homes,
)
from accessibility.need_of_runs import AnyRun, asked_of, need_groups
from accessibility.runs import Run
from accessibility.uncertainty.draw import Draw
from accessibility.uncertainty.ranges import most_minutes_of, uncertainty_of
from geo.errors import InputError
from geo.units import MINUTES_PER_HOUR

Doubles = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

PERSON_HOURS: Final = "person_hours_beyond"
BEYOND: Final = "beyond_threshold_people"
BEYOND_SHARE: Final = "beyond_threshold_share"
_QUANTILES: Final = (0.5, 0.9)
_MOST_DRAWS: Final = np.iinfo(np.uint16).max


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A region, an area, what lies outside all areas, or all together."""

    kind: str
    id: str
    name: str

    @property
    def columns(self) -> dict[str, str]:
        """The place as columns of a table."""
        return {"place_kind": self.kind, "place_id": self.id, "place_name": self.name}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A figure by place and group. ``is_count``: it grows with the number of people, else it is theirs on average."""

    name: str
    unit: str
    is_count: bool = False
    is_of_regions: bool = False


class RunFigures:
    """The figures of a run, those that are not drawn and those of each draw; only sums are kept of a draw.

    Shapes: (draws, groups, places, measures). ``places``: the areas, outside, all, then the run's own regions, which
    stay as the figures that are not drawn have them. ``groups``: everyone, and the need of the run's pillar. Entries
    are those of the table of access: the homes, the people outside the grid last. ``beyond_draws``: uint16 (entries,),
    in how many draws each is beyond the threshold, people without an answer cell in all of them. ``people_held``: the
    people by mix and groups, which runs share.
    """

    def __init__(
        self,
        inputs: Inputs,
        run: AnyRun,
        *,
        count: int,
        people_held: dict[tuple[str, ...], Doubles],
    ) -> None:
        if count > _MOST_DRAWS:
            raise InputError(f"{count:,} draws are more than are counted; ask for at most {_MOST_DRAWS:,}")
        gaps, bands = inputs.study.gaps, inputs.study.travel.bands_minutes
        most_minutes = most_minutes_of(inputs.study)
        if not most_minutes > gaps.threshold_minutes:
            raise InputError(
                f"who has no way counts as {most_minutes:g} minutes on it, which is no longer than the threshold of "
                f"{gaps.threshold_minutes:g}; raise [reasons] most_minutes"
            )
        asked = asked_of(inputs, run)
        need = need_groups(inputs).get(run.pillar)
        self.dimensions = run.dimensions
        self.groups = (EVERYONE, *([need] if need is not None else []))
        self.curve_minutes = uncertainty_of(inputs.study).curve_minutes(gaps.threshold_minutes)
        mix = "" if isinstance(run, Run) else run.mix.name
        self._people = people_held.setdefault(
            (mix, *self.groups), np.stack([asked.people(inputs.groups, key) for key in self.groups])
        )
        self._place, self._areas = asked.place, len(inputs.areas.ids) + 1
        self._region = np.zeros(len(asked.home), np.int64)
        regions: list[Place] = []
        if isinstance(run, Run):
            self._region[:-1] = regions_of_homes(
                run.travel, run.demand, threshold_minutes=gaps.threshold_minutes, min_people=gaps.min_people
            )
            pairs = zip(run.gaps["gap_id"], run.gaps["name"], strict=True)
            regions = [Place(kind="region", id=str(number), name=name) for number, name in pairs]
        self._is_asked = np.append(run.demand.answer_cell >= 0, np.False_)
        self._bands, self._threshold, self._most = bands, gaps.threshold_minutes, most_minutes
        self._cuts = np.unique([*bands, gaps.threshold_minutes, *self.curve_minutes])
        self.places = (
            *(
                Place(kind="area", id=identity, name=name)
                for identity, name in zip(inputs.areas.ids, inputs.areas.names, strict=True)
            ),
            Place(kind="outside", id=OUTSIDE_ID, name=OUTSIDE_NAME),
            Place(kind="all", id=ALL_ID, name=ALL_NAME),
            *regions,
        )
        self.has_hazards = run.has_hazards
        self.measures = _measures(bands, has_hazards=run.has_hazards)
        self.people = self._by_place(self._people)
        self.drawn = np.full((count, len(self.groups), len(self.places), len(self.measures)), np.nan)
        self.drawn_curve = np.full((count, len(self.curve_minutes)), np.nan)
        self.beyond_draws = np.zeros(len(asked.home), np.uint16)
        self.undrawn = np.empty(self.drawn.shape[1:])
        self.curve = np.empty(len(self.curve_minutes))
        self._minutes = asked.times.minutes

    def measure_undrawn(self, free: PeopleTime | None) -> None:
        """Take the figures of the run itself; ``free``: the times of the same run without hazards."""
        minutes = None if free is None else np.append(free.minutes, np.inf)
        self.undrawn[:], self.curve[:] = self._figures(self._minutes, minutes, np.ones(len(self.groups)))

    def measure(self, draw: Draw, minutes: Doubles, free_minutes: Doubles | None) -> npt.NDArray[np.bool_]:
        """Take the figures of a draw from the minutes of the homes; whether each entry is beyond, to be counted."""
        minutes = np.append(minutes, np.inf)
        free = None if free_minutes is None else np.append(free_minutes, np.inf)
        factors = np.array([draw.population * draw.need.get(group, 1.0) for group in self.groups])
        self.drawn[draw.number], self.drawn_curve[draw.number] = self._figures(minutes, free, factors)
        return np.asarray(~(minutes <= self._threshold))

    def share_within(self, threshold_minutes: float) -> float:
        """The share of everyone within so many minutes, inclusive, not drawn; NaN of nobody."""
        people = self._people[0]
        total = float(people.sum())
        return float(people[self._minutes <= threshold_minutes].sum()) / total if total > 0 else float("nan")

    def people_where(self, is_meant: npt.NDArray[np.bool_]) -> Doubles:
        """Everyone by place of those entries alone, not drawn, (places,)."""
        return np.asarray(self._by_place(np.where(is_meant, self._people[:1], 0.0))[0])

    def _figures(self, minutes: Doubles, free: Doubles | None, factors: Doubles) -> tuple[Doubles, Doubles]:
        """The figures, (groups, places, measures), and the share of everyone within each minute of the curve."""
        kinds = self._by_kind(minutes)
        within = np.cumsum(kinds, axis=2)
        everyone = within[..., -1]
        is_reached = np.isfinite(minutes)
        reached, unreached = (self._by_place(np.where(each, self._people, 0.0)) for each in (is_reached, ~is_reached))
        spent = self._by_place(self._people * np.where(is_reached, minutes, 0.0))
        excess = np.where(self._is_asked, np.maximum(np.minimum(minutes, self._most) - self._threshold, 0.0), 0.0)
        hours = self._by_place(self._people * (excess / MINUTES_PER_HOUR))
        beyond = kinds[..., self._cut(self._threshold) + 1 :].sum(axis=2)
        median, p90 = self._quantiles(minutes)
        found = []
        for band in self._bands:
            of_band = within[..., self._cut(band)]
            found += [of_band, _share(of_band, everyone)]
        found += [beyond, _share(beyond, everyone), _share(unreached, everyone), median, p90]
        found += [_share(spent, reached), hours]
        if self.has_hazards:
            if free is None:
                raise InputError("a run with hazards was measured without its times without hazards; give them")
            by_hazards = (free <= self._threshold) & ~(minutes <= self._threshold)
            found.append(self._by_place(np.where(by_hazards, self._people, 0.0)))
        figures = np.stack(found, axis=-1)
        is_count = np.array([measure.is_count for measure in self.measures])
        figures[..., is_count] *= factors[:, np.newaxis, np.newaxis]
        curve = within[0, self._areas, [self._cut(minute) for minute in self.curve_minutes]]
        return figures, _share(curve, np.full(len(curve), everyone[0, self._areas]))

    def _cut(self, minutes: float) -> int:
        return int(np.searchsorted(self._cuts, minutes))

    def _by_kind(self, minutes: Doubles) -> Doubles:
        """The people from one cut to the next, inclusive, those beyond all last, (groups, places, cuts + 1)."""
        kinds = len(self._cuts) + 1
        kind = np.searchsorted(self._cuts, minutes)
        areas = _sums(self._place * kinds + kind, self._people, self._areas * kinds).reshape(-1, self._areas, kinds)
        regions = _sums(self._region * kinds + kind, self._people, (self._count_regions() + 1) * kinds)
        regions = regions.reshape(len(self.groups), -1, kinds)[:, 1:]
        return np.concatenate([areas, areas.sum(axis=1, keepdims=True), regions], axis=1)

    def _by_place(self, people: Doubles) -> Doubles:
        """The sums of (groups, entries) by place, (groups, places)."""
        areas = _sums(self._place, people, self._areas)
        regions = _sums(self._region, people, self._count_regions() + 1)[:, 1:]
        return np.concatenate([areas, areas.sum(axis=1, keepdims=True), regions], axis=1)

    def _quantiles(self, minutes: Doubles) -> Doubles:
        """Median and ninth tenth over everyone of each group and place, (2, groups, places)."""
        order = np.argsort(minutes, kind="stable")  # once for all; what is in order is sorted again in no time
        minutes, people, region = minutes[order], self._people[:, order], self._region[order]
        count = self._count_regions()
        found = [
            quantiles_by_place(self._place[order], minutes, people, _QUANTILES, count=self._areas),
            quantiles_by_place(np.zeros_like(region), minutes, people, _QUANTILES, count=1),
        ]
        if count:
            is_in = region > 0
            found.append(
                quantiles_by_place(region[is_in] - 1, minutes[is_in], people[:, is_in], _QUANTILES, count=count)
            )
        return np.asarray(np.concatenate(found, axis=2).transpose(1, 0, 2))

    def _count_regions(self) -> int:
        return len(self.places) - self._areas - 1


def _measures(bands_minutes: Sequence[float], *, has_hazards: bool) -> tuple[Measure, ...]:
    bands = [
        measure
        for band in bands_minutes
        for measure in (
            Measure(name=band_column(band), unit="people", is_count=True),
            Measure(name=f"share_within_{band:g}_min", unit="share"),
        )
    ]
    by_hazards = Measure(name="beyond_by_hazards_people", unit="people", is_count=True, is_of_regions=True)
    return (
        *bands,
        Measure(name=BEYOND, unit="people", is_count=True, is_of_regions=True),
        Measure(name=BEYOND_SHARE, unit="share", is_of_regions=True),
        Measure(name="unreached_share", unit="share", is_of_regions=True),
        Measure(name="median_minutes", unit="minutes", is_of_regions=True),
        Measure(name="p90_minutes", unit="minutes", is_of_regions=True),
        Measure(name="mean_reached_minutes", unit="minutes"),
        Measure(name=PERSON_HOURS, unit="person-hours", is_count=True, is_of_regions=True),
        *([by_hazards] if has_hazards else []),
    )


def _sums(place: Whole, people: Doubles, count: int) -> Doubles:
    """The sums by place of each group, added up in the order of the entries, (groups, count)."""
    return np.stack([np.bincount(place, weights=group, minlength=count) for group in people])


def _share(part: Doubles, whole: Doubles) -> Doubles:
    return np.asarray(np.divide(part, whole, out=np.full(whole.shape, np.nan), where=whole > 0))
