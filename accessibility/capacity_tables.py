"""The tables of capacity in a release: supply by area, and the load of each centre."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from accessibility.capacity import Supply
from accessibility.capacity_runs import CapacityAnswer
from accessibility.need import ALL_ID, ALL_NAME, OUTSIDE_ID, OUTSIDE_NAME
from geo.layers import Areas

Floats = npt.NDArray[np.float64]
SUPPLY_COLUMNS: Final = ("method", "area_id", "area_name", "area_kind", "group", "value", "unit", "denominator")
LOAD_COLUMNS: Final = ("centre_id", "centre_name", "capacity_per_year", "demand_per_year", "load_ratio", "note")
UNREACHED: Final = "unreached"
SERVED_SUFFIX: Final = "-served"
_UNITS: Final = {"cumulative": "people per year", "raam": "minutes"}


def supply_frame(  # noqa: PLR0913 - whose supply, by which area
    supplies: Sequence[Supply],
    areas: Areas,
    home_cell: npt.NDArray[np.int64],
    people: Floats,
    *,
    group: str,
    people_outside_grid: float = 0.0,
) -> pd.DataFrame:
    """The rows of supply.csv for the people of a group: every measure by area, outside all areas, and for all.

    ``people``: of the group, by home, as ``home_cell``. A value is the mean over the people of the
    area, ``denominator`` how many they are; who reaches no centre with capacity counts as 0, and
    so do ``people_outside_grid``. Minutes (``raam``) are the mean over those who reach one, who are
    then the denominator. ``unreached`` is the share of people who reach none; ``bfca-served`` and
    ``raam-served`` are the shares for whom the centres have room. NaN where an area has nobody.
    """
    zone = areas.zone.ravel()[np.maximum(home_cell, 0)]
    place = np.where((zone < 0) | (home_cell < 0), len(areas.ids), zone)
    everyone = _by_place(place, people, areas, people_outside_grid)
    rows: list[dict[str, Any]] = []
    for method, value, unit, is_counted in _values(supplies):
        base = everyone if is_counted is None else _by_place(place, np.where(is_counted, people, 0.0), areas, 0.0)
        missing = people_outside_grid if method == UNREACHED else 0.0  # their value is 1; that of others 0
        total = _by_place(place, np.where(people > 0, people, 0.0) * np.where(people > 0, value, 0.0), areas, missing)
        mean = np.divide(total, base, out=np.full(len(base), np.nan), where=base > 0)
        for (identity, name, kind), figure, count in zip(_identities(areas), mean, base, strict=True):
            cells = (method, identity, name, kind, group, float(figure), unit, float(count))
            rows.append(dict(zip(SUPPLY_COLUMNS, cells, strict=True)))
    return pd.DataFrame(rows, columns=list(SUPPLY_COLUMNS))


def load_frame(answer: CapacityAnswer, *, ids: Sequence[str], names: Sequence[str]) -> pd.DataFrame:
    """The rows of centre_load.csv: the people whom the balanced measure sends to each centre, and its capacity.

    ``capacity_per_year`` is NaN where it is not known; so is ``load_ratio`` there, unless one was
    assumed, and where a centre has none. ``demand_per_year`` is NaN for centres that were left out.
    """
    loads, demand = answer.loads, answer.loads.demand
    if demand is None:
        raise AssertionError("the balanced measure sends everyone somewhere")
    is_left_out = answer.is_unknown & (answer.assumed_per_year is None)
    ratio = np.divide(demand, loads.capacity, out=np.full(len(demand), np.nan), where=loads.capacity > 0)
    notes = [
        _note(answer, row, is_left_out=bool(is_left_out[row]), demand=float(demand[row])) for row in range(len(demand))
    ]
    return pd.DataFrame(
        {
            "centre_id": list(ids),
            "centre_name": list(names),
            "capacity_per_year": np.where(answer.is_unknown, np.nan, loads.capacity),
            "demand_per_year": np.where(is_left_out, np.nan, demand),
            "load_ratio": ratio,
            "note": notes,
        },
        columns=list(LOAD_COLUMNS),
    )


def _values(supplies: Sequence[Supply]) -> Iterator[tuple[str, Floats, str, npt.NDArray[np.bool_] | None]]:
    """Each measure's name, values by home with 0 where there is none, unit, and who alone counts, None for all."""
    for supply in supplies:
        is_minutes = supply.method == "raam"
        value = np.where(supply.is_reached, supply.value, 0.0)
        unit = _UNITS.get(supply.method, "people per year per person")
        yield supply.method, value, unit, supply.is_reached if is_minutes else None
        if supply.served_share is not None:
            yield supply.method + SERVED_SUFFIX, supply.served_share, "share", None
    if supplies:
        yield UNREACHED, (~supplies[0].is_reached).astype(np.float64), "share", None


def _by_place(place: npt.NDArray[np.int64], amount: Floats, areas: Areas, outside: float) -> Floats:
    """The sum of each area, of outside all areas, and of all."""
    sums = np.bincount(place, weights=amount, minlength=len(areas.ids) + 1)
    sums[-1] += outside
    return np.append(sums, sums.sum())


def _identities(areas: Areas) -> list[tuple[str, str, str]]:
    inside = [(identity, name, "area") for identity, name in zip(areas.ids, areas.names, strict=True)]
    return [*inside, (OUTSIDE_ID, OUTSIDE_NAME, "outside"), (ALL_ID, ALL_NAME, "all")]


def _note(answer: CapacityAnswer, row: int, *, is_left_out: bool, demand: float) -> str:
    if is_left_out:
        return "capacity not known; left out"
    if answer.loads.capacity[row] <= 0:
        return "no capacity"
    parts = [f"capacity not known; taken as {answer.assumed_per_year:g}"] if answer.is_unknown[row] else []
    if demand <= 0:
        parts.append("nobody in reach")
    return "; ".join(parts)
