"""Vector tile sets of a release: its layers with the columns that the tier may see, as PMTiles."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, GeometryError

from geo.errors import ReleaseError
from maps.shown_columns import shown_columns
from maps.tiles.index import MADE_ANEW, TILES, TileSet, set_file
from maps.tiles.joined_archives import join_archives
from maps.tiles.road_zooms import least_zoom

VECTOR_LAYERS: Final = ("areas", "gaps", "centres", "hazards", "places", "roads")
_MOST_ZOOM: Final = 12  # 4096 steps across a tile of 9.8 km: 2.4 m
_MOST_BYTES: Final = 1 << 26  # of a tile; beyond it the driver would leave features out, so it is out of reach
_MOST_FEATURES: Final = 1 << 24
_HALF_A_PIXEL: Final = 4.0  # steps across a tile of 512 pixels
_PARQUET: Final = ("places", "roads")


def read_layer(tier_folder: Path, layer: str, tier: str, *, shows_hazards: bool) -> gpd.GeoDataFrame | None:
    """A layer of VECTOR_LAYERS as it may be shown: EPSG:4326, shown columns alone; None where the tier has none of it.

    Days are texts such as 2026-01-31. A number that is unknown, or infinite for want of a way, is absent.
    """
    if layer == "centres":
        rows = _read_centres(tier_folder)
    elif layer in _PARQUET:
        path = tier_folder / f"tables/{layer}.parquet"
        if not path.is_file():
            return None
        rows = _read_parquet(path, layer)
    else:
        path = tier_folder / f"tables/{layer}.gpkg"
        if not path.is_file() or (layer == "hazards" and not shows_hazards):
            return None
        rows = _read_table(path, layer)
    if rows.empty:
        return None
    columns = shown_columns(layer, tier, [str(name) for name in rows.columns if name != "geometry"])
    shown = rows[[*columns, "geometry"]].to_crs(4326)
    for name in columns:
        shown[name] = _plain(shown[name])
    return shown


def write_set(tier_folder: Path, layer: str, rows: gpd.GeoDataFrame, *, maxzoom: int) -> TileSet:
    """Write a layer as ``tiles/LAYER.pmtiles`` and give its entry in the index.

    Polygons too small to be seen at a zoom are not in its tiles; gaps follow the cells and need no zoom beyond theirs.
    Roads are at each zoom those that are seen there: major ones first, paths last.
    """
    if layer == "roads":
        return _write_roads(tier_folder, rows)
    last = min(maxzoom, _MOST_ZOOM) if layer == "gaps" else _MOST_ZOOM
    _write_archive(tier_folder / set_file(layer), layer, rows, zooms=(0, last))
    return _entry(layer, rows, zooms=(0, last))


def _write_archive(path: Path, layer: str, rows: gpd.GeoDataFrame, *, zooms: tuple[int, int], **options: float) -> None:
    rows.to_file(
        path,
        driver="PMTiles",
        engine="pyogrio",
        layer=layer,
        NAME=layer,
        MINZOOM=zooms[0],
        MAXZOOM=zooms[1],
        MAX_SIZE=_MOST_BYTES,
        MAX_FEATURES=_MOST_FEATURES,
        **options,
    )


def _write_roads(tier_folder: Path, rows: gpd.GeoDataFrame) -> TileSet:
    """One archive out of several, each with the zooms of its own and the roads that are seen there."""
    least = rows["road_class"].map(least_zoom)
    starts = sorted({int(zoom) for zoom in least})
    ends = [*(start - 1 for start in starts[1:]), _MOST_ZOOM]
    with tempfile.TemporaryDirectory(prefix=".roads-", dir=tier_folder / TILES) as scratch:
        parts = []
        for start, end in zip(starts, ends, strict=True):
            part = Path(scratch) / f"{start}.pmtiles"
            _write_archive(part, "roads", rows[least <= start], zooms=(start, end), SIMPLIFICATION=_HALF_A_PIXEL)
            parts.append(part)
        join_archives(parts, tier_folder / set_file("roads"))
    return _entry("roads", rows, zooms=(starts[0], _MOST_ZOOM))


def _entry(layer: str, rows: gpd.GeoDataFrame, *, zooms: tuple[int, int]) -> TileSet:
    west, south, east, north = (float(edge) for edge in rows.total_bounds)
    return TileSet(
        name=layer,
        minzoom=zooms[0],
        maxzoom=zooms[1],
        bounds=(west, south, east, north),
        fields={str(name): _kind(rows[name]) for name in rows.columns if name != rows.geometry.name},
        features=len(rows),
    )


def _kind(column: pd.Series) -> str:
    if pd.api.types.is_bool_dtype(column):
        return "Boolean"
    return "Number" if pd.api.types.is_numeric_dtype(column) else "String"


def _read_table(path: Path, layer: str) -> gpd.GeoDataFrame:
    try:
        return gpd.read_file(path, layer=layer)
    except (DataSourceError, DataLayerError, FeatureError, GeometryError) as error:
        raise ReleaseError(f"{path.name} of the release cannot be read. {MADE_ANEW}") from error


def _read_parquet(path: Path, layer: str) -> gpd.GeoDataFrame:
    try:
        if layer == "roads":
            return gpd.read_parquet(path)
        rows = pd.read_parquet(path)
        return gpd.GeoDataFrame(rows, geometry=gpd.points_from_xy(rows["lon"], rows["lat"]), crs=4326)
    except (OSError, ValueError, KeyError) as error:
        raise ReleaseError(f"{path.name} of the release cannot be read. {MADE_ANEW}") from error


def _read_centres(tier_folder: Path) -> gpd.GeoDataFrame:
    centres = pd.read_csv(tier_folder / "tables/centres.csv", dtype={"id": str, "scenario": str})
    return gpd.GeoDataFrame(centres, geometry=gpd.points_from_xy(centres["lon"], centres["lat"]), crs=4326)


def _plain(column: pd.Series) -> pd.Series:
    """A column as tiles can hold it."""
    if pd.api.types.is_datetime64_any_dtype(column):
        return column.dt.strftime("%Y-%m-%d")
    if pd.api.types.is_float_dtype(column):
        return column.where(np.isfinite(column.to_numpy(dtype=float, na_value=np.nan)))
    return column
