"""The road network: links between junctions, as arrays, with what may travel on each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadNetwork:
    """Roads, paths and ferries that keep their topology. Coordinates are lon/lat (EPSG:4326).

    A link is a polyline between two junctions; lines that cross without a common node do not
    connect, so an overpass is no junction. Shapes: L links, V vertices, N nodes.

    ``link_from``, ``link_to``: int32 (L,), nodes at the first and the last vertex.
    ``vertex_start``: int64 (L + 1,), the vertices of link i are ``vertices[start[i]:start[i + 1]]``.
    ``vertices``: float64 (V, 2), lon and lat.
    ``forward_kmh``, ``backward_kmh``: float64 (L,), vehicle speed along and against the polyline;
    0 means no vehicle that way.
    ``walk_kmh``: float64 (L,), speed on foot, both ways; 0 means not on foot.
    ``is_boardable``: bool (L,), whether a traveller may join or leave between its ends (not on
    motorways, bridges, tunnels and ferries).
    ``road_class``: the distinct classes; ``class_row``: int16 (L,), the row of each link in it.
    ``source_id``: int64 (L,), OSM way id, or the row of the layer it was read from.
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
    road_class: tuple[str, ...]
    class_row: npt.NDArray[np.int16]
    source_id: npt.NDArray[np.int64]

    @property
    def link_count(self) -> int:
        """How many links there are."""
        return len(self.link_from)


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
        road_class=(),
        class_row=np.empty(0, np.int16),
        source_id=np.empty(0, np.int64),
    )
