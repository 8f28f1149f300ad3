"""What OpenStreetMap says of mines: candidates for somebody to verify, never records."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import osmium
import pandas as pd
import shapely
from osmium import filter as osm_filter

from geo.faults import Faults
from geo.grid import LON_LAT
from geo.hazards.records import COLUMNS
from geo.hazards.status import UNKNOWN
from geo.layers import list_names

# Source: the OSM wiki, Tag:hazard=minefield (approved) and Key:military. A danger area may as well be a firing range.
MINE_TAGS: Final = (("hazard", "minefield"), ("military", "danger_area"))

_XML_ENDINGS: Final = (".osm", ".osm.gz", ".osm.bz2", ".o5m", ".opl")
_LETTERS: Final = {"n": "node", "w": "way", "r": "relation"}


def mine_candidates(path: Path, *, where: str, faults: Faults) -> gpd.GeoDataFrame | None:
    """What an OSM file tags as a minefield or military danger area; None, with the fault told, if it is no such file.

    Closed ways and multipolygon relations as polygons, nodes as points, in EPSG:4326, with the columns of
    a hazard layer: id such as ``way/123``, kind from the tag, name, source "OpenStreetMap", evidence and
    geometry_quality "unknown", and an empty status, so that reading them is an error until somebody
    has decided. Ways that are not closed and what cannot be put together are told and left out.
    """
    if not path.is_file():
        faults.error(where=where, which="", what="there is no such file", do="Check the path")
        return None
    if path.stat().st_size == 0:
        faults.error(where=where, which="", what="the file is empty", do="Download it again")
        return None
    try:
        tagged, shapes = _read(path) if path.name.lower().endswith(".pbf") else _read_unsorted(path)
    except (RuntimeError, ValueError) as error:
        what = f"it is not a whole OSM file ({' '.join(str(error).split())})"
        do = "Give an .osm.pbf or .osm file; download it again if it is cut"
        faults.error(where=where, which="", what=what, do=do)
        return None
    lost = [identity for identity in tagged if identity not in shapes]
    if lost:
        faults.notice(
            where=where,
            which=list_names(lost),
            what=f"{len(lost):,} of {len(tagged):,} tagged objects are no closed area or point, or lack some of their "
            "nodes, and are left out",
            do="Look at them on the map and draw what they mean",
        )
    rows = [
        dict.fromkeys(COLUMNS, UNKNOWN)
        | {"id": identity, "kind": kind, "name": name, "status": "", "source": "OpenStreetMap"}
        for identity, (kind, name) in tagged.items()
        if identity in shapes
    ]
    geometry = np.array([*(shapes[row["id"]] for row in rows), None], dtype=object)[:-1]
    return gpd.GeoDataFrame(pd.DataFrame(rows, columns=list(COLUMNS)), geometry=geometry, crs=LON_LAT)


def write_candidates(candidates: gpd.GeoDataFrame, path: Path, *, faults: Faults) -> None:
    """Write candidates to a new GeoPackage, layer "candidates"; nothing if there are none. A file there is an error."""
    if path.suffix.lower() != ".gpkg":
        faults.error(where=str(path), which="", what="it does not end in .gpkg", do="Name a GeoPackage to be written")
    elif path.exists():
        do = "Name another, since somebody may have verified what is in it"
        faults.error(where=str(path), which="", what="there is such a file", do=do)
    elif not path.parent.is_dir():
        faults.error(where=str(path), which="", what="there is no such folder", do="Make it, or name another")
    elif len(candidates):
        candidates.to_file(path, layer="candidates", driver="GPKG")


def _read_unsorted(path: Path) -> tuple[dict[str, tuple[str, str]], dict[str, shapely.Geometry]]:
    """As ``_read``, of a file that may have its nodes after its ways, as Overpass writes them."""
    reader = osmium.MergeInputReader()
    if path.name.lower().endswith(_XML_ENDINGS):
        reader.add_file(str(path))
    else:
        reader.add_buffer(path.read_bytes(), "xml")
    with tempfile.TemporaryDirectory() as folder:
        ordered = Path(folder) / "ordered.osm.pbf"
        writer = osmium.SimpleWriter(str(ordered))
        try:
            reader.apply(writer)
        finally:
            writer.close()
        return _read(ordered)


def _read(path: Path) -> tuple[dict[str, tuple[str, str]], dict[str, shapely.Geometry]]:
    """The kind and the name of each tagged object, and the shapes of those that have one, by their ids."""
    tagged: dict[str, tuple[str, str]] = {}
    shapes: dict[str, shapely.Geometry] = {}
    wkb = osmium.geom.WKBFactory()
    objects = osmium.FileProcessor(str(path)).with_areas(osm_filter.TagFilter(*MINE_TAGS))
    for thing in objects.with_filter(osm_filter.TagFilter(*MINE_TAGS)):
        item: Any = thing
        if not item.is_area():
            kind = next(value for key, value in MINE_TAGS if item.tags.get(key) == value)
            identity = f"{_LETTERS[item.type_str()]}/{item.id}"
            tagged[identity] = (kind, item.tags.get("name", UNKNOWN))
            if item.is_node() and item.location.valid():
                shapes[identity] = shapely.Point(item.location.lon, item.location.lat)
            continue
        identity = f"{'way' if item.from_way() else 'relation'}/{item.orig_id()}"
        try:
            shapes[identity] = shapely.from_wkb(wkb.create_multipolygon(item))
        except RuntimeError:  # it has no outer ring that could be put together
            continue
    return tagged, shapes
