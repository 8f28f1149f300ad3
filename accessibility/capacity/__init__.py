"""Capacity: what centres can give, shared among all who reach them; the order of centres plays no part."""

from accessibility.capacity.agents import Crowding, raam
from accessibility.capacity.balance import balanced
from accessibility.capacity.decay import ZONE_WEIGHTS, Decay, Gaussian, Level, Zones, thirds
from accessibility.capacity.exact_sums import sums_by
from accessibility.capacity.floating import (
    cumulative_opportunities,
    enhanced_two_step,
    gaussian_two_step,
    modified_two_step,
    three_step,
    two_step,
)
from accessibility.capacity.pairs import Pairs, make_pairs
from accessibility.capacity.supply import METHODS, Method, Supply

__all__ = [
    "METHODS",
    "ZONE_WEIGHTS",
    "Crowding",
    "Decay",
    "Gaussian",
    "Level",
    "Method",
    "Pairs",
    "Supply",
    "Zones",
    "balanced",
    "cumulative_opportunities",
    "enhanced_two_step",
    "gaussian_two_step",
    "make_pairs",
    "modified_two_step",
    "raam",
    "sums_by",
    "thirds",
    "three_step",
    "two_step",
]
