"""Reach as it is told: who gets to care within each step, of everyone and of each area, as JSON has it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from accessibility.need import band_column, slug
from accessibility.reach_measures import WITHOUT_MINUTES
from geo.errors import ReleaseError
from maps.run_key import RUN_COLUMNS
from maps.shown_columns import shown_columns

REACH_FILE: Final = "tables/reach.parquet"
_KINDS: Final = {"all": "total"}
_AGAIN: Final = "Run the study again with this version of nearcare"


def read_reach(path: Path, dimensions: Mapping[str, str], *, tier: str) -> pd.DataFrame:
    """The rows of one run in ``reach.parquet``, with the columns that the tier may see; none for another run.

    Reads the row group of the run alone. Raises ReleaseError for a table that cannot be read.
    """
    try:
        found = pq.read_table(path, filters=[(name, "=", dimensions[name]) for name in RUN_COLUMNS]).to_pandas()
    except (OSError, KeyError, ValueError, pa.ArrowException) as error:
        raise ReleaseError(f"{path.name} of the release cannot be read. {_AGAIN}") from error
    return found[shown_columns("reach", tier, found.columns)]


def runs_in_reach(path: Path) -> dict[str, dict[str, str]]:
    """The dimensions of the runs and mixes in ``reach.parquet`` by their id: their slugs, joined by dots.

    Raises ReleaseError for a table that cannot be read.
    """
    try:
        rows = pq.read_table(path, columns=list(RUN_COLUMNS)).group_by(list(RUN_COLUMNS), use_threads=False)
        found = rows.aggregate([]).to_pylist()
    except (OSError, KeyError, ValueError, pa.ArrowException) as error:
        raise ReleaseError(f"{path.name} of the release cannot be read. {_AGAIN}") from error
    return {".".join(slug(run[name]) for name in RUN_COLUMNS): run for run in found}


def told_reach(
    frame: pd.DataFrame, *, steps_minutes: Sequence[float], bands_minutes: Sequence[float]
) -> dict[str, Any]:
    """The rows of ``measure_reach`` as the web map takes them: ``total``, and ``areas`` with that outside all areas.

    ``within``: people, for each of ``steps_minutes``. ``median_minutes`` is None where there is no number, and
    ``median_minutes_status`` says why. Raises ReleaseError for a table that lacks a step.
    """
    columns = {
        "id": "area_id",
        "name": "area_name",
        "kind": "area_kind",
        "people": "population",
        **{reason: f"population_{reason}" for reason in WITHOUT_MINUTES},
        "median_minutes": "median_minutes",
    }
    steps = [band_column(step) for step in steps_minutes]
    missing = [name for name in (*columns.values(), *steps) if name not in frame.columns]
    if missing:
        raise ReleaseError(f"{Path(REACH_FILE).name} of the release lacks {', '.join(missing[:3])}. {_AGAIN}")
    within = frame[steps].to_numpy(dtype=float).tolist()
    lists = {name: frame[column].tolist() for name, column in columns.items()}
    rows = [_told({name: values[row] for name, values in lists.items()}, within[row]) for row in range(len(frame))]
    total = [row for row in rows if row["kind"] == "total"]
    if len(total) != 1:
        raise ReleaseError(f"{Path(REACH_FILE).name} of the release needs one row of everyone for a run. {_AGAIN}")
    return {
        "steps_minutes": list(steps_minutes),
        "bands_minutes": list(bands_minutes),
        "total": total[0],
        "areas": [row for row in rows if row["kind"] != "total"],
    }


def _told(row: dict[str, Any], within: list[float]) -> dict[str, Any]:
    median = row.pop("median_minutes")
    is_known = math.isfinite(median)
    return {
        **row,
        "kind": _KINDS.get(row["kind"], row["kind"]),
        "within": within,
        "median_minutes": median if is_known else None,
        "median_minutes_status": "reached" if is_known else "no_way" if math.isinf(median) else "unknown",
    }
