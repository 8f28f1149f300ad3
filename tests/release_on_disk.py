"""Writes a small made-up tier of a release, as the contract has it, for the tests of the pages.

Nothing in it is real: two areas on 40 x 60 cells at 49 degrees north, two pillars, three centres.
"""

from __future__ import annotations

import json
import math
from itertools import product
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import rasterio
from affine import Affine
from pyproj import Transformer
from rasterio.features import shapes
from shapely.geometry import box, shape

BANDS = (30.0, 60.0, 120.0, 240.0)
THRESHOLD = 120.0
ROWS, COLUMNS = 40, 60
GEOGRAPHIC = ("EPSG:4326", Affine(0.006, 0, 8.0, 0, -0.004, 49.1))
PROJECTED = ("EPSG:32631", Affine(440.0, 0, 860_000.0, 0, -440.0, 5_450_000.0))
CENTRES = (
    ("physical_rehab", "c1", "North <script>alert(1)</script> Centre", 8, 12, 0.0),
    ("physical_rehab", "c2", "South Centre", 33, 20, 240.0),
    ("psychosocial", "c3", "Listening House & Friends", 20, 10, 0.0),
)
PILLARS = ("physical_rehab", "psychosocial")
DIMENSIONS = {"profile": "default", "scenario": "base", "season": "all-year", "direction": "to"}
HAZARD = (slice(14, 20), slice(36, 42))


def write_tier(
    folder: Path,
    *,
    grid=GEOGRAPHIC,
    hazards_published=True,
    study="Made-up Valley",
    area_names=("Upper", "Lower"),
    after=None,
) -> Path:
    """Write a tier and give its folder; ``grid`` is (crs, affine), ``after`` a second scenario, if any."""
    crs, affine = grid
    (folder / "tables").mkdir(parents=True)
    population = people_of_cells()
    areas = _areas(crs, affine, area_names)
    area_row = area_rows()
    runs, access, gaps = [], [], []
    scenarios = ("base",) if after is None else ("base", after)
    for pillar, scenario, hazards in product(PILLARS, scenarios, ("hazards", "no-hazards")):
        if hazards == "hazards" and not hazards_published:
            continue
        minutes, status = travel(pillar, hazards, is_after=scenario == after)
        slug = pillar.replace("_", "-")
        place = f"runs/{slug}/default/{scenario}/all-year/to/{hazards}"
        _write_rasters(folder / place, minutes, status, crs, affine)
        dimensions = {"pillar": pillar, **DIMENSIONS, "scenario": scenario, "hazards": hazards}
        without, _ = travel(pillar, "no-hazards", is_after=scenario == after)
        rows = _access(dimensions, minutes, status, without, names=area_names, area_row=area_row)
        found = _gaps(dimensions, minutes, status, without, affine=affine)
        access += rows
        gaps += found
        runs.append(
            {
                **dimensions,
                "folder": place,
                "overall": {},
                "gap_count": len(found),
                "people_in_gaps": sum(gap["people"] for gap in found),
            }
        )
    pd.DataFrame(access).to_parquet(folder / "tables/areas.parquet")
    areas.to_file(folder / "tables/areas.gpkg", layer="areas")
    gpd.GeoDataFrame(gaps, crs=crs).to_crs(4326).to_file(folder / "tables/gaps.gpkg", layer="gaps")
    _write_centres(folder, crs, affine)
    if hazards_published:
        geometry = [cells(affine, *HAZARD), cells(affine, slice(5, 7), slice(30, 33))]
        gpd.GeoDataFrame(
            {"kind": ["CHA", "SHA"], "status": ["open", "open"], "name": ["Made-up field <b>1</b>", None]},
            geometry=geometry,
            crs=crs,
        ).to_crs(4326).to_file(folder / "tables/hazards.gpkg", layer="hazards")
    _write_json(folder, population, runs, study=study, hazards_published=hazards_published)
    return folder


def travel(pillar, hazards, *, is_after=False):
    """Minutes (NaN = no answer) and status of a run: 5 minutes a cell, a river with a bridge, an island.

    ``is_after``: the north is quicker, the south slower, the island has a way, a corner has lost its own.
    """
    row, column = np.mgrid[0:ROWS, 0:COLUMNS]
    centres = [(r, c) for p, _, _, r, c, _ in CENTRES if p == pillar]
    minutes = np.min([np.hypot(row - r, column - c) * 5.0 for r, c in centres], axis=0)
    if hazards == "hazards":
        minutes = np.where(column >= 42, minutes + 40, minutes)
    status = np.ones((ROWS, COLUMNS), np.uint8)
    status[:, 25] = 4
    status[18, 25] = 1
    status[30:36, 50:56] = 2
    status[0:4, 50:60] = 5
    status[:, 59] = 0
    if is_after:
        minutes = np.where((row < 22) & (column >= 42), np.maximum(minutes - 5.0 * (column - 41), 0.0), minutes)
        minutes = np.where((row > 34) & (column < 12), minutes + 7, minutes)
        status[30:36, 50:56] = 1
        status[36:40, 40:46] = 2
    if hazards == "hazards":
        status[HAZARD] = 3
    return np.where(status == 1, minutes, np.nan).astype(np.float32), status


