"""Layers: which tables of a tier are collections of features, and what tells one row of each from another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A table of a tier as a collection.

    ``file``: below ``tables/``. ``table``: its name in ``maps.shown_columns``. ``key``: the columns that tell a row
    from the others, those of its run aside. ``has_runs``: whether the run is part of the key. ``tells_hazards``: only
    where hazards are published. ``outlines``: a GeoPackage below ``tables/`` and the column of it that the last column
    of the key names, for a table that has no outlines itself; such a row may have none.
    """

    name: str
    file: str
    table: str
    key: tuple[str, ...]
    has_runs: bool = False
    tells_hazards: bool = False
    outlines: tuple[str, str] | None = None


LAYERS: Final[Mapping[str, Layer]] = {
    layer.name: layer
    for layer in (
        Layer(name="areas", file="areas.gpkg", table="areas", key=("area_id",)),
        Layer(
            name="access",
            file="areas.parquet",
            table="areas",
            key=("area_id",),
            has_runs=True,
            outlines=("areas.gpkg", "area_id"),
        ),
        Layer(name="gaps", file="gaps.gpkg", table="gaps", key=("gap_id",), has_runs=True),
        Layer(
            name="regions",
            file="regions.csv",
            table="regions",
            key=("region_id",),
            has_runs=True,
            outlines=("gaps.gpkg", "gap_id"),
        ),
        Layer(name="centres", file="centres.csv", table="centres", key=("id", "scenario")),
        Layer(name="places", file="places.parquet", table="places", key=("name",)),
        Layer(name="hazards", file="hazards.gpkg", table="hazards", key=("id",), tells_hazards=True),
        Layer(
            name="clearance",
            file="clearance.gpkg",
            table="clearance",
            key=("cluster_id",),
            has_runs=True,
            tells_hazards=True,
        ),
        Layer(
            name="disputed_roads",
            file="disputed_roads.gpkg",
            table="disputed_roads",
            key=("stretch_id",),
            has_runs=True,
            tells_hazards=True,
        ),
    )
}


def layers_in(folder: Path, manifest: Mapping[str, Any]) -> tuple[Layer, ...]:
    """The layers that a tier folder has; none that tells of hazards unless its manifest says they are published."""
    publishes = manifest.get("hazards_published") is True
    return tuple(
        layer
        for layer in LAYERS.values()
        if (publishes or not layer.tells_hazards) and (folder / "tables" / layer.file).is_file()
    )
