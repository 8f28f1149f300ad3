"""The graph beside the cells' own moves: roads ridden and walked, boarding, and the walks between."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.hazards import Hazards
from geo.roads import RoadsOnGrid


@dataclass(frozen=True, slots=True, kw_only=True)
class ArcGraph:
    """Directed arcs in compressed rows: those of node i are ``arc_start[i]`` to ``arc_start[i + 1]``.

    Nodes: the cells, then every road node on foot, then every road node in a vehicle.
    """

    arc_start: npt.NDArray[np.int64]
    arc_node: npt.NDArray[np.int32]
    arc_seconds: npt.NDArray[np.float64]


def build_graph(
    roads: RoadsOnGrid, *, cell_count: int, hazards: Hazards | None, boarding_wait_s: float, is_towards: bool
) -> ArcGraph:
    """All arcs that are not moves between cells; with ``is_towards`` each is turned round.

    On foot a traveller walks between a cell and a road and along the road both ways; a vehicle is
    boarded (after the wait) and left (at once) where the road allows it. In a hazard nobody
    boards, leaves or steps off; roads pass or are cut by the hazards' policy.
    """
    on_foot, riding = cell_count, cell_count + roads.node_count
    arc_from, arc_to = roads.arc_from.astype(np.int64), roads.arc_to.astype(np.int64)
    boards = np.flatnonzero(roads.may_board & ~hazards.is_node_inside if hazards else roads.may_board)
    is_open = ~hazards.is_arc_cut if hazards else np.ones(len(roads.arc_from), np.bool_)
    steps = ~hazards.is_connector_blocked if hazards else np.ones(len(roads.walk_cell), np.bool_)
    walked = is_open & np.isfinite(roads.walk_s)
    ridden = is_open & np.isfinite(roads.vehicle_s)
    cell, node = roads.walk_cell[steps], on_foot + roads.walk_node[steps].astype(np.int64)
    tail = [
        on_foot + arc_from[walked],
        riding + arc_from[ridden],
        on_foot + boards,
        riding + boards,
        cell,
        node,
    ]
    head = [
        on_foot + arc_to[walked],
        riding + arc_to[ridden],
        riding + boards,
        on_foot + boards,
        node,
        cell,
    ]
    seconds = [
        roads.walk_s[walked],
        roads.vehicle_s[ridden],
        np.full(len(boards), boarding_wait_s),
        np.zeros(len(boards)),
        roads.connector_s[steps],
        roads.connector_s[steps],
    ]
    tails, heads = np.concatenate(tail), np.concatenate(head)
    if is_towards:
        tails, heads = heads, tails
    order = np.argsort(tails, kind="stable")
    node_count = cell_count + 2 * roads.node_count
    arc_start = np.zeros(node_count + 1, np.int64)
    np.cumsum(np.bincount(tails, minlength=node_count), out=arc_start[1:])
    return ArcGraph(
        arc_start=arc_start,
        arc_node=heads[order].astype(np.int32),
        arc_seconds=np.concatenate(seconds)[order],
    )
