"""The people within each step of a threshold, by run and area, as a page of one file holds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd

from accessibility.need import band_column
from accessibility.reach import reach_steps
from geo.errors import ReleaseError
from maps.reach import REACH_FILE
from maps.release_cells import MADE_ANEW, rows_by_run
from maps.release_values import Run, Tier
from maps.run_key import RUN_COLUMNS, RunKey

_DECIMALS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The people of a place, and those within each step, inclusive. ``kind``: ``area``, ``outside`` or ``all``."""

    area_id: str
    name: str
    kind: str
    people: float
    within: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Who reaches care within each of the steps, rising, in minutes; by run."""

    steps_minutes: tuple[float, ...]
    rows: Mapping[RunKey, tuple[Row, ...]]


def read_moving(tier: Tier) -> Reach:
    """The steps of a tier: those of its table of reach; its bands alone where an older release has none.

    Raises ReleaseError for a table that lacks a step or a run.
    """
    path = tier.folder / REACH_FILE
    if not path.is_file():
        return Reach(steps_minutes=tier.bands_minutes, rows={run.key: _from_bands(run) for run in tier.runs})
    steps = reach_steps(tier.bands_minutes, tier.threshold_minutes)
    return Reach(steps_minutes=steps, rows=_from_table(path, steps, [run.key for run in tier.runs]))


def told_rows(rows: Iterable[Row]) -> list[list[Any]]:
    """Rows as a page holds them: id, name, kind, people, and people within each step."""
    return [
        [row.area_id, row.name, row.kind, _short(row.people), [_short(each) for each in row.within]] for row in rows
    ]


def _from_bands(run: Run) -> tuple[Row, ...]:
    return tuple(
        Row(area_id=row.area_id, name=row.area_name, kind=row.area_kind, people=row.people, within=row.within)
        for row in run.access
    )


def _from_table(path: Path, steps: tuple[float, ...], keys: Sequence[RunKey]) -> dict[RunKey, tuple[Row, ...]]:
    columns = [band_column(step) for step in steps]
    wanted = [*RUN_COLUMNS, "area_id", "area_name", "area_kind", "population", *columns]
    try:
        frame = pd.read_parquet(path, columns=wanted)
    except (OSError, ValueError) as error:
        raise ReleaseError(f"{path} cannot be read or lacks a step. {MADE_ANEW}") from error
    by_run = rows_by_run(frame)
    missing = [key for key in keys if key not in by_run]
    if missing:
        raise ReleaseError(f"{path} has no rows for {len(missing)} runs, {missing[0].pillar} among them. {MADE_ANEW}")
    return {key: _rows(by_run[key], columns) for key in keys}


def _rows(frame: pd.DataFrame, columns: list[str]) -> tuple[Row, ...]:
    within = frame[columns].to_numpy(float).tolist()
    named = frame[["area_id", "area_name", "area_kind", "population"]].itertuples(index=False)
    return tuple(
        Row(
            area_id=str(row.area_id),
            name=str(row.area_name),
            kind=str(row.area_kind),
            people=float(row.population),
            within=tuple(people),
        )
        for row, people in zip(named, within, strict=True)
    )


def _short(people: float) -> float | int | None:
    """People with two digits after the point, whole where they are; None where they are not known."""
    if people != people:  # noqa: PLR0124  NaN alone differs from itself
        return None
    rounded = round(people, _DECIMALS)
    return int(rounded) if rounded == int(rounded) else rounded
