"""The way back: the least-time path of one place as lines, traced through the keys of the search itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final, Literal

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from accessibility.search.engine import UNREACHED, Arcs, Keys, seconds_and_rows, trace
from accessibility.search.network import TravelNetwork
from accessibility.search.sources import Sources
from geo.grid import LON_LAT
from geo.roads import RoadsOnGrid, arc_lines
from geo.units import minutes_from_seconds

PartKind = Literal["foot", "road", "wait", "start"]
_NOBODY: Final = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class PathPart:
    """A stretch of a path: on ``foot``, by ``road`` in a vehicle, a ``wait`` to board, or the ``start`` of a centre.

    ``line`` runs in the direction of travel, in the grid's CRS; None where nobody moves.
    """

    kind: PartKind
    minutes: float
    line: shapely.LineString | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeastTimePath:
    """The least-time path between a place and its nearest centre, in the direction of travel.

    It shows how a time comes about; it is no advice on a route. ``minutes`` are those of the answer
    and the sum of the parts'; ``centre`` is the row of the centre.
    """

    centre: int
    minutes: float
    parts: tuple[PathPart, ...]

    def frame(self, network: TravelNetwork) -> gpd.GeoDataFrame:
        """The parts as rows: part, kind, minutes, and the line in EPSG:4326, empty where nobody moves."""
        lines = [part.line if part.line is not None else shapely.LineString() for part in self.parts]
        table = {
            "part": range(1, len(self.parts) + 1),
            "kind": [part.kind for part in self.parts],
            "minutes": [part.minutes for part in self.parts],
        }
        return gpd.GeoDataFrame(table, geometry=lines, crs=network.grid.crs).to_crs(LON_LAT)


def least_time_path(
    network: TravelNetwork, sources: Sources, *, incoming: Arcs, keys: Keys, cell: int
) -> LeastTimePath | None:
    """The path of a cell through the keys of a settled search; None if it has no key."""
    if keys[cell] == UNREACHED:
        return None
    order = np.argsort(sources.cell, kind="stable")
    nodes = trace(network.ways, incoming, keys, cell, np.asarray(sources.cell, np.int64)[order], sources.keys[order])
    if nodes[-1] < 0:
        raise AssertionError("no way leads to a key; the keys are not those of this network and these sources")
    seconds, rows = seconds_and_rows(keys[nodes])
    if network.rules.direction == "from":
        nodes, seconds = nodes[::-1], seconds[::-1]
    hops = list(_hops(network, nodes, np.abs(np.diff(seconds))))
    if seconds.min() > 0:
        start: tuple[PartKind, float, None] = ("start", float(seconds.min()), None)
        hops = [*hops, start] if network.rules.direction == "to" else [start, *hops]
    parts = []
    for kind, group in groupby(hops, key=lambda hop: hop[0]):
        stretch = list(group)
        lines = [line for _, _, line in stretch if line is not None]
        part_s = sum(hop_s for _, hop_s, _ in stretch)
        parts.append(PathPart(kind=kind, minutes=float(minutes_from_seconds(part_s)), line=_joined(lines)))
    minutes = float(minutes_from_seconds(seconds.max()))
    return LeastTimePath(centre=int(rows[0]), minutes=minutes, parts=tuple(parts))


def _hops(
    network: TravelNetwork, nodes: npt.NDArray[np.int64], seconds: npt.NDArray[np.float64]
) -> Iterator[tuple[PartKind, float, npt.NDArray[np.float64] | None]]:
    """Kind, seconds and points of each step from a node to the next."""
    grid, roads = network.grid, network.roads
    cells, count = network.ways.cell_count, roads.node_count
    old = np.empty(len(network.nodes.place), np.int64)
    old[network.nodes.place] = np.arange(len(old))
    is_cell = nodes < cells
    road = np.where(is_cell, _NOBODY, old[np.where(is_cell, 0, nodes - cells)] if len(old) else _NOBODY)
    is_riding = road >= count
    place = np.where(road < 0, 0, road % max(count, 1))
    row, column = np.divmod(np.where(is_cell, nodes, 0), grid.shape[1])
    xy = np.column_stack([grid.centre_x[column], grid.centre_y[row]])
    if count:
        xy[~is_cell] = roads.node_xy[place[~is_cell]]
    is_passed = np.zeros(count + 1, np.bool_)
    is_passed[place[~is_cell]] = True
    is_near = is_passed[roads.arc_from] & is_passed[roads.arc_to] & ~roads.is_closed
    near = np.flatnonzero(is_near if network.hazards is None else is_near & ~network.hazards.is_arc_cut)
    for (here, there), hop_s in zip(pairwise(range(len(nodes))), seconds.tolist(), strict=True):
        if is_cell[here] or is_cell[there]:
            yield "foot", hop_s, xy[[here, there]]
        elif is_riding[here] != is_riding[there]:
            yield ("wait" if is_riding[there] else "foot"), hop_s, None
        else:
            arcs = near[(roads.arc_from[near] == place[here]) & (roads.arc_to[near] == place[there])]
            times_s = roads.vehicle_s if is_riding[here] else roads.walk_s
            points = _points_along(roads, int(arcs[np.argmin(times_s[arcs])]))
            yield ("road" if is_riding[here] else "foot"), hop_s, points


def _points_along(roads: RoadsOnGrid, arc: int) -> npt.NDArray[np.float64]:
    """The points of an arc in its own direction."""
    points = shapely.get_coordinates(arc_lines(roads, np.array([arc])))
    first, last = np.hypot(*(points[[0, -1]] - roads.node_xy[roads.arc_from[arc]]).T)
    return np.asarray(points if first <= last else points[::-1])


def _joined(lines: list[npt.NDArray[np.float64]]) -> shapely.LineString | None:
    """One line along the points of several, each beginning where the one before ends."""
    if not lines:
        return None
    points = np.concatenate([lines[0], *(line[1:] for line in lines[1:])])
    return shapely.LineString(points)
