"""Hazards: reading suspected and confirmed areas, and what each blocks."""

from geo.hazards.blocking import Hazards, lay_hazards
from geo.hazards.layer import open_hazards

__all__ = ["Hazards", "lay_hazards", "open_hazards"]
