"""The ranges of a study: what is drawn, between which ends, and who says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

import numpy as np
import pandas as pd

from accessibility.inputs import Inputs
from accessibility.need import PeopleGroups
from accessibility.study_file import RangeTable, ReasonsTable, StudyFile, UncertaintyTable
from accessibility.uncertainty.drawn_hazards import keys_and_kinds
from accessibility.uncertainty.speed_ranges import SpeedRange, speed_ranges
from geo.errors import InputError
from geo.faults import Faults
from geo.layers import list_names

Kind = Literal["road class", "land class", "walking", "boarding wait", "hazard", "population", "need"]
BOARDING_WAIT: Final = "boarding wait"
POPULATION: Final = "population"

RANGE_COLUMNS: Final = ("kind", "name", "low", "value", "high", "unit", "shape", "source", "certainty", "note")
_TRIANGULAR: Final = "triangular"
_POINT: Final = "as it is"
_THERE_OR_NOT: Final = "there or not"
_GIVEN, _OURS = "S", "A"  # given with a source, assumed
_FACTOR: Final = "times the table's speed"
_NO_RANGE: Final = "nobody gives a range"


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Between which ends a number is drawn: low <= value <= high, value being the one in use. A point is not drawn.

    ``unit``: what low, value and high are in. ``shape``: the distribution in words. ``certainty``: S given with a
    source, V read in a public source, D derived, M recalled, A assumed; empty where nothing is said.
    """

    kind: Kind
    name: str
    low: float
    value: float
    high: float
    unit: str
    source: str
    certainty: str
    note: str = ""

    @property
    def is_point(self) -> bool:
        """Whether the range has no width."""
        return self.low == self.high

    @property
    def shape(self) -> str:
        """The distribution in words: triangular, there or not, or as it is."""
        if self.is_point:
            return _POINT
        return _THERE_OR_NOT if self.kind == "hazard" else _TRIANGULAR


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranges:
    """All ranges of a study.

    ``hazard_keys``: the areas that are there or not, each by itself, rising; empty without a run with hazards.
    ``hazard_chance``: by kind of area. ``without``: by kind the names for which nobody gives a range.
    """

    rows: tuple[Range, ...]
    hazard_keys: tuple[str, ...] = ()
    hazard_chance: Mapping[str, float] = field(default_factory=dict)
    without: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, kind: str) -> tuple[Range, ...]:
        """The ranges of a kind."""
        return tuple(each for each in self.rows if each.kind == kind)

    def frame(self) -> pd.DataFrame:
        """The table ``ranges.csv``: a row for each range, points among them."""
        rows = [{name: getattr(each, name) for name in RANGE_COLUMNS} for each in self.rows]
        return pd.DataFrame(rows, columns=list(RANGE_COLUMNS))


def uncertainty_of(study: StudyFile) -> UncertaintyTable:
    """The table [uncertainty] of a study. Raises InputError if it has none."""
    if study.uncertainty is None:
        raise InputError("the study has no [uncertainty], so that nothing is drawn; add the table")
    return study.uncertainty


def most_minutes_of(study: StudyFile) -> float:
    """What no way, or a longer one, counts as: that of [reasons], of its default without the table."""
    return (study.reasons or ReasonsTable()).most_minutes


def ranges_of(inputs: Inputs, speeds: Sequence[SpeedRange] | None = None, *, has_hazards: bool) -> Ranges:
    """All ranges of a study: those of its tables first, of its own for what they leave out, else a point.

    ``speeds``: what the tables of speeds and profiles give, None: read them. Without ``has_hazards`` nothing of
    hazards is in them.
    Raises InputError for a study without [uncertainty] and for a range of waits that does not hold the wait in use.
    """
    table = uncertainty_of(inputs.study)
    faults = Faults()
    wait = _wait_of(inputs, table, faults=faults)
    faults.raise_errors()
    needs = _needs_of(inputs.groups)
    rows = [
        *(_range_of(each, table, inputs.study) for each in (speed_ranges(inputs) if speeds is None else speeds)),
        *wait,
        *_people(table),
        *needs,
    ]
    kinds = _hazard_kinds(inputs, table.scenarios) if has_hazards else {}
    rows += _hazards(table, kinds.values())
    without: dict[str, tuple[str, ...]] = {}
    for kind in get_args(Kind):
        names = tuple(each.name for each in rows if each.kind == kind and each.note == _NO_RANGE)
        without |= {kind: names} if names else {}
    return Ranges(
        rows=tuple(rows), hazard_keys=tuple(kinds), hazard_chance=table.chances if kinds else {}, without=without
    )


def check_uncertainty(inputs: Inputs, *, faults: Faults) -> None:
    """Tell what [uncertainty] asks of this study that cannot be, and of what nobody gives a range."""
    table = inputs.study.uncertainty
    if table is None:
        return
    before = len(faults.errors)
    _wait_of(inputs, table, faults=faults)
    threshold, most = inputs.study.gaps.threshold_minutes, most_minutes_of(inputs.study)
    if not most > threshold:
        faults.error(
            where=inputs.study.file_name,
            which="[reasons] most_minutes",
            what=f"who has no way counts as {most:g} minutes on it, no longer than the threshold of {threshold:g}",
            do=f"Write [reasons] most_minutes above {threshold:g}",
        )
    if len(faults.errors) > before:
        return
    without = ranges_of(inputs, has_hazards=False).without
    for kind, what, do in (
        ("road class", "the road classes", "Give vehicle_min_kmh and vehicle_max_kmh in [roads] speeds, or "),
        ("land class", "the land classes", "Give speed_min_kmh and speed_max_kmh in [land] speeds, or "),
        ("walking", "the walking speed of", "Give low and high of walk_speed_factor in a table of the profile"),
        ("need", "the rates of", "Give low and high in the table of [demand] needs"),
        (POPULATION, "the number of people", "Write [uncertainty] population with low, high and source"),
    ):
        if kind not in without:
            continue
        own = {"road class": "[uncertainty] road_speed_factor", "land class": "[uncertainty] land_speed_factor"}
        names = list_names([name or "the one speed of the land" for name in without[kind]])
        which = what if kind == POPULATION else f"{what} {names}"
        faults.notice(
            where=inputs.study.file_name,
            which="[uncertainty]",
            what=f"nobody gives a range for {which}; every draw takes the figure in use",
            do=do + own.get(kind, ""),
        )


