"""Protected tables over the base runs of a release, with made-up counts, for tests of what a study does with them.

What is too small is not told; nothing more is hidden, so these are no example of a safe table.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import rasterio
from pyproj import CRS

from accessibility.need import ALL_ID, OUTSIDE_ID
from accessibility.protection import (
    CountTable,
    Design,
    Dimension,
    ProtectedTable,
    ProtectedTables,
    TableRun,
    Units,
    statuses,
    write_protected,
)
from accessibility.release import ground_sha256
from geo.grid import Grid

SEX = Dimension(name="sex", categories=("female", "male", "other_or_unknown"))
AGE = Dimension(name="age_band", categories=("0-4", "5-11", "12-17", "18-59", "60+", "unknown"))
BAND = Dimension(
    name="minutes_band",
    categories=(
        "within_30_min",
        "30_to_60_min",
        "60_to_120_min",
        "120_to_240_min",
        "beyond_240_min",
        "no_way",
    ),
)
SHOWS = (frozenset({"minutes_band"}), frozenset({"sex"}), frozenset({"age_band"}))
SHARE_OF_SEX = (0.17, 0.8, 0.03)
SHARE_OF_AGE = (0.02, 0.08, 0.12, 0.6, 0.15, 0.03)
SHARE_OF_BAND = (0.2, 0.25, 0.3, 0.15, 0.08, 0.02)
LEAST_K = {"public": 10, "partner": 5}


def place_tables(folder, release, tier, **changes) -> Path:
    """Write a protected table folder over a release's tier, and give it; see ``tables_over``."""
    write_protected(folder, tables_over(release, tier, **changes))
    return folder


def tables_over(
    release,
    tier,
    *,
    pillars=None,
    survivors=600,
    seed=5,
    as_of=dt.date(2025, 10, 1),
    is_synthetic=True,
    shows=SHOWS,
    merged=(),
    has_held=False,
):
    """Tables of the base runs of a tier by its areas; ``merged``: ids of areas that are told as one."""
    folder = release / tier
    runs = pd.read_csv(folder / "runs.csv", dtype=str)
    runs = runs[runs["scenario"] == "base"]
    runs = runs[runs["season"] == runs["season"].iloc[0]]
    runs = runs[runs["hazards"] == ("hazards" if "hazards" in set(runs["hazards"]) else "no-hazards")]
    runs = runs if pillars is None else runs[runs["pillar"].isin(pillars)]
    areas = gpd.read_file(folder / "tables" / "areas.gpkg")
    units = units_of(areas, merged, has_outside=has_outside(folder))
    dimensions = (BAND, SEX, AGE)
    told = ProtectedTables(
        tier=tier,
        k=LEAST_K[tier],
        rounding_base=5,
        as_of=as_of,
        snapshot=f"made-up-{seed}",
        is_synthetic=is_synthetic,
        design=Design(units_kind="areas", units=units, dimensions=dimensions, shows=tuple(shows), least_people=1_000),
        tables=(),
    )
    tables = [
        table_of(told, run, hash_of(folder, run["folder"], areas), np.random.default_rng([seed, place]), survivors)
        for place, run in enumerate(runs.to_dict("records"))
    ]
    if has_held:
        tables = [held(table, dt.date(2024, 10, 1)) for table in tables]
    return replace(told, tables=tuple(tables))


def units_of(areas, merged, *, has_outside):
    """The whole over its areas, some of them as one."""
    alone = [(identity, name, ()) for identity, name in zip(areas["area_id"], areas["area_name"], strict=True)]
    kept = [one for one in alone if one[0] not in merged]
    if merged:
        names = [name for identity, name, _ in alone if identity in merged]
        kept.append(("+".join(merged), f"{', '.join(names[:-1])} and {names[-1]}", tuple(merged)))
    kept += [(OUTSIDE_ID, "outside all areas", ())] if has_outside else []
    return Units(
        ids=(ALL_ID, *(one[0] for one in kept)),
        names=("All", *(one[1] for one in kept)),
        parent=np.array([-1, *(0 for _ in kept)], dtype=np.int64),
        people=np.full(1 + len(kept), 5_000.0),
        merged_ids=((), *(one[2] for one in kept)),
    )


def has_outside(folder):
    """Whether anybody lives outside all areas."""
    access = pd.read_parquet(folder / "tables" / "areas.parquet")
    return bool((access.loc[access["area_kind"] == "outside", "population"] > 0).any())


def hash_of(folder, run_folder, areas):
    """The hash of a run, from its files."""
    with rasterio.open(folder / run_folder / "status.tif") as raster:
        grid = Grid(shape=raster.shape, affine=raster.transform, crs=CRS.from_wkt(raster.crs.to_wkt()))
        status = raster.read(1)
    with rasterio.open(folder / run_folder / "travel_minutes.tif") as raster:
        minutes = raster.read(1)
    return ground_sha256(
        grid,
        area_ids=areas["area_id"].tolist(),
        area_shapes=list(areas.geometry),
        travel_minutes=minutes,
        status=status,
    )


def table_of(told, run, sha256, random, survivors):
    """One table: people drawn into units and categories, told from k on; nobody needs four hours in the last unit."""
    design = told.design
    leaves = len(design.units.leaf_rows)
    share = np.einsum(
        "u,b,s,a->ubsa", random.dirichlet(np.full(leaves, 2.0)), SHARE_OF_BAND, SHARE_OF_SEX, SHARE_OF_AGE
    )
    share[-1, 4:] = 0
    counts = random.multinomial(survivors, (share / share.sum()).ravel()).reshape(share.shape)
    is_possible = np.ones(counts.shape, dtype=bool)
    is_possible[-1, 4:] = False
    table = CountTable(
        units=design.units, dimensions=design.dimensions, counts=counts, is_possible=is_possible, shows=design.shows
    )
    cells, is_wanted = table.cells(), table.is_wanted()
    is_told = is_wanted & (cells >= told.k)
    return ProtectedTable(
        run=TableRun(**{name: run[name] for name in TableRun.__dataclass_fields__}),
        status=statuses(
            is_wanted=is_wanted,
            is_possible=table.is_possible_cell(),
            is_told=is_told,
            is_held=np.zeros_like(is_told),
        ),
        values=np.where(is_told, cells // 5 * 5, 0),
        as_of=np.full(cells.shape, np.datetime64(told.as_of)),
        noise_epsilon=None,
        ground_sha256=sha256,
        method="pools",
        audit_scope="every cell",
        cells_checked=int((is_wanted & ~is_told).sum()),
    )


def held(table, day):
    """The same table, its first told leaf held since an earlier day."""
    status, as_of = table.status.copy(), table.as_of.copy()
    at = tuple(np.argwhere(table.is_told[1:])[0] + np.array([1, 0, 0, 0]))
    status[at], as_of[at] = 2, np.datetime64(day)
    return replace(table, status=status, as_of=as_of)
