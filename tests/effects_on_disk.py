"""Adds to a made-up tier what hazards do, what clearing them gives and a second scenario, as the contract has it.

Nothing in it is real: 30 clusters of hazard areas, of which the first holds the field that the runs go around.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import rasterio
from release_on_disk import (
    BANDS,
    COLUMNS,
    DIMENSIONS,
    GEOGRAPHIC,
    HAZARD,
    PILLARS,
    ROWS,
    area_rows,
    cells,
    people_of_cells,
    quantile,
    travel,
    write_tier,
)
from shapely.geometry import LineString, MultiLineString, MultiPolygon

CLUSTERS = 30
AFTER = {True: ("released-north", "Released: north ridge"), False: ("bridge-built", "Bridge <b>built</b>")}


def write_tier_with_effects(folder: Path, *, hazards_published=True, grid=GEOGRAPHIC, **options) -> Path:
    """A tier as of ``write_tier`` with a second scenario, and with hazards' effects where they are published."""
    slug, name = AFTER[hazards_published]
    write_tier(folder, hazards_published=hazards_published, grid=grid, after=slug, **options)
    hazards = "hazards" if hazards_published else "no-hazards"
    more = {
        "worlds": [
            {"scenario": "base", "season": "all-year", "title": "As it is", "changes": []},
            {"scenario": slug, "season": "all-year", "title": name, "changes": ["Two made-up places are changed."]},
        ],
        "comparisons": [_write_comparison(folder, pillar, hazards, slug, name, grid) for pillar in PILLARS],
    }
    if hazards_published:
        more["hazards"] = _hazard_counts()
        _write_hazards(folder, grid)
        _write_clearance(folder, grid)
        _write_reach(folder)
    rows = [row for pillar in PILLARS for row in _comparison_rows(pillar, hazards, slug)]
    pd.DataFrame(rows).to_csv(folder / "tables/comparisons.csv", index=False)
    summary = json.loads((folder / "summary.json").read_text())
    (folder / "summary.json").write_text(json.dumps(summary | more), encoding="utf-8")
    return folder


def _hazard_counts():
    counts = {"read": 40, "without_geometry": 5, "repaired": 2, "became_empty_by_repair": 1, "circles": 3}
    counts |= {"points_unused": 1, "repeated": 1, "open": 31, "released": 1, "not_yet_reported": 0, "on_grid": 30}
    counts |= {
        "outside_grid": 1,
        "union_km2": 12.5,
        "released_land_read": 50,
        "released_land_unused": 3,
        "by_status": {"open": 31, "cleared": 1},
    }
    return counts | {
        "by_kind": {"SHA": 29, "CHA": 2},
        "blocking": 28,
        "slowing": 2,
        "ignored": 0,
        "cluster_count": CLUSTERS,
    }


