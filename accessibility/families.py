"""Families of survivors and communities near contamination: estimates by area with a range, never about a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from accessibility.need import ALL_ID, ALL_NAME
from accessibility.protection import HELD, IMPOSSIBLE, NOT_WANTED, SHOWN, SUPPRESSED, ProtectedTables, TableRun
from accessibility.survivor_ranges import day_of_figure, figure_range
from geo.errors import InputError

RUN_COLUMNS: Final = tuple(TableRun.__dataclass_fields__)
FAMILIES_COLUMNS: Final = (
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
)
FAMILIES: Final = "families"
COMMUNITIES: Final = "communities"
TOLD: Final = "told"
NOT_TOLD: Final = "not told"
INSIDE_M: Final = 0.0
COMMUNITY_M: Final = 1000.0
_FAMILY_NOTE: Final = (
    "estimate: told survivors times the household less one; where two survivors share a household it is too "
    "high; of different services it must not be added up"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdSize:
    """People in a household: the value taken, the range it may lie in, and where it is from. Raises InputError."""

    low: float
    value: float
    high: float
    source: str

    def __post_init__(self) -> None:
        wrong = []
        if not 1 <= self.low <= self.value <= self.high < np.inf:
            wrong.append(
                f"household_size: {self.low:g}, {self.value:g}, {self.high:g} are not a range with a value in it; "
                "give low, value and high in this order, each 1 person or more"
            )
        if not self.source.strip():
            wrong.append("household_size: has no source; say where the figure is from, with its date")
        if wrong:
            raise InputError("\n".join(wrong))


def families_frame(
    tables: Iterable[ProtectedTables],
    *,
    household_size: HouseholdSize | None,
    near_hazards: pd.DataFrame | None = None,
    as_of: str = "",
    hazards_source: str = "",
) -> pd.DataFrame:
    """Families by run and unit, then communities by run. ``people_low``, ``people``, ``people_high`` are estimates.

    Families: the others in the households of told survivors in need of a pillar; survivors times household size
    less one. Low and high join the range of the told figure, which is rounded, with that of the household size. What
    is suppressed stays ``not told``, NaN: no range is worked out for it, and it does not mean zero. Without
    ``household_size`` there are no families. Noise has no bounds, so such a figure has no low and high.

    Communities: people inside recorded contamination or within 1 km of it, from the rows of ``near_hazards`` (columns
    ``within_m`` and ``population``, and those of the run if it has them); low is within the nearest and high within
    the farthest of its distances. None where hazards are not shown. Units without a figure are rows all the same.
    """
    rows: list[dict[str, Any]] = []
    if household_size is not None:
        for told in tables:
            rows += _family_rows(told, household_size)
    if near_hazards is not None:
        rows += _community_rows(near_hazards, as_of=as_of, source=hazards_source)
    return pd.DataFrame(rows, columns=list(FAMILIES_COLUMNS))


def _family_rows(told: ProtectedTables, household_size: HouseholdSize) -> Iterator[dict[str, Any]]:
    units = told.design.units
    everyone = tuple(-1 for _ in told.design.dimensions)
    others = household_size.low - 1, household_size.value - 1, household_size.high - 1
    made_up = "made-up survivors; " if told.is_synthetic else ""
    for table in told.tables:
        for unit, (identity, name) in enumerate(zip(units.ids, units.names, strict=True)):
            cell = (unit, *everyone)
            status = int(table.status[cell])
            if status == NOT_WANTED:
                continue
            low, value, high, note = float("nan"), float("nan"), float("nan"), _FAMILY_NOTE
            if status in {SHOWN, HELD}:
                figure = int(table.values[cell])  # noqa: PD011 - a cube, no frame
                if table.noise_epsilon is None:
                    least, greatest = figure_range(told, figure)
                    figure = max(figure, least)  # one told as the multiple below k stands for k at least
                    low, high = least * others[0], greatest * others[2]
                else:
                    note += "; noise was added, so that there is no range"
                value = figure * others[1]
            elif status == IMPOSSIBLE:
                low, value, high, note = 0.0, 0.0, 0.0, "nobody lives there"
            else:
                note = "suppressed: not told, which does not mean zero"
            yield {
                **asdict(table.run),
                "kind": FAMILIES,
                "area_id": identity,
                "area_name": name,
                "people_low": low,
                "people": value,
                "people_high": high,
                "status": NOT_TOLD if status == SUPPRESSED else TOLD,
                "is_estimate": True,
                "source": household_size.source,
                "as_of": day_of_figure(table, cell).isoformat(),
                "note": made_up + note,
            }


def _community_rows(near_hazards: pd.DataFrame, *, as_of: str, source: str) -> Iterator[dict[str, Any]]:
    missing = [column for column in ("within_m", "population") if column not in near_hazards.columns]
    if missing:
        raise InputError(f"near_hazards has no column {', '.join(missing)}; give the table of people near hazards")
    columns = [column for column in RUN_COLUMNS if column in near_hazards.columns]
    groups = near_hazards.groupby(columns, sort=False) if columns else [((), near_hazards)]
    for run, rows in groups:
        people = dict(zip(rows["within_m"].astype(float), rows["population"].astype(float), strict=True))
        if len(people) < len(rows) or not {INSIDE_M, COMMUNITY_M} <= set(people):
            raise InputError(
                f"near_hazards needs one row within {INSIDE_M:g} m and one within {COMMUNITY_M:g} m for each run; "
                "give the table of people near hazards as it was measured"
            )
        inside = people.pop(INSIDE_M)
        nearest, farthest = min(people), max(people)
        yield {
            **dict(zip(columns, run, strict=True)),
            "kind": COMMUNITIES,
            "area_id": ALL_ID,
            "area_name": ALL_NAME,
            "people_low": inside + people[nearest],
            "people": inside + people[COMMUNITY_M],
            "people_high": inside + people[farthest],
            "status": TOLD,
            "is_estimate": True,
            "source": source,
            "as_of": as_of,
            "note": f"estimate: people inside recorded contamination or within {COMMUNITY_M:g} m; low within "
            f"{nearest:g} m, high within {farthest:g} m; no recorded hazard does not mean safe",
        }
