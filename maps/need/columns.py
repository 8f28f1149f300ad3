"""The tables of need and fairness that a tier may hold: their files and their columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from maps.run_key import RUN_COLUMNS

ACCESS: Final = "tables/access.parquet"
GROUPS: Final = "tables/groups.csv"
FAIRNESS: Final = "tables/fairness.csv"
PARITY: Final = "tables/parity.csv"
SUPPLY: Final = "tables/supply.csv"
LOADS: Final = "tables/centre_load.csv"
FAMILIES: Final = "tables/families.csv"
DIRECTORY: Final = "tables/directory.csv"
DATA_GAPS: Final = "tables/data_gaps.csv"

AREA_COLUMNS: Final = ("area_id", "area_name", "area_kind")
ACCESS_COLUMNS: Final = (*RUN_COLUMNS, *AREA_COLUMNS, "group", "measure", "value", "unit", "denominator", "as_of")
DIRECTORY_COLUMNS: Final = (
    "id",
    "name",
    "pillars",
    "level",
    "tasks",
    "capacity_per_year",
    "capacity_unit",
    "dormitory_beds",
    "transport_support",
    "fee",
    "female_staff",
    "languages",
    "step_free",
    "days_open",
    "last_verified",
    "is_verified",
    "first_fitting",
    "repair",
    "lon",
    "lat",
)
CSV_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    GROUPS: (
        "group",
        "label",
        "kind",
        "people",
        "low_people",
        "high_people",
        "source",
        "source_date",
        "certainty",
        "note",
    ),
    FAIRNESS: (
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
    ),
    PARITY: (
        *RUN_COLUMNS,
        "stratum",
        "area_id",
        "area_name",
        "threshold_minutes",
        "survivors_share_low",
        "survivors_share_high",
        "need_share",
        "verdict",
        "note",
    ),
    SUPPLY: (*RUN_COLUMNS, "method", *AREA_COLUMNS, "group", "value", "unit", "denominator"),
    LOADS: (*RUN_COLUMNS, "centre_id", "centre_name", "capacity_per_year", "demand_per_year", "load_ratio", "note"),
    FAMILIES: (
        *RUN_COLUMNS,
        "kind",
        "area_id",
        "area_name",
        "people_low",
        "people",
        "people_high",
        "status",
        "is_estimate",
        "source",
        "as_of",
        "note",
    ),
    DIRECTORY: DIRECTORY_COLUMNS,
    DATA_GAPS: ("subject", "area_id", "pillar", "field", "known", "total", "share_known", "note"),
}
