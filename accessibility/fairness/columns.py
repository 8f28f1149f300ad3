"""The columns of fairness.csv."""

from __future__ import annotations

from typing import Final

RUN_COLUMNS: Final = ("pillar", "profile", "scenario", "season", "direction", "hazards")
FAIRNESS_COLUMNS: Final = (
    *RUN_COLUMNS,
    "area_id",
    "measure",
    "group",
    "other_group",
    "value",
    "other_value",
    "difference",
    "unit",
    "denominator",
    "other_denominator",
    "note",
)
