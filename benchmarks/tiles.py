"""Tiles beside titiler.core: the same tile of the same run from both servers, in turn, over the sample and 10 M cells.

    PYTHONPATH=. python benchmarks/tiles.py [RELEASE]     RELEASE: one of the sample; it is made if it is not given

titiler.core draws the analysts' travel_minutes.tif with a continuous colour map, as its users do; it is taken from
.venv-peers (make bench-peers) or from --peer-python, and left out and named where it is missing.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import httpx2
import numpy as np
import pandas as pd
import rasterio
import rasterio.shutil
import shapely
from affine import Affine
from rasterio.io import MemoryFile

from accessibility.study import run_study
from maps.disclaimers import DISCLAIMERS
from maps.tiles import read_index, write_tiles

ROOT: Final = Path(__file__).resolve().parent.parent
RUN: Final = "physical-rehab.default.base.all-year.to.no-hazards"
DIMENSIONS: Final = dict(
    zip(("pillar", "profile", "scenario", "season", "direction", "hazards"), RUN.split("."), strict=True)
)
SIDE: Final = 3163  # cells; its square is 10 million
CELL_DEGREES: Final = 1 / 1200
WEST, NORTH = 30.0, 2.0
POLYGONS: Final = 5000
TILES: Final = 150
ON_DEMAND: Final = 40
KEPT_MB: Final = 64
LAKE_CELLS: Final = 60
OURS: Final = """
import sys
import uvicorn
from api.app import make_app
from api.operations import load_libraries
from api.settings import Settings
load_libraries()
releases, state, tiles_mb, port = sys.argv[1:]
settings = Settings(releases=releases, state=state, tiles_mb=tiles_mb, public_units_per_minute=1_000_000)
uvicorn.run(make_app(settings), port=int(port), log_level="error")
"""
PEER: Final = """
import sys
import uvicorn
from fastapi import FastAPI
from titiler.core.factory import TilerFactory
app = FastAPI()
app.include_router(TilerFactory().router)
uvicorn.run(app, port=int(sys.argv[1]), log_level="error")
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server that runs."""

    pid: int
    address: str

    @property
    def worked_s(self) -> float:
        """How long processors have worked for it, whoever else has used them meanwhile."""
        parts = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return float((int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK"))


def main() -> None:
    """Measure and print one line of JSON for each release and kind of tile."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("release", type=Path, nargs="?", help="one of the sample; it is made if it is not given")
    parser.add_argument("--peer-python", type=Path, default=ROOT / ".venv-peers/bin/python")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        served = Path(scratch) / "releases"
        if asked.release is None:
            run_study(ROOT / "data/sample/study.toml", out=served / "sample")
        else:
            shutil.copytree(asked.release, served / "sample")
        for tier in json.loads((served / "sample/manifest.json").read_text())["tiers"]:
            write_tiles(served / "sample" / tier)
        large = write_large(served / "large")
        started = time.perf_counter()
        write_tiles(large)
        tell("publish 10 M cells, one run", seconds=round(time.perf_counter() - started, 2))
        folders = [str(served), str(Path(scratch) / "state")]
        with (
            running(sys.executable, OURS, *folders, "0") as ours,  # so that each is drawn as for the first time
            running(sys.executable, OURS, *folders, str(KEPT_MB)) as kept,
        ):
            measure_vectors(ours, kept, large)
            if not asked.peer_python.is_file():
                tell("titiler.core left out: not installed", looked_at=str(asked.peer_python))
                return
            with running(str(asked.peer_python), PEER) as peer:
                for release in ("sample", "large"):
                    measure_rasters(ours, kept, peer, served / release / "public")


def measure_rasters(ours: Server, kept: Server, peer: Server, tier: Path) -> None:
    """Ours and the peer's, tile by tile in turn; then ours where they are kept in memory."""
    release = tier.parent.name
    index = read_index(tier)
    if index is None:
        raise SystemExit(f"{tier} has no tiles")
    minutes = tier / "runs" / RUN.replace(".", "/") / "travel_minutes.tif"
    places = places_in(index.bounds, range(max(0, index.maxzoom - 4), index.maxzoom + 2))
    theirs = f"{peer.address}/tiles/WebMercatorQuad/{{}}.png?url={minutes}&rescale=0,240&colormap_name=viridis"
    addresses = [f"{ours.address}/releases/{release}/tiles/raster/minutes/{RUN}/{{}}.png", theirs]
    columns = [[address.format(place) for place in places] for address in addresses]
    before = [each.worked_s for each in (ours, peer)]
    taken, sizes = in_turn(columns)
    worked = [1000 * (each.worked_s - then) / TILES for each, then in zip((ours, peer), before, strict=True)]
    told = [spread(each) | {"work_ms": round(work, 1)} for each, work in zip(taken, worked, strict=True)]
    tell(
        f"raster tile, {release}",
        ours=told[0],
        titiler=told[1],
        ratio_p50=round(told[1]["p50_ms"] / told[0]["p50_ms"], 1),
        ratio_p95=round(told[1]["p95_ms"] / told[0]["p95_ms"], 1),
        ratio_work=round(worked[1] / worked[0], 1),
        bytes_median=[statistics.median(each) for each in sizes],
    )
    again = [address.replace(ours.address, kept.address) for address in columns[0]]
    in_turn([again])
    taken, _ = in_turn([again])
    tell(f"raster tile, {release}, again", ours=spread(taken[0]))


