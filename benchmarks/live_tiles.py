"""Tiles of a what-if drawn from memory: milliseconds at 10 million cells, by coordinate system and layer.

By the clock, and what of it was the processor's work. ``first``: a tile whose cells nobody has asked for yet;
``again``: one that another layer or change has drawn before. Other programs may share the processors.
"""

from __future__ import annotations

import math
import time
from typing import Any, Final, cast

import numpy as np
import pandas as pd
from affine import Affine
from pyproj import CRS, Transformer
from scipy.ndimage import gaussian_filter

from accessibility.live import Gains, Picture, Question
from accessibility.live.answers import BaseAnswer, ChangedCells
from geo.grid import Grid
from maps.tiles import raster_layer
from maps.tiles_from_grid import LIVE_LAYERS, finest_zoom, lon_lat_bounds, picture_tile

SIDE: Final = 3200
BANDS: Final = (30.0, 60.0, 120.0, 240.0)
GRIDS: Final = {
    "degrees": Grid(shape=(SIDE, SIDE), affine=Affine(0.00083, 0, 35.2, 0, -0.00083, -15.1), crs=CRS.from_epsg(4326)),
    "UTM": Grid(shape=(SIDE, SIDE), affine=Affine(100, 0, 300_000, 0, -100, 5_000_000), crs=CRS.from_epsg(32633)),
}
TILES: Final = 60
WITHOUT_A_WAY: Final = 0.05
_HALF_M: Final = 20_037_508.342789244


def main() -> None:
    """Print a table of what a tile takes."""
    chance = np.random.default_rng(8)
    print(f"{SIDE * SIDE / 1e6:.1f} M cells; milliseconds for a tile of 256 x 256 pixels, median / p95")
    for name, grid in GRIDS.items():
        picture = made_up_picture(grid, chance)
        addresses = random_tiles(grid, chance)
        tile_ms(picture, "minutes", (0, 0, 0))  # which loads what drawing needs
        for number, layer in enumerate(LIVE_LAYERS):
            took = np.array([tile_ms(picture, layer, address) for address in addresses])
            told = "first" if number == 0 else "again"
            (half, half_work), (most, most_work) = np.percentile(took, (50, 95), axis=0)
            print(f"{name:8} {layer:11} {told}: {half:5.1f} / {most:5.1f}, of work {half_work:5.1f} / {most_work:5.1f}")


def tile_ms(picture: Picture, layer: str, address: tuple[int, int, int]) -> tuple[float, float]:
    """How long one tile takes, by the clock and of the processor's work."""
    drawn_as = raster_layer(layer, {"bands_minutes": BANDS, "threshold_minutes": 120.0})
    begun, worked = time.perf_counter(), time.thread_time()
    picture_tile(picture, drawn_as, *address)
    return (time.perf_counter() - begun) * 1000, (time.thread_time() - worked) * 1000


def random_tiles(grid: Grid, chance: np.random.Generator) -> list[tuple[int, int, int]]:
    """Tiles over the grid at every zoom from one that shows it whole."""
    west, south, east, north = lon_lat_bounds(grid)
    to_mercator = Transformer.from_crs(4326, 3857, always_xy=True)
    deepest = finest_zoom(grid)
    found = []
    for number in range(TILES):
        z = deepest - number % 6
        lon, lat = chance.uniform(west, east), chance.uniform(south, north)
        x_m, y_m = to_mercator.transform(lon, lat)
        tiles = 2**z
        found.append(
            (
                z,
                math.floor((x_m + _HALF_M) / (2 * _HALF_M) * tiles),
                math.floor((_HALF_M - y_m) / (2 * _HALF_M) * tiles),
            )
        )
    return found


def made_up_picture(grid: Grid, chance: np.random.Generator) -> Picture:
    """Hills of minutes, 5 % of the cells without a way, and 200,000 cells changed."""
    minutes = np.abs(gaussian_filter(chance.normal(size=(SIDE, SIDE)), 40)).ravel() * 8000
    status = np.where(chance.random(SIDE * SIDE) < WITHOUT_A_WAY, 2, 1).astype(np.uint8)
    minutes[status != 1] = np.nan
    changed = (np.arange(400)[:, None] * SIDE + np.arange(500) + 1_000 * SIDE + 1_000).ravel()
    cells = ChangedCells(
        cell=changed,
        minutes=np.where(status[changed] == 1, minutes[changed] / 2, np.inf),
        status=status[changed],
        nearest=np.zeros(len(changed), np.int32),
    )
    nobody = Gains(
        people_gaining=0.0,
        people_losing=0.0,
        person_minutes_gained=0.0,
        person_minutes_lost=0.0,
        people_reconnected=0.0,
        people_cut_off=0.0,
        people_newly_within={},
        people_no_longer_within={},
    )
    return Picture(
        question=Question(pillar="any", profile="default", season="all-year", direction="to", has_hazards=False),
        changes=(),
        grid=grid,
        centres=(),
        changed=changed,
        headline_before={},
        headline_after={},
        gains=nobody,
        areas=pd.DataFrame(),
        seconds={},
        bytes_held=0,
        base=BaseAnswer(minutes=minutes.astype(np.float32), status=status, nearest=np.zeros(SIDE * SIDE, np.int32)),
        cells=cells,
        reach=cast("Any", None),  # no tile asks for it
    )


if __name__ == "__main__":
    main()
