"""Where the made-up valley lies, and the lines that everything else is drawn around.

All shapes are drawn in kilometres east and north of the south-west corner. The frame lies in the
open Atlantic, where no land is, so that nobody can take the valley for a real place.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Point = tuple[float, float]

SEED: Final = 20260101
ROWS: Final = 120
COLUMNS: Final = 180
CELLS_PER_DEGREE: Final = 480  # 7.5 seconds of arc: 164 m by 232 m on the ground here
WEST: Final = -30.0
SOUTH: Final = 45.0
NORTH: Final = SOUTH + ROWS / CELLS_PER_DEGREE
EAST: Final = WEST + COLUMNS / CELLS_PER_DEGREE

KM_PER_DEGREE_EAST: Final = 78.7  # of the ellipsoid at 45.125 N, rounded: drawing needs no more
KM_PER_DEGREE_NORTH: Final = 111.1
WIDTH_KM: Final = (EAST - WEST) * KM_PER_DEGREE_EAST
HEIGHT_KM: Final = (NORTH - SOUTH) * KM_PER_DEGREE_NORTH

VILLAGES: Final[dict[str, tuple[Point, float, float]]] = {  # middle, people, spread in km
    "Quelmar": ((8.8, 13.3), 20000.0, 0.75),
    "Olvarin": ((9.6, 20.6), 3200.0, 0.38),
    "Narvett": ((20.6, 18.6), 4100.0, 0.42),
    "Tembrae": ((24.7, 18.4), 5600.0, 0.45),
    "Dolvari": ((16.6, 12.9), 5200.0, 0.45),
    "Farnolk": ((4.5, 7.4), 3900.0, 0.40),
    "Hollimer": ((15.6, 3.9), 4800.0, 0.45),
    "Pirrowen": ((23.2, 4.2), 2700.0, 0.36),
    "Ixbeth": ((2.2, 14.6), 2400.0, 0.34),
    "Zuvane": ((26.9, 26.4), 640.0, 0.25),
    "Kesta": ((14.9, 24.3), 420.0, 0.22),
}

RIVER_UPPER: Final[Sequence[Point]] = (
    (26.6, 20.9), (25.2, 20.2), (23.6, 18.5), (21.6, 17.2), (19.6, 16.2), (17.6, 14.3), (15.6, 13.9),
    (13.6, 12.8), (11.6, 12.4), (9.8, 11.8), (8.2, 11.6), (6.6, 11.3),
)  # fmt: skip
RIVER_LOWER: Final[Sequence[Point]] = ((1.2, 11.5), (0.6, 11.9), (-0.2, 12.1))
SOUTH_BROOK: Final[Sequence[Point]] = (
    (25.6, 6.0), (22.6, 4.9), (20.0, 4.6), (17.0, 4.7), (13.6, 4.9), (10.4, 5.4), (8.0, 6.4), (6.3, 8.8),
)  # fmt: skip
NORTH_VALLEY: Final[Sequence[Point]] = (
    (8.6, 27.4), (9.6, 24.0), (9.0, 20.0), (8.2, 16.6), (8.6, 13.6), (8.4, 11.6),
)  # fmt: skip
LAKE: Final[Sequence[Point]] = (
    (0.9, 11.2), (1.1, 12.2), (2.4, 12.3), (3.4, 13.1), (4.6, 12.9), (5.3, 11.9), (6.9, 12.0), (7.1, 10.9),
    (6.2, 10.2), (6.6, 8.9), (5.7, 8.2), (4.4, 8.9), (3.4, 8.6), (2.6, 9.9), (1.6, 10.0),
)  # fmt: skip
LAKE_LEVEL_M: Final = 290.0

BOWL: Final[Point] = (14.7, 24.0)  # the high bowl around Kesta, ringed by cliffs
BOWL_RADIUS_KM: Final = 1.75
GAP: Final[Point] = (13.15, 23.05)  # the only gap in the ring
PASS: Final[Point] = (18.3, 8.7)  # where the footpath crosses the southern ridge


def lon_lat(point: Point) -> tuple[float, float]:
    """Longitude and latitude of a point in km, to a ten-millionth of a degree, as OSM keeps them."""
    return round(WEST + point[0] / KM_PER_DEGREE_EAST, 7), round(SOUTH + point[1] / KM_PER_DEGREE_NORTH, 7)


def cell_middles_km() -> tuple[Floats, Floats]:
    """Km east and km north of every cell's middle, two arrays of shape (ROWS, COLUMNS)."""
    east = (np.arange(COLUMNS) + 0.5) / CELLS_PER_DEGREE * KM_PER_DEGREE_EAST
    north = (ROWS - np.arange(ROWS) - 0.5) / CELLS_PER_DEGREE * KM_PER_DEGREE_NORTH
    grid = np.meshgrid(east, north)
    return grid[0], grid[1]


