"""Sums by area over a large grid: the first time, with the areas laid, and beside exactextract; access of many areas.

20,000 Voronoi areas on 64 million cells of 100 m. "First" lays the areas on the grid and adds up, in a process that
has done neither; "laid" adds up with the areas' cells in memory, as a study holds them; "from disk" maps them from an
uncompressed file. Wall and CPU seconds, since other programs may share the processors. exactextract is run from
.venv-peers (`make bench-peers` makes it) and left out where it is missing.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from affine import Affine
from pyproj import CRS
from scipy.spatial import Voronoi

from accessibility.need import Demand, PeopleTime, measure_access
from accessibility.search import NO_WAY, REACHED
from geo.faults import Faults
from geo.grid import Grid
from geo.layers import Areas, area_of_cells, read_areas
from geo.zones import zone_sums

ROOT: Final = Path(__file__).resolve().parent.parent
PEER_PYTHON: Final = ROOT / ".venv-peers" / "bin" / "python"
CELL_M: Final = 100.0
UTM: Final = CRS.from_epsg(32738)
HOMES: Final = 1_000_000
Times = npt.NDArray[np.float64]  # wall and CPU seconds

TARGETS: Final = {"first_s": 3.0, "laid_s": 0.4}


def make_world(folder: Path, side: int, count: int) -> None:
    """Voronoi areas that fill the grid, and a value for each cell."""
    random = np.random.default_rng(1)
    extent_m = side * CELL_M
    seeds = random.random((count, 2)) * extent_m
    mirrored = [
        seeds * (-1, 1),
        seeds * (1, -1),
        seeds * (-1, 1) + (2 * extent_m, 0),
        seeds * (1, -1) + (0, 2 * extent_m),
    ]
    cells = Voronoi(np.concatenate([seeds, *mirrored]))  # mirrored at each side, so that the sides are borders
    shapes = [shapely.Polygon(cells.vertices[cells.regions[cells.point_region[row]]]) for row in range(count)]
    names = [f"A{row}" for row in range(count)]
    gpd.GeoDataFrame({"id": names, "name": names}, geometry=shapes, crs=UTM).to_file(folder / "areas.gpkg")
    corners_m, row = shapely.get_coordinates(shapes, return_index=True)
    values = random.random((side, side), dtype=np.float32)
    start = np.searchsorted(row, np.arange(count + 1))
    np.savez(folder / "world.npz", values=values, corners_m=corners_m, start=start, cell_m=CELL_M)


def grid_of(side: int) -> Grid:
    """The grid of a world."""
    return Grid(shape=(side, side), affine=Affine(CELL_M, 0, 0, 0, -CELL_M, side * CELL_M), crs=UTM)


def clocked(work: Any) -> tuple[Times, Any]:
    """Wall and CPU seconds, and what the work gives."""
    start = np.array([time.perf_counter(), time.process_time()])
    given = work()
    return np.array([time.perf_counter(), time.process_time()]) - start, given


def measure_once(folder: Path) -> dict[str, Times]:
    """The seconds of one process."""
    values = np.load(folder / "world.npz")["values"]
    grid = grid_of(len(values))
    shapes = gpd.read_file(folder / "areas.gpkg")
    count = len(shapes)
    laying_s, zone = clocked(lambda: area_of_cells(shapes, grid))
    first_sums_s, first = clocked(lambda: zone_sums(zone, [values], count))
    laid_s, two = clocked(lambda: zone_sums(zone, [values], count, threads=2))
    one_thread_s, one = clocked(lambda: zone_sums(zone, [values], count, threads=1))
    if not first.sums.tobytes() == one.sums.tobytes() == two.sums.tobytes():
        sys.exit("one thread and two give different bits")
    three_s, _ = clocked(lambda: zone_sums(zone, [values, values > 0.5, values], count))  # noqa: PLR2004
    np.save(folder / "zone.npy", zone)
    disk_s, _ = clocked(lambda: zone_sums(np.load(folder / "zone.npy", mmap_mode="r"), [values], count))
    np.save(folder / "sums.npy", first.sums[0])
    path, faults = folder / "areas.gpkg", Faults()
    reading_s, areas = clocked(lambda: read_areas(path, grid, id="id", name="name", where="areas.gpkg", faults=faults))
    return {
        "first_s": laying_s + first_sums_s,
        "laying_s": laying_s,
        "laid_s": laid_s,
        "one_thread_s": one_thread_s,
        "three_layers_s": three_s,
        "disk_s": disk_s,
        "reading_s": reading_s,
        "access_s": access_s(areas),
    }


def access_s(areas: Areas) -> Times:
    """Seconds of measuring the access of many homes by area, after one that warms up."""
    random = np.random.default_rng(2)
    count = min(HOMES, areas.zone.size)
    minutes = np.where(random.random(count) < 0.1, np.inf, random.exponential(100, count))  # noqa: PLR2004
    demand = Demand(
        home_cell=np.sort(random.choice(areas.zone.size, count, replace=False)),
        people=random.exponential(20, count),
        answer_cell=np.arange(count),
        adopted_m=np.zeros(count),
        home_status=np.zeros(count, np.uint8),
    )
    times = PeopleTime(
        minutes=minutes,
        nearest=np.zeros(count, np.int32),
        status=np.where(np.isinf(minutes), NO_WAY, REACHED).astype(np.uint8),
    )
    bands = (30.0, 60.0, 120.0, 240.0)
    return [
        clocked(lambda: measure_access(demand, times, areas, bands_minutes=bands, threshold_minutes=120.0))[0]
        for _ in range(2)
    ][-1]


def last_line(command: list[str | Path]) -> Any:
    """The last line that a program prints, as JSON."""
    done = subprocess.run(  # noqa: S603 - our own programs
        [str(word) for word in command],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    if done.returncode:
        sys.exit(done.stderr)
    return json.loads(done.stdout.strip().splitlines()[-1])


def tell(title: str, times: list[list[float]], target: float | None = None) -> None:
    """A row of the table."""
    wall_s, cpu_s = zip(*times, strict=True)
    words = f"{target:g} s" if target else ""
    spread = f"{min(wall_s):.2f}-{max(wall_s):.2f}"
    print(
        f"{title:<48} {statistics.median(wall_s):>7.2f} {spread:>12} {statistics.median(cpu_s):>7.2f}  {words}",
        flush=True,
    )


def main() -> None:
    """Print the medians beside the targets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--side", type=int, default=8000, help="cells along a side")
    parser.add_argument("--areas", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=5, help="counted processes, after one that warms up")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        print(json.dumps({key: times.tolist() for key, times in measure_once(options.inside).items()}))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_world(folder, options.side, options.areas)
        again: list[str | Path] = [sys.executable, Path(__file__), "--inside", folder]
        last_line(again)
        found = [last_line(again) for _ in range(options.runs)]
        print(f"{options.areas:,} areas, {options.side**2:,} cells; medians of {options.runs}")
        print(f"{'':<48} {'wall s':>7} {'range':>12} {'CPU s':>7}  target")
        for key, title in {
            "first_s": "first: laying the areas and adding up",
            "laying_s": "  of which laying",
            "laid_s": "laid, two threads",
            "one_thread_s": "laid, one thread (same bits)",
            "three_layers_s": "laid, three layers",
            "disk_s": "laid, mapped from disk",
            "reading_s": "read_areas, with every check and the laying",
            "access_s": f"measure_access of {min(HOMES, options.side**2):,} homes",
        }.items():
            tell(title, [each[key] for each in found], TARGETS.get(key))
        if not PEER_PYTHON.exists():
            print("exactextract is missing; `make bench-peers` installs it")
            return
        peer = Path(__file__).parent / "peers" / "fractions.py"
        theirs = last_line(
            [PEER_PYTHON, peer, folder / "world.npz", folder / "theirs.npy", "--runs", f"{options.runs}"]
        )
        tell(f"exactextract {theirs['version']}, coverage fractions", theirs["sum_s"])
        ours, other = np.load(folder / "sums.npy"), np.load(folder / "theirs.npy")
        apart = np.abs(ours / other - 1)
        print(
            f"sums apart by {np.median(apart):.2%} in the median, {apart.max():.1%} at most; "
            f"of all areas together by {abs(ours.sum() / other.sum() - 1):.1e}"
        )


if __name__ == "__main__":
    main()
