"""Objects of an OpenStreetMap file by their tags, with their shapes; and a layer of candidates made of them."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import osmium
import shapely

from geo.faults import Faults
from geo.layers.tables import list_names

_XML_ENDINGS: Final = (".osm", ".osm.gz", ".osm.bz2", ".o5m", ".opl")
_LETTERS: Final = {"n": "node", "w": "way", "r": "relation"}
_BEFORE_OSM: Final = dt.date(2004, 8, 1)  # an object without a timestamp has that of 1970


@dataclass(frozen=True, slots=True, kw_only=True)
class OsmObject:
    """A tagged node, closed way or multipolygon relation; ``edited_on``: its last edit, None where not kept."""

    identity: str
    tags: dict[str, str]
    edited_on: dt.date | None
    shape: shapely.Geometry


def read_osm_objects(
    path: Path,
    *,
    wanted: Any,
    where: str,
    faults: Faults,
    is_meant: Callable[[Mapping[str, str]], bool] | None = None,
) -> list[OsmObject] | None:
    """The objects of an OSM file that pass a filter of osmium; None, with the fault told, if it is no such file.

    Closed ways and multipolygon relations as multipolygons, nodes as points, in EPSG:4326; ids such as
    ``way/123``. ``is_meant``: whether an object is meant by its tags, None for all that pass. Ways that
    are not closed and what cannot be put together are told and left out.
    """
    if not path.is_file():
        faults.error(where=where, which="", what="there is no such file", do="Check the path")
        return None
    if path.stat().st_size == 0:
        faults.error(where=where, which="", what="the file is empty", do="Download it again")
        return None
    read = _read if path.name.lower().endswith(".pbf") else _read_unsorted
    try:
        tagged, shapes = read(path, wanted)
    except (RuntimeError, ValueError) as error:
        what = f"it is not a whole OSM file ({' '.join(str(error).split())})"
        do = "Give an .osm.pbf or .osm file; download it again if it is cut"
        faults.error(where=where, which="", what=what, do=do)
        return None
    if is_meant is not None:
        tagged = {identity: (tags, day) for identity, (tags, day) in tagged.items() if is_meant(tags)}
    lost = [identity for identity in tagged if identity not in shapes]
    if lost:
        faults.notice(
            where=where,
            which=list_names(lost),
            what=f"{len(lost):,} of {len(tagged):,} tagged objects are no closed area or point, or lack some of their "
            "nodes, and are left out",
            do="Look at them on the map and draw what they mean",
        )
    return [
        OsmObject(identity=identity, tags=tags, edited_on=day, shape=shapes[identity])
        for identity, (tags, day) in tagged.items()
        if identity in shapes
    ]


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


_Tagged = dict[str, tuple[dict[str, str], dt.date | None]]


def _read_unsorted(path: Path, wanted: Any) -> tuple[_Tagged, dict[str, shapely.Geometry]]:
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
        return _read(ordered, wanted)


def _read(path: Path, wanted: Any) -> tuple[_Tagged, dict[str, shapely.Geometry]]:
    """The tags and day of each object, and the shapes of those that have one, by their ids."""
    tagged: _Tagged = {}
    shapes: dict[str, shapely.Geometry] = {}
    wkb = osmium.geom.WKBFactory()
    for thing in osmium.FileProcessor(str(path)).with_areas(wanted).with_filter(wanted):
        item: Any = thing
        if not item.is_area():
            identity = f"{_LETTERS[item.type_str()]}/{item.id}"
            day = item.timestamp.date()
            tagged[identity] = ({tag.k: tag.v for tag in item.tags}, day if day > _BEFORE_OSM else None)
            if item.is_node() and item.location.valid():
                shapes[identity] = shapely.Point(item.location.lon, item.location.lat)
            continue
        identity = f"{'way' if item.from_way() else 'relation'}/{item.orig_id()}"
        try:
            shapes[identity] = shapely.from_wkb(wkb.create_multipolygon(item))
        except RuntimeError:  # it has no outer ring that could be put together
            continue
    return tagged, shapes
