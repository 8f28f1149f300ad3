"""A small sound study of tiny files, to be broken in one place, and what the command line then says."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import rasterio
from affine import Affine
from typer.testing import CliRunner

from api.cli import app

SIZE: Final = 20
CELL: Final = 0.005
LEFT, TOP = 30.0, 10.0
RIGHT, BOTTOM = LEFT + SIZE * CELL, TOP - SIZE * CELL
NORTH_UP: Final = Affine(CELL, 0, LEFT, 0, -CELL, TOP)
LON_LAT: Final = "EPSG:4326"

OSM_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6" generator="made up">\n'


def polygon(left: float, bottom: float, right: float, top: float) -> dict[str, Any]:
    """A rectangle of lon and lat as a GeoJSON geometry."""
    return {
        "type": "Polygon",
        "coordinates": [[[left, bottom], [right, bottom], [right, top], [left, top], [left, bottom]]],
    }


def point(lon: float, lat: float) -> dict[str, Any]:
    """A point as a GeoJSON geometry."""
    return {"type": "Point", "coordinates": [lon, lat]}


class SmallStudy:
    """A study of 20 x 20 cells of 0.005 degrees at 30 E, 10 N, whole and sound until a test breaks it.

    ``tables`` is the content of the study file; ``areas``, ``hazards`` and ``centres`` are lists of
    (geometry, properties) and ``roads`` lists of OSM tags. All are written when the study is run.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.out = folder / "out"
        self.file = folder / "valley.toml"
        self.tables: dict[str, Any] = {
            "study": {"name": "Made-up valley", "country": "ZZZ", "as_of": date(2026, 1, 1)},
            "grid": {"like": "population.tif"},
            "areas": {"path": "areas.geojson", "id": "code", "name": "title"},
            "land": {"land_cover": "land_cover.tif", "speeds": "walking.csv", "elevation": ["heights.tif"]},
            "roads": {"path": "roads.osm", "speeds": "rural-dry"},
            "hazards": {"path": "hazards.geojson", "publish": True},
            "centres": {"path": "centres.geojson", "id": "code", "name": "title", "pillar": "service"},
            "population": {"path": "population.tif", "units": "people_per_cell", "year": 2025},
        }
        middle = LEFT + SIZE * CELL / 2
        self.areas = [
            (polygon(LEFT, BOTTOM, middle, TOP), {"code": "W", "title": "West"}),
            (polygon(middle, BOTTOM, RIGHT, TOP), {"code": "E", "title": "East"}),
        ]
        self.hazards = [(polygon(30.02, 9.96, 30.03, 9.97), {"kind": "suspected", "status": "open", "name": "Field"})]
        self.centres = [
            (point(30.012, 9.912), {"code": "c1", "title": "South clinic", "service": "physical_rehab"}),
            (point(30.082, 9.982), {"code": "c2", "title": "North clinic", "service": "physical_rehab"}),
        ]
        self.roads: list[dict[str, str]] = [{"highway": "primary", "surface": "asphalt"}, {"highway": "track"}]
        self.speeds = "class,label,speed_kmh,mode\n1,grass,4.5,walk\n2,forest,3,walk\n3,lake,0,walk\n"
        cover = np.ones((SIZE, SIZE), np.uint8)
        cover[:5] = 2
        cover[0, 0] = 3
        self.raster("population.tif", np.full((SIZE, SIZE), 5.0))
        self.raster("land_cover.tif", cover, nodata=255)
        self.raster("heights.tif", np.add.outer(np.arange(SIZE), np.arange(SIZE)) * 5.0 + 400)

    def raster(
        self,
        name: str,
        values: Any,
        *,
        crs: str | None = LON_LAT,
        affine: Affine = NORTH_UP,
        nodata: float | None = None,
        tags: dict[str, str] | None = None,
    ) -> None:
        """Write a raster; whole numbers stay whole, others become float32."""
        values = np.asarray(values)
        values = values.astype(np.float32) if values.dtype == np.float64 else values
        rows, columns = values.shape
        form = {"driver": "GTiff", "height": rows, "width": columns, "count": 1, "dtype": values.dtype.name}
        with rasterio.open(self.folder / name, "w", crs=crs, transform=affine, nodata=nodata, **form) as dataset:
            dataset.write(values, 1)
            dataset.update_tags(**(tags or {}))

    def text(self, name: str, content: str, *, encoding: str = "utf-8") -> None:
        """Write a text file."""
        (self.folder / name).write_text(content, encoding=encoding)

    def layer(self, name: str, features: list[Any]) -> None:
        """Write features, each a geometry and its properties, as GeoJSON."""
        found = [{"type": "Feature", "geometry": shape, "properties": values} for shape, values in features]
        self.text(name, json.dumps({"type": "FeatureCollection", "features": found}))

    def write(self) -> None:
        """Write the files that a test has not put there by itself, and the study file."""
        layers = {"areas": self.areas, "hazards": self.hazards, "centres": self.centres}
        for name, features in layers.items():
            if not (self.folder / f"{name}.geojson").exists():
                self.layer(f"{name}.geojson", features)
        for name, content in (("walking.csv", self.speeds), ("roads.osm", osm_of(self.roads))):
            if not (self.folder / name).exists():
                self.text(name, content)
        if not self.file.exists():
            self.text(self.file.name, toml_of(self.tables))

    def said(self, command: str, *arguments: str) -> tuple[int, str]:
        """The exit code and all that a command says."""
        result = CliRunner().invoke(app, [command, str(self.file), *arguments])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.output

    def left_over(self) -> list[str]:
        """Releases, whole or not, in the study's folder."""
        return sorted(path.name for path in self.folder.iterdir() if path == self.out or path.name.startswith("."))

    def is_refused(self, *words: str) -> str:
        """Check and run refuse the study with these words, write nothing, and show no traceback; what check says."""
        self.write()
        said = {}
        for command, arguments in (("check", ()), ("run", ("--out", str(self.out)))):
            code, said[command] = self.said(command, *arguments)
            assert code == 1, said[command]
            missing = [word for word in words if word.lower() not in said[command].lower()]
            assert not missing, f"{command} does not say {missing} but:\n{said[command]}"
            assert "Traceback" not in said[command]
            assert not self.left_over()
        return said["check"]

    def is_told(self, *words: str) -> str:
        """Check lets the study pass, and says these words; what it says."""
        self.write()
        code, text = self.said("check")
        assert code == 0, text
        missing = [word for word in words if word.lower() not in text.lower()]
        assert not missing, f"check does not say {missing} but:\n{text}"
        return text


