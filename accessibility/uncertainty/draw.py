"""A draw: one way in which everything that is not known for sure could be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """One value for each road class, land class, profile, hazard area, source and need; what is not named is as it is.

    ``road_class``: the speed of vehicles over that of the table, by road class. ``land_class``: speed over that of
    the table, by class or cover of the land, by ``""`` where one speed or a friction surface holds for all.
    ``walk_speed``: by profile, the factor on its own walking speed. ``boarding_wait_minutes``: None is the wait of
    the rules. ``hazard``: by key of an area (its id, or ``row 7``) a number in [0, 1); the area is there if that
    is below ``hazard_chance`` of its kind. ``population``: factor on all people. ``need``: by key of a group the
    factor on the people in need. All factors are above 0.
    """

    number: int
    road_class: Mapping[str, float]
    land_class: Mapping[str, float]
    walk_speed: Mapping[str, float]
    boarding_wait_minutes: float | None
    hazard: Mapping[str, float]
    hazard_chance: Mapping[str, float]
    population: float
    need: Mapping[str, float]
