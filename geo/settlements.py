"""Settlements: which people live in a city, in a town or in the country, by the Degree of Urbanisation.

The rule of the European Union and the United Nations (Eurostat, Applying the Degree of Urbanisation, 2021,
doi:10.2785/706535; Dijkstra and others 2021, doi:10.1016/j.jue.2020.103312), told of squares of 1 km2:

- A city (urban centre) is squares of at least 1,500 people per km2 of land that touch along a side and hold
  at least 50,000 people together; its gaps of less than 15 km2 are filled and its edges smoothed: a square
  with five of its eight neighbours inside joins, again and again.
- A town (urban cluster) is squares of at least 300 people per km2 of land that touch along a side or at a
  corner and hold at least 5,000 people together, but for what is a city. All else is rural.

Left out: the option to take squares that are half built up, and the second step of the rule, which gives a
class to whole municipalities. The majority rule is the simple one of 2022; that of 2023 counts water apart.
"""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from pyproj import CRS
from scipy import ndimage

from geo.errors import InputError
from geo.grid import Grid
from geo.lattice import Lattice
from geo.units import METRES_PER_KM
from geo.zones import zone_sums

Doubles = npt.NDArray[np.float64]
Claims = npt.NDArray[np.bool_]

NOBODY: Final = 0
RURAL: Final = 1
TOWN: Final = 2
CITY: Final = 3

CITY_PEOPLE_PER_KM2: Final = 1500.0
CITY_PEOPLE: Final = 50_000.0
TOWN_PEOPLE_PER_KM2: Final = 300.0
TOWN_PEOPLE: Final = 5000.0
GAP_SQUARES: Final = 15  # of 1 km2; a gap of as many stays

_BY_SIDES: Final = ndimage.generate_binary_structure(2, 1)
_BY_CORNERS_TOO: Final = ndimage.generate_binary_structure(2, 2)
_MAJORITY: Final = 5  # of the eight neighbours
_ROUNDING: Final = 1e-9  # of a threshold; sums that reach it but for rounding reach it
_ROWS_AT_ONCE: Final = 512


