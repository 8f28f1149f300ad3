"""What-ifs in a country of 10 million cells: milliseconds of each kind of change, each step of them, and the memory.

A made-up country in cells of 100 m with hills, water, 40,000 km of roads, 2,000 hazard areas, 300 centres of one
pillar and 400 areas; every change is at a place drawn by chance. Other programs may share the processors.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import rasterio
import shapely
from affine import Affine
from scipy.ndimage import gaussian_filter, zoom

from accessibility.inputs import read_inputs
from accessibility.live import (
    AddCentre,
    Change,
    CloseCentre,
    LiveCountry,
    MoveCentre,
    OpenRoad,
    Question,
    ReleaseHazard,
    TooWideError,
    UpgradeCentre,
    UpgradeRoad,
    read_live_ground,
    start_country,
    write_live_ground,
)
from accessibility.release import write_ground
from accessibility.study_file import read_study_file
from geo.errors import InputError, InputFaults
from geo.faults import Faults

CELL_M: Final = 100.0
LEFT, TOP = 200_000.0, 1_400_000.0
CRS: Final = "EPSG:32633"
CENTRES, HAZARDS, AREAS_ACROSS, ROAD_STEP_M = 300, 2_000, 20, 5_000.0
MEDIAN_S, MOST_S = 0.25, 1.0
STUDY: Final = """
[study]
name = "Made-up country"
country = "ZZZ"
as_of = 2026-01-01
[grid]
like = "people.tif"
[areas]
path = "areas.gpkg"
id = "id"
name = "id"
[land]
land_cover = "land_cover.tif"
speeds = "speeds.csv"
elevation = ["heights.tif"]
[roads]
path = "roads.gpkg"
speeds = "rural-dry"
[hazards]
path = "hazards.gpkg"
roads = "cut"
[centres]
path = "centres.gpkg"
id = "id"
pillar = "pillar"
[population]
path = "people.tif"
units = "people_per_cell"
year = 2025
"""


def smooth(random: Any, side: int, coarse: int, sigma: float) -> Any:
    """A field of hills of standard deviation 1."""
    field = gaussian_filter(random.standard_normal((side // coarse + 2, side // coarse + 2)), sigma)
    return zoom(field / field.std(), coarse, order=1)[:side, :side]


def write_raster(path: Path, values: Any, nodata: float | None = None) -> None:
    """A raster of the country."""
    form = {"driver": "GTiff", "height": len(values), "width": len(values), "count": 1, "dtype": values.dtype.name}
    with rasterio.open(
        path, "w", crs=CRS, transform=Affine(CELL_M, 0, LEFT, 0, -CELL_M, TOP), nodata=nodata, **form
    ) as to:
        to.write(values, 1)


def write_country(folder: Path, side: int) -> Path:
    """The files of the study of a country; the same each time."""
    random, size_m = np.random.default_rng(8), side * CELL_M
    cover = (1 + np.digitize(smooth(random, side, 16, 3.0), [-0.5, 0.8])).astype(np.uint8)
    cover[smooth(random, side, 16, 5.0) > 2.0] = 4  # noqa: PLR2004 - water
    write_raster(folder / "land_cover.tif", cover, nodata=255)
    write_raster(folder / "heights.tif", (smooth(random, side, 32, 3.0) * 150 + 600).astype(np.float32))
    people = random.gamma(0.4, 8.0, (side, side)).astype(np.float32)
    people[random.random((side, side)) < 0.4] = 0  # noqa: PLR2004
    write_raster(folder / "people.tif", people)
    speeds = "class,label,speed_kmh,mode\n1,grass,4.5,walk\n2,bush,3.5,walk\n3,forest,2,walk\n4,water,0,walk\n"
    (folder / "speeds.csv").write_text(speeds, encoding="utf-8")
    layer(folder / "areas.gpkg", **areas_of(size_m))
    layer(folder / "roads.gpkg", **roads_of(random, size_m))
    spots = random.uniform(0.02, 0.98, (HAZARDS, 2)) * size_m
    radius_m = random.gamma(2.0, 250.0, HAZARDS) + 50
    shapes = shapely.buffer(shapely.points(LEFT + spots[:, 0], TOP - spots[:, 1]), radius_m, quad_segs=4)
    kinds = {"id": [f"H{row}" for row in range(HAZARDS)], "kind": "suspected", "status": "open"}
    layer(folder / "hazards.gpkg", shapes=shapes, **kinds)
    cells = random.choice(np.flatnonzero(cover.ravel() < 4), CENTRES, replace=False)  # noqa: PLR2004
    row, column = np.divmod(cells, side)
    points = shapely.points(LEFT + (column + 0.5) * CELL_M, TOP - (row + 0.5) * CELL_M)
    pillars = ["physical_rehab" if place else "psychosocial" for place in np.arange(CENTRES) % 10]
    layer(folder / "centres.gpkg", shapes=points, id=[f"C{place}" for place in range(CENTRES)], pillar=pillars)
    (folder / "study.toml").write_text(STUDY, encoding="utf-8")
    return folder / "study.toml"


def layer(path: Path, *, shapes: Any, **columns: Any) -> None:
    """A layer of the country."""
    gpd.GeoDataFrame(columns, geometry=shapes, crs=CRS).to_file(path, driver="GPKG")


def areas_of(size_m: float) -> dict[str, Any]:
    """Squares that fill the country."""
    step = size_m / AREAS_ACROSS
    at = [(row, column) for row in range(AREAS_ACROSS) for column in range(AREAS_ACROSS)]
    shapes = [
        shapely.box(LEFT + column * step, TOP - (row + 1) * step, LEFT + (column + 1) * step, TOP - row * step)
        for row, column in at
    ]
    return {"shapes": shapes, "id": [f"A{row}-{column}" for row, column in at]}


def roads_of(random: Any, size_m: float) -> dict[str, Any]:
    """A lattice with its nodes moved and some of its links left out."""
    count = int(size_m / ROAD_STEP_M)
    step = (np.arange(count) + 0.5) * ROAD_STEP_M
    x, y = np.meshgrid(LEFT + step, TOP - step)
    x, y = (axis + random.uniform(-1500, 1500, axis.shape) for axis in (x, y))
    node = np.arange(count * count).reshape(count, count)
    start = np.concatenate([node[:, :-1].ravel(), node[:-1].ravel()])
    end = np.concatenate([node[:, 1:].ravel(), node[1:].ravel()])
    is_kept = random.random(len(start)) < 0.85  # noqa: PLR2004
    start, end = start[is_kept], end[is_kept]
    ends = np.stack([np.column_stack([x.ravel()[each], y.ravel()[each]]) for each in (start, end)], axis=1)
    classes = np.array(["primary", "secondary", "tertiary", "track"])
    return {"shapes": shapely.linestrings(ends), "highway": random.choice(classes, len(start), p=[0.1, 0.2, 0.4, 0.3])}


def changes_of(country: LiveCountry, count: int) -> Iterator[tuple[str, list[Change]]]:
    """So many changes of each kind, each at a place by chance."""
    random, grid, pillar = np.random.default_rng(3), country.ground.grid, country.question.pillar
    serving = [centre.id for centre in country.centres if pillar in centre.pillars]
    others = [centre.id for centre in country.centres if pillar not in centre.pillars]
    areas = [area.id for area in country.ground.hazard_areas]
    links = country.ground.world(country.question.profile, country.question.season).links()[0]
    cut = country.ground.world(country.question.profile, country.question.season).hazards.arcs.item
    roads = (
        country.ground.world(country.question.profile, country.question.season).network("to", has_hazards=True).roads
    )
    cut_roads = np.unique(links[roads.arc_link[cut]])

    def spot() -> tuple[float, float]:
        x, y = grid.centre_x[random.integers(0, grid.shape[1])], grid.centre_y[random.integers(0, grid.shape[0])]
        lon, lat = grid.to_lon_lat([x], [y])
        return float(lon[0]), float(lat[0])

    makers: dict[str, Callable[[int], Change]] = {
        "add": lambda number: AddCentre(id=f"new-{number}", lon=(at := spot())[0], lat=at[1], pillars=(pillar,)),
        "move": lambda _: MoveCentre(id=str(random.choice(serving)), lon=(at := spot())[0], lat=at[1]),
        "upgrade": lambda number: UpgradeCentre(id=others[number % len(others)], pillars=(pillar,)),
        "close": lambda _: CloseCentre(id=str(random.choice(serving))),
        "release": lambda _: ReleaseHazard(area_id=str(random.choice(areas))),
        "open road": lambda _: OpenRoad(road_id=int(random.choice(cut_roads))),
        "upgrade road": lambda _: UpgradeRoad(road_id=int(random.choice(links)), speed_kmh=85.0),
    }
    for kind, make in makers.items():
        for number in range(count):
            yield kind, [make(number)]
    for number in range(count):
        yield "three at once", [makers[kind](number) for kind in ("add", "close", "release")]


def measure(country: LiveCountry, count: int) -> None:
    """Print the medians and maxima by kind and by step."""
    cpu: dict[str, list[float]] = defaultdict(list)
    walls: dict[str, list[float]] = defaultdict(list)
    steps: dict[str, list[float]] = defaultdict(list)
    cells: dict[str, list[int]] = defaultdict(list)
    refused: dict[str, int] = defaultdict(int)
    bytes_held = []
    for kind, changes in changes_of(country, count):
        start, start_cpu = time.perf_counter(), time.process_time()
        try:
            picture = country.with_changes(changes)
        except TooWideError as error:
            refused[f"{kind}: too wide after {time.perf_counter() - start:.2f} s ({error.reached:,})"] += 1
            continue
        except InputError as error:
            refused[f"{kind}: {str(error)[-70:]}"] += 1
            continue
        walls[kind].append(time.perf_counter() - start)
        cpu[kind].append(time.process_time() - start_cpu)
        cells[kind].append(len(picture.changed))
        bytes_held.append(picture.bytes_held)
        for step, seconds in picture.seconds.items():
            steps[step].append(seconds)
    print("change                n  median ms   max ms  median CPU ms    max  median cells  max cells")
    for kind, taken in walls.items():
        median, most = 1000 * statistics.median(taken), 1000 * max(taken)
        of = cells[kind]
        used, most_used = 1000 * statistics.median(cpu[kind]), 1000 * max(cpu[kind])
        print(f"{kind:<18} {len(taken):>4} {median:>10.0f} {most:>8.0f} {used:>14.0f} {most_used:>6.0f}", end="")
        print(f" {statistics.median(of):>13,.0f} {max(of):>10,}")
    every = [each for taken in walls.values() for each in taken]
    print(
        f"all: median {1000 * statistics.median(every):.0f} ms (target {1000 * MEDIAN_S:.0f}), "
        f"most {1000 * max(every):.0f} ms (target {1000 * MOST_S:.0f})"
    )
    every_cpu = [each for taken in cpu.values() for each in taken]
    print(f"all, CPU: median {1000 * statistics.median(every_cpu):.0f} ms, most {1000 * max(every_cpu):.0f} ms")
    for step, taken in steps.items():
        print(f"  {step:<36} median {1000 * statistics.median(taken):>6.1f} ms  max {1000 * max(taken):>7.1f} ms")
    for what, number in refused.items():
        print(f"  {number} refused, {what}")
    print(
        f"a picture holds {statistics.median(bytes_held) / 1e6:.1f} MB in the median, "
        f"{max(bytes_held) / 1e6:.1f} at most"
    )


def main() -> None:
    """Make the country, or take the ground that is named, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--side", type=int, default=3200, help="cells along a side")
    parser.add_argument("--changes", type=int, default=15, help="of each kind")
    parser.add_argument("--ground", type=Path, help="a folder to keep the ground in, or that has it from before")
    parser.add_argument("--pillar", default="physical_rehab", help="psychosocial has a tenth of the centres")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        ground = options.ground or Path(temporary) / "ground"
        if not (ground / "worlds.json").is_file():
            write(ground, Path(temporary), options.side)
        started = time.perf_counter()
        live = read_live_ground(ground)
        print(f"index read in {1000 * (time.perf_counter() - started):.0f} ms")
        started = time.perf_counter()
        question = Question(
            pillar=options.pillar, profile="default", season="all-year", direction="to", has_hazards=True
        )
        country = start_country(live, question)
        print(
            f"country of {live.grid.cell_count:,} cells started in {time.perf_counter() - started:.1f} s; holds "
            f"{country.bytes_held / 1e6:.0f} MB of its own and {country.bytes_shared / 1e6:.0f} MB of its world"
        )
        measure(country, options.changes)
        print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:.0f} MB")
        print(json.dumps({key: round(value, 2) for key, value in country.base.headline_before.items()}))


def write(ground: Path, folder: Path, side: int) -> None:
    """Make the country and write its ground."""
    faults = Faults()
    started = time.perf_counter()
    study = read_study_file(write_country(folder, side), faults=faults)
    print(f"files made in {time.perf_counter() - started:.0f} s")
    started = time.perf_counter()
    inputs = None if study is None else read_inputs(study, faults=faults)
    if inputs is None:
        raise InputFaults(faults.errors)
    print(f"study read in {time.perf_counter() - started:.0f} s")
    write_ground(ground, inputs.ground, people=inputs.population.people)
    old = sum(path.stat().st_size for path in ground.rglob("*") if path.is_file())
    started = time.perf_counter()
    write_live_ground(ground, inputs)
    size = sum(path.stat().st_size for path in ground.rglob("*") if path.is_file())
    print(
        f"ground of what-ifs written in {time.perf_counter() - started:.0f} s: {(size - old) / 1e6:.0f} MB beside "
        f"{old / 1e6:.0f} MB"
    )


if __name__ == "__main__":
    main()
