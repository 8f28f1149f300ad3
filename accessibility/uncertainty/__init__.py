"""Uncertainty: draws of what is not known for sure, and how much every figure moves with them."""

from accessibility.uncertainty.draw import Draw
from accessibility.uncertainty.drawn_hazards import is_there, keys_and_kinds
from accessibility.uncertainty.drawn_networks import DrawnNetworks
from accessibility.uncertainty.speed_ranges import SpeedRange, speed_ranges

__all__ = ["Draw", "DrawnNetworks", "SpeedRange", "is_there", "keys_and_kinds", "speed_ranges"]
