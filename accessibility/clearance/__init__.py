"""Clearance: which areas cut off whom, and what releasing them would give, alone and together."""

from accessibility.clearance.gains import Gain, GainMeter
from accessibility.clearance.ranking import ClearanceRanking, Step, rank_clearance

__all__ = ["ClearanceRanking", "Gain", "GainMeter", "Step", "rank_clearance"]
