"""Hazards: reading suspected and confirmed areas, and what each blocks."""

from geo.hazards.blocking import Hazards, RoadPolicy, lay_hazards
from geo.hazards.clusters import cluster_touching
from geo.hazards.layer import open_hazards
from geo.hazards.slowing import slow_factors

__all__ = ["Hazards", "RoadPolicy", "cluster_touching", "lay_hazards", "open_hazards", "slow_factors"]
