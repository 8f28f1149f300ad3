"""The parity check of a plan: do survivors gain by it as everyone does who needs the service? A report, never a weight.

From published tables alone: what protected tables tell of survivors by area, and what the plan gives by area.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from accessibility.parity import ALIKE_WITHIN_SHARE
from accessibility.protection import Design, ProtectedTable, ProtectedTables
from accessibility.run_dimensions import DIMENSIONS
from accessibility.survivor_ranges import told_ranges

Doubles = npt.NDArray[np.float64]
PASS: Final = "pass"  # noqa: S105 - a verdict
FAIL: Final = "fail"
CANNOT_BE_TOLD: Final = "cannot be told"
_BAND: Final = "minutes_band"
_UPPER: Final = re.compile(r"(?:within|\d+(?:\.\d+)?_to)_(\d+(?:\.\d+)?)_min")
_ASSUMED: Final = "if within each area survivors gain as those who are counted there"


def plan_parity(
    summary: pd.DataFrame,
    areas: pd.DataFrame,
    tables: Sequence[ProtectedTables],
    *,
    alike_within_share: float = ALIKE_WITHIN_SHARE,
) -> pd.DataFrame:
    """Rows of plan_parity: for each plan and pillar the share of survivors who gain, as a range, beside that of all.

    ``summary``, ``areas``: plan_summary and plan_areas. ``tables``: those that the tier may show. Of each area the
    survivors beyond the threshold, as a range of what its table tells, gain in the share in which those whom the plan
    counts there gain who are beyond it, of merged areas between the least and the greatest of theirs. ``pass``: the
    whole range is at least the share of all less ``alike_within_share``; ``fail``: the whole range is below that; else
    it cannot be told. Nobody who has the tables learns anything new.
    """
    rows = []
    counted = areas[areas["area_kind"] != "all"]
    for plan in summary.itertuples(index=False):
        of_plan = counted[counted["plan"] == plan.plan]
        for pillar in of_plan["pillar"].unique():
            of_pillar = of_plan[of_plan["pillar"] == pillar]
            people = float(of_pillar["people"].sum())
            need = float(of_pillar["people_gained"].sum()) / people if people > 0 else np.nan
            low, high, note = _survivors(plan, pillar, of_pillar, tables)
            verdict = CANNOT_BE_TOLD
            if not np.isnan([low, high, need]).any():
                least = need - alike_within_share
                verdict = PASS if low >= least else FAIL if high < least else CANNOT_BE_TOLD
            rows.append(
                {
                    "plan": plan.plan,
                    "pillar": pillar,
                    "threshold_minutes": float(plan.within_minutes),
                    "need_gained_share": need,
                    "survivors_gained_share_low": low,
                    "survivors_gained_share_high": high,
                    "verdict": verdict,
                    "note": note,
                    "as_of": plan.as_of,
                }
            )
    return pd.DataFrame(rows)


def _survivors(
    plan: Any, pillar: str, areas: pd.DataFrame, tables: Sequence[ProtectedTables]
) -> tuple[float, float, str]:
    """The least and greatest share of survivors who gain, and its note; NaN where it cannot be told."""
    if not tables:
        return np.nan, np.nan, "the study names no protected table of survivors that this tier may show"
    asked = {name: getattr(plan, name) for name in DIMENSIONS if name != "pillar"} | {"pillar": pillar}
    beyond = (areas["people"] - areas["people_within_before"]).to_numpy()
    rate = np.divide(areas["people_gained"].to_numpy(), beyond, out=np.zeros(len(areas)), where=beyond > 0)
    by_area = dict(zip(areas["area_id"], np.minimum(rate, 1.0), strict=True))
    note = "no protected table is of this run and by area"
    for told in tables:
        for table in told.tables:
            if asdict(table.run) != asked or told.design.units_kind != "areas":
                continue
            is_beyond = _is_beyond(told.design, float(plan.within_minutes))
            if is_beyond is None:
                note = f"no band of the protected table of this run ends at {plan.within_minutes:g} minutes"
                continue
            for low, high in _ranges(told, table, is_beyond, by_area):
                words = f"made-up survivors; {_ASSUMED}" if told.is_synthetic else _ASSUMED
                return low, high, words
            note = "the protected table of this run bounds no share"
    return np.nan, np.nan, note


def _is_beyond(design: Design, within_minutes: float) -> npt.NDArray[np.bool_] | None:
    """Which bands of minutes lie beyond the threshold, those without a way too; None if no band ends at it."""
    for dimension in design.dimensions:
        if dimension.name == _BAND:
            bands = dimension.categories
            ends = np.array([float(match[1]) if (match := _UPPER.fullmatch(band)) else np.inf for band in bands])
            return ends > within_minutes if within_minutes in ends else None
    return None


def _ranges(
    told: ProtectedTables, table: ProtectedTable, is_beyond: npt.NDArray[np.bool_], rate: dict[str, float]
) -> Iterator[tuple[float, float]]:
    """The share of survivors who gain by what each day's figures allow."""
    design = told.design
    axis = next(at for at, dimension in enumerate(design.dimensions) if dimension.name == _BAND)
    leaves = _rates(design, rate)
    if leaves is None:
        return
    for ranges in told_ranges(told, table):
        if not ranges.fits:
            continue
        others = (len(dimension.categories) for at, dimension in enumerate(design.dimensions) if at != axis)
        every: tuple[Any, ...] = (slice(None), slice(None), *others)
        low = np.moveaxis(ranges.low, axis + 1, 1)[every]
        high = np.moveaxis(ranges.high, axis + 1, 1)[every]
        rows, least, most = leaves
        few = float(least @ low[rows][:, :-1][:, is_beyond].sum(axis=1))
        many = float(most @ np.where(most[:, None] > 0, high[rows][:, :-1][:, is_beyond], 0.0).sum(axis=1))
        whole = float(low[0, -1]), float(high[0, -1])
        if whole[1] <= 0 or not np.isfinite(whole[1]) or whole[0] <= 0:
            continue
        yield few / whole[1], min(1.0, many / whole[0])


def _rates(design: Design, rate: dict[str, float]) -> tuple[npt.NDArray[np.int64], Doubles, Doubles] | None:
    """The leaves of a design's units, and the least and the greatest share that gains in the areas of each."""
    units, least, most = design.units, [], []
    for row in units.leaf_rows:
        ids = units.merged_ids[row] or (units.ids[row],)
        if any(identity not in rate for identity in ids):
            return None
        rates = [rate[identity] for identity in ids]
        least.append(min(rates))
        most.append(max(rates))
    return np.asarray(units.leaf_rows, np.int64), np.array(least), np.array(most)
