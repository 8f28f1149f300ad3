"""The columns of the tables on plans and outreach."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from accessibility.release.table_columns import Content, TableColumns
from accessibility.run_dimensions import DIMENSIONS

_PLAN: Final[dict[str, Content]] = {"plan": "word"}
_SITE: Final[dict[str, Content]] = {
    "candidate_id": "word",
    "candidate_name": "word",
    "kind": "word",  # listed, upgrade, town or grid
    "centre_id": "text",  # of an upgrade
    "pillars": "text",
    "tasks": "text",
    "level": "text",
    "is_satellite": "yes or no",
    "lon": "number",
    "lat": "number",
    "cost": "count",
    "cost_per_year": "count",
    "total_cost": "count",
    "currency": "text",
    "capacity_per_year": "count",
}


def _table(
    content: Mapping[str, Content], *, key: tuple[str, ...], filled: tuple[str, ...] = (), **more: Content
) -> TableColumns:
    return TableColumns(content=content, key=key, filled=frozenset(filled), more=more)


PLAN_TABLES: Final[dict[str, TableColumns]] = {
    # one row a plan: what it asks, what it gives, how far from the best it can be
    "plan_summary": _table(
        {
            **_PLAN,
            "title": "word",
            "objective": "word",
            "pillars": "word",
            "people_counted": "word",  # the key of the group
            "people_label": "word",
            **{name: "word" for name in DIMENSIONS if name != "pillar"},
            "within_minutes": "count",
            "most_sites": "count",
            "budget": "count",
            "status": "word",  # proven, bounded, unbounded, infeasible
            "reason": "text",  # why infeasible, and the nearest that can be met
            "sites": "count",
            "total_cost": "count",
            "currency": "text",
            "years": "count",
            "people": "count",  # the denominator: all who are counted
            "people_within_before": "count",
            "people_within_after": "count",
            "people_gained": "count",
            "people_gained_low": "count",
            "people_gained_high": "count",
            "cost_per_person": "count",  # newly within, over the years; NaN without costs or gain
            "cost_per_person_low": "count",
            "cost_per_person_high": "count",
            "person_hours_saved": "count",  # one way, each way counted as most_minutes at most
            "worst_decile_minutes_before": "count",
            "worst_decile_minutes_after": "count",
            "value": "number",
            "bound": "number",
            "gap_share": "count",
            "ties": "count",
            "interval": "share",
            "draws": "count",
            "is_stopped": "yes or no",
            "solver": "text",
            "seconds": "count",
            "as_of": "day",
        },
        key=("plan",),
        filled=("within_minutes", "people", "as_of"),
    ),
    # one row a site, in the order in which they give most: "plan.csv"; plan.gpkg has the same rows as points
    "plan": _table(
        {
            **_PLAN,
            "order": "count",  # from 1
            **_SITE,
            "people_gained": "count",  # newly within, on top of the sites before it
            "people_nearest": "count",  # of those counted, to whom it is then the nearest
            "share_of_draws": "share",  # in which it is in the plan
            "as_of": "day",
        },
        key=("plan", "candidate_id"),
        filled=("order", "people_gained", "as_of"),
    ),
    "plan_areas": _table(
        {
            **_PLAN,
            "pillar": "word",
            "area_id": "word",
            "area_name": "word",
            "area_kind": "word",
            "people": "count",
            "people_within_before": "count",
            "people_within_after": "count",
            "people_gained": "count",
            "median_minutes_before": "count",
            "median_minutes_after": "count",
            "as_of": "day",
        },
        key=("plan", "pillar", "area_id"),
        filled=("people", "people_within_before", "people_within_after", "people_gained", "as_of"),
    ),
    "plan_groups": _table(
        {
            **_PLAN,
            "pillar": "word",
            "group": "word",
            "group_label": "word",
            "people": "count",
            "share_within_before": "share",
            "share_within_after": "share",
            "people_gained": "count",
            "worst_decile_minutes_before": "count",
            "worst_decile_minutes_after": "count",
            "floor_share": "share",  # NaN without a floor
            "meets_floor": "text",  # yes, no, or empty without a floor
            "as_of": "day",
        },
        key=("plan", "pillar", "group"),
        filled=("people", "people_gained", "as_of"),
    ),
    # the best plan of each number of sites or budget, from none on
    "plan_frontier": _table(
        {
            **_PLAN,
            "sites": "count",
            "total_cost": "count",
            "people_within": "count",
            "people_gained": "count",
            "people_gained_low": "count",
            "people_gained_high": "count",
            "people_gained_by_last": "count",
            "worst_decile_minutes": "count",
            "group": "word",
            "group_share_within": "share",
            "is_knee": "yes or no",  # from here on a further site adds little
            "status": "word",
            "candidate_ids": "text",
            "as_of": "day",
        },
        key=("plan", "sites", "total_cost", "group"),
        filled=("sites", "people_within", "people_gained", "as_of"),
    ),
    "plan_alternatives": _table(
        {
            **_PLAN,
            "kind": "word",  # tie or runner-up
            "rank": "count",
            "candidate_ids": "word",
            "candidate_names": "word",
            "value": "number",
            "worse_share": "count",
            "people_gained": "count",
            "total_cost": "count",
            "as_of": "day",
        },
        key=("plan", "kind", "rank"),
        filled=("rank", "value", "as_of"),
    ),
    # who stays uncovered and why
    "plan_uncovered": _table(
        {
            **_PLAN,
            "pillar": "word",
            "area_id": "word",
            "area_name": "word",
            "reason": "word",  # beyond-all-candidates, not-chosen, inside-hazard, on-barrier, no-land-data, no-room
            "people": "count",
            "people_in_need": "count",
            "median_minutes": "count",
            "nearest_candidate": "text",
            "as_of": "day",
        },
        key=("plan", "pillar", "area_id", "reason"),
        filled=("people", "as_of"),
    ),
    "plan_parity": _table(
        {
            **_PLAN,
            "pillar": "word",
            "threshold_minutes": "count",
            "need_gained_share": "share",
            "survivors_gained_share_low": "share",
            "survivors_gained_share_high": "share",
            "verdict": "word",  # pass, fail, cannot be told
            "note": "text",
            "as_of": "day",
        },
        key=("plan", "pillar", "threshold_minutes"),
        filled=("threshold_minutes", "as_of"),
    ),
    # the hazard areas that are released together with the sites, in their order among the sites' own
    "plan_releases": _table(
        {
            **_PLAN,
            "order": "count",
            "cluster_id": "count",
            "hazard_ids": "word",
            "people_gained": "count",  # on top of all before it
            "note": "text",
            "as_of": "day",
        },
        key=("plan", "cluster_id"),
        filled=("order", "people_gained", "as_of"),
    ),
    "plan_candidates": _table(
        {
            **_SITE,
            "is_accepted": "yes or no",
            "reason": "text",  # why not
            "code": "text",  # the same as a word that can be counted
            "people_within": "count",  # everyone within the longest minutes asked of it; NaN if refused
            "as_of": "day",
        },
        key=("candidate_id",),
        filled=("as_of",),
    ),
    "outreach_summary": _table(
        {
            "pillar": "word",
            **{name: "word" for name in DIMENSIONS if name != "pillar"},
            "stops": "count",
            "teams": "count",
            "days_per_month": "count",
            "days_used_per_month": "count",
            "nights_per_month": "count",
            "km_per_month": "count",
            "drive_hours_per_month": "count",
            "work_hours_per_month": "count",
            "people_beyond_before": "count",
            "people_beyond_after": "count",
            "people_in_need_served": "count",
            "people_in_need_beyond": "count",
            "visits_per_month": "count",
            "visits_asked_per_month": "count",
            "cost_per_month": "count",
            "currency": "text",
            "gap_share": "count",
            "solver": "text",
            "note": "text",
            "as_of": "day",
        },
        key=("pillar", *(name for name in DIMENSIONS if name != "pillar")),
        filled=("stops", "as_of"),
    ),
    "outreach_stops": _table(
        {
            "pillar": "word",
            "season": "word",
            "stop_id": "word",
            "stop_name": "word",
            "lon": "number",
            "lat": "number",
            "people_within": "count",
            "people_in_need": "count",
            "visits_asked_per_month": "count",
            "visits_per_month": "count",
            "days_per_month": "count",
            "is_reached": "yes or no",
            "note": "text",
            "as_of": "day",
        },
        key=("pillar", "season", "stop_id"),
        filled=("people_within", "as_of"),
    ),
    "outreach_days": _table(
        {
            "pillar": "word",
            "season": "word",
            "team": "count",
            "day": "count",
            "order": "count",
            "from_id": "word",
            "to_id": "word",
            "drive_minutes": "count",
            "drive_km": "count",
            "work_minutes": "count",
            "is_night_away": "yes or no",
            "as_of": "day",
        },
        key=("pillar", "season", "team", "day", "order"),
        filled=("drive_minutes", "work_minutes", "as_of"),
    ),
}
