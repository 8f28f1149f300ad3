"""A page of 1,000 polygons from the items of a collection, over the wire: p50 and p95 in milliseconds.

Run with ``python benchmarks/items.py``; the layer is made up: 20,000 outlines of 40 corners, as a country's gaps are.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final
from urllib.request import urlopen

import geopandas as gpd
import numpy as np
import shapely

from accessibility.study import run_study

ROWS: Final = 20_000
CORNERS: Final = 40
PAGE: Final = 1_000
ASKED: Final = 100
SEED: Final = 1
_SERVE: Final = "from api.cli import app; app()"


def main() -> None:
    """Make the layer, serve it, ask for pages and print what they took."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        run_study(Path("data/sample/study.toml"), out=folder / "releases" / "sample")
        make_gaps(folder / "releases" / "sample" / "public" / "tables" / "gaps.gpkg")
        command = [sys.executable, "-c", _SERVE, "serve", str(folder / "releases"), "--port", "0"]
        environment = {
            "NEARCARE_LOG_LEVEL": "error",
            "NEARCARE_STATE": str(folder / "state"),
            "NO_COLOR": "1",
            "PYTHONUNBUFFERED": "1",
        }
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603
            assert server.stdout is not None  # noqa: S101 - it is a pipe
            address = server.stdout.readline().split()[-1].rstrip("/")
            try:
                ask(f"{address}/collections/sample.gaps/items?limit={PAGE}")
            finally:
                server.terminate()


def make_gaps(path: Path) -> None:
    """Put outlines of ``CORNERS`` corners in the place of a release's gaps, with the columns that those have."""
    given = gpd.read_file(path, layer="gaps")
    rows = given.iloc[np.arange(ROWS) % len(given)].reset_index(drop=True)
    rows["gap_id"] = np.arange(ROWS) + 1
    random = np.random.default_rng(SEED)
    centres = random.uniform((-29.9, 45.05), (-29.7, 45.2), (ROWS, 2))
    angles = np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)
    radii = random.uniform(0.002, 0.004, (ROWS, CORNERS))
    corners = centres[:, None, :] + np.stack((radii * np.cos(angles), radii * np.sin(angles)), axis=2)
    rows["geometry"] = shapely.multipolygons(shapely.polygons(corners)[:, None])
    shutil.move(path, path.with_suffix(".old"))
    rows.to_file(path, layer="gaps", driver="GPKG")


def ask(address: str) -> None:
    """Ask for pages across the layer and print the percentiles: each page for the first time, then again."""
    pages = [f"{address}&offset={offset}" for offset in range(0, ROWS, PAGE)]
    boxes = [f"{address}&bbox={west},45,{west + 0.03},45.3" for west in np.linspace(-29.9, -29.73, 20).round(4)]
    timed(pages[:1], "the first page of all, with reading the layer")
    timed(pages, "pages, each for the first time")
    timed(pages * (ASKED // len(pages)), "pages, again")
    timed(boxes * (ASKED // len(boxes)), "pages of a box")


def timed(addresses: list[str], said: str) -> None:
    """Print what the addresses took."""
    took_ms = []
    for address in addresses:
        start = time.perf_counter()
        with urlopen(address) as answer:  # noqa: S310 - our own server
            content = answer.read()
        took_ms.append(1000 * (time.perf_counter() - start))
    returned = json.loads(content)["numberReturned"]
    p95 = sorted(took_ms)[max(0, int(0.95 * len(took_ms)) - 1)]
    size = f"{returned:,} features, {len(content) / 1e6:.2f} MB"
    print(f"{said:48} p50 {statistics.median(took_ms):7.1f} ms   p95 {p95:7.1f} ms   ({len(took_ms)} asked; {size})")


if __name__ == "__main__":
    main()
