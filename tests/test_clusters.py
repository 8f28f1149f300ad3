"""Clusters: what touches belongs together, and no two clusters have a point in common."""

import numpy as np
import pytest
import shapely
from scipy.sparse.csgraph import connected_components

from geo.hazards import cluster_touching


def box(left, bottom, size=1.0):
    return shapely.box(left, bottom, left + size, bottom + size)


@pytest.mark.parametrize(
    ("shapes", "expected"),
    [
        ([], []),
        ([box(0, 0)], [0]),
        ([box(0, 0), box(2, 0)], [0, 1]),
        ([box(0, 0), box(0.5, 0.5)], [0, 0]),  # overlap
        ([box(0, 0), box(1, 0)], [0, 0]),  # an edge
        ([box(0, 0), box(1, 1)], [0, 0]),  # a corner
        ([box(0, 0), box(2, 0), box(1, 0)], [0, 0, 0]),  # the third joins the others
        ([box(5, 5), box(0, 0), box(5.5, 5), box(0.5, 0)], [0, 1, 0, 1]),
        ([box(0, 0), box(0, 0)], [0, 0]),
        ([box(0, 0, 4), box(1, 1)], [0, 0]),  # one within the other
        ([box(0, 0, 4).difference(box(1, 1, 2)), box(1.5, 1.5)], [0, 1]),  # in its hole, without a touch
        ([shapely.MultiPolygon([box(0, 0), box(5, 0)]), box(6, 0), box(2, 0)], [0, 0, 1]),
    ],
)
def test_areas_that_touch_are_one_cluster_numbered_as_they_appear(shapes, expected):
    cluster, united = cluster_touching(shapes)
    assert cluster.tolist() == expected
    assert len(united) == len(set(expected))


@pytest.mark.parametrize("seed", range(8))
def test_clusters_are_those_of_all_pairs_and_their_unions_lie_apart(seed):
    random = np.random.default_rng(seed)
    shapes = [
        shapely.MultiPoint(random.uniform(0, 1.5, (4, 2)) + random.uniform(0, 12, 2)).convex_hull for _ in range(40)
    ]
    cluster, united = cluster_touching(shapes)
    touches = np.array([[one.intersects(other) for other in shapes] for one in shapes])
    count, label = connected_components(touches, directed=False)
    assert len(united) == count
    assert len(set(zip(cluster.tolist(), label.tolist(), strict=True))) == count
    assert [cluster.tolist().index(number) for number in range(count)] == sorted(
        cluster.tolist().index(number) for number in range(count)
    )
    for number, union in enumerate(united):
        members = [shape for shape, each in zip(shapes, cluster, strict=True) if each == number]
        assert union.area == pytest.approx(shapely.union_all(members).area)
        assert not any(union.intersects(other) for other in united[number + 1 :])


def test_a_shape_alone_stays_as_it_is():
    [shape] = cluster_touching([box(0, 0)])[1]
    assert shape == box(0, 0)
