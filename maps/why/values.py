"""What a release tells of reasons, priority and certainty, as frozen values; NaN is not known, inf is no way."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from maps.run_key import RunKey

REGION: Final = "region"
AREA: Final = "area"
WHOLE: Final = "all"
OUTSIDE: Final = "outside"
EVERYONE: Final = "everyone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """An underserved region of a run with what is the matter and what would have to change, in sentences.

    ``beyond_share``: the share of draws in which most of the region is underserved, NaN if not told.
    """

    run: RunKey
    region_id: str
    name: str
    places: str
    area_names: str
    people: float
    people_in_need: float
    person_hours: float
    need_hours: float
    median_minutes: float
    people_no_way: float
    main_factor: str
    reasons: str
    change: str
    beyond_share: float = math.nan


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """The part of one factor in the person-hours beyond the threshold of a place; ``share`` may be below 0."""

    run: RunKey
    place_kind: str
    place_id: str
    place_name: str
    factor: str
    is_active: bool
    share: float
    person_hours: float
    people_alone: float
    denominator_hours: float
    people_beyond: float
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Priority:
    """The score of a region, 0 to 1, its parts, 0 to 1, and their weights; shares of weightings NaN if not told."""

    run: RunKey
    region_id: str
    name: str
    rank: float
    score: float
    parts: Mapping[str, float]
    weights: Mapping[str, float]
    share_first: float
    share_top3: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """The rank of a region under another weighting; ``rank_move`` is how many places it gains by it."""

    run: RunKey
    region_id: str
    name: str
    weighting: str
    score: float
    rank: float
    rank_move: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A figure as computed (``value``) with the median of its draws and the ends of their middle part."""

    run: RunKey
    place_kind: str
    place_id: str
    place_name: str
    group: str
    measure: str
    value: float
    median: float
    low: float
    high: float
    interval: float
    draws: float
    unit: str
    denominator: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank:
    """The rank of a place by person-hours beyond, 1 the most, and where it lies in the draws."""

    run: RunKey
    place_kind: str
    place_id: str
    place_name: str
    rank: float
    median: float
    low: float
    high: float
    share_first: float
    share_in_top3: float
    draws: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """The share of people within a threshold, inclusive, in the draws; ``slope`` is the share ten minutes more give."""

    run: RunKey
    minutes: float
    share: float
    median: float
    low: float
    high: float
    slope: float
    draws: float
    denominator: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What was drawn: a road class, a hazard's chance, the people; ``value`` is what the study computes with."""

    kind: str
    name: str
    low: float
    value: float
    high: float
    unit: str
    shape: str
    source: str
    certainty: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sureness:
    """People by how often their cell is beyond the threshold: 90 % of draws or more, 10 to 90 %, less than 10 %.

    ``beyond_share``: the share of draws in which half or more of the people of the place are beyond, NaN if not told.
    """

    run: RunKey
    place_kind: str
    place_id: str
    place_name: str
    people: float
    surely_beyond: float
    perhaps_beyond: float
    surely_within: float
    could_change: float
    draws: float
    beyond_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DataAge:
    """How old an input is on the day of the study; an empty date is not known."""

    input: str
    what: str
    date: str
    age_years: float
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """By how much reported times are longer than modelled ones, from a study or from the times reported here."""

    name: str
    title: str
    factor: float
    low: float
    high: float
    pairs: float
    source: str
    certainty: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """The factor of some of the reported times: those of a distance, a mode or an area."""

    by: str
    name: str
    pairs: float
    factor: float
    low: float
    high: float
    residual_minutes: float
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibrated:
    """A figure of a run if every time were longer by a calibration."""

    run: RunKey
    calibration: str
    measure: str
    value: float
    low: float
    high: float
    unit: str
    denominator: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """A figure straight to the centre and by the chain of levels."""

    run: RunKey
    levels: str
    measure: str
    direct: float
    chain: float
    unit: str
    denominator: float
    people_without_chain: float
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunTables:
    """What is told of one run: regions with most person-hours beyond first, priorities by rank, thresholds in order."""

    regions: tuple[Region, ...] = ()
    reasons: tuple[Reason, ...] = ()
    priorities: tuple[Priority, ...] = ()
    moves: tuple[Move, ...] = ()
    intervals: tuple[Interval, ...] = ()
    ranks: tuple[Rank, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    sureness: tuple[Sureness, ...] = ()
    calibrated: tuple[Calibrated, ...] = ()
    referrals: tuple[Referral, ...] = ()

    def reasons_of(self, kind: str, place_id: str = "") -> tuple[Reason, ...]:
        """The reasons of a place; of the whole where the kind is ``all``, whatever its id."""
        return tuple(each for each in self.reasons if _is_place(each.place_kind, each.place_id, kind, place_id))

    def rank_of(self, kind: str, place_id: str) -> Rank | None:
        """The rank of a place."""
        return next((each for each in self.ranks if (each.place_kind, each.place_id) == (kind, place_id)), None)

    def sureness_of(self, kind: str, place_id: str = "") -> Sureness | None:
        """How sure it is of a place."""
        found = (each for each in self.sureness if _is_place(each.place_kind, each.place_id, kind, place_id))
        return next(found, None)

    def interval_of(self, kind: str, place_id: str, measure: str) -> Interval | None:
        """The interval of a measure of everyone in a place."""
        return next(
            (
                each
                for each in self.intervals
                if (each.group, each.measure) == (EVERYONE, measure)
                and _is_place(each.place_kind, each.place_id, kind, place_id)
            ),
            None,
        )


def _is_place(told_kind: str, told_id: str, kind: str, place_id: str) -> bool:
    return told_kind == kind and (kind == WHOLE or told_id == place_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyTables:
    """Every table of these that a tier holds; ``files`` tells those that are there, be they empty."""

    files: frozenset[str] = frozenset()
    runs: Mapping[RunKey, RunTables] = field(default_factory=dict)
    ranges: tuple[Drawn, ...] = ()
    data_age: tuple[DataAge, ...] = ()
    calibrations: tuple[Calibration, ...] = ()
    fits: tuple[Fit, ...] = ()

    def of(self, run: RunKey) -> RunTables:
        """What is told of one run, which may be nothing."""
        return self.runs.get(run, RunTables())
