"""Roads: reading them from OSM and line layers, their speeds, and where they may be boarded."""

from geo.roads.arc_shapes import arc_lines
from geo.roads.boarding import RoadsOnGrid, lay_roads
from geo.roads.closures import close_roads, meets_roads
from geo.roads.drawn_times import ArcClasses, arc_classes, at_speeds
from geo.roads.network import RoadCounts, RoadNetwork, link_length_m, no_counts, no_roads
from geo.roads.on_foot import closed_on_foot, walked_at, without_vehicles
from geo.roads.source import read_roads
from geo.roads.speeds import CLOSABLE_KEYS, DEFAULT_ROAD_SPEEDS, RoadSpeeds, read_road_speeds, without_vehicles_on
from geo.roads.straight_to_roads import cells_at_roads, join_cells_to_roads

__all__ = [
    "CLOSABLE_KEYS",
    "DEFAULT_ROAD_SPEEDS",
    "ArcClasses",
    "RoadCounts",
    "RoadNetwork",
    "RoadSpeeds",
    "RoadsOnGrid",
    "arc_classes",
    "arc_lines",
    "at_speeds",
    "cells_at_roads",
    "close_roads",
    "closed_on_foot",
    "join_cells_to_roads",
    "lay_roads",
    "link_length_m",
    "meets_roads",
    "no_counts",
    "no_roads",
    "read_road_speeds",
    "read_roads",
    "walked_at",
    "without_vehicles",
    "without_vehicles_on",
]
