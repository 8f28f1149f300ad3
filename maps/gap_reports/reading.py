"""Reads what reports are made of: one tier of a release, with its tables of need, reasons and certainty."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
from shapely import STRtree

from maps.need import NeedTables, read_need
from maps.release_reader import read_tier
from maps.release_values import Run, Tier
from maps.run_key import RUN_COLUMNS, RunKey
from maps.why import WhyTables, read_why


@dataclass(frozen=True, kw_only=True)
class ReleaseTables:
    """One tier of a release as reports read it. ``centre_rows``: ids and names by the numbers of ``nearest.tif``."""

    tier: Tier
    need: NeedTables
    why: WhyTables
    centre_rows: dict[int, tuple[str, str]]
    area_tree: STRtree
    gap_trees: dict[RunKey, STRtree] = field(default_factory=dict)

    def gap_tree(self, run: Run) -> STRtree:
        """The underserved regions of a run, to be found by place."""
        if run.key not in self.gap_trees:
            self.gap_trees[run.key] = STRtree([gap.geometry for gap in run.gaps])
        return self.gap_trees[run.key]


def read_tables(tier_folder: Path) -> ReleaseTables:
    """The tables of a tier folder. Raises ReleaseError with all that is missing or wrong in it."""
    tier = read_tier(tier_folder)
    centres = pd.read_csv(tier_folder / "tables/centres.csv", dtype={"id": str, "name": str})
    numbers = centres["row"] if "row" in centres.columns else range(len(centres))
    rows = {
        int(number): (str(centre_id), "" if pd.isna(name) else str(name))
        for number, centre_id, name in zip(numbers, centres["id"], centres["name"], strict=True)
    }
    return ReleaseTables(
        tier=tier,
        need=read_need(tier, has_access=False),
        why=read_why(tier),
        centre_rows=rows,
        area_tree=STRtree([area.geometry for area in tier.areas]),
    )


def group_rows(folder: Path, run: RunKey, area_id: str) -> pd.DataFrame:
    """The figures of every group in one area and run, in the order of the table; empty where there is no table."""
    path = folder / "tables/access.parquet"
    if not path.is_file():
        return pd.DataFrame()
    asked = [(name, "==", getattr(run, name)) for name in RUN_COLUMNS]
    return pd.read_parquet(path, filters=[*asked, ("area_id", "==", area_id)])
