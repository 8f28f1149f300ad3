"""The tables and rasters on reasons and certainty of a tier: the check at their one door, and writing them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from accessibility.release.spreadsheet_texts import neutral_frame
from accessibility.release.table_columns import wrong_in
from accessibility.release.why_columns import columns_of
from geo.errors import ReleaseError
from geo.grid import Grid
from geo.rasters import write_cog

TABLE_NAMES: Final = (
    "regions",
    "reasons",
    "priorities",
    "priority_moves",
    "intervals",
    "rank_stability",
    "sensitivity",
    "ranges",
    "certainty",
    "data_age",
    "calibration",
    "calibration_fit",
    "calibrated",
    "referral",
)
_RASTERS: Final = {
    "underserved_share": ("share of draws in which the cell is beyond the threshold", "share"),
    "could_change": ("1 where roads or centres beyond the study's edge could change the answer", ""),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyTables:
    """What a tier tells of reasons, priority, certainty and calibration.

    ``frames``: by name, one of TABLE_NAMES, with the columns in ``why_columns``; a table that the study does not
    ask for is not there. ``rasters``: by folder of a run and name, the shape of the grid.
    """

    frames: Mapping[str, pd.DataFrame]
    rasters: Mapping[str, Mapping[str, npt.NDArray[Any]]] = field(default_factory=dict)


def checked_why(why: WhyTables) -> WhyTables:
    """The same tables in their order, if each has its columns and keys; a ReleaseError tells all that is wrong."""
    wrong = [f"there is no table {name}" for name in why.frames if name not in TABLE_NAMES]
    wrong += [
        f"there is no raster {name}" for rasters in why.rasters.values() for name in rasters if name not in _RASTERS
    ]
    for name, frame in why.frames.items():
        if name in TABLE_NAMES:
            wrong += [f"{name}: {what}" for what in wrong_in(frame, columns_of(name, frame.columns))]
    if wrong:
        raise ReleaseError(
            f"The tables on reasons and certainty cannot be written: {'; '.join(wrong)}. "
            "Fill them as accessibility/release says."
        )
    frames = {name: why.frames[name] for name in TABLE_NAMES if name in why.frames}
    return WhyTables(frames=frames, rasters=why.rasters)


def write_why_tables(folder: Path, why: WhyTables) -> None:
    """One CSV for each table, in a folder that exists. Raises ReleaseError.

    A text that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    for name, frame in checked_why(why).frames.items():
        columns = list(columns_of(name, frame.columns).of(frame.columns))
        neutral_frame(frame[columns]).to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")


def write_why_rasters(folder: Path, rasters: Mapping[str, npt.NDArray[Any]], grid: Grid) -> None:
    """The rasters of one run, beside its travel times."""
    for name, values in rasters.items():
        description, unit = _RASTERS[name]
        is_share = np.issubdtype(values.dtype, np.floating)
        nodata = float("nan") if is_share else None
        write_cog(folder / f"{name}.tif", values, grid, nodata=nodata, description=description, unit=unit)


def why_told(why: WhyTables) -> dict[str, Any]:
    """What a summary says of the tables: their files and rows."""
    return {"files": [{"file": f"{name}.csv", "rows": len(frame)} for name, frame in checked_why(why).frames.items()]}
