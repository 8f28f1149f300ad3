"""A small made-up long table of access, for tests of what is read from it: a row for each figure."""

import pandas as pd

RUN = {
    "pillar": "physical_rehab",
    "profile": "default",
    "scenario": "base",
    "season": "all-year",
    "direction": "to",
    "hazards": "no-hazards",
}


def row(group, measure, value, people, **other):
    """One row of the whole; ``other`` are further or other columns."""
    unit = "share" if measure.startswith("share_within") or measure.endswith("_share") else "minutes"
    return {
        **RUN,
        "area_id": "total",
        "area_name": "All",
        "area_kind": "all",
        "group": group,
        "measure": measure,
        "value": float(value),
        "unit": unit,
        "denominator": float(people),
        "as_of": "2026-01-01",
        **other,
    }


def long_access(*rows):
    """The rows as a table."""
    return pd.DataFrame(list(rows))
