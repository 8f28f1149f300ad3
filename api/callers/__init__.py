"""Callers: who asks, what they may see, and what their asking costs."""

from api.callers.asking import CallerHere, StewardHere, costs
from api.callers.tiers import Caller, Tier

__all__ = ["Caller", "CallerHere", "StewardHere", "Tier", "costs"]