def _range_of(given: SpeedRange, table: UncertaintyTable, study: StudyFile) -> Range:
    """The range of a speed, by its table, else the study's own, else the point."""
    own = {"road class": table.road_speed_factor, "land class": table.land_speed_factor}.get(given.kind)
    low, high, source, certainty, note = 1.0, 1.0, "", "", _NO_RANGE
    if given.low is not None and given.high is not None:
        low, high, source, certainty, note = given.low, given.high, given.source, given.certainty, ""
    elif own is not None:
        (source, certainty), low, high, note = _said(own, study), own.low, own.high, ""
    return Range(
        kind=given.kind,
        name=given.name,
        low=low,
        value=1.0,
        high=high,
        unit="times the profile's walking speed" if given.kind == "walking" else _FACTOR,
        source=source,
        certainty=certainty,
        note=note,
    )


def _said(table: RangeTable, study: StudyFile) -> tuple[str, str]:
    """Source and certainty of a range that the study writes itself."""
    return (study.file_name, _OURS) if table.source is None else (table.source, _GIVEN)


def _people(table: UncertaintyTable) -> Iterable[Range]:
    given = table.population
    yield Range(
        kind="population",
        name=POPULATION,
        low=1.0 if given is None else given.low,
        value=1.0,
        high=1.0 if given is None else given.high,
        unit="times the people of the source",
        source="" if given is None else given.source,
        certainty="" if given is None else _GIVEN,
        note=_NO_RANGE if given is None else "one factor for all people, not for each cell",
    )


def _wait_of(inputs: Inputs, table: UncertaintyTable, *, faults: Faults) -> list[Range]:
    """The range of the wait of [travel], if the study writes one; an error if it does not hold the wait in use."""
    given, value = table.boarding_wait_minutes, inputs.study.travel.boarding_wait_minutes
    if given is None:
        return []
    if not given.low <= value <= given.high:
        faults.error(
            where=inputs.study.file_name,
            which="[uncertainty] boarding_wait_minutes",
            what=f"the range from {given.low:g} to {given.high:g} does not hold the wait in use, {value:g} minutes",
            do=f"Let low be at most {value:g} and high at least that, or mend boarding_wait_minutes of [travel]",
        )
        return []
    own = [profile.name for profile in inputs.profiles if profile.boarding_wait_minutes is not None]
    source, certainty = _said(given, inputs.study)
    return [
        Range(
            kind="boarding wait",
            name=BOARDING_WAIT,
            low=given.low,
            value=value,
            high=given.high,
            unit="minutes",
            source=source,
            certainty=certainty,
            note=f"of a wait of its own, and not drawn: {list_names(own)}" if own else "",
        )
    ]


def _needs_of(groups: PeopleGroups) -> list[Range]:
    """Of each need the ends of its rate over the rate in use; a need without a range or without people is a point."""
    rows = []
    for group in (each for each in groups.groups if each.kind == "need"):
        value, low, high = (groups.total(group.key, bound) for bound in ("value", "low", "high"))
        is_known = value > 0 and bool(np.isfinite([low, high]).all()) and low <= value <= high
        rows.append(
            Range(
                kind="need",
                name=group.key,
                low=low / value if is_known else 1.0,
                value=1.0,
                high=high / value if is_known else 1.0,
                unit="times the people in need",
                source=group.source if is_known else "",
                certainty=group.certainty if is_known else "",
                note="" if is_known else _NO_RANGE,
            )
        )
    return rows


def _hazard_kinds(inputs: Inputs, scenarios: Sequence[str]) -> dict[str, str]:
    """The kind of each area that blocks or slows somebody in a scenario that is drawn, by its key, rising.

    Areas of one id are one: they are there together.
    """
    found: dict[str, str] = {}
    for world in inputs.worlds:
        areas = world.ground.hazard_areas
        if areas is not None and world.key[0] in scenarios:
            found |= dict(keys_and_kinds(areas[areas["policy"] != "ignore"]))
    return dict(sorted(found.items()))


def _hazards(table: UncertaintyTable, kinds: Iterable[str]) -> list[Range]:
    """The chances of the kinds that there are; an area of one is there in a draw or not, whole."""
    counts = Counter(kinds)
    return [
        Range(
            kind="hazard",
            name=kind,
            low=1.0 if chance >= 1 else 0.0,
            value=chance,
            high=0.0 if chance <= 0 else 1.0,
            unit="chance that an area is there",
            source="[uncertainty] hazard_chance" if kind in table.hazard_chance else "our proposal",
            certainty=_OURS,
            note=f"{counts[kind]} of this kind, one draw for each; figures that are not drawn take every one as there",
        )
        for kind, chance in table.chances.items()
        if counts[kind]
    ]
