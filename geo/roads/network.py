"""The road network: links between junctions, as arrays, with what may travel on each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
from pyproj import Geod

from geo.errors import InputError

WGS84: Final = Geod(ellps="WGS84")  # the ellipsoid that road vertices are on


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadNetwork:
    """Roads, paths and ferries that keep their topology. Coordinates are lon/lat (EPSG:4326).

    A link is a polyline between two junctions; lines that cross without a common node do not
    connect, so an overpass is no junction. A ring with one junction is a link from a node to itself.
    Shapes: L links, V vertices, N nodes.

    ``link_from``, ``link_to``: int32 (L,), nodes at the first and the last vertex.
    ``vertex_start``: int64 (L + 1,), the vertices of link i are ``vertices[start[i]:start[i + 1]]``.
    ``vertices``: float64 (V, 2), lon and lat.
    ``forward_kmh``, ``backward_kmh``: float64 (L,), vehicle speed along and against the polyline;
    0 means no vehicle that way.
    ``walk_kmh``: float64 (L,), speed on foot, both ways; 0 means not on foot.
    ``is_boardable``: bool (L,), whether a traveller may join or leave between its ends (not on
    motorways, bridges, tunnels and ferries).
    ``is_bridge``, ``is_tunnel``: bool (L,), whether it passes over or under the land.
    ``road_class``: the distinct classes; ``class_row``: int16 (L,), the row of each link in it.
    ``source_id``: int64 (L,), OSM way id, or the row of the layer it was read from.
    ``tags``: the distinct sets of tags of the source, none where they are not known; ``tag_row``: int32 (L,), the
    set of each link.
    """

    node_count: int
    link_from: npt.NDArray[np.int32]
    link_to: npt.NDArray[np.int32]
    vertex_start: npt.NDArray[np.int64]
    vertices: npt.NDArray[np.float64]
    forward_kmh: npt.NDArray[np.float64]
    backward_kmh: npt.NDArray[np.float64]
    walk_kmh: npt.NDArray[np.float64]
    is_boardable: npt.NDArray[np.bool_]
    is_bridge: npt.NDArray[np.bool_]
    is_tunnel: npt.NDArray[np.bool_]
    road_class: tuple[str, ...]
    class_row: npt.NDArray[np.int16]
    source_id: npt.NDArray[np.int64]
    tags: tuple[Mapping[str, str], ...] = ()
    tag_row: npt.NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))

    @property
    def link_count(self) -> int:
        """How many links there are."""
        return len(self.link_from)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadCounts:
    """What a reader found and used, for the report.

    ``ways_read`` are the roads and ferries in the file, ``ways_used`` those in the network, and
    ``skipped`` the others by reason; the three add up. Of a line in several parts, each part is a way.
    ``km_by_class`` is geodesic on WGS 84.
    ``one_way_links`` let vehicles pass one way only; ``bridges``, ``tunnels`` and the ferries are ways.
    ``data_date`` is the day of the data as the file's header says it, None if it does not.
    """

    links: int
    nodes: int
    ways_read: int
    ways_used: int
    km_by_class: Mapping[str, float]
    one_way_links: int
    bridges: int
    tunnels: int
    ferries_used: int
    ferries_unused: int
    skipped: Mapping[str, int]
    data_date: date | None


def no_roads() -> RoadNetwork:
    """A network without a single road, for a study that has none."""
    return RoadNetwork(
        node_count=0,
        link_from=np.empty(0, np.int32),
        link_to=np.empty(0, np.int32),
        vertex_start=np.zeros(1, np.int64),
        vertices=np.empty((0, 2)),
        forward_kmh=np.empty(0),
        backward_kmh=np.empty(0),
        walk_kmh=np.empty(0),
        is_boardable=np.empty(0, np.bool_),
        is_bridge=np.empty(0, np.bool_),
        is_tunnel=np.empty(0, np.bool_),
        road_class=(),
        class_row=np.empty(0, np.int16),
        source_id=np.empty(0, np.int64),
    )


def no_counts(*, data_date: date | None = None) -> RoadCounts:
    """The counts of a file that could not be used."""
    return RoadCounts(
        links=0,
        nodes=0,
        ways_read=0,
        ways_used=0,
        km_by_class={},
        one_way_links=0,
        bridges=0,
        tunnels=0,
        ferries_used=0,
        ferries_unused=0,
        skipped={},
        data_date=data_date,
    )


def segment_length_m(vertices: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Geodesic length from each vertex (V, 2) to the next, shape (V - 1,)."""
    lon, lat = vertices[:, 0], vertices[:, 1]
    _, _, length_m = WGS84.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])
    return np.asarray(length_m, dtype=np.float64)


def link_length_m(network: RoadNetwork) -> npt.NDArray[np.float64]:
    """Geodesic length of each link along its vertices, shape (L,)."""
    if network.link_count == 0:
        return np.empty(0)
    length_m = np.append(segment_length_m(network.vertices), 0.0)
    length_m[network.vertex_start[1:] - 1] = 0.0  # from one link's end to the next one's start is no road
    return np.asarray(np.add.reduceat(length_m, network.vertex_start[:-1]))


def check_network(network: RoadNetwork) -> None:
    """Raise InputError at the first way in which the arrays do not make a network."""
    links, vertices = network.link_count, len(network.vertices)
    per_link = (
        "link_to",
        "forward_kmh",
        "backward_kmh",
        "walk_kmh",
        "is_boardable",
        "is_bridge",
        "is_tunnel",
        "class_row",
        "source_id",
    )
    for name in per_link:
        if len(getattr(network, name)) != links:
            raise InputError(f"the road network has {links} links but {name} has {len(getattr(network, name))} values")
    start = network.vertex_start
    if len(start) != links + 1 or start[0] != 0 or start[-1] != vertices or (np.diff(start) < 2).any():  # noqa: PLR2004
        raise InputError("vertex_start of the road network must rise from 0 to its vertices, two or more for each link")
    if network.tags and len(network.tag_row) != links:
        raise InputError(f"the road network has {links} links but tag_row has {len(network.tag_row)} values")
    for name, size in (
        ("link_from", network.node_count),
        ("link_to", network.node_count),
        ("class_row", len(network.road_class)),
    ):
        values = getattr(network, name)
        if links and (values.min() < 0 or values.max() >= size):
            raise InputError(f"{name} of the road network must lie in 0..{size - 1}")
    for name in ("forward_kmh", "backward_kmh", "walk_kmh"):
        speeds = getattr(network, name)
        if not (np.isfinite(speeds) & (speeds >= 0)).all():
            raise InputError(f"{name} of the road network must be finite and not negative")
    if not (np.abs(network.vertices) <= (180.0, 90.0)).all():
        raise InputError("the vertices of the road network must be longitudes and latitudes in degrees")
