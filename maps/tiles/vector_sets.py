"""Vector tile sets of a release: its layers with the columns that the tier may see, as PMTiles."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, GeometryError

from geo.errors import ReleaseError
from maps.shown_columns import shown_columns
from maps.tiles.index import MADE_ANEW, TileSet, set_file

VECTOR_LAYERS: Final = ("areas", "gaps", "centres", "hazards")
_MOST_ZOOM: Final = 12  # 4096 steps across a tile of 9.8 km: 2.4 m
_MOST_BYTES: Final = 1 << 26  # of a tile; beyond it the driver would leave features out, so it is out of reach
_MOST_FEATURES: Final = 1 << 24


def read_layer(tier_folder: Path, layer: str, tier: str, *, shows_hazards: bool) -> gpd.GeoDataFrame | None:
    """A layer of VECTOR_LAYERS as it may be shown: EPSG:4326, shown columns alone; None where the tier has none of it.

    Days are texts such as 2026-01-31. A number that is unknown, or infinite for want of a way, is absent.
    """
    if layer == "centres":
        rows = _read_centres(tier_folder)
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
    """
    last = min(maxzoom, _MOST_ZOOM) if layer == "gaps" else _MOST_ZOOM
    rows.to_file(
        tier_folder / set_file(layer),
        driver="PMTiles",
        engine="pyogrio",
        layer=layer,
        NAME=layer,
        MINZOOM=0,
        MAXZOOM=last,
        MAX_SIZE=_MOST_BYTES,
        MAX_FEATURES=_MOST_FEATURES,
    )
    west, south, east, north = (float(edge) for edge in rows.total_bounds)
    return TileSet(
        name=layer,
        minzoom=0,
        maxzoom=last,
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
