"""How people move, and what a search refuses: rules, land and roads that contradict each other or nature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np

from geo.errors import InputError
from geo.land import Land, Neighbours, move_count_of
from geo.roads import RoadsOnGrid

Direction = Literal["to", "from"]
CornerCrossing = Literal["forbid", "allow"]

_MOST_NODES: Final = 1 << 31


@dataclass(frozen=True, slots=True, kw_only=True)
class TravelRules:
    """How people move: to or from the centre, over 8, 16 or 32 neighbours, and what they wait and cross.

    ``corner_crossing`` "forbid" closes a diagonal step between two barrier cells.
    ``limit_minutes``: beyond it a place counts as not reached; inclusive; None is no limit.
    """

    direction: Direction = "to"
    neighbours: Neighbours = 16
    corner_crossing: CornerCrossing = "forbid"
    boarding_wait_minutes: float = 0.0
    limit_minutes: float | None = None


def check_rules(rules: TravelRules, land: Land) -> None:
    """Raise InputError for rules that no search can follow on this land."""
    for name, value, known in (
        ("direction", rules.direction, get_args(Direction)),
        ("corner_crossing", rules.corner_crossing, get_args(CornerCrossing)),
        ("neighbours", rules.neighbours, get_args(Neighbours)),
    ):
        if value not in known:
            raise InputError(f"{name} {value!r} is not known; use one of {', '.join(map(str, known))}")
    if rules.neighbours > move_count_of(land.blocked):
        raise InputError(
            f"a search over {rules.neighbours} neighbours needs land laid for as many; this one has "
            f"{move_count_of(land.blocked)}"
        )
    if not 0 <= rules.boarding_wait_minutes < np.inf:
        raise InputError(f"a boarding wait of {rules.boarding_wait_minutes} minutes is none; give 0 or more")
    if rules.limit_minutes is not None and not 0 <= rules.limit_minutes < np.inf:
        raise InputError(f"a limit of {rules.limit_minutes} minutes is none; give 0 or more, or leave it out")


def check_land(land: Land, *, node_count: int) -> None:
    """Raise InputError for land that is too large with its road nodes, or has a pace or height that cannot be."""
    total = land.grid.cell_count + node_count
    if total >= _MOST_NODES:
        raise InputError(
            f"the grid and its roads have {total:,} nodes and a search holds {_MOST_NODES - 1:,}; "
            "use larger cells or a smaller area"
        )
    for name in ("pace", "mode", "elevation_m", "blocked", "is_inside_barrier"):
        shape = getattr(land, name).shape
        if shape != land.grid.shape:
            raise InputError(
                f"the land's {name} has shape {shape} and its grid {land.grid.shape}; give one value for each cell"
            )
    is_impossible = (land.pace <= 0) & ~np.isnan(land.pace)
    if is_impossible.any():
        row, column = (int(place) for place in np.argwhere(is_impossible)[0])
        raise InputError(
            f"{int(is_impossible.sum())} cells have a pace of 0 or less, first that of row {row}, column {column}; "
            "give seconds per metre above 0, inf for a barrier, NaN for no data"
        )
    if np.isinf(land.elevation_m).any():
        raise InputError("a height is infinite; give metres, NaN where it is unknown")


def check_roads(roads: RoadsOnGrid, *, cell_count: int) -> None:
    """Raise InputError for roads of another grid and for times that cannot be; one of 0 is taken as one tick."""
    ends = np.concatenate([roads.arc_from, roads.arc_to, roads.walk_node, [0]])
    cells = np.append(roads.walk_cell, 0)
    if ends.min() < 0 or ends.max() > max(0, roads.node_count - 1) or cells.min() < 0 or cells.max() >= cell_count:
        raise InputError("the roads lead to nodes or cells that are not there; lay them on the land's own grid")
    for name, what, seconds in (
        ("vehicle", "arc", roads.vehicle_s),
        ("walk", "arc", roads.walk_s),
        ("connector", "connector", roads.connector_s),
    ):
        is_impossible = ~(seconds >= 0)
        if is_impossible.any():
            place = int(np.flatnonzero(is_impossible)[0])
            raise InputError(
                f"{int(is_impossible.sum())} {name} times of the roads are negative or unknown, first that of {what} "
                f"{place} ({seconds[place]} s); give 0 or more, inf where nobody passes"
            )
