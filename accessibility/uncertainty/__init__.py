"""Uncertainty: draws of what is not known for sure, and how much every figure moves with them."""

from accessibility.uncertainty.data_age import data_age_frame
from accessibility.uncertainty.draw import Draw
from accessibility.uncertainty.edge import Edge, EdgeAnswers, could_change, find_edge, seconds_from_edge

__all__ = ["Draw", "Edge", "EdgeAnswers", "could_change", "data_age_frame", "find_edge", "seconds_from_edge"]
