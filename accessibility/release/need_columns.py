"""The columns of the tables on need and fairness."""

from __future__ import annotations

from typing import Final

from accessibility.release.table_columns import Content, TableColumns
from accessibility.run_dimensions import DIMENSIONS

PEOPLE: Final = "people"
SHARE: Final = "share"
MINUTES: Final = "minutes"
HOURS_PER_YEAR: Final = "hours per year"
PER_YEAR: Final = " per year"
_DIMENSION_COLUMNS: Final[dict[str, Content]] = dict.fromkeys(DIMENSIONS, "word")
_AREA_COLUMNS: Final[dict[str, Content]] = {"area_id": "word", "area_name": "word", "area_kind": "word"}

TABLES: Final[dict[str, TableColumns]] = {
    "access": TableColumns(
        content={
            **_DIMENSION_COLUMNS,
            **_AREA_COLUMNS,
            "group": "word",
            "measure": "word",
            "value": "number",
            "unit": "word",
            "denominator": "count",
            "as_of": "day",
        },
        key=(*DIMENSIONS, "area_id", "area_kind", "group", "measure"),
        filled=frozenset({"denominator", "as_of"}),
    ),
    "groups": TableColumns(
        content={
            "group": "word",
            "label": "word",
            "kind": "word",
            "people": "count",
            "low_people": "count",
            "high_people": "count",
            "source": "text",
            "source_date": "text",
            "certainty": "text",
            "note": "text",
        },
        key=("group",),
        filled=frozenset({"people"}),
    ),
    "fairness": TableColumns(
        content={
            **_DIMENSION_COLUMNS,
            "area_id": "word",
            "measure": "word",
            "group": "text",
            "other_group": "text",
            "value": "number",
            "other_value": "number",
            "difference": "number",
            "unit": "word",
            "denominator": "count",
            "other_denominator": "count",
            "note": "text",
        },
        key=(),
        more={"of": "text", "ratio": "number"},  # of a gap: the measure that it is of, and value by other value
    ),
    "parity": TableColumns(
        content={
            **_DIMENSION_COLUMNS,
            "stratum": "word",
            "area_id": "word",
            "area_name": "word",
            "threshold_minutes": "count",
            "survivors_share_low": "share",
            "survivors_share_high": "share",
            "need_share": "share",
            "verdict": "word",
            "note": "text",
        },
        key=(),  # two protected tables may tell of one stratum
    ),
    "supply": TableColumns(
        content={
            **_DIMENSION_COLUMNS,
            "method": "word",
            **_AREA_COLUMNS,
            "group": "word",
            "value": "number",
            "unit": "word",
            "denominator": "count",
        },
        key=(),
    ),
    "centre_load": TableColumns(
        content={
            **_DIMENSION_COLUMNS,
            "centre_id": "word",
            "centre_name": "text",
            "capacity_per_year": "count",
            "demand_per_year": "count",
            "load_ratio": "count",
            "note": "text",
        },
        key=(),
    ),
    "directory": TableColumns(
        content={
            "id": "word",
            "name": "text",
            "pillars": "text",
            "level": "text",
            "tasks": "text",
            "capacity_per_year": "count",
            "capacity_unit": "text",
            "dormitory_beds": "count",
            "transport_support": "text",
            "fee": "text",
            "female_staff": "text",
            "languages": "text",
            "step_free": "text",
            "days_open": "text",
            "last_verified": "day",
            "is_verified": "text",
            "first_fitting": "text",
            "repair": "text",
            "lon": "number",
            "lat": "number",
        },
        key=("id",),
    ),
    "data_gaps": TableColumns(
        content={
            "subject": "word",
            "area_id": "text",
            "pillar": "text",
            "field": "word",
            "known": "count",
            "total": "count",
            "share_known": "share",
            "note": "text",
        },
        key=("subject", "area_id", "pillar", "field"),
    ),
}


def unit_of(measure: str) -> str | None:
    """The unit of a measure of the long table; None for one in a currency, and for one that is not known.

    >>> unit_of("share_within_60_min"), unit_of("p90_minutes"), unit_of("yearly_fares_median")
    ('share', 'minutes', None)
    """
    if measure == "people" or measure.startswith("population_"):
        return PEOPLE
    if measure.startswith("share_within_") or measure.endswith("_share"):
        return SHARE
    if measure.startswith("yearly_hours"):
        return HOURS_PER_YEAR
    return MINUTES if measure.endswith("_minutes") else None
