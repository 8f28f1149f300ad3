"""Siting: which candidates serve most, or best, within limits; pure mathematics over demand and minutes."""

from accessibility.siting.answer import OtherPlan, SitingAnswer, Status
from accessibility.siting.heuristic import Found, find_sites
from accessibility.siting.lagrangian import Bound, lagrangian_bound
from accessibility.siting.merging import merge_demand
from accessibility.siting.problem import MAXIMISED, OBJECTIVES, Ask, Floor, Objective, SitingProblem
from accessibility.siting.solving import solve_siting
from accessibility.siting.values import (
    Worth,
    access_minutes,
    can_be_reached,
    centres_within,
    mean_of_worst,
    people_with_room,
    site_costs,
    value_of,
    with_required,
    worth,
)

__all__ = [
    "MAXIMISED",
    "OBJECTIVES",
    "Ask",
    "Bound",
    "Floor",
    "Found",
    "Objective",
    "OtherPlan",
    "SitingAnswer",
    "SitingProblem",
    "Status",
    "Worth",
    "access_minutes",
    "can_be_reached",
    "centres_within",
    "find_sites",
    "lagrangian_bound",
    "mean_of_worst",
    "merge_demand",
    "people_with_room",
    "site_costs",
    "solve_siting",
    "value_of",
    "with_required",
    "worth",
]
