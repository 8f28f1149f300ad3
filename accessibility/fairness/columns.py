"""The columns of fairness.csv."""

from __future__ import annotations

from typing import Final

from accessibility.run_dimensions import DIMENSIONS

FAIRNESS_COLUMNS: Final = (
    *DIMENSIONS,
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
