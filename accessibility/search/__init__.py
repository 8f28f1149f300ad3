"""Least-time search: the surface and the roads as one graph."""

from accessibility.search.accuracy import neighbourhood_error
from accessibility.search.bounded import places_reached
from accessibility.search.crossings import clusters_across
from accessibility.search.engine import TICKS_PER_SECOND
from accessibility.search.fixed_ways import FixedWays, fix_ways
from accessibility.search.least_time import (
    BARRIER,
    BEYOND_LIMIT,
    INSIDE_HAZARD,
    NO_LAND_DATA,
    NO_WAY,
    OUTSIDE,
    REACHED,
    TravelTime,
    answer_by_key,
    least_times,
    minutes_of_keys,
    travel_time,
)
from accessibility.search.live import LiveAnswer
from accessibility.search.nearest import NearestCentres, nearest_centres
from accessibility.search.network import TravelNetwork, lay_network
from accessibility.search.paths import LeastTimePath, PathPart
from accessibility.search.per_centre import STATUS_WORDS, each_centre, travel_table, write_per_centre
from accessibility.search.releases import Opened, ReleaseTrials
from accessibility.search.road_nodes import NearestAtNodes, least_times_with_nodes, nearest_with_nodes, whole_ticks
from accessibility.search.rules import Direction, TravelRules
from accessibility.search.sources import Sources
from accessibility.search.starts import Starts, least_seconds
from accessibility.search.stencil import Stencil, stencil_of
from accessibility.search.trials import CalledOffError, ChangeTrials, TooFarError, Tried
from accessibility.search.usage import WaysUsed, people_on_roads, ways_used
from accessibility.search.way_changes import Trial

__all__ = [
    "BARRIER",
    "BEYOND_LIMIT",
    "INSIDE_HAZARD",
    "NO_LAND_DATA",
    "NO_WAY",
    "OUTSIDE",
    "REACHED",
    "STATUS_WORDS",
    "TICKS_PER_SECOND",
    "CalledOffError",
    "ChangeTrials",
    "Direction",
    "FixedWays",
    "LeastTimePath",
    "LiveAnswer",
    "NearestAtNodes",
    "NearestCentres",
    "Opened",
    "PathPart",
    "ReleaseTrials",
    "Sources",
    "Starts",
    "Stencil",
    "TooFarError",
    "TravelNetwork",
    "TravelRules",
    "TravelTime",
    "Trial",
    "Tried",
    "WaysUsed",
    "answer_by_key",
    "clusters_across",
    "each_centre",
    "fix_ways",
    "lay_network",
    "least_seconds",
    "least_times",
    "least_times_with_nodes",
    "minutes_of_keys",
    "nearest_centres",
    "nearest_with_nodes",
    "neighbourhood_error",
    "people_on_roads",
    "places_reached",
    "stencil_of",
    "travel_table",
    "travel_time",
    "ways_used",
    "whole_ticks",
    "write_per_centre",
]