def measure_vectors(ours: Server, kept: Server, tier: Path) -> None:
    """Tiles of the archive, and some of 5,000 polygons drawn on demand: each for the first time, then again."""
    index = read_index(tier)
    if index is None:
        raise SystemExit(f"{tier} has no tiles")
    places = places_in(index.bounds, range(6, 12))
    root = f"{ours.address}/releases/large/tiles/vector/gaps"
    taken, _ = in_turn([[f"{root}/{place}.mvt" for place in places]])
    tell("vector tile of the archive", **spread(taken[0]))
    zoom, column, row = 5, *tile_of(WEST + 1.3, NORTH - 1.3, 5)
    tile = f"{zoom}/{column}/{row}.mvt?run={RUN}"
    before = ours.worked_s
    taken, sizes = in_turn([[f"{root}/{tile}"] * ON_DEMAND])
    work = round(1000 * (ours.worked_s - before) / ON_DEMAND, 1)
    tell(f"vector tile of {POLYGONS} polygons on demand", **spread(taken[0]), work_ms=work, bytes=sizes[0][0])
    taken, _ = in_turn([[f"{kept.address}/releases/large/tiles/vector/gaps/{tile}"] * ON_DEMAND])
    tell("the same, again", **spread(taken[0]))


def in_turn(columns: list[list[str]]) -> tuple[list[list[float]], list[list[int]]]:
    """Milliseconds and bytes of each address, the first of every column first; each column is warmed before."""
    taken: list[list[float]] = [[] for _ in columns]
    sizes: list[list[int]] = [[] for _ in columns]
    with httpx2.Client(trust_env=False, timeout=120) as client:
        for column in columns:
            client.get(column[0]).raise_for_status()
        for row in zip(*columns, strict=True):
            for place, address in enumerate(row):
                started = time.perf_counter()
                answer = client.get(address)
                taken[place].append(1000 * (time.perf_counter() - started))
                answer.raise_for_status()
                sizes[place].append(int(answer.headers.get("content-length", 0)))
    return taken, sizes


def places_in(bounds: tuple[float, float, float, float], zooms: range) -> list[str]:
    """Places of tiles that touch the bounds, drawn with a fixed seed."""
    west, south, east, north = bounds
    drawn = random.Random(7)  # noqa: S311 - a benchmark draws the same each time, and keeps no secret
    found = []
    for _ in range(TILES):
        zoom = drawn.choice(zooms)
        column, row = tile_of(drawn.uniform(west, east), drawn.uniform(south, north), zoom)
        found.append(f"{zoom}/{column}/{row}")
    return found


def tile_of(lon: float, lat: float, zoom: int) -> tuple[int, int]:
    """Column and row of the tile that a place lies in."""
    y = math.asinh(math.tan(math.radians(lat)))
    return int((lon + 180) / 360 * 2**zoom), int((1 - y / math.pi) / 2 * 2**zoom)


def spread(milliseconds: list[float]) -> dict[str, float]:
    """The median and the 95th percentile."""
    return {
        "p50_ms": round(statistics.median(milliseconds), 1),
        "p95_ms": round(float(np.percentile(milliseconds, 95)), 1),
    }