def osm_of(roads: list[dict[str, str]]) -> str:
    """OSM XML in which way 101, 102, ... run from west to east, one cell apart, each with its tags."""
    nodes, ways = [], []
    for row, tags in enumerate(roads):
        lat = 9.92 + 0.01 * row
        ends = [(10 * row + 1, LEFT + 0.01), (10 * row + 2, RIGHT - 0.01)]
        nodes += [f'<node id="{number}" version="1" lat="{lat}" lon="{lon}"/>' for number, lon in ends]
        told = "".join(f'<tag k="{key}" v="{value}"/>' for key, value in tags.items())
        refs = "".join(f'<nd ref="{number}"/>' for number, _ in ends)
        ways.append(f'<way id="{101 + row}" version="1">{refs}{told}</way>')
    return OSM_HEAD + "\n".join(nodes + ways) + "\n</osm>\n"


def toml_of(tables: dict[str, Any]) -> str:
    """TOML of tables of plain values; a table in a table becomes one of its own, a list of tables an array of them."""
    blocks = []
    for name, table in tables.items():
        if isinstance(table, list):
            lines = [[f"[[{name}]]", *(f"{key} = {_value(value)}" for key, value in row.items())] for row in table]
            blocks += ["\n".join(each) + "\n" for each in lines]
            continue
        inner = {f"{name}.{key}": value for key, value in table.items() if isinstance(value, dict)}
        lines = [f"{key} = {_value(value)}" for key, value in table.items() if not isinstance(value, dict)]
        blocks.append("\n".join([f"[{name}]", *lines]) + "\n")
        if inner:
            blocks.append(toml_of(inner))
    return "\n".join(blocks)


def _value(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and not np.isfinite(value):
        return str(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {_value(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_value(each) for each in value) + "]"
    return json.dumps(value, ensure_ascii=False)
