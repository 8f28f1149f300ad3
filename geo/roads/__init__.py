"""Roads: reading them from OSM and line layers, their speeds, and where they may be boarded."""

from geo.roads.arc_shapes import arc_lines
from geo.roads.boarding import RoadsOnGrid, lay_roads
from geo.roads.closures import close_roads, meets_roads
from geo.roads.network import RoadCounts, RoadNetwork, no_counts, no_roads
from geo.roads.source import read_roads
from geo.roads.speeds import CLOSABLE_KEYS, DEFAULT_ROAD_SPEEDS, RoadSpeeds, read_road_speeds, without_vehicles_on

__all__ = [
    "CLOSABLE_KEYS",
    "DEFAULT_ROAD_SPEEDS",
    "RoadCounts",
    "RoadNetwork",
    "RoadSpeeds",
    "RoadsOnGrid",
    "arc_lines",
    "close_roads",
    "lay_roads",
    "meets_roads",
    "no_counts",
    "no_roads",
    "read_road_speeds",
    "read_roads",
    "without_vehicles_on",
]
