"""The ground of the made-up valley: heights and land cover."""

# ruff: noqa: PLR2004 - a drawing is made of numbers

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from scripts.make_sample import place
from scripts.make_sample.place import Floats, Point

BUILT_UP, FIELDS, FOREST, SCRUB, WATER, CLIFF = 1, 2, 3, 4, 5, 6
NO_LAND_DATA: Final = 255
CLOUD: Final[Point] = (3.3, 15.9)  # over it the land cover is unknown
MADE_UP: Final = "Made up, synthetic"
LAND_COLUMNS: Final = ("class", "label", "speed_kmh", "mode", "speed_min_kmh", "speed_max_kmh", "range_source")
LAND_SPEEDS: Final = (  # by LAND_COLUMNS; km/h on the flat, on foot; 0 is a barrier
    (BUILT_UP, "built-up", 5.0, "walk", 4.5, 5.5, MADE_UP),
    (FIELDS, "fields and meadows", 4.5, "walk", 3.5, 5.0, MADE_UP),
    (FOREST, "forest", 3.2, "walk", 2.4, 4.0, MADE_UP),
    (SCRUB, "scrub and rough grazing", 3.6, "walk", 2.7, 4.2, MADE_UP),
    (WATER, "open water", 0.0, "walk", "", "", ""),
    (CLIFF, "cliff", 0.0, "walk", "", "", ""),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A valley floor: its line from the top down, and the heights in metres at its two ends."""

    line: Sequence[Point]
    top_m: float
    foot_m: float
    bend: float = 1.0  # above 1 the upper part is steeper


CHANNELS: Final = (
    Channel(line=(*place.RIVER_UPPER, (4.0, 10.6)), top_m=800, foot_m=284, bend=1.6),
    Channel(line=((4.0, 10.6), *place.RIVER_LOWER), top_m=284, foot_m=270),
    Channel(line=(*place.SOUTH_BROOK, (4.6, 9.6)), top_m=760, foot_m=284, bend=1.5),
    Channel(line=place.NORTH_VALLEY, top_m=1120, foot_m=288, bend=1.7),
    Channel(line=((12.6, 22.7), (11.2, 21.8), (9.3, 20.8)), top_m=980, foot_m=560),
    Channel(line=((21.0, 24.6), (21.4, 21.0), (20.6, 17.2)), top_m=1150, foot_m=470, bend=1.5),
    Channel(line=((26.8, 26.0), (26.2, 23.4), (26.4, 20.9)), top_m=1240, foot_m=800),
    Channel(line=((14.2, 19.0), (14.4, 16.0), (14.6, 13.6)), top_m=1000, foot_m=345, bend=1.6),
    Channel(line=((2.4, 21.5), (2.0, 17.5), (2.6, 13.0)), top_m=1000, foot_m=290, bend=1.6),
    Channel(line=((25.0, 12.4), (22.2, 13.4), (19.8, 16.0)), top_m=1080, foot_m=430, bend=1.5),
    Channel(line=((11.6, 8.6), (11.4, 10.6), (11.2, 12.2)), top_m=900, foot_m=300, bend=1.6),
    Channel(line=((2.2, 2.6), (3.6, 5.2), (4.4, 7.6), (4.6, 9.4)), top_m=900, foot_m=284, bend=1.8),
    Channel(line=((10.6, 0.4), (11.2, 2.8), (11.0, 5.2)), top_m=820, foot_m=360, bend=1.6),
    Channel(line=((18.3, 8.4), (18.6, 6.6), (18.6, 4.7)), top_m=900, foot_m=440, bend=1.2),
    Channel(line=((18.2, 9.0), (17.8, 11.2), (17.0, 13.6)), top_m=900, foot_m=360, bend=1.2),
)


def elevation_m(rng: np.random.Generator) -> npt.NDArray[np.int16]:
    """Heights in metres, shape (ROWS, COLUMNS)."""
    east, north = place.cell_middles_km()
    rough = (
        0.55 * place.noise(rng, cells_per_knot=24)
        + 0.30 * place.noise(rng, cells_per_knot=11)
        + 0.15 * place.noise(rng, cells_per_knot=5)
    )
    height = np.full(east.shape, np.inf)
    for channel in CHANNELS:
        distance, share = place.along_line(place.smooth_line(channel.line), east, north)
        floor = channel.foot_m + (channel.top_m - channel.foot_m) * (1.0 - share) ** channel.bend
        away = np.maximum(distance - 0.35, 0.0) * (1.0 + 0.30 * rough)
        rise = 1050.0 * (1.0 - np.exp(-((away / 2.7) ** 1.45))) + 110.0 * away + 18.0 * np.minimum(distance, 0.35)
        height = _soft_minimum(height, floor + rise)
    crests = 1.0 - 2.0 * np.abs(place.noise(rng, cells_per_knot=17)) - np.abs(place.noise(rng, cells_per_knot=7))
    height += (70.0 * rough + 150.0 * crests) * np.clip((height - 550.0) / 600.0, 0.0, 1.8)
    height = _with_bowl(height, rough)
    shore = lake_ring()
    is_lake = place.is_inside(shore, east, north)
    from_shore, _ = place.along_line([*shore, shore[0]], east, north)
    height = _soft_minimum(height, place.LAKE_LEVEL_M + 30.0 + 330.0 * from_shore)
    height = np.where(is_lake, place.LAKE_LEVEL_M, np.maximum(height, place.LAKE_LEVEL_M - 12.0))
    return np.asarray(np.rint(height), dtype=np.int16)


def land_cover(rng: np.random.Generator, *, elevation: npt.NDArray[np.int16], people: Floats) -> npt.NDArray[np.uint8]:
    """Classes of LAND_SPEEDS, 255 where a cloud hid the ground, shape (ROWS, COLUMNS)."""
    east, north = place.cell_middles_km()
    height = elevation.astype(np.float64)
    patch = 0.6 * place.noise(rng, cells_per_knot=13) + 0.4 * place.noise(rng, cells_per_knot=5)
    fall = slope(height)
    cover = np.full(east.shape, FOREST, dtype=np.uint8)
    cover[height + 170 * patch > 1180] = SCRUB
    cover[(fall < 0.17) & (height + 120 * patch < 760)] = FIELDS
    cover[(patch > 0.42) & (height < 1150)] = SCRUB
    around_bowl = place.distance_km(place.BOWL, east, north)
    cover[around_bowl < place.BOWL_RADIUS_KM] = FIELDS
    plateau = place.distance_km(place.VILLAGES["Zuvane"][0], east, north)
    cover[plateau < 1.1 + 0.4 * patch] = FIELDS
    cover[people >= 45.0] = BUILT_UP
    cover[fall > 0.62] = CLIFF
    cover[is_ring()] = CLIFF
    cover[place.is_inside(lake_ring(), east, north)] = WATER
    cover[place.distance_km(CLOUD, east, north) < 0.42] = NO_LAND_DATA
    return cover


def lake_ring() -> list[Point]:
    """The lake's shore, closed by its first point, which is not repeated."""
    return place.smooth_line(place.LAKE, is_closed=True)


def is_ring() -> npt.NDArray[np.bool_]:
    """The cells of the cliffs around the bowl of Kesta: closed but for one gap."""
    east, north = place.cell_middles_km()
    edge = _ring_offset(east, north)
    is_gap = place.along_line((place.BOWL, _beyond_gap()), east, north)[0] < GAP_HALF_WIDTH_KM
    return (edge >= 0.0) & (edge < 0.62) & ~is_gap


GAP_HALF_WIDTH_KM: Final = 0.30


def slope(height: Floats) -> Floats:
    """Rise over run of the steepest fall, from the differences to the neighbours' heights."""
    width_m = 1000.0 * place.KM_PER_DEGREE_EAST / place.CELLS_PER_DEGREE
    depth_m = 1000.0 * place.KM_PER_DEGREE_NORTH / place.CELLS_PER_DEGREE
    down, right = np.gradient(height, depth_m, width_m)
    return np.asarray(np.hypot(down, right))


def _beyond_gap() -> Point:
    (x, y), (gap_x, gap_y) = place.BOWL, place.GAP
    return x + 1.6 * (gap_x - x), y + 1.6 * (gap_y - y)


def _ring_offset(east: Floats, north: Floats) -> Floats:
    """Km outside the bowl's inner edge, which is a circle pulled out of shape."""
    angle = np.arctan2(north - place.BOWL[1], east - place.BOWL[0])
    edge = place.BOWL_RADIUS_KM * (1.0 + 0.10 * np.sin(2.0 * angle + 0.4) + 0.09 * np.sin(5.0 * angle))
    return np.asarray(place.distance_km(place.BOWL, east, north) - edge)


def _with_bowl(height: Floats, rough: Floats) -> Floats:
    """The heights with the hanging bowl, its wall, and the sill in the gap."""
    east, north = place.cell_middles_km()
    offset = _ring_offset(east, north)
    floor = 1090.0 + 25.0 * rough + 45.0 * np.maximum(place.distance_km(place.BOWL, east, north) / 1.75, 0.0) ** 2
    wall = height + 240.0 * np.exp(-(((offset - 0.35) / 0.60) ** 2))
    inside = 1.0 / (1.0 + np.exp(np.clip(offset / 0.10, -50.0, 50.0)))
    ringed = inside * floor + (1.0 - inside) * np.maximum(wall, height)
    off_axis, along = place.along_line((place.BOWL, place.GAP, (12.6, 22.7)), east, north)
    sill = 1110.0 - 130.0 * np.maximum(along - 0.55, 0.0) / 0.45
    breach = np.exp(-((off_axis / 0.42) ** 4)) * (along > 0.2)
    return np.asarray(breach * np.minimum(ringed, sill) + (1.0 - breach) * ringed)


def _soft_minimum(first: Floats, second: Floats) -> Floats:
    """The lower of two, rounded off where they are within 90 m of one another."""
    width_m = 90.0
    with np.errstate(invalid="ignore"):
        near = np.clip(0.5 + 0.5 * (second - first) / width_m, 0.0, 1.0)
    mixed = np.where(np.isinf(first), second, 0.0)
    finite = np.where(np.isinf(first), second, first)
    return np.where(np.isinf(first), mixed, second * (1 - near) + finite * near - width_m * near * (1 - near))
