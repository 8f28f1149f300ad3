"""Roads: reading them from OSM and line layers, their speeds, and where they may be boarded."""

from geo.roads.arc_shapes import arc_lines
from geo.roads.boarding import RoadsOnGrid, lay_roads
from geo.roads.network import RoadCounts, RoadNetwork, no_counts, no_roads
from geo.roads.source import read_roads
from geo.roads.speeds import DEFAULT_ROAD_SPEEDS, read_road_speeds

__all__ = [
    "DEFAULT_ROAD_SPEEDS",
    "RoadCounts",
    "RoadNetwork",
    "RoadsOnGrid",
    "arc_lines",
    "lay_roads",
    "no_counts",
    "no_roads",
    "read_road_speeds",
    "read_roads",
]
