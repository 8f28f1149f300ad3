"""The land off the roads: its pace, its blocked moves, and the nearest cell to stand in."""

from geo.land.blocking import BlocksByShape, blocked_moves, blocks_by_shape, cells_inside
from geo.land.classes import ONE_SPEED, LandClasses, classes_by_cell, classes_by_share, one_class
from geo.land.moves import MOVE_COLUMNS, MOVE_ROWS, BlockedMoves, Neighbours, move_count_of, segments_meet
from geo.land.nearest_cell import NearestPassableCell, metric_points
from geo.land.slopes import all_moves_blocked, with_steep_moves
from geo.land.speeds import (
    DEFAULT_COVER_SPEEDS,
    find_land_speeds,
    read_land_speeds,
    speeds_of_classes,
    speeds_of_covers,
)
from geo.land.surface import (
    MODES,
    Land,
    LandSpeed,
    lay_land,
    pace_of_classes,
    pace_of_fractions,
    pace_of_friction,
    pace_of_speed,
)

__all__ = [
    "DEFAULT_COVER_SPEEDS",
    "MODES",
    "MOVE_COLUMNS",
    "MOVE_ROWS",
    "ONE_SPEED",
    "BlockedMoves",
    "BlocksByShape",
    "Land",
    "LandClasses",
    "LandSpeed",
    "NearestPassableCell",
    "Neighbours",
    "all_moves_blocked",
    "blocked_moves",
    "blocks_by_shape",
    "cells_inside",
    "classes_by_cell",
    "classes_by_share",
    "find_land_speeds",
    "lay_land",
    "metric_points",
    "move_count_of",
    "one_class",
    "pace_of_classes",
    "pace_of_fractions",
    "pace_of_friction",
    "pace_of_speed",
    "read_land_speeds",
    "segments_meet",
    "speeds_of_classes",
    "speeds_of_covers",
    "with_steep_moves",
]
