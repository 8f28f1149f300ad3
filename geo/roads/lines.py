"""Roads from a layer of lines: GeoPackage, GeoJSON, shapefile, FlatGeobuf."""

from __future__ import annotations

import warnings
from collections import Counter
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyogrio
import shapely

from geo.faults import Faults
from geo.grid import LON_LAT
from geo.layers import is_placed, may_be_opened
from geo.roads.links import network_from_ways
from geo.roads.network import WGS84, RoadCounts, RoadNetwork, no_counts, no_roads
from geo.roads.notices import count_of, name_ids, name_values
from geo.roads.speeds import RoadSpeeds
from geo.roads.tags import FERRY, TAG_KEYS
from geo.roads.ways import RoadWays, TagTable

_UNITS_PER_DEGREE: Final = 1e7  # vertices are the same place if equal to a ten-millionth of a degree, as in OSM
_TOUCHING_M: Final = 1.0
_METRES_PER_DEGREE: Final = 110_000.0  # a little less than anywhere, so that a search by degrees finds enough
_LINES: Final = ("LineString", "MultiLineString")
_MAX_COLUMNS: Final = 30
_MEANINGS: Final = {
    "oneway": "every road is open both ways",
    "bridge": "no bridge is known",
    "tunnel": "no tunnel is known",
    "access": "every road is open to all",
    "maxspeed": "no limit lowers a speed",
}


def read_road_lines(
    path: Path, *, speeds: RoadSpeeds, where: str, faults: Faults, layer: str | None = None
) -> tuple[RoadNetwork, RoadCounts]:
    """Roads of a layer whose columns are called as the tags of OSM; only ``highway`` is required.

    Lines connect where they share a vertex. Empty with an error among the faults if the layer cannot be used.
    """
    lines = _read_layer(path, layer, where, faults)
    if lines is None:
        return no_roads(), no_counts()
    _tell_absent(lines, where, faults)
    lines, left_out = _usable_lines(lines, where, faults)
    network, counts = network_from_ways(_ways_of(lines, left_out), speeds=speeds, where=where, faults=faults)
    loose = loose_ends(network)
    if len(loose):
        what = f"they end within {_TOUCHING_M:g} m of another line without a common vertex, so they do not connect"
        which = f"{count_of(len(loose), 'line end')}, {name_ids(np.unique(network.source_id[loose]), 'row')}"
        faults.notice(where=where, which=which, what=what, do="Snap the line ends to a vertex of the other line")
    return network, counts


def loose_ends(network: RoadNetwork) -> npt.NDArray[np.int64]:
    """The links, once for each dead end within a metre of another link that it does not share a node with."""
    if network.link_count == 0:
        return np.empty(0, np.int64)
    ends = np.concatenate([network.link_from, network.link_to])
    link = np.tile(np.arange(network.link_count), 2)
    is_dead = np.bincount(ends, minlength=network.node_count)[ends] == 1
    vertex = np.concatenate([network.vertex_start[:-1], network.vertex_start[1:] - 1])[is_dead]
    link = link[is_dead]
    if len(link) == 0:
        return np.empty(0, np.int64)
    points = shapely.points(network.vertices[vertex])
    row = np.repeat(np.arange(network.link_count), np.diff(network.vertex_start))
    lines = shapely.linestrings(network.vertices, indices=row)
    nearest_to_pole = min(float(np.abs(network.vertices[:, 1]).max()), 89.0)
    reach = _TOUCHING_M / _METRES_PER_DEGREE / np.cos(np.radians(nearest_to_pole))
    point, other = shapely.STRtree(lines).query(points, predicate="dwithin", distance=reach)
    is_other = other != link[point]
    point, other = point[is_other], other[is_other]
    between = shapely.get_coordinates(shapely.shortest_line(points[point], lines[other])).reshape(-1, 4).T
    _, _, gap_m = WGS84.inv(*between)
    loose = np.unique(point[np.asarray(gap_m) <= _TOUCHING_M])
    return np.asarray(link[loose], np.int64)


def _read_layer(path: Path, layer: str | None, where: str, faults: Faults) -> gpd.GeoDataFrame | None:
    """The layer with the columns that are tags, in lon/lat; None if it cannot be used."""
    if not may_be_opened(path, path.suffix.lower(), where=where, faults=faults):
        return None
    try:
        fault = _fault_of_layer(path, layer)
        if fault is None:
            fields = pyogrio.read_info(path, layer=layer)["fields"]
            with warnings.catch_warnings(record=True) as told:
                warnings.simplefilter("always")
                lines = gpd.read_file(path, layer=layer, columns=[key for key in (*TAG_KEYS, "name") if key in fields])
            for text in dict.fromkeys(str(warning.message).splitlines()[0].rstrip(".") for warning in told):
                faults.notice(where=where, which="", what=f"reading it gave a warning ({text})", do="Check the file")
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, OSError, ValueError) as error:
        what = f"it cannot be read as a layer of lines ({' '.join(str(error).split(';')[0].split())})"
        fault = what, "Give a GeoPackage, GeoJSON, shapefile or FlatGeobuf, or an .osm.pbf"
    except shapely.errors.ShapelyError as error:
        fault = f"a geometry is broken ({' '.join(str(error).split())})", "Mend it, or write the layer anew"
    if fault is not None:
        what, do = fault
        faults.error(where=where, which="", what=what, do=do)
        return None
    if not is_placed(lines, where=where, faults=faults):
        return None
    if not lines.crs.equals(LON_LAT, ignore_axis_order=True):
        lines = lines.to_crs(LON_LAT)
    return lines


