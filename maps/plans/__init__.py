"""Plans in the report: what to build, for whom, at what cost, how sure; and the tours of a mobile team."""

from maps.plans.chapters import plan_chapters
from maps.plans.reading import PlansTold, read_plans

__all__ = ["PlansTold", "plan_chapters", "read_plans"]
