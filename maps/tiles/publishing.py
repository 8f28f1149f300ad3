"""Publishes the tiles of a tier: class rasters of its runs and comparisons, and its layers as vector tile sets."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
from rasterio.features import rasterize

from geo.progress import Progress
from maps.difference_classes import read_change
from maps.hazards_reader import refuse_leaks
from maps.pictures import ClassRaster, read_classes
from maps.release_cells import read_json
from maps.run_key import RUN_COLUMNS
from maps.tiles.certainty import read_certainty
from maps.tiles.class_cogs import Frame, frame_of, write_class_cog
from maps.tiles.coarser import coarser_codes
from maps.tiles.index import (
    TILES,
    TileIndex,
    TileSet,
    certainty_file,
    comparison_file,
    run_file,
    run_id,
    write_index,
)
from maps.tiles.layers import IN_REGION, code_edges
from maps.tiles.vector_sets import VECTOR_LAYERS, read_layer, write_set

_STAGE: Final = "drawing the {tier} tiles"


def write_tier_tiles(tier_folder: Path, *, progress: Progress) -> None:
    """The work of ``write_tiles``."""
    manifest, summary = read_json(tier_folder / "manifest.json"), read_json(tier_folder / "summary.json")
    refuse_leaks(tier_folder, manifest, summary)
    tier, stage = str(manifest["tier"]), _STAGE.format(tier=manifest["tier"])
    shutil.rmtree(tier_folder / TILES, ignore_errors=True)
    for folder in ("runs", "certainty", "comparisons"):
        (tier_folder / TILES / folder).mkdir(parents=True)
    runs, comparisons = list(summary["runs"]), list(summary.get("comparisons") or [])
    steps = len(runs) + len(comparisons) + len(VECTOR_LAYERS)
    frame: Frame | None = None
    edges = code_edges(tuple(float(band) for band in summary["bands_minutes"]), float(summary["threshold_minutes"]))
    regions = _regions_by_run(tier_folder)
    sure: list[str] = []
    coarser = partial(coarser_codes, edge_count=len(edges))
    for done, run in enumerate(runs):
        progress(stage, done / steps)
        raster = _run_codes(tier_folder, run, edges=edges, regions=regions)
        frame = frame or frame_of(raster)
        write_class_cog(tier_folder / run_file(run_id(run)), raster, frame, coarser=coarser)
        certainty = read_certainty(tier_folder / run["folder"])
        if certainty is not None:
            write_class_cog(tier_folder / certainty_file(run_id(run)), certainty, frame)
            sure.append(run_id(run))
    if frame is None:
        raise AssertionError("a tier has a run at least")
    for done, comparison in enumerate(comparisons, len(runs)):
        progress(stage, done / steps)
        change = read_change(tier_folder / comparison["folder"])
        write_class_cog(tier_folder / comparison_file(run_id(comparison)), change, frame)
    sets: dict[str, TileSet] = {}
    for done, layer in enumerate(VECTOR_LAYERS, len(runs) + len(comparisons)):
        progress(stage, done / steps)
        rows = read_layer(tier_folder, layer, tier, shows_hazards=bool(manifest["hazards_published"]))
        if rows is not None:
            sets[layer] = write_set(tier_folder, layer, rows, maxzoom=frame.zoom)
    index = TileIndex(
        maxzoom=frame.zoom,
        bounds=frame.bounds,
        runs=tuple(run_id(run) for run in runs),
        certainty=tuple(sure),
        comparisons=tuple(run_id(comparison) for comparison in comparisons),
        classes={name: summary[name] for name in ("bands_minutes", "threshold_minutes")} | {"steps_minutes": edges},
        sets=sets,
    )
    write_index(tier_folder, index)


def _regions_by_run(tier_folder: Path) -> dict[tuple[str, ...], gpd.GeoSeries]:
    """The underserved regions of each run, EPSG:4326, by the run's dimensions."""
    gaps = gpd.read_file(tier_folder / "tables/gaps.gpkg", layer="gaps")
    if gaps.empty:
        return {}
    rows = gaps.groupby([gaps[name].astype(str) for name in RUN_COLUMNS], sort=False)
    return {tuple(map(str, key)): found.geometry for key, found in rows}


def _run_codes(
    tier_folder: Path,
    run: Mapping[str, Any],
    *,
    edges: tuple[float, ...],
    regions: Mapping[tuple[str, ...], gpd.GeoSeries],
) -> ClassRaster:
    """The published codes of a run on its grid: the class by all edges, and IN_REGION added in underserved regions."""
    raster = read_classes(tier_folder / run["folder"], bands_minutes=edges)
    found = regions.get(tuple(str(run[name]) for name in RUN_COLUMNS))
    if found is None:
        return raster
    shapes = found.to_crs(raster.crs)
    is_inside = rasterize(shapes, out_shape=raster.code.shape, transform=raster.affine, dtype="uint8")
    code = raster.code + np.where((is_inside > 0) & (raster.code > 0), IN_REGION, 0).astype(np.uint8)
    return replace(raster, code=code)