def _fault_of_layer(path: Path, layer: str | None) -> tuple[str, str] | None:
    """What is wrong with the file's layers and columns, and what to do."""
    names = [str(name) for name, kind in pyogrio.list_layers(path) if kind is not None]
    if layer is None and len(names) > 1:
        return f"it has several layers: {', '.join(names)}", "Name one as layer"
    if not names or (layer is not None and layer not in names):
        return f"it has no layer {layer or 'with geometry'}, but {', '.join(names) or 'none'}", "Name one of its layers"
    fields = [str(name) for name in pyogrio.read_info(path, layer=layer)["fields"]]
    if "highway" in fields:
        return None
    what = f"the layer has no column highway; its columns are {', '.join(fields[:_MAX_COLUMNS]) or 'none'}"
    return what, "Call the column with the class of road highway, with OSM's values such as primary or track"


def _tell_absent(lines: gpd.GeoDataFrame, where: str, faults: Faults) -> None:
    absent = [column for column in _MEANINGS if column not in lines]
    if absent:
        what = f"the layer has no column {', '.join(absent)}: " + ", ".join(_MEANINGS[column] for column in absent)
        faults.notice(where=where, which="", what=what, do="Add the columns if the roads' source has them")


def _usable_lines(lines: gpd.GeoDataFrame, where: str, faults: Faults) -> tuple[gpd.GeoDataFrame, dict[str, int]]:
    """The rows that are roads with a sound line, and how many are not, by reason; those are told."""
    geometry = lines.geometry
    is_road = lines["highway"].notna() & (lines["highway"].astype(str).str.strip() != "")
    if "route" in lines:
        is_road |= lines["route"] == FERRY
    is_empty = geometry.isna() | geometry.is_empty
    is_line = geometry.geom_type.isin(_LINES)
    coordinates, row = shapely.get_coordinates(geometry.array, return_index=True)
    is_off = ~(np.abs(coordinates) <= (180.0, 90.0)).all(axis=1)
    has_place = pd.Series(np.bincount(row[is_off], minlength=len(lines)) == 0, index=lines.index)
    is_sound = geometry.is_valid & has_place
    kinds = name_values(Counter(geometry[~is_empty & ~is_line].geom_type))
    left_out = {}
    for which, reason, do in (
        (~is_road, "no value in highway", "Fill in the class of road"),
        (is_road & is_empty, "the geometry is empty", "Draw the line"),
        (is_road & ~is_empty & ~is_line, f"no lines but {kinds}", "Give lines"),
        (is_road & is_line & ~is_empty & ~is_sound, "the line is invalid or off the globe", "Mend the line"),
    ):
        if which.any():
            rows = np.flatnonzero(which.to_numpy()).astype(np.int64)
            left_out[reason] = len(rows)
            faults.notice(where=where, which=name_ids(rows, "row"), what=f"not used: {reason}", do=do)
    return lines[is_road & is_line & ~is_empty & is_sound], left_out


def _ways_of(lines: gpd.GeoDataFrame, left_out: dict[str, int]) -> RoadWays:
    """Each part of each line as a way; ``source_id`` is the row in the layer, from 0."""
    parts, part_row = shapely.get_parts(lines.geometry.array, return_index=True)
    vertices, part = shapely.get_coordinates(parts, return_index=True)
    size = np.bincount(part, minlength=len(parts))
    fixed = np.rint(vertices * _UNITS_PER_DEGREE).astype(np.int64)
    half_turn = int(90 * _UNITS_PER_DEGREE)
    table = TagTable()
    columns = [_texts_of(lines[key]) if key in lines else [None] * len(lines) for key in (*TAG_KEYS, "name")]
    is_ferry = [route == FERRY for route in columns[TAG_KEYS.index("route")]]
    columns[-1] = [name if is_named else None for name, is_named in zip(columns[-1], is_ferry, strict=True)]
    tag_row = np.array([table.row(values) for values in zip(*columns, strict=True)], np.int32)
    return RoadWays(
        tags=table.tags(),
        tag_row=tag_row[part_row],
        source_id=lines.index.to_numpy()[part_row].astype(np.int64),
        row_name="row",
        vertex_start=np.concatenate([[0], np.cumsum(size)]).astype(np.int64),
        node_id=((fixed[:, 1] + half_turn) << 32) + fixed[:, 0] + 2 * half_turn,
        vertices=vertices,
        left_out=left_out,
    )


def _texts_of(column: pd.Series) -> list[str | None]:
    """A column as texts; None where it is empty. Yes and no for booleans, no .0 after whole numbers."""
    return [None if pd.isna(value) else _text(value) or None for value in column.tolist()]


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    return str(value).strip()
