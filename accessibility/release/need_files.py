"""Writing all that a tier tells of need and fairness, and saying in its summary which files these are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import geopandas as gpd

from accessibility.release.access_layers import ACCESS_GPKG, GAPS_QML, write_access_layers, write_gaps_style
from accessibility.release.hxl import ACCESS_HXL, write_hxl
from accessibility.release.need_tables import ACCESS_PARQUET, NeedTables, write_need_tables
from accessibility.release.workbook import write_workbook

ACCESS_XLSX: Final = "access.xlsx"


def write_need(folder: Path, need: NeedTables, areas: gpd.GeoDataFrame, manifest: Mapping[str, Any]) -> None:
    """All files of ``need_told`` into a folder of tables that exists. Raises ReleaseError.

    ``areas``: ``area_id``, ``area_name`` and polygons in EPSG:4326. ``manifest``: that of the tier.
    """
    write_need_tables(folder, need)
    write_workbook(folder / ACCESS_XLSX, need, manifest)
    write_access_layers(folder / ACCESS_GPKG, need, areas, manifest)
    write_gaps_style(folder / GAPS_QML)
    write_hxl(folder / ACCESS_HXL, need, manifest)


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