@contextmanager
def running(python: str, program: str, *arguments: str) -> Iterator[Server]:
    """A server in a process of its own, once it answers."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    command = [python, "-W", "ignore", "-c", program, *arguments, str(port)]
    with subprocess.Popen(command, cwd=ROOT) as server:  # noqa: S603
        try:
            wait_for(lambda: httpx2.get(f"http://127.0.0.1:{port}/", trust_env=False, timeout=10))
            yield Server(pid=server.pid, address=f"http://127.0.0.1:{port}")
        finally:
            server.terminate()


def wait_for(ask: Callable[[], object]) -> None:
    """Ask until there is an answer, for a minute at most."""
    for _ in range(600):
        try:
            ask()
        except httpx2.TransportError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("a server did not start within a minute")


def tell(what: str, **figures: Any) -> None:
    """Print what was measured."""
    print(json.dumps({"what": what, **figures}), flush=True)


def write_large(folder: Path) -> Path:
    """A made-up release of one run on 10 million cells, and 5,000 underserved regions; gives its public tier."""
    tier = folder / "public"
    place = f"runs/{RUN.replace('.', '/')}"
    (tier / "tables").mkdir(parents=True)
    (tier / place).mkdir(parents=True)
    row, column = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    minutes = 260 * (1 + np.sin(row / 300) * np.cos(column / 240)) + 20 * np.sin(row / 7) * np.sin(column / 9)
    status = np.where(np.hypot(row % 900 - 450, column % 700 - 350) < LAKE_CELLS, 4, 1).astype(np.uint8)
    minutes = np.where(status == 1, np.abs(minutes), np.nan).astype(np.float32)
    nearest = np.where(status == 1, 0, -1).astype(np.int32)
    for name, values in {"travel_minutes": minutes, "status": status, "nearest": nearest}.items():
        write_cog(tier / place / f"{name}.tif", values)
    random = np.random.default_rng(3)
    lon, lat = WEST + random.uniform(0.05, 2.5, POLYGONS), NORTH - random.uniform(0.05, 2.5, POLYGONS)
    turn, reach = np.linspace(0, 2 * np.pi, 24, endpoint=False), random.uniform(0.004, 0.02, (POLYGONS, 24))
    rings = np.stack((lon[:, None] + reach * np.cos(turn), lat[:, None] + reach * np.sin(turn)), axis=-1)
    people = random.uniform(500, 5000, POLYGONS)
    gaps = gpd.GeoDataFrame(
        DIMENSIONS | {"gap_id": np.arange(POLYGONS), "people": people}, geometry=list(shapely.polygons(rings)), crs=4326
    )
    gaps.to_file(tier / "tables/gaps.gpkg", layer="gaps")
    areas = {"area_id": ["a"], "area_name": ["All"]}
    side = SIDE * CELL_DEGREES
    outline = shapely.box(WEST, NORTH - side, WEST + side, NORTH)
    whole = gpd.GeoDataFrame(areas, geometry=[outline], crs=4326)
    whole.to_file(tier / "tables/areas.gpkg", layer="areas")
    pd.DataFrame(areas).to_parquet(tier / "tables/areas.parquet")
    centre = {"row": [0], "id": ["c"], "name": ["C"], "pillar": ["any"], "level": [""], "lon": [31.0], "lat": [1.0]}
    pd.DataFrame(centre).to_csv(tier / "tables/centres.csv", index=False)
    manifest = {"study": {"name": "Large", "as_of": "2026-01-01"}, "inputs": [], "hazards_published": False}
    manifest |= {"nearcare_version": "0.1.0", "created_utc": "2026-01-01T00:00:00Z", "faults": [], "parameters": {}}
    manifest |= {"tier": "public", "tiers": ["public"], "disclaimers": list(DISCLAIMERS)}
    run = DIMENSIONS | {"folder": place}
    summary = {"bands_minutes": [30, 60, 120, 240], "threshold_minutes": 120, "runs": [run], "comparisons": []}
    pd.DataFrame([run]).to_csv(tier / "runs.csv", index=False)
    (folder / "manifest.json").write_text(json.dumps(manifest))
    (tier / "manifest.json").write_text(json.dumps(manifest))
    (tier / "summary.json").write_text(json.dumps(summary))
    return tier


def write_cog(path: Path, values: np.ndarray[Any, Any]) -> None:
    """A COG as a release has it, with overviews."""
    affine = Affine(CELL_DEGREES, 0, WEST, 0, -CELL_DEGREES, NORTH)
    nodata = {"float32": math.nan, "int32": -1}.get(values.dtype.name)
    with MemoryFile() as memory:
        with memory.open(
            driver="GTiff",
            width=SIDE,
            height=SIDE,
            count=1,
            dtype=values.dtype,
            crs="EPSG:4326",
            transform=affine,
            nodata=nodata,
        ) as plain:
            plain.write(values, 1)
        with memory.open() as plain:
            rasterio.shutil.copy(plain, path, driver="COG", compress="DEFLATE", overview_resampling="NEAREST")


if __name__ == "__main__":
    main()
