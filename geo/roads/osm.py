"""Roads from OpenStreetMap files, PBF and XML."""

from __future__ import annotations

import re
from array import array
from datetime import date, datetime
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import osmium
from osmium import filter as osm_filter

from geo.faults import Faults
from geo.roads.links import network_from_ways
from geo.roads.network import RoadCounts, RoadNetwork, no_counts, no_roads
from geo.roads.speeds import RoadSpeeds
from geo.roads.tags import FERRY, TAG_KEYS
from geo.roads.ways import RoadWays, TagTable

OSM_ENDINGS: Final = (".pbf", ".osm", ".osm.gz", ".osm.bz2", ".o5m", ".opl")

_UNDEFINED: Final = 2147483647  # osmium's coordinate of a node whose place is not known
_UNITS_PER_DEGREE: Final = 1e7
_HEAD_BYTES: Final = 4096
_OVERPASS_DATE: Final = re.compile(r'osm_base="(\d{4}-\d\d-\d\d)')


def read_osm(path: Path, *, speeds: RoadSpeeds, where: str, faults: Faults) -> tuple[RoadNetwork, RoadCounts]:
    """Roads and ferries of an OSM file (``.osm.pbf``, ``.osm``, ``.xml``, also compressed).

    Empty with an error among the faults if the file is not one, or has no road.
    """
    if not path.is_file():
        faults.error(where=where, which="", what="there is no such file", do="Check the path")
        return no_roads(), no_counts()
    if path.stat().st_size == 0:
        faults.error(where=where, which="", what="the file is empty", do="Download it again")
        return no_roads(), no_counts()
    try:
        ways = _read_ways(path)
    except (RuntimeError, ValueError) as error:
        what = f"it is not a whole OSM file ({' '.join(str(error).split())})"
        faults.error(
            where=where, which="", what=what, do="Give an .osm.pbf or .osm file; download it again if it is cut"
        )
        return no_roads(), no_counts()
    return network_from_ways(ways, speeds=speeds, where=where, faults=faults)


def _open(path: Path) -> osmium.io.File:
    """The file with its format; XML where the ending tells none."""
    is_known = path.name.lower().endswith(OSM_ENDINGS)
    return osmium.io.File(str(path), "" if is_known else "xml")


def _read_ways(path: Path) -> RoadWays:
    table = TagTable()
    tag_row, source_id, size = array("i"), array("q"), array("q")
    node_id, x, y = array("q"), array("i"), array("i")
    with osmium.io.Reader(_open(path), osmium.osm.NOTHING) as reader:
        header = reader.header()
    if header.has_multiple_object_versions:
        raise ValueError("it is a history file; cut it to one day with osmium time-filter")
    data_date = _data_date(header, path)
    ways = (
        osmium.FileProcessor(_open(path), osmium.osm.NODE | osmium.osm.WAY)
        .with_locations()
        .with_filter(osm_filter.EntityFilter(osmium.osm.WAY))
        .with_filter(osm_filter.KeyFilter("highway", "route"))
    )
    for way in ways:
        tags = way.tags
        is_ferry = tags.get("route") == FERRY
        if not isinstance(way, osmium.osm.Way) or way.deleted or not (is_ferry or "highway" in tags):
            continue
        values = (*(tags.get(key) for key in TAG_KEYS), tags.get("name") if is_ferry else None)
        tag_row.append(table.row(values))
        source_id.append(way.id)
        size.append(len(way.nodes))
        for node in way.nodes:
            node_id.append(node.ref)
            x.append(node.x)
            y.append(node.y)
    ids = np.array(node_id, np.int64)
    fixed = np.column_stack([np.array(x, np.int64), np.array(y, np.int64)])
    if not path.name.endswith(".pbf"):
        _place_late_nodes(path, ids, fixed)
    vertices = fixed / _UNITS_PER_DEGREE
    vertices[(fixed == _UNDEFINED).any(axis=1)] = np.nan
    return RoadWays(
        tags=table.tags(),
        tag_row=np.array(tag_row, np.int32),
        source_id=np.array(source_id, np.int64),
        row_name="way",
        vertex_start=np.concatenate([[0], np.cumsum(np.array(size, np.int64))]).astype(np.int64),
        node_id=ids,
        vertices=vertices,
        data_date=data_date,
    )


def _place_late_nodes(path: Path, ids: npt.NDArray[np.int64], fixed: npt.NDArray[np.int64]) -> None:
    """Fill in the nodes that an XML file writes after its ways, as Overpass may do."""
    is_missing = fixed[:, 0] == _UNDEFINED
    if not is_missing.any():
        return
    wanted = np.unique(ids[is_missing])
    nodes = osmium.FileProcessor(_open(path), osmium.osm.NODE).with_filter(osm_filter.IdFilter(wanted.tolist()))
    found = [
        (node.id, node.location.x, node.location.y)
        for node in nodes
        if isinstance(node, osmium.osm.Node) and node.location.valid()
    ]
    if not found:
        return
    place = np.array(sorted(found), np.int64)
    row = np.minimum(np.searchsorted(place[:, 0], ids), len(place) - 1)
    is_found = is_missing & (place[row, 0] == ids)
    fixed[is_found] = place[row[is_found], 1:]


def _data_date(header: osmium.io.Header, path: Path) -> date | None:
    """The day of the data by the file's header, or by Overpass' own line in it."""
    for key in ("osmosis_replication_timestamp", "timestamp"):
        text = header.get(key)
        if text:
            try:
                return datetime.fromisoformat(text).date()
            except ValueError:
                continue
    with path.open("rb") as file:
        match = _OVERPASS_DATE.search(file.read(_HEAD_BYTES).decode("utf-8", "ignore"))
    return date.fromisoformat(match[1]) if match else None
