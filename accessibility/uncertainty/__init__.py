"""Uncertainty: draws of what is not known for sure, and how much every figure moves with them."""

from accessibility.uncertainty.draw import Draw

__all__ = ["Draw"]
