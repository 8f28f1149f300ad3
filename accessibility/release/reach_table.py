"""The table of reach of a tier: who gets to care within each step, run by run, to be read one run at a time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from accessibility.inputs import Inputs
from accessibility.mixed_runs import MixedRun
from accessibility.reach import reach_steps
from accessibility.reach_measures import measure_reach
from accessibility.runs import Run

REACH_FILE: Final = "reach.parquet"
_GROUP_ROWS: Final = 4_000


def write_reach(tables: Path, inputs: Inputs, runs: Sequence[Run | MixedRun]) -> None:
    """Write ``reach.parquet``: the rows and runs of ``areas.parquet``, with a column for each step.

    A row group holds whole runs, and few rows, so that whoever asks for one run reads little of the others.
    """
    frames = [_reach_of(inputs, run) for run in runs]
    whole = pd.concat(frames, ignore_index=True)
    texts = [name for name in whole.columns if not pd.api.types.is_float_dtype(whole[name])]
    rows = len(frames[0])
    pq.write_table(
        pa.Table.from_pandas(whole, preserve_index=False),
        tables / REACH_FILE,
        row_group_size=max(1, _GROUP_ROWS // rows) * rows,
        compression="zstd",
        use_dictionary=texts,
    )


def _reach_of(inputs: Inputs, run: Run | MixedRun) -> pd.DataFrame:
    study = inputs.study
    frame = measure_reach(
        run.demand,
        run.times,
        inputs.areas.zone,
        run.access,
        bands_minutes=study.travel.bands_minutes,
        steps_minutes=reach_steps(study.travel.bands_minutes, study.gaps.threshold_minutes),
    )
    columns = list(frame.columns)
    return frame.assign(**run.dimensions)[[*run.dimensions, *columns]]
