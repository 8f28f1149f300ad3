"""Closing roads: by their id in the source, or wherever they meet a line or an area drawn across them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import shapely

from geo.roads.arc_shapes import arc_lines
from geo.roads.boarding import RoadsOnGrid


def close_roads(
    roads: RoadsOnGrid, *, links: Sequence[int] = (), shapes: Sequence[shapely.Geometry] = ()
) -> RoadsOnGrid:
    """The roads with some closed to vehicles and walkers alike; what was closed stays so.

    ``links``: rows of links of the network, closed along their whole length. ``shapes``: in the grid's
    CRS; a piece of road between two boarding points is closed if it meets one, bridges and tunnels too.
    """
    is_closed = roads.is_closed | np.isin(roads.arc_link, np.asarray(links, np.int64))
    if len(shapes) and len(is_closed):
        lines = arc_lines(roads, np.arange(len(is_closed)))
        met = shapely.STRtree(np.asarray(shapes, dtype=object)).query(lines, predicate="intersects")[0]
        is_closed[met] = True
    return replace(roads, is_closed=is_closed)


def meets_roads(roads: RoadsOnGrid, shapes: Sequence[shapely.Geometry]) -> npt.NDArray[np.bool_]:
    """Whether each shape, in the grid's CRS, meets a road."""
    is_met = np.zeros(len(shapes), np.bool_)
    if len(shapes) and len(roads.arc_link):
        lines = arc_lines(roads, np.arange(len(roads.arc_link)))
        is_met[shapely.STRtree(np.asarray(shapes, dtype=object)).query(lines, predicate="intersects")[1]] = True
    return is_met