def settlement_classes(people: Doubles, grid: Grid, *, is_land: Claims | None = None) -> npt.NDArray[np.uint8]:
    """The class of each cell, uint8 (rows, columns): RURAL 1, TOWN 2, CITY 3, and NOBODY 0 where nobody lives.

    ``people``: by cell, shape of the grid; ``is_land``: of the same shape, the cells that count as
    land, those where people live besides; absent, all do and a coastal square looks emptier than it is.
    Squares of 1 km lie in an equal-area projection (Lambert, on the middle of the grid to a whole
    degree). A cell's people are counted in the square that holds its centre, those of cells of 500 m
    and more spread over 3 x 3 points and more; nobody is lost. A square's land is that of the same
    cells, so that a plain of even density has that density in each square. Each cell takes the class
    of the square that holds its centre. Where squares begin is a choice: another origin moves the
    edges of a town by up to a square. People beyond the grid are not seen: a town that it cuts is
    judged by what is inside.
    Raises InputError for shapes that do not fit, people who are negative, NaN or without end, and a
    grid that reaches around the earth.
    """
    _check(people, grid, is_land)
    square, shape, sub_points = _squares(grid)
    held, land_km2 = _by_square(people, grid, is_land, square, math.prod(shape))
    of_square = classes_of_squares(held.reshape(shape), land_km2.reshape(shape))
    centre = square[sub_points // 2 :: sub_points, sub_points // 2 :: sub_points]
    return np.where(people > 0, of_square.ravel()[centre], np.uint8(NOBODY))


def _check(people: Doubles, grid: Grid, is_land: Claims | None) -> None:
    for name, layer in (("people", people), ("land", is_land)):
        if layer is not None and layer.shape != grid.shape:
            raise InputError(f"{name} have shape {layer.shape}, the grid {grid.shape}; give both for the same cells")
    if not (np.isfinite(people).all() and (people >= 0).all()):
        raise InputError("some cells have negative, unknown or endless people; give numbers from 0 up, 0 for none")


def _squares(grid: Grid) -> tuple[npt.NDArray[np.int32], tuple[int, int], int]:
    """The square of each cell, or of each of its points a side where cells are large, and how many there are."""
    size_km = max(float(size_m.max()) for size_m in grid.cell_size_m) / METRES_PER_KM
    sub_points = 2 * int(2 * size_km) + 1
    left, bottom, right, top = grid.bounds
    lon, lat = grid.to_lon_lat((left + right) / 2, (bottom + top) / 2)
    lattice = Lattice(grid, CRS.from_proj4(f"+proj=laea +lon_0={lon:.0f} +lat_0={lat:.0f} +datum=WGS84 +units=m"))
    if not (np.isfinite(lattice.x).all() and np.isfinite(lattice.y).all()):
        raise InputError(f"the grid with bounds {grid.bounds} reaches around the earth; take a smaller one")
    first_x, first_y = (math.floor(axis.min() / METRES_PER_KM) for axis in (lattice.x, lattice.y))
    shape = tuple(
        math.floor(axis.max() / METRES_PER_KM) - first + 1
        for axis, first in ((lattice.y, first_y), (lattice.x, first_x))
    )
    columns = (np.arange(grid.shape[1] * sub_points) + 0.5) / sub_points
    square = np.empty((grid.shape[0] * sub_points, len(columns)), np.int32)
    for line in range(len(square)):
        x, y = lattice.along((line + 0.5) / sub_points, columns)
        square[line] = (np.floor(y / METRES_PER_KM) - first_y) * shape[1] + np.floor(x / METRES_PER_KM) - first_x
    return square, shape, sub_points


def _by_square(
    people: Doubles, grid: Grid, is_land: Claims | None, square: npt.NDArray[np.int32], count: int
) -> tuple[Doubles, Doubles]:
    """People and land in km2 of each square."""
    sums, sub_points = np.zeros((2, count)), len(square) // grid.shape[0]
    for start in range(0, grid.shape[0], _ROWS_AT_ONCE):
        rows = slice(start, start + _ROWS_AT_ONCE)
        land_km2 = np.repeat(grid.cell_area_km2[rows, None], grid.shape[1], axis=1)
        if is_land is not None:
            land_km2 = np.where(is_land[rows] | (people[rows] > 0), land_km2, 0.0)
        parts = [_cut(layer, sub_points) for layer in (people[rows], land_km2)]
        sums += zone_sums(square[start * sub_points : (start + _ROWS_AT_ONCE) * sub_points], parts, count).sums
    return sums[0], sums[1]


def _cut(layer: Doubles, sub_points: int) -> Doubles:
    if sub_points == 1:
        return layer
    return np.asarray(np.kron(layer / sub_points**2, np.ones((sub_points, sub_points))))


def classes_of_squares(people: Doubles, land_km2: Doubles) -> npt.NDArray[np.uint8]:
    """The class of each square of 1 km2, uint8 of the same shape; ``land_km2`` is the land in each, up to 1.

    >>> classes_of_squares(np.array([[48_500.0, 1_500.0, 200.0]]), np.ones((1, 3))).tolist()
    [[3, 3, 1]]
    """
    found = np.full(people.shape, RURAL, np.uint8)
    label, large = _clusters(people, land_km2, TOWN_PEOPLE_PER_KM2, TOWN_PEOPLE, _BY_CORNERS_TOO)
    found[np.isin(label, large)] = TOWN
    label, large = _clusters(people, land_km2, CITY_PEOPLE_PER_KM2, CITY_PEOPLE, _BY_SIDES)
    boxes = ndimage.find_objects(label)
    for number in large:
        box = boxes[number - 1]
        found[box][_rounded_off(label[box] == number)] = CITY
    return found


def _clusters(
    people: Doubles, land_km2: Doubles, people_per_km2: float, at_least: float, structure: Any
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]:
    """Numbers, from 1, of squares that are dense and touch, and which of these hold people enough."""
    is_dense = (people > 0) & (people >= people_per_km2 * (1 - _ROUNDING) * land_km2)
    label, count = ndimage.label(is_dense, structure=structure)
    held = zone_sums(label, [people], count + 1).sums[0]
    return label, np.flatnonzero((held >= at_least * (1 - _ROUNDING)) & (np.arange(count + 1) > 0))


def _rounded_off(is_inside: Claims) -> Claims:
    """A city in its box, its gaps filled and its edges smoothed; it never grows beyond the box."""
    gaps, count = ndimage.label(np.pad(~is_inside, 1, constant_values=True), structure=_BY_SIDES)
    is_filled = np.bincount(gaps.ravel(), minlength=count + 1) < GAP_SQUARES
    is_filled[gaps[0, 0]] = False  # what lies around it is no gap
    is_filled[0] = True
    inside = np.asarray(is_filled[gaps])
    while True:
        neighbours = ndimage.convolve(inside.astype(np.uint8), _BY_CORNERS_TOO.astype(np.uint8), mode="constant")
        grown = inside | (neighbours >= _MAJORITY)
        if (grown == inside).all():
            return np.asarray(inside[1:-1, 1:-1])
        inside = grown
