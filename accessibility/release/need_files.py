"""Writing all that a tier tells of need and fairness, and saying in its summary which files these are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import geopandas as gpd

from accessibility.release.access_layers import ACCESS_GPKG, GAPS_QML, write_access_layers, write_gaps_style
from accessibility.release.content import TierContent
from accessibility.release.hxl import ACCESS_HXL, write_hxl
from accessibility.release.need_tables import ACCESS_PARQUET, NeedTables, write_need_tables
from accessibility.release.workbook import write_workbook
from accessibility.runs import WITH_HAZARDS
from geo.errors import ReleaseError

ACCESS_XLSX: Final = "access.xlsx"
_CENTRE_IDS: Final = {"directory": "id", "centre_load": "centre_id"}


def write_need(folder: Path, need: NeedTables, areas: gpd.GeoDataFrame, manifest: Mapping[str, Any]) -> None:
    """All files of ``need_told`` into a folder of tables that exists. Raises ReleaseError.

    ``areas``: ``area_id``, ``area_name`` and polygons in EPSG:4326. ``manifest``: that of the tier.
    """
    write_need_tables(folder, need)
    write_workbook(folder / ACCESS_XLSX, need, manifest)
    write_access_layers(folder / ACCESS_GPKG, need, areas, manifest)
    write_gaps_style(folder / GAPS_QML)
    write_hxl(folder / ACCESS_HXL, need, manifest)


def refuse_hidden(content: TierContent) -> None:
    """Refuse tables that tell of what their tier does not show: hazards, scenarios, centres. Raises ReleaseError.

    Tables are made for each tier; this stands between a slip there and the public.
    """
    if content.need is None:
        return
    scenarios = {world.key[0] for world in content.worlds}
    centres = set(content.read_centres.ids)
    hidden = []
    for name, frame in content.need.frames().items():
        if not content.shows_hazards and "hazards" in frame and frame["hazards"].eq(WITH_HAZARDS).any():
            hidden.append(f"{name}: rows with hazards")
        if "scenario" in frame and not set(frame["scenario"]) <= scenarios:
            hidden.append(f"{name}: rows of a scenario that is not shown")
        column = _CENTRE_IDS.get(name)
        if column is not None and not set(frame[column]) <= centres:
            hidden.append(f"{name}: a centre that is not shown")
    if hidden:
        raise ReleaseError(
            f"The tables on need tell of what this tier does not show: {'; '.join(hidden)}. Make them for this tier."
        )


def need_told(need: NeedTables) -> dict[str, Any]:
    """What a summary says of the tables: their files and rows, and how many groups of people they tell of."""
    return {
        "files": [
            *(
                {"file": ACCESS_PARQUET if name == "access" else f"{name}.csv", "rows": len(frame)}
                for name, frame in need.frames().items()
            ),
            *({"file": name, "rows": None} for name in (ACCESS_XLSX, ACCESS_GPKG, ACCESS_HXL, GAPS_QML)),
        ],
        "groups": need.groups["group"].tolist(),
    }
