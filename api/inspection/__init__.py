"""Inspection: what a file that was sent in holds, looked at in a process of its own before anybody opens it."""

from api.inspection.endings import ENDINGS, ending_of
from api.inspection.running import Finding, inspect_file

__all__ = ["ENDINGS", "Finding", "ending_of", "inspect_file"]
