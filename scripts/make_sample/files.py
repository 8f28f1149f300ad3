"""Writes the files of the made-up valley, the same to the last value on every run."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import rasterio
import shapely
from affine import Affine
from pyproj import CRS

from geo.grid import Grid
from geo.land import cells_inside
from scripts.make_sample import candidates, layers, osm, people, place, shares, terrain

SAMPLE: Final = Path(__file__).resolve().parents[2] / "data" / "sample"
MADE_UP: Final = "Made up, synthetic; written by scripts/make_sample of nearcare"


def make_sample(folder: Path) -> None:
    """Write every generated file of the sample into the folder; README.md and study.toml stay."""
    folder.mkdir(parents=True, exist_ok=True)
    elevation = terrain.elevation_m(_stream(1))
    population = people.population(_stream(2), elevation=elevation)
    cover = terrain.land_cover(_stream(3), elevation=elevation, people=population)
    _write_raster(folder / "elevation.tif", elevation, nodata=None, what="height in metres")
    _write_raster(
        folder / "population.tif",
        population.astype(np.float32),
        nodata=people.NO_POPULATION_DATA,
        what="people per cell",
    )
    _write_raster(folder / "land_cover.tif", cover, nodata=terrain.NO_LAND_DATA, what="class of land_speeds.csv")
    speeds = [tuple(str(value) for value in row) for row in terrain.LAND_SPEEDS]
    _write_table(folder / "land_speeds.csv", terrain.LAND_COLUMNS, speeds)
    _write_table(folder / "shares.csv", shares.COLUMNS, shares.share_rows())
    _write_table(folder / "candidates.csv", candidates.COLUMNS, candidates.candidate_rows())
    _write_text(folder / "roads.osm", osm.osm_xml(osm.draw_roads()))
    for name, features in (
        ("river", layers.water_lines()),
        ("lake", layers.lake()),
        ("hazards", layers.hazards()),
        ("centres", layers.centres()),
        ("areas", layers.areas()),
    ):
        _write_text(folder / f"{name}.geojson", layers.geojson(name, features))
    rings = [shapely.Polygon(shape["geometry"]["coordinates"][0]) for shape in layers.hazards() if _is_open(shape)]
    grid = Grid(shape=population.shape, affine=_affine(), crs=CRS.from_epsg(4326))
    survivors = people.survivors(
        population, grid=grid, is_hazard=cells_inside(grid, rings), count=people.SURVIVOR_COUNT
    )
    _write_text(folder / "survivors.csv", survivors)


def _is_open(hazard: dict[str, Any]) -> bool:
    return bool(hazard["properties"]["status"] == "open")


def _affine() -> Affine:
    size = 1.0 / place.CELLS_PER_DEGREE
    return Affine(size, 0.0, place.WEST, 0.0, -size, place.NORTH)


def _stream(number: int) -> np.random.Generator:
    """A stream of chance of its own for each part, so that a change in one leaves the others alone."""
    return np.random.Generator(np.random.PCG64([place.SEED, number]))


def _write_raster(path: Path, values: npt.NDArray[Any], *, nodata: float | None, what: str) -> None:
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        height=place.ROWS,
        width=place.COLUMNS,
        count=1,
        dtype=values.dtype.name,
        crs="EPSG:4326",
        transform=_affine(),
        nodata=nodata,
        compress="deflate",
        predictor=1,
    ) as raster:
        raster.write(values, 1)
        raster.set_band_description(1, what)
        raster.update_tags(SOURCE=MADE_UP)


def _write_table(path: Path, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    _write_text(path, text.getvalue())


def _write_text(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8"))
