"""Files that somebody may send in to do harm, each made in a folder under the name that it pretends to have."""

import io
import json
import sqlite3
import stat
import zipfile

import geopandas as gpd
import numpy as np
import rasterio
from affine import Affine
from shapely.geometry import Point

NORTH_UP = Affine(0.01, 0, 30, 0, -0.01, 10)
VRT = b'<VRTDataset rasterXSize="2" rasterYSize="2"><VRTRasterBand dataType="Byte" band="1"><SimpleSource>'
OGR_VRT = b'<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer>'
POINT = {"type": "Point", "coordinates": [30, 10]}


def a_tiff(path, **how):
    """A GeoTIFF of 4 x 4 cells, or as asked for."""
    profile = {
        "driver": "GTiff",
        "width": 4,
        "height": 4,
        "count": 1,
        "dtype": "uint8",
        "crs": "EPSG:4326",
        "transform": NORTH_UP,
    } | how
    with rasterio.open(path, "w", **profile) as raster:
        if "width" not in how:
            raster.write(np.ones((profile["count"], 4, 4), profile["dtype"]))
    return path


def a_geopackage(path, *statements, **columns):
    """A GeoPackage with a point of these columns, and what the statements do to it."""
    gpd.GeoDataFrame({"id": ["a"]} | columns, geometry=[Point(30, 10)], crs="EPSG:4326").to_file(path, layer="points")
    with sqlite3.connect(path) as database:
        for statement in statements:
            database.execute(statement)
    database.close()
    return path


