"""Uncertainty: draws of what is not known for sure, and how much every figure moves with them."""

from accessibility.uncertainty.data_age import data_age_frame
from accessibility.uncertainty.draw import Draw
from accessibility.uncertainty.drawn_hazards import is_there, keys_and_kinds
from accessibility.uncertainty.drawn_networks import DrawnNetworks
from accessibility.uncertainty.edge import Edge, EdgeAnswers, could_change, find_edge, seconds_from_edge
from accessibility.uncertainty.of_runs import CertaintyTables, DrawnWays, measure_draws
from accessibility.uncertainty.ranges import Range, Ranges, check_uncertainty, ranges_of
from accessibility.uncertainty.sampling import draws_of
from accessibility.uncertainty.speed_ranges import SpeedRange, speed_ranges

__all__ = [
    "CertaintyTables",
    "Draw",
    "DrawnNetworks",
    "DrawnWays",
    "Edge",
    "EdgeAnswers",
    "Range",
    "Ranges",
    "SpeedRange",
    "check_uncertainty",
    "could_change",
    "data_age_frame",
    "draws_of",
    "find_edge",
    "is_there",
    "keys_and_kinds",
    "measure_draws",
    "ranges_of",
    "seconds_from_edge",
    "speed_ranges",
]
