"""The arcs of the roads in the order that the search wants them: by tile, by node, and each way turned round."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from accessibility.search.engine import TILE_BITS, Arcs, Ways, compiled, key_steps
from accessibility.search.graph import RoadGraph
from geo.grid import Grid
from geo.roads import RoadsOnGrid


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadNodes:
    """The road nodes in their order by tile, the one on foot and the one riding side by side.

    ``place``: by node of the graph less the cells, its place in that order. ``tile``: by place.
    ``tile_start``: where the nodes of each tile begin, and the end.
    """

    place: npt.NDArray[np.int64]
    tile: npt.NDArray[np.int64]
    tile_start: npt.NDArray[np.int64]


def tile_shape(grid: Grid) -> tuple[int, int]:
    """How many tiles a grid has from top to bottom and from left to right."""
    return -(-grid.shape[0] >> TILE_BITS), -(-grid.shape[1] >> TILE_BITS)


def nodes_by_tile(grid: Grid, roads: RoadsOnGrid) -> RoadNodes:
    """The road nodes in the order of the tiles that they lie in; one beyond the grid belongs to the nearest tile."""
    x, y = grid.fractional(roads.node_xy[:, 0], roads.node_xy[:, 1])
    row = np.clip(np.nan_to_num(y), 0, grid.shape[0] - 1).astype(np.int64)
    column = np.clip(np.nan_to_num(x), 0, grid.shape[1] - 1).astype(np.int64)
    down, across = tile_shape(grid)
    tile = (row >> TILE_BITS) * across + (column >> TILE_BITS)
    within = (row % (1 << TILE_BITS) << TILE_BITS) + column % (1 << TILE_BITS)
    order = np.argsort((tile << 2 * TILE_BITS) + within, kind="stable")
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return RoadNodes(
        place=np.concatenate([2 * rank, 2 * rank + 1]),
        tile=np.repeat(tile[order], 2),
        tile_start=2 * np.searchsorted(tile[order], np.arange(down * across + 1)).astype(np.int64),
    )


def order_arcs(graph: RoadGraph, nodes: RoadNodes, *, grid: Grid) -> Arcs:
    """The arcs of a road graph by the node they begin at, those that begin at cells apart."""
    tail, head = (_renamed(end, grid.cell_count, nodes.place) for end in (graph.tail, graph.head))
    return _arcs(tail, head, key_steps(graph.seconds), grid.shape, len(nodes.place))


def arc_order(graph: RoadGraph, nodes: RoadNodes, *, grid: Grid) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The rows of a road graph that ``order_arcs`` puts among the arcs, and those among the doors, in its order."""
    tail = _renamed(graph.tail, grid.cell_count, nodes.place)
    _, arcs = _by_tail(tail - grid.cell_count, len(nodes.place))
    return arcs, _doors(tail, grid.cell_count)


def arc_places(graph: RoadGraph, nodes: RoadNodes, *, grid: Grid) -> npt.NDArray[np.int64]:
    """Where ``order_arcs`` puts each arc of a road graph: among the arcs, or the doors for one from a cell."""
    place = np.empty(len(graph.tail), np.int64)
    for rows in arc_order(graph, nodes, grid=grid):
        place[rows] = np.arange(len(rows))
    return place


def turned_round(ways: Ways) -> Arcs:
    """The arcs of the ways, each from its end to its beginning."""
    node_count = len(ways.node_tile)
    tail = np.repeat(np.arange(node_count), np.diff(ways.arcs.arc_start)) + ways.cell_count
    return _arcs(
        np.concatenate([ways.arcs.arc_node, ways.arcs.door_node]),
        np.concatenate([tail, ways.arcs.door_cell]),
        np.concatenate([ways.arcs.arc_key, ways.arcs.door_key]),
        (ways.rows, ways.columns),
        node_count,
    )


def _arcs(
    tail: npt.NDArray[np.int64],
    head: npt.NDArray[np.int64],
    key: npt.NDArray[np.uint64],
    shape: tuple[int, int],
    node_count: int,
) -> Arcs:
    cell_count = shape[0] * shape[1]
    arc_start, arcs = _by_tail(tail - cell_count, node_count)
    door = _doors(tail, cell_count)
    return Arcs(
        arc_start=arc_start,
        arc_node=head[arcs],
        arc_key=key[arcs],
        door_row_start=np.searchsorted(tail[door] // shape[1], np.arange(shape[0] + 1)).astype(np.int64),
        door_cell=tail[door],
        door_node=head[door],
        door_key=key[door],
        most=max(int(np.diff(arc_start).max(initial=0)), _longest_run(tail[door])),
    )


def _doors(tail: npt.NDArray[np.int64], cell_count: int) -> npt.NDArray[np.int64]:
    """The arcs that begin at cells, in the order of those."""
    door = np.flatnonzero(tail < cell_count)
    return door[np.argsort(tail[door], kind="stable")]


@compiled
def _by_tail(tail: npt.NDArray[np.int64], node_count: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Where the arcs of each node begin, and the arcs in the order of their tails; negative tails are left out."""
    start = np.zeros(node_count + 1, np.int64)
    for arc in range(len(tail)):
        if tail[arc] >= 0:
            start[tail[arc] + 1] += 1
    for node in range(node_count):
        start[node + 1] += start[node]
    free, order = start.copy(), np.empty(start[node_count], np.int64)
    for arc in range(len(tail)):
        if tail[arc] >= 0:
            order[free[tail[arc]]] = arc
            free[tail[arc]] += 1
    return start, order


def _longest_run(values: npt.NDArray[np.int64]) -> int:
    """How often the most frequent of sorted values occurs."""
    starts = np.flatnonzero(np.diff(values, prepend=-1, append=-1)) if len(values) else np.zeros(1, np.int64)
    return int(np.diff(starts).max(initial=0))


def _renamed(node: npt.NDArray[np.int64], cell_count: int, road_node: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Nodes with the road nodes in their order by tile; cells keep their number."""
    renamed = node.copy()
    is_road = node >= cell_count
    renamed[is_road] = cell_count + road_node[node[is_road] - cell_count]
    return renamed
