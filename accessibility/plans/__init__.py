"""Plans: where the next service does most good, fairly, and how sure that is."""

from accessibility.plans.checks import check_plans
from accessibility.plans.drawn_plans import DrawnPlan, draw_plan
from accessibility.plans.frontier import Point, find_frontier, frontier_frame, knee_of
from accessibility.plans.handing_over import ADDED_CENTRES_FILE, SCENARIO_FILE, plan_scenario
from accessibility.plans.joint_plans import NO_BOUND, JointPlan, plan_jointly, released_ids, releases_frame
from accessibility.plans.left_out import uncovered_frame
from accessibility.plans.measuring import MeasuredPlan, Step, measure_plan, order_of_sites, people_newly_within
from accessibility.plans.parity_of_plans import plan_parity
from accessibility.plans.people_rows import areas_frame, groups_frame
from accessibility.plans.posed import Posed
from accessibility.plans.posing import MOST_MINUTES, NEED, group_counted, people_counted, pose_plan
from accessibility.plans.site_rows import alternatives_frame, candidates_frame, plan_frame, site_columns
from accessibility.plans.starting import network_of, pillars_of, season_of, starting_runs
from accessibility.plans.summary_rows import minutes_of_entries, summary_row

__all__ = [
    "ADDED_CENTRES_FILE",
    "MOST_MINUTES",
    "NEED",
    "NO_BOUND",
    "SCENARIO_FILE",
    "DrawnPlan",
    "JointPlan",
    "MeasuredPlan",
    "Point",
    "Posed",
    "Step",
    "alternatives_frame",
    "areas_frame",
    "candidates_frame",
    "check_plans",
    "draw_plan",
    "find_frontier",
    "frontier_frame",
    "group_counted",
    "groups_frame",
    "knee_of",
    "measure_plan",
    "minutes_of_entries",
    "network_of",
    "order_of_sites",
    "people_counted",
    "people_newly_within",
    "pillars_of",
    "plan_frame",
    "plan_jointly",
    "plan_parity",
    "plan_scenario",
    "pose_plan",
    "released_ids",
    "releases_frame",
    "season_of",
    "site_columns",
    "starting_runs",
    "summary_row",
    "uncovered_frame",
]
