"""Uncertainty: draws of what is not known for sure, and how much every figure moves with them."""

from accessibility.uncertainty.draw import Draw
from accessibility.uncertainty.drawn_hazards import keys_and_kinds
from accessibility.uncertainty.drawn_networks import DrawnNetworks

__all__ = ["Draw", "DrawnNetworks", "keys_and_kinds"]