def smooth_line(points: Sequence[Point], *, times: int = 3, is_closed: bool = False) -> list[Point]:
    """The line with its corners cut (Chaikin); open lines keep their two ends."""
    line = np.asarray(points, dtype=np.float64)
    for _ in range(times):
        start = line if is_closed else line[:-1]
        stop = np.roll(line, -1, axis=0) if is_closed else line[1:]
        cut = np.stack([0.75 * start + 0.25 * stop, 0.25 * start + 0.75 * stop], axis=1).reshape(-1, 2)
        line = cut if is_closed else np.concatenate([line[:1], cut[1:-1], line[-1:]])
    return [(float(x), float(y)) for x, y in line]


def along_line(points: Sequence[Point], east: Floats, north: Floats) -> tuple[Floats, Floats]:
    """Distance in km to the line, and the share (0..1) of its length at the nearest point of it."""
    line = np.asarray(points, dtype=np.float64)
    length = np.hypot(*np.diff(line, axis=0).T)
    before = np.concatenate([[0.0], np.cumsum(length)])
    nearest = np.full(east.shape, np.inf)
    share = np.zeros(east.shape)
    for i in range(len(length)):
        (x, y), (dx, dy) = line[i], (line[i + 1] - line[i])
        along = np.clip(((east - x) * dx + (north - y) * dy) / (dx * dx + dy * dy), 0.0, 1.0)
        distance = np.hypot(east - x - along * dx, north - y - along * dy)
        is_nearer = distance < nearest
        nearest = np.where(is_nearer, distance, nearest)
        share = np.where(is_nearer, (before[i] + along * length[i]) / before[-1], share)
    return nearest, share


def distance_km(middle: Point, east: Floats, north: Floats) -> Floats:
    """Distance in km from one point."""
    return np.asarray(np.hypot(east - middle[0], north - middle[1]))


def noise(rng: np.random.Generator, *, cells_per_knot: int) -> Floats:
    """Smooth noise in -1..1, shape (ROWS, COLUMNS), with about one bump per so many cells."""
    rows, columns = ROWS // cells_per_knot + 2, COLUMNS // cells_per_knot + 2
    knots = rng.random((rows, columns)) * 2.0 - 1.0

    def weights(count: int) -> tuple[npt.NDArray[np.intp], Floats]:
        place = np.arange(count) / cells_per_knot
        low = np.floor(place).astype(np.intp)
        rest = place - low
        return low, rest * rest * (3.0 - 2.0 * rest)

    row, down = weights(ROWS)
    column, right = weights(COLUMNS)
    upper = knots[row][:, column] * (1 - right) + knots[row][:, column + 1] * right
    lower = knots[row + 1][:, column] * (1 - right) + knots[row + 1][:, column + 1] * right
    return np.asarray(upper * (1 - down[:, None]) + lower * down[:, None])


def is_inside(ring: Sequence[Point], east: Floats, north: Floats) -> npt.NDArray[np.bool_]:
    """Whether each point lies inside the closed ring (even-odd rule)."""
    inside = np.zeros(east.shape, dtype=np.bool_)
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if y1 == y2:
            continue
        crosses = (y1 > north) != (y2 > north)
        inside ^= crosses & (east < x1 + (north - y1) * (x2 - x1) / (y2 - y1))
    return inside
