"""Small hazard layers for tests: squares of a hundredth of a degree side by side, with the columns of each row."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import geopandas as gpd
import shapely

from geo.faults import Faults
from geo.grid import Grid
from geo.hazards.layer import records_of_layer
from geo.hazards.records import HazardForm, HazardRecords
from geo.layers import LayerCounts

DAY: Final = dt.date(2026, 1, 1)
SIDE: Final = 0.01


def square(column: float, *, lat: float = 10.0, side: float = SIDE) -> shapely.Geometry:
    """A square of degrees, so many of its sides east of 30 E."""
    return shapely.box(30 + column * SIDE, lat, 30 + column * SIDE + side, lat + side)


def layer_of(rows: list[dict[str, Any]], shapes: list[shapely.Geometry] | None = None) -> gpd.GeoDataFrame:
    """A layer of these rows, each in a square of its own unless shapes are given."""
    shapes = [square(place) for place in range(len(rows))] if shapes is None else shapes
    layer = gpd.GeoDataFrame(rows, geometry=shapes, crs="EPSG:4326")
    layer.index = range(1, len(layer) + 1)
    layer.index.name = "feature"
    return layer


def records_of(
    rows: list[dict[str, Any]],
    shapes: list[shapely.Geometry] | None = None,
    *,
    grid: Grid | None = None,
    as_of: dt.date = DAY,
    released_land: gpd.GeoSeries | None = None,
    **form: Any,
) -> tuple[HazardRecords | None, Faults]:
    """The records of such a layer, and what was told."""
    faults, layer = Faults(), layer_of(rows, shapes)
    counts = LayerCounts(read=len(layer))
    records = records_of_layer(
        layer,
        counts,
        form=HazardForm(**form),
        as_of=as_of,
        where="h.gpkg",
        faults=faults,
        grid=grid,
        released_land=released_land,
    )
    return records, faults
