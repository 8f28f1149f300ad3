"""Plans: where the next service does most good, fairly, and how sure that is."""

from accessibility.plans.posed import Posed
from accessibility.plans.posing import group_counted, people_counted, pose_plan
from accessibility.plans.starting import network_of, pillars_of, season_of, starting_runs

__all__ = [
    "Posed",
    "group_counted",
    "network_of",
    "people_counted",
    "pillars_of",
    "pose_plan",
    "season_of",
    "starting_runs",
]
