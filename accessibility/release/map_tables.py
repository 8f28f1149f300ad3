"""Tables for the map of a tier: the roads of the base, and the named places of the study."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from accessibility.inputs import Inputs
from accessibility.need import order_places
from accessibility.worlds import Ground
from geo.grid import LON_LAT, Grid

ROADS_FILE: Final = "roads.parquet"
PLACES_FILE: Final = "places.parquet"
_DECIMALS: Final = 6  # of a degree: 0.1 m


def write_map_tables(tables: Path, inputs: Inputs, *, shows_hazards: bool) -> None:
    """Write ``roads.parquet`` and ``places.parquet``, each where the study has any."""
    roads = roads_frame(inputs.ground, shows_hazards=shows_hazards)
    if len(roads):
        roads.to_parquet(tables / ROADS_FILE, compression="zstd")
    if inputs.named_places is not None:
        places_frame(inputs).to_parquet(tables / PLACES_FILE, index=False)


def roads_frame(ground: Ground, *, shows_hazards: bool) -> gpd.GeoDataFrame:
    """A row for each road of the source that touches the grid, EPSG:4326, by ``road_id``: its id in the source.

    ``is_cut``, where hazards are shown and there are any: whether an open one cuts it by the study's rule. Nothing
    else of it hangs on hazards.
    """
    network = ground.network
    vertex = np.repeat(np.arange(network.link_count), np.diff(network.vertex_start))
    if not network.link_count:
        return gpd.GeoDataFrame({"road_id": np.empty(0, np.int64)}, geometry=[], crs=LON_LAT)
    lines = shapely.linestrings(network.vertices.round(_DECIMALS), indices=vertex)
    road_id, first, row = np.unique(network.source_id, return_index=True, return_inverse=True)
    order = np.argsort(row, kind="stable")
    shapes = shapely.line_merge(shapely.multilinestrings(lines[order], indices=row[order]))
    columns: dict[str, Any] = {
        "road_id": road_id,
        "road_class": [network.road_class[each] for each in network.class_row[first]],
        "is_bridge": network.is_bridge[first],
    }
    if shows_hazards and ground.hazards is not None:
        cut = network.source_id[ground.roads.arc_link[ground.hazards.is_arc_cut]]
        columns["is_cut"] = np.isin(road_id, cut)
    roads = gpd.GeoDataFrame(columns, geometry=shapes, crs=LON_LAT)
    return roads[shapely.intersects(shapes, _around(ground.grid))].reset_index(drop=True)


def places_frame(inputs: Inputs) -> pd.DataFrame:
    """The named places of the study, the largest first; those outside all areas that it names are left out.

    ``people``: NaN where the source does not say. ``kind``: a word of OSM's place, or empty.
    """
    places, grid = inputs.named_places, inputs.ground.grid
    if places is None:
        raise AssertionError("a study without places has no table of them")
    order = order_places(places, inputs.population.people, grid)
    order = order[is_in_study(inputs)[order]]
    lon, lat = grid.to_lon_lat(places.xy[order, 0], places.xy[order, 1])
    return pd.DataFrame(
        {
            "name": [places.names[place] for place in order],
            "kind": [places.kinds[place] for place in order],
            "lon": lon.round(_DECIMALS),
            "lat": lat.round(_DECIMALS),
            "people": places.people[order],
        }
    )


def places_told(inputs: Inputs) -> dict[str, int]:
    """How many places are in the table, and how many lie outside all areas that the study names."""
    if inputs.named_places is None:
        return {"told": 0, "outside_areas": 0}
    is_told = is_in_study(inputs)
    return {"told": int(is_told.sum()), "outside_areas": int((~is_told).sum())}


def is_in_study(inputs: Inputs) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Whether each place lies in an area of the study; each does where it names none."""
    places = inputs.named_places
    if places is None:
        return np.empty(0, np.bool_)
    if inputs.study.areas is None:
        return np.ones(len(places.names), np.bool_)
    cell = inputs.ground.grid.cell_at(places.xy[:, 0], places.xy[:, 1])
    return np.asarray(inputs.areas.zone.ravel()[cell] >= 0)


def _around(grid: Grid) -> shapely.Geometry:
    """The grid's edge in longitude and latitude."""
    edge = shapely.segmentize(shapely.box(*grid.bounds), max(grid.bounds[2] - grid.bounds[0], 1e-9) / 50)
    lon, lat = grid.to_lon_lat(*shapely.get_coordinates(edge).T)
    return shapely.Polygon(np.column_stack([lon, lat]))
