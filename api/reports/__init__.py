"""Gap reports, points and comparisons at the door."""

from api.reports.routes import opened, router

__all__ = ["opened", "router"]
