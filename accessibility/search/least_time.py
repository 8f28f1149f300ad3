"""Least travel time from every place to its nearest centre, or from the centres to every place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from accessibility.search.graph import build_graph
from accessibility.search.kernel import least_seconds
from geo.grid import Grid
from geo.hazards import Hazards
from geo.land import MOVE_COLUMNS, MOVE_ROWS, Land
from geo.roads import RoadsOnGrid
from geo.units import minutes_from_seconds, seconds_from_minutes

Direction = Literal["to", "from"]
CornerCrossing = Literal["forbid", "allow"]

OUTSIDE: Final = 0
REACHED: Final = 1
NO_WAY: Final = 2
INSIDE_HAZARD: Final = 3
BARRIER: Final = 4
NO_LAND_DATA: Final = 5
BEYOND_LIMIT: Final = 6
NO_CENTRE: Final = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class TravelRules:
    """How people move: to or from the centre, over 8 or 16 neighbours, and what they wait and cross.

    ``corner_crossing`` "forbid" closes a diagonal step between two barrier cells.
    ``limit_minutes``: beyond it a place counts as not reached; inclusive; None is no limit.
    """

    direction: Direction = "to"
    neighbours: Literal[8, 16] = 16
    corner_crossing: CornerCrossing = "forbid"
    boarding_wait_minutes: float = 0.0
    limit_minutes: float | None = None


@dataclass(frozen=True, kw_only=True)
class TravelTime:
    """The answer for every cell of a grid; all arrays have its shape.

    ``seconds``: float64, inf where there is no answer. ``nearest``: int32, row of the centre, -1
    where there is none; equal times go to the lowest row. ``status``: uint8, one of the constants
    of this module.
    """

    grid: Grid
    seconds: npt.NDArray[np.float64]
    nearest: npt.NDArray[np.int32]
    status: npt.NDArray[np.uint8]

    @cached_property
    def minutes(self) -> npt.NDArray[np.float64]:
        """Minutes, inf where there is no answer."""
        return minutes_from_seconds(self.seconds)


def travel_time(  # noqa: PLR0913 - what travel happens on, from where, by which rules
    land: Land,
    roads: RoadsOnGrid,
    centre_cells: npt.NDArray[np.int64],
    *,
    centre_rows: npt.NDArray[np.int32],
    rules: TravelRules,
    hazards: Hazards | None = None,
) -> TravelTime:
    """Least time between every cell and its nearest centre over the surface and the roads together.

    ``centre_cells`` holds the cell of each centre, all passable, and ``centre_rows`` the row that
    ``nearest`` names it by. Without ``hazards`` nothing is blocked by them.
    """
    grid = land.grid
    is_towards = rules.direction == "to"
    graph = build_graph(
        roads,
        cell_count=grid.cell_count,
        hazards=hazards,
        boarding_wait_s=seconds_from_minutes(rules.boarding_wait_minutes),
        is_towards=is_towards,
    )
    blocked = land.blocked | hazards.blocked if hazards else land.blocked
    step_m = np.stack(
        [
            grid.step_length_m(rows=int(down), columns=int(right))
            for down, right in zip(MOVE_ROWS, MOVE_COLUMNS, strict=True)
        ]
    )
    seconds, label = least_seconds(
        rows=grid.shape[0],
        columns=grid.shape[1],
        pace=land.pace.ravel(),
        mode=land.mode.ravel(),
        elevation_m=land.elevation_m.ravel(),
        is_passable=land.is_passable.ravel(),
        blocked=blocked.ravel(),
        step_m=step_m,
        move_rows=MOVE_ROWS,
        move_columns=MOVE_COLUMNS,
        move_count=rules.neighbours,
        is_corner_crossing_allowed=rules.corner_crossing == "allow",
        is_towards=is_towards,
        arc_start=graph.arc_start,
        arc_node=graph.arc_node,
        arc_seconds=graph.arc_seconds,
        source_node=centre_cells.astype(np.int64),
        source_label=centre_rows.astype(np.int32),
    )
    return _answer(
        land, seconds[: grid.cell_count], label[: grid.cell_count], hazards=hazards, limit_minutes=rules.limit_minutes
    )


def _answer(
    land: Land,
    seconds: npt.NDArray[np.float64],
    nearest: npt.NDArray[np.int32],
    *,
    hazards: Hazards | None,
    limit_minutes: float | None,
) -> TravelTime:
    """The cells' answers with their status; what has no minutes has no centre either."""
    seconds, nearest = seconds.reshape(land.grid.shape), nearest.reshape(land.grid.shape)
    status = np.where(np.isfinite(seconds), REACHED, NO_WAY).astype(np.uint8)
    if limit_minutes is not None:
        status[np.isfinite(seconds) & (seconds > seconds_from_minutes(limit_minutes))] = BEYOND_LIMIT
    if hazards is not None:
        status[hazards.is_inside] = INSIDE_HAZARD
    status[~land.is_passable] = BARRIER
    status[~land.has_data] = NO_LAND_DATA
    is_reached = status == REACHED
    return TravelTime(
        grid=land.grid,
        seconds=np.where(is_reached, seconds, np.inf),
        nearest=np.where(is_reached, nearest, np.int32(NO_CENTRE)),
        status=status,
    )
