"""Outreach: where a mobile team stops, how often, and on which day's tour."""

from accessibility.outreach.choosing import most_visits, plan_month
from accessibility.outreach.days import make_pieces, tours_along
from accessibility.outreach.drives import Roadway
from accessibility.outreach.faults import check_outreach
from accessibility.outreach.month import Leg, Month, MonthPlan, Pieces, Tour
from accessibility.outreach.of_runs import NO_ROUTE, OutreachTables, find_outreach

__all__ = [
    "NO_ROUTE",
    "Leg",
    "Month",
    "MonthPlan",
    "OutreachTables",
    "Pieces",
    "Roadway",
    "Tour",
    "check_outreach",
    "find_outreach",
    "make_pieces",
    "most_visits",
    "plan_month",
    "tours_along",
]
