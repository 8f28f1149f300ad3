"""What a profile changes of the ground: the land as these people cross it, the roads as they use them.

Nothing that a profile changes makes a cell passable or impassable, so people and centres stand where they do.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from accessibility.profiles.values import Profile
from geo.land import MODES, Land, all_moves_blocked, with_steep_moves
from geo.roads import (
    RoadNetwork,
    RoadsOnGrid,
    RoadSpeeds,
    closed_on_foot,
    join_cells_to_roads,
    lay_roads,
    walked_at,
    without_vehicles,
)
from geo.units import minutes_from_seconds, pace_s_per_m

_ON_FOOT = (MODES["walk"], MODES["flat"])
_PATH = "path"
_TOBLER_FLAT_KMH = 6.0 * float(np.exp(-3.5 * 0.05))  # Tobler 1993 on level ground


def land_for(profile: Profile, land: Land) -> Land:
    """The land as the people of a profile cross it; the same land where nothing differs.

    In cells of the modes walk and flat the pace is that of the table over ``walk_speed_factor``; cycle and
    motor keep theirs. Moves steeper than ``slope_limit_percent`` are blocked; who does not cross land has
    every move blocked.
    """
    changed = land
    is_on_foot = np.isin(land.mode, _ON_FOOT)
    if profile.walk_speed_factor != 1.0:
        pace = np.where(is_on_foot, land.pace / profile.walk_speed_factor, land.pace)
        changed = replace(changed, pace=pace)
    if not profile.crosses_land:
        return replace(changed, blocked=all_moves_blocked(land.blocked))
    if profile.slope_limit_percent is not None:
        limit = profile.slope_limit_percent
        blocked = with_steep_moves(
            land.blocked, land.grid, land.elevation_m, limit_percent=limit, is_on_foot=is_on_foot
        )
        changed = replace(changed, blocked=blocked)
    return changed


def network_for(profile: Profile, network: RoadNetwork) -> RoadNetwork:
    """The roads as the people of a profile use them; the same network where nothing differs.

    A slope limit closes no road: a road is built along a slope, and the land's heights do not tell how steep
    it is. Ferries keep their speed, and take foot passengers.
    """
    changed = network
    if profile.closed_on_foot:
        changed = closed_on_foot(changed, profile.closed_on_foot)
    if profile.walk_speed_factor != 1.0:
        changed = walked_at(changed, profile.walk_speed_factor)
    return changed if profile.has_vehicle else without_vehicles(changed)


def roads_for(profile: Profile, network: RoadNetwork, land: Land, *, connect_within_m: float) -> RoadsOnGrid:
    """The roads of a profile laid on its land, both as ``network_for`` and ``land_for`` give them.

    Who does not cross land gets from each cell that no usable road runs through straight to the nearest one,
    if that is at most ``connect_within_m`` away: how people get out of their home and into the centre. It is no
    way from one road to another. It is walked at the cell's pace, and there is none if it is steeper than the
    slope limit. As a straight line it can be shorter, by the error of the neighbourhood, than the moves of
    people who cross land.
    """
    roads = lay_roads(network, land, connect_within_m=connect_within_m)
    if profile.crosses_land:
        return roads
    limit = profile.slope_limit_percent
    return join_cells_to_roads(roads, land, within_m=connect_within_m, slope_limit_percent=limit)


def path_kmh(speeds: RoadSpeeds | None) -> float:
    """The speed of people without a device on a path: by the table of roads, else Tobler's on level ground."""
    walked = 0.0 if speeds is None else speeds.walk_kmh.get(_PATH, 0.0) or max(speeds.walk_kmh.values(), default=0.0)
    return walked or _TOBLER_FLAT_KMH


def limit_minutes_of(profile: Profile, *, path_kmh: float) -> float | None:
    """The minutes in which the people of a profile walk as far as they can on a path; None for any distance.

    As it is a limit in minutes, they get less far uphill and over rough land, and a ferry counts as walked.
    """
    if profile.walk_limit_m is None:
        return None
    walked_kmh = path_kmh * profile.walk_speed_factor
    return float(minutes_from_seconds(profile.walk_limit_m * float(pace_s_per_m(walked_kmh))))