def people_of_cells():
    """The people of each cell: seeded, and none where nobody can stand."""
    random = np.random.default_rng(11)
    population = random.gamma(0.6, 30.0, (ROWS, COLUMNS)).round(2)
    _, status = travel("physical_rehab", "no-hazards")
    return np.where(np.isin(status, (0, 4, 5)), 0.0, population)


def area_rows():
    """The row of the area of each cell; -1 outside all areas."""
    area_row = np.where(np.arange(ROWS)[:, None] < ROWS // 2, 0, 1) * np.ones((1, COLUMNS), int)
    area_row[:, 0:2] = -1
    return area_row


def cells(affine, rows, columns):
    """The rectangle of some rows and columns."""
    left, top = affine @ (columns.start, rows.start)
    right, bottom = affine @ (columns.stop, rows.stop)
    return box(left, bottom, right, top)


def _areas(crs, affine, names):
    halves = [
        cells(affine, slice(0, ROWS // 2), slice(2, COLUMNS)),
        cells(affine, slice(ROWS // 2, ROWS), slice(2, COLUMNS)),
    ]
    return gpd.GeoDataFrame(
        {"area_id": ["a1", "a2"], "area_name": list(names), "population": [1.0, 1.0]}, geometry=halves, crs=crs
    ).to_crs(4326)


def _write_rasters(folder, minutes, status, crs, affine):
    folder.mkdir(parents=True)
    place = {"driver": "GTiff", "width": COLUMNS, "height": ROWS, "count": 1, "crs": crs, "transform": affine}
    with rasterio.open(folder / "travel_minutes.tif", "w", dtype="float32", nodata=math.nan, **place) as raster:
        raster.write(minutes, 1)
    with rasterio.open(folder / "status.tif", "w", dtype="uint8", **place) as raster:
        raster.write(status, 1)
    with rasterio.open(folder / "nearest.tif", "w", dtype="int32", nodata=-1, **place) as raster:
        raster.write(np.where(status == 1, 0, -1).astype(np.int32), 1)


def quantile(times, people, share):
    """The least time within which a share of the people are."""
    if people.sum() == 0:
        return math.nan
    order = np.argsort(times)
    return float(times[order][np.searchsorted(np.cumsum(people[order]), share * people.sum())])


def _access(dimensions, minutes, status, without, *, names, area_row):
    population = people_of_cells()
    parts = [("a1", names[0], "area", area_row == 0), ("a2", names[1], "area", area_row == 1)]
    parts += [("", "outside all areas", "outside", area_row == -1), ("", "All", "all", area_row > -2)]
    everyone = np.where(status == 1, minutes, np.inf).astype(float)
    with_release = np.where(np.isfinite(without), without, np.inf)
    rows = []
    for area_id, name, kind, is_in in parts:
        people, times = population[is_in], everyone[is_in]
        reached = np.isfinite(times)
        total = float(people.sum())
        row = {**dimensions, "area_id": area_id, "area_name": name, "area_kind": kind, "population": total}
        row |= {f"population_within_{band:g}_min": float(people[times <= band].sum()) for band in BANDS}
        row["population_beyond_240_min"] = float(people[reached & (times > 240)].sum())
        for column, value in (("no_way", 2), ("inside_hazards", 3), ("on_barrier", 4), ("no_land_data", 5)):
            row[f"population_{column}"] = float(people[status[is_in] == value].sum())
        by_hazards = float(people[(times > THRESHOLD) & (with_release[is_in] <= THRESHOLD)].sum())
        row |= {
            "population_beyond_limit": 0.0,
            "population_adopted": 0.0,
            "median_minutes": quantile(times, people, 0.5),
            "p90_minutes": quantile(times, people, 0.9),
            "mean_reached_minutes": float(np.average(times[reached], weights=people[reached])),
            "unreached_share": float(people[~reached].sum()) / total,
            "population_beyond_threshold": float(people[times > THRESHOLD].sum()),
            "population_beyond_threshold_by_hazards": by_hazards if dimensions["hazards"] == "hazards" else math.nan,
        }
        rows.append(row)
    return rows


def _gaps(dimensions, minutes, status, without, *, affine):
    population = people_of_cells()
    times = np.where(status == 1, minutes, np.inf)
    is_gap = (times > THRESHOLD) & np.isin(status, (1, 2, 3))
    found = []
    for outline, _ in shapes(is_gap.astype(np.uint8), mask=is_gap, transform=affine, connectivity=8):
        geometry = shape(outline)
        covered = rasterio.features.geometry_mask([geometry], (ROWS, COLUMNS), affine, invert=True) & is_gap
        people = float(population[covered].sum())
        if people < 500:
            continue
        number = len(found) + 1
        found.append(
            dimensions
            | {
                "gap_id": f"g{number}",
                "area_name": "Lower",
                "people": people,
                "area_km2": covered.sum() * 0.19,
                "worst_minutes": float(times[covered].max()),
                "median_minutes": quantile(times[covered], population[covered], 0.5),
                "people_no_way": float(population[covered & (status == 2)].sum()),
                "nearest_centre_id": "c2",
                "nearest_centre_name": "North <script>alert(1)</script> Centre",
                "people_by_hazards": float(population[covered & (without <= THRESHOLD)].sum())
                if dimensions["hazards"] == "hazards"
                else math.nan,
                "name": f"Underserved region {number}, in Lower",
                "geometry": geometry,
            }
        )
    return found


def _write_centres(folder, crs, affine):
    to_lon_lat = Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    rows = []
    for number, (pillar, centre_id, name, row, column, moved_m) in enumerate(CENTRES):
        lon, lat = to_lon_lat.transform(*(affine @ (column + 0.5, row + 0.5)))
        rows.append((number, centre_id, name, pillar, "secondary", lon, lat, moved_m))
    columns = ["row", "id", "name", "pillar", "level", "lon", "lat", "moved_m"]
    pd.DataFrame(rows, columns=columns).to_csv(folder / "tables/centres.csv", index=False)


def _write_json(folder, population, runs, *, study, hazards_published):
    manifest = {
        "nearcare_version": "0.1.0",
        "tier": "public",
        "created_utc": "2026-01-02T03:04:05Z",
        "study": {"name": study, "country": "XXX", "as_of": "2026-01-01"},
        "hazards_published": hazards_published,
        "inputs": [
            {
                "role": "population",
                "file": "population.tif",
                "sha256": "ab" * 32,
                "bytes": 120_000,
                "source": "made up by a seeded script",
                "licence": "MIT",
                "date": "2026",
            },
            {
                "role": "centres",
                "file": "centres.gpkg",
                "sha256": "cd" * 32,
                "bytes": 900,
                "source": None,
                "licence": None,
                "date": None,
            },
        ],
        "parameters": {
            "travel": {"bands_minutes": list(BANDS), "neighbours": 16},
            "gaps": {"threshold_minutes": THRESHOLD, "min_people": 500},
            "population": {"year": 2020},
        },
        "faults": [
            {
                "severity": "notice",
                "where": "centres.gpkg",
                "which": "row 2, <i>South</i>",
                "what": "the centre lies on a barrier",
                "do": "It was moved 240 m to the nearest passable cell",
            }
        ],
        "versions": {"python": "3.11.7", "numpy": "2.4.6"},
        "stages": [
            {"stage": "Lay the ground", "seconds": 1.25, "peak_memory_mb": 310},
            {"stage": "Search", "seconds": 0.4, "peak_memory_mb": 320},
        ],
        "disclaimers": [
            "No recorded hazard does not mean safe.",
            "Not for navigation.",
            "Made-up data: no place and no person in it is real.",
        ],
        "method": ["Least time over land and roads together, by made-up rules.", "People are counted where they live."],
    }
    summary = {
        "study": study,
        "as_of": "2026-01-01",
        "tier": "public",
        "bands_minutes": list(BANDS),
        "threshold_minutes": THRESHOLD,
        "population_year": 2020,
        "population": {
            "people": float(population.sum()),
            "adopted": 12.0,
            "adopted_mean_m": 180.0,
            "outside_areas": float(population[:, 0:2].sum()),
            "outside_grid": 0.0,
        },
        "roads": {"links": 12, "junctions": 9},
        "centres": [
            {"pillar": "physical_rehab", "accepted": 2, "moved": 1, "refused": 0},
            {"pillar": "psychosocial", "accepted": 1, "moved": 0, "refused": 1},
        ],
        "runs": runs,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (folder / "summary.json").write_text(json.dumps(summary), encoding="utf-8")
    pd.DataFrame([{key: run[key] for key in run if key != "overall"} for run in runs]).to_csv(
        folder / "runs.csv", index=False
    )
