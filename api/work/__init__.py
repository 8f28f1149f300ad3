"""Work: what a job does, in a process of its own that knows neither the database nor who asked."""

from api.work.asked import Asked, WorkError
from api.work.plain_words import without_paths

__all__ = ["Asked", "WorkError", "without_paths"]
