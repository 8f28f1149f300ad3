"""A toy tier of a release in memory: square cells in a row, each with its people, area and minutes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
from affine import Affine
from pyproj import CRS

from accessibility.protection import TableRun
from custody.records import SurvivorRecord
from custody.release_ground import ReleaseGround, RunOnGround
from geo.grid import Grid
from geo.land import lay_land

RUN = TableRun(
    pillar="physical_rehab", profile="default", scenario="base", season="all-year", direction="to", hazards="hazards"
)


def ground_of(people, zone, *, parents=None, cell_m=1000.0, bands=(30.0, 60.0), origin=(0.0, 0.0), names=None):
    """A ground of one row of cells (or of several) in EPSG:6933; areas are called A0, A1, ..."""
    people, zone = np.atleast_2d(np.array(people, dtype=np.float64)), np.atleast_2d(np.array(zone, dtype=np.int32))
    count = int(zone.max()) + 1
    affine = Affine(cell_m, 0, origin[0], 0, -cell_m, origin[1] + people.shape[0] * cell_m)
    return ReleaseGround(
        folder=Path("toy/public"),
        tier="public",
        grid=Grid(shape=people.shape, affine=affine, crs=CRS.from_epsg(6933)),
        bands_minutes=tuple(bands),
        adopt_within_m=1500.0,
        area_ids=tuple(f"A{row}" for row in range(count)),
        area_names=tuple(names or (f"Area {row}" for row in range(count))),
        area_parents=None if parents is None else tuple(parents),
        area_shapes=(),
        zone=zone,
        people=people,
        is_inside_hazard=None,
        runs={RUN: Path("toy")},
    )


def run_on(ground, minutes, *, is_barrier=None, is_inside_hazard=None):
    """A run with these minutes; a barrier cell has none."""
    minutes = np.atleast_2d(np.array(minutes, dtype=np.float64))
    is_barrier = np.zeros(minutes.shape, dtype=bool) if is_barrier is None else np.atleast_2d(is_barrier)
    pace = np.where(is_barrier, np.inf, 1.0)
    inside = None if is_inside_hazard is None else np.atleast_2d(np.array(is_inside_hazard, dtype=bool))
    return RunOnGround(
        run=RUN,
        minutes=minutes,
        land=lay_land(ground.grid, pace=pace, mode=np.zeros(minutes.shape, np.uint8), neighbours=8),
        is_inside_hazard=inside,
        ground_sha256="0" * 64,
    )


def record_of(number, *, lon=None, lat=None, area_id=None, **changes):
    """A made-up record; by area alone without coordinates."""
    values = {
        "id": f"T-{number:04d}",
        "synthetic": True,
        "lon": lon,
        "lat": lat,
        "area_id": area_id,
        "place_precision": "area" if lon is None else "exact_100m",
        "sex": "female",
        "age_band": "18-59",
        "impairment": "lower_limb_loss",
        "washington_group_flag": None,
        "device_class": "none",
        "year_band": "unknown",
        "direct_or_indirect": "direct",
        "need_pillars": ("physical_rehab",),
        "consent_scope": "planning_and_reporting",
        "source": "synthetic",
        "retention_date": date(2040, 1, 1),
    }
    return SurvivorRecord(**{**values, **changes})


def record_in(ground, cell, number, **changes):
    """A record at the middle of a cell of the ground."""
    row, column = divmod(cell, ground.grid.shape[1])
    lon, lat = ground.grid.to_lon_lat(ground.grid.centre_x[column], ground.grid.centre_y[row])
    return record_of(number, lon=float(lon), lat=float(lat), **changes)
