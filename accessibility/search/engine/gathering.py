"""Gathering the ways of many places into one tree, with what flows along it, compiled."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from accessibility.search.engine.compiling import compiled
from accessibility.search.engine.ticks import Keys
from accessibility.search.engine.tracing import is_source, node_before
from accessibility.search.engine.ways import Arcs, Ways


@compiled
def gather(
    ways: Ways,
    incoming: Arcs,
    keys: Keys,
    start: npt.NDArray[np.int64],
    source_node: npt.NDArray[np.int64],
    source_key: Keys,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The nodes on the ways of ``start`` (nodes that have keys), the row of the next towards the source, -1 at it.

    Each way is the one that ``trace`` gives. The row is -2 where no way leads to a key, which keys
    that fit the ways never have.
    """
    row_of = np.full(len(keys), -1, np.int32)
    nodes = [np.int64(0)]
    nodes.clear()
    following = [np.int64(0)]
    following.clear()
    for place in range(len(start)):
        node, last = start[place], np.int64(-1)
        while True:
            row = np.int64(row_of[node])
            is_known = row >= 0
            if not is_known:
                row = np.int64(len(nodes))
                row_of[node] = row
                nodes.append(node)
                following.append(np.int64(-1))
            if last >= 0:
                following[last] = row
            if is_known or is_source(source_node, source_key, node, keys[node]):
                break
            last, node = row, np.int64(node_before(ways, incoming, keys, node, keys[node]))
            if node < 0:
                following[last] = np.int64(-2)
                break
    return np.array(nodes, np.int64), np.array(following, np.int64)


@compiled
def add_up(
    order: npt.NDArray[np.int64], following: npt.NDArray[np.int64], begins: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """What flows through each node, where it stands in the tree, and where what flows through it ends there.

    ``order``: the nodes by rising keys. ``begins``: what begins at each. In the tree's own order the
    nodes whose ways lead through node i are those from ``first[i]`` to before ``last[i]``, itself the first.
    """
    flow, size = begins.copy(), np.ones(len(order), np.int64)
    for place in range(len(order) - 1, -1, -1):
        row = order[place]
        if following[row] >= 0:
            flow[following[row]] += flow[row]
            size[following[row]] += size[row]
    first, free, top = np.zeros(len(order), np.int64), np.zeros(len(order), np.int64), 0
    for place in range(len(order)):
        row = order[place]
        if following[row] >= 0:
            first[row] = free[following[row]]
            free[following[row]] += size[row]
        else:
            first[row] = top
            top += size[row]
        free[row] = first[row] + 1
    return flow, first, first + size
