"""Clusters: areas that touch one another and so are one obstacle, and can only be released together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components


def cluster_touching(
    shapes: Sequence[shapely.Geometry],
) -> tuple[npt.NDArray[np.int64], tuple[shapely.Geometry, ...]]:
    """The cluster of each polygon, and the union of each cluster; clusters are numbered as they first appear.

    Polygons that overlap, share an edge or meet in a point belong together, and so do all that are
    linked by such. No two clusters have a point in common. Valid polygons in one CRS.
    """
    areas = np.asarray(shapes, dtype=object)
    if not len(areas):
        return np.empty(0, np.int64), ()
    one, other = shapely.STRtree(areas).query(areas, predicate="intersects")
    links = coo_array((np.ones(len(one), np.int8), (one, other)), shape=(len(areas), len(areas)))
    _, label = connected_components(links, directed=False)
    _, first, cluster = np.unique(label, return_index=True, return_inverse=True)
    place = np.empty(len(first), np.int64)
    place[np.argsort(first)] = np.arange(len(first))
    cluster = place[cluster]
    order = np.argsort(cluster, kind="stable")
    groups = np.split(areas[order], np.flatnonzero(np.diff(cluster[order])) + 1)
    return cluster, tuple(group[0] if len(group) == 1 else shapely.union_all(group) for group in groups)
