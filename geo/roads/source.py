"""The door to roads: the right reader for a file, by its ending and its first bytes."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from geo.faults import Faults
from geo.roads.lines import read_road_lines
from geo.roads.network import RoadCounts, RoadNetwork
from geo.roads.osm import OSM_ENDINGS, read_osm
from geo.roads.osm_graph import read_graphml
from geo.roads.speeds import RoadSpeeds

_HEAD_BYTES: Final = 1024


def read_roads(
    path: Path, *, speeds: RoadSpeeds, where: str, faults: Faults, layer: str | None = None
) -> tuple[RoadNetwork, RoadCounts]:
    """Roads of an OSM file, an osmnx graph (``.graphml``) or a layer of lines.

    Links carry speeds already. With an error among the faults the network is empty.
    ``layer`` names the layer of a file that has several; an OSM file has none.
    """
    name = path.name.lower()
    if name.endswith(OSM_ENDINGS) or _holds(path, b"<osm"):
        reader = read_osm
    elif name.endswith(".graphml") or _holds(path, b"<graphml"):
        reader = read_graphml
    else:
        return read_road_lines(path, speeds=speeds, where=where, faults=faults, layer=layer)
    if layer is not None:
        what = "a layer is named, but only GeoPackage and its like have layers"
        faults.error(where=where, which="layer", what=what, do="Remove the key layer")
    return reader(path, speeds=speeds, where=where, faults=faults)


def _holds(path: Path, mark: bytes) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return mark in file.read(_HEAD_BYTES)
