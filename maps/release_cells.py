"""How the files of a release are read: JSON, tables by run, and cells that may be absent."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import pandas as pd

from geo.errors import ReleaseError
from maps.run_key import RUN_COLUMNS, RunKey

MADE_ANEW: Final = "Make the release anew with nearcare run"


def require(missing: list[str], folder: Path) -> None:
    """Raise ReleaseError with everything that is missing from a tier folder, if anything is."""
    if missing:
        raise ReleaseError(f"{folder} is not a whole tier of a release; missing: {'; '.join(missing)}. {MADE_ANEW}")


def missing_columns(table: pd.DataFrame, file: str, columns: Iterable[str]) -> list[str]:
    """The columns that a table lacks, as ``require`` tells them."""
    return [f"{file}, column {name}" for name in columns if name not in table.columns]


def read_json(path: Path) -> dict[str, Any]:
    """The object in a JSON file; raises ReleaseError for anything else."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ReleaseError(f"{path} is not JSON ({error}). {MADE_ANEW}") from error
    if not isinstance(content, dict):
        raise ReleaseError(f"{path} holds no JSON object. {MADE_ANEW}")
    return content


def rows_by_run(table: pd.DataFrame) -> dict[RunKey, pd.DataFrame]:
    """The rows of each run, in their order."""
    if table.empty:
        return {}
    grouped = table.groupby([table[name].astype(str) for name in RUN_COLUMNS], sort=False)
    return {RunKey(**dict(zip(RUN_COLUMNS, key, strict=True))): rows for key, rows in grouped}


def number(value: Any) -> float:
    """A cell as a number; NaN where it is absent."""
    return math.nan if value is None or value is pd.NA else float(value)


def text(value: Any) -> str:
    """A cell as text; empty where it is absent."""
    is_absent = value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value))
    return "" if is_absent else str(value)


def parts(value: Any) -> tuple[str, ...]:
    """The parts of a cell that are told apart by ``;``."""
    return tuple(part.strip() for part in text(value).split(";") if part.strip())