def _cluster_cells(place):
    """The rows and columns of a cluster; the first is the field in the way."""
    row, column = 2 + 6 * (place // 6), 4 + 9 * (place % 6)
    return HAZARD if place == 0 else (slice(row, row + 2), slice(column, column + 2))


def _write_hazards(folder, grid):
    crs, affine = grid
    columns = {
        "id": [f"h{place + 1}" for place in range(CLUSTERS)],
        "kind": ["CHA" if place < 2 else "SHA" for place in range(CLUSTERS)],
        "status": "open",
        "name": ["Made-up field <b>1</b>", *[None] * (CLUSTERS - 1)],
        "evidence": "made-up survey",
        "geometry_quality": ["surveyed", "circle_from_area", "point_only", *["digitised"] * (CLUSTERS - 3)],
        "source": "made up",
        "reported_on": pd.Timestamp("2019-05-04"),
        "surveyed_on": None,
        "area_km2": 0.4,
        "policy": ["slow" if place == 3 else "block" for place in range(CLUSTERS)],
        "slow_factor": [4.0 if place == 3 else math.nan for place in range(CLUSTERS)],
        "cluster_id": range(1, CLUSTERS + 1),
    }
    geometry = [cells(affine, *_cluster_cells(place)) for place in range(CLUSTERS)]
    frame = gpd.GeoDataFrame(columns, geometry=geometry, crs=crs).to_crs(4326)
    frame.to_file(folder / "tables/hazards.gpkg", layer="hazards")


def _runs_with_hazards():
    return [
        {"pillar": pillar, **DIMENSIONS, "scenario": scenario, "hazards": "hazards"}
        for pillar in PILLARS
        for scenario in ("base", AFTER[True][0])
    ]


def _gain(size, *, areas, inside):
    newly = {f"people_newly_within_{band:g}_min": 0.1 * size * place for place, band in enumerate(BANDS, start=1)}
    return {
        "area_count": areas,
        "area_km2": 0.4 * areas,
        "people_inside": inside,
        "people_gaining": 2.0 * size,
        "person_minutes_gained": 60.0 * size,
        "people_reconnected": 25.0 if size >= 800 else 0.0,
        **newly,
    }


def _write_clearance(folder, grid):
    crs, affine = grid
    clusters, outlines, steps, stretches = [], [], [], []
    for dimensions in _runs_with_hazards():
        for place in range(CLUSTERS):
            size = 850.0 / 2**place if place < 12 else 0.0
            geometry = cells(affine, *_cluster_cells(place))
            clusters.append(
                dimensions
                | {"rank": place + 1, "cluster_id": place + 1, "area_ids": f"h{place + 1}"}
                | {"area_names": "Made-up field <b>1</b>" if place == 0 else "", "kinds": "CHA" if place < 2 else "SHA"}
                | _gain(size, areas=1, inside=40.0 if place == 0 else 0.0)
                | {"changes_nothing": size == 0, "step": place + 1 if place < 2 else ""}
            )
            outlines.append(MultiPolygon([geometry]))
            middle = geometry.centroid
            line = LineString([(geometry.bounds[0], middle.y), (geometry.bounds[2], middle.y)])
            stretches.append(
                dimensions
                | {"stretch_id": place + 1, "area_row": place, "cluster_id": place + 1, "road_classes": "track"}
                | {"source_ids": f"w{place}", "length_km": 0.8, "people_depending": 500.0 / (place + 1)}
                | {"geometry": MultiLineString([line])}
            )
        for step, (ids, size, is_rest) in enumerate(
            [("1", 850.0, False), ("2;3", 900.0, False), (";".join(map(str, range(4, 31))), 300.0, True)], start=1
        ):
            steps.append(
                dimensions
                | {"step": step, "is_rest": is_rest, "cluster_ids": ids}
                | _gain(size, areas=len(ids.split(";")), inside=20.0)
            )
    table = pd.DataFrame(clusters)
    table.to_csv(folder / "tables/clearance.csv", index=False)
    frame = gpd.GeoDataFrame(table.assign(step=pd.to_numeric(table["step"])), geometry=outlines, crs=crs).to_crs(4326)
    frame.to_file(folder / "tables/clearance.gpkg", layer="clearance")
    pd.DataFrame(steps).to_csv(folder / "tables/clearance_steps.csv", index=False)
    roads = gpd.GeoDataFrame(stretches, crs=crs).to_crs(4326)
    roads.to_file(folder / "tables/disputed_roads.gpkg", layer="disputed_roads")


def _reach(people, share):
    within = {f"population_within_{band:g}_min": people * share * place / 5 for place, band in enumerate(BANDS, 1)}
    return {
        "population": people,
        **within,
        "population_beyond_240_min": people * (1 - share * 4 / 5) - 7.0,
        "population_no_way": 4.0,
        "population_inside_hazards": 3.0,
        "population_on_barrier": 0.0,
        "population_no_land_data": 0.0,
        "population_beyond_limit": 0.0,
        "population_adopted": 0.0,
        "median_minutes": 70.0 / share,
        "p90_minutes": math.inf if share < 0.5 else 200.0,
    }


def _write_reach(folder):
    rules, near = [], []
    people = float(people_of_cells().sum())
    for dimensions in _runs_with_hazards():
        for roads, share in (("open", 0.9), ("recorded", 0.8), ("cut", 0.6)):
            rules.append(dimensions | {"roads": roads} | _reach(people, share))
        for within_m, share in ((0, 0.0), (500, 0.02), (1000, 0.05), (5000, 0.4)):
            near.append(dimensions | {"within_m": within_m} | _reach(people * share + 40, 0.45))
    pd.DataFrame(rules).to_csv(folder / "tables/hazard_range.csv", index=False)
    pd.DataFrame(near).to_csv(folder / "tables/near_hazards.csv", index=False)


def _both(pillar, hazards):
    before, _ = travel(pillar, hazards)
    after, status = travel(pillar, hazards, is_after=True)
    return before.astype(float), after.astype(float), status


def _write_comparison(folder, pillar, hazards, slug, name, grid):
    crs, affine = grid
    before, after, status = _both(pillar, hazards)
    change = np.select(
        [status == 0, np.isnan(before) & np.isnan(after), np.isnan(before), np.isnan(after), after < before],
        [0, 6, 4, 5, 2],
        default=np.where(after > before, 3, 1),
    ).astype(np.uint8)
    place = f"comparisons/{slug}/{pillar.replace('_', '-')}/default/to"
    (folder / place).mkdir(parents=True)
    raster = {"driver": "GTiff", "width": COLUMNS, "height": ROWS, "count": 1, "crs": crs, "transform": affine}
    with rasterio.open(folder / place / "minutes_gained.tif", "w", dtype="float32", nodata=math.nan, **raster) as file:
        file.write((before - after).astype(np.float32), 1)
    with rasterio.open(folder / place / "change.tif", "w", dtype="uint8", **raster) as file:
        file.write(change, 1)
    side = {"season": "all-year", "hazards": hazards}
    return {
        "slug": slug,
        "name": name,
        "before": {"scenario": "base", **side},
        "after": {"scenario": slug, **side},
        "pillar": pillar,
        "profile": "default",
        "direction": "to",
        "folder": place,
    }


def _comparison_rows(pillar, hazards, slug):
    before, after, _ = _both(pillar, hazards)
    everyone = people_of_cells()
    parts = [("a1", "Upper", "area", area_rows() == 0), ("a2", "Lower", "area", area_rows() == 1)]
    parts += [("", "outside all areas", "outside", area_rows() == -1), ("", "All", "all", area_rows() > -2)]
    for area_id, area_name, area_kind, is_in in parts:
        people, then, now = everyone[is_in], before[is_in], after[is_in]
        gained = np.nan_to_num(then - now)
        row = {"comparison": slug, "pillar": pillar, "profile": "default", "direction": "to"}
        row |= {"area_id": area_id, "area_name": area_name, "area_kind": area_kind, "population": people.sum()}
        row |= {
            "people_gaining": people[gained > 0].sum(),
            "people_losing": people[gained < 0].sum(),
            "person_minutes_gained": (people * np.maximum(gained, 0)).sum(),
            "person_minutes_lost": (people * np.maximum(-gained, 0)).sum(),
            "people_cut_off": people[np.isfinite(then) & np.isnan(now)].sum(),
            "people_reconnected": people[np.isnan(then) & np.isfinite(now)].sum(),
        }
        for band in BANDS:
            row |= {
                f"population_within_{band:g}_min_before": people[then <= band].sum(),
                f"population_within_{band:g}_min_after": people[now <= band].sum(),
                f"people_newly_within_{band:g}_min": people[(now <= band) & ~(then <= band)].sum(),
                f"people_no_longer_within_{band:g}_min": people[(then <= band) & ~(now <= band)].sum(),
            }
        for side, times in (("before", then), ("after", now)):
            reached = np.where(np.isnan(times), np.inf, times)
            row |= {f"median_minutes_{side}": quantile(reached, people, 0.5)}
            row |= {f"p90_minutes_{side}": quantile(reached, people, 0.9)}
        yield row