def features(**properties):
    """GeoJSON of one point with these properties."""
    feature = {"type": "Feature", "geometry": POINT, "properties": properties}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def a_zip(entries, *, packed=zipfile.ZIP_DEFLATED):
    """An archive of (name or ZipInfo, content)."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", packed) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return held.getvalue()


def a_link(name):
    """The entry of an archive that is a symbolic link."""
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


def a_workbook(*more, sheet=b"<worksheet/>"):
    """What begins as a workbook does, with more entries."""
    base = [("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<workbook/>"), ("xl/worksheets/s.xml", sheet)]
    return a_zip([*base, *more])


def laughs(root):
    """XML whose entities grow to a billion."""
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE {root} [<!ENTITY l0 "ha">{lines}]><{root}>&l9;</{root}>'.encode()


def overlapping():
    """An archive in which two entries are the same bytes."""
    content = bytearray(a_zip([("a.hgt", b"1" * 100), ("b.txt", b"1" * 100)], packed=zipfile.ZIP_STORED))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        start = archive.start_dir
    second = content.index(b"PK\x01\x02", start + 4)
    content[second + 42 : second + 46] = (0).to_bytes(4, "little")
    return bytes(content)


DEEP = 100_000
BYTES = {
    "a table that is a VRT": ("evil.csv", OGR_VRT, "no table"),
    "GeoJSON that is a VRT": ("evil.geojson", OGR_VRT, "not GeoJSON"),
    "a raster that is a VRT": ("evil.tif", VRT, "no raster"),
    "an ASCII grid that is a VRT": ("evil.asc", VRT, "no raster"),
    "a GeoPackage that is a VRT": ("evil.gpkg", OGR_VRT, "no GeoPackage"),
    "FlatGeobuf that is a VRT": ("evil.fgb", OGR_VRT, "no FlatGeobuf"),
    "an archive that is a VRT": ("evil.zip", VRT, "no zip"),
    "a workbook that is a VRT": ("evil.xlsx", OGR_VRT, "no zip"),
    "a road map that is a VRT": ("evil.osm", OGR_VRT, "no osm"),
    "a PBF that is a VRT": ("evil.osm.pbf", VRT, "no OpenStreetMap"),
    "a shapefile that is a VRT": ("evil.shp", OGR_VRT, "no part"),
    "a coordinate system that is a VRT": ("evil.prj", OGR_VRT, "not what"),
    "an encoding that is a VRT": ("evil.cpg", OGR_VRT, "not what"),
    "heights that are a VRT": ("N45W030.hgt", VRT, "the size"),
    "SQLite that is no GeoPackage": ("evil.gpkg", b"SQLite format 3\0" + b"\0" * 100, "no GeoPackage"),
    "a cut GeoPackage": ("evil.gpkg", b"SQLite format 3\0" + b"\0" * 52 + b"GPKG" + b"\0" * 100, "no sound"),
    "an empty file": ("evil.csv", b"", "is empty"),
    "a table with zeros": ("evil.csv", b"a,b\n1,\0\n", "no table"),
    "a table with zeros further on": ("evil.csv", b"a,b\n" + b"1,2\n" * 2000 + b"1,\0\n", "no table has"),
    "a table in another encoding": ("evil.csv", "a\né\n".encode("utf-16-le")[2:] + b"\xff\xfe\xe9", "no table"),
    "a table with an endless cell": ("evil.csv", b'a\n"' + b"x\n" * 2**21, "no sound table"),
    "a table with too many columns": ("evil.csv", b"a," * 5000, "5001 columns"),
    "JSON that is no GeoJSON": ("evil.json", b'{"type": "gdal_streamed_alg", "command_line": "x"}', "not GeoJSON"),
    "JSON that lists what is elsewhere": ("evil.json", b'{"type": "Catalog", "links": []}', "not GeoJSON"),
    "JSON that is too deep": ("evil.geojson", b'{"type": ' + b"[" * DEEP + b"]" * DEEP + b"}", "too deep"),
    "JSON without features": ("evil.geojson", b'{"type": "FeatureCollection", "features": 1}', "no list"),
    "a study that is too deep": ("study.toml", b"a = " + b"[" * 9000 + b"]" * 9000, "too deep"),
    "a study that is too large": ("study.toml", b"#" * 600_000, "larger"),
    "a study that is none": ("study.toml", b"a = = b", "not valid TOML"),
    "entities in a road map": ("evil.osm", laughs("osm"), "document type"),
    "entities in a graph": ("evil.graphml", laughs("graphml"), "document type"),
    "a road map from elsewhere": ("evil.osm", b'<!DOCTYPE osm SYSTEM "file:///etc/passwd"><osm/>', "document type"),
    "elements too deep": ("evil.osm", b"<osm>" * 100, "too deep"),
    "a cut road map": ("evil.osm", b"<osm><node", "no sound XML"),
    "a PBF with an endless header": ("evil.pbf", b"\x7f\xff\xff\xff" + b"OSMHeader", "no OpenStreetMap"),
    "a cut PBF": ("evil.pbf", b"\0\0\0\x0d\x0a\x09OSMHeader\x18\x7c", "header cannot be read"),
    "a shapefile that is cut": ("evil.shp", b"\0\0\x27\x0a" + b"\0" * 20 + b"\0\0\xff\xff\xe8\x03\0\0", "is cut"),
    "an archive with two rasters": ("evil.zip", a_zip([("a.tif", b"II*\0"), ("b.tif", b"II*\0")]), "2 rasters"),
    "an archive with a VRT": ("evil.zip", a_zip([("a.vrt", VRT)]), "ending .vrt"),
    "an archive with a VRT named as a raster": ("evil.zip", a_zip([("a.tif", VRT)]), "not what its name says"),
    "an archive in an archive": ("evil.zip", a_zip([("a.zip", a_zip([("a.tif", b"II*\0")]))]), "ending .zip"),
    "an archive that climbs": ("evil.zip", a_zip([("../a.tif", b"II*\0")]), "leads elsewhere"),
    "an archive with an absolute name": ("evil.zip", a_zip([("/etc/a.tif", b"II*\0")]), "leads elsewhere"),
    "an archive with braces in a name": ("evil.zip", a_zip([("{a}.tif", b"II*\0")]), "leads elsewhere"),
    "an archive with a link": ("evil.zip", a_zip([(a_link("a.tif"), b"/etc/passwd")]), "links"),
    "a zip bomb": ("evil.zip", a_zip([("a.tif", b"II*\0" + b"\0" * 30_000_000)]), "200 times"),
    "an archive with too many entries": ("evil.zip", a_zip([(f"{n}.txt", b"") for n in range(1500)]), "entries"),
    "an archive whose entries overlap": ("evil.zip", overlapping(), "over each other"),
    "a cut archive": ("evil.zip", a_zip([("a.tif", b"II*\0")])[:-30], "no sound archive"),
    "an archive that is no workbook": ("evil.xlsx", a_zip([("a.txt", b"a")]), "no workbook"),
    "a workbook with programs": ("evil.xlsx", a_workbook(("xl/vbaProject.bin", b"x")), "programs"),
    "a workbook with links": ("evil.xlsx", a_workbook(("xl/externalLinks/e.xml", b"<a/>")), "links"),
    "entities in a workbook": ("evil.xlsx", a_workbook(sheet=laughs("worksheet")), "document type"),
    "a kind that nobody names": ("evil.vrt", VRT, "this kind"),
}
"""What is refused by its bytes: the name of each file, its content, and a part of the words."""

SURVIVORS = {
    "a study with survivors": ("study.toml", b'[survivors]\ntables = ["t"]\n'),
    "a table of persons": ("people.csv", b"id,father_name,lon,lat\n1,x,30,10\n"),
    "a table with semicolons": ("people.csv", b"# a remark\n\nid;passport_no\n1;x\n"),
    "a table of ages": ("people.csv", b"id,age\n1,30\n"),
    "a layer of persons": ("people.geojson", features(id="1", date_of_birth="2000-01-01")),
    "a layer with persons in objects": ("people.geojson", features(about={"passport_no": "1"})),
    "a table of a shapefile": (
        "people.dbf",
        b"\x03\x7e\x01\x01" + b"\0" * 4 + b"\x41\0\x0b\0" + b"\0" * 20 + b"PASSPORT\0\0\0C" + b"\0" * 20 + b"\r",
    ),
}
"""What tells of persons, by its bytes."""
