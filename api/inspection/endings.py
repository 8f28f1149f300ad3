"""Endings: which files a study can name, and what each of them must be."""

from __future__ import annotations

from typing import Final

ENDINGS: Final[dict[str, str]] = {
    ".toml": "a study file",
    ".csv": "a table",
    ".xlsx": "a workbook",
    ".geojson": "GeoJSON",
    ".json": "GeoJSON",
    ".gpkg": "a GeoPackage",
    ".fgb": "FlatGeobuf",
    ".shp": "a part of a shapefile",
    ".shx": "a part of a shapefile",
    ".dbf": "the table of a shapefile",
    ".prj": "the coordinate system of a shapefile",
    ".cpg": "the encoding of a shapefile",
    ".tif": "a GeoTIFF",
    ".tiff": "a GeoTIFF",
    ".hgt": "a tile of heights",
    ".asc": "an ASCII grid",
    ".zip": "a raster in a zip archive",
    ".osm": "an OpenStreetMap file",
    ".pbf": "an OpenStreetMap file",
    ".graphml": "a graph of roads",
}
"""What is taken, by ending; the study readers know the same ones."""


def ending_of(name: str) -> str | None:
    """The ending of a file that is taken, in small letters; None for any other.

    >>> ending_of("roads.osm.pbf"), ending_of("Relief.TIF"), ending_of("evil.vrt")
    ('.pbf', '.tif', None)
    """
    ending = f".{name.rpartition('.')[2].lower()}"
    return ending if "." in name and ending in ENDINGS else None
