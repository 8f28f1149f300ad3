"""Who lives in the made-up valley: people per cell, and synthetic survivors near the hazards."""

# ruff: noqa: PLR2004 - a drawing is made of numbers

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from custody.synthetic import draw_survivors, home_weights, read_shares, survivors_csv
from geo.grid import Grid
from scripts.make_sample import place, terrain
from scripts.make_sample.place import Floats, Point

NO_POPULATION_DATA: Final = -99999.0
SCATTERED_PEOPLE: Final = 6800.0
STEP_PEOPLE: Final = 0.25  # a power of two, so that sums of cells are exact
STILT_HOUSES: Final[tuple[Point, ...]] = ((6.48, 11.69), (6.48, 11.46), (6.64, 11.46))  # homes over the lake
SURVIVOR_COUNT: Final = 400
SURVIVORS_KEPT_UNTIL: Final = "2040-12-31"


def population(rng: np.random.Generator, *, elevation: npt.NDArray[np.int16]) -> Floats:
    """People per cell in steps of a quarter, NO_POPULATION_DATA on the lake and above 1,500 m."""
    east, north = place.cell_middles_km()
    is_lake = place.is_inside(terrain.lake_ring(), east, north)
    is_cliff = terrain.is_ring() | (terrain.slope(elevation.astype(np.float64)) > 0.5)
    people = np.zeros(east.shape)
    for name, (middle, count, spread) in place.VILLAGES.items():
        distance = place.distance_km(middle, east, north)
        weight = np.exp(-0.5 * (distance / spread) ** 2) * (0.7 + 0.6 * rng.random(east.shape))
        weight[(distance > 2.6 * spread) | is_lake | is_cliff] = 0.0
        if weight.sum() <= 0:
            raise RuntimeError(f"the village {name} has no ground to stand on")
        people += _in_steps(weight * (count / weight.sum()))
    people += _scattered(rng, elevation=elevation, is_closed=is_lake | is_cliff)
    for x, y in STILT_HOUSES:
        people[_cell_of((x, y))] = 36.0
    is_unmapped = (is_lake & (people == 0)) | (elevation > 1500)
    return np.where(is_unmapped, NO_POPULATION_DATA, people)


def _scattered(
    rng: np.random.Generator, *, elevation: npt.NDArray[np.int16], is_closed: npt.NDArray[np.bool_]
) -> Floats:
    """Lonely homes: thin, lower down more, and none in or around the bowl of Kesta."""
    east, north = place.cell_middles_km()
    height = elevation.astype(np.float64)
    weight = np.exp(-np.maximum(height - 300.0, 0.0) / 260.0) * rng.random(east.shape) ** 6
    weight[is_closed | (height > 1350) | (place.distance_km(place.BOWL, east, north) < 4.0)] = 0.0
    return _in_steps(weight * (SCATTERED_PEOPLE / weight.sum()))


def _in_steps(people: Floats) -> Floats:
    return np.asarray(np.rint(people / STEP_PEOPLE) * STEP_PEOPLE)


def _cell_of(point: Point) -> tuple[int, int]:
    lon, lat = place.lon_lat(point)
    return (
        int((place.NORTH - lat) * place.CELLS_PER_DEGREE),
        int((lon - place.WEST) * place.CELLS_PER_DEGREE),
    )


def survivors(people: Floats, *, grid: Grid, is_hazard: npt.NDArray[np.bool_], count: int) -> str:
    """Synthetic survivors near the hazards, as CSV. No real person, no estimate of anything."""
    weight = home_weights(grid, np.maximum(people, 0.0), is_hazard)
    return survivors_csv(
        draw_survivors(grid, weight, count=count, seed=place.SEED, shares=read_shares(), retention=SURVIVORS_KEPT_UNTIL)
    )
