"""What tells one run of a study from another: the names and the order of its dimensions, and their fixed words."""

from __future__ import annotations

from typing import Final

DIMENSIONS: Final = ("pillar", "profile", "scenario", "season", "direction", "hazards")
"""The first columns of every table that tells of runs; also the folders of a run below ``runs``, in this order."""

BASE_SCENARIO: Final = "base"
WITH_HAZARDS: Final = "hazards"
WITHOUT_HAZARDS: Final = "no-hazards"
