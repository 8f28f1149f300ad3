"""The lines that the arcs of a road network run along."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely

from geo.roads.boarding import RoadsOnGrid


def arc_lines(roads: RoadsOnGrid, arcs: npt.NDArray[np.int64]) -> npt.NDArray[np.object_]:
    """The pieces of road that the arcs run along, in the grid's CRS, as lines."""
    start, end = roads.arc_span[arcs, 0], roads.arc_span[arcs, 1]
    first_inner = np.floor(start).astype(np.int64) + 1
    points = np.maximum(np.ceil(end).astype(np.int64) - first_inner, 0) + 2
    line = np.repeat(np.arange(len(arcs)), points)
    last = np.cumsum(points) - 1
    at = (first_inner - 1 - (last + 1 - points))[line] + np.arange(len(line), dtype=np.float64)
    at[last + 1 - points], at[last] = start, end
    vertex = np.minimum(at.astype(np.int64), max(len(roads.vertex_xy) - 2, 0))
    share = (at - vertex)[:, None]
    xy = roads.vertex_xy[vertex] * (1 - share) + roads.vertex_xy[vertex + 1] * share
    return np.asarray(shapely.linestrings(xy, indices=line), dtype=object)
