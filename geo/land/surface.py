"""The land: how fast it is crossed off the roads, its heights, and what stops a walker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from geo.grid import Grid
from geo.land.blocking import blocked_moves, cells_inside
from geo.land.moves import BlockedMoves, Neighbours
from geo.units import SECONDS_PER_METRE_PER_FRICTION_UNIT, pace_s_per_m
from geo.value_range import ValueRange

# How a traveller moves in a cell, and so what a slope does: nothing to `motor` and `flat`.
MODES: Final = {"walk": 0, "cycle": 1, "motor": 2, "flat": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class LandSpeed:
    """The speed of one land-cover class; ``speed_kmh`` 0 is a barrier, ``mode`` a key of MODES.

    ``range_kmh``: in which the speed may lie, None where the table gives none.
    """

    label: str
    speed_kmh: float
    mode: str
    range_kmh: ValueRange | None = None


@dataclass(frozen=True, kw_only=True)
class Land:
    """The surface that people cross off the roads. All arrays have the shape of the grid.

    ``pace``: float64, seconds per metre on the flat; inf in a barrier cell, NaN without land data.
    ``mode``: uint8, a value of MODES. ``elevation_m``: float32, NaN where unknown (then a step is
    taken as level). ``blocked``: the moves that barriers block. ``barriers``: the lines and polygons
    themselves, in the grid's CRS.
    """

    grid: Grid
    pace: npt.NDArray[np.float64]
    mode: npt.NDArray[np.uint8]
    elevation_m: npt.NDArray[np.float32]
    blocked: BlockedMoves
    is_inside_barrier: npt.NDArray[np.bool_]
    barriers: tuple[shapely.Geometry, ...]

    def slowed(self, slowness: float | npt.NDArray[np.float64]) -> Land:
        """The same land at its pace times a number above 0, or one for each cell; what is passable stays so."""
        land = replace(self, pace=self.pace * slowness)
        land.__dict__.update(has_data=self.has_data, is_passable=self.is_passable)  # as cached: found only once
        return land

    @cached_property
    def has_data(self) -> npt.NDArray[np.bool_]:
        """Cells whose land is known, passable or not."""
        return ~np.isnan(self.pace)

    @cached_property
    def is_passable(self) -> npt.NDArray[np.bool_]:
        """Cells that a traveller can stand in: land data, a speed, and not inside a barrier."""
        return np.isfinite(self.pace) & ~self.is_inside_barrier


def lay_land(  # noqa: PLR0913 - each is a sheet of the land
    grid: Grid,
    *,
    pace: npt.NDArray[np.float64],
    mode: npt.NDArray[np.uint8],
    elevation_m: npt.NDArray[np.float32] | None = None,
    barriers: Sequence[shapely.Geometry] = (),
    neighbours: Neighbours = 16,
) -> Land:
    """The land of a grid, with the moves that the barriers block; without elevation all is level.

    ``neighbours`` are the most that a search over it may use.
    """
    return Land(
        grid=grid,
        pace=pace,
        mode=mode,
        elevation_m=np.zeros(grid.shape, np.float32) if elevation_m is None else elevation_m,
        blocked=blocked_moves(grid, barriers, neighbours),
        is_inside_barrier=cells_inside(grid, barriers),
        barriers=tuple(barriers),
    )


def pace_of_speed(grid: Grid, speed_kmh: float) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.uint8]]:
    """Pace and mode of one walking speed everywhere."""
    return np.full(grid.shape, pace_s_per_m(speed_kmh)), np.full(grid.shape, MODES["walk"], np.uint8)


def pace_of_classes(
    classes: npt.NDArray[np.int32], speeds: Mapping[int, LandSpeed]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.uint8]]:
    """Pace and mode of each cell from its land-cover class; class -1 has no land data.

    Every class of the raster must be in ``speeds``: the reader of the study checks it.
    """
    known = np.array(sorted(speeds), dtype=np.int64)
    pace = pace_s_per_m([speeds[value].speed_kmh for value in known])
    mode = np.array([MODES[speeds[value].mode] for value in known], dtype=np.uint8)
    place = np.searchsorted(known, np.where(classes < 0, known[0], classes))
    return np.where(classes < 0, np.nan, pace[place]), mode[place]


def pace_of_fractions(
    fractions: Mapping[str, npt.NDArray[np.float32]], speeds: Mapping[str, LandSpeed]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.uint8]]:
    """Pace and mode of each cell from the shares of its covers, each 0 to 1, NaN where unknown.

    The speed is the mean of the covers' speeds weighted by their shares. A cell at least half
    covered by what has speed 0 (permanent water) is a barrier; a cell that is NaN in every
    fraction, or covered by nothing, has no land data.
    """
    total = _sum_of(fractions.values())
    blocked = _sum_of(fractions[name] for name in fractions if speeds[name].speed_kmh == 0)
    moving = {name: share for name, share in fractions.items() if speeds[name].speed_kmh > 0}
    walked = _sum_of(share * np.float64(speeds[name].speed_kmh) for name, share in moving.items())
    passable = _sum_of(moving.values())
    with np.errstate(invalid="ignore", divide="ignore"):
        speed_kmh = np.where(passable > 0, walked / passable, 0.0)
        speed_kmh = np.where(blocked * 2 >= total, 0.0, speed_kmh)
    speed_kmh = np.where(total > 0, speed_kmh, np.nan)
    return pace_s_per_m(speed_kmh), np.full(speed_kmh.shape, MODES["walk"], np.uint8)


def pace_of_friction(
    friction: npt.NDArray[np.float64], unit: str
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.uint8]]:
    """Pace and mode from a friction surface in ``min/m`` or ``s/m``; slopes are already inside it."""
    pace = friction * SECONDS_PER_METRE_PER_FRICTION_UNIT[unit]
    return pace, np.full(friction.shape, MODES["flat"], np.uint8)


def _sum_of(arrays: object) -> npt.NDArray[np.float64]:
    """The sum of arrays of one shape, NaN counting as nothing; 0.0 where there is none."""
    total: npt.NDArray[np.float64] = np.zeros(())
    for array in arrays:  # type: ignore[attr-defined]
        total = total + np.nan_to_num(np.asarray(array, dtype=np.float64))
    return total
