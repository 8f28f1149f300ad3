"""Who reaches care within a threshold, area by area, as the page shows it before any script asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow.parquet as pq

_TABLES: Final = ("reach.parquet", "areas.parquet")
_KINDS: Final = ("area", "outside", "total")
_NAMED: Final = {"area": "area", "total": "total", "all": "total"}
_COLUMNS: Final = ("area_id", "area_name", "area_kind", "population", "population_no_way", "population_inside_hazards")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachedRow:
    """People of an area, ``within`` the threshold (inclusive); None where the release does not tell.

    ``kind``: ``area``, ``outside`` (outside all areas) or ``total``.
    """

    id: str
    name: str
    kind: str
    people: float
    within: float | None
    no_way: float
    inside_hazards: float
    median_minutes: float | None

    @property
    def share(self) -> float | None:
        """The share of the people within the threshold; None where nobody lives or it is not told."""
        return None if self.within is None or self.people <= 0 else min(self.within / self.people, 1.0)


def reached_rows(tables: Path, run: Mapping[str, str], threshold_minutes: float) -> list[ReachedRow]:
    """The rows of a run: areas, those with most people beyond the threshold first, then outside all areas, then all.

    ``tables``: the folder of a tier's tables. ``run``: its dimensions as the tables name them.
    """
    path = next((tables / name for name in _TABLES if (tables / name).is_file()), tables / _TABLES[-1])
    within = f"population_within_{threshold_minutes:g}_min"
    has = set(pq.read_schema(path).names)
    columns = [name for name in (*_COLUMNS, within, "median_minutes") if name in has]
    rows = pd.read_parquet(path, columns=columns, filters=[(name, "==", value) for name, value in run.items()])
    found = [_row(row, within) for row in rows.to_dict("records")]
    return sorted(found, key=lambda row: (_KINDS.index(row.kind), -_beyond(row), row.name))


def page_of_rows(rows: Sequence[ReachedRow], *, page: int, size: int) -> Sequence[ReachedRow]:
    """The rows of one page, the first of which is 1."""
    return rows[(page - 1) * size : page * size]


def _row(row: Mapping[Any, Any], within: str) -> ReachedRow:
    return ReachedRow(
        id=str(row["area_id"]),
        name=str(row["area_name"]),
        kind=_NAMED.get(str(row["area_kind"]), "outside"),
        people=float(row["population"]),
        within=_number(row.get(within)),
        no_way=_number(row.get("population_no_way")) or 0.0,
        inside_hazards=_number(row.get("population_inside_hazards")) or 0.0,
        median_minutes=_number(row.get("median_minutes")),
    )


def _beyond(row: ReachedRow) -> float:
    return row.people - (row.within or 0.0)


def _number(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)
