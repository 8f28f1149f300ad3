"""The roads at other speeds, without laying them anew: which arcs there are, and where they may be boarded, stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from geo.roads.boarding import RoadsOnGrid
from geo.roads.network import RoadNetwork
from geo.roads.tags import FERRY


@dataclass(frozen=True, slots=True, kw_only=True)
class ArcClasses:
    """The class of each arc of laid roads: its row in ``names``; and whether it is a ferry."""

    names: tuple[str, ...]
    row: npt.NDArray[np.int16]
    is_ferry: npt.NDArray[np.bool_]


def arc_classes(network: RoadNetwork, roads: RoadsOnGrid) -> ArcClasses:
    """The classes of the arcs of roads that were laid from a network."""
    row = network.class_row[roads.arc_link]
    is_ferry = np.array([name == FERRY for name in network.road_class], np.bool_)
    return ArcClasses(names=network.road_class, row=row, is_ferry=is_ferry[row] if len(row) else row.astype(np.bool_))


def at_speeds(
    roads: RoadsOnGrid,
    classes: ArcClasses,
    *,
    class_factors: Mapping[str, float],
    walk_factor: float,
    connector_s: npt.NDArray[np.float64],
) -> RoadsOnGrid:
    """The roads with vehicles so many times as fast by class, people on foot by one factor, and other connectors.

    A ferry goes by the factor of its own class, those on foot aboard too; their walking speed does not matter there.
    Factors are above 0; a class without one keeps its speed. Arrays that do not change are shared.
    """
    factor = np.array([class_factors.get(name, 1.0) for name in classes.names])
    vehicle_s, walk_s = roads.vehicle_s, roads.walk_s
    of_arc = factor[classes.row] if (factor != 1.0).any() else None
    if of_arc is not None:
        vehicle_s = vehicle_s / of_arc
    if walk_factor != 1.0 or (of_arc is not None and class_factors.get(FERRY, 1.0) != 1.0):
        aboard = class_factors.get(FERRY, 1.0)
        walk_s = walk_s / np.where(classes.is_ferry, aboard, walk_factor)
    return replace(roads, vehicle_s=vehicle_s, walk_s=walk_s, connector_s=connector_s)
