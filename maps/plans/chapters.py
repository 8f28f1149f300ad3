"""All chapters of a report on plans and outreach."""

from __future__ import annotations

from maps.plans.donor_chapter import donor_chapter
from maps.plans.outreach_chapter import outreach_chapter
from maps.plans.planner_chapter import planner_chapter
from maps.plans.reading import PlansTold
from maps.release_values import Tier
from maps.why import WhyChapter


def plan_chapters(plans: PlansTold, tier: Tier) -> tuple[WhyChapter, ...]:
    """The chapters in their order; the first says how to ask for what the study did not ask."""
    found = (planner_chapter(plans, tier), donor_chapter(plans, tier), outreach_chapter(plans, tier))
    return tuple(chapter for chapter in found if chapter is not None)
