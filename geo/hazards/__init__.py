"""Hazards: reading suspected and confirmed areas, and what each blocks."""

from geo.hazards.blocking import Hazards, lay_hazards
from geo.hazards.layer import open_hazards
from geo.hazards.road_overlaps import RoadOverlaps, arcs_along, road_overlaps

__all__ = ["Hazards", "RoadOverlaps", "arcs_along", "lay_hazards", "open_hazards", "road_overlaps"]
