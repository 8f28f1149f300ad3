"""Least-time search: the surface and the roads as one graph."""

from accessibility.search.least_time import (
    BARRIER,
    BEYOND_LIMIT,
    INSIDE_HAZARD,
    NO_LAND_DATA,
    NO_WAY,
    OUTSIDE,
    REACHED,
    Direction,
    TravelRules,
    TravelTime,
    travel_time,
)

__all__ = [
    "BARRIER",
    "BEYOND_LIMIT",
    "INSIDE_HAZARD",
    "NO_LAND_DATA",
    "NO_WAY",
    "OUTSIDE",
    "REACHED",
    "Direction",
    "TravelRules",
    "TravelTime",
    "travel_time",
]
