"""The ranges of speed that the tables of a study give: of roads and land by class, of walking by profile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from accessibility.inputs import Inputs
from accessibility.profiles import Profile
from accessibility.worlds import read_speeds_of_roads, speeds_of_land
from geo.errors import InputFaults
from geo.faults import Faults
from geo.land import ONE_SPEED
from geo.value_range import ValueRange

SpeedKind = Literal["road class", "land class", "walking"]
_SUREST_FIRST: Final = ("S", "V", "D", "M", "A", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeedRange:
    """How far a speed may lie from that of its table, as factors on it: ``low`` at most 1, ``high`` at least 1.

    Both are None where no table gives a range; then ``source`` and ``certainty`` are empty.
    """

    kind: SpeedKind
    name: str
    low: float | None
    high: float | None
    source: str = ""
    certainty: str = ""


def speed_ranges(inputs: Inputs) -> tuple[SpeedRange, ...]:
    """A range, or that there is none, for each speed that a draw may change, by kind and then as the study has them.

    Road classes are those of the network that carry vehicles in some season; where the tables of seasons give
    different ranges, the widest factors hold for all. A ferry sails by its timetable and has none. Land classes are
    those of the table that can be crossed, of covers those that the study names, or one without a name for one
    speed and for a friction surface. A walking speed that the study spells out itself has no range.

    Raises InputFaults if a table has changed since the inputs were read and has a fault.
    """
    faults = Faults()
    ranges = (*_of_roads(inputs, faults), *_of_land(inputs, faults), *(_of_profile(each) for each in inputs.profiles))
    if faults.errors:
        raise InputFaults(faults.errors)
    return ranges


def _of_roads(inputs: Inputs, faults: Faults) -> Iterable[SpeedRange]:
    names = sorted({name for world in inputs.worlds for name in world.ground.network.road_class})
    seasons = {world.place.season.name: world.place.season for world in inputs.worlds}
    tables = [read_speeds_of_roads(inputs.study, season, faults=faults) for season in seasons.values()]
    for name in names:
        told, is_ridden = [], False
        for table in tables:
            speed_kmh = 0.0 if table is None else table.class_kmh.get(name, 0.0)
            is_ridden |= speed_kmh > 0
            if table is not None and name in table.range_kmh:
                told.append(_as_factors(table.range_kmh[name], speed_kmh))
        if is_ridden:
            yield _widest("road class", name, told)


def _of_land(inputs: Inputs, faults: Faults) -> Iterable[SpeedRange]:
    speeds = speeds_of_land(inputs.study, faults=faults) or {}
    covers = inputs.study.land.cover_fractions
    if not speeds:
        yield _widest("land class", ONE_SPEED, [])
    for name, speed in speeds.items():
        if speed.speed_kmh > 0 and (covers is None or name in covers):
            told = [] if speed.range_kmh is None else [_as_factors(speed.range_kmh, speed.speed_kmh)]
            yield _widest("land class", name, told)


def _of_profile(profile: Profile) -> SpeedRange:
    told = profile.walk_speed_range
    return _widest("walking", profile.name, [] if told is None else [_as_factors(told, profile.walk_speed_factor)])


def _as_factors(told: ValueRange, value: float) -> ValueRange:
    low, high = told.low / value, told.high / value
    return ValueRange(low=low, high=high, source=told.source, certainty=told.certainty)


def _widest(kind: SpeedKind, name: str, told: list[ValueRange]) -> SpeedRange:
    """The widest of some ranges, as sure as the least sure of them."""
    if not told:
        return SpeedRange(kind=kind, name=name, low=None, high=None)
    return SpeedRange(
        kind=kind,
        name=name,
        low=min(each.low for each in told),
        high=max(each.high for each in told),
        source="; ".join(dict.fromkeys(each.source for each in told)),
        certainty=max((each.certainty for each in told), key=_SUREST_FIRST.index),
    )
