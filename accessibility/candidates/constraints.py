"""What a candidate must meet: on land that people reach, away from hazards, on a road that is open all year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer

from accessibility.inputs import Inputs
from geo.grid import LON_LAT
from geo.hazards import to_metric
from geo.roads import RoadNetwork

INSIDE: Final = 0.0
Doubles = npt.NDArray[np.float64]


def distance_to_hazards_m(inputs: Inputs, xy: Doubles, *, within_m: float) -> Doubles:
    """Metres from points of the grid's CRS to the nearest open hazard area, 0 in or on one, inf beyond ``within_m``.

    Open areas count whatever they do to travel. Measured in the grid's metric CRS.
    """
    areas, grid = inputs.ground.hazard_areas, inputs.ground.grid
    if areas is None or not len(areas) or not len(xy):
        return np.full(len(xy), np.inf)
    return _distance_m(to_metric(grid, shapely.points(xy)), to_metric(grid, np.asarray(areas.geometry)), within_m)


def distance_to_all_year_roads_m(inputs: Inputs, xy: Doubles, *, within_m: float) -> Doubles:
    """Metres from points to the nearest road that is open in every season of the base, inf beyond ``within_m``.

    Open is what a vehicle of the study's first profile may use in some direction; of a profile without vehicles, what
    may be walked. Roads that a hazard cuts count as open: clearance is another plan's matter.
    """
    grid = inputs.ground.grid
    first = inputs.worlds[0]
    networks = [
        world.ground.network
        for world in inputs.worlds
        if world.place.scenario.name == first.place.scenario.name and world.profile.name == first.profile.name
    ]
    ends = _open_segments(networks)
    if not len(ends) or not len(xy):
        return np.full(len(xy), np.inf)
    transformer = Transformer.from_crs(LON_LAT, grid.metric_crs, always_xy=True)
    x, y = transformer.transform(ends[:, [0, 2]].ravel(), ends[:, [1, 3]].ravel())
    lines = shapely.linestrings(np.column_stack([x, y]).reshape(-1, 2, 2))
    return _distance_m(to_metric(grid, shapely.points(xy)), lines, within_m)


def _distance_m(points: npt.NDArray[np.object_], shapes: npt.NDArray[np.object_], within_m: float) -> Doubles:
    found_m = np.full(len(points), np.inf)
    (place, _), away_m = shapely.STRtree(shapes).query_nearest(
        points, max_distance=max(within_m, 1e-9), return_distance=True, all_matches=False
    )
    found_m[place] = away_m
    return found_m


def _open_segments(networks: Sequence[RoadNetwork]) -> Doubles:
    """Lon and lat of both ends of each segment that is open in all of these networks, float64 (segments, 4).

    Seasons may cut the same roads into links at other junctions, but their segments and ways are the same.
    """
    open_in = [_segments(network) for network in networks]
    distinct = {id(network): found for network, found in zip(networks, open_in, strict=True)}
    if len(distinct) == 1:
        return open_in[0][:, :4]
    each = [np.unique(found, axis=0) for found in distinct.values()]
    segments, times = np.unique(np.concatenate(each), axis=0, return_counts=True)
    return np.asarray(segments[times == len(each), :4])


def _segments(network: RoadNetwork) -> Doubles:
    """The segments of the roads that are open: both ends and the way of the source, float64 (segments, 5)."""
    has_vehicle = (network.forward_kmh > 0) | (network.backward_kmh > 0)
    is_open = has_vehicle if has_vehicle.any() else network.walk_kmh > 0
    link = np.repeat(np.arange(network.link_count), np.diff(network.vertex_start))
    is_kept = (link[1:] == link[:-1]) & is_open[link[:-1]] if len(link) else np.zeros(0, np.bool_)
    ends = np.column_stack([network.vertices[:-1], network.vertices[1:]])[is_kept]
    return np.column_stack([ends, network.source_id[link[:-1]][is_kept]]) if len(ends) else np.empty((0, 5))
