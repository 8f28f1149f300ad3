"""Reads the tables of plans and outreach of a tier, row by row as their columns say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from accessibility.release import PLAN_TABLES
from maps.release_values import Tier
from maps.table_rows import TableDesk, TableRow

_NUMBERS: Final = frozenset({"number", "count", "share"})
Told = Mapping[str, Any]
"""A row by column: texts, numbers (NaN where not known), and yes or no as bool."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlansTold:
    """The rows of each table of plans and outreach, none where the tier lacks it. ``kept_back``: why, or empty."""

    tables: Mapping[str, tuple[Told, ...]]
    kept_back: str = ""

    def of(self, table: str, plan: str | None = None) -> tuple[Told, ...]:
        """The rows of a table, of one plan alone if it is named."""
        rows = self.tables.get(table, ())
        return rows if plan is None else tuple(row for row in rows if row["plan"] == plan)


def read_plans(tier: Tier) -> PlansTold:
    """The tables in the folder of a tier. Raises ReleaseError with all that is missing from them or no number."""
    columns = {f"tables/{name}.csv": tuple(table.content) for name, table in PLAN_TABLES.items()}
    desk = TableDesk(folder=tier.folder, columns=columns)
    tables = {name: desk.rows(f"tables/{name}.csv", partial(_told, name)) for name in PLAN_TABLES}
    desk.close([])
    summary = json.loads((tier.folder / "summary.json").read_text(encoding="utf-8"))
    told = summary.get("plans") or {}
    return PlansTold(tables=tables, kept_back=str(told.get("kept_back") or ""))


def _told(name: str, row: TableRow) -> Told:
    content = PLAN_TABLES[name].content
    told: dict[str, Any] = {}
    for column, kind in content.items():
        if kind in _NUMBERS:
            told[column] = row.number(column)
        elif kind == "yes or no":
            told[column] = row.is_true(column)
        else:
            told |= row.texts(column)
    return told
