"""Who reaches care within a threshold, area by area, as the page shows it before any script asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow.parquet as pq

from accessibility.need import band_column
from accessibility.reach_measures import WITHOUT_MINUTES

_TABLES: Final = ("reach.parquet", "areas.parquet")
_KINDS: Final = ("area", "outside", "total")
_NAMED: Final = {"area": "area", "total": "total", "all": "total"}
_WITHOUT: Final = tuple(f"population_{reason}" for reason in WITHOUT_MINUTES)
_COLUMNS: Final = ("area_id", "area_name", "area_kind", "population", *_WITHOUT, "median_minutes")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachedRow:
    """People of an area, ``within`` the threshold (inclusive); None where the release does not tell.

    ``kind``: ``area``, ``outside`` (outside all areas) or ``total``. ``unknown``: people on a barrier or without land
    data. ``median_minutes`` is None where no minutes hold for half of the people.
    """

    id: str
    name: str
    kind: str
    people: float
    within: float | None
    no_way: float
    inside_hazards: float
    unknown: float
    beyond_limit: float
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
    within = band_column(threshold_minutes)
    has = set(pq.read_schema(path).names)
    columns = [name for name in (*_COLUMNS, within) if name in has]
    rows = pd.read_parquet(path, columns=columns, filters=[(name, "==", value) for name, value in run.items()])
    found = [_row(row, within) for row in rows.to_dict("records")]
    return sorted(found, key=lambda row: (_KINDS.index(row.kind), -_beyond(row), row.name))


def _row(row: Mapping[Any, Any], within: str) -> ReachedRow:
    no_way, inside, on_barrier, no_land_data, beyond = (_number(row.get(name)) or 0.0 for name in _WITHOUT)
    return ReachedRow(
        id=str(row["area_id"]),
        name=str(row["area_name"]),
        kind=_NAMED.get(str(row["area_kind"]), "outside"),
        people=float(row["population"]),
        within=_number(row.get(within)),
        no_way=no_way,
        inside_hazards=inside,
        unknown=on_barrier + no_land_data,
        beyond_limit=beyond,
        median_minutes=_number(row.get("median_minutes")),
    )


def _beyond(row: ReachedRow) -> float:
    return row.people - (row.within or 0.0)


def _number(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)
