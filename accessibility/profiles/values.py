"""A profile and a mix of profiles as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from geo.value_range import ValueRange

DEFAULT_PROFILE: Final = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Who travels, and how.

    ``walk_speed_factor``: speed on foot over that of the land's and roads' tables, above 0; ``walk_speed_range``:
    in which it may lie, None where no table gives a range.
    ``has_vehicle``: whether a bus or car can be used wherever roads carry one; who has none walks, and
    takes a ferry as a foot passenger. ``walk_limit_m``: the longest way on foot, one way; None for any.
    ``slope_limit_percent``: the steepest way off the roads, inclusive; None for any. ``crosses_land``: whether
    people walk over land off the roads; who does not still goes straight from home to the nearest road.
    ``closed_*``: classes, surfaces and smoothness of roads on which these people do not walk; they
    may still ride there. ``boarding_wait_minutes``: None for that of the study. ``companions``: how many
    people come along. Fares are of one person, in ``currency``; None is unknown.
    """

    name: str
    title: str
    walk_speed_factor: float = 1.0
    has_vehicle: bool = True
    walk_limit_m: float | None = None
    slope_limit_percent: float | None = None
    crosses_land: bool = True
    closed_road_classes: tuple[str, ...] = ()
    closed_surfaces: tuple[str, ...] = ()
    closed_smoothness: tuple[str, ...] = ()
    boarding_wait_minutes: float | None = None
    companions: int = 0
    fare_per_trip: float | None = None
    fare_per_hour: float | None = None
    currency: str | None = None
    walk_speed_range: ValueRange | None = None

    @property
    def closed_on_foot(self) -> dict[str, tuple[str, ...]]:
        """The values of road tags with which roads are closed to these people on foot, by the tag's key."""
        closed = {
            "highway": self.closed_road_classes,
            "surface": self.closed_surfaces,
            "smoothness": self.closed_smoothness,
        }
        return {key: values for key, values in closed.items() if values}

    @property
    def on_land(self) -> tuple[object, ...]:
        """What this profile changes of the land; two profiles that agree in it share one."""
        return self.walk_speed_factor, self.slope_limit_percent, self.crosses_land

    @property
    def on_roads(self) -> tuple[object, ...]:
        """What this profile changes of the roads; two profiles that agree in it share one network."""
        closed = tuple((key, tuple(sorted(set(values)))) for key, values in self.closed_on_foot.items())
        return self.walk_speed_factor, self.has_vehicle, closed


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """People of whom a share travels by each of several profiles. Minutes are never averaged.

    ``parts``: the share of each profile by its name, in the order in which they were named; they add up to 1.
    """

    name: str
    title: str
    parts: Mapping[str, float]


def default_profile() -> Profile:
    """What a study without profiles is run with: on foot at the tables' speeds, by vehicle wherever roads carry one."""
    return Profile(name=DEFAULT_PROFILE, title="On foot and by vehicle")
