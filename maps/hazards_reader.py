"""Reads the recorded hazard areas of a tier, and refuses a tier that holds what it must not tell of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from geo.errors import ReleaseError
from maps.release_cells import MADE_ANEW, missing_columns, number, require, text
from maps.release_values import Hazard
from maps.run_key import WITHOUT_HAZARDS

_TELLING_FILES: Final = ("hazards.gpkg", "clearance*", "disputed*", "near*", "hazard_range*")
_TELLING_KEYS: Final = ("hazards", "hazard_range")
_FILE: Final = "tables/hazards.gpkg"


def read_hazards(folder: Path) -> tuple[Hazard, ...]:
    """The hazard areas in ``tables/hazards.gpkg``; none where a study has none."""
    path = folder / _FILE
    if not path.is_file():
        return ()
    hazards = gpd.read_file(path, layer="hazards")
    require(missing_columns(hazards, _FILE, ("kind", "status")), folder)
    records = pd.DataFrame(hazards.drop(columns="geometry")).to_dict("records")
    return tuple(
        Hazard(
            hazard_id=text(row.get("id")),
            kind=text(row["kind"]),
            status=text(row["status"]),
            name=text(row.get("name")),
            evidence=text(row.get("evidence")),
            geometry_quality=text(row.get("geometry_quality")),
            source=text(row.get("source")),
            reported_on=text(row.get("reported_on")),
            surveyed_on=text(row.get("surveyed_on")),
            policy=text(row.get("policy")),
            slow_factor=number(row.get("slow_factor")),
            cluster_id=_whole(row.get("cluster_id")),
            geometry=geometry,
        )
        for row, geometry in zip(records, hazards.geometry, strict=True)
    )


def refuse_leaks(folder: Path, manifest: Mapping[str, Any], summary: Mapping[str, Any]) -> None:
    """Raise ReleaseError for a tier that publishes no hazards and yet holds something that tells of them.

    A page of such a tier must not be drawn: runs, comparisons and tables with hazards give them away.
    """
    if manifest["hazards_published"]:
        return
    leaks = [str(run["folder"]) for run in summary["runs"] if run["hazards"] != WITHOUT_HAZARDS]
    leaks += [f"summary.json, key {key}" for key in _TELLING_KEYS if summary.get(key)]
    found = {path for pattern in _TELLING_FILES for path in (folder / "tables").glob(pattern)}
    leaks += sorted(f"tables/{path.name}" for path in found)
    leaks += _leaking_comparisons(folder, summary)
    if leaks:
        raise ReleaseError(
            f"{folder} says that its hazards are not published, but holds {'; '.join(leaks)}. "
            f"Do not hand this folder on. {MADE_ANEW}"
        )


def _leaking_comparisons(folder: Path, summary: Mapping[str, Any]) -> list[str]:
    """Comparisons with hazards on either side, and any that the summary does not name: nobody knows what they hold."""
    listed = summary.get("comparisons") or []
    leaks = {
        f"comparison {entry['slug']}"
        for entry in listed
        if any(entry[side]["hazards"] != WITHOUT_HAZARDS for side in ("before", "after"))
    }
    known = {str(entry["slug"]) for entry in listed}
    leaks |= {f"comparisons/{path.name}" for path in (folder / "comparisons").glob("*") if path.name not in known}
    table = folder / "tables/comparisons.csv"
    if table.is_file():
        slugs = pd.read_csv(table, usecols=["comparison"], dtype=str)["comparison"]
        leaks |= {f"comparison {slug} in tables/comparisons.csv" for slug in set(slugs) - known}
    return sorted(leaks)


def _whole(value: Any) -> int | None:
    found = number(value)
    return None if found != found else int(found)  # noqa: PLR0124  NaN alone differs from itself
